"""National measures in the window: the published file read and shown before it is written, the catalogue, the grid."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from selfassess.domain.model.commands import AddRecord, SetField
from selfassess.domain.model.new_year import new_id
from tests.services.test_national_measures import publication
from ui.bridge.workspace import Workspace
from ui.dialogs.national_measures.page import NationalMeasuresDialog
from ui.pages.registers.measures.comparators import NEW, Comparators, ComparatorsModel
from ui.shell.frame import DIALOGS as PLACES
from ui.shell.window import DIALOGS

STRICT = QAbstractItemModelTester.FailureReportingMode.Fatal


@pytest.fixture
def dialog(blank_year: Workspace, qtbot: QtBot) -> NationalMeasuresDialog:
    council = blank_year.session.council.id
    for key, value in {"name": "Derby City Council", "reference": "E06000015", "region": "East Midlands"}.items():
        assert blank_year.run(SetField(council, key, value))
    made = NationalMeasuresDialog(blank_year)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.open()
    return made


def test_the_dialog_is_a_place_of_the_window() -> None:
    assert "national_measures" in PLACES
    assert DIALOGS["national_measures"][1] == NationalMeasuresDialog.__name__


def test_what_a_file_would_write_is_shown_and_then_written_as_one_step(
    dialog: NationalMeasuresDialog, tmp_path: Path, qtbot: QtBot
) -> None:
    source = tmp_path / "ASCOF-2024-to-2025.csv"
    source.write_text(publication(), encoding="utf-8")
    dialog.read_source(source)
    qtbot.waitUntil(lambda: dialog.task is None, timeout=20_000)
    assert dialog.said.message_text == "2024-25: 1 new measure, 3 new values."
    assert dialog.lines.toPlainText() == "New: Quality of life of people who use services"
    dialog.neighbours.setText("Leicester")
    dialog.neighbours.editingFinished.emit()
    qtbot.waitUntil(lambda: "4 new values" in dialog.said.message_text, timeout=20_000)
    dialog.import_planned()
    session = dialog.workspace.session
    assert len(session.current.records_of("comparator")) == 3
    assert session.undo_label == "import national measures"


def test_another_file_is_refused_with_a_sentence_and_nothing_can_be_imported(
    dialog: NationalMeasuresDialog, tmp_path: Path, qtbot: QtBot
) -> None:
    source = tmp_path / "population.csv"
    source.write_text("Area,Population\nDerby,1\n", encoding="utf-8")
    dialog.read_source(source)
    qtbot.waitUntil(lambda: dialog.task is None, timeout=20_000)
    assert "is not the published ASCOF data file" in dialog.said.message_text
    assert not dialog.take.isEnabled()


def test_measures_of_the_catalogue_are_added_once(dialog: NationalMeasuresDialog) -> None:
    before = dialog.catalogue.count()
    assert not dialog.add.isEnabled()
    for row in (0, 1):
        dialog.catalogue.item(row).setSelected(True)
    assert dialog.add.text() == "Add 2 measures"
    dialog.add_chosen()
    assert dialog.catalogue.count() == before - 2
    assert [each.text_of("code") for each in dialog.workspace.session.current.records_of("measure")] == ["1A", "1B"]


def test_comparators_and_targets_are_typed_into_a_grid(blank_year: Workspace) -> None:
    measure = new_id()
    blank_year.run(AddRecord("measure", measure, {"title": "Carers", "better": "higher"}))
    blank_year.run(AddRecord("measure_value", new_id(), {"measure": measure, "period": "2023-24", "value": 60}))
    model = ComparatorsModel(blank_year)
    QAbstractItemModelTester(model, STRICT, model)
    blank_year.step_taken.connect(model.follow)
    model.show_measure(measure)
    assert model.line_keys() == (NEW,)
    assert "is not one of the answers" in model.write_cell(NEW, 0, "Wales")
    assert model.write_cell(NEW, 0, "england") == ""
    line = model.line_keys()[0]
    assert [model.write_cell(line, column, text) for column, text in ((2, "2024/25"), (3, "61.5"))] == ["", ""]
    assert [model.cell_text(line, column) for column in range(4)] == ["England", "", "2024-25", "61.5"]
    assert "cannot be empty" in model.write_cell(line, 2, "")
    assert "not a number" in model.write_cell(line, 3, "many")
    assert model.remove(0)
    assert model.line_keys() == (NEW,)


def test_one_stays_in_the_line_that_was_begun_and_in_the_cell_one_is_in(blank_year: Workspace, qtbot: QtBot) -> None:
    measure = new_id()
    assert blank_year.run(AddRecord("measure", measure, {"title": "Waits"}))
    part = Comparators(blank_year)
    qtbot.addWidget(part)
    blank_year.step_taken.connect(part.follow)
    part.show()
    part.model.show_measure(measure)
    part.grid.focus_cell_near(0, 0)
    assert part.model.write_cell(NEW, 0, "england") == ""
    assert (part.grid.currentIndex().row(), part.grid.currentIndex().column()) == (0, 0)
    line = part.model.line_keys()[0]
    part.grid.focus_cell_near(0, 2)
    assert blank_year.run(
        AddRecord("comparator", new_id(), {"measure": measure, "basis": "target", "period": "2020-21"})
    )
    at = part.grid.currentIndex()
    assert (part.model.line_keys()[at.row()], at.column()) == (line, 2)
    assert part.model.remove(1 - at.row())
    assert part.model.line_keys()[part.grid.currentIndex().row()] == line
