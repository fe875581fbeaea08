"""The text of documents with the places where it stands, and what is said of those that cannot be read."""

from __future__ import annotations

import zipfile
from pathlib import Path
from random import Random

import pytest

from selfassess.domain.model.errors import CancelledError, FileError
from selfassess.exchange.documents.words import read_passages
from tests.exchange import document_making as making
from tests.exchange.document_making import paragraph


def read(path: Path) -> list[tuple[str, str]]:
    return [(each.place, each.text.strip()) for each in read_passages(path)]


def read_to_the_fault(path: Path) -> tuple[list[tuple[str, str]], str]:
    given: list[tuple[str, str]] = []
    try:
        for each in read_passages(path):
            given.append((each.place, each.text.strip()))
    except FileError as fault:
        return given, str(fault)
    return given, ""


def refused(path: Path) -> str:
    with pytest.raises(FileError) as fault:
        list(read_passages(path))
    said = str(fault.value)
    assert path.name in said
    assert "\n" not in said
    return said


def test_a_pdf_is_read_page_by_page(tmp_path: Path) -> None:
    assert read(making.pdf(tmp_path / "a.pdf", ["Waits fell", "Carers said"])) == [
        ("page 1", "Waits fell"),
        ("page 2", "Carers said"),
    ]


def test_what_was_filled_into_a_pdf_or_noted_on_it_is_read_too(tmp_path: Path) -> None:
    [(_, text)] = read(making.pdf(tmp_path / "form.pdf", ["Name"], field="Duty desk", note="Ring again"))
    assert "Duty desk" in text
    assert "Ring again" in text


def test_a_pdf_that_is_only_locked_against_changes_is_read(tmp_path: Path) -> None:
    assert read(making.pdf(tmp_path / "locked.pdf", ["Open"], password="")) == [("page 1", "Open")]


def test_a_pdf_with_a_password_says_so(tmp_path: Path) -> None:
    assert "password" in refused(making.pdf(tmp_path / "secret.pdf", ["Hidden"], password="secret"))


def test_a_pdf_of_pictures_says_that_somebody_has_to_look(tmp_path: Path) -> None:
    assert "no text" in refused(making.pdf(tmp_path / "scan.pdf", ["", ""]))


def test_pages_that_are_pictures_are_named_after_the_others_were_read(tmp_path: Path) -> None:
    given, said = read_to_the_fault(making.pdf(tmp_path / "half.pdf", ["Read me", "", ""]))
    assert given == [("page 1", "Read me")]
    assert said.endswith("pictures, and these could not be read: 2, 3.")


def test_word_is_read_with_comments_headers_and_what_was_deleted(tmp_path: Path) -> None:
    deleted = "<w:p><w:del><w:r><w:delText>Old name</w:delText></w:r></w:del></w:p>"
    cell = f"<w:tbl><w:tr><w:tc>{paragraph('In a cell')}</w:tc></w:tr></w:tbl>"
    path = making.word(
        tmp_path / "plan.docx",
        paragraph("One") + "<w:p/>" + deleted + cell,
        comments=f"<w:comment>{paragraph('Ask Jo')}</w:comment>",
        header1=paragraph("Draft"),
        footnotes=paragraph("See page 2"),
    )
    assert read(path) == [
        ("paragraph 1", "One"),
        ("paragraph 2", "Old name"),
        ("paragraph 3", "In a cell"),
        ("header", "Draft"),
        ("footnotes", "See page 2"),
        ("comments", "Ask Jo"),
    ]


def test_a_text_box_is_a_paragraph_of_its_own_and_read_once(tmp_path: Path) -> None:
    box = f"<w:r><w:Choice>{paragraph('In the box')}</w:Choice><w:Fallback>{paragraph('In the box')}</w:Fallback></w:r>"
    path = making.word(tmp_path / "box.docx", f"<w:p>{box}<w:r><w:t>Around</w:t></w:r></w:p>")
    assert [text for _, text in read(path)] == ["In the box", "Around"]


