"""The sections page: what each is for, writing in one, going to another, undo."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot

from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.domain.model.errors import FileError
from ui.bridge.workspace import Workspace
from ui.pages.sections.model import PURPOSES, SectionsModel, list_section_lines
from ui.pages.sections.page import SectionsPage


@pytest.fixture
def page(qtbot: QtBot, workspace: Workspace) -> SectionsPage:
    made = SectionsPage(workspace)
    qtbot.addWidget(made)
    made.show_place("")
    made.resize(1000, 700)
    made.show()
    return made


def text_of(workspace: Workspace, key: str) -> str:
    section = workspace.session.current.find_section(key)
    assert section is not None
    return section.text_of("text")


def test_the_model_keeps_qts_rules(workspace: Workspace) -> None:
    model = SectionsModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show_section_lines(list_section_lines(workspace.session.current))
    assert model.rowCount() == 6
    model.show_section_lines(list_section_lines(workspace.session.current)[:2])
    assert model.rowCount() == 2


def test_every_section_says_what_it_is_for() -> None:
    assert set(PURPOSES) == {choice.key for choice in CATALOGUE["section"].by_key["key"].choices}


def test_who_arrives_does_not_ask_the_window_for_the_place_again(qtbot: QtBot, workspace: Workspace) -> None:
    asked: list[str] = []
    workspace.asked_for.connect(asked.append)
    page = SectionsPage(workspace)
    qtbot.addWidget(page)
    page.show_place("")
    page.show_place("governance")
    assert asked == []
    page.list.setCurrentIndex(page.model.index(0))
    assert asked == ["sections/about_place"]


def test_writing_is_saved_on_going_to_another_section_by_keyboard(page: SectionsPage, workspace: Workspace) -> None:
    QTest.keyClicks(page.editor.control.focus_target, "A city by the river")
    QTest.keyClick(page.list, Qt.Key.Key_Down)
    assert text_of(workspace, "about_place") == "A city by the river"
    assert page.name.text() == "Our vision and priorities"
    assert page.editor.control.raw_value() == ""
    assert page.model.lines[0].count == "5 words"


def test_a_place_opens_its_section_and_field(page: SectionsPage, workspace: Workspace, qtbot: QtBot) -> None:
    page.show_place("governance#text")
    assert page.name.text() == "Governance and sign-off"
    qtbot.waitUntil(lambda: page.focusWidget() is page.editor.control.focus_target)


def test_choosing_a_section_is_remembered_as_a_place(page: SectionsPage, workspace: Workspace, qtbot: QtBot) -> None:
    with qtbot.waitSignal(workspace.asked_for) as asked:
        page.list.setCurrentIndex(page.model.index(3))
    assert asked.args == ["sections/summary"]


def test_undo_repaints_the_editor_and_the_count(page: SectionsPage, workspace: Workspace) -> None:
    QTest.keyClicks(page.editor.control.focus_target, "Two words")
    assert workspace.undo_last_step()
    assert page.editor.control.raw_value() == ""
    assert page.model.lines[0].count == "Empty"
    assert workspace.redo_last_step()
    assert page.editor.control.raw_value() == "Two words"


def test_text_that_cannot_be_saved_keeps_its_section_open(
    page: SectionsPage, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    QTest.keyClicks(page.editor.control.focus_target, "Keep me")

    def full(*_: object, **__: object) -> None:
        raise FileError("The disk is full.")

    with monkeypatch.context() as patch:
        patch.setattr(workspace.session.store, "write_step_in_turns", full)
        page.list.setCurrentIndex(page.model.index(2))
    assert page.editor.control.raw_value() == "Keep me"
    assert page.name.text() == "About our place and people"
    assert page.list.currentIndex().row() == 0
    assert "The disk is full." in page.editor.error.text()


def test_hiding_the_page_saves(page: SectionsPage, workspace: Workspace) -> None:
    QTest.keyClicks(page.editor.control.focus_target, "In time")
    page.hide()
    assert text_of(workspace, "about_place") == "In time"


def test_what_others_wrote_is_read_whole_and_without_help(example: Workspace, qtbot: QtBot) -> None:
    assert example.show_year(next(r.id for r in example.session.assessments if r["assessor"] == "cqc"))
    page = SectionsPage(example)
    qtbot.addWidget(page)
    page.show_place("summary#text")
    page.show()
    assert page.head.text() == "About this assessment"
    assert page.report.toPlainText().split() == text_of(example, "summary").split()
    assert page.report.isVisible()
    assert not page.editor.isVisible()
    assert not page.purpose.isVisible()
