"""What is in a workbook's file, read by another process than the one that writes it."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.window.person import Person

LATEST = 60
"""So many steps back stands what was typed a moment ago."""


def holds(file: Path, words: str) -> bool:
    """Whether the words were written to the file lately, as a whole text."""
    wanted = _plain(words)
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=20)) as db:
        rows = db.execute("select new from journal order by seq desc limit ?", (LATEST,)).fetchall()
    return any(wanted in texts for texts in (set(_texts(json.loads(new))) for (new,) in rows if new))


def texts(file: Path) -> set[str]:
    """Every text that the file holds now."""
    found: set[str] = set()
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=20)) as db:
        for (table,) in db.execute("select name from sqlite_master where type = 'table'").fetchall():
            if table not in ("journal", "pack", "version", "about"):
                for row in db.execute(f'select * from "{table}"'):
                    found |= {_plain(value) for value in row if isinstance(value, str)}
    return found


def hold_saved_to_the_file(person: Person, file: Path) -> None:
    """From now on, look after every act whether “Saved” is true of the field that has the keyboard."""

    def notice(seen: dict[str, Any]) -> None:
        focus = seen["focus"]
        if focus is None or not focus["field"] or not seen["saved"].startswith(("Saved", "All saved")):
            return
        words = str(focus["value"] or "")
        if len(words.split()) > 2 and not holds(file, words) and _plain(words) not in texts(file):
            person.tell(f"“{seen['saved']}” is shown while words are not in the file: {words!r}")

    person.notices.append(notice)


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [_plain(value)]
    if isinstance(value, dict):
        return [text for each in value.values() for text in _texts(each)]
    return []


def _plain(words: str) -> str:
    return " ".join(words.split())
