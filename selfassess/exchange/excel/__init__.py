"""Excel out, and our own Excel in: a workbook to read and print, with registers to edit and send back.

May import: domain, packs, ``spreadsheets``, openpyxl, msgspec. Does not belong here: other people's spreadsheets, the
store, or what is done with a workbook once it is read.

``registers`` says which columns a register has; ``values`` and ``names`` turn values into cells and back; ``texts``
keeps any text whole; ``hidden_sheet`` keeps what no register shows; ``page_sheets`` has the sheets that are only to be
read. In ``writing``, ``reading_sheets`` draws the outline, ``summary`` and ``charts`` what is counted,
``register_sheets`` what is edited, and ``return_index`` what is in a return pack. In ``reading``, ``recognition`` knows
a file as ours; ``xlsx_package`` and ``sheet_xml`` read rows, ``other_formats`` those that other programs saved;
``headings`` and ``rows`` find what their cells are of, ``row_reader`` makes records, and ``cell_comments`` says what
else there is to know of the file.
"""

from selfassess.exchange.excel.hidden_sheet import describe_workbook_as_hidden
from selfassess.exchange.excel.reading.reader import read_excel_export
from selfassess.exchange.excel.reading.verification import verify_excel_file
from selfassess.exchange.excel.writing.return_index import write_index
from selfassess.exchange.excel.writing.writer import write_excel_workbook

__all__ = [
    "describe_workbook_as_hidden",
    "read_excel_export",
    "verify_excel_file",
    "write_excel_workbook",
    "write_index",
]
