"""Looking for personal data inside the files of the evidence: on a worker, stoppable, and nothing is kept of it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from selfassess.domain.model.errors import CancelledError
from selfassess.services.evidence import personal_data_in_files
from selfassess.services.evidence.personal_data_in_files import FileData
from ui.bridge.workspace import Workspace
from ui.dialogs.personal_data.file_rows import describe_file_count, describe_search
from ui.dialogs.personal_data.page import PersonalDataDialog

PHONE = "07700 900123"
STRICT = QAbstractItemModelTester.FailureReportingMode.Fatal


@pytest.fixture
def file(workspace: Workspace, add: Callable[..., str]) -> Callable[[str, str], str]:
    """Writes a file beside the workbook and adds it to the evidence."""

    def write(name: str, text: str) -> str:
        (workspace.session.path.parent / name).write_text(text, encoding="utf-8")
        return add("evidence", title=f"Title of {name}", location=name, location_kind="file")

    return write


def opened(workspace: Workspace, qtbot: QtBot) -> PersonalDataDialog:
    made = PersonalDataDialog(workspace)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.open()
    made.tabs.setCurrentIndex(1)
    return made


def looked(dialog: PersonalDataDialog, qtbot: QtBot) -> PersonalDataDialog:
    with qtbot.waitSignal(dialog.files.ended, timeout=10_000):
        dialog.files.start.click()
    return dialog


def test_each_place_is_listed_with_its_evidence_and_the_words_around_it_masked(
    workspace: Workspace, qtbot: QtBot, file: Callable[[str, str], str]
) -> None:
    file("a.txt", f"Nothing\nRing {PHONE} today")
    file("b.txt", "Waits fell")
    dialog = opened(workspace, qtbot)
    QAbstractItemModelTester(dialog.files.model, STRICT)
    looked(dialog, qtbot)
    model = dialog.files.model
    assert [[model.cell_words(id, n) for n in (0, 2, 3)] for id in model.shown_ids] == [
        ["Phone number", "Title of a.txt", "line 2"]
    ]
    assert dialog.files.said.message_text == "1 file holds 1 place that looks like personal data."
    assert dialog.files.words.toPlainText() == "Ring 07••• ••••23 today"
    assert PHONE not in dialog.files.words.toPlainText()


def test_a_file_that_is_not_there_is_told_and_stops_nothing_else(
    workspace: Workspace, qtbot: QtBot, file: Callable[[str, str], str]
) -> None:
    file("gone.txt", "x")
    (workspace.session.path.parent / "gone.txt").unlink()
    file("a.txt", f"Ring {PHONE}")
    dialog = looked(opened(workspace, qtbot), qtbot)
    rows = {
        dialog.files.model.cell_words(id, 2): dialog.files.model.cell_words(id, 0)
        for id in dialog.files.model.shown_ids
    }
    assert rows == {"Title of a.txt": "Phone number", "Title of gone.txt": "Not checked"}
    assert dialog.files.said.message_text.endswith("1 file could not be checked.")


def test_going_to_the_evidence_closes_the_dialog(
    workspace: Workspace, qtbot: QtBot, file: Callable[[str, str], str]
) -> None:
    id = file("a.txt", f"Ring {PHONE}")
    dialog = looked(opened(workspace, qtbot), qtbot)
    with qtbot.waitSignal(workspace.asked_for) as asked:
        dialog.files.go.click()
    assert asked.args == [f"register:evidence/{id}#personal_data"]
    assert not dialog.isVisible()


def test_evidence_can_be_marked_as_needing_redaction(
    workspace: Workspace, qtbot: QtBot, file: Callable[[str, str], str]
) -> None:
    id = file("a.txt", f"Ring {PHONE}")
    dialog = looked(opened(workspace, qtbot), qtbot)
    assert dialog.files.model.cell_words(dialog.files.model.shown_ids[0], 4) == "Not said"
    dialog.files.mark.click()
    assert workspace.session.current.by_id[id]["personal_data"] == "needs_redaction"
    assert dialog.files.model.cell_words(dialog.files.model.shown_ids[0], 4) == "Needs redaction"
    assert not dialog.files.mark.isEnabled()


def test_without_files_there_is_nothing_to_look_into(workspace: Workspace, qtbot: QtBot) -> None:
    dialog = opened(workspace, qtbot)
    assert not dialog.files.start.isEnabled()
    assert dialog.files.count.text() == "No item of evidence of this year is a file, so there is nothing to look into."


def test_it_reads_on_a_worker_and_closing_stops_it_first(
    workspace: Workspace, qtbot: QtBot, file: Callable[[str, str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file("a.txt", f"Ring {PHONE}")
    threads: list[object] = []
    begun = threading.Event()

    def slow(
        year: object, path: Path, *, progress: Callable[[float], None], cancelled: Callable[[], bool]
    ) -> tuple[FileData, ...]:
        threads.append(threading.current_thread())
        begun.set()
        while not cancelled():
            progress(0.5)
        raise CancelledError("Stopped.")

    monkeypatch.setattr(personal_data_in_files, "search_files", slow)
    dialog = opened(workspace, qtbot)
    dialog.files.start.click()
    qtbot.waitUntil(begun.is_set)
    qtbot.waitUntil(lambda: dialog.files.bar.value() == 500)
    assert dialog.files.stop.isVisible()
    with qtbot.waitSignal(dialog.files.ended, timeout=10_000):
        dialog.close_button.click()
    assert dialog.isVisible()
    assert dialog.files.said.message_text == "Stopped. Nothing that was read is kept."
    assert threading.main_thread() not in threads
    dialog.close_button.click()
    assert not dialog.isVisible()


def test_nothing_of_what_was_read_is_kept(workspace: Workspace, qtbot: QtBot, file: Callable[[str, str], str]) -> None:
    file("a.txt", f"Ring {PHONE}")
    before = workspace.session.path.read_bytes()
    looked(opened(workspace, qtbot), qtbot)
    assert workspace.session.path.read_bytes() == before


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ([FileData(id="1", title="A", location="a")], "Nothing was found that looks like personal data in 1 file."),
        (
            [FileData(id="1", title="A", location="a", count=2), FileData(id="2", title="B", location="b", count=1)],
            "2 files hold 3 places that look like personal data.",
        ),
        (
            [FileData(id="1", title="A", location="a", problem="It is locked.")],
            "1 file could not be checked.",
        ),
    ],
)
def test_what_came_of_it_is_said_in_a_sentence(found: list[FileData], said: str) -> None:
    assert describe_search(found) == said


def test_files_are_counted_in_words() -> None:
    assert describe_file_count(1) == "1 file among the evidence of this year can be looked into."
