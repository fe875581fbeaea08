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

    found = signing.list_signed_versions(file, year)
    lost = () if found else signing.find_history_disagreements(file)
    same = None
    if pdf is not None:
        same = signing.find_version_of_pdf(pdf, [each.version for each in found])
    if out is not None:
        signing.export_signed_version(
            signing.read_signed_version(file, signing.choose_signed_version(found, number).id), out
        )
    if as_json:
        versions = [signing.summarise_signed_version(each) for each in found]
        pdf_name = same.id if same else None
        print_json({"versions": versions, "pdf": pdf_name, "messages": lost})
    else:
        for each in found:
            click.echo(each.sentence)
        if not found:
            click.echo("\n".join(lost) or "Nothing was signed off yet.")
        if pdf is not None:
            whose_pdf = f"the signed PDF of {same.name}" if same else "none of the signed PDFs"
            click.echo(f"{pdf.name} is {whose_pdf}.")
    sound = not lost and not any(each.fault for each in found) and (pdf is None or same is not None)
    exit_code = DONE if sound else FINDINGS
    context.exit(exit_code)


COMMANDS = {"versions": versions}
