"""The page of a statement, on an empty workbook and on the worked example."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from selfassess.services.workbook import opening
from selfassess.services.workbook.settings import Settings
from ui.bridge.workspace import Workspace
from ui.pages.statement.page import StatementPage


@pytest.fixture
def page(qtbot: QtBot, workspace: Workspace) -> StatementPage:
    """The page on the first statement of an empty workbook."""
    return _shown(qtbot, workspace)


@pytest.fixture
def example(tmp_path: Path, qtbot: QtBot) -> Iterator[StatementPage]:
    """The page on the first statement of the worked example."""
    path = tmp_path / "example.sawb"
    opening.write_demo_workbook(path, author="Ada")
    made = Workspace(opening.open_workbook(path, author="Ada"), Settings())
    yield _shown(qtbot, made)
    made.close_session()


def _shown(qtbot: QtBot, workspace: Workspace) -> StatementPage:
    made = StatementPage(workspace)
    qtbot.addWidget(made)
    made.resize(1300, 800)
    made.show_place("assessing-needs/understand")
    made.show()
    return made
