"""Assessments side by side as rows and columns of tables."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from selfassess.domain.text.text_diff import Mark
from selfassess.domain.text.wording import british_date, join_with_and
from selfassess.domain.years import compare_years
from selfassess.domain.years.compare_pair import Followed, Named, ProseChange
from selfassess.domain.years.compare_years import Cell, Difference, View, YearsSideBySide
from ui.pages.years.model import Between, order_years_for_view
from ui.widgets.tables import Column

UP, DOWN, SAME = "▲", "▼", "="
NOT_MAPPED = "Not in the newest version"
BECAME = (
    ("overdue", "Open and overdue"),
    ("open", "Still open"),
    ("closed", "Closed since"),
    ("gone", "Not in the later year"),
    ("new", "New in the later year"),
)
"""What can have become of an action or a risk, in the order in which it is of interest."""


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One quality statement, with what each assessment has to say of it."""

    id: str
    place: int
    row: compare_years.Row
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class CountRow:
    """Counts of one year, each in words."""

    id: str
    place: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BecameRow:
    """An action or a risk and what became of it."""

    id: str
    place: int
    state: str
    title: str


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A text that differs between two years."""

    id: str
    place: int
    change: ProseChange

    @property
    def title(self) -> str:
        """What the text is about."""
        return f"{self.change.title} (not carried on)" if self.change.why else self.change.title

    @property
    def label(self) -> str:
        """Which of its texts; a section has only one."""
        return "Section" if self.change.kind == "section" else self.change.label


def format_difference_sign(by: int | None) -> str:
    """Which way a score is off, as a sign that stands before words."""
    return "" if by is None else f"{UP} " if by > 0 else f"{DOWN} " if by < 0 else f"{SAME} "


def format_score_cell(cell: Cell) -> str:
    """A score in a line, and below it what it was called and where it has moved."""
    under = f"from {join_with_and(f'“{name}”' for name in cell.under)}" if cell.under else ""
    moved = f"{format_difference_sign(cell.moved)}{cell.moved_words}" if cell.moved is not None else ""
    return "\n".join((cell.words, "  ·  ".join(filter(None, (under, moved)))))


def build_side_statement_rows(side: YearsSideBySide, view: Sequence[View] = ()) -> tuple[StatementRow, ...]:
    """The statements of the newest framework, then those that nothing follows from."""
    return tuple(
        StatementRow(f"{row.framework}:{row.key}", place, row, tuple(each.differences[place] for each in view))
        for place, row in enumerate(side.rows)
    )


def _build_statement_column() -> Column:
    def words(row: StatementRow) -> str:
        number = f"{row.row.number}  " if row.row.number else ""
        return f"{number}{row.row.name}\n{NOT_MAPPED if row.row.why else ''}"

    return Column(label="Quality statement", words=words, order=lambda row: row.place, share=2, width=20)


def _build_score_column(side: YearsSideBySide, id: str, gives_way: int) -> Column:
    at = next(place for place, year in enumerate(side.columns) if year.id == id)
    year = side.columns[at]
    return Column(
        label=year.label,
        words=lambda row: format_score_cell(row.row.cells[at]),
        order=lambda row: row.row.cells[at].score,
        share=1,
        width=18,
        gives_way=gives_way,
    )


def build_score_columns(side: YearsSideBySide, chosen: Collection[str]) -> tuple[Column, ...]:
    """A column for the statements and one for each year that is chosen, those of most interest first."""
    years = [year for year in order_years_for_view(side.columns) if year.id in chosen]
    return (_build_statement_column(), *(_build_score_column(side, year.id, place) for place, year in enumerate(years)))


def find_views(side: YearsSideBySide, own: str) -> tuple[View, ...]:
    """The views of CQC and of peers to set against one of our years."""
    return tuple(view for view in side.views if view.own.id == own)


def build_view_columns(side: YearsSideBySide, own: str) -> tuple[Column, ...]:
    """Our score, and each other view with how far it is from ours."""
    columns = [_build_statement_column(), _build_score_column(side, own, 0)]
    for number, view in enumerate(find_views(side, own)):
        columns.append(_build_score_column(side, view.other.id, 2))
        columns.append(
            Column(
                label=f"{view.other.label} and ours",
                words=_make_difference_words(number),
                order=_make_difference_order(number),
                share=1,
                width=20,
            )
        )
    return tuple(columns)


def _make_difference_words(number: int) -> Callable[[StatementRow], str]:
    return lambda row: f"{format_difference_sign(row.differences[number].by)}{row.differences[number].words}"


def _make_difference_order(number: int) -> Callable[[StatementRow], int | None]:
    return lambda row: row.differences[number].by


def describe_unmapped_rows(side: YearsSideBySide) -> Iterator[str]:
    """What the newest framework has no more, each with the reason, to be read in full."""
    for row in side.rows:
        if row.why:
            yield f"“{row.name}”: {row.why}"


def count_actions_by_year(side: YearsSideBySide, chosen: Collection[str]) -> tuple[CountRow, ...]:
    """How the actions of each year stand, newest first."""
    found = [
        (each.column, (british_date(each.as_at), each.open, each.overdue, each.complete, each.cancelled))
        for each in side.actions
    ]
    return _build_count_rows(side, found, chosen)


ACTION_HEADS = ("Year", "As at", "Open", "Overdue", "Complete", "Cancelled")


def count_risks_by_year(side: YearsSideBySide, chosen: Collection[str]) -> tuple[CountRow, ...]:
    """How the risks of each year stand, newest first."""
    return _build_count_rows(
        side, [(each.column, (each.open, each.accepted, each.closed)) for each in side.risks], chosen
    )


RISK_HEADS = ("Year", "Open", "Accepted", "Closed")


def count_coverage_by_year(side: YearsSideBySide, chosen: Collection[str]) -> tuple[CountRow, ...]:
    """How much of statement x category has evidence in each year, newest first."""
    found = []
    for each in side.coverage:
        there = {name: f"{covered} of {of}" for name, covered, of in each.by_category}
        per_category = (there.get(name, compare_years.NOT_THERE) for name in list_category_names(side))
        found.append((each.column, (each.items, f"{each.covered} of {each.total}", *per_category)))
    return _build_count_rows(side, found, chosen)


def list_coverage_headings(side: YearsSideBySide) -> tuple[str, ...]:
    """The headings of the coverage: the categories that any year knows."""
    short = {category.name: category.short_name for category in side.framework.categories}
    return ("Year", "Items", "Covered in all", *(short.get(name, name) for name in list_category_names(side)))


def list_category_names(side: YearsSideBySide) -> tuple[str, ...]:
    """The names of the categories of every year, those of the newest first."""
    return tuple(dict.fromkeys(name for each in reversed(side.coverage) for name, _, _ in each.by_category))


def _build_count_rows(
    side: YearsSideBySide, found: Sequence[tuple[str, Sequence[object]]], chosen: Collection[str]
) -> tuple[CountRow, ...]:
    counted = dict(found)
    # What others wrote of us seldom has any: only where it does is it worth a row.
    worth = [
        year
        for year in order_years_for_view(side.columns)
        if year.is_own_view or any(isinstance(n, int) and n for n in counted[year.id])
    ]
    years = [year for year in worth if year.id in chosen]
    said = [
        (year, tuple(f"{each:,}" if isinstance(each, int) else str(each) for each in counted[year.id]))
        for year in years
    ]
    return tuple(CountRow(year.id, place, (year.label, *cells)) for place, (year, cells) in enumerate(said))


def build_count_columns(heads: Sequence[str]) -> tuple[Column, ...]:
    """Columns for rows of counts; the first names the year."""
    first = Column(label=heads[0], words=lambda row: row.cells[0], order=lambda row: -row.place, share=2, width=14)
    return (first, *(_build_count_column(head, place) for place, head in enumerate(heads[1:], 1)))


def _build_count_column(head: str, place: int) -> Column:
    width = 15 if head == "As at" else min(max(len(head) + 3, 9), 20)
    return Column(label=head, words=lambda row: row.cells[place], number=True, share=1, width=width)


def build_became_rows(found: Followed) -> tuple[BecameRow, ...]:
    """What became of each action or risk, what is late first."""
    told = [(words, each) for state, words in BECAME for each in _list_named_in_state(found, state)]
    return tuple(BecameRow(each.id, place, words, each.title) for place, (words, each) in enumerate(told))


def _list_named_in_state(found: Followed, state: str) -> tuple[Named, ...]:
    named: tuple[Named, ...] = getattr(found, state)
    return named


def describe_became_counts(found: Followed) -> str:
    """The same as counts, in one line."""
    counts = [(words, len(_list_named_in_state(found, state))) for state, words in BECAME]
    return "  ·  ".join(f"{words}: {number:,}" for words, number in counts if number)


BECAME_COLUMNS = (
    Column(label="What became of it", words=lambda row: row.state, order=lambda row: row.place, width=22),
    Column(label="Which", words=lambda row: row.title, share=1, width=30),
)


def build_change_rows(between: Between) -> tuple[ChangeRow, ...]:
    """The texts that differ, in the order of the later year."""
    return tuple(ChangeRow(str(place), place, change) for place, change in enumerate(between.prose))


def describe_change_size(change: ProseChange) -> str:
    """How much of a text changed: "12 words new, 3 gone"."""
    new, gone = (
        sum(len(piece.text.split()) for piece in change.pieces if piece.mark is mark)
        for mark in (Mark.ADDED, Mark.REMOVED)
    )
    said = [f"{new:,} new" if new else "", f"{gone:,} gone" if gone else ""]
    return ", ".join(filter(None, said)) or "spaces only"


CHANGE_COLUMNS = (
    Column(
        label="Text",
        words=lambda row: f"{row.title}\n{row.label}",
        order=lambda row: row.place,
        share=1,
        width=20,
    ),
    Column(label="Words", words=lambda row: describe_change_size(row.change), width=16, gives_way=1),
)
