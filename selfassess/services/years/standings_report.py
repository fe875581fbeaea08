"""Where others stand as Word, PDF, HTML or Excel, whole or not at all; it reads the file itself, on any worker."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from selfassess.domain.model.editions import Edition, build_options
from selfassess.domain.publishing.edition_view import reduce_to_edition
from selfassess.domain.standings.standings_report import StandingsReport, build_standings_outline, refuse_edition
from selfassess.services.exporting.export import (
    ExportReport,
    check_export_target,
    read_paper_format,
    write_tables,
    write_whole_file,
)
from selfassess.services.workbook import policy
from selfassess.services.workbook.snapshot import read_snapshot
from selfassess.services.years.standings import compare_year, read_published, scored_framework


def export_standings(
    path: Path,
    out: Path,
    *,
    year: str | None = None,
    edition: Edition = Edition.BOARD,
    format: str | None = None,
    passphrase: str | None = None,
    progress: Callable[[float], None] = lambda part: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> ExportReport:
    """Write our scores beside the published ones, whom to learn from, and every council.

    Raises WrongUseError for an edition or format it is not made in and a year that cannot be compared, FileError where
    the target cannot be written, CancelledError once ``cancelled`` says so; what was at ``out`` is then as before.
    """
    chosen = read_paper_format(out, format, locked=passphrase is not None)
    refuse_edition(edition)
    policy.require_passphrase(passphrase, public=False)
    check_export_target(path, out)
    held = read_snapshot(path)
    options = build_options(edition)
    own = held.find_assessment(year)
    shown = reduce_to_edition(replace(held, assessments=(own,)), edition, options)
    report = StandingsReport(
        found=compare_year(held, shown.current), published=read_published(held), framework=scored_framework()
    )
    made = build_standings_outline(report, shown, edition, options)
    if chosen == "xlsx":
        about = f"{made.council}, {made.year}: {report.found.distance}."
        return write_tables(report.list_tables(), made, about, out, passphrase=passphrase, cancelled=cancelled)
    return write_whole_file(
        shown, made, shown.current, out, chosen, passphrase=passphrase, progress=progress, cancelled=cancelled
    )
