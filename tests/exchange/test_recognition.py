"""What a file is: by what it holds, in one place, and what shows that nobody can open it."""

from __future__ import annotations

import os
import struct
from email.message import EmailMessage
from pathlib import Path

import pytest

from selfassess.domain.model.errors import FileError
from selfassess.exchange import apart
from selfassess.exchange.recognition import FileKind, recognize_file
from selfassess.exchange.spreadsheets import compound
from selfassess.files import attributes
from tests.exchange import document_making as making

ODF = "application/vnd.oasis.opendocument."


def fault(path: Path) -> str:
    """Why nobody can open a file, as the process apart says it."""
    said: str = apart.read_apart("soundness", path)
    return said


def ole(stream: str, size: int = 600) -> bytes:
    """An old Office file with one stream in its directory."""
    header = compound.OLE + bytes(22) + struct.pack("<H", 9) + bytes(16) + struct.pack("<I", 1)
    header += bytes(16) + struct.pack("<II", 0xFFFFFFFE, 0) + struct.pack("<I", 0) + b"\xff" * (108 * 4)
    table = struct.pack("<II", 0xFFFFFFFD, 0xFFFFFFFE) + b"\xff" * (512 - 8)
    name = stream.encode("utf-16-le")
    entry = name + bytes(64 - len(name)) + struct.pack("<H", len(name) + 2) + bytes(62)
    return header[:512].ljust(512, b"\xff") + table + entry.ljust(512, b"\0") + bytes(size)


def contents(folder: Path) -> dict[FileKind, Path]:
    """One sound file of each kind, under a name that says nothing."""
    page = "<!DOCTYPE html>\n<!-- saved from url=(0036)https://example.org/ -->\n<html><body>Words</body></html>"
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "Desk <desk@example.org>", "team@example.org", "Waits"
    mail["MIME-Version"] = "1.0"
    mail.set_content("Dear all")
    saved = (
        b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary=x\r\n\r\n--x"
    )
    plain = {
        FileKind.JSON: b'\xef\xbb\xbf {"format": "selfassess"}',
        FileKind.RICH_TEXT: rb"{\rtf1\ansi Words}",
        FileKind.OLD_WORD: ole("WordDocument"),
        FileKind.OLD_EXCEL: ole("Workbook"),
        FileKind.OLD_SLIDES: ole("PowerPoint Document"),
        FileKind.LOCKED_OFFICE: ole("EncryptedPackage"),
        FileKind.OUTLOOK: ole("__properties_version1.0"),
        FileKind.WEB_PAGE: page.encode("utf-16"),
        FileKind.SAVED_PAGE: saved,
        FileKind.MESSAGE: mail.as_bytes(),
        FileKind.CLOUD_LINK: b'{"url":"https://docs.google.com/open?id=abc","doc_id":"abc"}',
        FileKind.PICTURE: b"\x89PNG\r\n\x1a\n" + bytes(20),
        FileKind.FILM: b"\0\0\0\x18ftypmp42",
        FileKind.TEXT: b"Council: Derby\nPublished: 5 December 2025\n",
        FileKind.XML: b'<?xml version="1.0"?><a/>',
        FileKind.ZEROS: bytes(5_000),
        FileKind.EMPTY: b"",
        FileKind.WORKBOOK: b"SQLite format 3\0" + bytes(100),
        FileKind.UNKNOWN: bytes(range(256)) * 8,
    }
    made = {}
    for kind, data in plain.items():
        made[kind] = folder / f"{kind.name.lower()}.bin"
        made[kind].write_bytes(data)
    made[FileKind.PDF] = making.pdf(folder / "pdf.bin", ["Words"])
    made[FileKind.WORD] = making.word(folder / "word.bin", making.paragraph("Words"))
    made[FileKind.SLIDES] = making.package(folder / "slides.bin", {"ppt/presentation.xml": "<a/>"})
    making.sheet(folder / "excel.bin.xlsx", "Waits", [["a", "b"]])
    made[FileKind.EXCEL] = (folder / "excel.bin.xlsx").rename(folder / "excel.bin")
    for kind, name in (
        (FileKind.WRITER, "text"),
        (FileKind.CALC, "spreadsheet"),
        (FileKind.OPEN_SLIDES, "presentation"),
    ):
        made[kind] = making.package(folder / f"open {name}.bin", {"mimetype": ODF + name, "content.xml": "<a/>"})
    made[FileKind.APPLE] = making.package(folder / "pages.bin", {"Index/Document.iwa": "x", "preview.jpg": "x"})
    made[FileKind.ARCHIVE] = making.package(folder / "zip.bin", {"a.txt": "x"})
    return made


def test_every_kind_is_known_by_what_it_holds(tmp_path: Path) -> None:
    made = contents(tmp_path)
    assert {kind: recognize_file(path).kind for kind, path in made.items()} == {kind: kind for kind in made}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_text_is_a_text_and_a_page_a_page_however_they_are_encoded(tmp_path: Path, encoding: str) -> None:
    text, page = tmp_path / "a", tmp_path / "b"
    text.write_text("People’s experience – in full" * 50, encoding=encoding)
    page.write_text("\n<HTML lang='en'><p>People’s experience</p></HTML>", encoding=encoding)
    assert recognize_file(text).kind is FileKind.TEXT
    assert recognize_file(page).kind is FileKind.WEB_PAGE


