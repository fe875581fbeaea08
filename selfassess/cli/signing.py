"""The command about versions that were signed off: which there are, one given out, and whether a PDF is of one."""

from __future__ import annotations

from pathlib import Path

import click

from selfassess.cli.asking import DONE, FILE, FINDINGS, JSON, YEAR, print_json


@click.command()
@FILE
@YEAR
@click.option("--number", type=int, metavar="N", help="With --out: the version to give out; otherwise the last.")
@click.option(
    "--out", type=click.Path(path_type=Path), help="Write it as .pdf (the signed one), .xlsx, .json or .sawb."
)
@click.option("--pdf", type=click.Path(path_type=Path), help="Say whether this PDF is the signed one of a version.")
@JSON
@click.pass_context
def versions(
    context: click.Context,
    file: Path,
    year: str | None,
    number: int | None,
    out: Path | None,
    pdf: Path | None,
    as_json: bool,
) -> None:
    """List the signed versions of a workbook and whether each is still as it was signed."""
    from selfassess.services.years import signing

    found = signing.listed(file, year)
    lost = () if found else signing.disagreements(file)
    same = signing.same_pdf(pdf, [each.version for each in found]) if pdf is not None else None
    if out is not None:
        signing.export(signing.read(file, signing.chosen(found, number).id), out)
    if as_json:
        versions = [signing.summary(each) for each in found]
        print_json({"versions": versions, "pdf": same.id if same else None, "messages": lost})
    else:
        for each in found:
            click.echo(each.sentence)
        if not found:
            click.echo("\n".join(lost) or "Nothing was signed off yet.")
        if pdf is not None:
            click.echo(f"{pdf.name} is {f'the signed PDF of {same.name}' if same else 'none of the signed PDFs'}.")
    sound = not lost and not any(each.fault for each in found) and (pdf is None or same is not None)
    context.exit(DONE if sound else FINDINGS)


COMMANDS = {"versions": versions}
