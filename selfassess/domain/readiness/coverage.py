"""How far evidence covers what the framework asks for: statement by category, down to its named sources.

This is the one place that says so: readiness, the overview, the guide, exports and the comparison of years read it.
An item counts in full unless something about it keeps it from carrying a judgement alone (``shortcomings``). From that

- a source is *covered* by one item that counts in full, *partial* where no item does, *missing* without any;
- a source that is asked for only if it is available is never missing;
- a category is *covered* where every source always asked for is, *missing* without any item, otherwise *partial*.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from operator import is_

from selfassess.domain.framework.framework import Framework, InformationReturn, SourceUse, Statement
from selfassess.domain.information_return.look_back import LookBack, build_look_back, find_submission_day
from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.fields import Value
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.text.wording import count_noun

NOT_ALONE = ("partial", "weak")
"""Strengths that do not carry a judgement alone."""


class State(StrEnum):
    """How far a source or a category is covered."""

    COVERED = "covered"
    PARTIAL = "partial"
    MISSING = "missing"
    IF_AVAILABLE = "if_available"

    @property
    def describe_state(self) -> str:
        """As people read it."""
        return _WORDS[self]


_WORDS = {
    State.COVERED: "Covered",
    State.PARTIAL: "Partial",
    State.MISSING: "Missing",
    State.IF_AVAILABLE: "If available",
}


@dataclass(frozen=True, slots=True)
class SourceCover:
    """One source that a statement asks for, with the evidence that comes from it."""

    source: str
    if_available: bool
    items: tuple[Record, ...]
    state: State


@dataclass(frozen=True)
class Cell:
    """One statement in one category: its sources in the framework's order, and what comes from none of them."""

    statement: str
    category: str
    sources: tuple[SourceCover, ...]
    others: tuple[Record, ...]
    state: State

    @cached_property
    def sources_asked(self) -> int:
        """How many sources the framework always asks for."""
        return sum(not each.if_available for each in self.sources)

    @cached_property
    def sources_covered(self) -> int:
        """How many of those have evidence."""
        return sum(not each.if_available and bool(each.items) for each in self.sources)

    @cached_property
    def sources_in_part(self) -> int:
        """How many of those are covered only in part."""
        return sum(not each.if_available and each.state is State.PARTIAL for each in self.sources)

    @cached_property
    def item_count(self) -> int:
        """How many items of evidence there are."""
        return sum(len(each.items) for each in self.sources) + len(self.others)

    @property
    def missing_sources(self) -> tuple[SourceCover, ...]:
        """The sources always asked for that have nothing."""
        return tuple(each for each in self.sources if each.state is State.MISSING)

    @property
    def describe_cell(self) -> str:
        """What the cell says in a sentence: sources, how many of them in part, items."""
        items = f"{count_noun(self.item_count, 'item')} of evidence"
        part = f", {self.sources_in_part} of them only in part" if self.sources_in_part else ""
        beside = ", none from a source that is always asked for" if self.item_count and not self.sources_covered else ""
        sources = count_noun(self.sources_asked, "source has", "sources have")
        return f"{self.sources_covered} of {sources} evidence{part}; {items}{beside}."


@dataclass(frozen=True)
class Coverage:
    """The cells of an assessment: statement key -> category key -> cell, in the framework's order."""

    cells: Mapping[str, Mapping[str, Cell]]

    @cached_property
    def item_counts(self) -> Mapping[str, Mapping[str, int]]:
        """Statement key -> category key -> how many items of evidence bear on it."""
        return {key: {category: cell.item_count for category, cell in row.items()} for key, row in self.cells.items()}

    def cells_of_statement(self, statement: str) -> Mapping[str, Cell]:
        """The cells of a statement; empty where the framework has no such statement."""
        return self.cells.get(statement, {})

    def count_cells(self, state: State) -> int:
        """How many cells are in a state."""
        return sum(cell.state is state for row in self.cells.values() for cell in row.values())


