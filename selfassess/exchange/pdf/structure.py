"""What a screen reader is told: the parts of a report in reading order, and which marks on which page are whose.

The tree is made with the pieces that are laid on pages. Each piece marks what it draws for its part; everything else
on a page is marked as decoration. ``tagging`` writes the tree into the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of one page's content (pages from 0) by the number it is marked with."""

    page: int
    number: int


@dataclass(frozen=True, slots=True)
class LinkArea:
    """A place on a page (from 0) that can be clicked: the which-th of that page."""

    page: int
    which: int


class NameOf(str):
    """An attribute's value that is one of PDF's own names ("Row"), and not a text."""


@dataclass(eq=False, slots=True)
class Node:
    """One part: its role in PDF's own words ("H1", "TD"), and its parts and marks in order.

    ``alternative`` says in words what a figure shows; ``said`` is the text in the order of reading where it is drawn
    in another, ``language`` is given where it is not that of the document; ``attributes`` are those of a table cell or
    figure.
    """

    role: str
    alternative: str = ""
    attributes: Mapping[str, Any] = field(default_factory=dict)
    parts: list[Node | Mark | LinkArea] = field(default_factory=list)
    said: str = ""
    language: str = ""

    def add_part(self, role: str, *, alternative: str = "", language: str = "", **attributes: Any) -> Node:
        """A new part at the end of this one."""
        made = Node(role, alternative, attributes, language=language)
        self.parts.append(made)
        return made

    def walk_parts(self) -> Iterator[Node]:
        """This part and all below it, in reading order."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting += [part for part in reversed(node.parts) if isinstance(part, Node)]


DECORATION = "/Artifact BMC"
RUNNING = {
    "header": "/Artifact <</Type /Pagination /Subtype /Header /Attached [/Top]>> BDC",
    "heading row": "/Artifact <</Type /Pagination /Subtype /Header>> BDC",
    "footer": "/Artifact <</Type /Pagination /Subtype /Footer /Attached [/Bottom]>> BDC",
}


class Marking:
    """Marks what is drawn on a canvas; a mixin, since a page's marks have to be kept with the page.

    A mark within a mark says nothing: what is drawn in a figure belongs to the figure.
    """

    marks = 0
    """How many marks the page in hand has."""
    areas = 0
    """How many places to click it has."""
    _within = False

    @contextmanager
    def mark_content_of(self, node: Node | None) -> Iterator[None]:
        """Everything drawn in this block is of ``node``."""
        if node is None or self._within:
            yield
            return
        node.parts.append(Mark(self._page_index(), self.marks))
        self.marks += 1
        with self._write_mark(f"/{node.role} <</MCID {self.marks - 1}>> BDC"):
            yield

    @contextmanager
    def mark_decoration(self, opening: str = DECORATION) -> Iterator[None]:
        """Everything drawn in this block is nobody's: rules, tints, running headers, headings said before."""
        if self._within:
            yield
            return
        with self._write_mark(opening):
            yield

    def add_link_area(self, node: Node) -> None:
        """The place to click that was just made belongs to ``node``."""
        node.parts.append(LinkArea(self._page_index(), self.areas))
        self.areas += 1

    @contextmanager
    def _write_mark(self, opening: str) -> Iterator[None]:
        """Open a mark, and close it behind what is drawn."""
        canvas: Any = self
        canvas.addLiteral(opening)
        self._within = True
        yield
        self._within = False
        canvas.addLiteral("EMC")

    def _page_index(self) -> int:
        canvas: Any = self
        return int(canvas.getPageNumber()) - 1
