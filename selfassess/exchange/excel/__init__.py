"""Excel out, and our own Excel in: a workbook to read and print, with registers to edit and send back.

May import: domain, packs, ``spreadsheets``, openpyxl, msgspec. Does not belong here: other people's spreadsheets, the
store, or what is done with a workbook once it is read.

``registers`` says which columns a register has; ``values`` and ``names`` turn values into cells and back; ``texts``
keeps any text whole; ``hidden_sheet`` keeps what no register shows; ``page_sheets`` has the sheets that are only to be
read. In ``writing``, ``reading_sheets`` draws the outline, ``summary`` and ``charts`` what is counted, and
``register_sheets`` what is edited. In ``reading``, ``recognition`` knows a file as ours; ``xlsx_package`` and
``sheet_xml`` read rows, ``other_formats`` those that other programs saved; ``headings`` and ``rows`` find what their
cells are of, ``row_reader`` makes records, and ``cell_comments`` says what else there is to know of the file.
"""

from selfassess.exchange.excel.hidden_sheet import of_workbook
from selfassess.exchange.excel.reading.reader import read
from selfassess.exchange.excel.reading.verification import verify
from selfassess.exchange.excel.writing.writer import write

__all__ = ["of_workbook", "read", "verify", "write"]
