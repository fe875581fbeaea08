"""An HTML page says all that the outline says, to everybody: on narrow screens, in the dark, read out, on paper."""

import re
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, get_args

import pytest
from pypdf import PdfReader

from selfassess.domain.model.editions import Edition
from selfassess.domain.model.errors import CancelledError, FileError
from selfassess.domain.model.report_blocks import Block, Facts, Outline, Paragraph, Span, Table
from selfassess.domain.publishing.edition_view import reduce_to_edition
from selfassess.domain.report import outline as outlines
from selfassess.exchange import html, pdf
from selfassess.services.workbook import opening, snapshot
from tests.exchange import browser, word_making
from tests.exchange.pdf_making import everything, outline, section
from tests.exchange.word_making import LOGO, NASTY, NASTY_BLOCKS, SAMPLES
from tests.making import Clock, empty_assessment, workbook


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "page.html"


def write(made: Outline, target: Path) -> str:
    report = html.write_html(made, target)
    html.verify_html_page(target, made, report)
    return target.read_text(encoding="utf-8")


def worked_example(folder: Path, edition: Edition) -> Any:
    path = folder / "demo.sawb"
    opening.write_demo_workbook(path, author="Tester", clock=Clock())
    return reduce_to_edition(snapshot.read_snapshot(path), edition)


@pytest.mark.parametrize("kind", get_args(Block), ids=lambda kind: kind.__name__)
def test_every_kind_of_block_is_written(kind: type, target: Path) -> None:
    page = write(outline(section("a", "A", SAMPLES[kind])), target)
    assert len(page) > len(write(outline(section("a", "A")), target)) + 10


@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY)
@pytest.mark.parametrize("block", NASTY_BLOCKS.values(), ids=NASTY_BLOCKS)
def test_whatever_people_paste_in_is_written_whole(text: str, block: Any, target: Path) -> None:
    made = outline(section("a", text, block(text)), council=text, title=text, facts=((text, text),))
    page = write(made, target)
    assert "<x>" not in page
    assert "<w:p/>" not in page


def test_there_are_landmarks_a_way_to_skip_and_one_order_of_headings(target: Path) -> None:
    page = write(everything(), target)
    assert page.startswith('<!DOCTYPE html>\n<html lang="en-GB">')
    assert re.findall(r"<(header|nav|main)\b", page) == ["header", "nav", "main"]
    assert '<a class="skip" href="#content">' in page
    assert [int(level) for level in re.findall(r"<h(\d)", page)] == [1, 2, 2, 2, 3, 4, 2, 2]
    assert re.findall(r'<a href="#(s\d+)">([^<]*)', page) == [
        ("s1", "Summary"),
        ("s2", "Theme 1: Working with people"),
        ("s3", "3. Equity in experiences"),
        ("s5", "Action plan"),
        ("s6", "Notes"),
    ]


def test_nothing_runs_and_nothing_comes_from_elsewhere(target: Path) -> None:
    page = write(
        outline(section("a", "A", Paragraph("See https://example.org/a?b=1&c=2. Or javascript:alert(1)"))), target
    )
    assert "default-src 'none'" in page
    assert not re.search(r"<(script|link|img|iframe|object)\b|@import|url\(|\son\w+=", page)
    assert re.findall(r'href="(h[^"]*)"', page) == ["https://example.org/a?b=1&amp;c=2"]


def test_logo_and_colour_of_the_council_are_in_the_page_itself(target: Path) -> None:
    page = write(replace(outline(section("a", "A", Paragraph("One."))), logo=LOGO, accent="#7A1F5C"), target)
    assert f'<img src="{LOGO}" alt="Logo of Cyngor Tŷ Gŵyr">' in page
    assert "img-src data:" in page
    assert "(prefers-color-scheme:light){:root{--accent:#7A1F5C}}" in page


@pytest.mark.parametrize("picture", ["https://a.example/x.png", "x.png", "data:image/svg+xml;base64,AAAA"])
def test_a_picture_from_elsewhere_is_refused(picture: str, target: Path) -> None:
    made = replace(outline(section("a", "A", Paragraph("One."))), logo=picture)
    report = html.write_html(made, target)
    with pytest.raises(FileError, match="no page of ours has"):
        html.verify_html_page(target, made, report)


def test_tables_say_what_they_are_of_and_what_heads_what(target: Path) -> None:
    page = write(outline(section("a", "A", SAMPLES[Table], SAMPLES[Facts], Facts((("Label", "Value"),)))), target)
    assert re.findall(r"<caption>([^<]*)", page) == ["A table", "Of what"]
    assert 'aria-labelledby="s1"' in page
    assert re.findall(r'scope="(\w+)"', page).count("col") == 2
    assert re.findall(r'<th scope="row"[^>]*>([^<]*)', page)[-2:] == ["Label", "Label"]


def test_text_from_right_to_left_is_marked_so(target: Path) -> None:
    page = write(outline(section("a", "A", Paragraph("שלום עולם"), Paragraph("English שלום"))), target)
    assert '<p dir="rtl">שלום עולם</p>' in page
    assert "<p>English שלום</p>" in page


