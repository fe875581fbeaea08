"""The main job, whole: from a new workbook to nine written statements, signed, exported, and closed."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.window.conftest import Start
from tests.window.desk import STATEMENTS, Written, export, import_file, make_workbook, sign_off, write_statement
from tests.window.hands import Count
from tests.window.paper import hold_saved_to_the_file, texts
from tests.window.person import Person
from tests.window.program import command, write_elsewhere


def test_nine_statements_are_written_signed_exported_and_closed(start: Start, tmp_path: Path, own_home: Path) -> None:
    file = tmp_path / "derby.sawb"
    person = start()
    make_workbook(person, file)
    hold_saved_to_the_file(person, file)
    written = [Written(key, name, tmp_path / f"{key}.txt") for key, name in STATEMENTS]
    written[0].document.write_text("Minutes of the programme board", encoding="utf-8")
    for each in written:
        person.hands.done = Count()
        write_statement(person, each)
        print(f"{each.name}: {person.hands.done}")
    held = texts(file)
    assert [each.name for each in written if each.say("People tell their story once") not in held] == []

    import_prior_year(person, own_home, tmp_path)
    merge_a_conflict(person, own_home, file)
    sign_off(person, tmp_path / "signed.pdf")
    export(person, "Excel", tmp_path / "out.xlsx")
    export(person, "PDF", tmp_path / "out.pdf")
    person.hands.press("ctrl+q", ends=True)
    assert person.program.wait_for_end() == 0
    assert "Traceback" not in person.program.last_words()
    assert person.program.crash_reports() == []


def import_prior_year(person: Person, home: Path, folder: Path) -> None:
    command(home, "demo", folder / "prior.sawb")
    command(home, "export", folder / "prior.sawb", folder / "prior.json")
    import_file(person, folder / "prior.json", "Import")


def merge_a_conflict(person: Person, home: Path, file: Path) -> None:
    """Two people wrote in the same field, each in a copy of their own."""
    copy = home / "copy.sawb"  # not beside the workbook, where a notice would come up over what is clicked on
    shutil.copy(file, copy)
    write_elsewhere(home, copy, "equity", "What a colleague wrote")
    person.click("Equity", "item")
    person.click("Judgement", "StepButton")
    with person.asking_for("QMessageBox"):  # the statement was agreed: it says so, and asks once
        person.fill("Where we are", " And what was written here.")
        person.click("Write in it", "PushButton")
    import_file(person, copy, "Import 1 change", decide="Keep both")
    assert any("What a colleague wrote" in text and "written here" in text for text in texts(file))
