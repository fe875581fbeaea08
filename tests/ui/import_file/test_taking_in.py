"""Taking in years of their own: what would come in is shown before anything does."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pytestqt.qtbot import QtBot

from selfassess.services.exporting.export import export_workbook
from selfassess.services.importing.year_names import free_label
from selfassess.services.workbook import opening
from tests.ui.import_file.coming_back import column
from ui.bridge.workspace import Workspace
from ui.dialogs.import_file.dialog import ImportFileDialog
from ui.dialogs.import_file.wording import find_year_in_name
from ui.widgets import dialogs

Open = Callable[[Workspace], ImportFileDialog]
Read = Callable[[ImportFileDialog, Path], None]
Take = Callable[[ImportFileDialog], None]


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """Another workbook with the worked example."""
    opening.write_demo_workbook(tmp_path / "other.sawb", author="Bo")
    return tmp_path / "other.sawb"


@pytest.fixture
def source(other: Path, tmp_path: Path) -> Path:
    """The worked example as JSON."""
    export_workbook(other, tmp_path / "other.json")
    return tmp_path / "other.json"


@pytest.fixture
def dialog(blank_year: Workspace, open_dialog: Open) -> ImportFileDialog:
    return open_dialog(blank_year)


def labels(workspace: Workspace) -> list[str]:
    """The years of a workbook by name; where a year stands among others is the importing's business."""
    return sorted(record.text_of("label") for record in workspace.session.assessments)


def test_the_years_come_in_as_one_step_that_can_be_undone(
    dialog: ImportFileDialog, blank_year: Workspace, source: Path, read: Read, take: Take
) -> None:
    read(dialog, source)
    assert "A JSON export of another workbook" in dialog.file.text()
    assert "It holds CQC 2024 and 2024-25." in dialog.file.text()
    assert [line.name.text() for line in dialog.years.preview.lines] == ["CQC 2024", "2024-25"]
    assert labels(blank_year) == ["2025-26"]
    assert "Please note" in dialog.years.refused.text()
    take(dialog)
    assert labels(blank_year) == ["2024-25", "2025-26", "CQC 2024"]
    assert "Imported: “CQC 2024” and “2024-25”" in dialog.result_page.said.message_text
    dialog.result_page.undo.click()
    assert labels(blank_year) == ["2025-26"]
    assert dialog.result_page.said.message_text.startswith("Undone")


def test_only_the_years_that_are_ticked_come_in_by_their_new_names(
    dialog: ImportFileDialog, blank_year: Workspace, source: Path, read: Read, take: Take, qtbot: QtBot
) -> None:
    read(dialog, source)
    first, second = dialog.years.preview.lines
    first.wanted.setChecked(False)
    second.name.setText("Last year")
    second.name.textEdited.emit("Last year")
    take(dialog)
    assert labels(blank_year) == ["2025-26", "Last year"]
    with qtbot.waitSignal(blank_year.year_opened):
        dialog.result_page.open_year.click()
    assert blank_year.session.current.label == "Last year"


def test_a_name_that_is_taken_must_be_another_one(dialog: ImportFileDialog, source: Path, read: Read) -> None:
    read(dialog, source)
    line = dialog.years.preview.lines[0]
    line.name.setText("2025-26")
    line.name.textEdited.emit("2025-26")
    assert "in this workbook already" in line.trouble.text()
    assert not dialog.take.isEnabled()


def test_years_of_another_workbook_that_are_here_too_are_offered_under_other_names(
    example: Workspace, other: Path, tmp_path: Path, open_dialog: Open, read: Read, take: Take
) -> None:
    content = tmp_path / "theirs.json"
    export_workbook(other, content)
    theirs = json.loads(content.read_text(encoding="utf-8"))
    theirs["council"]["id"] = "00000000-0000-4000-8000-000000000000"
    theirs["council"]["name"] = "Another Council"
    theirs.pop("journal", None)
    content.write_text(json.dumps(theirs), encoding="utf-8")
    dialog = open_dialog(example)
    read(dialog, content)
    assert "of another workbook, of Another Council" in dialog.file.text()
    assert [line.name.text() for line in dialog.years.preview.lines] == ["CQC 2024 (2)", "2024-25 (2)"]
    take(dialog)
    assert labels(example) == ["2024-25", "2024-25 (2)", "CQC 2024", "CQC 2024 (2)"]
    assert len({record.id for record in example.session.assessments}) == 4


def test_an_excel_export_of_another_workbook_comes_in_but_for_what_was_not_understood(
    dialog: ImportFileDialog, blank_year: Workspace, other: Path, tmp_path: Path, read: Read, take: Take
) -> None:
    export_workbook(other, tmp_path / "other.xlsx")
    book = load_workbook(tmp_path / "other.xlsx")
    risks = book["Risks"]
    risks.cell(3, column(risks, "Likelihood")).value = "who knows"
    book.save(tmp_path / "other.xlsx")
    read(dialog, tmp_path / "other.xlsx")
    problem = dialog.years.troubles.troubles[0].problem
    assert (problem.sheet, problem.row, problem.column) == ("Risks", 3, "Likelihood")
    assert dialog.years.troubles.isVisible()
    take(dialog)
    assert labels(blank_year) == ["2024-25", "2025-26", "CQC 2024"]
    assert "1 not understood" in dialog.result_page.details.text()


