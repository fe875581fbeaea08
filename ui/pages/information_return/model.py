"""The items of the return as rows under their themes, and the figures of one item as a grid."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QFont

from selfassess.domain.commands import AddRecord, Command, RemoveRecord, SetField
from selfassess.domain.errors import InvalidValueError
from selfassess.domain.events import StepTaken
from selfassess.domain.fields import clean, display
from selfassess.domain.framework import ALL, GENERAL, NotToSend, ReturnItem
from selfassess.domain.records import CATALOGUE, Record
from selfassess.domain.workbook import Assessment
from ui.bridge.workspace import Workspace
from ui.widgets.grid import GridModel
from ui.widgets.tables import Column, Index, RowsModel
from ui.widgets.theme import colour

VALUE = CATALOGUE["figure"].by_key["value"]
STATUS = CATALOGUE["return_answer"].by_key["status"]
NOT_SAID = "not_started"


@dataclass(frozen=True, slots=True)
class Group:
    """The line above the items of a theme."""

    id: str
    name: str
    place: int


@dataclass(frozen=True, slots=True)
class Line:
    """One item of the return with what is written about it."""

    id: str
    """The item's reference, such as "IR 5"."""
    item: ReturnItem
    place: int
    group: str
    status: str
    owner: str
    note: str
    evidence: int
    answer: str
    """The id of the return answer, "" where the year has none for the item."""


def theme_name(year: Assessment, key: str) -> str:
    """A theme of the return in words; two of them are not of the framework."""
    named = {ALL: "All themes", GENERAL: "General"}
    return next((theme.name for theme in year.framework.themes if theme.key == key), named.get(key, key))


def lines(year: Assessment) -> tuple[Group | Line, ...]:
    """Every item of the return in its order, each theme with a line above."""
    asked = year.information_return
    if asked is None:
        return ()
    answers = {record.text("return_item"): record for record in year.of("return_answer")}
    sent = Counter(ref for record in year.of("evidence") for ref in record.links("return_items"))
    rows: list[Group | Line] = []
    seen: dict[str, str] = {}
    for place, item in enumerate(asked.items):
        if item.theme not in seen:
            seen[item.theme] = f"theme {item.theme}"
            rows.append(Group(seen[item.theme], theme_name(year, item.theme), place))
        answer = answers.get(item.ref)
        rows.append(
            Line(
                id=item.ref,
                item=item,
                place=place,
                group=seen[item.theme],
                status=(answer.text("status") if answer else "") or NOT_SAID,
                owner=answer.text("owner") if answer else "",
                note=answer.text("note") if answer else "",
                evidence=sent[item.ref],
                answer=answer.id if answer else "",
            )
        )
    return tuple(rows)


def look_back(item: ReturnItem) -> str:
    """How far an item looks back, in words."""
    return f"{item.look_back_months} months" if item.look_back_months else ""


def of_line(say: Any) -> Any:
    """A column's words or order, which a theme's line does not have."""
    return lambda row: say(row) if isinstance(row, Line) else None


def _ready(row: Line) -> str:
    return "good" if row.status == "ready" else ""


COLUMNS = (
    Column(
        label="Item",
        words=lambda row: row.id if isinstance(row, Line) else row.name,
        order=of_line(lambda row: row.place),
        width=6,
    ),
    Column(label="Title", words=lambda row: row.item.title if isinstance(row, Line) else "", share=3, width=14),
    Column(
        label="Status",
        words=lambda row: STATUS.choice_label(row.status) if isinstance(row, Line) else "",
        order=of_line(lambda row: [choice.key for choice in STATUS.choices].index(row.status) if _known(row) else 9),
        tone=lambda row: _ready(row) if isinstance(row, Line) else "",
        width=12,
    ),
    Column(label="Owner", words=lambda row: row.owner if isinstance(row, Line) else "", share=1, width=14, gives_way=3),
    Column(
        label="Evidence",
        words=lambda row: (str(row.evidence) if row.evidence else "none") if isinstance(row, Line) else "",
        order=of_line(lambda row: row.evidence),
        number=True,
        width=9,
        gives_way=1,
    ),
    Column(
        label="Looks back",
        words=lambda row: look_back(row.item) if isinstance(row, Line) else "",
        order=of_line(lambda row: row.item.look_back_months),
        width=11,
        gives_way=2,
    ),
)


def _known(row: Line) -> bool:
    return any(choice.key == row.status for choice in STATUS.choices)


def _searched(row: Group | Line) -> str:
    if isinstance(row, Group):
        return ""
    return "\n".join((row.id, row.item.title, row.item.provide, row.owner, row.note, STATUS.choice_label(row.status)))


