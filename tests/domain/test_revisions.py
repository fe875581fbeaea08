"""What was changed of an assessment since it stood otherwise, by statement."""

from __future__ import annotations

from dataclasses import replace

from selfassess.domain.signing.changes_since_signing import (
    ELSEWHERE,
    Became,
    describe_revision_count,
    find_revised_statements,
)
from selfassess.domain.text.text_diff import Mark
from tests.making import changed, empty_assessment, judged, with_record


def test_nothing_changed_is_no_part_at_all() -> None:
    year = empty_assessment()
    assert find_revised_statements(year, year) == ()
    assert describe_revision_count(()) == "Nothing was changed."


def test_records_stand_under_their_statement_with_what_became_of_them() -> None:
    before, risk = with_record(empty_assessment(), "risk", quality_statement="equity", title="Waits", cause="Too few")
    before, gone = with_record(before, "strength", quality_statement="learning", title="Gone")
    after = changed(before, risk, cause="Too few staff")
    after = replace(after, records={**after.records, "strength": ()})
    after, item = with_record(after, "evidence", title="Survey", quality_statements=("assessing-needs",))
    after, note = with_record(after, "comment", about=risk.id, text="Who?")
    found = find_revised_statements(before, after)
    assert [part.statement for part in found] == ["assessing-needs", "equity", "learning"]
    assert [(r.id, r.became) for part in found for r in part.revisions] == [
        (item.id, Became.NEW),
        (risk.id, Became.CHANGED),
        (note.id, Became.NEW),
        (gone.id, Became.REMOVED),
    ]
    [cause] = found[1].revisions[0].fields
    assert cause.label == "Cause"
    assert "".join(p.text for p in cause.pieces if p.mark is Mark.ADDED).strip() == "few staff"
    assert describe_revision_count(found) == "2 new, 1 changed, 1 removed."


def test_a_score_shows_both_values_apart() -> None:
    before = judged(empty_assessment(), "equity", score=2)
    [part] = find_revised_statements(before, judged(before, "equity", score=3))
    [score] = part.revisions[0].fields
    assert [(p.text, p.mark) for p in score.pieces] == [("2", Mark.REMOVED), ("  ", Mark.SAME), ("3", Mark.ADDED)]


def test_who_agrees_and_who_signs_is_no_change_of_what_the_council_thinks() -> None:
    before = empty_assessment()
    after = judged(before, "equity", status="agreed", agreed_by="Ada", agreed_on="2025-02-17", lead="Tom")
    record = replace(after.record, values={**after.record.values, "status": "signed_off", "director": "Ada"})
    assert find_revised_statements(before, replace(after, record=record)) == ()


def test_what_is_of_no_single_statement_stands_last() -> None:
    before = empty_assessment()
    after, _ = with_record(before, "evidence", title="Both", quality_statements=("equity", "learning"))
    after = judged(after, "learning", summary="Now")
    assert [part.statement for part in find_revised_statements(before, after)] == ["learning", ELSEWHERE]
