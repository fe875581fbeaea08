"""The commands that import files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from selfassess.cli.asking import (
    DONE,
    FILE,
    FINDINGS,
    JSON,
    TAKE_OVER,
    YEAR,
    author,
    passphrase_of,
    print_json,
    writing,
)
from selfassess.domain.model.errors import FileError

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
    from selfassess.services.importing import plan_import
    from selfassess.services.safety import encryption
    from selfassess.services.workbook import snapshot

    _refuse_report(report, dry_run)
    source = context.with_resource(encryption.unlocked(source, passphrase_of))
    there = snapshot.snapshot(file, journal=True) if file.exists() else None
    if propose is not None:
        _propose(there, source, propose, year)
        context.exit(DONE)
    proposed = mapping is not None and str(mapping) == "auto"
    mapping = None if proposed else mapping
    incoming, way = plan_import.read_beside(there, source, mapping=mapping, proposed=proposed, year=year, ours=ours)
    if plan_import.holds_nothing(incoming):
        context.exit(_nothing_understood(source, incoming, as_json))
    incoming = _refuse_another_councils(there, incoming, source, dry_run)
    if there is not None and way is plan_import.Way.MERGE:
        prepared = plan_import.prepare_merge(there, incoming, source, mapping=mapping, year=year)
        if prepared.pairs and on_conflict != "stop":
            same = {pair.row.id: on_conflict == "theirs" for pair in prepared.pairs}
            prepared = plan_import.prepare_merge(there, incoming, source, mapping=mapping, year=year, same=same)
        chosen = _chosen(prepared, on_conflict, leave, do_not_offer)
        context.exit(_merged(file, prepared, chosen, dry_run, as_json, report, take_over))
    if leave or do_not_offer:
        raise click.UsageError("Nothing can be left aside of a year that comes in whole.")
    planned = plan_import.plan_beside(there, incoming, source, year)
    if as_json:
        print_json(plan_import.summary(planned))
    plan_import.refuse_problems(planned)
    if not dry_run:
        _bring_in(file, incoming, planned, new=there is None, take_over=take_over)
    lines = plan_import.told(planned, dry_run)
    if not as_json:
        click.echo("\n".join(lines))
    _keep(report, "\n".join(lines) + "\n")


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

    _refuse_report(report, dry_run)
    other = context.with_resource(encryption.unlocked(other, passphrase_of))
    prepared = plan_merge.prepare_copy(file, other)
    chosen = _chosen(prepared, on_conflict, leave, do_not_offer)
    context.exit(_merged(file, prepared, chosen, dry_run, as_json, report, take_over))


def _propose(there: Any, source: Path, target: Path, year: str | None) -> None:
    """Write the proposed mapping of a spreadsheet."""
    from selfassess.services.importing import file_kinds

    if target.exists():
        raise click.UsageError(f"{target} exists already.")
    like = next((each for each in there.assessments if each.label == year), there.current) if there else None
    file_kinds.propose_mapping(
        source, target, like.framework if like else None, like.information_return if like else None
    )
    click.echo(f"{target}: what {source.name} seems to mean. Look it through, then import with --mapping {target}.")


def _nothing_understood(source: Path, incoming: Any, as_json: bool) -> int:
    """Say that a file gave nothing, and why cell by cell; the exit code."""
    from selfassess.domain.model.problem_kinds import problem_kinds
    from selfassess.services.importing import merge_report

    if as_json:
        empty: dict[str, Any] = {name: {"count": 0, "items": []} for name in ("new", "changed", "removed", "conflicts")}
        listed = merge_report.list_pieces(incoming.pieces)
        print_json({
            **empty, "problems": merge_report.problem_list(incoming.problems), "notes": list(incoming.notes), **listed,
        })  # fmt: skip
    else:
        why = (
            "No heading in it names a quality statement or a part of a self-assessment."
            if incoming.pieces
            else "Import it in the window and say there what its columns mean."
        )
        click.echo(f"Nothing in {source.name} was understood, so nothing was imported. {why}")
        click.echo("\n".join(f"  {kind.sentence()}" for kind in problem_kinds(incoming.problems)))
    return FINDINGS


def _refuse_another_councils(there: Any, incoming: Any, source: Path, dry_run: bool) -> Any:
    """Refuse another council's narrative until somebody says that it is ours; of a dry run it is a note."""
    from dataclasses import replace

    from selfassess.services.importing import plan_narrative

    other = plan_narrative.other_council(there, incoming) if there is not None else ""
    if not other:
        return incoming
    said = plan_narrative.ANOTHERS.format(name=source.name, council=other, ours=there.council.text("name"))
    if not dry_run:
        click.echo(f"{said}{plan_narrative.HOW_TO_SAY}", err=True)
        click.get_current_context().exit(FINDINGS)
    return replace(incoming, notes=(f"{said} It comes in only where you say --ours.", *incoming.notes))


