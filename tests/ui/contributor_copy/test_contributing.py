"""Preparing a copy for a contributor, and their copy in the window: what can be written in it and what cannot."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from selfassess.domain.merging.resolution import Decisions
from selfassess.domain.model.commands import SetField
from selfassess.services.importing import contributor_copies, plan_merge
from selfassess.services.importing.contributor_copies import Wanted
from selfassess.services.workbook import snapshot
from ui.bridge.workspace import Workspace
from ui.dialogs.contributor_copy import model
from ui.dialogs.contributor_copy.page import ContributorCopyDialog
from ui.pages.statement.page import StatementPage
from ui.shell.frame import DIALOGS as PLACES
from ui.shell.frame import WorkbookFrame
from ui.shell.window import DIALOGS
from ui.widgets import dialogs
from ui.widgets.forms.record_form import RecordForm

CAI = Wanted(person="Cai Jones", statements=("equity", "safeguarding"), scores=False)


@pytest.fixture
def led(example: Workspace) -> Workspace:
    for statement in CAI.statements:
        example.run(SetField(example.session.current.judgements[statement].id, "lead", "Cai Jones"))
    return example


@pytest.fixture
def dialog(led: Workspace, qtbot: QtBot) -> ContributorCopyDialog:
    return shown(led, qtbot)


def shown(workspace: Workspace, qtbot: QtBot) -> ContributorCopyDialog:
    made = ContributorCopyDialog(workspace)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.open()
    return made


@pytest.fixture
def copy(led: Workspace, opened: Callable[[Path], Workspace]) -> Workspace:
    """Their copy, open."""
    path = led.session.path.with_name("for cai.sawb")
    contributor_copies.make_copy(led.session.path, path, CAI, author="Ada")
    return opened(path)


@pytest.fixture
def frame(copy: Workspace, qtbot: QtBot) -> WorkbookFrame:
    made = WorkbookFrame(copy)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    return made


def statement_page(frame: WorkbookFrame) -> StatementPage:
    page = frame.pages.get_page("statement")
    assert isinstance(page, StatementPage)
    return page


def only_read(form: RecordForm, field: str) -> bool:
    return bool(form.field_editors[field].control.focus_target.property("readOnly"))


# --- the dialog ------------------------------------------------------------------------------------------------------


def test_it_opens_from_the_menu_and_from_places() -> None:
    assert DIALOGS["contributor_copy"] == ("ui.dialogs.contributor_copy.page", "ContributorCopyDialog")
    assert "contributor_copy" in PLACES


def test_naming_a_lead_ticks_what_they_lead(dialog: ContributorCopyDialog) -> None:
    assert not dialog.start.isEnabled()
    assert "Cai Jones" in [dialog.person.itemText(n) for n in range(dialog.person.count())]
    dialog.person.setCurrentText("Cai Jones")
    assert dialog.wanted.statements == CAI.statements
    assert dialog.start.isEnabled()
    dialog.person.setCurrentText("Somebody else")
    assert dialog.wanted.statements == CAI.statements
    for box in dialog.statements.values():
        box.setChecked(False)
    assert not dialog.start.isEnabled()


def test_it_says_what_they_see_and_what_is_left_out(dialog: ContributorCopyDialog) -> None:
    dialog.person.setCurrentText("Cai Jones")
    assert "can read the rest" in dialog.sees.text()
    dialog.others.button(1).setChecked(True)
    dialog.scores.setChecked(False)
    assert dialog.sees.text().endswith(
        "Left out, and nowhere in the file: the other statements, scores and the reasons for them and contacts."
    )
    dialog.items.setChecked(True)
    wanted = dialog.wanted
    assert wanted == replace(CAI, readable=False, items=True)


def test_the_items_of_the_return_are_offered_where_there_are_any(dialog: ContributorCopyDialog) -> None:
    assert dialog.items.isHidden()
    dialog.person.setCurrentText("Cai Jones")
    assert not dialog.items.isHidden()
    assert "IR " in dialog.named.text()


def test_it_writes_the_copy_and_says_what_to_do_next(
    dialog: ContributorCopyDialog, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, tmp_path: Path
) -> None:
    asked: list[Path] = []

    def ask_save(parent: object, title: str, filters: str, suggested: Path, chosen: Callable[[Path], object]) -> None:
        asked.append(suggested)
        chosen(tmp_path / suggested.name)

    monkeypatch.setattr(dialogs, "ask_save_path", ask_save)
    dialog.person.setCurrentText("Cai Jones")
    dialog.start.click()
    qtbot.waitUntil(lambda: dialog.task is None, timeout=20_000)
    name = "Derby City Council (worked example) 2024-25 - for Cai Jones.sawb"
    assert asked[0].name == name
    about = snapshot.read_snapshot(tmp_path / name).contribution
    assert about is not None
    assert (about.person, about.statements, about.made_by) == ("Cai Jones", CAI.statements, "Ada")
    assert "made for Cai Jones" in dialog.said.message_text
    assert "Import…" in dialog.steps[2].text()
    assert dialog.choice.isHidden()


def test_a_name_that_is_taken_is_told_and_nothing_is_lost(
    dialog: ContributorCopyDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    there = tmp_path / "there.sawb"
    there.write_text("something")
    dialog.person.setCurrentText("Cai Jones")
    dialog.write_copy(there)
    qtbot.waitUntil(lambda: dialog.task is None, timeout=20_000)
    assert "exists already" in dialog.said.message_text
    assert there.read_text() == "something"
    assert dialog.start.isEnabled()


def test_no_copy_is_offered_of_a_copy(copy: Workspace, qtbot: QtBot) -> None:
    made = shown(copy, qtbot)
    assert "itself a copy that was made for Cai Jones" in made.said.message_text
    assert made.start.isHidden()
    assert made.choice.isHidden()


def test_the_words_for_who_leads(example: Workspace) -> None:
    year = example.session.current
    assert model.describe_statement_lead(year, "no-such-statement") == "No lead yet"
    assert model.describe_statement_lead(year, "learning").startswith("Lead: ")


# --- their copy in the window ----------------------------------------------------------------------------------------


def test_it_says_what_it_is_for(frame: WorkbookFrame) -> None:
    frame.show_place("overview")
    assert frame.standing.message_text.startswith("This copy was made for Cai Jones on ")
    assert "You can write in “Equity” and “Safeguarding”" in frame.standing.message_text
    assert frame.standing.message_text.endswith("Dates are shown as of 17 February 2025.")


def test_pages_of_other_statements_are_read_only_and_say_why(frame: WorkbookFrame, copy: Workspace) -> None:
    frame.show_place("statement:equity/judgement")
    assert copy.read_only == ""
    first = statement_page(frame)
    frame.show_place("statement:learning/judgement")
    assert copy.read_only.startswith("“Learning” can only be read here: this copy was made for Cai Jones")
    assert frame.standing.message_text == copy.read_only
    assert statement_page(frame) is not first
    forms = [form for form in statement_page(frame).findChildren(RecordForm) if "impact" in form.field_editors]
    assert forms
    assert all(only_read(form, "impact") for form in forms)
    frame.show_place("statement:safeguarding/judgement")
    assert copy.read_only == ""
    assert "made for Cai Jones" in frame.standing.message_text


@pytest.mark.parametrize(
    ("place", "open_"),
    [
        ("overview", True),
        ("register:evidence", True),
        ("review/comments", True),
        ("register:contacts", False),
        ("return/contacts", False),
        ("return/IR 5", False),
        ("sections/vision", False),
        ("years", False),
    ],
)
def test_places_that_are_nobodys_statement(copy: Workspace, place: str, open_: bool) -> None:
    copy.place = place
    assert bool(copy.read_only) != open_
    assert copy.no_comments == ""


def test_a_statement_that_was_left_out_says_so(led: Workspace, opened: Callable[[Path], Workspace]) -> None:
    path = led.session.path.with_name("little.sawb")
    contributor_copies.make_copy(led.session.path, path, replace(CAI, readable=False), author="Ada")
    copy = opened(path)
    copy.place = "statement:learning"
    assert copy.read_only.startswith("“Learning” was left out of this copy")


def test_what_is_not_theirs_in_a_register_can_only_be_read(copy: Workspace, qtbot: QtBot) -> None:
    year = copy.session.current
    form = RecordForm(copy, "evidence", ["title"])
    qtbot.addWidget(form)
    own = next(r for r in year.records_of("evidence") if "equity" in r.links_of("quality_statements"))
    other = next(
        r for r in year.records_of("evidence") if not set(r.links_of("quality_statements")) & set(CAI.statements)
    )
    for record, can_write in ((own, True), (other, False), (own, True)):
        form.show_form_of(record.id)
        assert only_read(form, "title") != can_write


def test_scores_that_were_left_out_cannot_be_given(frame: WorkbookFrame, copy: Workspace) -> None:
    frame.show_place("statement:equity/judgement")
    judgement = copy.session.current.judgements["equity"].id
    assert not copy.run(SetField(judgement, "score", 3))
    assert copy.refusal.startswith("Scores and the reasons for them were left out")
    assert copy.run(SetField(judgement, "impact", "By Cai"))


def test_what_was_written_comes_back_with_who_made_the_copy(led: Workspace, copy: Workspace) -> None:
    judgement = copy.session.current.judgements["equity"].id
    copy.run(SetField(judgement, "impact", "By Cai"))
    prepared = plan_merge.prepare_copy_of_workbook(led.session.path, copy.session.path)
    assert prepared.notes[0].startswith("for cai.sawb was made for Cai Jones to write in “Equity” and “Safeguarding”")
    assert led.attempt_step(lambda: plan_merge.apply_merge(led.session, prepared, Decisions()))
    assert led.session.current.judgements["equity"]["impact"] == "By Cai"
