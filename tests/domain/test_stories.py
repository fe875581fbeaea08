from __future__ import annotations

import pytest

from selfassess.domain.model.editions import Edition
from selfassess.domain.model.report_blocks import Facts, Paragraph, Quote
from selfassess.domain.model.workbook import Workbook
from selfassess.domain.publishing.edition_view import reduce_to_edition
from selfassess.domain.report import outline
from tests.making import empty_assessment, with_record, workbook

S = "equity"


def told(consent: str | None) -> Workbook:
    year, proof = with_record(
        empty_assessment(), "evidence", title="Forum notes", personal_data="none", quality_statements=(S,)
    )
    year, _ = with_record(
        year, "story", quality_statements=(S,), text="They rang me back.\n\n[cy] Diolch yn fawr.",
        voice="an unpaid carer", gathered_how="carers’ forum", consent=consent,
        what_changed="We ring within a day.", evidence=(proof.id,),
    )  # fmt: skip
    return workbook(year)


@pytest.mark.parametrize(
    ("consent", "shown"),
    [
        ("yes", {Edition.FULL, Edition.BOARD, Edition.CQC, Edition.PUBLIC}),
        ("not_asked", {Edition.FULL, Edition.BOARD, Edition.CQC}),
        (None, {Edition.FULL, Edition.BOARD, Edition.CQC}),
        ("no", {Edition.FULL}),
    ],
)
def test_a_story_is_told_as_far_as_its_teller_agreed(consent: str | None, shown: set[Edition]) -> None:
    assert {each for each in Edition if reduce_to_edition(told(consent), each).current.records_of("story")} == shown


def test_a_narrative_tells_it_as_a_quote_with_the_voice_and_what_changed() -> None:
    book = reduce_to_edition(told("yes"), Edition.CQC)
    found = outline.find_section(outline.build_outline(book, book.current, Edition.CQC), f"statement:{S}:people")
    assert found is not None
    first, last, changed = found.blocks
    assert first == Quote("They rang me back.", "")
    assert last == Quote("Diolch yn fawr.", "an unpaid carer, carers’ forum", "cy")
    assert isinstance(changed, Paragraph)
    assert changed.text == "We ring within a day. (Forum notes)"


def test_the_working_record_says_all_that_is_known_of_it() -> None:
    book = told("no")
    found = outline.find_section(outline.build_outline(book, book.current, Edition.FULL), f"statement:{S}:story")
    assert found is not None
    facts = next(block for block in found.blocks if isinstance(block, Facts))
    assert dict(facts.rows) == {
        "Consent to publish it": "No",
        "What changed because of it": "We ring within a day.",
        "Evidence": "Forum notes",
    }


def test_a_story_about_two_statements_is_told_once() -> None:
    year, _ = with_record(empty_assessment(), "story", quality_statements=(S, "learning"), text="Once.", consent="yes")
    book = reduce_to_edition(workbook(year), Edition.PUBLIC)
    made = outline.build_outline(book, book.current, Edition.PUBLIC)
    quotes = [
        block for each in outline.walk_sections(made.sections) for block in each.blocks if isinstance(block, Quote)
    ]
    assert quotes == [Quote("Once.", "")]
