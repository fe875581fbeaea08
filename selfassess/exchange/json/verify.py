"""Whether a JSON file holds what was to be written."""

from __future__ import annotations

from pathlib import Path

import msgspec

from selfassess.domain.model.errors import FileError
from selfassess.domain.model.workbook import Workbook
from selfassess.exchange.json.writer import build_json_document


def verify_json(path: Path, workbook: Workbook) -> None:
    """Read a written file back and compare all of it; raises FileError where it is not whole.

    What it says is compared, and not whether it makes sense: that a value here makes none must not hold up an export.
    """
    try:
        found = msgspec.json.decode(path.read_bytes())
    except (msgspec.MsgspecError, OSError) as error:
        raise FileError("The export was not written whole, so nothing was exported. Try again.") from error
    if found != msgspec.json.decode(msgspec.json.encode(build_json_document(workbook))):
        raise FileError("The export was not written whole, so nothing was exported. Try again.")