def test_lines_and_columns_of_a_paragraph_stay_apart(tmp_path: Path) -> None:
    body = "<w:p><w:r><w:t>01</w:t><w:tab/><w:t>02</w:t><w:br/><w:t>03</w:t></w:r></w:p>"
    assert read(making.word(tmp_path / "tabs.docx", body)) == [("paragraph 1", "01\t02\n03")]


def test_slides_are_read_in_their_order_with_their_notes(tmp_path: Path) -> None:
    path = making.slides(tmp_path / "talk.pptx", [f"Slide {n}" for n in range(1, 12)], notes="Say thanks")
    found = read(path)
    assert found[1] == ("slide 2", "Slide 2")
    assert found[10] == ("slide 11", "Slide 11")
    assert found[-1] == ("notes of slide 1", "Say thanks")


def test_a_spreadsheet_is_read_row_by_row_with_cells_apart(tmp_path: Path) -> None:
    path = making.sheet(tmp_path / "w.xlsx", "Waits", [["Team", "Days"], [None, None], ["North", 42]])
    assert read(path) == [("sheet Waits, row 1", "Team\tDays"), ("sheet Waits, row 3", "North\t42")]


def test_comments_on_cells_are_read_too(tmp_path: Path) -> None:
    path = making.sheet(tmp_path / "w.xlsx", "Waits", [["Team"]], note="Ask Jo about this")
    found = read(path)
    assert found[0] == ("sheet Waits, row 1", "Team")
    assert found[1][0] == "comments"
    assert "Ask Jo about this" in found[1][1]


