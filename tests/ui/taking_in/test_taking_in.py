"""The dialog that takes in a prior year: it shows what would come in before anything does."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from selfassess.services import opening
from selfassess.services.exporting import export
from ui.bridge.workspace import Workspace
from ui.pages.taking_in.page import TakingInDialog
from ui.pages.taking_in.preview import free_label


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """The worked example as JSON."""
    opening.write_demo(tmp_path / "other.sawb", author="Bo")
    export(tmp_path / "other.sawb", tmp_path / "other.json")
    return tmp_path / "other.json"


@pytest.fixture
def dialog(blank_year: Workspace, qtbot: QtBot) -> TakingInDialog:
    made = TakingInDialog(blank_year)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)  # so that a test can look at it afterwards
    qtbot.addWidget(made)
    made.open()
    return made


def read(dialog: TakingInDialog, path: Path, qtbot: QtBot) -> None:
    dialog.read(path)
    qtbot.waitUntil(lambda: dialog.task is None, timeout=20000)


def labels(workspace: Workspace) -> list[str]:
    """The years of a workbook by name; where a year stands among others is the importing's business."""
    return sorted(record.text("label") for record in workspace.session.assessments)


def test_the_years_come_in_as_one_step_that_can_be_undone(
    dialog: TakingInDialog, blank_year: Workspace, source: Path, qtbot: QtBot
) -> None:
    read(dialog, source, qtbot)
    assert [line.name.text() for line in dialog.preview.lines] == ["CQC 2024", "2024-25"]
    assert labels(blank_year) == ["2025-26"]
    assert "Please note" in dialog.troubles.text()
    dialog.take.click()
    assert labels(blank_year) == ["2024-25", "2025-26", "CQC 2024"]
    assert "Taken in: “CQC 2024”, “2024-25”" in dialog.said.words
    dialog.undo.click()
    assert labels(blank_year) == ["2025-26"]
    assert dialog.said.words.startswith("Undone")


def test_only_the_years_that_are_ticked_come_in_by_their_new_names(
    dialog: TakingInDialog, blank_year: Workspace, source: Path, qtbot: QtBot
) -> None:
    read(dialog, source, qtbot)
    first, second = dialog.preview.lines
    first.wanted.setChecked(False)
    second.name.setText("Last year")
    second.name.textEdited.emit("Last year")
    dialog.take.click()
    assert labels(blank_year) == ["2025-26", "Last year"]
    with qtbot.waitSignal(blank_year.year_opened):
        dialog.open_year.click()
    assert blank_year.session.current.label == "Last year"


def test_a_name_that_is_taken_must_be_another_one(
    dialog: TakingInDialog, blank_year: Workspace, source: Path, qtbot: QtBot
) -> None:
    read(dialog, source, qtbot)
    line = dialog.preview.lines[0]
    line.name.setText("2025-26")
    line.name.textEdited.emit("2025-26")
    assert "in this workbook already" in line.trouble.text()
    assert not dialog.take.isEnabled()


def test_a_year_that_is_there_already_is_offered_under_another_name(
    example: Workspace, source: Path, qtbot: QtBot
) -> None:
    dialog = TakingInDialog(example)
    qtbot.addWidget(dialog)
    dialog.open()
    read(dialog, source, qtbot)
    assert [line.name.text() for line in dialog.preview.lines] == ["CQC 2024 (2)", "2024-25 (2)"]
    dialog.take.click()
    assert labels(example) == ["2024-25", "2024-25 (2)", "CQC 2024", "CQC 2024 (2)"]
    assert len({record.id for record in example.session.assessments}) == 4


def test_a_file_that_is_not_one_of_ours_is_refused_in_a_sentence(
    dialog: TakingInDialog, blank_year: Workspace, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "letter.txt").write_text("Dear all", encoding="utf-8")
    read(dialog, tmp_path / "letter.txt", qtbot)
    assert "letter.txt" in dialog.said.words
    assert not dialog.take.isEnabled()
    assert labels(blank_year) == ["2025-26"]


def test_what_is_wrong_in_a_file_is_listed_and_nothing_comes_in(
    dialog: TakingInDialog, blank_year: Workspace, source: Path, qtbot: QtBot
) -> None:
    content = json.loads(source.read_text(encoding="utf-8"))
    content["assessments"][1]["records"]["judgement"][0]["score"] = 9
    source.write_text(json.dumps(content), encoding="utf-8")
    read(dialog, source, qtbot)
    assert "must be put right" in dialog.troubles.text()
    assert not dialog.take.isEnabled()
    dialog.take_in()
    assert labels(blank_year) == ["2025-26"]


def test_what_is_in_each_year_is_counted_in_words(dialog: TakingInDialog, source: Path, qtbot: QtBot) -> None:
    read(dialog, source, qtbot)
    words = [child.text() for child in dialog.preview.lines[1].findChildren(type(dialog.file))]
    assert any("14 risks" in said and "9 contacts" in said for said in words)


def test_closing_while_it_reads_stops_the_reading_first(
    dialog: TakingInDialog, blank_year: Workspace, source: Path, qtbot: QtBot
) -> None:
    dialog.read(source)
    dialog.reject()
    assert dialog.isVisible()
    qtbot.waitUntil(lambda: dialog.task is None, timeout=20000)
    dialog.reject()
    assert not dialog.isVisible()
    assert labels(blank_year) == ["2025-26"]


def test_a_free_name_is_counted_up_until_it_is_free() -> None:
    assert free_label("2024-25", []) == "2024-25"
    assert free_label("2024-25", ["2024-25", "2024-25 (2)"]) == "2024-25 (3)"
    assert free_label("cqc", ["CQC"]) == "cqc (2)"
