"""What stands at the head of a report, however it is written: council, day, overall rating and percentage."""

from pathlib import Path

import pytest

from tests.exchange.report_making import FILLER, lines, read, said, written, year


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Assessment published: 16 August 2024", "2024-08-16"),
        ("Assessment published: Friday 16th August 2024", "2024-08-16"),
        ("Published: 2 May 2025", "2025-05-02"),
        ("Published on 16/08/2024", "2024-08-16"),
        ("Report published 16.08.24", "2024-08-16"),
        ("Date of publication: 16 Aug 2024", "2024-08-16"),
        ("Publication date - 2024-08-16", "2024-08-16"),
        ("Assessment published:\n\n16 August 2024", "2024-08-16"),
        ("**Assessment published:** 16 August 2024", "2024-08-16"),
    ],
)
def test_the_day_of_publication_is_read_the_british_way(tmp_path: Path, line: str, day: str) -> None:
    found = read(written(tmp_path, lines(head=("Example Council: local authority assessment", line))))
    assert found.problems == ()
    assert year(found).record["period_end"] == day
    assert year(found).label == f"CQC {day[:4]}"
    assert {record["agreed_on"] for record in year(found).records_of("judgement")} == {day}


def test_a_month_alone_names_the_year_and_no_day(tmp_path: Path) -> None:
    found = read(written(tmp_path, lines(head=("Example Council: local authority assessment", "Published: May 2025"))))
    assert (year(found).label, year(found).record["period_end"]) == ("CQC 2025", None)
    assert "The report gives no day on which it was published." in found.notes


def test_a_day_that_does_not_exist_is_a_problem(tmp_path: Path) -> None:
    head = ("Example Council: local authority assessment", "Published: 31/02/2025")
    found = read(written(tmp_path, lines(head=head)))
    assert said(found) == ["“31/02/2025” is not a date that exists, so no date of publication was taken."]
    assert year(found).label == "CQC report"


@pytest.mark.parametrize(
    ("rating", "key", "percent"),
    [
        (("Overall rating: Requires improvement",), "requires_improvement", None),
        (("Overall: Outstanding",), "outstanding", None),
        (("Local authority rating", "Inadequate", "31%"), "inadequate", 31),
        (("Overall rating and score", "Good", "Score: 64%"), "good", 64),
        (("Overall rating", "Good (64%)"), "good", 64),
        (("Overall rating: Good - 64%",), "good", 64),
        (("Overall rating: Good", "Overall score 64"), "good", 64),
        (("Overall rating: Good", "Overall percentage: 64%"), "good", 64),
        (("Local authority rating and score", "Good", "Score: 64"), "good", 64),
        ((), None, None),
    ],
)
def test_rating_and_percentage_are_taken_where_they_are_given(
    tmp_path: Path, rating: tuple[str, ...], key: str | None, percent: int | None
) -> None:
    found = read(written(tmp_path, lines(rating=rating)))
    assert found.problems == ()
    assert (year(found).record["published_rating"], year(found).record["published_percent"]) == (key, percent)
    assert ("The report gives no overall rating." in found.notes) is (key is None)
    assert ("The report gives no overall percentage." in found.notes) is (percent is None)


def test_figures_elsewhere_are_not_the_percentage(tmp_path: Path) -> None:
    made = [line.replace(FILLER, "34% of people said so. Overall, 59% agreed.") for line in lines()]
    assert year(read(written(tmp_path, made))).record["published_percent"] is None


@pytest.mark.parametrize(
    ("rating", "problem"),
    [
        (("Overall rating: Good", "Overall rating: Inadequate"), "The report gives several overall ratings"),
        (("Local authority rating", "Good", "64%", "59%"), "The report gives several overall percentages"),
        (("Local authority rating", "Good", "164%"), "“164” is not a whole percentage from 0 to 100"),
    ],
)
def test_ratings_and_percentages_that_make_no_sense_are_problems(
    tmp_path: Path, rating: tuple[str, ...], problem: str
) -> None:
    (sentence,) = said(read(written(tmp_path, lines(rating=rating))))
    assert sentence.startswith(problem)


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (("# Example Council: local authority assessment",), "Example Council"),
        (("Example Council: local authority assessment - Care Quality Commission",), "Example Council"),
        (("Local authority assessment report: Example Council",), "Example Council"),
        (("Local authority assessment of Example Council",), "Example Council"),
        (("Local authority assessment",), "Example Council"),
    ],
)
def test_the_council_is_named_in_the_title_or_beside_the_rating(
    tmp_path: Path, head: tuple[str, ...], name: str
) -> None:
    assert read(written(tmp_path, lines(head=head))).workbook.council["name"] == name


def test_a_report_that_names_no_council_says_so(tmp_path: Path) -> None:
    found = read(written(tmp_path, lines(head=("Local authority assessment",), rating=("Overall rating: Good",))))
    assert found.workbook.council["name"] == "Council not named in the report"
    assert "The report does not name the council." in found.notes
