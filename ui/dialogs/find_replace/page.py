"""The dialog in which words are found and replaced."""

from __future__ import annotations

from PySide6.QtCore import QSize, QTimer
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QLineEdit,
    QListView,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from selfassess.domain.model.replacement import Wanted, build_replacement, find_hits
from selfassess.domain.text.wording import count_noun
from selfassess.services.workbook.places import Place, place_of_record
from ui.bridge.workspace import Workspace
from ui.dialogs.find_replace.model import HitsModel
from ui.widgets import look, theme
from ui.widgets.announcement import announce
from ui.widgets.forms import agreed
from ui.widgets.forms.editor import FieldEditor
from ui.widgets.forms.prose import AutoHeightTextEdit
from ui.widgets.reading_order import InReadingOrder

TITLE = "Find and replace"
PAUSE_MS = 250
NOTHING_THERE = "These words stand nowhere here."


class FindReplaceDialog(InReadingOrder, QDialog):
    """Finds words while they are typed, shows what would be replaced, and replaces what is ticked in one step."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.dress_parts(self)
        self.setWindowTitle(TITLE)
        self.workspace = workspace
        self.words, self.replacement = QLineEdit(), QLineEdit()
        self.where = QComboBox()
        self.match_case, self.whole_words = QCheckBox("Same capital letters"), QCheckBox("Whole words only")
        self.model = HitsModel(self)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setUniformItemSizes(True)
        self.list.setAccessibleName("Places where the words stand; Space leaves one out")
        self.said = look.make_quiet_label("")
        self.replace_button = look.make_primary_button("Replace", self.replace_words)
        self.go_button = look.make_secondary_button("Go to", self.go_to_hit)
        self._soon = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._soon.timeout.connect(self.find_words)
        self._offer_places(parent.focusWidget() if parent is not None else None)
        self._lay_out_find_replace()
        self.words.textChanged.connect(self._soon.start)
        self.where.currentIndexChanged.connect(self.find_words)
        for tick in (self.match_case, self.whole_words):
            tick.toggled.connect(self.find_words)
        self.replacement.textChanged.connect(self.model.set_replacement)
        self.model.ticked.connect(self._say_count)
        self.list.activated.connect(lambda _: self.go_to_hit())
        self.find_words()

    def show_place(self, rest: str) -> None:
        """Look for these words."""
        self.words.setText(rest)
        self.find_words()

    @property
    def wanted(self) -> Wanted:
        """What is looked for now."""
        chosen = self.where.currentData() or {}
        case, whole = self.match_case.isChecked(), self.whole_words.isChecked()
        return Wanted(words=self.words.text(), match_case=case, whole_words=whole, **chosen)

    def find_words(self) -> None:
        """Show where the words stand."""
        self._soon.stop()
        year = self.workspace.session.current
        self.model.show_hits(find_hits(year, self.wanted), year)

    def replace_words(self) -> None:
        """Replace what is ticked: one step, which is taken back as one."""
        hits = self.model.chosen_hits
        if not hits:
            return
        command = build_replacement(hits, self.replacement.text())

        def write() -> None:
            if not self.workspace.run(command):
                self._say(self.workspace.refusal)
                return
            places = f"{count_noun(len(hits), 'place')}"
            self.find_words()
            self._say(f"Replaced in {places}. Undo takes all of it back at once.")

        if not agreed.ask_first(self.workspace, self, command, write, lambda: None):
            write()

    def go_to_hit(self) -> None:
        """Close this and go to the field of the line one is on."""
        hit = self.model.hit_at(self.list.currentIndex())
        if hit is not None:
            self.accept()
            self.workspace.go(place_of_record(self.workspace.session.current, hit.record, hit.field))

    def _offer_places(self, here: QWidget | None) -> None:
        """Where to look: the field one was in, the statement one is at, everywhere."""
        editor = here
        while editor is not None and not isinstance(editor, FieldEditor):
            editor = editor.parentWidget()
        if editor is not None and editor.record_id in self.workspace.session.current.by_id:
            place = {"record": editor.record_id, "field": editor.field.key}
            self.where.addItem(f"This field: {editor.label.text() or editor.field.label}", place)
        place_now = Place.parse(self.workspace.place)
        statement = place_now.rest.partition("/")[0] if place_now.page == "statement" else ""
        found = self.workspace.session.current.framework.find_statement(statement) if statement else None
        if found is not None:
            self.where.addItem(f"This statement: {found.short_name}", {"statement": found.key})
        self.where.addItem(f"Everywhere in {self.workspace.session.current.record.text_of('label')}", {})
        if isinstance(here, AutoHeightTextEdit) and "\u2029" not in here.textCursor().selectedText():
            self.words.setText(here.textCursor().selectedText())

    def _say_count(self) -> None:
        hits = self.model.chosen_hits
        texts = len({(hit.record.id, hit.field) for hit in hits})
        places = f"{count_noun(len(hits), 'place')}"
        words = f"{places} in {count_noun(texts, 'text')} will be replaced." if hits else ""
        self.said.setText(words or (NOTHING_THERE if self.words.text() and not self.model.rowCount() else ""))
        self.replace_button.setText(f"Replace in {places}" if hits else "Replace")
        self.replace_button.setEnabled(bool(hits) and not self.workspace.read_only)
        self.go_button.setEnabled(self.model.rowCount() > 0)

    def _say(self, sentence: str) -> None:
        self.said.setText(sentence)
        announce(self, sentence)

    def _lay_out_find_replace(self) -> None:
        form = QFormLayout()
        form.setSpacing(8)
        for name, field in (("Find", self.words), ("Replace with", self.replacement), ("Where", self.where)):
            label = look.make_label(name, "strong")
            label.setBuddy(field)
            field.setAccessibleName(name)
            form.addRow(label, field)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(look.make_heading(TITLE, large=True))
        column.addLayout(form)
        column.addWidget(look.make_row(self.match_case, self.whole_words))
        column.addWidget(self.list, 1)
        column.addWidget(self.said)
        column.addWidget(
            look.make_row(self.replace_button, self.go_button, look.make_secondary_button("Close", self.reject))
        )
        self.resize(QSize(theme.px(720), theme.px(560)).boundedTo(self.screen().availableSize() * 0.9))
