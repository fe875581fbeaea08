from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pdfua
import pikepdf
import pypdfium2
import pytest
from pypdf import PdfReader

from selfassess.domain.model.editions import Edition, build_options
from selfassess.domain.model.report_blocks import Bullets, Column, Facts, Outline, Paragraph, Quote, Table, parse_prose
from selfassess.domain.publishing.edition_view import reduce_to_edition
from selfassess.domain.report import outline as outlines
from selfassess.exchange import pdf
from selfassess.exchange.pdf import looks
from selfassess.services.workbook import opening, snapshot
from tests.exchange.pdf_making import outline, section
from tests.exchange.pdf_tags import Tagged
from tests.making import Clock

PIXEL = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9aw"
    "AAAABJRU5ErkJggg=="
)


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Any:
    path = tmp_path_factory.mktemp("demo") / "demo.sawb"
    opening.write_demo_workbook(path, author="Tester", clock=Clock())
    return snapshot.read_snapshot(path)


def made(book: Any, edition: Edition, **chosen: Any) -> Outline:
    options = build_options(edition, **chosen)
    seen = reduce_to_edition(book, edition, options)
    return outlines.build_outline(seen, seen.current, edition, options=options)


def elements(path: Path) -> Iterator[Any]:
    """Every part of the structure tree, in reading order."""
    with pikepdf.open(path) as found:
        waiting = [found.Root.StructTreeRoot.K]
        while waiting:
            each = waiting.pop()
            if isinstance(each, pikepdf.Array):
                waiting += list(each)[::-1]
            elif isinstance(each, pikepdf.Dictionary) and "/S" in each:
                yield each
                if "/K" in each:
                    waiting.append(each.K)


def roles(path: Path) -> list[str]:
    return [str(each.S)[1:] for each in elements(path)]


@pytest.mark.parametrize(
    ("edition", "most", "least"), [(Edition.CQC, 36, 20), (Edition.BOARD, 15, 12), (Edition.PUBLIC, 24, 12)], ids=str
)
def test_the_worked_example_keeps_to_its_length(
    example: Any, edition: Edition, most: int, least: int, tmp_path: Path
) -> None:
    told = made(example, edition)
    report = pdf.write_pdf_report(told, tmp_path / "out.pdf")
    assert least <= report.pages <= most
    assert [str(finding) for finding in pdfua.validate(str(tmp_path / "out.pdf")).findings] == []
    if edition is Edition.CQC:  # without its annexes it has at most thirty pages
        text = replace(told, sections=tuple(each for each in told.sections if not each.annex))
        assert pdf.write_pdf_report(text, tmp_path / "text.pdf").pages <= 30


def test_it_says_that_it_is_for_everybody_and_for_ever(tmp_path: Path) -> None:
    path = tmp_path / "out.pdf"
    pdf.write_pdf_report(outline(section("a", "A", Paragraph("One."))), path)
    with pikepdf.open(path) as found:
        with found.open_metadata() as said:
            assert (said["pdfuaid:part"], said["pdfaid:part"], said["pdfaid:conformance"]) == ("1", "2", "A")
        assert found.Root.OutputIntents[0].S == "/GTS_PDFA1"
        assert b"acsp" in found.Root.OutputIntents[0].DestOutputProfile.read_bytes()
        assert found.Root.PageMode == "/UseOutlines"
        assert "/ID" in found.trailer
        assert found.Root.Outlines.get("/Count", 0) > 0  # open


def test_the_title_is_the_first_heading_and_a_draft_says_so_once_on_the_cover(tmp_path: Path) -> None:
    path = tmp_path / "out.pdf"
    pdf.write_pdf_report(outline(section("a", "A", Paragraph("One."))), path)
    assert [role for role in roles(path) if role.startswith("H")][:1] == ["H1"]
    cover = PdfReader(path).pages[0].extract_text()
    assert len(re.findall("draft", cover, re.IGNORECASE)) <= 2


