"""Somebody who hears the window is told which fields are required, what is not valid, and what was not kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from selfassess.domain.model.catalogue import CATALOGUE
from ui.bridge.workspace import Workspace
from ui.pages.registers.measures.comparators import Comparators
from ui.pages.start.form import NewWorkbookForm
from ui.widgets.announcement import VOICE
from ui.widgets.entry_state import REQUIRED
from ui.widgets.forms.editor import FieldEditor

Add = Callable[..., str]


@pytest.fixture
def heard() -> Iterator[list[str]]:
    said: list[str] = []
    VOICE.announced.connect(said.append)
    yield said
    VOICE.announced.disconnect(said.append)


def told(field: QWidget) -> str:
    """What a screen reader is told of a field beside its name."""
    interface = QAccessible.queryAccessibleInterface(field)
    assert interface is not None
    return interface.text(QAccessible.Text.Description)


def test_every_field_that_cannot_be_empty_says_so(qtbot: QtBot, workspace: Workspace) -> None:
    for spec in (each for kind in CATALOGUE.values() for each in kind.fields):
        made = FieldEditor(workspace, spec)
        qtbot.addWidget(made)
        assert told(made.control.focus_target).startswith(REQUIRED) is spec.required
        assert made.help.text().startswith(REQUIRED) is spec.required


def test_what_is_typed_and_not_valid_is_told_with_its_field(
    qtbot: QtBot, workspace: Workspace, add: Add, heard: list[str]
) -> None:
    id = add("action", quality_statement="equity", title="A")
    made = FieldEditor(workspace, CATALOGUE["action"].by_key["title"])
    qtbot.addWidget(made)
    made.show_field_of(workspace.session.current.by_id[id])
    line = made.control.focus_target
    assert isinstance(line, QLineEdit)
    line.selectAll()
    QTest.keyClick(line, Qt.Key.Key_Delete)
    assert not made.flush()
    assert told(line).startswith("Not valid: Action cannot be empty.")
    assert any(each.startswith("Action: Action cannot be empty.") for each in heard)
    QTest.keyClicks(line, "B")
    assert made.flush()
    assert told(line) == f"{REQUIRED} In one line."


def test_a_cell_that_is_refused_is_announced_with_its_column(
    qtbot: QtBot, workspace: Workspace, add: Add, heard: list[str]
) -> None:
    measure = add("measure", title="M")
    add("comparator", measure=measure, basis="england", period="2024-25", value=12.0)
    made = Comparators(workspace)
    qtbot.addWidget(made)
    made.model.show_measure(measure)
    cell = made.model.index(0, list(made.model.column_headings()).index("Value"))
    made.model.setData(cell, "about a dozen")
    assert heard[-1].startswith("Not saved: ")
    assert all(part in heard[-1] for part in ("Value", "about a dozen"))
    assert made.complaint.text() in heard[-1]


def test_the_form_for_a_new_workbook_says_what_it_needs_and_what_is_missing(qtbot: QtBot, heard: list[str]) -> None:
    form = NewWorkbookForm(date(2025, 2, 17))
    qtbot.addWidget(form)
    assert {key for key, field in form.fields.items() if told(field).startswith(REQUIRED)} == {"council", "year"}
    form.submit_answers()
    assert told(form.fields["council"]).startswith("Not valid: A workbook needs")
    assert "A workbook needs the council's name." in heard
