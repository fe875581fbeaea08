"""A Word document says all that the outline says, with real headings and tables; its texts know where they are from."""

import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import docx
import pytest
from docx.shared import Pt

from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.domain.model.catalogue_visit import KEYS_AROUND_VISIT
from selfassess.domain.model.editions import Edition
from selfassess.domain.model.errors import CancelledError, FileError
from selfassess.domain.model.report_blocks import Block, Comparison, Facts, Outline, Paragraph, Span, Table
from selfassess.domain.publishing.edition_view import reduce_to_edition
from selfassess.domain.report import outline as outlines
from selfassess.exchange import word
from selfassess.exchange.outlines.origins import is_text
from selfassess.exchange.word.identity import Identity
from selfassess.services.workbook import opening, snapshot
from tests.exchange.pdf_making import bare, everything, outline, section
from tests.exchange.word_making import (
    LOGO,
    LONG,
    NASTY,
    NASTY_BLOCKS,
    SAMPLES,
    alternatives,
    controls,
    paragraphs,
    said,
    w,
    write,
    write_year,
)
from tests.making import Clock, changed, empty_assessment, filled, judged, with_record, workbook


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "report.docx"


@pytest.mark.parametrize("kind", get_args(Block), ids=lambda kind: kind.__name__)
def test_every_kind_of_block_is_written(kind: type, target: Path) -> None:
    found = write(outline(section("a", "A", SAMPLES[kind])), target)
    empty = write(outline(section("a", "A")), target.with_name("empty.docx"))
    assert len(found.element.xml) > len(empty.element.xml) + 100


def test_headings_have_levels_and_stand_in_the_contents_as_links(target: Path) -> None:
    found = write(everything(), target)
    headings = [(p.style.name, p.text) for p in found.paragraphs if p.style.name.startswith("Heading")]
    assert headings == [
        ("Heading 1", "Summary"),
        ("Heading 1", "Theme 1: Working with people"),
        ("Heading 2", "3. Equity in experiences"),
        ("Heading 3", "Strengths"),
        ("Heading 1", "Action plan"),
        ("Heading 1", "Notes"),
    ]
    (contents,) = (each for each in found.element.iter(w("docPartGallery")))
    assert contents.get(w("val")) == "Table of Contents"
    links = list(found.element.iter(w("hyperlink")))
    assert [said(link) for link in links] == [text for name, text in headings if name != "Heading 3"]
    marks = {mark.get(w("name")) for mark in found.element.iter(w("bookmarkStart"))}
    assert {link.get(w("anchor")) for link in links} <= marks
    begun = [each.get(w("fldCharType")) for each in found.element.iter(w("fldChar"))]
    assert begun.count("begin") == begun.count("separate") == begun.count("end") > 0


def test_tables_have_numbered_captions_heading_rows_and_fit_the_page(target: Path) -> None:
    wide = Table("Wide", tuple(SAMPLES[Table].columns * 6), (("Wordwithoutanyend" * 9, "1") * 6,))
    found = write(outline(section("a", "A", SAMPLES[Table], wide, SAMPLES[Facts])), target)
    captions = [p.text for p in found.paragraphs if p.style.name == "Caption"]
    assert captions == ["Table 1. A table", "Table 2. Wide"]
    assert sum("SEQ Table" in (each.text or "") for each in found.element.iter(w("instrText"))) == 2
    page = found.sections[0]
    room = page.page_width - page.left_margin - page.right_margin
    for table in found.tables:
        widths = [int(each.get(w("w"))) for each in table._tbl.iter(w("gridCol"))]
        assert min(widths) > 0
        assert Pt(sum(widths) / 20) <= room
    heads = [table for table in found.tables if any(True for _ in table._tbl.iter(w("tblHeader")))]
    assert len(heads) == 2


def test_pages_are_numbered_and_named_and_the_language_is_said(target: Path) -> None:
    found = write(everything(), target)
    page = found.sections[0]
    assert page.header.paragraphs[0].text == "Cyngor Tŷ Gŵyr · 2025-26\tDRAFT – not signed off"
    for footer in (page.footer, page.first_page_footer):
        assert [each.text for each in footer._element.iter(w("instrText"))] == [" PAGE ", " NUMPAGES "]
    (language,) = found.styles.element.iter(w("lang"))
    assert language.get(w("val")) == found.core_properties.language == "en-GB"
    assert found.core_properties.title == "Cyngor Tŷ Gŵyr – Self-assessment of adult social care – 2025-26"
    assert found.core_properties.author == "Cyngor Tŷ Gŵyr"
    assert "DRAFT – not signed off" in paragraphs(found)


