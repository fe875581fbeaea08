"""How far the information return is: by theme and by owner, what each item lacks, and the days that are left.

Rules only point: an item that lacks something may still be marked ready, and one that lacks nothing may not be.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from selfassess.domain.framework.framework import ALL, GENERAL, ContactGroup, ReturnItem
from selfassess.domain.information_return import figures, look_back
from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.text.wording import british_date, british_datetime, count_noun

SELF_ASSESSMENT, GROUPS = "IR 1", "IR 38"
"""Items that are answered by what stands elsewhere: the self-assessment itself, and the groups among the contacts."""

NOT_STARTED, GATHERING, READY, NOT_APPLICABLE = "not_started", "gathering", "ready", "not_applicable"
NETWORK = "network"
REACH = ("organisation", "name", "phone", "email")
"""What CQC needs of each contact."""


class Lack(StrEnum):
    """What an item can lack."""

    OWNER = "owner"
    ANSWER = "answer"
    EVIDENCE = "evidence"
    FIGURES = "figures"
    STALE = "stale"
    REDACTION = "redaction"
    UNCHECKED = "unchecked"

    @property
    def describe_lack(self) -> str:
        """As people say it."""
        return LACKS[self]


LACKS: Mapping[Lack, str] = {
    Lack.OWNER: "No owner",
    Lack.ANSWER: "Nothing written",
    Lack.EVIDENCE: "No evidence",
    Lack.FIGURES: "Figures missing",
    Lack.STALE: "Evidence too old",
    Lack.REDACTION: "Needs redaction",
    Lack.UNCHECKED: "Personal data not checked",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemState:
    """One item of the return with what is written and gathered for it."""

    item: ReturnItem
    answer: str = ""
    """The id of its return answer, "" where the year has none."""
    status: str = NOT_STARTED
    owner: str = ""
    note: str = ""
    evidence: int = 0
    stale: int = 0
    redaction: int = 0
    unchecked: int = 0
    asked: int = 0
    """How many figures the item asks for."""
    given: int = 0
    lacks: tuple[Lack, ...] = ()


@dataclass(frozen=True, slots=True)
class Progress:
    """How many items are in which state; those that do not apply are not among the ``wanted``."""

    ready: int
    gathering: int
    not_started: int
    left_out: int

    @property
    def wanted_count(self) -> int:
        """How many items are to be sent."""
        return self.ready + self.gathering + self.not_started

    @property
    def progress_summary(self) -> str:
        """Such as "10 of 38 ready, 20 being gathered, 8 not started"."""
        said = [f"{self.ready} of {self.wanted_count} ready"]
        if self.gathering:
            said.append(f"{self.gathering} being gathered")
        if self.not_started:
            said.append(f"{self.not_started} not started")
        if self.left_out:
            said.append(f"{self.left_out} not applicable")
        return ", ".join(said)


@dataclass(frozen=True, slots=True)
class Share:
    """The progress of one theme or one owner; ``lacking`` counts its items that lack something."""

    key: str
    name: str
    progress: Progress
    lacking: int


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day that CQC set. ``days`` from today, negative once it has passed, None where no day is written."""

    field: str
    label: str
    at: str
    days: int | None
    done: bool = False

    @property
    def time_left(self) -> str:
        """How long there is still: "11 days left", "due today", "3 days overdue"."""
        if self.done:
            return "submitted"
        match self.days:
            case None:
                return ""
            case 0:
                return "due today"
            case 1:
                return "due tomorrow"
            case -1:
                return "1 day overdue"
            case days if days < 0:
                return f"{-days:,} days overdue"
            case days:
                return f"{days:,} days left"

    @property
    def day_and_time_left(self) -> str:
        """The day and how long there is still: "28 February 2025, 17:00 (11 days left)"."""
        if not self.at:
            return "no date written"
        words = self.time_left
        return f"{british_datetime(self.at)} ({words})" if words else british_datetime(self.at)


