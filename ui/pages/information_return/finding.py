"""Finding evidence of the register by any word, to send it under an item too."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from selfassess.domain.framework.framework import ReturnItem
from selfassess.domain.information_return import look_back
from selfassess.domain.model.catalogue import Record
from selfassess.domain.text.folding import fold_text, fold_words
from ui.bridge.workspace import Workspace
from ui.widgets.idle_queue import in_turns
from ui.widgets.look import make_quiet_label
from ui.widgets.prompt import PromptAbove

MOST = 8
TYPING_MS = 150
A_BIT = 300
_LOOKED_IN = ("title", "reference", "location", "shows")


class EvidenceFinder(QWidget):
    """A line to type into, and below it the evidence that has these words; ``chosen`` is told which is taken."""

    def __init__(self, workspace: Workspace, chosen: Callable[[str], object]) -> None:
        super().__init__()
        self.workspace = workspace
        self._chosen = chosen
        self._item: ReturnItem | None = None
        self._texts: dict[str, tuple[Record, str]] = {}
        self.line = QLineEdit()
        self.line.setPlaceholderText("Find evidence in the register to send under this item too")
        self.line.setAccessibleName("Find evidence in the register by any word")
        self.line.setClearButtonEnabled(True)
        self.line.installEventFilter(self)
        self.list = QListWidget()
        self.list.setAccessibleName("Evidence found; Enter sends it under this item")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setWordWrap(True)
        self.said = make_quiet_label("")
        self._typed = QTimer(self)
        self._typed.setSingleShot(True)
        self._typed.setInterval(TYPING_MS)
        self._typed.timeout.connect(self.refresh_matches)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for part in (PromptAbove(self.line), self.line, self.list, self.said):
            column.addWidget(part)
        self.line.textChanged.connect(lambda _: self._typed.start())
        self.line.returnPressed.connect(self.add_first_match)
        self.list.itemActivated.connect(self._add_chosen_match)
        self.list.itemClicked.connect(self._add_chosen_match)
        self.refresh_matches()

    def search_for_item(self, item: ReturnItem | None) -> None:
        """Look for what is not sent under another item."""
        self._item = item
        self.line.clear()
        self.refresh_matches()
        in_turns(self, self._read_evidence_texts())

    def refresh_matches(self) -> None:
        """Show what has the words that are typed."""
        self._typed.stop()
        words = fold_words(self.line.text())
        found = list(self._find_matching_evidence(words)) if words else []
        self.list.clear()
        for record in found[:MOST]:
            covers = look_back.describe_covered_time(record)
            covers_words = "  ·  " + covers if covers else ""
            entry = QListWidgetItem(f"{record.text_of('title')}{covers_words}")
            entry.setData(Qt.ItemDataRole.UserRole, record.id)
            self.list.addItem(entry)
        self.list.setVisible(bool(found))
        if found:
            rows = sum(self.list.sizeHintForRow(row) for row in range(self.list.count()))
            self.list.setFixedHeight(rows + 2 * self.list.frameWidth() + 4)
        more = len(found) - MOST
        said = f"and {more:,} more: type another word" if more > 0 else ""
        self.said.setText(said or ("Nothing else in the register has these words." if words and not found else ""))
        self.said.setVisible(bool(self.said.text()))

    def add_first_match(self) -> None:
        """Take what stands first."""
        self.refresh_matches()
        if self.list.count():
            self._add_chosen_match(self.list.item(0))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The arrow down goes from the line into the list."""
        down = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Down
        if watched is self.line and down and self.list.count():
            self.list.setFocus()
            self.list.setCurrentRow(0)
            return True
        return super().eventFilter(watched, event)

    def _find_matching_evidence(self, words: Sequence[str]) -> Iterator[Record]:
        ref = self._item.ref if self._item else ""
        for record in self.workspace.session.current.records_of("evidence"):
            text = self._searchable_text(record)
            if all(word in text for word in words) and ref not in record.links_of("return_items"):
                yield record

    def _searchable_text(self, record: Record) -> str:
        """What is looked through of a piece of evidence; worked out again only once it says something else."""
        known, text = self._texts.get(record.id, (None, ""))
        if known is not record:
            text = fold_text("\n".join(str(record.values[key] or "") for key in _LOOKED_IN))
            self._texts[record.id] = (record, text)
        return text

    def _read_evidence_texts(self) -> Iterator[None]:
        """Work out the texts a bit at a time, before anybody has typed a word."""
        evidence = self.workspace.session.current.records_of("evidence")
        for start in range(0, len(evidence), A_BIT):
            for record in evidence[start : start + A_BIT]:
                self._searchable_text(record)
            yield

    def _add_chosen_match(self, entry: QListWidgetItem) -> None:
        id = str(entry.data(Qt.ItemDataRole.UserRole))
        self.line.clear()
        self._chosen(id)
        self.line.setFocus()
