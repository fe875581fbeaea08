"""The progress report of the improvement plan: Word, PDF, HTML or Excel, whole or not at all.

It reads the file itself with its history, so it can run on a worker while somebody writes on.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from selfassess.domain.improvement_plan.progress_report import (
    build_progress,
    list_progress_tables,
    progress_options,
)
from selfassess.domain.model.editions import Edition, EditionOptions
from selfassess.domain.model.errors import InvalidValueError, WrongUseError
from selfassess.domain.model.field_shorthand import date as date_field
from selfassess.domain.model.fields import clean_value
from selfassess.domain.text.wording import british_date
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

Tell = Callable[[float], None]
Ask = Callable[[], bool]


def read_since(text: str, today: str) -> str:
    """The day (ISO) that a person means by ``text``. Raises WrongUseError where it is none, or is not over yet."""
    try:
        day = clean_value(date_field("since", "Since"), text)
    except InvalidValueError as error:
        raise WrongUseError(str(error)) from error
    if not isinstance(day, str):
        raise WrongUseError("Say since when, such as 1 April 2025.")
    if day > today:
        raise WrongUseError(f"{british_date(day)} is still to come: nothing can have moved since then.")
    return day


def export_progress(
    path: Path,
    out: Path,
    *,
    since: str,
    today: str,
    year: str | None = None,
    edition: Edition = Edition.BOARD,
    options: EditionOptions | None = None,
    format: str | None = None,
    passphrase: str | None = None,
    progress: Tell = lambda part: None,
    cancelled: Ask = lambda: False,
) -> ExportReport:
    """Write the report on what moved since a day, as of ``today`` (both ISO).

    Raises WrongUseError for an edition or format it is not made in, FileError where the target cannot be written,
    CancelledError once ``cancelled`` says so; in each case what was at ``out`` is as before.
    """
    chosen = read_paper_format(out, format, locked=passphrase is not None)
    policy.require_passphrase(passphrase, public=False)
    check_export_target(path, out)
    held = read_snapshot(path, journal=True)
    options = options or progress_options(edition)
    found = build_progress(held, year, since=since, today=today, edition=edition, options=options)
    if chosen == "xlsx":
        moved = found.movement
        since_words = f"what moved since {british_date(moved.since)}, as of {british_date(moved.today)}."
        about = f"{found.made.council}, {found.made.year}: {since_words}"
        tables = list_progress_tables(found.made, moved)  # and the trackers, with councils' own columns
        return write_tables(tables, found.made, about, out, passphrase=passphrase, cancelled=cancelled)
    return write_whole_file(
        found.workbook, found.made, found.year, out, chosen,
        made_with=MadeWith(brief=found.mark), passphrase=passphrase, progress=progress, cancelled=cancelled,
    )  # fmt: skip