def test_each_record_has_a_heading_below_that_of_its_part(tmp_path: Path) -> None:
    path = tmp_path / "out.pdf"
    facts = Facts((("Owner", "Head of service"),), "Waiting lists")
    running = replace(facts, running=True)
    pdf.write_pdf_report(outline(section("a", "A", facts, running)), path)
    assert [role for role in roles(path) if role.startswith("H")] == ["H1", "H1", "H1", "H2", "H2"]


def test_printed_addresses_are_links_with_a_text_and_are_there_in_print(tmp_path: Path) -> None:
    path = tmp_path / "out.pdf"
    table = Table("T", (Column("Where"),), (("https://www.example.org/a_b?c=1 and more",),))
    pdf.write_pdf_report(
        outline(section("a", "A", Paragraph("See https://www.example.org/report, page 3."), table)), path
    )
    with pikepdf.open(path) as found:
        links = [each for page in found.pages for each in page.obj.get("/Annots", [])]
        assert {str(each.A.URI) for each in links if "/A" in each and "/URI" in each.A} == {
            "https://www.example.org/report",
            "https://www.example.org/a_b?c=1",
        }
        assert all(int(each.F) & 4 for each in links)
        assert all(str(each.Contents) for each in links)
    assert [str(finding) for finding in pdfua.validate(str(path)).findings] == []


def test_other_languages_are_marked_where_the_text_says_so(tmp_path: Path) -> None:
    path = tmp_path / "out.pdf"
    welsh = parse_prose("[cy] Croeso i bawb.\n\n- [Welsh] un\n- dau\n\nEnglish again.")
    pdf.write_pdf_report(outline(section("a", "A", *welsh, Quote("Diolch", "a carer", "cy"))), path)
    said = [(str(each.S), str(each.Lang)) for each in elements(path) if "/Lang" in each]
    assert said == [("/P", "cy"), ("/L", "cy"), ("/BlockQuote", "cy")]
    text = PdfReader(path).pages[2].extract_text()
    assert "Croeso i bawb." in text
    assert "[cy]" not in text


def test_no_glyph_means_nothing(tmp_path: Path) -> None:
    path = tmp_path / "out.pdf"
    pdf.write_pdf_report(outline(section("a", "A", Paragraph("Ordinary text, with “quotes”."))), path)
    with pikepdf.open(path) as found:
        streams = [each.read_bytes() for each in found.objects if isinstance(each, pikepdf.Stream)]
    tables = [each for each in streams if b"beginbfchar" in each]
    assert tables
    for table in tables:
        assert b"<0000>" not in table.replace(b"<0000> <FFFF>", b"")
        assert all(int(count) <= 100 for count in re.findall(rb"(\d+) beginbfchar", table))


def test_heading_rows_that_come_again_are_marked_as_such(tmp_path: Path) -> None:
    path = tmp_path / "out.pdf"
    rows = tuple((f"row {number}",) for number in range(120))
    pdf.write_pdf_report(outline(section("a", "A", Table("T", (Column("A heading"),), rows))), path)
    with pikepdf.open(path) as found:
        again = [page for page in found.pages if b"/Subtype /Header>> BDC" in page.Contents.read_bytes()]
    assert len(again) >= 2


def test_an_address_is_a_link_with_its_words_in_it(tmp_path: Path) -> None:
    path, address = tmp_path / "out.pdf", "https://www.derby.gov.uk/adult-social-care/plans"
    text = f"We published it ({address}/2024 and {address}/{'long-' * 30}2025)."
    pdf.write_pdf_report(outline(section("a", "A", Paragraph(text), Table("", (Column("B"),), ((text,),)))), path)
    links = [part for part in Tagged(path).document.walk() if part.role == "Link" and part.text.startswith("https")]
    assert ["".join(part.text.split()) for part in links] == [f"{address}/2024", f"{address}/{'long-' * 30}2025"] * 2
    assert all(part.areas for part in links)
    assert [len(part.areas) > 1 for part in links] == [False, True, False, True]  # an area for each line


