"""An assessment as ordered sections, made once: the screen, Excel and the PDF each draw this same outline.

Every value that the edition may see is in it; labels are the catalogue's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from textwrap import shorten

from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.catalogue_visit import KEYS_AROUND_VISIT, VISIT_FIELDS
from selfassess.domain.model.display_names import Names
from selfassess.domain.model.editions import Edition, EditionOptions, build_options
from selfassess.domain.model.field_shorthand import OWN_WORDS
from selfassess.domain.model.report_blocks import Block, Outline, Section, nothing_written, parse_prose
from selfassess.domain.model.workbook import Assessment, Workbook
from selfassess.domain.readiness.assessors import PUBLISHERS, council_assessed, describe_assessment_status
from selfassess.domain.report import coverage_section, measures_section, return_section, signing_section
from selfassess.domain.report import register_sections as registers
from selfassess.domain.report.accent_colour import usable_accent
from selfassess.domain.report.annexes import ANNEX, build_annexes
from selfassess.domain.report.findings_section import build_findings_section
from selfassess.domain.report.narrative_section import NarrativePart
from selfassess.domain.report.notes_section import build_notes_section, section_texts, too_long
from selfassess.domain.report.parts import FREE_SECTIONS, PARTS, part_of, parts_for, with_something
from selfassess.domain.report.short_forms import tell_at_first_use, used_short_forms
from selfassess.domain.report.statement_section import StatementPart
from selfassess.domain.report.summary_section import FEW, UNDER, SummaryPart

__all__ = [
    "PARTS",
    "build_outline",
    "build_section_of_statement",
    "find_section",
    "parts_for",
    "shows_scores",
    "walk_sections",
]

_TITLES = {"cqc": "CQC assessment of adult social care", "peer": "Peer review of adult social care"}
_TITLES["another"] = _TITLES["cqc"]
_ON_COVER = {
    "council": ("reference", "region", "website"),
    "assessment": ("information_return", "period_start", "period_end", "submitted_on", "published_rating"),
}
"""What a narrative says of council and year on its cover; the working record says all."""
LOOKS = ("accent", "logo")
"""What of a council is seen in its documents and not told."""
_KEPT_BACK = frozenset(spec.key for spec in VISIT_FIELDS)
"""What of a year no document tells by itself, and neither does it tell the kinds around the visit."""
_SAID_LARGE = ("status",)
"""What of a year stands on the cover in a line of its own."""
_FINISHED = ("signed_off", "submitted")


def build_outline(
    workbook: Workbook,
    assessment: Assessment,
    edition: Edition,
    *,
    options: EditionOptions | None = None,
    parts: Collection[str] | None = None,
    without_empty: bool = False,
) -> Outline:
    """The outline of one assessment of a workbook that is already reduced to what the edition may show.

    ``parts``: those of PARTS it is made of, all where None; ``without_empty`` leaves out what nothing is written in.
    """
    options = options or build_options(edition)
    names = Names(assessment, workbook.council)
    made: Iterable[Section] = _build_outline_sections(names, workbook, edition, options)
    if parts is not None:
        made = (each for each in made if part_of(each) in parts)
    kept_sections = with_something(made) if without_empty else made
    sections = list(kept_sections)
    forms = [form for form, _ in used_short_forms(text for each in sections for text in section_texts(each))]
    if edition.is_narrative:
        told, said = tell_at_first_use(sections, forms)
        sections = list(told)
        forms = [form for form in forms if form not in said]
    if parts is None or "notes" in parts:
        sections.append(build_notes_section(names, edition, options, forms))
    accent, unusable = usable_accent(workbook.council.text_of("accent"))
    assessor = assessment.record.text_of("assessor")
    status = describe_assessment_status(assessment.record)
    return Outline(
        council=council_assessed(assessment, names.format_value(workbook.council, "name")),
        title=_TITLES.get(assessor, "Self-assessment of adult social care"),
        year=assessment.label,
        status=status or "Draft",
        draft=assessor not in _TITLES and assessment.record["status"] not in _FINISHED,
        readers=edition.describe_readers,
        facts=tuple(_build_cover_rows(names, workbook, edition)),
        sections=tuple(sections),
        written=tuple(_list_written_texts(names, workbook)),
        accent=accent,
        logo=workbook.council.text_of("logo"),
        edition=edition,
        options=options,
        notes=(*filter(None, [unusable]), *too_long(sections, options.words)),
    )


def find_section(outline: Outline, key: str) -> Section | None:
    """The section with this key ("summary", "statement:equity", "action-plan", ...), at any depth."""
    return next((each for each in walk_sections(outline.sections) if each.key == key), None)


def build_section_of_statement(
    workbook: Workbook, assessment: Assessment, statement: str, edition: Edition
) -> Section | None:
    """The section of one quality statement alone, as ``build`` has it; None where the framework has no such one."""
    spec = assessment.framework.find_statement(statement)
    options = build_options(edition)
    scored = shows_scores(assessment, options)
    if not spec:
        return None
    return StatementPart(Names(assessment, workbook.council), options, scored).build_statement_record(spec)


def walk_sections(sections: Iterable[Section]) -> Iterator[Section]:
    """Every section in reading order, each before what is below it."""
    for each in sections:
        yield each
        yield from walk_sections(each.children)


def shows_scores(assessment: Assessment, options: EditionOptions) -> bool:
    """Scores that CQC has published are shown to everybody, a council's own where they are wanted."""
    return options.scores or assessment.record["assessor"] in PUBLISHERS


