"""The dialog: reading with how far it is, then what was found, then one step that adds it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.domain.model.errors import WrongUseError
from selfassess.domain.model.fields import Field
from selfassess.domain.model.journal import Operation
from selfassess.domain.text.wording import count_noun
from selfassess.services.evidence import add_evidence
from selfassess.services.evidence.add_evidence import EvidenceRequest, Found, Gathered
from selfassess.services.workbook.bulk_edit import take_bulk_changes
from ui.bridge.tasks import Task
from ui.bridge.workspace import Workspace
from ui.dialogs.add_evidence.model import COLUMNS, build_found_rows, name_add_button, summarise_gathered
from ui.jobs.job_dialog import JobDialog
from ui.widgets import theme
from ui.widgets.dropping import WEB
from ui.widgets.forms.options import Option, list_link_options
from ui.widgets.forms.pickers import LinkControl
from ui.widgets.look import (
    make_label,
    make_primary_button,
    make_quiet_label,
    make_scroll_area,
    make_secondary_button,
    make_text,
    make_title,
)
from ui.widgets.sheet import Sheet, in_html
from ui.widgets.tables import RowsModel, Table

PASTE = "Paste or type web addresses, one on each line. Words beside an address become its title."
NEVER = "Only the addresses are kept. This program never goes online, so no page is opened or looked at."
STAYS = "Files stay where they are: the workbook keeps their place and their fingerprint, never a copy."
MOST_SAID = 200
"""So many of the things that could not be taken are named."""


class AddEvidenceDialog(JobDialog):
    """Reads what was asked for, shows it, and adds what is left in the list."""

    stop_words = "Cancel"

    def __init__(
        self, workspace: Workspace, parent: QWidget | None = None, wanted: EvidenceRequest | None = None
    ) -> None:
        super().__init__(parent, "Add evidence", (820, 640), progress="How far the reading is")
        self.workspace = workspace
        self.wanted = wanted or EvidenceRequest()
        self.found: tuple[Found, ...] = ()
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
        self.table.lay_out_columns(COLUMNS)
        self.table.setMinimumHeight(theme.px(150))
        self.links: dict[str, LinkControl] = {}
        self._make_link_editors()
        self.problems = Sheet("What could not be taken, and what is doubtful")
        self.leave_out = make_secondary_button("Leave out selected", self.leave_out_selected)
        self.leave_out.setAccessibleName("Leave out the documents that are selected")
        self.go = make_primary_button("", self.add_documents)
        self._lay_out_parts()
        self.table.marked.connect(lambda: self.leave_out.setEnabled(bool(self.table.selected_ids())))
        self._begin_gathering()

    def read_pasted_addresses(self) -> None:
        """Take the addresses that were pasted."""
        year = self.workspace.session.current
        self._show_gathered(add_evidence.read_pasted_links(self.pasted.toPlainText(), year))

    def leave_out_selected(self) -> None:
        """Take the selected documents off the list; they are not added."""
        gone = {int(id) for id in self.table.selected_ids()}
        self.found = tuple(each for number, each in enumerate(self.found) if number not in gone)
        self._list_documents()

    def add_documents(self) -> None:
        """Add what is listed, as one step, and close."""
        if self.pasted.isVisible():
            self.read_pasted_addresses()
            return
        session = self.workspace.session
        try:
            changes = add_evidence.plan_evidence_changes(
                session,
                self.found,
                statements=self._chosen_links("quality_statements"),
                items=self._chosen_links("return_items"),
                category=next(iter(self._chosen_links("category")), None),
                source=next(iter(self._chosen_links("source")), None),
            )
        except WrongUseError as error:
            self.said.show_message(str(error), "error")
            return
        new = sum(change.operation is Operation.CREATE for change in changes)
        count = f"{count_noun(new, 'item')} of evidence"
        if not self.workspace.take_long_step(
            take_bulk_changes(session, f"add {count}" if new else "link evidence", changes), "Adding"
        ):
            self.said.show_message(self.workspace.refusal, "error")
            return
        ids = tuple(dict.fromkeys((*(c.record for c in changes), *(each.already for each in self.found))))
        self.accept()
        self.wanted.added(tuple(id for id in ids if id in session.current.by_id))

    def _begin_gathering(self) -> None:
        if self.wanted.paths:
            self._read_documents()
        elif self.wanted.text:
            self._show_gathered(add_evidence.read_pasted_links(self.wanted.text, self.workspace.session.current))
        else:
            self._ask_for_addresses()

    def _ask_for_addresses(self) -> None:
        """Let the person paste; what is on the clipboard is there already where it looks like addresses."""
        copied = QGuiApplication.clipboard().text()
        if any(word.lower().startswith(WEB) for word in copied.split()):
            self.pasted.setPlainText(copied)
        self._show_only_parts(self.pasted, self.asked_words)
        self.go.setText("Look at them")
        self.pasted.setFocus()

    def _read_documents(self) -> None:
        paths, path, year = self.wanted.paths, self.workspace.session.path, self.workspace.session.current
        task = Task(
            lambda progress, cancelled: add_evidence.gather_documents(
                paths, path, year, progress=progress, cancelled=cancelled
            )
        )
        self._show_only_parts(self.said)
        self.go.hide()
        self.run_job(task, "Reading the files, to tell each from every other …", self._show_gathered)

    def _show_gathered(self, gathered: Gathered) -> None:
        self.found = gathered.found
        whole = (*gathered.problems, *(f"{doubt} It is in the list all the same." for doubt in gathered.doubts))
        said = whole[:MOST_SAID]
        more = len(whole) - len(said)
        lines = [*said, f"… and {more:,} more."] if more else list(said)
        self.problems.show_html(lambda: "".join(f"<p>{in_html(line)}</p>" for line in lines))
        self._show_only_parts(
            self.said, *([self.body, self.leave_out] if self.found else []), *([self.lost] if lines else [])
        )
        self.said.show_message(summarise_gathered(gathered), "warning" if lines else "info")
        self.go.show()
        self._list_documents()
        (self.go if self.go.isEnabled() else self.stop).setFocus()

    def _list_documents(self) -> None:
        self.model.show_rows(build_found_rows(self.found))
        self.leave_out.setEnabled(False)
        self._update_add_button()

    def _update_add_button(self) -> None:
        linked = bool(self._chosen_links("quality_statements") or self._chosen_links("return_items"))
        self.go.setText(name_add_button(self.found, linked))
        self.go.setEnabled(any(not each.already or each.moved or linked for each in self.found))

    def show_refusal(self, sentence: str) -> None:
        super().show_refusal(sentence)
        self.offer_to_close()

    def show_stopped(self) -> None:
        """Close: nothing was added."""
        super().show_stopped()
        self.reject()

    def _chosen_links(self, key: str) -> tuple[str, ...]:
        raw = self.links[key].raw_value()
        if isinstance(raw, tuple):
            return raw
        return (str(raw),) if raw else ()

    def _make_link_editors(self) -> None:
        """What all of them are linked to, filled with what the place it was dropped on stands for."""
        kind, wanted = CATALOGUE["evidence"], self.wanted
        values = {
            "quality_statements": wanted.statements, "return_items": wanted.items,
            "category": wanted.category, "source": wanted.source,
        }  # fmt: skip
        for key, value in values.items():
            spec = kind.by_key[key]
            control = LinkControl(spec, partial(self._offered_options, spec))
            control.show_stored_value(value or None)
            control.button.setAccessibleName(f"Choose for all of them: {spec.label.lower()}")
            control.changed.connect(self._update_add_button)
            self.links[key] = control
        self.links["category"].changed.connect(self._on_category_changed)

    def _offered_options(self, spec: Field) -> tuple[Option, ...]:
        """What can be chosen for a field: of sources, those of the category that is chosen."""
        year = self.workspace.session.current
        wanted = self._chosen_links("category") if "category" in self.links else ()
        chosen = {category.name for category in year.framework.categories if category.key in wanted}
        found = list_link_options(spec, year)
        if spec.key == "source" and chosen:
            return tuple(o for o in found if o.group in chosen)
        return found

    def _on_category_changed(self) -> None:
        """A source of another category is none of theirs."""
        source = self.links["source"]
        if not {option.key for option in self._offered_options(source.field)}.intersection(
            self._chosen_links("source")
        ):
            source.show_stored_value(None)

    def _show_only_parts(self, *parts: QWidget) -> None:
        for part in (self.asked_words, self.pasted, self.said, self.body, self.lost, self.leave_out):
            part.setVisible(part in parts)

    def _lay_out_parts(self) -> None:
        self.asked_words = make_text(PASTE)
        self.stays = make_quiet_label(STAYS if self.wanted.paths else NEVER)
        self.body, self.lost = QWidget(), QWidget()
        self._lay_out_documents()
        below = QVBoxLayout(self.lost)
        below.setContentsMargins(0, 0, 0, 0)
        below.addWidget(make_label("Not taken", "strong"))
        self.problems.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.problems.setMaximumHeight(theme.px(130))
        below.addWidget(self.problems)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        for part in (make_title("Add evidence"), self.stays, self.said, self.asked_words, self.bar):
            column.addWidget(part)
        column.addWidget(self.pasted, 1)
        column.addWidget(self.body, 1)
        column.addWidget(self.lost)
        column.addStretch(0)
        self.arrange_page(make_scroll_area(inner), left=(self.leave_out,), right=(self.go,))

    def _lay_out_documents(self) -> None:
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
            part.addWidget(make_label(words, "strong"))
            part.addWidget(self.links[key])
            part.addStretch(1)
            row.addLayout(part, 1)
        column.addLayout(row)
