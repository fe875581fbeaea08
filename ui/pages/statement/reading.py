"""A section of the outline as widgets to read: paragraphs, lists, quotations, facts and tables."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from selfassess.domain.blocks import Block, Bullets, Facts, Paragraph, Quotation, ScoreChart, Section, Table
from ui.widgets import look


def reading(section: Section, depth: int = 0) -> Iterator[QWidget]:
    """The section and what is below it, from top to bottom."""
    yield look.heading(section.title, large=depth == 0)
    for block in section.blocks:
        yield from _block(block)
    for child in section.children:
        yield from reading(child, depth + 1)


def _block(block: Block) -> Iterator[QWidget]:
    match block:
        case Paragraph():
            yield _selectable(look.label(block.text, "muted" if block.quiet else "text"))
        case Bullets():
            for item in block.items:
                yield _selectable(look.text(f"• {item}"))
        case Quotation():
            yield look.card(_selectable(look.text(f"“{block.text}”")), look.quiet(block.attribution), look="quote")
        case Facts():
            yield _grid([(label, words) for label, words in block.rows], (1.0, 3.0), first_bold=True)
        case Table():
            yield look.label(block.caption, "strong")
            heads = tuple(column.label for column in block.columns)
            yield _grid([heads, *block.rows], tuple(column.weight for column in block.columns), head=True)
        case ScoreChart():
            yield look.text(block.alternative)


def _grid(
    rows: list[tuple[str, ...]], weights: tuple[float, ...], *, head: bool = False, first_bold: bool = False
) -> QWidget:
    widget = QWidget()
    grid = QGridLayout(widget)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(6)
    for at, row in enumerate(rows):
        for column, words in enumerate(row):
            strong = (head and at == 0) or (first_bold and column == 0)
            cell = _selectable(look.label(words, "strong" if strong else "text"))
            grid.addWidget(cell, at, column, Qt.AlignmentFlag.AlignTop)
    for column, weight in enumerate(weights):
        grid.setColumnStretch(column, max(round(weight * 4), 1))
    return widget


def _selectable(label: QLabel) -> QLabel:
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
