"""What an organisation set, as the window shows it: greyed, named, and never changed by a person."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from selfassess.domain.model.editions import Edition
from selfassess.services.workbook import policy
from selfassess.services.workbook.settings import Settings
from ui.bridge.workspace import Workspace
from ui.dialogs.export.page import ExportDialog
from ui.dialogs.return_pack.page import ReturnPackDialog
from ui.pages.settings.page import SettingsPage
from ui.pages.start.page import StartPage
from ui.shell.folder_watch import inspect_surroundings

SetForAll = Callable[..., Path]


def words_of(widget: QWidget) -> str:
    return "\n".join(each.text() for each in widget.findChildren(QLabel))


def test_the_settings_page_shows_what_is_set_and_by_whom(
    workspace: Workspace, set_for_all: SetForAll, tmp_path: Path, qtbot: QtBot
) -> None:
    page = SettingsPage(workspace)
    qtbot.addWidget(page)
    assert policy.BY not in words_of(page)
    kept = tmp_path / "kept"
    file = set_for_all(f"backup_folder = {json.dumps(str(kept))}", "passphrase_required = true")
    page = SettingsPage(workspace)
    qtbot.addWidget(page)
    assert not page.backups.isEnabled()
    assert page.backups.text().startswith(str(kept))
    assert page.backups.accessibleDescription() == policy.BY
    said = words_of(page)
    assert f"Backups are kept in {kept}." in said
    assert "locked with a passphrase" in said
    assert f"Read from {file}" in said


def test_a_passphrase_that_is_required_leaves_no_choice_but_for_the_public_version(
    workspace: Workspace, set_for_all: SetForAll, qtbot: QtBot
) -> None:
    set_for_all("passphrase_required = true")
    dialog = ExportDialog(workspace)
    qtbot.addWidget(dialog)
    dialog.open()
    lock = dialog.lock
    assert (lock.tick.isChecked(), lock.tick.isEnabled(), lock.by.isVisible()) == (True, False, True)
    assert policy.BY in lock.by.text()
    assert policy.BY in lock.tick.accessibleDescription()
    assert not dialog.start.isEnabled(), "not without one"
    assert dialog.said.isVisible()
    assert "Type a passphrase below" in dialog.said.message_text
    assert not lock.first.hasFocus(), "it asks for nothing before its turn"
    lock.first.setText("correct horse battery")
    lock.again.setText("correct horse battery")
    assert dialog.start.isEnabled()
    assert dialog.said.message_text == ""
    lock.forget_typed()
    assert (lock.is_wanted(), lock.first.text()) == (True, "")
    dialog.editions.button(list(Edition).index(Edition.PUBLIC)).setChecked(True)
    assert (lock.tick.isChecked(), lock.tick.isEnabled(), lock.by.isVisible()) == (False, True, False)
    dialog.editions.button(list(Edition).index(Edition.BOARD)).setChecked(True)
    assert (lock.tick.isChecked(), lock.tick.isEnabled()) == (True, False)


def test_a_return_that_has_to_be_locked_is_a_zip_file(
    workspace: Workspace, set_for_all: SetForAll, qtbot: QtBot
) -> None:
    set_for_all("passphrase_required = true")
    dialog = ReturnPackDialog(workspace)
    qtbot.addWidget(dialog)
    dialog.open()
    qtbot.waitUntil(lambda: dialog.prepared is not None and dialog.task is None, timeout=30000)
    assert dialog.shapes.checkedId() == 1
    assert not dialog.shapes.button(0).isEnabled()
    assert dialog.lock.is_wanted()
    assert not dialog.start.isEnabled()


def test_a_file_without_sense_is_said_on_the_start_screen_and_beside_a_workbook(
    workspace: Workspace, set_for_all: SetForAll, qtbot: QtBot
) -> None:
    file = set_for_all("passphrase_required = maybe")
    page = StartPage(Settings(name="Anna"))
    qtbot.addWidget(page)
    assert str(file) in page.problem.message_text
    found = inspect_surroundings(workspace.session.path, False, tuple, None)
    assert str(file) in found.policy
    settings_page = SettingsPage(workspace)
    qtbot.addWidget(settings_page)
    assert str(file) in words_of(settings_page)


def test_a_workbook_outside_the_allowed_places_is_not_called_free(
    workspace: Workspace, set_for_all: SetForAll, tmp_path: Path
) -> None:
    path = workspace.session.path
    workspace.session.close()
    assert inspect_surroundings(path, True, tuple, None).may_write
    set_for_all(f"allowed_places = [{json.dumps(str(tmp_path / 'allowed'))}]")
    assert not inspect_surroundings(path, True, tuple, None).may_write
