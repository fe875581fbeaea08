"""The estimate of pages against the PDF that is really made."""

from __future__ import annotations

from pathlib import Path

import pytest

from selfassess.domain.model.editions import Edition
from selfassess.domain.model.workbook import Workbook
from selfassess.domain.publishing.edition_view import reduce_to_edition
from selfassess.domain.report import outline, page_estimate
from selfassess.exchange import pdf
from selfassess.services.workbook import opening, snapshot
from tests.making import empty_assessment, filled, judged, workbook


def both(book: Workbook, edition: Edition, folder: Path) -> tuple[int, float]:
    """The pages of the PDF of the current year, and the estimate of them."""
    public = reduce_to_edition(book, edition)
    made = outline.build_outline(public, public.current, edition)
    return pdf.write_pdf_report(made, folder / f"{edition.value}.pdf").pages, page_estimate.estimate_pages(made)


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Workbook:
    path = tmp_path_factory.mktemp("example") / "example.sawb"
    opening.write_demo_workbook(path, author="Tester")
    return snapshot.read_snapshot(path)


@pytest.mark.parametrize("edition", list(Edition))
def test_the_worked_example_is_estimated_to_within_a_fifth(example: Workbook, edition: Edition, tmp_path: Path) -> None:
    real, estimate = both(example, edition, tmp_path)
    assert abs(estimate - real) <= real / 5


def test_long_prose_and_a_year_with_little_in_it_are_estimated_too(tmp_path: Path) -> None:
    said = "In this year we listened to people, to unpaid carers and to our partners, and changed what we do. "
    prose = "\n\n".join(said * (1 + number % 4) for number in range(160))
    long = judged(empty_assessment(), "equity", summary=prose)
    for assessment in (long, filled(empty_assessment())):
        real, estimate = both(workbook(assessment), Edition.FULL, tmp_path)
        assert abs(estimate - real) <= max(real / 5, 2)
