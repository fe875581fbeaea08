"""Files dropped on the evidence of a statement: asked for with the statement and the category they were dropped on."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.evidence_requests import record_requests
from ui.bridge.workspace import Workspace
from ui.dialogs.add_evidence.at_once import add_or_ask
from ui.pages.statement.evidence import CategoryPart, EvidenceStep
from ui.pages.statement.page import StatementPage
from ui.widgets import dialogs
from ui.widgets.idle_queue import finish_work


@pytest.fixture
def part(page: StatementPage) -> CategoryPart:
    """The evidence of people's experience of one statement."""
    page.show_place("equity/evidence")
    step = page.findChild(EvidenceStep)
    assert isinstance(step, EvidenceStep)
    finish_work(step)
    finish_work(step.parts["people"])
    return step.parts["people"]


def test_what_is_dropped_on_a_category_is_asked_for_with_it(
    part: CategoryPart, workspace: Workspace, tmp_path: Path
) -> None:
    requests = record_requests(workspace)
    part.drop.dropped.emit((tmp_path,), "")
    (wanted,) = requests
    assert (wanted.paths, wanted.statements, wanted.category) == ((tmp_path,), ("equity",), "people")


def test_files_are_chosen_for_a_category(
    part: CategoryPart, workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        dialogs, "ask_files_to_open", lambda parent, title, filters, start, chosen: chosen((tmp_path / "a.pdf",))
    )
    requests = record_requests(workspace)
    part.files.click()
    assert [each.paths for each in requests] == [(tmp_path / "a.pdf",)]


def test_what_has_no_category_takes_nothing(part: CategoryPart, page: StatementPage) -> None:
    step = page.findChild(EvidenceStep)
    assert isinstance(step, EvidenceStep)
    assert part._welcomes_evidence()
    assert not step.parts[""]._welcomes_evidence()


def test_the_source_that_was_chosen_goes_with_files_links_and_titles_and_with_one_adding_only(
    part: CategoryPart, page: StatementPage, workspace: Workspace, tmp_path: Path
) -> None:
    source = part.rows[0].line.source if part.rows[0].line else None
    assert source is not None
    requests = record_requests(workspace)
    for paths, text in (((tmp_path,), ""), ((), "https://www.derby.gov.uk/strategy")):
        part.add_from(source)
        part.drop.dropped.emit(paths, text)
        wanted = requests[-1]
        assert wanted.source == source.key
        assert part.source == source.key  # until something is added
        wanted.added(("an id",))
        assert part.source is None
    part.add_from(source)
    part.new.line.setText("Survey of carers")
    part.new.button.click()
    assert [(r["title"], r["source"]) for r in workspace.session.current.records_of("evidence")] == [
        ("Survey of carers", source.key)
    ]
    assert part.source is None
    assert part.choosing.isHidden()


def test_a_source_is_chosen_for_one_category_of_one_statement(part: CategoryPart, page: StatementPage) -> None:
    other = part.step.parts["processes"]
    for each in (part, other):
        finish_work(each)
    first, second = part.rows[0].line, other.rows[0].line
    assert first is not None
    assert second is not None
    part.add_from(first.source)
    other.add_from(second.source)
    assert (part.source, other.source) == (None, second.source.key)
    page.show_place("governance/evidence")
    assert (part.source, other.source) == (None, None)


def test_what_was_added_opens_unless_somebody_writes_elsewhere(
    part: CategoryPart, workspace: Workspace, page: StatementPage, tmp_path: Path, qtbot: QtBot
) -> None:
    requests = record_requests(workspace)
    file = tmp_path / "Board minutes.txt"
    file.write_text("Minutes", encoding="utf-8")
    window = page.window()
    part.new.line.setText(str(file))
    part.new.flush()
    with qtbot.waitSignal(workspace.answered):
        add_or_ask(workspace, window, requests[-1])
    added = workspace.session.current.records_of("evidence")[-1]
    assert part.list.open_id == added.id
    form = part.list.form
    assert form is not None
    qtbot.waitUntil(lambda: form.isAncestorOf(window.focusWidget()))
    other = tmp_path / "Notes.txt"
    other.write_text("Notes", encoding="utf-8")
    part.gather_evidence((other,))
    with qtbot.waitSignal(workspace.answered):
        add_or_ask(workspace, window, requests[-1])
    assert workspace.session.current.records_of("evidence")[-1]["title"] == "Notes"
    assert part.list.open_id == added.id  # the keyboard stays in the form where one writes
