"""Beginning a year from an earlier one: what comes along, what is left behind and why.

Nothing is taken for granted that was carried: prose and registers are marked as not reviewed, and no score or sign-off
comes along. The earlier year itself is not touched, so whatever is left behind stays in sight there.
"""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from selfassess.domain.framework.carry_map import CarryMap, follow
from selfassess.domain.framework.framework import Framework, InformationReturn, Pack
from selfassess.domain.information_return import look_back
from selfassess.domain.model import new_year
from selfassess.domain.model.catalogue import CATALOGUE, EARLIER, Record, blank, links_to_records
from selfassess.domain.model.commands import ONE_EACH
from selfassess.domain.model.display_names import Names
from selfassess.domain.model.errors import WrongUseError
from selfassess.domain.model.fields import Field, Kind, Value
from selfassess.domain.model.plural import count_noun
from selfassess.domain.model.statement_status import CARRIED, NOT_REVIEWED, not_reviewed
from selfassess.domain.model.workbook import Assessment

JUDGED_IN_WORDS = tuple(spec.key for spec in CATALOGUE["judgement"].fields if spec.kind is Kind.PROSE)
"""What of a judgement is carried, beside who works on it."""

WORKING_ON_IT = ("lead", "reviewer")

STAYS = {
    "figure": "Figures are given anew each year.",
    "comment": "Comments stay with the year they were written in.",
}
"""Kinds of which nothing comes along, and why."""

ENDED = {
    ("action", "complete"): "Complete.",
    ("action", "cancelled"): "Cancelled.",
    ("risk", "closed"): "Closed.",
}
"""Kind and status of what does not come along, and why."""

TITLE_LENGTH = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """One record and why it is told of: left behind, changed on the way, or too old by now."""

    kind: str
    record: str
    title: str
    why: str


@dataclass(frozen=True, kw_only=True)
class Carried:
    """A year that begins as an earlier one.

    ``left`` names records of the earlier year that have no successor. ``changed`` names records of the new year that
    lost a link or moved to another statement on the way, ``stale`` evidence in it that is older than a look-back.
    """

    source: Assessment
    assessment: Assessment
    left: tuple[Left, ...]
    changed: tuple[Left, ...]
    stale: tuple[Left, ...]

    @property
    def counts(self) -> Mapping[str, int]:
        """Record kind -> how many were carried, in the catalogue's order; kinds without any left out."""
        counted = {kind: sum(map(not_reviewed, rows)) for kind, rows in self.assessment.records.items()}
        counted["measure_value"] = len(self.assessment.of("measure_value"))  # they stand and fall with their measure
        return {kind: counted[kind] for kind in CATALOGUE if counted.get(kind)}

    @property
    def left_counts(self) -> Mapping[tuple[str, str], int]:
        """(Record kind, why) -> how many were left behind."""
        return Counter((each.kind, each.why) for each in self.left)


def carry(
    source: Assessment,
    *,
    label: str,
    position: int,
    today: str,
    framework: Framework | None = None,
    asked: InformationReturn | None = None,
    known: Iterable[Pack] = (),
) -> Carried:
    """The year ``label`` as it begins when carried from ``source``; nothing is written.

    Without a framework the new year is judged against that of ``source`` and answers the same information return.
    ``known`` packs lead over versions in between. Raises WrongUseError where ``source`` is not the council's own view.
    """
    if source.by_cqc:
        who = "a peer review" if source.record["assessor"] == "peer" else "CQC"
        raise WrongUseError(
            f"“{source.label}” is the view of {who}. A year can only be carried forward from one of your own."
        )
    if framework is None:
        framework, asked = source.framework, source.information_return
    fresh = new_year.new_assessment(label, position, framework, asked)
    return _Carrying(source, fresh, tuple(known)).carried(today)


def prose_of(assessment: Assessment, statements: Sequence[str], field: str) -> str:
    """What judgements say in a field; where several have something to say, each under its statement's name."""
    names = Names(assessment)
    said = [
        (names.statement(record.text("quality_statement")), record.text(field))
        for key in dict.fromkeys(statements)
        for record in assessment.of("judgement")
        if record["quality_statement"] == key and record[field]
    ]
    if len(said) < 2:
        return "".join(text for _, text in said)
    return "\n\n".join(f"From “{name}”:\n\n{text}" for name, text in said)


