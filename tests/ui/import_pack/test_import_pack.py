"""A framework imported in the window, a year begun with it, and its levels chosen by name, with a text for each."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from selfassess.services.years import carry_forward
from tests.named_levels import LEVELS, level_text, named_framework, named_return
from tests.services.test_import_packs import put
from ui.bridge.workspace import Workspace
from ui.dialogs.import_pack.page import CHECKED, HERE, ID, ImportPackDialog
from ui.pages.overview.page import OverviewPage
from ui.pages.standings.page import StandingsPage
from ui.pages.statement.judgement import JudgementStep
from ui.pages.statement.page import StatementPage
from ui.pages.years.model import build_year_rows, describe_year_rating
from ui.shell.frame import DIALOGS as PLACES
from ui.shell.navigation import list_navigation_entries
from ui.shell.window import DIALOGS


@pytest.fixture
def dialog(blank_year: Workspace, qtbot: QtBot) -> ImportPackDialog:
    made = ImportPackDialog(blank_year)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.open()
    return made


def told(dialog: ImportPackDialog) -> str:
    return dialog.said._words.text()


def list_kept(dialog: ImportPackDialog) -> list[str]:
    return [dialog.kept.item(row).data(ID) for row in range(dialog.kept.count())]


def read(dialog: ImportPackDialog, qtbot: QtBot, *files: Path) -> None:
    dialog.read_files(files)
    qtbot.waitUntil(lambda: dialog.task is None, timeout=30_000)


def test_the_dialog_is_a_place_of_the_window() -> None:
    assert "import_pack" in PLACES
    assert DIALOGS["import_pack"][1] == ImportPackDialog.__name__


def test_what_is_wrong_is_said_and_cannot_be_imported(dialog: ImportPackDialog, qtbot: QtBot, tmp_path: Path) -> None:
    assert not dialog.take.isEnabled()
    wrong = tmp_path / "wrong.toml"
    wrong.write_text("colour = 3", "utf-8")
    read(dialog, qtbot, wrong)
    assert told(dialog).startswith("wrong.toml: is neither a framework")
    assert not dialog.take.isEnabled()


def test_what_is_kept_is_removed_unless_a_year_rests_on_it(
    dialog: ImportPackDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    read(dialog, qtbot, *put(tmp_path, named_framework(), named_return()))
    dialog.import_read()
    session = dialog.workspace.session
    dialog.kept.setCurrentRow(list_kept(dialog).index(session.current.framework.id))
    dialog.remove.click()
    assert told(dialog).endswith(f"cannot be removed: the year {session.current.label} rests on it.")
    dialog.kept.setCurrentRow(list_kept(dialog).index(named_framework().id))
    dialog.remove.click()
    assert told(dialog).startswith(f"Removed: “{named_framework().name}” and “{named_return().name}”.")
    assert named_framework().id not in list_kept(dialog)
    assert session.store.packs.read_imported() == ()
    assert dialog.workspace.undo_last_step()
    assert session.store.packs.read_imported() == (named_framework(), named_return())


def test_a_framework_is_shown_agreed_to_begun_with_and_scored_by_name(
    dialog: ImportPackDialog, own_home: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    files = put(tmp_path, named_framework(), named_return())
    read(dialog, qtbot, *files)
    assert told(dialog) == CHECKED
    shown = dialog.lines.toPlainText()
    for words in ("Made-up framework of named levels", *LEVELS, "Follows from", "1. First contact"):
        assert words in shown
    assert dialog.workspace.session.store.packs.read_imported() == ()
    dialog.import_read()
    assert dialog.workspace.session.store.packs.read_imported() == (named_framework(), named_return())
    read(dialog, qtbot, *files)
    assert (told(dialog), dialog.take.isEnabled()) == (HERE, False)

    workspace = dialog.workspace
    session = workspace.session
    label = session.current.label
    planned = carry_forward.plan_carry_forward(session, label, "2030-31", "2030-01-01")
    carry_forward.carry_forward_year(session, planned)
    workspace.show_year(planned.assessment.id)
    page = StatementPage(workspace)
    qtbot.addWidget(page)
    page.resize(1100, 700)
    page.show()
    page.show_place("planning/judgement")
    step = page.steps["judgement"]
    assert isinstance(step, JudgementStep)
    assert [card.words for card in step.cards.values()][:5] == list(LEVELS)
    assert step.levels.words == {level: level_text("planning", level) for level in LEVELS}
    assert step.levels.isVisibleTo(page)
    assert step.cards[4].accessibleDescription() == level_text("planning", "Strong")
    qtbot.keyClicks(step.cards[1], "4")  # a level without a number has no digit
    assert session.current.score_of("planning") is None
    step.cards[4].click()
    assert session.current.score_of("planning") == 4
    entry = next(each for each in list_navigation_entries(session.current) if each.words == "Planning")
    assert entry.spoken_line.endswith("level Strong")
    page.show_place("equity/judgement")
    assert step.levels.words["Steady"] == level_text("equity", "Steady")

    overview = OverviewPage(workspace)
    qtbot.addWidget(overview)
    overview.show()
    qtbot.waitUntil(lambda: "no rating" in overview.scores.words.text(), timeout=30_000)
    assert not overview.scores.bar.isVisibleTo(overview)
    overview.grab()
    page.grab()
    rows = build_year_rows(session.assessments, {session.current_id: session.current}, session.current_id)
    assert describe_year_rating(rows[-1]) == "None in this framework"

    others = StandingsPage(workspace)
    qtbot.addWidget(others)
    others.show()
    others.show_place("")
    qtbot.waitUntil(lambda: "another scale" in others.said.text(), timeout=30_000)
    assert not others.split.isVisibleTo(others)
    assert not others.export.isEnabled()
