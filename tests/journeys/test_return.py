"""Evidence and the return through the window: from files that are dropped to a return that is handed over and verified.

Only the file dialogs are replaced. What was handed over is then held against the files it came from.
"""

from __future__ import annotations

import hashlib
import unicodedata
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

import openpyxl
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.fields import Value
from selfassess.domain.return_pack.plan import INDEX
from selfassess.services.workbook.settings import Settings
from tests.exchange import document_making as making
from tests.journeys.test_whole_job import LONG, Person, begin, excel_text, pdf_text, squeezed
from tests.running import Ran
from ui.dialogs.add_evidence.page import AddEvidenceDialog
from ui.dialogs.personal_data.page import PersonalDataDialog
from ui.dialogs.return_pack.page import ReturnPackDialog
from ui.pages.coverage.page import CoveragePage
from ui.pages.information_return.page import InformationReturnPage
from ui.pages.registers.bulk import BulkDialog
from ui.pages.registers.checking import CheckingDialog
from ui.pages.registers.page import RegistersPage
from ui.pages.registers.system import SystemDialog
from ui.pages.registers.view import RegisterView
from ui.shell.window import MainWindow
from ui.widgets import dialogs

D = TypeVar("D", bound=QDialog)

RESERVED, BIDI, LONGEST = "CON.txt", "Plan \u202efdp.exe.txt", f"{'Adolygiad gofal ŵ ' * 7}.txt"
FIGURES = (("1,454", "31", "120", "28"), ("210", "45", "300", "42"), ("96", "12", "77", "14"), ("33", "9", "60", "10"))
"""IR 5 as somebody copies it from Excel: list, median wait, longest wait and target of the four activities."""
LINKS = "Local account https://www.example.gov.uk/local-account\njavascript:alert(1)\nfile://server/share/secret.docx"
OWN = {"IR 01 - Self-assessment 2024-25.pdf", *INDEX}


