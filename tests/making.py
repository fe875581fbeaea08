"""Workbooks for tests, made of the real packs and the real catalogue."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from selfassess.domain.model import new_year
from selfassess.domain.model.catalogue import CATALOGUE, Record, blank_record
from selfassess.domain.model.events import StepTaken
from selfassess.domain.model.fields import Kind, Value
from selfassess.domain.model.workbook import Assessment, Workbook
from selfassess.packs import reader as packs
from selfassess.services.workbook import opening
from selfassess.services.workbook.cooperative import run_to_end
from selfassess.services.workbook.session import Session

TODAY = "2025-02-17"


class Clock:
    """A clock that a test sets; each look moves it on by ``step``."""

    def __init__(self, start: str = "2025-02-17T14:02:00+00:00", step: timedelta = timedelta(minutes=1)) -> None:
        self.moment = datetime.fromisoformat(start).astimezone(UTC)
        self.step = step

    def __call__(self) -> datetime:
        self.moment += self.step
        return self.moment


def empty_assessment(label: str = "2024-25") -> Assessment:
    framework = packs.newest_framework()
    return new_year.new_assessment(label, 0, framework, packs.pair_packs(None, None)[1])


def council(name: str = "Derby City Council (worked example)") -> Record:
    return blank_record("council", new_year.new_id(), 0, None, name=name)


def workbook(*assessments: Assessment) -> Workbook:
    return Workbook(council=council(), assessments=assessments or (empty_assessment(),))


def with_record(assessment: Assessment, kind: str, /, **values: Value) -> tuple[Assessment, Record]:
    """The assessment with one more record, and that record."""
    record = blank_record(kind, new_year.new_id(), len(assessment.records_of(kind)), assessment.id, **values)
    return replace(assessment, records={**assessment.records, kind: (*assessment.records_of(kind), record)}), record


def changed(assessment: Assessment, record: Record, **values: Value) -> Assessment:
    """The assessment with some fields of one of its records set."""
    after = replace(record, values={**record.values, **values})
    row = tuple(after if each.id == record.id else each for each in assessment.records_of(record.kind))
    return replace(assessment, records={**assessment.records, record.kind: row})


def judged(assessment: Assessment, statement: str, **values: Value) -> Assessment:
    return changed(assessment, assessment.judgements[statement], **values)


def filled(assessment: Assessment) -> Assessment:
    """The assessment with one record of every kind in which every field holds something of its own."""
    # Evidence first, so that the others can link to it.
    for kind in sorted(CATALOGUE.values(), key=lambda each: each.key != "evidence"):
        if kind.key in ("council", "assessment", "judgement", "return_answer", "section"):
            continue
        assessment, record = with_record(assessment, kind.key)
        assessment = changed(assessment, record, **_something(assessment, kind.key))
    judgement = assessment.judgements["equity"]
    return changed(assessment, judgement, **_something(assessment, "judgement"))


def _something(assessment: Assessment, kind: str) -> dict[str, Value]:
    keys = {
        "quality_statement": "equity", "theme": "leadership", "category": "people", "source": "healthwatch",
        "return_item": "IR 5", "breakdown": "care-assessments", "figure": "list-size",
        "any": assessment.judgements["equity"].id,
        "earlier": "an-earlier-record",
    }  # fmt: skip
    made: dict[str, Value] = {}
    for spec in CATALOGUE[kind].fields:
        links = tuple(
            keys.get(target) or next((r.id for r in assessment.records_of(target)), "") for target in spec.target
        )
        plain: dict[Kind, Value] = {
            Kind.TEXT: f"{kind} {spec.key} text",
            Kind.PROSE: f"{kind} {spec.key} first line\n\n- a bullet\n- another",
            Kind.WHOLE: spec.minimum or 3,
            Kind.DECIMAL: 42.11,
            Kind.DATE: "2025-02-28",
            Kind.DATETIME: "2025-02-28T17:00:00",
            Kind.YES_NO: True,
            Kind.CHOICE: spec.choices[-1].key if spec.choices else None,
            Kind.LINK: links[0] if links else None,
            Kind.PICTURE: "data:image/png;base64,AAAA",
            Kind.LINKS: tuple(link for link in links if link) or None,
        }
        made[spec.key] = plain[spec.kind]
    return made


def new_file(folder: Path, name: str = "council.sawb", year: str = "2024-25", clock: Clock | None = None) -> Path:
    path = folder / name
    opening.create_workbook(
        path, council="Derby City Council", reference="E1", year=year, author="Tester", clock=clock or Clock()
    )
    return path


def session(path: Path, clock: Clock | None = None) -> Session:
    """A workbook open for writing; the end of the test closes it."""
    _open.append(opening.open_workbook(path, author="Tester", clock=clock or Clock()))
    return _open[-1]


def redo_step(session: Session) -> StepTaken | None:
    """Do again what was last taken back, to its end."""
    return run_to_end(session.redo_step_in_turns())


def close_sessions() -> None:
    while _open:
        _open.pop().close()


_open: list[Session] = []
