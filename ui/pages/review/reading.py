"""A dialog to read something long in its parts: a version as it was signed, or what was changed since."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QListWidget, QSplitter, QVBoxLayout, QWidget

from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.domain.model.editions import Edition
from selfassess.domain.model.report_blocks import Outline, Section
from selfassess.domain.report import outline
from selfassess.domain.signing.changes_since_signing import Became, Revised, Revision, describe_revision_count
from selfassess.services.years.signing import Signed
from ui.widgets import look, marked, reading, theme
from ui.widgets.reading_order import InReadingOrder
from ui.widgets.sheet import Sheet, in_html
from ui.widgets.splitters import move_border_by_keys

WIDEST, HIGHEST = 1200, 700
"""What the smallest screen leaves for a dialog."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its name in the list, and what makes its text."""

    name: str
    html: Callable[[], str]


class ReadingDialog(InReadingOrder, QDialog):
    """Parts in a list on the left, the one chosen on the right; nothing in it can be changed."""

    def __init__(self, title: str, words: str, parts: Sequence[Part], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.dress_parts(self)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(min(theme.px(980), WIDEST), min(theme.px(660), HIGHEST))
        self.parts = tuple(parts)
        self.list = QListWidget()
        self.list.setAccessibleName("Parts")
        self.list.setProperty("look", "topics")
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setWordWrap(True)
        self.list.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.list.setResizeMode(QListWidget.ResizeMode.Adjust)
        for part in self.parts:
            self.list.addItem(part.name)
            item = self.list.item(self.list.count() - 1)
            item.setToolTip(part.name)
        self.sheet = Sheet(title)
        inner = QWidget()
        inside = QVBoxLayout(inner)
        inside.setContentsMargins(16, 0, 16, 16)
        inside.addWidget(self.sheet)
        inside.addStretch(1)
        self.area = look.ScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidget(inner)
        both = QSplitter(Qt.Orientation.Horizontal)
        both.setChildrenCollapsible(False)
        move_border_by_keys(both)
        both.addWidget(self.list)
        both.addWidget(self.area)
        both.setStretchFactor(1, 1)
        both.setSizes([min(theme.px(250), 380), 700])
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(look.make_secondary_button("Close", self.reject))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(10)
        column.addWidget(look.make_title(title))
        column.addWidget(look.make_quiet_label(words))
        column.addWidget(both, 1)
        column.addLayout(foot)
        self.list.currentRowChanged.connect(self._show_reading_part)
        self.list.setCurrentRow(0)
        self.list.setFocus()

    def _show_reading_part(self, row: int) -> None:
        if 0 <= row < len(self.parts):
            self.sheet.setAccessibleName(self.parts[row].name)
            self.sheet.show_html(self.parts[row].html)
            self.area.verticalScrollBar().setValue(0)


def build_version_outline(signed: Signed) -> Outline:
    """A version as sections, for those who may read everything; takes a while."""
    return outline.build_outline(signed.workbook, signed.assessment, Edition.FULL)


def build_version_parts(made: Outline) -> tuple[Part, ...]:
    """A version in its sections, each statement by itself."""
    facts = "".join(f"<tr><td width='35%'>{escape(k)}</td><td>{in_html(v)}</td></tr>" for k, v in made.facts)
    cover = Part("Cover", lambda: f"<h2>{escape(made.title)}</h2><table cellpadding='3' width='100%'>{facts}</table>")
    return (cover, *(_build_section_part(each) for section in made.sections for each in _split_theme_section(section)))


def _split_theme_section(section: Section) -> tuple[Section, ...]:
    if section.key.startswith("theme:") and section.children:
        return section.children
    return (section,)


def _build_section_part(section: Section) -> Part:
    return Part(section.title, lambda: reading.section_as_html(section))


def build_change_parts(found: Sequence[Revised]) -> tuple[Part, ...]:
    """What was changed, a part for each statement."""
    return tuple(_build_change_part(each) for each in found)


def _build_change_part(found: Revised) -> Part:
    return Part(f"{found.title} ({len(found.revisions):,})", lambda: build_changes_html(found))


def build_changes_html(found: Revised) -> str:
    """Every record that was changed under a statement, field by field, with its words marked."""
    said = f'<p style="color:{theme.colour_tokens()["muted"]}">{marked.LEGEND}</p>'
    body = "".join(_build_revision_html(each) for each in found.revisions)
    return f"<h2>{escape(found.title)}</h2><p>{escape(describe_revision_count((found,)))}</p>{said}{body}"


def _build_revision_html(revision: Revision) -> str:
    kind = CATALOGUE[revision.kind].name
    name = kind if revision.kind == "judgement" else f"{kind}: {revision.title}"
    made = [f"<h3>{escape(name)} <span style='font-weight:400'>– {revision.became.lower()}</span></h3>"]
    muted = theme.colour_tokens()["muted"]
    fields = revision.fields if revision.became is not Became.REMOVED else ()
    for field in fields:
        text = marked.pieces_as_html(field.pieces, folded=True)
        made.append(f'<p style="color:{muted};margin-bottom:0">{escape(field.label)}</p>{text}')
    return "".join(made)
