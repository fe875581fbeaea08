"""What the styles of a Word document say of a paragraph: heading, list item, contents, bold letters."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

_HEADING = re.compile(r"heading (\d)")
_LIST = re.compile(r"list (?:bullet|number|continue)(?: (\d))?|list paragraph")
_CONTENTS = re.compile(r"toc \d|toc heading|table of (?:figures|authorities)|index \d")
_LARGER = 1.15
"""From so many times the size of the text on, letters are those of a heading."""


@dataclass(slots=True)
class Style:
    """One style with what it says itself; None is asked of the style that it is based on."""

    name: str = ""
    based_on: str = ""
    outline: int | None = None
    bold: bool | None = None
    size: float | None = None
    listed: int | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """What a paragraph is by its style and its own settings."""

    level: int = 0
    known_by: str = ""
    depth: int = 0
    contents: bool = False
    bold: bool = False


class Styles:
    """The styles of one document."""

    def __init__(self, root: Element | None) -> None:
        self._styles: dict[str, Style] = {}
        self._default = ""
        self.size = 11.0
        if root is None:
            return
        size = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}sz")
        self.size = read_number(size, 22.0) / 2
        for each in root.iter(f"{W}style"):
            key = each.get(f"{W}styleId", "")
            self._styles[key] = _read_word_style(each)
            if each.get(f"{W}type") == "paragraph" and each.get(f"{W}default") in ("1", "true"):
                self._default = key
        normal = self._styles.get(self._default)
        if normal is not None and normal.size:
            self.size = normal.size

    def find_paragraph_look(self, properties: Element | None) -> Look:
        """What a paragraph with these properties is."""
        key = self._default
        level: int | None = None
        depth = 0
        if properties is not None:
            key = read_value(properties.find(f"{W}pStyle")) or key
            own = properties.find(f"{W}outlineLvl")
            level = int(read_number(own, 9)) if own is not None else None
            depth = _list_depth(properties)
        chain = list(self._follow_word_styles(key))
        names = [style.name for style in chain]
        contents = any(_CONTENTS.fullmatch(name) for name in names)
        bold = next((style.bold for style in chain if style.bold is not None), False)
        size = next((style.size for style in chain if style.size is not None), self.size)
        bold = bool(bold) or size >= self.size * _LARGER
        if names and names[0] in ("title", "subtitle"):
            return Look(known_by=names[0], bold=True)
        heading = next((match for name in names if (match := _HEADING.fullmatch(name))), None)
        if heading is not None and level is None:
            return Look(level=int(heading[1]), known_by="style", bold=bold)
        if level is None:
            level = next((style.outline for style in chain if style.outline is not None), 9)
        if level < 9 and not contents:
            return Look(level=level + 1, known_by="outline", bold=bold)
        if not depth:
            depth = next((found for style in chain if (found := _style_depth(style))), 0)
        return Look(depth=depth, contents=contents, bold=bold)

    def is_bold(self, key: str) -> bool | None:
        """Whether letters of a character style are bold; None where it says nothing."""
        return next((style.bold for style in self._follow_word_styles(key) if style.bold is not None), None)

    def is_large(self, size: float) -> bool:
        """Whether letters of so many points are larger than those of the text."""
        return size >= self.size * _LARGER

    def _follow_word_styles(self, key: str) -> list[Style]:
        found: list[Style] = []
        while key in self._styles and len(found) < 20:
            found.append(self._styles[key])
            key = found[-1].based_on
        return found


def read_value(element: Element | None) -> str:
    """The value of a property, "" where there is none."""
    if element is None:
        return ""
    return element.get(f"{W}val", "")


def read_number(element: Element | None, otherwise: float) -> float:
    """The number that a property has, or another one where it has none."""
    try:
        return float(read_value(element))
    except ValueError:
        return otherwise


def is_on(element: Element | None) -> bool | None:
    """Whether a property that is either on or off is on; None where it is not there."""
    if element is None:
        return None
    return read_value(element) not in ("0", "false", "off", "none")


def _read_word_style(each: Element) -> Style:
    name = each.find(f"{W}name")
    paragraph = each.find(f"{W}pPr")
    letters = each.find(f"{W}rPr")
    style = Style(name=read_value(name).casefold(), based_on=read_value(each.find(f"{W}basedOn")))
    if paragraph is not None:
        outline = paragraph.find(f"{W}outlineLvl")
        style.outline = int(read_number(outline, 9)) if outline is not None else None
        style.listed = _list_depth(paragraph) or None
    if letters is not None:
        style.bold = is_on(letters.find(f"{W}b"))
        size = letters.find(f"{W}sz")
        style.size = read_number(size, 0) / 2 or None if size is not None else None
    return style


def _list_depth(properties: Element) -> int:
    numbered = properties.find(f"{W}numPr")
    if numbered is None or read_value(numbered.find(f"{W}numId")) == "0":
        return 0
    return int(read_number(numbered.find(f"{W}ilvl"), 0)) + 1


def _style_depth(style: Style) -> int:
    """How deep in a list the paragraphs of a style are, 0 for none."""
    listed = _LIST.fullmatch(style.name)
    if style.name == "list paragraph":
        return style.listed or 0
    if listed is not None:
        return int(listed[1] or 1)
    return style.listed or 0
