"""Search over everything: what the program can do, where one can go, and every text of the assessment in view."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.fields import Kind
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.text import folding
from selfassess.domain.text.folding import fold_text, fold_words
from selfassess.domain.text.wording import count_noun
from selfassess.services.workbook.places import place_of_record
from ui.bridge.workspace import Workspace
from ui.shell.commands import Command, find_commands
from ui.shell.search_index import FoldedLine, SearchIndex
from ui.widgets import look, theme
from ui.widgets.announcement import announce
from ui.widgets.hits import HITS, HitDelegate
from ui.widgets.idle_queue import in_turns

MOST = 40
AROUND = 40  # letters of context before what was found
SHOWN = 120  # letters of a text in all

_TEXT = (Kind.TEXT, Kind.PROSE)
_Line = FoldedLine
COMMAND = Qt.ItemDataRole.UserRole + 20
"""The role of an entry that is a command: its number among those found."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that was found: where it is, what it is called, and the words around."""

    place: str
    title: str
    around: str
    marks: tuple[tuple[int, int], ...] = ()
    """Where the words stand in ``around``, from and up to."""


def read_name_lines(assessment: Assessment) -> Iterator[_Line]:
    """The names of statements and of the items of the return."""
    for statement in assessment.framework.statements:
        names = " · ".join((statement.name, *statement.aliases))
        yield _make_search_line(names, f"Quality statement {statement.number}", f"statement:{statement.key}")
    if assessment.information_return is not None:
        for item in assessment.information_return.items:
            yield _make_search_line(f"{item.ref} {item.title}", "Information return", f"return/{item.ref}")


def read_record_lines(assessment: Assessment, record: Record) -> Iterator[_Line]:
    """Every text of a record that can be found."""
    kind = CATALOGUE[record.kind]
    for spec in kind.fields:
        value = record[spec.key]
        if spec.kind in _TEXT and value:
            title = _title_of_record(assessment, record)
            title += f" · {spec.label}" if spec.label != kind.name else ""
            yield _make_search_line(str(value), title, place_of_record(assessment, record, spec.key))


def find_hits(among: Sequence[_Line], words: str) -> list[Hit]:
    """The first lines that hold every word, in any order, however they are written."""
    return find_meant(among, tuple((word,) for word in fold_words(words)))


def find_meant(among: Sequence[_Line], meant: Sequence[Sequence[str]]) -> list[Hit]:
    """The first lines that hold, for each word, one of those it may have been meant for."""
    hits: list[Hit] = []
    for line in among if meant else ():
        standing = [next((word for word in ways if word in line.folded), "") for ways in meant]
        if all(standing):
            hits.append(_make_hit(line, standing))
            if len(hits) == MOST:
                break
    return hits


def _make_search_line(text: str, title: str, place: str) -> _Line:
    return _Line(fold_text(f"{text} {title}"), text, title, place)


def _title_of_record(assessment: Assessment, record: Record) -> str:
    kind = CATALOGUE[record.kind]
    key = record.text_of("quality_statement") if "quality_statement" in kind.by_key else None
    statement = assessment.framework.find_statement(key)
    return f"{kind.name}, {statement.short_name}" if statement is not None else kind.name


def _make_hit(line: _Line, words: Sequence[str]) -> Hit:
    """A line with the words around what was found, and where that stands in them."""
    text = " ".join(line.text.split())
    where = folding.find_word_hits(text, words)
    start = max(where[0][0] - AROUND, 0) if where else 0
    end = min(start + SHOWN, len(text))
    before = "…" if start else ""
    shift = len(before) - start
    marks = tuple((max(a, start) + shift, min(b, end) + shift) for a, b in where if a < end and b > start)
    return Hit(line.place, line.title, f"{before}{text[start:end]}{'…' if end < len(text) else ''}", marks)


