from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from selfassess.domain.model.errors import FileError, WrongUseError
from selfassess.domain.readiness import readiness
from selfassess.services.workbook import opening
from selfassess.services.workbook import settings as kept
from selfassess.services.workbook.recent_files import inspect_recent_files
from ui.pages.start.form import NewWorkbook, NewWorkbookForm, financial_year_of, suggest_workbook_path
from ui.pages.start.page import StartPage
from ui.pages.start.recent import DAMAGED, MISSING
from ui.shell.window import MainWindow
from ui.widgets import dialogs


@pytest.fixture
def form(qtbot: QtBot) -> NewWorkbookForm:
    made = NewWorkbookForm(date(2025, 4, 1))
    qtbot.addWidget(made)
    return made


def test_the_first_start_asks_who_is_writing_and_keeps_it(qtbot: QtBot) -> None:
    page = StartPage(kept.Settings())
    qtbot.addWidget(page)
    assert not page.name_card.isHidden()
    page.name.setText("  Ada Lovelace ")
    place = page.body.y()
    page._keep_name_of_author()
    assert page.body.y() == place
    assert "Kept" in page.name_said.text()
    page.refresh_start()
    assert page.name_card.isHidden()
    assert kept.load_settings().name == "Ada Lovelace"


def test_recent_workbooks_say_what_became_of_their_files(qtbot: QtBot, tmp_path: Path) -> None:
    there, gone = tmp_path / "there.sawb", tmp_path / "gone.sawb"
    there.write_bytes(b"")
    settings = kept.Settings(name="Ada", recent=[str(there), str(gone)])
    page = StartPage(settings)
    qtbot.addWidget(page)
    rows = page.recent._rows
    qtbot.waitUntil(lambda: MISSING in rows[str(gone)][1].text())
    assert "Changed" in rows[str(there)][1].text()
    assert rows[str(there)][2].isHidden()
    assert DAMAGED in rows[str(there)][1].text()
    asked: list[object] = []
    page.back_asked.connect(asked.append)
    for row in rows.values():
        row[3].click()
    assert asked == [there, gone]
    rows[str(gone)][2].click()
    assert settings.recent == [str(there)]
    assert list(page.recent._rows) == [str(there)]
    assert inspect_recent_files([str(there)], lambda: True) == []


def test_a_workbook_needs_a_name_and_dates_that_exist(form: NewWorkbookForm, qtbot: QtBot) -> None:
    form.fields["due_at"].setText("31/02/2025")
    form.fields["year"].setText("")
    with qtbot.assertNotEmitted(form.answered):
        assert form.submit_answers() is None
    wrong = {key for key, error in form.errors.items() if error.text()}
    assert wrong == {"council", "due_at", "year"}
    assert form.fields["due_at"].text() == "31/02/2025"


def test_answers_are_cleaned_as_the_catalogue_says(form: NewWorkbookForm) -> None:
    form.fields["council"].setText("Derby City Council")
    form.fields["due_at"].setText("28/02/2025 17:00")
    form.fields["requested_on"].setText("10 February 2025")
    new = form.submit_answers()
    assert new is not None
    assert (new.council, new.year) == ("Derby City Council", "2025-26")
    assert dict(new.settings) == {"requested_on": "2025-02-10", "due_at": "2025-02-28T17:00:00"}
    assert new.file_name == "Derby City Council self-assessment.sawb"


@pytest.mark.parametrize(("day", "year"), [(date(2025, 3, 31), "2024-25"), (date(2099, 4, 1), "2099-00")])
def test_the_year_offered_is_the_financial_year(day: date, year: str) -> None:
    assert financial_year_of(day) == year


def choosing(path: Path) -> Callable[..., None]:
    return lambda parent, title, filters, suggested, chosen: chosen(path)


def test_a_new_workbook_is_made_and_opened(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "Derby"
    monkeypatch.setattr(dialogs, "ask_save_path", choosing(path))
    window = MainWindow(kept.Settings(name="Ada"))
    qtbot.addWidget(window)
    window.start.ask_new()
    assert window.start.form is not None
    window.start.form.fields["council"].setText("Derby City Council")
    window.start.form.fields["due_at"].setText("28/02/2025 17:00")
    window.start.form.submit_answers()
    qtbot.waitUntil(lambda: window.frame is not None, timeout=15_000)
    assert window.frame is not None
    session = window.frame.workspace.session
    assert session.path == tmp_path / "Derby.sawb"
    assert session.current.record["due_at"] == "2025-02-28T17:00:00"
    assert (session.council["name"], session.author, session.undo_label) == ("Derby City Council", "Ada", "")
    window.close()


def test_the_worked_example_asks_for_no_place_and_shows_its_own_day(qtbot: QtBot) -> None:
    window = MainWindow(kept.Settings(name="Ada"))
    qtbot.addWidget(window)
    for _ in range(2):  # written the first time, opened as it was left the second
        window.start.example_asked.emit()
        qtbot.waitUntil(lambda: window.frame is not None, timeout=15_000)
        assert window.frame is not None
        assert "worked example" in window.frame.top_bar.council.text()
        workspace = window.frame.workspace
        assert workspace.session.path == kept.ensure_own_folder("data") / "Worked example.sawb"
        assert readiness.count_days_left(workspace.session.current, workspace.today()) == 11
        assert "as of 17 February 2025" in workspace.describe_standing[0]
        window.close_workbook()
    window.close()


def test_a_prior_year_begins_with_choosing_the_workbook(qtbot: QtBot) -> None:
    page = StartPage(kept.Settings(name="Ada"))
    qtbot.addWidget(page)
    page.ask_prior_year()
    assert page.imports_a_year
    assert "imported into a workbook" in page.guide.message_text
    page.guide._dismiss_message()
    assert not page.imports_a_year


def test_an_answer_that_was_put_right_is_no_longer_refused(form: NewWorkbookForm, qtbot: QtBot) -> None:
    for key, wrong, right in (
        ("year", "", "2025-26"),
        ("due_at", "tomorrow", "28/02/2025 17:00"),
        ("council", "", "Derby"),
    ):
        form.fields[key].setText(wrong)
        form.submit_answers()
        assert form.errors[key].text()
        form.fields[key].clear()
        qtbot.keyClicks(form.fields[key], right)
        assert form.errors[key].text() == ""
        assert form.errors[key].isHidden()
        assert not form.fields[key].property("refused")


@pytest.mark.parametrize("name", ["x" * 300, "é" * 300, "会" * 300, "A " * 150])
def test_a_long_name_of_a_council_gives_a_file_that_can_be_made(name: str, tmp_path: Path) -> None:
    path = suggest_workbook_path(NewWorkbook(name, "", "2025-26"), str(tmp_path))
    opening.create_workbook(path, council=name, reference="", year="2025-26", author="Ada")
    assert path.is_file()


def test_a_name_too_long_for_a_file_and_a_folder_that_is_gone_are_sentences(tmp_path: Path) -> None:
    with pytest.raises(WrongUseError, match="too long for a file"):
        opening.create_workbook(
            tmp_path / f"{'x' * 300}.sawb", council="Derby", reference="", year="2025-26", author="Ada"
        )
    gone = tmp_path / "gone"
    assert suggest_workbook_path(NewWorkbook("Derby", "", "2025-26"), str(gone)).parent == Path.home()
    with pytest.raises(FileError, match="is not there"):
        opening.create_workbook(gone / "x.sawb", council="Derby", reference="", year="2025-26", author="Ada")
