"""Files of the evidence in the window: dropped and chosen, checked and found again, and opened only when asked."""

from collections.abc import Collection
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from selfassess.domain.model.commands import AddRecord, SetField
from selfassess.exchange.documents import places
from selfassess.services.evidence.check_files import Condition
from selfassess.services.workbook import agreed_hosts
from tests.ui.evidence_requests import record_requests
from ui.bridge.workspace import Workspace
from ui.dialogs.add_evidence.page import AddEvidenceDialog
from ui.pages.registers.checking import CheckingDialog
from ui.pages.registers.system import SystemDialog
from ui.pages.registers.view import RegisterView
from ui.widgets import dialogs
from ui.widgets.locations import open_location

ACTIONS = Qt.DropAction.CopyAction | Qt.DropAction.LinkAction | Qt.DropAction.MoveAction
BUTTONS, KEYS = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def mime(*places: Path | str, text: str = "") -> QMimeData:
    made = QMimeData()
    urls = [QUrl.fromLocalFile(str(place)) if isinstance(place, Path) else QUrl(place) for place in places]
    if urls:
        made.setUrls(urls)
    if text:
        made.setText(text)
    return made


def enter(widget: QWidget, data: QMimeData) -> QDragEnterEvent:
    event = QDragEnterEvent(QPoint(5, 5), ACTIONS, data, BUTTONS, KEYS)
    event.ignore()
    QApplication.sendEvent(widget, event)
    return event


def drop(widget: QWidget, data: QMimeData) -> QDropEvent:
    enter(widget, data)
    event = QDropEvent(QPointF(5, 5), ACTIONS, data, BUTTONS, KEYS)
    event.ignore()
    QApplication.sendEvent(widget, event)
    return event


def file(workspace: Workspace, location: str, **values: object) -> str:
    id = f"11111111-0000-4000-8000-{len(workspace.session.current.records_of('evidence')):012d}"
    values = {"title": Path(location).stem, "location": location, "location_kind": "file", **values}
    assert workspace.run(AddRecord("evidence", id, values)), workspace.refusal
    return id


def test_what_is_dropped_anywhere_is_asked_for_with_what_the_filters_say(
    shown: RegisterView, example: Workspace, folder: Path, qtbot: QtBot
) -> None:
    assert shown.gathering is not None
    overlay = shown.gathering.drop.overlay
    shown.filter_combos["quality_statements"].setCurrentIndex(
        shown.filter_combos["quality_statements"].findData("equity")
    )
    data = mime(folder)
    assert enter(shown, data).isAccepted()
    assert overlay.isVisible()
    assert overlay.geometry() == shown.rect()
    enter(overlay, data)
    requests = record_requests(example)
    event = drop(overlay, data)
    qtbot.waitUntil(lambda: bool(requests))
    assert event.dropAction() == Qt.DropAction.LinkAction
    assert not overlay.isVisible()
    (wanted,) = requests
    assert (wanted.paths, wanted.statements, wanted.text) == ((folder,), ("equity",), "")


def test_links_are_taken_and_other_things_are_not(shown: RegisterView, example: Workspace, qtbot: QtBot) -> None:
    for unwanted in (mime(text="some words"), mime("javascript:alert(1)"), mime("ftp://example.org/a")):
        assert not enter(shown, unwanted).isAccepted()
    requests = record_requests(example)
    for data in (mime("https://example.org/a"), mime(text="https://example.org/a")):
        drop(shown, data)
    qtbot.waitUntil(lambda: len(requests) == 2)
    assert [each.text for each in requests] == ["https://example.org/a"] * 2


def test_files_dropped_on_a_field_become_evidence_and_not_words_in_it(
    shown: RegisterView, example: Workspace, folder: Path, qtbot: QtBot
) -> None:
    shown.open_register_record(shown.model.shown_ids[0])
    line = shown.detail.form.field_editors["title"].control.focus_target
    before = line.text()  # type: ignore[attr-defined]
    requests = record_requests(example)
    drop(line, mime(folder))
    qtbot.waitUntil(lambda: bool(requests))
    assert [each.paths for each in requests] == [(folder,)]
    assert line.text() == before  # type: ignore[attr-defined]
    assert not enter(shown.detail, mime(text="words")).isAccepted()


def test_the_overlay_goes_when_the_pointer_leaves(shown: RegisterView, folder: Path, qtbot: QtBot) -> None:
    assert shown.gathering is not None
    overlay = shown.gathering.drop.overlay
    data = mime(folder)
    enter(shown, data)
    QApplication.sendEvent(shown, QDragLeaveEvent())
    qtbot.waitUntil(overlay.isHidden)
    enter(shown, data)
    enter(overlay, data)
    QApplication.sendEvent(overlay, QDragLeaveEvent())
    assert overlay.isHidden()


