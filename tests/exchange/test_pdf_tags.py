from __future__ import annotations

from collections import Counter
from itertools import pairwise
from pathlib import Path

import pdfua
import pikepdf
import pytest

from selfassess.domain.model.editions import Edition
from selfassess.domain.model.report_blocks import Bullets, Column, Facts, Outline, Paragraph, Quotation, Table
from selfassess.domain.publishing.edition_view import reduce_to_edition
from selfassess.domain.report import outline as outlines
from selfassess.domain.report.short_forms import without_added
from selfassess.exchange import pdf
from selfassess.exchange.pdf.places import list_placed_texts
from selfassess.services.workbook import opening, snapshot
from tests.exchange.pdf_making import bare, everything, outline, section
from tests.exchange.pdf_tags import Part, Tagged, printed

GOLDEN = Path(__file__).parents[1] / "golden" / "pdf-structure.txt"
LONG = "\n\n".join(f"Paragraph {n} of a long text about waiting, which goes over the page." for n in range(120))


def written(made: Outline, folder: Path) -> Tagged:
    target = folder / "made.pdf"
    pdf.write_pdf_report(made, target)
    assert [str(finding) for finding in pdfua.validate(str(target)).findings] == []
    return Tagged(target)


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("example") / "example.sawb"
    opening.write_demo_workbook(path, author="Tester")
    return path


def hard() -> Outline:
    """Long cells, many rows, lists, quotations and texts that go over pages."""
    columns = (Column("Risk", 3), Column("Controls", 4), Column("Rating", 1, True))
    rows = tuple((f"Risk {n}", f"Control {n}\n\n- one\n- two", str(n)) for n in range(60))
    return outline(
        section("a", "First", Paragraph(LONG), Bullets(tuple(f"Item {n}" for n in range(80)))),
        section("b", "Second", Table("Every risk", columns, (*rows, ("Long", LONG, "")))),
        section("c", "Third", Quotation(LONG, "© Somebody"), Facts((("One", "1"), ("Two", "2"), ("Long", LONG)), "F")),
    )


def pasted() -> Outline:
    """What people paste in: markup, control characters, other scripts, emoji, links to pictures, nothing at all."""
    texts_ = (
        "A < B & C > D &amp; <b>bold</b> </p> ]]> %s {x} (a) \\ BT ET /P <</MCID 0>> BDC EMC",
        "one\x00two\x1b\ud800 tab\there\x0bline\r\nand \u2028more\ufeff",
        "שלום עולם 12, مرحبا \u202eabc\u202c",
        "👩\u200d👩 🦊 😀 e\u0301 中文",
        "![Chart](file:///etc/passwd) <img src='https://a.example/x.png'> data:image/png;base64,iVBORw0KGgo=",
        " ", "\n\n", "- ", "-", "•",
    )  # fmt: skip
    table = Table("", (Column(""), Column("\n")), tuple((text, text) for text in texts_))
    blocks = [
        block
        for text in texts_
        for block in (Paragraph(text), Bullets((text,)), Quotation(text, text), Facts(((text, text),), text))
    ]
    run = Facts(tuple((text, text) for text in texts_), "Run", running=True)
    return outline(*(section("a", text, *blocks, run, table) for text in texts_), council="\x07 🦊", year="\n")


@pytest.mark.parametrize(
    "made", [everything(), hard(), outline(), pasted()], ids=["everything", "hard", "nothing in it", "pasted"]
)
def test_a_checker_finds_nothing_and_no_content_is_outside_the_tree(made: Outline, tmp_path: Path) -> None:
    found = written(made, tmp_path)
    assert found.stray == []
    marks = Counter((page, mark) for page, marks in enumerate(found.marks) for mark in marks)
    assert Counter(found.used) == marks


@pytest.mark.parametrize("edition", [Edition.FULL, Edition.PUBLIC])
def test_the_worked_example_is_tagged_for_every_edition(edition: Edition, example: Path, tmp_path: Path) -> None:
    whole = reduce_to_edition(snapshot.read_snapshot(example), edition)
    made = outlines.build_outline(whole, whole.current, edition)
    found = written(made, tmp_path)
    assert found.stray == []
    said = Counter(bare(without_added(part.whole)) for part in found.document.walk())
    for _, text in list_placed_texts(made):
        for line in (line.lstrip("-• ") for line in text.split("\n")):
            assert bare(line) in said or bare(line) in bare(without_added(found.document.whole)), line


