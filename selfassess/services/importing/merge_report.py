"""What came of taking changes in, to keep: what was taken and left, how conflicts ended, what was not understood."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from itertools import takewhile
from typing import Any

from selfassess.domain.merging.authorship import NOBODY, Hand, Writers, list_author_names
from selfassess.domain.merging.resolution import Decisions, Outcomes, Resolution, resolve_difference
from selfassess.domain.merging.three_way import WHOLE, Difference, FieldDifference, Merge, Outcome, is_same_value
from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.display_names import Names
from selfassess.domain.model.fields import Kind
from selfassess.domain.model.import_result import Incoming, PieceOutcome, Place, Problem
from selfassess.domain.model.journal import POSITION
from selfassess.domain.model.problem_kinds import group_problems
from selfassess.domain.model.workbook import Assessment, Workbook
from selfassess.domain.text.wording import british_datetime, choose_plural, join_with_and

LONG = 100
"""Longer texts are shortened to about so many characters around where they differ."""

_PLACE = ("record", "id", "field", "sheet", "row", "column")
_SIDES = ("base", "mine", "theirs")
_WORDS = {Outcome.NEW: "New", Outcome.CHANGED: "Changed", Outcome.REMOVED: "Removed"}
_ENDED = {
    Resolution.MINE: "what is here was kept",
    Resolution.THEIRS: "theirs was taken",
    Resolution.BOTH: "both were kept",
}
_ARROW = " → "
_GENERAL = "Not about one quality statement"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """How one conflict ended; ``field`` is None where it was the record as such."""

    difference: Difference
    field: str | None
    resolution: Resolution


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """Calls records, fields and values by the names that people know. ``years`` has each year's names by its id."""

    years: Mapping[str, Names]
    order: Mapping[str, int]
    """Year id -> its place."""
    places: Mapping[str, Place]
    writers: Writers = NOBODY

    def name_record(self, record: Record) -> str:
        """Kind and name of a record: "Risk “Waiting times”"."""
        names = self._names_of_year(record)
        return f"{CATALOGUE[record.kind].name} “{_shorten_around(names.name_record(record))}”" if names else record.id

    def format_place_in_file(self, id: str) -> str:
        """Where a record stands in the file, in brackets, "" where that is not known."""
        place = self.places.get(id)
        return f" (sheet “{place.sheet}”, row {place.row})" if place else ""

    def label_of_field(self, record: Record, key: str) -> str:
        """What a field is called."""
        return "Order" if key == POSITION else CATALOGUE[record.kind].by_key[key].label

    def format_value(self, record: Record | None, key: str) -> str:
        """A field of a record in words on one line; "nothing" where it holds nothing."""
        if record is None:
            return "nothing"
        if key == POSITION:
            return str(record.position + 1)
        names = self._names_of_year(record)
        words = " ".join(names.format_value(record, key).split()) if names else str(record[key])
        return f"“{words}”" if words else "nothing"

    def describe_change(self, before: Record | None, after: Record | None, key: str) -> str:
        """A field's old and new value, long ones shortened around where they begin to differ."""
        old, new = self.format_value(before, key), self.format_value(after, key)
        same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))
        return f"{_shorten_around(old, same)}{_ARROW}{_shorten_around(new, same)}"

    def describe_conflict(self, difference: Difference, field: str | None) -> str:
        """A conflict in one sentence, with its place."""
        where = f"{self.name_record(difference.record)}{self.format_place_in_file(difference.id)}"
        here, there = self.find_hands(difference, field)
        wrote = (
            f" Here {here.describe_author_and_time}; in the file {there.describe_author_and_time}."
            if here and there
            else ""
        )
        if field is WHOLE:
            ours, theirs = ("changed", "removed") if difference.outcome is Outcome.REMOVED else ("removed", "changed")
            return f"{where}: {ours} here, {theirs} in the file.{wrote}"
        old, new = self.describe_change(difference.mine, difference.theirs, field).split(_ARROW, 1)
        return f"{where}, {self.label_of_field(difference.record, field)}: here {old}, in the file {new}.{wrote}"

    def find_hands(self, difference: Difference, field: str | None) -> tuple[Hand | None, Hand | None]:
        """Who wrote last about a field of it (WHOLE for the record as such) here, and in the file."""
        here, there = self.writers.here, self.writers.there
        if field is WHOLE:
            return here.last_author(difference.id), there.last_author(difference.id)
        return here.find_author(difference.id, field), there.find_author(difference.id, field)

    def sort_key_of(self, record: Record) -> tuple[int, int, str]:
        """Sorts records by year and quality statement."""
        year = record.assessment or (record.id if record.kind == "assessment" else "")
        names = self.years.get(year)
        statements = [each.key for each in names.assessment.framework.statements] if names else []
        about = _first_statement_of(record)
        return (self.order.get(year, -1), statements.index(about) if about in statements else len(statements), about)

    def heading_of_record(self, record: Record) -> tuple[str, str]:
        """The year and the quality statement that a record is told of under."""
        names = self._names_of_year(record)
        if names is None or record.kind in ("council", "assessment"):
            return (names.assessment.label if names and record.kind == "assessment" else "The workbook", "")
        about = _first_statement_of(record)
        return names.assessment.label, names.name_statement(about) if about else _GENERAL

    def _names_of_year(self, record: Record) -> Names | None:
        return self.years.get(record.assessment or record.id) or next(iter(self.years.values()), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeReport:
    """What came of importing ``source`` at ``at`` (ISO 8601): ``text`` tells it to be saved or read."""

    source: str
    at: str
    taken: tuple[Difference, ...]
    left: tuple[Difference, ...]
    conflicts: tuple[Decided, ...]
    problems: tuple[Problem, ...]
    notes: tuple[str, ...]
    decisions: Decisions
    telling: Telling
    authors: str = ""
    """Who wrote what was taken, "" where nobody is known."""

    @property
    def headline(self) -> str:
        """What was done, in one sentence."""
        return self._build_headline("was imported")

    def summary_lines(self, *, stopped: bool = False, would_be: bool = False) -> list[str]:
        """What was done in short; what ``would_be``, or why it ``stopped`` at the conflicts."""
        lines = [self._build_headline("would be imported" if would_be else "was imported")]
        if stopped:
            number = len(self.conflicts)
            told = choose_plural(number, "One conflict", f"{number:,} conflicts")
            done = f"nothing {'would be' if would_be else 'was'} imported"
            lines = [f"{told} to decide, so {done}. Decide in the window, or say --on-conflict mine or theirs."]
        for each in self.conflicts:
            end = "" if stopped else f" Decided: {_ENDED[each.resolution]}."
            lines.append(f"Conflict: {self.telling.describe_conflict(each.difference, each.field)}{end}")
        lines += self.notes
        if self.problems:
            lines += [
                "To be looked at; what was not understood was not imported:",
                *(f"  {kind.describe_kind()}" for kind in group_problems(self.problems)),
            ]
        return lines

    def _build_headline(self, verb: str) -> str:
        if not self.taken and not self.left and not self.conflicts:
            return f"Everything in {self.source} is in this workbook already."
        if not self.taken:
            return f"Nothing of {self.source} {verb}."
        counts = {outcome: sum(each.outcome is outcome for each in self.taken) for outcome in Outcome}
        told = ", ".join(f"{count:,} {outcome}" for outcome, count in counts.items() if count)
        return f"{self.source} {verb}: {told}."

    def full_text(self) -> str:
        """The whole report in plain words, by year and quality statement."""
        lines = [f"Changes from {self.source}", british_datetime(self.at[:16]), "", self.headline]
        lines += [f"{words}: {len(part):,}" for words, part in self._outcome_counts() if part]
        lines += [f"Written by: {self.authors}"] if self.authors else []
        lines += _list_section("Worth knowing", self.notes)
        taken, ended = {each.id for each in self.taken}, self._decided_conflicts()
        heading = ("", "")
        for difference in sorted(self._all_differences(), key=lambda each: self.telling.sort_key_of(each.record)):
            fresh = self.telling.heading_of_record(difference.record)
            if fresh[0] != heading[0]:
                lines += ["", fresh[0], "=" * len(fresh[0])]
            if fresh != heading and fresh[1]:
                lines += ["", fresh[1]]
            heading = fresh
            lines += self._describe_difference(difference, taken, ended.get(difference.id, {}))
        lines += _list_section(
            "To be looked at; what was not understood was not imported",
            (kind.describe_kind(most=len(self.problems)) for kind in group_problems(self.problems)),
        )
        return "\n".join(lines) + "\n"

    def _outcome_counts(self) -> Iterator[tuple[str, tuple[object, ...]]]:
        yield "Left as they were", self.left
        yield "Conflicts decided", self.conflicts
        yield "Not understood", self.problems

    def _decided_conflicts(self) -> dict[str, dict[str | None, Decided]]:
        ended: dict[str, dict[str | None, Decided]] = {}
        for each in self.conflicts:
            ended.setdefault(each.difference.id, {})[each.field] = each
        return ended

    def _all_differences(self) -> list[Difference]:
        every = {each.id: each for each in (*self.taken, *self.left, *(c.difference for c in self.conflicts))}
        return list(every.values())

    def _describe_difference(
        self, difference: Difference, taken: set[str], ended: Mapping[str | None, Decided]
    ) -> Iterator[str]:
        left = difference.id in self.decisions.left
        word = "Left as it was" if left else _WORDS[difference.outcome] if difference.id in taken else "Kept as it is"
        here, there = self.telling.find_hands(difference, WHOLE)
        whole = WHOLE not in ended and difference.outcome is not Outcome.CHANGED
        yield (
            f"- {word}: {self.telling.name_record(difference.record)}{self.telling.format_place_in_file(difference.id)}"
            f"{format_hand(there) if whole else ''}"
        )
        if WHOLE in ended:
            ours, theirs = ("changed", "removed") if difference.outcome is Outcome.REMOVED else ("removed", "changed")
            sides = f"It was {ours} here{format_hand(here)} and {theirs} in the file{format_hand(there)}"
            yield f"    {sides}: {_ENDED[ended[WHOLE].resolution]}."
        if difference.mine is None or difference.outcome is Outcome.REMOVED:
            return
        after = difference.theirs if left else resolve_difference(difference, self.decisions)
        for each in difference.fields:
            label, how = self.telling.label_of_field(difference.record, each.field), ""
            here, there = self.telling.find_hands(difference, each.field)
            by = format_hand(there)
            if each.field in ended:
                how = f"both changed it, {_ENDED[ended[each.field].resolution]}: "
            joined = not left and is_joined(difference, each)
            if joined:
                how = "joined, both wrote in different parts of it: "
            if by and here is not None and (joined or each.field in ended):
                by = (
                    f" (here {here.describe_author_and_time}; in the file "
                    f"{there.describe_author_and_time if there else ''})"
                )
            shown = difference.theirs if each.field in ended else after
            yield f"    {label}: {how}{self.telling.describe_change(difference.mine, shown, each.field)}{by}"


def is_joined(difference: Difference, each: FieldDifference) -> bool:
    """Whether both sides wrote in a field, and what both wrote is in the outcome: paragraphs, or links."""
    if each.conflict or each.field == POSITION or difference.base is None:
        return False
    joins = CATALOGUE[difference.kind].by_key[each.field].kind in (Kind.PROSE, Kind.LINKS)
    return joins and not is_same_value(each.mine, each.base) and not is_same_value(each.merged, each.theirs)


def format_hand(hand: Hand | None) -> str:
    """Who and when in brackets, "" where nobody is known."""
    return f" ({hand.describe_author_and_time})" if hand is not None else ""


def build_telling(there: Workbook, incoming: Incoming, writers: Writers = NOBODY) -> Telling:
    """The names of everything on both sides."""
    years: dict[str, Assessment] = {}
    for assessment in (*incoming.workbook.assessments, *there.assessments):
        other = years.get(assessment.id)
        records = dict(assessment.records)
        if other is not None:
            for kind, rows in other.records.items():
                records[kind] = (*assessment.records_of(kind), *(r for r in rows if r.id not in assessment.by_id))
        years[assessment.id] = replace(assessment, records=records)
    ordered = sorted(
        years, key=lambda id: (years[id].record.text_of("period_end") or "9999", years[id].record.position)
    )
    return Telling(
        years={id: Names(years[id], there.council) for id in ordered},
        order={id: place for place, id in enumerate(ordered)},
        places=incoming.places or {},
        writers=writers,
    )


def build_report(
    merge: Merge, chosen: Decisions, outcomes: Outcomes, *, source: str, at: str, telling: Telling,
    problems: Iterable[Problem], notes: tuple[str, ...],
) -> MergeReport:  # fmt: skip
    """The report on a merge that was decided as ``chosen`` and came to ``outcomes``."""
    conflicts = tuple(
        Decided(difference=each, field=field, resolution=chosen.resolution_of(each, field) or Resolution.MINE)
        for each, field in merge.all_conflicts
        if each.id not in chosen.left
    )
    return MergeReport(
        source=source,
        at=at,
        taken=outcomes.taken,
        left=tuple(each for each in merge.differences if each.id in chosen.left),
        conflicts=conflicts,
        problems=(*problems, *outcomes.problems),
        notes=notes,
        decisions=chosen,
        telling=telling,
        authors=_list_authors(telling, outcomes.taken),
    )


def _list_authors(telling: Telling, taken: Iterable[Difference]) -> str:
    written = list_author_names(telling.writers.there.last_author(each.id) for each in taken)
    return join_with_and(written)


def summarize_differences(
    merge: Merge, chosen: Decisions, *, problems: Iterable[Problem], places: Mapping[str, Place]
) -> dict[str, Any]:
    """What a merge is about as the object that ``--json`` prints: every item names its record, field and place."""
    lists: dict[str, list[dict[str, Any]]] = {name: [] for name in ("new", "changed", "removed", "conflicts")}
    for difference in merge.differences:
        if difference.conflict:
            sides = (difference.base, difference.mine, difference.theirs)
            values = dict(zip(_SIDES, (side and side.values for side in sides), strict=True))
            ended = {"decided": chosen.resolution_of(difference, WHOLE)}
            lists["conflicts"].append(_difference_as_item(difference, None, places) | values | ended)
        elif difference.outcome is not Outcome.CHANGED:
            lists[difference.outcome].append(_difference_as_item(difference, None, places))
        for each in difference.fields if not difference.conflict else ():
            item = _difference_as_item(difference, each.field, places) | {side: getattr(each, side) for side in _SIDES}
            if each.conflict:
                lists["conflicts"].append(item | {"decided": chosen.resolution_of(difference, each.field)})
            else:
                lists["changed"].append(item | {"merged": each.merged})
    listed = {name: {"count": len(items), "items": items} for name, items in lists.items()}
    return {**listed, "problems": problems_as_items(problems)}


def pieces_as_items(pieces: Collection[PieceOutcome]) -> dict[str, Any]:
    """The pieces of a document and where each goes, as ``--json`` prints them; nothing for other files."""
    return {"pieces": {"count": len(pieces), "items": [asdict(each) for each in pieces]}} if pieces else {}


def problems_as_items(problems: Iterable[Problem]) -> dict[str, Any]:
    """Problems as ``--json`` prints them: each with its place, and by kind: what, how often, and every place."""
    every = tuple(problems)
    kinds = [
        {"message": kind.message, "count": len(kind.problems), "places": kind.list_places}
        for kind in group_problems(every)
    ]
    listed = {"count": len(every), "items": [problem_as_item(problem) for problem in every]}
    return {**listed, "kinds": kinds} if kinds else listed


def problem_as_item(problem: Problem) -> dict[str, Any]:
    """A problem as ``--json`` prints it."""
    return {key: getattr(problem, key) for key in (*_PLACE, "message")}


def _difference_as_item(difference: Difference, field: str | None, places: Mapping[str, Place]) -> dict[str, Any]:
    place = places.get(difference.id)
    where = (place.sheet, place.row, place.columns.get(field or "")) if place else (None, None, None)
    return dict(zip(_PLACE, (difference.kind, difference.id, field, *where), strict=True))


def _first_statement_of(record: Record) -> str:
    many = record.values.get("quality_statements")
    return str(many[0]) if isinstance(many, tuple) else str(record.values.get("quality_statement") or "")


def _shorten_around(words: str, same: int = 0) -> str:
    """A text cut to what people can take in, beginning a little before the first ``same`` characters end."""
    start = max(0, same - LONG // 3) if len(words) > LONG else 0
    part = words[start : start + LONG]
    return f"{'…' if start else ''}{part}{'…' if start + LONG < len(words) else ''}"


def _list_section(heading: str, sentences: Iterable[str]) -> list[str]:
    items = [f"- {sentence}" for sentence in sentences]
    return ["", heading, "-" * len(heading), *items] if items else []
