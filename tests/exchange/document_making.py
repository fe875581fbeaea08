"""Documents to read: PDF, Word and PowerPoint files, spreadsheets and messages, whole or made to do harm."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from openpyxl import Workbook as Book
from openpyxl.comments import Comment
from reportlab.lib import pdfencrypt
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'


def pdf(path: Path, pages: Sequence[str], *, password: str | None = None, field: str = "", note: str = "") -> Path:
    """A PDF with a line on each page; the first has a form field and a comment where these are given."""
    locked = pdfencrypt.StandardEncryption(password, strength=128) if password is not None else None
    canvas = Canvas(str(path), encrypt=locked)
    for number, text in enumerate(pages):
        if text:
            canvas.drawString(72, 700, text)
        else:
            canvas.drawImage(ImageReader(_picture()), 72, 500, 100, 100)
        if field and not number:
            canvas.acroForm.textfield(name="field", value=field, x=72, y=100)
        if note and not number:
            canvas.textAnnotation(note, (10, 10, 30, 30))
        canvas.showPage()
    canvas.save()
    return path


def _picture() -> object:
    from PIL import Image

    return Image.new("RGB", (8, 8), "red")


def word(path: Path, body: str, **parts: str) -> Path:
    """A Word file of a body (``w:p`` and so on) and other parts by name: comments, header1, footnotes."""
    inside = {f"word/{name}.xml": f"<w:{name} {_W}>{text}</w:{name}>" for name, text in parts.items()}
    inside["word/document.xml"] = f"<w:document {_W}><w:body>{body}</w:body></w:document>"
    return package(path, inside)


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def slides(path: Path, texts: Sequence[str], notes: str = "") -> Path:
    made = {
        f"ppt/slides/slide{number}.xml": f"<sld {_A}><a:p><a:r><a:t>{text}</a:t></a:r></a:p></sld>"
        for number, text in enumerate(texts, 1)
    }
    if notes:
        made["ppt/notesSlides/notesSlide1.xml"] = f"<notes {_A}><a:p><a:t>{notes}</a:t></a:p></notes>"
    return package(path, made)


def package(path: Path, parts: Mapping[str, str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in parts.items():
            file.writestr(name, text)
    return path


def sheet(path: Path, title: str, rows: Sequence[Sequence[object]], note: str = "") -> Path:
    book = Book()
    page = book.active
    assert page is not None
    page.title = title
    for row in rows:
        page.append(list(row))
    if note:
        page["A1"].comment = Comment(note, "Desk")
    book.save(path)
    return path


def message(path: Path, text: str, attached: str = "") -> Path:
    parts = [
        "From: Duty Desk <duty@example.gov.uk>\r\nTo: enquiries@example.gov.uk\r\nSubject: Waits\r\n"
        "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=edge\r\n\r\n",
        f"--edge\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n",
    ]
    if attached:
        parts.append(
            "--edge\r\nContent-Type: application/pdf\r\n"
            f'Content-Disposition: attachment; filename="{attached}"\r\n\r\nx\r\n'
        )
    path.write_bytes("".join((*parts, "--edge--\r\n")).encode())
    return path
