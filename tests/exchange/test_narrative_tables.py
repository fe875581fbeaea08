"""Tables and forms of narratives that were once misread: bands, two rows of headings, halves, labels nobody knows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from docx import Document

from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.import_result import Incoming
from tests.exchange.test_narrative import imported, year_of


def _read_document(folder: Path, heading: str, rows: Sequence[Sequence[str]]) -> Incoming:
    """What a document of one heading and one table comes to; a row of one cell goes across."""
    document = Document()
    document.add_paragraph(heading, style="Heading 1")
    width = max(map(len, rows))
    table = document.add_table(rows=len(rows), cols=width)
    for line, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(line.cells, texts, strict=False):
            cell.text = text
        if len(texts) == 1:
            line.cells[0].merge(line.cells[width - 1])
    path = folder / "narrative.docx"
    document.save(str(path))
    return imported(path)


def _titles(incoming: Incoming, kind: str) -> list[tuple[object, object]]:
    return [(each["quality_statement"], each["title"]) for each in _records(incoming, kind)]


def _records(incoming: Incoming, kind: str) -> tuple[Record, ...]:
    return tuple(year_of(incoming).records_of(kind))


def _left_out(incoming: Incoming) -> list[str]:
    return [piece.text for piece in incoming.pieces if piece.outcome == "left out"]


def test_a_line_across_that_names_no_statement_ends_the_one_above_it(tmp_path: Path) -> None:
    rows = (
        ("Action", "Lead", "By when"), ("Theme 1: Working with people",),
        ("Train assessors", "Practice lead", "1 May 2026"),
        ("Safeguarding",), ("Recruit two workers", "Head of safeguarding", "1 June 2026"),
        ("Leadership",), ("Agree the budget", "Director", "1 May 2026"),
    )  # fmt: skip
    incoming = _read_document(tmp_path, "Improvement plan", rows)
    assert _titles(incoming, "action") == [
        (None, "Train assessors"), ("safeguarding", "Recruit two workers"), (None, "Agree the budget"),
    ]  # fmt: skip
    assert _left_out(incoming) == ["Theme 1: Working with people", "Leadership"]


def test_letters_below_a_stage_of_a_risk_are_its_scales(tmp_path: Path) -> None:
    rows = (
        ("Risk", "Current risk", "", "", "Owner"), ("", "L", "I", "Score", ""),
        ("Staff leave", "4", "3", "12", "Head of teams"), ("The backlog grows", "3", "5", "15", "Director"),
    )  # fmt: skip
    incoming = _read_document(tmp_path, "Governance", rows)
    assert [(each["title"], each["likelihood"], each["severity"]) for each in _records(incoming, "risk")] == [
        ("Staff leave", 4, 3), ("The backlog grows", 3, 5),
    ]  # fmt: skip
    assert [each for each in incoming.problems if "“12”" in each.message]


def test_the_lower_half_of_an_analysis_has_headings_of_its_own(tmp_path: Path) -> None:
    rows = (("Strengths", "Weaknesses"), ("Fast", "Slow"), ("Opportunities", "Threats"), ("New system", "Funding ends"))
    incoming = _read_document(tmp_path, "Safeguarding", rows)
    assert _titles(incoming, "strength") == [("safeguarding", "Fast")]
    assert _titles(incoming, "improvement") == [("safeguarding", "Slow"), ("safeguarding", "New system")]
    assert _titles(incoming, "risk") == [("safeguarding", "Funding ends")]


def test_a_label_that_nobody_knows_ends_the_list_above_it_and_is_told(tmp_path: Path) -> None:
    rows = (
        ("Quality statement", "Equity in experience and outcomes"), ("Strengths", "Outreach"), ("Maturity level", "3"),
        ("What we need to do better", "Data"), ("Next steps", "Add a field"), ("Colour", "Amber"),
    )  # fmt: skip
    incoming = _read_document(tmp_path, "Our self-assessment", rows)
    assert _titles(incoming, "strength") == [("equity", "Outreach")]
    assert _titles(incoming, "improvement") == [("equity", "Data")]
    assert _titles(incoming, "action") == [("equity", "Add a field")]
    assert _left_out(incoming)[-4:] == ["Maturity level", "3", "Colour", "Amber"]


def test_an_action_whose_title_says_its_statement_is_put_there_and_another_is_told(
    tmp_path: Path,
) -> None:
    rows = (
        ("Action", "Lead", "Due"), ("Recruit two workers (QS7)", "Head", "1 May 2026"),
        ("QS3: Add a field", "Practice lead", "1 May 2026"), ("Go on as in QS5", "Practice lead", "1 May 2026"),
        ("Total", "3", ""),
    )  # fmt: skip
    incoming = _read_document(tmp_path, "Our action plan", rows)
    assert _titles(incoming, "action") == [
        ("safeguarding", "Recruit two workers (QS7)"), ("equity", "QS3: Add a field"), (None, "Go on as in QS5"),
    ]  # fmt: skip
    assert [each for each in incoming.problems if "Go on as in QS5" in each.message]
    assert "Total" in _left_out(incoming)


def test_a_statement_across_the_head_of_a_table_is_what_its_rows_are_about(tmp_path: Path) -> None:
    rows = (
        ("Safeguarding",), ("What we do well", "What we need to improve"), ("Fast", "Slow"),
        ("What we will do", "Risks"), ("Recruit", "Funding ends"),
    )  # fmt: skip
    incoming = _read_document(tmp_path, "Our self-assessment", rows)
    for kind, title in (("strength", "Fast"), ("improvement", "Slow"), ("action", "Recruit"), ("risk", "Funding ends")):
        assert _titles(incoming, kind) == [("safeguarding", title)]


def test_the_first_answer_of_a_form_of_questions_is_no_heading(tmp_path: Path) -> None:
    rows = (
        ("Question", "Answer"), ("What are our strengths?", "Outreach"), ("What do we need to do better?", "Data"),
        ("How sure are we?", "Fairly"), ("Anything else", "Parking"),
    )  # fmt: skip
    incoming = _read_document(tmp_path, "Equity", rows)
    assert _titles(incoming, "strength") == [("equity", "Outreach")]
    assert _titles(incoming, "improvement") == [("equity", "Data")]
    assert {"Anything else", "Parking"} <= set(_left_out(incoming))


def test_a_numbered_line_with_its_first_part_below_it_is_a_heading_of_the_first_level(tmp_path: Path) -> None:
    lines = (
        "Testshire Council self-assessment", "1. About us", "1.1 We serve a county.", "2. Theme 1: Working with people",
        "2.1 Assessing needs", "2.1.1 What we need to do better", "1. Reach men", "2. Reach carers", "3. Next steps",
        "3.1 We will publish this in May.",
    )  # fmt: skip
    path = tmp_path / "narrative.txt"
    path.write_text("\n".join(lines), encoding="utf-8")
    incoming = imported(path)
    assert [each["title"] for each in _records(incoming, "improvement")] == ["Reach men", "Reach carers"]
    assert not _records(incoming, "action")
    sections = {each["key"]: each["text"] for each in _records(incoming, "section")}
    assert sections["next_steps"] == "3.1 We will publish this in May."