def _natural(row: Group | Line) -> tuple[int, int]:
    return row.place, int(isinstance(row, Line))


class ReturnModel(RowsModel):
    """The items under their themes; sorted by a column they stand without the themes."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(COLUMNS, search=_searched, natural=_natural, colour=colour, parent=parent)

    def follow(self, year: Assessment) -> None:
        """Repaint the lines that say something else now."""
        for row in lines(year):
            if self._rows.get(row.id) != row:
                self.put(row)

    def items(self) -> Iterator[Line]:
        """The items that are shown, in order."""
        for id in self.shown:
            row = self._rows[id]
            if isinstance(row, Line):
                yield row

    def group_places(self) -> list[int]:
        """The lines on which a theme stands."""
        return [place for place, id in enumerate(self.shown) if isinstance(self._rows[id], Group)]

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self.beginResetModel()  # the themes come and go, so this is more than another order
        self._sort_by(column, order)
        self.endResetModel()

    def flags(self, index: Index) -> Qt.ItemFlag:
        if isinstance(self.at(index), Group):
            return Qt.ItemFlag.ItemIsEnabled
        return super().flags(index)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.FontRole and isinstance(self.at(index), Group):
            font = QFont()
            font.setWeight(QFont.Weight.DemiBold)
            return font
        return super().data(index, role)

    def _passes(self, row: Any) -> bool:
        """A theme stands wherever one of its items does; see ``_arrange``."""
        return self._by is None if isinstance(row, Group) else super()._passes(row)

    def _arrange(self) -> None:
        super()._arrange()
        there = {row.group for id in self._shown if isinstance(row := self._rows[id], Line)}
        self._shown = [id for id in self._shown if isinstance(self._rows[id], Line) or id in there]
        self._number()


class FiguresModel(GridModel):
    """The numbers that an item asks for: a line for each activity or service type, a column for each figure."""

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(colour("warning"), parent)
        self.workspace = workspace
        self._item: ReturnItem | None = None

    def show_item(self, item: ReturnItem | None) -> None:
        """Show the figures of another item."""
        self.beginResetModel()
        self._item = item
        self.endResetModel()
        self.forget()

    def follow(self, step: StepTaken) -> None:
        """Repaint what a step changed."""
        if step.touches("figure"):
            self.repaint_cells()

    def record(self, line: str, column: int) -> Record | None:
        """The figure that is written in a cell."""
        if self._item is None:
            return None
        wanted = (self._item.ref, line or None, self._item.figures[column].key)
        for record in self.workspace.session.current.of("figure"):
            if (record["return_item"], record["breakdown"], record["figure"]) == wanted:
                return record
        return None

    def cell_name(self, line: str, column: int) -> str:
        """What a cell is called: "Care reviews, median wait"."""
        figure = self._item.figures[column].label if self._item else ""
        return f"{self.names(line)}, {figure.lower()}" if line else figure

    def lines(self) -> tuple[str, ...]:
        if self._item is None or not self._item.figures:
            return ()
        return tuple(breakdown.key for breakdown in self._item.breakdowns) or ("",)

    def heads(self) -> tuple[str, ...]:
        figures = self._item.figures if self._item else ()
        crowded = len(figures) > 2
        return tuple(f"{f.label.replace(' ', chr(10), 1) if crowded else f.label}\n({f.unit})" for f in figures)

    def names(self, line: str) -> str:
        return next((b.label for b in self._item.breakdowns if b.key == line), "Number") if self._item else ""

    def says(self, line: str, column: int) -> str:
        record = self.record(line, column)
        return display(VALUE, record["value"]) if record is not None else ""

    def editable(self, line: str, column: int) -> bool:
        return not self.workspace.read_only

    def numeric(self, column: int) -> bool:
        return True

    def write(self, line: str, column: int, text: str) -> str:
        if self._item is None:
            return ""
        try:
            value = clean(VALUE, text)
        except InvalidValueError as error:
            return str(error)
        record = self.record(line, column)
        command: Command
        if record is None and value is None:
            return ""
        if record is None:
            made = {"return_item": self._item.ref, "figure": self._item.figures[column].key, "value": value}
            command = AddRecord("figure", str(uuid.uuid4()), {**made, **({"breakdown": line} if line else {})})
        elif value is None and record["as_at"] is None and record["note"] is None:
            command = RemoveRecord(record.id)
        else:
            command = SetField(record.id, "value", value)
        return "" if self.workspace.run(command) else "The figure could not be saved."


def rules_hinted(rules: tuple[NotToSend, ...], title: str) -> tuple[NotToSend, ...]:
    """The rules on what not to send that the words of a title hint at."""
    said = title.casefold()
    return tuple(rule for rule in rules if any(word.casefold() in said for word in rule.words))
