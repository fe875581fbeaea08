"""What a file is and what came of it, in sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime

from selfassess.domain.merging.authorship import describe_changes
from selfassess.domain.merging.causality import Meeting
from selfassess.domain.model.editions import Edition
from selfassess.domain.model.import_result import Incoming, Problem
from selfassess.domain.model.journal import Entry
from selfassess.domain.model.problem_kinds import group_problems
from selfassess.domain.model.workbook import Workbook
from selfassess.domain.text.wording import choose_plural, count_noun, format_local_moment, join_with_and
from selfassess.services.importing.file_kinds import Source
from selfassess.services.importing.merge_report import MergeReport
from selfassess.services.importing.plan_merge import is_of_this_workbook
from selfassess.services.importing.plan_years import YearsPlan
from ui.dialogs.import_file.result_step import Result

AGAIN = "; you are asked again when you import this file again"
UNDO = "Undo takes all of it out again; a backup was made before."
MOST = 30
"""Lines that are shown of what else there is to know; the report has all of them."""

FOREIGN = "A spreadsheet that this program did not write. Say what its sheets and columns mean."

NARRATIVE = "A self-assessment as a document. Look where each piece of it goes, and set right what is not."
NOT_UNDERSTOOD = (
    "Nothing in {name} was understood as a self-assessment: no heading in it names a quality statement or a part of "
    "one. Give its headings the names of the quality statements, and choose it again."
)

FORMATS = {Source.EXCEL: "An Excel export", Source.WORD: "A Word export", Source.JSON: "A JSON export"}


def describe_incoming_file(kind: Source, there: Workbook, incoming: Incoming, meeting: Meeting | None = None) -> str:
    """A file in a sentence or two: what it is, of which workbook, when it was made and for whom, what it holds."""
    workbook = incoming.workbook
    council = workbook.council.text_of("name") or "a council without a name"
    years = join_with_and(assessment.label for assessment in workbook.assessments)
    if kind is Source.REPORT:
        if workbook.assessments[0].of_another_council:
            return (
                f"CQC’s published report on {council}, which is another council than yours. It makes the year {years}."
            )
        return f"CQC’s published report on {council}. It makes the year {years}."
    if kind is Source.NARRATIVE:
        return f"A self-assessment of {council}, as a document. It makes the year {years}."
    if kind is Source.SPREADSHEET:
        return f"A spreadsheet that this program did not write, read as you said. It makes the year {years}."
    if not is_of_this_workbook(there, incoming):
        named = "Another workbook" if kind is Source.WORKBOOK else f"{FORMATS[kind]} of another workbook"
        return f"{named}, of {council}. It holds {years}."
    if meeting is not None:
        what = "A copy" if kind is Source.WORKBOOK else FORMATS[kind]
        if not meeting.fresh:
            return f"{what} of this workbook, with nothing that is not known here."
        are = choose_plural(len(meeting.fresh), "is", "are")
        return f"{what} of this workbook, with {describe_changes(meeting.fresh)} that {are} not here."
    if kind is Source.WORKBOOK:
        last = workbook.journal[-1] if workbook.journal else None
        changed = f", last changed on {format_journal_time(last.at)} by {last.author or 'nobody named'}" if last else ""
        return f"A copy of this workbook{changed}. It holds {years}."
    readers = "" if incoming.edition is Edition.FULL else f" for {incoming.edition.describe_readers}"
    made = _find_journal_entry(there, workbook.journal_position)
    as_it_was = f", as it was on {format_journal_time(made.at)}" if made else ""
    return f"{FORMATS[kind]} of this workbook{as_it_was}{', made' if readers else ''}{readers}. It holds {years}."


def describe_merge_result(report: MergeReport, year: str | None) -> Result:
    """What came of a merge."""
    details = [f"Written by {report.authors}."] if report.authors else []
    for count, one, many in (
        (len(report.conflicts), "conflict was decided", "conflicts were decided"),
        (len(report.left), f"change was left aside{AGAIN}", f"changes were left aside{AGAIN}"),
        (len(report.problems), "thing was not understood", "things were not understood"),
    ):
        if count:
            details.append(f"{count_noun(count, one, many)}.")
    changed = bool(report.taken)
    return Result(
        sentence=f"{report.headline} {UNDO}" if changed else report.headline,
        details=(*details, *_cut_long_list(kind.describe_kind() for kind in group_problems(report.problems))),
        report=report.full_text,
        year=year,
        changed=changed,
    )


def describe_years_result(planned: YearsPlan, at: datetime) -> Result:
    """What came of importing further years."""
    years = join_with_and(f"“{year.label}”" for year in planned.assessments)
    sentence = f"Imported: {years}, {count_noun(sum(planned.new_record_counts.values()), 'record')}."
    kinds = group_problems(planned.left_out)
    left_out = [kind.describe_kind(most=len(planned.left_out)) for kind in kinds]
    lines = [f"Imported from {planned.source}", format_local_moment(at), "", sentence]
    for heading, sentences in (
        ("Worth knowing", (*planned.warnings, *planned.notes)),
        ("To be looked at; what was not understood was not imported", left_out),
    ):
        lines += ["", heading, "-" * len(heading), *(f"- {each}" for each in sentences)] if sentences else []
    said = [f"{len(planned.left_out):,} not understood, and so not imported."] if left_out else []
    return Result(
        sentence=f"{sentence} {UNDO}",
        details=(*said, *_cut_long_list(kind.describe_kind() for kind in kinds)),
        report=lambda: "\n".join(lines) + "\n",
        year=planned.assessments[-1].id,
        changed=True,
    )


def reason_import_refused(problems: Iterable[Problem]) -> str:
    """Why nothing of a file can be taken, "" where it can."""
    count = len(tuple(problems))
    if not count:
        return ""
    return f"Nothing can be imported yet: {choose_plural(count, 'one thing', f'{count:,} things')} must be put right."


def find_year_in_name(name: str) -> str:
    """The council's year that a file's name speaks of, such as 2023-24; "" where it names none."""
    found = re.search(r"(?<!\d)(20\d\d)\s*[-–_/]\s*(?:20)?(\d\d)(?!\d)", name)
    return f"{found[1]}-{found[2]}" if found and (int(found[1]) + 1) % 100 == int(found[2]) else ""


def format_journal_time(at: str) -> str:
    """A time of the journal as people here write it."""
    return format_local_moment(datetime.fromisoformat(at))


def _find_journal_entry(there: Workbook, position: str) -> Entry | None:
    return next((entry for entry in reversed(there.journal) if entry.id == position), None)


def _cut_long_list(sentences: Iterable[str]) -> list[str]:
    every = list(sentences)
    more = len(every) - MOST
    return [*every[:MOST], f"and {more:,} more, which the report lists"] if more > 0 else every