def test_a_chart_is_drawn_and_said_in_words(target: Path) -> None:
    page = write(everything(), target)
    assert page.count("<svg") == 1
    assert '<p class="heard">said</p>' in page


@pytest.mark.parametrize("spoil", ["no end", "script", "twice", "lost", "row", "level"])
def test_what_is_wrong_with_a_page_is_found_when_it_is_read_back(spoil: str, target: Path) -> None:
    made = everything()
    report = html.write_html(made, target)
    page = target.read_text(encoding="utf-8")
    broken = {
        "no end": page.replace("</main>", ""),
        "script": page.replace("<main", "<script>x</script><main"),
        "twice": page.replace('id="s2"', 'id="s3"'),
        "lost": page.replace("Quick adaptations", ""),
        "row": page.replace("</tbody>", '<tr role="row"></tr></tbody>', 1),
        "level": page.replace("<h4", "<h5").replace("</h4", "</h5"),
    }[spoil]
    assert broken != page
    target.write_text(broken, encoding="utf-8")
    with pytest.raises(FileError, match="not written whole"):
        html.verify_html_page(target, made, report)


def test_nothing_is_left_where_it_is_stopped(target: Path) -> None:
    with pytest.raises(CancelledError):
        html.write_html(everything(), target, cancelled=lambda: True)
    assert not target.exists()


def test_a_page_of_nothing_says_so(target: Path) -> None:
    empty = Outline(council="", title="", year="", status="", draft=False, readers="", facts=(), sections=())
    assert "There is nothing in this report yet." in write(empty, target)
    write(outlines.build_outline(workbook(empty_assessment()), workbook().current, Edition.PUBLIC), target)


class _Words(HTMLParser):
    """The words that stand in a page, without those in the drawing of a chart and the way to skip."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self._aside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.text += " " if tag not in ("a", "span") else ""
        if tag in ("svg", "style", "title") or ("class", "skip") in attrs:
            self._aside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._aside and tag == self._aside[-1]:
            self._aside.pop()

    def handle_data(self, data: str) -> None:
        self.text += "" if self._aside else data


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text))


def test_word_html_and_pdf_say_the_same_words(target: Path) -> None:
    """A PDF has more only where it repeats on each page, numbers its pages, and draws its charts with words."""
    whole = worked_example(target.parent, Edition.FULL)
    made = outlines.build_outline(whole, whole.current, Edition.FULL)
    document = word_making.write(made, target.with_name("a.docx"), whole)
    numbered = r"(?m)^(Table \d+\. |Figure \d+\..*)"
    in_word = words(re.sub(numbered, "", "\n".join(word_making.paragraphs(document))))
    parser = _Words()
    parser.feed(write(made, target))
    assert words(parser.text) == in_word + words(" ".join(word_making.alternatives(document)))
    pdf.write_pdf_report(made, target.with_name("a.pdf"))
    in_pdf = words("\n".join(page.extract_text() for page in PdfReader(target.with_name("a.pdf")).pages))
    assert in_word - in_pdf == Counter()
    assert {word for word in in_pdf - in_word if word not in in_word and not word.isdigit()} <= {"Page", "DRAFTDerby"}


# --- in a real browser ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_core_finds_nothing_wrong(target: Path, dark: bool) -> None:
    blocks = (*SAMPLES.values(), Facts((("Label", "Value"), ("Other", "- a\n- b")), "Running", running=True))
    made = outline(section("a", "A", *blocks, Paragraph("A note about https://example.org/x.", quiet=True)))
    write(made, target)
    assert browser.violations(target, dark=dark) == []


def test_axe_core_finds_nothing_wrong_in_the_worked_example(target: Path) -> None:
    whole = worked_example(target.parent, Edition.FULL)
    write(outlines.build_outline(whole, whole.current, Edition.FULL), target)
    assert browser.violations(target) == []
    assert browser.width_on_a_narrow_screen(target) <= 320


@pytest.mark.parametrize(
    "text", ["W" * 400, "https://example.org/" + "a" * 400, "short"], ids=["word", "address", "short"]
)
def test_no_page_is_wider_than_a_narrow_screen(text: str, target: Path) -> None:
    wide = Table(text, tuple(SAMPLES[Table].columns * 6), ((text, "1") * 6,))
    made = outline(section("a", text, wide, *(make(text) for make in NASTY_BLOCKS.values()), *SAMPLES.values()))
    write(made, target)
    assert browser.width_on_a_narrow_screen(target) <= 320


def test_what_stands_out_leads_elsewhere_or_is_in_another_language_does_so_in_html(target: Path) -> None:
    spans = (Span("We know. ", strong=True), Span("See the survey", to="annex:1"), Span("."))
    block = Paragraph("We know. See the survey.", spans=spans, language="cy")
    page = write(outline(section("a", "A", block), section("b", "Survey", anchor="annex:1")), target)
    assert '<p lang="cy"><strong>We know. </strong><a href="#s2">See the survey</a>.</p>' in page
