"""The command that says what is next around CQC's visit."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from selfassess.cli.asking import FILE, JSON, LOCK, YEAR, ask_passphrase_to_lock, print_json, say_locked

if TYPE_CHECKING:
    from selfassess.domain.visit.agenda import Coming
    from selfassess.domain.visit.cases import CaseCover


@click.command()
@FILE
@YEAR
@click.option("--accuracy", type=click.Path(path_type=Path), metavar="OUT", help="Write the factual accuracy check.")
@click.option("--briefs", type=click.Path(path_type=Path), metavar="OUT", help="Write the briefs for interviews.")
@click.option("--group", metavar="NAME", help="With --briefs: of this group alone.")
@LOCK
@JSON
def visit(
    file: Path,
    year: str | None,
    accuracy: Path | None,
    briefs: Path | None,
    group: str | None,
    lock: bool,
    as_json: bool,
) -> None:
    """Say what is late and what is next around CQC's visit; or write its papers (Word, PDF, HTML; Excel too)."""
    if accuracy is not None or briefs is not None:
        _write_papers(file, year, accuracy, briefs, group, lock)
        return
    if group is not None:
        raise click.UsageError("--group goes with --briefs.")
    from datetime import date

    from selfassess.domain.visit import agenda, working_days
    from selfassess.domain.visit.cases import assess_cases
    from selfassess.services.workbook.example import find_example_day
    from selfassess.services.workbook.snapshot import read_snapshot

    held = read_snapshot(file)
    own = held.find_assessment(year)
    today = find_example_day(held.council.text_of("name")) or date.today().isoformat()
    deadline = agenda.read_deadline(own)
    coming, cover = agenda.list_coming(own, deadline, today), assess_cases(own)
    said, unknown = "", ""
    if deadline is not None:
        sent_on = agenda.read_day(own.record, "accuracy_sent_on")
        said = agenda.describe_countdown(deadline, sent_on, date.fromisoformat(today))
        unknown = working_days.describe_unknown_years(deadline.unknown)
    if as_json:
        check = {
            "due_on": deadline.due.isoformat() if deadline is not None else None,
            "days_left": deadline.count_days_left(date.fromisoformat(today)) if deadline is not None else None,
            "unknown_years": list(deadline.unknown) if deadline is not None else [],
            "points": len(own.records_of("accuracy_point")),
        }
        print_json({"accuracy": check, "coming": [*map(_build_line, coming)], "cases": _build_cases(cover)})
        return
    click.echo(f"Factual accuracy: {said or 'the draft report has not come yet'}.")
    if unknown:
        click.echo(unknown)
    for each in coming:
        click.echo(f"{'LATE  ' if each.late else ''}{each.shown_day}: {each.what}")
    click.echo(f"Cases: {cover.summary}")
    for criterion in cover.criteria:
        if criterion.missing:
            click.echo(f"  {criterion.missing:,} missing: {criterion.name}")


def _write_papers(
    file: Path, year: str | None, accuracy: Path | None, briefs: Path | None, group: str | None, lock: bool
) -> None:
    from selfassess.services.exporting import papers

    passphrase = ask_passphrase_to_lock(lock)
    if accuracy is not None:
        papers.export_accuracy_form(file, accuracy, year=year, passphrase=passphrase)
        click.echo(f"{accuracy} is written and checked.")
    if briefs is not None:
        papers.export_interview_briefs(file, briefs, group=group, year=year, passphrase=passphrase)
        click.echo(f"{briefs} is written and checked.")
    say_locked(passphrase)


def _build_line(coming: Coming) -> dict[str, Any]:
    return {"when": coming.when, "what": coming.what, "record": coming.kind, "id": coming.id, "late": coming.late}


def _build_cases(cover: CaseCover) -> dict[str, Any]:
    criteria = [{"name": c.name, "wanted": c.wanted, "met": c.met, "missing": c.missing} for c in cover.criteria]
    return {"cases": cover.cases, "missing": cover.missing, "ready": cover.ready, "criteria": criteria}


COMMANDS = {"visit": visit}
