"""The set-up presentation: what stands on its slides, what in their notes, and that a file holds all of it."""

from pathlib import Path
from typing import Any

import pptx
import pytest
from pptx.enum.shapes import MSO_SHAPE_TYPE

from selfassess.domain.model.editions import Edition, build_options
from selfassess.domain.model.errors import CancelledError, FileError
from selfassess.domain.publishing.edition_view import reduce_to_edition
from selfassess.domain.report import outline as outlines
from selfassess.domain.report.presentation import LONGEST_POINT, Presentation, build_presentation
from selfassess.exchange import slides
from selfassess.services.workbook import opening, snapshot
from tests.exchange.word_making import LONG, NASTY
from tests.making import Clock, empty_assessment, judged, with_record, workbook


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "slides.pptx"


def presented(whole: Any, edition: Edition = Edition.FULL, **chosen: Any) -> Presentation:
    options = build_options(edition, **chosen)
    shown = reduce_to_edition(whole, edition, options)
    made = outlines.build_outline(shown, shown.current, edition, options=options)
    return build_presentation(shown, shown.current, made)


def write(presentation: Presentation, target: Path) -> Any:
    report = slides.write_slides(presentation, target)
    slides.verify_slides(target, presentation, report)
    return pptx.Presentation(str(target))


def worked_example(folder: Path) -> Any:
    opening.write_demo_workbook(folder / "demo.sawb", author="Tester", clock=Clock())
    return snapshot.read_snapshot(folder / "demo.sawb")


def texts(slide: Any) -> list[str]:
    return [
        paragraph.text for shape in slide.shapes if shape.has_text_frame for paragraph in shape.text_frame.paragraphs
    ]


def test_the_worked_example_has_place_vision_scores_pride_work_and_each_statement(target: Path) -> None:
    whole = worked_example(target.parent)
    deck = write(presented(whole), target)
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    statements = [f"{each.number} {each.name}" for each in whole.current.framework.statements]
    assert titles == [
        "Self-assessment of adult social care",
        "Our place and people",
        "Our vision and priorities",
        "How we score ourselves",
        "What we are proud of",
        "What we are working on",
        *statements,
    ]
    assert "DRAFT – not signed off" in texts(deck.slides[0])
    figures = [shape for slide in deck.slides for shape in slide.shapes if shape.has_table]
    assert len(figures) >= 3
    assert [cell.text for cell in figures[0].table.rows[0].cells][:2] == ["Measure", "Ours"]


def test_each_slide_is_read_in_order_and_whatever_is_drawn_is_said(target: Path) -> None:
    deck = write(presented(worked_example(target.parent)), target)
    for number, slide in enumerate(deck.slides):
        shapes = list(slide.shapes)
        assert shapes[0] == slide.shapes.title
        for shape in shapes:
            drawn = shape.shape_type == MSO_SHAPE_TYPE.PICTURE or shape.has_table
            assert not drawn or shape._element.xpath(".//p:cNvPr")[0].get("descr")
            assert shape.left >= 0
            assert shape.top >= 0
            assert shape.left + shape.width <= deck.slide_width
        languages = {
            run.get("lang") for run in slide._element.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}rPr")
        }
        assert languages == {"en-GB"}
        assert number == 0 or texts(slide)[-1] == str(number + 1)


def test_scores_are_left_out_where_nobody_wants_them(target: Path) -> None:
    whole = worked_example(target.parent)
    assert "How we score ourselves" not in [slide.title for slide in presented(whole, scores=False).slides]
    public = presented(whole, Edition.PUBLIC)
    assert not any("shortfalls" in point for slide in public.slides for point in slide.points)


def test_what_is_cut_on_a_slide_stands_whole_in_its_notes(target: Path) -> None:
    year = judged(empty_assessment(), "equity", summary=LONG)
    for n in range(500):
        year, _ = with_record(year, "strength", quality_statement="equity", title=f"Strength {n} " + "long " * 60)
    deck = write(presented(workbook(year)), target)
    slide = next(each for each in deck.slides if each.shapes.title.text_frame.text.startswith("3 "))
    assert all(len(line) <= LONGEST_POINT for line in texts(slide))
    notes = slide.notes_slide.notes_text_frame.text
    assert " ".join(LONG.split()) in " ".join(notes.split())
    assert "Strength 499 " in notes


@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY)
def test_whatever_people_paste_in_is_written(text: str, target: Path) -> None:
    year, _ = with_record(empty_assessment(), "strength", quality_statement="equity", title=text, detail=text)
    write(presented(workbook(judged(year, "equity", summary=text, score=3))), target)


def test_a_year_with_nothing_in_it_still_has_its_statements(target: Path) -> None:
    deck = write(presented(workbook(empty_assessment())), target)
    assert len(deck.slides) == 10
    assert "Nothing written yet." in texts(deck.slides[1])


def test_nothing_is_left_where_it_is_stopped_and_a_lost_slide_or_note_is_found(target: Path) -> None:
    made = presented(worked_example(target.parent))
    with pytest.raises(CancelledError):
        slides.write_slides(made, target, cancelled=lambda: True)
    assert not target.exists()
    report = slides.write_slides(made, target)
    deck = pptx.Presentation(str(target))
    deck.slides[1].notes_slide.notes_text_frame.text = "other"
    deck.save(str(target))
    with pytest.raises(FileError, match="notes of slide 2"):
        slides.verify_slides(target, made, report)
    target.write_bytes(target.read_bytes()[:500])
    with pytest.raises(FileError, match="cannot be read back"):
        slides.verify_slides(target, made, report)
