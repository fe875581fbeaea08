"""What people and programs do to a Word document of ours before it comes back."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import docx
from docx.oxml import parse_xml

from selfassess.exchange.word.identity import read_tag
from selfassess.exchange.word.markup import NAMESPACES
from tests.exchange.word_making import said, w

COMMENTS = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"


def edit(path: Path, change: Callable[[Any], object]) -> Path:
    """Open a document, have its body changed, and save it."""
    document = docx.Document(str(path))
    change(document.element.body)
    document.save(str(path))
    return path


def marked(body: Any, record: str, field: str) -> list[Any]:
    """The controls of a field."""
    found = []
    for control in body.iter(w("sdt")):
        tag = control.find(f"{w('sdtPr')}/{w('tag')}")
        read = read_tag(tag.get(w("val"))) if tag is not None else None
        if read is not None and (read.record, read.field) == (record, field):
            found.append(control)
    return found


def put(control: Any, *lines: str) -> None:
    """Write lines in place of what stands in a control."""
    content = control.find(w("sdtContent"))
    paragraphs = content.findall(w("p"))
    if not paragraphs:
        _put(content, " ".join(lines))
        return
    for paragraph, line in zip(paragraphs, lines, strict=False):
        _put(paragraph, line)
    for line in lines[len(paragraphs) :]:
        added = deepcopy(paragraphs[-1])
        _put(added, line)
        content.append(added)
    for paragraph in paragraphs[len(lines) :]:
        content.remove(paragraph)


def _put(parent: Any, line: str) -> None:
    for run in parent.findall(w("r")):
        parent.remove(run)
    run = parse_xml(f"<w:r {NAMESPACES}><w:t xml:space='preserve'/></w:r>")
    run[0].text = line
    parent.append(run)


def drop_controls(body: Any) -> None:
    """As programs do that know no content controls: what stands in them stays."""
    for control in list(body.iter(w("sdt"))):
        if control.find(f"{w('sdtPr')}/{w('docPartObj')}") is not None:
            continue
        for child in list(control.find(w("sdtContent"))):
            control.addprevious(child)
        control.getparent().remove(control)


def paragraph(text: str) -> Any:
    """A paragraph of somebody's."""
    made = parse_xml(f"<w:p {NAMESPACES}><w:r><w:t xml:space='preserve'/></w:r></w:p>")
    made[0][0].text = text
    return made


def find(body: Any, text: str) -> Any:
    """The first paragraph that says just this, outside of the contents."""
    return next(p for p in body.iter(w("p")) if said(p) == text and not any(True for _ in p.iter(w("hyperlink"))))


def comment(path: Path, texts: dict[str, tuple[str, str]]) -> None:
    """Put comments beside paragraphs: what a paragraph says -> the comment's text and author."""

    def mark(body: Any) -> None:
        for number, words in enumerate(texts):
            run = f"<w:r {NAMESPACES}><w:commentReference w:id='{number}'/></w:r>"
            find(body, words).append(parse_xml(run))

    edit(path, mark)
    made = "".join(
        f"<w:comment w:id='{n}' w:author='{author}' w:date='2025-03-03T09:30:00Z'>"
        f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:comment>"
        for n, (text, author) in enumerate(texts.values())
    )
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    parts["word/comments.xml"] = f"<w:comments {NAMESPACES}>{made}</w:comments>".encode()
    with zipfile.ZipFile(path, "w") as packed:
        for name, data in parts.items():
            packed.writestr(name, data)
