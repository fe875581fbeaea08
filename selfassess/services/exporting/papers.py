"""Papers that are handed over once: the factual accuracy check, interview briefs, what changed since a signed version.

Each is written as Word, PDF, HTML or Excel, whole or not at all, from the file itself, so that a worker can do it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from selfassess.domain.model.display_names import Names
from selfassess.domain.model.editions import Edition
from selfassess.domain.model.errors import WrongUseError
from selfassess.domain.model.report_blocks import Outline, Table
from selfassess.domain.model.workbook import Assessment, Workbook
from selfassess.domain.publishing.edition_view import reduce_to_edition
from selfassess.domain.report import visit_forms
from selfassess.domain.report.brief import PAPER
from selfassess.domain.report.outline import build_outline
from selfassess.domain.text.folding import fold_text
from selfassess.domain.visit.agenda import read_deadline
from selfassess.services.exporting.export import (
    ExportReport,
    check_export_target,
    read_paper_format,
    write_tables,
    write_whole_file,
)
from selfassess.services.exporting.writers import MadeWith
from selfassess.services.workbook import policy
from selfassess.services.workbook.snapshot import read_snapshot


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper: what its reader may see of the workbook, its outline, and its tables by the names of their sheets."""

    shown: Workbook
    made: Outline
    tables: tuple[tuple[str, Table], ...]

    @property
    def year(self) -> Assessment:
        """The year that it is of."""
        return self.shown.current


def export_accuracy_form(
    path: Path, out: Path, *, year: str | None = None, passphrase: str | None = None
) -> ExportReport:
    """Write the factual accuracy check as it goes back to CQC."""

    def build(held: Workbook) -> Paper:
        own = _find_own_year(held, year)
        shown, view = view_as_cqc(held, own)
        made = visit_forms.build_accuracy_form(view, own, read_deadline(own))
        table = visit_forms.build_accuracy_table(Names(own), own.records_of("accuracy_point"))
        return Paper(shown, made, (("Factual accuracy", table),))

    return write_paper(path, out, build, passphrase=passphrase)


def export_interview_briefs(
    path: Path, out: Path, *, group: str | None = None, year: str | None = None, passphrase: str | None = None
) -> ExportReport:
    """Write the brief of one group, or of all; raises WrongUseError where there is no such interview."""

    def build(held: Workbook) -> Paper:
        own = _find_own_year(held, year)
        every = own.records_of("interview")
        chosen = [each for each in every if group is None or fold_text(each.text_of("group")) == fold_text(group)]
        if group is not None and not chosen:
            there = "; ".join(each.text_of("group") for each in every) or "none yet"
            raise WrongUseError(f"There is no interview of “{group}”. There are: {there}.")
        shown, view = view_as_cqc(held, own)
        return Paper(shown, visit_forms.build_interview_briefs(view, shown, own, chosen), ())

    return write_paper(path, out, build, passphrase=passphrase)


def view_as_cqc(held: Workbook, own: Assessment) -> tuple[Workbook, Outline]:
    """The workbook of one year as CQC is given it, and the outline of it without any part."""
    shown = reduce_to_edition(replace(held, assessments=(own,)), Edition.CQC)
    return shown, build_outline(shown, shown.current, Edition.CQC, parts=())


def write_paper(
    path: Path,
    out: Path,
    build: Callable[[Workbook], Paper],
    *,
    journal: bool = False,
    passphrase: str | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> ExportReport:
    """Write a paper of a workbook; what was at ``out`` is as before where it cannot be written.

    Raises WrongUseError for a format it is not made in, FileError where the target cannot be written.
    """
    chosen = read_paper_format(out, locked=passphrase is not None)
    policy.require_passphrase(passphrase, public=False)
    check_export_target(path, out)
    paper = build(read_snapshot(path, journal=journal))
    if chosen == "xlsx":
        if not paper.tables:
            raise WrongUseError(f"“{paper.made.title}” is a text to read: write it as Word, PDF or HTML.")
        about = f"{paper.made.council}, {paper.made.year}"
        return write_tables(paper.tables, paper.made, about, out, passphrase=passphrase, cancelled=cancelled)
    made_with = MadeWith(brief=f"{PAPER}{paper.made.title}")
    return write_whole_file(
        paper.shown, paper.made, paper.year, out, chosen,
        made_with=made_with, passphrase=passphrase, cancelled=cancelled,
    )  # fmt: skip


def _find_own_year(held: Workbook, label: str | None) -> Assessment:
    own = held.find_assessment(label)
    if own.by_cqc:
        raise WrongUseError(f"{own.label} is the view of others, and holds nothing of a visit to you.")
    return own
