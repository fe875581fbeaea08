"""The preview: a window of its own, so that one goes on writing beside it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from selfassess.domain.model.editions import Edition
from selfassess.domain.text.wording import count_noun
from selfassess.services.exporting.preview import Made, Wanted, make_preview
from ui.bridge.tasks import Task, Work
from ui.bridge.workspace import Workspace
from ui.pages.preview.bars import DocumentBar, PagesBar, WorkStrip, build_bars_frame
from ui.pages.preview.drawing import Drawing
from ui.pages.preview.finding import Search
from ui.pages.preview.keys import add_keys
from ui.pages.preview.reading import PageText
from ui.pages.preview.thumbnails import Thumbnails
from ui.pages.preview.view import PagesView
from ui.widgets import dialogs, locations, theme
from ui.widgets.announcement import announce
from ui.widgets.look import Banner
from ui.widgets.reading_order import InReadingOrder

if TYPE_CHECKING:
    from selfassess.services.exporting.preview import Document, Found

MAKING = "Making the PDF …"
STOPPED = "Stopped. The PDF was not made; press Update to make it."
UNSAVED = "Something you typed cannot be saved yet, so the PDF shows the workbook without it."
WIDTH, HEIGHT = 940, 700


class PreviewWindow(InReadingOrder, QWidget):
    """Makes the PDF of the year in view, shows it, saves it and prints it.

    ``back_asked`` where the person wants the workbook's own window in front, ``closed`` once this one is gone.
    """

    back_asked = Signal()
    closed = Signal()

    def __init__(self, workspace: Workspace, edition: Edition = Edition.FULL) -> None:
        super().__init__()
        self.workspace = workspace
        self.made: Made | None = None
        self.saved: Path | None = None
        self._changes = self._made_at = 0
        self._closing = False
        self._task: Task | None = None
        self.setProperty("look", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle("Preview of the PDF")
        self.drawing = Drawing(self)
        self.search = Search(self)
        self.document_bar, self.pages_bar = DocumentBar(), PagesBar()
        self.strip = WorkStrip(self.stop_work)
        self.message = Banner()
        self.thumbnails = Thumbnails(self.drawing)
        self.view = PagesView(self.drawing)
        self.text = PageText()
        self._lay_out_preview()
        theme.dress_parts(self)
        self._wire_preview_bars()
        add_keys(self)
        self.show_edition(edition)
        self._refresh_preview_bars()

    @property
    def document(self) -> Document | None:
        """The PDF that is shown."""
        return self.made.document if self.made is not None else None

    @property
    def is_out_of_date(self) -> bool:
        """Whether the workbook, or what is chosen of it, changed since the PDF was made."""
        if self.made is None:
            return False
        return self._changes != self._made_at or self.made.wanted.choice != self.document_bar.parts.chosen_parts

    @property
    def is_working(self) -> bool:
        """Whether something is being made or printed."""
        return self._task is not None

    def chosen_edition(self) -> Edition:
        """The readers that are chosen."""
        return Edition(self.document_bar.edition.currentData())

    def show_edition(self, edition: Edition) -> None:
        """Choose the readers; the PDF for others is made anew."""
        self.document_bar.edition.setCurrentIndex(list(Edition).index(edition))

    # What the person asks for

    def renew_preview(self, out: Path | None = None, then: Callable[[], object] = lambda: None) -> None:
        """Make the PDF from what is written now, and keep it at ``out`` if one is given; ``then`` follows."""
        if self.is_working or self._closing:
            return
        self.message.show_message("" if self.workspace.flush() else UNSAVED, "warning")
        session, changes = self.workspace.session, self._changes
        wanted = Wanted(
            path=session.path, year=session.current.label, edition=self.chosen_edition(),
            choice=self.document_bar.parts.chosen_parts, options=self.document_bar.options.chosen, out=out,
        )  # fmt: skip

        def show(made: Made) -> None:
            self._made_at = changes
            self._on_made(made)
            then()
            if self.chosen_edition() is not wanted.edition:  # others were chosen meanwhile
                self.renew_preview()

        words = MAKING if out is None else f"Writing {out.name} …"
        self._run_preview_work(
            words, lambda progress, cancelled: make_preview(wanted, progress, cancelled), show, STOPPED
        )

    def stop_work(self) -> None:
        """Stop what is being made or printed."""
        if self._task is not None:
            self.strip.show_work_stopping()
            self._task.cancel()

    def save_preview_pdf(self, then: Callable[[], object] = lambda: None) -> None:
        """Ask where to keep the PDF, and write it there as an export: whole, or not at all."""
        folder = Path(self.workspace.settings.last_folder or self.workspace.session.path.parent)

        def ask() -> None:
            suggested = folder / f"{self._suggest_pdf_name()}.pdf"
            dialogs.ask_save_path(
                self, "Save the PDF as", "PDF (*.pdf)", suggested, lambda out: self.write_preview_pdf(out, then)
            )

        self._when_decided(self.chosen_edition(), ask)

    def write_preview_pdf(self, out: Path, then: Callable[[], object] = lambda: None) -> None:
        """Export the PDF to a file; what is shown afterwards is what was written."""
        out = out if out.suffix.lower() == ".pdf" else out.with_name(f"{out.name}.pdf")
        self.renew_preview(out, then)

    def open_in_viewer(self) -> None:
        """Open the saved PDF with the program that the person has for it; one that is not saved is saved first."""
        if self.saved is None or self.is_out_of_date or not self.saved.is_file():
            self.save_preview_pdf(self._open_saved)
        else:
            self._open_saved()

    def print_out(self) -> None:
        """Print what is shown."""
        from ui.pages.preview import printing  # looking for printers is for those who print

        made = self.made
        if made is None or self.is_working:
            return
        document = made.document

        def start(printer: Any) -> None:
            self._run_preview_work(
                "Printing …",
                lambda progress, cancelled: printing.print_pages(document, printer, progress, cancelled),
                lambda pages: self.say_above_pages(f"{count_noun(pages, 'page')} went to the printer.", "good"),
                "Printing was stopped.",
            )

        def ask() -> None:
            if printing.ask_printer(self, len(document.sizes), self._suggest_pdf_name(), start) is None:
                self.say_above_pages(printing.NO_PRINTER, "warning")

        self._when_decided(made.wanted.edition, ask)

    def show_text(self, wanted: bool) -> None:
        """Show the text of the page that is read in place of the pages, or the pages."""
        shown, hidden = (self.text, self.view) if wanted else (self.view, self.text)
        hidden.hide()
        shown.show()
        shown.setFocus()

    def look_for_words(self, words: str) -> None:
        """Find words in all pages."""
        if self.document is not None and words:
            self.search.start_search(self.document, words)
        else:
            self.search.stop_search()
            self._on_words_found(words, ())

    def say_above_pages(self, sentence: str, kind: str = "info") -> None:
        """Show a sentence above the pages; it is read aloud."""
        self.message.show_message(sentence, kind)

    # What happens

    def _when_decided(self, edition: Edition, act: Callable[[], object]) -> None:
        """Act; what the public is to read only once nobody minds what looks like personal data in it."""

        def look() -> None:
            self.back_asked.emit()
            self.workspace.go("personal_data")

        if edition is Edition.PUBLIC:
            from ui.pages.preview.publishing import when_decided  # nothing the window should wait for

            when_decided(self, self.workspace, self.workspace.session.current.label, act, look)
        else:
            act()

    def _run_preview_work(self, words: str, work: Work, done: Callable[[Any], object], stopped: str) -> None:
        """Do long work with its progress in sight, one at a time."""
        self._task = task = Task(work)

        def ended(act: Callable[[], object]) -> None:
            self._task = None
            self.strip.hide()
            act()
            self._refresh_preview_bars()
            self._end_if_closing()

        task.progressed.connect(self.strip.show_work_progress)
        task.done.connect(lambda result: ended(lambda: done(result)))
        task.failed.connect(lambda sentence: ended(lambda: self._on_not_done(sentence, "error")))
        task.cancelled.connect(lambda: ended(lambda: self._on_not_done(stopped, "info")))
        self.strip.show_work(words)
        self._refresh_preview_bars()
        task.start()

    def _on_made(self, made: Made) -> None:
        if self._closing:
            _close_document(made.document)
            return
        before, self.made = self.document, made
        if before is not None:
            _close_document(before)
        self.drawing.draw_document(made.document)
        self.view.show_document_pages(made.document.sizes)
        self.thumbnails.show_thumbnail_pages(made.document.sizes, self.view.page)
        self.look_for_words(self.pages_bar.finder.words_to_find)
        self.setWindowTitle(f"Preview of the PDF – {made.wanted.year} for {made.wanted.edition.describe_readers}")
        self.saved = made.wanted.out
        if self.saved is not None:
            self.workspace.settings.last_folder = str(self.saved.parent)
        notes = " ".join(made.report.notes)
        if self.saved is not None or notes:
            words = (
                f"Saved as {self.saved} ({count_noun(made.report.pages, 'page')}); read back and complete."
                if self.saved
                else ""
            )
            self.say_above_pages(f"{words} {notes}".strip(), "warning" if notes else "good")
        else:
            announce(self.view, f"The PDF is made: {count_noun(made.report.pages, 'page')}.")

    def _on_not_done(self, sentence: str, kind: str) -> None:
        self.say_above_pages(sentence, kind)
        if self.made is not None:  # what is shown is still for these
            self.document_bar.edition.blockSignals(True)
            self.show_edition(self.made.wanted.edition)
            self.document_bar.edition.blockSignals(False)

    def _on_words_found(self, words: str, places: tuple[Found, ...]) -> None:
        """Mark what was found, from the page that is read on."""
        after = next((number for number, found in enumerate(places) if found.page >= self.view.page), 0)
        self.pages_bar.finder.show_places(places, after if places else -1)
        self._show_found_place(after if places else -1)
        if words and not places:
            announce(self.view, "Not found")

    def _show_found_place(self, number: int) -> None:
        finder = self.pages_bar.finder
        self.view.mark_found_places(finder.places, number)
        if 0 <= number < len(finder.places):
            announce(self.view, f"{finder.said.text()}, page {finder.places[number].page + 1:,}")

    def _on_workbook_changed(self, *_: object) -> None:
        self._changes += 1
        if self.made is not None:
            self.document_bar.say_changed(True)

    def _on_page(self, page: int) -> None:
        self.pages_bar.show_page_number(page, self.view.document_page_count)
        self.thumbnails.follow_page(page)

    def _refresh_preview_bars(self) -> None:
        """Switch off what cannot be asked for now, and show where we are."""
        idle, there = not self.is_working, self.made is not None
        bar = self.document_bar
        for part in (bar.edition, bar.options, bar.parts, bar.update_button, bar.save):
            part.setEnabled(idle)
        for part in (bar.view, bar.print):
            part.setEnabled(idle and there)
        bar.say_changed(self.is_out_of_date)
        self.pages_bar.show_page_number(self.view.page, self.view.document_page_count)

    # The window

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.made is None and not event.spontaneous():
            self.renew_preview()
            self.view.setFocus()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:  # another text size
            for part in (self.thumbnails, self.document_bar, self.pages_bar):
                part.fit_to_text_size()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop what goes on and let go of the PDF; the window itself is gone once nothing goes on any more."""
        super().closeEvent(event)
        if self._closing:
            return
        self._closing = True
        self.stop_work()
        self.search.stop_search()
        self.drawing.draw_document(None)
        if self.made is not None:
            _close_document(self.made.document)
        self.closed.emit()
        self._end_if_closing()

    def _end_if_closing(self) -> None:
        if self._closing and not self.is_working:
            self.deleteLater()

    def _open_saved(self) -> None:
        if self.saved is not None and not locations.open_made(self.saved):
            self.say_above_pages(
                f"No program on this computer opens PDF files. The PDF is in {self.saved.parent}.", "warning"
            )

    def _suggest_pdf_name(self) -> str:
        """A file name that says what it is: council, year, edition."""
        session, readers = self.workspace.session, self.chosen_edition()
        edition = "" if readers is Edition.FULL else f" ({readers.value})"
        name = f"{session.council.text_of('name')} self-assessment {session.current.label}{edition}"
        return re.sub(r'[<>:"/\\|?*\x00-\x1f]+', "-", name).strip(" .")

    def _lay_out_preview(self) -> None:
        messages = QVBoxLayout()
        messages.setContentsMargins(12, 0, 12, 0)
        messages.addWidget(self.message)
        pages = QHBoxLayout()
        pages.setSpacing(0)
        pages.addWidget(self.thumbnails)
        pages.addWidget(self.view, 1)
        pages.addWidget(self.text, 1)
        self.text.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(build_bars_frame(self.document_bar, self.pages_bar, self.strip))
        column.addLayout(messages)
        column.addLayout(pages, 1)
        self.message.show_message("")
        room = self.screen().availableSize()
        self.resize(min(theme.px(WIDTH), room.width()), min(theme.px(HEIGHT), room.height() - 40))

    def _wire_preview_bars(self) -> None:
        bar, pages, finder = self.document_bar, self.pages_bar, self.pages_bar.finder
        bar.edition.currentIndexChanged.connect(lambda _: self.renew_preview())
        bar.options.changed.connect(lambda: self.renew_preview())
        bar.parts.changed.connect(lambda: self.renew_preview())
        bar.update_button.clicked.connect(lambda: self.renew_preview())
        bar.save.clicked.connect(lambda: self.save_preview_pdf())
        bar.view.clicked.connect(self.open_in_viewer)
        bar.print.clicked.connect(self.print_out)
        pages.turned.connect(self.view.go_to_page)
        pages.zoomed.connect(self.view.set_zoom)
        pages.zoom_stepped.connect(self.view.step_zoom)
        finder.asked.connect(self.look_for_words)
        finder.chosen.connect(self._show_found_place)
        self.search.found.connect(self._on_words_found)
        self.view.page_changed.connect(self._on_page)
        self.view.told.connect(self.text.show_page_text)
        pages.text.toggled.connect(self.show_text)
        self.view.zoom_changed.connect(pages.show_zoom)
        self.thumbnails.chosen.connect(self.view.go_to_page)
        self.workspace.step_taken.connect(self._on_workbook_changed)
        self.workspace.year_opened.connect(self._on_workbook_changed)


def _close_document(document: Document) -> None:
    """Close a document on a worker: it may wait for a page that is being drawn."""
    Task(lambda *_: document.close()).start()
