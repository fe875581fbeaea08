"""The evidence library with 20,000 items: how long a filter or a search takes until it is painted, and the rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter, thread_time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from selfassess.domain.model.catalogue import blank_record
from selfassess.domain.model.fields import Value
from selfassess.domain.model.workbook import Assessment
from selfassess.services.workbook import opening
from selfassess.services.workbook.settings import Settings
from tests.benchmarks.heartbeat import Heartbeat, Turn
from tests.making import Clock, empty_assessment, workbook
from ui.bridge.workspace import Workspace
from ui.pages.registers.page import RegistersPage, RegisterView
from ui.widgets import theme

ITEMS = 20_000
TARGET_MS = 50
ROUNDS = 7
WORDS = ("carers", "waiting", "survey", "board", "reviews", "homelessness", "advocacy", "direct", "payments", "care")


def library() -> Assessment:
    """A year with ITEMS items of evidence, of every kind there is."""
    year = empty_assessment("2025-26")
    year = replace(year, record=replace(year.record, values={**year.record.values, "due_at": "2026-03-03T17:00:00"}))
    statements, asked = year.framework.statements, year.information_return
    sources, categories = year.framework.sources, year.framework.categories
    assert asked is not None
    kinds, strengths = ("web", "file", "system"), ("strong", "partial", "weak", None)

    def values(n: int) -> dict[str, Value]:
        words = " ".join(WORDS[(n * step + step) % len(WORDS)] for step in range(1, 7))
        return {
            "title": f"{words.capitalize()} {n}",
            "shows": f"What people told us about {words} and how long they waited. " * 4,
            "category": categories[n % len(categories)].key,
            "source": sources[n % len(sources)].key,
            "location": f"Evidence/{n % 200}/document {n % 19_000}.pdf",
            "location_kind": kinds[n % 3],
            "owner": f"Team {n % 40}",
            "strength": strengths[n % 4],
            "personal_data": "not_checked" if n % 5 else "none",
            "covers_to": f"202{4 + n % 3}-0{1 + n % 9}-28",
            "sha256": f"{n % 19_500:064x}",
            "size_bytes": n * 1000,
            "quality_statements": tuple(statements[(n + k) % len(statements)].key for k in range(n % 3)) or None,
            "return_items": tuple(asked.items[(n + k * 7) % len(asked.items)].ref for k in range(n % 4)) or None,
        }

    made = tuple(
        blank_record("evidence", f"00000000-0000-4000-8000-{n:012d}", n, year.id, **values(n)) for n in range(ITEMS)
    )
    return replace(year, records={**year.records, "evidence": made})


@pytest.fixture
def shown(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[RegisterView]:
    path = tmp_path / "library.sawb"
    opening.write_new_workbook(path, workbook(library()), author="Generator", clock=Clock())
    theme.apply_theme(qapp, "light", 100)
    workspace = Workspace(opening.open_workbook(path, author="Bench"), Settings())
    page = RegistersPage(workspace)
    qtbot.addWidget(page)
    page.resize(1134, 714)
    page.show()
    with Heartbeat() as heart:
        page.show_place("evidence")
        qtbot.wait(1500)
    print(f"\nevidence register with {ITEMS:,} items: {heart.report(TARGET_MS)}")
    yield page.views["evidence"]
    workspace.close_session()


def _until_painted(shown: RegisterView, qtbot: QtBot, act: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds until it is painted, and those that the GUI thread worked; others may be using the computer."""
    start, worked = perf_counter(), thread_time()
    with qtbot.waitSignal(shown.model.counted, timeout=10_000):
        act()
    qtbot.wait(0)
    shown.window().repaint()
    return (perf_counter() - start) * 1000, (thread_time() - worked) * 1000


def _tell(name: str, taken: list[tuple[float, float]], turns: list[Turn]) -> None:
    whole, worked = zip(*taken, strict=True)
    print(
        f"{name}: {median(whole):.0f} ms to repaint (worst {max(whole):.0f}; {median(worked):.0f} ms of work), "
        f"at most on the GUI thread {max(turns)} (target {TARGET_MS} ms)"
    )


def _both_ways(
    name: str, shown: RegisterView, qtbot: QtBot, there: Callable[[], object], back: Callable[[], object]
) -> None:
    taken: list[tuple[float, float]] = []
    turns: list[Turn] = []
    for _ in range(ROUNDS):
        for act in (there, back):
            with Heartbeat() as heart:
                taken.append(_until_painted(shown, qtbot, act))
                qtbot.wait(20)
            turns += heart.turns
    _tell(name, taken, turns)


def test_filter_and_search_to_repaint(shown: RegisterView, qtbot: QtBot) -> None:
    for field, combo in shown.filter_combos.items():
        if combo.count() > 1:
            _both_ways(
                f"filter {field}", shown, qtbot, partial(combo.setCurrentIndex, 1), partial(combo.setCurrentIndex, 0)
            )
    for words in ("c", "carers", "carers survey 7", "nothing like this"):

        def look(text: str) -> None:
            shown.search.setText(text)
            shown.narrow_records()

        _both_ways(f"search “{words}”", shown, qtbot, partial(look, words), partial(look, ""))
    assert shown.model.rowCount() == ITEMS


def test_typing_and_sorting_never_keep_the_window(shown: RegisterView, qtbot: QtBot) -> None:
    with Heartbeat() as heart:
        for end in range(1, len("carers survey") + 1):
            shown.search.setText("carers survey"[:end])
            qtbot.wait(40)
        qtbot.wait(500)
    print(f"typing a search: {heart.report(TARGET_MS)}")
    assert 0 < shown.model.rowCount() < ITEMS
    shown.clear_filters()
    for column in range(shown.model.columnCount()):
        with Heartbeat() as heart:
            shown.table.horizontalHeader().setSortIndicator(column, Qt.SortOrder.DescendingOrder)
            qtbot.wait(900)
        print(f"sorting by column {column}: {heart.report(TARGET_MS)}")
    with Heartbeat() as heart:
        shown.table.selectAll()
        qtbot.wait(200)
    print(f"selecting all: {heart.report(TARGET_MS)}")
    assert len(shown.table.selected_ids()) == ITEMS
    with Heartbeat() as heart:
        shown.table.choose_row(shown.model.shown_ids[10_000])
        qtbot.wait(700)
    print(f"going to an item: {heart.report(TARGET_MS)}")
