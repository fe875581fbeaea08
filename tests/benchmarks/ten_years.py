"""A workbook as big as they get: ten years of 1,700 records each, made of the catalogue."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from selfassess.domain.model.catalogue import Record, blank_record
from selfassess.domain.model.fields import Value
from selfassess.domain.model.workbook import Assessment, Workbook
from selfassess.services.workbook import opening
from tests.making import Clock, council, empty_assessment

YEARS = 10
RECORDS = 1700
PROSE = "People told us that waiting times have fallen, and that they are kept informed while they wait. " * 4
SHARES = {"strength": 0.1, "improvement": 0.1, "risk": 0.1, "action": 0.2, "evidence": 0.3}


def assessment(label: str, number: int) -> Assessment:
    """One year with RECORDS records, links between them."""
    made = empty_assessment(label)
    record = replace(made.record, position=number)
    judgements = tuple(_judged(j, index) for index, j in enumerate(made.records_of("judgement")))
    records = {**made.records, "judgement": judgements}
    statements = [statement.key for statement in made.framework.statements]
    sources = [source.key for source in made.framework.sources]
    for kind, share in SHARES.items():
        count = int(RECORDS * share)
        records[kind] = tuple(_record(kind, made.id, number, n, statements, sources) for n in range(count))
    left = RECORDS - sum(map(len, records.values()))
    records["measure"] = tuple(_record("measure", made.id, number, n, statements, sources) for n in range(left // 4))
    left -= len(records["measure"])
    records["measure_value"] = tuple(
        blank_record("measure_value", _id(number, "measure_value", n), n, made.id,
              measure=_id(number, "measure", n % len(records["measure"])), period=f"Q{n % 4 + 1}", value=float(n))
        for n in range(left)
    )  # fmt: skip
    return replace(made, record=record, records=records)


def workbook(years: int = YEARS) -> Workbook:
    """Ten years of it, ending 2024-25."""
    first = 2025 - years
    made = (assessment(f"{first + n}-{(first + n + 1) % 100:02}", n) for n in range(years))
    return Workbook(council=council(), assessments=tuple(made))


def file(path: Path, years: int = YEARS) -> Path:
    """The workbook as a file."""
    opening.write_new_workbook(path, workbook(years), author="Generator", clock=Clock())
    return path


def _id(year: int, kind: str, n: int) -> str:
    return f"{year:08d}-0000-4000-8000-{sum(map(ord, kind)):04d}{n:08d}"


def _judged(judgement: Record, index: int) -> Record:
    values: dict[str, Value] = {"score": index % 4 + 1, "summary": PROSE, "impact": PROSE, "rationale": PROSE}
    return replace(judgement, values={**judgement.values, **values, "status": "drafting"})


def _record(kind: str, owner: str, year: int, n: int, statements: list[str], sources: list[str]) -> Record:
    statement = statements[n % len(statements)]
    evidence = tuple(_id(year, "evidence", (n * 3 + k) % 500) for k in range(2))
    common: dict[str, Value] = {"title": f"{kind.capitalize()} {n} on {statement}"}
    more: dict[str, dict[str, Value]] = {
        "strength": {"quality_statement": statement, "detail": PROSE, "impact": PROSE, "evidence": evidence},
        "improvement": {"quality_statement": statement, "detail": PROSE, "impact": PROSE, "evidence": evidence},
        "risk": {
            "quality_statement": statement, "cause": PROSE, "event": PROSE, "likelihood": n % 5 + 1,
            "severity": (n * 3) % 5 + 1, "status": "open", "evidence": evidence, "owner": "Head of service",
        },
        "action": {
            "quality_statement": statement, "detail": PROSE, "status": "in_progress", "due_on": f"20{16 + year}-09-30",
            "addresses": (_id(year, "improvement", n % 170), _id(year, "risk", n % 170)),
        },
        "evidence": {
            "category": ("people", "staff_and_leaders", "partners", "processes")[n % 4],
            "source": sources[n % len(sources)],
            "shows": PROSE[:120], "dated_on": f"20{15 + year}-06-01", "quality_statements": (statement,),
            "return_items": (f"IR {n % 38 + 1}",), "personal_data": "none",
        },
        "measure": {"unit": "%", "target": 90.0, "quality_statements": (statement,), "impact": PROSE},
    }  # fmt: skip
    return blank_record(kind, _id(year, kind, n), n, owner, **common, **more[kind])
