"""The page of CQC's findings: filters, confirming, what is made of a shortfall, and ours beside theirs."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from selfassess.domain.model.commands import SetField
from selfassess.domain.model.workbook import Assessment
from selfassess.services.workbook.places import place_of_record
from selfassess.services.years import findings
from ui.bridge.workspace import Workspace
from ui.pages.findings.page import FindingsPage
from ui.pages.statement.guide import GuidePanel
from ui.shell.navigation import YEARS
from ui.shell.pages import PAGES
from ui.widgets.forms.record_form import RecordForm
from ui.widgets.idle_queue import finish_work

STRICT = QAbstractItemModelTester.FailureReportingMode.Fatal


@pytest.fixture
def page(example: Workspace, own_home: Path, qtbot: QtBot) -> FindingsPage:
    """The worked example with points proposed from the text of CQC's report of 2024, in the place of those it has."""
    session = example.session
    cqc = next(each.id for each in session.assessments if each["assessor"] == "cqc")
    for each in session.load_assessment(cqc).records_of("finding"):
        findings.remove_finding(session, session.load_assessment(cqc), each.id)
    made = FindingsPage(example)
    qtbot.addWidget(made)
    made.resize(1134, 714)
    made.show()
    QAbstractItemModelTester(made.rows, STRICT, made.rows)
    made.show_place("")
    made.propose_points()
    return made


def report(page: FindingsPage) -> Assessment:
    assert page.report_in_view is not None
    return page.report_in_view


def choose(page: FindingsPage, words: str) -> None:
    """Go to the first point that says this."""
    record = next(each for each in report(page).records_of("finding") if words in each.text_of("text"))
    assert page.table.choose_row(record.id)


def test_the_page_is_in_the_navigation_and_a_finding_leads_there(page: FindingsPage) -> None:
    assert PAGES["findings"][1] == FindingsPage.__name__
    assert (page.title, "findings") in YEARS
    record = report(page).records_of("finding")[3]
    page_name, _, id = place_of_record(report(page), record).partition("/")
    assert page_name == "findings"
    page.show_place(id)
    assert page.detail.finding == record.id


def test_points_are_proposed_from_the_text_and_narrowed(page: FindingsPage) -> None:
    total = len(report(page).records_of("finding"))
    assert page.rows.total == total > 15
    assert not page.propose.isVisible()
    assert f"{total} to confirm" in page.count.text()
    page.show_place("safeguarding")
    safeguarding = report(page).for_statement("finding", "safeguarding")
    assert page.rows.rowCount() == len(safeguarding)
    page.kind.setCurrentIndex(page.kind.findData("shortfall"))
    page.statement.setCurrentIndex(0)
    assert 0 < page.rows.rowCount() < total
    page.search.setText("nobody said this")
    page._typed.timeout.emit()
    assert page.nothing.isVisible()
    page._clear_filters()
    assert page.rows.rowCount() == total


def test_one_is_confirmed_and_the_next_comes_or_all_of_a_statement(page: FindingsPage, qtbot: QtBot) -> None:
    first, second = page.rows.shown_ids[:2]
    page.table.choose_row(first)
    qtbot.mouseClick(page.detail.confirm, Qt.MouseButton.LeftButton)
    assert report(page).by_id[first]["confirmed"] is True
    assert page.detail.finding == second
    page.show_place("learning")
    qtbot.mouseClick(page.detail.confirm_all, Qt.MouseButton.LeftButton)
    assert all(each["confirmed"] for each in report(page).for_statement("finding", "learning"))
    page.workspace.undo_last_step()
    assert not any(each["confirmed"] for each in report(page).for_statement("finding", "learning"))


def test_kind_and_stance_are_written_in_the_report_though_ours_is_in_view(page: FindingsPage) -> None:
    choose(page, "unclear")
    editors = {**page.detail.form.field_editors, **page.detail.further.field_editors}
    assert editors["stance"].isVisible()
    assert page.workspace.run(SetField(page.detail.finding or "", "stance", "agrees"), year=report(page).id)
    assert editors["stance"].control.raw_value() == "agrees"
    editors["note"].control.show_stored_value("Ask the forum.")
    editors["note"].flush()
    record = page.detail.record
    assert record is not None
    assert (record["stance"], record["note"]) == ("agrees", "Ask the forum.")
    assert page.rows.cell_words(record.id, 5) == "Ours agrees"
    assert not page.workspace.session.current.by_cqc


