"""The command that opens the window."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NoReturn

import click

from selfassess.cli.asking import FILE, TAKE_OVER


@click.command(name="open")
@FILE
@TAKE_OVER
@click.option("--at", metavar="PLACE", default="", help="Where to begin: statement:equity/strengths, register:risks, …")
def open_(file: Path, take_over: bool, at: str) -> None:
    """Open the window on a workbook."""
    from selfassess.storage.store import read_format

    if sys.stderr is not None:  # opened by a double click there is no console, and the window says what is wrong
        read_format(file)
    open_window(file, at, take_over=take_over)


def open_window(path: Path | None, at: str = "", *, take_over: bool = False) -> NoReturn:
    """Open the window, on the start screen or on a workbook, there ``at`` a place; ends the program with it."""
    _find_window_package()
    from ui.__main__ import main as window  # the only way from here to Qt

    sys.exit(window(path, at, take_over=take_over))


def _find_window_package() -> None:
    """In an installed program the window's package lies in a folder of ours, so that nobody else's ``ui`` is met."""
    installed = Path(__file__).resolve().parents[1] / "window"
    if installed.is_dir():
        sys.path.insert(0, str(installed))


COMMANDS = {"open": open_}
