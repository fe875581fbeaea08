"""The evidence of an item: found in the register, dropped on it, taken off, and what is said about it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from selfassess.domain.model.commands import AddRecord, SetField
from selfassess.domain.model.new_year import new_id
from tests.ui.evidence_requests import record_requests
from ui.bridge.workspace import Workspace
from ui.pages.information_return.page import InformationReturnPage
from ui.pages.information_return.sent import FEW


def words(page: InformationReturnPage) -> str:
    return "\n".join(label.text() for label in page.detail.sent.findChildren(QLabel) if label.isVisible())


def test_evidence_is_found_by_any_word_linked_and_taken_off(page: InformationReturnPage, example: Workspace) -> None:
    page.show_place("IR 37")
    sent = page.detail.sent
    id = new_id()
    example.run(AddRecord("evidence", id, {"title": "Chart of the directorate", "reference": "Zebra 7"}))
    sent.finder.line.setText("zebra chart")
    sent.finder.refresh_matches()
    assert [sent.finder.list.item(at).text() for at in range(sent.finder.list.count())] == ["Chart of the directorate"]
    sent.finder.add_first_match()
    assert example.session.current.by_id[id].links_of("return_items") == ("IR 37",)
    assert page.model.cell_words("IR 37", 4) == "1"
    sent.finder.line.setText("zebra chart")
    sent.finder.refresh_matches()
    assert sent.finder.said.text() == "Nothing else in the register has these words."
    sent.unlink_evidence(id)
    assert page.model.cell_words("IR 37", 4) == "none"


def test_the_arrow_down_leads_into_what_was_found(page: InformationReturnPage, qtbot: QtBot) -> None:
    page.show_place("IR 37")
    finder = page.detail.sent.finder
    finder.line.setText("report")
    finder.refresh_matches()
    assert finder.list.count() > 1
    qtbot.keyClick(finder.line, Qt.Key.Key_Down)
    assert finder.list.currentRow() == 0


def test_new_evidence_is_added_with_the_item_and_its_statement(page: InformationReturnPage, example: Workspace) -> None:
    page.show_place("IR 36")
    page.detail.sent.new.line.setText("Training plan")
    page.detail.sent.new.flush()
    added = example.session.current.records_of("evidence")[-1]
    assert (added["title"], added.links_of("return_items"), added.links_of("quality_statements")) == (
        "Training plan", ("IR 36",), ("learning",),
    )  # fmt: skip


def test_files_dropped_on_an_item_are_gathered_for_it(page: InformationReturnPage, example: Workspace) -> None:
    page.show_place("IR 36")
    requests = record_requests(example)
    page.detail.sent.drop.dropped.emit((Path("plan.pdf"),), "")
    (wanted,) = requests
    assert (wanted.paths, wanted.items, wanted.statements) == ((Path("plan.pdf"),), ("IR 36",), ("learning",))


def test_what_to_know_before_sending_is_said_beside_each_piece(
    page: InformationReturnPage, example: Workspace, qtbot: QtBot
) -> None:
    page.show_place("IR 36")
    id = new_id()
    values = {"title": "Agenda of the training board", "return_items": ("IR 36", "IR 2"), "covers_to": "2020-03-31"}
    example.run(AddRecord("evidence", id, {**values, "personal_data": "needs_redaction"}))
    qtbot.waitUntil(lambda: "Needs redaction before it is sent." in words(page))
    said = words(page)
    assert "Agendas of meetings" in said
    assert "Too old" not in said  # IR 36 looks back on no period
    page.show_place("IR 2")
    qtbot.waitUntil(lambda: "Too old: this item looks back 12 months." in words(page))
    assert "3 too old, 2 to redact" in page.detail.sent.count.text()
    example.run(SetField(id, "personal_data", "redacted"))
    assert "3 too old, 1 to redact" in page.detail.sent.count.text()


def test_much_evidence_is_shown_when_it_is_asked_for(page: InformationReturnPage, example: Workspace) -> None:
    for number in range(FEW + 5):
        example.run(AddRecord("evidence", new_id(), {"title": f"Plan {number}", "return_items": ("IR 37",)}))
    page.show_place("IR 37")
    sent = page.detail.sent
    assert sent.more.text() == "Show the other 5"
    assert sent._lines.count() == FEW
    sent.more.click()
    assert sent._lines.count() == FEW + 5
    assert sent.more.isHidden()
