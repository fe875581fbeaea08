from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from selfassess.domain.framework.framework import Framework, FrameworkCarry, Succession
from selfassess.domain.model.catalogue import CATALOGUE, EARLIER, Record, RecordKind
from selfassess.domain.model.catalogue_visit import KEYS_AROUND_VISIT, VISIT_FIELDS
from selfassess.domain.model.editions import Edition
from selfassess.domain.model.fields import Field, Kind, Value, format_for_display
from selfassess.domain.model.report_blocks import (
    Block,
    Bullets,
    Facts,
    Outline,
    Paragraph,
    Quotation,
    Quote,
    ScoreChart,
    Section,
    Table,
)
from selfassess.domain.model.workbook import Assessment, Workbook
from selfassess.domain.publishing.edition_view import reduce_to_edition
from selfassess.domain.report import outline
from tests.making import changed, empty_assessment, judged, with_record, workbook

STATEMENT = "equity"
ITEM = "IR 5"


def texts(block: Block) -> Iterator[str]:
    match block:
        case Paragraph():
            yield block.text
        case Bullets():
            yield from block.items
        case Quote():
            yield from (block.text, block.voice)
        case Quotation():
            yield from (block.text, block.attribution)
        case Facts():
            yield block.title
            yield from (text for row in block.rows for text in row)
        case Table():
            yield from (block.caption, *(column.label for column in block.columns))
            yield from (text for row in block.rows for text in row)
        case ScoreChart():
            yield block.alternative


def text_of(sections: tuple[Section, ...]) -> str:
    found = [
        text
        for each in outline.walk_sections(sections)
        for text in (each.title, *(t for b in each.blocks for t in texts(b)))
    ]
    return "\n".join(found)


def whole_text(made: Outline) -> str:
    cover = [made.council, made.title, made.year, made.status, *(text for row in made.facts for text in row)]
    return "\n".join(cover) + "\n" + text_of(made.sections)


def distinct(kind: str, at: int, spec: Field) -> Value:
    """A value that stands nowhere else, for a field that is no link."""
    plain: dict[Kind, Value] = {
        Kind.TEXT: f"{kind} {spec.key} words",
        Kind.PROSE: f"{kind} {spec.key} prose\n\n- {kind} {spec.key} bullet",
        Kind.WHOLE: 5 if spec.maximum == 5 else 4 if spec.maximum == 4 else 77 if spec.maximum else 9_876_543,
        Kind.DECIMAL: 1000.25 + at,
        Kind.DATE: f"20{10 + at % 80}-{1 + at % 12:02}-{1 + at % 28:02}",
        Kind.DATETIME: f"20{10 + at % 80}-03-04T17:00:00",
        Kind.YES_NO: True,
        Kind.CHOICE: spec.choices[-1].key if spec.choices else None,
        Kind.PICTURE: "data:image/png;base64,AAAA",
    }
    return plain[spec.kind]


def linked(assessment: Assessment, spec: Field) -> Value:
    keys = {
        "quality_statement": STATEMENT, "theme": "leadership", "category": "people", "source": "healthwatch",
        "return_item": ITEM, "breakdown": "care-assessments", "figure": "list-size",
        "any": assessment.judgements[STATEMENT].id,
        "framework": assessment.framework.id, "information_return": "cqc-la-2025-02",
        "earlier": "an-earlier-record",
    }  # fmt: skip
    found = tuple(keys[t] if t in keys else assessment.records_of(t)[0].id for t in spec.target)
    return found if spec.kind is Kind.LINKS else found[0]


