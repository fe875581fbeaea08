"""The command that begins a year from an earlier one."""

from __future__ import annotations

from pathlib import Path

import click

from selfassess.cli.asking import FILE, JSON, TAKE_OVER, print_json, workbook_open_for_writing


@click.command()
@FILE
@click.option("--from", "from_label", required=True, metavar="LABEL", help="The year to begin from.")
@click.option("--to", "to_label", required=True, metavar="LABEL", help="The new year, such as 2025-26.")
@click.option("--framework", metavar="ID", help="Otherwise the newest that follows from the earlier year's.")
@click.option("--return", "information_return", metavar="ID", help="Otherwise the newest of the framework.")
@JSON
@TAKE_OVER
def carry(
    file: Path,
    from_label: str,
    to_label: str,
    framework: str | None,
    information_return: str | None,
    as_json: bool,
    take_over: bool,
) -> None:
    """Begin a year from an earlier one: what is carried is marked as not reviewed, scores are not carried."""
    from datetime import date

    from selfassess.services.years import carry_forward

    with workbook_open_for_writing(file, take_over=take_over) as session:
        today = date.today().isoformat()
        planned = carry_forward.plan_carry_forward(session, from_label, to_label, today, framework, information_return)
        carry_forward.carry_forward_year(session, planned)
    if as_json:
        print_json(carry_forward.summarise_carry_forward(planned))
    else:
        click.echo(carry_forward.format_carry_summary(planned))


COMMANDS = {"carry": carry}