@pytest.mark.parametrize("made", [everything(), hard()], ids=["everything", "hard"])
def test_every_text_is_said_once_and_in_order(made: Outline, tmp_path: Path) -> None:
    found = written(made, tmp_path)
    body = [part for part in found.document.parts if not any(each.role == "TOC" for each in part.walk())]
    said = bare("".join(part.whole for part in body))
    expected = [
        bare(line)
        for _, text in list_placed_texts(made)
        for line in text.replace("\n- ", "\n").split("\n")
        if bare(line)
    ]
    place = 0
    for number, text in enumerate(expected):
        assert text in said, text
        if number >= 4 and text in said[place:]:  # a chart and a cover say things in an order of their own
            place = said.index(text, place) + len(text)
    once = [part.text for part in found.document.walk() if "Paragraph 7 of" in part.text]
    assert len(once) == sum("Paragraph 7 of" in text for _, text in list_placed_texts(made))


@pytest.mark.parametrize("made", [everything(), hard()], ids=["everything", "hard"])
def test_every_cell_has_its_heading_and_rows_are_of_one_width(made: Outline, tmp_path: Path) -> None:
    tables = [part for part in written(made, tmp_path).document.walk() if part.role == "Table"]
    assert tables
    for table in tables:
        rows = [part.parts for part in table.parts if part.role == "TR"]
        assert len({sum(int(cell.attributes.get("ColSpan", "1")) for cell in row) for row in rows}) == 1
        columns = [cell.attributes.get("Scope") == "/Column" for cell in rows[0]]
        for row in rows:
            headed = False
            for at, cell in enumerate(row):
                headed = headed or (cell.role == "TH" and cell.attributes["Scope"] == "/Row")
                assert cell.role == "TH" or headed or columns[at]


def test_headings_leave_out_no_level(example: Path, tmp_path: Path) -> None:
    whole = snapshot.read_snapshot(example)
    pdf.write_pdf_report(outlines.build_outline(whole, whole.current, Edition.FULL), tmp_path / "made.pdf")
    found = Tagged(tmp_path / "made.pdf")
    levels = [int(part.role[1]) for part in found.document.walk() if part.role in ("H1", "H2", "H3", "H4")]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_a_line_of_the_contents_is_one_link_with_its_words_and_page(tmp_path: Path) -> None:
    found = written(everything(), tmp_path)
    links = [part for part in found.document.walk() if part.role == "Link"]
    assert [link.areas[0][0] for link in links][:2] == ["Go to Summary", "Go to Theme 1: Working with people"]
    assert all(len(link.areas) == 1 for link in links)
    assert links[0].text == "Summary 3"
    assert len({number for link in links for _, number in link.areas}) == len(links)


def test_the_chart_says_what_it_shows(tmp_path: Path) -> None:
    (figure,) = [part for part in written(everything(), tmp_path).document.walk() if part.role == "Figure"]
    assert figure.alternative == "said"
    assert "Statement 1" in figure.text


def test_what_comes_again_on_every_page_is_decoration(tmp_path: Path) -> None:
    found = written(hard(), tmp_path)
    heads = [part for part in found.document.walk() if part.role == "TH" and part.whole == "Controls"]
    assert len(heads) == 1
    assert found.decoration.count("Controls") >= 2
    assert not any("Page 1 of" in part.text for part in found.document.walk())


def test_the_file_says_what_it_is(tmp_path: Path) -> None:
    written(everything(), tmp_path)
    with pikepdf.open(tmp_path / "made.pdf") as opened:
        with opened.open_metadata() as said:
            assert said["pdfuaid:part"] == "1"
            assert "Cyngor Tŷ Gŵyr" in str(said["dc:title"])
        assert opened.Root.Lang == "en-GB"
        assert opened.Root.MarkInfo.Marked
        assert opened.Root.ViewerPreferences.DisplayDocTitle
        assert all(page.obj.Tabs == "/S" for page in opened.pages)


