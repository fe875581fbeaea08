"""The help: every file of it is there to read, with and without a workbook."""

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from selfassess.packs.resources import RESOURCES
from selfassess.services.exporting.formats import list_format_names
from selfassess.services.workbook.settings import Settings
from ui.bridge.workspace import Workspace
from ui.pages.help.page import HelpPage
from ui.pages.help.reader import HelpDialog, HelpReader
from ui.pages.help.topics import list_help_topics
from ui.shell.navigation import NavigationModel
from ui.shell.window import MainWindow

FILES = sorted((RESOURCES / "help").glob("*.md"))
JARGON = re.compile(r"\w\.(py|toml|json|sawb|md|qss)\b|\w_\w|::|\bSQL|\bQt\b|\bUUID|\bnull\b|traceback", re.IGNORECASE)


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    made = MainWindow(Settings(name="Ada"))
    qtbot.addWidget(made)
    made.show()
    yield made
    for dialog in made.findChildren(HelpDialog):
        dialog.accept()


def test_every_file_is_a_topic_and_its_words_are_shown(qtbot: QtBot) -> None:
    reader = HelpReader()
    qtbot.addWidget(reader)
    assert [topic.key for topic in list_help_topics()] == [file.stem for file in FILES]
    assert reader.list.count() == len(FILES) >= 6
    for row, file in enumerate(FILES):
        written = file.read_text(encoding="utf-8").replace("@FORMATS@", list_format_names())
        first, rest = written.split("\n", 1)
        reader.show_topic(file.stem)
        shown = " ".join(reader.text.toPlainText().split())
        assert reader.list.currentRow() == row
        assert reader.list.item(row).text() == reader.text.accessibleName() == first.removeprefix("# ")
        assert shown.startswith(first.removeprefix("# "))
        plain = re.sub(r"[*#`]|^(- |\d+\. )", "", rest, flags=re.MULTILINE)
        assert " ".join(plain.split()) in shown


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_topic_is_written_for_the_people_who_read_it(file: object) -> None:
    words = FILES[FILES.index(file)].read_text(encoding="utf-8")  # type: ignore[arg-type]
    assert words.startswith("# ")
    assert JARGON.search(words) is None


def test_a_place_names_a_topic_and_an_unknown_one_changes_nothing(example: Workspace, qtbot: QtBot) -> None:
    page = HelpPage(example)
    qtbot.addWidget(page)
    page.show_place("3-scores-and-rating")
    assert page.reader.text.accessibleName() == "Scores and the indicative rating"
    page.show_place("nothing")
    page.show_place("")
    assert page.reader.text.accessibleName() == "Scores and the indicative rating"


def test_links_lead_nowhere(qtbot: QtBot) -> None:
    reader = HelpReader()
    qtbot.addWidget(reader)
    assert not reader.text.openLinks()
    assert not reader.text.textInteractionFlags() & Qt.TextInteractionFlag.LinksAccessibleByMouse


def test_without_a_workbook_the_help_is_a_dialog(window: MainWindow, qtbot: QtBot) -> None:
    (menu,) = [menu for menu in window.menuBar().findChildren(QMenu) if menu.title() == "&Help"]
    actions = {action.text(): action for action in menu.actions()}
    assert actions["&Help"].shortcut().toString() == "F1"
    actions["&Help"].trigger()
    (dialog,) = window.findChildren(HelpDialog)
    assert dialog.isVisible()
    dialog.accept()
    QApplication.sendPostedEvents()
    actions["&Keyboard"].trigger()
    shown = [each for each in window.findChildren(HelpDialog) if each.isVisible()]
    assert [each.reader.text.accessibleName() for each in shown] == ["The keyboard"]


def test_the_help_is_searched_and_what_was_found_is_marked(qtbot: QtBot) -> None:
    reader = HelpReader()
    qtbot.addWidget(reader)
    reader.show()
    reader.search.setText("NARRATOR  voiceover")
    shown = [reader.list.item(row).text() for row in range(reader.list.count()) if not reader.list.isRowHidden(row)]
    assert shown == ["Screen readers"] == [reader.text.accessibleName()]
    assert reader.found.text() == f"1 topic of {len(FILES)}"
    marked = [each.cursor.selectedText() for each in reader.text.extraSelections()]
    assert sorted(marked) == ["Narrator", "VoiceOver"]
    reader.search.setText("no such word anywhere")
    assert reader.found.text() == "No topic has “no such word anywhere”."
    reader.search.clear()
    assert not any(reader.list.isRowHidden(row) for row in range(reader.list.count()))
    assert reader.found.isHidden()
    assert reader.text.extraSelections() == []


def test_the_navigation_ends_with_the_help(example: Workspace) -> None:
    model = NavigationModel()
    model.show_assessment_lines(example.session.current)
    assert model.entries[-1].place == "help"
    assert model.find_line_of_place("help/6-the-keyboard") == len(model.entries) - 1
