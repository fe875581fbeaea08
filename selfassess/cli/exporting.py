"""The command that exports."""

from __future__ import annotations

from pathlib import Path

import click

from selfassess.cli.asking import FILE, LOCK, YEAR, passphrase_to_lock, say_locked
from selfassess.domain.audience import DOCUMENTS, FORMATS, Audience
from selfassess.domain.outline_parts import PARTS


@click.command()
@FILE
@click.argument("out", type=click.Path(path_type=Path))
@YEAR
@click.option("--audience", type=click.Choice([a.value for a in Audience]), default="full", show_default=True)
@click.option("--format", "format_", type=click.Choice(list(FORMATS)), help="Told by OUT's name otherwise.")
@click.option("--parts", help=f"Make a document of these parts only, with commas between them: {', '.join(PARTS)}.")
@click.option(
    "--without-empty", is_flag=True, help="Leave out parts in which nothing is written (documents, Excel's pages)."
)
@click.option("--template", type=click.Path(path_type=Path), help="The Word document whose styles and page are used.")
@LOCK
def export(
    file: Path,
    out: Path,
    year: str | None,
    audience: str,
    format_: str | None,
    parts: str | None,
    without_empty: bool,
    template: Path | None,
    lock: bool,
) -> None:
    """Export to Excel, Word, PDF or JSON.

    With --lock a PDF asks for the passphrase itself; the others go into a locked zip file, named OUT.xlsx.zip.
    SELFASSESS_PASSPHRASE gives the passphrase to scripts.
    """
    from selfassess.services import exporting

    passphrase = passphrase_to_lock(lock)

    report = exporting.export(
        file,
        out,
        year=year,
        audience=Audience(audience),
        format=format_,
        parts=None if parts is None else [part.strip() for part in parts.split(",") if part.strip()],
        without_empty=without_empty,
        template=template,
        passphrase=passphrase,
    )
    size = f"{report.pages} pages" if report.pages else f"{report.records} records"
    click.echo(f"{out} is written and checked: {size}.")
    say_locked(passphrase)
    for note in report.notes:
        click.echo(note)
    if audience == Audience.PUBLIC:
        from selfassess.services import checking, settings

        found = checking.personal_data(file, year, settings.load().settled, one_year=report.format in DOCUMENTS)
        if found:
            click.echo(checking.personal_data_told(found, file.name), err=True)


COMMANDS = {"export": export}
