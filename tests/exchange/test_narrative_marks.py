"""What stands beside the text of a Word document: tracked changes, comments, notes, boxes, pictures, hidden words."""

from __future__ import annotations

import zipfile
from pathlib import Path

import docx
import pytest

from tests.exchange.test_narrative import imported, year_of

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
BOX = (
    '<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
    '<mc:Choice Requires="wps"><w:drawing><w:txbxContent><w:p><w:r><w:t>Ninety per cent are content.</w:t></w:r></w:p>'
    "</w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict><w:txbxContent><w:p><w:r>"
    "<w:t>Ninety per cent are content.</w:t></w:r></w:p></w:txbxContent></w:pict></mc:Fallback>"
    "</mc:AlternateContent></w:r>"
)
MARKS = {
    "MARK-TRACKED": '<w:r><w:t xml:space="preserve">Calls are answered </w:t></w:r>'
    '<w:ins w:id="1" w:author="A Lead" w:date="2025-05-01T10:00:00Z"><w:r><w:t>at once</w:t></w:r></w:ins>'
    '<w:del w:id="2" w:author="A Lead"><w:r><w:delText>within a week</w:delText></w:r></w:del>',
    "MARK-NOTE": '<w:r><w:t>Visits are made.</w:t></w:r><w:r><w:footnoteReference w:id="5"/></w:r>',
    "MARK-COMMENT": '<w:r><w:t>Carers have a plan.</w:t></w:r><w:r><w:commentReference w:id="7"/></w:r>',
    "MARK-HIDDEN": "<w:r><w:t>People feel safe.</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>not for CQC</w:t></w:r>",
    "MARK-BOX": BOX,
}
PARTS = {
    "word/footnotes.xml": f'<w:footnotes {W}><w:footnote w:id="5"><w:p><w:r><w:t>From the audit.</w:t></w:r></w:p>'
    "</w:footnote></w:footnotes>",
    "word/comments.xml": f'<w:comments {W}><w:comment w:id="7" w:author="A Reader" w:date="2025-05-02T09:30:00Z">'
    "<w:p><w:r><w:t>Is that so?</w:t></w:r></w:p></w:comment></w:comments>",
}  # fmt: skip


@pytest.fixture
def marked(tmp_path: Path) -> Path:
    document = docx.Document()
    document.add_heading("Quality statement 7: Safeguarding", 1)
    document.add_heading("What we do well", 2)
    for mark in MARKS:
        document.add_paragraph(mark, style=None if mark == "MARK-BOX" else "List Bullet")
    plain, path = tmp_path / "plain.docx", tmp_path / "marked.docx"
    document.save(str(plain))
    with zipfile.ZipFile(plain) as before, zipfile.ZipFile(path, "w") as after:
        for each in before.infolist():
            data = before.read(each)
            if each.filename == "word/document.xml":
                text = data.decode()
                for mark, xml in MARKS.items():
                    text = text.replace(f"<w:r><w:t>{mark}</w:t></w:r>", xml)
                data = text.encode()
            after.writestr(each, data)
        for name, xml in PARTS.items():
            after.writestr(name, xml)
    return path


def test_tracked_changes_are_read_as_accepted_and_told(marked: Path) -> None:
    incoming = imported(marked)
    titles = [each["title"] for each in year_of(incoming).records_of("strength")]
    assert titles[0] == "Calls are answered at once"
    assert any("tracked changes (by A Lead)" in note for note in incoming.notes)
    gone = next(piece for piece in incoming.pieces if piece.text == "within a week")
    assert gone.outcome == "left out"
    assert "deleted by A Lead" in gone.why


def test_a_note_goes_with_its_paragraph_and_a_comment_stays_a_comment(marked: Path) -> None:
    year = year_of(imported(marked))
    assert year.records_of("strength")[1]["detail"] == "From the audit."
    (comment,) = year.records_of("comment")
    assert comment["text"] == "Is that so?"
    assert comment["author"] == "A Reader"
    assert comment["about"] == year.records_of("strength")[2].id


def test_a_text_box_is_read_once_and_hidden_words_are_listed(marked: Path) -> None:
    incoming = imported(marked)
    boxes = [piece for piece in incoming.pieces if piece.text == "Ninety per cent are content."]
    assert [piece.kind for piece in boxes] == ["text box"]
    assert boxes[0].outcome == "taken"
    hidden = next(piece for piece in incoming.pieces if piece.text == "not for CQC")
    assert hidden.outcome == "left out"
    assert any("not for CQC" in problem.message for problem in incoming.problems)


ODT = """<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"><office:body><office:text>
<text:tracked-changes><text:changed-region text:id="c1"><text:insertion><office:change-info><dc:creator>A
Lead</dc:creator></office:change-info></text:insertion></text:changed-region><text:changed-region
text:id="c2"><text:deletion><office:change-info><dc:creator>B
Lead</dc:creator></office:change-info><text:p>within a
week</text:p></text:deletion></text:changed-region></text:tracked-changes><text:h
text:outline-level="1">Quality statement 7: Safeguarding</text:h><text:h text:outline-level="2">What we do
well</text:h><text:list><text:list-item><text:p>Calls are answered <text:change-start text:change-id="c1"/>at
once<text:change-end text:change-id="c1"/><text:change
text:change-id="c2"/></text:p></text:list-item><text:list-item><text:p>Visits are made.<text:note
text:note-class="endnote"><text:note-body><text:p>From the
audit.</text:p></text:note-body></text:note></text:p></text:list-item><text:list-item><text:p>Carers have a
plan.<office:annotation><dc:creator>A Reader</dc:creator><dc:date>2025-05-02T09:30:00</dc:date><text:p>Is that
so?</text:p></office:annotation></text:p></text:list-item></text:list><text:p><draw:frame>
<draw:text-box><text:p>Ninety per cent are
content.</text:p></draw:text-box></draw:frame></text:p><text:p><draw:frame><draw:image/><svg:desc>A graph of
waits</svg:desc></draw:frame></text:p></office:text></office:body></office:document-content>"""


def test_an_opendocument_text_has_its_marks_boxes_notes_and_pictures_taken_or_listed(tmp_path: Path) -> None:
    path = tmp_path / "marked.odt"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr("content.xml", ODT)
    incoming = imported(path)
    year = year_of(incoming)
    assert [(each["title"], each["detail"]) for each in year.records_of("strength")] == [
        ("Calls are answered at once", None), ("Visits are made.", "From the audit."), ("Carers have a plan.", None),
        ("Ninety per cent are content.", None),
    ]  # fmt: skip
    assert [(each["text"], each["author"]) for each in year.records_of("comment")] == [("Is that so?", "A Reader")]
    told = {piece.text: piece.why for piece in incoming.pieces if piece.outcome == "left out"}
    assert told["within a week"] == "it was deleted by B Lead while changes were tracked"
    assert "pictures are not taken" in told["A graph of waits"]
    assert any("(by A Lead, B Lead)" in note for note in incoming.notes)
