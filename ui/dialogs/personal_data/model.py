"""What the dialog lists, worked out without a window: a place as a row, its columns, and the way to its field."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from selfassess.domain.model.workbook import Assessment
from selfassess.domain.publishing.personal_data_places import Place
from selfassess.domain.text.wording import choose_plural, count_noun
from selfassess.services.workbook.places import REGISTERS, STEP_OF_KIND, place_of_record
from ui.widgets.tables import Column

TO_LOOK_AT, FINE = "To look at", "It is fine"


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place as a row of the table; ``fine`` says that somebody decided so."""

    id: str
    place: Place
    statement: str
    fine: bool


COLUMNS = (
    Column(label="Looks like", words=lambda row: row.place.found.kind.heading_label, width=21),
    Column(label="Found", words=lambda row: row.place.found.text, width=18, gives_way=3),
    Column(label="Where", words=lambda row: row.place.described_place, share=1, width=30),
    Column(label="Statement", words=lambda row: row.statement, width=20, gives_way=1),
    Column(label="Year", words=lambda row: row.place.year, width=9, gives_way=2),
    Column(label="Decided", words=lambda row: FINE if row.fine else TO_LOOK_AT, width=11),
)
WITHOUT_DECIDED = COLUMNS[:-1]
"""The columns where every row is still to be looked at."""


def build_place_rows(
    places: Sequence[Place], years: Sequence[Assessment], settled: Collection[str]
) -> tuple[PlaceRow, ...]:
    """The places as rows, in their order."""
    known = set(settled)
    names = {(year.id, each.key): each.short_name for year in years for each in year.framework.statements}
    return tuple(
        PlaceRow(f"{number}", each, names.get((each.assessment or "", each.statement or ""), ""), each.key in known)
        for number, each in enumerate(places)
    )


def place_of_field(year: Assessment, place: Place) -> str:
    """The place of the window where the field is written; ``year`` is the one it is in."""
    record = year.by_id.get(place.id)
    if record is None:  # of the year itself, or of the council: both are written in the year's details
        return f"overview#{place.field}"
    on_a_page = record.kind in STEP_OF_KIND and record.kind not in REGISTERS and record.kind != "judgement"
    if on_a_page and place.statement:
        return f"statement:{place.statement}/{STEP_OF_KIND[record.kind]}/{record.id}#{place.field}"
    return place_of_record(year, record, place.field)


def describe_place_counts(open_: int, fine: int) -> str:
    """How many places there are, in a sentence."""
    if not open_ and not fine:
        return "Nothing was found that looks like personal data."
    if not open_:
        return f"Nothing is left to look at: {choose_plural(fine, 'the one place', f'all {fine:,} places')} found fine."
    left = count_noun(open_, "place to look at", "places to look at")
    return f"{left}, {fine:,} found fine." if fine else f"{left}."
