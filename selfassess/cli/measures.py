"""National measures: what the catalogue holds, and a publication's data file read into a workbook."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from selfassess.cli.asking import FILE, JSON, TAKE_OVER, YEAR, print_json, workbook_open_for_writing


@click.command()
@JSON
def measures(as_json: bool) -> None:
    """List the national measures that are known: code, title, source and licence, and which way is better."""
    import msgspec

    from selfassess.services.evidence import national_measures

    catalogue = national_measures.read_catalogue()
    if as_json:
        print_json(msgspec.to_builtins(catalogue))
        return
    for source in catalogue.publications:
        click.echo(f"{source.name} ({source.publisher}; licence: {source.licence})")
        for each in catalogue.measures:
            if each.publication == source.key:
                better = {"higher": "higher is better", "lower": "lower is better"}.get(
                    each.better, "neither is better"
                )
                click.echo(f"  {each.code:4} {each.title} ({each.unit}, {better})")


@click.command()
@FILE
@click.argument("source", type=click.Path(path_type=Path))
@YEAR
@click.option("--period", default="", metavar="YEAR", help="The year the data are of, where the file's name hides it.")
@click.option("--region", default="", metavar="NAME", help="The council's region, where the workbook does not say it.")
@click.option("--beside", multiple=True, metavar="COUNCIL", help="A council to compare with, by name or code; repeat.")
@click.option("--dry-run", is_flag=True, help="Say what would be written; change nothing.")
@JSON
@TAKE_OVER
def national(
    file: Path,
    source: Path,
    year: str | None,
    period: str,
    region: str,
    beside: tuple[str, ...],
    dry_run: bool,
    as_json: bool,
    take_over: bool,
) -> None:
    """Read the published ASCOF data (CSV) into FILE: our council, its region, England and those to compare with."""
    from selfassess.services.evidence import national_measures
    from selfassess.services.workbook import snapshot

    held = snapshot.read_snapshot(file)
    chosen = held.find_assessment(year)
    asked: dict[str, Any] = {"period": period, "region": region, "neighbours": beside}
    planned = national_measures.plan_import(source, chosen, held.council, **asked)
    if not dry_run and planned.changes:
        with workbook_open_for_writing(file, take_over=take_over) as session:
            session.open_year(chosen.id)
            planned = national_measures.plan_import(source, session.current, session.council, **asked)
            national_measures.write_import(session, planned)
    if as_json:
        keys = ("new", "known", "added", "replaced", "held_back", "notes", "periods")
        print_json({key: getattr(planned, key) for key in keys})
        return
    click.echo(planned.summary if planned.changes else f"{planned.summary[:-1]}: all of this is here already.")
    for line in planned.lines:
        click.echo(line)


COMMANDS = {"measures": measures, "national": national}
