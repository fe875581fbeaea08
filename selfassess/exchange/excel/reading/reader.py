"""Our own Excel back in: the workbook it holds, whatever people have done to the registers meanwhile.

``row_reader`` makes records of rows; here is which sheets there are, and what is worth saying of the file as a whole.
What cannot be understood becomes a problem with its place and stops nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path

from selfassess.domain.model.catalogue import FORMAT, RecordKind
from selfassess.domain.model.errors import CancelledError, FileError
from selfassess.domain.model.import_result import Incoming, PageCell, Problem
from selfassess.exchange.excel import hidden_sheet, page_sheets
from selfassess.exchange.excel.hidden_sheet import Hidden
from selfassess.exchange.excel.names import fold_name
from selfassess.exchange.excel.reading import headings
from selfassess.exchange.excel.reading.other_formats import OtherPackage, open_any_spreadsheet
from selfassess.exchange.excel.reading.recognition import OURS
from selfassess.exchange.excel.reading.row_reader import Takings
from selfassess.exchange.excel.reading.rows import read_sheet_rows
from selfassess.exchange.excel.reading.sheet_xml import Cells
from selfassess.exchange.excel.reading.xlsx_package import Package
from selfassess.exchange.excel.registers import ID, LABELS, REGISTERS, YEAR
from selfassess.exchange.excel.writing import read_me
from selfassess.exchange.excel.writing.register_sheets import LISTS

_READING = 0.8
"""The part of the work that is done once every row was read."""
_WITHOUT_HIDDEN = (
    "Its sheet “_selfassess” is not there, so it was read as rows of this workbook by what stands in their column Id."
)


def read_excel_export(
    path: Path,
    *,
    instead: Hidden | None = None,
    progress: Callable[[float], None] = lambda part: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Incoming:
    """The workbook that an Excel export holds, without its journal, what it speaks of, and what was not understood.

    ``instead`` is what the hidden sheet would say, where a file has none: of the workbook that it is imported into.
    ``progress`` is told how far it is (0 to 1). Raises FileError where the file is not readable or not ours, and
    CancelledError once ``cancelled`` says so.
    """

    def watch(part: float) -> None:
        if cancelled():
            raise CancelledError("Stopped. Nothing was imported.")
        progress(part)

    watch(0.0)
    with open_any_spreadsheet(path, lambda part: watch(part * _READING)) as file:
        reading = _Reading(file, _read_or_assume_hidden(file, instead))
        reading.read_registers()
    incoming = reading.takings.finish_reading(lambda part: watch(_READING + (1 - _READING) * part), reading.notes)
    watch(1.0)
    return replace(incoming, pages=reading.pages, pages_of=reading.pages_of)


def _read_or_assume_hidden(file: Package | OtherPackage, instead: Hidden | None) -> Hidden:
    """What the hidden sheet says, or would say."""
    name = file.path.name
    if hidden_sheet.SHEET in file.sheet_names:
        return hidden_sheet.read_hidden_sheet(
            (_first_three_cells(cells) for _, cells in file.read_filled_rows(hidden_sheet.SHEET)), name
        )
    if instead is None:
        raise FileError(
            f"{name} is not a whole Excel export of a self-assessment workbook: it has no sheet "
            f"“{hidden_sheet.SHEET}”. Import it into the workbook that it came from, or ask for the whole file."
        )
    return instead


def _first_three_cells(cells: Cells) -> tuple[object, ...]:
    return tuple(map(cells.get, (1, 2, 3)))


class _Reading:
    """One file being read: finds its registers, and collects what is worth saying about them."""

    def __init__(self, file: Package | OtherPackage, hidden: Hidden) -> None:
        self.file = file
        self.hidden = hidden
        self.takings = Takings(hidden)
        self.pages: tuple[PageCell, ...] = ()
        self.pages_of = ""
        self.named: set[str] = set()
        """Sheets of which a note says why they were not read."""
        self.notes: list[str] = list(file.remarks)
        if hidden_sheet.SHEET not in file.sheet_names:
            self.notes.append(_WITHOUT_HIDDEN)
        if hidden.catalogue < FORMAT:
            self.notes.append(
                f"{file.path.name} was exported by an earlier version of this program. "
                "Fields that came since are not in it and stay as they are."
            )

    def read_registers(self) -> None:
        """Read every register that is there."""
        found = dict(self._find_register_sheets())
        for kind in REGISTERS:
            if kind.key in found:
                self._read_register(kind, found[kind.key])
            elif kind.sheet in self.hidden.columns:
                self.notes.append(f"The file has no sheet “{kind.sheet}” any more. What it held stays as it is.")
        self.notes.extend(self.takings.list_reading_notes())
        self._check_page_sheets({*found.values(), hidden_sheet.SHEET, LISTS})

    def _check_page_sheets(self, taken: Collection[str]) -> None:
        """Keep what stands on sheets to read that are not as they were drawn; name sheets that are nothing of ours."""
        years = self.hidden.workbook.assessments
        year = next((each for each in years if each.id == self.hidden.current), years[-1])
        self.pages_of = year.id
        own = {name.casefold(): name for name in page_sheets.list_page_names(year.framework)}
        for name in self.file.sheet_names:
            if name in taken or name.casefold() == read_me.SHEET.casefold() or name in self.named:
                continue
            drawn = own.get(name.casefold())
            if drawn is None:
                self.notes.append(f"The sheet “{name}” is not one of an export, so it was not read.")
                continue
            cells = tuple(page_sheets.read_page_cells(drawn, self.file.read_filled_rows(name)))
            if page_sheets.seal_page_cells(cells) != self.hidden.pages.get(drawn):
                self.pages += cells

    def _find_register_sheets(self) -> Iterator[tuple[str, str]]:
        """The key of each kind of record with the name of its sheet; one that was renamed is known by its headings."""
        kinds = {fold_name(kind.sheet): kind for kind in REGISTERS}
        named = {kinds[fold_name(name)].key: name for name in self.file.sheet_names if fold_name(name) in kinds}
        yield from named.items()
        missing = [kind for kind in REGISTERS if kind.key not in named]
        for name in self.file.sheet_names:
            if name in named.values() or name == hidden_sheet.SHEET:
                continue
            head = list(islice(self.file.read_filled_rows(name), headings.SEARCHED))
            share, best = headings.find_most_similar_register(head)
            if share < OURS:
                continue
            if best in missing:
                missing.remove(best)
                self.notes.append(f"The sheet “{name}” was read as “{best.sheet}”.")
                yield best.key, name
            else:
                self.notes.append(f"The sheet “{name}” looks like a copy of “{best.sheet}” and was not read.")
                self.named.add(name)

    def _read_register(self, kind: RecordKind, name: str) -> None:
        found = self.file.read_filled_rows(name)
        head = list(islice(found, headings.SEARCHED))
        register = headings.find_register(kind, name, head, self.hidden.columns.get(kind.sheet, {}))
        if register is None:
            self._note_unread_sheet(
                kind, name, "Its row of headings is not to be found, so nothing in this sheet was read."
            )
            return
        years = self.hidden.workbook.assessments
        if len(years) > 1 and not {YEAR, ID} & set(register.headings):
            self._note_unread_sheet(
                kind, name, f"Without the column “{LABELS[YEAR]}” nobody knows which year its rows are of."
            )
            return
        for heading in register.incomplete:
            message = "This part of a long text is gone, so the text was not read."
            self.takings.problems.append(Problem(message=message, record=kind.key, sheet=name, column=heading))
        self.notes.extend(f"Sheet “{name}”: the column “{a}” was read as “{b}”." for a, b in register.renamed)
        if register.others:
            others = ", ".join(f"“{heading}”" for heading in register.others)
            self.notes.append(f"Sheet “{name}”: not read, since no export has such a column: {others}.")
        self.takings.read_register_rows(register, read_sheet_rows(register, chain(head, found)))
        self.takings.note_merged_ranges(register, self.file.list_merged_ranges(name))

    def _note_unread_sheet(self, kind: RecordKind, sheet: str, message: str) -> None:
        self.takings.problems.append(Problem(message=message, record=kind.key, sheet=sheet))
