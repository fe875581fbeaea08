"""Comments beside a record: folded to a line in its form, written with author and time, resolved and opened again."""

from __future__ import annotations

from collections.abc import Callable

from pytestqt.qtbot import QtBot

from selfassess.domain.readiness import comments
from ui.bridge.workspace import Workspace
from ui.widgets.forms.comments import CommentLine, Comments
from ui.widgets.forms.record_form import RecordForm

Add = Callable[..., str]


def line_of(form: RecordForm) -> CommentLine:
    assert form.comment_line is not None
    return form.comment_line


def commented(qtbot: QtBot, workspace: Workspace, record: str) -> RecordForm:
    form = RecordForm(workspace, "risk", ("title", "cause"), commented=True)
    qtbot.addWidget(form)
    form.show_form_of(record)
    form.show()
    return form


def test_a_form_counts_the_comments_on_its_record_and_takes_one_more(
    qtbot: QtBot, workspace: Workspace, add: Add
) -> None:
    first, other = (add("risk", quality_statement="equity", title=title) for title in ("Waits", "Costs"))
    form = commented(qtbot, workspace, first)
    line = line_of(form)
    assert line.button.text() == "Comment on this"
    line.button.click()
    assert line.unfolded is not None
    line.unfolded.new.paper.setPlainText("Who owns it?")
    line.unfolded.new.button.click()
    [comment] = workspace.session.current.records_of("comment")
    assert (comment["about"], comment["author"]) == (first, workspace.session.author)
    assert line.button.text() == "Hide: 1 comment, 1 open"
    form.show_form_of(other)
    assert line.button.text() == "Comment on this"
    assert line.unfolded.isHidden()
    form.show_form_of(first)
    assert line.button.text() == "1 comment, 1 open"


def test_what_was_written_and_not_added_goes_to_the_record_it_was_written_on(
    qtbot: QtBot, workspace: Workspace, add: Add
) -> None:
    first, other = (add("risk", quality_statement="equity", title=title) for title in ("Waits", "Costs"))
    form = commented(qtbot, workspace, first)
    line = line_of(form)
    line.button.click()
    assert line.unfolded is not None
    line.unfolded.new.paper.setPlainText("Half a thought")
    form.show_form_of(other)
    [comment] = workspace.session.current.records_of("comment")
    assert comment["about"] == first


def test_resolved_comments_are_folded_away_until_asked_for(qtbot: QtBot, workspace: Workspace, add: Add) -> None:
    risk = add("risk", quality_statement="equity", title="Waits")
    shown = Comments(workspace)
    qtbot.addWidget(shown)
    for text in ("One", "Two"):
        assert workspace.run(comments.add_comment(risk, text, "Priya", workspace.clock()))
    shown.show_comments(comments.comments_on_record(workspace.session.current, risk))
    assert [card.comment["text"] for card in shown.cards] == ["One", "Two"]
    shown.cards[0].button.click()
    shown.show_comments(comments.comments_on_record(workspace.session.current, risk))
    assert [card.comment["text"] for card in shown.cards] == ["Two"]
    assert shown.more.text() == "Show 1 resolved"
    shown.more.click()
    assert [card.comment["text"] for card in shown.cards] == ["One", "Two"]
    assert shown.cards[0].button.text() == "Open again"
    assert shown.cards[0].standing.text().startswith("Resolved by ")


def test_nothing_can_be_written_where_nothing_may(qtbot: QtBot, workspace: Workspace, add: Add) -> None:
    risk = add("risk", quality_statement="equity", title="Waits")
    workspace.run(comments.add_comment(risk, "One", "Priya", workspace.clock()))
    workspace.session.read_only_because = "Somebody else has it open."
    form = commented(qtbot, workspace, risk)
    line_of(form).button.click()
    unfolded = line_of(form).unfolded
    assert unfolded is not None
    assert unfolded.new.isHidden()
    assert unfolded.cards[0].button.isHidden()


def test_what_somebody_wrote_is_no_markup(qtbot: QtBot, workspace: Workspace, add: Add) -> None:
    risk = add("risk", quality_statement="equity", title="Waits")
    workspace.run(comments.add_comment(risk, "<h1>Big</h1>", "Priya", workspace.clock()))
    form = commented(qtbot, workspace, risk)
    line_of(form).button.click()
    unfolded = line_of(form).unfolded
    assert unfolded is not None
    assert unfolded.cards[0].words.text() == "<h1>Big</h1>"
    assert unfolded.cards[0].words.textFormat() == unfolded.cards[0].words.textFormat().PlainText