def _refuse_report(report: Path | None, dry_run: bool) -> None:
    if report is not None and (dry_run or report.exists()):
        raise click.UsageError("A dry run has nothing to report." if dry_run else f"{report} exists already.")
    if report is not None and not report.parent.is_dir():
        raise FileError(f"The folder {report.parent} is not there.")


def _bring_in(file: Path, incoming: Any, planned: Any, *, new: bool, take_over: bool) -> None:
    from selfassess.services.importing import plan_import

    if new:
        plan_import.make_new(file, incoming, planned, author=author())
        return
    with writing(file, take_over=take_over) as session:
        plan_import.take_in(session, planned)


def _chosen(prepared: Any, on_conflict: str, leave: tuple[str, ...], declined: tuple[str, ...]) -> Any:
    from selfassess.domain.merging.resolution import Decisions, Resolution

    offered = {each.id for each in prepared.merge.differences}
    for id in (*leave, *declined):
        if id not in offered:
            raise click.UsageError(f"Nothing is offered about {id}. A dry run with --json lists what is.")
    otherwise = None if on_conflict == "stop" else Resolution(on_conflict)
    return Decisions(left=frozenset(leave), declined=frozenset(declined), otherwise=otherwise)


def _merged(
    file: Path, prepared: Any, chosen: Any, dry_run: bool, as_json: bool, report: Path | None, take_over: bool
) -> int:
    """Take changes in, or say what they are; the exit code."""
    from selfassess.services.importing import offers as offering
    from selfassess.services.importing import plan_merge, row_pairs

    prepared = offering.ask_before_removing(prepared)
    if as_json and prepared.refused:
        print_json(plan_merge.summary(prepared, chosen, prepared.refused))
    told = plan_merge.foreseen(prepared, chosen)
    stopped = chosen.otherwise is None and bool(told.conflicts or prepared.pairs)
    if (told.taken or prepared.brings_entries or chosen.aside) and not stopped and not dry_run:
        with writing(file, take_over=take_over) as session:
            told = plan_merge.apply(session, prepared, chosen)
    if not stopped:
        _keep(report, told.text())
    if as_json:
        print_json(plan_merge.summary(prepared, chosen, told.problems))
    else:
        pairs = row_pairs.pair_lines(prepared.pairs) if stopped else ()
        click.echo("\n".join((*told.lines(stopped=stopped, would_be=dry_run), *pairs)))
    return FINDINGS if stopped else DONE


def _keep(report: Path | None, text: str) -> None:
    if report is None:
        return
    from selfassess.files import private

    try:
        private.write(report, text.encode())
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
    from selfassess.services.importing import offers as offering
    from selfassess.services.workbook import snapshot

    if again:
        with writing(file, take_over=take_over) as session:
            offering.offer_again(session, again)
    found = offering.decided(file)
    if as_json:
        items = [
            {"record": each.record.kind, "id": each.record.id, "author": hand.author, "at": hand.at, "source": source}
            for each in found
            for hand, source in ((each.mark.hand, each.mark.source),)
        ]
        print_json({"not_offered": {"count": len(items), "items": items}})
        return
    there = snapshot.snapshot(file)
    for each in found:
        click.echo(f"{offering.named(each, there)} of {each.mark.source}: {each.mark.words}. Id: {each.record.id}")
    if not found:
        click.echo("Everything in a file is offered.")


COMMANDS = {"import": import_, "merge": merge, "offers": offers}
