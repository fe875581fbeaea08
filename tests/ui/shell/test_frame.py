from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from selfassess.domain.model.catalogue import Record, blank_record
from selfassess.domain.model.commands import SetField
from ui.bridge.workspace import Workspace
from ui.shell.frame import WorkbookFrame
from ui.shell.navigation import NavigationModel, list_navigation_entries
from ui.shell.pages import PAGES
from ui.shell.search import find_hits, read_name_lines
from ui.shell.top_bar import describe_year_state
from ui.widgets import dialogs


class Refusing:
    def flush(self) -> bool:
        return False


def test_the_navigation_passes_qts_own_tests_and_speaks_the_score(
    workspace: Workspace, qtmodeltester: ModelTester
) -> None:
    model = NavigationModel()
    qtmodeltester.check(model)
    model.show_assessment_lines(workspace.session.current)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    line = model.find_line_of_place("statement:partnerships/judgement#score")
    words = model.index(line).data(Qt.ItemDataRole.AccessibleTextRole)
    assert words.startswith("Partnerships")
    assert words.endswith("score 3")


def open_cqc(workspace: Workspace) -> Record:
    cqc = next(record for record in workspace.session.assessments if record["assessor"] == "cqc")
    assert workspace.show_year(cqc.id)
    return cqc


def test_a_year_that_others_made_has_lines_only_for_what_it_holds(workspace: Workspace) -> None:
    own = [entry.place for entry in list_navigation_entries(workspace.session.current)]
    open_cqc(workspace)
    lines = list(list_navigation_entries(workspace.session.current))
    assert set(own) - {line.place for line in lines} == {
        "register:stories", "register:risks", "register:actions", "improvement_plan", "register:measures",
        "register:contacts", "return", "visit", "review",
    }  # fmt: skip
    words = {line.place: line.words for line in lines}
    assert words["sections"] == "About this assessment"
    headings = [line.words for line in lines if not line.place]
    assert headings[-4:] == ["Registers", "CQC", "Years and councils", "This workbook"]


def test_what_others_scored_has_a_score_and_no_progress(workspace: Workspace, qtbot: QtBot) -> None:
    open_cqc(workspace)
    frame = WorkbookFrame(workspace)
    qtbot.addWidget(frame)
    model = frame.navigation.model
    line = model.find_line_of_place("statement:partnerships")
    assert model.entries[line].progress is None
    assert model.index(line).data(Qt.ItemDataRole.AccessibleTextRole) == "Partnerships, score 3"
    assert not frame.grab().isNull()


@pytest.mark.parametrize(
    ("assessor", "label", "words"),
    [
        ("cqc", "CQC 2024", "CQC 2024"),
        ("cqc", "cqc august 2024", "cqc august 2024"),
        ("cqc", "August 2024", "CQC assessment August 2024"),
        ("peer", "Peer review 2023", "Peer review 2023"),
        ("peer", "2023", "Peer review 2023"),
        ("self", "2025-26", "Self-assessment 2025-26  ·  Draft"),
    ],
)
def test_the_year_on_top_names_the_assessor_once(assessor: str, label: str, words: str) -> None:
    assert describe_year_state(blank_record("assessment", "one", 0, None, assessor=assessor, label=label)) == words


def test_the_navigation_repaints_only_the_statement_that_changed(workspace: Workspace, qtbot: QtBot) -> None:
    model = NavigationModel()
    model.show_assessment_lines(workspace.session.current)
    changed: list[int] = []
    model.dataChanged.connect(lambda top, bottom: changed.extend(range(top.row(), bottom.row() + 1)))
    workspace.run(SetField(workspace.session.current.judgements["partnerships"].id, "score", 2))
    model.show_assessment_lines(workspace.session.current)
    assert changed == [model.find_line_of_place("statement:partnerships")]


def test_every_line_of_the_navigation_leads_to_a_page(workspace: Workspace, qtbot: QtBot) -> None:
    frame = WorkbookFrame(workspace)
    qtbot.addWidget(frame)
    places = [entry.place for entry in frame.navigation.model.entries if entry.place]
    assert len(places) == len(set(places)) > 20
    for place in places:
        frame.show_place(place)
        assert frame.place == place
    assert set(frame.pages._built) == set(PAGES)