def assess_coverage(assessment: Assessment) -> Coverage:
    """The coverage of an assessment, worked out from nothing in one pass."""
    return bring_coverage_up(None, assessment).coverage


def bring_coverage_up(before: KnownCoverage | None, assessment: Assessment) -> KnownCoverage:
    """The coverage of an assessment as it is now; ``before`` is that of an earlier state of it, where there is one.

    What holds is kept. Where a few items changed, only the statements that they bear on are worked out anew.
    """
    evidence, rests_on = assessment.records_of("evidence"), (assessment.framework, assessment.information_return)
    days = (find_submission_day(assessment), assessment.record["period_start"])
    if before is not None and days == before.days and all(map(is_, rests_on, before.rests_on)):
        if before.evidence is evidence:
            return before
        revised = _revise_coverage(before, evidence, build_look_back(assessment))
    else:
        revised = None
    found = revised or _work_out_coverage(evidence, assessment.framework, build_look_back(assessment))
    return KnownCoverage(evidence, rests_on, days, *found)


def explain_shortcomings(assessment: Assessment, record: Record) -> tuple[str, ...]:
    """Why an item of evidence covers its source only in part, in sentences; nothing where it counts in full."""
    return tuple(_explain_shortcomings(record, build_look_back(assessment)))


FEW = 50
"""So many items may have changed for a coverage to be revised; with more it is worked out anew."""

_Items = dict[tuple[Value, Value], list[Record]]
"""The items of one statement by what they say of category and source."""
_Result = tuple[Mapping[str, _Items], AbstractSet[str], Coverage]
"""The items by statement, the ids of those that count in full, and what it comes to."""


@dataclass(frozen=True, slots=True)
class KnownCoverage:
    """A coverage with what it rests on. Frozen values that are the same object say the same."""

    evidence: Sequence[Record]
    rests_on: tuple[Framework, InformationReturn | None]
    days: tuple[str | None, Value]
    items: Mapping[str, _Items]
    sound: AbstractSet[str]
    coverage: Coverage


def _is_sound(record: Record, limits: LookBack) -> bool:
    """The same rule as ``_explain_shortcomings``, without making sentences: it is asked of every item."""
    values = record.values
    return not (
        values["strength"] in NOT_ALONE
        or values["not_reviewed"]
        or values["personal_data"] == "needs_redaction"
        or limits.find_stale_items(record)
    )


def _explain_shortcomings(record: Record, limits: LookBack) -> Iterator[str]:
    strength = record["strength"]
    if strength in NOT_ALONE:
        yield f"Marked as {CATALOGUE['evidence'].by_key['strength'].choice_label(strength).lower()} evidence."
    yield from limits.describe_stale_items(record)
    if record["not_reviewed"]:
        yield "Carried forward from an earlier year and not reviewed since."
    if record["personal_data"] == "needs_redaction":
        yield "Personal data in it is still to be redacted."


def _work_out_coverage(evidence: Sequence[Record], framework: Framework, limits: LookBack) -> _Result:
    """Go through the evidence once, then work out each cell from what was found for it."""
    items: dict[str, _Items] = {statement.key: {} for statement in framework.statements}
    sound = set[str]()
    _sort_evidence(evidence, items, sound, limits)
    return (
        items,
        sound,
        Coverage({each.key: _cells_of_statement(framework, each, items, sound) for each in framework.statements}),
    )


