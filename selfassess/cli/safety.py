"""Commands for a bad day: what backups there are, going back to one, and reading a damaged workbook."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from selfassess.cli.asking import (
    DONE,
    FILE,
    FINDINGS,
    JSON,
    TAKE_OVER,
    print_json,
    workbook_open_for_writing,
    writing_author,
)


@click.command()
@FILE
@JSON
def backups(file: Path, as_json: bool) -> None:
    """List the backups of a workbook, newest first, with what was done since."""
    from selfassess.services.workbook import backups as kept

    listed = [_summarize_backup(number, each, file) for number, each in enumerate(kept.list_backups(file), 1)]
    if as_json:
        print_json({"backups": listed})
        return
    for each in listed:
        click.echo(f"{each['number']:>3}  {each['when']}, {each['why']} ({each['size_bytes']:,} bytes)")
        click.echo(f"     {each['since']}")
    if not listed:
        click.echo(f"There is no backup of {file.name} yet.")


def _summarize_backup(number: int, backup: Any, file: Path) -> dict[str, Any]:
    from selfassess.domain.model.errors import FileError
    from selfassess.services.safety import restore_backup
    from selfassess.services.workbook import snapshot

    try:
        since = restore_backup.compare_with_backup(backup, snapshot.read_snapshot(file)).describe_since
    except FileError as error:
        since = str(error)
    return {
        "number": number,
        "path": str(backup.path),
        "at": backup.at.isoformat(),
        "when": backup.describe_time,
        "reason": backup.reason,
        "why": backup.describe_reason,
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

    there = kept.list_backups(file)
    if number > len(there):
        raise WrongUseError(f"{file.name} has no backup {number}. “selfassess backups {file}” lists them.")
    backup = there[number - 1]
    if beside:
        click.echo(
            f"The backup of {backup.describe_time} is in {restore_backup.restore_beside_workbook(backup, file)}."
        )
        return
    would = restore_backup.compare_with_backup(backup, snapshot.read_snapshot(file)).describe_going_back
    if not dry_run:
        with workbook_open_for_writing(file, take_over=take_over) as session:
            restore_backup.restore_backup(session, backup)
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

    found = recover_damaged.recover_workbook(file, out, author=writing_author())
    if as_json:
        print_json(
            {
                "path": str(found.path),
                "headline": found.headline,
                "read": found.read,
                "lost": found.lost,
                "pieces": found.pieces,
            }
        )
    else:
        click.echo(f"{found.text}\n\nIt is in {found.path}.")
    exit_code = FINDINGS if found.lost else DONE
    context.exit(exit_code)


COMMANDS = {"backups": backups, "restore": restore, "recover": recover}
