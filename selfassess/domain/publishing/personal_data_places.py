"""Where a public version would show what looks like personal data: places to look at, and which of them are settled.

Only what the public version holds is searched, so contacts, comments, risks and owners’ names are never asked about.
An assessment that CQC published is public already.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from textwrap import shorten

from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.editions import Edition
from selfassess.domain.model.fields import Kind, format_for_display
from selfassess.domain.model.workbook import Assessment, Workbook
from selfassess.domain.publishing.edition_view import reduce_to_edition
from selfassess.domain.readiness.assessors import PUBLISHERS
from selfassess.domain.readiness.readiness import Finding
from selfassess.domain.text.personal_data_patterns import Found, find_personal_signs, mask_signs

RULE = "personal-data"
NAMES = "Names of people cannot be found this way: read the text for them."
"""What has to be said wherever something is found, or nothing is."""

AROUND = 48
"""So many characters are shown on either side of what was found."""
TITLE = 60
_WRITTEN = (Kind.TEXT, Kind.PROSE, Kind.CHOICE)  # an unknown choice may be any text that somebody brought in


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One sign in one field of what the public would read.

    ``assessment`` is None for the council; ``before`` and ``after`` are the words around it, with every sign in them
    masked. ``key`` stands for the place as it was shown: what was found and the words around it, in this field of this
    record. Once one of these changes it is another key, so a decision about it is asked for again.
    """

    assessment: str | None
    year: str
    record: str
    id: str
    field: str
    statement: str | None
    name: str
    found: Found
    before: str
    after: str
    key: str

    @property
    def field_label(self) -> str:
        """The field's label."""
        return CATALOGUE[self.record].by_key[self.field].label

    @property
    def described_place(self) -> str:
        """Record and field, so that one finds it: "Strength “Short waits”, Impact on people"."""
        return f"{self.name}, {self.field_label}"


def find_personal_places(workbook: Workbook, year: str | None = None) -> tuple[Place, ...]:
    """Every place in the public version of a whole workbook, or of the council and the year with this label."""
    public = reduce_to_edition(workbook, Edition.PUBLIC)
    years = [a for a in public.assessments if a.record["assessor"] not in PUBLISHERS and year in (None, a.label)]
    return (*_find_places_in_record(public.council, None), *(place for a in years for place in _find_places_in_year(a)))


def keep_unsettled_places(found: Iterable[Place], settled: Collection[str]) -> tuple[Place, ...]:
    """The places that nobody has said to be fine as they are; ``settled`` are the keys of the others."""
    return tuple(place for place in found if place.key not in settled)


def list_place_findings(workbook: Workbook, settled: Collection[str] = ()) -> tuple[Finding, ...]:
    """The places that are open, as findings of a look over the workbook."""
    return tuple(
        Finding(
            rule=RULE,
            severity="high",
            record=place.record,
            id=place.id,
            field=place.field,
            statement=place.statement,
            message=f"{place.described_place}: “{place.found.text}” looks like {place.found.kind}; "
            "a public version shows it.",
        )
        for place in keep_unsettled_places(find_personal_places(workbook), settled)
    )


def _find_places_in_year(assessment: Assessment) -> Iterator[Place]:
    yield from _find_places_in_record(assessment.record, assessment)
    for records in assessment.records.values():
        for record in records:
            yield from _find_places_in_record(record, assessment)


def _find_places_in_record(record: Record, assessment: Assessment | None) -> Iterator[Place]:
    for spec in CATALOGUE[record.kind].fields:
        value = record.values[spec.key]
        if spec.kind not in _WRITTEN or not isinstance(value, str):
            continue
        found = find_personal_signs(value)
        if found:
            yield from _build_places_of_text(record, assessment, spec.key, value, found)


def _build_places_of_text(
    record: Record, assessment: Assessment | None, field: str, text: str, found: tuple[Found, ...]
) -> Iterator[Place]:
    hidden = mask_signs(text, found)
    for each in found:
        start = max(0, each.start - AROUND)
        end = each.end + AROUND
        shown = f"{record.id}\n{field}\n{each.start - start}\n{text[start:end]}"
        year_id = assessment.id if assessment else None
        year_label = assessment.label if assessment else ""
        dots_before = "…" if start else ""
        dots_after = "…" if end < len(text) else ""
        yield Place(
            assessment=year_id,
            year=year_label,
            record=record.kind,
            id=record.id,
            field=field,
            statement=_find_place_statement(record),
            name=_name_masked_record(record, assessment),
            found=each,
            before=dots_before + hidden[start : each.start],
            after=hidden[each.end : end] + dots_after,
            key=sha256(shown.encode()).hexdigest()[:32],
        )


def _name_masked_record(record: Record, assessment: Assessment | None) -> str:
    """What a record is called: its kind and its title, in which signs are masked too."""
    kind = CATALOGUE[record.kind]
    title = record.text_of(kind.title)
    if record.kind == "section":
        return f"Section “{format_for_display(kind.by_key['key'], title)}”"
    if record.kind == "judgement" and assessment is not None:
        statement = assessment.framework.find_statement(title)
        title = statement.name if statement else title
    words = shorten(mask_signs(title, find_personal_signs(title)), TITLE, placeholder=" …")
    if words:
        return f"{kind.name} “{words}”"
    return kind.name


def _find_place_statement(record: Record) -> str | None:
    """The quality statement a record belongs to, or the first it bears on."""
    one = record.values.get("quality_statement")
    many = record.links_of("quality_statements") if "quality_statements" in record.values else ()
    if one:
        return str(one)
    return next(iter(many), None)