class SearchBox(QLineEdit):
    """The search field with its list of results below. ``chosen`` carries the place of a result.

    ``commands`` gives what else can be found: what the program can do, and where one can go.
    """

    chosen = Signal(str)

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.commands: Callable[[], Iterable[Command]] = lambda: ()
        self._found_commands: list[Command] = []
        self._index = SearchIndex(read_record_lines)
        self._lines: tuple[_Line, ...] | None = None
        self._results: QFrame | None = None
        self.list = QListWidget()
        self.nothing = look.make_quiet_label("")
        self.setPlaceholderText("Search everything  (Ctrl+K)")
        self.setAccessibleName("Search everything")
        self._later = QTimer(self, singleShot=True, interval=120)
        self._later.timeout.connect(self.show_hits)
        self.textChanged.connect(lambda: self._later.start())
        workspace.step_taken.connect(self._forget_search_lines)
        workspace.year_opened.connect(self._forget_search_lines)
        in_turns(self, self._index.read_ahead(workspace.session.current))

    def show_hits(self) -> list[Hit]:
        """Look for what is typed now and show what was found."""
        words = self.text().strip()
        among = self._read_lines()
        self._found_commands = find_commands(self.commands(), words)
        typed = fold_words(words)
        hits = find_hits(among, words)
        if not hits and typed and not self._found_commands:
            hits = find_meant(among, self._index.meant_words(among, typed))
        panel = self._get_results_panel()
        self.list.clear()
        for number, command in enumerate(self._found_commands):
            below = "  ·  ".join(filter(None, (command.where, command.keys)))
            item = QListWidgetItem(f"{command.words}\n{below}")
            item.setData(COMMAND, number)
            self.list.addItem(item)
        for hit in hits:
            item = QListWidgetItem(f"{hit.around}\n{hit.title}")
            item.setData(Qt.ItemDataRole.UserRole, hit.place)
            item.setData(HITS, hit.marks)
            self.list.addItem(item)
        count = self.list.count()
        self.nothing.setText(f"Nothing here has “{words}”." if not count else "")
        self.nothing.setVisible(not count)
        self.list.setVisible(bool(count))
        if words:
            announce(self, f"{count_noun(count, 'result')} for {words}" if count else self.nothing.text())
        if words:
            self._place_results_panel(panel, count)
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
            self.show_hits()
        if self.list.count() == 0:
            return
        self.list.setCurrentRow(0)
        if take:
            self._choose_hit(self.list.item(0))
        else:
            self.list.setFocus()

    def _choose_hit(self, item: QListWidgetItem) -> None:
        place, number = item.data(Qt.ItemDataRole.UserRole), item.data(COMMAND)
        self.close_results()
        if number is None:
            self.chosen.emit(place)
            return
        self.clear()
        self._found_commands[number].act()

    def _forget_search_lines(self) -> None:
        self._lines = None

    def _read_lines(self) -> tuple[_Line, ...]:
        """Every text that can be found; what has not changed since the last search is not read again."""
        if self._lines is None:
            year = self._workspace.session.current
            self._lines = (*read_name_lines(year), *self._index.list_lines(year))
        return self._lines

    def _get_results_panel(self) -> QFrame:
        if self._results is None:
            panel = look.make_card(self.nothing, self.list)
            panel.setParent(self.window())
            theme.dress_parts(panel)
            self.list.setAccessibleName("What was found")
            self.list.setWordWrap(True)
            self.list.setItemDelegate(HitDelegate(self.list))
            look.set_look(self.list, "navigation")
            self.list.setSpacing(4)
            self.list.installEventFilter(self)
            self.list.itemActivated.connect(self._choose_hit)
            self.list.itemClicked.connect(self._choose_hit)
            layout = panel.layout()
            assert isinstance(layout, QVBoxLayout)
            layout.setContentsMargins(8, 8, 8, 8)
            self._results = panel
        return self._results

    def _place_results_panel(self, panel: QFrame, hits: int) -> None:
        window = self.window()
        width = min(max(self.width(), theme.px(460)), window.width() - 32)
        corner = self.mapTo(window, QPoint(self.width(), self.height() + 4))
        room = window.height() - corner.y() - 16
        panel.setGeometry(corner.x() - width, corner.y(), width, room)
        panel.setVisible(True)
        lines = sum(self.list.sizeHintForRow(row) + 8 for row in range(hits))
        panel.resize(width, min(max(lines + 44, theme.px(48)), room))
