"""The commands that import files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from selfassess.cli.asking import (
    DONE,
    FILE,
    FINDINGS,
    JSON,
    TAKE_OVER,
    YEAR,
    ask_passphrase_of,
    print_json,
    workbook_open_for_writing,
    writing_author,
)
from selfassess.domain.model.errors import FileError

if TYPE_CHECKING:  # each command brings in what it needs when it is called
    from selfassess.domain.merging.resolution import Decisions
    from selfassess.domain.model.workbook import Workbook
    from selfassess.services.importing.plan_import import ImportPlan
    from selfassess.services.importing.plan_merge import Prepared

DRY_RUN = click.option("--dry-run", is_flag=True, help="Say what would come in; change nothing.")
ON_CONFLICT = click.option(
    "--on-conflict",
    type=click.Choice(["stop", "mine", "theirs"]),
    default="stop",
    show_default=True,
    help="Where both sides changed one thing: change nothing, keep what FILE has, or take what the other has. A row "
    "that may be a record of FILE or not is then a new one (mine) or that record (theirs).",
)
LEAVE = click.option(
    "--leave", metavar="ID", multiple=True, help="Leave what is offered about this record aside; it stays on offer."
)
DECLINE = click.option(
    "--do-not-offer",
    metavar="ID",
    multiple=True,
    help="Leave it aside and do not offer it again.",
)
REPORT = click.option("--report", type=click.Path(path_type=Path), help="Write what was done to a new text file.")


@click.command(name="import")
@FILE
@click.argument("source", type=click.Path(path_type=Path))
@YEAR
@DRY_RUN
@JSON
@ON_CONFLICT
@click.option(
    "--mapping",
    type=click.Path(path_type=Path),
    help="What the columns of somebody's spreadsheet mean: a saved file, or “auto” for what the program proposes.",
)
@click.option(
    "--propose", type=click.Path(path_type=Path), help="Write the proposed mapping of SOURCE here, and change nothing."
)
@click.option("--ours", is_flag=True, help="A narrative that names another council is of this one all the same.")
@LEAVE
@DECLINE
@REPORT
@TAKE_OVER
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
    leave: tuple[str, ...],
    do_not_offer: tuple[str, ...],
    propose: Path | None,
    ours: bool,
    report: Path | None,
    take_over: bool,
) -> None:
    """Import a file: its changes, a further year, or a new workbook where FILE is not there yet."""
    from dataclasses import replace

    from selfassess.services.importing import plan_import, plan_years, read_source
    from selfassess.services.safety import encryption
    from selfassess.services.workbook import snapshot

    _refuse_report_file(report, dry_run)
    source = context.with_resource(encryption.open_decrypted(source, ask_passphrase_of))
    there = None
    if file.exists():
        there = snapshot.read_snapshot(file, journal=True)
    if propose is not None:
        _write_proposed_mapping(there, source, propose, year)
        context.exit(DONE)
    proposed = mapping is not None and str(mapping) == "auto"
    saved = None
    if mapping is not None and not proposed:
        saved = read_source.load_mapping(mapping)
    plan = plan_import.plan_file(there, source, mapping=saved, proposed=proposed, year=year, ours=ours)
    if plan.decision.way is plan_import.Way.NOTHING:
        context.exit(_report_nothing_understood(plan, as_json))
    plan = _refuse_another_councils(plan, dry_run)
    plan.raise_if_refused()
    if plan.decision.way is plan_import.Way.MERGE:
        if plan.prepared.pairs and on_conflict != "stop":
            plan = replace(plan, same={pair.row.id: on_conflict == "theirs" for pair in plan.prepared.pairs})
        chosen = _resolve_from_options(plan.prepared, on_conflict, leave, do_not_offer)
        context.exit(_write_or_show_merge(file, plan.prepared, chosen, dry_run, as_json, report, take_over))
    if leave or do_not_offer:
        raise click.UsageError("Nothing can be left aside of a year that comes in whole.")
    if as_json:
        print_json(plan_years.summarize_plan(plan.years))
    plan_years.refuse_plan_with_problems(plan.years)
    if not dry_run:
        _write_planned_import(file, plan, take_over)
    lines = plan_years.plan_lines(plan.years, dry_run)
    if not as_json:
        click.echo("\n".join(lines))
    _save_merge_report(report, "\n".join(lines) + "\n")


@click.command()
@FILE
@click.argument("other", type=click.Path(path_type=Path))
@DRY_RUN
@JSON
@ON_CONFLICT
@LEAVE
@DECLINE
@REPORT
@TAKE_OVER
@click.pass_context
def merge(
    context: click.Context,
    file: Path,
    other: Path,
    dry_run: bool,
    as_json: bool,
    on_conflict: str,
    leave: tuple[str, ...],
    do_not_offer: tuple[str, ...],
    report: Path | None,
    take_over: bool,
) -> None:
    """Bring another copy of a workbook together with FILE: who wrote what comes along."""
    from selfassess.services.importing import plan_merge
    from selfassess.services.safety import encryption

    _refuse_report_file(report, dry_run)
    other = context.with_resource(encryption.open_decrypted(other, ask_passphrase_of))
    prepared = plan_merge.prepare_copy_of_workbook(file, other)
    chosen = _resolve_from_options(prepared, on_conflict, leave, do_not_offer)
    context.exit(_write_or_show_merge(file, prepared, chosen, dry_run, as_json, report, take_over))


def _write_proposed_mapping(there: Workbook | None, source: Path, target: Path, year: str | None) -> None:
    """Write the proposed mapping of a spreadsheet."""
    from selfassess.services.importing import plan_import, read_source

    if target.exists():
        raise click.UsageError(f"{target} exists already.")
    like = plan_import.find_year_like(there, year)
    framework = like.framework if like else None
    information_return = like.information_return if like else None
    read_source.propose_mapping(source, target, framework, information_return)
    click.echo(f"{target}: what {source.name} seems to mean. Look it through, then import with --mapping {target}.")


def _report_nothing_understood(plan: ImportPlan, as_json: bool) -> int:
    """Say that a file gave nothing, and why cell by cell; the exit code."""
    from selfassess.domain.model.problem_kinds import group_problems
    from selfassess.services.importing import merge_report

    incoming = plan.incoming
    if as_json:
        empty: dict[str, Any] = {name: {"count": 0, "items": []} for name in ("new", "changed", "removed", "conflicts")}
        listed = merge_report.pieces_as_items(incoming.pieces)
        print_json(
            {
                **empty,
                "problems": merge_report.problems_as_items(incoming.problems),
                "notes": list(incoming.notes),
                **listed,
            }
        )
    else:
        if incoming.pieces:
            why = "No heading in it names a quality statement or a part of a self-assessment."
        else:
            why = "Import it in the window and say there what its columns mean."
        click.echo(f"{plan.decision.why} {why}")
        click.echo("\n".join(f"  {kind.describe_kind()}" for kind in group_problems(incoming.problems)))
    return FINDINGS


def _refuse_another_councils(plan: ImportPlan, dry_run: bool) -> ImportPlan:
    """Refuse another council's narrative until somebody says that it is ours; of a dry run it is a note."""
    from dataclasses import replace

    from selfassess.services.importing import plan_narrative

    if plan.there is None or not plan.other_council:
        return plan
    ours = plan.there.council.text_of("name")
    said = plan_narrative.ANOTHERS.format(name=plan.read.source.name, council=plan.other_council, ours=ours)
    if not dry_run:
        click.echo(f"{said}{plan_narrative.HOW_TO_SAY}", err=True)
        click.get_current_context().exit(FINDINGS)
    notes = (f"{said} It comes in only where you say --ours.", *plan.incoming.notes)
    return replace(plan, incoming=replace(plan.incoming, notes=notes))


