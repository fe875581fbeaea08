"""A file of a framework or an information return as plain values; read in the process apart."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from selfassess.domain.model.errors import FileError
from selfassess.domain.text.wording import format_file_size

MOST_BYTES = 2_000_000
"""Twenty times the shipped framework."""


def read_pack_values(path: Path, progress: Callable[[float], None] = lambda part: None) -> dict[str, Any]:
    """What the TOML of a file says; raises FileError where it is too large, cannot be read or is no TOML."""
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise FileError(
                f"{path.name} has {format_file_size(size)}, and a framework or information return has at most "
                f"{format_file_size(MOST_BYTES)}."
            )
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileError(f"{path.name} is not TOML: it is no text in UTF-8 (byte {error.start + 1}).") from error
    except OSError as error:
        raise FileError(f"{path.name} cannot be read ({error.strerror}).") from error
    try:
        found: dict[str, Any] = _plain_values(tomllib.loads(text))
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        why = "it is nested too deep" if isinstance(error, RecursionError) else str(error)
        raise FileError(f"{path.name} is not TOML ({why}).") from error
    return found


def _plain_values(value: Any) -> Any:
    """Dates as texts: a pack has none."""
    if isinstance(value, dict):
        return {key: _plain_values(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain_values(each) for each in value]
    return value.isoformat() if isinstance(value, date | datetime | time) else value
