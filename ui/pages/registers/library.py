"""What a look at the whole year tells of its evidence: too old, twice there, not used, and how its files are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from selfassess.domain.information_return import look_back
from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.readiness import evidence_index
from selfassess.domain.text.wording import british_date, format_file_size
from selfassess.services.evidence.check_files import Condition, State
from selfassess.services.workbook.derived import DerivedValues
from ui.bridge.tasks import Task
from ui.pages.registers.filters import Filter, Test

CITING = tuple(kind.key for kind in CATALOGUE.values() if "evidence" in kind.by_key)
"""The kinds of record that rest on evidence."""

CONDITIONS: Mapping[Condition, str] = {
    Condition.OK: "in place",
    Condition.MISSING: "missing",
    Condition.CHANGED: "changed",
    Condition.UNREADABLE: "cannot be read",
    Condition.ELSEWHERE: "not on this computer",
}
BROKEN = tuple(each for each in Condition if each is not Condition.OK)
UNCHECKED = "unchecked"

FRESHNESS = Filter(
    field="freshness",
    everything="Any age",
    answers=(("old", "Too old for an IR item"), ("undated", "Without any date")),
)
STATE = Filter(
    field="state",
    everything="Files: any state",
    answers=(
        ("broken", "Files with a problem"),
        *((str(each), f"Files: {words}") for each, words in CONDITIONS.items()),
        (UNCHECKED, "Files not checked now"),
    ),
)
DUPLICATES = Filter(field="duplicates", everything="Duplicates or not", answers=(("twice", "Here more than once"),))
USE = Filter(
    field="use",
    everything="Used or not",
    answers=(("unused", "Not used for anything"), ("uncited", "Nothing rests on it")),
)


Twins = Mapping[str, tuple[str, ...]]

A_BIT = 100
"""So many items are looked at between two looks at the clock."""

AT_ONCE = 1000
"""Up to so many items are compared at once; more of them on a worker."""


@dataclass(frozen=True, slots=True)
class About:
    """What a look at the others tells of one item: gentle warnings, and the items that are the same document."""

    warnings: tuple[str, ...] = ()
    twins: tuple[str, ...] = ()


def compare_item(year: Assessment, record: Record, derived: DerivedValues) -> About:
    """Compare one item with all others of a year."""
    library = derived.find_library(year)
    return About(evidence_index.explain_unsuitable(year, record, library), find_twins(library).get(record.id, ()))


def find_twins(library: evidence_index.Library) -> Twins:
    """Item id -> the other items that are the same document."""
    groups = evidence_index.find_duplicates(library)
    return {record.id: tuple(o.id for o in group if o.id != record.id) for group in groups for record in group}


class Library:
    """The facts about the evidence of the year in view; ``year`` gives it as it is now."""

    def __init__(self, year: Callable[[], Assessment], today: Callable[[], str], derived: DerivedValues) -> None:
        self._year = year
        self._derived = derived
        self._today = today
        self.states: dict[str, State] = {}
        self._twins: Twins = {}
        self._old: dict[str, tuple[Record, bool]] = {}
        self._dates_of: Record | None = None
        self._twins_of: tuple[Record, ...] | None = None

    def kept_by(self, question: str, answer: str) -> Test:
        """The test whether a record stays in view when a question is answered so."""
        match question, answer:
            case "freshness", "old":
                return self._build_too_old_test()
            case "freshness", _:
                return lambda record: not look_back.find_last_covered_day(record)
            case "duplicates", _:
                twins = self.known_twins()
                return lambda record: record.id in twins
            case "use", _:
                return self._build_use_test(answer)
            case _:
                return self._build_state_test(answer)

    def known_twins(self) -> Twins:
        """Item id -> the other items that are the same document, for all that are here more than once."""
        year = self._year()
        if self._twins_of is not year.records_of("evidence"):
            self._twins, self._twins_of = find_twins(self._derived.find_library(year)), year.records_of("evidence")
        return self._twins

    def seek_twins(self, then: Callable[[], object]) -> bool:
        """Whether the twins can be had at once; where not, they are sought on a worker, and ``then`` is called."""
        year = self._year()
        evidence = year.records_of("evidence")
        if self._twins_of is evidence or len(evidence) <= AT_ONCE:
            return True

        def found(twins: Twins) -> None:
            self._twins, self._twins_of = twins, evidence
            then()

        task = Task(lambda progress, cancelled: find_twins(self._derived.find_library(year)))
        task.done.connect(found)
        task.start()
        return False

    def read_ahead(self) -> Iterator[None]:
        """Work out what is too old, a bit at a time, before anybody asks."""
        too_old = self._build_too_old_test()
        evidence = self._year().records_of("evidence")
        for start in range(0, len(evidence), A_BIT):
            for record in evidence[start : start + A_BIT]:
                too_old(record)
            yield

    def learn_file_states(self, states: Iterable[State]) -> None:
        """Keep how the files were when they were checked."""
        self.states = {state.id: state for state in states}

    def _build_too_old_test(self) -> Test:
        """Whether an item is too old for what it is sent under; known again while neither it nor the year changes."""
        year = self._year()
        if self._dates_of is not year.record:
            self._old.clear()
            self._dates_of = year.record
        known, stale = self._old, look_back.build_look_back(year, self._today()).find_stale_items

        def test(record: Record) -> bool:
            held = known.get(record.id)
            if held is None or held[0] is not record:
                held = known[record.id] = (record, bool(stale(record)))
            return held[1]

        return test

    def _build_use_test(self, answer: str) -> Test:
        year = self._year()
        cited = {id for kind in CITING for record in year.records_of(kind) for id in record.links_of("evidence")}
        if answer == "uncited":
            return lambda record: record.id not in cited
        return lambda record: (
            record.id not in cited
            and record.values["quality_statements"] is None
            and record.values["return_items"] is None
        )

    def _build_state_test(self, answer: str) -> Test:
        states = self.states
        if answer == UNCHECKED:
            return lambda record: record.values["location_kind"] == "file" and record.id not in states
        wanted = BROKEN if answer == "broken" else (Condition(answer),)
        found = {id for id, state in states.items() if state.condition in wanted}
        return lambda record: record.id in found


def describe_file(record: Record) -> str:
    """What is known of an item's file, in a line: size, fingerprint, and when it was looked at last."""
    size, print_, checked = record["size_bytes"], record.text_of("sha256"), record.text_of("checked_on")
    parts = [format_file_size(size)] if isinstance(size, int) and not isinstance(size, bool) else []
    if print_:
        parts.append(f"fingerprint {print_[:6]}…{print_[-6:]}" if len(print_) > 16 else f"fingerprint {print_}")
    if checked:
        parts.append(f"checked on {british_date(checked)}")
    said = ", ".join(parts)
    return f"{said[:1].upper()}{said[1:]}." if said else ""
