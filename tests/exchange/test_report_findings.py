"""The findings of a report as single points: against a reading by eye, and of reports in other shapes."""

import os
from collections import Counter
from pathlib import Path

import pytest

from selfassess.domain.model.workbook import Assessment
from selfassess.domain.readiness.reported_findings import describe_proposed
from tests.exchange import report_making as making
from tests.exchange.derby_findings import KINDS, KINDS_BY_EYE, OVERREAD, READ_BY_EYE, list_points

COUNTS = {
    "assessing-needs": 100, "supporting-people": 54, "equity": 31, "care-provision": 61, "partnerships": 38,
    "safe-systems": 18, "safeguarding": 46, "governance": 21, "learning": 39,
}  # fmt: skip
"""Read by eye, all nine: ``derby_findings`` has the table."""
ALIKE = 0.6
"""The part of the points whose kind is as by eye: the program says neutral where its words do not tell."""


@pytest.fixture(scope="module")
def derby() -> Assessment:
    named = os.environ.get("SELFASSESS_SOURCES")
    folder = Path(named) if named else Path(__file__).resolve().parents[2].parent / "shared" / "sources"
    if not folder.is_dir():
        pytest.skip(f"the source texts are not at {folder}: set SELFASSESS_SOURCES to their folder")
    return making.year(making.read(next(folder.glob("003_*.txt"))))


def read(folder: Path, findings: list[str], between: str = "\n\n") -> list[tuple[str, str, str, str]]:
    """Topic, kind, text and place of the points of a report whose one statement has these findings."""
    name = making.NAMES["equity"]
    lines = [
        "Example Council: local authority assessment", "Assessment published: 16 August 2024", name, "Score: 2",
        "Key findings for this quality statement", *findings,
    ]  # fmt: skip
    year = making.year(making.read(making.written(folder, lines, between)))
    assert {each["quality_statement"] for each in year.records_of("finding")} <= {"equity"}
    assert not any(each["confirmed"] for each in year.records_of("finding"))
    return [
        (each.text_of("topic"), each.text_of("kind"), each.text_of("text"), each.text_of("place"))
        for each in year.records_of("finding")
    ]


def test_derbys_points_are_counted_by_statement(derby: Assessment) -> None:
    assert {key: len(derby.for_statement("finding", key)) for key in COUNTS} == COUNTS
    assert {key: len(list_points(key)) for key in READ_BY_EYE} == {key: COUNTS[key] for key in READ_BY_EYE}
    said = describe_proposed(derby)
    assert said.startswith("408 single points proposed")
    assert "Equity 31; Care provision 61" in said


@pytest.mark.parametrize("statement", READ_BY_EYE)
def test_the_points_of_a_statement_are_those_that_a_person_reads(derby: Assessment, statement: str) -> None:
    expected = list_points(statement)
    found = derby.for_statement("finding", statement)
    assert [(each["topic"], each.text_of("text")[: len(words)]) for each, (_, words, _) in
            zip(found, expected, strict=True)] == [(topic, words) for topic, words, _ in expected]  # fmt: skip
    kinds = Counter((eye, each.text_of("kind")) for each, (_, _, eye) in zip(found, expected, strict=True))
    assert kinds["strength", "shortfall"] == kinds["shortfall", "strength"] == 0
    assert kinds["neutral", "shortfall"] == kinds["neutral", "strength"] == 0
    assert sum(count for (eye, own), count in kinds.items() if eye == own) >= ALIKE * len(expected)


@pytest.mark.parametrize("statement", KINDS_BY_EYE)
def test_the_kinds_of_the_other_statements_are_those_that_a_person_reads(derby: Assessment, statement: str) -> None:
    found = derby.for_statement("finding", statement)
    by_topic = Counter(each.text_of("topic") for each in found)
    assert [len(marks) for marks in KINDS_BY_EYE[statement]] == list(by_topic.values())
    pairs = [
        (KINDS[mark], each)
        for mark, each in zip("".join(KINDS_BY_EYE[statement]), found, strict=True)
        if not each.text_of("text").startswith(OVERREAD)
    ]
    wrong = [each.text_of("text") for eye, each in pairs if each.text_of("kind") not in (eye, "neutral")]
    assert wrong == []
    assert sum(each.text_of("kind") == eye for eye, each in pairs) >= ALIKE * len(found)


def test_every_word_of_the_findings_is_in_a_point(derby: Assessment) -> None:
    for statement in ("equity", "partnerships", "learning"):
        whole = "".join(each.text_of("text") for each in derby.for_statement("finding", statement))
        topics = {each.text_of("topic") for each in derby.for_statement("finding", statement)}
        lines = [
            line for line in derby.judgements[statement].text_of("summary").split("\n") if line and line not in topics
        ]
        assert "".join(lines).replace(" ", "") == whole.replace(" ", "")


def test_without_sub_headings_points_have_no_topic(tmp_path: Path) -> None:
    found = read(tmp_path, ["Partners praised the team. There were gaps in the offer for Deaf people."])
    assert [each[:3] for each in found] == [
        ("", "strength", "Partners praised the team."),
        ("", "shortfall", "There were gaps in the offer for Deaf people."),
    ]
    assert found[0][3] == "line 11"


def test_a_topic_that_comes_again_is_one_and_what_it_repeats_is_one_point(tmp_path: Path) -> None:
    topic = "Inclusion and accessibility arrangements"
    text = "Partners praised the team."
    found = read(tmp_path, [topic, text, "Contingency matters", "Staff said so.", topic, f"{text} Carers waited."])
    assert [(each[0], each[2]) for each in found] == [
        (topic, text), ("Contingency matters", "Staff said so."), (topic, "Carers waited."),
    ]  # fmt: skip


def test_bullets_are_points_each_with_what_leads_into_them(tmp_path: Path) -> None:
    found = read(
        tmp_path, ["Staff told us of:", "- gaps in respite", "- strong links with health", "Carers were busy."], "\n"
    )
    assert [each[1:3] for each in found] == [
        ("shortfall", "Staff told us of: gaps in respite"),
        ("strength", "Staff told us of: strong links with health"),
        ("neutral", "Carers were busy."),
    ]


def test_capitals_are_read_like_other_letters(tmp_path: Path) -> None:
    heading = "INCLUSION AND ACCESSIBILITY ARRANGEMENTS"
    found = read(tmp_path, [heading, "PARTNERS PRAISED THE TEAM. THIS HELPED. THERE WERE GAPS FOR DEAF PEOPLE."])
    assert [each[:3] for each in found] == [
        (heading, "strength", "PARTNERS PRAISED THE TEAM. THIS HELPED."),
        (heading, "shortfall", "THERE WERE GAPS FOR DEAF PEOPLE."),
    ]


def test_the_page_is_kept_and_a_missing_statement_has_no_points(tmp_path: Path) -> None:
    keys = tuple(key for key in making.NAMES if key != "safeguarding")
    lines = [line if line[-1] in ".:" else f"# {line}" for line in making.lines(keys=keys)]
    year = making.year(making.read(making.pdf("\n".join(lines), tmp_path / "r.pdf")))
    counted = {key: len(year.for_statement("finding", key)) for key in making.NAMES}
    assert counted.pop("safeguarding") == 0
    assert min(counted.values()) >= 2
    assert {each.text_of("place").split()[0] for each in year.records_of("finding")} == {"page"}