def test_charts_are_pictures_with_their_words(target: Path) -> None:
    from selfassess.domain.model.report_blocks import ScoreChart, ValueChart

    found = write(outline(section("a", "A", SAMPLES[ScoreChart], SAMPLES[ValueChart])), target)
    assert alternatives(found) == ["said", "From 41% to 52.5%."]
    assert len(found.inline_shapes) == 2
    assert all(shape.width <= Pt(480) for shape in found.inline_shapes)
    captions = [p.text for p in found.paragraphs if p.style.name == "Caption"]
    assert captions == ["Figure 1. Scores by quality statement", "Figure 2. From 41% to 52.5%"]
    assert sum("SEQ Figure" in (each.text or "") for each in found.element.iter(w("instrText"))) == 2


def test_logo_and_colour_of_the_council_are_those_of_its_pdf(target: Path) -> None:
    made = outline(section("a", "A", SAMPLES[Comparison]))
    usual = write(made, target)
    found = write(replace(made, logo=LOGO, accent="#7A1F5C"), target)
    assert alternatives(found)[0] == "Logo of Cyngor Tŷ Gŵyr"
    assert len(found.inline_shapes) == len(usual.inline_shapes) + 1
    logo = found.inline_shapes[0]
    assert logo.width <= Pt(180)
    assert logo.height <= Pt(70)
    colours = [str(found.styles[name].font.color.rgb) for name in ("Title", "Heading 1", "Heading 3")]
    assert colours == ["7A1F5C"] * 3
    assert str(usual.styles["Title"].font.color.rgb) == "0B4F8A"
    pictures = [{part.blob for part in each.part.package.image_parts} for each in (usual, found)]
    assert len(pictures[1] - pictures[0]) == 2  # the logo, and the chart in the council's colour


@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY)
@pytest.mark.parametrize("block", NASTY_BLOCKS.values(), ids=NASTY_BLOCKS)
def test_whatever_people_paste_in_is_written_whole(text: str, block: Any, target: Path) -> None:
    made = outline(section("a", text, block(text)), council=text, title=text, facts=((text, text),))
    found = write(made, target)
    assert len(paragraphs(found)) > 5


def test_text_from_right_to_left_is_marked_so(target: Path) -> None:
    found = write(outline(section("a", "A", Paragraph("שלום עולם"), Paragraph("English שלום"))), target)
    both = [p for p in found.paragraphs if "שלום" in p.text]
    assert [p._p.find(f"{w('pPr')}/{w('bidi')}") is not None for p in both] == [True, False]
    assert [[said(r) for r in p._p.iter(w("r")) if r.find(f"{w('rPr')}/{w('rtl')}") is not None] for p in both] == [
        ["שלום עולם"],
        ["שלום"],
    ]


def test_a_year_with_nothing_in_it_and_one_with_very_much_are_written(target: Path) -> None:
    write_year(empty_assessment(), target)
    year = empty_assessment()
    for n in range(500):
        year, _ = with_record(
            year, "strength", quality_statement="equity", title=f"Strength {n}", detail=LONG[: 200 + n]
        )
    found = write_year(year, target)
    assert sum(1 for tag, _ in controls(found) if tag.field == "detail") == 500


def test_every_text_of_every_record_is_marked_with_record_and_field(target: Path) -> None:
    year = filled(empty_assessment())
    found = controls(write_year(year, target))
    marked = {(tag.record, tag.field) for tag, _ in found}
    wanted = {
        (record.id, spec.key): (record.kind, spec.key)
        for kind, records in year.records.items()
        if kind not in KEYS_AROUND_VISIT  # no document tells what is around the visit
        for record in records
        for spec in CATALOGUE[record.kind].fields
        if record[spec.key] is not None and is_text(record.kind, spec.key)
    }
    # A fingerprint is nobody's words, and a value's note stands in one sentence with the value.
    assert {name for at, name in wanted.items() if at not in marked} <= {
        ("evidence", "sha256"),
        ("measure_value", "note"),
    }
    by_id = year.by_id
    for tag, text in found:
        if tag.record in by_id:
            assert text.replace("\n", "") in by_id[tag.record].text_of(tag.field).replace("- ", "").replace("\n", "")


