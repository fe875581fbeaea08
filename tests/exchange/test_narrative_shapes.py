"""Single shapes that once went wrong without a word: boxes beside each other, Markdown, sentences with a score."""

from __future__ import annotations

from pathlib import Path

from tests.exchange.narrative_making import Made
from tests.exchange.test_narrative import imported, year_of


def test_boxes_beside_each_other_keep_what_stands_in_them(tmp_path: Path) -> None:
    made = Made()
    made.add("QS7 Safeguarding", style="Heading 1")
    made.table([
        ["Strengths\nConcerns are looked at within a day\nThe board is strong", "Weaknesses\nPeople wait for DoLS"],
        ["Opportunities\nA new system", "Threats\nFunding ends"],
    ])  # fmt: skip
    incoming = imported(made.save(tmp_path, "boxes"))
    year = year_of(incoming)
    assert [each["title"] for each in year.records_of("strength")] == [
        "Concerns are looked at within a day", "The board is strong",
    ]  # fmt: skip
    assert [each["title"] for each in year.records_of("improvement")] == ["People wait for DoLS", "A new system"]
    assert [each["title"] for each in year.records_of("risk")] == ["Funding ends"]


def test_markdown_with_a_table_quotes_and_dots_behind_a_heading_is_read(tmp_path: Path) -> None:
    path = tmp_path / "markdown.txt"
    lines = (
        "# Example Borough Council self-assessment", "", "| Quality statement | Score |", "|---|---|",
        "| Safeguarding | 3 |", "| Learning, improvement and innovation | 2 |", "", "## 7. Safeguarding",
        "**What is working well**", "- Decisions within a day", "  - in 95 % of cases", "**Even better if...**",
        "1. Advocates came sooner", '> "They listened to me." – a resident',
    )  # fmt: skip
    path.write_text("\n".join(lines), encoding="utf-8")
    year = year_of(imported(path))
    assert [each["score"] for each in year.judgements.values()] == [None] * 6 + [3, None, 2]
    assert [(each["title"], each["detail"]) for each in year.records_of("strength")] == [
        ("Decisions within a day", "- in 95 % of cases")
    ]
    assert [each["title"] for each in year.records_of("improvement")] == ["Advocates came sooner"]
    assert [each["text"] for each in year.records_of("story")] == ['"They listened to me." – a resident']


def test_a_sentence_that_may_hold_a_score_gives_it_or_is_told(tmp_path: Path) -> None:
    taken = {
        "We have assessed ourselves as a 3 (evidence shows a good standard) for this quality statement.": 3,
        "We give ourselves a 2 here.": 2, "The council has rated itself as 3.": 3,
    }  # fmt: skip
    told = ("After much debate a score of 2 was agreed by the board.", "3", "Peers would judge it to be a three.")
    plain = ("Assessments take 3 weeks.", "We judge that people are safe.", "A third of people rated us highly.")
    for number, text in enumerate((*taken, *told, *plain)):
        made = Made()
        made.add("Quality statement 7: Safeguarding", style="Heading 1")
        made.add(text)
        incoming = imported(made.save(tmp_path, f"score {number}"))
        assert year_of(incoming).judgements["safeguarding"]["score"] == taken.get(text), text
        assert any("score may stand in it" in each.message for each in incoming.problems) is (text in told), text
