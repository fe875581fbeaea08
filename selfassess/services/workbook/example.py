"""The worked example: where a person's own copy of it is, and the day that its dates are shown as of."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from selfassess.services.workbook import opening, settings

MARK = "(worked example)"
"""How the council's name of the worked example ends, and that of no other."""
DAY = "2025-02-17"
"""Eleven days before its return is due: the situation that it shows, whenever somebody looks at it."""
FILE = "Worked example.sawb"


def find_example_day(council: str) -> str:
    """The day (ISO 8601) that dates are shown as of in the workbook of a council; "" where that is today."""
    return DAY if council.endswith(MARK) else ""


def find_shown_day(council: str, now: datetime) -> str:
    """The local date (ISO 8601) that a workbook is shown as of: today, in the worked example its own."""
    return find_example_day(council) or now.astimezone().date().isoformat()


def prepare_example(author: str) -> Path:
    """This person's own copy, in which they may try everything; written the first time. Raises FileError."""
    path = settings.ensure_own_folder("data") / FILE
    if not path.exists():
        opening.write_demo_workbook(path, author=author)
    return path
