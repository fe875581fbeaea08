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

    def entries_deciding(self, field: str | None) -> Known:
        """The entries that have the say on a field; with WHOLE on whether the record is there."""
        if field is WHOLE:
            return self._whole
        return self._fields.get(field, self._whole)

    def replaced_by(self, field: str | None) -> Known:
        """All that an entry on this field replaces; one on the whole record replaces what was said on any field."""
        if field is WHOLE:
            return self._whole.union(*self._fields.values())
        return self.entries_deciding(field)

    def add_entry(self, entry: Entry) -> None:
        """Let an entry have its say."""
        field = entry.change.field
        here = frozenset((entry.id,))
        if field is not None:
            self._fields[field] = here | _unseen_by_entry(self.entries_deciding(field), entry)
            return
        self._whole = here | _unseen_by_entry(self._whole, entry)
        self._fields = {key: here | _unseen_by_entry(known, entry) for key, known in self._fields.items()}


def _unseen_by_entry(known: Known, entry: Entry) -> Known:
    """What still has a say beside an entry: nothing, where it was written in knowledge of everything here."""
    if entry.follows is None:
        return frozenset()
    return known.difference(entry.follows)


def find_deciding_entries(entries: Iterable[Entry]) -> dict[str, Say]:
    """Record id -> who has the say, as a copy's journal comes to it."""
    found: dict[str, Say] = {}
    for entry in entries:
        found.setdefault(entry.change.record, Say()).add_entry(entry)
    return found
