"""What a screen reader would be told of a PDF: its parts in order with their texts, and what is nobody's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pikepdf

SHOWING = {"Tj", "TJ", "'", '"'}
PAINTING = {"S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "Do", "EI"}


@dataclass
class Part:
    """One part of the structure tree; ``text`` is what is marked as its own."""

    role: str
    text: str = ""
    drawn: str = ""
    """As it stands on the page, where that is another text."""
    alternative: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    parts: list[Part] = field(default_factory=list)
    areas: list[Any] = field(default_factory=list)

    def walk(self) -> Iterator[Part]:
        yield self
        for part in self.parts:
            yield from part.walk()

    @property
    def whole(self) -> str:
        return self.text + "".join(part.whole for part in self.parts)


class Tagged:
    """A PDF read the way a screen reader reads it."""

    def __init__(self, path: Path) -> None:
        with pikepdf.open(path) as pdf:
            self.stray: list[str] = []
            self.marks: list[dict[int, str]] = []
            self.decoration: list[str] = []
            for page in pdf.pages:
                self._read(page)
            self.pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
            self.used: list[tuple[int, int]] = []
            self.document = self._part(pdf.Root.StructTreeRoot.K)
            self.root = pdf.Root

    def _read(self, page: pikepdf.Page) -> None:
        """The text under each mark of a page, and what is painted or said outside of any."""
        fonts = {str(name): _characters(made) for name, made in page.Resources.Font.items()}
        marks: dict[int, str] = {}
        open_: list[int | None] = []
        font = ""
        for line in pikepdf.parse_content_stream(page):
            operands: Any = line.operands
            name = str(line.operator)
            if name in ("BDC", "BMC"):
                known = operands[1] if len(operands) > 1 else {}
                mark = int(known["/MCID"]) if "/MCID" in known else None
                open_.append(mark)
                if mark is not None:
                    marks[mark] = ""
            elif name == "EMC":
                open_.pop()
            elif name == "Tf":
                font = str(operands[0])
            elif name in SHOWING:
                said = "".join(fonts[font].get(code, "?") for text in _strings(operands) for code in bytes(text))
                self._said(said, open_, marks)
            elif name in PAINTING and not open_:
                self.stray.append(name)
        self.marks.append(marks)

    def _said(self, said: str, open_: list[int | None], marks: dict[int, str]) -> None:
        if not open_:
            self.stray.append(said)
        elif open_[-1] is None:
            self.decoration.append(said)
        else:
            marks[open_[-1]] += said

    def _part(self, element: Any) -> Part:
        made = Part(str(element.S)[1:], alternative=str(element.get("/Alt", "")))
        made.attributes = {str(key)[1:]: str(value) for key, value in dict(element.get("/A", {})).items()}
        kids = element.get("/K", pikepdf.Array())
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if kid.get("/Type") == "/MCR":
                mark = (self.pages[kid.Pg.objgen], int(kid.MCID))
                self.used.append(mark)
                made.text += self.marks[mark[0]][mark[1]]
            elif kid.get("/Type") == "/OBJR":
                made.areas.append((str(kid.Obj.Contents), int(kid.Obj.StructParent)))
            else:
                assert kid.P.objgen == element.objgen
                made.parts.append(self._part(kid))
        if "/ActualText" in element:
            made.text, made.drawn = str(element.ActualText), made.text
        return made


def printed(part: Part, depth: int = 0) -> Iterator[str]:
    """The tree as lines: role, what sets a cell apart, and its text."""
    shown = {key: value for key, value in part.attributes.items() if key in ("Scope", "ColSpan")}
    more = "".join(f" {key}={value.lstrip('/')}" for key, value in shown.items())
    said = f" “{' '.join(part.text.split())}”" if part.text.strip() else ""
    alternative = f" = {part.alternative}" if part.alternative else ""
    yield f"{'  ' * depth}{part.role}{more}{alternative}{said}"
    for each in part.parts:
        yield from printed(each, depth + 1)


def _strings(operands: Any) -> Iterator[Any]:
    for operand in operands:
        if isinstance(operand, pikepdf.String):
            yield operand
        elif isinstance(operand, pikepdf.Array):
            yield from _strings(operand)


def _characters(font: Any) -> dict[int, str]:
    """What each code of a font stands for, by the table that copying and searching use."""
    table = font.ToUnicode.read_bytes().decode("latin-1")
    found = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        for code, letters in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            found[int(code, 16)] = bytes.fromhex(letters).decode("utf-16-be", "replace")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for first, last, letters in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            for code in range(int(first, 16), int(last, 16) + 1):
                found[code] = chr(int(letters, 16) + code - int(first, 16))
        for first, listed in re.findall(r"<(\w+)>\s*<\w+>\s*\[(.*?)\]", block, re.DOTALL):
            for number, letters in enumerate(re.findall(r"<(\w+)>", listed)):
                found[int(first, 16) + number] = bytes.fromhex(letters).decode("utf-16-be", "replace")
    return found
