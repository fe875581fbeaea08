"""Tables as Excel knows them, each with the words that a screen reader says of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.table import Table, TableColumn, TableStyleInfo
from openpyxl.xml import functions

from selfassess.exchange.excel.texts import reduce_to_one_line

_DESCRIPTION_LIMIT = 200
_X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
_ALTERNATIVE = "{504A1905-F514-4f6f-8877-14C23A59335A}"
"""What Excel calls the part of a table that holds its alternative text."""

_xml: Any = functions  # its types leave out the half of it
_xml.register_namespace("x14", _X14)


class DescribedTable(Table):
    """A table with its alternative text, which openpyxl does not know of."""

    __elements__ = Table.__elements__
    __attrs__ = Table.__attrs__

    def __init__(self, *, alternative: tuple[str, str], **parts: Any) -> None:
        super().__init__(**parts)
        self._alternative = alternative

    def to_tree(self, *arguments: Any, **more: Any) -> Any:
        """The table as it is written."""
        tree: Any = super().to_tree(*arguments, **more)
        title, said = self._alternative
        more_of_it = _xml.Element("extLst")
        part = _xml.Element("ext", uri=_ALTERNATIVE)
        part.append(_xml.Element(f"{{{_X14}}}table", altText=title, altTextSummary=said))
        more_of_it.append(part)
        tree.append(more_of_it)
        return tree


def make_table(
    name: str, headings: Iterable[str], top: int, bottom: int, *, left: int = 1, title: str, said: str, filtered: bool
) -> DescribedTable:
    """A table from row ``top`` (its headings, each different) to ``bottom``; ``title`` and ``said`` describe it."""
    # openpyxl would make a cell for each place of the table to find its headings.
    columns = [TableColumn(id=number, name=heading) for number, heading in enumerate(headings, 1)]
    last = left + len(columns) - 1
    reference = f"{get_column_letter(left)}{top}:{get_column_letter(last)}{bottom}"
    filter_range = AutoFilter(ref=reference) if filtered else None
    stripes = None
    if filtered:
        stripes = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
    return DescribedTable(
        alternative=(reduce_to_one_line(title), reduce_to_one_line(said, _DESCRIPTION_LIMIT)),
        displayName=name,
        ref=reference,
        tableColumns=columns,
        autoFilter=filter_range,
        tableStyleInfo=stripes,
    )


def make_table_name(*words: str) -> str:
    """A name for a table that Excel takes: letters, digits and underscores, and no place of a cell."""
    plain = re.sub(r"\W+", "_", "_".join(words)).strip("_")
    if plain[:1].isalpha():
        return plain
    return f"Table_{plain}"
