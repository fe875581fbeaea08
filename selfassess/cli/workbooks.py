"""Commands that make a workbook and tell what it holds."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from selfassess.cli.asking import DONE, FILE, FINDINGS, JSON, UNUSABLE_FILE, print_json, writing_author
from selfassess.cli.words import describe_rating
from selfassess.domain.model import statement_status
from selfassess.domain.model.plural import count_records
from selfassess.domain.readiness.assessors import ANOTHER, PUBLISHED, PUBLISHERS, rate_assessment
from selfassess.domain.text.wording import count_noun, format_percent

if TYPE_CHECKING:
    from selfassess.domain.model.workbook import Assessment


@click.command()
@FILE
def demo(file: Path) -> None:
    """Write the worked example."""
    from selfassess.services.workbook import opening

    opening.write_demo_workbook(file, author=writing_author())
    click.echo(f"The worked example is in {file}.")


@click.command()
@FILE
@click.option("--council", required=True, help="The council's name.")
@click.option("--reference", required=True, help="CQC's reference for the council, such as E08000027.")
@click.option("--year", required=True, metavar="LABEL", help="The year, such as 2025-26.")
@click.option("--framework", metavar="ID", help="What it is judged against: the newest that has a return, if left out.")
@click.option("--return", "information_return", metavar="ID", help="The newest of the framework, if left out.")
@click.option(
    "--pack",
    "files",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A framework or information return from a file (TOML); may be given several times.",
)
def new(
    file: Path,
    council: str,
    reference: str,
    year: str,
    framework: str | None,
    information_return: str | None,
    files: tuple[Path, ...],
) -> None:
    """Make a workbook with one empty year."""
    from selfassess.services.workbook import opening
    from selfassess.services.years import import_packs

    opening.create_workbook(
        file,
        council=council,
        reference=reference,
        year=year,
        framework=framework,
        information_return=information_return,
        author=writing_author(),
        given=import_packs.read_pack_files(files).packs if files else (),
    )
    click.echo(f"The workbook of {council} for {year} is in {file}.")


@click.command()
@FILE
@JSON
def show(file: Path, as_json: bool) -> None:
    """Show council, years, scores, rating and counts."""
    from selfassess.services.workbook import snapshot

    workbook = snapshot.read_snapshot(file)
    shown = {
        "council": workbook.council.text_of("name"),
        "assessments": [_summarize_assessment(a) for a in workbook.assessments],
    }
    if as_json:
        print_json(shown)
        return
    click.echo(shown["council"])
    for assessment in workbook.assessments:
        worked = rate_assessment(assessment)
        who = assessment.record.text_of("assessor")
        named = {"self": "ourselves", ANOTHER: "CQC, of another council"}.get(who, who.upper())
        click.echo(f"\n{assessment.label} (assessed by {named})")
        for statement in assessment.framework.statements:
            label = assessment.framework.find_score_label(assessment.scores_by_statement[statement.key])
            none = "-  No score here" if assessment.by_cqc else "-  Not scored yet"
            score = none
            if label is not None:
                score = f"{label.value}  {label.label}" if assessment.framework.numbered else label.label
            said = f"  {statement.name:<48} {score}"
            click.echo(
                said
                if assessment.by_cqc
                else f"{said:<84} {statement_status.describe_statement_status(assessment, statement.key)}"
            )
        click.echo(f"  {_describe_published_rating(assessment) or describe_rating(worked)}")
        counts = ", ".join(count_records(kind, n) for kind, n in _count_records_by_kind(assessment).items())
        click.echo(f"  Records: {counts}")


def _describe_published_rating(assessment: Assessment) -> str:
    """The rating that was published with an assessment, in words; "" where none is known."""
    rating, percent = assessment.record["published_rating"], assessment.record["published_percent"]
    if not assessment.by_cqc or not rating:
        return ""
    label = next((band.label for band in assessment.framework.bands if band.key == rating), rating)
    return f"{label}{f', {format_percent(percent)}' if percent is not None else ''}, as published."


def _summarize_assessment(assessment: Assessment) -> dict[str, Any]:
    worked = rate_assessment(assessment)
    published = assessment.record if assessment.by_cqc else {"published_rating": None, "published_percent": None}
    return {
        "label": assessment.label,
        "assessor": assessment.record["assessor"],
        "framework": assessment.framework.id,
        "status": PUBLISHED if assessment.record["assessor"] in PUBLISHERS else assessment.record["status"],
        "scores": dict(assessment.scores_by_statement),
        "percent": worked.percent if published["published_percent"] is None else published["published_percent"],
        "rating": published["published_rating"] or worked.rating,
        "provisional": worked.provisional,
        "counts": _count_records_by_kind(assessment),
    }


def _count_records_by_kind(assessment: Assessment) -> dict[str, int]:
    return {kind: len(records) for kind, records in assessment.records.items()}


@click.command()
@FILE
@JSON
@click.pass_context
def check(context: click.Context, file: Path, as_json: bool) -> None:
    """List what still needs doing, and whether the file is sound."""
    from datetime import date

    from selfassess.services.workbook import settings
    from selfassess.services.years import checking

    found = checking.check_workbook(file, date.today().isoformat(), settings.load_settings().settled)
    if as_json:
        file_ = {"ok": not found.faults, "messages": found.faults}
        print_json({"findings": [_summarize_finding(f) for f in found.findings], "file": file_})
    else:
        for finding in found.findings:
            click.echo(f"{finding.severity:<7} {finding.message}")
        if since := checking.describe_proof_start(file):
            click.echo(f"file    {since}")
        for fault in found.faults:
            click.echo(f"file    {fault}")
        what = count_noun(len(found.findings), "finding") if found.findings else "Nothing to put right"
        click.echo(f"{what}; the file is {'damaged' if found.faults else 'sound'}.")
    context.exit(UNUSABLE_FILE if found.faults else FINDINGS if found.findings else DONE)


def _summarize_finding(finding: Any) -> dict[str, Any]:
    keys = ("rule", "severity", "record", "id", "field", "statement", "message")
    return {key: getattr(finding, key) for key in keys}


COMMANDS = {"demo": demo, "new": new, "show": show, "check": check}
