"""The dialog: reading with how far it is, then what was found, then one step that adds it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QProgressBar, QVBoxLayout, QWidget

from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.domain.model.errors import WrongUseError
from selfassess.domain.model.fields import Field
from selfassess.domain.model.journal import Operation
from selfassess.services.evidence import add_evidence
from selfassess.services.evidence.add_evidence import Found, Gathered
from selfassess.services.workbook.bulk_edit import take
from ui.bridge.gathering import asked
from ui.bridge.task_dialog import TaskDialog
from ui.bridge.tasks import Task
from ui.bridge.workspace import Workspace
from ui.dialogs.add_evidence.model import COLUMNS, button_words, rows, summed_up
from ui.widgets import theme
from ui.widgets.dropping import WEB
from ui.widgets.forms.options import Option, options
from ui.widgets.forms.pickers import LinkControl
from ui.widgets.look import Banner, label, primary, quiet, scrolling, secondary, text, title
from ui.widgets.reading_order import InReadingOrder
from ui.widgets.sheet import Sheet, in_html
from ui.widgets.tables import RowsModel, Table

PASTE = "Paste or type web addresses, one on each line. Words beside an address become its title."
NEVER = "Only the addresses are kept. This program never goes online, so no page is opened or looked at."
STAYS = "Files stay where they are: the workbook keeps their place and their fingerprint, never a copy."
WIDEST, HIGHEST = 1200, 700
"""What the smallest screen leaves for a dialog."""
MOST_SAID = 200
"""So many of the things that could not be taken are named."""


class AddEvidenceDialog(InReadingOrder, TaskDialog):
    """Reads what was asked for, shows it, and adds what is left in the list."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.dress(self)
        self.workspace = workspace
        self.wanted = asked(workspace)
        self.found: tuple[Found, ...] = ()
        self.setWindowTitle("Add evidence")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(min(theme.px(820), WIDEST), min(theme.px(640), HIGHEST))
        self.said = Banner("", dismissible=False)
        self.bar = QProgressBar()
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("How far the reading is")
        self.pasted = QPlainTextEdit()
        self.pasted.setAccessibleName("Web addresses, one on each line")
        self.pasted.setPlaceholderText("https://www.example.gov.uk/adult-social-care/strategy")
        self.pasted.setTabChangesFocus(True)
        self.model = RowsModel(
            COLUMNS,
            search=lambda row: row.found.title,
            natural=lambda row: int(row.id),
            colour=theme.colour,
            parent=self,
        )
        self.table = Table(self.model, "Documents that were found", many=True)
        self.table.lay_out(COLUMNS)
        self.table.setMinimumHeight(theme.px(150))
        self.links: dict[str, LinkControl] = {}
        self._make_links()
        self.problems = Sheet("What could not be taken, and what is doubtful")
        self.leave_out = secondary("Leave out selected", self.leave_out_selected)
        self.leave_out.setAccessibleName("Leave out the documents that are selected")
        self.go = primary("", self.add)
        self.stop = secondary("Cancel", self.reject)
        self._lay_out()
        self.table.marked.connect(lambda: self.leave_out.setEnabled(bool(self.table.selected())))
        self._begin()

    def look(self) -> None:
        """Take the addresses that were pasted."""
        year = self.workspace.session.current
        self._show(add_evidence.links(self.pasted.toPlainText(), year))

    def leave_out_selected(self) -> None:
        """Take the selected documents off the list; they are not added."""
        gone = {int(id) for id in self.table.selected()}
        self.found = tuple(each for number, each in enumerate(self.found) if number not in gone)
        self._list()

    def add(self) -> None:
        """Add what is listed, as one step, and close."""
        if self.pasted.isVisible():
            self.look()
            return
        session = self.workspace.session
        try:
            changes = add_evidence.changes(
                session,
                self.found,
                statements=self._chosen("quality_statements"),
                items=self._chosen("return_items"),
                category=next(iter(self._chosen("category")), None),
                source=next(iter(self._chosen("source")), None),
            )
        except WrongUseError as error:
            self.said.say(str(error), "error")
            return
        new = sum(change.operation is Operation.CREATE for change in changes)
        count = f"{new:,} {'item' if new == 1 else 'items'} of evidence"
        if not self.workspace.take_long(take(session, f"add {count}" if new else "link evidence", changes), "Adding"):
            self.said.say(self.workspace.refusal, "error")
            return
        ids = tuple(dict.fromkeys((*(c.record for c in changes), *(each.already for each in self.found))))
        self.accept()
        self.wanted.added(tuple(id for id in ids if id in session.current.by_id))

    def say_stopping(self) -> None:
        self.said.say("Stopping …")

    def _begin(self) -> None:
        if self.wanted.paths:
            self._read()
        elif self.wanted.text:
            self._show(add_evidence.links(self.wanted.text, self.workspace.session.current))
        else:
            self._ask()

    def _ask(self) -> None:
        """Let the person paste; what is on the clipboard is there already where it looks like addresses."""
        copied = QGuiApplication.clipboard().text()
        if any(word.lower().startswith(WEB) for word in copied.split()):
            self.pasted.setPlainText(copied)
        self._only(self.pasted, self.asked_words)
        self.go.setText("Look at them")
        self.pasted.setFocus()

    def _read(self) -> None:
        paths, path, year = self.wanted.paths, self.workspace.session.path, self.workspace.session.current
        self.task = Task(
            lambda progress, cancelled: add_evidence.gather(paths, path, year, progress=progress, cancelled=cancelled)
        )
        self.task.progressed.connect(lambda part: self.bar.setValue(round(part * 1000)))
        self.task.done.connect(self._show)
        self.task.failed.connect(self._on_failed)
        self.task.cancelled.connect(self._on_cancelled)
        self._only(self.bar, self.said)
        self.said.say("Reading the files, to tell each from every other …")
        self.go.hide()
        self.task.start()

    def _show(self, gathered: Gathered) -> None:
        self.task = None
        self.found = gathered.found
        whole = (*gathered.problems, *gathered.doubts)
        said = whole[:MOST_SAID]
        more = len(whole) - len(said)
        lines = [*said, f"… and {more:,} more."] if more else list(said)
        self.problems.show_html(lambda: "".join(f"<p>{in_html(line)}</p>" for line in lines))
        self._only(self.said, *([self.body, self.leave_out] if self.found else []), *([self.lost] if lines else []))
        self.said.say(summed_up(gathered), "warning" if lines else "info")
        self.go.show()
        self._list()
        (self.go if self.go.isEnabled() else self.stop).setFocus()

    def _list(self) -> None:
        self.model.show(rows(self.found))
        self.leave_out.setEnabled(False)
        self._name_button()

    def _name_button(self) -> None:
        linked = bool(self._chosen("quality_statements") or self._chosen("return_items"))
        self.go.setText(button_words(self.found, linked))
        self.go.setEnabled(any(not each.already or each.moved or linked for each in self.found))

    def _on_failed(self, sentence: str) -> None:
        self.task = None
        self._only(self.said)
        self.said.say(sentence, "error")
        self.stop.setText("Close")

    def _on_cancelled(self) -> None:
        self.task = None
        self.reject()

    def _chosen(self, key: str) -> tuple[str, ...]:
        raw = self.links[key].raw()
        return raw if isinstance(raw, tuple) else (str(raw),) if raw else ()

    def _make_links(self) -> None:
        """What all of them are linked to, filled with what the place it was dropped on stands for."""
        kind, wanted = CATALOGUE["evidence"], self.wanted
        values = {
            "quality_statements": wanted.statements, "return_items": wanted.items,
            "category": wanted.category, "source": wanted.source,
        }  # fmt: skip
        for key, value in values.items():
            spec = kind.by_key[key]
            control = LinkControl(spec, partial(self._offered, spec))
            control.show_value(value or None)
            control.button.setAccessibleName(f"Choose for all of them: {spec.label.lower()}")
            control.changed.connect(self._name_button)
            self.links[key] = control
        self.links["category"].changed.connect(self._on_category)

    def _offered(self, spec: Field) -> tuple[Option, ...]:
        """What can be chosen for a field: of sources, those of the category that is chosen."""
        year = self.workspace.session.current
        wanted = self._chosen("category") if "category" in self.links else ()
        chosen = {category.name for category in year.framework.categories if category.key in wanted}
        found = options(spec, year)
        return tuple(o for o in found if o.group in chosen) if spec.key == "source" and chosen else found

    def _on_category(self) -> None:
        """A source of another category is none of theirs."""
        source = self.links["source"]
        if not {option.key for option in self._offered(source.field)}.intersection(self._chosen("source")):
            source.show_value(None)

    def _only(self, *parts: QWidget) -> None:
        for part in (self.asked_words, self.pasted, self.bar, self.said, self.body, self.lost, self.leave_out):
            part.setVisible(part in parts)

    def _lay_out(self) -> None:
        self.asked_words = text(PASTE)
        self.stays = quiet(STAYS if self.wanted.paths else NEVER)
        self.body, self.lost = QWidget(), QWidget()
        self._lay_out_body()
        below = QVBoxLayout(self.lost)
        below.setContentsMargins(0, 0, 0, 0)
        below.addWidget(label("Not taken", "strong"))
        self.problems.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.problems.setMaximumHeight(theme.px(130))
        below.addWidget(self.problems)
        foot = QHBoxLayout()
        foot.addWidget(self.leave_out)
        foot.addStretch(1)
        foot.addWidget(self.stop)
        foot.addWidget(self.go)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        for part in (title("Add evidence"), self.stays, self.said, self.asked_words, self.bar):
            column.addWidget(part)
        column.addWidget(self.pasted, 1)
        column.addWidget(self.body, 1)
        column.addWidget(self.lost)
        column.addStretch(0)
        scroll = scrolling(inner)
        page = QVBoxLayout(self)
        page.setContentsMargins(24, 20, 24, 20)
        page.setSpacing(10)
        page.addWidget(scroll, 1)
        page.addLayout(foot)

    def _lay_out_body(self) -> None:
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.table, 1)
        row = QHBoxLayout()
        for key, words in (
            ("quality_statements", "Statements for all of them"),
            ("return_items", "IR items for all of them"),
            ("category", "Category of the new ones"),
            ("source", "Source of the new ones"),
        ):
            part = QVBoxLayout()
            part.setSpacing(4)
            part.addWidget(label(words, "strong"))
            part.addWidget(self.links[key])
            part.addStretch(1)
            row.addLayout(part, 1)
        column.addLayout(row)
