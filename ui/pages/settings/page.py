"""The settings page."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from selfassess.domain.text.wording import format_percent, join_with_and
from selfassess.services.workbook import backups, policy
from selfassess.services.workbook import settings as kept
from ui.bridge.workspace import Workspace
from ui.widgets import look, theme
from ui.widgets.forms.spelling import SPELLING
from ui.widgets.look import ScrollArea

COLOURS = {"": "Follow the system", "light": "Light", "dark": "Dark", "contrast": "High contrast"}
WIDEST = 760


class SettingsPage(ScrollArea):
    """Settings take hold at once and are kept for next time."""

    title = "Settings"

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.dress_parts(self)
        self._workspace = workspace
        self._settings = workspace.settings
        self.setWidgetResizable(True)
        self.name = QLineEdit()
        self.name.setAccessibleName("Name of the person writing")
        self.name.editingFinished.connect(self._keep_author_name)
        sizes: list[tuple[str, object]] = [(format_percent(percent), percent) for percent in theme.TEXT_SIZES]
        self.text_size = _build_choice_box("Text size", sizes)
        self.text_size.activated.connect(self._keep_size)
        self.scheme = _build_choice_box("Colours", [(words, key) for key, words in COLOURS.items()])
        self.scheme.activated.connect(self._keep_colours)
        self.spelling = QCheckBox("Check spelling while I write")
        self.spelling.clicked.connect(self._keep_spelling)
        self.backups = QLineEdit(str(backups.find_backup_folder(workspace.session.path)))
        self.backups.setReadOnly(True)
        self.backups.setAccessibleName("Folder where backups of this workbook are kept")
        self.backups.setCursorPosition(0)
        if policy.current_policy().backup_folder is not None:
            self.backups.setEnabled(False)
            self.backups.setAccessibleDescription(policy.BY)
        self._lay_out_settings()
        self.show_place("")

    def show_place(self, rest: str) -> None:
        """Show the settings as they are now."""
        self.name.setText(self._settings.name)
        self.text_size.setCurrentIndex(max(self.text_size.findData(self._settings.text_percent), 0))
        self.scheme.setCurrentIndex(max(self.scheme.findData(self._settings.appearance), 0))
        self.spelling.setChecked(self._settings.spelling)

    def _keep_spelling(self) -> None:
        self._settings.spelling = self.spelling.isChecked()
        kept.save_settings(self._settings)
        SPELLING.load()
        SPELLING.check_again()

    def _keep_author_name(self) -> None:
        name = self.name.text().strip()
        if name and name != self._settings.name:
            self._settings.name = name
            self._workspace.session.author = name
            kept.save_settings(self._settings)

    def _keep_size(self) -> None:
        self._settings.text_percent = self.text_size.currentData()
        self._apply_appearance()

    def _keep_colours(self) -> None:
        self._settings.appearance = self.scheme.currentData()
        self._apply_appearance()

    def _apply_appearance(self) -> None:
        kept.save_settings(self._settings)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme.apply_theme(app, self._settings.appearance, self._settings.text_percent)

    def _copy_backups_folder(self) -> None:
        QGuiApplication.clipboard().setText(self.backups.text())

    def _lay_out_settings(self) -> None:
        cards: tuple[QWidget, ...] = (
            look.make_card(
                look.make_heading("Name of the person writing"),
                look.make_quiet_label(
                    "Kept with every change you make from now on; changes made before keep the name they have."
                ),
                self.name,
            ),
            look.make_card(
                look.make_heading("Text size"),
                look.make_quiet_label("Of everything in this window."),
                look.make_row(self.text_size),
                look.make_heading("Colours"),
                look.make_quiet_label("Light, dark or high contrast; or whatever this computer is set to."),
                look.make_row(self.scheme),
            ),
            look.make_card(
                look.make_heading("Spelling"),
                look.make_quiet_label(
                    "British English. F7 in a field, or a right click on a word, offers what may have been meant and "
                    "adds a word to your own. Nothing is looked up anywhere but on this computer."
                ),
                look.make_row(self.spelling),
            ),
            look.make_card(
                look.make_heading("Backups"),
                look.make_quiet_label(
                    "A copy of this workbook is put here once a day and before anything that changes much of it, such "
                    f"as importing a prior year. {backups.KEPT}"
                ),
                self.backups,
                *(
                    [look.make_quiet_label(f"{policy.BY}.")]
                    if policy.current_policy().backup_folder is not None
                    else []
                ),
                look.make_row(look.make_secondary_button("Copy the folder’s path", self._copy_backups_folder)),
            ),
        )
        set_ = policy.current_policy()
        if set_.files or set_.faults:
            cards = (*cards, _set_by_organisation(set_))
        inner = QWidget()
        inner.setMaximumWidth(theme.px(WIDEST))
        column = QVBoxLayout(inner)
        column.setContentsMargins(28, 16, 28, 24)
        column.setSpacing(12)
        column.addWidget(look.make_title("Settings"))
        for card in cards:
            column.addWidget(card)
        column.addStretch(1)
        outer = QWidget()
        around = QHBoxLayout(outer)  # beside empty space: its height follows from the width that it really gets
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(inner, 1)
        around.addStretch()
        self.setWidget(outer)


def _set_by_organisation(set_: policy.Policy) -> QWidget:
    """What nobody can change here, and where it was read."""
    told = [look.make_text(words) for words in set_.describe_settings]
    if set_.faults:
        told.append(look.make_text(set_.describe_faults))
    where = join_with_and(map(str, set_.files))
    read = f"Read from {where} when the program was started. It cannot be changed here."
    return look.make_card(look.make_heading(policy.BY), *told, *([look.make_quiet_label(read)] if where else []))


def _build_choice_box(name: str, answers: list[tuple[str, object]]) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    for words, value in answers:
        box.addItem(words, value)
    return box
