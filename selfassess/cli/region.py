"""The commands of a region's view: share for it, gather what was shared, ask the tables, and give them out."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from selfassess.cli.asking import FILE, JSON, print_json

WHERE = click.argument("where", metavar="TABLES")
PATHS = click.argument("sources", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILES...")


@click.group()
def region() -> None:
    """A region's view of what its councils choose to share.

    TABLES is a DuckDB file, or a PostgreSQL server as libpq writes it: "host=... dbname=...", "postgresql://...".
    """


@region.command()
@FILE
@click.argument("out", type=click.Path(path_type=Path), required=False)
@click.option(
    "--year", "years", multiple=True, metavar="LABEL", help="A year to share; repeat. All of your own without."
)
@click.option(
    "--without",
    multiple=True,
    type=click.Choice(["scores", "measures", "coverage", "actions"]),
    help="A part to keep to yourselves; repeat.",
)
@JSON
def share(file: Path, out: Path | None, years: tuple[str, ...], without: tuple[str, ...], as_json: bool) -> None:
    """Write what FILE shares with the region to OUT; without OUT only say what would go."""
    import msgspec

    from selfassess.domain.region.share import PARTS, describe_share
    from selfassess.services.region import sharing

    parts = [part for part in PARTS if part not in without]
    made = sharing.prepare_share(file, years, parts, datetime.now().astimezone())
    where = sharing.write_share(made, out) if out is not None else None
    if as_json:
        print_json({"path": str(where) if where else None, "share": msgspec.to_builtins(made)})
        return
    for line in describe_share(made):
        click.echo(line)
    if where is not None:
        click.echo(f"It is in {where}.")


@region.command()
@WHERE
@PATHS
@click.option("--newest", is_flag=True, help="Of two versions of one year of a council take the one made last.")
def gather(where: str, sources: tuple[Path, ...], newest: bool) -> None:
    """Take FILES (or folders of them) that councils shared into TABLES: all of them, or none."""
    from selfassess.services.region import gathering

    click.echo(gathering.gather_files(sources, where, newest=newest).sentence)


@region.command()
@WHERE
@click.argument("name", metavar="QUERY")
@JSON
def query(where: str, name: str, as_json: bool) -> None:
    """Answer QUERY: one that ships (see "queries"), or a file of yours that ends in .sql."""
    from selfassess.services.region import gathering

    asked, answer = gathering.ask_tables(where, name)
    if as_json:
        rows = [dict(zip(answer.heads, row, strict=True)) for row in answer.rows]
        print_json({"query": asked.name, "title": asked.title, "rows": rows})
        return
    click.echo("\t".join(answer.heads))
    for row in answer.rows:
        click.echo("\t".join("" if value is None else str(value) for value in row))


@region.command()
def queries() -> None:
    """List the queries that ship, each with its title."""
    from selfassess.services.region import gathering

    for each in gathering.list_queries():
        click.echo(f"{each.name}: {each.title}")


@region.command(name="export")
@WHERE
@click.argument("out", type=click.Path(path_type=Path))
@click.option(
    "--format", "form", type=click.Choice(["parquet", "xlsx"]), help="As the ending of OUT says, else Parquet."
)
def export_(where: str, out: Path, form: str | None) -> None:
    """Give TABLES out: as Parquet files into the folder OUT, or the answers to all queries as one Excel file."""
    from selfassess.services.region import gathering

    if form == "xlsx" or (form is None and out.suffix == ".xlsx"):
        click.echo(f"The answers are in {gathering.write_excel(where, out)}.")
        return
    made = gathering.write_parquet(where, out)
    click.echo(f"{len(made):,} tables are in {out}.")


COMMANDS = {"region": region}
