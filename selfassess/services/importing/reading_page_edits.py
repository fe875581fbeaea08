"""Edits on sheets that are only to be read, of an Excel export that came back: found by what they were drawn from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from selfassess.domain.merging.three_way import Records
from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.import_result import Incoming, PageCell, Problem
from selfassess.domain.model.workbook import Workbook
from selfassess.domain.publishing.edition_view import reduce_to_edition
from selfassess.domain.text.wording import count_noun

_MOST_TOLD = 50
_MOST_MOVED = 5
_BEFORE, _SINCE = "Not started", "Drafting"
_GAP = " – ours is "
_SHOWN = 60
_WRITTEN = "“{text}” was written on a sheet that is only to be read, and was not taken. Write it into a register."
_EMPTIED = "What stood here was removed from a sheet that is only to be read; nothing was changed by it."
_MORE = "Written or emptied on sheets that are only to be read, and not taken: {count}."


def find_edits_on_pages(there: Workbook, incoming: Incoming, base: Records | None) -> Iterator[Problem]:
    """Each cell that somebody changed on a sheet to read, against what it was drawn from and what registers say now."""
    if not incoming.pages:
        return
    sheets = {cell.sheet for cell in incoming.pages}
    before = _draw_pages_again(_workbook_as_exported(there, base), incoming, sheets)
    written, emptied = _changed_page_cells(incoming.pages, before)
    if written or emptied:
        # Whoever edited a register as well may have drawn the sheets anew, by this very program.
        now = _draw_pages_again(_workbook_with_returned_years(there, incoming), incoming, sheets)
        by_rows, gone = _changed_page_cells(incoming.pages, now)
        written = [cell for cell in written if cell in by_rows]
        emptied = [cell for cell in emptied if cell in gone]
    quoted = _attribution_text(there, incoming)
    written = [cell for cell in written if cell.text != quoted]
    told = [*((cell, _WRITTEN.format(text=cell.text[:_SHOWN])) for cell in written), *((c, _EMPTIED) for c in emptied)]
    for cell, message in told[:_MOST_TOLD]:
        yield Problem(message=message, sheet=cell.sheet, row=cell.row, column=_page_column_letters(cell.column))
    if len(told) > _MOST_TOLD:
        yield Problem(message=_MORE.format(count=count_noun(len(told) - _MOST_TOLD, "more cell")))


def _draw_as_formerly(found: Sequence[PageCell], drawn: Sequence[PageCell]) -> Iterator[PageCell]:
    """What was drawn; a measure as before format 6, which compared it with none, where the file has it so."""
    there = {(cell.sheet, cell.text) for cell in found}
    for cell in drawn:
        before, gap, _ = cell.text.partition(_GAP)
        former = before.rpartition("; ")[0] if gap else cell.text
        yield replace(cell, text=former) if (cell.sheet, former) in there else cell


def _changed_page_cells(found: Sequence[PageCell], drawn: Sequence[PageCell]) -> tuple[list[PageCell], list[PageCell]]:
    """The cells that say what was not drawn, and those that were drawn and are empty; what only moved is neither."""
    # Versions before the sheets were sealed called a statement "Not started" until somebody said otherwise.
    drawn = list(_draw_as_formerly(found, drawn))
    there = {*drawn, *(replace(cell, text=_BEFORE) for cell in drawn if cell.text == _SINCE)}
    left = [cell for cell in found if cell not in there]
    spare = Counter((cell.sheet, cell.text) for cell in set(drawn).difference(found))
    written = []
    for cell in left:
        if spare[cell.sheet, cell.text]:
            spare[cell.sheet, cell.text] -= 1
        else:
            written.append(cell)
    filled = {(cell.sheet, cell.row, cell.column) for cell in found}
    emptied = [
        cell
        for cell in drawn
        if spare[cell.sheet, cell.text]
        and (cell.sheet, cell.row, cell.column) not in filled
        and not _is_moved_text(left, cell)
    ]
    return written, emptied


def _is_moved_text(left: Sequence[PageCell], cell: PageCell) -> bool:
    """Whether what stands on a sheet stands elsewhere than it was drawn, so that an empty cell says nothing."""
    return sum(each.sheet == cell.sheet for each in left) > _MOST_MOVED


def _draw_pages_again(whole: Workbook, incoming: Incoming, sheets: set[str]) -> tuple[PageCell, ...]:
    from selfassess.exchange.excel import page_sheets  # the library that draws is for files that need it

    seen = reduce_to_edition(whole, incoming.edition, incoming.options)
    year = next((each for each in seen.assessments if each.id == incoming.pages_of), None)
    if year is None:
        return ()
    return tuple(
        cell
        for cell in page_sheets.list_drawn_cells(seen, year, incoming.edition, incoming.options)
        if cell.sheet in sheets
    )


def _attribution_text(there: Workbook, incoming: Incoming) -> str:
    """Whose the official wording is: earlier versions wrote it below each statement, and nobody else does."""
    year = next((each for each in there.assessments if each.id == incoming.pages_of), None)
    if year:
        return " ".join(year.framework.wording.attribution.split())
    return ""


def _workbook_as_exported(there: Workbook, base: Records | None) -> Workbook:
    """The workbook with the records that the file was made from, where they are known."""
    if base is None:
        return there
    rows: dict[str, dict[str, list[Record]]] = {}
    for record in sorted(base.values(), key=lambda each: each.position):
        if record.assessment:
            rows.setdefault(record.assessment, {}).setdefault(record.kind, []).append(record)
    years = tuple(
        replace(year, record=base[year.id], records={kind: tuple(r) for kind, r in rows.get(year.id, {}).items()})
        for year in there.assessments
        if year.id in base
    )
    council = base.get(there.id, there.council)
    return replace(there, council=council, assessments=years)


def _workbook_with_returned_years(there: Workbook, incoming: Incoming) -> Workbook:
    """The workbook with the years that a file holds in place of its own."""
    theirs = {year.id: year for year in incoming.workbook.assessments}
    return replace(there, assessments=tuple(theirs.get(year.id, year) for year in there.assessments))


def _page_column_letters(column: int) -> str:
    from selfassess.exchange.spreadsheets.book import column_letters

    return column_letters(column - 1)
