"""The page of the visit: the countdown, what is next, and the registers with their forms."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from selfassess.domain.model.catalogue_visit import KINDS_OF_VISIT
from selfassess.domain.model.commands import AddRecord, RemoveRecord, SetField
from selfassess.domain.model.record import Record
from selfassess.domain.signing.signing import Signatures
from selfassess.services.workbook.places import PARTS_OF_VISIT, place_of_record
from selfassess.services.years import signing
from ui.bridge.workspace import Workspace
from ui.pages.visit import model
from ui.pages.visit.page import VisitPage
from ui.shell.navigation import CQC
from ui.shell.pages import PAGES

STRICT = QAbstractItemModelTester.FailureReportingMode.Fatal


@pytest.fixture
def page(example: Workspace, qtbot: QtBot) -> VisitPage:
    made = VisitPage(example)
    qtbot.addWidget(made)
    made.resize(1134, 714)
    made.show()
    QAbstractItemModelTester(made.next.model, STRICT, made.next.model)
    made.show_place("")
    settle(made, qtbot)
    return made


def settle(page: VisitPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not page._stale and page.next.task is None, timeout=20_000)


def add(page: VisitPage, kind: str, id: str, **values: object) -> Record:
    assert page.workspace.run(AddRecord(kind, id, values))
    return page.workspace.session.current.by_id[id]


def test_the_page_is_in_the_navigation_and_has_a_part_for_each_kind() -> None:
    assert PAGES["visit"][1] == VisitPage.__name__
    assert ("The visit", "visit") in CQC
    assert {each.kind: each.place for each in model.REGISTERS} == PARTS_OF_VISIT
    assert {each.kind for each in model.REGISTERS} == {kind.key for kind in KINDS_OF_VISIT}


def test_the_countdown_and_what_is_next_follow_what_is_written(page: VisitPage, qtbot: QtBot) -> None:
    assert "has not come yet" in page.next.countdown.text()
    year = page.workspace.session.current_id
    assert page.workspace.run(SetField(year, "draft_received_on", "2025-02-12"))
    add(page, "request", "r1", what="Rota", due_on="2025-02-14")
    settle(page, qtbot)
    assert page.next.countdown.text().endswith("8 of 10 working days left, due Wednesday 26 February 2025")
    assert page.next.model.cell_words(page.next.model.shown_ids[0], 2) == model.LATE
    gone: list[str] = []
    page.workspace.asked_for.connect(gone.append)
    page.next.table.selectRow(0)
    page.next.table.opened.emit(page.next.model.shown_ids[0])
    assert gone == ["visit/requests/r1"]


@pytest.mark.parametrize("register", model.REGISTERS, ids=lambda each: each.place)
def test_each_register_adds_shows_and_removes(page: VisitPage, register: model.Register) -> None:
    page.show_place(register.place)
    part = page.parts[register.place]
    QAbstractItemModelTester(part.model, STRICT, part.model)
    assert part.empty.isVisibleTo(part)
    part.new.line.setText("C 1")
    assert part.new.flush()
    (record,) = page.workspace.session.current.records_of(register.kind)
    assert part.record == record.id
    assert part.heading.text() == record.text_of(register.title_field) == "C 1"
    assert part.table.isVisibleTo(part)
    assert place_of_record(page.workspace.session.current, record, "x") == f"visit/{register.place}/{record.id}#x"
    part.remove_record()
    assert part.model.total == 0
    assert not part.detail.isVisibleTo(part)


def test_a_code_that_says_who_somebody_is_is_refused_and_stays_to_be_put_right(page: VisitPage) -> None:
    page.show_place("cases")
    part = page.parts["cases"]
    part.new.line.setText("943 476 5919")
    assert not part.new.flush()
    assert part.new.line.text() == "943 476 5919"
    assert page.workspace.session.current.records_of("case") == ()


def test_a_signed_year_stays_open_for_the_visit_and_for_nothing_else(blank_year: Workspace) -> None:
    session = blank_year.session
    by = Signatures(
        director="Ada Lovelace", director_signed_on="2025-02-17",
        chief_executive="Ben Shaw", chief_executive_signed_on="2025-02-17",
    )  # fmt: skip
    prepared = signing.prepare_version(session.path, session.current_id, by, author="Ada", clock=session.clock)
    assert blank_year.attempt_step(lambda: signing.sign_version(session, prepared))
    closed = {}
    for place in ("overview", "visit", "visit/requests", "review"):
        blank_year.place = place
        closed[place] = bool(blank_year.read_only)
    assert closed == {"overview": True, "visit": False, "visit/requests": False, "review": True}
    assert blank_year.run(AddRecord("request", "r1", {"what": "Rota"}))
    assert not blank_year.run(AddRecord("risk", "x1", {"quality_statement": "equity", "title": "Lost"}))


def test_cases_stand_against_the_criteria(page: VisitPage) -> None:
    page.show_place("criteria")
    criteria = page.parts["criteria"]
    criterion = add(page, "case_criterion", "c1", name="An unpaid carer", wanted=2)
    case = add(page, "case", "k1", code="C01")
    assert criteria.model.cell_words(criterion.id, 3) == "2"
    assert page.workspace.run(SetField(case.id, "criteria", (criterion.id,)))
    assert criteria.model.cell_words(criterion.id, 3) == "1"
    assert "still to be covered" in criteria.summary.text()
    page.show_place(f"cases/{case.id}#ready")
    assert page.parts["cases"].record == case.id
    assert page.parts["cases"].summary.text().startswith("1 of 50 cases; 0 of 1 criterion covered")
    assert page.workspace.run(RemoveRecord(criterion.id))
    assert page.workspace.session.current.by_id[case.id]["criteria"] is None
