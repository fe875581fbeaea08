"""Two sides of one workbook for the tests of merging: what both began with, and edits a person could have made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache

from hypothesis import strategies as st

from selfassess.domain.model import commands, journal
from selfassess.domain.model.catalogue import CATALOGUE, Record, blank_record
from selfassess.domain.model.commands import AddRecord, Command, MoveRecord, RemoveRecord, SetField
from selfassess.domain.model.fields import Kind, Value
from selfassess.domain.model.new_year import complete_assessment
from selfassess.domain.model.workbook import Assessment, Workbook
from tests.making import council, empty_assessment

Records = dict[str, Record]
KINDS = ("strength", "improvement", "risk", "action", "evidence", "measure")
COUNCIL = council()


@cache
def start() -> Assessment:
    """A year with ids that can be read, two records of each kind, links between them, and owned records."""
    empty = empty_assessment()
    made = [
        replace(r, id=f"{r.kind}-{place}")
        for kind in ("judgement", "section")
        for place, r in enumerate(empty.records_of(kind))
    ]
    made += [_record(kind, number) for kind in KINDS for number in (1, 2)]
    made += [
        blank_record("measure_value", f"value-{n}", n, empty.id, measure="measure-1", period=f"Q{n}", note="As counted")
        for n in (1, 2)
    ]
    made += [
        blank_record("comment", "comment-1", 0, empty.id, about="risk-1", text="Is this still so?"),
        blank_record("comment", "comment-2", 1, empty.id, about="value-1", text="Counted twice?"),
        blank_record("comment", "comment-3", 2, empty.id, about=empty.id, text="On the whole year"),
    ]
    rows: dict[str, tuple[Record, ...]] = {}
    for record in made:
        rows[record.kind] = (*rows.get(record.kind, ()), replace(record, assessment=empty.id))
    return complete_assessment(replace(empty, information_return=None, records=rows))


def _record(kind: str, number: int) -> Record:
    values: dict[str, Value] = {"title": f"{kind} {number}"}
    fields = CATALOGUE[kind].by_key
    if "quality_statement" in fields:
        values["quality_statement"] = "equity"
    if "evidence" in fields:
        values["evidence"] = ("evidence-1",)
    if kind == "action":
        values["addresses"] = ("risk-1", "improvement-1")
    prose = next(spec.key for spec in fields.values() if spec.kind is Kind.PROSE)
    return blank_record(kind, f"{kind}-{number}", number, None, **{prose: "First.\n\nSecond.", **values})


def records(assessment: Assessment) -> Records:
    """A year's records by id, its own among them."""
    return {assessment.id: assessment.record, **assessment.by_id}


def year(found: Mapping[str, Record]) -> Assessment:
    """The year that records make."""
    rows: dict[str, list[Record]] = {}
    for record in found.values():
        if record.assessment is not None:
            rows.setdefault(record.kind, []).append(record)
    ordered = {kind: tuple(sorted(row, key=lambda r: (r.position, r.id))) for kind, row in rows.items()}
    return replace(start(), record=found[start().id], records=ordered)


def workbook(found: Mapping[str, Record]) -> Workbook:
    """The workbook that records make."""
    return Workbook(council=COUNCIL, assessments=(year(found),))


def done(assessment: Assessment, *every: Command) -> Assessment:
    """The year after some commands."""
    for command in every:
        after = records(assessment)
        for change in commands.work_out_changes(command, assessment, COUNCIL):
            record = journal.apply_change(after.get(change.record), change)
            if record is None:
                del after[change.record]
            else:
                after[record.id] = record
        assessment = year(after)
    return assessment


TEXTS = ("First.\n\nSecond.", "First.\n\nThird.", "Quite another text", "", "First.\n\nSecond.\n\nFourth by {side}.")


@st.composite
def edits(draw: st.DrawFn, side: str, most: int = 6) -> tuple[Command, ...]:
    """What one side does to the year at the start."""
    assessment, every = start(), []
    for number in range(draw(st.integers(0, most))):
        every.append(draw(_command(assessment, f"{side}-{number}", side)))
        assessment = done(assessment, every[-1])
    return tuple(every)


@st.composite
def _command(draw: st.DrawFn, assessment: Assessment, id: str, side: str) -> Command:
    ids = sorted(assessment.by_id)
    free = [i for i in ids if assessment.by_id[i].kind not in commands.ONE_EACH]
    what = draw(
        st.sampled_from(["text", "text", "links", "number", "add", "own", "remove", "move"] if free else ["add"])
    )
    if what == "add":
        kind = draw(st.sampled_from(KINDS))
        about = {"quality_statement": "equity"} if "quality_statement" in CATALOGUE[kind].by_key else {}
        return AddRecord(kind, id, {"title": f"Added by {side}", **about})
    if what == "own":
        return AddRecord("comment", id, {"about": draw(st.sampled_from(free)), "text": f"Asked by {side}"})
    if what in ("remove", "move"):
        chosen = draw(st.sampled_from(free))
        return RemoveRecord(chosen) if what == "remove" else MoveRecord(chosen, draw(st.sampled_from([-1, 1])))
    kinds = {"text": (Kind.TEXT, Kind.PROSE), "links": (Kind.LINKS,), "number": (Kind.WHOLE,)}[what]
    fields = [(i, f) for i in ids for f in CATALOGUE[assessment.by_id[i].kind].fields if f.kind in kinds]
    if what == "links":
        fields = [(i, f) for i, f in fields if f.target in (("evidence",), ("improvement", "risk"))]
    if not fields:
        return AddRecord("evidence", id, {"title": "Found"})
    chosen, spec = draw(st.sampled_from(fields))
    if what == "text":
        text = draw(st.sampled_from(TEXTS)).format(side=side)
        return SetField(chosen, spec.key, text or (f"By {side}" if spec.required else None))
    if what == "number":
        return SetField(chosen, spec.key, draw(st.sampled_from([None, spec.minimum or 1, (spec.minimum or 1) + 1])))
    targets = [i for i in ids if assessment.by_id[i].kind in spec.target]
    return SetField(chosen, spec.key, draw(st.lists(st.sampled_from(targets), unique=True)) if targets else None)


def owners_above(everything: Mapping[str, Record], ids: Iterable[str]) -> set[str]:
    """What some records belong to, and what that belongs to: a comment's value, and the value's measure."""
    above: set[str] = set()
    waiting = list(ids)
    while waiting:
        record = everything.get(waiting.pop())
        found = set(commands.list_owners(record)) - above if record is not None else set()
        above |= found
        waiting += found
    return above
