"""Commands for a bad day: what backups there are, going back to one, and reading a damaged workbook."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from selfassess.cli.asking import DONE, FILE, FINDINGS, JSON, TAKE_OVER, author, print_json, writing


@click.command()
@FILE
@JSON
def backups(file: Path, as_json: bool) -> None:
    """List the backups of a workbook, newest first, with what was done since."""
    from selfassess.services.workbook import backups as kept

    listed = [_shown(number, each, file) for number, each in enumerate(kept.listed(file), 1)]
    if as_json:
        print_json({"backups": listed})
        return
    for each in listed:
        click.echo(f"{each['number']:>3}  {each['when']}, {each['why']} ({each['size_bytes']:,} bytes)")
        click.echo(f"     {each['since']}")
    if not listed:
        click.echo(f"There is no backup of {file.name} yet.")


def _shown(number: int, backup: Any, file: Path) -> dict[str, Any]:
    from selfassess.domain.model.errors import FileError
    from selfassess.services.safety import restore_backup
    from selfassess.services.workbook import snapshot

    try:
        since = restore_backup.differs(backup, snapshot.snapshot(file)).since
    except FileError as error:
        since = str(error)
    return {
        "number": number,
        "path": str(backup.path),
        "at": backup.at.isoformat(),
        "when": backup.when,
        "reason": backup.reason,
        "why": backup.why,
        "size_bytes": backup.size_bytes,
        "since": since,
    }


@click.command()
@FILE
@click.argument("number", type=click.IntRange(1))
@click.option("--beside", is_flag=True, help="Put the backup as a file beside the workbook, and leave that as it is.")
@click.option("--dry-run", is_flag=True, help="Say what going back would do; change nothing.")
@TAKE_OVER
def restore(file: Path, number: int, beside: bool, dry_run: bool, take_over: bool) -> None:
    """Go back to a backup (its NUMBER as “backups” lists it); a backup of how it is now is taken first."""
    from selfassess.domain.model.errors import WrongUseError
    from selfassess.services.safety import restore_backup
    from selfassess.services.workbook import backups as kept
    from selfassess.services.workbook import snapshot

    there = kept.listed(file)
    if number > len(there):
        raise WrongUseError(f"{file.name} has no backup {number}. “selfassess backups {file}” lists them.")
    backup = there[number - 1]
    if beside:
        click.echo(f"The backup of {backup.when} is in {restore_backup.restore_beside(backup, file)}.")
        return
    would = restore_backup.differs(backup, snapshot.snapshot(file)).would
    if not dry_run:
        with writing(file, take_over=take_over) as session:
            restore_backup.restore(session, backup)
    click.echo(would)


@click.command()
@FILE
@click.argument("out", type=click.Path(path_type=Path), required=False)
@JSON
@click.pass_context
def recover(context: click.Context, file: Path, out: Path | None, as_json: bool) -> None:
    """Read a damaged workbook as far as it can be, into a new file; FILE itself is not touched.

    The exit code is 1 where something could not be read; it is then listed.
    """
    from selfassess.services.safety import recover_damaged

    found = recover_damaged.recover(file, out, author=author())
    if as_json:
        print_json(
            {"path": str(found.path), "headline": found.headline, "read": found.read, "lost": found.lost,
             "pieces": found.pieces}
        )  # fmt: skip
    else:
        click.echo(f"{found.text}\n\nIt is in {found.path}.")
    context.exit(FINDINGS if found.lost else DONE)


COMMANDS = {"backups": backups, "restore": restore, "recover": recover}