def _build_cover_rows(names: Names, workbook: Workbook, edition: Edition) -> Iterator[tuple[str, str]]:
    """The rows of the cover: a narrative has a few of them, the working record every field that is not said large."""
    for record in (workbook.council, names.assessment.record):
        told = (
            key for key in CATALOGUE[record.kind].by_key if key not in (*LOOKS, OWN_WORDS, *_SAID_LARGE, *_KEPT_BACK)
        )
        keys = _ON_COVER[record.kind] if edition.is_narrative else told
        yield from names.list_facts(record, keys).rows
    yield from signing_section.build_version_row(names, workbook)


def _list_written_texts(names: Names, workbook: Workbook) -> Iterator[tuple[str, str]]:
    """Every text that people wrote, with the record and field it is in."""
    told = (kind for kind in names.assessment.records if kind not in KEYS_AROUND_VISIT)
    own = (record for kind in told for record in names.assessment.records_of(kind))
    for record in (workbook.council, names.assessment.record, *own):
        kind = CATALOGUE[record.kind]
        for spec in kind.fields:
            value = record[spec.key]
            if isinstance(value, str) and not spec.target and not value.isascii():
                yield f"“{_describe_record_origin(names, record)}”, {spec.label}", value


def _describe_record_origin(names: Names, record: Record) -> str:
    """A record so that one finds it: "Risk: Waiting lists", "Judgement: Equity"."""
    kind = CATALOGUE[record.kind]
    name = names.format_value(record, kind.title)
    if name:
        return f"{kind.name}: {shorten(name, 60)}"
    return kind.name


def _build_outline_sections(
    names: Names, workbook: Workbook, edition: Edition, options: EditionOptions
) -> Iterator[Section]:
    """The parts of an edition in order; what no statement of the framework has stands last, so that nothing is lost."""
    scored = shows_scores(names.assessment, options)
    if edition.is_narrative:
        yield from _build_narrative(names, workbook, edition, options, scored)
    else:
        yield from _build_working_record(names, workbook, options, scored)
    lost = StatementPart(names, options, scored).not_placed()
    if lost is not None:
        yield lost


def _build_working_record(names: Names, workbook: Workbook, options: EditionOptions, scored: bool) -> Iterator[Section]:
    """The working record: every field of every record."""
    statements = StatementPart(names, options, scored)
    yield SummaryPart(names, workbook, options, scored).build_summary_section()
    yield from (_build_free_section(names, key, workbook) for key in FREE_SECTIONS)
    yield from statements.build_record_themes()
    whole = statements.build_general_record()
    if whole is not None:
        yield whole
    yield registers.build_action_plan(names)
    if options.risks:
        yield registers.risk_summary(names)
    if not names.assessment.by_cqc:
        yield coverage_section.build_coverage_section(names.assessment)
    yield registers.evidence_index(names)
    yield return_section.build_return_section(names)
    yield measures_section.build_measures_section(names)
    found = build_findings_section(names, workbook)
    if found is not None:
        yield found
    yield registers.build_contacts_section(names)
    yield registers.build_comments_section(names)


def _build_narrative(
    names: Names, workbook: Workbook, edition: Edition, options: EditionOptions, scored: bool
) -> Iterator[Section]:
    """A text to read, and what it refers to behind it."""
    actions = f"in the {ANNEX}" if options.annexes else UNDER
    yield from with_something(
        [SummaryPart(names, workbook, options, scored, UNDER, actions, FEW).build_summary_section()]
    )
    yield from with_something(_build_free_section(names, key, workbook) for key in FREE_SECTIONS)
    statements = NarrativePart(names, edition, options, scored)
    yield from statements.build_narrative_themes()
    whole = statements.build_general_narrative()
    if whole is not None:
        yield whole
    if options.annexes:
        yield from build_annexes(names, edition, options)


def _build_free_section(names: Names, key: str, workbook: Workbook) -> Section:
    """A free-text section; every record of that key, should an import have left two."""
    written = [each for each in names.assessment.records_of("section") if each["key"] == key]
    blocks: tuple[Block, ...] = tuple(block for each in written for block in parse_prose(each.text_of("text")))
    blocks += tuple(facts for each in written if (facts := names.list_facts(each, ("not_reviewed",))).rows)
    if key == "governance":
        blocks += tuple(signing_section.build_signature_blocks(names, workbook))
    title = CATALOGUE["section"].by_key["key"].choice_label(key)
    return Section(
        key=f"section:{key}",
        title=title,
        level=1,
        blocks=blocks or nothing_written("Nothing written yet."),
        new_page=key == FREE_SECTIONS[0],
    )
