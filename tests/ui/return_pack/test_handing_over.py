"""The dialog that writes the return: what it shows before, and that it says truly what came of it."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from tests.services.handing_over_making import Desk
from ui.bridge.workspace import Workspace
from ui.dialogs.return_pack.model import Fate, Row, suggest_pack_name
from ui.dialogs.return_pack.page import ReturnPackDialog
from ui.widgets import dialogs

Make = Callable[[], ReturnPackDialog]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(tmp_path)
    made.file("a.pdf", b"a" * 2000, "Discharge pathway", "IR 24", "IR 22", "IR 23")
    made.file("b.pdf", b"b", "Case notes", "IR 2", personal_data="needs_redaction")
    made.file("c.pdf", b"c", "Policy", "IR 3").write_bytes(b"changed")
    made.file("d.pdf", b"d", "Report", "IR 3", personal_data="not_checked")
    made.record("evidence", title="Offer", location="https://x.gov.uk", location_kind="web", return_items=("IR 10",))
    made.answer("IR 20", note="None.")
    return made


@pytest.fixture
def make(desk: Desk, opened: Callable[[Path], Workspace], qtbot: QtBot) -> Make:
    """Opens the dialog on the workbook as it is now; the plan is made."""

    def open_dialog() -> ReturnPackDialog:
        dialog = ReturnPackDialog(opened(desk.save()))
        QAbstractItemModelTester(dialog.model)
        qtbot.addWidget(dialog)
        dialog.open()
        qtbot.waitUntil(lambda: dialog.task is None, timeout=20000)
        return dialog

    return open_dialog


def shown(dialog: ReturnPackDialog) -> list[Row]:
    return [
        row for number in range(dialog.model.rowCount()) if (row := dialog.model.row_at(dialog.model.index(number, 0)))
    ]


def fates(dialog: ReturnPackDialog) -> dict[str, tuple[Fate, str]]:
    return {row.title: (row.fate, row.says) for row in shown(dialog)}


def wait(dialog: ReturnPackDialog, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: dialog.task is None, timeout=30000)


def test_the_plan_says_of_everything_what_happens_and_why(make: Make) -> None:
    dialog = make()
    found = fates(dialog)
    assert found["Discharge pathway"] == (Fate.SENT, "IR 22 - Discharge pathway.pdf (2 KB)")
    assert found["Case notes"] == (Fate.NOT_SENT, "It is marked as needing redaction.")
    assert found["Policy"][0] is Fate.NOT_SENT
    assert found["Offer"] == (Fate.INDEX, "https://x.gov.uk")
    assert found["Risk register"][0] is Fate.NOTHING
    assert {row.items for row in shown(dialog)} >= {"IR 22 + 2 more", "IR 2"}
    assert dialog.said.message_text.startswith("Ready to write: 3 documents; 1 in the index only")
    assert dialog.start.isEnabled()


def test_one_kind_of_thing_can_be_looked_at_alone(make: Make) -> None:
    dialog = make()
    dialog.shown.setCurrentIndex(dialog.shown.findData(Fate.NOT_SENT))
    assert {row.title for row in shown(dialog)} == {"Case notes", "Policy"}
    dialog.shown.setCurrentIndex(0)
    assert len(shown(dialog)) > 30


def test_what_to_know_before_is_named(make: Make) -> None:
    dialog = make()
    text = dialog.notices.sheet.toPlainText()
    assert "Documents that nobody has checked for personal data, sent as they are: 1." in text
    assert "Report" in text
    assert "and 28 more" in text
    dialog.notices.more.click()
    assert "IR 32 Risk register" in dialog.notices.sheet.toPlainText()


def test_changed_files_go_only_where_the_person_ticks_that(make: Make, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = make()
    assert dialog.changed.isVisible()
    dialog.changed.click()
    wait(dialog, qtbot)
    assert fates(dialog)["Policy"][0] is Fate.SENT
    dialog.write_pack(tmp_path / "out")
    wait(dialog, qtbot)
    assert (tmp_path / "out" / "IR 03 - Policy.pdf").read_bytes() == b"changed"


def test_a_folder_is_made_new_and_can_be_opened(
    make: Make, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "target"
    (target / "Cyngor Sir Gâr information return 2024-25" / "mine").mkdir(parents=True)
    monkeypatch.setattr(dialogs, "ask_existing_folder", lambda parent, title, folder, chosen: chosen(target))
    dialog = make()
    dialog.start.click()
    assert dialog.bar.isVisible()
    wait(dialog, qtbot)
    out = target / "Cyngor Sir Gâr information return 2024-25 (2)"
    assert (out / "IR 22 - Discharge pathway.pdf").is_file()
    assert dialog.said.message_text.startswith(f"Written to {out}: 5 files")
    assert not dialog.start.isVisible()
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    dialog.opener.click()
    assert opened == [QUrl.fromLocalFile(str(out))]


def test_a_zip_file_is_asked_for_by_name_and_has_its_ending(
    make: Make, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Path] = []

    def ask_save(parent: object, title: str, filters: str, suggested: Path, chosen: Callable[[Path], None]) -> None:
        asked.append(suggested)
        chosen(tmp_path / "version 1.2")

    monkeypatch.setattr(dialogs, "ask_save_path", ask_save)
    dialog = make()
    dialog.shapes.button(1).setChecked(True)
    dialog.start.click()
    wait(dialog, qtbot)
    assert asked[0].name == "Cyngor Sir Gâr information return 2024-25.zip"
    with zipfile.ZipFile(tmp_path / "version 1.2.zip") as archive:
        assert archive.testzip() is None
        assert "Index.pdf" in archive.namelist()


def test_stopping_leaves_nothing_and_one_can_try_again(make: Make, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = make()
    target = tmp_path / "target"
    target.mkdir()
    dialog.write_pack(target / "out")
    assert dialog.stop.text() == "Stop"
    dialog.stop.click()
    assert dialog.isVisible()
    wait(dialog, qtbot)
    assert dialog.said.message_text == "Stopped. Nothing was written."
    assert list(target.iterdir()) == []
    assert dialog.start.isEnabled()


def test_what_cannot_be_written_is_a_sentence(make: Make, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = make()
    dialog.write_pack(tmp_path / "nowhere" / "out")
    wait(dialog, qtbot)
    assert "is not there" in dialog.said.message_text
    assert dialog.start.isEnabled()


def test_a_file_that_goes_while_the_plan_is_read_is_named_after(
    make: Make, desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = make()
    (desk.files / "d.pdf").unlink()
    dialog.write_pack(tmp_path / "out")
    wait(dialog, qtbot)
    assert "Not sent, found while writing: Report. The file is not there any more." in dialog.said.message_text
    assert fates(dialog)["Report"][0] is Fate.NOT_SENT


def test_a_year_that_answers_no_return_says_so(example: Workspace, qtbot: QtBot) -> None:
    cqc = next(record for record in example.session.assessments if record["assessor"] == "cqc")
    example.show_year(cqc.id)
    dialog = ReturnPackDialog(example)
    qtbot.addWidget(dialog)
    dialog.open()
    assert "answers no information return" in dialog.said.message_text
    assert not dialog.start.isEnabled()


def test_the_suggested_name_is_safe() -> None:
    assert suggest_pack_name("Bath/North: East", "2024-25") == "Bath-North- East information return 2024-25"
