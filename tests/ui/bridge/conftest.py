"""An open workbook in a temporary folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from selfassess.services.workbook import opening
from selfassess.services.workbook.settings import Settings
from ui.bridge.workspace import Workspace


@pytest.fixture
def workspace(tmp_path: Path, qtbot: QtBot) -> Iterator[Workspace]:
    """The worked example with somebody at it."""
    path = tmp_path / "derby.sawb"
    opening.write_demo_workbook(path, author="Ada")
    made = Workspace(opening.open_workbook(path, author="Ada"), Settings())
    yield made
    made.close_session()
