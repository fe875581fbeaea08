"""The settings page."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from selfassess.services.workbook import backups, policy
from selfassess.services.workbook import settings as kept
from ui.bridge.workspace import Workspace
from ui.widgets import look, theme
from ui.widgets.look import ScrollArea

COLOURS = {"": "Follow the system", "light": "Light", "dark": "Dark", "contrast": "High contrast"}
TEXT_SIZES = (100, 110, 125, 150, 175, 200)
WIDEST = 760


class SettingsPage(ScrollArea):
    """Settings take hold at once and are kept for next time."""

    title = "Settings"

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.dress(self)
        self._workspace = workspace
        self._settings = workspace.settings
        self.setWidgetResizable(True)
        self.name = QLineEdit()
        self.name.setAccessibleName("Name of the person writing")
        self.name.editingFinished.connect(self._keep_name)
        self.text_size = _choice("Text size", [(f"{percent} %", percent) for percent in TEXT_SIZES])
        self.text_size.activated.connect(self._keep_size)
        self.scheme = _choice("Colours", [(words, key) for key, words in COLOURS.items()])
        self.scheme.activated.connect(self._keep_colours)
        self.backups = QLineEdit(str(backups.folder(workspace.session.path)))
        self.backups.setReadOnly(True)
        self.backups.setAccessibleName("Folder where backups of this workbook are kept")
        self.backups.setCursorPosition(0)
        if policy.now().backup_folder is not None:
            self.backups.setEnabled(False)
            self.backups.setAccessibleDescription(policy.BY)
        self._lay_out()
        self.show_place("")

    def show_place(self, rest: str) -> None:
        """Show the settings as they are now."""
        self.name.setText(self._settings.name)
        self.text_size.setCurrentIndex(max(self.text_size.findData(self._settings.text_percent), 0))
        self.scheme.setCurrentIndex(max(self.scheme.findData(self._settings.appearance), 0))

    def _keep_name(self) -> None:
        name = self.name.text().strip()
        if name and name != self._settings.name:
            self._settings.name = name
            self._workspace.session.author = name
            kept.save(self._settings)

    def _keep_size(self) -> None:
        self._settings.text_percent = self.text_size.currentData()
        self._dress()

    def _keep_colours(self) -> None:
        self._settings.appearance = self.scheme.currentData()
        self._dress()

    def _dress(self) -> None:
        kept.save(self._settings)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme.apply(app, self._settings.appearance, self._settings.text_percent)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.backups.text())

    def _lay_out(self) -> None:
        cards: tuple[QWidget, ...] = (
            look.card(
                look.heading("Name of the person writing"),
                look.quiet("Kept with every change you make from now on; changes made before keep the name they have."),
                self.name,
            ),
            look.card(
                look.heading("Text size"),
                look.quiet("Of everything in this window."),
                look.row(self.text_size),
                look.heading("Colours"),
                look.quiet("Light, dark or high contrast; or whatever this computer is set to."),
                look.row(self.scheme),
            ),
            look.card(
                look.heading("Backups"),
                look.quiet(
                    "A copy of this workbook is put here once a day and before anything that changes much of it, such "
                    f"as importing a prior year. {backups.KEPT}"
                ),
                self.backups,
                *([look.quiet(f"{policy.BY}.")] if policy.now().backup_folder is not None else []),
                look.row(look.secondary("Copy the folder’s path", self._copy)),
            ),
        )
        set_ = policy.now()
        if set_.files or set_.faults:
            cards = (*cards, _set_by_organisation(set_))
        inner = QWidget()
        inner.setMaximumWidth(theme.px(WIDEST))
        column = QVBoxLayout(inner)
        column.setContentsMargins(28, 16, 28, 24)
        column.setSpacing(12)
        column.addWidget(look.title("Settings"))
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
    told = [look.text(words) for words in set_.words]
    if set_.faults:
        told.append(look.text(set_.sentence))
    where = " and ".join(map(str, set_.files))
    read = f"Read from {where} when the program was started. It cannot be changed here."
    return look.card(look.heading(policy.BY), *told, *([look.quiet(read)] if where else []))


def _choice(name: str, answers: list[tuple[str, object]]) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    for words, value in answers:
        box.addItem(words, value)
    return box