@pytest.mark.parametrize(
    "data",
    ["Café\n\nWaits".encode(), "Café\n\nWaits".encode("utf-16"), "Café\n\nWaits".encode("cp1252")],
    ids=["utf-8", "utf-16", "cp1252"],
)
@pytest.mark.parametrize("name", ["a.txt", "a.csv", "a.md"])
def test_plain_files_are_read_whatever_their_encoding(tmp_path: Path, name: str, data: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert read(path) == [("line 1", "Café"), ("line 3", "Waits")]


def test_a_message_is_read_with_who_wrote_it_and_its_attachments_are_named(tmp_path: Path) -> None:
    given, said = read_to_the_fault(making.message(tmp_path / "m.eml", "Dear all", attached="case.pdf"))
    assert "attachments, and these were not read: case.pdf" in said
    assert "Duty Desk <duty@example.gov.uk>" in given[0][1]
    assert given[1] == ("line 1 of the message", "Dear all")


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("cut.pdf", b"%PDF-1.7\n1 0 obj", "damaged"),
        ("cut.docx", b"PK\x03\x04 and no more", "damaged"),
        ("empty.txt", b"", "empty"),
        ("photo.jpg", b"\xff\xd8\xff\xe0....", "picture"),
        ("film.mp4", b"\0\0\0\x18ftypmp42", "film"),
        ("program.exe", bytes(range(256)) * 8, "of a kind"),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "of a kind"),
    ],
)
def test_what_cannot_be_read_is_said_in_a_sentence(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert said in refused(path)


@pytest.mark.parametrize(
    ("stream", "said"),
    [("WordDocument", "old Word format"), ("EncryptedPackage", "password"), ("__properties_version1.0", "Outlook")],
)
def test_files_of_the_old_kind_are_told_by_what_is_in_them(tmp_path: Path, stream: str, said: str) -> None:
    path = tmp_path / "old.bin"
    path.write_bytes(_ole(stream))
    assert said in refused(path)


def test_a_file_that_is_not_there_and_one_that_is_far_too_large(tmp_path: Path) -> None:
    assert "not there" in refused(tmp_path / "gone.pdf")
    large = tmp_path / "large.txt"
    with large.open("wb") as file:
        file.seek(4_000_000_000)
        file.write(b"x")
    assert "too large" in refused(large)


def test_a_packed_folder_and_an_unknown_document_are_not_guessed_at(tmp_path: Path) -> None:
    assert "packed folder" in refused(making.package(tmp_path / "all.zip", {"a.txt": "x"}))
    text = "application/vnd.oasis.opendocument.text"
    said = refused(making.package(tmp_path / "a.bin", {"mimetype": text, "content.xml": "x"}))
    assert "OpenDocument text" in said
    assert "cannot be read here" in said


def test_a_word_file_that_swells_or_defines_entities_is_not_opened(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.docx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("word/document.xml", bytes(60_000_000))
    assert "far larger than it seems, which no document is" in refused(bomb)
    laughs = '<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><w>&b;</w>'
    assert "definitions" in refused(making.package(tmp_path / "laughs.docx", {"word/document.xml": laughs}))


def test_a_word_file_nested_a_hundred_thousand_deep_is_read(tmp_path: Path) -> None:
    deep = "<w:x>" * 100_000 + paragraph("Deep") + "</w:x>" * 100_000
    assert read(making.word(tmp_path / "deep.docx", deep)) == [("paragraph 1", "Deep")]


def test_damaged_parts_are_said(tmp_path: Path) -> None:
    assert "damaged" in refused(making.package(tmp_path / "half.docx", {"word/document.xml": "<w:document><w:p>"}))
    assert "no text" in refused(making.word(tmp_path / "pictures.docx", "<w:p/>"))


@pytest.mark.parametrize("kind", ["pdf", "docx", "xlsx", "txt"])
def test_reading_tells_how_far_it_is_and_stops_when_asked(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"a.{kind}"
    match kind:
        case "pdf":
            making.pdf(path, ["One"] * 5)
        case "docx":
            making.word(path, paragraph("One") * 5)
        case "xlsx":
            making.sheet(path, "S", [["One"]] * 5)
        case _:
            path.write_text("One\n" * 5)
    parts: list[float] = []
    assert len(list(read_passages(path, progress=parts.append))) == 5
    assert parts == sorted(parts)
    assert parts[-1] == 1.0
    with pytest.raises(CancelledError):
        list(read_passages(path, cancelled=lambda: True))


@pytest.mark.parametrize("kind", ["pdf", "docx", "pptx", "xlsx", "eml"])
def test_a_damaged_file_is_read_or_refused_and_nothing_else(tmp_path: Path, kind: str) -> None:
    made = {
        "pdf": lambda path: making.pdf(path, ["One", "Two"], field="x", note="y"),
        "docx": lambda path: making.word(path, paragraph("One") * 20, comments=paragraph("Two")),
        "pptx": lambda path: making.slides(path, ["One"], notes="Two"),
        "xlsx": lambda path: making.sheet(path, "S", [["One", 2]] * 20),
        "eml": lambda path: making.message(path, "One", attached="two.pdf"),
    }[kind](tmp_path / f"whole.{kind}").read_bytes()
    chance, path = Random(kind), tmp_path / f"damaged.{kind}"
    for _ in range(40):
        data = bytearray(made[: chance.randrange(len(made) // 2, len(made))])
        for _ in range(chance.choice((0, 1, 10))):
            data[chance.randrange(len(data))] = chance.randrange(256)
        path.write_bytes(data)
        _, said = read_to_the_fault(path)
        assert path.name in said or not said


def _ole(stream: str) -> bytes:
    """The least file of the old kind that names one stream in its directory."""
    entry = bytearray(512)
    name = stream.encode("utf-16-le")
    entry[: len(name)] = name
    entry[64:66] = (len(name) + 2).to_bytes(2, "little")
    table = (0xFFFFFFFD).to_bytes(4, "little") + (0xFFFFFFFE).to_bytes(4, "little") + b"\xff" * 504
    head = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504))
    head[26:28], head[30:32] = (3).to_bytes(2, "little"), (9).to_bytes(2, "little")
    head[44:48], head[48:52] = (1).to_bytes(4, "little"), (1).to_bytes(4, "little")
    head[76:512] = (0).to_bytes(4, "little") + b"\xff" * 432
    return bytes(head) + table + bytes(entry)