def test_an_ending_counts_only_where_nothing_else_tells(tmp_path: Path) -> None:
    for name, kind in (("a.csv", FileKind.TABLE), ("a.tsv", FileKind.TABLE), ("a.txt", FileKind.TEXT)):
        (tmp_path / name).write_text("Owner,Action\nLead,Write\n", encoding="utf-8")
        assert recognize_file(tmp_path / name).kind is kind


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.pdf", FileKind.WEB_PAGE), ("a.docx", FileKind.TEXT), ("a.docx", FileKind.OLD_WORD),
        ("a.xlsx", FileKind.TEXT), ("a.pptx", FileKind.WEB_PAGE), ("a.jpg", FileKind.WEB_PAGE),
        ("a.odt", FileKind.TEXT), ("a.pdf", FileKind.WORD), ("a.txt", FileKind.WORD), ("a.pdf", FileKind.TEXT),
        ("a.docx", FileKind.EXCEL), ("a.zip", FileKind.WEB_PAGE),
    ],
)  # fmt: skip
def test_a_name_that_promises_another_kind_is_named(tmp_path: Path, name: str, kind: FileKind) -> None:
    path = contents(tmp_path)[kind].rename(tmp_path / name)
    assert recognize_file(path).kind is kind
    assert f"{name} is called" in fault(path)
    assert f"but is {kind}" in fault(path)


def test_what_opens_all_the_same_is_not_named(tmp_path: Path) -> None:
    made = contents(tmp_path)
    for kind, name in (
        (FileKind.WEB_PAGE, "table.xls"), (FileKind.RICH_TEXT, "letter.doc"), (FileKind.PDF, "report.pdf"),
        (FileKind.WORD, "policy.docx"), (FileKind.PICTURE, "scan.jpg"), (FileKind.TEXT, "notes.txt"),
        (FileKind.EXCEL, "waits.xlsx"), (FileKind.ARCHIVE, "all.zip"), (FileKind.SLIDES, "deck.pptx"),
        (FileKind.OLD_WORD, "old.doc"), (FileKind.MESSAGE, "mail.eml"), (FileKind.WRITER, "text.odt"),
    ):  # fmt: skip
        assert fault(made[kind].rename(tmp_path / f"as {name}")) == ""


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("~$policy.docx", b"\x05desk" + bytes(157), "leaves beside a file while it is open"),
        (".~lock.policy.odt#", b",desk,here,today,file:///x;", "leaves beside a file while it is open"),
        ("._policy.docx", b"\x00\x05\x16\x07" + bytes(60), "what a Mac notes"),
        ("policy.docx", b"\x00\x05\x16\x07" + bytes(60), "but is what a computer notes"),
        ("report.pdf.crdownload", b"%PDF-1.7", "did not finish"),
        ("empty.docx", b"", "is empty"),
        ("zeros.pdf", bytes(70_000), "nothing but zeros"),
        ("plan.gdoc", b'{"url":"https://docs.google.com/open?id=abc"}', "only a link"),
    ],
)
def test_what_is_no_document_at_all_is_named(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert said in fault(path)
    assert name in fault(path)


def test_what_was_cut_off_is_named_wherever_the_cut_is(tmp_path: Path) -> None:
    whole = [
        making.pdf(tmp_path / "a.pdf", ["Words"] * 40),
        making.word(tmp_path / "a.docx", "".join(making.paragraph(f"Paragraph {n} {n * n}") for n in range(2_000))),
    ]
    making.sheet(tmp_path / "a.xlsx", "Waits", [[n, n * n, f"row {n}"] for n in range(500)])
    for path in (*whole, tmp_path / "a.xlsx"):
        assert fault(path) == ""
        data = path.read_bytes()
        for part in (0.3, 0.5, 0.9, 0.99):
            path.write_bytes(data[: int(len(data) * part)])
            assert "damaged or cut off" in fault(path)


def test_a_part_that_was_damaged_inside_is_named(tmp_path: Path) -> None:
    path = making.word(tmp_path / "a.docx", "".join(making.paragraph(f"Paragraph {n}") for n in range(900)))
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 200] = os.urandom(200)
    path.write_bytes(data)
    assert "damaged" in fault(path)


def test_what_asks_for_a_password_is_named(tmp_path: Path) -> None:
    locked = making.pdf(tmp_path / "locked.pdf", ["Words"], password="word")
    assert "protected by a password" in fault(locked)
    (tmp_path / "plan.docx").write_bytes(ole("EncryptedPackage"))
    assert "protected by a password" in fault(tmp_path / "plan.docx")
    word = bytearray(ole("WordDocument", 4_096))
    word[1_536:1_548] = b"\xec\xa5" + bytes(8) + struct.pack("<H", 0x0100)
    (tmp_path / "plan.doc").write_bytes(word)
    assert "protected by a password" in fault(tmp_path / "plan.doc")


def test_what_is_only_online_is_not_fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = making.pdf(tmp_path / "a.pdf", ["Words"])
    monkeypatch.setattr(attributes, "is_only_online", lambda there: True)
    with pytest.raises(FileError, match="only online and was not fetched"):
        recognize_file(path)