def full() -> Workbook:
    """One record of every kind, every field filled with something of its own."""
    assessment = empty_assessment()
    at = 0
    for kind in sorted(CATALOGUE.values(), key=lambda each: each.key != "evidence"):
        if kind.key in ("council", "assessment"):
            continue
        values: dict[str, Value] = {}
        for spec in kind.fields:
            at += 1
            values[spec.key] = linked(assessment, spec) if spec.target else distinct(kind.key, at, spec)
        if kind.key == "judgement":
            assessment = judged(assessment, STATEMENT, **values)
        elif kind.key == "return_answer":
            answer = next(each for each in assessment.records_of("return_answer") if each["return_item"] == ITEM)
            assessment = changed(assessment, answer, **values)
        elif kind.key == "section":
            for section in assessment.records_of("section"):
                assessment = changed(assessment, section, text=f"section {section['key']} prose", not_reviewed=True)
        else:
            assessment, _ = with_record(assessment, kind.key, **values)
    book = workbook(assessment)
    return replace(
        book, council=_filled(book.council), assessments=(replace(assessment, record=_filled(assessment.record)),)
    )


def _filled(record: Record) -> Record:
    own = {
        spec.key: distinct(record.kind, 60 + at, spec)
        for at, spec in enumerate(CATALOGUE[record.kind].fields)
        if not spec.target
    }
    own |= {"assessor": "self"} if record.kind == "assessment" else {}
    return replace(record, values={**record.values, **own})


FULL = full()


def is_kept_back(kind: RecordKind, spec: Field) -> bool:
    """Whether a field is about the visit, of which no document says anything by itself."""
    return kind.key in KEYS_AROUND_VISIT or spec in VISIT_FIELDS


def build(book: Workbook, edition: Edition = Edition.FULL) -> Outline:
    reduced = reduce_to_edition(book, edition)
    return outline.build_outline(reduced, reduced.current, edition)


@pytest.mark.parametrize(
    ("kind", "field"),
    [
        (kind.key, spec.key)
        for kind in CATALOGUE.values()
        for spec in kind.fields
        if not spec.target and spec.key not in outline.LOOKS and not is_kept_back(kind, spec)
    ],
)
def test_every_value_of_every_record_stands_in_the_outline(kind: str, field: str) -> None:
    text = whole_text(build(FULL))
    spec = CATALOGUE[kind].by_key[field]
    records = [each for each in FULL.all_records() if each.kind == kind and each[field] is not None]
    assert records, "the test must fill every field"
    for record in records:
        wanted = format_for_display(spec, record[field]).replace("- ", "").split("\n")
        assert [part for part in wanted if part not in text] == []


def test_nothing_around_the_visit_stands_in_any_document() -> None:
    text = whole_text(build(FULL)) + "".join(text for _, text in build(FULL).written)
    hidden = [
        str(record[spec.key]).split("\n")[0]
        for record in FULL.all_records()
        if record.kind in KEYS_AROUND_VISIT
        for spec in CATALOGUE[record.kind].fields
        if spec.kind in (Kind.TEXT, Kind.PROSE)
    ]
    assert len(hidden) > 20
    assert [words for words in (*hidden, *(spec.label for spec in VISIT_FIELDS)) if words in text] == []


@pytest.mark.parametrize("kind", [kind.key for kind in CATALOGUE.values() if kind.belongs_to_assessment])
def test_links_are_called_by_name_and_never_by_id(kind: str) -> None:
    text = whole_text(build(FULL))
    ids = [each.id for each in FULL.current.records_of(kind)]
    assert [id for id in ids if id in text] == []


def test_labels_come_from_the_catalogue() -> None:
    text = whole_text(build(FULL))
    risk = CATALOGUE["risk"]
    for spec in risk.fields:
        if spec.key not in ("quality_statement", "severity", "target_severity"):  # told beside likelihood
            assert (spec.label in text) == (EARLIER not in spec.target), spec.key


def test_a_risk_is_told_with_its_working() -> None:
    made = build(FULL)
    statement = outline.find_section(made, "statement:equity")
    assert statement is not None
    assert "5 × 5 = 25" in text_of((statement,))


