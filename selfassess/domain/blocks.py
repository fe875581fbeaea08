"""What an outline is made of: the few shapes that the screen, Excel and the PDF each know how to draw."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of plain text; ``quiet`` marks a note, ``empty`` the line that says nothing is written here."""

    text: str
    quiet: bool = False
    empty: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of plain texts."""

    items: tuple[str, ...]


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
    """Scores by statement, with what the chart says in words for those who cannot see it."""

    bars: tuple[ScoreBar, ...]
    earlier_label: str
    alternative: str


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


Block = Paragraph | Bullets | Quotation | Facts | Table | ScoreChart | ValueChart


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part with a heading. ``key`` is stable ("statement:equity"); ``level`` 1 to 3; ``new_page`` before it.

    ``dense``: meant to be taken in at one glance, so it is set close.
    """

    key: str
    title: str
    level: int
    blocks: tuple[Block, ...] = ()
    children: tuple[Section, ...] = ()
    new_page: bool = False
    dense: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """An assessment as ordered sections, with what stands on the cover and in running headers.

    ``written`` has every text that people wrote with the record and field it is in ("“Risk: Waiting lists”,
    Controls"), so that what cannot be set is told by its place.
    """

    council: str
    title: str
    year: str
    status: str
    draft: bool
    audience: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    written: tuple[tuple[str, str], ...] = ()


def nothing(say: str) -> tuple[Block, ...]:
    """The line of a part in which nothing is written."""
    return (Paragraph(say, quiet=True, empty=True),)


def prose(text: str) -> tuple[Block, ...]:
    """Prose as paragraphs and lists: a blank line parts paragraphs, lines that start with "- " are a list."""
    blocks: list[Block] = []
    lines: list[str] = []
    items: list[str] = []

    def close() -> None:
        if lines:
            blocks.append(Paragraph("\n".join(lines)))
            lines.clear()
        if items:
            blocks.append(Bullets(tuple(items)))
            items.clear()

    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        bullet = line.lstrip()
        if bullet.startswith(("- ", "• ")):
            if lines:
                close()
            items.append(bullet[2:].strip())
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
