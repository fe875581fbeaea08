"""The command that opens the window."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NoReturn

import click

from selfassess.cli.asking import FILE


@click.command(name="open")
@FILE
def open_(file: Path) -> None:
    """Open the window on a workbook."""
    from selfassess.storage.store import format_of

    format_of(file)
    open_window(file)


def open_window(path: Path | None) -> NoReturn:
    """Open the window, on the start screen or on a workbook; ends the program with it."""
    from ui.__main__ import main as window  # the only way from here to Qt

    sys.exit(window(path))


COMMANDS = {"open": open_}
