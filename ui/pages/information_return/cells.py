"""Grids one types in as in a spreadsheet: a block of cells is copied, pasted and emptied at once, Enter goes down."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QWidget

from selfassess.domain.text.wording import choose_plural, count_noun
from ui.widgets.announcement import announce
from ui.widgets.grid import Cell, Grid, GridModel

Block = tuple[tuple[str, ...], ...]
MOST = 5_000
"""So many cells of a block are taken; more is a slip, or a sheet to import."""


def read_block(text: str) -> Block:
    """The cells of what a spreadsheet puts on the clipboard: tabs between cells, lines between rows."""
    try:
        made = list(csv.reader(io.StringIO(text.replace("\r\n", "\n").replace("\r", "\n")), delimiter="\t"))
    except csv.Error:  # a quote that never ends: take it as it stands
        made = [line.split("\t") for line in text.splitlines()]
    rows = [tuple(cell.strip() for cell in row) for row in made]
    while rows and not any(rows[-1]):
        rows.pop()
    return tuple(rows)


def write_block(rows: Sequence[Sequence[str]]) -> str:
    """Cells as a spreadsheet reads them from the clipboard."""
    made = io.StringIO()
    csv.writer(made, delimiter="\t", lineterminator="\n").writerows(rows)
    return made.getvalue()


class BlockModel(GridModel):
    """A grid model that takes many cells in one step."""

    def write_typed_cells(self, typed: Mapping[Cell, str]) -> Mapping[Cell, str]:
        """Keep what was typed into many cells as one step; gives the reason for each cell that cannot be kept."""
        raise NotImplementedError

    def place_block(self, top: int, left: int, block: Block) -> tuple[dict[Cell, str], int]:
        """The cells a block falls on when it begins in line ``top`` and column ``left``, and how many fall on none."""
        lines, width = self.line_keys(), self.columnCount()
        cells: dict[Cell, str] = {}
        beyond = 0
        for row, texts in enumerate(block, top):
            for column, text in enumerate(texts, left):
                if row < len(lines) and column < width and self.is_editable(lines[row], column):
                    cells[lines[row], column] = text
                else:
                    beyond += bool(text)
        return cells, beyond

    def paste_block(self, top: int, left: int, block: Block) -> str:
        """Write a block; gives what there is to say about it."""
        if sum(map(len, block)) > MOST:
            return f"That is more than {MOST:,} cells, so nothing was pasted. Copy only the rows that belong here."
        cells, beyond = self.place_block(top, left, block)
        kept = self.write_cells(cells)
        said = [f"{count_noun(kept, 'cell')} pasted."]
        if len(cells) - kept:
            said.append(f"{len(cells) - kept:,} could not be read: put right what is marked.")
        if beyond:
            said.append(f"{beyond:,} did not fit in the grid and {choose_plural(beyond, 'was', 'were')} left out.")
        return " ".join(said)

    def write_cells(self, cells: Mapping[Cell, str]) -> int:
        """Write many cells, and mark those that could not be kept; how many were."""
        refused = self.write_typed_cells(cells)
        for cell, text in cells.items():
            if cell in refused:
                self._refused[cell] = (text, refused[cell])
            else:
                self._refused.pop(cell, None)
        self.complained.emit(next((reason for _, reason in self._refused.values()), ""))
        self.repaint_cells()
        return len(cells) - len(refused)


class BlockGrid(Grid):
    """The view of a BlockModel. ``pasted`` tells in words what became of a block."""

    pasted = Signal(str)

    def __init__(self, model: BlockModel, name: str, parent: QWidget | None = None) -> None:
        super().__init__(model, name, parent)
        self._block = model
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self.pasted.connect(lambda words: announce(self, words))

    def paste_clipboard(self) -> None:
        """Paste the clipboard's block from the cell one is on."""
        index = self.currentIndex()
        text = QGuiApplication.clipboard().text()
        if not text.strip() or not self.flush():
            return
        top, left = (index.row(), index.column()) if index.isValid() else (0, 0)
        self.pasted.emit(self._block.paste_block(top, left, read_block(text)))

    def copy_selection(self) -> None:
        """Put the selected cells on the clipboard as a spreadsheet reads them."""
        cells = self.selectionModel().selectedIndexes()
        if not cells:
            return
        rows = sorted({cell.row() for cell in cells})
        columns = sorted({cell.column() for cell in cells})
        model = self._block
        said = [[str(model.data(model.index(row, column)) or "") for column in columns] for row in rows]
        QGuiApplication.clipboard().setText(write_block(said))

    def empty_selection(self) -> None:
        """Empty the selected cells in one step."""
        lines = self._block.line_keys()
        cells = [(lines[each.row()], each.column()) for each in self.selectionModel().selectedIndexes()]
        self._block.write_cells({cell: "" for cell in cells if self._block.is_editable(*cell)})

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste_clipboard()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy_selection()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.empty_selection()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.edit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        here = self.currentIndex()
        super().closeEditor(editor, hint)
        if hint == QAbstractItemDelegate.EndEditHint.SubmitModelCache:  # Enter
            below = self._block.index(here.row() + 1, here.column())
            if below.isValid():
                self.selectionModel().setCurrentIndex(below, QItemSelectionModel.SelectionFlag.ClearAndSelect)
