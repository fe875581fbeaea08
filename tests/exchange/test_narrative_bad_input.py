"""Documents that cannot be imported, or hardly: one sentence with the way out, and nothing changed."""

from __future__ import annotations

import zipfile
from pathlib import Path

import docx
import pikepdf
import pytest
from reportlab.pdfgen import canvas

from selfassess.domain.model.errors import FileError
from selfassess.packs import reader as packs
from selfassess.services.exporting import export
from selfassess.services.importing import file_kinds
from selfassess.services.importing.read_source import read_source
from selfassess.services.workbook import opening
from tests.exchange.test_narrative import CASES, imported, year_of

WORD = CASES / "testshire-self-assessment-2025.docx"
PAGE = (
    "<html><head><style>.c1{font-weight:700}</style></head><body><p class='title'>Exampleshire Council</p>"
    "<h1><span>QS1 Assessing needs</span></h1><p><span class='c1'>Strengths</span></p>"
    "<ul class='lst-kix_a-0 start'><li><span>Calls are answered</span>"
    "<sup><a href='#ftnt1' id='ftnt_ref1'>[1]</a></sup></li></ul><ul class='lst-kix_a-1'><li>within a day</li></ul>"
    "<ul class='lst-kix_a-0'><li>Visits are made</li></ul><p><img src='images/i.png' alt='A graph'></p>"
    "<hr><div><p><a href='#ftnt_ref1' id='ftnt1'>[1]</a><span> From the audit</span></p></div></body></html>"
)


def _scan(path: Path) -> None:
    drawn = canvas.Canvas(str(path))
    for _ in range(2):
        drawn.rect(50, 50, 300, 500, fill=1)
        drawn.showPage()
    drawn.save()


def _locked(path: Path) -> None:
    with pikepdf.open(CASES / "testshire-self-assessment-2025.pdf") as pdf:
        pdf.save(path, encryption=pikepdf.Encryption(user="x", owner="y"))


def _entities(path: Path) -> None:
    with zipfile.ZipFile(WORD) as before, zipfile.ZipFile(path, "w") as after:
        for each in before.infolist():
            data = before.read(each)
            if each.filename == "word/document.xml":
                data = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "xx">]>' + data.split(b"?>", 1)[1]
            after.writestr(each, data)


def _pages(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("Index/Document.iwa", b"x")


BAD = {
    "scan.pdf": (_scan, "have its text recognised"),
    "locked.pdf": (_locked, "Save a copy without one"),
    "cut.docx": (lambda path: path.write_bytes(WORD.read_bytes()[:20_000]), "damaged or cut off"),
    "entities.docx": (_entities, "holds definitions that no document has"),
    "old.doc": (lambda path: path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(3000)), "save it as .docx"),
    "notes.pages": (_pages, "Export it from there as Word"),
}


@pytest.mark.parametrize("name", BAD)
def test_it_is_one_sentence_with_the_way_out(tmp_path: Path, name: str) -> None:
    make, says = BAD[name]
    make(tmp_path / name)
    with pytest.raises(FileError) as raised:
        read_source(tmp_path / name, label="2024-25", framework=packs.newest_framework())
    assert name in str(raised.value)
    assert says in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("name", ["named.pdf", "named.txt"])
def test_a_wrong_ending_does_not_matter(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(WORD.read_bytes())
    incoming = read_source(tmp_path / name, label="2024-25")
    assert len(year_of(incoming).records_of("strength")) == 27


def test_macros_are_told_and_never_run(tmp_path: Path) -> None:
    path = tmp_path / "macros.docm"
    path.write_bytes(WORD.read_bytes())
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("word/vbaProject.bin", b"x")
    incoming = imported(path)
    assert len(year_of(incoming).records_of("strength")) == 27
    assert any("macros" in note for note in incoming.notes)


def test_google_docs_zip_and_text_are_read(tmp_path: Path) -> None:
    path = tmp_path / "docs.zip"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("Assessment.html", PAGE)
        package.writestr("images/i.png", b"x")
    assert file_kinds.recognize_source(path) is file_kinds.Source.NARRATIVE
    incoming = imported(path)
    strengths = year_of(incoming).records_of("strength")
    assert [each["title"] for each in strengths] == ["Calls are answered", "Visits are made"]
    assert strengths[0]["detail"] == "- within a day\n\nFrom the audit"
    assert any(piece.kind == "picture" and piece.text == "A graph" for piece in incoming.pieces)
    text = tmp_path / "docs.txt"
    lines = (
        "Exampleshire Council\nSelf-assessment\n\nAssessing needs\n\nStrengths\n\n* Calls\n   * in a day\n\nScore\n3\n"
    )
    text.write_bytes(("\ufeff" + lines.replace("\n", "\r\n")).encode())
    year = year_of(imported(text))
    assert year.judgements["assessing-needs"]["score"] == 3
    assert [(each["title"], each["detail"]) for each in year.records_of("strength")] == [("Calls", "- in a day")]


def test_tables_in_tables_and_thousands_of_tables_are_read(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Quality statement 1: Assessing needs", 1)
    document.add_heading("Strengths", 2)
    outer = document.add_table(1, 1).cell(0, 0)
    outer.text = "Outside"
    outer.add_table(1, 1).cell(0, 0).text = "Inside"
    for number in range(300):
        document.add_table(1, 1).cell(0, 0).text = f"Point {number}"
    document.save(str(tmp_path / "tables.docx"))
    titles = [each["title"] for each in year_of(imported(tmp_path / "tables.docx")).records_of("strength")]
    assert titles[:2] == ["Outside", "Inside"]
    assert len(titles) == 302


@pytest.mark.parametrize("ending", ["pdf", "html"])
def test_what_this_program_exported_to_be_read_is_refused_with_what_to_import_instead(
    tmp_path: Path, ending: str
) -> None:
    book, path = tmp_path / "demo.sawb", tmp_path / f"report.{ending}"
    opening.write_demo_workbook(book, author="Tester")
    export.export_workbook(book, path)
    with pytest.raises(FileError, match=rf"report.{ending} is a .* that this program exported.*Word or JSON file"):
        read_source(path, label="2019-20")


def test_what_is_no_self_assessment_comes_to_nothing(tmp_path: Path) -> None:
    path = tmp_path / "letter.docx"
    document = docx.Document()
    document.add_paragraph("Dear all,")
    document.add_paragraph("The meeting is on Monday.")
    document.save(str(path))
    incoming = imported(path)
    assert incoming.sent is not None
    assert not any(incoming.sent.fields.values())
    assert {piece.outcome for piece in incoming.pieces} == {"left out"}
