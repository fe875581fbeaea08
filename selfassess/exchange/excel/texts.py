"""Any text into a cell and back, unchanged.

XML cannot hold control characters and turns CR LF into LF, so OOXML writes such a character as ``_xHHHH_`` (ECMA-376,
ST_Xstring); a text that happens to look like that has its first ``_`` written the same way. A cell holds 32,767 UTF-16
units; longer text goes on in further cells.
"""

from __future__ import annotations

import re

CELL_LIMIT = 32_767

_UNSAFE = "\x00-\x08\x0b-\x1f\ufffe\uffff"
# An underscore counts as the start of an escape also where the one after it is only made by escaping what follows.
_TO_ESCAPE = re.compile(rf"[{_UNSAFE}]|_(?=x[0-9A-Fa-f]{{4}}[_{_UNSAFE}])")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_TOKEN = re.compile(r"_x[0-9A-Fa-f]{4}_|.", re.DOTALL)
_CONTROLS = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]+")


def escape_cell_text(text: str) -> str:
    """``text`` as a cell's XML may hold it."""
    made = _TO_ESCAPE.sub(_escape_match, text)
    # White space alone would be dropped: openpyxl marks as "preserve" only text that has something in it.
    if made and made.isspace():
        return _escape_character(made[0]) + made[1:]
    return made


def unescape_cell_text(text: str) -> str:
    """The text that a cell's XML stands for."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda match: chr(int(match.group(1), 16)), text)


def split_cell_text(text: str, limit: int = CELL_LIMIT) -> list[str]:
    """``text`` as escaped pieces of at most ``limit`` UTF-16 units, cut neither in a character nor in an escape."""
    whole = escape_cell_text(text)
    if _count_utf16_units(whole) <= limit:
        return [whole]
    pieces: list[str] = []
    piece: list[str] = []
    used = 0
    for token in _TOKEN.findall(whole):
        size = len(token) + (token > "\uffff")  # a character beyond these takes two units; an escape has none
        if used + size > limit:
            pieces.append("".join(piece))
            piece = []
            used = 0
        piece.append(token)
        used += size
    pieces.append("".join(piece))
    # A piece may be white space alone although the whole is not.
    return [_escape_character(p[0]) + p[1:] if p.isspace() else p for p in pieces]


def reduce_to_one_line(text: str, limit: int = 200) -> str:
    """``text`` for places that take one plain line: a header, a property, a reference to a record."""
    line = " ".join(_CONTROLS.sub(" ", text).split())
    if len(line) <= limit:
        return line
    return line[: limit - 1].rstrip() + "…"


def _count_utf16_units(text: str) -> int:
    if text.isascii():
        return len(text)
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _escape_match(match: re.Match[str]) -> str:
    return _escape_character(match.group())


def _escape_character(character: str) -> str:
    return f"_x{ord(character):04X}_"
