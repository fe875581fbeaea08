"""The marks on what was carried forward: on statements, in registers and sections, and on the overview."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.commands import SetField
from selfassess.domain.model.statement_status import needs_review
from selfassess.domain.text.text_diff import Mark
from selfassess.services.workbook import opening
from selfassess.services.years import carry_forward
from ui.bridge.workspace import Workspace
from ui.pages.overview.carried import find_waiting_places
from ui.pages.overview.page import OverviewPage
from ui.pages.registers.measures.page import MeasuresPage
from ui.pages.registers.page import RegistersPage, RegisterView
from ui.pages.sections.page import SectionsPage
from ui.pages.statement.judgement import JudgementStep
from ui.pages.statement.lists import StrengthsStep
from ui.pages.statement.page import StatementPage
from ui.widgets.folded import FoldedText
from ui.widgets.forms.carried import CarriedMark
from ui.widgets.forms.earlier import carried_words, earlier_of

MARK = "↻  Carried forward from 2024-25, not reviewed"


def statement_page(workspace: Workspace, qtbot: QtBot, place: str) -> StatementPage:
    page = StatementPage(workspace)
    qtbot.addWidget(page)
    page.resize(1300, 800)
    page.show_place(place)
    page.show()
    qtbot.wait(50)
    return page


def left(workspace: Workspace, kind: str, statement: str = "") -> list[Record]:
    year = workspace.session.current
    records = year.for_statement(kind, statement) if statement else year.records_of(kind)
    return [record for record in records if needs_review(record)]


# --- on a statement --------------------------------------------------------------------------------------------------


def test_a_carried_record_is_marked_until_somebody_reviews_it(carried: Workspace, qtbot: QtBot) -> None:
    page = statement_page(carried, qtbot, "equity/strengths")
    step = page.steps["strengths"]
    assert isinstance(step, StrengthsStep)
    first = left(carried, "strength", "equity")[0]
    card = step.part.list.cards[first.id]
    assert card.mark is not None
    assert card.mark.words.text() == MARK
    assert card.mark.button.accessibleName() == f"Reviewed: {first.text_of('title')}"
    card.mark.button.click()
    assert carried.session.current.by_id[first.id]["not_reviewed"] is None
    assert not card.mark.isVisible()
    assert carried.undo_last_step()
    assert card.mark.isVisible()


def test_what_was_written_here_has_no_mark(example: Workspace, qtbot: QtBot) -> None:
    page = statement_page(example, qtbot, "equity/strengths")
    step = page.steps["strengths"]
    assert isinstance(step, StrengthsStep)
    assert all(card.mark is None for card in step.part.list.cards.values())
    assert not page.carried.isVisible()


def test_the_earlier_text_is_shown_with_its_changes_and_hidden_again(carried: Workspace, qtbot: QtBot) -> None:
    first = left(carried, "strength", "equity")[0]
    carried.run(SetField(first.id, "detail", f"Since spring, {first.text_of('detail')}"))
    page = statement_page(carried, qtbot, "equity/strengths")
    step = page.steps["strengths"]
    assert isinstance(step, StrengthsStep)
    mark = step.part.list.cards[first.id].mark
    assert mark is not None
    mark.link.click()
    assert mark.text is not None
    assert mark.text.isVisible()
    assert mark.link.text() == "Hide the earlier text"
    (changed,) = (sheet for sheet in mark.text.texts if any(piece.mark is not Mark.SAME for piece in sheet.pieces))
    assert "Added: “Since spring" in changed.accessibleDescription()
    assert changed.isReadOnly()
    assert changed.accessibleName().endswith(", 2024-25")
    mark.link.click()
    assert not mark.text.isVisible()


def test_the_header_counts_what_is_left_and_leads_to_it(carried: Workspace, qtbot: QtBot) -> None:
    page = statement_page(carried, qtbot, "equity/strengths")
    kinds = ("judgement", "strength", "improvement", "risk", "action", "evidence")
    total = sum(len(left(carried, kind, "equity")) for kind in kinds)
    here = len(left(carried, "strength", "equity"))
    assert page.carried.words.text() == f"↻  {total} carried forward, not reviewed ({here} on this page)"
    with qtbot.waitSignal(carried.asked_for) as asked:
        page.carried.leads.click()
    first = next(r for kind in ("improvement", "risk") for r in left(carried, kind, "equity"))
    assert asked.args == [f"statement:equity/improvement/{first.id}"]
    page.carried.leads.click()
    page.carried.leads.click()
    assert page.step_key == "judgement"


def test_all_on_a_page_are_marked_as_reviewed_in_one_step(carried: Workspace, qtbot: QtBot) -> None:
    page = statement_page(carried, qtbot, "equity/strengths")
    before, elsewhere = left(carried, "strength", "equity"), left(carried, "strength")
    page.carried.button.click()
    assert not left(carried, "strength", "equity")
    assert len(left(carried, "strength")) == len(elsewhere) - len(before)
    qtbot.waitUntil(lambda: not page.carried.button.isVisible())
    assert "none on this page" in page.carried.words.text()
    assert carried.undo_last_step()
    assert len(left(carried, "strength", "equity")) == len(before)


def test_a_judgement_is_drafting_once_it_is_reviewed(carried: Workspace, qtbot: QtBot) -> None:
    page = statement_page(carried, qtbot, "equity/judgement")
    step = page.steps["judgement"]
    assert isinstance(step, JudgementStep)
    assert step.mark.words.text() == MARK
    step.mark.link.click()
    assert step.mark.text is not None
    told = [sheet.accessibleName() for sheet in step.mark.text.texts]
    assert told == ["Score then, 2024-25", "Where we are, 2024-25", "Impact on people, 2024-25"]
    assert step.mark.text.texts[0].toPlainText() == "2 – Some shortfalls"
    step.mark.button.click()
    assert carried.session.current.judgements["equity"]["status"] == "drafting"
    assert not step.mark.isVisible()


# --- in registers and sections ---------------------------------------------------------------------------------------


def register(workspace: Workspace, qtbot: QtBot, place: str) -> tuple[RegistersPage, RegisterView]:
    page = RegistersPage(workspace)
    qtbot.addWidget(page)
    page.resize(1300, 800)
    page.show_place(place)
    page.show()
    return page, page.views[place]


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        ("evidence", "evidence"),
        ("risks", "risk"),
        ("actions", "action"),
        ("contacts", "contact"),
    ],
)
def test_every_register_marks_what_was_carried(carried: Workspace, qtbot: QtBot, place: str, kind: str) -> None:
    page, view = register(carried, qtbot, place)
    assert page.isVisible()
    there = left(carried, kind)
    assert view.carried.words.text() == f"↻  {len(there)} carried forward, not reviewed"
    assert view.model.cell_words(there[0].id, 0).startswith("↻  ")
    last = view.model.columnCount() - 1
    assert view.model.cell_words(there[0].id, last) == "Not reviewed"
    view.open_register_record(there[0].id)
    assert view.detail.mark.words.text() == MARK
    view.detail.mark.button.click()
    assert not view.detail.mark.isVisible()
    assert view.model.cell_words(there[0].id, last) == ""
    assert not view.model.cell_words(there[0].id, 0).startswith("↻")
    assert len(left(carried, kind)) == len(there) - 1


def test_the_scorecard_marks_what_was_carried(carried: Workspace, qtbot: QtBot) -> None:
    page = MeasuresPage(carried)
    qtbot.addWidget(page)
    page.resize(1300, 800)
    page.show()
    there, last = left(carried, "measure"), page.model.columnCount() - 1
    assert page.carried.words.text() == f"↻  {len(there)} carried forward, not reviewed"
    page.show_place(there[0].id)
    assert page.model.cell_words(there[0].id, 0).startswith("↻  ")
    assert page.model.cell_words(there[0].id, last) == "Not reviewed"
    assert page.detail.mark.words.text() == MARK
    page.detail.mark.button.click()
    assert not page.detail.mark.isVisible()
    assert page.model.cell_words(there[0].id, last) == ""
    page.carried.leads.click()
    assert set(page.model.shown_ids) == {record.id for record in there[1:]}
    page.carried.button.click()
    assert not left(carried, "measure")


def test_only_what_is_left_is_shown_and_marked(carried: Workspace, qtbot: QtBot) -> None:
    page, view = register(carried, qtbot, "risks")
    assert page.isVisible()
    risks = carried.session.current.records_of("risk")
    carried.run(SetField(risks[0].id, "not_reviewed", None))
    view.carried.leads.click()
    assert set(view.model.shown_ids) == {risk.id for risk in risks[1:]}
    view.search.setText(risks[1].text_of("title"))
    view.narrow_records()
    assert "of them shown" in view.carried.words.text()
    view.carried.button.click()
    assert risks[1].id not in {risk.id for risk in left(carried, "risk")}
    assert left(carried, "risk"), "only what was shown was marked"


def test_sections_are_marked_one_by_one_and_all_at_once(carried: Workspace, qtbot: QtBot) -> None:
    page = SectionsPage(carried)
    qtbot.addWidget(page)
    page.resize(1100, 700)
    page.show_place("summary")
    page.show()
    count = len(left(carried, "section"))
    assert page.carried.words.text() == f"↻  {count} carried forward, not reviewed"
    assert page.mark.words.text() == MARK
    assert any(line.count.endswith(", not reviewed") for line in page.model.lines)
    page.mark.button.click()
    assert not page.mark.isVisible()
    assert len(left(carried, "section")) == count - 1
    page.carried.button.click()
    assert not left(carried, "section")
    assert not page.carried.isVisible()
    assert not any("not reviewed" in line.count for line in page.model.lines)


# --- on the overview -------------------------------------------------------------------------------------------------


def test_the_overview_counts_what_is_left_and_leads_to_it(carried: Workspace, qtbot: QtBot) -> None:
    page = OverviewPage(carried)
    qtbot.addWidget(page)
    page.show_place("")
    year = carried.session.current
    number = sum(needs_review(record) for records in year.records.values() for record in records)
    assert page.carried.heading.text() == f"Carried forward: {number} not reviewed"
    found = {place.name: place for place in find_waiting_places(year).places}
    assert found["Equity"].place == "statement:equity"
    assert found["Measures"].number == len(year.records_of("measure"))
    assert found["About this self-assessment"].number == len(left(carried, "section"))


def test_a_year_that_was_not_carried_has_nothing_to_review(example: Workspace, qtbot: QtBot) -> None:
    page = OverviewPage(example)
    qtbot.addWidget(page)
    page.show_place("")
    page.show()
    assert not page.carried.isVisible()
    assert find_waiting_places(example.session.current).number == 0


def test_a_year_that_is_done_leads_to_the_next(example: Workspace, qtbot: QtBot) -> None:
    page = OverviewPage(example)
    qtbot.addWidget(page)
    page.show_place("")
    page.show()
    assert not page.next_year.isVisible()
    example.run(SetField(example.session.current.id, "status", "submitted"))
    qtbot.waitUntil(page.next_year.isVisible)
    with qtbot.waitSignal(example.asked_for) as asked:
        page.next_year.click()
    assert asked.args == ["carry_forward"]


# --- where it came from ----------------------------------------------------------------------------------------------


def test_a_record_carried_twice_names_the_year_before(carried: Workspace) -> None:
    planned = carry_forward.plan_carry_forward(carried.session, "2025-26", "2026-27", "2025-02-17")
    carry_forward.carry_forward_year(carried.session, planned)
    carried.show_year(planned.assessment.id)
    first = left(carried, "strength")[0]
    assert carried_words(carried, first) == "Carried forward from 2025-26, not reviewed"
    judgement = left(carried, "judgement")[0]
    assert carried_words(carried, judgement) == "Carried forward from 2025-26, not reviewed"


def test_a_year_that_is_not_in_the_workbook_is_not_invented(carried: Workspace, qtbot: QtBot) -> None:
    first = left(carried, "strength")[0]
    carried.run(SetField(first.id, "carried_from", "a-record-of-another-workbook"))
    now = carried.session.current.by_id[first.id]
    assert carried_words(carried, now) == "Carried forward from an earlier year, not reviewed"
    assert earlier_of(carried, first.id) is None
    mark = CarriedMark(lambda: earlier_of(carried, first.id))
    qtbot.addWidget(mark)
    mark.show_words(carried_words(carried, now), "it")
    mark.link.click()
    assert mark.text is not None
    assert mark.text.accessibleName() == "Earlier text"


def test_a_workbook_that_can_only_be_read_shows_marks_without_buttons(carried: Workspace, qtbot: QtBot) -> None:
    session = opening.open_workbook(carried.session.path, author="Bo", or_read_only=True)
    reader = Workspace(session, carried.settings)
    reader.show_year(carried.session.current_id)
    page = statement_page(reader, qtbot, "equity/strengths")
    step = page.steps["strengths"]
    assert isinstance(step, StrengthsStep)
    marks = [card.mark for card in step.part.list.cards.values()]
    assert marks
    assert all(mark is not None and mark.isVisible() and not mark.button.isVisible() for mark in marks)
    assert page.carried.isVisible()
    assert not page.carried.button.isVisible()
    reader.close_session()


# --- a long text of others -------------------------------------------------------------------------------------------


def test_a_long_published_text_is_folded_with_its_topics_as_headings(qtbot: QtBot) -> None:
    topics = ("Assessment and care planning", "Timeliness of reviews", "Advocacy & <rights>")
    said = "People told us that they waited, and that nobody said for how long. " * 25
    text = "\n\n".join(f"{topic}\n{said.strip()}\n\n{said.strip()}" for topic in topics)
    folded = FoldedText(text, "What CQC said", 320)
    qtbot.addWidget(folded)
    folded.show()
    assert len(folded.sheet.toPlainText()) < 400
    assert folded.toggle.text() == f"Show all {len(text.split()):,} words"
    folded.toggle.click()
    assert "".join(folded.sheet.toPlainText().split()) == "".join(text.split()), "nothing is left out"
    headed = [block for topic in topics if (block := folded.sheet.document().find(topic)).blockFormat().headingLevel()]
    assert len(headed) == len(topics)
    folded.toggle.click()
    assert folded.toggle.accessibleName() == f"Show all {len(text.split()):,} words: What CQC said"


def test_a_short_text_is_not_folded(qtbot: QtBot) -> None:
    folded = FoldedText("We do well.", "What we said", 320)
    qtbot.addWidget(folded)
    folded.show()
    assert not folded.toggle.isVisible()
