"""One line takes a title, a link or a file, and says which it understood."""

from __future__ import annotations

from pathlib import Path

import pytest

from selfassess.domain.model.errors import FileError
from selfassess.services.evidence.evidence_line import FILE, TITLE, find_named_file, understand_line


@pytest.mark.parametrize(
    ("typed", "address", "title"),
    [
        (
            "https://www.derby.gov.uk/reports/annual-report.pdf",
            "https://www.derby.gov.uk/reports/annual-report.pdf",
            "",
        ),
        ("www.derby.gov.uk/about", "https://www.derby.gov.uk/about", ""),
        ("<https://www.derby.gov.uk/about>", "https://www.derby.gov.uk/about", ""),
        ("Local account https://www.derby.gov.uk/account", "https://www.derby.gov.uk/account", "Local account"),
    ],
)
def test_a_web_link_is_known(typed: str, address: str, title: str) -> None:
    understood = understand_line(typed)
    assert understood.found is not None
    assert understood.found.location == address
    assert understood.found.location_kind == "web"
    assert title in understood.found.title
    assert understood.found.title in understood.words
    assert not understood.file


@pytest.mark.parametrize(
    "typed",
    [r"C:\Reports\Survey 2024.pdf", r'"C:\Reports\Survey 2024.pdf"', r"\\server\share\a.docx", "/srv/a/b.pdf",
     "file:///srv/a/Survey%202024.pdf", "'/srv/a/b c.pdf'"],
)  # fmt: skip
def test_the_place_of_a_file_is_known_without_looking_for_it(typed: str) -> None:
    understood = understand_line(typed)
    assert understood.file
    assert understood.words == FILE
    assert understood.found is None


@pytest.mark.parametrize(
    "typed",
    ["Survey of carers 2024/25", "Survey: what people told us", "A/B comparison", "http", "e.g. www", "Care Act s.42",
     "R: the risk register", "/", "Survey: waits and/or delays", "He said “yes”"],
)  # fmt: skip
def test_everything_else_is_a_title(typed: str) -> None:
    understood = understand_line(typed)
    assert (understood.found, understood.file, understood.refused) == (None, "", "")
    assert understood.words == TITLE
    assert understand_line("  ").words == ""


def test_a_link_that_hides_where_it_leads_is_refused_with_the_reason() -> None:
    assert "@" in understand_line("https://derby.gov.uk@elsewhere.example/a").refused


def test_the_file_is_found_or_missed_in_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "Survey 2024.pdf"
    file.write_bytes(b"%PDF-1.4")
    workbook = tmp_path / "a.sawb"
    for typed in (str(file), f'"{file}"', file.as_uri()):
        assert find_named_file(understand_line(typed), workbook) == file
    with pytest.raises(FileError, match=r"There is no file “gone\.pdf”"):
        find_named_file(understand_line(str(tmp_path / "gone.pdf")), workbook)
