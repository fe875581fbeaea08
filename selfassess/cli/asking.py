"""What the commands share: exit codes, arguments, who writes, and how an object is printed."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from selfassess.domain.model.errors import LockedError

if TYPE_CHECKING:
    from selfassess.services.workbook.session import Session

DONE, FINDINGS, WRONG_USE, UNUSABLE_FILE = 0, 1, 2, 3

FILE = click.argument("file", type=click.Path(path_type=Path))
YEAR = click.option("--year", metavar="LABEL", help="The year to take, such as 2025-26.")
JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")


TAKE_OVER = click.option(
    "--take-over", is_flag=True, help="Take over a lock of another computer from which nothing was heard for long."
)

LOCK = click.option("--lock", is_flag=True, help="Lock it with a passphrase, which is asked for on the terminal.")


def ask_passphrase_to_lock(lock: bool) -> str | None:
    """The passphrase to lock with, where that is wanted: a script's own, or asked for twice on the terminal."""
    if not lock:
        return None
    from selfassess.services.safety import encryption

    given = encryption.read_passphrase_variable()
    if given is None:
        given = str(click.prompt("Passphrase", hide_input=True, confirmation_prompt="The same again", err=True))
    encryption.refuse_weak_passphrase(given)
    return given


def ask_passphrase_of(name: str) -> str:
    """The passphrase of a file that came locked."""
    from selfassess.services.safety import encryption

    return encryption.read_passphrase_variable() or str(
        click.prompt(f"Passphrase of {name}", hide_input=True, err=True)
    )


def say_locked(passphrase: str | None) -> None:
    """Say how a reader gets at what was locked."""
    if passphrase is not None:
        from selfassess.services.safety import encryption

        click.echo(f"It is locked with your passphrase. {encryption.ADVICE}")


def writing_author() -> str:
    """Who writes: the name in the person's settings, or else who is logged in."""
    import getpass

    from selfassess.services.workbook import settings

    try:
        return settings.load_settings().name or getpass.getuser()
    except (OSError, KeyError):
        return ""


@contextmanager
def workbook_open_for_writing(file: Path, *, take_over: bool, name: str | None = None) -> Iterator[Session]:
    """A workbook opened to write in it as ``name`` or whoever sits here, closed at the end; says what is missing.

    ``take_over`` also takes a lock from which nothing was heard for ten minutes, and never one that somebody stands
    behind.
    """
    from selfassess.services.safety import lock_status
    from selfassess.services.workbook import opening, settings

    try:
        writer = writing_author() if name is None else name
        session = opening.open_workbook(file, author=writer, take_over=take_over)
    except LockedError as error:
        held = lock_status.find_lock_holder(file)
        if take_over:
            raise LockedError(f"{error} --take-over is only for where nothing was heard for ten minutes.") from error
        if held is not None and held.may_take_over:
            raise LockedError(f"{error} If you know that it is closed there, say --take-over.") from error
        raise
    with closing(session):
        lost = settings.explain_missing_folders()
        if lost:
            click.echo(lost, err=True)
        yield session


def print_json(value: Any) -> None:
    """Print one object as indented JSON, with escapes where the output cannot hold every character."""
    text = msgspec.json.format(msgspec.json.encode(value), indent=2).decode()
    try:
        text.encode(getattr(sys.stdout, "encoding", None) or "utf-8")
    except UnicodeEncodeError:
        text = json.dumps(json.loads(text), indent=2)
    click.echo(text)
