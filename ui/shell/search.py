"""Search over everything in the assessment in view: statements, return items and the text of every record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.fields import Kind
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.text import folding
from selfassess.domain.text.folding import fold, fold_words
from ui.bridge.places import record_place
from ui.bridge.workspace import Workspace
from ui.widgets import look, theme
from ui.widgets.hits import HITS, HitDelegate

MOST = 40
AROUND = 40  # letters of context before what was found
SHOWN = 120  # letters of a text in all

_TEXT = (Kind.TEXT, Kind.PROSE)


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that was found: where it is, what it is called, and the words around."""

    place: str
    title: str
    around: str
    marks: tuple[tuple[int, int], ...] = ()
    """Where the words stand in ``around``, from and up to."""


@dataclass(frozen=True, slots=True)
class _Line:
    folded: str
    text: str
    title: str
    place: str


def lines(assessment: Assessment) -> Iterator[_Line]:
    """Every text that can be found, each with its title and place; names come before what records say."""
    for statement in assessment.framework.statements:
        names = " · ".join((statement.name, *statement.aliases))
        yield _line(names, f"Quality statement {statement.number}", f"statement:{statement.key}")
    if assessment.information_return is not None:
        for item in assessment.information_return.items:
            yield _line(f"{item.ref} {item.title}", "Information return", f"return/{item.ref}")
    for kind in CATALOGUE.values():
        for record in assessment.of(kind.key):
            for spec in kind.fields:
                value = record[spec.key]
                if spec.kind in _TEXT and value:
                    title = _titled(assessment, record)
                    title += f" · {spec.label}" if spec.label != kind.name else ""
                    yield _line(str(value), title, record_place(assessment, record, spec.key))


def found(among: tuple[_Line, ...], words: str) -> list[Hit]:
    """The first lines that hold every word, in any order, however they are written."""
    wanted = fold_words(words)
    hits: list[Hit] = []
    for line in among if wanted else ():
        if all(word in line.folded for word in wanted):
            hits.append(_hit(line, wanted))
            if len(hits) == MOST:
                break
    return hits


def _line(text: str, title: str, place: str) -> _Line:
    return _Line(fold(f"{text} {title}"), text, title, place)


def _titled(assessment: Assessment, record: Record) -> str:
    kind = CATALOGUE[record.kind]
    key = record.text("quality_statement") if "quality_statement" in kind.by_key else None
    statement = assessment.framework.statement(key)
    return f"{kind.name}, {statement.short_name}" if statement is not None else kind.name


def _hit(line: _Line, words: Sequence[str]) -> Hit:
    """A line with the words around what was found, and where that stands in them."""
    text = " ".join(line.text.split())
    where = folding.hits(text, words)
    start = max(where[0][0] - AROUND, 0) if where else 0
    end = min(start + SHOWN, len(text))
    before = "…" if start else ""
    shift = len(before) - start
    marks = tuple((max(a, start) + shift, min(b, end) + shift) for a, b in where if a < end and b > start)
    return Hit(line.place, line.title, f"{before}{text[start:end]}{'…' if end < len(text) else ''}", marks)


class SearchBox(QLineEdit):
    """The search field with its list of results below. ``chosen`` carries the place of a result."""

    chosen = Signal(str)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._lines: tuple[_Line, ...] | None = None
        self._results: QFrame | None = None
        self.list = QListWidget()
        self.nothing = look.quiet("")
        self.setPlaceholderText("Search everything  (Ctrl+K)")
        self.setAccessibleName("Search everything")
        self._later = QTimer(self, singleShot=True, interval=120)
        self._later.timeout.connect(self.search)
        self.textChanged.connect(lambda: self._later.start())
        workspace.step_taken.connect(self._forget)
        workspace.year_opened.connect(self._forget)

    def search(self) -> list[Hit]:
        """Look for what is typed now and show what was found."""
        words = self.text().strip()
        if self._lines is None:
            self._lines = tuple(lines(self._workspace.session.current))
        hits = found(self._lines, words)
        panel = self._panel()
        self.list.clear()
        for hit in hits:
            item = QListWidgetItem(f"{hit.around}\n{hit.title}")
            item.setData(Qt.ItemDataRole.UserRole, hit.place)
            item.setData(HITS, hit.marks)
            self.list.addItem(item)
        self.nothing.setText(f"Nothing in this year has “{words}”." if not hits else "")
        self.nothing.setVisible(not hits)
        self.list.setVisible(bool(hits))
        if words:
            self._place(panel, len(hits))
            panel.raise_()
        else:
            panel.hide()
        return hits

    def close_results(self) -> None:
        """Put the list away."""
        self._later.stop()
        if self._results is not None:
            self._results.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Escape:
                self.clear()
                self.close_results()
            case Qt.Key.Key_Down | Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._enter_results(event.key() != Qt.Key.Key_Down)
            case _:
                super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            self.close_results()
            self.setFocus()
            return True
        if event.type() == QEvent.Type.FocusOut and not self.hasFocus():
            self.close_results()
        return super().eventFilter(watched, event)

    def sizeHint(self) -> QSize:
        return QSize(max(280, theme.px(240)), super().sizeHint().height())

    def focusOutEvent(self, event: Any) -> None:
        super().focusOutEvent(event)
        QTimer.singleShot(0, self, self._close_if_left)

    def _close_if_left(self) -> None:
        if not self.hasFocus() and not self.list.hasFocus():
            self.close_results()

    def _enter_results(self, take: bool) -> None:
        if self._later.isActive() or self._results is None or self._results.isHidden():
            self._later.stop()
            self.search()
        if self.list.count() == 0:
            return
        self.list.setCurrentRow(0)
        if take:
            self._take(self.list.item(0))
        else:
            self.list.setFocus()

    def _take(self, item: QListWidgetItem) -> None:
        place = item.data(Qt.ItemDataRole.UserRole)
        self.close_results()
        self.chosen.emit(place)

    def _forget(self) -> None:
        self._lines = None

    def _panel(self) -> QFrame:
        if self._results is None:
            panel = look.card(self.nothing, self.list)
            panel.setParent(self.window())
            theme.dress(panel)
            self.list.setAccessibleName("What was found")
            self.list.setWordWrap(True)
            self.list.setItemDelegate(HitDelegate(self.list))
            look.set_look(self.list, "navigation")
            self.list.setSpacing(4)
            self.list.installEventFilter(self)
            self.list.itemActivated.connect(self._take)
            self.list.itemClicked.connect(self._take)
            layout = panel.layout()
            assert isinstance(layout, QVBoxLayout)
            layout.setContentsMargins(8, 8, 8, 8)
            self._results = panel
        return self._results

    def _place(self, panel: QFrame, hits: int) -> None:
        window = self.window()
        width = min(max(self.width(), theme.px(460)), window.width() - 32)
        corner = self.mapTo(window, QPoint(self.width(), self.height() + 4))
        room = window.height() - corner.y() - 16
        panel.setGeometry(corner.x() - width, corner.y(), width, room)
        panel.setVisible(True)
        lines = sum(self.list.sizeHintForRow(row) + 8 for row in range(hits))
        panel.resize(width, min(max(lines + 44, theme.px(48)), room))
