"""What an outline is made of: the few shapes that the screen and every format each know how to draw.

All text of an outline is in its blocks, in the order of reading; a format adds none of its own but page numbers,
contents and running headers. What each of them has to know:

- ``Paragraph.spans``: where there are any they make up ``text``, and are what is drawn: a strong opening, words of
  other fields, evidence in brackets that leads to its place in the annexes. ``runs`` are always there. The same goes
  for the items of ``Bullets``.
- ``Quote`` is what a person said; ``Quotation`` is official wording. ``Comparison`` is a small chart with its table.
- ``Section.annex``: what stands behind the text. ``Section.anchor``: what spans lead to.
- ``language`` (of ``Paragraph``, ``Bullets`` and ``Quote``): where it is not that of the document.
- ``Outline.options.size``: the size of the text in points.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import assert_never

from selfassess.domain.framework.framework import shade_level
from selfassess.domain.model.editions import OF_FULL, Edition, EditionOptions
from selfassess.domain.text.languages import in_language


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a paragraph. ``strong`` stands out; ``to`` is the anchor of the section it leads to.

    ``added``: the document says it, and nobody wrote it; it is not of the paragraph's text.
    """

    text: str
    strong: bool = False
    to: str = ""
    added: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of plain text; ``quiet`` marks a note, ``empty`` the line that says nothing is written here."""

    text: str
    quiet: bool = False
    empty: bool = False
    spans: tuple[Span, ...] = ()
    language: str = ""

    @property
    def spans_of_text(self) -> tuple[Span, ...]:
        """What it is made of, in order; together they are its text, but for what is added."""
        return self.spans or (Span(self.text),)


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of plain texts, each made of ``spans`` where there are any; numbered from ``first``, 0 has bullets."""

    items: tuple[str, ...]
    language: str = ""
    spans: tuple[tuple[Span, ...], ...] = ()
    first: int = 0

    @property
    def labels(self) -> tuple[str, ...]:
        """What stands before each item: a bullet, or its number with a full stop."""
        return tuple(f"{self.first + at}." if self.first else "•" for at in range(len(self.items)))

    @property
    def spans_of_items(self) -> tuple[tuple[Span, ...], ...]:
        """What each item is made of."""
        return self.spans or tuple((Span(item),) for item in self.items)


@dataclass(frozen=True, slots=True)
class Quote:
    """What somebody said, and whose voice it is ("an unpaid carer, in the 2024 survey")."""

    text: str
    voice: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Quotation:
    """Official wording with its attribution."""

    text: str
    attribution: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Labels with their values, under the title of what they are of; a value may be prose of several paragraphs.

    ``running``: one of so many small records that they are set as running text and not each as a table.
    """

    rows: tuple[tuple[str, str], ...]
    title: str = ""
    running: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: heading, relative width, and whether it holds numbers (right-aligned)."""

    label: str
    weight: float = 1.0
    number: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a caption; every row has as many texts as there are columns."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class ScoreBar:
    """One bar of the score chart: a statement, its score (None where unscored) and an earlier one.

    ``earlier_from`` is the year of the earlier score, where the bars have theirs from several.
    """

    name: str
    score: int | None
    words: str
    earlier: int | None = None
    earlier_from: str = ""


@dataclass(frozen=True, slots=True)
class ScoreChart:
    """Scores by statement, with what the chart says in words for those who cannot see it.

    ``levels`` are the scores from the lowest, as briefly as they can be said; without numbers none stand over the bars.
    """

    bars: tuple[ScoreBar, ...]
    earlier_label: str
    alternative: str
    levels: tuple[str, ...] = ("1", "2", "3", "4")
    numbered: bool = True

    def shade_of(self, bar: ScoreBar) -> int | None:
        """The shade that a bar has, 1 to 4; None where there is no score on this scale."""
        on_scale = bar.score is not None and 1 <= bar.score <= len(self.levels)
        return shade_level(bar.score or 1, len(self.levels)) if on_scale else None

    def label_of(self, bar: ScoreBar) -> str:
        """What stands beside a bar: "2 – Some shortfalls"; words that begin with the number stay as they are."""
        if bar.score is None or not self.numbered or bar.words.startswith(str(bar.score)):
            return bar.words
        return f"{bar.score} – {bar.words}"

    def describe_earlier(self, bar: ScoreBar) -> str:
        """The earlier score of a bar, briefly."""
        if bar.earlier is None:
            return "no score"
        on_scale = 1 <= bar.earlier <= len(self.levels)
        words = self.levels[bar.earlier - 1] if on_scale else str(bar.earlier)
        return f"{words} ({bar.earlier_from})" if bar.earlier_from else words


@dataclass(frozen=True, slots=True)
class ValueMark:
    """One place of a chart of values: what it is called, its value (None leaves a gap), and the value in words."""

    name: str
    value: float | None
    words: str


@dataclass(frozen=True, slots=True)
class ValueLevel:
    """A line across a chart of values; ``dotted`` tells two of them apart without colour."""

    name: str
    value: float
    dotted: bool = False


@dataclass(frozen=True, slots=True)
class ValueChart:
    """Values in order, of which two are numbers at least, with lines such as a target; all of it said in words."""

    marks: tuple[ValueMark, ...]
    levels: tuple[ValueLevel, ...]
    alternative: str


