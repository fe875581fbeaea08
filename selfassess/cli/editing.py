"""The command that writes in a workbook for a script."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import IO

import click
import msgspec

from selfassess.cli.asking import FILE, FINDINGS, TAKE_OVER, passphrase_of, writing
from selfassess.domain.errors import FileError, WrongUseError


@click.command()
@FILE
@click.argument("edits", type=click.Path(path_type=Path, allow_dash=True), default="-")
@click.option("--author", "name", metavar="NAME", help="Who writes; otherwise the name in your settings.")
@TAKE_OVER
@click.pass_context
def edit(context: click.Context, file: Path, edits: Path, name: str | None, take_over: bool) -> None:
    """Write in a workbook: JSON lines from the file EDITS or standard input, each one step, each answered by a line.

    \b
    {"do": "add", "kind": "risk", "year": "2025-26", "values": {"title": "..."}}
    {"do": "set", "id": "...", "field": "title", "value": "..."}
    {"do": "set", "kind": "judgement", "key": "equity", "year": "2025-26", "field": "score", "value": 3}
    {"do": "remove", "id": "..."}
    {"do": "merge", "other": "copy.sawb", "on_conflict": "mine"}
    {"do": "undo"}

    An added record is answered by its id. Without a year it is the one people work on. Judgements, sections and
    return_answers are found by kind and key. "undo" takes back the last step of this call. The first line that cannot
    be done stops the rest: exit code 1, a sentence names the line, and what was answered before it stays.
    """
    from selfassess.services import locking
    from selfassess.services.editing import Editing

    with writing(file, take_over=take_over, name=name) as session, _lines(edits) as lines:
        unlocked = partial(locking.unlocked, ask=passphrase_of)
        try:
            for answer in Editing(session, unlocked).answers(lines):
                click.echo(msgspec.json.encode(answer).decode())
        except WrongUseError as error:
            click.echo(str(error), err=True)
            context.exit(FINDINGS)


@contextmanager
def _lines(edits: Path) -> Iterator[IO[bytes]]:
    """The lines of a file, or of standard input for "-"."""
    if str(edits) == "-":
        yield sys.stdin.buffer
        return
    try:
        file = edits.open("rb")
    except OSError as error:
        raise FileError(f"{edits} cannot be read ({error.strerror}).") from error
    with file:
        yield file


COMMANDS = {"edit": edit}
