"""The history of one field: every version with who wrote it and when, any two set side by side, one put back."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFrame,
    QLineEdit,
    QListWidget,
    QMenu,
    QVBoxLayout,
    QWidget,
)

from selfassess.domain.history import history
from selfassess.domain.history.history import Version
from selfassess.domain.history.history_wording import Memory, mark_text_differences
from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.commands import SetField, SetMany
from selfassess.domain.model.fields import Field
from ui.widgets import look, theme
from ui.widgets.forms.form_context import FormContext, find_record
from ui.widgets.forms.prose import AutoHeightTextEdit
from ui.widgets.marked import LEGEND, MarkedText
from ui.widgets.reading_order import InReadingOrder
from ui.widgets.tables import ListAndDetail

NONE = "Nothing was ever written in this field."
BEFORE, NOW = "the version before it", "what stands there now"
NARROW = 620


class FieldHistory(InReadingOrder, QDialog):
    """All versions of one field of a record, latest known first."""

    def __init__(
        self, context: FormContext, record: Record, field: Field, label: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        theme.dress_parts(self)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(f"History of “{label}”")
        self.context, self.field, self.record_id = context, field, record.id
        session = context.session
        self._memory = Memory.from_assessment(session.current, session.council, *session.assessments)
        self._versions: tuple[Version, ...] = ()
        self.list = QListWidget()
        self.list.setAccessibleName("Versions, latest known first")
        self.list.setWordWrap(True)
        self.list.setProperty("look", "topics")
        self.against = QComboBox()
        self.against.setAccessibleName("Compare with")
        self.against.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.against.setMinimumContentsLength(20)
        self.text = MarkedText("The version in full, with what changed")
        self.same = look.make_quiet_label("")
        self.restore_button = look.make_primary_button("Restore this version", self.restore_version)
        self.for_good = look.make_link_button("Remove for good…", self.remove_for_good)
        self._lay_out_field_history(label)
        self.refresh_versions()
        self.list.currentRowChanged.connect(lambda _: self._compare_chosen_version())
        self.against.currentIndexChanged.connect(lambda _: self._compare_chosen_version())

    def refresh_versions(self) -> None:
        """Read the versions as the journal has them now."""
        found = history.list_field_versions(self.context.session.read_history(self.record_id), self.field.key)
        self._versions = tuple(reversed(found))
        for widget in (self.list, self.against):
            widget.blockSignals(True)
            widget.clear()
        self.against.addItem(BEFORE)
        self.against.addItem(NOW)
        for version in self._versions:
            note = (
                f"\n{version.describe_origin[0].upper()}{version.describe_origin[1:]}"
                if version.describe_origin
                else ""
            )
            self.list.addItem(f"{version.who_and_when}{note}")
            self.against.addItem(version.who_and_when)
        self.list.setCurrentRow(0)
        for widget in (self.list, self.against):
            widget.blockSignals(False)
        self._compare_chosen_version()

    def restore_version(self) -> None:
        """Write the chosen version into the field again; it can be undone like anything that is typed."""
        version = self._find_chosen_version()
        if version is not None and self.context.run(
            build_restore_command(self.record_id, self.field.key, version.value)
        ):
            self.accept()
        else:
            self.same.setText(self.context.refusal)

    def remove_for_good(self) -> None:
        """Leave this and ask what of the field is to go for good."""
        self.accept()
        self.context.go(f"remove:{self.record_id}/{self.field.key}")

    def _find_chosen_version(self) -> Version | None:
        row = self.list.currentRow()
        if 0 <= row < len(self._versions):
            return self._versions[row]
        return None

    def _compare_chosen_version(self) -> None:
        version, row = self._find_chosen_version(), self.list.currentRow()
        record = find_record(self.context, self.record_id)
        now = record[self.field.key] if record is not None else None
        self.for_good.setEnabled(version is not None and not self.context.read_only)
        if version is None:
            self.same.setText(NONE)
            self.restore_button.setEnabled(False)
            return
        at = self.against.currentIndex()
        older = self._versions[row + 1].value if row + 1 < len(self._versions) else None
        other = older if at == 0 else now if at == 1 else self._versions[at - 2].value
        said = [self._memory.format_field_value(self.record_id, self.field, each) for each in (other, version.value)]
        self.text.show_marked_pieces(mark_text_differences(self.field, *said))
        is_now = version.value == now
        note = "This is what stands there now." if is_now else ""
        if not said[1]:
            note = f"{note} It was empty." if note else "It was empty."
        elif at > 0 and said[0] == said[1]:
            note = note or "Both say the same."
        self.same.setText(note)
        self.restore_button.setEnabled(not is_now and record is not None and not self.context.read_only)

    def _lay_out_field_history(self, label: str) -> None:
        right = QWidget()
        beside = QVBoxLayout(right)
        beside.setContentsMargins(16, 0, 0, 0)
        beside.setSpacing(8)
        beside.addWidget(look.make_row(look.make_label("Compared with", "strong"), self.against, stretch_last=True))
        paper = look.ScrollArea()
        paper.setWidgetResizable(True)
        paper.setFrameShape(QFrame.Shape.NoFrame)
        inside = look.make_card(self.text)
        inside.layout().setAlignment(Qt.AlignmentFlag.AlignTop)  # type: ignore[union-attr]
        paper.setWidget(inside)
        beside.addWidget(paper, 1)
        beside.addWidget(self.same)
        beside.addWidget(look.make_quiet_label(LEGEND))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(look.make_heading(label, large=True))
        split = ListAndDetail(self.list, right, lambda width: width < theme.px(NARROW), (2, 3))
        column.addWidget(split, 1)
        column.addWidget(
            look.make_row(self.for_good, self.restore_button, look.make_secondary_button("Close", self.reject))
        )
        self.resize(QSize(theme.px(860), theme.px(520)).boundedTo(self.screen().availableSize() * 0.9))


def build_restore_command(record: str, field: str, value: object) -> SetMany:
    """The command that writes an earlier value again. It joins nothing typed before: undo takes it alone."""
    return SetMany((SetField(record, field, value),))


def offer_history_action(target: QWidget, show: QAction) -> None:
    """Put ``show`` at the end of a control's own menu (right click, Shift+F10, the menu key)."""

    def pop_up(place: QPoint) -> None:
        menu = QMenu(target)
        if isinstance(target, AutoHeightTextEdit):
            menu = target.build_menu(place)
        elif isinstance(target, QLineEdit):
            menu = target.createStandardContextMenu()
        if menu.actions():
            menu.addSeparator()
        menu.addAction(show)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(target.mapToGlobal(place))

    target.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
    target.customContextMenuRequested.connect(pop_up)