def test_a_file_that_is_nothing_to_take_in_is_refused_in_a_sentence(
    dialog: ImportFileDialog, blank_year: Workspace, tmp_path: Path, read: Read
) -> None:
    (tmp_path / "letter.txt").write_text("Dear all", encoding="utf-8")
    read(dialog, tmp_path / "letter.txt")
    assert "letter.txt" in dialog.said.message_text
    assert not dialog.take.isEnabled()
    assert labels(blank_year) == ["2025-26"]


def test_what_is_wrong_in_json_is_listed_and_nothing_comes_in(
    dialog: ImportFileDialog, blank_year: Workspace, source: Path, read: Read
) -> None:
    content = json.loads(source.read_text(encoding="utf-8"))
    content["assessments"][1]["records"]["judgement"][0]["score"] = 9
    source.write_text(json.dumps(content), encoding="utf-8")
    read(dialog, source)
    assert "must be put right" in dialog.years.refused.text()
    assert dialog.years.troubles.troubles
    assert not dialog.take.isEnabled()
    dialog.import_chosen()
    assert labels(blank_year) == ["2025-26"]


def test_what_is_in_each_year_is_counted_in_words(dialog: ImportFileDialog, source: Path, read: Read) -> None:
    read(dialog, source)
    words = [child.text() for child in dialog.years.preview.lines[1].findChildren(type(dialog.file))]
    assert any("14 risks" in said and "9 contacts" in said for said in words)


def test_closing_while_it_reads_stops_the_reading_first(
    dialog: ImportFileDialog, blank_year: Workspace, source: Path, qtbot: QtBot
) -> None:
    dialog.begin_reading(source)
    dialog.reject()
    assert dialog.isVisible()
    qtbot.waitUntil(lambda: dialog.task is None, timeout=20000)
    dialog.reject()
    assert not dialog.isVisible()
    assert labels(blank_year) == ["2025-26"]


def test_stopping_while_it_writes_takes_all_of_it_out_again(
    dialog: ImportFileDialog, blank_year: Workspace, source: Path, read: Read, qtbot: QtBot
) -> None:
    read(dialog, source)
    before = blank_year.session.read_history()
    dialog.take.click()
    writing = dialog.task
    assert writing is not None
    with qtbot.waitSignal(writing.progressed):
        pass
    dialog.reject()
    assert dialog.isVisible()
    assert dialog.task is None
    assert dialog.said.message_text == "Stopped. Nothing was imported."
    assert labels(blank_year) == ["2025-26"]
    assert blank_year.session.read_history() == before
    assert dialog.take.isEnabled()


def test_another_councils_report_is_said_to_be_another_councils(
    dialog: ImportFileDialog, blank_year: Workspace, report: Path, read: Read, take: Take
) -> None:
    read(dialog, report)
    assert "Example Council, which is another council than yours" in dialog.file.text()
    take(dialog)
    made = next(each for each in blank_year.session.assessments if each["assessor"] == "another")
    assert made["label"] == "Example Council, CQC 2024"


def test_a_cqc_report_becomes_a_year_that_cqc_assessed(
    dialog: ImportFileDialog, blank_year: Workspace, report: Path, read: Read, take: Take
) -> None:
    ours = report.read_text(encoding="utf-8").replace("Example Council", blank_year.session.council.text_of("name"))
    report.write_text(ours, encoding="utf-8")
    read(dialog, report)
    assert "CQC’s published report on" in dialog.file.text()
    take(dialog)
    made = next(each for each in blank_year.session.assessments if each["assessor"] == "cqc")
    assert (
        sum(score is not None for score in blank_year.session.load_assessment(made.id).scores_by_statement.values())
        == 9
    )


def test_a_report_taken_in_again_is_set_against_the_year_that_is_here(
    dialog: ImportFileDialog, blank_year: Workspace, report: Path, open_dialog: Open, read: Read, take: Take
) -> None:
    read(dialog, report)
    take(dialog)
    before = labels(blank_year)
    again = open_dialog(blank_year)
    read(again, report)
    assert again.take.text() == "Show what would change"
    take(again)
    assert again.said.message_text == f"Everything in {report.name} is in this workbook already."
    assert labels(blank_year) == before


def test_the_report_of_what_was_taken_can_be_saved(
    dialog: ImportFileDialog,
    source: Path,
    tmp_path: Path,
    read: Read,
    take: Take,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    read(dialog, source)
    take(dialog)
    out = tmp_path / "report.txt"
    monkeypatch.setattr(dialogs, "ask_save_path", lambda parent, title, filters, suggested, chosen: chosen(out))
    dialog.result_page.save.click()
    qtbot.waitUntil(lambda: "saved as" in dialog.said.message_text)
    assert "“CQC 2024” and “2024-25”" in out.read_text(encoding="utf-8-sig")
    monkeypatch.setattr(
        dialogs, "ask_save_path", lambda parent, title, filters, suggested, chosen: chosen(tmp_path / "no" / "r.txt")
    )
    dialog.result_page.save.click()
    qtbot.waitUntil(lambda: "could not be saved" in dialog.said.message_text)


def test_a_free_name_is_counted_up_until_it_is_free() -> None:
    assert free_label("2024-25", []) == "2024-25"
    assert free_label("2024-25", ["2024-25", "2024-25 (2)"]) == "2024-25 (3)"
    assert free_label("cqc", ["CQC"]) == "cqc (2)"


@pytest.mark.parametrize(
    ("name", "year"),
    [("SAF 2023-24 final", "2023-24"), ("ours 2023_2024", "2023-24"), ("2019-25", ""), ("draft v2", "")],
)
def test_the_year_is_read_from_a_files_name(name: str, year: str) -> None:
    assert find_year_in_name(name) == year
