"""Excel out, and our own Excel in: a workbook to read and print, with registers to edit and send back.

May import: domain, packs, ``spreadsheets``, openpyxl, msgspec. Does not belong here: other people's spreadsheets, the
store, or what is done with a workbook once it is read.

``registers`` says which columns a register has; ``values`` and ``names`` turn values into cells and back; ``texts``
keeps any text whole; ``hidden_sheet`` keeps what no register shows. Out: ``pages`` draws the outline, ``summary`` and
``charts`` what is counted; ``register_sheets`` writes what is edited; ``saving`` writes the file. In: ``recognition``
knows a file as ours; ``package`` and ``sheet_xml`` read rows, ``other_formats`` those that other programs saved;
``headings`` and ``rows`` find what their cells are of, ``takings`` makes records, and ``remarks`` says what else there
is to know of the file.
"""

from selfassess.exchange.excel.hidden_sheet import of_workbook
from selfassess.exchange.excel.reader import read
from selfassess.exchange.excel.verification import verify
from selfassess.exchange.excel.writer import write

__all__ = ["of_workbook", "read", "verify", "write"]