@dataclass(frozen=True, slots=True)
class Compared:
    """One measure beside what it is compared with, both in words and as numbers; ``period`` says of when ours is.

    ``gap`` is how far ours is from theirs: "4.2 points lower, worse".
    """

    name: str
    period: str
    ours: str
    theirs: str
    our_value: float
    their_value: float
    gap: str

    @property
    def name_with_period(self) -> str:
        """The measure with its period: "Carers who found information easily (2021-22)"."""
        return f"{self.name} ({self.period})" if self.period else self.name


@dataclass(frozen=True, slots=True)
class Comparison:
    """Our figures beside others' ("England"): a row for each, with both drawn on one scale from 0, and in words.

    ``alternative`` says what the drawing shows; the words in the rows are a table to everybody.
    """

    caption: str
    others: str
    rows: tuple[Compared, ...]
    alternative: str

    @property
    def to_plain_table(self) -> Table:
        """The same as a table only."""
        columns = (
            Column("Measure", 3.4), Column("Ours", 0.8, True), Column(self.others, 0.9, True), Column("Ours is", 1.9),
        )  # fmt: skip
        rows = tuple((row.name_with_period, row.ours, row.theirs, row.gap) for row in self.rows)
        return Table(self.caption, columns, rows)


Block = Paragraph | Bullets | Quote | Quotation | Facts | Table | ScoreChart | ValueChart | Comparison


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part with a heading. ``key`` is stable ("statement:equity"); ``level`` 1 to 3; ``new_page`` before it.

    ``dense``: meant to be taken in at one glance, so it is set close. ``annex``: it stands behind the text.
    ``anchor``: what a span leads to, "" where none does.
    """

    key: str
    title: str
    level: int
    blocks: tuple[Block, ...] = ()
    children: tuple[Section, ...] = ()
    new_page: bool = False
    dense: bool = False
    annex: bool = False
    anchor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """An assessment as ordered sections, with what stands on the cover and in running headers.

    ``written`` has every text that people wrote with the record and field it is in ("“Risk: Waiting lists”,
    Controls"), so that what cannot be set is told by its place. ``notes``: what to tell whoever exports it.
    ``accent`` is the colour of its headings ("#0B4F8A"), ``logo`` a picture as one text ("data:image/png;base64,…").
    ``one_page``: it is so short that it has neither cover nor contents.
    """

    council: str
    title: str
    year: str
    status: str
    draft: bool
    readers: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    written: tuple[tuple[str, str], ...] = ()
    accent: str = ""
    logo: str = ""
    edition: Edition = Edition.FULL
    options: EditionOptions = OF_FULL
    notes: tuple[str, ...] = ()
    one_page: bool = False


def texts_of(block: Block) -> Iterator[str]:
    """Every text of a block that is set, in the order of reading."""
    match block:
        case Paragraph():
            yield block.text
        case Bullets():
            yield from block.items
        case Quote():
            yield from (block.text, block.voice)
        case Quotation():
            yield from (block.text, block.attribution)
        case Facts():
            yield from (block.title, *(text for row in block.rows for text in row))
        case Table():
            yield from (block.caption, *(column.label for column in block.columns))
            yield from (text for row in block.rows for text in row)
        case ScoreChart():
            yield block.earlier_label
            yield from (text for bar in block.bars for text in (bar.name, bar.words))
        case ValueChart():
            yield from (text for mark in block.marks for text in (mark.name, mark.words))
            yield from (level.name for level in block.levels)
        case Comparison():
            yield from texts_of(block.to_plain_table)
        case _:
            assert_never(block)


_NUMBER = re.compile(r"(\d{1,3})[.)][ \t]+(?=\S)")
"""The beginning of an item with a number."""


def nothing_written(say: str) -> tuple[Block, ...]:
    """The line of a part in which nothing is written."""
    return (Paragraph(say, quiet=True, empty=True),)


def _match_number(line: str, last: int, *, is_in_list: bool) -> re.Match[str] | None:
    """The number an item begins with: any within a list, else 1 or the one after the list before."""
    found = _NUMBER.match(line)
    return found if found is not None and (is_in_list or int(found[1]) in (1, last + 1)) else None


def parse_prose(text: str) -> tuple[Block, ...]:
    """Prose as paragraphs and lists: a blank line parts paragraphs, lines that start with "- " are a list.

    Lines with numbers ("1. ", "2) ") are a numbered list where they begin with 1, or go on after the list before: "7. "
    alone may be how a sentence begins. A paragraph or list that begins with a language in square brackets ("[cy]",
    "[Welsh]") is in that language.
    """
    blocks: list[Block] = []
    lines: list[str] = []
    items: list[str] = []
    first = last = 0

    def close() -> None:
        if lines:
            language, said = in_language("\n".join(lines))
            blocks.append(Paragraph(said, language=language))
            lines.clear()
        if items:
            language, items[0] = in_language(items[0])
            blocks.append(Bullets(tuple(items), language, first=first))
            items.clear()

    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        bullet = line.lstrip()
        number = _match_number(bullet, last, is_in_list=bool(items and first))
        if bullet.startswith(("- ", "• ")):
            if lines or first:
                close()
            first = last = 0
            items.append(bullet[2:].strip())
        elif number is not None:
            if lines or not first:
                close()
            last = last + 1 if items else int(number[1])
            first = first if items else last
            items.append(bullet[number.end() :].strip())
        elif not line.strip():
            close()
        elif items and line.startswith("  "):
            items[-1] += " " + line.strip()
        else:
            if items:
                close()
            lines.append(line)
    close()
    return tuple(blocks)
