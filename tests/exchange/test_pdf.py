"""A PDF says everything the outline says, on whole pages that a reader finds their way in."""

import itertools
import re
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter

from selfassess.domain.model.errors import CancelledError, FileError
from selfassess.domain.model.report_blocks import Bullets, Outline, Paragraph
from selfassess.exchange import pdf
from selfassess.exchange.pdf.places import list_placed_texts
from tests.exchange.pdf_making import SENTENCE, bare, bookmarks, everything, outline, pages, section


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "report.part"


def written(made: Outline, target: Path) -> list[str]:
    report = pdf.write_pdf_report(made, target)
    pdf.verify_pdf(target, report)
    found = pages(target)
    assert len(found) == report.pages
    return found


def test_every_text_of_the_outline_is_in_the_pages(target: Path) -> None:
    made = everything()
    said = bare("".join(written(made, target)))
    assert [
        text for _, text in list_placed_texts(made) if bare(text.replace("- ", "")) not in said.replace("•", "")
    ] == []


def test_each_page_names_council_year_draft_and_its_number(target: Path) -> None:
    found = written(everything(), target)
    for number, page in enumerate(found, 1):
        assert "Cyngor Tŷ Gŵyr · 2025-26" in page or number == 1  # the cover says both large
        assert "DRAFT" in page
        assert f"Page {number} of {len(found)}" in page


def test_a_signed_off_report_says_its_status_instead_of_draft(target: Path) -> None:
    found = written(outline(section("a", "A", Paragraph("x")), draft=False, status="Signed off"), target)
    assert not any("DRAFT" in page for page in found)
    assert all("Signed off" in page for page in found)


def test_bookmarks_nest_as_the_sections_do_and_lead_to_their_pages(target: Path) -> None:
    found = written(everything(), target)
    reader = PdfReader(target)
    assert list(bookmarks(reader.outline)) == [
        "Summary",
        "Theme 1: Working with people",
        ["3. Equity in experiences", ["Strengths"]],
        "Action plan",
        "Notes",
    ]
    for item in reader.outline:
        if not isinstance(item, list):
            page = reader.get_destination_page_number(item)
            assert page is not None
            assert page >= 2
            assert str(item.title) in found[page]


def test_the_contents_give_the_page_each_section_is_on_and_link_to_it(target: Path) -> None:
    found = written(everything(), target)
    contents = found[1]
    assert contents.index("Contents") < contents.index("Summary")
    numbers = [int(number) for number in re.findall(r"(\d+)\s*$", contents, re.MULTILINE)]
    assert numbers[:5] == [3, 4, 4, 4, 4]
    links: Any = PdfReader(target).pages[1]["/Annots"]
    assert len(links) == 5


def test_fonts_are_embedded_and_only_ours(target: Path) -> None:
    written(everything(), target)
    fonts = {}
    for page in PdfReader(target).pages:
        resources: Any = page["/Resources"]
        for font in resources["/Font"].values():
            made = font.get_object()
            fonts[made["/BaseFont"]] = made
    assert {re.sub(r"^/[A-Z+]*\+", "", name) for name in fonts} == {
        "NotoSans-Regular",
        "NotoSans-Bold",
        "NotoSans-Italic",
    }
    assert all("/FontFile2" in made["/FontDescriptor"] and "/ToUnicode" in made for made in fonts.values())


def test_the_document_says_its_language_title_and_author(target: Path) -> None:
    written(everything(), target)
    reader = PdfReader(target)
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert reader.metadata.title == "Cyngor Tŷ Gŵyr – Self-assessment of adult social care – 2025-26"
    assert reader.metadata.author == "Cyngor Tŷ Gŵyr"
    assert reader.metadata.subject == "Self-assessment of adult social care, 2025-26"


@pytest.mark.parametrize("made", [outline(), outline(council="", title="", year="", status="", facts=())])
def test_an_outline_with_nothing_in_it_says_so(made: Outline, target: Path) -> None:
    assert "There is nothing in this report yet." in written(made, target)[-1]


def test_sections_that_begin_a_page_leave_none_blank(target: Path) -> None:
    parts = [section(str(n), f"Part {n}", Paragraph(f"text {n}"), new_page=True) for n in range(4)]
    found = written(outline(*parts), target)
    assert len(found) == 2 + 4
    assert [n for n in range(4) if f"text {n}" not in found[n + 2]] == []


def test_no_heading_stands_alone_at_the_foot_of_a_page(target: Path) -> None:
    for lines in range(28, 50):
        filler = Bullets(tuple(f"item {n}" for n in range(lines)))
        made = outline(section("a", "First", filler), section("b", "Second heading", Paragraph(SENTENCE * 4)))
        (page,) = [page for page in written(made, target)[2:] if "Second heading" in page]
        assert "People told us" in page


def test_cancelling_at_any_stage_leaves_nothing_at_the_target(target: Path) -> None:
    made = everything()
    asked = itertools.count()
    pdf.write_pdf_report(made, target, cancelled=lambda: next(asked) < 0)
    target.unlink()
    whole = next(asked)
    assert whole > 10
    for stage in range(0, whole, 3):
        answers = iter([False] * stage + [True])
        with pytest.raises(CancelledError):
            pdf.write_pdf_report(made, target, cancelled=answers.__next__)
        assert not target.exists()


def test_progress_goes_forwards_to_the_end(target: Path) -> None:
    heard: list[float] = []
    pdf.write_pdf_report(outline(section("a", "A", Paragraph(SENTENCE * 400))), target, progress=heard.append)
    assert heard == sorted(heard)
    assert heard[-1] == 1.0
    assert len(heard) > 10


def test_a_target_that_cannot_be_written_is_the_systems_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="No such file"):
        pdf.write_pdf_report(everything(), tmp_path / "missing" / "x.pdf")


def test_a_file_cut_short_or_missing_a_page_is_found(target: Path) -> None:
    report = pdf.write_pdf_report(everything(), target)
    whole = target.read_bytes()
    target.write_bytes(whole[:300])
    with pytest.raises(FileError, match="cannot be read back"):
        pdf.verify_pdf(target, report)
    target.write_bytes(whole)
    fewer = PdfWriter()
    fewer.append(target, pages=(0, 2))
    fewer.write(target)
    with pytest.raises(FileError, match="2 of 4 pages"):
        pdf.verify_pdf(target, report)
