"""What the save of one field costs in the whole window: only what it touched is worked out and repainted."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from tests.work import ProjectCalls, not_counted
from ui.bridge.workspace import Workspace
from ui.pages.statement.judgement import JudgementStep
from ui.pages.statement.page import StatementPage
from ui.shell.frame import WorkbookFrame
from ui.widgets import idle_queue
from ui.widgets.forms.editor import FieldEditor
from ui.widgets.forms.prose import ProseControl

MOST = 1_200
"""So many calls of the project's functions one save of a text may take, with all that follows from it."""


@pytest.fixture
def frame(workspace: Workspace, qtbot: QtBot) -> WorkbookFrame:
    """The worked example open at a statement, once nothing waits any more."""
    frame = WorkbookFrame(workspace)
    qtbot.addWidget(frame)
    frame.resize(1366, 768)
    frame.show()
    frame.show_place("statement:equity/judgement")
    settled(frame, qtbot)
    return frame


def page_of(frame: WorkbookFrame) -> StatementPage:
    return frame.findChildren(StatementPage)[0]


def settled(frame: WorkbookFrame, qtbot: QtBot) -> None:
    """Wait until the page and the list on the left have followed, and nothing waits for its turn."""
    page, later = page_of(frame), frame.navigation._later

    def is_settled() -> bool:
        with not_counted():
            return not page._slow.isActive() and not later.isActive() and idle_queue.is_idle()

    qtbot.waitUntil(is_settled, timeout=20_000)
    qtbot.wait(1)


def editor(page: StatementPage, key: str) -> FieldEditor:
    return next(each for each in page.findChildren(FieldEditor) if each.field.key == key and each.isVisible())


def write(frame: WorkbookFrame, key: str, words: str, qtbot: QtBot) -> ProjectCalls:
    """Type into a field and count what its save takes, to the end of all that follows."""
    field = editor(page_of(frame), key)
    assert isinstance(field.control, ProseControl)
    field.control.paper.textCursor().insertText(words)
    with ProjectCalls() as calls:
        assert field.flush()
        settled(frame, qtbot)
    return calls


def test_one_save_of_a_text_works_out_only_what_it_touched(frame: WorkbookFrame, qtbot: QtBot) -> None:
    judgement = frame.workspace.session.current.judgements["equity"]
    assert judgement["rationale"] is None
    first = write(frame, "rationale", "Because people told us so.", qtbot)
    assert first.total <= MOST, first.counts.most_common(30)  # a finding is gone, and a step has something in it
    assert first.of("ScoreCard", "_show_coverage", "_show_before", "_show_prompts", "assess_coverage") == 0
    more = write(frame, "rationale", " And more.", qtbot)
    assert more.total <= MOST // 2, more.counts.most_common(30)
    assert more.of("finding", "coverage", "GuidePanel", "NavigationModel", "StepBar", "StepButton", "ScoreCard") == 0


def test_what_was_touched_is_painted(frame: WorkbookFrame, qtbot: QtBot) -> None:
    page, session = page_of(frame), frame.workspace.session

    def said() -> tuple[str, str, int]:
        entry = frame.navigation.model.entries[frame.navigation.model.find_line_of_place("statement:equity")]
        return entry.spoken_line, page.bar.buttons["judgement"].accessibleName(), len(page.guide._rows)

    before, length = said(), page.header.breadcrumb.text()
    write(frame, "rationale", "Because people told us so.", qtbot)
    after = said()
    assert (before[0], before[1]) != (after[0], after[1])
    assert page.header.breadcrumb.text() != length
    assert not any("the score has no reason" in finding.message for finding in page.guide._rows)
    assert frame.workspace.undo_last_step()
    settled(frame, qtbot)
    assert session.current.judgements["equity"]["rationale"] is None
    assert (said(), page.header.breadcrumb.text()) == (before, length)
    step = page.steps["judgement"]
    assert isinstance(step, JudgementStep)
    step.choose_score(3)
    settled(frame, qtbot)
    assert said()[0].endswith("score 3")
