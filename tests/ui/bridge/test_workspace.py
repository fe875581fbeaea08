import pytest
from pytestqt.qtbot import QtBot

from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.domain.model.commands import SetField
from selfassess.domain.readiness.findings import find_findings
from selfassess.services.workbook.places import Place, is_within_place, place_of_record
from ui.bridge.workspace import Workspace
from ui.shell.undo_actions import UndoActions


class FakeEditor:
    def __init__(self, saves: bool) -> None:
        self.saves, self.asked = saves, 0

    def flush(self) -> bool:
        self.asked += 1
        return self.saves


def test_a_command_is_told_and_its_time_of_saving_too(workspace: Workspace, qtbot: QtBot) -> None:
    judgement = workspace.session.current.judgements["equity"]
    with qtbot.waitSignals([workspace.step_taken, workspace.saved]):
        assert workspace.run(SetField(judgement.id, "score", 3))
    assert workspace.session.current.score_of("equity") == 3


def test_a_value_that_does_not_fit_is_said_and_changes_nothing(workspace: Workspace, qtbot: QtBot) -> None:
    judgement = workspace.session.current.judgements["equity"]
    with qtbot.waitSignal(workspace.failed) as told:
        assert not workspace.run(SetField(judgement.id, "score", 5))
    assert told.args[0] == workspace.refusal
    assert workspace.session.current.judgements["equity"] == judgement


def test_an_editor_says_a_refusal_itself(workspace: Workspace, qtbot: QtBot) -> None:
    editor = FakeEditor(True)
    workspace.register_editor(editor)
    with qtbot.assertNotEmitted(workspace.failed):
        assert not workspace.run(SetField(workspace.session.current.judgements["equity"].id, "score", 5), editor)
    assert workspace.refusal


def test_every_editor_is_asked_to_save_even_after_one_refused(workspace: Workspace) -> None:
    editors = [FakeEditor(False), FakeEditor(True), FakeEditor(False)]
    for editor in editors:
        workspace.register_editor(editor)
    assert not workspace.flush()
    assert [editor.asked for editor in editors] == [1, 1, 1]
    workspace.forget_editors()
    assert workspace.flush()


def test_undo_saves_first_and_waits_for_what_cannot_be_saved(workspace: Workspace) -> None:
    judgement = workspace.session.current.judgements["equity"]
    workspace.run(SetField(judgement.id, "score", 4))
    editor = FakeEditor(False)
    workspace.register_editor(editor)
    assert not workspace.undo_last_step()
    assert workspace.session.current.score_of("equity") == 4
    editor.saves = True
    assert workspace.undo_last_step()
    assert workspace.session.current.judgements["equity"] == judgement


def test_undo_and_redo_say_what_they_would_do(workspace: Workspace) -> None:
    actions = UndoActions()
    actions.bind_workspace(workspace)
    assert not actions.undo.isEnabled()
    workspace.run(SetField(workspace.session.current.judgements["equity"].id, "score", 4))
    statement = workspace.session.current.framework.find_statement("equity")
    assert statement is not None
    name = statement.name
    assert actions.undo.text() == f"&Undo: change “Score” in {name}"
    assert actions.undo.toolTip() == f"Undo: change “Score” in {name}"
    actions.undo.trigger()
    assert (actions.undo.isEnabled(), actions.redo.text()) == (False, f"&Redo: change “Score” in {name}")


def test_an_assessment_by_cqc_is_only_read(workspace: Workspace) -> None:
    published = next(record for record in workspace.session.assessments if record["assessor"] == "cqc")
    assert workspace.read_only == ""
    assert workspace.show_year(published.id)
    assert "read beside" in workspace.read_only


def test_every_finding_leads_to_a_place_that_names_its_field(workspace: Workspace) -> None:
    found = find_findings(workspace.session.current, "2026-01-01")
    assert found
    for finding in found:
        place = workspace.place_of_finding(finding)
        assert Place.parse(place).page in {"statement", "register", "return", "sections", "years"}
        if finding.field and finding.id in workspace.session.current.by_id:
            assert place.endswith(f"#{finding.field}")


def test_every_kind_of_record_has_a_place(workspace: Workspace) -> None:
    assessment = workspace.session.current
    for kind in CATALOGUE:
        for record in assessment.records_of(kind):
            assert place_of_record(assessment, record) not in ("", "overview")


@pytest.mark.parametrize(
    ("text", "page", "rest"),
    [
        ("overview", "overview", ""),
        ("statement:equity/evidence#category", "statement", "equity/evidence#category"),
        ("return/IR 5", "return", "IR 5"),
        ("return", "return", ""),
        ("", "", ""),
        ("return:IR 5\n", "return", "IR 5\n"),
        # What a place was called before leads to it still.
        ("take_in", "import", ""),
        ("gather", "add_evidence", ""),
        ("hand_over", "return_pack", ""),
        ("carry", "carry_forward", ""),
        ("contribute", "contributor_copy", ""),
    ],
)
def test_a_place_comes_apart(text: str, page: str, rest: str) -> None:
    assert Place.parse(text) == Place(page, rest)


def test_a_statement_is_not_in_another_whose_name_begins_alike() -> None:
    assert is_within_place("statement:learning/review", "statement:learning")
    assert not is_within_place("statement:learning-more", "statement:learning")
