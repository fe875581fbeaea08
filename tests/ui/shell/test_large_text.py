"""With text at twice and three times its size no word is cut: on every page and in every dialog, on a small screen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTabBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from selfassess.services.workbook import opening, settings
from tests.ui.shell.test_tour import enter, tour
from ui.pages.statement.judgement import ScoreCard
from ui.pages.statement.step_bar import StepButton
from ui.shell.notices import Notice, NoticeBar
from ui.shell.top_bar import ElidedLabel
from ui.shell.window import MainWindow
from ui.widgets import theme
from ui.widgets.look import Banner, make_scroll_area
from ui.widgets.prompt import PromptAbove
from ui.widgets.roomy import RoomyColumn

SCREEN = (1366, 728)
ALIKE = 4
PAINTED = (ScoreCard, StepButton)
"""These paint their words themselves, in as many lines as they need."""


def find_cuts(shown: QWidget) -> Iterator[str]:
    """What of a page or dialog cannot be read as a whole, in words."""
    for part in shown.findChildren(QWidget):
        if part.isVisible() and part.window() is shown.window():
            missing, clipped = _find_missing_words(part), _find_clipped_dots(part)
            if max(missing, clipped) > theme.px(2):
                words = getattr(part, "text", str)() or part.accessibleName()
                yield f"{type(part).__name__} “{words[:50]}”: {missing} dots have no room, {clipped} are clipped"


def _find_missing_words(part: QWidget) -> int:
    """How many dots of its words a part has no room for."""
    metrics = part.fontMetrics()
    wide = metrics.horizontalAdvance
    match part:
        case ElidedLabel():
            return wide(part.text()) - part.width()
        case QLabel() if part.wordWrap() and part.textFormat() == Qt.TextFormat.PlainText:
            longest = max((wide(word) for word in part.text().split()), default=0)
            return max(part.heightForWidth(part.width()) - part.height(), longest - part.width())
        case QLabel() if part.textFormat() == Qt.TextFormat.PlainText:
            return max(wide(line) for line in part.text().split("\n")) - part.width()
        case QAbstractButton() if part.text() and not isinstance(part, PAINTED):
            return max(wide(part.text().replace("&", "")) - part.width(), metrics.height() - part.height())
        case QComboBox():
            return wide(part.currentText()) - part.width()
        case QLineEdit() if not part.text() and not _has_prompt_above(part):
            return wide(part.placeholderText()) - part.width()
        case QHeaderView() if part.orientation() == Qt.Orientation.Horizontal:
            return max((_find_missing_in_head(part, at) for at in range(part.count())), default=0)
        case QTabBar():
            return max((wide(part.tabText(at)) - part.tabRect(at).width() for at in range(part.count())), default=0)
    return 0


def _find_missing_in_head(head: QHeaderView, at: int) -> int:
    if head.isSectionHidden(at):
        return 0
    words = str(head.model().headerData(at, Qt.Orientation.Horizontal) or "").split()
    return max((head.fontMetrics().horizontalAdvance(word) for word in words), default=0) - head.sectionSize(at)


def _has_prompt_above(line: QLineEdit) -> bool:
    above = line.window().findChildren(PromptAbove)
    return any(each.line is line and each.isVisible() for each in above)


def _find_clipped_dots(part: QWidget) -> int:
    """How far a part reaches out of what it stands in, where that does not scroll."""
    if not isinstance(part, QLabel | QAbstractButton | QLineEdit | QComboBox) or not part.width() or not part.height():
        return 0
    box = QRect(QPoint(0, 0), part.size())
    inner: QWidget = part
    while (outer := inner.parentWidget()) is not None and not inner.isWindow():
        box.moveTo(inner.mapToParent(box.topLeft()))
        right, below = box.right() - outer.rect().right(), box.bottom() - outer.rect().bottom()
        area = outer.parentWidget()
        if isinstance(area, QAbstractScrollArea) and area.viewport() is outer:
            scrolls = (area.horizontalScrollBar().maximum() > 0, area.verticalScrollBar().maximum() > 0)
            return max(0 if scrolls[0] else right, 0 if scrolls[1] else below)
        if max(right, below) > 0:
            return max(right, below)
        inner = outer
    return 0


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    made = MainWindow(settings.Settings(name="Ada"))
    qtbot.addWidget(made)
    made.resize(*SCREEN)
    made.show()
    yield made
    made.close()


def wait_until_laid_out(shown: QWidget, qtbot: QtBot) -> None:
    """Wait until nothing moves any more: everything stands where it did, several times in a row."""
    looks: list[list[object]] = []

    def is_at_rest() -> bool:
        looks.append([part.geometry().getRect() for part in shown.window().findChildren(QWidget)])
        return len(looks) >= ALIKE and all(look == looks[-1] for look in looks[-ALIKE:])

    qtbot.waitUntil(is_at_rest, timeout=30_000)


@pytest.mark.parametrize("percent", [200, 300])
def test_no_word_is_cut_in_large_text(
    window: MainWindow, qapp: QApplication, qtbot: QtBot, tmp_path: Path, percent: int
) -> None:
    theme.apply_theme(qapp, "light", percent)
    opening.write_demo_workbook(tmp_path / "derby.sawb", author="Ada")
    wait_until_laid_out(window, qtbot)
    cuts = {f"start: {each}" for each in find_cuts(window)}
    enter(window, tmp_path / "derby.sawb", qtbot)
    for shown in tour(window, qtbot):
        wait_until_laid_out(shown, qtbot)
        where = getattr(window.frame, "place", "") if shown.window() is window else type(shown).__name__
        cuts |= {f"{where}: {each}" for each in find_cuts(shown.window())}
    theme.apply_theme(qapp, "light", 100)
    assert not cuts, "\n".join(sorted(cuts))


def test_a_cut_is_found(qtbot: QtBot) -> None:
    outer = QWidget()
    qtbot.addWidget(outer)
    cut, whole = QLabel("Where others stand", outer), QLabel("Years", outer)
    cut.setTextFormat(Qt.TextFormat.PlainText)
    cut.setFixedWidth(30)
    whole.setGeometry(0, 40, 200, 40)
    outer.resize(300, 100)
    outer.show()
    assert len(list(find_cuts(outer))) == 1
    whole.setGeometry(0, 80, 200, 40)
    assert len(list(find_cuts(outer))) == 2


@pytest.mark.parametrize("width", [1000, 1120])
def test_messages_above_a_page_take_no_room_from_each_other(qapp: QApplication, qtbot: QtBot, width: int) -> None:
    theme.apply_theme(qapp, "light", 300)
    notices, message, right = NoticeBar(), Banner(), RoomyColumn()
    theme.dress_parts(notices, message)
    page = QWidget()
    page.setMinimumHeight(450)
    for part in (notices, message, page):
        right.column.addWidget(part)
    area = make_scroll_area(right)
    qtbot.addWidget(area)
    area.resize(width, 560)
    area.show()
    for times in range(1, 6):
        words = " ".join(["Somebody else has the workbook open since yesterday and may write in it."] * times)
        notices.show_watch_notices([Notice(key=words, words=words)])
        message.show_message(words)
        wait_until_laid_out(area, qtbot)
        labels = [each for each in area.findChildren(QLabel) if each.isVisible() and each.wordWrap() and each.text()]
        assert len(labels) > 1
        assert [each.heightForWidth(each.width()) - each.height() for each in labels if each.text() == words] == [0, 0]
    theme.apply_theme(qapp, "light", 100)
