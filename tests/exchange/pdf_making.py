"""Outlines to typeset, and what a written PDF says."""

import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pypdf import PdfReader

from selfassess.domain.model.report_blocks import (
    Block,
    Bullets,
    Column,
    Facts,
    Outline,
    Paragraph,
    Quotation,
    ScoreBar,
    ScoreChart,
    Section,
    Table,
)

SENTENCE = "People told us that they wait too long for an assessment, and that nobody rings them while they wait. "


def section(key: str, title: str, *blocks: Block, level: int = 1, **more: Any) -> Section:
    return Section(key=key, title=title, level=level, blocks=blocks, **more)


def outline(*sections: Section, **more: Any) -> Outline:
    fields: dict[str, Any] = {
        "council": "Cyngor Tŷ Gŵyr",
        "title": "Self-assessment of adult social care",
        "year": "2025-26",
        "status": "Drafting",
        "draft": True,
        "readers": "full",
        "facts": (("Region", "East Midlands"),),
    }
    return Outline(sections=sections, **(fields | more))


def everything() -> Outline:
    """One of each block, with three levels of headings."""
    bars = tuple(
        ScoreBar(f"Statement {n}", score, words, earlier)
        for n, (score, words, earlier) in enumerate(
            [(1, "Significant shortfalls", 2), (3, "Good", None), (None, "Not scored yet", 4)], 1
        )
    )
    strengths = section("strengths", "Strengths", Bullets(("Quick adaptations", "Direct payments")), level=3)
    equity = section(
        "statement:equity",
        "3. Equity in experiences",
        Quotation("We actively seek out and listen.", "© Care Quality Commission"),
        Facts(
            (("Score", "2: Some shortfalls"), ("Summary", "First paragraph.\n\n- a point\n- another")), "Our judgement"
        ),
        level=2,
        children=(strengths,),
    )
    columns = (Column("Action", 3), Column("Owner"), Column("Points", 1, True))
    return outline(
        section("summary", "Summary", ScoreChart(bars, "2023-24", "said"), Paragraph("Where we stand."), new_page=True),
        section("theme", "Theme 1: Working with people", children=(equity,), new_page=True),
        section("plan", "Action plan", Table("Every action", columns, (("Ring people", "Head of access", "12"),))),
        section("notes", "Notes", Paragraph("Nothing written yet.", quiet=True)),
    )


def bare(text: str) -> str:
    """Text without the spaces, breaks and hyphens that typesetting moves."""
    return "".join(c for c in unicodedata.normalize("NFC", text) if not c.isspace() and c != "-")


def pages(path: Path) -> list[str]:
    return [page.extract_text() for page in PdfReader(path).pages]


def bookmarks(outline: list[Any]) -> Iterator[Any]:
    """Titles, and lists of titles for what is nested."""
    for item in outline:
        yield list(bookmarks(item)) if isinstance(item, list) else item.title
