"""The command that writes in a workbook for a script."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import IO

import click
import msgspec

from selfassess.cli.asking import FILE, FINDINGS, TAKE_OVER, ask_passphrase_of, workbook_open_for_writing
from selfassess.domain.model import statement_status
from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.errors import FileError, WrongUseError
from selfassess.domain.model.workbook import Assessment


@click.command()
@FILE
@click.argument("edits", type=click.Path(path_type=Path, allow_dash=True), default="-")
@click.option("--author", "name", metavar="NAME", help="Who writes; otherwise the name in your settings.")
@click.option("--agreed", is_flag=True, help="Write in agreed statements too.")
@TAKE_OVER
@click.pass_context
def edit(context: click.Context, file: Path, edits: Path, name: str | None, agreed: bool, take_over: bool) -> None:
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
    be done stops the rest: exit code 1, a sentence names the line, and what was answered before it stays. So does a
    line that would write in an agreed statement, where --agreed does not say that this is meant.
    """
    from selfassess.services.edit_script import Editing
    from selfassess.services.safety import encryption

    with workbook_open_for_writing(file, take_over=take_over, name=name) as session, _open_edit_lines(edits) as lines:
        session.consent = None if agreed else _refuse_agreed
        unlocked = partial(encryption.open_decrypted, ask=ask_passphrase_of)
        try:
            for answer in Editing(session, unlocked).answer_lines(lines):
                click.echo(msgspec.json.encode(answer).decode())
        except WrongUseError as error:
            click.echo(str(error), err=True)
            context.exit(FINDINGS)


def _refuse_agreed(touched: Sequence[tuple[Assessment, Record]]) -> str:
    """Why these agreed statements are not written in."""
    year, judgement = touched[0]
    statement = year.framework.find_statement(judgement.text_of("quality_statement"))
    name = statement.short_name if statement is not None else judgement.text_of("quality_statement")
    more = ""
    if len(touched) > 1:
        more = f", and so were {len(touched) - 1} more that this writes in"
    return (
        f"“{name}” of {year.label} was {statement_status.describe_agreement(judgement)}{more}. "
        "Say --agreed to write in agreed statements all the same."
    )


@contextmanager
def _open_edit_lines(edits: Path) -> Iterator[IO[bytes]]:
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
