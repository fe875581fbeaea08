"""A scorecard taken into a year through the import, and the next quarter's file into the same measures."""

from __future__ import annotations

from pathlib import Path

from openpyxl import load_workbook

from selfassess.domain.measures import measures
from selfassess.domain.merging.resolution import Decisions
from selfassess.domain.model.workbook import Assessment
from selfassess.exchange import foreign
from selfassess.services.importing import plan_import, plan_merge
from selfassess.services.importing.plan_import import Way
from selfassess.services.workbook import snapshot
from selfassess.services.workbook.session import Session
from tests.exchange import scorecard_making as dudley
from tests.exchange.foreign_making import ASKED, FRAMEWORK
from tests.making import new_file, session


def prepared(there: Session, source: Path) -> plan_merge.Prepared:
    """What a file would change in the year in view, by the mapping that is proposed for it."""
    workbook = snapshot.read_snapshot(there.path)
    mapping = foreign.propose_book_mapping(foreign.open_book(source), FRAMEWORK, ASKED)
    plan = plan_import.plan_file(workbook, source, mapping=mapping, year=there.current.label)
    assert plan.decision.way is Way.MERGE
    return plan.prepared


def import_scorecard(there: Session, source: Path) -> None:
    plan_merge.apply_merge(there, prepared(there, source), Decisions())


def values(year: Assessment, code: str) -> list[tuple[object, object]]:
    (measure,) = (each for each in year.records_of("measure") if each["code"] == code)
    return [(p.name, p.value) for p in measures.order_value_points(measures.values_by_measure(year)[measure.id])]


def test_the_published_scorecard_comes_in_whole_and_a_second_time_changes_nothing(tmp_path: Path) -> None:
    there = session(new_file(tmp_path, year="2023-24"))
    source = dudley.written(tmp_path / "scorecard.xlsx", percent_cells=True)
    import_scorecard(there, source)
    assert len(there.current.records_of("measure")) == 11
    assert values(there.current, "PI.2132") == [
        ("Q1 2022-23", 9.0), ("Q2 2022-23", 23.0), ("Q3 2022-23", 25.6), ("Q4 2022-23", 26.5), ("Q1 2023-24", 25.0),
    ]  # fmt: skip
    before = there.current
    import_scorecard(there, source)
    assert there.current == before


def test_a_value_that_was_put_right_since_is_told_and_does_not_stand_twice(tmp_path: Path) -> None:
    there = session(new_file(tmp_path, year="2023-24"))
    source = dudley.written(tmp_path / "scorecard.xlsx", percent_cells=False)
    import_scorecard(there, source)
    book = load_workbook(source)
    (sheet,) = book.worksheets
    sheet["G6"] = 530
    assert str(sheet["B6"].value).startswith("PI.2620")
    book.save(source)
    found = prepared(there, source)
    ((difference, field),) = found.merge.all_conflicts
    assert (difference.kind, field) == ("measure_value", "value")
    assert len(values(there.current, "PI.2620")) == 3