def test_what_two_records_say_alike_is_marked_by_its_place_or_not_at_all(target: Path) -> None:
    year = empty_assessment()
    for statement in ("equity", "governance"):
        year = judged(year, statement, summary="We know what matters.")
        year, _ = with_record(year, "strength", quality_statement=statement, title="Same title", detail="Same detail")
    year, one = with_record(year, "risk", quality_statement="equity", title="Alike", cause="Alike cause")
    year, two = with_record(year, "risk", quality_statement="equity", title="Alike", cause="Alike cause")
    found = controls(write_year(year, target))
    assert not {one.id, two.id} & {tag.record for tag, _ in found}
    for kind, field in (("judgement", "summary"), ("strength", "detail")):
        wanted = {each.id for each in year.records_of(kind) if each[field]}
        assert {tag.record for tag, _ in found if tag.field == field} >= wanted


def test_no_tag_is_longer_than_word_takes_and_ids_of_any_kind_are_kept(target: Path) -> None:
    year, record = with_record(
        empty_assessment(), "strength", quality_statement="equity", title="One", detail="Text here"
    )
    odd = changed(year, record)
    odd = type(odd)(
        record=odd.record,
        framework=odd.framework,
        information_return=odd.information_return,
        records={**odd.records, "strength": tuple(_renamed(each, "s|1") for each in odd.records_of("strength"))},
    )
    found = write_year(odd, target)
    tags = [each.get(w("val")) for each in found.element.iter(w("tag"))]
    assert tags
    assert max(map(len, tags)) <= 64
    assert "s|1" in {tag.record for tag, _ in controls(found)}


def _renamed(record: Any, id: str) -> Any:
    from dataclasses import replace

    return replace(record, id=id)


def test_the_file_says_which_workbook_it_is_of(target: Path) -> None:
    whole = workbook(empty_assessment())
    write(everything(), target, whole)
    identity = word.identity_of(word.read_returned_document(target).properties)
    assert identity is not None
    assert (identity.workbook, identity.assessment) == (whole.id, whole.current.id)


@pytest.mark.parametrize("edition", list(Edition), ids=str)
def test_the_worked_example_is_written_whole_for_each_edition(edition: Edition, target: Path) -> None:
    opening.write_demo_workbook(target.with_name("demo.sawb"), author="Tester", clock=Clock())
    whole = reduce_to_edition(snapshot.read_snapshot(target.with_name("demo.sawb")), edition)
    made = outlines.build_outline(whole, whole.current, edition)
    found = write(made, target, whole)
    marked = controls(found)
    assert len(marked) > (150 if edition.is_narrative else 500)
    records = {**whole.current.by_id, whole.id: whole.council, whole.current.id: whole.current.record}
    for tag, text in marked:
        assert bare(text) in bare(records[tag.record].text_of(tag.field))


def test_nothing_is_left_where_it_is_stopped(target: Path) -> None:
    with pytest.raises(CancelledError):
        write(everything(), target, cancelled=lambda: True)
    assert not target.exists()


def test_a_lost_text_table_or_control_is_found_when_the_file_is_read_back(target: Path) -> None:
    whole = workbook(filled(empty_assessment()))
    made = outlines.build_outline(whole, whole.current, Edition.FULL)
    identity = Identity(workbook=whole.id, assessment=whole.current.id, journal="", edition="full")
    report = word.write_word(made, target, council=whole.council, assessment=whole.current, identity=identity)
    whole_xml = zipfile.ZipFile(target).read("word/document.xml").decode()
    for pattern, says in (
        (r"risk event first line", "the text “risk event first line” is missing"),
        (r"(?s)<w:tag w:val=\"[^\"]*\"/>", "marked texts are there"),
        (r"<w:bookmarkStart [^>]*/>", "headings are there"),
    ):
        broken = target.with_name("broken.docx")
        with zipfile.ZipFile(broken, "w") as packed:
            packed.writestr("word/document.xml", re.sub(pattern, "", whole_xml))
        with pytest.raises(FileError, match=says):
            word.verify_word(broken, made, report)
    target.write_bytes(target.read_bytes()[:-200])
    with pytest.raises(FileError, match="cannot be read back"):
        word.verify_word(target, made, report)


# --- the council's own template ---------------------------------------------------------------------------------------


def _template(path: Path, *, content_type: str | None = None) -> Path:
    document = docx.Document()
    document.styles["Heading 1"].font.size = Pt(33)
    document.sections[0].header.paragraphs[0].text = "Letterhead of the council"
    document.sections[0].left_margin = Pt(100)
    document.add_paragraph("Instructions that are not to be handed on")
    for name in ("Quote", "Caption"):
        document.styles.element.remove(document.styles[name].element)
    document.save(str(path))
    if content_type:
        _repack(path, lambda name, data: data.replace(b"document.main+xml", content_type.encode()))
    return path


