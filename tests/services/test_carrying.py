"""A year carried forward in a workbook: one step, undone whole, refused where it cannot be, exported and read back."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from selfassess.domain.merging import integrity
from selfassess.domain.model.commands import SetField
from selfassess.domain.model.errors import FileError, PackError, WrongUseError
from selfassess.domain.model.workbook import Workbook
from selfassess.domain.years.compare_years import compare_assessments
from selfassess.packs import reader as packs
from selfassess.packs.resources import RESOURCES
from selfassess.services.exporting import export
from selfassess.services.importing.read_source import read_source
from selfassess.services.workbook import opening, snapshot
from selfassess.services.workbook.session import Session
from selfassess.services.years import carry_forward, checking
from tests.later_version import DROPPED, INTO, SPLIT, WHY, later_framework, later_return, toml
from tests.making import Clock, empty_assessment, filled, judged, new_file, redo_step, session, workbook

TODAY = "2025-06-01"


def example(tmp_path: Path) -> Session:
    path = tmp_path / "example.sawb"
    opening.write_demo_workbook(path, author="Tester", clock=Clock())
    return session(path)


def records(path: Path) -> Workbook:
    return replace(snapshot.read_snapshot(path), journal_position="")


def test_the_worked_example_carried(tmp_path: Path, own_home: Path) -> None:
    opened = example(tmp_path)
    planned = carry_forward.plan_carry_forward(opened, "2024-25", "2025-26", TODAY)
    assert dict(planned.carried_counts) == {
        "section": 5, "judgement": 8, "strength": 21, "improvement": 21, "risk": 14, "action": 19, "evidence": 49,
        "measure": 35, "measure_value": 37, "contact": 9, "story": 5,
    }  # fmt: skip
    assert dict(planned.left_counts) == {
        ("improvement", "Its actions are complete."): 3,
        ("action", "Complete."): 4,
        ("figure", "Figures are given anew each year."): 10,
        ("comment", "Comments stay with the year they were written in."): 3,
        ("return_answer", "Items are answered anew each year."): 30,
    }
    assert (len(planned.changed), len(planned.stale)) == (0, 13)
    before = records(opened.path)
    step = carry_forward.carry_forward_year(opened, planned)
    assert step.label == opened.undo_label == "carry 2024-25 forward to 2025-26"
    after = records(opened.path)
    assert [each.label for each in after.assessments] == ["CQC 2024", "2024-25", "2025-26"]
    assert after.assessments[:2] == before.assessments
    assert after.find_assessment("2025-26") == planned.assessment == opened.load_assessment(planned.assessment.id)
    assert set(after.find_assessment("2025-26").scores_by_statement.values()) == {None}
    assert len(list(own_home.rglob("*before carry.sawb"))) == 1
    assert checking.check_workbook(opened.path, TODAY).faults == ()


def test_undo_leaves_the_workbook_as_before_and_redo_brings_the_year_back(tmp_path: Path) -> None:
    opened = example(tmp_path)
    before = records(opened.path)
    carry_forward.carry_forward_year(opened, carry_forward.plan_carry_forward(opened, "2024-25", "2025-26", TODAY))
    opened.open_year(opened.assessments[-1].id)
    after = records(opened.path)
    opened.undo_step()
    assert records(opened.path) == before
    assert opened.current.label == "2024-25"
    redo_step(opened)
    assert records(opened.path) == after


def test_planning_changes_nothing_and_can_be_done_on_a_snapshot(tmp_path: Path) -> None:
    path = new_file(tmp_path)
    before = path.read_bytes()
    planned = carry_forward.plan_carry_forward(snapshot.read_snapshot(path), "2024-25", " 2025-26 ", TODAY)
    assert planned.assessment.label == "2025-26"
    assert path.read_bytes() == before


def test_a_year_after_a_year_after_a_year(tmp_path: Path) -> None:
    path = tmp_path / "years.sawb"
    opening.write_new_workbook(path, workbook(filled(empty_assessment("2023-24"))), author="Tester", clock=Clock())
    opened = session(path)
    carry_forward.carry_forward_year(opened, carry_forward.plan_carry_forward(opened, "2023-24", "2024-25", TODAY))
    carry_forward.carry_forward_year(opened, carry_forward.plan_carry_forward(opened, "2024-25", "2025-26", TODAY))
    first, second, third = (opened.load_assessment(record.id) for record in opened.assessments)
    for kind in ("strength", "improvement", "evidence", "measure", "contact"):
        (one,), (two,), (three,) = first.records_of(kind), second.records_of(kind), third.records_of(kind)
        assert (two["carried_from"], three["carried_from"]) == (one.id, two.id), kind
    assert [each.position for each in opened.assessments] == [0, 1, 2]
    assert list(integrity.find_faults(snapshot.read_snapshot(path))) == []


@pytest.mark.parametrize(
    ("from_label", "to_label", "why"),
    [
        ("2019-20", "2025-26", "There is no year “2019-20” in this workbook"),
        ("2024-25", "2024-25", "The year “2024-25” is in this workbook already"),
        ("2024-25", "cqc 2024", "The year “cqc 2024” is in this workbook already"),
        ("2024-25", "  ", "A year needs a name"),
        ("CQC 2024", "2025-26", "“CQC 2024” is the view of CQC"),
    ],
)
def test_what_cannot_be_carried_is_said_in_a_sentence(tmp_path: Path, from_label: str, to_label: str, why: str) -> None:
    opened = example(tmp_path)
    before = opened.path.read_bytes()
    with pytest.raises(WrongUseError, match=why):
        carry_forward.plan_carry_forward(opened, from_label, to_label, TODAY)
    assert opened.path.read_bytes() == before


def test_a_name_that_was_taken_meanwhile_is_refused(tmp_path: Path) -> None:
    opened = session(new_file(tmp_path))
    planned = carry_forward.plan_carry_forward(opened, "2024-25", "2025-26", TODAY)
    opened.run_command(SetField(opened.current.id, "label", "2025-26"))
    with pytest.raises(WrongUseError, match="in this workbook already"):
        carry_forward.carry_forward_year(opened, planned)


def test_nothing_is_carried_in_a_workbook_that_is_only_read(tmp_path: Path, own_home: Path) -> None:
    path = new_file(tmp_path)
    session(path)
    reader = opening.open_workbook(path, author="Other", or_read_only=True, clock=Clock())
    before = path.read_bytes()
    try:
        with pytest.raises(FileError, match="Nothing can be changed here"):
            carry_forward.carry_forward_year(
                reader, carry_forward.plan_carry_forward(reader, "2024-25", "2025-26", TODAY)
            )
    finally:
        reader.close()
    assert path.read_bytes() == before
    assert not list(own_home.rglob("*before carry.sawb"))


@pytest.mark.parametrize("name", ["out.json", "out.xlsx"])
def test_a_carried_year_comes_back_whole_from_an_export(tmp_path: Path, name: str) -> None:
    opened = example(tmp_path)
    carry_forward.carry_forward_year(opened, carry_forward.plan_carry_forward(opened, "2024-25", "2025-26", TODAY))
    out = tmp_path / name
    export.export_workbook(opened.path, out)
    back = read_source(out)
    assert back.problems == ()
    assert back.workbook.assessments == records(opened.path).assessments


# --- a later version, as a file --------------------------------------------------------------------------------------


@pytest.fixture
def with_later_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The product as it is once a later framework and return ship with it: two more files, no other change."""
    for name, pack in (("frameworks", later_framework()), ("returns", later_return())):
        folder = tmp_path / "shipped" / name
        shutil.copytree(RESOURCES / name, folder)
        (folder / f"{pack.id}.toml").write_bytes(toml(pack))
        monkeypatch.setattr(packs, f"_{name.upper()}", folder)
    packs.load_framework.cache_clear()
    packs.load_information_return.cache_clear()
    yield
    packs.load_framework.cache_clear()
    packs.load_information_return.cache_clear()


