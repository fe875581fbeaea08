"""A text file as lines: whatever it is encoded in, Markdown or bare."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

from selfassess.domain.model.errors import FileError
from selfassess.domain.text.wording import count_noun, format_file_size
from selfassess.exchange.recognition.encodings import decode_text
from selfassess.exchange.report.lines import BULLET, LeftOut, Line, Pages

MAX_BYTES = 10_000_000
"""Derby's report has 88 kilobytes; what is a hundred times as long is another kind of file."""

LINKS = "Left out: the addresses that these words lead to"
LINK_LINES = "Left out, as it only leads to other pages"
IMAGES = "Left out: pictures"
UNKNOWN = "Could not be read, and stand as “\ufffd” in the text"

_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*$")
_RULE = re.compile(r"(?:[-_*=]\s*){3,}")
_IMAGE = re.compile(r"!\[([^\]\n]{0,300})\]\([^)\n]{0,2000}\)")
_LINK = re.compile(r"\[([^\]\n]{1,300})\]\([^)\n]{0,2000}\)")
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_NUMBERED_TABLE_RULE = re.compile(r"\|?[\s:|-]+\|[\s:|-]*")
_WATCHED = 2_000


def read_text_lines(path: Path, left_out: LeftOut, watch: Callable[[float], None]) -> Pages:
    """The lines of a text file; raises FileError where it is too large or no text."""
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise FileError(
            f"{path.name} has {format_file_size(size)}, far more than a report, so it was not opened. "
            "Choose the report itself, as PDF or text."
        )
    text = decode_text(path.read_bytes())
    if text is None:
        raise FileError(f"{path.name} is not a text. Choose the report as PDF, or save its page as text.")
    unknown = text.count("\ufffd")
    if unknown:
        left_out.add_left_out(UNKNOWN, count_noun(unknown, "character"))
    return Pages(lines=tuple(_list_plain_lines(text, left_out, watch)))


def _list_plain_lines(text: str, left_out: LeftOut, watch: Callable[[float], None]) -> Iterator[Line]:
    raw = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n").split("\n")
    gap = True
    for number, whole in enumerate(raw):
        if number % _WATCHED == 0:
            watch(number / len(raw))
        if not whole.strip() or _is_rule_line(whole, after_text=not gap):
            gap = True
            continue
        below = raw[number + 1].strip() if number + 1 < len(raw) else ""
        found = _build_plain_line(
            whole, f"line {number + 1}", gap, left_out, underlined=bool(re.fullmatch(r"={3,}|-{3,}", below))
        )
        if found is not None:
            yield found
            gap = found.heading


def _is_rule_line(text: str, after_text: bool) -> bool:
    return bool(_RULE.fullmatch(text.strip()) or ("|" in text and _NUMBERED_TABLE_RULE.fullmatch(text.strip())))


def _build_plain_line(whole: str, place: str, gap: bool, left_out: LeftOut, underlined: bool) -> Line | None:
    """A line without Markdown's marks; None where nothing is left of it."""
    text = " ".join(unicodedata.normalize("NFC", whole).replace("\u200b", "").replace("\ufeff", "").split())
    for alternative in _IMAGE.findall(text):
        left_out.add_left_out(IMAGES, alternative or "a picture without words")
    text = _IMAGE.sub("", text).strip()
    if not text:
        return None
    match = _HEADING.fullmatch(text)
    if match:
        underlined = True
        text = match[2]
    bullet = BULLET.match(text)
    if bullet:
        text = text[bullet.end() :]
    links = _LINK.findall(text)
    if links:
        if not re.search(r"\w", _LINK.sub("", text)):
            left_out.add_left_out(LINK_LINES, " ".join(links))
            return None
        for words in links:
            left_out.add_left_out(LINKS, words)
        text = _LINK.sub(r"\1", text)
    strong = _EMPHASIS.fullmatch(text)
    text = _EMPHASIS.sub(r"\2", text).strip("| ").strip()
    if not text:
        return None
    # A line that is bold from end to end is a heading where it is no sentence.
    bold = bool(strong) and "**" not in (strong[2] if strong else "") and not text.endswith((".", "!", "?"))
    heading = bool(text) and not bullet and (underlined or (bold and len(text) < 120))
    return Line(text=text, place=place, heading=heading, bullet=bool(bullet), gap=gap or heading)
