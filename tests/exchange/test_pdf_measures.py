"""Measures in the PDF: the scorecard in words and signs, and a chart that is a figure with its words."""

from __future__ import annotations

from pathlib import Path

import pikepdf
from pypdf import PdfReader

from selfassess.domain.model.editions import Edition
from selfassess.domain.model.report_blocks import ValueChart, ValueMark
from selfassess.domain.report import outline
from selfassess.exchange.pdf import writer
from selfassess.exchange.pdf.looks import looks_at
from selfassess.exchange.pdf.value_chart import ValueLine
from tests.domain.test_outline_measures import year
from tests.making import workbook


def written(folder: Path) -> Path:
    book = workbook(year())
    path = folder / "made.pdf"
    made = outline.build_outline(book, book.current, Edition.FULL, parts={"measures"})
    writer.write_pdf_report(made, path)
    return path


def figures(path: Path) -> list[str]:
    with pikepdf.open(path) as pdf:
        found = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/Figure"]
        return [str(each["/Alt"]) for each in found]


def test_the_scorecard_and_the_chart_stand_in_the_pdf(tmp_path: Path) -> None:
    path = written(tmp_path)
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(path).pages).split())
    assert "✗ Target not met" in text
    assert "↓ down, better" in text
    assert "Target: 380 people" in text
    assert [each for each in figures(path) if each.startswith("Reviews overdue. Q1 2022-23: 450 people;")]


def test_a_chart_begins_at_nought_unless_that_would_flatten_it() -> None:
    def low(*values: float) -> float:
        return ValueLine(looks_at(), ValueChart(tuple(ValueMark("p", v, str(v)) for v in values), (), "said"), None).low

    assert low(9.0, 25.0) == 0.0
    assert low(419.0, 522.0) == 419.0
    assert low(-3.0, 5.0) == -3.0
