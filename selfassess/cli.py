"""The command line: the contract for scripts and tests, and the way into the window.

Exit codes: 0 done; 1 done with findings; 2 wrong use; 3 a file is not readable, not ours, newer, locked or damaged.
An error is one plain sentence on standard error, never a traceback.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, NoReturn

import click
import msgspec

from selfassess.domain.audience import FORMATS, Audience
from selfassess.domain.counting import counted
from selfassess.domain.errors import FileError, PackError, WorkbookError
from selfassess.domain.outline_parts import PARTS
from selfassess.domain.rating import Rating, rate
from selfassess.packs import reader as packs

DONE, FINDINGS, WRONG_USE, UNUSABLE_FILE = 0, 1, 2, 3

FILE = click.argument("file", type=click.Path(path_type=Path))
YEAR = click.option("--year", metavar="LABEL", help="The year to take, such as 2025-26.")
JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")


def author() -> str:
    """Who writes: the name in the person's settings, or else who is logged in."""
    import getpass

    from selfassess.services import settings

    try:
        return settings.load().name or getpass.getuser()
    except (OSError, KeyError):
        return ""


def print_json(value: Any) -> None:
    """Print one object as indented JSON."""
    click.echo(msgspec.json.format(msgspec.json.encode(value), indent=2).decode())


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.pass_context
def cli(context: click.Context) -> None:
    """Draft a council's adult social care self-assessment for CQC."""
    if context.invoked_subcommand is None:
        _window(None)


@cli.command(name="open")
@FILE
def open_(file: Path) -> None:
    """Open the window on a workbook."""
    from selfassess.storage.store import format_of

    format_of(file)
    _window(file)


def _window(path: Path | None) -> NoReturn:
    from ui.__main__ import main as window  # the only way from here to Qt

    sys.exit(window(path))


@cli.command()
@FILE
def demo(file: Path) -> None:
    """Write the worked example."""
    from selfassess.services import opening

    opening.write_demo(file, author=author())
    click.echo(f"The worked example is in {file}.")


@cli.command()
@FILE
@click.option("--council", required=True, help="The council's name.")
@click.option("--reference", required=True, help="CQC's reference for the council, such as E08000027.")
@click.option("--year", required=True, metavar="LABEL", help="The year, such as 2025-26.")
@click.option("--framework", default=packs.DEFAULT_FRAMEWORK, show_default=True)
@click.option("--return", "information_return", default=packs.DEFAULT_RETURN, show_default=True)
def new(file: Path, council: str, reference: str, year: str, framework: str, information_return: str) -> None:
    """Make a workbook with one empty year."""
    from selfassess.services import opening

    opening.create(
        file,
        council=council,
        reference=reference,
        year=year,
        framework=framework,
        information_return=information_return,
        author=author(),
    )
    click.echo(f"The workbook of {council} for {year} is in {file}.")


@cli.command()
@FILE
@JSON
def show(file: Path, as_json: bool) -> None:
    """Show council, years, scores, rating and counts."""
    from selfassess.services import reading

    workbook = reading.snapshot(file)
    shown = {"council": workbook.council.text("name"), "assessments": [_shown(a) for a in workbook.assessments]}
    if as_json:
        print_json(shown)
        return
    click.echo(shown["council"])
    for assessment in workbook.assessments:
        worked = rate(tuple(assessment.scores.values()), assessment.framework.bands)
        who = assessment.record.text("assessor")
        click.echo(f"\n{assessment.label} (assessed by {'ourselves' if who == 'self' else who.upper()})")
        for statement in assessment.framework.statements:
            label = assessment.framework.score(assessment.scores[statement.key])
            score = f"{label.value}  {label.label}" if label else "-  Not scored yet"
            click.echo(f"  {statement.name:<48} {score}")
        click.echo(f"  {_rating_words(worked)}")
        counts = ", ".join(counted(kind, n) for kind, n in _counts(assessment).items())
        click.echo(f"  Records: {counts}")


def _shown(assessment: Any) -> dict[str, Any]:
    worked = rate(tuple(assessment.scores.values()), assessment.framework.bands)
    return {
        "label": assessment.label,
        "assessor": assessment.record["assessor"],
        "framework": assessment.framework.id,
        "status": assessment.record["status"],
        "scores": assessment.scores,
        "percent": worked.percent,
        "rating": worked.rating,
        "provisional": worked.provisional,
        "counts": _counts(assessment),
    }


def _counts(assessment: Any) -> dict[str, int]:
    return {kind: len(records) for kind, records in assessment.records.items()}


def _rating_words(worked: Rating) -> str:
    if worked.percent is None:
        return worked.working
    provisional = " so far" if worked.provisional else ""
    next_ = f" {worked.points_to_next} more points would reach {worked.next_label}." if worked.points_to_next else ""
    return f"{worked.label}{provisional}. {worked.working}{next_}".replace(" 1 more points", " 1 more point")


