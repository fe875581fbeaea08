"""Files, folders and web links dropped anywhere on a part of the window; an overlay says that they are welcome."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QLineEdit, QVBoxLayout, QWidget

from ui.widgets import theme
from ui.widgets.look import make_label

WEB = ("http://", "https://", "www.")
_MOVING = (QEvent.Type.DragEnter, QEvent.Type.DragMove)
_A_MOMENT_MS = 150
"""How long the overlay waits for the pointer to be on it, once the pointer has left what is below."""


class DropArea(QObject):
    """Takes what is dropped on ``target``. ``dropped`` tells the files and folders, and the web links, one a line."""

    dropped = Signal(tuple, str)

    def __init__(
        self,
        target: QWidget,
        words: str,
        welcome: Callable[[], bool] = lambda: True,
        takes: Callable[[tuple[Path, ...], str], bool] = lambda paths, links: not any(map(is_workbook, paths)),
    ) -> None:
        """``words`` stand on the overlay; ``welcome`` says whether anything may be dropped now, ``takes`` whether this.

        A workbook is no evidence, so that one goes on to the window unless ``takes`` says otherwise.
        """
        super().__init__(target)
        self._takes = takes
        self._target = target
        self._welcome = welcome
        self.overlay = _Overlay(words, target)
        for widget in (target, self.overlay):
            widget.setAcceptDrops(True)
            widget.installEventFilter(self)

    def reach_over(self, part: QWidget) -> None:
        """Take files dropped on the fields of a part too, which would write their names into the text."""
        fields = (*part.findChildren(QLineEdit), *(area.viewport() for area in part.findChildren(QAbstractScrollArea)))
        for field in fields:
            if field.acceptDrops():
                field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.Resize and watched is self._target:
            self.overlay.setGeometry(self._target.rect())
        elif kind in _MOVING and isinstance(event, QDropEvent):
            return self._on_dragged_over(watched, event)
        elif kind == QEvent.Type.DragLeave:
            self._on_drag_left(watched)
        elif kind == QEvent.Type.Drop and isinstance(event, QDropEvent):
            return self._take_dropped(watched, event)
        return False

    def _on_dragged_over(self, watched: QObject, event: QDropEvent) -> bool:
        field = watched not in (self._target, self.overlay)
        if not self._is_wanted(event.mimeData(), field):
            return False
        self.overlay.cover_target(self._target)
        self.overlay.under_pointer = watched is self.overlay
        event.setDropAction(_choose_drop_action(event))
        event.accept()
        return True

    def _is_wanted(self, mime: QMimeData, field: bool) -> bool:
        if not self._welcome():
            return False
        return has_droppable_content(mime, only_files=field) and self._takes(*read_dropped_content(mime))

    def _on_drag_left(self, watched: QObject) -> None:
        if watched is self.overlay:
            self.overlay.hide()
            return
        # The overlay has come between: it is told next that the pointer is on it, unless that has gone altogether.
        self.overlay.under_pointer = False
        QTimer.singleShot(_A_MOMENT_MS, self, self._hide_unless_returned)

    def _hide_unless_returned(self) -> None:
        if not self.overlay.under_pointer:
            self.overlay.hide()

    def _take_dropped(self, watched: QObject, event: QDropEvent) -> bool:
        field = watched not in (self._target, self.overlay)
        self.overlay.hide()
        if not self._is_wanted(event.mimeData(), field):
            return False
        paths, text = read_dropped_content(event.mimeData())
        event.setDropAction(_choose_drop_action(event))
        event.accept()
        # The program it was dragged from waits until the drop has come to an end.
        QTimer.singleShot(0, self, lambda: self.dropped.emit(paths, text))
        return True


def is_workbook(path: Path) -> bool:
    """Whether a file is a workbook by its name."""
    return path.suffix.lower() == ".sawb"


def read_dropped_content(mime: QMimeData) -> tuple[tuple[Path, ...], str]:
    """The files and folders that something dragged or copied names, and its web links, one a line."""
    urls = mime.urls()
    paths = tuple(Path(url.toLocalFile()) for url in urls if url.isLocalFile())
    links = [url.toString() for url in urls if not url.isLocalFile() and url.scheme() in ("http", "https")]
    text = mime.text() if not urls else ""
    return paths, "\n".join(links) or (text if text.strip().lower().startswith(WEB) else "")


def has_droppable_content(mime: QMimeData, only_files: bool = False) -> bool:
    """Whether there is anything among what is dragged that can be taken."""
    paths, text = read_dropped_content(mime)
    if paths:
        return True
    return bool(text) and not only_files


def _choose_drop_action(event: QDropEvent) -> Qt.DropAction:
    """Nothing is moved away from where it is."""
    possible = event.possibleActions()
    actions = (Qt.DropAction.LinkAction, Qt.DropAction.CopyAction)
    return next((action for action in actions if possible & action), Qt.DropAction.CopyAction)


class _Overlay(QFrame):
    def __init__(self, words: str, target: QWidget) -> None:
        super().__init__(target)
        self.setProperty("look", "drop")
        self.under_pointer = False
        said = make_label(words, "subheading")
        said.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 32, 32, 32)
        column.addWidget(said, 0, Qt.AlignmentFlag.AlignVCenter)
        self.hide()

    def cover_target(self, target: QWidget) -> None:
        """Lie over everything else."""
        if self.isHidden():
            theme.dress_parts(self)  # only now: most pages are left without anything having been dragged over them
            self.setGeometry(target.rect())
            self.raise_()
            self.show()
