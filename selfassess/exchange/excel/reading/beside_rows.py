"""Rows of a register's sheet that are no records: totals, and remarks that people write below the table."""

from __future__ import annotations

import re

from selfassess.domain.measures.periods import parse_financial_year
from selfassess.exchange.excel.reading.headings import Register
from selfassess.exchange.excel.reading.rows import SheetRow
from selfassess.exchange.excel.registers import YEAR

_TOTAL = re.compile(
    r"(?:grand |sub-?|overall )?totals?(?: (?:number )?(?:of )?(?:rows|records|items|\w+))?[ :=]*\d*|sum|count|average",
    re.IGNORECASE,
)
_REMARK = re.compile(
    r"(?:notes?|n\.?b|key|legend|source|please|last updated|updated|amended|printed|prepared|completed by|end of)\b"
    r"|[*†‡]",
    re.IGNORECASE,
)
_SHOWN = 60
_FEW = 2


def reason_beside(register: Register, row: SheetRow, *, apart: bool) -> str | None:
    """Why a row without an id is no record, to be said; "" where there is nothing to say, None where it is one.

    ``apart`` says that an empty row stands above it.
    """
    if row.id:
        return None
    year = row.cells.get(YEAR)
    rest = {key: value for key, value in row.cells.items() if key != YEAR}
    is_remark_line = (
        not rest
        and not row.faults
        and (year is None or not isinstance(year, str) or parse_financial_year(year) is not None)
    )
    if is_remark_line:
        return ""
    texts = [" ".join(value.split()) for value in row.cells.values() if isinstance(value, str)]
    naming = [value for key in (YEAR, register.kind.title) if isinstance(value := row.cells.get(key), str)]
    first = next(iter(texts), "")
    named = next((each for each in (*naming, first) if _TOTAL.fullmatch(each.strip(" :"))), None)
    if named is not None and len(texts) <= _FEW:
        return f"“{named.strip()[:_SHOWN]}” counts what stands above and is no record, so it was left."
    if not texts and not row.faults and rest and all(isinstance(value, int | float) for value in rest.values()):
        return "It holds numbers only, like a row of totals, and is no record, so it was left."
    is_remark = len(row.cells) == 1 and texts and not row.faults and (apart or not rest or _REMARK.match(first))
    if is_remark:
        return f"“{first[:_SHOWN]}” stands by itself, like a remark, and is no record, so it was left."
    return None
