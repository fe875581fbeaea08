"""A merge as lines to read: what happens to which record, where it stands in the file, and its fields in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from selfassess.domain.merging.authorship import NOBODY, Writers, list_author_names
from selfassess.domain.merging.three_way import Difference, Merge, Outcome
from selfassess.domain.model.catalogue import CATALOGUE, EARLIER, Record
from selfassess.domain.model.display_names import Names
from selfassess.domain.model.fields import Kind, Value
from selfassess.domain.model.import_result import Incoming, Problem
from selfassess.domain.model.journal import POSITION
from selfassess.domain.model.problem_kinds import ProblemKind, group_problems
from selfassess.domain.model.workbook import Assessment, Workbook
from selfassess.domain.text.wording import count_noun
from selfassess.services.importing.merge_report import is_joined

GONE = "something that is no longer here"
TITLE = 160


class Group(StrEnum):
    """What one looks for in a preview."""

    CHANGED = "changed"
    JOINED = "joined"
    NEW = "new"
    REMOVED = "removed"
    CONFLICT = "in conflict"


SIGNS = {Group.CHANGED: "→", Group.JOINED: "⇄", Group.NEW: "+", Group.REMOVED: "−", Group.CONFLICT: "!"}
NOT_UNDERSTOOD = "not understood"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One difference in a list; ``number`` is its place in it, ``row`` is 0 where the file has no rows."""

    id: str
    number: int
    group: Group
    difference: Difference
    kind: str
    title: str
    where: str
    fields: str
    sheet: str
    row: int
    by: str = ""
    """Who wrote it, where the file tells."""

    @property
    def place(self) -> str:
        """Where it stands in the file."""
        row_words = f"row {self.row:,}" if self.row else ""
        return ", ".join(part for part in (self.sheet, row_words) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """One thing that was not understood, in a list."""

    id: str
    number: int
    problem: Problem
    what: str


@dataclass(frozen=True, slots=True)
class TroubleKind:
    """Everything that was not understood for one reason, in a list."""

    id: str
    number: int
    kind: ProblemKind
    what: str

    @property
    def where(self) -> str:
        """The places, as far as one reads them in a row."""
        return "; ".join(self.kind.list_places)


class Wording:
    """Writes values of both sides in words: links by the name of what they lead to, on whichever side it is."""

    def __init__(self, there: Workbook, incoming: Workbook, merge: Merge) -> None:
        self._council = there.council
        here = {year.id: year for year in there.assessments}
        come = {year.id: year for year in incoming.assessments}
        lost = [each.base for each in merge.differences if each.base is not None and each.mine is None]
        self._names = {
            id: Names(_join_both_years(here.get(id), come.get(id), lost), there.council) for id in {**here, **come}
        }
        self._any = next(iter(self._names.values()))
        self.years = {id: names.assessment.label for id, names in self._names.items()}

    def find_names(self, record: Record) -> Names:
        """What writes the values of a record."""
        return self._names.get(record.assessment or record.id, self._any)

    def format_value(self, record: Record, key: str, value: Value) -> str:
        """A value of a record's field in words, "" where nothing is written."""
        if key == POSITION:
            return str(int(str(value)) + 1)
        spec = CATALOGUE[record.kind].by_key[key]
        if EARLIER in spec.target:
            if not value:
                return ""
            return count_noun(len(value), "finding") if isinstance(value, tuple) else "a record of an earlier year"
        said = self.find_names(record).format_value(replace(record, values={**record.values, key: value}), key)
        links = value if isinstance(value, tuple) else (value,)
        for link in links:
            if spec.target and len(str(link)) == 36 and str(link) in said:  # an id: nobody can read one
                said = said.replace(str(link), GONE)
        return said

    def format_record_title(self, record: Record) -> str:
        """What a record is called, on one line."""
        lines = self.find_names(record).name_record(record).strip().splitlines()
        first = lines[0] if lines else CATALOGUE[record.kind].name
        if len(first) <= TITLE:
            return first
        return f"{first[: TITLE - 1]}…"

    def describe_record_place(self, record: Record, several: bool) -> str:
        """The statement or return item a record belongs to, and its year where there are several."""
        year = self.years.get(record.assessment or record.id, "")
        names = self.find_names(record)
        parts = [year] if several else []
        statements = record.values.get("quality_statements") or record.values.get("quality_statement")
        if isinstance(statements, str):
            parts.append(names.name_short_statement(statements))
        elif isinstance(statements, tuple) and statements:
            more = ""
            if len(statements) > 1:
                more = f" and {len(statements) - 1} more"
            parts.append(f"{names.name_short_statement(statements[0])}{more}")
        elif item := record.values.get("return_item"):
            parts.append(str(item))
        place_words = " · ".join(part for part in parts if part)
        return place_words or year


def find_field_label(kind: str, key: str) -> str:
    """What a field is called."""
    if key == POSITION:
        return "Place in its list"
    return CATALOGUE[kind].by_key[key].label


def is_shown_as_text(kind: str, key: str) -> bool:
    """Whether a field's words can be marked one by one."""
    return key != POSITION and CATALOGUE[kind].by_key[key].kind in (Kind.TEXT, Kind.PROSE, Kind.LINKS)


def build_merge_lines(
    merge: Merge, incoming: Incoming, wording: Wording, writers: Writers = NOBODY
) -> tuple[Line, ...]:
    """Every difference as a line, in the order of the merge."""
    several = len(incoming.workbook.assessments) > 1
    places = incoming.places or {}
    made = (_build_merge_line(number, each, wording, several, places) for number, each in enumerate(merge.differences))
    return tuple(replace(line, by=_describe_line_writers(line.difference, writers)) for line in made)


def build_troubles(problems: Iterable[Problem]) -> tuple[Trouble, ...]:
    """Everything that was not understood, in the order of the file."""
    return tuple(
        Trouble(id=str(number), number=number, problem=each, what=CATALOGUE[each.record].name if each.record else "")
        for number, each in enumerate(problems)
    )


def group_troubles_by_reason(troubles: Iterable[Trouble]) -> tuple[TroubleKind, ...]:
    """What was not understood, one line for each reason."""
    kinds = group_problems(each.problem for each in troubles)
    records = [kind.problems[0].record for kind in kinds]
    whats = [CATALOGUE[record].name if record else "" for record in records]
    return tuple(TroubleKind(str(at), at, kind, what) for at, (kind, what) in enumerate(zip(kinds, whats, strict=True)))


def summarise_lines(found: Iterable[Line], not_understood: int) -> str:
    """How many lines there are of each group, in a sentence."""
    counts = Counter(line.group for line in found)
    parts = [f"{counts[group]:,} {group.value}" for group in Group if counts[group]]
    if not_understood:
        parts += [f"{not_understood:,} {NOT_UNDERSTOOD}"]
    if not parts:
        return "Nothing differs."
    return f"{', '.join(parts)}."


def format_troubles_as_table(found: Iterable[Trouble]) -> str:
    """What was not understood as a table that a spreadsheet takes."""
    rows = [("Sheet", "Row", "Column", "What", "Why")]
    rows += [
        (each.problem.sheet or "", str(each.problem.row or ""), each.problem.column or "", each.what,
         each.problem.message)
        for each in found
    ]  # fmt: skip
    return "\n".join("\t".join(" ".join(cell.split()) for cell in row) for row in rows)


def _build_merge_line(
    number: int, difference: Difference, wording: Wording, several: bool, places: Mapping[str, object]
) -> Line:
    record = difference.record
    place = places.get(difference.id)
    group = Group.CONFLICT if difference.conflicting_fields else Group(difference.outcome.value)
    is_joined_here = group is Group.CHANGED and any(is_joined(difference, each) for each in difference.fields)
    if is_joined_here:
        group = Group.JOINED
    named = ", ".join(find_field_label(record.kind, each.field) for each in difference.fields)
    what = named if difference.outcome is Outcome.CHANGED else "All of it"
    return Line(
        id=difference.id,
        number=number,
        group=group,
        difference=difference,
        kind=CATALOGUE[record.kind].name,
        title=wording.format_record_title(record),
        where=wording.describe_record_place(record, several),
        fields=what,
        sheet=getattr(place, "sheet", ""),
        row=getattr(place, "row", 0),
    )


def _describe_line_writers(difference: Difference, writers: Writers) -> str:
    """Who wrote what a line would bring."""
    if difference.outcome is not Outcome.CHANGED:
        return ", ".join(list_author_names((writers.there.last_author(difference.id),)))
    return ", ".join(
        list_author_names(writers.there.find_author(difference.id, each.field) for each in difference.fields)
    )


def _join_both_years(here: Assessment | None, come: Assessment | None, lost: Iterable[Record]) -> Assessment:
    """A year with the records of both sides, those here first: what any link may lead to."""
    year = here or come
    assert year is not None
    known = dict(year.by_id)
    records_come = come.by_id.values() if come else ()
    for record in (*records_come, *(each for each in lost if each.assessment == year.id)):
        known.setdefault(record.id, record)
    return replace(year, records=dict(_group_records_by_kind(known.values())))


def _group_records_by_kind(records: Iterable[Record]) -> Iterator[tuple[str, tuple[Record, ...]]]:
    found: dict[str, list[Record]] = {}
    for record in records:
        found.setdefault(record.kind, []).append(record)
    for kind, each in found.items():
        yield kind, tuple(each)
