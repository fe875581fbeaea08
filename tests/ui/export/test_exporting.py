"""The export dialog: what it asks, and that it says truly what came of it."""

import json
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from pytestqt.qtbot import QtBot

from selfassess.domain.model.commands import SetField
from selfassess.domain.model.editions import Edition
from selfassess.services.exporting.formats import FORMATS
from ui.bridge.workspace import Workspace
from ui.dialogs.export.page import ExportDialog
from ui.widgets import dialogs


@pytest.fixture
def dialog(example: Workspace, qtbot: QtBot) -> ExportDialog:
    made = ExportDialog(example)
    qtbot.addWidget(made)
    made.open()
    return made


def choose(dialog: ExportDialog, format: str, edition: Edition = Edition.FULL) -> None:
    dialog.formats.button(list(FORMATS).index(format)).setChecked(True)
    dialog.editions.button(list(Edition).index(edition)).setChecked(True)


def years(dialog: ExportDialog) -> list[str]:
    return [dialog.year.itemText(i) for i in range(dialog.year.count())]


def test_json_is_written_whole_and_its_place_is_told(dialog: ExportDialog, tmp_path: Path, qtbot: QtBot) -> None:
    choose(dialog, "json", Edition.BOARD)
    dialog.write_export(tmp_path / "out.json")
    assert dialog.bar.isVisible()
    qtbot.waitUntil(lambda: dialog.task is None, timeout=20000)
    assert dialog.said.message_text.startswith(f"Exported to {tmp_path / 'out.json'}")
    assert dialog.opener.isVisible()
    (year,) = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["assessments"]
    assert year["label"] == "2024-25"
    assert not year["records"].get("contact")


def test_all_years_can_go_into_excel_and_json_but_not_into_a_pdf(dialog: ExportDialog) -> None:
    assert years(dialog) == ["CQC 2024", "2024-25", "All years"]
    choose(dialog, "pdf")
    assert years(dialog) == ["CQC 2024", "2024-25"]


def test_a_folder_that_is_not_there_is_said_in_a_sentence(dialog: ExportDialog, tmp_path: Path, qtbot: QtBot) -> None:
    choose(dialog, "json")
    dialog.write_export(tmp_path / "nowhere" / "out.json")
    qtbot.waitUntil(lambda: dialog.task is None, timeout=20000)
    assert "is not there" in dialog.said.message_text
    assert not dialog.opener.isVisible()
    assert dialog.start.isEnabled()


def test_stopping_leaves_nothing_behind(dialog: ExportDialog, tmp_path: Path, qtbot: QtBot) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    choose(dialog, "xlsx")
    dialog.write_export(folder / "out.xlsx")
    dialog.stop.click()
    assert dialog.isVisible()
    qtbot.waitUntil(lambda: dialog.task is None, timeout=20000)
    assert dialog.said.message_text == "Stopped. Nothing was exported."
    assert list(folder.iterdir()) == []