def test_the_order_is_that_of_the_design() -> None:
    keys = [each.key for each in build(FULL).sections]
    assert keys == [
        "summary", "section:about_place", "section:vision", "section:how_produced", "section:governance",
        "section:next_steps", "theme:working-with-people", "theme:providing-support", "theme:ensuring-safety",
        "theme:leadership", "action-plan", "risk-summary", "evidence-coverage", "evidence-index", "information-return",
        "measures", "findings", "contacts", "comments", "notes",
    ]  # fmt: skip
    level_two = [each for each in outline.walk_sections(build(FULL).sections) if each.level == 2]
    statements = [each.title[0] for each in level_two if each.key.startswith("statement:")]
    assert statements == list("123456789")


def test_section_keys_are_unique_and_levels_never_jump() -> None:
    sections = list(outline.walk_sections(build(FULL).sections))
    assert len({each.key for each in sections}) == len(sections)
    for each in sections:
        assert all(child.level == each.level + 1 for child in each.children)


def test_tables_have_a_text_for_every_column() -> None:
    tables = [b for s in outline.walk_sections(build(FULL).sections) for b in s.blocks if isinstance(b, Table)]
    assert len(tables) >= 7
    assert all(len(row) == len(table.columns) for table in tables for row in table.rows)


def test_an_empty_assessment_says_that_its_parts_are_empty() -> None:
    made = build(workbook())
    for key in ("section:vision", "action-plan", "risk-summary", "evidence-index", "measures", "contacts", "comments"):
        section = outline.find_section(made, key)
        assert section is not None
        assert [isinstance(block, Paragraph) and block.quiet for block in section.blocks] == [True], key
    assert "No statement has a score yet" in whole_text(made)
    assert made.draft
    assert made.status == "Draft"


def test_the_board_sees_no_contacts_and_comments() -> None:
    made = build(FULL, Edition.BOARD)
    text = whole_text(made)
    assert outline.find_section(made, "contacts") is None
    assert outline.find_section(made, "comments") is None
    assert "contact name words" not in text
    assert "comment text prose" not in text
    assert "risk title words" in text


def test_the_public_sees_no_scores_risks_or_owners() -> None:
    made = build(FULL, Edition.PUBLIC)
    text = whole_text(made)
    assert not [b for s in outline.walk_sections(made.sections) for b in s.blocks if isinstance(b, ScoreChart)]
    assert outline.find_section(made, "risk-summary") is None
    assert outline.find_section(made, "statement:equity:risk") is None
    for hidden in ("risk title words", "owner words", "Indicative", "Score", "Not scored", "risks recorded"):
        assert hidden not in text, hidden
    assert "strength title words" in text


def _by_cqc(label: str, score: int) -> Assessment:
    made = judged(empty_assessment(label), STATEMENT, score=score)
    values = {**made.record.values, "assessor": "cqc", "published_rating": "good", "published_percent": 64}
    return replace(made, record=replace(made.record, values=values))


def _chart(made: Outline) -> ScoreChart:
    return next(b for s in outline.walk_sections(made.sections) for b in s.blocks if isinstance(b, ScoreChart))


def test_the_chart_sets_the_last_scored_assessment_beside_and_says_whose_it_is() -> None:
    own = judged(empty_assessment("2024-25"), STATEMENT, score=3)
    made = build(workbook(_by_cqc("2023-24", 2), empty_assessment("2024"), own))
    chart = _chart(made)
    bar = chart.bars[2]
    assert (bar.score, bar.earlier, bar.words) == (3, 2, "3 – Good standard")
    assert chart.earlier_label == "CQC’s assessment, 2023-24"
    assert chart.bars[0].score is None
    assert "Our own assessment, 2024-25" in chart.alternative


def test_what_cqc_published_stays_public() -> None:
    book = workbook(_by_cqc("2023-24", 2))
    reduced = reduce_to_edition(book, Edition.PUBLIC)
    made = outline.build_outline(reduced, reduced.assessments[0], Edition.PUBLIC)
    assert _chart(made).bars[2].score == 2
    assert "Published rating: Good (64%)" in whole_text(made)
    assert not made.draft
    assert made.title.startswith("CQC assessment")


