"""Reading a file that is imported, of any kind this program knows, as a workbook; nothing is changed by it.

Libraries that read other people's files are imported where one is read: most commands never need them.
"""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from selfassess.domain.framework.framework import Framework, InformationReturn
from selfassess.domain.model import new_year
from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.errors import CancelledError, FileError, WrongUseError
from selfassess.domain.model.import_result import Incoming, Problem
from selfassess.domain.model.workbook import Workbook
from selfassess.exchange import apart, json
from selfassess.exchange.recognition import recognize_file
from selfassess.packs import reader as packs
from selfassess.services.importing import plan_narrative, word_return
from selfassess.services.importing.file_kinds import Cancelled, Progress, Source, has_our_sheet, recognize_source
from selfassess.services.importing.sheet_rows import sent_by_values
from selfassess.services.workbook.snapshot import read_incoming_copy

if TYPE_CHECKING:
    from selfassess.exchange import foreign


def read_source(
    source: Path,
    *,
    there: Workbook | None = None,
    mapping: foreign.Mapping | None = None,
    proposed: bool = False,
    label: str | None = None,
    framework: Framework | None = None,
    asked: InformationReturn | None = None,
    council: Record | None = None,
    ours: bool = False,
    kind: Source | None = None,
    progress: Progress = lambda part: None,
    cancelled: Cancelled = lambda: False,
) -> Incoming:
    """Read a file of any kind this program knows; changes nothing.

    Our own Word says what was changed in the workbook that is ``there``, and our Excel without its hidden sheet holds
    rows of that. A spreadsheet of somebody's is read by its ``mapping``, or by what is ``proposed`` for it, as the year
    ``label`` that is judged against ``framework``, of the council whose record is given. A narrative becomes the year
    ``label`` too, ``ours`` where somebody said so though it names another council; and so does a report, or else it
    names itself. Raises FileError where it cannot be read, and WrongUseError where a spreadsheet comes without mapping
    or label, a narrative without label, or our own Word to another workbook. ``kind`` is what ``recognize_source`` said
    of the file, where it was asked before.
    """
    kind = kind or recognize_source(source, cancelled=cancelled)
    if cancelled():
        raise CancelledError("Stopped. Nothing was imported.")
    if mapping is not None:
        if kind not in (Source.EXCEL, Source.SPREADSHEET):
            raise WrongUseError(f"A mapping is for spreadsheets, and {source.name} is none. Leave the mapping out.")
        kind = Source.SPREADSHEET
    judged = framework or packs.newest_framework()
    if framework is None:
        asked = packs.newest_return(judged)
    if kind is Source.REPORT:
        found: Incoming = apart.read_apart("report", source, framework=judged, progress=progress, cancelled=cancelled)
        return set_year_label(replace(found, sent=sent_by_values(found.workbook.assessments[0])), label)
    if kind is Source.NARRATIVE:
        proposal = plan_narrative.propose_document(source, judged, progress=progress, cancelled=cancelled)
        return plan_narrative.make_incoming(
            proposal, framework=judged, asked=asked, council=council, label=label, ours=ours
        )
    if kind is Source.SPREADSHEET and (mapping is not None or proposed):
        book = _open_spreadsheet(source, label, progress, cancelled)
        return read_by_mapping(
            book,
            mapping,
            label=str(label),
            framework=judged,
            asked=asked,
            council=council,
            progress=lambda part: progress(0.5 + part / 2),
            cancelled=cancelled,
        )
    return _read_own_file(source, kind, there, progress, cancelled)


def _read_own_file(
    source: Path, kind: Source, there: Workbook | None, progress: Progress, cancelled: Cancelled
) -> Incoming:
    """A workbook or an export of one."""
    if kind is Source.WORKBOOK:
        return read_incoming_copy(source)
    if kind is Source.JSON:
        return json.read_json_workbook(source)
    if kind is Source.WORD:
        return word_return.read_word_return(there, source, progress=progress, cancelled=cancelled)
    if kind is Source.EXCEL or not _is_whole(source):
        return _read_own_excel(source, there, progress, cancelled)
    raise WrongUseError(
        f"{source.name} is a spreadsheet that this program did not write. Say what its columns mean: import it "
        "in the window, give the mapping saved there with --mapping FILE, or have one proposed with --mapping auto."
    )


