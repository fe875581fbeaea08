"""The program as people start it, with somebody in it who can be asked what is on the screen.

``python -P probed.py ASK ANSWER [ARGUMENTS...]``: the numbers of two open files, then what the command line takes. A
question is one line of JSON, and so is its answer. What is asked changes nothing; keys and clicks come through X.
"""

from __future__ import annotations

import faulthandler
import json
import os
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractListModel,
    QEvent,
    QObject,
    QPoint,
    QRect,
    QSocketNotifier,
    Qt,
    QTimer,
)
from PySide6.QtGui import QAccessible, QWindow
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QMainWindow,
    QMenu,
    QMenuBar,
    QMessageBox,
    QPlainTextEdit,
    QScrollBar,
    QTabBar,
    QTextEdit,
    QWidget,
)

from ui.widgets import turns

MARK = Qt.Key.Key_Pause
"""A key that means nothing here: pressed after others, its arrival says that those have arrived."""
PASSING = (Qt.WindowType.Popup, Qt.WindowType.ToolTip, Qt.WindowType.SplashScreen)
"""Windows that go by themselves: menus, lists that drop down, tips."""
BEAT_MS = 5
LONG_MS = 30
"""A turn of the GUI thread that lasts longer is worth its cause."""

Found = dict[str, Any]


