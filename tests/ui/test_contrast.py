"""What shows where one is can be seen: 3 to 1 against what is beside it (WCAG 2.2, 1.4.11), in each look."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QImage, QPalette
from PySide6.QtWidgets import QApplication, QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.widgets import look, system_size, theme
from ui.widgets.system_colours import find_contrast
from ui.widgets.tables import Column, RowsModel, Table

LEAST = 3.0


class Line:
    """A row of a table."""

    def __init__(self, id: str) -> None:
        self.id = id


@pytest.fixture(params=["light", "dark", "contrast"])
def page(request: pytest.FixtureRequest, qapp: QApplication, qtbot: QtBot) -> Iterator[QWidget]:
    """A page in one of the looks."""
    theme.apply_theme(qapp, request.param, 100)
    made = QWidget()
    made.setProperty("look", "canvas")
    made.setAutoFillBackground(True)
    QVBoxLayout(made)
    theme.dress_parts(made)
    qtbot.addWidget(made)
    yield made
    theme.apply_theme(qapp, "light", 100)


def take_picture(widget: QWidget, qtbot: QtBot) -> QImage:
    widget.window().activateWindow()
    qtbot.wait(1)
    return widget.grab().toImage()


def colours_of(picture: QImage, *, row: int | None = None, column: int | None = None) -> list[QColor]:
    """The colours along a row or a column of a picture."""
    if row is not None:
        return [picture.pixelColor(x, row) for x in range(picture.width())]
    return [picture.pixelColor(column or 0, y) for y in range(picture.height())]


def test_the_ring_of_a_primary_button_stands_out_from_the_button(page: QWidget, qtbot: QtBot) -> None:
    button = look.make_primary_button("Export…")
    column = page.layout()
    assert column is not None
    for each in (look.make_secondary_button("Back"), button):
        column.addWidget(each)
    page.resize(300, 60)
    page.show()
    before = take_picture(button, qtbot)
    button.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(button.hasFocus)
    after = take_picture(button, qtbot)
    middle = after.width() // 2
    changed = [
        find_contrast(one, other)
        for one, other in zip(colours_of(before, column=middle), colours_of(after, column=middle), strict=True)
        if one != other
    ]
    assert len(changed) >= 4  # two dots above, two below
    assert max(changed) >= LEAST


def test_a_chosen_row_stands_out_by_more_than_its_tint(page: QWidget, qtbot: QtBot) -> None:
    model = RowsModel(
        (Column(label="Name", words=lambda line: line.id, share=1, width=10),), search=lambda line: line.id
    )
    table = Table(model, "Lines")
    model.show_rows([Line(str(number)) for number in range(3)])
    table.lay_out_columns((Column(label="Name", words=lambda line: line.id, share=1, width=10),))
    column = page.layout()
    assert column is not None
    column.addWidget(table)
    page.resize(300, 200)
    page.show()
    table.choose_row("1")
    picture = take_picture(table.viewport(), qtbot)
    chosen, other = (table.visualRect(model.index(row, 0)).center().y() for row in (1, 2))
    bar = picture.pixelColor(1, chosen)
    assert find_contrast(bar, picture.pixelColor(1, other)) >= LEAST
    assert find_contrast(bar, picture.pixelColor(100, chosen)) >= LEAST


def test_the_handle_of_a_scroll_bar_stands_out(page: QWidget, qtbot: QtBot) -> None:
    area, tall = QScrollArea(), QWidget()
    tall.setFixedHeight(1000)
    area.setWidget(tall)
    column = page.layout()
    assert column is not None
    column.addWidget(area)
    page.resize(200, 200)
    page.show()
    bar = area.verticalScrollBar()
    picture = take_picture(page, qtbot)
    where = bar.mapTo(page, bar.rect().center())
    handle, ground = (
        picture.pixelColor(where.x(), bar.mapTo(page, bar.rect().topLeft()).y() + 10),
        picture.pixelColor(2, 2),
    )
    assert find_contrast(handle, ground) >= LEAST


@pytest.mark.parametrize("scheme", ["light", "dark", "contrast"])
def test_the_colours_of_marks_stand_out_from_their_grounds(scheme: str, qapp: QApplication) -> None:
    theme.apply_theme(qapp, scheme, 100)
    for mark in ("accent", "control_strong"):
        for ground in ("canvas", "surface", "field"):
            assert find_contrast(theme.colour(mark), theme.colour(ground)) >= LEAST, (mark, ground)
    assert find_contrast(theme.colour("on_accent"), theme.colour("accent")) >= LEAST
    assert find_contrast(theme.colour("accent"), theme.colour("accent_tint")) >= LEAST


def test_the_systems_text_size_is_followed_while_the_program_runs(
    qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    size, window = theme.px(100), QWidget()
    qtbot.addWidget(window)
    theme.follow_system(qapp, window)
    monkeypatch.setattr(system_size, "find_percent", lambda: 150)
    QApplication.sendEvent(window, QEvent(QEvent.Type.ThemeChange))
    assert theme.px(100) == round(size * 1.5)
    theme.apply_theme(qapp, "light", 300)
    assert theme.px(100) == theme.LARGEST  # both together never more than pages are laid out for
    monkeypatch.undo()
    theme.apply_theme(qapp, "light", 100)
    assert theme.px(100) == size


def test_large_system_text_counts_and_small_text_is_not_made_smaller(monkeypatch: pytest.MonkeyPatch) -> None:
    found = QFont()
    monkeypatch.setattr(QFontDatabase, "systemFont", lambda _: found)
    usual = system_size.USUAL_POINTS.get(sys.platform, system_size.ELSEWHERE)
    for share, percent in ((0.8, 100), (1, 100), (1.5, 150), (4, system_size.MOST)):
        found.setPointSizeF(usual * share)
        assert system_size.find_percent() == percent


def test_the_systems_own_contrast_colours_are_used(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    palette = QPalette()
    for role, colour in (
        ("Window", "#FFFFFF"),
        ("WindowText", "#000000"),
        ("Base", "#FFFFFF"),
        ("Highlight", "#37006E"),
    ):
        palette.setColor(QPalette.ColorRole[role], QColor(colour))
    palette.setColor(QPalette.ColorRole.HighlightedText, QColor("#FFFFFF"))
    monkeypatch.setattr(theme, "_system_scheme", lambda app: "contrast")
    monkeypatch.setattr(QApplication, "palette", lambda *_: palette)
    theme.apply_theme(qapp, None, 100)
    assert theme.colour_tokens()["canvas"] == "#FFFFFF"
    assert theme.colour_tokens()["accent"] == "#37006E"
    assert "#37006E" in theme.style_sheet()
    assert "chevron-light" in theme.style_sheet()  # a white sign would not be seen on a white ground
    theme.apply_theme(qapp, "contrast", 100)  # who asks for ours has ours
    assert theme.colour_tokens()["canvas"] == "#000000"
    monkeypatch.undo()
    theme.apply_theme(qapp, "light", 100)
