"""What a workbook file says of itself: for whom this copy was made, where it was made for one contributor."""

from __future__ import annotations

import sqlite3
from dataclasses import replace

import msgspec

from selfassess.domain.model.contributor_copy import Contribution
from selfassess.storage.ledger import Ledger

KEY = "contributor"


def read_contribution(connection: sqlite3.Connection) -> Contribution | None:
    """What this copy is for; None for a main workbook. Raises ValidationError where it makes no sense."""
    row = connection.execute("SELECT body FROM about WHERE key = ?", (KEY,)).fetchone()
    if row is None:
        return None
    found = msgspec.json.decode(row[0], type=Contribution)
    given = connection.execute("SELECT DISTINCT record FROM journal WHERE step = ?", (found.id,)).fetchall()
    return replace(found, given=frozenset(str(id) for (id,) in given))


def keep_contribution(book: Ledger, about: Contribution) -> None:
    """Have the file say what this copy is for, within the step that is being written."""
    book.write_table_row("about", {"key": KEY, "body": msgspec.json.encode(about.to_plain_object).decode()})
