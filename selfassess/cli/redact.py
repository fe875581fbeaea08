"""The command that removes something for good."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from selfassess.cli.asking import DONE, FILE, FINDINGS, JSON, TAKE_OVER, print_json, workbook_open_for_writing


@click.command()
@FILE
@click.option("--record", default="", metavar="ID", help="Remove this record, with everything that belongs to it.")
@click.option("--field", metavar="KEY", help="With --record: only this field of it.")
@click.option("--text", "words", default="", metavar="WORDS", help="Remove these very words wherever they stand.")
@click.option("--backups", "with_backups", is_flag=True, help="Delete the backups that hold it too.")
@click.option("--yes", is_flag=True, help="Do it. Without, it is only said what would go.")
@TAKE_OVER
@JSON
@click.pass_context
def redact(
    context: click.Context,
    file: Path,
    record: str,
    field: str | None,
    words: str,
    with_backups: bool,
    yes: bool,
    take_over: bool,
    as_json: bool,
) -> None:
    """Remove a record, a field or words for good: from the workbook, its history and its signed versions.

    It cannot be undone. Exit code 1 where it was only said what would go.
    """
    from selfassess.domain.model.errors import WrongUseError
    from selfassess.domain.publishing.redaction import Target
    from selfassess.services.safety import redact as service

    is_wrong_target = bool(record) == bool(words) or (field is not None and not record)
    if is_wrong_target:
        raise WrongUseError("Say what to remove: --record ID (with --field KEY for one field of it), or --text WORDS.")
    target = Target(record=record, field=field, words=words)
    with workbook_open_for_writing(file, take_over=take_over) as session:
        found = service.find_redaction_target(file, target)
        if yes:
            backups = found.backups if with_backups else ()
            service.redact_target(session, target, backups)
    if as_json:
        held = [str(each.path) for each in found.backups]
        said = {**asdict(target), "records": found.records, "entries": found.entries, "signed": list(found.signed)}
        print_json({**said, "backups": held, "copies": list(found.copies), "done": yes})
    else:
        for sentence in found.sentences:
            click.echo(sentence)
        outcome = "It was removed for good." if yes else "Nothing was removed. Say --yes to remove it; it is for good."
        click.echo(outcome)
    exit_code = DONE if yes else FINDINGS
    context.exit(exit_code)


COMMANDS = {"redact": redact}
