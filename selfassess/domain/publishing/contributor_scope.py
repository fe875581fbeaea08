"""What is in a copy made for a contributor, and what may be written in it.

Nothing that is left out is in it in any form: what a record cannot do without stands there empty, and what stands
there empty cannot be written, so that it never comes back as if somebody had emptied it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from selfassess.domain.framework.framework import InformationReturn
from selfassess.domain.model import journal
from selfassess.domain.model.catalogue import CATALOGUE, OF_A_RECORD, Record, links_to_records
from selfassess.domain.model.catalogue_visit import KEYS_AROUND_VISIT, VISIT_FIELDS
from selfassess.domain.model.commands import ONE_EACH
from selfassess.domain.model.contributor_copy import Contribution
from selfassess.domain.model.field_shorthand import OWN_WORDS
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


def list_items_of_statements(asked: InformationReturn | None, statements: Collection[str]) -> tuple[str, ...]:
    """The items of the return that are about these statements and no others."""
    items = asked.items if asked is not None else ()
    return tuple(item.ref for item in items if item.statements and set(item.statements) <= set(statements))


# What is in it


def build_contributor_year(year: Assessment, about: Contribution) -> Assessment:
    """The year as its contributor gets it."""
    whole = {record.id for record in year.by_id.values() if _belongs_to_contribution(year, record, about)}
    while True:  # a value comes with its measure, a comment with what it is about
        more = {
            each.id
            for kind in (*OF_A_RECORD, "comment")
            for each in year.records_of(kind)
            if each.id not in whole and _accompanies_contribution(each, whole, year, about)
        }
        if not more:
            break
        whole |= more
    kept = whole | {record.id for kind in ONE_EACH for record in year.records_of(kind)}
    rows = {
        kind: tuple(
            _reduce_to_contribution(record, record.id in whole, kept, about) for record in records if record.id in kept
        )
        for kind, records in year.records.items()
    }
    signed = () if about.readable else SIGNING
    visit = (spec.key for spec in VISIT_FIELDS)
    own = _clear_record_fields(year.record, (*signed, *visit, *(() if about.scores else SCORING["assessment"])))
    return replace(year, record=own, records={kind: records for kind, records in rows.items() if records})


def _belongs_to_contribution(year: Assessment, record: Record, about: Contribution) -> bool:
    """Whether a record is in it for its own sake."""
    kind = record.kind
    if kind == "contact":
        return about.contacts
    if kind in (*OF_A_RECORD, "comment", *KEYS_AROUND_VISIT):
        return False
    if about.readable:
        return True
    if kind in OF_A_STATEMENT:
        return record[STATEMENT] in about.statements
    if kind in BEARING:
        return _bears_on_contribution(record, about) or record.id in _find_cited_evidence(year, about)
    return kind in OF_AN_ITEM and record["return_item"] in about.items


def _accompanies_contribution(record: Record, whole: Collection[str], year: Assessment, about: Contribution) -> bool:
    if record.kind in OF_A_RECORD:
        return record[OF_A_RECORD[record.kind]] in whole
    return record["about"] in whole or (about.readable and record["about"] == year.id)


def _find_cited_evidence(year: Assessment, about: Contribution) -> frozenset[str]:
    """The evidence that records of the chosen statements name."""
    kinds = ("strength", "improvement", "risk", "action")
    return frozenset(id for kind in kinds for r in year.records_of(kind) if r[STATEMENT] in about.statements
                     for id in r.links_of("evidence"))  # fmt: skip


def _reduce_to_contribution(record: Record, whole: bool, kept: Collection[str], about: Contribution) -> Record:
    if not whole:
        return _clear_record_fields(record, [key for key in record.values if key != ONE_EACH[record.kind]])
    if not about.scores:
        record = _clear_record_fields(record, SCORING.get(record.kind, ()))
    values = dict(record.values)
    for spec in CATALOGUE[record.kind].fields:
        links = values[spec.key]
        if isinstance(links, tuple) and links_to_records(spec):
            values[spec.key] = tuple(link for link in links if link in kept) or None
    return replace(record, values=values)


def _clear_record_fields(record: Record, fields: Collection[str]) -> Record:
    return replace(record, values={key: None if key in fields else value for key, value in record.values.items()})


def _bears_on_contribution(record: Record, about: Contribution) -> bool:
    return any(each in about.statements for each in record.links_of(STATEMENTS))


def find_needed_records(year: Assessment, about: Contribution) -> frozenset[str]:
    """The records of a copy that others rest on: removing them there would change what its person was not asked for."""
    scope = Scope(replace(about, given=frozenset(year.by_id)), year)
    found = set()
    for record in year.by_id.values():
        if record.kind in BEARING and not set(record.links_of(STATEMENTS)) <= set(about.statements):
            found.add(record.id)
        if scope.may_write_record(record):
            continue
        for spec in CATALOGUE[record.kind].fields:
            if spec.kind is Kind.LINKS and links_to_records(spec):
                found.update(record.links_of(spec.key))
    return frozenset(found)


# What may be written


@dataclass(frozen=True, slots=True)
class Scope:
    """What may be written in a copy, as its year is now."""

    about: Contribution
    year: Assessment

    def reason_refused(self, changes: Sequence[Change]) -> str:
        """Why changes cannot be made here, "" where they can."""
        after: dict[str, Record | None] = {}
        for change in changes:
            after[change.record] = journal.apply_change(
                after.get(change.record, self._find_record_before(change.record)), change
            )
        # Removals first: they say more than what follows of them, such as links that are taken out elsewhere.
        for change in sorted(changes, key=lambda each: each.operation is not Operation.DELETE):
            why = self._reason_change_refused(
                change, self._find_record_before(change.record), after[change.record], after
            )
            if why:
                return why
        return ""

    def reason_record_closed(self, record: Record) -> str:
        """Why nothing of a record can be written here, "" where something can."""
        return "" if self.may_write_record(record) else self._reason_record_only_read(record)

    def reason_field_left_out(self, kind: str, field: str) -> str:
        """Why a field cannot be written that stands empty here because it was left out; "" where it can."""
        if self.about.scores or field not in SCORING.get(kind, ()):
            return ""
        return LEFT_OUT

    def may_write_record(self, record: Record, among: Mapping[str, Record | None] | None = None) -> bool:
        """Whether a record is one that may be written; ``among`` has those that stand otherwise by now."""
        kind = record.kind
        if kind in OF_A_STATEMENT:
            return record[STATEMENT] in self.about.statements
        if kind in BEARING:
            return record.id not in self.about.given or _bears_on_contribution(record, self.about)
        if kind in OF_A_RECORD:
            id = record.text_of(OF_A_RECORD[kind])
            owner = (among or {}).get(id) or self.year.by_id.get(id)
            return owner is not None and self.may_write_record(owner)
        if kind == "comment":
            return record.id not in self.about.given
        return kind in OF_AN_ITEM and record["return_item"] in self.about.items

    def _find_record_before(self, id: str) -> Record | None:
        return self.year.record if id == self.year.id else self.year.by_id.get(id)

    def _reason_change_refused(
        self, change: Change, before: Record | None, after: Record | None, every: Mapping[str, Record | None]
    ) -> str:
        if change.kind in ("council", "assessment"):
            return self._reason_year_only_read(change)
        record = before or after
        if record is None:
            return ""  # made and removed again
        if after is None:
            return self._reason_removal_refused(record, every)
        if before is None:
            return (
                ""
                if self.may_write_record(after, every) or after.kind in (*BEARING, "comment")
                else self._reason_record_only_read(after)
            )
        if change.operation is Operation.UPDATE and change.field is not None:
            return self._reason_update_refused(change.field, before, after, every)
        return "" if self.may_write_record(before, every) else self._reason_record_only_read(before)

    def _reason_update_refused(
        self, field: str, before: Record, after: Record, every: Mapping[str, Record | None]
    ) -> str:
        if (why := self.reason_field_left_out(before.kind, field)) and before[field] != after[field]:
            return why
        if before.kind == "comment" and field in RESOLVING:
            return ""
        if before.kind in BEARING and field == STATEMENTS and before.id in self.about.given:
            changed = set(before.links_of(field)) ^ set(after.links_of(field))
            return "" if changed <= set(self.about.statements) else self._name_other_statements(sorted(changed))
        for record in (before, after):
            if not (
                self.may_write_record(record, every)
                or (record.kind in BEARING and self.may_write_record(before, every))
            ):
                return self._reason_record_only_read(record)
        return ""

    def _reason_removal_refused(self, record: Record, every: Mapping[str, Record | None]) -> str:
        if record.kind == "comment":
            about = record.text_of("about")
            goes_along = about in every and every[about] is None
            return "" if goes_along or self.may_write_record(record) else self._reason_record_only_read(record)
        if not self.may_write_record(record, every):
            owner = record.text_of(OF_A_RECORD[record.kind]) if record.kind in OF_A_RECORD else ""
            return "" if owner in every and every[owner] is None else self._reason_record_only_read(record)
        if record.id in self.about.needed:
            name = record.text_of(CATALOGUE[record.kind].title)
            return (
                f"“{name}” cannot be removed here: other parts of the self-assessment rest on it. "
                f"Leave a comment for {self.about.made_by or 'whoever made this copy'} instead."
            )
        return ""

    def _reason_record_only_read(self, record: Record) -> str:
        kind = CATALOGUE[record.kind]
        statement = record[STATEMENT] if record.kind in OF_A_STATEMENT else None
        if isinstance(statement, str):
            return self._name_other_statements([statement])
        what = f"{kind.name} “{record.text_of(kind.title)}”" if record.text_of(kind.title) else kind.name
        if record.kind in ("section", "return_answer", "figure", "comment"):
            what = _GENERAL[record.kind]
        return f"{what} can only be read here: this copy was {self.about.describe_purpose(self.year.framework)}."

    def _reason_year_only_read(self, change: Change) -> str:
        """Why neither the council nor a year as such is written here."""
        if change.kind == "council" and change.field == OWN_WORDS:
            return ""  # a word that is spelt well is nobody's part of the text
        if change.kind == "council":
            what = "The details of the council can only be read here"
        elif change.operation is Operation.CREATE:
            what = "No further year can be added here"
        else:
            what = "The details of the year can only be read here"
        return f"{what}: this copy was {self.about.describe_purpose(self.year.framework)}."

    def _name_other_statements(self, statements: Sequence[str]) -> str:
        known = (self.year.framework.find_statement(key) for key in statements if key not in self.about.statements)
        name = next((each.short_name for each in known if each is not None), "This statement")
        return f"“{name}” can only be read here: this copy was {self.about.describe_purpose(self.year.framework)}."


_GENERAL = {
    "section": "This section",
    "return_answer": "This item of the information return",
    "figure": "This item of the information return",
    "comment": "A comment that others wrote",
}
