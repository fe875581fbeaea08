"""The dialog that removes a record, a field or words for good."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QDialog,
    QLineEdit,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.domain.model.journal import POSITION
from selfassess.domain.publishing.redaction import Target
from selfassess.services.safety import redact
from selfassess.services.safety.redact import Found
from selfassess.services.years import field_history
from ui.bridge.tasks import Task
from ui.bridge.workspace import Workspace
from ui.widgets import look, theme
from ui.widgets.announcement import announce
from ui.widgets.reading_order import InReadingOrder

TITLE = "Remove for good"
WHAT = (
    "What you remove here is gone from the records, the history and the signed versions. It cannot be undone, and "
    "nothing before it can be undone any more. A note stays that something was removed, when and by whom."
)
LOOKING = "Looking for it …"
NOWHERE = "It is nowhere in this workbook or its backups."


class RemoveForGoodDialog(InReadingOrder, QDialog):
    """Asks what is to go, says where it is, and removes it once somebody says so."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.dress_parts(self)
        self.setWindowTitle(TITLE)
        self.workspace = workspace
        self.found: Found | None = None
        self._record, self._field = "", ""
        self._task: Task | None = None
        self.of_field, self.of_record, self.of_words = QRadioButton(), QRadioButton(), QRadioButton()
        self.of_words.setText("These very words, wherever they stand:")
        self._choices = QButtonGroup(self)
        for choice in (self.of_field, self.of_record, self.of_words):
            self._choices.addButton(choice)
            choice.toggled.connect(self._on_target_chosen)
        self.words = QLineEdit()
        self.words.setAccessibleName("Words to remove")
        self.words.textChanged.connect(lambda _: self._forget_found())
        self.words.textEdited.connect(lambda _: self.of_words.setChecked(True))
        self.said = look.make_text("")
        self.backups = QCheckBox("Delete the backups that hold it too")
        self.search = look.make_secondary_button("Look for it", self.find_target)
        self.remove = look.make_primary_button("Remove for good", self.remove_found)
        self.cancel = look.make_secondary_button("Cancel", self.reject)
        self._lay_out_targets()
        self.offer_to_remove("")

    def offer_to_remove(self, rest: str) -> None:
        """Offer to remove a record ("ID"), or a field of one ("ID/field"); words only for ""."""
        self._record, _, self._field = rest.partition("/")
        entries = field_history.tell_record_story(self.workspace.session, self._record) if self._record else ()
        kind = CATALOGUE.get(entries[0].kind) if entries else None
        spec = None
        if kind is not None and self._field != POSITION:
            spec = kind.by_key.get(self._field)
        look.show_if(self.of_record, kind is not None)
        look.show_if(self.of_field, spec is not None)
        if kind is not None:
            self.of_record.setText(f"The whole record ({kind.name.lower()}) and what belongs to it")
        if kind is not None and spec is not None:
            self.of_field.setText(f"Only “{spec.label}” of this {kind.name.lower()}, and all it ever said")
        if spec is not None:
            chosen = self.of_field
        elif kind is not None:
            chosen = self.of_record
        else:
            chosen = self.of_words
        chosen.setChecked(True)
        if kind is not None:
            self.find_target()

    @property
    def chosen_target(self) -> Target:
        """What is to go, as it is chosen now."""
        if self.of_words.isChecked():
            return Target(words=self.words.text())
        field = self._field if self.of_field.isChecked() else None
        return Target(record=self._record, field=field)

    def find_target(self) -> None:
        """Look for it, on a worker."""
        path = self.workspace.session.path
        target = self.chosen_target
        self._forget_found()
        self.said.setText(LOOKING)
        task = Task(lambda progress, cancelled: redact.find_redaction_target(path, target))
        task.done.connect(lambda found: self._show_found(task, found))
        task.failed.connect(lambda sentence: self._show_search_failure(task, sentence))
        self._task = task
        task.start()

    def remove_found(self) -> None:
        """Remove what was found; the dialog stays where that fails."""
        if self.found is None or not self.workspace.flush():
            return
        gone = self.found.backups if self.backups.isChecked() else ()
        turns = redact.redact_in_slices(self.workspace.session, self.found.target, gone)
        if self.workspace.take_long_step(turns, "Removing for good"):
            self.accept()
        else:
            self._forget_found()

    def _on_target_chosen(self) -> None:
        self._forget_found()
        if not self.of_words.isChecked() and self._record:
            self.find_target()

    def _forget_found(self) -> None:
        self.found, self._task = None, None
        self.said.setText("")
        look.show_if(self.backups, False)
        self.remove.setEnabled(False)
        self.search.setVisible(self.of_words.isChecked())
        self.search.setEnabled(bool(self.words.text().strip()))

    def _show_found(self, task: Task, found: Found) -> None:
        if task is not self._task:
            return
        self.found = None if found.is_nowhere else found
        words = NOWHERE if found.is_nowhere else "\n\n".join(found.sentences)
        self.said.setText(words)
        look.show_if(self.backups, bool(found.backups))
        self.remove.setEnabled(self.found is not None and not self.workspace.read_only)
        announce(self.said, self.said.text())

    def _show_search_failure(self, task: Task, sentence: str) -> None:
        if task is self._task:
            self.said.setText(sentence)
            announce(self.said, sentence)

    def _lay_out_targets(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(10)
        for part in (look.make_title(TITLE), look.make_text(WHAT), self.of_field, self.of_record, self.of_words):
            column.addWidget(part)
        column.addWidget(look.make_row(self.words, self.search, stretch_last=False))
        column.addWidget(look.make_reading_area(self.said, "Where it is"), 1)
        column.addWidget(self.backups)
        column.addWidget(look.make_row(self.cancel, self.remove))
        self.words.setMinimumWidth(theme.px(320))
        self.cancel.setDefault(True)
        self.resize(QSize(theme.px(640), theme.px(520)).boundedTo(self.screen().availableSize() * 0.9))
