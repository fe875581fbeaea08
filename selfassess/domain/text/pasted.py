"""What was copied from Word, Outlook or a web page as plain text: paragraphs, lists and links stay, the rest goes.

Nothing of it is ever fetched, drawn or run. The text is read in small bits, so that a page of any size holds nobody up.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from html import unescape

SLICE = 2_000
"""Characters that are looked at before somebody else has a turn."""

_SKIPPED = frozenset(
    {"head", "title", "script", "style", "noscript", "template", "svg", "math", "object", "iframe", "applet", "audio"}
    | {"video", "canvas", "map", "select", "xml"}
)
_PARAGRAPHS = frozenset(
    {"p", "div", "section", "article", "header", "footer", "main", "aside", "nav", "blockquote", "pre", "table", "tr"}
    | {"form", "fieldset", "address", "h1", "h2", "h3", "h4", "h5", "h6", "dl", "dt", "dd", "figure", "figcaption"}
    | {"hr", "body", "html", "caption"}
)
_TAG = re.compile(r"<(/?)([A-Za-z][\w:.-]*)")
_REST = re.compile(r"""[^"'>]*+(?:"[^"]*+"[^"'>]*+|'[^']*+'[^"'>]*+)*+>""")
_ATTRIBUTE = re.compile(r"""\b(href|class|style|start)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_LINK = re.compile(r"(?:https?://|mailto:)\S+", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\r\n\f\u00a0]+")
_NUMBER = re.compile(r"\(?(\d{1,3})[.)]?$")
_LONGEST_TAG = 20_000
"""Characters of a tag in which attributes are looked for: a longer one holds a picture."""
_TYPED_ITEM = re.compile(r"^[ \t]*(?:[•·▪◦‣●○■–*]|-(?=\t)|\u00b7|\uf0b7|\uf0a7|o(?=\t))[ \t]+(?=\S)", re.MULTILINE)
_TYPED_NUMBER = re.compile(r"^[ \t]*(\d{1,3})[.)]\t[ \t]*(?=\S)", re.MULTILINE)


def plain_of_text(text: str) -> str:
    """Text as it was copied, with the line ends and list marks that we know; what is no list mark stays."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    text = _TYPED_ITEM.sub("- ", text)
    return _TYPED_NUMBER.sub(r"\1. ", text)


def plain_of_html(html: str) -> str:
    """The same as ``read_html``, all of it at once."""
    reading = read_html(html)
    while True:
        try:
            next(reading)
        except StopIteration as end:
            return str(end.value)


def read_html(html: str) -> Generator[None, None, str]:
    """Read HTML bit by bit; what it returns at the end is the text."""
    begin = html.find("<!--StartFragment-->")
    end = html.find("<!--EndFragment-->", begin)
    html = html[begin + 20 : end if end >= 0 else len(html)] if begin >= 0 else html
    made = _Made()
    seen = 0
    for at in _read(html, made):
        if at - seen >= SLICE:
            seen = at
            yield
    return made.whole()


def _read(html: str, made: _Made) -> Iterator[int]:
    """Go through the tags and the words between them; gives where one is, after each."""
    at = 0
    quotes_are_closed = True
    last_end = html.rfind(">")
    unclosed = set[str]()
    while at < len(html):
        tag = html.find("<", at) if at < last_end else -1
        stop = min(tag if tag >= 0 else len(html), at + SLICE)
        if stop > at:
            made.add_words(unescape(html[at:stop]))
            at = stop
            yield at
            continue
        if html.startswith("<!--", at) and not html.startswith("<!--[", at):
            ends = html.find("-->", at)
            at = ends + 3 if ends >= 0 else len(html)
            continue
        named = _TAG.match(html, at)
        if named is None:
            # "<!doctype", Word's "<![if !supportLists]>" and a "<" that somebody wrote
            ends = html.find(">", at) if html.startswith(("<!", "<?"), at) else -1
            if ends < 0:
                made.add_words("<")
            at = ends + 1 if ends >= 0 else at + 1
            continue
        rest = _REST.match(html, named.end()) if quotes_are_closed else None
        if rest is None:
            # A quotation mark without its other: looked for once, or every later tag would be read to the end.
            quotes_are_closed = False
            ends = html.find(">", named.end())
            after = ends + 1 if ends >= 0 else len(html)
        else:
            after = rest.end()
        name, closes = named[2].casefold(), bool(named[1])
        if name in _SKIPPED and not closes and name not in unclosed:
            at = _end_of_skipped(html, name, after)
            if at == after:
                unclosed.add(name)
        else:
            inside = html[named.end() : after] if after - named.end() <= _LONGEST_TAG else ""
            made.take_tag(name, closes, _attributes(inside) if not closes else {})
            at = after
        yield at


def _end_of_skipped(html: str, name: str, after: int) -> int:
    """Where a part ends of which nothing is kept; one that never ends is all of the rest, or only its own tag."""
    over = re.compile(rf"</{re.escape(name)}\s*>", re.IGNORECASE).search(html, after)
    if over is not None:
        return over.end()
    return len(html) if name in ("script", "style", "title") else after


def _attributes(inside: str) -> dict[str, str]:
    return {
        found[1].casefold(): unescape(found[2] or found[3] or found[4] or "") for found in _ATTRIBUTE.finditer(inside)
    }


class _Made:
    """The text as far as it is read."""

    def __init__(self) -> None:
        self._lines: list[tuple[str, str]] = []
        """The lines so far, and what each is: an "item" of a list, a "row" of a table, or "" for a paragraph."""
        self._words: list[str] = []
        self._mark = ""
        self._lists: list[list[int]] = []
        """The lists one is in: the number of the next item, 0 where it has bullets."""
        self._link: tuple[str, int] | None = None
        self._sign: list[str] | None = None
        """What stands where Word drew the sign of an item."""
        self._depth = 0

    def add_words(self, words: str) -> None:
        """Take the words between two tags."""
        (self._words if self._sign is None else self._sign).append(words)

    def take_tag(self, name: str, closes: bool, attributes: dict[str, str]) -> None:
        """Take a tag: a line may end with it, an item begin, a link be told."""
        if self._sign is not None:
            self._follow_sign(name, closes)
        elif name in ("ul", "ol", "menu", "dir"):
            self._turn_list(name, closes, attributes)
        elif name == "li":
            self.end_line()
            if not closes:
                self._mark = self._next_mark()
        elif name == "br":
            self._break_line()
        elif name in _PARAGRAPHS:
            self.end_line(item_goes_on=not closes)
            style = attributes.get("style", "").casefold()
            if "mso-list:" in style and "mso-list:none" not in style.replace(" ", ""):
                self._mark = "- "
        elif name in ("td", "th"):
            if closes and any(word.strip() for word in self._words):
                self._words.append(" | ")
        elif name == "a":
            self._turn_link(closes, attributes.get("href", ""))
        elif name == "span" and "mso-list:ignore" in attributes.get("style", "").casefold().replace(" ", ""):
            self._sign, self._depth = [], 1

    def end_line(self, *, item_goes_on: bool = False) -> None:
        """End the line that is being read; a paragraph right at the beginning of an item is the item."""
        text = _SPACES.sub(" ", "".join(self._words)).strip()
        is_row = text.endswith("|")
        text = text.rstrip(" |") if is_row else text
        if "\x0b" in text:
            text = re.sub(r" *\x0b *", "\n", text.strip("\x0b "))
        self._words = []
        if text:
            self._lines.append((f"{self._mark}{text}", "item" if self._mark else "row" if is_row else ""))
        if text or not item_goes_on:
            self._mark = ""

    def whole(self) -> str:
        """All of it: items line by line, a blank line between paragraphs."""
        self.end_line()
        made = ""
        before: str | None = None
        for line, kind in self._lines:
            if before is not None:
                made += "\n" if kind and kind == before else "\n\n"
            made += line
            before = kind
        return made.replace("\x00", "")

    def _break_line(self) -> None:
        """A line end within a paragraph; within an item it is a space."""
        if self._mark or self._lists:
            self._words.append(" ")
        elif "".join(self._words[-1:]).strip(" \r\n\t\xa0"):
            self._words.append("\x0b")
        else:
            self.end_line()

    def _turn_list(self, name: str, closes: bool, attributes: dict[str, str]) -> None:
        self.end_line()
        if closes:
            del self._lists[-1:]
        else:
            first = attributes.get("start", "1")
            self._lists.append([int(first) if first.isdecimal() and len(first) < 4 else 1] if name == "ol" else [0])

    def _next_mark(self) -> str:
        current = self._lists[-1] if self._lists else [0]
        if not current[0]:
            return "- "
        current[0] += 1
        return f"{current[0] - 1}. "

    def _turn_link(self, closes: bool, address: str) -> None:
        if not closes:
            self._link = (address.strip(), len(self._words))
            return
        if self._link is None:
            return
        (address, begun), self._link = self._link, None
        said = _SPACES.sub(" ", "".join(self._words[begun:])).strip()
        if _LINK.fullmatch(address) and address.removeprefix("mailto:").rstrip("/") not in said:
            self._words.append(f" ({address.removeprefix('mailto:')})" if said else address)

    def _follow_sign(self, name: str, closes: bool) -> None:
        """Within the sign of an item, until the part that holds it ends."""
        if name == "span":
            self._depth += -1 if closes else 1
        if self._depth > 0 and name not in ("p", "div", "li"):
            return
        number = _NUMBER.match("".join(self._sign or ()).strip(" \t\r\n\xa0"))
        self._mark, self._sign = f"{number[1]}. " if number else "- ", None
