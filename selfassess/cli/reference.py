"""Commands that need no workbook: the rating of scores, and what the packs hold."""

from __future__ import annotations

from pathlib import Path

import click

from selfassess.cli.asking import JSON, print_json
from selfassess.cli.words import describe_rating
from selfassess.domain.framework.framework import Framework
from selfassess.domain.readiness.rating import rate_scores
from selfassess.domain.text.wording import join_with_or
from selfassess.packs import reader as packs


@click.command(name="rate")
@click.argument("scores", nargs=-1, required=True, metavar="SCORES...")
@click.option("--framework", "id_", metavar="ID", help="By whose scale and bands: the newest, if left out.")
@click.option(
    "--pack", "file", type=click.Path(path_type=Path), metavar="FILE", help="By a framework of a file (TOML)."
)
@JSON
def rate_(scores: tuple[str, ...], id_: str | None, file: Path | None, as_json: bool) -> None:
    """Work out the rating of scores, one for each statement (nine of CQC's framework); "-" is an unscored one."""
    framework = _choose_framework(id_, file)
    wanted = len(framework.statements)
    if len(scores) != wanted:
        raise click.UsageError(
            f"Give {wanted} scores, one for each statement; “-” for one without. You gave {len(scores)}."
        )
    worked = rate_scores(tuple(_parse_score(score, framework) for score in scores), framework)
    keys = ("scores", "scored", "total", "maximum", "percent", "rating", "provisional", "points_to_next")
    if as_json:
        print_json({key: getattr(worked, key) for key in keys})
    else:
        click.echo(describe_rating(worked))
        for notice in worked.notices:
            click.echo(notice)


def _choose_framework(id_: str | None, file: Path | None) -> Framework:
    if file is not None:
        from selfassess.services.years import import_packs

        found = next((each for each in import_packs.read_pack_files([file]).packs if isinstance(each, Framework)), None)
        if found is None:
            raise click.UsageError(f"{file.name} holds an information return and no framework.")
        return found
    return packs.load_framework(id_) if id_ else packs.newest_framework()


def _parse_score(text: str, framework: Framework) -> int | None:
    if text == "-":
        return None
    names = {framework.shorten_score(each.value).casefold(): each.value for each in framework.scores}
    value = names.get(text.casefold())
    if value is None:
        scale = join_with_or(framework.shorten_score(each.value) for each in framework.scores)
        raise click.UsageError(f"“{text}” is not a score: a score is {scale}, or “-” where there is none.")
    return value


@click.command()
@click.argument("id_", metavar="[ID]", required=False)
@JSON
def framework(id_: str | None, as_json: bool) -> None:
    """Show what an assessment framework holds."""
    from selfassess.services.years import describe_packs

    shown = describe_packs.describe_framework(packs.load_framework(id_) if id_ else packs.newest_framework())
    if as_json:
        print_json(shown)
    else:
        click.echo(describe_packs.format_framework(shown))


@click.command(name="return")
@click.argument("id_", metavar="[ID]", required=False)
@JSON
def return_(id_: str | None, as_json: bool) -> None:
    """Show what an information return asks for."""
    from selfassess.services.years import describe_packs

    shown = describe_packs.describe_information_return(
        packs.load_information_return(id_) if id_ else packs.pair_packs(None, None)[1]
    )
    if as_json:
        print_json(shown)
    else:
        click.echo(describe_packs.format_information_return(shown))


COMMANDS = {"rate": rate_, "framework": framework, "return": return_}
