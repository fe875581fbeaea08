"""The registers of the visit as data: which records, which words, which columns, and what stands above each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.domain.model.display_names import Names
from selfassess.domain.model.fields import Kind
from selfassess.domain.model.record import Record
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.text.wording import count_noun, join_with_and
from selfassess.domain.visit import agenda
from selfassess.domain.visit.cases import assess_cases
from ui.widgets.tables import Column

LATE, OPEN = "Late", "Open"


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """One register of the visit: its kind of record, and what it says of itself."""

    place: str
    kind: str
    tab: str
    what: str
    prompt: str
    columns: Callable[[Assessment, str], Sequence[Column]]
    """The columns, for a year and today."""
    summary: Callable[[Assessment, str], str] = lambda year, today: ""
    also: tuple[str, ...] = ()
    """Further kinds of record that a row or the summary tells of."""

    @property
    def title_field(self) -> str:
        """The field that names a record."""
        return CATALOGUE[self.kind].title


@dataclass(frozen=True, slots=True)
class ComingRow:
    """One line of what is next."""

    id: str
    place: int
    coming: agenda.Coming


COMING_COLUMNS = (
    Column(label="When", words=lambda row: row.coming.shown_day, order=lambda row: row.coming.when, width=24),
    Column(label="What", words=lambda row: row.coming.what, share=1, width=30),
    Column(
        label="How it stands",
        words=lambda row: LATE if row.coming.late else "To come",
        tone=lambda row: "error" if row.coming.late else "",
        width=14,
    ),
)


def build_coming_rows(coming: Sequence[agenda.Coming]) -> tuple[ComingRow, ...]:
    """What is next as rows, in its order."""
    return tuple(ComingRow(f"{each.id} {at}", at, each) for at, each in enumerate(coming))


def place_of_coming(coming: agenda.Coming) -> str:
    """Where a line of what is next is written; "" where the page shows it beside the line itself."""
    register = next((each for each in REGISTERS if each.kind == coming.kind), None)
    return f"{register.place}/{coming.id}" if register is not None else ""


def _build_column(
    year: Assessment, kind: str, key: str, *, share: int = 0, width: int = 0, gives_way: int = 0
) -> Column:
    """A column that shows a field in words; dates sort as days."""
    spec = CATALOGUE[kind].by_key[key]
    names = Names(year)
    dated = spec.kind in (Kind.DATE, Kind.DATETIME)
    usual = 24 if spec.kind is Kind.DATETIME else 17 if dated else 14
    return Column(
        label=spec.label,
        words=lambda record: names.format_value(record, key).replace("\n", "; "),
        order=(lambda record: record[key]) if dated else None,
        share=share,
        width=width or usual,
        gives_way=gives_way,
    )


def _build_plain_columns(kind: str, first: str, *others: str) -> Callable[[Assessment, str], Sequence[Column]]:
    def columns(year: Assessment, today: str) -> Sequence[Column]:
        named = _build_column(year, kind, first, share=2, width=22)
        return named, *(_build_column(year, kind, key, gives_way=at) for at, key in enumerate(others))

    return columns


def _build_request_columns(year: Assessment, today: str) -> Sequence[Column]:
    def stands(record: Record) -> str:
        if agenda.is_request_closed(record):
            return "Withdrawn" if record["status"] == "withdrawn" else "Answered"
        return LATE if agenda.is_request_late(record, today) else OPEN

    standing = Column(
        label="How it stands",
        words=stands,
        tone=lambda record: "error" if stands(record) == LATE else "",
        width=13,
    )
    due, owner = _build_column(year, "request", "due_on"), _build_column(year, "request", "owner", gives_way=1)
    return _build_column(year, "request", "what", share=2, width=20), due, standing, owner


def _build_criteria_columns(year: Assessment, today: str) -> Sequence[Column]:
    cover = {each.id: each for each in assess_cases(year).criteria}

    def count(key: str) -> Callable[[Record], str]:
        return lambda record: str(getattr(cover[record.id], key)) if record.id in cover else ""

    def missing(record: Record) -> str:
        return count("missing")(record) if record.id in cover and cover[record.id].missing else "Covered"

    return (
        _build_column(year, "case_criterion", "name", share=2, width=24),
        Column(label="At least", words=count("wanted"), number=True, width=9),
        Column(label="Met by", words=count("met"), number=True, width=8),
        Column(
            label="Missing",
            words=missing,
            number=True,
            tone=lambda record: "" if missing(record) == "Covered" else "warning",
            width=10,
        ),
    )


def _summarise_cases(year: Assessment, today: str) -> str:
    cover = assess_cases(year)
    twice = f" Used twice: {join_with_and(cover.twice)}." if cover.twice else ""
    return f"{cover.summary}{twice}"


def _summarise_criteria(year: Assessment, today: str) -> str:
    cover = assess_cases(year)
    if not cover.criteria:
        return ""
    missing = sum(each.missing for each in cover.criteria)
    if not missing:
        return "Every criterion has its cases."
    return f"{cover.unmet:,} of {count_noun(len(cover.criteria), 'criterion', 'criteria')} still to be covered."


def _summarise_requests(year: Assessment, today: str) -> str:
    requests = year.records_of("request")
    late = sum(agenda.is_request_late(each, today) for each in requests)
    left = sum(not agenda.is_request_closed(each) for each in requests)
    return f"{left:,} open, {late:,} of them late; {len(requests):,} in all." if requests else ""


def _summarise_points(year: Assessment, today: str) -> str:
    points = year.records_of("accuracy_point")
    decided = [each["outcome"] for each in points if each["outcome"] is not None]
    if not points:
        return ""
    taken = sum(outcome in ("accepted", "partly") for outcome in decided)
    answers = f" CQC decided on {len(decided):,} and took {taken:,}, some in part." if decided else ""
    return f"{count_noun(len(points), 'point')} to send.{answers}"


REGISTERS = (
    Register(
        place="interviews",
        kind="interview",
        tab="Interviews",
        what="Whom CQC speaks to: groups and roles, never names. The brief is what each group takes along.",
        prompt="Add an interview: the group, such as heads of service",
        columns=_build_plain_columns("interview", "group", "at", "lead", "place"),
    ),
    Register(
        place="cases",
        kind="case",
        tab="Cases",
        what="The cases that CQC may follow, by your own codes only. No name, date of birth or NHS number is taken.",
        prompt="Add a case: its code",
        columns=_build_plain_columns("case", "code", "ready", "criteria"),
        summary=_summarise_cases,
        also=("case_criterion",),
    ),
    Register(
        place="criteria",
        kind="case_criterion",
        tab="Criteria",
        what="What the list of cases has to cover, in the words of the spreadsheet that CQC sends.",
        prompt="Add a criterion as CQC words it",
        columns=_build_criteria_columns,
        summary=_summarise_criteria,
        also=("case",),
    ),
    Register(
        place="requests",
        kind="request",
        tab="Requests",
        what="What CQC asks for beside the information return, who answers it and by when.",
        prompt="Add a request: what CQC asked for",
        columns=_build_request_columns,
        summary=_summarise_requests,
    ),
    Register(
        place="meetings",
        kind="meeting_note",
        tab="Meetings",
        what="What was learnt at each meeting, day by day, and what follows from it.",
        prompt="Add a meeting: which it was",
        columns=_build_plain_columns("meeting_note", "meeting", "held_on", "with_whom"),
    ),
    Register(
        place="accuracy",
        kind="accuracy_point",
        tab="Factual accuracy",
        what="What is wrong in CQC’s draft report, each point with its page and the evidence that says so.",
        prompt="Add a point: what is wrong in the draft",
        columns=_build_plain_columns("accuracy_point", "point", "page", "sort", "outcome"),
        summary=_summarise_points,
    ),
)
BY_PLACE = {register.place: register for register in REGISTERS}