def _refuse_report_file(report: Path | None, dry_run: bool) -> None:
    if report is not None and (dry_run or report.exists()):
        refusal = "A dry run has nothing to report." if dry_run else f"{report} exists already."
        raise click.UsageError(refusal)
    if report is not None and not report.parent.is_dir():
        raise FileError(f"The folder {report.parent} is not there.")


def _write_planned_import(file: Path, plan: ImportPlan, take_over: bool) -> None:
    from selfassess.services.importing import plan_years

    if plan.there is None:
        plan_years.write_imported_workbook(file, plan.incoming, plan.years, author=writing_author())
        return
    with workbook_open_for_writing(file, take_over=take_over) as session:
        plan_years.write_plan(session, plan.years)


def _resolve_from_options(
    prepared: Prepared, on_conflict: str, leave: tuple[str, ...], declined: tuple[str, ...]
) -> Decisions:
    from selfassess.domain.merging.resolution import Decisions, Resolution

    offered = {each.id for each in prepared.merge.differences}
    for id in (*leave, *declined):
        if id not in offered:
            raise click.UsageError(f"Nothing is offered about {id}. A dry run with --json lists what is.")
    otherwise = None if on_conflict == "stop" else Resolution(on_conflict)
    return Decisions(left=frozenset(leave), declined=frozenset(declined), otherwise=otherwise)


