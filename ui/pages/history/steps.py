"""The steps of this sitting, latest first: choose how far back to go, and all of them up to there are undone."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QAbstractItemView, QDialog, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from selfassess.domain.text.wording import choose_plural, format_time
from ui.bridge.workspace import Workspace
from ui.widgets import look, theme
from ui.widgets.reading_order import InReadingOrder

WHAT = (
    "What was done since this workbook was opened, latest first. Everything down to the line you choose is undone; "
    "with Redo it can be done again, until something else is written."
)


class StepsDialog(InReadingOrder, QDialog):
    """Undoes several steps at once."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.dress_parts(self)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Undo several steps")
        self.workspace = workspace
        self.steps = QListWidget()
        self.steps.setAccessibleName("Steps of this sitting, latest first")
        self.steps.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.steps.setWordWrap(True)
        self.steps.setProperty("look", "topics")
        self.final = look.make_label("", "warning")
        self.button = look.make_primary_button("", self.undo_chosen_steps)
        self.steps.currentRowChanged.connect(lambda _: self._on_step_chosen())
        self.steps.itemActivated.connect(lambda _: self.undo_chosen_steps())
        self._fill_step_list()
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(look.make_text(WHAT))
        column.addWidget(self.steps, 1)
        column.addWidget(self.final)
        column.addWidget(look.make_row(self.button, look.make_secondary_button("Close", self.reject)))
        self.resize(QSize(theme.px(620), theme.px(460)).boundedTo(self.screen().availableSize() * 0.9))

    def undo_chosen_steps(self) -> None:
        """Undo every step down to the one that is chosen; stops at one that cannot be taken back."""
        for _ in range(self.chosen_count):
            if not self.workspace.undo_last_step():
                break
        self.accept()

    @property
    def chosen_count(self) -> int:
        """How many steps would be undone."""
        return min(self.steps.currentRow() + 1, self._possible)

    def _fill_step_list(self) -> None:
        undoable = self.workspace.session.undoable_steps
        self._possible = next((at for at, step in enumerate(undoable) if step.final), len(undoable))
        for at, step in enumerate(undoable):
            words = self.workspace.describe_step(step)
            item = QListWidgetItem(f"{format_time(step.at.astimezone())}   {words[0].upper()}{words[1:]}")
            if at >= self._possible:
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEnabled)
            self.steps.addItem(item)
        blocked = next((step.final for step in undoable if step.final), "")
        self.final.setText(blocked)
        self.final.setVisible(bool(blocked))
        self.steps.setCurrentRow(0)
        self._on_step_chosen()

    def _on_step_chosen(self) -> None:
        number = self.chosen_count
        self.button.setText(choose_plural(number, "Undo this step", f"Undo these {number:,} steps"))
        self.button.setEnabled(number > 0)
