"""The ways evidence comes into its register: dropped, chosen, pasted, or named where it is held; and its upkeep."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu, QPushButton

from selfassess.services.evidence.check_files import State
from ui.bridge.gathering import Wanted, ask
from ui.widgets import dialogs
from ui.widgets.dropping import DropArea
from ui.widgets.look import secondary, show

if TYPE_CHECKING:  # the view makes this, and is what it works on; the dialogs are imported when they are asked for
    from ui.pages.registers.checking import CheckingDialog
    from ui.pages.registers.view import RegisterView

DROP = "Drop here to add as evidence.\nFiles stay where they are; only their place and their fingerprint are noted."


class Gathering(QObject):
    """What the evidence register has that the others have not. ``buttons`` stand beside its title."""

    def __init__(self, view: RegisterView) -> None:
        super().__init__(view)
        self.view, self.workspace = view, view.workspace
        self.menu = QMenu(view)
        for words, act in self._ways():
            self.menu.addAction(words).triggered.connect(act)
        self.more = secondary("Add from")
        self.more.setAccessibleName("Add evidence from files, folders, links or systems")
        self.more.setMenu(self.menu)
        self.check = secondary("Check files…", self.check_files)
        show(self.more, not self.workspace.read_only)
        self.drop = DropArea(view, DROP, lambda: not self.workspace.read_only)
        self.drop.dropped.connect(self.gather)
        view.detail.built_now.connect(self._built)

    @property
    def buttons(self) -> tuple[QPushButton, ...]:
        """The buttons, in order."""
        return self.check, self.more

    def gather(self, paths: tuple[Path, ...] = (), text: str = "") -> None:
        """Read files, folders and links, and show them before they are added; a filter says what they are linked to."""
        chosen = self.view.bar.chosen()
        known = self.workspace.session.current.framework
        statement, item = chosen.get("quality_statements", ""), chosen.get("return_items", "")
        category = chosen.get("category", "")
        wanted = Wanted(
            paths=paths,
            text=text,
            statements=(statement,) if known.statement(statement) else (),
            items=(item,) if item.startswith("IR") else (),
            category=category if known.category(category) else None,
            added=self._added,
        )
        ask(self.workspace, wanted)

    def ask_files(self) -> None:
        """Ask for files to add."""
        dialogs.ask_files(self.view, "Add files as evidence", "All files (*)", self._folder(), self.gather)

    def ask_folder(self) -> None:
        """Ask for a folder to add with what is in it."""
        dialogs.ask_folder(self.view, "Add a folder of evidence", self._folder(), lambda folder: self.gather((folder,)))

    def ask_system(self) -> None:
        """Ask what is held in a system, and in which."""
        from ui.pages.registers.system import SystemDialog

        dialog = SystemDialog(self.workspace, self.view.window())
        dialog.added.connect(lambda id: self._added((id,)))
        dialog.open()

    def check_files(self) -> CheckingDialog | None:
        """Look after the files, once what is typed is saved."""
        if not self.workspace.flush():
            return None
        from ui.pages.registers.checking import CheckingDialog

        dialog = CheckingDialog(self.workspace, self.view.window())
        dialog.learned.connect(self.learn)
        dialog.asked_for.connect(self.view.open_record)
        dialog.open()
        return dialog

    def learn(self, states: tuple[State, ...]) -> None:
        """Show how the files are."""
        self.view.model.learn(states)
        if self.view.detail.built:
            self.view.detail.say()

    def _ways(self) -> tuple[tuple[str, Callable[[], object]], ...]:
        return (
            ("Files…", self.ask_files),
            ("A folder…", self.ask_folder),
            ("Web links…", lambda: self.gather()),
            ("A system that holds it…", self.ask_system),
        )

    def _built(self) -> None:
        detail = self.view.detail
        self.drop.reach_over(self.view)
        if detail.item is not None:
            detail.item.checking.connect(self.check_files)
            detail.item.accepted.connect(self._accepted)

    def _accepted(self, state: State) -> None:
        self.learn(tuple((self.view.model.library.states | {state.id: state}).values()))

    def _added(self, ids: tuple[str, ...]) -> None:
        count = f"{len(ids):,} {'item is' if len(ids) == 1 else 'items are'}"
        self.view.show_only(ids, f"{count} in view: what was added or linked just now.")

    def _folder(self) -> str:
        return str(self.workspace.session.path.resolve().parent)