def test_the_structure_is_as_it_was_agreed(tmp_path: Path) -> None:
    shown = "\n".join(printed(written(everything(), tmp_path).document)) + "\n"
    assert shown == GOLDEN.read_text(encoding="utf-8")


def test_content_outside_the_tree_would_be_found(tmp_path: Path) -> None:
    pdf.write_pdf_report(everything(), tmp_path / "made.pdf")
    with pikepdf.open(tmp_path / "made.pdf") as opened:
        opened.pages[1].contents_add(b"0 0 10 10 re f")
        opened.save(tmp_path / "spoilt.pdf")
    assert Tagged(tmp_path / "spoilt.pdf").stray[-1] == "f"


def _first(part: Part, role: str) -> Part:
    return next(each for each in part.walk() if each.role == role)


WORDS = "People told us that they wait too long, and Cwm-nedd’s carers said so too. " * 12


@pytest.mark.parametrize(
    "text", [WORDS, f"{WORDS}עברית {WORDS}", f"{WORDS}\nand\n{WORDS}"], ids=["plain", "two", "lines"]
)
def test_words_stay_apart_where_lines_and_pages_break(text: str, tmp_path: Path) -> None:
    columns = (Column("Text", 1), Column("Number", 1, True))
    made = outline(section("a", "First", *[Paragraph(text)] * 9, Table("T", columns, ((text, text),))))
    parts = [part.text for part in written(made, tmp_path).document.walk() if "wait too long" in part.text]
    assert [" ".join(part.split()) for part in parts] == [" ".join(text.split())] * 11


def test_a_word_broken_to_fit_stays_one(tmp_path: Path) -> None:
    word = "Llanfairpwllgwyngyll" * 20
    made = outline(section("a", "First", Paragraph(f"Near {word} there")))
    (part,) = [part for part in written(made, tmp_path).document.walk() if "Llanfair" in part.text]
    assert part.text.split() == ["Near", word, "there"]


def test_a_list_has_its_bullets_as_labels(tmp_path: Path) -> None:
    made = outline(section("a", "First", Bullets(("One", "Two"))))
    listed = _first(written(made, tmp_path).document, "L")
    assert [[each.role for each in item.parts] for item in listed.parts] == [["Lbl", "LBody"]] * 2
    assert [item.whole for item in listed.parts] == ["•One", "•Two"]


HEBREW, ARABIC = "שלום עולם 12 abc", "مرحبا بالعالم، الاسم"


@pytest.mark.parametrize("text", [HEBREW, ARABIC, f"A person said “{HEBREW}” and “{ARABIC}”."])
def test_text_from_right_to_left_is_drawn_in_its_order_and_said_as_it_was_written(text: str, tmp_path: Path) -> None:
    table = Table("T", (Column("Text"),), ((text,),))
    made = outline(section("a", text, Paragraph(text), Bullets((text,)), Facts(((text, text),)), table), council=text)
    found = written(made, tmp_path)
    said = [" ".join(part.text.split()) for part in found.document.walk() if part.text.strip()]
    assert said.count(text) == 7  # cover, heading, paragraph, item, label, value, cell
    assert f"{text} 3" in said  # the contents
    drawn = "".join(part.drawn for part in found.document.walk())
    assert text not in drawn
    if "שלום" in text:
        assert "םולש" in drawn
        assert "abc" in drawn
        assert "12" in drawn
    if "مرحبا" in text:
        assert "\ufe8e\ufe92\ufea3\ufeae\ufee3" in drawn  # joined letters, the last one first


def test_long_text_from_right_to_left_goes_over_lines_and_pages_in_the_order_of_reading(tmp_path: Path) -> None:
    text = " ".join(f"שלום{n} مرحبا עולם word{n}" for n in range(900))
    found = written(outline(section("a", "A", Paragraph(text))), tmp_path)
    (part,) = [part for part in found.document.walk() if "word7 " in part.text]
    assert part.text.split() == text.split()
    assert len({page for page, marks in enumerate(found.marks) if any("word" in said for said in marks.values())}) > 1