def test_what_was_added_is_in_view_afterwards(
    shown: RegisterView, example: Workspace, folder: Path, qtbot: QtBot
) -> None:
    asked_for: list[AddEvidenceDialog] = []
    example.dialog_asked.connect(lambda _, wanted: asked_for.append(AddEvidenceDialog(example, shown, wanted)))
    drop(shown, mime(folder))
    qtbot.waitUntil(lambda: bool(asked_for) and asked_for[0].task is None)
    asked_for[0].go.click()
    added = example.session.current.records_of("evidence")[-3:]
    assert shown.model.shown_ids == tuple(record.id for record in added)
    assert shown.detail.record == added[0].id
    assert shown.notice_text.text() == "3 items are in view: what was added or linked just now."
    shown.bar.all.click()
    assert shown.model.rowCount() == shown.model.total


def test_files_and_folders_are_asked_for_by_the_system(
    shown: RegisterView, example: Workspace, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = tuple(sorted(folder.glob("*.*")))
    monkeypatch.setattr(dialogs, "ask_files_to_open", lambda parent, title, filters, start, chosen: chosen(paths))
    monkeypatch.setattr(dialogs, "ask_existing_folder", lambda parent, title, start, chosen: chosen(folder))
    assert shown.gathering is not None
    requests = record_requests(example)
    shown.gathering.ask_evidence_files()
    shown.gathering.ask_evidence_folder()
    shown.gathering.menu.actions()[2].trigger()
    assert [(each.paths, each.text) for each in requests] == [(paths, ""), ((folder,), ""), ((), "")]


def test_what_a_system_holds_is_added_with_the_way_to_it(shown: RegisterView, example: Workspace, qtbot: QtBot) -> None:
    dialog = SystemDialog(example, shown)
    qtbot.addWidget(dialog)
    assert not dialog.go.isEnabled()
    dialog.lines["title"].setText("Monthly list")
    dialog.lines["location"].setText("Case system")
    with qtbot.waitSignal(dialog.added) as told:
        dialog.go.click()
    record = example.session.current.by_id[told.args[0]]
    assert (record["title"], record["location"], record["location_kind"]) == ("Monthly list", "Case system", "system")


@pytest.fixture
def checked(shown: RegisterView, example: Workspace, folder: Path, qtbot: QtBot) -> CheckingDialog:
    """The files checked: one in place, one moved, one changed since it was added."""
    for path in (
        folder / "Carers survey 2024.pdf",
        folder / "Waiting list March.xlsx",
        folder / "sub/Board report.docx",
    ):
        file(example, path.relative_to(folder.parent).as_posix())
    assert shown.gathering is not None
    first = shown.gathering.open_checking_dialog()
    assert first is not None
    qtbot.waitUntil(lambda: first.task is None)
    first.reject()
    (folder / "Waiting list March.xlsx").rename(folder / "sub" / "moved.xlsx")
    (folder / "sub/Board report.docx").write_bytes(b"board, second version")
    dialog = shown.gathering.open_checking_dialog()
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.task is None)
    return dialog


def conditions(dialog: CheckingDialog) -> list[Condition]:
    return sorted(dialog.states[id].condition for id in dialog.model.shown_ids)


def test_a_check_takes_fingerprints_and_lists_what_is_broken(checked: CheckingDialog, example: Workspace) -> None:
    assert conditions(checked) == [Condition.CHANGED, Condition.MISSING]
    assert checked.said.message_text == "3 files checked: 1 in place, 1 missing, 1 changed."
    records = example.session.current.records_of("evidence")[-3:]
    assert all(len(record.text_of("sha256")) == 64 for record in records)
    assert {record["checked_on"] for record in records} != {None}
    assert "Look for it in a folder" in checked.about.text() or "changed" in checked.about.text()


def test_a_moved_file_is_found_again_by_its_content(
    checked: CheckingDialog, example: Workspace, folder: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dialogs, "ask_existing_folder", lambda parent, title, start, chosen: chosen(folder))
    checked.seek.click()
    qtbot.waitUntil(lambda: checked.task is None)
    assert example.session.current.records_of("evidence")[-2]["location"] == "Evidence/sub/moved.xlsx"
    assert conditions(checked) == [Condition.CHANGED]
    assert checked.said.message_text.startswith("1 of 1 found by content, and their places put right.")
    example.undo_last_step()
    assert example.session.current.records_of("evidence")[-2]["location"] == "Evidence/Waiting list March.xlsx"


def test_a_changed_file_is_accepted_as_it_is_now(checked: CheckingDialog, example: Workspace) -> None:
    changed = next(id for id, state in checked.states.items() if state.condition is Condition.CHANGED)
    before = example.session.current.by_id[changed]["sha256"]
    checked.table.choose_row(changed)
    checked.accept_changed.click()
    assert example.session.current.by_id[changed]["sha256"] != before
    assert conditions(checked) == [Condition.MISSING]


