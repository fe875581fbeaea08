"""The dialog that gathers: reads on a worker, shows what was found, adds it as one step."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from selfassess.services.evidence.add_evidence import EvidenceRequest
from ui.bridge.workspace import Workspace
from ui.dialogs.add_evidence.model import HERE, NEW
from ui.dialogs.add_evidence.page import AddEvidenceDialog
from ui.widgets.focus import Follower


@pytest.fixture
def folder(example: Workspace) -> Path:
    made = example.session.path.parent / "Evidence"
    made.mkdir()
    for name, content in {
        "Carers survey 2024.pdf": b"carers",
        "Copy of it.pdf": b"carers",
        "Board.docx": b"board",
    }.items():
        (made / name).write_bytes(content)
    (made / "Empty.txt").write_bytes(b"")
    return made


def opened(workspace: Workspace, qtbot: QtBot, wanted: EvidenceRequest) -> AddEvidenceDialog:
    dialog = made(workspace, qtbot, wanted)
    qtbot.waitUntil(lambda: dialog.task is None)
    return dialog


def made(workspace: Workspace, qtbot: QtBot, wanted: EvidenceRequest) -> AddEvidenceDialog:
    dialog = AddEvidenceDialog(workspace, wanted=wanted)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_a_folder_is_read_reviewed_and_added_in_one_step(example: Workspace, folder: Path, qtbot: QtBot) -> None:
    added: list[str] = []
    wanted = EvidenceRequest(paths=(folder,), statements=("equity",), category="people", added=added.extend)
    dialog = opened(example, qtbot, wanted)
    assert dialog.said.message_text == "2 documents found: 2 new. 2 could not be taken; see below why."
    assert [dialog.model.row_at(dialog.model.index(n, 0)).outcome for n in range(2)] == [NEW, NEW]
    assert dialog.go.text() == "Add 2 items"
    dialog.go.click()
    records = example.session.current.records_of("evidence")[-2:]
    assert [record.id for record in records] == added
    assert {record["location"] for record in records} == {"Evidence/Board.docx", "Evidence/Carers survey 2024.pdf"}
    assert {(record["quality_statements"], record["category"]) for record in records} == {(("equity",), "people")}
    assert example.session.undo_label == "add 2 items of evidence"
    example.undo_last_step()
    assert not set(added) & set(example.session.current.by_id)


def test_the_same_document_again_gets_the_links_and_no_second_item(
    example: Workspace, folder: Path, qtbot: QtBot
) -> None:
    first = folder / "Board.docx"
    opened(example, qtbot, EvidenceRequest(paths=(first,), statements=("equity",))).go.click()
    there = example.session.current.records_of("evidence")
    dialog = opened(example, qtbot, EvidenceRequest(paths=(first,)))
    assert dialog.model.row_at(dialog.model.index(0, 0)).outcome == HERE
    assert not dialog.go.isEnabled()
    control = dialog.links["return_items"]
    control.show_stored_value(("IR 9",))
    control.changed.emit()
    assert dialog.go.text() == "Link what is here"
    dialog.go.click()
    now = example.session.current.records_of("evidence")
    assert len(now) == len(there)
    assert (now[-1].links_of("quality_statements"), now[-1].links_of("return_items")) == (("equity",), ("IR 9",))


def test_what_is_left_out_is_not_added(example: Workspace, folder: Path, qtbot: QtBot) -> None:
    dialog = opened(example, qtbot, EvidenceRequest(paths=(folder,)))
    before = len(example.session.current.records_of("evidence"))
    dialog.table.select_rows(dialog.model.shown_ids[:1])
    kept = dialog.found[1].title
    dialog.leave_out.click()
    assert dialog.go.text() == "Add 1 item"
    dialog.go.click()
    now = example.session.current.records_of("evidence")
    assert len(now) == before + 1
    assert now[-1]["title"] == kept


def test_addresses_are_pasted_and_what_is_none_is_named(example: Workspace, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText("Our strategy https://www.example.org/strategy\njavascript:alert(1)")
    dialog = opened(example, qtbot, EvidenceRequest())
    assert dialog.pasted.isVisible()
    dialog.go.click()
    assert dialog.said.message_text == "1 document found: 1 new. 1 could not be taken; see why below."
    assert "javascript" in dialog.problems.toPlainText()
    dialog.go.click()
    record = example.session.current.records_of("evidence")[-1]
    assert (record["title"], record["location"], record["location_kind"]) == (
        "Our strategy", "https://www.example.org/strategy", "web",
    )  # fmt: skip


def test_closing_while_it_reads_stops_it_and_adds_nothing(example: Workspace, folder: Path, qtbot: QtBot) -> None:
    (folder / "Large.bin").write_bytes(b"x" * 40_000_000)
    before = example.session.current
    dialog = made(example, qtbot, EvidenceRequest(paths=(folder,)))
    dialog.stop.click()
    qtbot.waitUntil(lambda: not dialog.isVisible())
    assert example.session.current is before


def test_nothing_that_can_be_evidence_is_said_so(example: Workspace, folder: Path, qtbot: QtBot) -> None:
    dialog = opened(example, qtbot, EvidenceRequest(paths=(folder / "Empty.txt",)))
    assert dialog.said.message_text == "1 could not be taken; see why below."
    assert not dialog.go.isEnabled()


@pytest.mark.parametrize("focus", ["the dialog as it opens", "the button that adds"])
def test_enter_adds_and_never_opens_a_list(example: Workspace, folder: Path, qtbot: QtBot, focus: str) -> None:
    dialog = opened(example, qtbot, EvidenceRequest(paths=(folder,), statements=("equity",)))
    before = len(example.session.current.records_of("evidence"))
    if focus == "the button that adds":
        dialog.go.setFocus()
    at = dialog.focusWidget()
    assert at is not None
    QTest.keyClick(at, Qt.Key.Key_Return)
    assert all(control.pick_list is None for control in dialog.links.values())
    assert len(example.session.current.records_of("evidence")) == before + 2
    assert not dialog.isVisible()


def test_enter_on_choose_opens_its_list_and_adds_nothing(
    qapp: QApplication, example: Workspace, folder: Path, qtbot: QtBot
) -> None:
    follower = Follower(qapp)
    dialog = opened(example, qtbot, EvidenceRequest(paths=(folder,), statements=("equity",)))
    control = dialog.links["category"]
    control.button.setFocus()
    QTest.keyClick(control.button, Qt.Key.Key_Return)
    assert control.pick_list is not None
    assert dialog.isVisible()
    control.pick_list.close()
    qapp.removeEventFilter(follower)
    follower.deleteLater()
