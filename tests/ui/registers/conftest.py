"""A register page over the worked example, and files beside the workbook."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ui.bridge.workspace import Workspace
from ui.pages.registers.page import RegistersPage, RegisterView


@pytest.fixture
def shown(example: Workspace, qtbot: QtBot) -> RegisterView:
    """The evidence register of the worked example."""
    page = RegistersPage(example)
    qtbot.addWidget(page)
    page.resize(1134, 714)
    page.show()
    page.show_place("evidence")
    view = page.views["evidence"]
    view.page = page  # type: ignore[attr-defined]
    return view


@pytest.fixture
def folder(example: Workspace) -> Path:
    """A folder beside the workbook with three documents, two of them the same."""
    made = example.session.path.parent / "Evidence"
    made.mkdir()
    (made / "Carers survey 2024.pdf").write_bytes(b"%PDF carers")
    (made / "Waiting list March.xlsx").write_bytes(b"waiting")
    (made / "sub").mkdir()
    (made / "sub" / "Board report.docx").write_bytes(b"board")
    return made