def load_mapping(path: Path) -> foreign.Mapping:
    """What somebody's spreadsheet means, as it was saved; raises FileError naming the file and what is wrong."""
    from selfassess.exchange import foreign

    return foreign.read_mapping_file(path)


def propose_mapping(source: Path, target: Path, framework: Framework | None, asked: InformationReturn | None) -> None:
    """Write what a spreadsheet seems to mean as a mapping, to be looked through and given with ``mapping``.

    Raises FileError where it cannot be read or written, and WrongUseError where ``source`` needs no mapping.
    """
    if recognize_source(source) is not Source.SPREADSHEET:
        raise WrongUseError(f"{source.name} needs no mapping: it is read as it is.")
    from selfassess.exchange import foreign

    judged = framework or packs.newest_framework()
    foreign.write_mapping_file(foreign.propose_book_mapping(foreign.open_book(source), judged, asked), target)


def _read_own_excel(source: Path, there: Workbook | None, progress: Progress, cancelled: Cancelled) -> Incoming:
    """Our own Excel; where its hidden sheet may be gone, as rows of the workbook that is ``there``."""
    instead = None
    if there is not None and not (zipfile.is_zipfile(source) and has_our_sheet(source)):
        from selfassess.exchange import excel  # the library that reads workbooks is for those who need it

        instead = excel.describe_workbook_as_hidden(there)
    found: Incoming = apart.read_apart("excel", source, instead=instead, progress=progress, cancelled=cancelled)
    if there is not None and found.workbook.council == there.council and not found.workbook.journal_position:
        _refuse_rows_of_others(found, there, source.name)
    return found


def _refuse_rows_of_others(found: Incoming, there: Workbook, name: str) -> None:
    """Raise FileError where none of the rows is of the workbook that they were read for."""
    known = {record.id for record in there.all_records()} | {entry.change.record for entry in there.journal}
    if known.isdisjoint(id for year in found.workbook.assessments for id in year.by_id):
        raise FileError(
            f"{name} holds rows of another workbook, without the hidden sheet that says of which. "
            "Import it into the workbook that it came from, or ask for the whole file."
        )


def _is_whole(source: Path) -> bool:
    """Whether a spreadsheet can be opened at all, so that it is worth asking what its columns mean."""
    found = recognize_file(source)
    return found.kind.is_spreadsheet and not found.fault


def set_year_label(incoming: Incoming, label: str | None) -> Incoming:
    """The only year of a file under the name that somebody gave it, where one was given."""
    if label is None:
        return incoming
    (year,) = incoming.workbook.assessments
    record = replace(year.record, values={**year.record.values, "label": label.strip()})
    return replace(incoming, workbook=replace(incoming.workbook, assessments=(replace(year, record=record),)))


def _open_spreadsheet(source: Path, label: str | None, progress: Progress, cancelled: Cancelled) -> foreign.Book:
    from selfassess.exchange import foreign  # the library that reads spreadsheets is for those who need it

    if label is None:
        raise WrongUseError(f"{source.name} does not say which year it is of. Give the year with --year.")
    return foreign.open_book(source, progress=lambda part: progress(part / 2), cancelled=cancelled)


def read_by_mapping(
    book: foreign.Book,
    mapping: foreign.Mapping | None,
    *,
    label: str,
    framework: Framework,
    asked: InformationReturn | None,
    council: Record | None,
    progress: Progress = lambda part: None,
    cancelled: Cancelled = lambda: False,
) -> Incoming:
    """What a spreadsheet of somebody's that was opened holds as the year ``label``; None has its mapping proposed."""
    from selfassess.exchange import foreign

    # It is nobody's workbook yet: whatever council is given lends its name only.
    lent = None
    if council is not None:
        lent = replace(council, id=new_year.new_id())
    taken = foreign.apply_mapping(
        book,
        mapping or foreign.propose_book_mapping(book, framework, asked),
        framework=framework,
        asked=asked,
        council=lent,
        label=label.strip(),
        progress=progress,
        cancelled=cancelled,
    )
    told = {(each.sheet, each.row, each.message) for each in taken.incoming.problems}
    left = (
        Problem(message=f"“{each.text}” was not taken: {each.why}.", sheet=each.sheet, row=each.row, column=each.column)
        for each in taken.left
        if (each.sheet, each.row, f"{each.why[0].upper()}{each.why[1:]}.") not in told
    )
    return replace(taken.incoming, problems=(*taken.incoming.problems, *left))
