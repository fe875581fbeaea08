"""Pages that are looked at: where they lie, what is drawn of them, and what is marked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from selfassess.domain.model.errors import FileError
from selfassess.exchange.pdf.rendering import Document, Found, Picture
from tests.ui.preview.conftest import PAGES
from tests.work import MOMENT, CallCounter
from ui.bridge import tasks
from ui.pages.preview.drawing import Drawing, Drawn, Kept, Wish, draw_page_picture
from ui.pages.preview.finding import Search, find_words_in_document
from ui.pages.preview.layout import GAP, Layout, scale_for
from ui.pages.preview.thumbnails import PagesModel, Thumbnails
from ui.pages.preview.view import CURRENT, MARK, PagesView

UPRIGHT, WIDE = (595.0, 842.0), (842.0, 595.0)


@pytest.fixture
def drawing(document: Document, qtbot: QtBot) -> Iterator[Drawing]:
    made = Drawing()
    made.draw_document(document)
    yield made
    made.draw_document(None)
    qtbot.waitUntil(lambda: not tasks.Task.running, timeout=10_000)


@pytest.fixture
def view(drawing: Drawing, document: Document, qtbot: QtBot) -> PagesView:
    made = PagesView(drawing)
    qtbot.addWidget(made)
    made.resize(700, 600)
    made.show()
    made.show_document_pages(document.sizes)
    return made


def drawn(view: PagesView, qtbot: QtBot) -> None:
    """Wait until the pages in view are there in their size."""
    qtbot.waitUntil(
        lambda: all(view._wish_for_page(page) in view._drawing.pages for page in view._in_view()), timeout=10_000
    )


def ground(view: PagesView, found: Found) -> QColor:
    """The colour that most of a marked place has on the screen, within the line around it."""
    box = view._on_screen(found)[0].translated(-view._view_corner()).toRect().adjusted(3, 3, -3, -3)
    image = view.viewport().grab(box).toImage()
    seen = Counter(image.pixel(x, y) for x in range(image.width()) for y in range(image.height()))
    return QColor(seen.most_common(1)[0][0])


def test_pages_lie_below_each_other_in_the_middle() -> None:
    layout = Layout((UPRIGHT, WIDE, UPRIGHT), 0.5, 600)
    upright, wide, last = (layout.box_of_page(page) for page in range(3))
    assert wide.top() - upright.bottom() == last.top() - wide.bottom() == GAP
    assert upright.center().x() == pytest.approx(wide.center().x(), abs=1)
    assert layout.height == last.bottom() + GAP
    assert [layout.page_at_height(y) for y in (0, wide.top() - 1, wide.top(), 10_000)] == [0, 0, 1, 2]


@pytest.mark.parametrize(("zoom", "scale"), [("width", 400 / 842), ("page", 300 / 842), ("150", 2.0)])
def test_zoom_fits_every_page(zoom: str, scale: float) -> None:
    assert scale_for(zoom, (UPRIGHT, WIDE), 400 + 2 * GAP, 300 + 2 * GAP) == pytest.approx(scale)


def test_what_is_in_view_is_drawn_in_its_size_and_read_aloud(view: PagesView, qtbot: QtBot) -> None:
    drawn(view, qtbot)
    assert view.accessibleName() == f"Page 1 of {PAGES}"
    qtbot.waitUntil(lambda: view.accessibleDescription() == "This is page 1", timeout=5_000)
    view.go_to_page(9)
    assert view.accessibleName() == f"Page 10 of {PAGES}"
    qtbot.waitUntil(lambda: view.accessibleDescription() == "This is page 10", timeout=5_000)


@pytest.mark.parametrize("zoom", ["page", "50", "200", "width"])
def test_zoom_draws_the_page_anew_and_keeps_the_place(view: PagesView, qtbot: QtBot, zoom: str) -> None:
    view.set_zoom("100")
    view.go_to_page(5)
    drawn(view, qtbot)
    told: list[str] = []
    view.zoom_changed.connect(told.append)
    view.set_zoom(zoom)
    drawn(view, qtbot)
    assert (view.page, told) == (5, [zoom])
    picture = view._drawing.pages.get_picture(view._wish_for_page(5))
    assert picture is not None
    assert picture.image.width() == view._layout.box_of_page(5).width()


def test_zoom_steps_stop_at_both_ends(view: PagesView) -> None:
    for _ in range(20):
        view.step_zoom(1)
    assert view.zoom_percent == 200
    for _ in range(20):
        view.step_zoom(-1)
    assert view.zoom_percent == 50


def test_keys_turn_the_pages(view: PagesView, qtbot: QtBot) -> None:
    view.set_zoom("page")
    qtbot.keyClick(view, Qt.Key.Key_End)
    assert view.page == PAGES - 1
    qtbot.keyClick(view, Qt.Key.Key_PageUp)
    assert view.page < PAGES - 1
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert view.page == 0
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert view.page == 1


def test_words_are_marked_and_the_current_place_stands_out(view: PagesView, document: Document, qtbot: QtBot) -> None:
    view.set_zoom("150")
    found = find_words_in_document(document, "CARERS say", lambda: False)
    assert [each.page + 1 for each in found] == [50, 100, 150, 200, 250, 300]
    view.mark_found_places(found, 1)
    drawn(view, qtbot)
    assert view.page == 99
    assert ground(view, found[1]) == CURRENT
    view.mark_found_places(found, 2)
    drawn(view, qtbot)
    view.current = -1
    assert ground(view, found[2]) == MARK
    view.mark_found_places((), -1)
    assert ground(view, found[2]) == QColor("white")


def test_a_new_search_takes_the_place_of_the_one_before(document: Document, qtbot: QtBot) -> None:
    search = Search()
    told: list[tuple[str, int]] = []
    search.found.connect(lambda words, found: told.append((words, len(found))))
    search.start_search(document, "page")
    search.start_search(document, "carers")
    qtbot.waitUntil(lambda: bool(told) and not tasks.Task.running, timeout=10_000)
    assert told == [("carers", 6)]


def test_fewer_pages_keep_the_place_as_far_as_there_are_any(view: PagesView, document: Document) -> None:
    view.go_to_page(200)
    view.show_document_pages(document.sizes[:250])
    assert view.page == 200
    view.show_document_pages(document.sizes[:20])
    assert view.page == 19
    view.show_document_pages(())
    assert view.accessibleName() == "No pages yet"


def test_three_hundred_pages_are_there_at_once(view: PagesView, document: Document, qtbot: QtBot) -> None:
    with CallCounter() as work:
        view.show_document_pages(document.sizes)
        view.go_to_page(PAGES - 1)
    drawn(view, qtbot)
    assert work.count < MOMENT
    assert len(view._drawing.pages._drawn) <= 6, "pages that were passed over are not drawn"


def test_pictures_are_kept_within_bounds(document: Document) -> None:
    one = draw_page_picture(document, Wish(0, 400), with_text=False)
    kept = Kept(len(one.pixels) * 3)
    for page in range(10):
        kept.keep_picture(Wish(page, 400), one)
        kept.get_picture(Wish(0, 400))
    assert kept.bytes <= len(one.pixels) * 3
    assert Wish(0, 400) in kept, "what was asked for last stays"
    assert Wish(3, 400) not in kept


def test_a_page_that_cannot_be_drawn_does_not_hold_up_the_others(
    view: PagesView, document: Document, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: Document, page: int, scale: float) -> Picture:
        if page == 100:
            raise FileError("The PDF is damaged, so it cannot be shown.")
        return rendered(self, page, scale)

    rendered = Document.render_page
    monkeypatch.setattr(Document, "render_page", fail)
    view.go_to_page(100)
    qtbot.waitUntil(
        lambda: 100 in view._drawing.failed and view._wish_for_page(101) in view._drawing.pages, timeout=10_000
    )
    view.viewport().grab()
    view.go_to_page(101)
    drawn_one: Drawn | None = view._drawing.pages.get_picture(view._wish_for_page(101))
    assert drawn_one is not None


def test_thumbnails_are_drawn_as_they_come_into_view(drawing: Drawing, document: Document, qtbot: QtBot) -> None:
    thumbnails = Thumbnails(drawing)
    qtbot.addWidget(thumbnails)
    thumbnails.resize(140, 500)
    thumbnails.show()
    thumbnails.show_thumbnail_pages(document.sizes, 0)
    qtbot.waitUntil(lambda: bool(list(drawing.thumbnails.pictures_of_page(0))), timeout=5_000)
    thumbnails.follow_page(200)
    qtbot.waitUntil(lambda: bool(list(drawing.thumbnails.pictures_of_page(200))), timeout=5_000)
    assert not list(drawing.thumbnails.pictures_of_page(100))
    chosen: list[int] = []
    thumbnails.chosen.connect(chosen.append)
    thumbnails.follow_page(201)
    assert chosen == [], "what follows the reading leads nowhere"
    qtbot.keyClick(thumbnails, Qt.Key.Key_Down)
    assert chosen == [202]


def test_the_list_of_pages_is_a_sound_model(document: Document) -> None:
    model = PagesModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show_page_sizes(document.sizes)
    assert model.data(model.index(9), Qt.ItemDataRole.AccessibleTextRole) == f"Page 10 of {PAGES}"
    model.show_page_sizes(())
    assert model.rowCount() == 0
    del tester
