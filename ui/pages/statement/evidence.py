"""The step Evidence: what there is for a statement, by category, and which sources of the framework are missing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QTextEdit, QVBoxLayout, QWidget

from selfassess.domain.framework.framework import Category, Source, Statement
from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.commands import AddRecord, SetField
from selfassess.domain.model.errors import FileError
from selfassess.domain.model.new_year import new_id
from selfassess.domain.text.wording import count_noun
from selfassess.services.evidence.add_evidence import (
    EvidenceRequest,
    Found,
    plan_evidence_changes,
    read_pasted_links,
)
from selfassess.services.evidence.evidence_line import find_named_file, understand_line
from selfassess.services.workbook.bulk_edit import take_bulk_changes
from ui.bridge.workspace import Workspace
from ui.pages.statement import model
from ui.pages.statement.step import RecordPart, Step, clear_layout, close_others, lay_beside, with_marks
from ui.widgets import dialogs, look
from ui.widgets.announcement import announce
from ui.widgets.cover import COVER_SIGNS
from ui.widgets.dropping import DropArea
from ui.widgets.forms.controls import drop_below
from ui.widgets.forms.new_record_line import NewRecordLine
from ui.widgets.forms.options import Option, record_title
from ui.widgets.forms.pickers import PickList
from ui.widgets.forms.record_list import RecordList
from ui.widgets.idle_queue import finish_work, in_turns, lay_out_once

AT_ONCE = 8
"""So many items of evidence are shown with the page; more follow it, a category at a time."""
ROWS_AT_ONCE = 6
"""Sources that are made in one turn of the event loop."""

NO_CATEGORY = Category(key="", name="Without a category", short_name="No category")


class SourceRow(QWidget):
    """One source: whether there is evidence from it, and a button to add some."""

    def __init__(self, part: CategoryPart) -> None:
        super().__init__()
        self.line: model.SourceLine | None = None
        self.words = look.make_text("")
        self.state = look.make_quiet_label("")
        self.state.setWordWrap(False)
        self.add = look.make_link_button("Add", lambda: part.add_from(self.line.source) if self.line else None)
        self.add.setEnabled(not part.step.workspace.read_only)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.words, 1)
        row.addWidget(self.state)
        row.addWidget(self.add)

    def show_source_line(self, line: model.SourceLine) -> None:
        """Show a source."""
        if line != self.line:
            self.line = line
            self.words.setText(f"{COVER_SIGNS[line.covered]}  {line.source.name}")
            self.words.setToolTip("\n".join(f"• {each}" for each in line.source.includes))
            self.state.setText(line.describe_source_state)
            self.add.setAccessibleName(f"Add evidence from: {line.source.name}")


class CategoryPart(QWidget):
    """The evidence of one category: its sources, its items, and how to add or link one."""

    def __init__(self, step: EvidenceStep, category: Category) -> None:
        super().__init__()
        self.step = step
        self.category = category
        self.source: str | None = None
        self.count = look.make_quiet_label("")
        self.count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.chosen = look.make_quiet_label("")
        self.new = NewRecordLine(
            step.workspace,
            f"Add evidence ({category.name.lower()}): its title, a link or a file",
            self._add_evidence_named,
            parent=self,
            explain=lambda words: understand_line(words).words,
        )
        self.link = look.make_secondary_button("Link existing…", self.open_evidence_list)
        self.link.setAccessibleName(f"Link existing evidence: {category.name}")
        self.files = look.make_secondary_button("Add files…", self.ask_evidence_files)
        self.files.setAccessibleName(f"Add files as evidence: {category.name}")
        self.drop = DropArea(self, f"Drop here to add as evidence: {category.name.lower()}", self._welcomes_evidence)
        self.drop.dropped.connect(self.gather_evidence)
        self.list = RecordList(
            step.workspace,
            "evidence",
            model.list_form_fields("evidence"),
            remove=step.unlink_evidence_item,
            remove_words="Unlink",
        )
        self.list.beginning = self.new.line if category is not NO_CATEGORY else step.heading
        self.list.keeps_beginning = True
        self.new.added.connect(lambda id: self.list.open_record(id, "shows"))
        self.sources = QWidget()
        inner = QVBoxLayout(self.sources)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        self.rows: list[SourceRow] = []
        self.pick_list: PickList | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 8)
        column.setSpacing(8)
        column.addWidget(lay_beside(look.make_heading(category.name), self.count))
        self.names = look.make_caption("Sources the framework names")
        buttons = look.make_row(self.files, self.link, spacing=8)
        adding = lay_beside(self.new, buttons, at=Qt.AlignmentFlag.AlignTop)  # below the line grows what it understood
        no_source = look.make_link_button("From no particular source", self.forget_source)
        self.choosing = look.make_row(self.chosen, no_source)
        for part in (self.choosing, adding, self.list, self.names, self.sources):
            column.addWidget(part)
            look.show_if(part, part is self.list or category is not NO_CATEGORY)
        self.choosing.hide()
        for button in (self.link, self.files):
            look.show_if(button, not step.workspace.read_only)
        self._painted: tuple[model.SourceLine, ...] | None = None

    def show_items(self, statement: Statement, items: list[Record]) -> None:
        """Show these items of evidence, and how far the sources are covered."""
        found = self.step.step_assessment
        self.list.show_record_cards(
            with_marks(self.step.workspace, [model.evidence_card(found, item) for item in items])
        )
        if self.category is not NO_CATEGORY:
            for part in (self.count, self.names, self.sources):
                look.show_if(part, not found.by_cqc)
        if self.category is NO_CATEGORY or found.by_cqc:  # what others did not look at is nobody's to find
            self.setVisible(bool(items))
            return
        look.show_if(self, True)
        coverage = self.step.workspace.session.derived.find_coverage(found)
        lines = model.list_source_lines(found, coverage, statement, self.category.key)
        asked = [line for line in lines if not line.if_available]
        covered = sum(line.items > 0 for line in asked)
        self.count.setText(f"{covered} of {count_noun(len(asked), 'source')} covered")
        if lines != self._painted:
            self._painted = lines
            in_turns(self, self._show_sources())  # some fifty rows on a page

    def add_from(self, source: Source) -> None:
        """Have the next item that is added come from this source."""
        for part in self.step.parts.values():
            part.forget_source()
        self.source = source.key
        self.chosen.setText(f"The evidence you add next comes from: {source.name}")
        self.choosing.show()
        self.new.line.setFocus()

    def forget_source(self) -> None:
        """Have what is added next come from no particular source: one was added, or it is about another statement."""
        self.source = None
        self.choosing.hide()

    def open_evidence_list(self) -> None:
        """Offer the evidence of the workbook that is not linked to this statement yet."""
        statement = self.step.statement
        if statement is None:
            return
        found = self.step.step_assessment
        free = [r for r in found.records_of("evidence") if statement.key not in r.links_of("quality_statements")]
        ordered = sorted(free, key=lambda r: r["category"] != self.category.key)
        names = {c.key: c.name for c in found.framework.categories}
        offered = [Option(r.id, record_title(r, found), names.get(r.text_of("category"), "")) for r in ordered]
        popup = PickList("Evidence of this workbook", offered, (), False, self)
        popup.picked.connect(lambda ids: self.step.link_evidence_item(ids[0]))
        popup.closed.connect(self._on_evidence_list_closed)
        popup.resize(max(self.width() // 2, 480), 320)
        drop_below(popup, self.link)
        self.pick_list = popup
        popup.show()
        popup.search.setFocus()

    def ask_evidence_files(self) -> None:
        """Ask for files to add in this category."""
        folder = str(self.step.workspace.session.path.resolve().parent)
        dialogs.ask_files_to_open(self, "Add files as evidence", "All files (*)", folder, self.gather_evidence)

    def gather_evidence(self, paths: tuple[Path, ...], text: str = "") -> None:
        """Have files, folders and links read, to be added to this statement in this category."""
        if self.step.statement is not None:
            wanted = EvidenceRequest(
                paths=paths, text=text, statements=(self.step.statement.key,), category=self.category.key or None,
                source=self.source, added=self._on_documents_added,
            )  # fmt: skip
            self.step.workspace.open_dialog("add_evidence", wanted)

    def _on_documents_added(self, ids: tuple[str, ...]) -> None:
        """Open the first of them, unless somebody writes elsewhere by now or has gone on."""
        self.forget_source()
        focus = self.window().focusWidget()
        writing = isinstance(focus, (QLineEdit, QTextEdit, QPlainTextEdit)) and focus is not self.new.line
        if ids and self.isVisible() and not writing and not self.new.line.text():
            self.step.go_to_field(ids[0], "shows")

    def _welcomes_evidence(self) -> bool:
        return self.category is not NO_CATEGORY and not self.step.workspace.read_only

    def _on_evidence_list_closed(self) -> None:
        self.pick_list = None

    def _add_evidence_named(self, words: str) -> str:
        """Add what is typed: a web link or a title at once; a file is read first."""
        workspace, statement = self.step.workspace, self.step.statement
        understood = understand_line(words)
        if statement is None or understood.refused:
            return ""
        if understood.file:
            try:
                path = find_named_file(understood, workspace.session.path)
            except FileError as error:
                self.new.understood.setText(str(error))
                announce(self.new, str(error), at_once=True)
                return ""
            self.new.line.clear()  # it is being read from now on
            self.gather_evidence((path,))
            return ""
        if understood.found is not None:
            return self._add_web_link(statement, understood.found)
        id = new_id()
        values: dict[str, object] = {
            "title": words, "category": self.category.key, "quality_statements": (statement.key,),
        }  # fmt: skip
        if self.source is not None:
            values["source"] = self.source
        if not workspace.run(AddRecord("evidence", id, values)):
            return ""
        self.forget_source()
        return id

    def _add_web_link(self, statement: Statement, found: Found) -> str:
        """Add a web page as evidence, or link the evidence that names it already."""
        session = self.step.workspace.session
        changes = plan_evidence_changes(
            session, (found,), statements=(statement.key,), category=self.category.key or None, source=self.source
        )
        id = changes[0].record if changes else read_pasted_links(found.location, session.current).found[0].already
        if changes and not self.step.workspace.take_long_step(
            take_bulk_changes(session, "add evidence", changes), "Adding"
        ):
            return ""
        self.forget_source()
        return id

    def _show_sources(self) -> Iterator[None]:
        lines = self._painted or ()
        column = self.sources.layout()
        assert column is not None
        while len(self.rows) > len(lines):
            self.rows.pop().deleteLater()
        for start in range(0, len(lines), ROWS_AT_ONCE):
            with lay_out_once(column):
                for place, line in enumerate(lines[start : start + ROWS_AT_ONCE], start):
                    self._source_row_at(place).show_source_line(line)
            yield

    def _source_row_at(self, place: int) -> SourceRow:
        if place == len(self.rows):
            self.rows.append(SourceRow(self))
            column = self.sources.layout()
            assert column is not None
            column.addWidget(self.rows[-1])
        return self.rows[place]


class EvidenceStep(Step):
    """Evidence by category; each item can be opened and edited in place."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(
            workspace,
            "What do we know, and from whom?",
            "One item can bear on several statements. Unlinking takes it off this one only; it stays in Evidence.",
        )
        self.stories = RecordPart(
            workspace,
            "story",
            "Add a story or quote: what was said",
            "No stories yet. A quote from somebody who was there says more than a figure.",
        )
        self._body = QWidget()
        column = QVBoxLayout(self._body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self.column.addWidget(self._body)
        self.column.addWidget(look.make_heading(CATALOGUE["story"].plural))
        self.column.addWidget(self.stories)
        self.column.addStretch(1)
        self.parts: dict[str, CategoryPart] = {}
        self._shown = ""

    def show_step_of(self, statement: Statement) -> None:
        if self.statement is not None and self.statement.key != statement.key:
            for part in self.parts.values():
                part.list.open_record(None)
                part.forget_source()
        super().show_step_of(statement)

    def refresh_step(self) -> None:
        if self.statement is None:
            return
        self._arrange_categories()
        in_turns(self, self._show_category_parts(self.statement))
        few = len(self.step_assessment.for_statement("evidence", self.statement.key)) <= AT_ONCE
        if few or self._shown == self.statement.key:
            finish_work(self)
        self._shown = self.statement.key

    def go_to_field(self, record: str | None, field: str | None) -> None:
        finish_work(self)
        for found in (*(part.list for part in self.parts.values()), self.stories.list):
            if found.holds_record(record):
                found.open_record(record, field or found.fields[0])
                return

    def _show_category_parts(self, statement: Statement) -> Iterator[None]:
        """Show the evidence, a category at a time."""
        open_id = self._open_id()
        stories = self.step_assessment.for_statement("story", statement.key)
        self.stories.show_statement_cards(statement, [model.story_card(self.step_assessment, each) for each in stories])
        grouped: dict[str, list[Record]] = {key: [] for key in self.parts}
        for item in self.step_assessment.for_statement("evidence", statement.key):
            category = item.text_of("category")
            grouped[category if category in grouped else ""].append(item)
        for key, part in self.parts.items():
            part.show_items(statement, grouped[key])
            yield
        # An open item that was given another category goes on being open there.
        if open_id is not None and self._open_id() is None:
            self.go_to_field(open_id, "category")

    def link_evidence_item(self, id: str) -> None:
        """Link an item of evidence to this statement, after what it is linked to already."""
        item = self.step_assessment.by_id.get(id)
        if item is not None and self.statement is not None:
            links = (*item.links_of("quality_statements"), self.statement.key)
            self.workspace.run(SetField(id, "quality_statements", links))

    def unlink_evidence_item(self, id: str) -> None:
        """Take an item of evidence off this statement; it stays in the workbook."""
        item = self.step_assessment.by_id.get(id)
        if item is not None and self.statement is not None:
            left = tuple(key for key in item.links_of("quality_statements") if key != self.statement.key)
            if self.workspace.run(SetField(id, "quality_statements", left)):
                announce(self, f"Unlinked from {self.statement.short_name}: {item.text_of('title')}")

    def _open_id(self) -> str | None:
        return next((part.list.open_id for part in self.parts.values() if part.list.open_id), None)

    def _arrange_categories(self) -> None:
        """One part for each category of the framework in view; another year may have others."""
        categories = (*self.step_assessment.framework.categories, NO_CATEGORY)
        if list(self.parts) == [category.key for category in categories]:
            return
        column = self._body.layout()
        assert column is not None
        clear_layout(column)
        self.parts = {category.key: CategoryPart(self, category) for category in categories}
        close_others([*(part.list for part in self.parts.values()), self.stories.list])
        for part in self.parts.values():
            column.addWidget(part)
