"""The first step: what can be imported."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.widgets.look import make_quiet_label, make_scroll_area


def build_file_filters() -> str:
    """The filters of the window that chooses a file."""
    from selfassess.services.importing.file_kinds import OFFERED  # it brings the readers along, which takes a while

    every = (("All that can be imported", [each for _, endings in OFFERED for each in endings]), *OFFERED)
    named = [f"{name} ({' '.join(f'*.{ending}' for ending in endings)})" for name, endings in every]
    return ";;".join((*named, "All files (*)"))


WHAT = (
    "An Excel or Word export that came back changed, another copy of this workbook, an earlier year as a workbook, "
    "Excel or JSON, a spreadsheet of your own, an earlier self-assessment as a document (Word, OpenDocument, PDF, web "
    "page or text), or CQC’s published report in any of these; also in a zip file that is locked with a passphrase. "
    "Nothing changes before you have seen what would."
)


class Beginning(QWidget):
    """Says what can be imported."""

    def __init__(self) -> None:
        super().__init__()
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        words = QWidget()
        column = QVBoxLayout(words)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(make_quiet_label(WHAT))
        column.addStretch(1)
        page.addWidget(make_scroll_area(words), 1)