@pytest.mark.usefixtures("with_later_version")
def test_a_new_year_begins_with_the_newest_version_that_follows(tmp_path: Path) -> None:
    opened = example(tmp_path)
    planned = carry_forward.plan_carry_forward(opened, "2024-25", "2025-26", TODAY)
    carry_forward.carry_forward_year(opened, planned)
    there = records(opened.path)
    assert [each.framework.id for each in there.assessments] == ["cqc-la-2023-11", "cqc-la-2023-11", "made-up-2030"]
    assert there.find_assessment("2025-26").information_return == later_return()
    words = there.find_assessment("2024-25").judgements[SPLIT]["summary"]
    assert [there.find_assessment("2025-26").judgements[key]["summary"] for key in INTO] == [words, words]
    dropped = {each.why for each in planned.left if each.kind == "strength"}
    assert dropped == {f"“Equity in experiences and outcomes” is not carried on. {WHY}"}
    assert list(integrity.find_faults(there)) == []
    side = compare_assessments(there.assessments, TODAY)
    assert [each.key for each in side.rows if each.why] == [DROPPED]


@pytest.mark.usefixtures("with_later_version")
def test_the_version_can_be_named(tmp_path: Path) -> None:
    opened = example(tmp_path)
    same = carry_forward.plan_carry_forward(opened, "2024-25", "2025-26", TODAY, "cqc-la-2023-11")
    assert same.assessment.information_return == packs.load_information_return("cqc-la-2025-02")
    named = carry_forward.plan_carry_forward(opened, "2024-25", "2025-26", TODAY, "made-up-2030", "made-up-return-2030")
    assert named.assessment.framework == later_framework()
    with pytest.raises(WrongUseError, match=r"“CQC information return .* belongs to another framework than “Made-up"):
        carry_forward.plan_carry_forward(opened, "2024-25", "2025-26", TODAY, "made-up-2030", "cqc-la-2025-02")
    with pytest.raises(PackError, match='There is no framework "cqc-1999"'):
        carry_forward.plan_carry_forward(opened, "2024-25", "2025-26", TODAY, "cqc-1999")


