"""A file that the system asks to open, as a Mac does after a double click."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

from ui.shell.double_click import OpenedByIcon


def test_a_file_that_the_system_asks_for_is_opened(qapp: QApplication, tmp_path: Path) -> None:
    asked: list[Path] = []
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    by_icon = OpenedByIcon(app, asked.append)
    file = tmp_path / "Bröd & café 50%.sawb"
    QApplication.sendEvent(app, QFileOpenEvent(QUrl.fromLocalFile(str(file))))
    QApplication.sendEvent(app, QFileOpenEvent(QUrl()))
    app.removeEventFilter(by_icon)
    assert asked == [file]