class _Carrying:
    """One year on its way: collects what is left behind and what changes."""

    def __init__(self, source: Assessment, fresh: Assessment, known: Sequence[Pack]) -> None:
        self.source = source
        self.fresh = fresh
        self.names = Names(source)
        self.names_now = Names(fresh)
        self.map = _map(source, fresh, known)
        self.done = _improvements_done(source)
        self.ids: dict[str, str] = {}
        self.left: list[Left] = []
        self.changed: list[Left] = []

    def carried(self, today: str) -> Carried:
        going = {kind: tuple(self._going(kind)) for kind in self.source.records if kind not in ONE_EACH}
        going["section"] = self.source.of("section")
        self.ids = {record.id: new_year.new_id() for records in going.values() for record in records}
        made = {kind: tuple(map(self._copied, records)) for kind, records in going.items() if records}
        made["judgement"] = tuple(self._judgements())
        made["return_answer"] = tuple(self._answers())
        assessment = new_year.complete(replace(self.fresh, records={k: rows for k, rows in made.items() if rows}))
        return Carried(
            source=self.source,
            assessment=assessment,
            left=tuple(self.left),
            changed=tuple(self.changed),
            stale=tuple(_stale(assessment, today)),
        )

    def _going(self, kind: str) -> Iterator[Record]:
        for record in self.source.of(kind):
            why = self._stays(record)
            if why:
                self._leave(record, why)
            else:
                yield record

    def _stays(self, record: Record) -> str:
        """Why a record does not come along, "" where it does."""
        if record.kind in STAYS:
            return STAYS[record.kind]
        ended = ENDED.get((record.kind, str(record.values.get("status"))))
        if ended or record.id in self.done:
            return ended or "Its actions are complete."
        statement = record.values.get("quality_statement")
        return self._gone(str(statement)) if statement else ""

    def _gone(self, statement: str) -> str:
        """Why nothing follows from a statement, "" where something does."""
        fate = self.map.statement(statement)
        return "" if fate.keys else f"“{self.names.statement(statement)}” is not carried on. {fate.why}"

    def _copied(self, record: Record) -> Record:
        id = self.ids[record.id]
        by_key = CATALOGUE[record.kind].by_key
        values = {key: self._brought(record, spec) for key, spec in by_key.items()}
        if NOT_REVIEWED in by_key and (record.kind != "section" or record["text"]):
            values |= {"carried_from": record.id, NOT_REVIEWED: True}
        return Record(kind=record.kind, id=id, position=record.position, assessment=self.fresh.id, values=values)

    def _brought(self, record: Record, spec: Field) -> Value:
        value = record.values[spec.key]
        if value is None or not spec.target or EARLIER in spec.target:
            return value
        several = isinstance(value, tuple)
        links = value if isinstance(value, tuple) else (str(value),)
        bring = self._records_now if links_to_records(spec) else self._keys_now
        brought = tuple(dict.fromkeys(bring(record, spec, links)))
        if several:
            return brought or None
        if len(brought) > 1:
            said = " and ".join(f"“{self.names_now.key(spec, key)}”" for key in brought)
            first = self.names_now.key(spec, brought[0])
            self._change(record, f"“{self.names.key(spec, links[0])}” became {said}; it is under “{first}” now.")
        return brought[0] if brought else None

    def _records_now(self, record: Record, spec: Field, links: Sequence[str]) -> Iterator[str]:
        for link in links:
            if link in self.ids:
                yield self.ids[link]
            else:
                other = self.source.by_id.get(link)
                called = f"“{self._title(other)}”, which was left behind" if other else "what was not there"
                self._change(record, f"“{spec.label}” no longer names {called}.")

    def _keys_now(self, record: Record, spec: Field, links: Sequence[str]) -> Iterator[str]:
        for link in links:
            fate = self.map.fate(spec.target[0], link)
            yield from fate.keys
            if not fate.keys:
                self._change(record, f"“{spec.label}” no longer names “{self.names.key(spec, link)}”. {fate.why}")

    def _judgements(self) -> Iterator[Record]:
        """The new year's judgements with the words of those they follow from, and no score."""
        follow_from: dict[str, list[Record]] = {key: [] for key in self.fresh.judgements}
        for record in self.source.of("judgement"):
            fate = self.map.statement(record.text("quality_statement"))
            for new in fate.keys:
                follow_from.setdefault(new, []).append(record)
            if not fate.keys and any(record[field] is not None for field in (*JUDGED_IN_WORDS, "score")):
                self._leave(record, self._gone(record.text("quality_statement")))
        for at, (new, records) in enumerate(follow_from.items()):
            begun = self.fresh.judgements.get(new)
            # A statement that no version knows is kept: readiness shows it, and its words are not lost.
            yield self._judged(begun or self._more("judgement", at, quality_statement=new), records)

    def _judged(self, begun: Record, records: Sequence[Record]) -> Record:
        keys = tuple(record.text("quality_statement") for record in records)
        values: dict[str, Value] = {field: prose_of(self.source, keys, field) or None for field in JUDGED_IN_WORDS}
        worded = any(values.values())
        for key in WORKING_ON_IT:
            values[key] = _together(record.text(key) for record in records)
        values["status"] = CARRIED if worded else "not_started"
        split = [key for key in keys if len(self.map.statement(key).keys) > 1]
        if worded and (split or len(set(keys)) > 1):
            named = " and ".join(f"“{self.names.statement(key)}”" for key in dict.fromkeys(keys))
            why = f"Its words are those of {named}"
            also = [new for key in split for new in self.map.statement(key).keys if new != begun["quality_statement"]]
            shared = " and ".join(f"“{self.names_now.statement(new)}”" for new in dict.fromkeys(also))
            why += f", which stand under {shared} too." if also else "."
            self.changed.append(self._told(self.names_now, begun, begun.id, why))
        return replace(begun, values={**begun.values, **values})

    def _answers(self) -> Iterator[Record]:
        """The new year's answers: only who gathers each comes along."""
        owners: dict[str, list[str]] = {record.text("return_item"): [] for record in self.fresh.of("return_answer")}
        for record in self.source.of("return_answer"):
            fate = self.map.fate("return_item", record.text("return_item"))
            if record["note"]:
                self._leave(record, fate.why or "Items are answered anew each year.")
            for new in fate.keys if self.fresh.information_return else ():
                if new in owners or record["owner"]:
                    owners.setdefault(new, []).append(record.text("owner"))
        begun = {record.text("return_item"): record for record in self.fresh.of("return_answer")}
        for at, (ref, found) in enumerate(owners.items()):
            answer = begun.get(ref) or self._more("return_answer", at, return_item=ref)
            yield replace(answer, values={**answer.values, "owner": _together(found), "status": "not_started"})

    def _more(self, kind: str, position: int, **values: Value) -> Record:
        return blank(kind, new_year.new_id(), position, self.fresh.id, **values)

    def _leave(self, record: Record, why: str) -> None:
        self.left.append(self._told(self.names, record, record.id, why))

    def _change(self, record: Record, why: str) -> None:
        self.changed.append(self._told(self.names, record, self.ids[record.id], why))

    def _told(self, names: Names, record: Record, id: str, why: str) -> Left:
        return Left(kind=record.kind, record=id, title=_title(names, record), why=why)

    def _title(self, record: Record) -> str:
        return _title(self.names, record)


