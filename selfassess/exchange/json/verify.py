"""Whether a JSON file holds what was to be written."""

from __future__ import annotations

from pathlib import Path

from selfassess.domain.errors import FileError
from selfassess.domain.workbook import Workbook
from selfassess.exchange.json.reader import read


def verify(path: Path, workbook: Workbook) -> None:
    """Read a written file back and compare every record; raises FileError where it is not whole."""
    back = read(path)
    same = tuple(back.workbook.records()) == tuple(workbook.records()) and back.workbook.journal == workbook.journal
    same = same and back.workbook.kept == workbook.kept and back.workbook.contribution == workbook.contribution
    if back.problems or not same:
        raise FileError("The export was not written whole, so nothing was exported. Try again.")