@dataclass(frozen=True, slots=True)
class GroupState:
    """One group of contacts that the return asks for, with who is in it."""

    group: ContactGroup
    contacts: tuple[Record, ...]

    @property
    def incomplete_count(self) -> int:
        """How many of them CQC could not reach with what is written."""
        return sum(bool(list_missing_contact_fields(contact)) for contact in self.contacts)

    @property
    def contacts_summary(self) -> str:
        """Such as "none yet", "2 named", "2 named, 1 incomplete"."""
        if not self.contacts:
            return "none yet"
        part = f", {self.incomplete_count} incomplete" if self.incomplete_count else ""
        return f"{len(self.contacts):,} named{part}"


def list_item_states(assessment: Assessment, tallies: Mapping[str, Tally] | None = None) -> tuple[ItemState, ...]:
    """Every item of the return in its order; none where the year answers no return.

    ``tallies`` are what ``tally_evidence`` comes to, where that is known already.
    """
    asked = assessment.information_return
    if asked is None:
        return ()
    answers: dict[str, Record] = {}
    for record in assessment.records_of("return_answer"):
        answers.setdefault(record.text_of("return_item"), record)
    tallies = tally_evidence(assessment) if tallies is None else tallies
    grids = figures.build_figure_grids(assessment)
    groups = sum(record["group"] == NETWORK for record in assessment.records_of("contact"))
    return tuple(
        _build_item_state(
            item, answers.get(item.ref), tallies[item.ref], grids.get(item.ref), groups if item.ref == GROUPS else 0
        )
        for item in asked.items
    )


def find_item_state(assessment: Assessment, item: ReturnItem, tallies: Mapping[str, Tally] | None = None) -> ItemState:
    """One item of the return."""
    return next(
        (each for each in list_item_states(assessment, tallies) if each.item.ref == item.ref), ItemState(item=item)
    )


def count_progress(items: Iterable[ItemState]) -> Progress:
    """How many of the items are in which state; a status that is not known counts as being gathered."""
    counts = {READY: 0, GATHERING: 0, NOT_STARTED: 0, NOT_APPLICABLE: 0}
    for item in items:
        counts[item.status if item.status in counts else GATHERING] += 1
    return Progress(counts[READY], counts[GATHERING], counts[NOT_STARTED], counts[NOT_APPLICABLE])


def share_by_theme(assessment: Assessment, items: Collection[ItemState]) -> tuple[Share, ...]:
    """The progress of each theme, in the order of the return."""
    keys = dict.fromkeys(state.item.theme for state in items)
    return tuple(
        _build_share(key, find_theme_name(assessment, key), [state for state in items if state.item.theme == key])
        for key in keys
    )


def share_by_owner(items: Collection[ItemState]) -> tuple[Share, ...]:
    """The progress of each owner by name, those of nobody last under the key ""."""
    names = sorted({state.owner for state in items}, key=lambda name: (not name, name.casefold()))
    return tuple(_build_share(name, name or "No owner", [s for s in items if s.owner == name]) for name in names)


def find_theme_name(assessment: Assessment, key: str) -> str:
    """A theme of the return in words; two of them are not of the framework."""
    named = {ALL: "All themes", GENERAL: "General"}
    return next((theme.name for theme in assessment.framework.themes if theme.key == key), named.get(key, key))


def find_deadlines(assessment: Assessment, today: str) -> tuple[Deadline, Deadline]:
    """The days by which CQC wants the contacts and the return; ``today`` is an ISO date."""
    record = assessment.record
    done = record["status"] == "submitted" or bool(record["submitted_on"])
    first, last = (
        Deadline(field, label, at := str(record.values.get(field) or ""), _count_days_until(at, today), done)
        for field, label in (("contacts_due_at", "Contacts due"), ("due_at", "Return due"))
    )
    return first, last


def list_contact_groups(assessment: Assessment) -> tuple[GroupState, ...]:
    """The groups of contacts that section 1 (and IR 38) ask for, in the order of the return."""
    asked = assessment.information_return
    contacts = assessment.records_of("contact")
    return tuple(
        GroupState(group, tuple(record for record in contacts if record["group"] == group.key))
        for group in (asked.contacts if asked else ())
    )


