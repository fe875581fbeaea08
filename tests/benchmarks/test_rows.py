"""The table of 20,000 rows against Qt's own model and proxy: shown, narrowed, sorted, and a row changed."""

from __future__ import annotations

from dataclasses import replace
from itertools import cycle

import pytest
from PySide6.QtCore import QSortFilterProxyModel, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from pytestqt.qtbot import QtBot

from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.workbook import Assessment
from tests.benchmarks.ratio import ratio
from tests.benchmarks.test_library import library
from ui.pages.registers.columns import build_evidence_columns, build_search_text
from ui.widgets.tables import Column, RowsModel

TODAY = "2026-01-31"
ROUNDS = 3


class BareTable:
    """What the library has for it: a cell each in a QStandardItemModel, filtered and sorted by its proxy."""

    def __init__(self, records: tuple[Record, ...], columns: list[Column]) -> None:
        self.source = QStandardItemModel()
        for record in records:
            self.source.appendRow([QStandardItem(column.words(record)) for column in columns])
        self.proxy = QSortFilterProxyModel()
        self.proxy.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.proxy.setFilterKeyColumn(-1)
        self.proxy.setSourceModel(self.source)


@pytest.fixture(scope="module")
def year() -> Assessment:
    return library()


@pytest.mark.parametrize("steady", [True, False], ids=["keys kept", "keys not kept"])
def test_the_table_against_the_models_of_the_library(year: Assessment, qtbot: QtBot, steady: bool) -> None:
    records = year.records_of("evidence")
    columns = list(build_evidence_columns(year, TODAY, {}))
    search = build_search_text(year)

    def build() -> RowsModel:
        made = RowsModel(columns, search=search, natural=lambda each: (each.position, each.id), steady=steady)
        made.show_rows(records)
        return made

    ratio("20,000 rows shown", build, lambda: BareTable(records, columns), 1, rounds=1)
    ours, bare = build(), BareTable(records, columns)
    words, same_words = cycle(("carers", "survey 7", "")), cycle(("carers", "survey 7", ""))
    ratio(
        "a word more", lambda: ours.narrow_rows(next(words)),
        lambda: bare.proxy.setFilterFixedString(next(same_words)), 1, ROUNDS,
    )  # fmt: skip
    ours.narrow_rows("")
    bare.proxy.setFilterFixedString("")
    orders, same_orders = cycle(Qt.SortOrder), cycle(Qt.SortOrder)
    ratio("sorted", lambda: ours.sort(0, next(orders)), lambda: bare.proxy.sort(0, next(same_orders)), 1, ROUNDS)
    changed = replace(records[5], values={**records[5].values, "title": "Another title"})
    ratio("a row changed", lambda: ours.put_row(changed), lambda: bare.source.item(5, 0).setText("Another"), 1, ROUNDS)
    assert ours.rowCount() == bare.proxy.rowCount() == len(records)
