"""The command that sets a workbook's scores beside those that CQC published of other councils."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from selfassess.cli.asking import JSON, LOCK, YEAR, ask_passphrase_to_lock, print_json, say_locked

if TYPE_CHECKING:
    from selfassess.domain.standings.comparison import Standings

SHOWN = 10


@click.command()
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.argument("out", type=click.Path(path_type=Path), required=False)
@YEAR
@click.option("--learn", metavar="KEY", help="Also list who scored 3 or 4 in this statement, and when.")
@click.option(
    "--add", type=click.Path(path_type=Path), metavar="SOURCE", help="Add published scores from a JSON or CSV file."
)
@click.option("--format", "format_", type=click.Choice(["docx", "pdf", "html", "xlsx"]), help="Told by OUT otherwise.")
@click.option("--edition", type=click.Choice(["board", "full"]), default="board", show_default=True)
@LOCK
@JSON
def standings(
    file: Path | None, out: Path | None, year: str | None, learn: str | None, add: Path | None, format_: str | None,
    edition: str, lock: bool, as_json: bool,
) -> None:  # fmt: skip
    """Show our scores beside region, kind and England; without FILE what CQC published, council by council.

    With OUT they are written as a document: Word, PDF, HTML or Excel.
    """
    import msgspec

    from selfassess.domain.standings.comparison import list_to_learn_from
    from selfassess.services.workbook import snapshot
    from selfassess.services.years import standings as standing

    if add is not None:
        _add_from_file(add, as_json)
    if file is None:
        _show_published(as_json, add is not None)
        return
    if out is not None:
        _write_document(file, out, year, edition, format_, lock)
        return
    if format_ is not None:
        raise click.UsageError("Say where the document is to be written: selfassess standings FILE OUT.")
    held = snapshot.read_snapshot(file)
    of = standing.scored_framework()
    if learn is not None and learn not in {each.key for each in of.statements}:
        raise click.UsageError(f"There is no statement “{learn}”. There is: {', '.join(s.key for s in of.statements)}.")
    found = standing.compare_year(held, held.find_assessment(year))
    best = list_to_learn_from(found, of, learn) if learn is not None else ()
    if as_json:
        print_json({**_build_answer(found), "learn_from": msgspec.to_builtins(best)})
        return
    click.echo(found.distance)
    for row in found.statements:
        ours = "not scored" if row.ours is None else f"ours {row.ours}"
        click.echo(f"{row.number} {row.name}: {ours}; {'; '.join(f'{g.group}: {g.words}' for g in row.groups)}")
    for each in best[:SHOWN]:
        score = each.scores[[s.key for s in of.statements].index(str(learn))]
        click.echo(f"  {each.council}, {each.month}: {score}{_describe_source(each)}")
    if found.rests_on_one_source:
        click.echo(f"{found.rests_on_one_source:,} of these councils rest on one secondary source.")


def _add_from_file(source: Path, as_json: bool) -> None:
    from selfassess.services.years import standings as standing

    fresh = standing.read_source(source)
    known = standing.add_scores(fresh, source.name)
    click.echo(f"Added {len(fresh):,} from {source.name}; you have added {known:,} in all.", err=as_json)


def _show_published(as_json: bool, silent: bool) -> None:
    """What CQC published, council by council."""
    import msgspec

    from selfassess.services.years import standings as standing

    published = standing.read_published()
    if as_json:
        print_json({"published": msgspec.to_builtins(published)})
        return
    for each in published if not silent else ():
        scores = " ".join("-" if score is None else str(score) for score in each.scores)
        click.echo(f"{each.council}, {each.month}: {scores}, {each.rating}{_describe_source(each)}")


def _write_document(file: Path, out: Path, year: str | None, edition: str, format: str | None, lock: bool) -> None:
    from selfassess.domain.model.editions import Edition
    from selfassess.services.years.standings_report import export_standings

    passphrase = ask_passphrase_to_lock(lock)
    report = export_standings(file, out, year=year, edition=Edition(edition), format=format, passphrase=passphrase)
    click.echo(f"{out} is written and checked.")
    say_locked(passphrase)
    for note in report.notes:
        click.echo(note)


def _describe_source(each: Any) -> str:
    return " (one secondary source)" if each.one_source else ""


def _build_answer(found: Standings) -> dict[str, Any]:
    return {
        "distance": found.distance,
        "total": found.rating.total,
        "maximum": found.rating.maximum,
        "points_to_next": found.rating.points_to_next,
        "rests_on_one_source": found.rests_on_one_source,
        "statements": [
            {
                "key": row.key,
                "ours": row.ours,
                "groups": [
                    {"group": g.group, "counts": {str(s): n for s, n in g.counts.items()}, "average": g.average,
                     "above": g.above, "below": g.below}
                    for g in row.groups
                ],
            }
            for row in found.statements
        ],
    }  # fmt: skip


COMMANDS = {"standings": standings}
