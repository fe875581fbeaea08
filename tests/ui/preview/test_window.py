"""The window that shows the PDF: made, made anew, saved, stopped, closed."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from selfassess.domain.model.commands import SetField
from selfassess.domain.model.editions import Edition, build_options
from selfassess.domain.model.errors import CancelledError, FileError
from selfassess.services.exporting import export as exporting
from ui.bridge import tasks
from ui.bridge.workspace import Workspace
from ui.pages.preview import printing
from ui.pages.preview.bars import CHANGED, UPDATE
from ui.pages.preview.page import STOPPED, PreviewWindow
from ui.widgets import dialogs

Opens = Callable[[Workspace], PreviewWindow]


@pytest.fixture
def own_temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own for temporary files."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def window(blank_year: Workspace, own_temporary: Path, previewed: Opens, qtbot: QtBot) -> PreviewWindow:
    """The preview of a workbook in which nothing is written yet."""
    made = previewed(blank_year)
    idle(made, qtbot)
    assert made.made is not None
    return made


def idle(window: PreviewWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not window.is_working, timeout=60_000)


def rename(workspace: Workspace, name: str) -> None:
    assert workspace.run(SetField(workspace.session.council.id, "name", name))


def find(window: PreviewWindow, words: str, qtbot: QtBot) -> int:
    """How many places of some words the window finds."""
    window.pages_bar.finder.field.setText(words)
    window.pages_bar.finder.search_now()
    qtbot.waitUntil(lambda: not window.search.is_searching, timeout=10_000)
    return len(window.pages_bar.finder.places)


def test_the_pdf_of_the_year_is_shown_and_leaves_no_file(
    window: PreviewWindow, own_temporary: Path, qtbot: QtBot
) -> None:
    assert window.windowTitle() == "Preview of the PDF – 2025-26 for those who draft it"
    assert window.view.document_page_count > 5
    assert window.pages_bar.count.text() == f"of {window.view.document_page_count}"
    assert list(own_temporary.iterdir()) == []
    assert find(window, "Sandwell", qtbot) > 0
    assert window.pages_bar.finder.said.text().startswith("1 of ")


def test_it_is_made_where_only_this_person_may_look(
    blank_year: Workspace, own_home: Path, previewed: Opens, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[int] = []

    def export(path: Path, out: Path, **how: Any) -> exporting.ExportReport:
        seen.append(stat.S_IMODE(out.parent.stat().st_mode))
        assert out.parent.parent == own_home / "data" / "working"
        return real(path, out, **how)

    real = exporting.export_workbook
    monkeypatch.setattr(exporting, "export_workbook", export)
    idle(previewed(blank_year), qtbot)
    assert seen == [0o700 if os.name == "posix" else 0o777]
    assert not list((own_home / "data" / "working").iterdir())


def test_what_is_written_meanwhile_is_shown_when_asked_for(
    window: PreviewWindow, blank_year: Workspace, qtbot: QtBot
) -> None:
    window.view.set_zoom("50")
    window.view.go_to_page(3)
    assert window.document_bar.update_button.text() == UPDATE
    rename(blank_year, "Sandwell and the Borough beside it")
    assert window.document_bar.update_button.text() == CHANGED
    assert find(window, "Borough beside", qtbot) == 0
    qtbot.keyClick(window, Qt.Key.Key_F5)
    idle(window, qtbot)
    qtbot.waitUntil(lambda: not window.search.is_searching, timeout=10_000)
    assert len(window.pages_bar.finder.places) > 0, "what is looked for is looked for again"
    assert not window.is_out_of_date
    assert window.document_bar.update_button.text() == UPDATE
    assert window.view.zoom == "50"


def test_the_page_stays_when_it_is_made_anew(window: PreviewWindow, qtbot: QtBot) -> None:
    window.view.go_to_page(3)
    window.renew_preview()
    idle(window, qtbot)
    assert window.view.page == 3
    assert window.thumbnails.currentIndex().row() == 3
    assert window.pages_bar.number.text() == "4"


def test_a_change_while_it_is_made_is_not_passed_over(
    window: PreviewWindow, blank_year: Workspace, qtbot: QtBot
) -> None:
    window.renew_preview()
    rename(blank_year, "Sandwell Council")
    idle(window, qtbot)
    assert window.is_out_of_date


def test_making_can_be_stopped_and_begun_again(
    blank_year: Workspace, own_temporary: Path, previewed: Opens, qtbot: QtBot
) -> None:
    window = previewed(blank_year)
    assert window.strip.isVisible()
    window.strip.stop.click()
    idle(window, qtbot)
    assert window.message.message_text == STOPPED
    assert window.document is None
    assert not window.document_bar.print.isEnabled()
    assert list(own_temporary.iterdir()) == []
    window.document_bar.update_button.click()
    idle(window, qtbot)
    assert window.made is not None
    assert window.message.message_text == ""


def test_readers_are_chosen(window: PreviewWindow, qtbot: QtBot) -> None:
    window.show_edition(Edition.PUBLIC)
    idle(window, qtbot)
    assert window.windowTitle().endswith("for the public")
    assert find(window, "the public", qtbot) > 0


def test_parts_are_chosen_in_a_menu_that_stays_open(window: PreviewWindow, qtbot: QtBot) -> None:
    parts, pages = window.document_bar.parts, window.view.document_page_count
    menu = parts.menu()
    menu.popup(window.mapToGlobal(window.rect().center()))
    kept = next(iter(parts.ticks))
    for key, tick in parts.ticks.items():
        if key != kept:
            qtbot.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(tick).center())
    assert menu.isVisible()
    assert parts.text().startswith("1 part")
    assert not window.is_working
    qtbot.keyClick(menu, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.view.document_page_count < pages and not window.is_working, timeout=60_000)
    assert not window.is_out_of_date


def test_what_an_edition_shows_is_chosen_in_a_menu_and_is_the_usual_for_the_next(
    window: PreviewWindow, qtbot: QtBot
) -> None:
    window.show_edition(Edition.CQC)
    idle(window, qtbot)
    options, parts = window.document_bar.options, window.document_bar.parts
    before = window.view.document_page_count
    menu = options.menu()
    menu.popup(window.mapToGlobal(window.rect().center()))
    for action in (options.ticks["annexes"], options.ticks["scores"], options.sizes[16]):
        qtbot.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(action).center())
    assert menu.isVisible()
    qtbot.keyClick(menu, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.view.document_page_count != before and not window.is_working, timeout=60_000)
    assert window.made is not None
    assert window.made.wanted.options == build_options(Edition.CQC, annexes=False, scores=False, size=16)
    assert options.text().startswith("Shows what you chose")
    assert not parts.ticks["evidence-index"].isVisible()
    window.show_edition(Edition.PUBLIC)
    idle(window, qtbot)
    assert options.chosen == build_options(Edition.PUBLIC)
    assert {key for key, tick in options.ticks.items() if tick.isVisible()} == {"wording"}


def test_only_parts_that_the_readers_may_see_are_offered(window: PreviewWindow, qtbot: QtBot) -> None:
    parts = window.document_bar.parts
    offered = {key for key, tick in parts.ticks.items() if tick.isVisible()}
    window.show_edition(Edition.PUBLIC)
    assert {key for key, tick in parts.ticks.items() if tick.isVisible()} < offered
    assert parts.chosen_parts == (None, False)
    idle(window, qtbot)


def test_readers_chosen_while_it_is_made_follow(blank_year: Workspace, previewed: Opens, qtbot: QtBot) -> None:
    window = previewed(blank_year)
    window.show_edition(Edition.BOARD)
    qtbot.waitUntil(lambda: window.windowTitle().endswith("for the board") and not window.is_working, timeout=60_000)


def test_an_export_that_fails_is_one_sentence_and_the_pages_stay(
    window: PreviewWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any, **__: Any) -> exporting.ExportReport:
        raise FileError("The disk is full.")

    monkeypatch.setattr(exporting, "export_workbook", fail)
    pages = window.view.document_page_count
    window.show_edition(Edition.PUBLIC)
    idle(window, qtbot)
    assert window.message.message_text == "The disk is full."
    assert window.view.document_page_count == pages
    assert window.chosen_edition() is Edition.FULL, "for whom the pages are that are shown"


def test_a_damaged_pdf_is_one_sentence(
    blank_year: Workspace, previewed: Opens, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damage(path: Path, out: Path, **_: Any) -> exporting.ExportReport:
        out.write_bytes(b"%PDF-1.7 and nothing more")
        return exporting.ExportReport(path=out, format="pdf", records=0, pages=1)

    monkeypatch.setattr(exporting, "export_workbook", damage)
    window = previewed(blank_year)
    idle(window, qtbot)
    assert window.message.message_text == "The PDF is damaged, so it cannot be shown."


def test_what_is_saved_is_whole_and_shown(
    window: PreviewWindow, blank_year: Workspace, tmp_path: Path, qtbot: QtBot
) -> None:
    rename(blank_year, "Sandwell Metropolitan Borough Council")
    window.write_preview_pdf(tmp_path / "for the board 1.2")
    idle(window, qtbot)
    out = tmp_path / "for the board 1.2.pdf"
    assert window.message.message_text.startswith(f"Saved as {out} ({window.view.document_page_count} pages)")
    assert len(PdfReader(out).pages) == window.view.document_page_count
    assert not window.is_out_of_date
    assert find(window, "Metropolitan Borough", qtbot) > 0


def test_the_viewer_opens_what_is_saved_and_saves_what_is_not(
    window: PreviewWindow, blank_year: Workspace, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Path] = []
    opened: list[str] = []

    def ask_save(parent: object, title: str, filters: str, suggested: Path, chosen: Callable[[Path], None]) -> None:
        asked.append(suggested)
        chosen(tmp_path / "seen.pdf")

    def open_url(url: QUrl) -> bool:
        opened.append(url.toLocalFile())
        return True

    monkeypatch.setattr(dialogs, "ask_save_path", ask_save)
    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    window.document_bar.view.click()
    qtbot.waitUntil(lambda: opened == [str(tmp_path / "seen.pdf")], timeout=60_000)
    assert [path.name for path in asked] == ["Sandwell self-assessment 2025-26.pdf"]
    window.document_bar.view.click()
    assert (len(asked), len(opened)) == (1, 2)
    rename(blank_year, "Sandwell Council")
    window.document_bar.view.click()
    idle(window, qtbot)
    assert (len(asked), len(opened)) == (2, 3)


def test_no_program_for_pdf_files_is_said(
    window: PreviewWindow, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: False)
    window.write_preview_pdf(tmp_path / "seen.pdf", window._open_saved)
    idle(window, qtbot)
    assert window.message.message_text.startswith("No program on this computer opens PDF files.")


def test_what_is_shown_goes_to_the_printer(
    window: PreviewWindow, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    monkeypatch.setattr(printing, "ask_printer", lambda parent, pages, name, chosen: chosen(printer) or parent)
    window.document_bar.print.click()
    idle(window, qtbot)
    assert window.message.message_text == f"{window.view.document_page_count} pages went to the printer."
    assert len(PdfReader(tmp_path / "printed.pdf").pages) == window.view.document_page_count


def test_without_a_printer_one_sentence_says_so(window: PreviewWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", list)
    window.document_bar.print.click()
    assert window.message.message_text == printing.NO_PRINTER


@pytest.mark.parametrize("button", ["save", "print"])
def test_personal_data_is_looked_for_before_the_public_reads_it(
    window: PreviewWindow, blank_year: Workspace, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, button: str
) -> None:
    asked: list[tuple[str, dict[str, Any]]] = []
    went_on: list[str] = []
    places: list[str] = []
    monkeypatch.setattr(
        dialogs, "ask_question", lambda parent, words, detail, answers, **_: asked.append((words, dict(answers)))
    )
    monkeypatch.setattr(dialogs, "ask_save_path", lambda *_: went_on.append("save"))
    monkeypatch.setattr(printing, "ask_printer", lambda *_: went_on.append("print"))
    blank_year.asked_for.connect(places.append)
    judgement = blank_year.session.current.judgements["equity"]
    blank_year.run(SetField(judgement.id, "summary", "Write to jo.bloggs@sandwell.gov.uk about it."))
    window.show_edition(Edition.PUBLIC)
    idle(window, qtbot)
    getattr(window.document_bar, button).click()
    qtbot.waitUntil(lambda: bool(asked), timeout=10_000)
    (words, answers), *_ = asked
    assert words == "1 place looks like personal data that the public would read."
    assert went_on == []
    answers["Look at it"]()
    assert places == ["personal_data"]
    answers["Go on all the same"]()
    assert went_on == [button]
    blank_year.run(SetField(judgement.id, "summary", "Nobody in particular."))
    getattr(window.document_bar, button).click()
    qtbot.waitUntil(lambda: went_on == [button, button], timeout=10_000)
    assert len(asked) == 1


def test_what_cannot_be_saved_yet_is_said_and_left_out(
    window: PreviewWindow, blank_year: Workspace, qtbot: QtBot
) -> None:
    class Stubborn:
        def flush(self) -> bool:
            return False

    stubborn = Stubborn()
    blank_year.register_editor(stubborn)
    window.renew_preview()
    idle(window, qtbot)
    assert window.message.message_text.startswith("Something you typed cannot be saved yet")


@pytest.mark.parametrize("after", ["making", "drawing", "searching"])
def test_closing_ends_all_that_goes_on(
    blank_year: Workspace, own_temporary: Path, previewed: Opens, qtbot: QtBot, after: str
) -> None:
    window = previewed(blank_year)
    document = None
    if after != "making":
        idle(window, qtbot)
        document = window.document
        assert document is not None
        window.view.go_to_page(window.view.document_page_count - 1)
        window.view._want_visible_pages()
    if after == "searching":
        window.look_for_words("the")
        assert window.search.is_searching
    window.close()
    qtbot.waitUntil(lambda: not isValid(window) and not tasks.Task.running, timeout=60_000)
    assert list(own_temporary.iterdir()) == []
    if document is not None:
        with pytest.raises(CancelledError):
            document.extract_page_text(0)


def test_the_page_can_be_read_as_text(window: PreviewWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_F7)
    assert window.text.isVisible()
    assert not window.view.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert window.text.accessibleName() == f"Text of page 2 of {window.view.document_page_count}"
    qtbot.waitUntil(
        lambda: window.text.toPlainText().endswith(f"Page 2 of {window.view.document_page_count}"), timeout=10_000
    )
    qtbot.keyClick(window, Qt.Key.Key_F7)
    assert window.view.isVisible()
    assert window.view.page == 1


def test_every_part_has_a_name_to_be_read_aloud(window: PreviewWindow) -> None:
    bar, pages = window.document_bar, window.pages_bar
    parts = (
        bar.edition, pages.number, pages.zoom, pages.back, pages.on, pages.less, pages.more, pages.finder.field,
        pages.finder.back, pages.finder.on, window.thumbnails, window.view, window.strip.bar,
    )  # fmt: skip
    assert all(part.accessibleName() for part in parts)
