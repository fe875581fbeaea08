"""From nothing to an open workbook, and out again."""

from __future__ import annotations

from pathlib import Path

from tests.window.conftest import Start
from tests.window.desk import make_workbook


def test_a_new_workbook_is_made_by_the_form(start: Start, tmp_path: Path) -> None:
    person = start()
    make_workbook(person, tmp_path / "derby.sawb")
    assert (tmp_path / "derby.sawb").stat().st_size > 0
    assert person.look()["saved"] in ("All saved", "Saved")


def test_no_process_stays_after_its_window_closed(start: Start, tmp_path: Path) -> None:
    person = start()
    make_workbook(person, tmp_path / "derby.sawb")
    person.hands.press("ctrl+q", ends=True)
    assert person.program.wait_for_end() == 0
    assert "Traceback" not in person.program.last_words()
