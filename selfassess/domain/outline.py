"""An assessment as ordered sections, made once: the screen, Excel and the PDF each draw this same outline.

Every value that the edition may see is in it; labels are the catalogue's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from textwrap import shorten

from selfassess.domain import outline_coverage, outline_measures, outline_return, outline_signing
from selfassess.domain import outline_registers as registers
from selfassess.domain.blocks import Block, Bullets, Facts, Outline, Paragraph, Section, nothing, prose
from selfassess.domain.editions import Edition, EditionOptions, options_for
from selfassess.domain.outline_names import Names
from selfassess.domain.outline_parts import FREE_SECTIONS, PARTS, part_of, parts_for, with_something
from selfassess.domain.outline_statement import StatementPart
from selfassess.domain.outline_summary import SummaryPart, whose
from selfassess.domain.records import CATALOGUE, Record
from selfassess.domain.workbook import Assessment, Workbook

__all__ = ["PARTS", "build", "of_statement", "parts_for", "section", "shows_scores", "walk"]

_TITLES = {"cqc": "CQC assessment of adult social care", "peer": "Peer review of adult social care"}
_FINISHED = ("signed_off", "submitted")


def build(
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
    options = options or options_for(edition)
    names = Names(assessment, workbook.council)
    sections: Iterable[Section] = _sections(names, workbook, edition, options)
    if parts is not None:
        sections = (each for each in sections if part_of(each) in parts)
    assessor = assessment.record.text("assessor")
    status = names.value(assessment.record, "status")
    return Outline(
        council=names.value(workbook.council, "name"),
        title=_TITLES.get(assessor, "Self-assessment of adult social care"),
        year=assessment.label,
        status=status or ("Published" if assessor == "cqc" else "Draft"),
        draft=assessor not in _TITLES and assessment.record["status"] not in _FINISHED,
        readers=edition.readers,
        facts=_cover(names, workbook),
        sections=tuple(with_something(sections) if without_empty else sections),
        written=tuple(_written(names, workbook)),
        edition=edition,
        options=options,
    )


def section(outline: Outline, key: str) -> Section | None:
    """The section with this key ("summary", "statement:equity", "action-plan", ...), at any depth."""
    return next((each for each in walk(outline.sections) if each.key == key), None)


def of_statement(workbook: Workbook, assessment: Assessment, statement: str, edition: Edition) -> Section | None:
    """The section of one quality statement alone, as ``build`` has it; None where the framework has no such one."""
    spec = assessment.framework.statement(statement)
    options = options_for(edition)
    scored = shows_scores(assessment, options)
    return StatementPart(Names(assessment, workbook.council), options, scored).statement(spec) if spec else None


def walk(sections: Iterable[Section]) -> Iterator[Section]:
    """Every section in reading order, each before what is below it."""
    for each in sections:
        yield each
        yield from walk(each.children)


def shows_scores(assessment: Assessment, options: EditionOptions) -> bool:
    """Scores that CQC has published are shown to everybody, a council's own where they are wanted."""
    return options.scores or assessment.record["assessor"] == "cqc"


def _cover(names: Names, workbook: Workbook) -> tuple[tuple[str, str], ...]:
    records = (workbook.council, names.assessment.record)
    facts = (row for each in records for row in names.facts(each, CATALOGUE[each.kind].by_key).rows)
    return (*facts, *outline_signing.version(names, workbook))


def _written(names: Names, workbook: Workbook) -> Iterator[tuple[str, str]]:
    """Every text that people wrote, with the record and field it is in."""
    own = (record for records in names.assessment.records.values() for record in records)
    for record in (workbook.council, names.assessment.record, *own):
        kind = CATALOGUE[record.kind]
        for spec in kind.fields:
            value = record[spec.key]
            if isinstance(value, str) and not spec.target and not value.isascii():
                yield f"“{_called(names, record)}”, {spec.label}", value


def _called(names: Names, record: Record) -> str:
    """A record so that one finds it: "Risk: Waiting lists", "Judgement: Equity"."""
    kind = CATALOGUE[record.kind]
    name = names.value(record, kind.title)
    return f"{kind.name}: {shorten(name, 60)}" if name else kind.name


def _sections(names: Names, workbook: Workbook, edition: Edition, options: EditionOptions) -> Iterator[Section]:
    scored = shows_scores(names.assessment, options)
    statements = StatementPart(names, options, scored)
    yield SummaryPart(names, workbook, options, scored).section()
    yield from (_free(names, key, workbook) for key in FREE_SECTIONS)
    yield from statements.themes()
    whole = statements.general()
    if whole is not None:
        yield whole
    yield registers.action_plan(names)
    if options.risks:
        yield registers.risk_summary(names)
    if not edition.hides_workings and not names.assessment.by_cqc:
        yield outline_coverage.section(names.assessment)
    yield registers.evidence_index(names)
    if not edition.hides_workings:
        yield outline_return.information_return(names)
    yield outline_measures.section(names)
    if edition is Edition.FULL:
        yield registers.contacts(names)
        yield registers.comments(names)
    lost = statements.not_placed()
    if lost is not None:
        yield lost
    yield _notes(names, edition, scored)


def _free(names: Names, key: str, workbook: Workbook) -> Section:
    """A free-text section; every record of that key, should an import have left two."""
    written = [each for each in names.assessment.of("section") if each["key"] == key]
    blocks: tuple[Block, ...] = tuple(block for each in written for block in prose(each.text("text")))
    blocks += tuple(facts for each in written if (facts := names.facts(each, ("not_reviewed",))).rows)
    if key == "governance":
        blocks += tuple(outline_signing.signatures(names, workbook))
    title = CATALOGUE["section"].by_key["key"].choice_label(key)
    return Section(
        key=f"section:{key}",
        title=title,
        level=1,
        blocks=blocks or nothing("Nothing written yet."),
        new_page=key == FREE_SECTIONS[0],
    )


def _notes(names: Names, edition: Edition, scored: bool) -> Section:
    wording = names.assessment.framework.wording
    official = Facts((("Official wording", wording.source), ("Dated", wording.date), ("By", wording.attribution)))
    blocks: list[Block] = list(_how_rated(names)) if scored else []
    blocks += [
        Paragraph("Each quality statement and its I statements are quoted as published."),
        official,
        Paragraph(f"Who this copy is for: {edition.label}.", quiet=True),
    ]
    return Section(key="notes", title="Notes", level=1, blocks=tuple(blocks))


def _how_rated(names: Names) -> Iterator[Block]:
    framework = names.assessment.framework
    top = max(score.value for score in framework.scores)
    yield Paragraph(
        "The indicative rating adds up the scores and divides them by the most that the scored statements could have, "
        f"{top} each. All statements weigh the same. A part of a percent counts as a whole one, and a statement "
        "without a score is left out, so the rating is provisional until all are scored."
    )
    yield Bullets(tuple(_band(names, at) for at in range(len(framework.bands))))
    yield Paragraph("The scores mean:")
    yield Bullets(tuple(f"{names.score(score.value)}. {score.meaning}" for score in framework.scores))
    if not names.assessment.by_cqc:
        said = f"The scores are the council’s view of itself ({whose(names.assessment)}). Only CQC gives a rating."
        yield Paragraph(said, quiet=True)


def _band(names: Names, at: int) -> str:
    bands = names.assessment.framework.bands
    top = bands[at + 1].minimum - 1 if at + 1 < len(bands) else 100
    return f"{bands[at].label}: {bands[at].minimum} to {top} %"
