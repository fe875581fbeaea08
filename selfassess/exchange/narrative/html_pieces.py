"""A web page as pieces: as saved by a word processor, by Google Docs or by hand. No address in it is followed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser

from selfassess.domain.years.narrative import PieceKind
from selfassess.exchange.narrative.gathering import Pieces, Watch, cell_place, is_contents_line
from selfassess.exchange.narrative.text_pieces import BULLET, decode_text_file

_BLOCKS = frozenset((
    "p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "td", "th", "tr", "table", "ul", "ol", "dl", "dt", "dd",
    "blockquote", "section", "article", "main", "header", "footer", "nav", "aside", "figure", "figcaption", "hr", "pre",
    "body", "address", "details", "summary", "caption", "center", "form", "fieldset",
))  # fmt: skip
_SKIPPED = frozenset(("script", "style", "head", "noscript", "template", "svg", "math", "select", "iframe", "object"))
_EMPTY = frozenset(
    ("br", "img", "hr", "meta", "link", "input", "col", "wbr", "area", "base", "source", "track", "embed")
)
_FURNITURE = frozenset(("nav", "header", "footer", "aside", "button"))
_FURNITURE_ROLES = frozenset(
    ("navigation", "banner", "contentinfo", "search", "complementary", "dialog", "alertdialog")
)
_FURNITURE_NAME = re.compile(
    r"(?:^|[\s_-])(?:cookies?|breadcrumbs?|pagination|pager|skip-?link|share|sharing|social|navbar|nav|menu|sidebar"
    r"|print|downloads?|feedback|newsletter|toolbar|banner)(?:$|[\s_-])"
)
"""What web pages call the parts around their text."""
_TITLE = re.compile(r"<title[^>]*>(.{1,300}?)</title>", re.IGNORECASE | re.DOTALL)
_HEAD = 200_000
_BOLD = frozenset(("b", "strong", "th"))
_GONE = frozenset(("del", "s", "strike"))
_NOTE = re.compile(r"(?:ftnt|_ftn|_edn|cmnt|_msocom_|sd(?:foot|end)note)\d+(?:sym)?", re.IGNORECASE)
_BOLD_CLASS = re.compile(r"\.([\w-]+)\s*\{[^}]*font-weight:\s*(?:bold|[6-9]00)[^}]*\}")
_BOLD_STYLE = re.compile(r"font-weight:\s*(?:bold|[6-9]00)")
_LIST_LEVEL = re.compile(r"mso-list:[^;]*?level(\d)|lst-kix_\S*?-(\d)\b")
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_WATCHED = 1 << 16


@dataclass(slots=True)
class _Table:
    """A table that is being read, and the cell one is in: ``across`` columns wide and ``down`` rows high."""

    number: int
    row: int = -1
    column: int = 0
    across: int = 1
    down: int = 1
    in_cell: bool = False
    below: dict[int, int] = field(default_factory=dict)
    """Column -> the last row into which a cell above it reaches."""

    def pass_merged(self) -> None:
        """Go on to the next column into which no cell reaches from above."""
        while self.below.get(self.column, -1) >= self.row:
            self.column += 1


def _read_cell_span(given: dict[str, str], name: str) -> int:
    """How many columns or rows a cell spans; a web page may claim any number."""
    said = given.get(name, "")
    if said.isdigit() and int(said):
        return min(int(said), 1_000)
    return 1


@dataclass(slots=True)
class _Open:
    """What holds inside the tags that are open."""

    tag: str
    bold: bool = False
    gone: bool = False
    hidden: bool = False
    added: bool = False
    furniture: bool = False
    article: bool = False


@dataclass(slots=True)
class _Words:
    """The words of the block that is being read, and what its tags said of them.

    ``gone`` were struck out, ``hidden`` nobody sees on the page; ``refers`` are the notes that it points to.
    """

    text: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    bold: list[bool] = field(default_factory=list)
    refers: list[str] = field(default_factory=list)
    note: str = ""
    level: int = 0
    depth: int = 0
    title: bool = False
    added: bool = False


def read_page(data: bytes, pieces: Pieces, watch: Watch) -> None:
    """Read a web page from its bytes."""
    text = _decode_web_page(data, pieces.name)
    titled = _TITLE.search(text[:_HEAD])
    if titled is not None:
        pieces.title = " ".join(unescape(titled[1]).split())
    reader = _Reader(pieces, frozenset(_BOLD_CLASS.findall(text)))
    for at in range(0, len(text), _WATCHED):
        watch(at / len(text))
        reader.feed(text[at : at + _WATCHED])
    reader.close()
    reader.finish_page()


def _decode_web_page(data: bytes, name: str) -> str:
    """The text of a page; what it says of its encoding counts, unless its first bytes say another."""
    said = _CHARSET.search(data[:4_000])
    if said is not None and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode(said[1].decode())
        except (LookupError, UnicodeDecodeError):
            pass
    return decode_text_file(data, name)


def _is_named_furniture(tag: str, given: dict[str, str]) -> bool:
    """Whether a part of a page says by its role, class or id that it stands around the text."""
    if tag in ("html", "body", "main", "article", "h1", "h2", "h3", "p"):
        return False
    names = f"{given.get('class', '')} {given.get('id', '')}".casefold()
    return given.get("role", "") in _FURNITURE_ROLES or _FURNITURE_NAME.search(names) is not None


class _Reader(HTMLParser):
    """Makes pieces of the tags and texts of one page."""

    def __init__(self, pieces: Pieces, bold_classes: frozenset[str]) -> None:
        super().__init__(convert_charrefs=True)
        self._pieces = pieces
        self._bold_classes = bold_classes
        self._open: list[_Open] = []
        self._skipping = 0
        self._lists = 0
        self._list_depth = 0
        self._tables: list[_Table] = []
        self._words = _Words()
        self._anchor = False
        self._refers: dict[str, int] = {}
        self._bodies: list[tuple[str, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in _SKIPPED:
            self._skipping += 1
        if self._skipping:
            return
        if tag in _BLOCKS:
            self._end_block()
            self._begin_block(tag, given)
        if tag in _EMPTY:
            self._read_empty_element(tag, given)
            return
        if tag == "a":
            self._begin_anchor(given)
        self._open.append(self._open_element(tag, given))

    def handle_endtag(self, tag: str) -> None:
        if tag in _SKIPPED:
            self._skipping = max(0, self._skipping - 1)
            return
        if self._skipping or tag in _EMPTY:
            return
        if tag in _BLOCKS:
            self._end_block()
            self._leave_block(tag)
        if tag == "a":
            self._anchor = False
        for place in range(len(self._open) - 1, -1, -1):
            if self._open[place].tag == tag:
                del self._open[place:]
                return

    def handle_data(self, data: str) -> None:
        if self._skipping or self._anchor:
            return
        top = self._open[-1] if self._open else _Open("")
        words = self._words
        plain = re.sub(r"\s+", " ", data)
        if top.gone:
            words.gone.append(plain)
        elif top.hidden:
            words.hidden.append(plain)
        else:
            words.text.append(plain)
            words.added = words.added or top.added
            if plain.strip():
                words.bold.append(top.bold)

    def finish_page(self) -> None:
        """End the last block and say on what the notes hang."""
        self._end_block()
        for name, number in self._bodies:
            if name in self._refers:
                self._pieces.hang_note_on(number, self._refers[name])

    def _open_element(self, tag: str, given: dict[str, str]) -> _Open:
        """How an element looks that begins here: it takes on most of what is around it."""
        above = self._open[-1] if self._open else _Open("")
        style = given.get("style", "").casefold()
        classes = set(given.get("class", "").split())
        is_bold = above.bold or tag in _BOLD or bool(_BOLD_STYLE.search(style)) or bool(classes & self._bold_classes)
        is_gone = above.gone or tag in _GONE or "line-through" in style
        is_hidden = above.hidden or "hidden" in given or "display:none" in style.replace(" ", "")
        is_added = above.added or tag == "ins"
        is_furniture = above.furniture or (tag in _FURNITURE and not above.article) or _is_named_furniture(tag, given)
        is_article = above.article or tag in ("main", "article") or given.get("role") == "main"
        return _Open(
            tag=tag,
            bold=is_bold,
            gone=is_gone,
            hidden=is_hidden,
            added=is_added,
            furniture=is_furniture,
            article=is_article,
        )

    def _begin_block(self, tag: str, given: dict[str, str]) -> None:
        """Note what begins: a cell, a list and its depth, an item, a heading."""
        if tag == "table":
            self._tables.append(_Table(self._pieces.next_table()))
        elif tag == "tr" and self._tables:
            self._tables[-1].row += 1
            self._tables[-1].column = 0
        elif tag in ("td", "th") and self._tables:
            table = self._tables[-1]
            table.pass_merged()
            table.across, table.down = _read_cell_span(given, "colspan"), _read_cell_span(given, "rowspan")
            last = table.row + table.down - 1
            table.below |= dict.fromkeys(range(table.column, table.column + table.across), last)
            table.in_cell = True
        elif tag in ("ul", "ol"):
            self._lists += 1
            level = _LIST_LEVEL.search(given.get("class", ""))
            self._list_depth = int(level[2]) + 1 if level is not None and level[2] else self._lists
        elif tag in ("li", "dd"):
            self._words.depth = max(self._list_depth, 1)
        elif len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self._words.level = int(tag[1])
        elif tag == "p":
            level = _LIST_LEVEL.search(given.get("style", ""))
            if self._open and self._open[-1].tag == "li":
                self._words.depth = max(self._list_depth, 1)
            elif level is not None and level[1]:
                self._words.depth = int(level[1])
            self._words.title = bool({"title", "subtitle", "msotitle"} & set(given.get("class", "").casefold().split()))

    def _leave_block(self, tag: str) -> None:
        if tag in ("ul", "ol"):
            self._lists = max(0, self._lists - 1)
            self._list_depth = self._lists
        elif tag == "table" and self._tables:
            self._tables.pop()
        elif tag in ("td", "th") and self._tables:
            self._tables[-1].column += self._tables[-1].across
            self._tables[-1].in_cell = False

    def _read_empty_element(self, tag: str, given: dict[str, str]) -> None:
        if tag == "br":
            self._words.text.append("\n")
        elif tag == "img":
            self._pieces.add_piece(
                PieceKind.PICTURE, given.get("alt") or "a picture without words", self._describe_html_place()
            )

    def _begin_anchor(self, given: dict[str, str]) -> None:
        here = given.get("id") or given.get("name", "")
        there = given.get("href", "").removeprefix("#")
        if _NOTE.fullmatch(here):
            self._words.note = here
            self._anchor = True
        elif _NOTE.fullmatch(there):
            self._words.refers.append(there)
            self._anchor = True

    def _describe_html_place(self) -> str:
        if not self._pieces.paragraphs:
            return "the beginning"
        return f"after paragraph {self._pieces.paragraphs}"

    def _end_block(self) -> None:
        words, self._words = self._words, _Words()
        text = "\n".join(line.strip() for line in "".join(words.text).split("\n")).strip()
        table = None
        if self._tables and self._tables[-1].in_cell:
            table = self._tables[-1]
        if table is not None:
            place = cell_place(table.number, table.row, table.column)
        else:
            place = self._pieces.next_paragraph() if text else self._describe_html_place()
        number = self._add_words_as_piece(words, text, place, table)
        for name in words.refers:
            self._refers[name] = number
        self._pieces.add_piece(PieceKind.DELETED, "".join(words.gone), place)
        self._pieces.add_piece(PieceKind.HIDDEN, "".join(words.hidden), place)

    def _add_words_as_piece(self, words: _Words, text: str, place: str, table: _Table | None) -> int:
        if self._open and self._open[-1].furniture:
            return self._pieces.add_piece(PieceKind.FOOTER, text, f"outside the text, {place}")
        if words.note:
            kind = PieceKind.COMMENT if words.note.casefold().startswith(("cmnt", "_mso")) else PieceKind.FOOTNOTE
            number = self._pieces.add_piece(kind, text, f"{kind.value} “{words.note}”")
            if number >= 0:
                self._bodies.append((words.note, number))
            return number
        bullet = BULLET.match(text) if words.depth else None
        text = text[bullet.end() :] if bullet is not None else text
        bold = bool(words.bold) and all(words.bold)
        if words.level:
            known_by = "style"
        elif words.title:
            known_by = "title"
        else:
            known_by = ""
        more = {"level": words.level, "known_by": known_by, "depth": words.depth, "bold": bold}
        tracked = "somebody" if words.added else ""
        if table is not None:
            return self._pieces.add_piece(
                PieceKind.CELL,
                text,
                place,
                table=table.number,
                row=table.row,
                column=table.column,
                across=table.across,
                down=table.down,
                tracked=tracked,
                **more,
            )
        if words.level:
            kind = PieceKind.HEADING
        elif words.depth:
            kind = PieceKind.ITEM
        else:
            kind = PieceKind.PARAGRAPH
        if is_contents_line(text) and not words.level:
            kind = PieceKind.CONTENTS
        return self._pieces.add_piece(kind, text, place, tracked=tracked, **more)