def fields_wanted_of_contact(group: str) -> tuple[str, ...]:
    """The fields that CQC needs of each contact in a group."""
    return (*REACH, "purpose") if group == NETWORK else REACH


def list_missing_contact_fields(contact: Record) -> tuple[str, ...]:
    """What a contact lacks so that CQC can reach it, by the labels of its fields."""
    by_key = CATALOGUE["contact"].by_key
    return tuple(by_key[key].label for key in fields_wanted_of_contact(contact.text_of("group")) if not contact[key])


def find_item_period(item: ReturnItem, day: str | None) -> tuple[str, str] | None:
    """The first and the last day that an item looks back on when the return is sent on ``day`` (ISO dates)."""
    if not item.look_back_months or not day:
        return None
    first = date.fromisoformat(look_back.subtract_months(day, item.look_back_months)) + timedelta(days=1)
    return first.isoformat(), day


def describe_item_period(assessment: Assessment, item: ReturnItem) -> str:
    """The period of an item in dates where it is known when the return is due, or else in months."""
    if not item.look_back_months:
        return "No period given"
    days = find_item_period(item, look_back.find_submission_day(assessment))
    if days is None:
        return f"Looks back {count_noun(item.look_back_months, 'month')} from the day the return is sent"
    first, last = (british_date(day) for day in days)
    return f"Looks back {count_noun(item.look_back_months, 'month')}: from {first} to {last}"


@dataclass(slots=True)
class Tally:
    """What is gathered under one item of the return."""

    evidence: int = 0
    stale: int = 0
    redaction: int = 0
    unchecked: int = 0


def tally_evidence(assessment: Assessment) -> Mapping[str, Tally]:
    """What is gathered under each item of the return: the one thing here that takes time with thousands of items."""
    asked = assessment.information_return
    tallies = {item.ref: Tally() for item in asked.items} if asked else {}
    back = look_back.build_look_back(assessment)
    for record in assessment.records_of("evidence"):
        refs = record.links_of("return_items")
        if not refs:
            continue
        state = record["personal_data"]
        redaction, unchecked = state == "needs_redaction", state in (None, "not_checked")
        for ref in refs:
            tally = tallies.get(ref)
            if tally is not None:
                tally.evidence += 1
                tally.redaction += redaction
                tally.unchecked += unchecked
        for item in back.find_stale_items(record):
            tallies[item.ref].stale += 1
    return tallies


def _build_item_state(
    item: ReturnItem, answer: Record | None, tally: Tally, grid: figures.FigureGrid | None, groups: int
) -> ItemState:
    status = (answer.text_of("status") if answer else "") or NOT_STARTED
    owner, note = (answer.text_of("owner"), answer.text_of("note")) if answer else ("", "")
    cells, missing = (len(grid.wanted_cells), len(grid.missing_cells)) if grid else (0, 0)
    elsewhere = item.ref == SELF_ASSESSMENT or bool(groups)
    found = {
        Lack.OWNER: not owner,
        Lack.ANSWER: not (note or elsewhere),
        Lack.EVIDENCE: not (tally.evidence or elsewhere),
        Lack.FIGURES: missing,
        Lack.STALE: tally.stale,
        Lack.REDACTION: tally.redaction,
        Lack.UNCHECKED: tally.unchecked,
    }
    return ItemState(
        item=item,
        answer=answer.id if answer else "",
        status=status,
        owner=owner,
        note=note,
        evidence=tally.evidence,
        stale=tally.stale,
        redaction=tally.redaction,
        unchecked=tally.unchecked,
        asked=cells,
        given=cells - missing,
        lacks=() if status == NOT_APPLICABLE else tuple(lack for lack, there in found.items() if there),
    )


def _build_share(key: str, name: str, items: Collection[ItemState]) -> Share:
    return Share(key, name, count_progress(items), sum(bool(state.lacks) for state in items))


def _count_days_until(at: str, today: str) -> int | None:
    try:
        return (date.fromisoformat(at[:10]) - date.fromisoformat(today)).days
    except ValueError:
        return None
