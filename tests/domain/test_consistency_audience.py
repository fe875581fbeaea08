from __future__ import annotations

from dataclasses import replace

import pytest

from selfassess.domain.merging import integrity
from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.domain.model.editions import Edition
from selfassess.domain.model.workbook import Workbook
from selfassess.domain.publishing.edition_view import reduce_to_edition
from tests.making import changed, empty_assessment, filled, with_record, workbook


def _messages(made: Workbook) -> str:
    return " ".join(problem.message for problem in integrity.find_faults(made))


def test_a_whole_workbook_has_no_faults() -> None:
    assert list(integrity.find_faults(workbook(filled(empty_assessment())))) == []


def test_what_does_not_hang_together_is_named() -> None:
    assessment = filled(empty_assessment())
    risk = assessment.records_of("risk")[0]
    assert "points to a record that is not there" in _messages(workbook(changed(assessment, risk, evidence=("gone",))))
    wrong_kind = changed(assessment, risk, evidence=(risk.id,))
    assert "points to a record that is not there" in _messages(workbook(wrong_kind))
    value = assessment.records_of("measure_value")[0]
    assert "Measure points" in _messages(workbook(changed(assessment, value, measure="gone")))
    assert "Risk is missing" in _messages(workbook(changed(assessment, risk, title=None)))
    twice, _ = with_record(assessment, "judgement", quality_statement="equity")
    assert "2 records of “judgement”" in _messages(workbook(twice))
    assert "stands 2 times" in _messages(
        workbook(replace(assessment, records={**assessment.records, "risk": (risk, risk)}))
    )
    assert "“2024-25” is used twice" in _messages(workbook(assessment, empty_assessment("2024-25")))


def test_the_board_does_not_get_contacts_and_comments_the_public_not_scores_risks_and_names() -> None:
    whole = workbook(filled(empty_assessment()))
    board = reduce_to_edition(whole, Edition.BOARD).current
    assert not board.records_of("contact")
    assert not board.records_of("comment")
    assert board.records_of("risk")
    assert board.score_of("equity") == 1
    public = reduce_to_edition(whole, Edition.PUBLIC).current
    assert not public.records_of("risk")
    assert set(public.scores_by_statement.values()) == {None}
    named = [
        r for rs in public.records.values() for r in rs for f in CATALOGUE[r.kind].fields if f.personal and r[f.key]
    ]
    assert named == []
    assert list(integrity.find_faults(reduce_to_edition(whole, Edition.PUBLIC))) == []


@pytest.mark.parametrize(("personal_data", "seen"), [("none", 1), ("redacted", 1), ("needs_redaction", 0), (None, 0)])
def test_the_public_sees_evidence_only_where_it_is_known_to_hold_no_personal_data(
    personal_data: str | None, seen: int
) -> None:
    assessment, item = with_record(empty_assessment(), "evidence", title="E", personal_data=personal_data)
    assessment, _ = with_record(assessment, "strength", quality_statement="equity", title="S", evidence=(item.id,))
    public = reduce_to_edition(workbook(assessment), Edition.PUBLIC).current
    assert len(public.records_of("evidence")) == seen
    assert bool(public.records_of("strength")[0].links_of("evidence")) is bool(seen)


def test_cqcs_published_scores_stay_public() -> None:
    assessment = filled(empty_assessment())
    values = {**assessment.record.values, "assessor": "cqc"}
    public = reduce_to_edition(
        workbook(replace(assessment, record=replace(assessment.record, values=values))), Edition.PUBLIC
    )
    assert public.current.score_of("equity") == 1