def test_the_suggested_name_says_what_it_is(
    dialog: ExportDialog, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked: list[Path] = []

    def ask_save(parent: object, title: str, filters: str, suggested: Path, chosen: Callable[[Path], None]) -> None:
        asked.append(suggested)

    monkeypatch.setattr(dialogs, "ask_save_path", ask_save)
    choose(dialog, "pdf", Edition.PUBLIC)
    dialog.start.click()
    assert asked[0].name == "Derby City Council (worked example) self-assessment 2024-25 (public).pdf"


def test_an_ending_that_is_missing_is_added(dialog: ExportDialog, tmp_path: Path, qtbot: QtBot) -> None:
    choose(dialog, "json")
    dialog.write_export(tmp_path / "version 1.2")
    qtbot.waitUntil(lambda: dialog.task is None, timeout=20000)
    assert (tmp_path / "version 1.2.json").is_file()


def test_what_cannot_be_saved_is_put_right_before_exporting(
    dialog: ExportDialog, example: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Stubborn:
        def flush(self) -> bool:
            return False

    stubborn = Stubborn()
    example.register_editor(stubborn)
    asked: list[str] = []
    monkeypatch.setattr(dialogs, "ask_save_path", lambda *_: asked.append("asked"))
    dialog.start.click()
    assert asked == []
    assert "cannot be saved yet" in dialog.said.message_text


@pytest.mark.parametrize("edition", list(Edition), ids=str)
def test_each_edition_says_what_it_leaves_out(dialog: ExportDialog, edition: Edition) -> None:
    button = dialog.editions.button(list(Edition).index(edition))
    assert button.accessibleDescription().startswith("Leaves")


def test_a_pdf_is_made_of_the_parts_that_are_ticked(dialog: ExportDialog, tmp_path: Path, qtbot: QtBot) -> None:
    choose(dialog, "pdf")
    dialog.parts.unfold.click()
    for key, tick in dialog.parts.ticks.items():
        tick.setChecked(key in ("summary", "contacts"))
    assert dialog.parts.said.text() == "2 of 17 parts."
    choose(dialog, "pdf", Edition.BOARD)
    assert dialog.parts.ticks["contacts"].isHidden()
    assert dialog.parts.chosen_parts() == ("summary",)
    dialog.write_export(tmp_path / "out.pdf")
    qtbot.waitUntil(lambda: dialog.task is None, timeout=20000)
    assert dialog.report is not None
    assert dialog.report.pages == 3


def test_no_part_at_all_cannot_be_exported(dialog: ExportDialog) -> None:
    choose(dialog, "pdf")
    for tick in dialog.parts.ticks.values():
        tick.setChecked(False)
    assert not dialog.start.isEnabled()
    assert "at least one" in dialog.parts.said.text()
    dialog.parts.ticks["notes"].setChecked(True)
    assert dialog.start.isEnabled()


def test_only_a_pdf_has_parts_to_choose_and_json_always_holds_everything(dialog: ExportDialog) -> None:
    dialog.parts.without_empty.setChecked(True)
    for tick in dialog.parts.ticks.values():
        tick.setChecked(False)
    for format, leaves_out in (("pdf", True), ("xlsx", True), ("json", False)):
        choose(dialog, format)
        assert dialog.parts.unfold.isHidden() == (format != "pdf")
        assert dialog.parts.leaves_out_empty() is leaves_out
        assert dialog.start.isEnabled() == (format != "pdf")


def test_where_no_font_can_draw_something_is_said(
    dialog: ExportDialog, example: Workspace, tmp_path: Path, qtbot: QtBot
) -> None:
    risk = example.session.current.records_of("risk")[0]
    example.run(SetField(risk.id, "controls", "A fox 🦊"))
    choose(dialog, "pdf")
    dialog.write_export(tmp_path / "out.pdf")
    qtbot.waitUntil(lambda: dialog.task is None, timeout=20000)
    assert f"In “Risk: {risk.text_of('title')}”, Controls: 🦊 (U+1F98A), once." in dialog.said.message_text


def test_word_is_written_in_the_councils_template_until_it_is_left_out(
    dialog: ExportDialog, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    template, out = tmp_path / "council.docx", tmp_path / "out.docx"
    made = docx.Document()
    made.sections[0].header.paragraphs[0].text = "Letterhead"
    made.save(str(template))
    monkeypatch.setattr(dialogs, "ask_file_to_open", lambda parent, title, filters, folder, chosen: chosen(template))
    choose(dialog, "xlsx")
    assert dialog.template.isHidden()
    choose(dialog, "docx")
    assert dialog.template.isVisible()
    assert dialog.template.chosen_template() is None
    dialog.template.choose.click()
    assert dialog.template.said.text().endswith("council.docx.")
    dialog.write_export(out)
    qtbot.waitUntil(lambda: dialog.task is None, timeout=60_000)
    assert docx.Document(str(out)).sections[0].header.paragraphs[0].text == "Letterhead"
    dialog.template.leave.click()
    assert dialog.template.chosen_template() is None
    assert dialog.template.leave.isHidden()
