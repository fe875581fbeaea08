"""Every window and dialog goes by the same order; nothing that scrolls takes the keyboard without a name."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

from PySide6.QtWidgets import QDialog, QMainWindow, QScrollArea

import ui
from ui.dialogs.import_file.steps import StepsDialog
from ui.jobs.job_dialog import JobDialog, TaskDialog
from ui.shell.several_windows import SeveralWindows
from ui.widgets.look import ScrollArea
from ui.widgets.reading_order import InReadingOrder


def made_here(kind: type) -> set[type]:
    """The classes of this program below a class of Qt."""
    for module in walk_packages(ui.__path__, "ui."):
        if not module.name.endswith("__main__"):
            import_module(module.name)
    found: set[type] = set()
    waiting = [kind]
    each: type
    while waiting:
        for each in waiting.pop().__subclasses__():
            waiting.append(each)
            if each.__module__.startswith("ui."):
                found.add(each)
    return found


def test_tab_goes_through_every_window_as_it_is_read() -> None:
    windows = made_here(QDialog) | made_here(QMainWindow)
    assert len(windows) > 15
    # These are only what windows are made from; each window that is made from them is looked at itself.
    bases = {TaskDialog, JobDialog, StepsDialog, SeveralWindows}
    assert all(windows & set(base.__subclasses__()) for base in bases)
    assert {each.__name__ for each in windows - bases if not issubclass(each, InReadingOrder)} == set()


def test_what_scrolls_without_a_name_is_no_stop() -> None:
    areas = made_here(QScrollArea) - {ScrollArea}
    without = {each for each in areas if not issubclass(each, ScrollArea)}
    assert {f"{each.__module__}.{each.__name__}" for each in without} == {
        "ui.pages.coverage.detail.CoverageDetail",
        "ui.pages.history.detail.Detail",
        "ui.dialogs.import_file.merge.detail.Detail",
    }, "each of these has a name of its own"


def test_what_keys_scroll_has_a_name() -> None:
    made = re.compile(r"(\w+) = QScrollArea\(")
    words = {file: file.read_text("utf-8") for file in Path(ui.__path__[0]).rglob("*.py")}
    found = [(file, name) for file, text in words.items() for name in made.findall(text)]
    assert len(found) >= 2
    assert [each for each in found if f"{each[1]}.setAccessibleName(" not in words[each[0]]] == []
