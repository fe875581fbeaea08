"""The line that adds evidence takes a title, a web link or a file, and says which it understood."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from selfassess.services.evidence.add_evidence import EvidenceRequest
from ui.bridge.workspace import Workspace
from ui.pages.statement.evidence import CategoryPart, EvidenceStep
from ui.pages.statement.page import StatementPage

LINK = "https://www.derby.gov.uk/health-and-social-care/annual-account"


@pytest.fixture
def people(page: StatementPage) -> CategoryPart:
    page.show_place("equity/evidence")
    step = page.steps["evidence"]
    assert isinstance(step, EvidenceStep)
    return next(iter(step.parts.values()))


def enter(part: CategoryPart, words: str) -> None:
    part.new.line.setText(words)
    QTest.keyClick(part.new.line, Qt.Key.Key_Return)


def test_a_link_is_added_with_its_place_and_once(people: CategoryPart, workspace: Workspace) -> None:
    people.new.line.setText(f"Annual account {LINK}")
    assert people.new.understood.text() == "A web link. Its title will be “Annual account”."
    QTest.keyClick(people.new.line, Qt.Key.Key_Return)
    item = workspace.session.current.records_of("evidence")[-1]
    assert (item["title"], item["location"], item["location_kind"]) == ("Annual account", LINK, "web")
    assert (item["category"], item["quality_statements"]) == (people.category.key, ("equity",))
    assert people.list.open_id == item.id
    assert people.new.line.text() == ""
    count = len(workspace.session.current.records_of("evidence"))
    enter(people, LINK)  # the same page again is the same evidence
    assert len(workspace.session.current.records_of("evidence")) == count
    assert people.list.open_id == item.id


def test_a_file_is_read_before_it_is_added(people: CategoryPart, qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "Survey 2024.pdf"
    file.write_bytes(b"%PDF-1.4")
    with qtbot.waitSignal(people.step.workspace.dialog_asked) as asked:
        enter(people, f'"{file}"')
    name, wanted = asked.args
    assert name == "add_evidence"
    assert isinstance(wanted, EvidenceRequest)
    assert (wanted.paths, wanted.statements, wanted.category) == ((file,), ("equity",), people.category.key)
    assert people.new.flush()  # nothing waits in the line any more


def test_what_cannot_be_taken_stays_with_the_reason(people: CategoryPart, workspace: Workspace, tmp_path: Path) -> None:
    count = len(workspace.session.current.records_of("evidence"))
    enter(people, str(tmp_path / "gone.pdf"))
    assert "There is no file “gone.pdf”" in people.new.understood.text()
    assert people.new.line.text().endswith("gone.pdf")
    enter(people, "https://derby.gov.uk@elsewhere.example/a")
    assert "@" in people.new.understood.text()
    assert len(workspace.session.current.records_of("evidence")) == count
    enter(people, "Survey of carers 2024/25")
    assert workspace.session.current.records_of("evidence")[-1]["title"] == "Survey of carers 2024/25"