def test_a_place_that_no_page_knows_is_the_overview(workspace: Workspace, qtbot: QtBot) -> None:
    frame = WorkbookFrame(workspace)
    qtbot.addWidget(frame)
    frame.show_place("nowhere/at all")
    assert frame.place == "overview"


def test_a_refused_value_keeps_the_person_until_they_say_otherwise(
    workspace: Workspace, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    frame = WorkbookFrame(workspace)
    asked: list[Any] = []
    qtbot.addWidget(frame)
    frame.show_place("settings")
    editor = Refusing()
    workspace.register_editor(editor)
    monkeypatch.setattr(
        dialogs, "ask_question", lambda parent, text, detail, answers, escape=-1: asked.append(dict(answers))
    )
    frame.show_place("history")
    assert frame.place == "settings"
    asked[0]["Go back"]()
    assert frame.place == "settings"
    asked[0]["Leave without it"]()
    assert frame.place == "history"


def test_another_year_is_shown_by_pages_made_anew(workspace: Workspace, qtbot: QtBot) -> None:
    frame = WorkbookFrame(workspace)
    qtbot.addWidget(frame)
    frame.show_place("settings")
    before = frame.pages.get_page("settings")
    published = next(record for record in workspace.session.assessments if record["assessor"] == "cqc")
    workspace.show_year(published.id)
    assert frame.pages.get_page("settings") is not before
    assert frame.standing.message_text == workspace.read_only
    assert published.text_of("label") in frame.top_bar.year.text()


def test_the_top_line_says_when_it_was_saved_and_why_not(workspace: Workspace, qtbot: QtBot) -> None:
    frame = WorkbookFrame(workspace)
    qtbot.addWidget(frame)
    judgement = workspace.session.current.judgements["equity"]
    workspace.run(SetField(judgement.id, "score", 4))
    assert workspace.session.saved_at is not None
    assert frame.top_bar.saved.text() == f"Saved {workspace.session.saved_at.astimezone():%H:%M}"
    workspace.run(SetField(judgement.id, "score", 9))
    assert frame.top_bar.saved.text() == f"Not saved: {workspace.refusal}"
    assert frame.message.message_text == workspace.refusal


def test_search_finds_typed_text_by_all_its_words_in_any_order(workspace: Workspace, qtbot: QtBot) -> None:
    frame = WorkbookFrame(workspace)
    qtbot.addWidget(frame)
    judgement = workspace.session.current.judgements["equity"]
    workspace.run(SetField(judgement.id, "rationale", "Quokkas reach the Łódź community hub"))
    frame.top_bar.search.setText("łódź QUOKKAS")
    hits = frame.top_bar.search.show_hits()
    assert [hit.place for hit in hits] == ["statement:equity/judgement#rationale"]
    qtbot.keyClick(frame.top_bar.search, Qt.Key.Key_Return)
    assert frame.place == "statement:equity/judgement#rationale"


@pytest.mark.parametrize(
    ("typed", "marked"),
    [
        ("people's", ["People’s"]), ("section 42", ["Section", "42"]), ("safeguarding", ["safe\u00adguarding"]),
        ("sian", ["Siân"]), ("financial", ["ﬁnancial"]), ("2023-24", ["2023\u201324"]),
    ],
)  # fmt: skip
def test_search_sees_through_characters_and_marks_its_hits_where_they_stand(
    workspace: Workspace, qtbot: QtBot, typed: str, marked: list[str]
) -> None:
    frame = WorkbookFrame(workspace)
    qtbot.addWidget(frame)
    told = "People’s safe\u00adguarding:\nSiân’s ﬁnancial review of Section\u00a042 in 2023\u201324 zebra"
    workspace.run(SetField(workspace.session.current.judgements["equity"].id, "rationale", told))
    frame.top_bar.search.setText(f"zebra {typed}")
    (hit,) = frame.top_bar.search.show_hits()
    assert [hit.around[start:end] for start, end in hit.marks] == [*marked, "zebra"]
    frame.top_bar.search.list.grab()  # drawn with its marks, without a warning


def test_search_knows_statements_and_return_items_by_name(workspace: Workspace) -> None:
    everything = tuple(read_name_lines(workspace.session.current))
    assert find_hits(everything, "IR 38")[0].place == "return/IR 38"
    assert find_hits(everything, "quality statement 7")[0].place == "statement:safeguarding"
    assert find_hits(everything, "   ") == []
