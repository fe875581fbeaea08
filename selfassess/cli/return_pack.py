"""The command that writes the return, ready to hand over."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from selfassess.cli.asking import DONE, FILE, FINDINGS, JSON, LOCK, YEAR, ask_passphrase_to_lock, print_json
from selfassess.domain.text.wording import count_noun

if TYPE_CHECKING:
    from selfassess.services.exporting.return_pack import HandedOver, Prepared

SHOWN = 20
"""So many lines about one thing are printed; --json prints all of them."""


@click.command()
@FILE
@click.argument("out", type=click.Path(path_type=Path))
@YEAR
@click.option("--changed", is_flag=True, help="Send also files that changed since they were added as evidence.")
@click.option("--acting", is_flag=True, help="Send also programs, shortcuts, disk images and documents with macros.")
@click.option(
    "--form",
    "forms",
    type=click.Choice(["pdf", "docx", "xlsx"]),
    multiple=True,
    help="What the self-assessment is sent as; may be given more than once. Without it: PDF alone.",
)
@click.option("--dry-run", is_flag=True, help="Say what would go and what would not; write nothing.")
@JSON
@LOCK
@click.pass_context
def return_pack(
    context: click.Context,
    file: Path,
    out: Path,
    year: str | None,
    changed: bool,
    acting: bool,
    forms: tuple[str, ...],
    dry_run: bool,
    as_json: bool,
    lock: bool,
) -> None:
    """Write the return, ready to hand over: a zip file where OUT ends in .zip, else a new folder.

    Each file of evidence goes once, as "IR 05 - Title.pdf", with an index and the self-assessment. Files that nobody
    can open are named before. What needs redaction, is not there, changed since it was added, or is no document but a
    program, shortcut, disk image or document with macros is held back and named; the exit code is then 1.
    """
    from selfassess.domain.return_pack.plan import USUAL_FORMS
    from selfassess.services.exporting import return_pack as service

    passphrase = ask_passphrase_to_lock(lock and not dry_run)
    wanted = forms or USUAL_FORMS
    prepared = service.prepare_return_pack(file, year=year, changed=changed, acting=acting, forms=wanted)
    if not dry_run and not as_json:
        _warn_of_unusable_files(prepared)
    written = None if dry_run else service.write_return_pack(prepared, out, passphrase=passphrase)
    if as_json:
        print_json(_summarize_pack(prepared, written))
    else:
        _print_pack_outcome(prepared, written)
    plan = written.plan if written else prepared.plan
    context.exit(FINDINGS if plan.held_back else DONE)


def _warn_of_unusable_files(prepared: Prepared) -> None:
    """Name before anything is written what nobody can open, is a link, or lies outside of one's own folders."""
    for document in prepared.plan.documents:
        if document.fault:
            click.echo(f"“{document.title}” cannot be opened by anybody: {document.fault}", err=True)
        if document.leads_to:
            click.echo(f"“{document.title}” is taken from {document.leads_to}.", err=True)


def _print_pack_outcome(prepared: Prepared, written: HandedOver | None) -> None:
    from selfassess.domain.return_pack.index import summarise_plan

    plan = written.plan if written else prepared.plan
    if written:
        click.echo(f"{written.path} is written and checked: {count_noun(written.file_count, 'file')}.")
        _print_first_lines(written.notes)
    click.echo(f"{summarise_plan(plan)}.")
    if plan.held_back:
        click.echo("\nNot sent:")
        _print_first_lines(tuple(f"{each.title} ({', '.join(each.refs)}): {each.reason}" for each in plan.held_back))
    for notice in prepared.notices:
        click.echo(f"\n{notice.sentence}")
        _print_first_lines(notice.about)


def _print_first_lines(lines: tuple[str, ...]) -> None:
    for line in lines[:SHOWN]:
        click.echo(f"  {' '.join(line.split())}")
    if len(lines) > SHOWN:
        click.echo(f"  … and {len(lines) - SHOWN:,} more (--json lists all)")


def _summarize_pack(prepared: Prepared, written: HandedOver | None) -> dict[str, Any]:
    from selfassess.domain.return_pack import index
    from selfassess.domain.return_pack.plan import INDEX

    plan = written.plan if written else prepared.plan
    return {
        "path": str(written.path) if written else None,
        "files": [
            {
                "name": each.name,
                "title": each.title,
                "item": each.ref,
                "also": each.also,
                "size": each.size,
                "fault": each.fault,
            }
            for each in plan.documents
        ],
        "own": plan.own,
        "index": INDEX if written else (),
        "references": [
            {"title": each.title, "item": each.ref, "also": each.also, "place": each.place} for each in plan.references
        ],
        "held_back": [{"title": each.title, "items": each.refs, "reason": each.reason} for each in plan.held_back],
        "items": [
            {"item": line.item.ref, "title": line.item.title, "status": line.status_words, "documents": line.documents}
            for line in index.build_item_lines(plan)
        ],
        "warnings": [{"message": notice.sentence, "about": notice.about} for notice in prepared.notices],
    }


COMMANDS = {"return-pack": return_pack}
