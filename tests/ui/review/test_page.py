"""The page of review and sign-off: comments filtered and resolved, statements, signing, and the versions."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from selfassess.domain.model.commands import SetField
from selfassess.domain.readiness import comments
from selfassess.domain.signing.signing import Signatures
from selfassess.services.years import signing
from ui.bridge.workspace import Workspace
from ui.pages.review import model
from ui.pages.review.page import COMMENTS, PARTS, VERSIONS, ReviewPage
from ui.pages.review.reading import ReadingDialog
from ui.pages.review.sign_off import SignOffDialog, build_obstacles_html, find_obstacle_place
from ui.widgets import dialogs
from ui.widgets.idle_queue import finish_work


@pytest.fixture
def page(qtbot: QtBot, workspace: Workspace) -> ReviewPage:
    made = ReviewPage(workspace)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    return made


def say(workspace: Workspace, about: str, text: str, author: str = "Priya") -> str:
    command = comments.add_comment(about, text, author, workspace.clock())
    assert workspace.run(command)
    return command.id


def equity(workspace: Workspace) -> str:
    return workspace.session.current.judgements["equity"].id


def sign(workspace: Workspace) -> None:
    session = workspace.session
    both = Signatures(
        director="Ada", director_signed_on="2025-02-16", chief_executive="Ben", chief_executive_signed_on="2025-02-17"
    )
    signing.sign_version(session, signing.prepare_version(session.path, session.current_id, both, author="Ada"))


def test_models_are_sound(page: ReviewPage, workspace: Workspace) -> None:
    sign(workspace)
    for shown in (page.standing_part.model, page.comments_part.model, page.versions_part.model):
        QAbstractItemModelTester(shown, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for name in PARTS:
        page.show_place(name)
    finish_work(page.standing_part)
    assert page.standing_part.model.total == 9
    assert page.versions_part.model.total == 1


def test_comments_are_filtered_by_state_author_and_statement(page: ReviewPage, workspace: Workspace) -> None:
    page.show_place(COMMENTS)
    first = say(workspace, equity(workspace), "Which groups?")
    second = say(workspace, workspace.session.current_id, "Read it once more", "Jo")
    workspace.run(comments.resolve_comment(second, "Ada", "2025-02-17"))
    page.refresh()
    part = page.comments_part
    assert set(part.model.shown_ids) == {first}
    part.which.setCurrentIndex(part.which.findData(model.ALL))
    assert set(part.model.shown_ids) == {first, second}
    part.author.setCurrentIndex(part.author.findData("Jo"))
    assert part.model.shown_ids == (second,)
    part.author.setCurrentIndex(0)
    part.statement.setCurrentIndex(part.statement.findData("equity"))
    assert part.model.shown_ids == (first,)
    part.statement.setCurrentIndex(part.statement.findData(model.ELSEWHERE))
    assert part.model.shown_ids == (second,)
    assert page.tabs.tabText(PARTS.index(COMMENTS)) == "Comments (1 open)"


def test_a_comment_is_resolved_and_opened_again_where_it_is_read(page: ReviewPage, workspace: Workspace) -> None:
    page.show_place(COMMENTS)
    id = say(workspace, equity(workspace), "Which groups?")
    page.refresh()
    page.comments_part.choose_comment(id)
    assert page.comments_part.card is not None
    page.comments_part.card.button.click()
    record = workspace.session.current.by_id[id]
    assert record["resolved_by"] == "Ada"
    page.refresh()
    assert not page.comments_part.model.shown_ids
    page.show_place(f"comments/{id}")
    assert page.comments_part.model.shown_ids == (id,)
    page.comments_part.card.button.click()
    assert comments.is_comment_open(workspace.session.current.by_id[id])


def test_a_comment_is_added_to_what_is_chosen_with_author_and_time(page: ReviewPage, workspace: Workspace) -> None:
    page.show_place(COMMENTS)
    part = page.comments_part
    part.statement.setCurrentIndex(part.statement.findData("equity"))
    assert part.new.subject.currentData() == equity(workspace)
    part.new.paper.setPlainText("  Add the figure for March.  ")
    assert part.new in workspace.pending
    assert workspace.flush()
    [comment] = workspace.session.current.records_of("comment")
    assert (comment["text"], comment["author"], comment["about"]) == (
        "Add the figure for March.",
        "Ada",
        equity(workspace),
    )
    assert comment["written_at"]
    assert part.new not in workspace.pending


def test_a_comment_leads_to_what_it_is_about(qtbot: QtBot, page: ReviewPage, workspace: Workspace) -> None:
    page.show_place(COMMENTS)
    id = say(workspace, equity(workspace), "Which groups?")
    page.refresh()
    page.comments_part.choose_comment(id)
    with qtbot.waitSignal(workspace.asked_for) as asked:
        page.comments_part.table.opened.emit(id)
    assert asked.args == ["statement:equity/judgement"]


def test_statements_show_who_agreed_and_what_changed_since(page: ReviewPage, workspace: Workspace) -> None:
    workspace.run(SetField(equity(workspace), "status", "agreed"))
    workspace.run(SetField(equity(workspace), "summary", "Said later"))
    page.refresh()
    part = page.standing_part
    finish_work(part)
    part.table.choose_row("equity")
    row = part.model.row_at(part.table.currentIndex())
    assert row.status == "Agreed"
    assert row.agreed.startswith("Ada, ")
    assert row.changed == "Changed"


def test_the_dialog_shows_what_stands_in_the_way_before_anybody_signs(qtbot: QtBot, workspace: Workspace) -> None:
    note = say(workspace, equity(workspace), "<b>Which</b> groups?")
    dialog = SignOffDialog(workspace)
    qtbot.addWidget(dialog)
    assert "9 statements not agreed, 1 open comment." in dialog.summary.text()
    assert "&lt;b&gt;Which&lt;/b&gt;" in build_obstacles_html(dialog.found)
    assert not dialog.sign_button.isEnabled()
    dialog.left_open.setChecked(True)
    assert dialog.sign_button.isEnabled()
    at = next(number for number, each in enumerate(dialog.found) if each.record == note)
    assert find_obstacle_place(workspace, dialog.found[at]) == f"review/comments/{note}"
    with qtbot.waitSignal(workspace.asked_for) as asked:
        dialog.list.anchorClicked.emit(QUrl(f"{at}"))
    assert asked.args == [f"review/comments/{note}"]
    assert dialog.isHidden()


def test_signing_asks_for_both_names_and_then_freezes_the_year(
    qtbot: QtBot, workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = SignOffDialog(workspace)
    qtbot.addWidget(dialog)
    dialog.left_open.setChecked(True)
    dialog.names["director"].setText("Ada Lovelace")
    dialog.begin_signing()
    assert "chief executive" in dialog.said.message_text
    assert workspace.session.versions == ()
    dialog.names["chief_executive"].setText("Ben Shaw")
    dialog.names["director_signed_on"].setText("31/02/2025")
    dialog.begin_signing()
    assert dialog.task is None
    dialog.names["director_signed_on"].setText("1 February 2025")
    dialog.begin_signing()
    qtbot.waitUntil(lambda: dialog.prepared is not None, timeout=30_000)
    assert workspace.read_only.startswith("2025-26 is signed off as version 1.")
    assert workspace.session.current.record["director_signed_on"] == "2025-02-01"
    monkeypatch.setattr(dialogs, "ask_save_path", lambda *args: args[-1](tmp_path / "signed.pdf"))
    dialog.ask_where_to_save_pdf()
    assert signing.find_version_of_pdf(tmp_path / "signed.pdf", workspace.session.versions) is not None


def test_signing_can_be_stopped(qtbot: QtBot, workspace: Workspace) -> None:
    dialog = SignOffDialog(workspace)
    qtbot.addWidget(dialog)
    dialog.left_open.setChecked(True)
    dialog.names["director"].setText("Ada")
    dialog.names["chief_executive"].setText("Ben")
    dialog.begin_signing()
    dialog.reject()
    qtbot.waitUntil(lambda: dialog.task is None, timeout=30_000)
    assert workspace.session.versions == ()
    assert "Nothing was signed" in dialog.said.message_text


def test_a_signed_year_offers_the_next_version_and_that_it_was_sent(qtbot: QtBot, workspace: Workspace) -> None:
    sign(workspace)
    made = ReviewPage(workspace)
    qtbot.addWidget(made)
    part = made.standing_part
    assert part.standing.text() == "Signed off as version 1"
    assert part.sign_button.isHidden()
    assert made.comments_part.new.isHidden()
    part.sent_button.click()
    assert workspace.session.current.record["status"] == "submitted"
    part.next_button.click()
    assert workspace.read_only == ""
    part.refresh()
    assert part.standing.text() == "Drafting version 2"
    assert part.sign_button.text() == "Sign off as version 2…"
    workspace.undo_last_step()
    assert workspace.read_only


def test_undoing_a_signature_says_why_not(qtbot: QtBot, workspace: Workspace) -> None:
    sign(workspace)
    with qtbot.waitSignal(workspace.failed) as failed:
        assert not workspace.undo_last_step()
    assert "never undone" in failed.args[0]


def test_versions_are_read_checked_compared_and_given_out(
    qtbot: QtBot, page: ReviewPage, workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign(workspace)
    signing.start_next_version(workspace.session, workspace.session.current_id)
    page.show_place(VERSIONS)
    part = page.versions_part
    part.check_version()
    qtbot.waitUntil(lambda: part.said.message_text.startswith("Version 1 is as it was signed"), timeout=10_000)
    part.compare_with_now()
    qtbot.waitUntil(lambda: part.said.message_text == "Nothing was changed since version 1 was signed.", timeout=10_000)
    workspace.run(SetField(equity(workspace), "summary", "Said <later>"))
    part.compare_with_now()
    qtbot.waitUntil(lambda: bool(page.findChildren(ReadingDialog)), timeout=10_000)
    [changes] = page.findChildren(ReadingDialog)
    assert [each.name for each in changes.parts] == ["Equity in experiences and outcomes (1)"]
    assert "Said <later>" in changes.sheet.toPlainText()
    changes.reject()
    monkeypatch.setattr(dialogs, "ask_save_path", lambda *args: args[-1](tmp_path / args[3].name))
    part.ask_where_to_export_version("pdf")
    out = tmp_path / "Derby City Council self-assessment 2025-26 version 1 signed.pdf"
    qtbot.waitUntil(lambda: f"{out}" in part.said.message_text, timeout=10_000)
    part.identify_pdf(out)
    qtbot.waitUntil(lambda: "is the signed PDF of 2025-26, version 1" in part.said.message_text, timeout=10_000)
    part.identify_pdf(workspace.session.path)
    qtbot.waitUntil(lambda: "is none of the signed PDFs" in part.said.message_text, timeout=10_000)


def test_a_version_is_read_as_it_was_signed(qtbot: QtBot, page: ReviewPage, workspace: Workspace) -> None:
    workspace.run(SetField(equity(workspace), "summary", "As it was"))
    sign(workspace)
    signing.start_next_version(workspace.session, workspace.session.current_id)
    workspace.run(SetField(equity(workspace), "summary", "As it is"))
    page.show_place(VERSIONS)
    page.versions_part.read_version()
    qtbot.waitUntil(lambda: bool(page.findChildren(ReadingDialog)), timeout=10_000)
    [dialog] = page.findChildren(ReadingDialog)
    names = [each.name for each in dialog.parts]
    dialog.list.setCurrentRow(names.index("3 Equity in experiences and outcomes"))
    assert "As it was" in dialog.sheet.toPlainText()
    dialog.list.setCurrentRow(0)
    assert "Version 1, signed off" in dialog.sheet.toPlainText()


def test_two_versions_of_one_number_are_said() -> None:
    from tests.domain.test_signing import version
    from tests.making import empty_assessment

    year = empty_assessment()
    rows = model.build_version_rows((version(year), version(year, 1, id="w")), year.id)
    assert (
        model.describe_double_numbers(rows)
        == "Version 1 was signed in two copies of this workbook, differently. Both are kept."
    )
    assert model.describe_double_numbers(rows[:1]) == ""


def test_a_year_that_is_only_marked_as_signed_says_that_nothing_was_kept(
    page: ReviewPage, workspace: Workspace
) -> None:
    workspace.run(SetField(workspace.session.current_id, "status", "signed_off"))
    page.refresh()
    assert page.standing_part.standing.text() == "Marked as signed off, but no version of it was kept"
    assert not page.standing_part.sign_button.isHidden()
