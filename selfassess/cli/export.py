"""The command that exports."""

from __future__ import annotations

from pathlib import Path

import click

from selfassess.cli.asking import FILE, LOCK, YEAR, ask_passphrase_to_lock, say_locked
from selfassess.domain.model.editions import SIZES, Edition, build_options
from selfassess.domain.report.parts import PARTS
from selfassess.domain.text.wording import count_noun, join_with_or
from selfassess.services.exporting.formats import FORMATS


@click.command(
    help=f"""Export to {join_with_or(each.name for each in FORMATS.values())}.

    With --lock a PDF asks for the passphrase itself; the others go into a locked zip file, named OUT.xlsx.zip.
    SELFASSESS_PASSPHRASE gives the passphrase to scripts.
    """
)
@FILE
@click.argument("out", type=click.Path(path_type=Path))
@YEAR
@click.option(
    "--edition",
    "--audience",
    "edition",
    type=click.Choice([each.value for each in Edition]),
    default="full",
    show_default=True,
    help="Who reads it.",
)
@click.option("--scores/--no-scores", default=None, help="With or without scores and what names them.")
@click.option("--names/--no-names", default=None, help="Owners as they are written, or only by their role.")
@click.option("--risks/--no-risks", default=None, help="With or without risks.")
@click.option("--annexes/--no-annexes", default=None, help="With or without the annexes to a narrative.")
@click.option("--wording/--no-wording", default=None, help="With or without the official quality statements.")
@click.option("--words", type=int, help="Tell which statements have more words than this; nothing is cut.")
@click.option("--size", type=int, help=f"Type size of a document: {', '.join(map(str, SIZES))}; 16 is large print.")
@click.option("--format", "format_", type=click.Choice(list(FORMATS)), help="Told by OUT's name otherwise.")
@click.option("--parts", help=f"Make a document of these parts only, with commas between them: {', '.join(PARTS)}.")
@click.option(
    "--without-empty", is_flag=True, help="Leave out parts in which nothing is written (documents, Excel's pages)."
)
@click.option("--template", type=click.Path(path_type=Path), help="The Word document whose styles and page are used.")
@click.option("--brief", help="One page on a statement (its key) or for a group: people, staff_and_leaders, partners.")
@LOCK
def export(
    file: Path,
    out: Path,
    year: str | None,
    edition: str,
    format_: str | None,
    parts: str | None,
    without_empty: bool,
    template: Path | None,
    brief: str | None,
    lock: bool,
    **chosen: bool | int | None,
) -> None:
    """Export a workbook in the format that is chosen, or that the name of the target tells."""
    from selfassess.services.exporting import export as service

    passphrase = ask_passphrase_to_lock(lock)

    report = service.export_workbook(
        file,
        out,
        year=year,
        edition=Edition(edition),
        options=build_options(Edition(edition), **chosen),
        format=format_,
        parts=None if parts is None else [part.strip() for part in parts.split(",") if part.strip()],
        without_empty=without_empty,
        template=template,
        brief=brief,
        passphrase=passphrase,
    )
    size = count_noun(report.pages, "page") if report.pages else count_noun(report.records, "record")
    click.echo(f"{out} is written and checked: {size}.")
    say_locked(passphrase)
    for note in report.notes:
        click.echo(note)
    if edition == Edition.PUBLIC:
        from selfassess.services.workbook import settings
        from selfassess.services.years import checking

        found = checking.find_open_personal_data(
            file, year, settings.load_settings().settled, one_year=FORMATS[report.format].of_one_year
        )
        if found:
            click.echo(checking.describe_personal_data_places(found, file.name), err=True)


COMMANDS = {"export": export}
