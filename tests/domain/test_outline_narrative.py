from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from selfassess.domain.model.editions import Edition, build_options
from selfassess.domain.model.report_blocks import (
    Bullets,
    Comparison,
    Outline,
    Paragraph,
    Quotation,
    Quote,
    ScoreChart,
    Section,
    Span,
    Table,
    texts_of,
)
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.publishing.edition_view import reduce_to_edition
from selfassess.domain.report import outline
from selfassess.domain.report.short_forms import tell_at_first_use, used_short_forms, without_added
from selfassess.domain.text.sentences import end_sentence, join_sentences
from tests.making import empty_assessment, judged, with_record, workbook

S = "equity"


def narrative(year: Assessment, edition: Edition = Edition.CQC, **chosen: Any) -> Outline:
    options = build_options(edition, **chosen)
    book = reduce_to_edition(workbook(year), edition, options)
    return outline.build_outline(book, book.current, edition, options=options)


def said(made: Outline, key: str) -> list[str]:
    found = outline.find_section(made, key)
    return [text for block in found.blocks for text in texts_of(block)] if found else []


def everything(sections: tuple[Section, ...]) -> Iterator[str]:
    for section in outline.walk_sections(sections):
        yield section.title
        for block in section.blocks:
            yield from texts_of(block)


@pytest.fixture
def year() -> Assessment:
    made = judged(empty_assessment(), S, score=2, direction="improving", summary="Where we are.", confidence="low")
    made, proof = with_record(
        made, "evidence", title="Survey", shows="Nine of ten are content.", category="people",
        quality_statements=(S,), return_items=("IR 2",), personal_data="none",
    )  # fmt: skip
    links: dict[str, Any] = {"quality_statement": S, "evidence": (proof.id,)}
    made, _ = with_record(made, "strength", title="Short waits", detail="Ten days", impact="People wait less.", **links)
    made, gap = with_record(made, "improvement", title="Late reviews", detail="- one\n- two", **links)
    made, other = with_record(made, "improvement", title="Few carers", quality_statement=S)
    made, _ = with_record(
        made, "action", title="Hire", detail="Six posts", quality_statement=S, owner="J Smith, Team manager",
        due_on="2025-06-30", status="in_progress", progress="Slow", addresses=(gap.id, other.id),
    )  # fmt: skip
    made, _ = with_record(
        made, "risk", title="Harm", cause="Because posts are empty", event="waits may grow",
        effect="and people suffer.", likelihood=4, severity=3, quality_statement=S, owner="Head of service",
    )  # fmt: skip
    made, measure = with_record(
        made, "measure", title="Content", unit="%", comparator_name="England average", comparator_value=60.0,
        quality_statements=(S,),
    )  # fmt: skip
    return with_record(made, "measure_value", measure=measure.id, period="2023-24", value=65.0)[0]


def test_a_strength_is_a_paragraph_with_its_evidence_in_brackets(year: Assessment) -> None:
    found = outline.find_section(narrative(year), f"statement:{S}:strength")
    assert found is not None
    (told,) = found.blocks
    assert isinstance(told, Paragraph)
    assert told.text == "Short waits. Ten days. People wait less. (Survey, IR 2)"
    assert "".join(span.text for span in told.spans) == told.text
    assert [span.text for span in told.spans if span.strong] == ["Short waits."]
    assert [span.to for span in told.spans if span.text == "Survey, IR 2"] == ["evidence-index"]


def test_an_area_for_improvement_is_followed_by_what_is_done_who_and_when(year: Assessment) -> None:
    assert said(narrative(year), f"statement:{S}:improvement") == [
        "Late reviews.", "one", "two", "(Survey, IR 2)",
        "What we are doing:", "Hire (Team manager, by 30 June 2025)",
        "Few carers.", "What we are doing:", "Hire (told above)",
    ]  # fmt: skip


def test_the_judgement_opens_with_the_score_and_hides_how_sure_we_are(year: Assessment) -> None:
    assert said(narrative(year), f"statement:{S}:judgement") == [
        "Score 2 – Some shortfalls. Improving.",
        "Where we are.",
    ]
    assert said(narrative(year, scores=False), f"statement:{S}:judgement") == ["Improving.", "Where we are."]
    assert "Confidence: low." in said(narrative(year, Edition.BOARD), f"statement:{S}")[0]


def test_a_risk_is_told_in_sentences(year: Assessment) -> None:
    (told,) = said(narrative(year), f"statement:{S}:risk")
    assert told == (
        "Harm. Because posts are empty, waits may grow and people suffer. "
        "Likelihood and severity 4 × 3 = 12, Head of service."
    )
    assert said(narrative(year, risks=False), f"statement:{S}:risk") == []


def test_our_figures_stand_beside_those_of_england(year: Assessment) -> None:
    found = outline.find_section(narrative(year), f"statement:{S}:measure")
    assert found is not None
    (chart,) = found.blocks
    assert isinstance(chart, Comparison)
    assert (chart.others, *chart.to_plain_table.rows) == (
        "England",
        ("Content (2023-24)", "65%", "60%", "5 points higher"),
    )
    assert said(narrative(year, Edition.PUBLIC), f"statement:{S}:measure") == [
        "Content (2023-24): 65%, England 60%, ours is 5 points higher"
    ]


