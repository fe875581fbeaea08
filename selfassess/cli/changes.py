"""The command that reports what changed since a signed version."""

from __future__ import annotations

from pathlib import Path

import click

from selfassess.cli.asking import FILE, LOCK, YEAR, ask_passphrase_to_lock, say_locked
from selfassess.domain.model.editions import Edition


@click.command()
@FILE
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--since", type=int, metavar="VERSION", help="The number of the signed version; otherwise the last.")
@YEAR
@click.option("--edition", type=click.Choice(["board", "full"]), default="board", show_default=True)
@LOCK
def changes(file: Path, out: Path, since: int | None, year: str | None, edition: str, lock: bool) -> None:
    """Report what changed since the last signed version: Word, PDF, HTML or Excel."""
    from datetime import date

    from selfassess.services.workbook.example import find_example_day
    from selfassess.services.workbook.snapshot import read_snapshot
    from selfassess.services.years.changes import export_changes

    today = find_example_day(read_snapshot(file).council.text_of("name")) or date.today().isoformat()
    passphrase = ask_passphrase_to_lock(lock)
    report = export_changes(
        file, out, today=today, since=since, year=year, edition=Edition(edition), passphrase=passphrase
    )
    click.echo(f"{out} is written and checked.")
    say_locked(passphrase)
    for note in report.notes:
        click.echo(note)


COMMANDS = {"changes": changes}
