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
    titles = [each["title"] for each in year_of(incoming).of("strength")]
    assert titles[0] == "Calls are answered at once"
    assert any("tracked changes (by A Lead)" in note for note in incoming.notes)
    gone = next(piece for piece in incoming.pieces if piece.text == "within a week")
    assert gone.outcome == "left out"
    assert "deleted by A Lead" in gone.why


def test_a_note_goes_with_its_paragraph_and_a_comment_stays_a_comment(marked: Path) -> None:
    year = year_of(imported(marked))
    assert year.of("strength")[1]["detail"] == "From the audit."
    (comment,) = year.of("comment")
    assert comment["text"] == "Is that so?"
    assert comment["author"] == "A Reader"
    assert comment["about"] == year.of("strength")[2].id


def test_a_text_box_is_read_once_and_hidden_words_are_listed(marked: Path) -> None:
    incoming = imported(marked)
    boxes = [piece for piece in incoming.pieces if piece.text == "Ninety per cent are content."]
    assert [piece.kind for piece in boxes] == ["text box"]
    assert boxes[0].outcome == "taken"
    hidden = next(piece for piece in incoming.pieces if piece.text == "not for CQC")
    assert hidden.outcome == "left out"
    assert any("not for CQC" in problem.message for problem in incoming.problems)
