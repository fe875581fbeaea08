"""The command that lists what CQC and others found of the council, point by point, and what of ours answers it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from selfassess.cli.asking import JSON, YEAR, print_json

if TYPE_CHECKING:
    from selfassess.domain.model.record import Record
    from selfassess.domain.model.workbook import Assessment, Workbook


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@YEAR
@click.option("--statement", metavar="KEY", help="Only of this quality statement.")
@click.option("--kind", type=click.Choice(["strength", "shortfall", "neutral"]), help="Only of this kind.")
@JSON
def findings(file: Path, year: str | None, statement: str | None, kind: str | None, as_json: bool) -> None:
    """List CQC's findings as single points, by statement and topic, with what of ours answers each.

    Without --year those of every report in the workbook.
    """
    from selfassess.domain.readiness.reported_findings import find_answers, kind_of_finding
    from selfassess.services.workbook import snapshot

    held = snapshot.read_snapshot(file)
    years = [held.find_assessment(year)] if year is not None else [a for a in held.assessments if a.by_cqc]
    known = {each.key for year in years for each in year.framework.statements}
    if statement is not None and statement not in known:
        raise click.UsageError(f"There is no statement “{statement}”. There is: {', '.join(sorted(known))}.")
    answers = find_answers(each for each in held.assessments if not each.by_cqc)
    chosen = {
        each.id: [
            record
            for record in each.records_of("finding")
            if statement in (None, record["quality_statement"]) and kind in (None, kind_of_finding(record))
        ]
        for each in years
    }
    if as_json:
        print_json({"assessments": [_build_answer(held, each, chosen[each.id], answers) for each in years]})
        return
    for each in years:
        _print_year(held, each, chosen[each.id], answers)


def _build_answer(
    held: Workbook, year: Assessment, findings: list[Record], answers: dict[str, list[Record]]
) -> dict[str, Any]:
    from selfassess.domain.readiness.reported_findings import count_by_kind

    labels = {each.id: each.label for each in held.assessments}
    by_statement = {
        each.key: [record for record in findings if record["quality_statement"] == each.key]
        for each in year.framework.statements
    }
    return {
        "label": year.label,
        "assessor": year.record["assessor"],
        "counts": {key: dict(count_by_kind(records)) for key, records in by_statement.items()},
        "findings": [
            {
                "id": each.id,
                **each.values,
                "answers": [
                    {"record": r.kind, "id": r.id, "year": labels[r.assessment or ""], "title": r.text_of("title")}
                    for r in answers.get(each.id, ())
                ],
            }
            for each in findings
        ],
    }


def _print_year(held: Workbook, year: Assessment, findings: list[Record], answers: dict[str, list[Record]]) -> None:
    from selfassess.domain.model.catalogue import CATALOGUE
    from selfassess.domain.readiness.reported_findings import describe_counts, group_by_topic, kind_of_finding

    spec = CATALOGUE["finding"].by_key
    labels = {each.id: each.label for each in held.assessments}
    click.echo(f"{year.label}: {describe_counts(findings)}" if findings else f"{year.label}: no findings")
    for statement in year.framework.statements:
        of_statement = [each for each in findings if each["quality_statement"] == statement.key]
        if not of_statement:
            continue
        click.echo(f"\n{statement.number} {statement.name}: {describe_counts(of_statement)}")
        for topic in group_by_topic(statement, of_statement):
            click.echo(f"  {topic.name}")
            for each in topic.found:
                proposed = "" if each["confirmed"] else ", proposed"
                stance = f", {spec['stance'].choice_label(each['stance']).lower()}" if each["stance"] else ""
                place = f" ({each.text_of('place')})" if each["place"] else ""
                kind = spec["kind"].choice_label(kind_of_finding(each))
                click.echo(f"    {kind}{proposed}{stance}: {each.text_of('text')}{place}")
                for record in answers.get(each.id, ()):
                    name = CATALOGUE[record.kind].name
                    click.echo(f"      {name}, {labels[record.assessment or '']}: {record.text_of('title')}")
    known = {each.key for each in year.framework.statements}
    for each in findings:
        if each["quality_statement"] not in known:
            click.echo(f"\n{each['quality_statement']}: {each.text_of('text')}")


COMMANDS = {"findings": findings}
