"""Setting a tagged PDF, against plain reportlab laying out the same story untagged; and a report of 300 pages."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph as Plain
from reportlab.platypus import SimpleDocTemplate
from reportlab.platypus import Table as PlainTable

from selfassess.domain.model.editions import Edition
from selfassess.domain.model.errors import CancelledError
from selfassess.domain.model.report_blocks import Block, Bullets, Facts, Outline, Paragraph, Quotation, Table
from selfassess.domain.report import outline
from selfassess.exchange import pdf
from selfassess.exchange.pdf import fonts, looks
from tests.benchmarks import ten_years
from tests.benchmarks.ratio import ratio
from tests.exchange import pdf_making
from tests.exchange.pdf_making import SENTENCE, section

LOOK = looks.looks_at()
TARGET = 2.0
MEGABYTES = 600
PAGES = 300
SOON = 2.0
"""Seconds within which a person who asks to stop may expect it, and hear how far it is."""


def prose() -> Outline:
    """Nothing but long paragraphs."""
    return pdf_making.outline(section("a", "A", *(Paragraph(SENTENCE * 6) for _ in range(400))))


def report() -> Outline:
    """A year of 1,700 records, which makes 300 pages and more: facts, tables, lists, quotations."""
    whole = ten_years.workbook(years=1)
    return outline.build_outline(whole, whole.current, Edition.FULL)


def plain(made: Outline, target: Path) -> None:
    """The same texts in the same order by reportlab alone, in the same font and sizes."""
    story = []
    for each in outline.walk_sections(made.sections):
        story.append(_text(each.title, LOOK.headings[each.level]))
        story += [piece for block in each.blocks for piece in _plain(block)]
    SimpleDocTemplate(str(target)).build(story)


def _plain(block: Block) -> Iterator[Any]:
    match block:
        case Paragraph():
            yield _text(block.text, LOOK.body)
        case Bullets():
            yield from (Plain(_escaped(item), LOOK.item, bulletText="•") for item in block.items)
        case Quotation():
            yield _text(block.text, LOOK.quote)
            yield _text(block.attribution, LOOK.attribution)
        case Facts():
            yield _text(block.title, LOOK.caption)
            rows = [[_text(label, LOOK.label), _text(value, LOOK.value)] for label, value in block.rows]
            if rows:
                yield PlainTable(rows, colWidths=[110, 340])
        case Table():
            yield _text(block.caption, LOOK.caption)
            head = [_text(column.label, LOOK.head) for column in block.columns]
            rows = [[_text(value, LOOK.cell) for value in row] for row in block.rows]
            yield PlainTable([head, *rows], colWidths=[450 / len(head)] * len(head), repeatRows=1)


def _text(text: str, style: ParagraphStyle) -> Plain:
    return Plain(_escaped(text), style)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "<br/>")


@pytest.mark.parametrize(("story", "rounds"), [(prose, 9), (report, 1)], ids=["prose", "a whole report"])
def test_setting_a_tagged_pdf(story: Callable[[], Outline], rounds: int, tmp_path: Path) -> None:
    fonts.load_fonts()
    made = story()
    found = ratio(
        f"a tagged PDF, {story.__name__}",
        lambda: pdf.write_pdf_report(made, tmp_path / "ours.pdf"),
        lambda: plain(made, tmp_path / "plain.pdf"),
        TARGET,
        rounds=rounds,
    )
    assert found <= TARGET


def test_a_report_of_300_pages_tells_how_far_it_is_and_stops_when_asked(tmp_path: Path) -> None:
    made, target = report(), tmp_path / "long.pdf"
    heard = [perf_counter()]
    written = pdf.write_pdf_report(made, target, progress=lambda part: heard.append(perf_counter()))
    gaps = [after - before for before, after in pairwise(heard)]
    print(
        f"\na report of {written.pages} pages: {heard[-1] - heard[0]:.1f} s, told {len(gaps)} times how far it is, "
        f"at most {max(gaps):.2f} s apart"
    )
    assert written.pages >= PAGES
    assert max(gaps) < SOON
    target.unlink()
    for share in (0.1, 0.3, 0.6):
        asked = perf_counter() + share * (heard[-1] - heard[0])
        with pytest.raises(CancelledError):
            pdf.write_pdf_report(made, target, cancelled=partial(_is_past, asked))
        print(f"stopped {perf_counter() - asked:.2f} s after being asked, {share:.0%} of the way")
        assert perf_counter() - asked < SOON
        assert not target.exists()


def _is_past(moment: float) -> bool:
    return perf_counter() > moment


_PEAK = """
import resource, sys
from pathlib import Path
from selfassess.exchange import pdf
from tests.benchmarks.test_pdf import report
made = pdf.write_pdf_report(report(), Path(sys.argv[1]))
pdf.verify_pdf(Path(sys.argv[1]), made)
most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(made.pages, most // (2**20 if sys.platform == "darwin" else 2**10))
"""


def test_the_memory_that_a_report_of_300_pages_takes(tmp_path: Path) -> None:
    """The whole process, read back as an export does it. Only Linux and macOS tell what a process held at most."""
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", _PEAK, str(tmp_path / "long.pdf")],
        cwd=root, capture_output=True, text=True, check=True, timeout=300,
    )  # fmt: skip
    pages, megabytes = map(int, done.stdout.split())
    print(f"\nmemory of a process that makes a report of {pages} pages: {megabytes} MB (target {MEGABYTES} MB)")
    assert pages >= PAGES
    assert megabytes < MEGABYTES
