"""History with 100,000 journal entries behind it: of any record, of everything, and how long anybody waits for it."""

from __future__ import annotations

from pathlib import Path
from statistics import median
from time import perf_counter

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from selfassess.domain.history.history import list_field_versions
from selfassess.domain.model.commands import SetField
from selfassess.services.workbook.settings import Settings
from selfassess.services.years import field_history
from tests.benchmarks import long_journal
from tests.benchmarks.heartbeat import Heartbeat
from tests.making import session
from ui.shell.window import MainWindow
from ui.widgets import theme

TARGET_MS = 50
BUSIEST = 1000
"""So many entries are about one record, none of them so close to another that they are told as one."""


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return long_journal.file(tmp_path_factory.mktemp("long") / "long.sawb", busiest=BUSIEST)


def test_history_of_any_record(book: Path) -> None:
    opened = session(book)
    assert len(opened.read_history()) >= long_journal.ENTRIES
    busiest = opened.current.judgements["equity"].id
    every = [record.id for record in opened.current.records_of("improvement")]
    for name, ids in (("any record", every), ("the busiest record", [busiest] * 9)):
        for what, tell in (
            ("", lambda id: field_history.tell_record_story(opened, id)),
            (
                "one field of ",
                lambda id: list_field_versions(opened.read_history(id), "summary" if id == busiest else "detail"),
            ),
        ):
            taken = []
            for id in ids:
                start = perf_counter()
                tell(id)
                taken.append((perf_counter() - start) * 1000)
            said = f"median {median(taken):.1f} ms, longest {max(taken):.1f} ms"
            print(f"\nhistory of {what}{name}: {said} (target {TARGET_MS} ms)")
            assert median(taken) < TARGET_MS


def test_the_page_of_the_history(
    book: Path, qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SELFASSESS_HOME", str(tmp_path / "home"))
    theme.apply_theme(qapp, "light", 100)
    window = MainWindow(Settings(name="Bench"))
    qtbot.addWidget(window)
    window.show()
    window.open_workbook(book)
    qtbot.waitUntil(lambda: window.frame is not None, timeout=60_000)
    qtbot.wait(2000)
    assert window.frame is not None
    workspace = window.frame.workspace
    start = perf_counter()
    with Heartbeat() as heart:
        window.go("history")
        page = window.frame.pages.get_page("history")
        qtbot.waitUntil(lambda: page.model.rowCount() > 0, timeout=60_000)
        qtbot.wait(300)
    print(f"\nevery change read in {perf_counter() - start:.1f} s: {heart.report(TARGET_MS)}")
    equity = workspace.session.current.judgements["equity"].id

    def narrow() -> None:
        page.filters.words.setText("equity")

    def write() -> None:
        workspace.run(SetField(equity, "score", 3))

    for name, act in (
        ("filter by a word", narrow),
        ("one more change", write),
        ("one record", lambda: window.go(f"history/record/{equity}")),
        ("one field", lambda: window.go(f"history/record/{equity}/summary")),
        ("everything again", lambda: window.go("history")),
    ):
        with Heartbeat() as heart:
            act()
            qtbot.wait(1500)
        print(f"{name} ({page.model.total:,} lines): {heart.report(TARGET_MS)}")
    window.close()