def test_records_of_an_unknown_statement_are_not_dropped() -> None:
    assessment, _ = with_record(empty_assessment(), "strength", quality_statement="gone", title="Kept", impact="Still")
    assessment, _ = with_record(assessment, "section", key="odd_section", text="Odd words")
    placed = outline.find_section(build(workbook(assessment)), "not-placed")
    assert placed is not None
    said = text_of((placed,))
    assert all(word in said for word in ("gone", "Kept", "Still", "odd_section", "Odd words"))


def test_values_and_figures_whose_pack_or_measure_is_gone_are_not_dropped() -> None:
    assessment, _ = with_record(empty_assessment(), "measure_value", measure="lost", period="Q9", value=7.5, note="N1")
    assessment, _ = with_record(assessment, "figure", return_item="IR 99", figure="odd", breakdown="b9", value=8.25)
    assessment, _ = with_record(assessment, "comment", about="nobody", text="Lonely")
    text = whole_text(build(workbook(assessment)))
    assert all(word in text for word in ("lost", "Q9", "7.5", "N1", "IR 99", "odd", "b9", "8.25", "nobody", "Lonely"))


def test_evidence_without_an_ir_number_comes_last() -> None:
    assessment, _ = with_record(empty_assessment(), "evidence", title="Loose")
    assessment, _ = with_record(assessment, "evidence", title="Late", return_items=("IR 20",))
    assessment, _ = with_record(assessment, "evidence", title="Early", return_items=("IR 3", "IR 20"))
    index = outline.find_section(build(workbook(assessment)), "evidence-index")
    assert index is not None
    table = index.blocks[0]
    assert isinstance(table, Table)
    assert [row[:2] for row in table.rows] == [
        ("IR 3", "Early"), ("IR 20", "Late"), ("IR 20", "Early"), ("No IR item", "Loose"),
    ]  # fmt: skip


def test_the_summary_names_the_most_pressing_risks_and_priorities_only() -> None:
    assessment = empty_assessment()
    for title, likelihood, status in (("Low one", 1, "open"), ("High one", 5, "open"), ("Past one", 5, "closed")):
        assessment, _ = with_record(
            assessment,
            "risk",
            quality_statement=STATEMENT,
            title=title,
            likelihood=likelihood,
            severity=4,
            status=status,
        )
    for title, priority, status in (("Later", "low", ""), ("Soon", "high", ""), ("Done", "high", "complete")):
        values: dict[str, Value] = {"title": title, "priority": priority, "status": status or None}
        assessment, _ = with_record(assessment, "action", quality_statement=STATEMENT, **values)
    made = build(workbook(assessment))
    risks, priorities = outline.find_section(made, "summary:risks"), outline.find_section(made, "summary:priorities")
    assert risks is not None
    assert priorities is not None
    assert risks.blocks == (Bullets(("High one: 5 × 4 = 20 (Equity)", "Low one: 1 × 4 = 4 (Equity)")),)
    assert priorities.blocks == (Bullets(("Soon",)),)


def _scored(label: str, statement: str, score: int, framework: Framework | None = None) -> Assessment:
    made = judged(empty_assessment(label), statement, score=score)
    return made if framework is None else replace(made, framework=framework)


def test_each_statement_has_its_own_last_earlier_score_and_says_from_when() -> None:
    both = judged(_scored("2021-22", "safeguarding", 1), STATEMENT, score=1)
    own = judged(_scored("2024-25", STATEMENT, 3), "safeguarding", score=2)
    chart = _chart(build(workbook(both, _scored("2022-23", STATEMENT, 2), _by_cqc("2023-24", 4), own)))
    bars = {bar.name: (bar.earlier, bar.earlier_from) for bar in chart.bars if bar.earlier is not None}
    assert bars == {"Equity in experiences and outcomes": (2, "2022-23"), "Safeguarding": (1, "2021-22")}
    assert chart.earlier_label == "Earlier scores"
    assert "Safeguarding: 2 – Some shortfalls (2021-22: 1)" in chart.alternative


