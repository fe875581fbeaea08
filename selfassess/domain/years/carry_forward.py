"""Beginning a year from an earlier one: what comes along, what is left behind and why.

Nothing is taken for granted that was carried: prose and registers are marked as not reviewed, and no score or sign-off
comes along. The earlier year itself is not touched, so whatever is left behind stays in sight there.
"""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from selfassess.domain.framework.carry_map import CarryMap, build_carry_map
from selfassess.domain.framework.framework import Framework, InformationReturn, Pack
from selfassess.domain.information_return import look_back
from selfassess.domain.model import new_year
from selfassess.domain.model.catalogue import CATALOGUE, EARLIER, OF_A_RECORD, Record, blank_record, links_to_records
from selfassess.domain.model.catalogue_visit import KEYS_AROUND_VISIT
from selfassess.domain.model.commands import ONE_EACH
from selfassess.domain.model.display_names import Names
from selfassess.domain.model.errors import WrongUseError
from selfassess.domain.model.fields import Field, Kind, Value
from selfassess.domain.model.statement_status import CARRIED, NOT_REVIEWED, needs_review
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.text.wording import count_noun, join_with_and

JUDGED_IN_WORDS = tuple(spec.key for spec in CATALOGUE["judgement"].fields if spec.kind is Kind.PROSE)
"""What of a judgement is carried, beside who works on it."""

WORKING_ON_IT = ("lead", "reviewer")

