"""What people write is shown as they wrote it: nothing in it is a tag; and one module opens things, and asks before."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from selfassess.exchange.locked import archives
from selfassess.services.safety import encryption
from ui.widgets import dialogs, look
from ui.widgets.passphrase import AskingPassphrase, PassphraseChoice
from ui.widgets.rows import Column, RowsModel
from ui.widgets.tips import format_tip

CANARY = "<b>x</b><img src='file:///etc/hostname'>"
ROOT = Path(__file__).parents[3]
OPENS = re.compile(r"QDesktopServices|setOpenExternalLinks\(True\)|os\.startfile|webbrowser|xdg-open")


def test_only_one_module_opens_files_and_addresses() -> None:
    found = {
        path.relative_to(ROOT).as_posix() for path in (ROOT / "ui").rglob("*.py") if OPENS.search(path.read_text())
    }
    assert found == {"ui/widgets/locations.py"}


@pytest.mark.parametrize(
    "made", [look.make_label, look.make_title, look.make_heading, look.make_quiet_label, look.make_text]
)
def test_labels_show_tags_as_they_were_typed(made: object, qtbot: QtBot) -> None:
    assert callable(made)
    label = made(CANARY)
    assert isinstance(label, QLabel)
    qtbot.addWidget(label)
    assert label.textFormat() == Qt.TextFormat.PlainText


def test_questions_and_banners_show_tags_as_they_were_typed(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    box = dialogs.ask_question(parent, CANARY, CANARY, [("Close", None)])
    shown = [each for each in box.findChildren(QLabel) if "img" in each.text()]
    assert len(shown) == 2
    assert all(each.textFormat() == Qt.TextFormat.PlainText for each in shown)
    banner = look.Banner(CANARY)
    qtbot.addWidget(banner)
    assert all(each.textFormat() == Qt.TextFormat.PlainText for each in banner.findChildren(QLabel))
    box.close()


def test_tips_of_tables_show_tags_as_they_were_typed(qtbot: QtBot) -> None:
    class Row:
        id = "1"

    model = RowsModel((Column(label="Title", words=lambda row: CANARY),), search=lambda row: "", colour=QColor)
    model.show_rows((Row(),))
    index = model.index(0, 0)
    assert index.data(Qt.ItemDataRole.DisplayRole) == CANARY
    assert "<img" not in index.data(Qt.ItemDataRole.ToolTipRole)
    assert "&lt;img" in index.data(Qt.ItemDataRole.ToolTipRole)
    assert format_tip("a & b") == "a & b"


def test_a_passphrase_is_typed_twice_and_its_strength_said(qtbot: QtBot) -> None:
    choice = PassphraseChoice("A zip file.")
    qtbot.addWidget(choice)
    choice.show()
    assert (choice.is_ready(), choice.chosen_passphrase()) == (True, None)
    choice.tick.setChecked(True)
    assert not choice.is_ready()
    choice.first.setText("short")
    assert choice.said.text().startswith("Too short: 5 of at least 12 characters.")
    choice.first.setText("four plain words here")
    assert choice.said.text() == "Strong. Now type it again."
    choice.again.setText("four plain words")
    assert not choice.is_ready()
    choice.again.setText("four plain words here")
    assert (choice.is_ready(), choice.chosen_passphrase()) == (True, "four plain words here")
    assert choice.first.echoMode() == QLineEdit.EchoMode.Password
    choice.seen.setChecked(True)
    assert choice.first.echoMode() == QLineEdit.EchoMode.Normal
    choice.forget_typed()
    assert (choice.first.text(), choice.again.text(), choice.chosen_passphrase()) == ("", "", None)


def test_the_question_for_a_passphrase_hands_it_on_and_forgets_it(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("{}")
    archives.write_locked_archive(tmp_path / "a.zip", [("a.json", tmp_path / "a.json")], "four plain words here")
    assert encryption.is_locked_archive(tmp_path / "a.zip")
    given: list[str] = []
    asking = AskingPassphrase(None, "a.zip", given.append, "Not the one.")
    asking.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(asking)
    assert not asking.unlock.isEnabled()
    asking.field.setText("four plain words here")
    asking.unlock.click()
    assert given == ["four plain words here"]
    assert asking.field.text() == ""
