"""What people paste in: very long texts, markup, control characters, other scripts. A whole PDF, nothing lost."""

import io
import unicodedata
from pathlib import Path

import pdfua
import pytest
from pypdf import PdfReader
from reportlab.pdfgen.canvas import Canvas

from selfassess.domain.model.report_blocks import Bullets, Column, Facts, Outline, Paragraph, Quotation, Table
from selfassess.exchange import pdf
from selfassess.exchange.pdf import looks
from selfassess.exchange.pdf.grid import Grid
from selfassess.exchange.pdf.shapes import Kept, Text
from tests.exchange.pdf_making import SENTENCE, bare, outline, pages, section

LONG = SENTENCE * 400
MARKUP = "A < B & C > D &amp; <b>bold</b> <font size=90> <para> </p> ]]> %s {x}"


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "report.pdf"


def said(made: Outline, target: Path) -> str:
    """What stands on the pages, without running headers and footers."""
    report = pdf.write_pdf_report(made, target)
    pdf.verify_pdf(target, report)
    assert [str(finding) for finding in pdfua.validate(str(target)).findings] == []
    lines = [line for page in pages(target) for line in page.splitlines()]
    return bare("".join(line for line in lines if not line.startswith(("Page ", "DRAFT", made.council + " ·"))))


@pytest.mark.parametrize(
    "block",
    [
        Paragraph(LONG),
        Bullets((LONG, "after")),
        Quotation(LONG, "attribution"),
        Facts((("Label", LONG), ("Next", "value"))),
        Facts((("Label", "- " + "\n- ".join([SENTENCE * 40] * 10)),)),
        Table("Caption", (Column("One"), Column("Two", 2)), (("short", LONG), ("a", "b"))),
        Table("Caption", (Column("One"), Column("Two")), ((LONG, LONG),)),
    ],
    ids=["paragraph", "bullets", "quotation", "facts", "list in facts", "cell", "two cells"],
)
def test_a_text_of_forty_thousand_characters_is_set_whole(block: object, target: Path) -> None:
    found = said(outline(section("a", "A", block)), target)  # type: ignore[arg-type]
    # Two cells side by side come out of a page interleaved, so what counts is that no sentence is lost.
    assert found.count("rings") == str(block).count("rings") >= 400
    assert len(LONG) > 40_000


@pytest.mark.parametrize("where", ["council", "title", "year", "status"])
def test_a_cover_text_of_any_length_is_set(where: str, target: Path) -> None:
    made = outline(section("a", "A", Paragraph("x")), **{where: SENTENCE * 100})
    report = pdf.write_pdf_report(made, target)
    pdf.verify_pdf(target, report)
    assert "Page 1 of" in pages(target)[0]


def test_a_heading_longer_than_a_page_is_set(target: Path) -> None:
    made = outline(section("a", SENTENCE * 40, Paragraph("after"), children=(section("b", SENTENCE * 40, level=2),)))
    assert said(made, target).count("rings") == 4 * 40


def test_a_word_wider_than_the_page_is_broken_and_not_cut(target: Path) -> None:
    table = Table(
        "", (Column("A"), Column("B"), Column("C")), (("j" * 900, "z" * 900, "https://a.example/" + "q" * 400),)
    )
    found = said(outline(section("a", "A", Paragraph("W" * 5000), table)), target)
    assert {c: found.count(c) for c in "Wjzq"} == {"W": 5000, "j": 900, "z": 900, "q": 400}


def test_markup_is_shown_as_typed_wherever_it_stands(target: Path) -> None:
    table = Table(MARKUP, (Column(MARKUP),), ((MARKUP,),))
    blocks = (Paragraph(MARKUP), Bullets((MARKUP,)), Quotation(MARKUP, MARKUP), Facts(((MARKUP,) * 2,)))
    made = outline(section("a", MARKUP, *blocks, table), title=MARKUP, facts=((MARKUP, MARKUP),))
    assert said(made, target).count(bare(MARKUP)) >= 13


def test_control_characters_are_shown_as_replacements_and_reported(target: Path) -> None:
    made = outline(section("a", "Bell\x07", Paragraph("one\x00two\x1b\ud800 tab\there\x0bline")))
    report = pdf.write_pdf_report(made, target)
    text = "".join(pages(target))
    assert "one\N{REPLACEMENT CHARACTER}two" in text
    assert report.undrawable == (
        "In “Bell\N{REPLACEMENT CHARACTER}”: a control character (U+0007), once",
        "In “Bell\N{REPLACEMENT CHARACTER}”: a control character (U+0000), once; a control character (U+001B), once; "
        "half a character (U+D800), once",
    )


def test_welsh_greek_hebrew_arabic_and_emoji_can_be_read_and_searched(target: Path) -> None:
    words = "Tŷ Gŵyr ẁ ŷ αβγ ✓ 😀 שלום مرحبا ≥ € “quoted” w\u0302"
    report = pdf.write_pdf_report(outline(section("a", "A", Paragraph(words))), target)
    text = "".join(pages(target))
    assert report.undrawable == ()
    assert [word for word in ("Gŵyr", "ẁ", "αβγ", "✓", "😀", "≥", "“quoted”", "ŵ") if word not in text] == []
    # This reader knows only what is drawn, so only the letters are held against it.
    assert set("שלוםمرحبا") <= set(unicodedata.normalize("NFKC", text))


def test_what_no_font_can_draw_is_told_by_its_place(target: Path) -> None:
    within = section("b", "Inner", Bullets(("👩\u200d👩 中",)), level=2)
    made = outline(section("a", "Outer", Paragraph("🦊 and 🦊, 中"), children=(within,)))
    report = pdf.write_pdf_report(made, target)
    assert report.undrawable == (
        "In “Outer”: 🦊 (U+1F98A), twice; 中 (U+4E2D), once",
        "In “Outer › Inner”: 👩 (U+1F469), twice; 中 (U+4E2D), once",
    )
    assert "\N{REPLACEMENT CHARACTER} and \N{REPLACEMENT CHARACTER}" in "".join(pages(target))


def test_a_table_of_five_hundred_rows_has_its_headings_on_each_page(target: Path) -> None:
    columns = (Column("Evidence title", 3), Column("Held by"), Column("Number", 1, True))
    rows = tuple((f"Row {n}. {SENTENCE}", "Head of access", str(n)) for n in range(500))
    report = pdf.write_pdf_report(outline(section("a", "Index", Table("Everything", columns, rows))), target)
    pdf.verify_pdf(target, report)
    assert [str(finding) for finding in pdfua.validate(str(target)).findings] == []
    found = pages(target)[2:]
    assert len(found) > 20
    assert all("Evidence title" in page and "Held by" in page for page in found)
    text = bare("".join(found))
    assert [n for n in range(500) if text.count(f"Row{n}.") != 1] == []


def test_the_story_is_set_once_and_not_again_for_page_numbers(target: Path) -> None:
    made = outline(*(section(str(n), f"Section {n}", Paragraph(f"Mark{n}x")) for n in range(60)))
    text = said(made, target)
    assert [n for n in range(60) if text.count(f"Mark{n}x") != 1] == []
    assert len(PdfReader(target).outline) == 60


def test_a_title_over_a_table_without_rows_goes_to_the_next_page_where_it_has_no_room_itself() -> None:
    for room in (12.9, 13, 19, 40):
        kept = Kept([Text("A risk", looks.looks_at().run_title)], Grid([]))
        kept.canv = Canvas(io.BytesIO())
        parts = kept.split(400, room)
        assert all(part.wrap(400, room)[1] <= room for part in parts[:1])
        assert bool(parts) == (room >= 13 + 6)
