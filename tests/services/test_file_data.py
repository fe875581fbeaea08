"""Personal data in the files of the evidence: found by the workbook's own rules, and kept nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from selfassess.domain.model.errors import CancelledError
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.text.personal_data_patterns import Sign, find_personal_signs
from selfassess.services.evidence import personal_data_in_files
from tests.exchange import document_making
from tests.making import empty_assessment, with_record

PHONE, NHS = "07700 900123", "943 476 5919"


def year(*locations: str) -> Assessment:
    made = empty_assessment()
    for location in locations:
        made, _ = with_record(made, "evidence", title=f"Title of {location}", location=location, location_kind="file")
    return made


def test_signs_are_found_in_every_kind_of_file_with_their_places(tmp_path: Path) -> None:
    document_making.pdf(tmp_path / "a.pdf", ["Nothing here", f"Ring {PHONE}"])
    document_making.word(tmp_path / "b.docx", document_making.paragraph(f"NHS {NHS}"))
    document_making.sheet(tmp_path / "c.xlsx", "Waits", [["Name", "Number"], ["A", NHS]])
    (tmp_path / "d.csv").write_text(f"name,number\nA,{PHONE}\n")
    found = personal_data_in_files.search_files(year("a.pdf", "b.docx", "c.xlsx", "d.csv"), tmp_path / "year.sawb")
    assert [(each.count, each.sightings[0].place, each.sightings[0].found.kind) for each in found] == [
        (1, "page 2", Sign.PHONE),
        (1, "paragraph 1", Sign.NHS_NUMBER),
        (1, "sheet Waits, row 2", Sign.NHS_NUMBER),
        (1, "line 2", Sign.PHONE),
    ]
    assert [each.title for each in found] == [f"Title of {name}" for name in ("a.pdf", "b.docx", "c.xlsx", "d.csv")]


def test_the_rules_are_those_of_the_workbook(tmp_path: Path) -> None:
    text = f"adult.social-care@derby.gov.uk, anna.smith@example.org, DE1 2FS, AB 12 34 56 C, 0300 123 4567, {PHONE}"
    (tmp_path / "a.txt").write_text(text)
    result = personal_data_in_files.search_one_file(tmp_path / "a.txt")
    assert tuple(each.found for each in result.sightings) == find_personal_signs(text)
    assert result.count == 4


def test_no_sign_is_repeated_in_what_is_shown(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"Ring {PHONE} or {NHS} today")
    first, second = personal_data_in_files.search_one_file(tmp_path / "a.txt").sightings
    shown = " ".join((first.before, first.found.text, first.after, second.before, second.found.text, second.after))
    assert PHONE not in shown
    assert NHS not in shown
    assert "today" in shown


def test_a_clear_file_is_told_from_one_that_could_not_be_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Waits fell")
    document_making.pdf(tmp_path / "scan.pdf", [""])
    clear, scanned, gone, far = personal_data_in_files.search_files(
        year("a.txt", "scan.pdf", "gone.pdf", "C:\\x\\plan.pdf"), tmp_path / "year.sawb"
    )
    assert (clear.count, clear.problem) == (0, "")
    assert scanned.count or scanned.problem
    assert "no text" in scanned.problem
    assert "not there" in gone.problem
    assert "Windows" in far.problem


def test_what_was_read_before_a_fault_still_counts(tmp_path: Path) -> None:
    document_making.message(tmp_path / "m.eml", f"Ring {PHONE}", attached="case.pdf")
    result = personal_data_in_files.search_one_file(tmp_path / "m.eml")
    assert result.count == 1
    assert "case.pdf" in result.problem


def test_a_list_of_people_is_counted_whole_and_shown_in_part(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text(f"A,{PHONE}\n" * 1_000)
    result = personal_data_in_files.search_one_file(tmp_path / "list.csv")
    assert (result.count, len(result.sightings)) == (1_000, personal_data_in_files.MOST_SHOWN)


def test_only_files_are_looked_at_and_only_those_asked_for(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PHONE)
    (tmp_path / "b.txt").write_text(PHONE)
    made = year("a.txt", "b.txt")
    made, _ = with_record(made, "evidence", title="Page", location="https://x.gov.uk", location_kind="web")
    assert len(personal_data_in_files.search_files(made, tmp_path / "year.sawb")) == 2
    wanted = made.records_of("evidence")[1].id
    [only] = personal_data_in_files.search_files(made, tmp_path / "year.sawb", [wanted])
    assert (only.id, only.location) == (wanted, "b.txt")


def test_nothing_is_written_while_files_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    document_making.pdf(tmp_path / "a.pdf", [PHONE])
    document_making.word(tmp_path / "b.docx", document_making.paragraph(PHONE))
    document_making.sheet(tmp_path / "c.xlsx", "S", [[PHONE]])
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    personal_data_in_files.search_files(year("a.pdf", "b.docx", "c.xlsx"), tmp_path / "year.sawb")
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


def test_progress_is_told_over_all_files_and_it_stops_when_asked(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("Waits fell\n" * 5_000)
    told: list[float] = []
    personal_data_in_files.search_files(year("a.txt", "b.txt"), tmp_path / "year.sawb", progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0
    with pytest.raises(CancelledError):
        personal_data_in_files.search_files(year("a.txt"), tmp_path / "year.sawb", cancelled=lambda: True)