def test_a_page_is_painted_in_the_order_in_which_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "out.pdf"
    pdf.write_pdf_report(outline(*(section(str(n), f"Section {n}", Paragraph("One.")) for n in range(5))), path)
    said = "".join(PdfReader(path).pages[1].extract_text().split())
    assert "Section03Section13Section23Section33Section43" in said


def test_no_stream_ends_so_that_it_seems_shorter_than_it_is(tmp_path: Path) -> None:
    path = tmp_path / "out.pdf"
    for number in range(12):
        pdf.write_pdf_report(
            outline(section("a", "A", *(Paragraph(f"{number} {n}") for n in range(60 * number)))), path
        )
        assert b"\r\nendstream" not in path.read_bytes()
        with pikepdf.open(path) as found:
            assert found.check_pdf_syntax() == []


def test_logo_and_colour_of_the_council_are_on_the_cover(tmp_path: Path) -> None:
    path = tmp_path / "out.pdf"
    pdf.write_pdf_report(replace(outline(section("a", "A", Paragraph("One."))), logo=PIXEL, accent="#7A1F5C"), path)
    figures = [str(each.Alt) for each in elements(path) if str(each.S) == "/Figure"]
    assert figures
    assert figures[0].startswith("Logo of")
    with pikepdf.open(path) as found:
        assert b".478431 .121569 .360784 rg" in b"".join(page.Contents.read_bytes() for page in found.pages)
    assert [str(finding) for finding in pdfua.validate(str(path)).findings] == []


@pytest.mark.parametrize("size", [11, 12, 16])
def test_text_is_set_in_the_size_that_was_chosen(example: Any, size: int, tmp_path: Path) -> None:
    path = tmp_path / "out.pdf"
    pdf.write_pdf_report(made(example, Edition.BOARD, size=size), path)
    with pikepdf.open(path) as found:
        sizes = [
            float(each)
            for page in found.pages[3:6]
            for each in re.findall(rb"/F\d+\+?\d* ([\d.]+) Tf", page.Contents.read_bytes())
        ]
    assert size in sizes
    if size == 16:  # nothing but running heads and the scales of charts is smaller
        assert sorted(set(sizes))[0] == 8.5


def test_hard_texts_are_whole_in_every_edition(example: Any, tmp_path: Path) -> None:
    hard = "word " * 8000 + "שלום and مرحبا 👨‍👩‍👧 🦊"
    told = made(example, Edition.CQC)
    for blocks in ((Paragraph(hard),), (Bullets((hard,)),), (Quote(hard, "a carer"),)):
        report = pdf.write_pdf_report(replace(told, sections=(section("a", "A", *blocks),)), tmp_path / "out.pdf")
        assert report.pages > 5


def test_the_worked_example_is_as_long_as_each_reader_has_time_for(example: Any, tmp_path: Path) -> None:
    lengths = {edition: pdf.write_pdf_report(made(example, edition), tmp_path / "out.pdf").pages for edition in Edition}
    assert 12 <= lengths[Edition.BOARD] <= 15
    told = made(example, Edition.CQC)
    apart = replace(told, sections=tuple(each for each in told.sections if not each.annex))
    assert pdf.write_pdf_report(apart, tmp_path / "out.pdf").pages <= 30
    assert lengths[Edition.PUBLIC] < 30


def test_a_part_ends_on_no_page_of_its_own_and_no_page_is_half_empty(example: Any, tmp_path: Path) -> None:
    for edition in (Edition.CQC, Edition.PUBLIC, Edition.FULL):
        pdf.write_pdf_report(made(example, edition), tmp_path / "out.pdf")
        with closing(pypdfium2.PdfDocument(tmp_path / "out.pdf")) as found:
            filled = [max(_depths(page), default=0.0) for page in found]
        assert min(filled[3:-1]) > 0.55 * looks.HEIGHT, edition


def _depths(page: Any) -> Iterator[float]:
    """How far below the upper margin each line of text of a page ends."""
    with closing(page.get_textpage()) as text:
        for number in range(text.count_rects()):
            bottom = text.get_rect(number)[1]
            if bottom >= looks.FOOT - 1:
                yield looks.PAGE_HEIGHT - looks.TOP - bottom