@pytest.mark.usefixtures("with_later_version")
@pytest.mark.parametrize("name", ["out.json", "out.xlsx"])
def test_years_of_two_versions_are_exported_and_read_where_only_the_old_one_ships(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    opened = example(tmp_path)
    carry_forward.carry_forward_year(opened, carry_forward.plan_carry_forward(opened, "2024-25", "2025-26", TODAY))
    out = tmp_path / name
    export.export_workbook(opened.path, out)
    there = records(opened.path)
    monkeypatch.undo()
    monkeypatch.setenv("SELFASSESS_HOME", str(tmp_path / "home"))
    packs.load_framework.cache_clear()
    assert "made-up-2030" not in packs.framework_ids()
    assert read_source(out).workbook.assessments == there.assessments
    assert records(opened.path) == there
    again = carry_forward.plan_carry_forward(opened, "2024-25", "2026-27", TODAY)
    assert again.assessment.framework == later_framework(), "a version that is only in the workbook is known as well"


def test_a_year_stays_with_its_own_copy_of_the_wording(tmp_path: Path) -> None:
    other = replace(packs.newest_framework(), name="As it was worded then")
    source = judged(replace(empty_assessment(), framework=other), SPLIT, summary="Words")
    path = tmp_path / "own.sawb"
    opening.write_new_workbook(path, workbook(source), author="Tester", clock=Clock())
    opened = session(path)
    carry_forward.carry_forward_year(opened, carry_forward.plan_carry_forward(opened, "2024-25", "2025-26", TODAY))
    assert snapshot.read_snapshot(path).find_assessment("2025-26").framework == other


def test_a_framework_without_a_return_is_not_taken_by_itself(tmp_path: Path, with_later_version: None) -> None:
    (tmp_path / "shipped" / "returns" / "made-up-return-2030.toml").unlink()
    opened = example(tmp_path)
    assert (
        carry_forward.plan_carry_forward(opened, "2024-25", "2025-26", TODAY).assessment.framework.id
        == "cqc-la-2023-11"
    )
    named = carry_forward.plan_carry_forward(opened, "2024-25", "2025-26", TODAY, "made-up-2030")
    assert named.assessment.information_return is None


def test_five_thousand_records_are_written_and_undone(tmp_path: Path) -> None:
    source = filled(empty_assessment())
    (risk,) = source.records_of("strength")
    many = tuple(replace(risk, id=f"s-{at}", position=at) for at in range(5000))
    path = tmp_path / "many.sawb"
    opening.write_new_workbook(
        path, workbook(replace(source, records={**source.records, "strength": many})), author="T"
    )
    opened = session(path)
    before = records(path)
    carry_forward.carry_forward_year(opened, carry_forward.plan_carry_forward(opened, "2024-25", "2025-26", TODAY))
    assert len(opened.load_assessment(opened.assessments[-1].id).records_of("strength")) == 5000
    opened.undo_step()
    assert records(path) == before
