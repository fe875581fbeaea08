"""A PDF of many pages, and windows that are let go of with all that goes on in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas
from shiboken6 import isValid

from selfassess.exchange.pdf import rendering
from ui.bridge import tasks
from ui.bridge.workspace import Workspace
from ui.pages.preview.page import PreviewWindow

PAGES = 300


@pytest.fixture(scope="session")
def long_pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A PDF of PAGES pages; each says its number, every tenth is wide, every fiftieth speaks of carers."""
    path = tmp_path_factory.mktemp("long") / "long.pdf"
    canvas = Canvas(str(path))
    for number in range(1, PAGES + 1):
        canvas.setPageSize(landscape(A4) if number % 10 == 0 else A4)
        canvas.drawString(72, 500, f"This is page {number}")
        if number % 50 == 0:
            canvas.drawString(72, 100, "What unpaid carers say")
        canvas.showPage()
    canvas.save()
    return path


@pytest.fixture
def document(long_pdf: Path) -> Iterator[rendering.Document]:
    made = rendering.open_document(long_pdf)
    yield made
    made.close()


@pytest.fixture
def previewed(qtbot: QtBot) -> Iterator[Callable[[Workspace], PreviewWindow]]:
    """Opens the preview of a workbook; nothing goes on any more when the test has ended."""
    windows: list[PreviewWindow] = []

    def open_it(workspace: Workspace) -> PreviewWindow:
        window = PreviewWindow(workspace)
        windows.append(window)
        window.resize(940, 700)
        window.show()
        return window

    yield open_it
    for window in filter(isValid, windows):
        window.close()
    qtbot.waitUntil(lambda: not tasks.Task.running, timeout=30_000)