@cli.command()
@FILE
@click.argument("out", type=click.Path(path_type=Path))
@YEAR
@click.option("--audience", type=click.Choice([a.value for a in Audience]), default="full", show_default=True)
@click.option("--format", "format_", type=click.Choice(list(FORMATS)), help="Told by OUT's name otherwise.")
@click.option("--parts", help=f"Make a PDF of these parts only, with commas between them: {', '.join(PARTS)}.")
@click.option("--without-empty", is_flag=True, help="Leave out parts in which nothing is written (PDF, Excel's pages).")
def export(
    file: Path, out: Path, year: str | None, audience: str, format_: str | None, parts: str | None, without_empty: bool
) -> None:
    """Export to Excel, PDF or JSON."""
    from selfassess.services import exporting

    report = exporting.export(
        file,
        out,
        year=year,
        audience=Audience(audience),
        format=format_,
        parts=None if parts is None else [part.strip() for part in parts.split(",") if part.strip()],
        without_empty=without_empty,
    )
    size = f"{report.pages} pages" if report.pages else f"{report.records} records"
    click.echo(f"{out} is written and checked: {size}.")
    for note in report.notes:
        click.echo(note)
    if audience == Audience.PUBLIC:
        from selfassess.services import checking, settings

        found = checking.personal_data(file, year, settings.load().settled, one_year=report.format == "pdf")
        if found:
            click.echo(checking.personal_data_told(found, file.name), err=True)


@cli.command(name="import")
@FILE
@click.argument("source", type=click.Path(path_type=Path))
@YEAR
@click.option("--dry-run", is_flag=True, help="Say what would come in; change nothing.")
@JSON
@click.option(
    "--on-conflict",
    type=click.Choice(["stop", "mine", "theirs"]),
    default="stop",
    show_default=True,
    help="Where both sides changed one thing: change nothing, keep what FILE has, or take what SOURCE has.",
)
@click.option("--mapping", type=click.Path(path_type=Path), help="What the columns of somebody's spreadsheet mean.")
@click.option("--report", type=click.Path(path_type=Path), help="Write what was done to a new text file.")
@click.pass_context
def import_(
    context: click.Context,
    file: Path,
    source: Path,
    year: str | None,
    dry_run: bool,
    as_json: bool,
    on_conflict: str,
    mapping: Path | None,
    report: Path | None,
) -> None:
    """Take a file in: its changes, a further year, or a new workbook where FILE is not there yet."""
    from selfassess.services import importing, reading

    if report is not None and (dry_run or report.exists()):
        raise click.UsageError("A dry run has nothing to report." if dry_run else f"{report} exists already.")
    if report is not None and not report.parent.is_dir():
        raise FileError(f"The folder {report.parent} is not there.")
    there = reading.snapshot(file, journal=True) if file.exists() else None
    incoming, way = importing.read_beside(there, source, mapping=mapping, year=year)
    if there is not None and way is importing.Way.MERGE:
        prepared = importing.prepare_merge(there, incoming, source, mapping=mapping, year=year)
        context.exit(_merged(file, prepared, dry_run, as_json, on_conflict, report))
    planned = importing.plan_beside(there, incoming, source, year)
    if as_json:
        print_json(importing.summary(planned))
    importing.refuse_problems(planned)
    if not dry_run:
        _bring_in(file, incoming, planned, new=there is None)
    lines = importing.told(planned, dry_run)
    if not as_json:
        click.echo("\n".join(lines))
    _keep(report, "\n".join(lines) + "\n")


def _bring_in(file: Path, incoming: Any, planned: Any, *, new: bool) -> None:
    from selfassess.services import importing, opening

    if new:
        importing.make_new(file, incoming, planned, author=author())
        return
    session = opening.open_workbook(file, author=author())
    try:
        importing.take_in(session, planned)
    finally:
        session.close()


def _merged(file: Path, prepared: Any, dry_run: bool, as_json: bool, on_conflict: str, report: Path | None) -> int:
    """Take changes in, or say what they are; the exit code."""
    from selfassess.domain.decisions import Decisions, Resolution
    from selfassess.services import merging, opening

    chosen = Decisions(otherwise=None if on_conflict == "stop" else Resolution(on_conflict))
    if as_json and prepared.refused:
        print_json(merging.summary(prepared, chosen, prepared.refused))
    told = merging.foreseen(prepared, chosen)
    stopped = on_conflict == "stop" and bool(told.conflicts)
    if told.taken and not stopped and not dry_run:
        session = opening.open_workbook(file, author=author())
        try:
            told = merging.apply(session, prepared, chosen)
        finally:
            session.close()
    if not stopped:
        _keep(report, told.text())
    if as_json:
        print_json(merging.summary(prepared, chosen, told.problems))
    else:
        click.echo("\n".join(told.lines(stopped=stopped, would_be=dry_run)))
    return FINDINGS if stopped else DONE


