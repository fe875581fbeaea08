"""How a document's place is written down and found again, and which addresses are kept."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from selfassess.domain.addresses import same_place
from selfassess.domain.errors import FileError, WrongUseError
from selfassess.exchange.documents import places
from selfassess.exchange.documents.titles import LONGEST, title_of

BOOK = Path("/council/assessment/workbook/year.sawb")


@pytest.mark.parametrize(
    ("file", "written"),
    [
        ("/council/assessment/workbook/plan.pdf", "plan.pdf"),
        ("/council/assessment/workbook/board/May/plan.pdf", "board/May/plan.pdf"),
        ("/council/assessment/evidence/plan.pdf", "../evidence/plan.pdf"),
        ("/council/plan.pdf", "../../plan.pdf"),
        ("/elsewhere/plan.pdf", "/elsewhere/plan.pdf"),
        ("/council/assessment/workbook/../workbook/plan.pdf", "plan.pdf"),
        ("/council/assessment/workbook/..plan..pdf", "..plan..pdf"),
        ("/council/assessment/workbook/C:\\plan.pdf", "./C:\\plan.pdf"),
        ("/council/assessment/workbook/javascript:alert(1)", "./javascript:alert(1)"),
        ("/council/assessment/workbook/CON.txt", "CON.txt"),
        ("/council/assessment/workbook/a\u202efdp.exe", "a\u202efdp.exe"),
    ],
)
def test_a_file_is_kept_relative_to_the_workbook_where_it_is_near_and_found_again(file: str, written: str) -> None:
    assert places.kept(Path(file), BOOK) == written
    assert places.found(written, BOOK).resolve() == Path(file).resolve()


def test_a_workbook_moved_with_its_files_still_finds_them(tmp_path: Path) -> None:
    (tmp_path / "a" / "e").mkdir(parents=True)
    (tmp_path / "a" / "e" / "plan.pdf").write_text("x")
    written = places.kept(tmp_path / "a" / "e" / "plan.pdf", tmp_path / "a" / "year.sawb")
    (tmp_path / "a").rename(tmp_path / "b")
    assert places.found(written, tmp_path / "b" / "year.sawb").is_file()


def test_slashes_and_accents_of_another_system_are_understood(tmp_path: Path) -> None:
    (tmp_path / "board").mkdir()
    (tmp_path / "board" / unicodedata.normalize("NFD", "café.pdf")).write_text("x")
    assert places.found(unicodedata.normalize("NFC", "board\\café.pdf"), tmp_path / "year.sawb").is_file()


def test_nothing_in_a_location_is_expanded() -> None:
    for location in ("~/plan.pdf", "$HOME/plan.pdf", "%TEMP%/plan.pdf", "*.pdf"):
        assert places.found(location, BOOK) == BOOK.parent / location


@pytest.mark.parametrize(
    "location",
    ["C:\\Users\\anna\\plan.pdf", "\\\\server\\share\\plan.pdf", "file://server/plan.pdf", "file:////server/x"],
)
def test_places_of_other_systems_and_computers_are_not_followed(location: str) -> None:
    with pytest.raises(places.ElsewhereError):
        places.found(location, BOOK)


def test_a_file_address_of_this_computer_is_its_path() -> None:
    assert places.found("file:///council/a%20plan.pdf", BOOK) == Path("/council/a plan.pdf")


@pytest.mark.parametrize("location", ["https://www.derby.gov.uk/plan", " ", "a\0b"])
def test_what_is_no_place_of_a_file_is_said(location: str) -> None:
    with pytest.raises(FileError):
        places.found(location, BOOK)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("www.derby.gov.uk", "https://www.derby.gov.uk"),
        (" <HTTPS://WWW.Derby.GOV.uk/Plan> ", "https://www.derby.gov.uk/Plan"),
        ("derby.gov.uk/care?year=2024", "https://derby.gov.uk/care?year=2024"),
        ("http://intranet/plan", "http://intranet/plan"),
        ("https://x.gov.uk:8443/a#part", "https://x.gov.uk:8443/a#part"),
    ],
)
def test_an_address_is_made_clean(text: str, address: str) -> None:
    assert places.address(text) == address


@pytest.mark.parametrize(
    "text",
    [
        "javascript:alert(1)", "JavaScript:alert(1)", " java\tscript:alert(1)", "javascript:1", "file:///etc/passwd",
        "data:text/html,hello", "vbscript:x", "ftp://x.gov.uk/a", "mailto:a@x.gov.uk", "//x.gov.uk/a", "C:\\plan.pdf",
        "https://www.derby.gov.uk@elsewhere.example/", "https://", "https://x.gov.uk:99999/", "https:\\\\x.gov.uk",
        "https://derby\u202e.gov.uk", "two words", "", "plan", "https://x.gov.uk/" + "a" * 2_000,
    ],
)  # fmt: skip
def test_no_other_link_is_kept(text: str) -> None:
    with pytest.raises(WrongUseError) as fault:
        places.address(text)
    assert len(str(fault.value)) < 300
    assert "\n" not in str(fault.value)


def test_addresses_that_mean_one_page_are_the_same_place() -> None:
    one = same_place("https://www.Derby.gov.uk:443/care/plan/#summary")
    assert one == same_place("http://derby.gov.uk/care/plan")
    assert one != same_place("http://derby.gov.uk/care/Plan")
    assert one != same_place("http://derby.gov.uk/care/plan?year=2")
    assert same_place("./board\\plan.pdf") == same_place("board/plan.pdf") != same_place("board/Plan.pdf")


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("annual_complaints_report.pdf", "Annual complaints report"),
        ("2024-11-05-board-minutes.docx", "2024-11-05 board minutes"),
        ("Board minutes v1.2.docx", "Board minutes v1.2"),
        ("Self-assessment and action plan.docx", "Self-assessment and action plan"),
        ("report\u202efdp.exe", "Reportfdp"),
        ("a\nb.txt", "A b"),
        ("CON.txt", "CON"),
        ("...", "Untitled document"),
        ("https://www.derby.gov.uk/adult-care/market%20position_statement.html", "Market position statement"),
        ("https://www.derby.gov.uk/care/index.html", "Care"),
        ("https://www.derby.gov.uk/", "derby.gov.uk"),
    ],
)
def test_a_title_is_guessed_from_a_name_or_an_address(name: str, title: str) -> None:
    assert title_of(name) == title


def test_a_very_long_name_makes_a_title_of_bearable_length() -> None:
    assert len(title_of("a" * 300 + ".pdf")) == LONGEST