def test_each_thing_stands_once_and_nothing_empty_leaves_a_trace(year: Assessment) -> None:
    whole = "\n".join(everything(narrative(year).sections))
    for once in ("Six posts", "Nine of ten", "Ten days", "waits may grow"):
        assert whole.count(once) == 1, once
    for never in ("Slow", "In progress", "Low", "recorded yet", "Nothing written", "not enough evidence", "Smith"):
        assert never not in whole, never


def test_a_statement_with_nothing_in_it_says_so() -> None:
    made = narrative(empty_assessment())
    assert said(made, f"statement:{S}") == ["Nothing is written about this quality statement yet."]
    assert outline.find_section(made, f"statement:{S}:judgement") is None
    assert outline.find_section(made, "action-plan") is None
    official, told = said(narrative(empty_assessment(), Edition.PUBLIC), f"statement:{S}")[::2]
    assert official.startswith("We ")
    assert told == "Nothing is written about this quality statement yet."


def test_the_public_is_given_prose_and_nothing_to_look_up(year: Assessment) -> None:
    made = narrative(year, Edition.PUBLIC)
    kinds = {type(block) for each in outline.walk_sections(made.sections) for block in each.blocks}
    assert not kinds & {Comparison, Table, ScoreChart}
    whole = "\n".join(everything(made.sections))
    assert "IR 2" not in whole
    assert "Annex" not in whole
    assert "Hire (by 30 June 2025)" in whole


def test_a_statement_that_is_longer_than_wanted_is_told_and_not_cut(year: Assessment) -> None:
    usual, limited = narrative(year), narrative(year, words=20)
    assert limited.sections == usual.sections
    assert [note.split(" has ")[0] for note in limited.notes] == ["“3 Equity in experiences and outcomes”"]
    assert usual.notes == ()


def test_forty_thousand_characters_and_five_hundred_strengths_are_whole() -> None:
    made = judged(empty_assessment(), S, summary="word " * 8000)
    for number in range(500):
        made, _ = with_record(made, "strength", title=f"Strength {number}", quality_statement=S)
    told = narrative(made)
    assert len(said(told, f"statement:{S}:strength")) == 500
    assert sum(text.count("word") for text in said(told, f"statement:{S}:judgement")) == 8000


def test_texts_are_joined_into_sentences() -> None:
    assert join_sentences(("Because a", "b may be", "and c is.")) == "Because a, b may be and c is."
    assert join_sentences(("One thing", "Another.", "")) == "One thing. Another."
    assert end_sentence("Really?") == "Really?"


def test_short_forms_are_told_once_where_the_text_does_not_say_them() -> None:
    assert dict(used_short_forms(["The ICB and two DoLS cases, IR 5"])) == {
        "DoLS": "Deprivation of Liberty Safeguards",
        "ICB": "integrated care board",
        "IR": "item of CQC’s information return",
    }
    assert dict(used_short_forms(["the integrated care board (ICB) met"])) == {}


def test_short_forms_are_told_behind_their_first_use_in_running_text_and_nowhere_else() -> None:
    wording = Quotation("The ICB in official wording.", "")
    cited = Paragraph("Waits (Survey, IR 12; IR 5).", spans=(Span("Waits"), Span(" (Survey, IR 12; IR 5).")))
    told, said = tell_at_first_use(
        (
            Section(key="a", title="The ICB", level=1, blocks=(wording, Quote("My DoLS", "a carer"), cited)),
            Section(key="b", title="B", level=1, blocks=(Bullets(("One.", "The ICB and the SAB.")), Paragraph("ICB."))),
        ),
        ("DoLS", "ICB", "IR", "SAB"),
    )
    assert said == {"ICB", "IR", "SAB"}  # what stands only in a quote is for the notes
    paragraph, bullets, again = told[0].blocks[2], told[1].blocks[0], told[1].blocks[1]
    assert isinstance(paragraph, Paragraph)
    assert isinstance(bullets, Bullets)
    assert paragraph.text == cited.text
    assert [each.text for each in paragraph.spans_of_text if each.added] == [" [item of CQC’s information return]"]
    assert "".join(each.text for each in bullets.spans_of_items[1]) == (
        "The ICB (integrated care board) and the SAB (safeguarding adults board)."
    )
    assert bullets.items == ("One.", "The ICB and the SAB.")
    assert again == Paragraph("ICB.")
    assert told[0].blocks[:2] == (wording, Quote("My DoLS", "a carer"))


def test_what_somebody_typed_where_a_document_added_something_is_kept() -> None:
    assert without_added(" (integrated care board)") == ""
    assert without_added(" (integrated care board) which meets weekly") == " which meets weekly"
    assert without_added(" (integrated boards)") == " (integrated boards)"
