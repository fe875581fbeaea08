"""The command that reports the progress of the improvement plan."""

from __future__ import annotations

from pathlib import Path

import click

from selfassess.cli.asking import FILE, LOCK, YEAR, ask_passphrase_to_lock, say_locked
from selfassess.domain.model.editions import Edition


@click.command()
@FILE
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--since", required=True, metavar="DATE", help="What moved since this day, such as 2025-04-01.")
@YEAR
@click.option("--edition", type=click.Choice(["board", "full"]), default="board", show_default=True)
@click.option("--names", is_flag=True, help="Owners as they are written, and not only by their role.")
@click.option("--risks/--no-risks", default=True, help="With or without risks.")
@click.option("--format", "format_", type=click.Choice(["docx", "pdf", "html", "xlsx"]), help="Told by OUT otherwise.")
@LOCK
def progress(
    file: Path, out: Path, since: str, year: str | None, edition: str, names: bool, risks: bool,
    format_: str | None, lock: bool,
) -> None:  # fmt: skip
    """Report what moved in the improvement plan since a day: Word, PDF, HTML or Excel."""
    from datetime import date

    from selfassess.domain.improvement_plan.progress_report import progress_options
    from selfassess.services.exporting import progress_report
    from selfassess.services.workbook.example import find_example_day
    from selfassess.services.workbook.snapshot import read_snapshot

    today = find_example_day(read_snapshot(file).council.text_of("name")) or date.today().isoformat()
    day = progress_report.read_since(since, today)
    passphrase = ask_passphrase_to_lock(lock)
    report = progress_report.export_progress(
        file, out, since=day, today=today, year=year, edition=Edition(edition),
        options=progress_options(Edition(edition), names=names, risks=risks), format=format_, passphrase=passphrase,
    )  # fmt: skip
    click.echo(f"{out} is written and checked.")
    say_locked(passphrase)
    for note in report.notes:
        click.echo(note)


COMMANDS = {"progress": progress}