def _write_or_show_merge(
    file: Path,
    prepared: Prepared,
    chosen: Decisions,
    dry_run: bool,
    as_json: bool,
    report: Path | None,
    take_over: bool,
) -> int:
    """Take changes in, or say what they are; the exit code."""
    from selfassess.services.importing import offers as service
    from selfassess.services.importing import plan_merge, row_pairs

    prepared = service.ask_before_removing(prepared)
    if as_json and prepared.refusing_problems:
        print_json(plan_merge.summarize_merge(prepared, chosen, prepared.refusing_problems))
    told = plan_merge.foresee_report(prepared, chosen)
    stopped = chosen.otherwise is None and bool(told.conflicts or prepared.pairs)
    writes_merge = (
        (told.taken or prepared.brings_journal_entries or chosen.left_aside_ids) and not stopped and not dry_run
    )
    if writes_merge:
        with workbook_open_for_writing(file, take_over=take_over) as session:
            told = plan_merge.apply_merge(session, prepared, chosen)
    if not stopped:
        _save_merge_report(report, told.full_text())
    if as_json:
        print_json(plan_merge.summarize_merge(prepared, chosen, told.problems))
    else:
        pairs = row_pairs.describe_pairs(prepared.pairs) if stopped else ()
        click.echo("\n".join((*told.summary_lines(stopped=stopped, would_be=dry_run), *pairs)))
    if stopped:
        return FINDINGS
    return DONE


def _save_merge_report(report: Path | None, text: str) -> None:
    if report is None:
        return
    from selfassess.files import private

    try:
        private.write_private_file(report, text.encode())
    except OSError as error:
        raise FileError(
            f"Everything was imported, but the report {report} cannot be written ({error.strerror})."
        ) from error


@click.command()
@FILE
@click.option("--again", metavar="ID", multiple=True, help="Offer what is held back about this record again.")
@JSON
@TAKE_OVER
def offers(file: Path, again: tuple[str, ...], as_json: bool, take_over: bool) -> None:
    """List what is not offered again when files are imported, who decided so and when; or offer it again."""
    from selfassess.services.importing import offers as service
    from selfassess.services.workbook import snapshot

    if again:
        with workbook_open_for_writing(file, take_over=take_over) as session:
            service.offer_again(session, again)
    found = service.read_declined_offers(file)
    if as_json:
        items = [
            {"record": each.record.kind, "id": each.record.id, "author": hand.author, "at": hand.at, "source": source}
            for each in found
            for hand, source in ((each.mark.hand, each.mark.source),)
        ]
        print_json({"not_offered": {"count": len(items), "items": items}})
        return
    there = snapshot.read_snapshot(file)
    for each in found:
        click.echo(
            f"{service.name_declined_offer(each, there)} of {each.mark.source}: {each.mark.describe_mark}. "
            f"Id: {each.record.id}"
        )
    if not found:
        click.echo("Everything in a file is offered.")


COMMANDS = {"import": import_, "merge": merge, "offers": offers}
