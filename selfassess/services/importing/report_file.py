"""The report on an import as a text file."""

from __future__ import annotations

from pathlib import Path

from selfassess.domain.model.errors import FileError
from selfassess.files import private


def save_report(path: Path, words: str) -> Path:
    """Save a report as text, and say where it is now; raises FileError where it cannot be written."""
    path = path if path.suffix else path.with_name(f"{path.name}.txt")
    try:
        # With its mark and Windows' ends of lines, so that Notepad shows it right everywhere.
        private.write_over_file(path, words.replace("\n", "\r\n").encode("utf-8-sig"))
    except OSError as error:
        reason = error.strerror or error
        raise FileError(f"{path.name} could not be saved ({reason}). Choose another place.") from error
    return path
