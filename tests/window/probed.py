"""The program as people start it, with somebody in it who can be asked what is on the screen.

``python -P probed.py ASK ANSWER [ARGUMENTS...]``: the numbers of two open files, then what the command line takes. A
question is one line of JSON, and so is its answer. What is asked changes nothing; keys and clicks come through X.
"""

from __future__ import annotations

import faulthandler
import json
import os
import sys
import traceback
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import (
    QEvent,
    QObject,
    QSocketNotifier,
    Qt,
    QTimer,
)
from PySide6.QtWidgets import (
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QMessageBox,
    QScrollBar,
    QWidget,
)

from tests.benchmarks.heartbeat import Heartbeat, Turn
from tests.main_thread import keep_window_on_main_thread
from tests.window.sights import (
    PASSING,
    Found,
    all_around,
    all_targets,
    box_of,
    describe_focus,
    describe_target,
    describe_window,
    is_within,
    name_of,
    seen_part,
    shown_widgets,
)
from tests.window.waits import Waits
from ui.widgets import idle_queue

MARK = Qt.Key.Key_Pause
"""A key that means nothing here: pressed after others, its arrival says that those have arrived."""
WATCHED = "watched"


class Watcher(QObject):
    """Sees keys and clicks arrive at the windows of the program, and windows come up, even for a moment.

    It looks at windows only. A filter for every event would be handed widgets that are just being destroyed.
    """

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self.shown: list[Found] = []
        self.marks = self.clicks = 0
        self.typed: Callable[[], None] = lambda: None
        app.focusWindowChanged.connect(self.watch_all)
        for name in ("show", "setVisible", "open", "exec"):
            for kind in (QWidget, QDialog):
                if name in vars(kind):
                    setattr(kind, name, self._noticing(getattr(kind, name)))

    def watch_all(self, *_: object) -> None:
        """Look at what arrives at every window there is: a list that drops down is one too."""
        for window in QApplication.topLevelWindows():
            if not window.property(WATCHED):
                window.setProperty(WATCHED, True)
                window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's own name
        kind = event.type()
        if kind == QEvent.Type.KeyPress or kind == QEvent.Type.KeyRelease:
            if event.key() == MARK:  # type: ignore[attr-defined]
                self.marks += kind == QEvent.Type.KeyRelease
                return True
            if kind == QEvent.Type.KeyPress and event.text():  # type: ignore[attr-defined]
                self.typed()
        elif kind == QEvent.Type.MouseButtonPress:
            self.clicks += 1
        return False

    def _noticing(self, act: Callable[..., Any]) -> Callable[..., Any]:
        """What shows a widget, telling first where it is a window that comes up."""

        def noticed(widget: QWidget, *words: Any) -> Any:
            comes = not words or words[0] is True
            if comes and widget.isWindow() and not widget.isVisible() and widget.windowType() not in PASSING:
                self.shown.append({**describe_window(widget), "by": _callers()})
            return act(widget, *words)

        return noticed


class Probe(QObject):
    """Answers what the gate asks, between two events of the program."""

    def __init__(self, app: QApplication, window: Any, asked: int, answered: int) -> None:
        super().__init__(app)
        self.window, self._answered = window, answered
        self.watcher = Watcher(app)
        self.heart = Heartbeat()
        self.waits: Waits | None = None
        self._read = b""
        self._rounds = self._left = 0
        self._quiet = QTimer(self)
        self._quiet.timeout.connect(self._look_for_quiet)
        self._notifier = QSocketNotifier(asked, QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(lambda *_: self._take_aside(os.read(asked, 65536)))

    def _take_aside(self, data: bytes) -> None:
        with self.heart.aside():  # to look for things among thousands of widgets is no work of the program
            self._take(data)

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

    def answer_arrived(self) -> dict[str, int]:
        """How many marks and clicks have come; nothing on the screen is touched for it, which may just be going."""
        return {"marks": self.watcher.marks, "clicks": self.watcher.clicks}

    def answer_screen(self) -> Found:
        """All that can be seen at this moment."""
        self.watcher.watch_all()
        frame = getattr(self.window, "frame", None)
        workspace = frame.workspace if frame is not None else None
        top = frame.top_bar.saved if frame is not None else None
        screen = self.window.screen()
        active = QApplication.activeWindow()
        return {
            "windows": [describe_window(each) for each in QApplication.topLevelWidgets() if each.isVisible()],
            "shown": self.watcher.shown,
            "active": type(active).__name__ if active is not None else "",
            "popup": QApplication.activePopupWidget() is not None,
            "focus": describe_focus(),
            "place": frame.place if frame is not None else "",
            "page": (getattr(frame.pages.currentWidget(), "place", "") or frame.place)
            if frame is not None
            else "start",
            "saved": top.text() if top is not None else "",
            "pending": len(workspace.pending) if workspace is not None else 0,
            "said": frame.message.message_text if frame is not None and frame.message.isVisible() else "",
            "free": box_of(screen.availableGeometry()),
            "frame": box_of(self.window.frameGeometry()),
        }

    def answer_quiet(self, rounds: int = 3) -> None:
        """Answers when nothing waits to be shown any more."""

        self._rounds = self._left = rounds
        self._quiet.start(0)

    def _look_for_quiet(self) -> None:
        busy = not idle_queue.is_idle()
        self._left = self._rounds if busy else self._left - 1
        if self._left == 0:
            self._quiet.stop()
            self._say({"quiet": True})

    def answer_find(self, name: str, among: str = "", within: str = "") -> list[Found]:
        """Everything in the foremost window that is called so.

        ``among`` is a part of the name of its class, ``within`` the beginning of the name of something around it.
        """
        return [
            {key: value for key, value in each.items() if key != "widget"}
            for each in all_targets()
            if each["name"] == name and among in each["classes"] and is_within(each["widget"], within)
        ]

    def answer_names(self) -> list[str]:
        """What the things that can be found are called."""
        return sorted({f"{each['class']}: {each['name']}" for each in all_targets() if each["name"]})

    def answer_words(self) -> list[str]:
        """What warnings and errors say on the screen at this moment."""
        loud = ("error", "banner-error", "banner-warning")
        labels = [each for each in shown_widgets() if isinstance(each, QLabel) and each.text()]
        return [
            each.text()
            for each in labels
            if any(around.property("look") in loud or isinstance(around, QMessageBox) for around in all_around(each))
        ]

    def answer_values(self) -> list[Found]:
        """The controls in view whose value the wheel could change."""
        kinds = (QComboBox, QAbstractSpinBox, QAbstractSlider)
        return [
            {**describe_target(widget, name_of(widget)), "widget": id(widget)}
            for widget in shown_widgets()
            if isinstance(widget, kinds) and not isinstance(widget, QScrollBar) and widget.isEnabled()
            if not seen_part(widget).isEmpty()
        ]

    def answer_waits(self) -> list[Found]:
        """How long words waited for their file since this was asked first."""
        if self.waits is None:
            self.waits = Waits(self.window, self.watcher)
        return self.waits.found

    def answer_picture(self, path: str) -> bool:
        """Keep what the whole screen shows as a picture."""
        return QApplication.primaryScreen().grabWindow(0).save(path)

    def answer_longest(self, since: str = "", start: bool = False) -> list[Turn]:
        """The longest turns of the GUI thread until now; ``since`` names what comes next."""
        if start:
            self.heart.start()
        self.heart.during = since
        return self.heart.longest(10)


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
    keep_window_on_main_thread()
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
