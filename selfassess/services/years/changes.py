"""What changed since a signed version, written as a short report for a director or a committee."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from selfassess.domain.model.editions import Edition, EditionOptions, build_options
from selfassess.domain.model.errors import WrongUseError
from selfassess.domain.model.workbook import Workbook
from selfassess.domain.publishing.edition_view import reduce_to_edition
from selfassess.domain.report import changes_report
from selfassess.domain.report.outline import build_outline
from selfassess.domain.text.wording import british_date
from selfassess.services.exporting.export import ExportReport
from selfassess.services.exporting.papers import Paper, write_paper
from selfassess.services.years import signing

EDITIONS = (Edition.BOARD, Edition.FULL)


def export_changes(
    path: Path,
    out: Path,
    *,
    today: str,
    since: int | None = None,
    year: str | None = None,
    edition: Edition = Edition.BOARD,
    options: EditionOptions | None = None,
    passphrase: str | None = None,
) -> ExportReport:
    """Write what changed since version ``since`` of a year, its last one where None.

    Raises WrongUseError where nothing was signed off yet, and for a reader it is not made for.
    """
    if edition not in EDITIONS:
        raise WrongUseError(
            "What changed is told to the board and to those who draft; it says how things stand inside."
        )
    version = signing.choose_signed_version(signing.list_signed_versions(path, year), since)
    signed = signing.read_signed_version(path, version.id)
    chosen = options or build_options(edition)

    def build(held: Workbook) -> Paper:
        own = next(each for each in held.assessments if each.id == version.assessment)
        shown = reduce_to_edition(replace(held, assessments=(own,)), edition, chosen)
        before = reduce_to_edition(replace(held, assessments=(signed.assessment,)), edition, chosen).current
        view = build_outline(shown, shown.current, edition, options=chosen, parts=())
        name = f"{version.name}, signed off on {british_date(version.signed_at)}"
        compared = changes_report.Compared(before, shown.current, name)
        made = changes_report.build_changes_report(view, compared, today)
        scores, rows = changes_report.build_score_table(compared), changes_report.list_change_rows(compared)
        tables = (*((("Scores", scores),) if scores.rows else ()), ("What changed", rows))
        return Paper(shown, made, tables)

    return write_paper(path, out, build, passphrase=passphrase)
