"""The command that lists signed versions, gives one out, and tells its PDF from any other."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from selfassess.cli import cli
from selfassess.domain.model.errors import WrongUseError
from selfassess.domain.signing.signing import Signatures
from selfassess.services.years import signing
from tests.making import TODAY, Clock, new_file, session

BOTH = Signatures(
    director="Ada Lovelace", director_signed_on=TODAY, chief_executive="Ben Shaw", chief_executive_signed_on=TODAY
)


@pytest.fixture
def signed(tmp_path: Path) -> Path:
    path = new_file(tmp_path)
    made = session(path)
    signing.sign_version(made, signing.prepare_version(path, made.current_id, BOTH, author="Ada", clock=Clock()))
    made.close()
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, ["versions", *map(str, arguments)])


def test_versions_are_listed_with_what_tells_them(signed: Path) -> None:
    said = run(signed)
    assert said.exit_code == 0
    assert said.output.startswith(
        "2024-25, version 1: signed off on 17 February 2025 by Ada Lovelace and Ben Shaw. It is as it was signed."
    )
    [version] = json.loads(run(signed, "--json").output)["versions"]
    assert (version["year"], version["number"], version["ok"], len(version["checksum"])) == ("2024-25", 1, True, 64)


def test_a_workbook_without_versions_says_so(tmp_path: Path) -> None:
    said = run(new_file(tmp_path))
    assert (said.exit_code, said.output) == (0, "Nothing was signed off yet.\n")


def test_the_signed_pdf_is_given_out_and_known_again(signed: Path, tmp_path: Path) -> None:
    out = tmp_path / "signed.pdf"
    assert run(signed, "--out", out).exit_code == 0
    said = run(signed, "--pdf", out)
    assert said.exit_code == 0
    assert "signed.pdf is the signed PDF of version 1." in said.output
    out.write_bytes(out.read_bytes() + b" ")
    said = run(signed, "--pdf", out)
    assert said.exit_code == 1
    assert "none of the signed PDFs" in said.output


def test_a_damaged_version_is_a_finding(signed: Path) -> None:
    with sqlite3.connect(signed) as connection:
        connection.execute("UPDATE version SET body = x'00'")
    connection.close()
    said = run(signed)
    assert said.exit_code == 1
    assert "Version 1 is damaged" in said.output


def test_what_is_not_there_is_said(signed: Path, tmp_path: Path) -> None:
    for arguments, words in ((("--number", 7), "There is no version 7"), (("--year", "1999"), "There is no year")):
        said = run(signed, *arguments, "--out", tmp_path / "x.pdf")
        assert isinstance(said.exception, WrongUseError)
        assert words in str(said.exception)


TAMPERINGS = {
    "who signed": "UPDATE version SET director = 'Somebody Else'",
    "the day of it": "UPDATE version SET director_signed_on = '2020-01-01'",
    "when it was kept": "UPDATE version SET signed_at = '2020-01-01T00:00:00+00:00'",
    "its number": "UPDATE version SET number = 7",
    "the head it was signed on": "UPDATE version SET head = NULL",
    "the version deleted": "DELETE FROM version",
    "a record of the year": "UPDATE judgement SET summary = 'Altered', score = 4",
    "every author": "UPDATE journal SET author = 'Ada Lovelace, director'",
    "an old text": "UPDATE journal SET old = '\"never said\"' WHERE seq = (SELECT max(seq) FROM journal)",
    "the last entries": "DELETE FROM journal WHERE seq > (SELECT max(seq) - 3 FROM journal)",
    "the status alone": "UPDATE assessment SET status = 'drafting'",
}


@pytest.mark.parametrize("what", TAMPERINGS)
def test_a_version_is_as_it_was_signed_only_where_everything_agrees(what: str, signed: Path) -> None:
    with sqlite3.connect(signed) as connection:
        assert connection.execute(TAMPERINGS[what]).rowcount
    connection.close()
    said = run(signed)
    assert said.exit_code == 1
    assert "It is as it was signed." not in said.output
    assert "not what its history says" in said.output or "not as it was signed" in said.output


def test_the_signed_pdf_prints_the_head_that_versions_tells(signed: Path, tmp_path: Path) -> None:
    from pypdf import PdfReader

    [version] = json.loads(run(signed, "--json", "--out", tmp_path / "signed.pdf").output)["versions"]
    text = "".join("".join(page.extract_text().split()) for page in PdfReader(tmp_path / "signed.pdf").pages)
    assert len(version["head"]) == 64
    assert version["head"] in text
