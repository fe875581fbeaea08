"""How long a statement and a report are: whose words count, and how pages are told."""

from __future__ import annotations

import pytest

from selfassess.domain.report import page_estimate
from selfassess.domain.report.page_estimate import Length, pages_told
from tests.making import council, empty_assessment, judged, with_record, workbook

S = "equity"


def test_words_are_those_that_people_wrote_in_the_statement_and_nowhere_else() -> None:
    assessment = judged(empty_assessment(), S, summary="We listen - and act.\n\n- Two points", score=2, lead="Ada")
    # The signs of lists and dashes are none
    assert page_estimate.measure_statement_length(council(), assessment, S).words == 7
    assessment, _ = with_record(assessment, "risk", quality_statement=S, title="Long waits", status="open")
    assessment, _ = with_record(assessment, "risk", quality_statement="learning", title="Something else")
    assert page_estimate.measure_statement_length(council(), assessment, S).words == 9
    assert page_estimate.of_report(workbook(assessment), assessment).words == 11


def test_a_statement_grows_with_what_is_written_in_it() -> None:
    empty = empty_assessment()
    written = judged(empty, S, impact="Somebody said so in so many words. " * 200)
    before, after = (page_estimate.measure_statement_length(council(), each, S).pages for each in (empty, written))
    assert 0 < before < 2
    assert 1 < after - before < 3
    assert page_estimate.measure_statement_length(
        council(), written, "learning"
    ) == page_estimate.measure_statement_length(council(), empty, "learning")


def test_a_statement_that_the_framework_does_not_know_has_no_length() -> None:
    assert page_estimate.measure_statement_length(council(), empty_assessment(), "made-up") == Length(0, 0.0)


@pytest.mark.parametrize(
    ("pages", "said"),
    [(0.0, "½ page"), (0.9, "1 page"), (1.3, "1½ pages"), (2.6, "2½ pages"), (9.9, "10 pages"), (63.6, "64 pages")],
)
def test_pages_are_told_in_halves_and_above_ten_whole(pages: float, said: str) -> None:
    assert pages_told(pages) == said


def test_a_length_is_told_in_a_few_words() -> None:
    assert Length(612, 2.4).words_and_pages == "612 words, about 2½ pages"
    assert Length(1, 0.1).words_and_pages == "1 word, about ½ page"
    assert Length(12_345, 64).words_and_pages == "12,345 words, about 64 pages"