def _repack(path: Path, change: Any, more: dict[str, bytes] | None = None) -> None:
    with zipfile.ZipFile(path) as packed:
        parts = {name: change(name, packed.read(name)) for name in packed.namelist()}
    with zipfile.ZipFile(path, "w") as packed:
        for name, data in {**parts, **(more or {})}.items():
            packed.writestr(name, data)


@pytest.mark.parametrize("content_type", [None, "template.main+xml"], ids=["docx", "dotx"])
def test_a_template_lends_its_styles_page_and_letterhead_and_nothing_of_its_text(
    content_type: str | None, target: Path
) -> None:
    template = _template(target.with_name("council.docx"), content_type=content_type)
    before = template.read_bytes()
    found = write(everything(), target, template=template)
    assert found.styles["Heading 1"].font.size == Pt(33)
    assert found.sections[0].header.paragraphs[0].text == "Letterhead of the council"
    assert found.sections[0].left_margin == Pt(100)
    assert "NUMPAGES" in found.sections[0].footer._element.xml
    assert not any("Instructions" in text for text in paragraphs(found))
    assert {"Quote", "Caption", "Self-assessment table"} <= {style.name for style in found.styles}
    room = found.sections[0].page_width - Pt(100) - found.sections[0].right_margin
    for table in found.tables:
        assert sum(Pt(int(each.get(w("w"))) / 20) for each in table._tbl.iter(w("gridCol"))) <= room
    assert template.read_bytes() == before


def test_a_template_brings_nothing_that_would_be_fetched_from_elsewhere(target: Path) -> None:
    template = _template(target.with_name("council.docx"))
    outside = (
        b'<Relationship Id="rIdX" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"'
        b' Target="https://example.org/normal.dotm" TargetMode="External"/></Relationships>'
    )
    rels = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">' + outside
    _repack(template, lambda name, data: data, {"word/_rels/settings.xml.rels": rels})
    write(everything(), target, template=template)
    with zipfile.ZipFile(target) as packed:
        assert not any(b"example.org" in packed.read(name) for name in packed.namelist())


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda path: path.write_bytes(path.read_bytes()[:3000]), "not a whole Word document|damaged"),
        (lambda path: path.write_bytes(b"text"), "not a whole Word document"),
        (lambda path: path.unlink(), "cannot be read"),
        (lambda path: _repack(path, lambda n, d: d, {"word/vbaProject.bin": b"x"}), "has macros"),
        (lambda path: _repack(path, lambda n, d: b"<broken" if n == "word/document.xml" else d), "is damaged"),
        (lambda path: _repack(path, lambda n, d: b"<x/>" if n == "word/styles.xml" else d), "is damaged"),
        (lambda path: zipfile.ZipFile(path, "w").close(), "no Word document|not a whole"),
    ],
    ids=["cut off", "text", "gone", "macros", "broken text", "no styles", "empty zip"],
)
def test_a_template_that_cannot_be_used_is_one_sentence_and_nothing_is_written(
    spoil: Any, says: str, target: Path
) -> None:
    template = _template(target.with_name("council.docx"))
    spoil(template)
    with pytest.raises(FileError, match=says) as refused:
        write(everything(), target, template=template)
    assert "\n" not in str(refused.value)
    assert not target.exists()


def test_an_outline_without_sections_says_that_there_is_nothing(target: Path) -> None:
    empty = Outline(council="", title="", year="", status="", draft=False, readers="", facts=(), sections=())
    assert "There is nothing in this report yet." in paragraphs(write(empty, target))


def test_what_stands_out_leads_elsewhere_or_is_in_another_language_does_so_in_word(target: Path) -> None:
    spans = (Span("We know. ", strong=True), Span("See the survey", to="annex:1"), Span("."))
    block = Paragraph("We know. See the survey.", spans=spans, language="cy")
    found = write(outline(section("a", "A", block, anchor=""), section("b", "Survey", anchor="annex:1")), target)
    (paragraph,) = (each for each in found.paragraphs if each.text.startswith("We know."))
    assert [run.text for run in paragraph.runs if run.bold] == ["We know. "]
    (link,) = paragraph._p.iter(w("hyperlink"))
    heading = next(each for each in found.paragraphs if each.text == "Survey" and each.style.name == "Heading 1")
    assert link.get(w("anchor")) == next(heading._p.iter(w("bookmarkStart"))).get(w("name"))
    assert {each.get(w("val")) for each in paragraph._p.iter(w("lang"))} == {"cy"}