@pytest.fixture
def person(qtbot: QtBot) -> Iterator[Person]:
    window = MainWindow(Settings())
    qtbot.addWidget(window)
    window.show()
    yield Person(qtbot, window)
    window.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder as a performance lead keeps it: several kinds, one content twice, odd names, and something personal."""
    made = tmp_path / "Evidence"
    (made / "Old" / "2023").mkdir(parents=True)
    making.pdf(made / "Carers survey 2024.pdf", ["Carers say that breaks help."])
    (made / "Old" / "2023" / "Carers survey (copy).pdf").write_bytes((made / "Carers survey 2024.pdf").read_bytes())
    making.word(made / "Case notes.docx", making.paragraph("NHS number 943 476 5919, write to ann@example.org"))
    making.sheet(made / "Waiting list.xlsx", "Waits", [["Activity", "Waiting"], ["Care reviews", 210]])
    for name in (RESERVED, BIDI, LONGEST, "Waits fell 50% #1 .txt"):
        (made / name).write_text(f"About {name[:20]}", encoding="utf-8")
    (made / "Empty.txt").write_bytes(b"")
    return made


def year(person: Person) -> Any:
    assert person.window.frame is not None
    return person.window.frame.workspace.session.current


def flushed(person: Person) -> None:
    assert person.window.frame is not None
    assert person.window.frame.workspace.flush()


def titled(person: Person) -> Mapping[str, Record]:
    return {record.text_of("title"): record for record in year(person).records_of("evidence")}


def wait(person: Person, until: Callable[[], bool]) -> None:
    person.qtbot.waitUntil(until, timeout=LONG)


def opened(person: Person, kind: type[D]) -> D:
    """The dialog that has opened, once it has nothing under way."""
    wait(person, lambda: any(each.isVisible() for each in person.window.findChildren(kind)))
    dialog = next(each for each in person.window.findChildren(kind) if each.isVisible())
    wait(person, lambda: getattr(dialog, "task", None) is None)
    return dialog


def register(person: Person) -> RegisterView:
    person.window.go("register:evidence")
    page = person.page
    assert isinstance(page, RegistersPage)
    return page.views["evidence"]


def drop(view: RegisterView, *paths: Path) -> None:
    assert view.gathering is not None
    held = QMimeData()
    held.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    action, button, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(view, QDragEnterEvent(QPoint(9, 9), action, held, button, none))
    QApplication.sendEvent(view.gathering.drop.overlay, QDropEvent(QPointF(9, 9), action, held, button, none))


def from_menu(view: RegisterView, words: str) -> None:
    assert view.gathering is not None
    next(action for action in view.gathering.menu.actions() if action.text() == words).trigger()


def change_all(person: Person, view: RegisterView, ids: list[str], field: str, value: Value) -> None:
    """Select records, choose "Change all…", a field and what is to stand there."""
    view.table.select_rows(ids)
    view.many.change.click()
    dialog = opened(person, BulkDialog)
    dialog.fields.setCurrentIndex(dialog.fields.findData(field))
    control = dialog.controls[field]
    control.show_stored_value(value)
    control.changed.emit()
    dialog.go.click()
    wait(person, lambda: not any(each.isVisible() for each in person.window.findChildren(BulkDialog)))


def gather_everything(person: Person, folder: Path) -> RegisterView:
    """Drop the folder, paste links, name what a system holds."""
    view = register(person)
    drop(view, folder)
    dialog = opened(person, AddEvidenceDialog)
    assert dialog.said.message_text.startswith("7 documents found: 7 new. 2 could not be taken")
    said = dialog.problems.toPlainText()
    assert "Carers survey (copy).pdf" in said
    assert "Empty.txt" in said
    dialog.go.click()
    QApplication.clipboard().setText(LINKS)
    from_menu(view, "Web links…")
    pasted = opened(person, AddEvidenceDialog)
    pasted.go.click()
    assert pasted.said.message_text == "1 document found: 1 new. 2 could not be taken; see below why."
    pasted.go.click()
    from_menu(view, "A system that holds it…")
    system = opened(person, SystemDialog)
    for key, words in (("title", "Monthly waiting list report"), ("location", "The case management system")):
        person.type(system.lines[key], words)
    system.go.click()
    assert len(year(person).records_of("evidence")) == 9
    return view


def assign(person: Person, view: RegisterView) -> None:
    """Give everything a statement, a category and an item, and one of them several items."""
    view.clear_filters()
    everything = [record.id for record in year(person).records_of("evidence")]
    change_all(person, view, everything, "quality_statements", ("assessing-needs",))
    change_all(person, view, everything, "category", "processes")
    change_all(person, view, everything, "return_items", ("IR 5",))
    found = titled(person)
    survey, account = found["Carers survey 2024"].id, found["Local account"].id
    change_all(person, view, [survey, account], "return_items", ("IR 2", "IR 33"))
    assert {record["category"] for record in year(person).records_of("evidence")} == {"processes"}
    assert set(titled(person)["Carers survey 2024"].links_of("return_items")) == {"IR 2", "IR 5", "IR 33"}


def look_inside(person: Person) -> None:
    """Look for personal data in the files, and hold back the one that has some."""
    person.window.open_personal_data()
    dialog = opened(person, PersonalDataDialog)
    dialog.tabs.setCurrentIndex(1)
    with person.qtbot.waitSignal(dialog.files.ended, timeout=LONG):
        dialog.files.start.click()
    kinds = {dialog.files.model.cell_words(id, 0) for id in dialog.files.model.shown_ids}
    assert kinds == {"NHS number", "E-mail address"}
    assert all("5919" not in dialog.files.model.cell_words(id, 1) for id in dialog.files.model.shown_ids)
    dialog.files.mark.click()
    dialog.close()
    assert titled(person)["Case notes"]["personal_data"] == "needs_redaction"


def check_files(person: Person, view: RegisterView) -> None:
    assert view.gathering is not None
    view.gathering.check.click()
    dialog = opened(person, CheckingDialog)
    assert dialog.said.message_text == "All is well: 7 files checked, each in place and unchanged."
    dialog.close()


def answer(person: Person) -> None:
    """The figures of IR 5, owners and statuses, and two carers' organisations."""
    person.window.go("return:IR 5")
    page = person.page
    assert isinstance(page, InformationReturnPage)
    wait(person, lambda: page.detail.shown == "IR 5")
    assert page.detail.figures is not None
    grid = page.detail.figures.grid
    grid.setCurrentIndex(grid.model().index(0, 0))
    QApplication.clipboard().setText("\n".join("\t".join(row) for row in FIGURES))
    QTest.keyClick(grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert len(year(person).records_of("figure")) == 16
    page.detail.figures.day.show_stored_value("2025-01-31")
    page.detail.figures.set_day.click()
    assert {record["as_at"] for record in year(person).records_of("figure")} == {"2025-01-31"}
    page.toggle_several()
    page.table.select_rows(["IR 2", "IR 5", "IR 33"])
    bar = page._make_several_bar()
    person.type(bar.owner, "Head of performance")
    bar.set_owner.click()
    bar.status.setCurrentIndex(bar.status.findData("ready"))
    bar.set_status.click()
    page.show_place("contacts carers")
    wait(person, lambda: page.detail.shown == "contacts carers")
    assert page.detail.contacts is not None
    people = page.detail.contacts.grid
    people.setCurrentIndex(people.model().index(0, 0))
    QApplication.clipboard().setText("Gofalwyr Cymru\tSiân Owen\nCarers Centre\tA. Desk")
    QTest.keyClick(people, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert [record["organisation"] for record in year(person).records_of("contact")] == [
        "Gofalwyr Cymru",
        "Carers Centre",
    ]
    assert {r["owner"] for r in year(person).records_of("return_answer") if r["status"] == "ready"} == {
        "Head of performance"
    }


def what_is_missing(person: Person) -> None:
    person.window.go("coverage:assessing-needs/people")
    page = person.page
    assert isinstance(page, CoveragePage)
    assert "35 missing" in page.summary.text() or "1 partial" in page.summary.text()


def hand_over(person: Person, out: Path, monkeypatch: pytest.MonkeyPatch) -> ReturnPackDialog:
    monkeypatch.setattr(dialogs, "ask_existing_folder", lambda parent, title, folder, chosen: chosen(out.parent))
    monkeypatch.setattr(dialogs, "ask_save_path", lambda parent, title, filters, suggested, chosen: chosen(out))
    person.window.open_return_pack()
    dialog = opened(person, ReturnPackDialog)
    assert "1 not sent" in dialog.said.message_text
    dialog.shapes.button(1 if out.suffix else 0).setChecked(True)
    dialog.start.click()
    wait(person, lambda: dialog.handed is not None or "error" in str(dialog.said.property("look")))
    assert dialog.handed is not None, dialog.said.message_text
    dialog.close()
    return dialog


def contents(out: Path) -> dict[str, bytes]:
    if out.is_dir():
        return {path.name: path.read_bytes() for path in out.iterdir()}
    with zipfile.ZipFile(out) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def verify(out: Path, sent: list[Path], folder: Path) -> None:
    """Every file there once and whole, under a name that any system can open; the index says the rest."""
    held = contents(out)
    documents = {name: content for name, content in held.items() if name not in OWN}
    assert set(held) >= OWN

    def prints(every: Any) -> list[str]:
        return sorted(hashlib.sha256(content).hexdigest() for content in every)

    assert prints(documents.values()) == prints(path.read_bytes() for path in sent)
    for name in documents:
        assert name[:8] in ("IR 02 - ", "IR 05 - ")
        assert not set(name) & set('\\/:*?"<>|')
        assert not any(unicodedata.category(sign) in ("Cf", "Cc") for sign in name)
        assert name == name.rstrip(" .")
    assert len({name.casefold() for name in documents}) == len(documents)
    assert not any(b"943 476" in content for content in held.values())


def verify_index(folder: Path) -> None:
    book = openpyxl.load_workbook(folder / "Index.xlsx")
    items = {row[0]: row for row in book.worksheets[0].iter_rows(min_row=5, values_only=True) if row[0]}
    assert [ref for ref in items if str(ref).startswith("IR ")] == [f"IR {number}" for number in range(1, 39)]
    rows = [row for row in book["Documents"].iter_rows(min_row=5, values_only=True) if row[0]]
    (survey,) = [row for row in rows if "Carers survey 2024" in str(row)]
    assert survey[0] == "IR 02 - Carers survey 2024.pdf"
    assert survey[2] == "IR 5, IR 33"
    texts = {"Index.xlsx": excel_text(folder / "Index.xlsx"), "Index.pdf": pdf_text(folder / "Index.pdf")}
    for name, text in texts.items():
        for words in ("Case notes", "marked as needing redaction", "Monthly waiting list report", "local-account"):
            assert squeezed(words) in text, (name, words)
        for number in range(1, 39):
            assert f"IR{number}" in text, name


def verify_figures(person: Person, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was typed for IR 5 stands in the self-assessment that goes with the return, and in both exports."""
    outs = {ending: folder.parent / f"export.{ending}" for ending in ("xlsx", "pdf")}
    for ending, out in outs.items():
        person.export(ending, out, monkeypatch)
    sent = folder / "IR 01 - Self-assessment 2024-25.pdf"
    for text in (pdf_text(outs["pdf"]), pdf_text(sent)):
        for number in {number for row in FIGURES for number in row}:
            assert number in text
    book = openpyxl.load_workbook(outs["xlsx"])
    values = {
        cell for row in book["Figures"].iter_rows(values_only=True) for cell in row if isinstance(cell, int | float)
    }
    assert values >= {float(number.replace(",", "")) for row in FIGURES for number in row}


def test_from_dropped_files_to_a_return_that_is_handed_over_and_verified(
    person: Person, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Callable[..., Ran]
) -> None:
    book = tmp_path / "council.sawb"
    begin(person, book, "Derby City Council", "2024-25", monkeypatch)
    view = gather_everything(person, folder)
    assign(person, view)
    check_files(person, view)
    look_inside(person)
    answer(person)
    what_is_missing(person)
    flushed(person)
    sent = [
        path
        for path in folder.rglob("*")
        if path.is_file() and path.name not in ("Case notes.docx", "Empty.txt", "Carers survey (copy).pdf")
    ]
    target = tmp_path / "target"
    target.mkdir()
    dialog = hand_over(person, target / "anywhere", monkeypatch)
    assert dialog.handed is not None
    written = dialog.handed.path
    assert written == target / "Derby City Council information return 2024-25"
    verify(written, sent, folder)
    verify_index(written)
    hand_over(person, target / "return.zip", monkeypatch)
    verify(target / "return.zip", sent, folder)
    verify_figures(person, written, monkeypatch)
    person.window.close_workbook()

    ran = run("return-pack", book, target / "again")
    assert ran.code == 1, ran.err  # one is held back
    assert "Case notes" in ran.out
    verify(target / "again", sent, folder)
    verify_index(target / "again")
    # A long name is cut to the room that its folder's place leaves.
    assert {name[:60] for name in contents(target / "again")} == {name[:60] for name in contents(written)}


def test_what_happens_to_files_after_they_were_added_is_said_by_name(
    person: Person, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Callable[..., Ran]
) -> None:
    """Changed, gone, and moved: the check names them, finds what moved, and the return holds back what is wrong."""
    book = tmp_path / "council.sawb"
    begin(person, book, "Derby City Council", "2024-25", monkeypatch)
    view = gather_everything(person, folder)
    assign(person, view)
    (folder / "Waiting list.xlsx").write_bytes(b"other")
    (folder / RESERVED).unlink()
    (folder / "Carers survey 2024.pdf").rename(tmp_path / "moved.pdf")
    (folder / "Old" / "2023" / "Carers survey (copy).pdf").unlink()
    assert view.gathering is not None
    view.gathering.check.click()
    dialog = opened(person, CheckingDialog)
    assert dialog.said.message_text == "7 files checked: 4 in place, 2 missing, 1 changed."
    monkeypatch.setattr(dialogs, "ask_existing_folder", lambda parent, title, folder, chosen: chosen(tmp_path))
    dialog.seek.click()
    wait(person, lambda: dialog.task is None)
    assert titled(person)["Carers survey 2024"]["location"] == "moved.pdf"
    dialog.close()
    flushed(person)
    person.window.close_workbook()
    out = tmp_path / "return.zip"
    ran = run("return-pack", book, out, "--json")
    assert ran.code == 1, ran.err
    held = {each["title"]: each["reason"] for each in ran.object["held_back"]}
    assert set(held) == {"Waiting list", "CON"}
    assert "changed" in held["Waiting list"]
    assert "not there" in held["CON"]
    assert (tmp_path / "moved.pdf").read_bytes() in contents(out).values()
