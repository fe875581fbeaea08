"""Who has the say: which entries of a journal nothing has replaced yet, field by field of one record."""

from __future__ import annotations

from collections.abc import Iterable

from selfassess.domain.model.journal import Entry

WHOLE = None
"""Stands for the record as such, where a field is asked for."""

Known = frozenset[str]
"""Ids of entries."""


class Say:
    """Which entries have the say on each field of one record."""

    def __init__(self) -> None:
        self._whole: Known = frozenset()
        self._fields: dict[str, Known] = {}

    def of(self, field: str | None) -> Known:
        """The entries that have the say on a field; with WHOLE on whether the record is there."""
        return self._whole if field is WHOLE else self._fields.get(field, self._whole)

    def replaced_by(self, field: str | None) -> Known:
        """All that an entry on this field replaces; one on the whole record replaces what was said on any field."""
        return self._whole.union(*self._fields.values()) if field is WHOLE else self.of(field)

    def take(self, entry: Entry) -> None:
        """Let an entry have its say."""
        field, here = entry.change.field, frozenset((entry.id,))
        if field is not None:
            self._fields[field] = here | _left(self.of(field), entry)
            return
        self._whole = here | _left(self._whole, entry)
        self._fields = {key: here | _left(known, entry) for key, known in self._fields.items()}


def _left(known: Known, entry: Entry) -> Known:
    """What still has a say beside an entry: nothing, where it was written in knowledge of everything here."""
    return frozenset() if entry.follows is None else known.difference(entry.follows)


def says(entries: Iterable[Entry]) -> dict[str, Say]:
    """Record id -> who has the say, as a copy's journal comes to it."""
    found: dict[str, Say] = {}
    for entry in entries:
        found.setdefault(entry.change.record, Say()).take(entry)
    return found
