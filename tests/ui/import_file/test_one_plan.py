"""Window and command line come to the same about a file and the name of a year: both only show what is decided once."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from selfassess.domain.model.errors import WorkbookError
from selfassess.exchange import foreign
from selfassess.services.importing import plan_import, plan_years
from selfassess.services.importing.file_kinds import Source
from selfassess.services.importing.plan_import import Way
from selfassess.services.importing.spreadsheet_mapping.draft import begin_draft, propose_mapping
from selfassess.services.workbook import opening, snapshot
from tests.exchange import foreign_making, narrative_making, report_making
from tests.making import new_file
from tests.running import running
from tests.services.merging_making import exported
from ui.dialogs.import_file import read_file
from ui.dialogs.import_file.mapping.year import YearName
from ui.dialogs.import_file.read_file import Found
from ui.dialogs.import_file.years import Years

Run = Callable[..., Any]
Came = tuple[str, str]
REFUSED: Came = ("refused", "")

NAMES = {
    "2025-26": "2025-26",
    " 2025-26 ": "2025-26",
    "2025/26": "2025-26",
    "cqc 2024": "CQC 2024",
    "2019-20": "",
    "2019/20": "",
    "  ": "",
    "x" * 61: "",
    "2031\u202e-32": "",
}
"""A name of a year, and the year of the workbook that it stands for."""


def cqc_report(folder: Path, name: str, council: str) -> Path:
    folder = folder / name
    folder.mkdir()
    return report_making.written(folder, [line.replace("Example Council", council) for line in report_making.lines()])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook with a year of one's own and one of CQC's, and a file of each kind to import."""
    folder = tmp_path_factory.mktemp("one plan")
    here = folder / "here.sawb"
    opening.create_workbook(here, council="Sandwell", reference="E08000028", year="2025-26", author="Ada")
    ours = cqc_report(folder, "ours", "Sandwell")
    cqc = plan_import.plan_file(snapshot.read_snapshot(here, journal=True), ours)
    opened = opening.open_workbook(here, author="Ada")
    plan_years.write_plan(opened, cqc.years)
    opened.close()
    cqc_report(folder, "others", "Walsall")
    foreign_making.written(folder / "plan.xlsx", {"Plan": foreign_making.ACTION_PLAN})
    made = narrative_making.Made()
    made.add("Quality statement 7: Safeguarding", style="Heading 1")
    made.add("What we do well", style="Heading 2")
    made.add("Calls are answered.", style="List Bullet")
    made.save(folder, "story")
    exported(new_file(folder, "another.sawb", year="2025-26"), "another.json")
    exported(here, "own.xlsx")
    exported(here, "own.json")
    return folder


FILES = ("plan.xlsx", "story.docx", "ours/report.txt", "others/report.txt", "another.sawb", "another.json")


def ask_command_line(run: Run, here: Path, source: Path, name: str) -> Came:
    mapping = ("--mapping", "auto") if source.name == "plan.xlsx" else ()
    ran = run(here, source, "--year", name, "--dry-run", "--json", *mapping)
    if ran.code == 2:
        return REFUSED
    assert ran.code in (0, 1), ran.err
    (year,) = ran.object["years"]
    whole = any(each["record"] == "assessment" for each in ran.object["new"]["items"])
    return ("further year" if whole else "merge", year)


def read_in_window(here: Path, source: Path) -> Found:
    return read_file.read_and_compare(here, source, lambda part: None, lambda: False)


def ask_window(qtbot: QtBot, found: Found, name: str) -> Came:
    labels = [year.label for year in found.there.assessments]
    if found.kind in (Source.SPREADSHEET, Source.NARRATIVE):
        typed = YearName()
        qtbot.addWidget(typed)
        typed.offer_year_names("", labels)
        typed.line.setEditText(name)
        if typed.reason_year_name_refused():
            return REFUSED
        try:
            found = go_on(found, typed.label)
        except WorkbookError:
            return REFUSED
        name = typed.label
    if found.shown is None:
        step = Years()
        qtbot.addWidget(step)
        step.show_years_of_file(found, labels)
        (line,) = step.preview.lines
        line.name.setText(name)
        line.changed.emit()
        planned = step.build_chosen_plan()
        if planned is None:
            return REFUSED
        if not step.find_target_year():
            return "further year", planned.assessments[0].label
        found = read_file.join_existing_year(found, line.name.text())
    assert found.plan is not None
    assert found.shown is not None
    (year,) = found.shown.prepared.incoming.workbook.assessments
    return "merge", year.label


def go_on(found: Found, label: str) -> Found:
    if found.proposal is not None:
        return read_file.apply_placed_pieces(found, found.proposal, label)
    assert found.spreadsheet is not None
    draft = begin_draft(found.spreadsheet, propose_mapping(found.spreadsheet))
    return read_file.apply_spreadsheet_mapping(found, draft, label, lambda part: None, lambda: False)


@pytest.mark.parametrize("file", FILES)
def test_window_and_command_line_come_to_the_same(
    folder: Path, file: str, qtbot: QtBot, capsys: pytest.CaptureFixture[str]
) -> None:
    run, here, source = running(capsys, "import"), folder / "here.sawb", folder / file
    before, found = here.read_bytes(), read_in_window(folder / "here.sawb", source)
    came = {name: ask_command_line(run, here, source, name) for name in NAMES}
    assert {name: ask_window(qtbot, found, name) for name in NAMES} == came
    for name, stands_for in NAMES.items():
        way, year = came[name]
        if stands_for and way == "merge":
            assert year == stands_for
        elif stands_for:
            # Another workbook's year, and an assessment of somebody else's, cannot go into it.
            assert way == "refused" or "Walsall" in year
        elif way == "further year":
            assert year.endswith(name.strip())
    assert came["2019-20"][0] == "further year"
    assert here.read_bytes() == before


@pytest.mark.parametrize("file", ["own.json", "own.xlsx"])
def test_an_export_of_the_workbook_is_merged_by_whatever_name_its_year_is_given(
    folder: Path, file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    run, here = running(capsys, "import"), folder / "here.sawb"
    found = read_in_window(here, folder / file)
    assert found.plan is not None
    assert found.plan.decision.way is Way.MERGE
    for name, stands_for in NAMES.items():
        came = ask_command_line(run, here, folder / file, name) if stands_for else ("merge", "")
        assert came == ("merge", stands_for)
    refused = run(here, folder / file, "--year", "2019-20")
    assert refused.code == 2
    assert "There is no year “2019-20” in" in refused.err


def test_a_spreadsheet_is_opened_once_and_its_mapping_is_no_file(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    opened: list[str] = []
    open_book = foreign.open_book

    def count(source: Path, **rest: Any) -> foreign.Book:
        opened.append(source.name)
        return open_book(source, **rest)

    def save(*_: object) -> None:
        raise AssertionError("The mapping was written to a file.")

    monkeypatch.setattr(foreign, "open_book", count)
    monkeypatch.setattr(foreign, "write_mapping_file", save)
    here = shutil.copy(folder / "here.sawb", tmp_path)
    found = go_on(read_in_window(Path(here), folder / "plan.xlsx"), "2025-26")
    assert found.shown is not None
    assert opened == ["plan.xlsx"]
    run = running(capsys, "import")
    assert run(here, folder / "plan.xlsx", "--year", "2025-26", "--mapping", "auto", "--dry-run").code == 0
    assert opened == ["plan.xlsx"] * 2
