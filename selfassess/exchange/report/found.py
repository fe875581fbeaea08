"""What a report was found to hold, before it is made into records."""

from __future__ import annotations

from dataclasses import dataclass, field

from selfassess.domain.framework.framework import Framework
from selfassess.domain.text.points import Passage
from selfassess.exchange.report.lines import LeftOut
from selfassess.exchange.report.marks import Said, When


@dataclass(slots=True)
class Prose:
    """Text being put together: headings on lines of their own, each above its paragraphs and lists."""

    _blocks: list[str] = field(default_factory=list)
    _last: str = ""
    written: bool = False
    """Whether anything but headings was added."""
    heads: str = ""
    """The heading that what is added now stands under."""
    passages: list[Passage] = field(default_factory=list)
    """The same without headings: each paragraph and item, its heading and place."""

    def add_heading_text(self, text: str) -> None:
        """Add a heading."""
        self._blocks.append(text)
        self._last, self.heads = "heading", text

    def drop_heading(self, text: str) -> None:
        """Take back a heading that nothing stands below yet."""
        if self._last == "heading" and self._blocks[-1] == text:
            self._blocks.pop()
            self._last = "paragraph"

    def add_paragraph_text(self, text: str, bullet: bool = False, place: str = "") -> None:
        """Add a paragraph, or an item of a list, that stands at a place of the file."""
        self.written = True
        self.passages.append(Passage(text=text, topic=self.heads, place=place, item=bullet))
        kind = "bullet" if bullet else "paragraph"
        written = f"- {text}" if bullet else _not_a_list(text)
        is_close_above = self._last == "heading" or (bullet and self._last == "bullet")
        if is_close_above:
            self._blocks[-1] += f"\n{written}"
        else:
            self._blocks.append(written)
        self._last = kind

    @property
    def text(self) -> str:
        """All of it; blocks are parted by an empty line."""
        return "\n\n".join(self._blocks)


def _not_a_list(text: str) -> str:
    if not text.startswith(("- ", "• ")):
        return text
    return f"\u2013 {text[2:]}"


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that makes no sense: what, and the statement whose score it is about."""

    message: str
    statement: str | None = None


@dataclass(slots=True)
class Found:
    """Everything taken from a report, with the place ("line 12", "page 3") of each score."""

    framework: Framework
    left_out: LeftOut
    councils: list[str] = field(default_factory=list)
    published: list[When] = field(default_factory=list)
    ratings: list[tuple[str, str]] = field(default_factory=list)
    percents: list[tuple[str, str]] = field(default_factory=list)
    scores: dict[str, list[tuple[Said, str]]] = field(default_factory=dict)
    findings: dict[str, Prose] = field(default_factory=dict)
    reworded: dict[str, Prose] = field(default_factory=dict)
    """What people expect and the commitment, by statement, where the framework has other words."""
    sections: dict[str, Prose] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    month: tuple[int, int] | None = None
    """The year and month in the address it was saved from."""
    press: bool = False
    """Whether it is a press release and not the report."""
    marked: bool = False
    """Whether anything in it shows that it is a report of CQC's."""

    def name_of_statement(self, statement: str) -> str:
        """The framework's name for a statement."""
        found = self.framework.find_statement(statement)
        if not found:
            return statement
        return found.name
