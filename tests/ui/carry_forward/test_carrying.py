"""The dialog that starts a new year from an earlier one."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from selfassess.domain.model.commands import SetField
from selfassess.packs import reader as packs
from selfassess.packs.resources import RESOURCES
from selfassess.services.workbook import opening
from tests.later_version import DROPPED, later_framework, later_return, toml
from ui.bridge.workspace import Workspace
from ui.dialogs.carry_forward.model import describe_carried_records, propose_next_label
from ui.dialogs.carry_forward.page import CarryForwardDialog
from ui.shell.frame import WorkbookFrame
from ui.shell.window import DIALOGS

STRICT = QAbstractItemModelTester.FailureReportingMode.Fatal
NEVER = 20_000


def opened_dialog(workspace: Workspace, qtbot: QtBot) -> CarryForwardDialog:
    made = CarryForwardDialog(workspace)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)  # so that a test can look at it afterwards
    qtbot.addWidget(made)
    made.open()
    return made


@pytest.fixture
def dialog(example: Workspace, qtbot: QtBot) -> CarryForwardDialog:
    made = opened_dialog(example, qtbot)
    worked_out(made, qtbot)
    return made


def worked_out(dialog: CarryForwardDialog, qtbot: QtBot) -> None:
    qtbot.waitUntil(dialog.begin.isEnabled, timeout=NEVER)


def labels(workspace: Workspace) -> list[str]:
    return [record.text_of("label") for record in workspace.session.assessments]


def test_it_proposes_our_last_year_and_the_name_of_the_next(dialog: CarryForwardDialog, example: Workspace) -> None:
    assert [dialog.source.itemText(place) for place in range(dialog.source.count())] == ["2024-25"]
    assert dialog.name.text() == "2025-26"
    assert dialog.begin.text() == "Start 2025-26"
    assert labels(example) == ["CQC 2024", "2024-25"]


def test_it_says_what_comes_along_and_what_does_not_and_why(dialog: CarryForwardDialog, example: Workspace) -> None:
    assert dialog.found is not None
    testers = [QAbstractItemModelTester(part.model, STRICT) for part in (dialog.preview.left, dialog.preview.attention)]
    year, planned = example.session.current, dialog.found.planned
    done = [each for each in year.records_of("action") if each["status"] == "complete"]
    assert done
    assert (
        f"{len(year.records_of('action')) - len(done)} actions: those that are not complete"
        in dialog.preview.carried.text()
    )
    assert "8 judgements: their words, without score" in dialog.preview.carried.text()
    left = dialog.preview.left
    assert left.heading.text() == f"Left behind ({len(planned.left)})"
    told = {left.model.cell_words(id, 0): left.model.cell_words(id, 2) for id in left.model.shown_ids}
    assert told[done[0].text_of("title")] == "Complete."
    attention = dialog.preview.attention.model
    assert attention.total == len(planned.stale)
    assert all("older than what is looked back on" in attention.cell_words(id, 2) for id in attention.shown_ids)
    del testers


def test_it_starts_the_year_opens_it_and_takes_it_back(
    dialog: CarryForwardDialog, example: Workspace, home: Path, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(example.year_opened):
        dialog.begin.click()
    qtbot.waitUntil(dialog.undo.isVisible)
    assert labels(example) == ["CQC 2024", "2024-25", "2025-26"]
    assert example.session.current.label == "2025-26"
    assert dialog.said.message_text.startswith("2025-26 has begun with")
    assert list(home.rglob("*before carry.sawb"))
    assert example.session.undo_label == "carry 2024-25 forward to 2025-26"
    dialog.undo.click()
    qtbot.waitUntil(lambda: dialog.said.message_text.startswith("Undone"))
    assert labels(example) == ["CQC 2024", "2024-25"]
    assert example.session.current.label == "2024-25"
    assert not dialog.undo.isVisible()


def test_stopping_while_it_is_written_leaves_everything_as_it_was(
    dialog: CarryForwardDialog, example: Workspace, qtbot: QtBot
) -> None:
    # Stopped at the first sign that it is being written: to look now and then would come too late on a fast machine.
    stopping = dialog.bar.valueChanged.connect(lambda part: dialog.stop.click() if 0 < part < 1000 else None)
    dialog.start_year()
    qtbot.waitUntil(lambda: "Stopped" in dialog.said.message_text, timeout=NEVER)
    dialog.bar.valueChanged.disconnect(stopping)
    assert dialog.isVisible()
    assert dialog.said.message_text == "Stopped. Nothing was carried, and no year was started."
    assert labels(example) == ["CQC 2024", "2024-25"]
    dialog.begin.click()
    qtbot.waitUntil(dialog.undo.isVisible, timeout=NEVER)
    assert labels(example)[-1] == "2025-26"


def test_a_name_that_is_taken_or_missing_is_refused_in_words(dialog: CarryForwardDialog, qtbot: QtBot) -> None:
    for name, why in (("cqc 2024", "in this workbook already"), (" ", "A year needs a name")):
        dialog.name.setText(name)
        dialog.name.textEdited.emit(name)
        assert not dialog.begin.isEnabled()
        qtbot.waitUntil(lambda why=why: why in dialog.said.message_text, timeout=NEVER)  # type: ignore[misc]
        assert not dialog.begin.isEnabled()
    dialog.name.setText("Next year")
    dialog.name.textEdited.emit("Next year")
    worked_out(dialog, qtbot)
    assert dialog.begin.text() == "Start Next year"
    assert dialog.said.message_text == ""


def test_closing_while_it_is_worked_out_closes(example: Workspace, qtbot: QtBot) -> None:
    dialog = opened_dialog(example, qtbot)
    dialog.update_preview()
    dialog.stop.click()
    assert not dialog.isVisible()
    qtbot.wait(200)
    assert labels(example) == ["CQC 2024", "2024-25"]


def test_a_workbook_that_can_only_be_read_says_so(example: Workspace, qtbot: QtBot) -> None:
    session = opening.open_workbook(example.session.path, author="Bo", or_read_only=True)
    reader = Workspace(session, example.settings)
    dialog = opened_dialog(reader, qtbot)
    assert dialog.said.message_text.startswith("No year can be started here. ")
    assert not dialog.begin.isVisible()
    assert not dialog.name.isVisible()
    reader.close_session()


def test_without_a_year_of_our_own_it_says_what_to_do(example: Workspace, qtbot: QtBot) -> None:
    example.run(SetField(example.session.current.id, "assessor", "peer"))
    dialog = opened_dialog(example, qtbot)
    assert "Import an earlier year first" in dialog.said.message_text
    assert not dialog.begin.isVisible()


def test_every_part_has_a_name_and_is_reached_with_the_keyboard(dialog: CarryForwardDialog) -> None:
    for widget in (dialog.source, dialog.name, dialog.preview.left.table, dialog.preview.attention.table):
        assert widget.accessibleName()
        assert widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert dialog.begin.isDefault()


@pytest.mark.parametrize("place", ["years", "sections", "return", "overview", "register:risks", "statement:equity"])
def test_no_page_outlives_its_year(place: str, example: Workspace, qtbot: QtBot) -> None:
    frame = WorkbookFrame(example)
    qtbot.addWidget(frame)
    frame.show()
    frame.show_place(place)
    for record in (*example.session.assessments, *example.session.assessments):
        assert example.show_year(record.id)
        qtbot.wait(10)  # what was let go of is deleted; a fault in it would fail this test
    assert frame.place == place


def test_the_window_knows_the_dialog() -> None:
    assert DIALOGS["carry_forward"] == ("ui.dialogs.carry_forward.page", "CarryForwardDialog")


@pytest.mark.parametrize(
    ("label", "taken", "proposed"),
    [
        ("2024-25", (), "2025-26"),
        ("2024/25", (), "2025/26"),
        ("2024–2025", (), "2025–2026"),
        ("1999-00", (), "2000-01"),
        ("2098-99", (), "2099-00"),
        ("2024-25", ("2025-26",), "2026-27"),
        ("Last year", (), ""),
    ],
)
def test_the_name_of_the_next_year(label: str, taken: tuple[str, ...], proposed: str) -> None:
    assert propose_next_label(label, taken) == proposed


# --- a later version of framework and return ------------------------------------------------------------------------


@pytest.fixture
def later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The product as it is once a later framework and return ship with it."""
    for name, pack in (("frameworks", later_framework()), ("returns", later_return())):
        folder = tmp_path / "shipped" / name
        shutil.copytree(RESOURCES / name, folder)
        (folder / f"{pack.id}.toml").write_bytes(toml(pack))
        monkeypatch.setattr(packs, f"_{name.upper()}", folder)
    caches = (packs.load_framework, packs.load_information_return)
    for cached in caches:
        cached.cache_clear()
    yield
    for cached in caches:
        cached.cache_clear()


