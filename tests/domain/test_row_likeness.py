"""Rows of a tracker that comes again, known by what they still say, and asked where that is not enough."""

from __future__ import annotations

from selfassess.domain.merging.row_likeness import compare_rows
from selfassess.domain.model.catalogue import Record, blank_record


def _action(id: str, **values: object) -> Record:
    return blank_record("action", id, 0, "year", **values)  # type: ignore[arg-type]


HERE = (
    _action("a", title="Train all assessors in recording ethnicity", quality_statement="equity", owner="Practice lead",
            due_on="2025-12-01", status="not_started", progress="Not begun"),
    _action("b", title="Quarterly board report", quality_statement="governance", owner="Quality lead",
            due_on="2026-01-01", status="not_started", progress="Template drafted"),
    _action("c", title="Recruit two social workers", quality_statement="safeguarding", owner="Head of safeguarding",
            due_on="2026-03-31", status="in_progress", progress="Advert is out since May"),
)  # fmt: skip


def test_a_row_whose_title_and_two_other_fields_changed_is_the_record() -> None:
    row = _action("x", title="Train all the assessors to record ethnicity", quality_statement="equity",
                  owner="Practice lead", due_on="2026-03-31", status="in_progress", progress="Not begun")  # fmt: skip
    found = compare_rows([row], HERE)
    assert (found.known, found.doubtful) == ({"x": "a"}, {})


def test_a_row_with_quite_another_title_is_asked_where_the_rest_is_the_same() -> None:
    row = _action("x", title="Fill the vacancies", quality_statement="safeguarding", owner="Head of safeguarding",
                  due_on="2026-06-30", status="complete", progress="Advert is out since May")  # fmt: skip
    found = compare_rows([row], HERE)
    assert (found.known, found.doubtful) == ({}, {"x": "c"})


def test_a_row_that_shares_nothing_is_new() -> None:
    row = _action("x", title="Learning log", quality_statement="learning", owner="Principal social worker",
                  due_on="2027-01-31", status="cancelled", progress="Begun in June")  # fmt: skip
    found = compare_rows([row], HERE)
    assert (found.known, found.doubtful) == ({}, {})


def test_of_two_rows_that_may_be_one_record_the_nearer_is_it() -> None:
    near = _action("x", title="Quarterly report to the board", quality_statement="governance", owner="Quality lead",
                   due_on="2026-01-01", status="complete", progress="Template drafted")  # fmt: skip
    far = _action("y", title="Yearly board seminar", quality_statement="governance", owner="Director",
                  due_on="2026-05-01", status="not_started")  # fmt: skip
    found = compare_rows([far, near], HERE)
    assert found.known == {"x": "b"}
    assert "b" not in found.doubtful.values()


def test_records_of_another_year_or_kind_are_no_candidates() -> None:
    row = blank_record("action", "x", 0, "another year", **dict(HERE[1].values))
    assert not compare_rows([row], HERE).known
