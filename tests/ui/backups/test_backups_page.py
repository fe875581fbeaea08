"""The page of backups: what is listed, what differs, going back as one step, keeping a copy."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from selfassess.domain.model.commands import AddRecord, RemoveRecord, SetField
from selfassess.services.workbook import backups, opening, snapshot
from ui.bridge.workspace import Workspace
from ui.pages.backups.model import COLUMNS, MOST, list_difference_parts
from ui.pages.backups.page import BackupsPage
from ui.widgets import dialogs
from ui.widgets.tables import RowsModel

THEN = datetime(2025, 2, 10, 9, tzinfo=UTC)


@pytest.fixture
def changed(example: Workspace) -> Workspace:
    """The worked example, of which there is a backup from before one text, one risk and one removal."""
    session = example.session
    backups.take_backup(session.path, "import", THEN)
    judgement = session.current.judgements["equity"]
    assert example.run(SetField(judgement.id, "summary", "Written after the backup."))
    assert example.run(AddRecord("risk", "a-risk", {"quality_statement": "equity", "title": "Seen since"}))
    assert example.run(RemoveRecord(session.current.records_of("strength")[0].id))
    return example


def shown(workspace: Workspace, qtbot: QtBot) -> BackupsPage:
    made = BackupsPage(workspace)
    qtbot.addWidget(made)
    made.resize(1100, 680)
    made.show()
    made.show_place("")
    qtbot.waitUntil(lambda: bool(made.rows), timeout=15_000)
    return made


def choose_then(made: BackupsPage, qtbot: QtBot) -> None:
    """Choose the backup of THEN, and wait for what differs."""
    row = next(row for row in made.rows if row.backup.at == THEN)
    made.table.choose_row(row.id)
    qtbot.waitUntil(lambda: made.detail.differences is not None and made.detail.backup == row.backup, timeout=15_000)


def test_each_backup_says_when_why_and_how_large_it_is(changed: Workspace, qtbot: QtBot) -> None:
    made = shown(changed, qtbot)
    line = next(row.id for row in made.rows if row.backup.at == THEN)
    assert made.model.cell_words(line, 0) == made.rows[-1].backup.describe_time
    assert made.model.cell_words(line, 1) == "Before a file was imported"
    assert made.model.cell_words(line, 2).endswith(" KB")
    assert made.count.text().startswith(f"{len(made.rows)} backup")


def test_what_differs_is_worked_out_for_the_one_that_is_chosen(changed: Workspace, qtbot: QtBot) -> None:
    made = shown(changed, qtbot)
    choose_then(made, qtbot)
    assert "1 risk added" in made.detail.since.text()
    assert "1 judgement changed" in made.detail.since.text()
    text = made.detail.report.toPlainText()
    assert "Would be taken away (1)" in text
    assert "Risk: Seen since (2024-25)" in text
    assert "Would be brought back" in text
    assert made.detail.back.isEnabled()


def test_going_back_is_one_step_with_a_backup_before_that_undo_takes_back(
    changed: Workspace, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Any] = []
    monkeypatch.setattr(
        dialogs, "ask_question", lambda parent, text, detail, answers, **_: asked.append((text, detail, dict(answers)))
    )
    made = shown(changed, qtbot)
    before = snapshot.read_snapshot(changed.session.path)
    choose_then(made, qtbot)
    made.detail.back.click()
    ((text, detail, answers),) = asked
    assert made.detail.backup is not None
    assert made.detail.backup.describe_time in text
    assert "1 risk taken away" in detail
    listed = len(made.rows)
    answers["Go back to it"]()
    assert changed.session.current.judgements["equity"]["summary"] != "Written after the backup."
    assert "a-risk" not in changed.session.current.by_id
    assert "Undo takes you back" in made.said.message_text
    qtbot.waitUntil(lambda: len(made.rows) == listed + 1, timeout=15_000)
    assert made.rows[0].backup.describe_reason == "before going back to a backup"
    qtbot.waitUntil(lambda: "Nothing" in made.detail.since.text(), timeout=15_000)
    assert not made.detail.back.isEnabled()
    assert changed.undo_last_step()
    after = snapshot.read_snapshot(changed.session.path)
    assert {each.id: each for each in after.all_records()} == {each.id: each for each in before.all_records()}


def test_a_copy_is_kept_where_a_person_chooses_and_an_open_workbook_is_never_written_over(
    changed: Workspace, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "as it was.sawb"
    suggested: list[Path] = []

    def save(parent: object, title: str, filters: str, name: Path, chosen: Callable[[Path], None]) -> None:
        suggested.append(name)
        chosen(out)

    monkeypatch.setattr(dialogs, "ask_save_path", save)
    made = shown(changed, qtbot)
    choose_then(made, qtbot)
    made.detail.save.click()
    qtbot.waitUntil(lambda: "Saved as" in made.said.message_text, timeout=15_000)
    assert suggested[0].name.startswith("example (as of 2025-02-10")
    assert "a-risk" not in {each.id for each in snapshot.read_snapshot(out).all_records()}
    here = changed.session.path.read_bytes()
    made.save_backup_copy(made.rows[-1].backup, changed.session.path)
    qtbot.waitUntil(lambda: "is open" in made.said.message_text, timeout=15_000)
    assert changed.session.path.read_bytes() == here
    assert not list(tmp_path.glob("*being written*"))


def test_where_one_may_only_read_one_may_not_go_back(changed: Workspace, qtbot: QtBot, tmp_path: Path) -> None:
    path = changed.session.path
    reader = Workspace(opening.open_workbook(path, author="Ben", or_read_only=True), changed.settings)
    made = shown(reader, qtbot)
    choose_then(made, qtbot)
    assert not made.detail.back.isEnabled()
    assert "Ada" in made.detail.step.text()
    assert made.detail.save.isEnabled()
    made.close()
    reader.close_session()


def test_a_backup_that_is_gone_or_damaged_says_so(changed: Workspace, qtbot: QtBot) -> None:
    made = shown(changed, qtbot)
    row = next(row for row in made.rows if row.backup.at == THEN)
    row.backup.path.write_bytes(row.backup.path.read_bytes()[:9_000])
    made.table.choose_row(row.id)
    qtbot.waitUntil(lambda: "damaged" in made.detail.since.text(), timeout=15_000)
    assert not made.detail.back.isEnabled()


def test_without_backups_the_page_says_when_there_will_be_some(blank_year: Workspace, qtbot: QtBot) -> None:
    for each in backups.list_backups(blank_year.session.path):
        each.path.unlink()
    made = BackupsPage(blank_year)
    qtbot.addWidget(made)
    made.show()
    made.show_place("")
    qtbot.waitUntil(lambda: made.nothing.isVisible(), timeout=15_000)
    assert made.body.isHidden()


def test_where_and_how_long_they_are_kept_is_said(changed: Workspace, qtbot: QtBot) -> None:
    made = shown(changed, qtbot)
    words = " ".join(each.text() for each in made.findChildren(QLabel))
    assert backups.KEPT in words
    assert "on this computer" in words


def test_a_long_list_of_what_differs_is_cut_and_says_so(example: Workspace) -> None:
    from selfassess.domain.merging.three_way import Outcome
    from selfassess.services.safety.restore_backup import Differences, Item

    many = tuple(
        Item(outcome=Outcome.NEW, kind="risk", id=str(n), name=f"Risk {n}", year="2024-25") for n in range(MOST + 7)
    )
    ((heading, blocks),) = list_difference_parts(Differences(items=many))
    assert heading == f"Would be taken away ({MOST + 7})"
    assert "7 more" in str(blocks[-1])


def test_the_list_is_a_proper_model(changed: Workspace, qtbot: QtBot, qtmodeltester: ModelTester) -> None:
    made = shown(changed, qtbot)
    assert isinstance(made.model, RowsModel)
    assert made.model.columnCount() == len(COLUMNS)
    backups.take_backup(changed.session.path, "merge", THEN + timedelta(days=1))
    made.read_backups()
    qtbot.waitUntil(lambda: "Before a copy was merged" in [made.model.cell_words(row.id, 1) for row in made.rows])
    qtmodeltester.check(made.model)
