"""Which derived values a step can have made different: what it does not name is as it was before.

Whoever shows what is worked out from a year asks here first, so that a word more in one text makes nobody work out the
findings or repaint the list of statements. It follows from the kinds and fields that changed, whatever they hold; where
that does not tell, everything counts as touched. A test changes every field of the catalogue and holds it to its word.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from selfassess.domain.framework.framework import ALL
from selfassess.domain.model.admission import find_value_fault
from selfassess.domain.model.catalogue import CATALOGUE, OF_A_RECORD, Record, links_to_records
from selfassess.domain.model.fields import Kind
from selfassess.domain.model.journal import ASSESSMENT, Change, Operation
from selfassess.domain.model.workbook import Assessment

FEW = 50
"""A step of more changes is an import or the like: to ask what each of them touches would take longer than to look."""

OF_PROGRESS = ("judgement", "evidence", "strength", "improvement", "risk", "action")
"""The kinds of record that a statement's steps and its status follow from."""
OF_RATING = ("score", "insufficient_evidence", "quality_statement")
"""The fields of a judgement that the rating follows from."""
CITED_BY = ("evidence", "return_items")
"""A piece of evidence is called by its title and by the items of the return that it is sent under."""

_OWNED_BY = {**OF_A_RECORD, "comment": "about"}


@dataclass(frozen=True, slots=True)
class Touched:
    """What can be different now. ``statements`` are those that a changed record bears on, or bore on before.

    ``names``: what some record is called; ``progress``: how far statements are, and their status; ``everything``: more
    than can be told.
    """

    statements: frozenset[str] = frozenset()
    names: bool = False
    findings: bool = False
    coverage: bool = False
    progress: bool = False
    rating: bool = False
    everything: bool = False

    def bears_on(self, statement: str) -> bool:
        """Whether what is written about a quality statement, or how long it is, can be different."""
        if self.everything:
            return True
        return self.names or statement in self.statements


EVERYTHING = Touched(names=True, findings=True, coverage=True, progress=True, rating=True, everything=True)


def find_touched(changes: Sequence[Change], year: Assessment) -> Touched:
    """What changes touched of a year; ``year`` is as it is since."""
    if len(changes) > FEW:
        return EVERYTHING
    statements: set[str] = set()
    others: list[Change] = []
    for change in changes:
        keys = _find_statements(change, year)
        if keys is None:
            return EVERYTHING
        statements.update(keys)
        if not is_rewording(change):
            others.append(change)
    kinds = {change.kind for change in others} - {"comment"}
    return Touched(
        statements=frozenset(statements),
        names=any(map(_can_rename, others)),
        findings=bool(others),
        coverage="evidence" in kinds,
        progress=not kinds.isdisjoint(OF_PROGRESS),
        rating=any(map(_can_move_rating, others)),
    )


def is_rewording(change: Change) -> bool:
    """Whether prose only became other prose, and is no name: no rule reads more of it than that it is there."""
    if change.operation is not Operation.UPDATE:
        return False
    kind = CATALOGUE[change.kind]
    spec = kind.by_key.get(str(change.field))
    if spec is None or spec.kind is not Kind.PROSE or spec.key == kind.title:
        return False
    written = bool(change.old) and bool(change.new)
    if not written:
        return False
    return find_value_fault(spec, change.old) is None and find_value_fault(spec, change.new) is None


def _can_rename(change: Change) -> bool:
    """Whether some record may be called otherwise now, or may be there or gone where others name it."""
    return change.field in (None, CATALOGUE[change.kind].title) or (change.kind, change.field) == CITED_BY


def _can_move_rating(change: Change) -> bool:
    if change.kind != "judgement":
        return False
    return change.field is None or change.field in OF_RATING


def _find_statements(change: Change, year: Assessment) -> set[str] | None:
    """The statements that a change bears on, before and after; None where it may be any, or is of another year."""
    record = year.by_id.get(change.record)
    if change.field is None:
        wholes = [each for each in (change.old, change.new) if isinstance(each, dict)]
        states = [each["values"] for each in wholes if each.get(ASSESSMENT) == year.id]
        linking = states
    else:
        states = [record.values] if record is not None else []
        linking = [{change.field: change.old}, {change.field: change.new}]
    if not states:
        return None
    found: set[str] = set()
    for values in (*states, *linking):
        found |= _own_statements(change.kind, values, year)
    for values in linking:
        for linked in _linked_records(change.kind, values, year):
            found |= _own_statements(linked.kind, linked.values, year)
    if ALL in found:
        return None
    return found


def _own_statements(kind: str, values: Mapping[str, Any], year: Assessment) -> set[str]:
    """The statements that a record stands under: by itself, by what it belongs to, or by the item that it answers."""
    found = {values["quality_statement"]} if values.get("quality_statement") else set()
    found.update(values.get("quality_statements") or ())
    owner = year.by_id.get(values.get(_OWNED_BY.get(kind, ""), ""))
    if owner:
        found |= _own_statements(owner.kind, owner.values, year)
    if kind == "figure" and (asked := year.information_return) is not None:
        item = asked.find_item(values.get("return_item") or "")
        found.update(item.statements if item is not None else ())
    return found


def _linked_records(kind: str, values: Mapping[str, Any], year: Assessment) -> Iterator[Record]:
    for key, value in values.items():
        spec = CATALOGUE[kind].by_key.get(key)
        if spec is not None and value and links_to_records(spec):
            ids = value if isinstance(value, tuple | list) else (value,)
            yield from (year.by_id[id] for id in ids if id in year.by_id)
