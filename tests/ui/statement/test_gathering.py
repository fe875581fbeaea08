"""Files dropped on the evidence of a statement: asked for with the statement and the category they were dropped on."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from ui.bridge.gathering import asked
from ui.bridge.workspace import Workspace
from ui.pages.statement.evidence import CategoryPart, EvidenceStep
from ui.pages.statement.page import StatementPage
from ui.widgets import dialogs
from ui.widgets.turns import finish


@pytest.fixture
def part(page: StatementPage) -> CategoryPart:
    """The evidence of people's experience of one statement."""
    page.show_place("equity/evidence")
    step = page.findChild(EvidenceStep)
    assert isinstance(step, EvidenceStep)
    finish(step)
    return step.parts["people"]


def test_what_is_dropped_on_a_category_is_asked_for_with_it(
    part: CategoryPart, workspace: Workspace, tmp_path: Path
) -> None:
    part.drop.dropped.emit((tmp_path,), "")
    wanted = asked(workspace)
    assert (wanted.paths, wanted.statements, wanted.category) == ((tmp_path,), ("equity",), "people")


def test_files_are_chosen_for_a_category(
    part: CategoryPart, workspace: Workspace, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        dialogs, "ask_files", lambda parent, title, filters, start, chosen: chosen((tmp_path / "a.pdf",))
    )
    with qtbot.waitSignal(workspace.asked_for) as told:
        part.files.click()
    assert told.args == ["gather"]
    assert asked(workspace).paths == (tmp_path / "a.pdf",)


def test_what_has_no_category_takes_nothing(part: CategoryPart, page: StatementPage) -> None:
    step = page.findChild(EvidenceStep)
    assert isinstance(step, EvidenceStep)
    assert part._welcomes()
    assert not step.parts[""]._welcomes()
