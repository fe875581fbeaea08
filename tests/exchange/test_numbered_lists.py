"""A numbered list is one in every format, with numbers of its own."""

from pathlib import Path
from typing import Any

import openpyxl

from selfassess.domain.model.report_blocks import parse_prose
from selfassess.exchange import html, pdf, word
from selfassess.services.exporting import export
from selfassess.services.workbook import opening, snapshot
from tests.exchange import excel_making, pdf_tags, word_making
from tests.exchange.pdf_making import outline, section
from tests.exchange.test_word_return import changes, prepared
from tests.exchange.word_edits import edit, marked, put
from tests.making import Clock, empty_assessment, judged, workbook

TEXT = "We will:\n\n1. ring people\n2. write to them\n\nAnd then:\n\n1. ask again"


def test_every_format_sets_a_numbered_list_as_one(tmp_path: Path) -> None:
    made = outline(section("a", "A", *parse_prose(TEXT)))
    page, paper, letter = tmp_path / "a.html", tmp_path / "a.pdf", tmp_path / "a.docx"
    html.verify_html_page(page, made, html.write_html(made, page))
    assert page.read_text(encoding="utf-8").count("<ol>") == 2

    pdf.write_pdf_report(made, paper)
    labels = [part.whole for part in pdf_tags.Tagged(paper).document.walk() if part.role == "Lbl"]
    assert labels == ["1.", "2.", "1."]

    document = word_making.write(made, letter)
    lines = {line.text: line for line in word.read_returned_document(letter).lines}
    assert all(lines[text].is_numbered for text in ("ring people", "write to them", "ask again"))
    starts = document.part.numbering_part.element.findall(f".//{word_making.w('startOverride')}")
    assert len(starts) == 2, "the second list does not begin with 1 again"

    book = excel_making.written(tmp_path / "a.xlsx", workbook(judged(empty_assessment(), "equity", summary=TEXT)))
    cells = {str(cell.value) for sheet in openpyxl.load_workbook(book) for row in sheet for cell in row}
    assert any("2.  write to them" in cell or "2. write to them" in cell for cell in cells)


def test_it_comes_back_from_word_as_one_also_with_an_item_more(tmp_path: Path) -> None:
    path, out = tmp_path / "numbers.sawb", tmp_path / "out.docx"
    year = judged(empty_assessment(), "governance", summary="We will:\n\n1. ring people\n2. write to them")
    opening.write_new_workbook(path, workbook(year), author="Tester", clock=Clock())
    export.export_workbook(path, out)
    assert changes(prepared(path, out)) == {}
    judgement = snapshot.read_snapshot(path).current.judgements["governance"]

    def add(body: Any) -> None:
        for control in marked(body, judgement.id, "summary"):
            put(control, "We will:", "ring people", "write to them", "ask again")

    edit(out, add)
    assert changes(prepared(path, out))[judgement.id, "summary"] == (
        "We will:\n\n1. ring people\n2. write to them\n3. ask again"
    )
