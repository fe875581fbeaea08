"""The command that removes something for good."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from selfassess.cli.asking import DONE, FILE, FINDINGS, JSON, TAKE_OVER, print_json, writing


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
    from selfassess.services.safety import redact as redacting

    if bool(record) == bool(words) or (field is not None and not record):
        raise WrongUseError("Say what to remove: --record ID (with --field KEY for one field of it), or --text WORDS.")
    target = Target(record=record, field=field, words=words)
    with writing(file, take_over=take_over) as session:
        found = redacting.look(file, target)
        if yes:
            redacting.redact(session, target, found.backups if with_backups else ())
    if as_json:
        held = [str(each.path) for each in found.backups]
        said = {**asdict(target), "records": found.records, "entries": found.entries, "signed": list(found.signed)}
        print_json({**said, "backups": held, "copies": list(found.copies), "done": yes})
    else:
        for sentence in found.sentences:
            click.echo(sentence)
        click.echo(
            "It was removed for good." if yes else "Nothing was removed. Say --yes to remove it; it is for good."
        )
    context.exit(DONE if yes else FINDINGS)


COMMANDS = {"redact": redact}
