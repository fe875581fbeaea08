"""Outlines and years written as Word, and what a written document holds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx

from selfassess.domain.model.editions import Edition
from selfassess.domain.model.report_blocks import (
    Bullets,
    Column,
    Compared,
    Comparison,
    Facts,
    Outline,
    Paragraph,
    Quotation,
    Quote,
    ScoreBar,
    ScoreChart,
    Table,
    ValueChart,
    ValueLevel,
    ValueMark,
)
from selfassess.domain.model.workbook import Assessment, Workbook
from selfassess.domain.report import outline as outlines
from selfassess.exchange import word
from selfassess.exchange.word.identity import Identity, Tag, read_tag
from selfassess.exchange.word.markup import MAIN
from tests.exchange.pdf_making import SENTENCE
from tests.making import empty_assessment, workbook

SAMPLES: dict[type, Any] = {
    Paragraph: Paragraph("A paragraph."),
    Bullets: Bullets(("One item", "another")),
    Quotation: Quotation("Official words.", "© somebody"),
    Quote: Quote("Nobody rang.", "An unpaid carer", "cy"),
    Comparison: Comparison(
        "Beside England",
        "England",
        (Compared("Carers", "2024", "31%", "36%", 31.0, 36.0, "5 points lower, worse"),),
        "31% and 36%.",
    ),
    Facts: Facts((("Label", "Value"),), "Of what"),
    Table: Table("A table", (Column("Name", 2), Column("Number", 1, True)), (("a", "1"), ("b", "2"))),
    ScoreChart: ScoreChart((ScoreBar("Safety", 3, "Good", 2), ScoreBar("Other", None, "Not scored")), "2023", "said"),
    ValueChart: ValueChart(
        (ValueMark("2022", 41.0, "41%"), ValueMark("2023", None, "none"), ValueMark("2024", 52.5, "52.5%")),
        (ValueLevel("Target", 60.0), ValueLevel("England", 48.0, True)),
        "From 41% to 52.5%.",
    ),
}  # fmt: skip
"""One of each kind of block."""

LONG = SENTENCE * 400
NASTY = {
    "long": LONG,
    "right to left": "שלום and then مرحبا بكم، English again",
    "emoji": "Family 👨‍👩‍👧‍👦 and flag 🏴󠁧󠁢󠁷󠁬󠁳󠁿 and 🦊",
    "controls": "bell \x07 null \x00 escape \x1b vertical \x0b form \x0c lone \ud800 not \uffff",
    "markup": "A < B & C > D &amp; <b>x</b> ]]> \"quoted\" 'single' <w:p/>",
    "spaces": "  two before, two after  and\ttab\nand line\r\nand another",
}
"""What people paste in."""
NASTY_BLOCKS: dict[str, Callable[[str], Any]] = {
    "paragraph": lambda text: Paragraph(text),
    "bullets": lambda text: Bullets((text, text)),
    "quotation": lambda text: Quotation(text, text),
    "facts": lambda text: Facts(((text, text), ("Next", f"- {text}\n- b")), text),
    "running": lambda text: Facts(((text, text), ("Next", text)), text, running=True),
    "table": lambda text: Table(text, SAMPLES[Table].columns, ((text, text),)),
}
"""Kinds of blocks with such a text in every place."""


def w(name: str) -> str:
    """A name as Word's XML has it."""
    return f"{{{MAIN}}}{name}"


def write(made: Outline, target: Path, whole: Workbook | None = None, **more: Any) -> Any:
    """Write an outline, have it verified, and open it."""
    whole = whole or workbook(empty_assessment())
    identity = Identity(workbook=whole.id, assessment=whole.current.id, journal="", edition="full")
    report = word.write_word(made, target, council=whole.council, assessment=whole.current, identity=identity, **more)
    word.verify_word(target, made, report)
    return docx.Document(str(target))


def write_year(year: Assessment, target: Path, edition: Edition = Edition.FULL) -> Any:
    """Write a year as its outline is."""
    whole = workbook(year)
    return write(outlines.build_outline(whole, year, edition), target, whole)


LOGO = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9aw"
    "AAAABJRU5ErkJggg=="
)
"""One point of colour."""


def controls(document: Any) -> list[tuple[Tag, str]]:
    """The marked texts of a document: where each was written, and what it says."""
    found = []
    for control in document.element.body.iter(w("sdt")):
        tag = control.find(f"{w('sdtPr')}/{w('tag')}")
        if tag is not None and (read := read_tag(tag.get(w("val")))):
            lines = [written(line) for line in control.iter(w("p"))] or [written(control)]
            found.append((read, "\n".join(lines)))
    return found


def additions(element: Any) -> list[Any]:
    """The runs of what a document says and nobody wrote."""
    style = f"{w('rPr')}/{w('rStyle')}"
    return [run for run in element.iter(w("r")) if (named := run.find(style)) is not None and named.get(w("val"))]


def written(element: Any) -> str:
    """The text of a part of a document without what the document adds."""
    text = said(element)
    for each in additions(element):
        text = text.replace(said(each), "", 1)
    return text


def said(element: Any) -> str:
    """The text of a part of a document."""
    signs = {w("br"): "\n", w("tab"): "\t"}
    return "".join(each.text or "" if each.tag == w("t") else signs.get(each.tag, "") for each in element.iter())


def alternatives(document: Any) -> list[str]:
    """What is said of each picture of a document."""
    drawn = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
    return [each.get("descr") for each in document.element.body.iter(drawn)]


def paragraphs(document: Any) -> list[str]:
    """Every paragraph of a document, in tables and controls too."""
    return [said(each) for each in document.element.body.iter(w("p"))]
