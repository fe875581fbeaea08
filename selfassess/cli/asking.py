"""What the commands share: exit codes, arguments, who writes, and how an object is printed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
import msgspec

DONE, FINDINGS, WRONG_USE, UNUSABLE_FILE = 0, 1, 2, 3

FILE = click.argument("file", type=click.Path(path_type=Path))
YEAR = click.option("--year", metavar="LABEL", help="The year to take, such as 2025-26.")
JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")


def author() -> str:
    """Who writes: the name in the person's settings, or else who is logged in."""
    import getpass

    from selfassess.services import settings

    try:
        return settings.load().name or getpass.getuser()
    except (OSError, KeyError):
        return ""


def print_json(value: Any) -> None:
    """Print one object as indented JSON."""
    click.echo(msgspec.json.format(msgspec.json.encode(value), indent=2).decode())