def test_an_earlier_score_follows_its_statement_into_a_later_framework() -> None:
    older = empty_assessment().framework
    themes = tuple(
        replace(theme, statements=tuple(replace(s, key=f"new-{s.key}") for s in theme.statements))
        for theme in older.themes
    )
    to: dict[str, tuple[str, ...]] = {s.key: (f"new-{s.key}",) for s in older.statements}
    to["safeguarding"] = to["equity"]
    carried = FrameworkCarry(earlier=older.id, statements=Succession(to=to))
    newer = replace(older, id="newer", themes=themes, carries=(carried,))
    now = replace(empty_assessment("2024-25"), framework=newer)
    alike = judged(_scored("2022-23", "equity", 2), "safeguarding", score=2)
    assert {bar.earlier for bar in _chart(build(workbook(alike, now))).bars} == {None, 2}
    unlike = judged(_scored("2022-23", "equity", 2), "safeguarding", score=3)
    assert {bar.earlier for bar in _chart(build(workbook(unlike, now))).bars} == {None}


def test_the_summary_names_five_and_says_where_the_others_are() -> None:
    assessment = empty_assessment()
    for n in range(7):
        assessment, _ = with_record(
            assessment, "action", quality_statement=STATEMENT, title=f"Action {n}", priority="high"
        )
    priorities = outline.find_section(build(workbook(assessment)), "summary:priorities")
    assert priorities is not None
    listed, more = priorities.blocks
    assert isinstance(listed, Bullets)
    assert len(listed.items) == 5
    assert more == Paragraph("2 more in the action plan.", quiet=True)


@pytest.mark.parametrize("edition", list(Edition), ids=str)
def test_each_part_can_be_had_alone_and_together_they_are_everything(edition: Edition) -> None:
    book = reduce_to_edition(FULL, edition)
    whole = build(FULL, edition).sections
    alone = [
        section
        for part in outline.PARTS
        for section in outline.build_outline(book, book.current, edition, parts=(part,)).sections
    ]
    assert [each.key for each in alone] == [each.key for each in whole]
    empty = [
        part for part in outline.PARTS if not outline.build_outline(book, book.current, edition, parts=(part,)).sections
    ]
    # Its one action is cancelled, so that CQC has no plan of it.
    nothing = {"action-plan"} if edition is Edition.CQC else set()
    assert set(empty) == set(outline.PARTS) - set(outline.parts_for(edition)) | nothing


def test_parts_in_which_nothing_is_written_can_be_left_out() -> None:
    book = workbook(judged(empty_assessment(), STATEMENT, score=2, summary="Where we are."))
    made = outline.build_outline(book, book.current, Edition.FULL, without_empty=True)
    keys = {each.key for each in outline.walk_sections(made.sections)}
    assert {"summary", "statement:equity", "statement:equity:summary", "notes"} <= keys
    assert not {"section:vision", "action-plan", "measures", "statement:equity:risk", "summary:proud"} & keys
    for edition in Edition:
        book = reduce_to_edition(FULL, edition)
        whole, less = (
            [
                b
                for s in outline.walk_sections(
                    outline.build_outline(book, book.current, edition, without_empty=w).sections
                )
                for b in s.blocks
            ]
            for w in (False, True)
        )
        assert less == [b for b in whole if not (isinstance(b, Paragraph) and b.empty)]
        assert len(less) < len(whole)


def test_what_people_wrote_is_known_by_its_place() -> None:
    assessment, _ = with_record(
        empty_assessment(), "risk", quality_statement=STATEMENT, title="Waiting lists", controls="A fox 🦊"
    )
    assert ("“Risk: Waiting lists”, Controls", "A fox 🦊") in build(workbook(assessment)).written