@pytest.mark.parametrize("kind", ["improvement", "action"])
def test_a_shortfall_becomes_ours_in_one_step_and_comes_back(page: FindingsPage, qtbot: QtBot, kind: str) -> None:
    choose(page, "unclear")
    before = len(page.workspace.session.current.records_of(kind))
    button = page.detail.improve if kind == "improvement" else page.detail.act
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    ours = page.workspace.session.current.records_of(kind)
    assert len(ours) == before + 1
    assert ours[-1].links_of("findings") == (page.detail.finding,)
    assert (ours[-1]["origin"], ours[-1]["origin_date"]) == ("cqc_report", "2024-08-16")
    assert [*page.detail.answers.chosen] == [ours[-1].id]
    assert "was made from it" in page.banner.message_text
    page.banner.buttons[-1].click()
    assert len(page.workspace.session.current.records_of(kind)) == before
    assert not page.detail.answers.chosen
    record = page.detail.record
    assert record is not None
    assert not record["confirmed"]


def test_ours_are_linked_and_stand_beside_on_the_same_topic(page: FindingsPage) -> None:
    choose(page, "unclear")
    year = page.workspace.session.current
    mine = year.for_statement("improvement", "equity")[0]
    assert page.detail.answers.options()[0].key in {each.id for each in year.for_statement("strength", "equity")}
    page.detail.answers.replace_links((mine.id,))
    finding = page.detail.finding or ""
    assert page.workspace.session.current.by_id[mine.id].links_of("findings") == (finding,)
    page.state.setCurrentIndex(page.state.findData("answered"))
    assert page.rows.shown_ids == (finding,)
    assert page.workspace.run(
        SetField(finding, "topic", "Inclusion and accessibility arrangements"), year=report(page).id
    )
    assert not page.detail.beside.isVisible()
    assert page.workspace.run(SetField(mine.id, "topic", "Inclusion and accessibility"))
    assert page.detail.beside.isVisible()


def test_a_point_is_added_and_removed_by_hand(page: FindingsPage) -> None:
    total = page.rows.total
    page.add_point()
    record = page.detail.record
    assert record is not None
    assert (record["text"], record["confirmed"], page.rows.total) == ("New point", True, total + 1)
    page.remove_point()
    assert page.rows.total == total
    page.banner.buttons[-1].click()
    assert page.rows.total == total + 1


def test_another_councils_report_is_read_and_nothing_is_made_of_it(page: FindingsPage) -> None:
    assert page.workspace.run(SetField(report(page).id, "assessor", "another"), year=report(page).id)
    page.reload()
    assert not page.detail.improve.isVisible()
    assert not page.detail.answers.isVisible()
    assert "another council" in page.detail.hint.text()


def test_in_the_reports_own_year_one_is_told_to_choose_ours(page: FindingsPage) -> None:
    page.workspace.show_year(report(page).id)
    page.show_place("")
    assert page.report_in_view is not None
    assert not page.detail.improve.isVisible()
    assert "your own years" in page.detail.hint.text()
    assert page.detail.confirm.isVisible()


def test_without_a_report_the_page_says_what_to_do(blank_year: Workspace, qtbot: QtBot) -> None:
    made = FindingsPage(blank_year)
    qtbot.addWidget(made)
    made.show()
    made.show_place("")
    assert made.no_report.isVisible()
    assert not made.split.isVisible()


def test_the_topic_of_ours_is_completed_from_the_frameworks(example: Workspace, qtbot: QtBot) -> None:
    form = RecordForm(example, "strength", ("title", "topic"))
    qtbot.addWidget(form)
    form.show()
    record = example.session.current.for_statement("strength", "equity")[0]
    form.show_form_of(record.id)
    editor = form.field_editors["topic"]
    line = editor.control.focus_target
    assert isinstance(line, QLineEdit)
    completer = line.completer()
    completer.setCompletionPrefix("accessib")
    assert completer.currentCompletion() == "Inclusion and accessibility"
    line.setText("Inclusion and accessibility")
    editor.control.changed.emit()
    assert editor.flush()
    assert example.session.current.by_id[record.id]["topic"] == "Inclusion and accessibility"


def test_the_guide_of_a_statement_counts_what_was_found_and_leads_there(page: FindingsPage, qtbot: QtBot) -> None:
    guide = GuidePanel(page.workspace)
    qtbot.addWidget(guide)
    statement = page.workspace.session.current.framework.find_statement("equity")
    assert statement is not None
    guide.show_guide_for(statement, (), "improvement")
    finish_work(guide)
    said = [label.text() for label in guide.findChildren(QLabel)]
    at = said.index("What CQC 2024 found")
    assert said[at + 1].endswith("shortfall without an answer of ours.")
    leads = next(each for each in guide.findChildren(QPushButton) if each.text().startswith("Each point"))
    with qtbot.waitSignal(page.workspace.asked_for) as asked:
        leads.click()
    assert asked.args == ["findings:equity"]