STAYS = {
    "figure": "Figures are given anew each year.",
    "comment": "Comments stay with the year they were written in.",
    "update": "Updates stay with the year they were written in; what they are about leads back to them.",
    **dict.fromkeys(KEYS_AROUND_VISIT, "It belongs to the visit, or to the review, of its own year."),
    "finding": "Findings stay with the report that made them.",
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
    def carried_counts(self) -> Mapping[str, int]:
        """Record kind -> how many were carried, in the catalogue's order; kinds without any left out."""
        counted = {kind: sum(map(needs_review, rows)) for kind, rows in self.assessment.records.items()}
        for kind in OF_A_RECORD:  # they stand and fall with what they are part of
            counted[kind] = len(self.assessment.records_of(kind))
        return {kind: counted[kind] for kind in CATALOGUE if counted.get(kind)}

    @property
    def left_counts(self) -> Mapping[tuple[str, str], int]:
        """(Record kind, why) -> how many were left behind."""
        return Counter((each.kind, each.why) for each in self.left)


def carry_forward(
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
    return _Carrying(source, fresh, tuple(known)).carry_records(today)


def join_judgement_prose(assessment: Assessment, statements: Sequence[str], field: str) -> str:
    """What judgements say in a field; where several have something to say, each under its statement's name."""
    names = Names(assessment)
    said = [
        (names.name_statement(record.text_of("quality_statement")), record.text_of(field))
        for key in dict.fromkeys(statements)
        for record in assessment.records_of("judgement")
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
        self.map = _build_year_carry_map(source, fresh, known)
        self.done = _find_finished_improvements(source)
        self.ids: dict[str, str] = {}
        self.left: list[Left] = []
        self.changed: list[Left] = []

    def carry_records(self, today: str) -> Carried:
        going = {kind: tuple(self._carry_records_of_kind(kind)) for kind in self.source.records if kind not in ONE_EACH}
        going["section"] = self.source.records_of("section")
        self.ids = {record.id: new_year.new_id() for records in going.values() for record in records}
        made = {kind: tuple(map(self._copy_record, records)) for kind, records in going.items() if records}
        made["judgement"] = tuple(self._begin_judgements())
        made["return_answer"] = tuple(self._begin_return_answers())
        assessment = new_year.complete_assessment(
            replace(self.fresh, records={k: rows for k, rows in made.items() if rows})
        )
        return Carried(
            source=self.source,
            assessment=assessment,
            left=tuple(self.left),
            changed=tuple(self.changed),
            stale=tuple(_find_stale_evidence(assessment, today)),
        )

    def _carry_records_of_kind(self, kind: str) -> Iterator[Record]:
        for record in self.source.records_of(kind):
            why = self._reason_left_behind(record)
            if why:
                self._note_left_behind(record, why)
            else:
                yield record

    def _reason_left_behind(self, record: Record) -> str:
        """Why a record does not come along, "" where it does."""
        if record.kind in STAYS:
            return STAYS[record.kind]
        ended = ENDED.get((record.kind, str(record.values.get("status"))))
        if ended or record.id in self.done:
            return ended or "Its actions are complete."
        owner = self.source.by_id.get(record.text_of(OF_A_RECORD[record.kind])) if record.kind in OF_A_RECORD else None
        if owner is not None and self._reason_left_behind(owner):
            return f"Its {CATALOGUE[owner.kind].name.lower()} is left behind."
        statement = record.values.get("quality_statement")
        return self._reason_statement_gone(str(statement)) if statement else ""

    def _reason_statement_gone(self, statement: str) -> str:
        """Why nothing follows from a statement, "" where something does."""
        fate = self.map.trace_statement(statement)
        return "" if fate.keys else f"“{self.names.name_statement(statement)}” is not carried on. {fate.why}"

    def _copy_record(self, record: Record) -> Record:
        id = self.ids[record.id]
        by_key = CATALOGUE[record.kind].by_key
        values = {key: self._carry_field_value(record, spec) for key, spec in by_key.items()}
        if NOT_REVIEWED in by_key and (record.kind != "section" or record["text"]):
            values |= {"carried_from": record.id, NOT_REVIEWED: True}
        return Record(kind=record.kind, id=id, position=record.position, assessment=self.fresh.id, values=values)

    def _carry_field_value(self, record: Record, spec: Field) -> Value:
        value = record.values[spec.key]
        if value is None or not spec.target or EARLIER in spec.target:
            return value
        several = isinstance(value, tuple)
        links = value if isinstance(value, tuple) else (str(value),)
        bring = self._follow_record_links if links_to_records(spec) else self._follow_key_links
        brought = tuple(dict.fromkeys(bring(record, spec, links)))
        if several:
            return brought or None
        if len(brought) > 1:
            said = join_with_and(f"“{self.names_now.name_link_target(spec, key)}”" for key in brought)
            first = self.names_now.name_link_target(spec, brought[0])
            self._note_changed_record(
                record, f"“{self.names.name_link_target(spec, links[0])}” became {said}; it is under “{first}” now."
            )
        return brought[0] if brought else None

    def _follow_record_links(self, record: Record, spec: Field, links: Sequence[str]) -> Iterator[str]:
        for link in links:
            if link in self.ids:
                yield self.ids[link]
            else:
                other = self.source.by_id.get(link)
                called = f"“{self._title_of_source(other)}”, which was left behind" if other else "what was not there"
                self._note_changed_record(record, f"“{spec.label}” no longer names {called}.")

    def _follow_key_links(self, record: Record, spec: Field, links: Sequence[str]) -> Iterator[str]:
        for link in links:
            fate = self.map.trace_key(spec.target[0], link)
            yield from fate.keys
            if not fate.keys:
                self._note_changed_record(
                    record, f"“{spec.label}” no longer names “{self.names.name_link_target(spec, link)}”. {fate.why}"
                )

    def _begin_judgements(self) -> Iterator[Record]:
        """The new year's judgements with the words of those they follow from, and no score."""
        follow_from: dict[str, list[Record]] = {key: [] for key in self.fresh.judgements}
        for record in self.source.records_of("judgement"):
            fate = self.map.trace_statement(record.text_of("quality_statement"))
            for new in fate.keys:
                follow_from.setdefault(new, []).append(record)
            if not fate.keys and any(record[field] is not None for field in (*JUDGED_IN_WORDS, "score")):
                self._note_left_behind(record, self._reason_statement_gone(record.text_of("quality_statement")))
        for at, (new, records) in enumerate(follow_from.items()):
            begun = self.fresh.judgements.get(new)
            # A statement that no version knows is kept: readiness shows it, and its words are not lost.
            yield self._carry_judgement(
                begun or self._create_blank_record("judgement", at, quality_statement=new), records
            )

    def _carry_judgement(self, begun: Record, records: Sequence[Record]) -> Record:
        keys = tuple(record.text_of("quality_statement") for record in records)
        values: dict[str, Value] = {
            field: join_judgement_prose(self.source, keys, field) or None for field in JUDGED_IN_WORDS
        }
        worded = any(values.values())
        for key in WORKING_ON_IT:
            values[key] = _join_different_texts(record.text_of(key) for record in records)
        values["status"] = CARRIED if worded else "not_started"
        split = [key for key in keys if len(self.map.trace_statement(key).keys) > 1]
        if worded and (split or len(set(keys)) > 1):
            named = join_with_and(f"“{self.names.name_statement(key)}”" for key in dict.fromkeys(keys))
            why = f"Its words are those of {named}"
            also = [
                new for key in split for new in self.map.trace_statement(key).keys if new != begun["quality_statement"]
            ]
            shared = join_with_and(f"“{self.names_now.name_statement(new)}”" for new in dict.fromkeys(also))
            why += f", which stand under {shared} too." if also else "."
            self.changed.append(self._build_left_note(self.names_now, begun, begun.id, why))
        return replace(begun, values={**begun.values, **values})

    def _begin_return_answers(self) -> Iterator[Record]:
        """The new year's answers: only who gathers each comes along."""
        owners: dict[str, list[str]] = {
            record.text_of("return_item"): [] for record in self.fresh.records_of("return_answer")
        }
        for record in self.source.records_of("return_answer"):
            fate = self.map.trace_key("return_item", record.text_of("return_item"))
            if record["note"]:
                self._note_left_behind(record, fate.why or "Items are answered anew each year.")
            for new in fate.keys if self.fresh.information_return else ():
                if new in owners or record["owner"]:
                    owners.setdefault(new, []).append(record.text_of("owner"))
        begun = {record.text_of("return_item"): record for record in self.fresh.records_of("return_answer")}
        for at, (ref, found) in enumerate(owners.items()):
            answer = begun.get(ref) or self._create_blank_record("return_answer", at, return_item=ref)
            yield replace(
                answer, values={**answer.values, "owner": _join_different_texts(found), "status": "not_started"}
            )

    def _create_blank_record(self, kind: str, position: int, **values: Value) -> Record:
        return blank_record(kind, new_year.new_id(), position, self.fresh.id, **values)

    def _note_left_behind(self, record: Record, why: str) -> None:
        self.left.append(self._build_left_note(self.names, record, record.id, why))

    def _note_changed_record(self, record: Record, why: str) -> None:
        self.changed.append(self._build_left_note(self.names, record, self.ids[record.id], why))

    def _build_left_note(self, names: Names, record: Record, id: str, why: str) -> Left:
        return Left(kind=record.kind, record=id, title=_title_carried_record(names, record), why=why)

    def _title_of_source(self, record: Record) -> str:
        return _title_carried_record(self.names, record)


def _build_year_carry_map(source: Assessment, fresh: Assessment, known: Sequence[Pack]) -> CarryMap:
    fates = dict(build_carry_map(source.framework, fresh.framework, known).fates)
    if source.information_return is not None and fresh.information_return is not None:
        fates |= build_carry_map(source.information_return, fresh.information_return, known).fates
    return CarryMap(fates)


def _find_finished_improvements(source: Assessment) -> frozenset[str]:
    """Areas for improvement with at least one complete action and none that is still to do."""
    statuses: dict[str, set[str]] = {}
    for action in source.records_of("action"):
        for link in action.links_of("addresses"):
            statuses.setdefault(link, set()).add(action.text_of("status"))
    return frozenset(
        each.id
        for each in source.records_of("improvement")
        if "complete" in (found := statuses.get(each.id, set())) and found <= {"complete", "cancelled"}
    )


def _find_stale_evidence(assessment: Assessment, today: str) -> Iterator[Left]:
    names = Names(assessment)
    for record in assessment.records_of("evidence"):
        items = look_back.find_items_evidence_is_stale_for(assessment, record, today)
        if items:
            said = ", ".join(f"{item.ref} ({count_noun(item.look_back_months or 0, 'month')})" for item in items)
            why = f"It is older than what is looked back on for {said}."
            yield Left(kind=record.kind, record=record.id, title=_title_carried_record(names, record), why=why)


def _title_carried_record(names: Names, record: Record) -> str:
    keys = ("return_item", "breakdown", "figure") if record.kind == "figure" else (CATALOGUE[record.kind].title,)
    called = ", ".join(filter(None, (names.format_value(record, key) for key in keys)))
    return textwrap.shorten(called or CATALOGUE[record.kind].name, TITLE_LENGTH, placeholder="…")


def _join_different_texts(texts: Iterable[str]) -> str | None:
    return "; ".join(dict.fromkeys(filter(None, texts))) or None
