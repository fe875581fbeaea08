"""How each format is written and read back: what ``formats`` lists, one pair of functions a format.

Each writer's library is imported where it is used: it takes a while, and most commands never need it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from selfassess.domain.model.errors import CancelledError
from selfassess.domain.model.report_blocks import Outline
from selfassess.domain.model.workbook import Assessment, Workbook
from selfassess.domain.text.wording import choose_plural, count_noun

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
MOST_PLACES = 12
"""How many places with characters that cannot be drawn are named one by one."""


@dataclass(frozen=True, slots=True)
class MadeWith:
    """What somebody chose for a document: its parts (all where None), what is left out, a template, a brief."""

    parts: Collection[str] | None = None
    without_empty: bool = False
    template: Path | None = None
    brief: str = ""


AS_USUAL = MadeWith()


@dataclass(frozen=True, slots=True)
class ExportJob:
    """What is to be written where: a workbook as its edition may see it, and ``made``, the outline of one year."""

    workbook: Workbook
    assessment: Assessment
    made: Outline
    target: Path
    progress: Callable[[float], None]
    cancelled: Callable[[], bool]
    made_with: MadeWith

    def report_step(self, part: float) -> None:
        """Be at a part of the whole, 0 to 1, unless somebody asked to stop."""
        if self.cancelled():
            raise CancelledError("Stopped. Nothing was exported.")
        self.progress(part)

    def share_of_progress(self, most: float) -> Callable[[float], None]:
        """Progress of writing (0 to 1) as a part of the whole, which reading back goes on from."""
        return lambda part: self.progress(part * most)


@dataclass(frozen=True, slots=True)
class Checked:
    """What was read back: the pages of a document that has any, and where no font could draw what is written."""

    pages: int = 0
    undrawn: tuple[str, ...] = ()

    @property
    def notes(self) -> tuple[str, ...]:
        """What there is to say of it: the first places where something could not be drawn, and how many more."""
        if not self.undrawn:
            return ()
        opening = f"No font here can draw some characters; “{REPLACEMENT}” stands for each of them."
        more = len(self.undrawn) - MOST_PLACES
        rest = (f"There {choose_plural(more, 'is', 'are')} {count_noun(more, 'more such place')}.",) if more > 0 else ()
        return (opening, *(f"{place}." for place in self.undrawn[:MOST_PLACES]), *rest)


def write_excel(job: ExportJob) -> None:
    """Write Excel: every record, and the outline to read."""
    from selfassess.exchange import excel

    target, progress = job.target, job.share_of_progress(0.7)
    excel.write_excel_workbook(
        job.workbook, job.made, job.assessment, target, progress=progress, cancelled=job.cancelled
    )


def check_excel(job: ExportJob, _: None) -> Checked:
    """Compare every record with what was written."""
    from selfassess.exchange import excel

    excel.verify_excel_file(job.target, job.workbook, lambda part: job.report_step(0.7 + part * 0.3))
    return Checked()


def write_word(job: ExportJob) -> Any:
    """Write Word, with what its texts are known by when it comes back."""
    from selfassess.exchange import word

    chosen = job.made_with
    identity = word.Identity(
        workbook=job.workbook.id,
        assessment=job.assessment.id,
        journal=job.workbook.journal_position,
        edition=job.made.edition.value,
        parts="" if chosen.parts is None else ",".join(chosen.parts),
        without_empty="yes" if chosen.without_empty else "",
        brief=chosen.brief,
        options=msgspec.json.encode(job.made.options).decode(),
    )
    return word.write_word(
        job.made,
        job.target,
        council=job.workbook.council,
        assessment=job.assessment,
        identity=identity,
        template=chosen.template,
        progress=job.share_of_progress(0.8),
        cancelled=job.cancelled,
    )


def check_word(job: ExportJob, written: Any) -> Checked:
    """Compare every text with the outline."""
    from selfassess.exchange import word

    job.report_step(0.8)
    word.verify_word(job.target, job.made, written)
    return Checked()


def write_pdf(job: ExportJob) -> Any:
    """Write a PDF."""
    from selfassess.exchange import pdf

    return pdf.write_pdf_report(job.made, job.target, progress=job.progress, cancelled=job.cancelled)


def check_pdf(job: ExportJob, written: Any) -> Checked:
    """Count its pages and look for its texts."""
    from selfassess.exchange import pdf

    pdf.verify_pdf(job.target, written)
    return Checked(written.pages, tuple(written.undrawable))


def write_html(job: ExportJob) -> Any:
    """Write a page for a website."""
    from selfassess.exchange import html

    return html.write_html(job.made, job.target, progress=job.share_of_progress(0.5), cancelled=job.cancelled)


def check_html(job: ExportJob, written: Any) -> Checked:
    """Compare every text with the outline."""
    from selfassess.exchange import html

    job.report_step(0.5)
    html.verify_html_page(job.target, job.made, written)
    return Checked()


def write_slides(job: ExportJob) -> Any:
    """Write the presentation; gives it with the writer's report."""
    from selfassess.domain.report.presentation import build_presentation
    from selfassess.exchange import slides

    made = build_presentation(job.workbook, job.assessment, job.made)
    return made, slides.write_slides(made, job.target, progress=job.share_of_progress(0.8), cancelled=job.cancelled)


def check_slides(job: ExportJob, written: Any) -> Checked:
    """Compare every slide with the presentation."""
    from selfassess.exchange import slides

    job.report_step(0.8)
    made, report = written
    slides.verify_slides(job.target, made, report)
    return Checked(report.slides)


def write_json(job: ExportJob) -> None:
    """Write everything as open data."""
    from selfassess.exchange import json

    json.write_json(job.workbook, job.target)


def check_json(job: ExportJob, _: None) -> Checked:
    """Compare everything with what was written."""
    from selfassess.exchange import json

    json.verify_json(job.target, job.workbook)
    return Checked()
