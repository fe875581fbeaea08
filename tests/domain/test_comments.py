"""Comments: written with author and time, resolved and opened again, and found under the statements they bear on."""

from __future__ import annotations

from datetime import UTC, datetime

from selfassess.domain.model import commands, journal
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.readiness import comments
from tests.making import council, empty_assessment, with_record


def done(year: Assessment, command: commands.Command) -> Assessment:
    for change in commands.work_out_changes(command, year, council()):
        after = journal.apply_change(year.by_id.get(change.record), change)
        assert after is not None
        others = tuple(each for each in year.records_of("comment") if each.id != after.id)
        year = Assessment(
            record=year.record,
            framework=year.framework,
            information_return=year.information_return,
            records={**year.records, "comment": (*others, after)},
        )
    return year


def test_a_comment_is_written_resolved_and_opened_again() -> None:
    year = empty_assessment()
    about = year.judgements["equity"].id
    year = done(
        year, comments.add_comment(about, "Which groups?", "Priya", datetime(2025, 2, 10, 9, 5, 7, 8, tzinfo=UTC))
    )
    [comment] = comments.comments_on_record(year, about)
    assert comments.is_comment_open(comment)
    assert comments.describe_resolution(comment) == "Open"
    assert comment["author"] == "Priya"
    assert comment.text_of("written_at")[:10] == "2025-02-10"
    assert comments.describe_author(comment).startswith("Priya, 10 February 2025")
    year = done(year, comments.resolve_comment(comment.id, "Jo", "2025-02-14"))
    [comment] = year.records_of("comment")
    assert comments.describe_resolution(comment) == "Resolved by Jo on 14 February 2025"
    year = done(year, comments.reopen_comment(comment.id))
    assert comments.is_comment_open(year.records_of("comment")[0])
    assert year.records_of("comment")[0]["resolved_by"] is None


def test_comments_stand_under_every_statement_that_what_they_are_about_bears_on() -> None:
    year, item = with_record(empty_assessment(), "evidence", title="Survey", quality_statements=("equity", "learning"))
    year, on_item = with_record(year, "comment", about=item.id, text="Old")
    year, on_year = with_record(year, "comment", about=year.id, text="Read it once more")
    assert (
        comments.comments_of_statement(year, "equity") == comments.comments_of_statement(year, "learning") == (on_item,)
    )
    assert comments.statements_of_comment(year, on_year) == ()
    assert comments.describe_subject(year, on_year) == comments.WHOLE
    assert comments.describe_subject(year, on_item) == "Evidence: Survey"
    assert item in comments.possible_subjects(year, "equity")
    assert next(iter(comments.possible_subjects(year, "equity"))) == year.judgements["equity"]


def test_a_comment_on_what_is_gone_says_so() -> None:
    year, comment = with_record(empty_assessment(), "comment", about="gone", text="Old")
    assert comments.describe_subject(year, comment) == "Something that is no longer there"


def test_comments_are_counted_in_words() -> None:
    year, _ = with_record(empty_assessment(), "comment", about="x", text="1")
    assert comments.count_comments(year.records_of("comment")) == "1 comment, 1 open"
    year, _ = with_record(year, "comment", about="x", text="2", resolved_on="2025-02-14")
    assert comments.count_comments(year.records_of("comment")) == "2 comments, 1 open"
    assert comments.count_comments(year.records_of("comment")[1:]) == "1 comment, resolved"


def test_removing_a_record_says_that_its_comments_go_along() -> None:
    year, risk = with_record(empty_assessment(), "risk", quality_statement="equity", title="Waits")
    year, _ = with_record(year, "comment", about=risk.id, text="1")
    remove = commands.RemoveRecord(risk.id)
    changes = commands.work_out_changes(remove, year, council())
    assert commands.describe_command(remove, changes, year) == "remove risk with 1 comment"
