"""Pictures of pages: drawn one after the other on a worker, what is in view first, and kept within bounds."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from ui.bridge.tasks import Task

if TYPE_CHECKING:
    from selfassess.services.exporting.preview import Document

PAGES_BYTES = 128_000_000
THUMBNAILS_BYTES = 32_000_000


@dataclass(frozen=True, slots=True, order=True)
class Wish:
    """A page in a width of so many pixels of the screen."""

    page: int
    width: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture, the pixels that it only borrows, and the text of its page ("" for a thumbnail)."""

    image: QImage
    pixels: memoryview
    text: str


class Kept:
    """Pictures up to a number of bytes; the one that was not asked for the longest goes first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._drawn: OrderedDict[Wish, Drawn] = OrderedDict()
        self.bytes = 0

    def __contains__(self, wish: Wish) -> bool:
        return wish in self._drawn

    def get_picture(self, wish: Wish) -> Drawn | None:
        """The picture, if it is here."""
        found = self._drawn.get(wish)
        if found is not None:
            self._drawn.move_to_end(wish)
        return found

    def pictures_of_page(self, page: int) -> Iterator[Drawn]:
        """All pictures of a page, the latest first."""
        return (drawn for wish, drawn in reversed(self._drawn.items()) if wish.page == page)

    def keep_picture(self, wish: Wish, drawn: Drawn) -> None:
        """Keep a picture; one is kept however large it is."""
        self._drawn[wish] = drawn
        self.bytes += len(drawn.pixels)
        while self.bytes > self._most and len(self._drawn) > 1:
            self.bytes -= len(self._drawn.popitem(last=False)[1].pixels)

    def clear_pictures(self) -> None:
        """Let go of all."""
        self._drawn.clear()
        self.bytes = 0


class Drawing(QObject):
    """Draws what is wished for; ``drawn`` names a page of which there is a new picture, or none can be made.

    Each new list of wishes takes the place of the one before, so what is no longer in view is never drawn.
    """

    drawn = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.document: Document | None = None
        self.pages, self.thumbnails = Kept(PAGES_BYTES), Kept(THUMBNAILS_BYTES)
        self.failed: set[int] = set()
        self._wishes: dict[str, list[Wish]] = {"pages": [], "thumbnails": []}
        self._task: Task | None = None

    def draw_document(self, document: Document | None) -> None:
        """Draw another document from now on; nothing of the one before is kept."""
        self.document = document
        self.failed.clear()
        for kept in (self.pages, self.thumbnails):
            kept.clear_pictures()
        for wishes in self._wishes.values():
            wishes.clear()

    def want_pages(self, wishes: Sequence[Wish]) -> None:
        """Wish for pages, the most urgent first."""
        self._queue_wishes("pages", wishes)

    def want_thumbnails(self, wishes: Sequence[Wish]) -> None:
        """Wish for thumbnails; they wait for the pages."""
        self._queue_wishes("thumbnails", wishes)

    def stand_in(self, page: int) -> Drawn | None:
        """Any picture of a page, to be shown in another size until the right one is there."""
        return next(self.pages.pictures_of_page(page), None) or next(self.thumbnails.pictures_of_page(page), None)

    def _queue_wishes(self, kind: str, wishes: Sequence[Wish]) -> None:
        kept = self._kept_pictures(kind)
        self._wishes[kind] = [wish for wish in wishes if wish not in kept and wish.page not in self.failed]
        self._draw_next_page()

    def _kept_pictures(self, kind: str) -> Kept:
        if kind == "pages":
            return self.pages
        return self.thumbnails

    def _draw_next_page(self) -> None:
        document = self.document
        kind = next((kind for kind, wishes in self._wishes.items() if wishes), None)
        if self._task is not None or document is None or kind is None:
            return
        wish = self._wishes[kind].pop(0)
        self._task = task = Task(
            lambda *_: (document, kind, wish, draw_page_picture(document, wish, with_text=kind == "pages"))
        )
        task.done.connect(self._on_page_drawn)
        task.failed.connect(lambda _: self._on_page_failed(document, wish))
        task.cancelled.connect(self._on_drawing_closed)
        task.start()

    def _on_page_drawn(self, result: tuple[Document, str, Wish, Drawn]) -> None:
        document, kind, wish, drawn = result
        self._task = None
        if document is self.document:
            self._kept_pictures(kind).keep_picture(wish, drawn)
            self.drawn.emit(wish.page)
        self._draw_next_page()

    def _on_page_failed(self, document: Document, wish: Wish) -> None:
        self._task = None
        if document is self.document:
            self.failed.add(wish.page)
            self.drawn.emit(wish.page)
        self._draw_next_page()

    def _on_drawing_closed(self) -> None:
        self._task = None
        self._draw_next_page()


def draw_page_picture(document: Document, wish: Wish, *, with_text: bool) -> Drawn:
    """Draw a page; called on the worker."""
    made = document.render_page(wish.page, wish.width / document.sizes[wish.page][0])
    pixels = made.data.cast("B")
    image = QImage(pixels, made.width, made.height, made.width * 4, QImage.Format.Format_RGB32)
    text = document.extract_page_text(wish.page) if with_text else ""
    return Drawn(image, pixels, text)
