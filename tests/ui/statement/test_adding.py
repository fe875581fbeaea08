"""A record added in one statement after the other: the form that they share outlives the cards it was open in."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from ui.pages.statement.evidence import EvidenceStep
from ui.pages.statement.page import StatementPage
from ui.pages.statement.step import RecordPart
from ui.widgets.forms.new_record_line import NewRecordLine
from ui.widgets.forms.record_list import RecordList
from ui.widgets.idle_queue import finish_work

STEPS = {"evidence": "evidence", "strengths": "strength", "improvement": "improvement", "actions": "action"}


def part(page: StatementPage, step: str, kind: str) -> tuple[NewRecordLine, RecordList]:
    shown = page.steps[step]
    for each in (shown, *shown.findChildren(QWidget)):
        finish_work(each)
    if isinstance(shown, EvidenceStep):
        first = next(iter(shown.parts.values()))
        return first.new, first.list
    found = next(each for each in shown.findChildren(RecordPart) if each.kind == kind)
    return found.new, found.list


def add(page: StatementPage, place: str, kind: str, title: str) -> RecordList:
    page.show_place(place)
    deleted()
    line, records = part(page, place.partition("/")[2], kind)
    line.line.setText(title)
    line.button.click()
    return records


def deleted() -> None:
    """What was to be deleted is."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.mark.parametrize(("step", "kind"), [*STEPS.items(), ("improvement", "risk")])
def test_a_record_is_added_in_each_statement_after_the_other(page: StatementPage, step: str, kind: str) -> None:
    for statement in ("equity", "safeguarding", "governance", "equity"):
        records = add(page, f"{statement}/{step}", kind, f"Named in {statement}")
        assert records.form is not None
        assert records.form.record_id == records.open_id
        assert records.cards[records.open_id or ""].isAncestorOf(records.form)
    titles = [record.text_of("title") for record in page.workspace.session.current.records_of(kind)]
    assert sorted(titles) == ["Named in equity", "Named in equity", "Named in governance", "Named in safeguarding"]


@pytest.mark.parametrize(("step", "kind"), STEPS.items())
def test_a_closed_form_outlives_the_card_it_was_open_in(page: StatementPage, step: str, kind: str) -> None:
    records = add(page, f"equity/{step}", kind, "Named")
    assert records.open_record(None)
    page.show_place(f"governance/{step}")
    deleted()
    assert records.form is not None
    assert isValid(records.form)


@pytest.fixture
def breaking(page: StatementPage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Opening what was added goes wrong."""

    def fail(*_: object) -> bool:
        raise RuntimeError("cannot be opened")

    monkeypatch.setattr(RecordList, "open_record", fail)


@pytest.mark.usefixtures("breaking")
@pytest.mark.parametrize(("step", "kind"), STEPS.items())
def test_what_cannot_be_opened_is_not_added_twice(qtbot: QtBot, page: StatementPage, step: str, kind: str) -> None:
    with qtbot.captureExceptions():
        page.show_place(f"equity/{step}")
        line, _ = part(page, step, kind)
        line.line.setText("Named")
        for _ in range(3):
            line.button.click()
            line.flush()
    assert [record.text_of("title") for record in page.workspace.session.current.records_of(kind)] == ["Named"]
