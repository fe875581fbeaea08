"""The step Evidence: what there is for a statement, by category, and which sources of the framework are missing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from selfassess.domain.framework.framework import Category, Source, Statement
from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.commands import AddRecord, SetField
from selfassess.domain.model.new_year import new_id
from selfassess.domain.model.plural import count_noun
from ui.bridge.gathering import Wanted
from ui.bridge.gathering import ask as gather
from ui.bridge.workspace import Workspace
from ui.pages.statement import model
from ui.pages.statement.step import RecordPart, Step, beside, clear, with_marks
from ui.widgets import dialogs, look
from ui.widgets.announcement import announce
from ui.widgets.cover import COVER_SIGNS
from ui.widgets.dropping import DropArea
from ui.widgets.forms import NewRecordLine, Option, RecordList
from ui.widgets.forms.controls import drop_below
from ui.widgets.forms.options import record_title
from ui.widgets.forms.pickers import PickList
from ui.widgets.idle_queue import finish, in_turns, together

FIELDS = (
    "title", "shows", "category", "source", "strength", "location_kind", "location", "reference", "dated_on", "as_at",
    "covers_from", "covers_to", "owner", "published", "personal_data", "quality_statements", "return_items",
)  # fmt: skip
STORY_FIELDS = ("text", "voice", "consent", "gathered_how", "what_changed", "evidence", "quality_statements")

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
        self.words = look.text("")
        self.state = look.quiet("")
        self.state.setWordWrap(False)
        self.add = look.link_button("Add", lambda: part.add_from(self.line.source) if self.line else None)
        self.add.setEnabled(not part.step.workspace.read_only)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.words, 1)
        row.addWidget(self.state)
        row.addWidget(self.add)

    def show_line(self, line: model.SourceLine) -> None:
        """Show a source."""
        if line != self.line:
            self.line = line
            self.words.setText(f"{COVER_SIGNS[line.covered]}  {line.source.name}")
            self.words.setToolTip("\n".join(f"• {each}" for each in line.source.includes))
            self.state.setText(line.state)
            self.add.setAccessibleName(f"Add evidence from: {line.source.name}")


class CategoryPart(QWidget):
    """The evidence of one category: its sources, its items, and how to add or link one."""

    def __init__(self, step: EvidenceStep, category: Category) -> None:
        super().__init__()
        self.step = step
        self.category = category
        self.source: str | None = None
        self.count = look.quiet("")
        self.count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.chosen = look.quiet("")
        self.new = NewRecordLine(
            step.workspace, f"Add evidence ({category.name.lower()}): its title", self._add, parent=self
        )
        self.link = look.secondary("Link existing…", self.open_list)
        self.link.setAccessibleName(f"Link existing evidence: {category.name}")
        self.files = look.secondary("Add files…", self.ask_files)
        self.files.setAccessibleName(f"Add files as evidence: {category.name}")
        self.drop = DropArea(self, f"Drop here to add as evidence: {category.name.lower()}", self._welcomes)
        self.drop.dropped.connect(self.gather)
        self.list = RecordList(step.workspace, "evidence", FIELDS, remove=step.unlink, remove_words="Unlink")
        self.list.beginning = self.new.line if category is not NO_CATEGORY else step.heading
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
        column.addWidget(beside(look.heading(category.name), self.count))
        column.addWidget(self.list)
        self.names = look.caption("Sources the framework names")
        adding = beside(self.new, look.row(self.files, self.link, spacing=8))
        no_source = look.link_button("From no particular source", self.forget_source)
        self.choosing = look.row(self.chosen, no_source)
        for part in (self.choosing, adding, self.names, self.sources):
            column.addWidget(part)
            look.show(part, category is not NO_CATEGORY)
        self.choosing.hide()
        for button in (self.link, self.files):
            look.show(button, not step.workspace.read_only)
        self._painted: tuple[model.SourceLine, ...] | None = None

    def show_items(self, statement: Statement, items: list[Record]) -> None:
        """Show these items of evidence, and how far the sources are covered."""
        found = self.step.assessment
        self.list.show_cards(with_marks(self.step.workspace, [model.evidence_card(found, item) for item in items]))
        if self.category is not NO_CATEGORY:
            for part in (self.count, self.names, self.sources):
                look.show(part, not found.by_cqc)
        if self.category is NO_CATEGORY or found.by_cqc:  # what others did not look at is nobody's to find
            self.setVisible(bool(items))
            return
        look.show(self, True)
        lines = model.sources(found, statement, self.category.key)
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

    def open_list(self) -> None:
        """Offer the evidence of the workbook that is not linked to this statement yet."""
        statement = self.step.statement
        if statement is None:
            return
        found = self.step.assessment
        free = [r for r in found.of("evidence") if statement.key not in r.links("quality_statements")]
        ordered = sorted(free, key=lambda r: r["category"] != self.category.key)
        names = {c.key: c.name for c in found.framework.categories}
        offered = [Option(r.id, record_title(r, found), names.get(r.text("category"), "")) for r in ordered]
        popup = PickList("Evidence of this workbook", offered, (), False, self)
        popup.picked.connect(lambda ids: self.step.link(ids[0]))
        popup.closed.connect(self._on_closed)
        popup.resize(max(self.width() // 2, 480), 320)
        drop_below(popup, self.link)
        self.pick_list = popup
        popup.show()
        popup.search.setFocus()

    def ask_files(self) -> None:
        """Ask for files to add in this category."""
        folder = str(self.step.workspace.session.path.resolve().parent)
        dialogs.ask_files(self, "Add files as evidence", "All files (*)", folder, self.gather)

    def gather(self, paths: tuple[Path, ...], text: str = "") -> None:
        """Have files, folders and links read and shown, to be added to this statement in this category."""
        if self.step.statement is not None:
            wanted = Wanted(
                paths=paths, text=text, statements=(self.step.statement.key,), category=self.category.key or None,
                source=self.source, added=lambda ids: self.forget_source(),
            )  # fmt: skip
            gather(self.step.workspace, wanted)

    def _welcomes(self) -> bool:
        return self.category is not NO_CATEGORY and not self.step.workspace.read_only

    def _on_closed(self) -> None:
        self.pick_list = None

    def _add(self, title: str) -> str:
        statement = self.step.statement
        if statement is None:
            return ""
        id = new_id()
        values: dict[str, object] = {
            "title": title, "category": self.category.key, "quality_statements": (statement.key,),
        }  # fmt: skip
        if self.source is not None:
            values["source"] = self.source
        if not self.step.workspace.run(AddRecord("evidence", id, values)):
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
            with together(column):
                for place, line in enumerate(lines[start : start + ROWS_AT_ONCE], start):
                    self._row(place).show_line(line)
            yield

    def _row(self, place: int) -> SourceRow:
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
            STORY_FIELDS,
            "Add a story or quote: what was said",
            "No stories yet. A quote from somebody who was there says more than a figure.",
        )
        self._body = QWidget()
        column = QVBoxLayout(self._body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self.column.addWidget(self._body)
        self.column.addWidget(look.heading(CATALOGUE["story"].plural))
        self.column.addWidget(self.stories)
        self.column.addStretch(1)
        self.parts: dict[str, CategoryPart] = {}
        self._shown = ""

    def show_statement(self, statement: Statement) -> None:
        if self.statement is not None and self.statement.key != statement.key:
            for part in self.parts.values():
                part.list.open_record(None)
                part.forget_source()
        super().show_statement(statement)

    def refresh(self) -> None:
        if self.statement is None:
            return
        self._arrange()
        in_turns(self, self._show_parts(self.statement))
        few = len(self.assessment.for_statement("evidence", self.statement.key)) <= AT_ONCE
        if few or self._shown == self.statement.key:
            finish(self)
        self._shown = self.statement.key

    def go_to(self, record: str | None, field: str | None) -> None:
        finish(self)
        for found in (*(part.list for part in self.parts.values()), self.stories.list):
            if found.holds(record):
                found.open_record(record, field or found.fields[0])
                return

    def _show_parts(self, statement: Statement) -> Iterator[None]:
        """Show the evidence, a category at a time."""
        open_id = self._open_id()
        stories = self.assessment.for_statement("story", statement.key)
        self.stories.show_cards(statement, [model.story_card(self.assessment, each) for each in stories])
        grouped: dict[str, list[Record]] = {key: [] for key in self.parts}
        for item in self.assessment.for_statement("evidence", statement.key):
            category = item.text("category")
            grouped[category if category in grouped else ""].append(item)
        for key, part in self.parts.items():
            part.show_items(statement, grouped[key])
            yield
        # An open item that was given another category goes on being open there.
        if open_id is not None and self._open_id() is None:
            self.go_to(open_id, "category")

    def link(self, id: str) -> None:
        """Link an item of evidence to this statement, after what it is linked to already."""
        item = self.assessment.by_id.get(id)
        if item is not None and self.statement is not None:
            links = (*item.links("quality_statements"), self.statement.key)
            self.workspace.run(SetField(id, "quality_statements", links))

    def unlink(self, id: str) -> None:
        """Take an item of evidence off this statement; it stays in the workbook."""
        item = self.assessment.by_id.get(id)
        if item is not None and self.statement is not None:
            left = tuple(key for key in item.links("quality_statements") if key != self.statement.key)
            if self.workspace.run(SetField(id, "quality_statements", left)):
                announce(self, f"Unlinked from {self.statement.short_name}: {item.text('title')}")

    def _open_id(self) -> str | None:
        return next((part.list.open_id for part in self.parts.values() if part.list.open_id), None)

    def _arrange(self) -> None:
        """One part for each category of the framework in view; another year may have others."""
        categories = (*self.assessment.framework.categories, NO_CATEGORY)
        if list(self.parts) == [category.key for category in categories]:
            return
        column = self._body.layout()
        assert column is not None
        clear(column)
        self.parts = {category.key: CategoryPart(self, category) for category in categories}
        for part in self.parts.values():
            column.addWidget(part)