class Watcher(QObject):
    """Sees every event on its way: windows that show, even for a moment, and keys and clicks that have arrived."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[Found] = []
        self.marks = self.clicks = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's own name
        kind = event.type()
        if kind == QEvent.Type.Show:
            if isinstance(watched, QWidget) and watched.isWindow() and watched.windowType() not in PASSING:
                self.shown.append({**_window(watched), "by": _callers()})
        elif kind == QEvent.Type.KeyPress or kind == QEvent.Type.KeyRelease:
            if isinstance(watched, QWindow) and event.key() == MARK:  # type: ignore[attr-defined]
                self.marks += kind == QEvent.Type.KeyRelease
                return True
        elif kind == QEvent.Type.MouseButtonRelease and isinstance(watched, QWindow):
            self.clicks += 1
        return False


class Heart:
    """How long the GUI thread was busy at a time, and where it was while it was long."""

    def __init__(self) -> None:
        self.longest: list[tuple[float, str]] = []
        self.since = ""
        self._last = time.perf_counter()
        self._seen = ""
        self._main = threading.get_ident()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)

    def start(self) -> None:
        self._last = time.perf_counter()
        self._timer.start(BEAT_MS)
        threading.Thread(target=self._watch, daemon=True).start()

    def _beat(self) -> None:
        now = time.perf_counter()
        took, self._last = (now - self._last) * 1000, now
        seen, self._seen = self._seen, ""
        if took > LONG_MS:
            self.longest.append((took, f"{self.since}: {seen or 'not seen'}"))

    def _watch(self) -> None:
        while True:
            time.sleep(BEAT_MS / 1000)
            if (time.perf_counter() - self._last) * 1000 > LONG_MS and not self._seen:
                frame = sys._current_frames().get(self._main)
                self._seen = _lines(traceback.extract_stack(frame)) if frame is not None else ""


class Probe(QObject):
    """Answers what the gate asks, between two events of the program."""

    def __init__(self, app: QApplication, window: Any, asked: int, answered: int) -> None:
        super().__init__(app)
        self.window, self._answered = window, answered
        self.watcher = Watcher()
        self.heart = Heart()
        self._read = b""
        app.installEventFilter(self.watcher)
        self._notifier = QSocketNotifier(asked, QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(lambda *_: self._take(os.read(asked, 65536)))

    def _take(self, data: bytes) -> None:
        if not data:  # the gate has gone
            self._notifier.setEnabled(False)
            return
        *lines, self._read = (self._read + data).split(b"\n")
        for line in lines:
            question = json.loads(line)
            try:
                answer = getattr(self, f"answer_{question.pop('ask')}")(**question)
            except Exception:  # the gate shows it: nothing in the program was at fault
                answer = {"fault": traceback.format_exc()}
            if answer is not None:
                self._say(answer)

    def _say(self, answer: object) -> None:
        os.write(self._answered, json.dumps(answer).encode() + b"\n")

    # --- questions ---------------------------------------------------------------------------------------------------

    def answer_screen(self) -> Found:
        """All that can be seen at this moment."""
        frame = getattr(self.window, "frame", None)
        workspace = frame.workspace if frame is not None else None
        top = frame.top_bar.saved if frame is not None else None
        screen = self.window.screen()
        active = QApplication.activeWindow()
        return {
            "windows": [_window(each) for each in QApplication.topLevelWidgets() if each.isVisible()],
            "shown": self.watcher.shown,
            "active": type(active).__name__ if active is not None else "",
            "popup": QApplication.activePopupWidget() is not None,
            "focus": _focus(),
            "marks": self.watcher.marks,
            "clicks": self.watcher.clicks,
            "place": frame.place if frame is not None else "",
            "page": (getattr(frame.pages.currentWidget(), "place", "") or frame.place)
            if frame is not None
            else "start",
            "saved": top.text() if top is not None else "",
            "pending": len(workspace.pending) if workspace is not None else 0,
            "said": frame.message.words if frame is not None and frame.message.isVisible() else "",
            "free": _box(screen.availableGeometry()),
            "frame": _box(self.window.frameGeometry()),
        }

    def answer_quiet(self, rounds: int = 3) -> None:
        """Answers when nothing waits to be shown any more."""

        def look(left: int) -> None:
            if left == 0:
                self._say({"quiet": True})
            else:
                busy = bool(turns._waiting)
                QTimer.singleShot(5 if busy else 0, self, lambda: look(rounds if busy else left - 1))

        look(rounds)

    def answer_find(self, name: str, among: str = "", within: str = "") -> list[Found]:
        """Everything in the foremost window that is called so.

        ``among`` is a part of the name of its class, ``within`` the beginning of the name of something around it.
        """
        return [
            {key: value for key, value in each.items() if key != "widget"}
            for each in _targets()
            if each["name"] == name and among in each["classes"] and _is_within(each["widget"], within)
        ]

    def answer_names(self) -> list[str]:
        """What the things that can be found are called."""
        return sorted({f"{each['class']}: {each['name']}" for each in _targets() if each["name"]})

    def answer_words(self) -> list[str]:
        """What warnings and errors say on the screen at this moment."""
        loud = ("error", "banner-error", "banner-warning")
        labels = [each for each in _shown_widgets() if isinstance(each, QLabel) and each.text()]
        return [
            each.text()
            for each in labels
            if any(around.property("look") in loud or isinstance(around, QMessageBox) for around in _around(each))
        ]

    def answer_values(self) -> list[Found]:
        """The controls in view whose value the wheel could change."""
        kinds = (QComboBox, QAbstractSpinBox, QAbstractSlider)
        return [
            {**_target(widget, _name(widget)), "widget": id(widget)}
            for widget in _shown_widgets()
            if isinstance(widget, kinds) and not isinstance(widget, QScrollBar) and widget.isEnabled()
            if not _seen(widget).isEmpty()
        ]

    def answer_picture(self, path: str) -> bool:
        """Keep what the whole screen shows as a picture."""
        return QApplication.primaryScreen().grabWindow(0).save(path)

    def answer_longest(self, since: str = "", start: bool = False) -> list[tuple[float, str]]:
        """The longest turns of the GUI thread until now, with where it was; ``since`` names what comes next."""
        if start:
            self.heart.start()
        self.heart.since = since
        return sorted(self.heart.longest, reverse=True)[:5]

    def answer_tab_stops(self) -> list[str]:
        """Whatever the Tab key can reach on this page, in order of the chain; for a count."""
        first = QApplication.focusWidget()
        found, each = [], first
        while each is not None:
            if each.isVisible() and each.focusPolicy() & Qt.FocusPolicy.TabFocus:
                found.append(_name(each))
            each = each.nextInFocusChain()
            if each is first:
                break
        return found


# --- what is seen ----------------------------------------------------------------------------------------------------


def _front() -> QWidget | None:
    """The window that somebody would look at; a part that came up as a window of its own is none."""
    active = QApplication.activeWindow()
    if not isinstance(active, QMainWindow | QDialog):
        mains = (each for each in QApplication.topLevelWidgets() if isinstance(each, QMainWindow) and each.isVisible())
        active = next(mains, active)
    return QApplication.activePopupWidget() or QApplication.activeModalWidget() or active


def _shown_widgets() -> Iterator[QWidget]:
    front = _front()
    if front is not None:
        yield front
        for widget in front.findChildren(QWidget):
            if widget.isVisible() and widget.window() is front:
                yield widget


def _targets() -> Iterator[Found]:
    for widget in _shown_widgets():
        if isinstance(widget, QMenu | QMenuBar):
            for action in widget.actions():
                if action.isVisible() and not action.isSeparator():
                    rect = widget.actionGeometry(action)
                    yield _target(widget, action.text().replace("&", ""), rect, enabled=action.isEnabled())
        elif isinstance(widget, QTabBar):
            for tab in range(widget.count()):
                yield _target(widget, widget.tabText(tab).replace("&", ""), widget.tabRect(tab))
        elif isinstance(widget, QAbstractItemView):
            yield _target(widget, _name(widget))
            yield from _items(widget)
        else:
            yield _target(widget, _name(widget))
            if isinstance(widget, QAbstractButton | QLabel) and widget.text() and widget.text() != _name(widget):
                yield _target(widget, widget.text().replace("&", ""))


def _items(view: QAbstractItemView) -> Iterator[Found]:
    model: object = view.model()
    if not isinstance(model, QAbstractItemModel):
        return
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(view.rootIndex())
    for row in range(min(model.rowCount(view.rootIndex()), 400)):
        for column in range(min(columns, 20)):
            index = model.index(row, column, view.rootIndex())
            words = index.data()
            if isinstance(words, str) and words:
                yield {**_target(view.viewport(), words, view.visualRect(index)), "classes": f"item {_classes(view)}"}


def _target(widget: QWidget, name: str, rect: QRect | None = None, enabled: bool | None = None) -> Found:
    whole = rect if rect is not None else widget.rect()
    seen = _seen(widget).intersected(_on_screen(widget, whole))
    area = _area(widget)
    return {
        "name": name,
        "widget": widget,
        "class": type(widget).__name__,
        "classes": _classes(widget),
        "rect": _box(_on_screen(widget, whole)),
        "seen": _box(seen),
        "area": _box(_on_screen(area, area.rect())) if area is not None else None,
        "enabled": widget.isEnabled() if enabled is None else enabled,
        "checked": isinstance(widget, QAbstractButton) and widget.isChecked(),
        "value": _value(widget),
    }


def _classes(widget: QWidget) -> str:
    return " ".join(each.__name__ for each in type(widget).__mro__ if issubclass(each, QWidget))


def _focus() -> Found | None:
    widget = QApplication.focusWidget()
    if widget is None:
        return None
    if isinstance(widget, QAbstractItemView) and widget.currentIndex().isValid():
        rect = widget.visualRect(widget.currentIndex())
        rect = rect.intersected(QRect(rect.left(), rect.top(), widget.viewport().width(), rect.height()))
        found = _target(widget.viewport(), _name(widget), rect)
        words = widget.currentIndex().data()
        found |= {"value": words if isinstance(words, str) else "", "class": type(widget).__name__}
    else:
        found = _target(widget, _name(widget))
    is_text = isinstance(widget, QLineEdit | QPlainTextEdit | QTextEdit)
    caret = _caret(widget) if is_text else None
    found["caret"] = _box(caret) if caret is not None else None
    found["caret_seen"] = caret is None or _seen(widget).adjusted(-2, -2, 2, 2).contains(caret)
    found["field"] = is_text and any("FieldEditor" in _classes(each) for each in _around(widget))
    found["bare_area"] = isinstance(widget, QAbstractScrollArea) and not found["name"]
    found["buttons"] = isinstance(widget, QAbstractButton)
    found["widget"] = id(widget)
    return found


def _caret(widget: QWidget) -> QRect | None:
    if isinstance(widget, QPlainTextEdit | QTextEdit):
        return _on_screen(widget.viewport(), widget.cursorRect())
    rect = widget.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle)
    return _on_screen(widget, rect.toRect() if hasattr(rect, "toRect") else rect)


def _value(widget: QWidget) -> Any:
    if isinstance(widget, QComboBox):
        return widget.currentText()
    if isinstance(widget, QLineEdit):
        return widget.text()
    if isinstance(widget, QPlainTextEdit | QTextEdit):
        return widget.toPlainText()
    if isinstance(widget, QAbstractSpinBox):
        return widget.text()
    return widget.value() if isinstance(widget, QAbstractSlider) else None


def _name(widget: QWidget) -> str:
    if isinstance(widget, QComboBox):  # on Linux Qt calls it by what is chosen in it, and tells its label apart
        return widget.accessibleName()
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name).replace("&", "") if interface is not None else ""


def _seen(widget: QWidget) -> QRect:
    """What of a widget is neither scrolled away nor outside its window, on the screen."""
    rect = widget.visibleRegion().boundingRect()
    return QRect(widget.mapToGlobal(rect.topLeft()), rect.size()) if not rect.isEmpty() else QRect()


def _around(widget: QWidget) -> Iterator[QWidget]:
    each: QWidget | None = widget
    while each is not None:
        yield each
        each = each.parentWidget()


def _is_within(widget: QWidget, name: str) -> bool:
    return not name or any(_name(each).startswith(name) for each in _around(widget))


def _area(widget: QWidget) -> QWidget | None:
    """The view of the nearest thing around a widget that scrolls up and down."""
    each = widget.parentWidget()
    while each is not None:
        if isinstance(each, QAbstractScrollArea) and each.verticalScrollBar().maximum() > 0:
            return each.viewport()
        each = each.parentWidget() if not each.isWindow() else None
    return None


def _on_screen(widget: QWidget, rect: QRect) -> QRect:
    return QRect(widget.mapToGlobal(QPoint(rect.x(), rect.y())), rect.size())


def _box(rect: QRect) -> list[int]:
    """Left, top, width and height in dots of the screen."""
    ratio = QApplication.primaryScreen().devicePixelRatio()
    return [round(each * ratio) for each in (rect.x(), rect.y(), rect.width(), rect.height())]


def _window(widget: QWidget) -> Found:
    passing = widget.windowType() in PASSING
    kind = type(widget).__name__
    return {"class": kind, "title": widget.windowTitle(), "rect": _box(widget.frameGeometry()), "passing": passing}


def _callers() -> str:
    return _lines(traceback.extract_stack()[:-2])


def _lines(stack: traceback.StackSummary | list[traceback.FrameSummary]) -> str:
    """The last places of the program itself in a stack."""
    ours = [each for each in stack if f"{os.sep}ui{os.sep}" in each.filename or "selfassess" in each.filename]
    places = [
        f"{os.path.basename(os.path.dirname(e.filename))}/{os.path.basename(e.filename)}:{e.lineno}" for e in ours
    ]
    return " > ".join(places[-3:])


def main(asked: int, answered: int, arguments: list[str]) -> None:
    """Start the program by its command line, with a probe put in once its window is made."""
    faulthandler.enable()  # a process that is killed by a fault of its own says where it was
    from selfassess.cli import main as command_line
    from ui import __main__ as program

    prepare: Callable[..., Any] = program.prepare

    def prepare_probed(*given: Any) -> Any:
        app, window = prepare(*given)
        window.probe = Probe(app, window, asked, answered)
        return app, window

    program.prepare = prepare_probed  # type: ignore[assignment]
    command_line(arguments)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:])
