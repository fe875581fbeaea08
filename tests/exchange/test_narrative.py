"""Narratives: what a council's own self-assessment in Word, OpenDocument, PDF or text comes to."""

from __future__ import annotations

from pathlib import Path

import pytest

from selfassess.domain.incoming import Incoming
from selfassess.domain.workbook import Assessment
from selfassess.exchange import narrative
from selfassess.exchange.narrative.reader import read
from selfassess.packs import reader as packs

CASES = Path(__file__).parents[1] / "golden" / "narratives"
FRAMEWORK = packs.framework(packs.DEFAULT_FRAMEWORK)
SCORES = (2, 3, 2, 3, 3, 2, 3, 3, 3)


def imported(path: Path) -> Incoming:
    proposal = narrative.propose(read(path), FRAMEWORK)
    asked = packs.information_return(packs.DEFAULT_RETURN)
    return narrative.make_year(proposal, framework=FRAMEWORK, asked=asked, council=None, label="2024-25")


def year_of(incoming: Incoming) -> Assessment:
    (year,) = incoming.workbook.assessments
    return year


@pytest.mark.parametrize("ending", ["docx", "odt", "pdf", "txt"])
def test_the_same_self_assessment_in_four_formats_comes_to_the_same_year(ending: str) -> None:
    incoming = imported(CASES / f"testshire-self-assessment-2025.{ending}")
    year = year_of(incoming)
    assert incoming.workbook.council["name"] == "Testshire County Council"
    assert tuple(each["score"] for each in year.judgements.values()) == SCORES
    assert {each["direction"] for each in year.judgements.values()} == {"improving"}
    assert {kind: len(year.of(kind)) for kind in ("strength", "improvement", "action", "evidence")} == {
        "strength": 27, "improvement": 18, "action": 9, "evidence": 2,
    }  # fmt: skip
    for number, statement in enumerate(FRAMEWORK.statements):
        strengths = [each for each in year.of("strength") if each["quality_statement"] == statement.key]
        assert [str(each["title"])[:10] for each in strengths] == ["Strength 1", "Strength 2", "Strength 3"]
        improvements = [each for each in year.of("improvement") if each["quality_statement"] == statement.key]
        assert [str(each["title"])[:22] for each in improvements] == [f"Area for improvement {n}" for n in (1, 2)]
        action = year.of("action")[number]
        assert action["quality_statement"] == statement.key
        assert action["title"] == "Recruit six social workers"
        assert (action["owner"], action["due_on"], action["progress"]) == (
            "Head of Assessment", "2026-03-31", "On track",
        )  # fmt: skip
    assert year.of("evidence")[0]["quality_statements"] == tuple(each.key for each in FRAMEWORK.statements)
    assert year.of("evidence")[0]["return_items"] == ("IR 5",)
    sections = {str(each["key"]): str(each["text"] or "") for each in year.of("section")}
    assert sections["vision"] == "Living well, close to home."
    assert sections["about_place"].startswith("Testshire has 612,000 residents")
    assert sections["summary"].startswith("We are proud of what our people do.")


@pytest.mark.parametrize("ending", ["docx", "odt", "pdf", "txt"])
def test_every_piece_is_taken_serves_as_a_heading_or_is_named_with_place_and_reason(ending: str) -> None:
    incoming = imported(CASES / f"testshire-self-assessment-2025.{ending}")
    records = {record.id for record in year_of(incoming).by_id.values()}
    assert len(incoming.pieces) == 253
    for piece in incoming.pieces:
        assert piece.place
        if piece.outcome == "taken":
            assert piece.id in records
        elif piece.outcome == "left out":
            assert piece.why
            assert any(piece.text[:40] in problem.message for problem in incoming.problems), piece
        else:
            assert piece.outcome == "heading"
