"""The page of the return with its parts made."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from ui.bridge.workspace import Workspace
from ui.pages.information_return.page import InformationReturnPage
from ui.widgets import idle_queue

Open = Callable[[Workspace], InformationReturnPage]


@pytest.fixture
def open_page(qtbot: QtBot) -> Open:
    """Makes the page of a workspace and shows it."""

    def made(workspace: Workspace) -> InformationReturnPage:
        page = InformationReturnPage(workspace)
        qtbot.addWidget(page)
        page.resize(1134, 714)
        page.show()
        idle_queue.finish_work(page)
        return page

    return made


@pytest.fixture
def page(example: Workspace, open_page: Open) -> InformationReturnPage:
    """The page of the worked example."""
    return open_page(example)
