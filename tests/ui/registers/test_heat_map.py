"""Risks stand with the greatest first, and the heat map counts them and narrows the list to a square."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from selfassess.domain.model.commands import SetField, SetMany
from selfassess.domain.model.risk_rating import read_rating
from ui.bridge.workspace import Workspace
from ui.pages.registers.page import RegistersPage
from ui.pages.registers.risks import RiskView


@pytest.fixture
def page(example: Workspace, qtbot: QtBot) -> RegistersPage:
    page = RegistersPage(example)
    qtbot.addWidget(page)
    page.resize(1100, 700)
    page.show_place("risks")
    page.show()
    page.activateWindow()
    assert QTest.qWaitForWindowActive(page)
    return page


@pytest.fixture
def risks(page: RegistersPage) -> RiskView:
    view = page.views["risks"]
    assert isinstance(view, RiskView)
    return view


def list_products(view: RiskView) -> list[int]:
    by_id = view.workspace.session.current.by_id
    ratings = [read_rating(by_id[id]) for id in view.model.shown_ids]
    return [rating[0] * rating[1] if rating else 0 for rating in ratings]


def test_the_greatest_risk_comes_first_and_goes_on_doing_so(risks: RiskView) -> None:
    products = list_products(risks)
    assert len(set(products)) > 1
    assert products == sorted(products, reverse=True)
    last = risks.model.shown_ids[-1]
    risks.workspace.run(SetMany((SetField(last, "likelihood", 5), SetField(last, "severity", 5))))
    assert risks.model.shown_ids[-1] == last  # it stays under the eyes of whoever rates it
    risks.clear_filters()
    assert risks.model.shown_ids[0] == last


def test_a_square_of_the_map_narrows_the_list_by_mouse_and_by_keyboard(risks: RiskView) -> None:
    QTest.mouseClick(risks.unfold, Qt.MouseButton.LeftButton)
    assert risks.map.isVisible()
    total = risks.model.rowCount()
    by_id = risks.workspace.session.current.by_id
    rating = read_rating(by_id[risks.model.shown_ids[0]])
    assert rating is not None
    square = risks.map.squares[rating]
    count = int(square.words)
    assert square.accessibleName().endswith(f": {count} risk" + ("" if count == 1 else "s"))
    assert sum(int(each.words or 0) for each in risks.map.squares.values()) <= total
    QTest.mouseClick(square, Qt.MouseButton.LeftButton)
    assert risks.model.rowCount() == count
    assert all(read_rating(by_id[id]) == rating for id in risks.model.shown_ids)
    QTest.mouseClick(square, Qt.MouseButton.LeftButton)  # once more: all of them
    assert risks.model.rowCount() == total
    assert not square.isChecked()
    square.setFocus()
    QTest.keyClick(square, Qt.Key.Key_Space)
    assert risks.model.rowCount() == count
    QTest.keyClick(square, Qt.Key.Key_Down if rating[0] > 1 else Qt.Key.Key_Up)
    beside = QApplication.focusWidget()
    assert beside is not square
    assert beside in risks.map.squares.values()
    QTest.mouseClick(risks.unfold, Qt.MouseButton.LeftButton)  # folded away it narrows nothing
    assert risks.model.rowCount() == total


def test_the_map_follows_what_is_changed_and_what_else_narrows(risks: RiskView) -> None:
    risks.toggle_map()
    first = risks.model.shown_ids[0]
    risks.workspace.run(SetMany((SetField(first, "likelihood", 1), SetField(first, "severity", 1))))
    before = int(risks.map.squares[1, 1].words)
    assert before
    risks.workspace.run(SetField(first, "severity", None))
    assert int(risks.map.squares[1, 1].words or 0) == before - 1
    assert risks.unrated.text().endswith("not rated yet.")
    risks.search.setText("no risk holds these words")
    risks.narrow_records()
    assert not any(square.words for square in risks.map.squares.values())
