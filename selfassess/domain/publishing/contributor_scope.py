"""What is in a copy made for a contributor, and what may be written in it.

Nothing that is left out is in it in any form: what a record cannot do without stands there empty, and what stands
there empty cannot be written, so that it never comes back as if somebody had emptied it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from selfassess.domain.framework.framework import InformationReturn
from selfassess.domain.model import journal
from selfassess.domain.model.catalogue import CATALOGUE, Record, links_to_records
from selfassess.domain.model.commands import ONE_EACH
from selfassess.domain.model.contributor_copy import Contribution
from selfassess.domain.model.fields import Kind
from selfassess.domain.model.journal import Change, Operation
from selfassess.domain.model.workbook import Assessment

OF_A_STATEMENT = ("judgement", "strength", "improvement", "risk", "action")
"""Kinds of record that stand under one statement."""
BEARING = ("evidence", "measure", "story")
"""Kinds of record that bear on any number of statements."""
OF_AN_ITEM = ("return_answer", "figure")
STATEMENT, STATEMENTS = "quality_statement", "quality_statements"
SCORING = {
    "judgement": ("score", "insufficient_evidence", "confidence", "rationale"),
    "assessment": ("published_rating", "published_percent"),
}
"""What is left out with the scores."""
SIGNING = ("director", "director_signed_on", "chief_executive", "chief_executive_signed_on")
LEFT_OUT = "Scores and the reasons for them were left out of this copy, so they cannot be written in it."
RESOLVING = ("resolved_by", "resolved_on")


def items_of(asked: InformationReturn | None, statements: Collection[str]) -> tuple[str, ...]:
    """The items of the return that are about these statements and no others."""
    items = asked.items if asked is not None else ()
    return tuple(item.ref for item in items if item.statements and set(item.statements) <= set(statements))


# What is in it


def content(year: Assessment, about: Contribution) -> Assessment:
    """The year as its contributor gets it."""
    whole = {record.id for record in year.by_id.values() if _is_in(year, record, about)}
    while True:  # a value comes with its measure, a comment with what it is about
        more = {
            each.id
            for each in (*year.of("measure_value"), *year.of("comment"))
            if each.id not in whole and _goes_along(each, whole, year, about)
        }
        if not more:
            break
        whole |= more
    kept = whole | {record.id for kind in ONE_EACH for record in year.of(kind)}
    rows = {
        kind: tuple(_reduced(record, record.id in whole, kept, about) for record in records if record.id in kept)
        for kind, records in year.records.items()
    }
    signed = () if about.readable else SIGNING
    own = _without(year.record, (*signed, *(() if about.scores else SCORING["assessment"])))
    return replace(year, record=own, records={kind: records for kind, records in rows.items() if records})


def _is_in(year: Assessment, record: Record, about: Contribution) -> bool:
    """Whether a record is in it for its own sake."""
    kind = record.kind
    if kind == "contact":
        return about.contacts
    if kind in ("measure_value", "comment"):
        return False
    if about.readable:
        return True
    if kind in OF_A_STATEMENT:
        return record[STATEMENT] in about.statements
    if kind in BEARING:
        return _bears(record, about) or record.id in _rested_on(year, about)
    return kind in OF_AN_ITEM and record["return_item"] in about.items


def _goes_along(record: Record, whole: Collection[str], year: Assessment, about: Contribution) -> bool:
    if record.kind == "measure_value":
        return record["measure"] in whole
    return record["about"] in whole or (about.readable and record["about"] == year.id)


def _rested_on(year: Assessment, about: Contribution) -> frozenset[str]:
    """The evidence that records of the chosen statements name."""
    kinds = ("strength", "improvement", "risk", "action")
    return frozenset(id for kind in kinds for r in year.of(kind) if r[STATEMENT] in about.statements
                     for id in r.links("evidence"))  # fmt: skip


def _reduced(record: Record, whole: bool, kept: Collection[str], about: Contribution) -> Record:
    if not whole:
        return _without(record, [key for key in record.values if key != ONE_EACH[record.kind]])
    if not about.scores:
        record = _without(record, SCORING.get(record.kind, ()))
    values = dict(record.values)
    for spec in CATALOGUE[record.kind].fields:
        links = values[spec.key]
        if isinstance(links, tuple) and links_to_records(spec):
            values[spec.key] = tuple(link for link in links if link in kept) or None
    return replace(record, values=values)


def _without(record: Record, fields: Collection[str]) -> Record:
    return replace(record, values={key: None if key in fields else value for key, value in record.values.items()})


def _bears(record: Record, about: Contribution) -> bool:
    return any(each in about.statements for each in record.links(STATEMENTS))


def needed(year: Assessment, about: Contribution) -> frozenset[str]:
    """The records of a copy that others rest on: removing them there would change what its person was not asked for."""
    scope = Scope(replace(about, given=frozenset(year.by_id)), year)
    found = set()
    for record in year.by_id.values():
        if record.kind in BEARING and not set(record.links(STATEMENTS)) <= set(about.statements):
            found.add(record.id)
        if scope.writes(record):
            continue
        for spec in CATALOGUE[record.kind].fields:
            if spec.kind is Kind.LINKS and links_to_records(spec):
                found.update(record.links(spec.key))
    return frozenset(found)


# What may be written


@dataclass(frozen=True, slots=True)
class Scope:
    """What may be written in a copy, as its year is now."""

    about: Contribution
    year: Assessment

    def refused(self, changes: Sequence[Change]) -> str:
        """Why changes cannot be made here, "" where they can."""
        after: dict[str, Record | None] = {}
        for change in changes:
            after[change.record] = journal.applied(after.get(change.record, self._before(change.record)), change)
        # Removals first: they say more than what follows of them, such as links that are taken out elsewhere.
        for change in sorted(changes, key=lambda each: each.operation is not Operation.DELETE):
            why = self._refuses(change, self._before(change.record), after[change.record], after)
            if why:
                return why
        return ""

    def closed(self, record: Record) -> str:
        """Why nothing of a record can be written here, "" where something can."""
        return "" if self.writes(record) else self._only_read(record)

    def left_out(self, kind: str, field: str) -> str:
        """Why a field cannot be written that stands empty here because it was left out; "" where it can."""
        if self.about.scores or field not in SCORING.get(kind, ()):
            return ""
        return LEFT_OUT

    def writes(self, record: Record, among: Mapping[str, Record | None] | None = None) -> bool:
        """Whether a record is one that may be written; ``among`` has those that stand otherwise by now."""
        kind = record.kind
        if kind in OF_A_STATEMENT:
            return record[STATEMENT] in self.about.statements
        if kind in BEARING:
            return record.id not in self.about.given or _bears(record, self.about)
        if kind == "measure_value":
            id = record.text("measure")
            measure = (among or {}).get(id) or self.year.by_id.get(id)
            return measure is not None and self.writes(measure)
        if kind == "comment":
            return record.id not in self.about.given
        return kind in OF_AN_ITEM and record["return_item"] in self.about.items

    def _before(self, id: str) -> Record | None:
        return self.year.record if id == self.year.id else self.year.by_id.get(id)

    def _refuses(
        self, change: Change, before: Record | None, after: Record | None, every: Mapping[str, Record | None]
    ) -> str:
        if change.kind in ("council", "assessment"):
            return self._only_said(change)
        record = before or after
        if record is None:
            return ""  # made and removed again
        if after is None:
            return self._refuses_removal(record, every)
        if before is None:
            return "" if self.writes(after, every) or after.kind in (*BEARING, "comment") else self._only_read(after)
        if change.operation is Operation.UPDATE and change.field is not None:
            return self._refuses_update(change.field, before, after, every)
        return "" if self.writes(before, every) else self._only_read(before)

    def _refuses_update(self, field: str, before: Record, after: Record, every: Mapping[str, Record | None]) -> str:
        if (why := self.left_out(before.kind, field)) and before[field] != after[field]:
            return why
        if before.kind == "comment" and field in RESOLVING:
            return ""
        if before.kind in BEARING and field == STATEMENTS and before.id in self.about.given:
            changed = set(before.links(field)) ^ set(after.links(field))
            return "" if changed <= set(self.about.statements) else self._elsewhere(sorted(changed))
        for record in (before, after):
            if not (self.writes(record, every) or (record.kind in BEARING and self.writes(before, every))):
                return self._only_read(record)
        return ""

    def _refuses_removal(self, record: Record, every: Mapping[str, Record | None]) -> str:
        if record.kind == "comment":
            about = record.text("about")
            goes_along = about in every and every[about] is None
            return "" if goes_along or self.writes(record) else self._only_read(record)
        if not self.writes(record, every):
            owner = record.text("measure") if record.kind == "measure_value" else ""
            return "" if owner in every and every[owner] is None else self._only_read(record)
        if record.id in self.about.needed:
            name = record.text(CATALOGUE[record.kind].title)
            return (
                f"“{name}” cannot be removed here: other parts of the self-assessment rest on it. "
                f"Leave a comment for {self.about.made_by or 'whoever made this copy'} instead."
            )
        return ""

    def _only_read(self, record: Record) -> str:
        kind = CATALOGUE[record.kind]
        statement = record[STATEMENT] if record.kind in OF_A_STATEMENT else None
        if isinstance(statement, str):
            return self._elsewhere([statement])
        what = f"{kind.name} “{record.text(kind.title)}”" if record.text(kind.title) else kind.name
        if record.kind in ("section", "return_answer", "figure", "comment"):
            what = _GENERAL[record.kind]
        return f"{what} can only be read here: this copy was {self.about.purpose(self.year.framework)}."

    def _only_said(self, change: Change) -> str:
        """Why neither the council nor a year as such is written here."""
        if change.kind == "council":
            what = "The details of the council can only be read here"
        elif change.operation is Operation.CREATE:
            what = "No further year can be added here"
        else:
            what = "The details of the year can only be read here"
        return f"{what}: this copy was {self.about.purpose(self.year.framework)}."

    def _elsewhere(self, statements: Sequence[str]) -> str:
        known = (self.year.framework.statement(key) for key in statements if key not in self.about.statements)
        name = next((each.short_name for each in known if each is not None), "This statement")
        return f"“{name}” can only be read here: this copy was {self.about.purpose(self.year.framework)}."


_GENERAL = {
    "section": "This section",
    "return_answer": "This item of the information return",
    "figure": "This item of the information return",
    "comment": "A comment that others wrote",
}
