"""Other people's spreadsheets: what they mean is proposed, set right by a person, kept as a file, and imported whole.

May import: domain, packs, ``spreadsheets``, msgspec. Does not belong here: our own Excel (that is ``exchange.excel``),
the store, or what is done with a workbook once it is read.

``opening`` gives a ``Book`` of plain cells; ``proposing`` makes a ``Mapping`` of it; ``taking`` applies one and
accounts for every cell: it is in a record, or a heading, or among what was ``left``, with the reason.
"""

from selfassess.exchange.foreign.choices import ChoiceColumn, Word, choice_columns
from selfassess.exchange.foreign.ledger import Left, Unplaced
from selfassess.exchange.foreign.mapping import (
    BELOW,
    GENERAL,
    RIGHT,
    SUFFIX,
    ColumnMapping,
    Mapping,
    QuestionMapping,
    Shape,
    SheetMapping,
    TableMapping,
    read_mapping_file,
    with_column,
    with_place,
    with_sheet,
    with_value,
    write_mapping_file,
)
from selfassess.exchange.foreign.opening import open_book
from selfassess.exchange.foreign.placing import Placer
from selfassess.exchange.foreign.preview import preview_records
from selfassess.exchange.foreign.proposing import propose_book_mapping, propose_sheet_again
from selfassess.exchange.foreign.taking import Taken, apply_mapping
from selfassess.exchange.foreign.vocabulary import KINDS, column_meanings
from selfassess.exchange.spreadsheets.book import Book, Cell, Sheet, column_letters, format_cell

__all__ = [
    "BELOW",
    "GENERAL",
    "KINDS",
    "RIGHT",
    "SUFFIX",
    "Book",
    "Cell",
    "ChoiceColumn",
    "ColumnMapping",
    "Left",
    "Mapping",
    "Placer",
    "QuestionMapping",
    "Shape",
    "Sheet",
    "SheetMapping",
    "TableMapping",
    "Taken",
    "Unplaced",
    "Word",
    "apply_mapping",
    "choice_columns",
    "column_letters",
    "column_meanings",
    "format_cell",
    "open_book",
    "preview_records",
    "propose_book_mapping",
    "propose_sheet_again",
    "read_mapping_file",
    "with_column",
    "with_place",
    "with_sheet",
    "with_value",
    "write_mapping_file",
]  # fmt: skip
