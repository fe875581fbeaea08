"""Whether an HTML page holds what was to be written, and is what a page has to be for everybody to read it."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

from selfassess.domain.model.errors import FileError
from selfassess.domain.model.report_blocks import Outline
from selfassess.exchange.html.page import ADDED
from selfassess.exchange.html.writer import HtmlReport
from selfassess.exchange.outlines.bits import part_text
from selfassess.exchange.outlines.texts import outline_texts

_EMPTY = {"meta", "br", "link", "img", "hr", "input", "rect", "line", "circle"}
_NEVER = {"script", "iframe", "object", "embed", "link", "base", "form"}
_PICTURE = re.compile("data:image/(png|jpeg);base64,")
"""A logo is in the page itself."""
_BREAKS = {"p", "li", "br", "td", "th", "caption", "figcaption", "h1", "h2", "h3", "h4", "h5", "h6"}


class _Reader(HTMLParser):
    """Reads a page and keeps what is wrong with it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.text: list[str] = []
        self.headings: list[int] = []
        self.tables = self.rows = 0
        self._open: list[str] = []
        self._ids: set[str] = set()
        self._meant: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        outside = "src" in given and not (tag == "img" and _PICTURE.match(given["src"]) and given.get("alt"))
        is_forbidden = tag in _NEVER or outside or any(name.startswith("on") for name in given)
        if is_forbidden:
            self.faults.append(f"there is a part “{tag}” that no page of ours has")
        id = given.get("id")
        if id is not None:
            if id in self._ids:
                self.faults.append(f"the name “{id}” is there twice")
            self._ids.add(id)
        self._meant.update(given.get("aria-labelledby", "").split())
        if (address := given.get("href", "")).startswith("#"):
            self._meant.add(address[1:])
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self.headings.append(int(tag[1]))
        self.tables += tag == "table"
        self.rows += tag == "tr"
        if tag in _BREAKS:
            self.text.append("\n")
        if tag not in _EMPTY:
            open_tag = ADDED if given.get("class") == ADDED else tag
            self._open.append(open_tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _EMPTY:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() not in (tag, ADDED):
            self.faults.append(f"“{tag}” ends where it did not begin")

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] not in ("style", ADDED):
            self.text.append(data)

    def check_whole_page(self) -> None:
        """Look at what only the whole page tells."""
        self.close()
        if self._open:
            self.faults.append(f"“{self._open[-1]}” does not end")
        if self._meant - self._ids:
            self.faults.append(f"nothing is named “{min(self._meant - self._ids)}”")
        skips_a_level = self.headings[:1] != [1] or any(
            b > a + 1 for a, b in zip(self.headings, self.headings[1:], strict=False)
        )
        if skips_a_level:
            self.faults.append("the headings leave a level out")


def verify_html_page(path: Path, outline: Outline, report: HtmlReport) -> None:
    """Read a written page back and count what is in it; raises FileError naming the first thing that is wrong."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise FileError("The HTML page cannot be read back, so nothing was exported. Try again.") from error
    reader = _Reader()
    reader.feed(text)
    reader.check_whole_page()
    if reader.faults:
        raise _build_html_error(reader.faults[0])
    there = "".join(reader.text)
    for words in outline_texts(outline):
        missing = next((b.text for b in part_text(words) if not _is_within_text(b.text, there)), None)
        if missing is not None:
            raise _build_html_error(f"the text “{missing[:80]}” is missing")
    counts = report.counts
    for what, number, expected in (
        ("headings", len(reader.headings), counts.headings),
        ("tables", reader.tables, counts.tables),
        ("rows", reader.rows, counts.rows),
    ):
        if number != expected:
            raise _build_html_error(f"{number} of {expected} {what} are there")


def _is_within_text(text: str, there: str) -> bool:
    return text.strip() in there


def _build_html_error(what: str) -> FileError:
    return FileError(f"The HTML page was not written whole: {what}. Nothing was exported. Try again.")