def _revise_coverage(kept: KnownCoverage, evidence: Sequence[Record], limits: LookBack) -> _Result | None:
    """The same after a few items changed: only the statements they bear on are worked out anew."""
    if abs(len(kept.evidence) - len(evidence)) > FEW:
        return None
    before, after = set(map(id, kept.evidence)), set(map(id, evidence))
    gone = [record for record in kept.evidence if id(record) not in after]
    came = [record for record in evidence if id(record) not in before]
    if len(gone) + len(came) > FEW:
        return None
    framework, lost = kept.rests_on[0], {id(record) for record in gone}
    touched = {key for record in (*gone, *came) for key in record.links_of("quality_statements")}
    items, sound = dict(kept.items), set(kept.sound).difference(record.id for record in gone)
    fresh: dict[str, _Items] = {key: {} for key in touched & items.keys()}
    _sort_evidence(came, fresh, sound, limits)
    cells = dict(kept.coverage.cells)
    for statement in framework.statements:
        if statement.key in fresh:
            left = [each for there in items[statement.key].values() for each in there if id(each) not in lost]
            left += [each for there in fresh[statement.key].values() for each in there]
            items[statement.key] = _sort_by_source(left)
            cells[statement.key] = _cells_of_statement(framework, statement, items, sound)
    return items, sound, Coverage(cells)


def _sort_by_source(records: list[Record]) -> _Items:
    """The items of one statement in the order in which they would have come one by one."""
    found: _Items = {}
    for record in sorted(records, key=lambda each: (each.position, each.id)):
        found.setdefault((record.values["category"], record.values["source"]), []).append(record)
    return found


def _sort_evidence(evidence: Sequence[Record], items: Mapping[str, _Items], sound: set[str], limits: LookBack) -> None:
    """Put each item where it belongs; this is what takes time with thousands of them."""
    for record in evidence:
        values = record.values
        statements = values["quality_statements"]
        if not isinstance(statements, tuple):
            continue
        if _is_sound(record, limits):
            sound.add(record.id)
        at = values["category"], values["source"]
        for statement in statements:
            there = items.get(statement)
            if there is None:
                continue
            if at in there:
                there[at].append(record)
            else:
                there[at] = [record]


def _cells_of_statement(
    framework: Framework, spec: Statement, items: Mapping[str, _Items], sound: AbstractSet[str]
) -> Mapping[str, Cell]:
    """The cells of one statement."""
    placed = _group_by_source(items[spec.key], spec)
    return {each.key: _make_cell(spec, each.key, placed.get(each.key, {}), sound) for each in framework.categories}


def _group_by_source(found: _Items, spec: Statement) -> Mapping[Value, Mapping[Value, Sequence[Record]]]:
    """Category -> source -> items. An item that names no category stands where its source is asked for first."""
    first: dict[Value, str] = {}
    for category, uses in spec.evidence.items():
        for use in uses:
            first.setdefault(use.source, category)
    placed: dict[Value, dict[Value, list[Record]]] = {}
    for (said, source), items in found.items():
        row = placed.setdefault(said or first.get(source), {})
        if items:
            row[source] = row.get(source, []) + items
    return placed


def _make_cell(
    spec: Statement, category: str, items: Mapping[Value, Sequence[Record]], sound: AbstractSet[str]
) -> Cell:
    uses = spec.evidence.get(category, ())
    sources = tuple(
        SourceCover(
            use.source, use.if_available, tuple(there := items.get(use.source, ())), _state_of_source(use, there, sound)
        )
        for use in uses
    )
    named = {use.source for use in uses}
    others = tuple(record for source, records in items.items() if source not in named for record in records)
    return Cell(spec.key, category, sources, others, _state_of_category(sources, others, sound))


def _state_of_source(use: SourceUse, items: Sequence[Record], sound: AbstractSet[str]) -> State:
    if not items:
        return State.IF_AVAILABLE if use.if_available else State.MISSING
    return State.COVERED if any(record.id in sound for record in items) else State.PARTIAL


def _state_of_category(sources: Sequence[SourceCover], others: Sequence[Record], sound: AbstractSet[str]) -> State:
    """The state of a category, from those of its sources and from what comes from none of them."""
    asked = [each.state for each in sources if not each.if_available]
    if not others and not any(each.items for each in sources):
        return State.MISSING if asked or not sources else State.IF_AVAILABLE
    full = any(each.state is State.COVERED for each in sources) or any(record.id in sound for record in others)
    return State.COVERED if full and all(state is State.COVERED for state in asked) else State.PARTIAL