def _keep(report: Path | None, text: str) -> None:
    if report is None:
        return
    try:
        report.write_text(text, encoding="utf-8")
    except OSError as error:
        raise FileError(
            f"Everything was taken in, but the report {report} cannot be written ({error.strerror})."
        ) from error


@cli.command()
@FILE
@click.option("--from", "from_label", required=True, metavar="LABEL", help="The year to begin from.")
@click.option("--to", "to_label", required=True, metavar="LABEL", help="The new year, such as 2025-26.")
@click.option("--framework", metavar="ID", help="Otherwise the newest that follows from the earlier year's.")
@click.option("--return", "information_return", metavar="ID", help="Otherwise the newest of the framework.")
@JSON
def carry(
    file: Path, from_label: str, to_label: str, framework: str | None, information_return: str | None, as_json: bool
) -> None:
    """Begin a year from an earlier one: what is carried is marked as not reviewed, scores are not carried."""
    from datetime import date

    from selfassess.services import carrying, opening

    session = opening.open_workbook(file, author=author())
    try:
        today = date.today().isoformat()
        planned = carrying.plan(session, from_label, to_label, today, framework, information_return)
        carrying.carry(session, planned)
    finally:
        session.close()
    if as_json:
        print_json(carrying.summary(planned))
    else:
        click.echo(carrying.summary_text(planned))


@cli.command()
@FILE
@JSON
@click.pass_context
def check(context: click.Context, file: Path, as_json: bool) -> None:
    """List what still needs doing, and whether the file is sound."""
    from datetime import date

    from selfassess.services import checking, settings

    found = checking.check(file, date.today().isoformat(), settings.load().settled)
    if as_json:
        file_ = {"ok": not found.faults, "messages": found.faults}
        print_json({"findings": [_finding(f) for f in found.findings], "file": file_})
    else:
        for finding in found.findings:
            click.echo(f"{finding.severity:<7} {finding.message}")
        for fault in found.faults:
            click.echo(f"file    {fault}")
        what = f"{len(found.findings)} findings" if found.findings else "Nothing to put right"
        click.echo(f"{what}; the file is {'damaged' if found.faults else 'sound'}.")
    context.exit(UNUSABLE_FILE if found.faults else FINDINGS if found.findings else DONE)


def _finding(finding: Any) -> dict[str, Any]:
    keys = ("rule", "severity", "record", "id", "field", "statement", "message")
    return {key: getattr(finding, key) for key in keys}


@cli.command(name="rate")
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
        click.echo(_rating_words(worked))
        for notice in worked.notices:
            click.echo(notice)


def _score(text: str) -> int | None:
    if text == "-":
        return None
    if text not in ("1", "2", "3", "4"):
        raise click.UsageError(f"“{text}” is not a score: a score is 1, 2, 3 or 4, or “-” where there is none.")
    return int(text)


@cli.command()
@click.argument("id_", metavar="[ID]", required=False)
@JSON
def framework(id_: str | None, as_json: bool) -> None:
    """Show what an assessment framework holds."""
    from selfassess.services import describing

    shown = describing.framework(packs.framework(id_ or packs.DEFAULT_FRAMEWORK))
    if as_json:
        print_json(shown)
    else:
        click.echo(describing.framework_text(shown))


@cli.command(name="return")
@click.argument("id_", metavar="[ID]", required=False)
@JSON
def return_(id_: str | None, as_json: bool) -> None:
    """Show what an information return asks for."""
    from selfassess.services import describing

    shown = describing.information_return(packs.information_return(id_ or packs.DEFAULT_RETURN))
    if as_json:
        print_json(shown)
    else:
        click.echo(describing.return_text(shown))


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run a command; every error leaves as one sentence and an exit code."""
    try:
        code = cli.main(args=arguments, prog_name="selfassess", standalone_mode=False)
        sys.exit(code if isinstance(code, int) else DONE)
    except click.UsageError as error:
        _leave(error.format_message(), WRONG_USE)
    except click.ClickException as error:
        _leave(error.format_message(), UNUSABLE_FILE)
    except click.Abort:
        _leave("Stopped.", WRONG_USE)
    except FileError as error:
        _leave(str(error), UNUSABLE_FILE)
    except (PackError, WorkbookError) as error:
        _leave(str(error), WRONG_USE)
    except Exception as error:
        _leave(_crashed(error), UNUSABLE_FILE)


def _crashed(error: Exception) -> str:
    """Write a crash report and say where it is; what a command changes, it changes whole or not at all."""
    from selfassess.services import crashes

    file = crashes.keep(crashes.report(type(error), error.__traceback__))
    where = f" A report for those who mend it is in {file}." if file else ""
    return f"Something went wrong that was not foreseen. Your files are as they were before.{where}"


def _leave(sentence: str, code: int) -> NoReturn:
    click.echo(sentence, err=True)
    sys.exit(code)
