"""Commands that need no workbook: the rating of nine scores, and what the packs hold."""

from __future__ import annotations

import click

from selfassess.cli.asking import JSON, print_json
from selfassess.cli.words import rating_words
from selfassess.domain.readiness.rating import rate
from selfassess.packs import reader as packs


@click.command(name="rate")
@click.argument("scores", nargs=-1, required=True, metavar="SCORES...")
@JSON
def rate_(scores: tuple[str, ...], as_json: bool) -> None:
    """Work out the rating of nine scores; "-" is an unscored statement."""
    framework = packs.framework(packs.DEFAULT_FRAMEWORK)
    wanted = len(framework.statements)
    if len(scores) != wanted:
        raise click.UsageError(
            f"Give {wanted} scores, one for each statement; “-” for one without. You gave {len(scores)}."
        )
    worked = rate(tuple(map(_score, scores)), framework.bands)
    keys = ("scores", "scored", "total", "maximum", "percent", "rating", "provisional", "points_to_next")
    if as_json:
        print_json({key: getattr(worked, key) for key in keys})
    else:
        click.echo(rating_words(worked))
        for notice in worked.notices:
            click.echo(notice)


def _score(text: str) -> int | None:
    if text == "-":
        return None
    if text not in ("1", "2", "3", "4"):
        raise click.UsageError(f"“{text}” is not a score: a score is 1, 2, 3 or 4, or “-” where there is none.")
    return int(text)


@click.command()
@click.argument("id_", metavar="[ID]", required=False)
@JSON
def framework(id_: str | None, as_json: bool) -> None:
    """Show what an assessment framework holds."""
    from selfassess.services.years import describe_packs

    shown = describe_packs.framework(packs.framework(id_ or packs.DEFAULT_FRAMEWORK))
    if as_json:
        print_json(shown)
    else:
        click.echo(describe_packs.framework_text(shown))


@click.command(name="return")
@click.argument("id_", metavar="[ID]", required=False)
@JSON
def return_(id_: str | None, as_json: bool) -> None:
    """Show what an information return asks for."""
    from selfassess.services.years import describe_packs

    shown = describe_packs.information_return(packs.information_return(id_ or packs.DEFAULT_RETURN))
    if as_json:
        print_json(shown)
    else:
        click.echo(describe_packs.return_text(shown))


COMMANDS = {"rate": rate_, "framework": framework, "return": return_}
