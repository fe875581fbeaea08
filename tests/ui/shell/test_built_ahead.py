"""Pages are built before anybody asks, in turns; one that was let go is told nothing more."""

from __future__ import annotations

from PySide6.QtCore import SIGNAL
from pytestqt.qtbot import QtBot

from ui.bridge.workspace import Workspace
from ui.pages.registers.kinds import REGISTERS
from ui.pages.registers.page import RegistersPage
from ui.shell.pages import BUILT_AHEAD, PAGES, PageStack
from ui.widgets import idle_queue

PATIENCE_MS = 60_000
TOLD = ("step_taken(PyObject)", "year_opened(PyObject)", "saved(PyObject)", "failed(QString)", "asked_for(QString)")


def made_stack(workspace: Workspace, qtbot: QtBot) -> PageStack:
    made = PageStack(workspace)
    qtbot.addWidget(made)
    return made


def listeners(workspace: Workspace) -> list[int]:
    return [workspace.receivers(SIGNAL(each)) for each in TOLD]


def test_pages_and_every_register_are_there_before_anybody_asks(workspace: Workspace, qtbot: QtBot) -> None:
    stack = made_stack(workspace, qtbot)
    stack.import_other_pages()
    qtbot.waitUntil(lambda: stack.count() == len(BUILT_AHEAD) and idle_queue.is_idle(), timeout=PATIENCE_MS)
    registers = stack.get_page("register")
    assert isinstance(registers, RegistersPage)
    assert set(registers.views) == {each.place for each in REGISTERS}
    assert stack.count() == len(BUILT_AHEAD)


def test_a_page_that_was_let_go_is_told_nothing_more(workspace: Workspace, qtbot: QtBot) -> None:
    stack = made_stack(workspace, qtbot)
    before = listeners(workspace)
    for name in PAGES:
        stack.get_page(name)
    for _ in stack.get_page("register").build_ahead():
        pass
    at_work = listeners(workspace)
    assert at_work[0] > len(REGISTERS)
    assert at_work[1] > 0
    stack.forget_pages()
    assert listeners(workspace) == before  # at once, and not only when Qt has deleted them


def test_pages_are_let_go_without_another_being_shown(workspace: Workspace, qtbot: QtBot) -> None:
    stack = made_stack(workspace, qtbot)
    stack.show()
    for name in ("years", "sections", "coverage"):
        stack.get_page(name)
    stack.show_place("sections")
    shown: list[object] = []
    stack.currentChanged.connect(lambda _: shown.append(stack.currentWidget()))
    stack.forget_pages()
    assert shown == [None]


def test_nothing_is_built_once_the_workbook_is_closed(workspace: Workspace, qtbot: QtBot) -> None:
    stack = made_stack(workspace, qtbot)
    stack.build_ahead()
    qtbot.waitUntil(lambda: stack.count() > 1, timeout=PATIENCE_MS)
    stack.end()
    assert stack.count() == 0
    qtbot.waitUntil(idle_queue.is_idle, timeout=PATIENCE_MS)
    assert stack.count() == 0
