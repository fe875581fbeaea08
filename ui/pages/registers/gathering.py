"""The ways evidence comes into its register: dropped, chosen, pasted, or named where it is held; and its upkeep."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu, QPushButton

from selfassess.domain.text.wording import count_noun
from selfassess.services.evidence.add_evidence import EvidenceRequest
from selfassess.services.evidence.check_files import State
from ui.widgets import dialogs
from ui.widgets.dropping import DropArea
from ui.widgets.look import make_secondary_button, show_if

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
        for words, act in self._list_adding_ways():
            self.menu.addAction(words).triggered.connect(act)
        self.more = make_secondary_button("Add from")
        self.more.setAccessibleName("Add from files, folders, links or systems")
        self.more.setMenu(self.menu)
        self.check = make_secondary_button("Check files…", self.open_checking_dialog)
        show_if(self.more, not self.workspace.read_only)
        self.drop = DropArea(view, DROP, lambda: not self.workspace.read_only)
        self.drop.dropped.connect(self.add_evidence)
        view.detail.built_now.connect(self._on_detail_built)

    @property
    def adding_buttons(self) -> tuple[QPushButton, ...]:
        """The buttons, in order."""
        return self.check, self.more

    def add_evidence(self, paths: tuple[Path, ...] = (), text: str = "") -> None:
        """Read files, folders and links, and show them before they are added; a filter says what they are linked to."""
        chosen = self.view.bar.chosen_answers()
        known = self.workspace.session.current.framework
        statement, item = chosen.get("quality_statements", ""), chosen.get("return_items", "")
        category = chosen.get("category", "")
        wanted = EvidenceRequest(
            paths=paths,
            text=text,
            statements=(statement,) if known.find_statement(statement) else (),
            items=(item,) if item.startswith("IR") else (),
            category=category if known.find_category(category) else None,
            added=self._on_evidence_added,
        )
        self.workspace.open_dialog("add_evidence", wanted)

    def ask_evidence_files(self) -> None:
        """Ask for files to add."""
        dialogs.ask_files_to_open(
            self.view, "Add files as evidence", "All files (*)", self._workbook_folder(), self.add_evidence
        )

    def ask_evidence_folder(self) -> None:
        """Ask for a folder to add with what is in it."""
        dialogs.ask_existing_folder(
            self.view, "Add a folder of evidence", self._workbook_folder(), lambda folder: self.add_evidence((folder,))
        )

    def ask_system_place(self) -> None:
        """Ask what is held in a system, and in which."""
        from ui.pages.registers.system import SystemDialog

        dialog = SystemDialog(self.workspace, self.view.window())
        dialog.added.connect(lambda id: self._on_evidence_added((id,)))
        dialog.open()

    def open_checking_dialog(self) -> CheckingDialog | None:
        """Look after the files, once what is typed is saved."""
        if not self.workspace.flush():
            return None
        from ui.pages.registers.checking import CheckingDialog

        dialog = CheckingDialog(self.workspace, self.view.window())
        dialog.learned.connect(self.learn_file_states)
        dialog.asked_for.connect(self.view.open_register_record)
        dialog.open()
        return dialog

    def learn_file_states(self, states: tuple[State, ...]) -> None:
        """Show how the files are."""
        self.view.model.learn_file_states(states)
        if self.view.detail.built:
            self.view.detail.say_record_facts()

    def _list_adding_ways(self) -> tuple[tuple[str, Callable[[], object]], ...]:
        return (
            ("Files…", self.ask_evidence_files),
            ("A folder…", self.ask_evidence_folder),
            ("Web links…", lambda: self.add_evidence()),
            ("A system that holds it…", self.ask_system_place),
        )

    def _on_detail_built(self) -> None:
        detail = self.view.detail
        self.drop.reach_over(self.view)
        if detail.item is not None:
            detail.item.checking.connect(self.open_checking_dialog)
            detail.item.accepted.connect(self._on_file_accepted)

    def _on_file_accepted(self, state: State) -> None:
        self.learn_file_states(tuple((self.view.model.library.states | {state.id: state}).values()))

    def _on_evidence_added(self, ids: tuple[str, ...]) -> None:
        count = count_noun(len(ids), "item is", "items are")
        self.view.show_only_records(ids, f"{count} in view: what was added or linked just now.")

    def _workbook_folder(self) -> str:
        return str(self.workspace.session.path.resolve().parent)
