"""What is not offered again when files are imported: who decided so and when, and offering it again."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from selfassess.domain.merging.offers import Decided
from selfassess.services.importing import offers
from selfassess.services.workbook.snapshot import read_snapshot
from ui.bridge.tasks import Task
from ui.bridge.workspace import Workspace
from ui.widgets import theme
from ui.widgets.announcement import announce
from ui.widgets.look import make_label, make_primary_button, make_secondary_button, make_text
from ui.widgets.reading_order import InReadingOrder

ABOUT = (
    "When a file is imported, these changes are not offered, because somebody decided so. They are still in their "
    "authors’ files. Choose those that are to be offered again."
)
NOTHING = "Everything in a file is offered: nobody has decided otherwise."


class NotOfferedDialog(InReadingOrder, QDialog):
    """Lists the decisions not to offer something again, and revokes those that are chosen."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.dress_parts(self)
        self.workspace = workspace
        self.setWindowTitle("Not offered again")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(theme.px(680), theme.px(420))
        self.said = make_label("Looking …", "quiet")
        self.list = QListWidget(self)
        self.list.setAccessibleName("Changes that are not offered again")
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.setWordWrap(True)
        self.again = make_primary_button("Offer again", self.revoke_chosen)
        self.close_it = make_secondary_button("Close", self.reject)
        foot = QHBoxLayout()
        foot.addWidget(self.said, 1)
        foot.addWidget(self.close_it)
        foot.addWidget(self.again)
        page = QVBoxLayout(self)
        page.setContentsMargins(24, 20, 24, 20)
        page.setSpacing(12)
        page.addWidget(make_text(ABOUT))
        page.addWidget(self.list, 1)
        page.addLayout(foot)
        self.list.itemSelectionChanged.connect(self._on_declined_chosen)
        self.list.setFocus()
        self._task: Task | None = None
        self._begin_reading_declined()

    def revoke_chosen(self) -> None:
        """Revoke what is chosen."""
        ids = [item.data(Qt.ItemDataRole.UserRole) for item in self.list.selectedItems()]
        if not ids or not self.workspace.attempt_step(lambda: offers.offer_again(self.workspace.session, ids)):
            return
        announce(self, "Offered again from now on.")
        self._begin_reading_declined()

    # --- inside ----------------------------------------------------------------------------------------------------

    def _begin_reading_declined(self) -> None:
        path = self.workspace.session.path
        self.again.setEnabled(False)

        def found(progress: object, cancelled: object) -> list[tuple[str, str]]:
            there = read_snapshot(path, journal=True)
            return [
                (each.record.id, _describe_declined(each, offers.name_declined_offer(each, there)))
                for each in offers.declined_offers(there)
            ]

        self._task = task = Task(found)
        task.done.connect(self._show_declined)
        task.failed.connect(self.said.setText)
        task.start()

    def _show_declined(self, found: list[tuple[str, str]]) -> None:
        self._task = None
        self.list.clear()
        for id, words in found:
            item = QListWidgetItem(words, self.list)
            item.setData(Qt.ItemDataRole.UserRole, id)
        note = "" if found else NOTHING
        self.said.setText(note)
        if found:
            self.list.setCurrentRow(0)

    def _on_declined_chosen(self) -> None:
        session = self.workspace.session
        self.again.setEnabled(bool(self.list.selectedItems()) and not session.read_only_because)


def _describe_declined(each: Decided, name: str) -> str:
    source = f", in {each.mark.source}" if each.mark.source else ""
    day = f" on {each.mark.hand.local_day}" if each.mark.hand.local_day else ""
    return f"{name}{source}: not offered again, as {each.mark.hand.name} decided{day}"
