"""The region's page: files gathered and drawn, queries as tables, and what a council shares before it goes."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from selfassess.services.region import sharing
from tests.services.region_making import make_share
from ui.bridge.workspace import Workspace
from ui.pages.region.model import SCORE
from ui.pages.region.page import RegionPage
from ui.pages.region.sharing import SharingDialog
from ui.shell.navigation import YEARS
from ui.shell.pages import PAGES

pytest.importorskip("duckdb")
STRICT = QAbstractItemModelTester.FailureReportingMode.Fatal


@pytest.fixture
def page(example: Workspace, qtbot: QtBot) -> RegionPage:
    made = RegionPage(example)
    qtbot.addWidget(made)
    made.resize(1134, 714)
    made.show()
    for each in (made.grid_model, made.rows):
        QAbstractItemModelTester(each, STRICT, each)
    return made


def settle(page: RegionPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: page.task is None, timeout=30_000)


def test_the_page_is_in_the_navigation() -> None:
    assert PAGES["region"][1] == RegionPage.__name__
    assert ("Region", "region") in YEARS


def test_files_are_gathered_and_drawn_and_every_query_has_its_table(
    page: RegionPage, tmp_path: Path, qtbot: QtBot
) -> None:
    shares = [make_share(number, 2) for number in range(3)]
    files = tuple(sharing.write_share(each, tmp_path / f"{n}.json") for n, each in enumerate(shares))
    assert not page.excel.isEnabled()
    page.where.setText(str(tmp_path / "region.duckdb"))
    page.gather_files(files)
    qtbot.waitUntil(lambda: page.grid_model.rowCount() == 3 and page.task is None, timeout=30_000)
    assert page.grid_model.list_years() == ("2025-26", "2024-25")
    first = page.grid_model.index(0, 2)
    assert first.data(SCORE) == shares[0].years[-1].scores["equity"]
    assert str(first.data(Qt.ItemDataRole.AccessibleTextRole)).startswith("Testshire 000, 3 ")
    page.year.setCurrentText("2024-25")
    assert page.grid_model.index(0, 2).data(SCORE) == shares[0].years[0].scores["equity"]
    for at in range(page.what.count()):
        page.what.setCurrentIndex(at)
        settle(page, qtbot)
    assert page.rows.rowCount() > 0
    page.export_to(tmp_path / "out.xlsx")
    settle(page, qtbot)
    assert (tmp_path / "out.xlsx").exists()


def test_what_cannot_be_gathered_or_opened_is_said_in_a_sentence(
    page: RegionPage, tmp_path: Path, qtbot: QtBot
) -> None:
    bad = tmp_path / "bad.json"
    bad.write_text("{}", encoding="utf-8")
    page.where.setText(str(tmp_path / "region.duckdb"))
    page.gather_files((bad,))
    settle(page, qtbot)
    assert "bad.json" in page.said.text()
    assert not (tmp_path / "region.duckdb").exists()
    page.open_tables(str(tmp_path / "gone.duckdb"))
    settle(page, qtbot)
    assert page.said.text().startswith("gone.duckdb is not there")


def test_a_council_sees_what_goes_before_it_writes_it(example: Workspace, tmp_path: Path, qtbot: QtBot) -> None:
    dialog = SharingDialog(example)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.open()
    assert list(dialog.years) == ["2024-25"]
    qtbot.waitUntil(lambda: dialog.share is not None, timeout=30_000)
    assert "values of" in dialog.goes.toPlainText()
    dialog.parts["measures"].setChecked(False)
    qtbot.waitUntil(lambda: dialog.share is not None, timeout=30_000)
    assert "values of" not in dialog.goes.toPlainText()
    assert dialog.share is not None
    assert dialog.share.years[0].measures == ()
    with qtbot.waitSignal(dialog.written):
        dialog.write_to(tmp_path / "share")
    assert (tmp_path / "share.region.json").exists()
    for box in dialog.parts.values():
        box.setChecked(False)
    assert (dialog.goes.toPlainText(), dialog.write.isEnabled()) == ("Nothing is chosen.", False)