def _map(source: Assessment, fresh: Assessment, known: Sequence[Pack]) -> CarryMap:
    fates = dict(follow(source.framework, fresh.framework, known).fates)
    if source.information_return is not None and fresh.information_return is not None:
        fates |= follow(source.information_return, fresh.information_return, known).fates
    return CarryMap(fates)


def _improvements_done(source: Assessment) -> frozenset[str]:
    """Areas for improvement with at least one complete action and none that is still to do."""
    statuses: dict[str, set[str]] = {}
    for action in source.of("action"):
        for link in action.links("addresses"):
            statuses.setdefault(link, set()).add(action.text("status"))
    return frozenset(
        each.id
        for each in source.of("improvement")
        if "complete" in (found := statuses.get(each.id, set())) and found <= {"complete", "cancelled"}
    )


def _stale(assessment: Assessment, today: str) -> Iterator[Left]:
    names = Names(assessment)
    for record in assessment.of("evidence"):
        items = look_back.stale_items(assessment, record, today)
        if items:
            said = ", ".join(f"{item.ref} ({count_noun(item.look_back_months or 0, 'month')})" for item in items)
            why = f"It is older than what is looked back on for {said}."
            yield Left(kind=record.kind, record=record.id, title=_title(names, record), why=why)


def _title(names: Names, record: Record) -> str:
    keys = ("return_item", "breakdown", "figure") if record.kind == "figure" else (CATALOGUE[record.kind].title,)
    called = ", ".join(filter(None, (names.value(record, key) for key in keys)))
    return textwrap.shorten(called or CATALOGUE[record.kind].name, TITLE_LENGTH, placeholder="…")


def _together(texts: Iterable[str]) -> str | None:
    return "; ".join(dict.fromkeys(filter(None, texts))) or None