def test_a_version_is_chosen_where_more_than_one_ships(later: None, example: Workspace, qtbot: QtBot) -> None:
    dialog = opened_dialog(example, qtbot)
    worked_out(dialog, qtbot)
    assert dialog.framework.isVisible()
    assert dialog.framework.currentText() == "Made-up framework, 2030"
    assert not dialog.asked_return.isVisible(), "there is one return of that framework"
    told = [dialog.preview.left.model.cell_words(id, 2) for id in dialog.preview.left.model.shown_ids]
    assert any("“Equity in experiences and outcomes” is not carried on." in words for words in told)
    assert dialog.found is not None
    assert dialog.found.planned.changed
    assert any("became" in each.why for each in dialog.found.planned.changed)
    assert dialog.found.planned.assessment.framework.id == packs.newest_framework().id
    dialog.framework.setCurrentIndex(1 - dialog.framework.currentIndex())
    qtbot.waitUntil(lambda: dialog.working_out is None and dialog.begin.isEnabled(), timeout=NEVER)
    assert dialog.found.planned.assessment.framework.id == example.session.current.framework.id
    assert DROPPED in dialog.found.planned.assessment.judgements
    assert not any("is not carried on" in line for line in describe_carried_records(dialog.found.planned))


def test_without_another_version_nothing_is_asked(dialog: CarryForwardDialog) -> None:
    assert not dialog.framework.isVisible()
    assert not dialog.asked_return.isVisible()
