"""A workbook and what came back of it, for the tests of merging: copies, exports, and sheets that somebody edited."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook as Book
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from selfassess.domain.merging.resolution import Decisions
from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.commands import Command
from selfassess.domain.model.editions import Edition
from selfassess.exchange import foreign
from selfassess.packs import reader as packs
from selfassess.services.exporting import export
from selfassess.services.importing import plan_import, plan_merge
from selfassess.services.importing.merge_report import MergeReport
from selfassess.services.importing.plan_merge import Prepared
from selfassess.services.importing.read_source import load_mapping
from selfassess.services.workbook import opening, snapshot
from tests.making import Clock, empty_assessment, filled, session, workbook


def council_file(folder: Path, *labels: str, name: str = "council.sawb") -> Path:
    """A workbook with a filled year for each label."""
    years = [filled(empty_assessment(label)) for label in labels or ("2024-25",)]
    path = folder / name
    opening.write_new_workbook(path, workbook(*years), author="Tester", clock=Clock())
    return path


def copied(path: Path, name: str) -> Path:
    copy = path.with_name(name)
    shutil.copy(path, copy)
    return copy


def edit(path: Path, *commands: Command) -> None:
    """Change a workbook file as a person would."""
    opened = session(path)
    for command in commands:
        opened.run_command(command)
    opened.close()


def exported(path: Path, name: str, edition: Edition = Edition.FULL) -> Path:
    out = path.with_name(name)
    export.export_workbook(path, out, edition=edition)
    return out


def records(path: Path) -> dict[str, Record]:
    return {record.id: record for record in snapshot.read_snapshot(path).all_records()}


def id_of(path: Path, kind: str, statement: str = "equity") -> str:
    return next(
        r.id
        for r in records(path).values()
        if r.kind == kind and r.values.get("quality_statement") in (None, statement)
    )


def prepared(path: Path, source: Path, year: str | None = None, mapping: Path | None = None) -> Prepared:
    there = snapshot.read_snapshot(path, journal=True)
    plan = plan_import.plan_file(there, source, year=year, mapping=load_mapping(mapping) if mapping else None)
    plan.raise_if_refused()
    assert plan.decision.way is plan_import.Way.MERGE
    return plan.prepared


def taken(path: Path, source: Path, decisions: Decisions | None = None, year: str | None = None) -> MergeReport:
    opened = session(path)
    try:
        return plan_merge.apply_merge(opened, prepared(path, source, year), decisions or Decisions())
    finally:
        opened.close()


def risk_log(folder: Path, *rows: tuple[str | int | None, ...]) -> tuple[Path, Path]:
    """Somebody's risk log as a spreadsheet, and a file that says what its columns mean."""
    book = Book()
    sheet = book.worksheets[0]
    sheet.title = "Risk log"
    for row in (("Risk", "Quality statement", "Controls", "Likelihood"), *rows):
        sheet.append(row)
    source, mapping = folder / "log.xlsx", folder / "log.mapping.json"
    book.save(source)
    framework = packs.newest_framework()
    proposed = foreign.propose_book_mapping(foreign.open_book(source), framework, None)
    foreign.write_mapping_file(proposed, mapping)
    return source, mapping


@dataclass
class Sheets:
    """An Excel export opened to be edited cell by cell; ``save`` writes it."""

    path: Path

    def __post_init__(self) -> None:
        self.book = load_workbook(self.path)

    def save(self) -> Path:
        self.book.save(self.path)
        return self.path

    def sheet(self, name: str) -> Worksheet:
        found = self.book[name]
        assert isinstance(found, Worksheet)
        return found

    def column(self, sheet: str, heading: str) -> int:
        return next(
            cell.column for row in self.sheet(sheet).iter_rows(max_row=5) for cell in row if cell.value == heading
        )

    def row(self, sheet: str, id: str) -> int:
        column = self.column(sheet, "Id")
        rows = self.sheet(sheet).iter_rows(min_col=column, max_col=column)
        return next(cell.row for (cell,) in rows if cell.value == id)

    def set(self, sheet: str, id: str, heading: str, value: object) -> None:
        self.sheet(sheet).cell(self.row(sheet, id), self.column(sheet, heading)).value = value  # type: ignore[assignment]

    def add(self, sheet: str, **values: object) -> int:
        """A row after the last; underscores in names stand for spaces."""
        place = self.sheet(sheet).max_row + 1
        for heading, value in values.items():
            self.sheet(sheet).cell(place, self.column(sheet, heading.replace("_", " "))).value = value  # type: ignore[assignment]
        return place

    def delete(self, sheet: str, id: str) -> None:
        self.sheet(sheet).delete_rows(self.row(sheet, id))
