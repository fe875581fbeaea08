"""The dialog that lists what looks like personal data: what it shows, where it leads, and what it keeps."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from selfassess.domain.model.commands import SetField
from selfassess.domain.publishing import personal_data_places
from selfassess.services.workbook import settings as kept
from ui.bridge.workspace import Workspace
from ui.dialogs.personal_data.page import PersonalDataDialog
from ui.shell.frame import WorkbookFrame
from ui.shell.window import MainWindow

PHONE = "07700 900123"


def opened(workspace: Workspace, qtbot: QtBot) -> PersonalDataDialog:
    made = PersonalDataDialog(workspace)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.open()
    qtbot.waitUntil(lambda: not made.said.message_text.startswith("Looking"), timeout=10_000)
    return made


def listed(dialog: PersonalDataDialog) -> list[tuple[str, str]]:
    return [(dialog.model.cell_words(id, 0), dialog.model.cell_words(id, 2)) for id in dialog.model.shown_ids]


def shown_words(dialog: PersonalDataDialog) -> str:
    return dialog.words.toPlainText()


def test_every_place_is_listed_masked_with_the_words_around_it(written: Workspace, qtbot: QtBot) -> None:
    dialog = opened(written, qtbot)
    assert [kind for kind, _ in listed(dialog)] == ["Postcode", "E-mail address", "Phone number", "Phone number"]
    assert dialog.said.message_text == "4 places to look at."
    strength = written.session.current.records_of("strength")[0].text_of("title")
    assert listed(dialog)[1][1] == f"Strength “{strength}”, What we do well"
    dialog.table.choose_row(dialog.model.shown_ids[2])
    assert shown_words(dialog) == "Mrs B is at m••.•@example.org, or on 07••• ••••23."
    assert "looks like a phone number" in dialog.where.text()


def test_going_there_closes_the_dialog_and_names_record_and_field(written: Workspace, qtbot: QtBot) -> None:
    year = written.session.current
    strength, action = year.records_of("strength")[0], year.records_of("action")[0]
    went: list[str] = []
    written.asked_for.connect(went.append)
    for number in range(4):
        dialog = opened(written, qtbot)
        dialog.table.choose_row(dialog.model.shown_ids[number])
        dialog.go.click()
        assert not dialog.isVisible()
    way = f"statement:{strength['quality_statement']}/strengths/{strength.id}#detail"
    assert went == ["overview#region", way, way, f"register:actions/{action.id}#detail"]


def test_enter_goes_to_the_place_one_is_on(written: Workspace, qtbot: QtBot) -> None:
    dialog = opened(written, qtbot)
    went: list[str] = []
    written.asked_for.connect(went.append)
    qtbot.keyClick(dialog.table, Qt.Key.Key_Return)
    assert went == ["overview#region"]


def test_a_place_in_another_year_brings_that_year_into_view(written: Workspace, qtbot: QtBot) -> None:
    year = written.session.current_id
    cqc = next(record.id for record in written.session.assessments if record.id != year)
    written.show_year(cqc)
    dialog = opened(written, qtbot)
    dialog.table.choose_row(dialog.model.shown_ids[1])
    dialog.go.click()
    assert written.session.current_id == year


def test_what_is_fine_leaves_the_list_for_good_and_the_next_one_is_chosen(written: Workspace, qtbot: QtBot) -> None:
    dialog = opened(written, qtbot)
    dialog.fine.click()
    assert dialog.said.message_text == "3 places to look at, 1 found fine."
    chosen = dialog.chosen_row()
    assert chosen is not None
    assert chosen.place.found.kind.heading_label == "E-mail address"
    assert kept.load_settings().settled == written.settings.settled != []
    assert "DE1" not in "".join(kept.load_settings().settled)
    assert len(listed(opened(written, qtbot))) == 3


def test_it_is_asked_again_once_the_words_change(written: Workspace, qtbot: QtBot) -> None:
    dialog = opened(written, qtbot)
    for _ in range(4):
        dialog.fine.click()
    assert dialog.said.message_text == "Nothing is left to look at: all 4 places found fine."
    action = written.session.current.records_of("action")[0]
    written.run(SetField(action.id, "detail", f"Ring Mrs C on {PHONE}."))
    assert [kind for kind, _ in listed(opened(written, qtbot))] == ["Phone number"]


def test_a_decision_can_be_taken_back(written: Workspace, qtbot: QtBot) -> None:
    dialog = opened(written, qtbot)
    dialog.fine.click()
    dialog.all.setChecked(True)
    assert [dialog.model.cell_words(id, 5) for id in dialog.model.shown_ids] == ["It is fine", *["To look at"] * 3]
    assert dialog.fine.text() == "Ask again"
    dialog.fine.click()
    assert (dialog.said.message_text, written.settings.settled) == ("4 places to look at.", [])


def test_where_nothing_is_found_it_says_so_and_names_are_not_looked_for(blank_year: Workspace, qtbot: QtBot) -> None:
    dialog = opened(blank_year, qtbot)
    assert dialog.said.message_text == "Nothing was found that looks like personal data."
    assert not dialog.table.isVisible()
    assert not dialog.detail.isVisible()
    assert any(personal_data_places.NAMES in label.text() for label in dialog.findChildren(type(dialog.where)))


def test_it_searches_on_a_worker(written: Workspace, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    threads: list[object] = []
    places = personal_data_places.find_personal_places

    def noted(*arguments: object) -> object:
        threads.append(threading.current_thread())
        return places(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(personal_data_places, "find_personal_places", noted)
    opened(written, qtbot)
    assert threads
    assert threading.main_thread() not in threads


def test_closing_while_it_searches_is_safe(written: Workspace, qtbot: QtBot) -> None:
    dialog = PersonalDataDialog(written)
    dialog.open()
    dialog.close()
    qtbot.wait(300)
    QApplication.processEvents()


def test_every_control_says_what_it_does_and_of_what(written: Workspace, qtbot: QtBot) -> None:
    dialog = opened(written, qtbot)
    names = {button.accessibleName() or button.text() for button in dialog.findChildren(QPushButton)}
    where = dialog.model.cell_words(dialog.model.shown_ids[0], 2)
    assert {f"Go to: {where}", f"It is fine: {where}", "Close"} <= names
    assert dialog.table.accessibleName() == "Places that look like personal data"


def test_the_window_opens_it_from_the_menu_and_from_a_place(written: Workspace, qtbot: QtBot) -> None:
    window = MainWindow(kept.Settings())
    qtbot.addWidget(window)
    window.frame = frame = WorkbookFrame(written)
    qtbot.addWidget(frame)
    frame.dialog_asked.connect(window._open_dialog)
    window.menus.enable_for_workbook(True)
    (action,) = [each for each in window.findChildren(QAction) if each.text() == "Check for personal &data…"]
    action.trigger()
    written.go("personal_data")
    dialogs = window.findChildren(PersonalDataDialog)
    assert len(dialogs) == 2
    for dialog in dialogs:
        dialog.close()
    window.frame = None
