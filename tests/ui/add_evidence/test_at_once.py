"""A few files are added without a dialog: one item for each, told in a sentence that can be taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from selfassess.domain.model.commands import SetField
from selfassess.domain.model.new_year import new_id
from selfassess.services.evidence.add_evidence import EvidenceRequest
from ui.bridge.tasks import Task
from ui.bridge.workspace import Workspace
from ui.dialogs.add_evidence import at_once
from ui.dialogs.add_evidence.page import AddEvidenceDialog
from ui.shell.taking_back import Acts, TakingBack


class Desk:
    """What is said above the page while files are added."""

    def __init__(self, workspace: Workspace, window: QWidget) -> None:
        self.workspace, self.window = workspace, window
        self.said: list[tuple[str, str, list[str]]] = []
        TakingBack(workspace, self._say, lambda place: None, window)

    def add(self, qtbot: QtBot, *paths: Path, added: list[str] | None = None) -> tuple[str, str, list[str]]:
        """Add files to a statement; what is said at the end."""
        told = added if added is not None else []
        wanted = EvidenceRequest(paths=paths, statements=("equity",), category="people", added=told.extend)
        with qtbot.waitSignal(self.workspace.answered):
            assert at_once.add_or_ask(self.workspace, self.window, wanted) is None
        return self.said[-1]

    def _say(self, words: str, kind: str, acts: Acts) -> None:
        self.said.append((words, kind, [said for said, _ in acts]))


@pytest.fixture
def desk(example: Workspace, qtbot: QtBot) -> Desk:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    return Desk(example, window)


@pytest.fixture
def folder(example: Workspace) -> Path:
    made = example.session.path.parent / "Evidence"
    made.mkdir()
    for name, content in {"Carers survey 2024.txt": b"carers", "Board.txt": b"board"}.items():
        (made / name).write_bytes(content)
    (made / "Empty.txt").write_bytes(b"")
    return made


def test_each_file_becomes_an_item_named_by_its_file_and_undo_takes_all_back(
    desk: Desk, folder: Path, qtbot: QtBot
) -> None:
    year = desk.workspace.session
    before = len(year.current.records_of("evidence"))
    added: list[str] = []
    one = desk.add(qtbot, folder / "Carers survey 2024.txt", added=added)
    assert one == ("Added as evidence: “Carers survey 2024”.", "good", ["Undo"])
    record = year.current.by_id[added[0]]
    assert (record["title"], record["location"]) == ("Carers survey 2024", "Evidence/Carers survey 2024.txt")
    assert (record["category"], record["quality_statements"]) == ("people", ("equity",))
    desk.workspace.undo_last_step()
    assert len(year.current.records_of("evidence")) == before
    two = desk.add(qtbot, folder / "Carers survey 2024.txt", folder / "Board.txt")
    assert two == ("Added 2 items of evidence.", "good", ["Undo"])
    assert len(year.current.records_of("evidence")) == before + 2
    desk.workspace.undo_last_step()
    assert len(year.current.records_of("evidence")) == before


def test_what_cannot_be_added_is_told_with_its_reason_and_the_rest_is_added(
    desk: Desk, folder: Path, qtbot: QtBot
) -> None:
    words, kind, acts = desk.add(qtbot, folder / "Board.txt", folder / "Empty.txt", folder / "Gone.pdf")
    assert words.startswith("Added as evidence: “Board”. ")
    assert "Empty.txt is empty, so it was not added." in words
    assert "Gone.pdf" in words
    assert (kind, acts) == ("warning", ["Undo"])
    assert desk.workspace.run(
        SetField(desk.workspace.session.current.records_of("evidence")[-1].id, "title", "Minutes")
    )
    assert desk.said[-1] == (words, "warning", [])  # the reason stays; the way back is no longer about it
    only = desk.add(qtbot, folder / "Empty.txt")
    assert only[1:] == ("warning", [])


def test_a_file_that_is_here_already_is_linked_or_left_and_that_is_said(desk: Desk, folder: Path, qtbot: QtBot) -> None:
    first = folder / "Board.txt"
    added: list[str] = []
    desk.add(qtbot, first, added=added)
    count = len(desk.workspace.session.current.records_of("evidence"))
    assert desk.add(qtbot, first) == ("“Board” is here already, and nothing was changed.", "good", [])
    assert desk.workspace.run(SetField(added[0], "quality_statements", ()))
    assert desk.add(qtbot, first)[0] == "“Board” is in this workbook already, so it was linked and not added again."
    elsewhere = first.rename(folder / "Board minutes.txt")
    assert desk.add(qtbot, elsewhere)[0].endswith("its place is now where you chose it.")
    now = desk.workspace.session.current
    assert now.by_id[added[0]]["location"] == "Evidence/Board minutes.txt"
    assert len(now.records_of("evidence")) == count


def test_a_file_called_what_it_is_not_is_added_with_a_warning(desk: Desk, folder: Path, qtbot: QtBot) -> None:
    (folder / "page.pdf").write_bytes(b"<!DOCTYPE html><html><body>Not here</body></html>")
    words, kind, _ = desk.add(qtbot, folder / "page.pdf")
    assert "page.pdf is called a PDF but is a web page" in words
    assert words.startswith("Added as evidence: “Page”.")
    assert kind == "warning"


def test_nothing_is_added_to_another_year_or_a_workbook_that_was_left(
    desk: Desk, folder: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = desk.workspace.session
    job = at_once.AddingAtOnce(desk.workspace, EvidenceRequest(paths=(folder / "Board.txt",)))
    job._year = new_id()
    before = session.current
    with qtbot.waitSignal(desk.workspace.answered) as told:
        job.begin_reading()
    assert told.args == [at_once.OTHER_YEAR, "warning", False]
    later = at_once.AddingAtOnce(desk.workspace, EvidenceRequest(paths=(folder / "Board.txt",)))
    with monkeypatch.context() as left:
        left.setattr(desk.workspace, "windows", [])
        later.begin_reading()
        qtbot.waitUntil(lambda: not Task.running)
    assert session.current is before


def test_folders_many_files_long_reading_and_addresses_are_looked_through_first(
    desk: Desk, folder: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(AddEvidenceDialog, "_begin_gathering", lambda dialog: None)
    large = folder / "Large.bin"
    with large.open("wb") as file:
        file.truncate(at_once.QUICKLY_READ + 1)
    many = tuple(folder / f"{number}.txt" for number in range(at_once.FEW + 1))
    for wanted in (
        None,
        EvidenceRequest(text="https://www.derby.gov.uk"),
        EvidenceRequest(paths=(folder,)),
        EvidenceRequest(paths=(large,)),
        EvidenceRequest(paths=many),
    ):
        dialog = at_once.add_or_ask(desk.workspace, desk.window, wanted)
        assert isinstance(dialog, AddEvidenceDialog)
        dialog.close()