def test_a_changed_file_is_accepted_beside_the_item_too(
    checked: CheckingDialog, shown: RegisterView, example: Workspace
) -> None:
    changed = next(id for id, state in checked.states.items() if state.condition is Condition.CHANGED)
    checked.reject()
    shown.open_register_record(changed)
    item = shown.detail.item
    assert item is not None
    assert "has changed" in item.problem.message_text
    before = example.session.current.by_id[changed]["sha256"]
    item.accept.click()
    assert example.session.current.by_id[changed]["sha256"] != before
    assert item.problem.message_text == ""


def test_one_goes_from_a_broken_file_to_its_item(checked: CheckingDialog, shown: RegisterView) -> None:
    id = checked.model.shown_ids[-1]
    checked.table.choose_row(id)
    checked.go.click()
    assert shown.detail.record == id


@pytest.fixture
def gone_to(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    found: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: found.append(url.toString()))
    return found


def press(box: object, words: str) -> None:
    next(button for button in box.buttons() if button.text() == words).click()  # type: ignore[attr-defined]


def test_a_page_is_opened_only_when_the_person_says_so(tmp_path: Path, gone_to: list[str], qtbot: QtBot) -> None:
    book = tmp_path / "a.sawb"
    for words, expected in (("Not now", []), ("Open the page", ["https://www.example.org/a?b=1"])):
        box = open_location("www.example.org/a?b=1", book, None)
        qtbot.addWidget(box)
        assert "https://www.example.org/a?b=1" in box.informativeText()
        press(box, words)
        assert gone_to == expected


@pytest.mark.parametrize(
    "location", ["javascript:alert(1)", "ftp://example.org/a", "mailto:a@example.org", "data:text/html,x"]
)
def test_other_kinds_of_address_are_never_opened(
    location: str, tmp_path: Path, gone_to: list[str], qtbot: QtBot
) -> None:
    box = open_location(location, tmp_path / "a.sawb", None)
    qtbot.addWidget(box)
    assert "Open the file" not in [button.text() for button in box.buttons()]
    assert "Open the page" not in [button.text() for button in box.buttons()]


def test_a_file_is_shown_with_its_folder_before_it_is_opened(folder: Path, gone_to: list[str], qtbot: QtBot) -> None:
    box = open_location("Evidence/sub/Board report.docx", folder.parent / "a.sawb", None)
    qtbot.addWidget(box)
    assert box.informativeText() == f"Board report.docx\n\nin the folder\n{folder / 'sub'}"
    press(box, "Open the file")
    assert gone_to == [QUrl.fromLocalFile(str(folder / "sub" / "Board report.docx")).toString()]


def test_a_program_is_shown_in_its_folder_and_never_started(folder: Path, gone_to: list[str], qtbot: QtBot) -> None:
    (folder / "Report.pdf.EXE").write_bytes(b"MZ")
    box = open_location("Evidence/Report.pdf.EXE", folder.parent / "a.sawb", None)
    qtbot.addWidget(box)
    assert [button.text() for button in box.buttons()] == ["Show its folder", "Close"]
    missing = open_location("Evidence/Nothing.pdf", folder.parent / "a.sawb", None)
    qtbot.addWidget(missing)
    assert missing.text() == "This file is not where it was."


def test_the_button_beside_an_item_opens_what_it_names(
    shown: RegisterView, example: Workspace, gone_to: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr(dialogs, "ask_question", lambda parent, text, detail, answers, escape=-1: told.append(detail))
    id = file(example, "https://example.org/strategy", location_kind="web")
    shown.open_register_record(id)
    assert shown.detail.item is not None
    shown.detail.item.open.click()
    assert "https://example.org/strategy" in told[0]
    assert gone_to == []
    assert example.run(SetField(id, "location_kind", "system"))
    assert shown.detail.item.open.isHidden()


def test_another_computer_is_asked_about_by_name_before_anything_is_looked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    looked: list[Collection[str]] = []

    def found(location: str, workbook: Path, agreed: Collection[str] = ()) -> Path:
        looked.append(agreed)
        if "server" not in agreed:
            raise places.RemoteError(location, "server")
        return tmp_path / "plan.pdf"

    monkeypatch.setattr(places, "resolve_location", found)
    (tmp_path / "plan.pdf").write_text("x")
    location = "//server/share/plan.pdf"
    box = open_location(location, tmp_path / "a.sawb", None)
    qtbot.addWidget(box)
    assert "another computer" in box.text()
    assert "server" in box.informativeText()
    assert location in box.informativeText()
    box.buttons()[0].click()
    assert agreed_hosts.load_agreed_hosts() == {"server"}
    assert looked == [frozenset(), {"server"}]
    assert len(open_location(location, tmp_path / "a.sawb", None).buttons()) == 3


@pytest.mark.parametrize("name", ["page.html", "setup.exe ", "a.iso", "macros.docm", "no ending"])
def test_only_documents_are_opened_directly(name: str, tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / name).write_text("x")
    box = open_location(name, tmp_path / "a.sawb", None)
    qtbot.addWidget(box)
    assert [button.text() for button in box.buttons()] == ["Show its folder", "Close"]
