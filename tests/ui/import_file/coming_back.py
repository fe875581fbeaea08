"""An Excel export of the worked example that comes back changed, while the workbook was written in as well."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.commands import AddRecord, Command, SetField
from selfassess.domain.model.new_year import new_id
from selfassess.domain.model.workbook import Assessment
from selfassess.services.exporting.export import export_workbook
from ui.bridge.workspace import Workspace


def column(sheet: Worksheet, heading: str) -> int:
    """The number of the column under a heading."""
    return next(cell.column for cell in sheet[1] if cell.value == heading)


def row_of(sheet: Worksheet, id: str) -> int:
    """The number of the row that a record stands in."""
    ids = column(sheet, "Id")
    return next(row for row in range(2, sheet.max_row + 1) if sheet.cell(row, ids).value == id)


def put(sheet: Worksheet, id: str, heading: str, value: str | int) -> None:
    """Type something into the row of a record."""
    sheet.cell(row_of(sheet, id), column(sheet, heading)).value = value


def run(workspace: Workspace, command: Command) -> None:
    """Do a command that must succeed."""
    assert workspace.run(command), workspace.refusal


def judgement(workspace: Workspace, statement: str) -> Record:
    """The judgement of a statement as it is now."""
    return workspace.session.current.judgements[statement]


class ComingBack:
    """What was changed on both sides, by name; ``path`` is the file that came back."""

    def __init__(self, path: Path, year: Assessment) -> None:
        self.path = path
        self.risks = year.records_of("risk")
        self.strength = year.records_of("strength")[0]
        self.action = year.records_of("action")[0]
        self.contact = year.records_of("contact")[0]
        self.mine, self.theirs, self.both = (year.judgements[key] for key in ("equity", "safeguarding", "governance"))

    def make(self, workbook: Path) -> None:
        """Export the workbook, and change the export as people do."""
        export_workbook(workbook, self.path)
        book = load_workbook(self.path)
        self._type(book)
        book.save(self.path)

    def _type(self, book: Any) -> None:
        """What somebody typed into the sheets."""
        put(book["Risks"], self.risks[0].id, "Controls", f"{self.risks[0]['controls']} A second team began in May.")
        put(book["Risks"], self.risks[1].id, "Likelihood", 5)
        put(book["Risks"], self.risks[2].id, "Severity", "very high")
        put(book["Strengths"], self.strength.id, "Strength", "Several ways in to advice, by day and by night")
        put(book["Actions"], self.action.id, "Due on", "31/09/2025")
        for record in (self.mine, self.theirs, self.both):
            put(book["Judgements"], record.id, "Where we are", f"{record['summary']} Theirs: the board agreed.")
        strengths = book["Strengths"]
        row = strengths.max_row + 1
        for heading, value in (
            ("Year", "2024-25"),
            ("Quality statement", "Equity"),
            ("Strength", "A panel of people with lived experience"),
            ("What we do well", "It looks at every new policy before it is agreed.\n- Twelve members\n- Paid"),
        ):
            strengths.cell(row, column(strengths, heading)).value = value
        contacts = book["Contacts"]
        contacts.delete_rows(row_of(contacts, self.contact.id))

    def write(self, example: Workspace) -> None:
        """What was written here meanwhile."""
        run(example, SetField(self.risks[0].id, "owner", "Somebody here"))
        for record in (self.mine, self.theirs):
            run(example, SetField(record.id, "summary", f"{record['summary']} Mine: the data came in."))
        run(example, SetField(self.both.id, "summary", f"{self.both['summary']} Mine: the data came in.\n\nMore."))
        run(example, AddRecord("strength", new_id(), {"quality_statement": "equity", "title": "Written here"}))
