"""What the person sees of a fault that nobody foresaw."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QVBoxLayout, QWidget

from ui.widgets import look, theme
from ui.widgets.reading_order import InReadingOrder

SENTENCE = "Something went wrong in this program. What was saved is safe, and you can go on working."
DETAIL = (
    "Please send the report below to whoever looks after this program for you. It says where in the program it "
    "happened, and holds nothing that was written in a workbook."
)


class CrashDialog(InReadingOrder, QDialog):
    """A sentence, the report, and a button that copies it."""

    def __init__(self, report: str, file: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.dress_parts(self)
        self.setWindowTitle("Something went wrong")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        space = parent.window().size() if parent is not None else self.screen().availableSize()
        room = space * 0.95
        self.resize(min(theme.px(640), room.width()), min(theme.px(480), room.height()))
        text = QPlainTextEdit(report)
        text.setReadOnly(True)
        text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        text.setAccessibleName("The report")
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.addWidget(look.make_heading(SENTENCE))
        column.addWidget(look.make_text(DETAIL))
        column.addWidget(text, 1)
        if file:
            column.addWidget(look.make_quiet_label(f"The report is also kept in {file}"))
        close = look.make_primary_button("Go on working", self.accept)
        column.addWidget(
            look.make_row(close, look.make_secondary_button("Copy the report", lambda: copy_crash_report(report)))
        )
        close.setFocus()


def copy_crash_report(report: str) -> None:
    """Put a report on the clipboard."""
    QGuiApplication.clipboard().setText(report)
