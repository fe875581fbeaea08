"""How a document's place is written down and found again, and which addresses are kept."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path, PureWindowsPath

import pytest

from selfassess.domain.model.addresses import normalise_location
from selfassess.domain.model.errors import FileError, WrongUseError
from selfassess.exchange.documents import places
from selfassess.exchange.documents.titles import LONGEST, guess_document_title

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
    assert places.format_kept_location(Path(file), BOOK) == written
    assert places.resolve_location(written, BOOK).resolve() == Path(file).resolve()


def test_a_workbook_moved_with_its_files_still_finds_them(tmp_path: Path) -> None:
    (tmp_path / "a" / "e").mkdir(parents=True)
    (tmp_path / "a" / "e" / "plan.pdf").write_text("x")
    written = places.format_kept_location(tmp_path / "a" / "e" / "plan.pdf", tmp_path / "a" / "year.sawb")
    (tmp_path / "a").rename(tmp_path / "b")
    assert places.resolve_location(written, tmp_path / "b" / "year.sawb").is_file()


def test_slashes_and_accents_of_another_system_are_understood(tmp_path: Path) -> None:
    (tmp_path / "board").mkdir()
    (tmp_path / "board" / unicodedata.normalize("NFD", "café.pdf")).write_text("x")
    assert places.resolve_location(unicodedata.normalize("NFC", "board\\café.pdf"), tmp_path / "year.sawb").is_file()


def test_nothing_in_a_location_is_expanded() -> None:
    for location in ("~/plan.pdf", "$HOME/plan.pdf", "%TEMP%/plan.pdf", "*.pdf"):
        assert places.resolve_location(location, BOOK) == BOOK.parent / location


@pytest.mark.parametrize(
    "location",
    ["C:\\Users\\anna\\plan.pdf", "\\\\server\\share\\plan.pdf", "file://server/plan.pdf", "file:////server/x"],
)
def test_places_of_other_systems_and_computers_are_not_followed(location: str) -> None:
    with pytest.raises(places.ElsewhereError):
        places.resolve_location(location, BOOK)


def test_a_file_address_of_this_computer_is_its_path() -> None:
    assert places.resolve_location("file:///council/a%20plan.pdf", BOOK) == Path("/council/a plan.pdf")


@pytest.mark.parametrize("location", ["https://www.derby.gov.uk/plan", " ", "a\0b"])
def test_what_is_no_place_of_a_file_is_said(location: str) -> None:
    with pytest.raises(FileError):
        places.resolve_location(location, BOOK)


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
    assert places.clean_web_address(text) == address


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
        places.clean_web_address(text)
    assert len(str(fault.value)) < 300
    assert "\n" not in str(fault.value)


def test_addresses_that_mean_one_page_are_the_same_place() -> None:
    one = normalise_location("https://www.Derby.gov.uk:443/care/plan/#summary")
    assert one == normalise_location("http://derby.gov.uk/care/plan")
    assert one != normalise_location("http://derby.gov.uk/care/Plan")
    assert one != normalise_location("http://derby.gov.uk/care/plan?year=2")
    assert (
        normalise_location("./board\\plan.pdf")
        == normalise_location("board/plan.pdf")
        != normalise_location("board/Plan.pdf")
    )


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
    assert guess_document_title(name) == title


def test_a_very_long_name_makes_a_title_of_bearable_length() -> None:
    assert len(guess_document_title("a" * 300 + ".pdf")) == LONGEST


class WindowsSystem:
    """What ``os`` is asked for on Windows; every question to the file system is written down."""

    name = "nt"

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.path = self

    def lexists(self, path: object) -> bool:
        self.asked.append(str(path))
        return False


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> WindowsSystem:
    """Windows in place of this system, with a workbook in C:\\Council or wherever ``PureWindowsPath`` says."""
    system = WindowsSystem()
    monkeypatch.setattr(places, "_ON_WINDOWS", True)
    monkeypatch.setattr(places, "_make_absolute", lambda path: PureWindowsPath(path))
    monkeypatch.setattr(places, "os", system)
    return system


WINDOWS_BOOK = PureWindowsPath("C:/Council/year.sawb")

REMOTE = (
    r"\\evil.example\share\p.pdf", "//evil.example/share/p.pdf", r"/\evil.example\share\p.pdf",
    r"\/evil.example/share\p.pdf", r"\\EVIL.example\share\p.pdf", r"\\\evil.example\share\p.pdf",
    "////evil.example/share/p.pdf", r"\\?\UNC\evil.example\share\p.pdf", r"\\?\unc\evil.example\share\p.pdf",
    "//?/UNC/evil.example/share/p.pdf", r"\\.\UNC\evil.example\share\p.pdf", r"\??\UNC\evil.example\share\p.pdf",
    "  \\\\evil.example\\share\\p.pdf", "\u200b\\\\evil.example\\share\\p.pdf", "\uff3c\uff3cevil.example\uff3cshare",
    "\u2215\u2215evil.example\u2215share", "\u202e//evil.example/share", "\t//evil.example/share",
)  # fmt: skip


@pytest.mark.parametrize("location", REMOTE)
def test_another_computer_is_not_asked_before_somebody_agreed_to_it(location: str, windows: WindowsSystem) -> None:
    with pytest.raises(places.RemoteError) as fault:
        places.resolve_location(location, WINDOWS_BOOK, {"another.example"})  # type: ignore[arg-type]
    assert fault.value.host == "evil.example"
    assert windows.asked == []


def test_a_computer_that_was_agreed_to_or_that_holds_the_workbook_is_looked_at(windows: WindowsSystem) -> None:
    places.resolve_location(r"\\Server\share\p.pdf", WINDOWS_BOOK, {"server"})  # type: ignore[arg-type]
    there = PureWindowsPath(r"\\server\share\year.sawb")
    places.resolve_location(r"\\Server\share\p.pdf", there)  # type: ignore[arg-type]
    assert windows.asked
    windows.asked.clear()
    with pytest.raises(places.RemoteError):
        places.resolve_location(r"\\server@SSL@443\share\p.pdf", there)  # type: ignore[arg-type]
    assert windows.asked == []


@pytest.mark.parametrize("location", [*REMOTE, r"\\.\pipe\x", "file:///%5C%5Cevil.example/share"])
def test_here_they_are_not_looked_at_either(location: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def lexists(path: object) -> bool:
        asked.append(str(path))
        return False

    monkeypatch.setattr(os.path, "lexists", lexists)
    with pytest.raises(FileError):
        places.resolve_location(location, BOOK, {"evil.example"})
    assert asked == []


@pytest.mark.parametrize(
    "location",
    [
        r"\\.\PhysicalDrive0", r"\\.\pipe\x", r"\\?\GLOBALROOT\Device\HarddiskVolume1\x", r"\\?\Volume{1}\x", "//",
        r"\\?\UNC", "a|b",
        "CON", "nul.txt", "board/COM1", "COM¹.pdf", "LPT9", "conin$", "aux .txt", "x.txt:hidden.exe", "C:evil.exe",
        r"C:\a.pdf::$DATA", r"\evil\x", "/etc/passwd", "setup.exe.", "setup.exe ", "a./b.pdf", "a*.pdf", "a?.pdf",
        "file:////evil.example/x", "file://evil.example/x", r"file:\\evil.example\x", "FILE:%2F%2Fevil.example/x",
        " file://evil.example/x", "file:///%5C%5Cevil.example/x", "file://[x", "file:///C:/a.txt:b.exe",
        "smb://evil.example/x", "javascript:alert(1)", "ms-msdt:/id X", "search-ms:query=x", "vbscript:x", "ldap://x",
    ],
)  # fmt: skip
def test_what_windows_takes_for_something_else_is_no_place_of_a_file(location: str, windows: WindowsSystem) -> None:
    with pytest.raises(FileError) as fault:
        places.resolve_location(location, WINDOWS_BOOK, {"evil.example"})  # type: ignore[arg-type]
    assert "\n" not in str(fault.value)
    assert windows.asked == []


@pytest.mark.parametrize(
    "location", ["plan.pdf", r"board\May\plan.pdf", "../evidence/plan.pdf", r"C:\a\b.pdf", r"\\?\C:\a.pdf"]
)
def test_ordinary_places_are_looked_at(location: str, windows: WindowsSystem) -> None:
    places.resolve_location(location, WINDOWS_BOOK)  # type: ignore[arg-type]
    assert windows.asked
