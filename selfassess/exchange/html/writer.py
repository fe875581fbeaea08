"""Writing an outline as an HTML page: reports how far it is, and stops when asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from selfassess.domain.model.errors import CancelledError
from selfassess.domain.model.report_blocks import Outline
from selfassess.exchange.html.page import Counts, Page
from selfassess.exchange.outlines.texts import sections_in_order

_PIECES_A_SECTION = 4
"""About so many pieces a section is written in: only for telling how far the work is."""


@dataclass(frozen=True, slots=True)
class HtmlReport:
    """What was written, to be counted in the file."""

    counts: Counts


def write_html(
    outline: Outline,
    target: Path,
    *,
    progress: Callable[[float], None] = lambda part: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> HtmlReport:
    """Write the outline to exactly ``target``.

    Raises CancelledError once ``cancelled`` says so, OSError where the target cannot be written.
    """
    page = Page()
    expected = 10 + _PIECES_A_SECTION * sum(1 for _ in sections_in_order(outline.sections))
    made = []
    for number, piece in enumerate(page.write_page(outline)):
        if cancelled():
            raise CancelledError("Stopped. Nothing was exported.")
        progress(min(number / expected, 1.0))
        made.append(piece)
    target.write_text("".join(made), encoding="utf-8", newline="\n")
    progress(1.0)
    return HtmlReport(page.counts)
