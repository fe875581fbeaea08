"""An open workbook in a temporary folder, for the forms."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from selfassess.domain.beginning import new_id
from selfassess.domain.commands import AddRecord
from selfassess.services import opening
from selfassess.services.settings import Settings
from ui.bridge.workspace import Workspace
from ui.pages.statement.page import StatementPage


@pytest.fixture
def workspace(tmp_path: Path, qtbot: QtBot) -> Iterator[Workspace]:
    """An empty workbook with somebody at it."""
    path = tmp_path / "council.sawb"
    opening.create(path, council="Derby City Council", reference="E06000015", year="2025-26", author="Ada")
    session = opening.open_workbook(path, author="Ada")
    made = Workspace(session, Settings())
    yield made
    made.close()


@pytest.fixture
def add(workspace: Workspace) -> Callable[..., str]:
    """Adds a record and gives its id."""

    def add_record(kind: str, **values: object) -> str:
        id = new_id()
        assert workspace.run(AddRecord(kind, id, values)), workspace.refusal
        return id

    return add_record


@pytest.fixture
def page(qtbot: QtBot, workspace: Workspace) -> StatementPage:
    """The page on the first statement of an empty workbook."""
    return _shown(qtbot, workspace)


@pytest.fixture
def example(tmp_path: Path, qtbot: QtBot) -> Iterator[StatementPage]:
    """The page on the first statement of the worked example."""
    path = tmp_path / "example.sawb"
    opening.write_demo(path, author="Ada")
    made = Workspace(opening.open_workbook(path, author="Ada"), Settings())
    yield _shown(qtbot, made)
    made.close()


def _shown(qtbot: QtBot, workspace: Workspace) -> StatementPage:
    made = StatementPage(workspace)
    qtbot.addWidget(made)
    made.resize(1300, 800)
    made.show_place("assessing-needs/understand")
    made.show()
    return made
