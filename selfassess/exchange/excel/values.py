"""One value as a cell shows it, and what a cell stands for.

A cell shows what a person can read and edit. Where that says less than the value does (a link by its title, a time with
its zone, a number of 17 digits), the value itself stands in the row's hidden column, with a mark of the shown content:
as long as the cell still shows that, the value is what it was.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from openpyxl.utils.datetime import from_excel, to_excel

from selfassess.domain.model.catalogue import links_to_records
from selfassess.domain.model.errors import InvalidValueError
from selfassess.domain.model.fields import Field, Kind, Value, british_date, british_datetime, clean, display
from selfassess.exchange.excel.names import Names, folded
from selfassess.exchange.spreadsheets.answers import answer

Content = str | int | float | bool | date | datetime | time | timedelta | None
"""What a cell holds, once unescaped."""

# Before March 1900 Excel counts a day that never was, and LibreOffice does not.
_FIRST_DAY = date(1900, 3, 1)
_NUMBERS_UNTIL = datetime(1990, 1, 1)
_TWO_NUMBERS = date(1900, 2, 28)
"""59, and also 60, which would be the day that never was."""
_LAST_SERIAL = 2_958_465
# A double holds every whole number of 15 digits.
_EXACT_WHOLE = 10**15
# Between these Excel has decimals; it makes what is smaller into 0 and takes nothing larger.
_SMALLEST, _LARGEST = 2.3e-308, 9.9e307

_UNSEEN = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\xad"))
_LINE_END = re.compile(r"\r\n?")
_ANY_LINE_END = re.compile(r"\r\n|\n\r|\r")
"""What LibreOffice makes into one line end."""
_MARK_LENGTH = 8


def content(spec: Field, value: Value, names: Names, row: Mapping[str, Value]) -> Content:
    """What the cell of a value shows; ``row`` holds the record's values."""
    if value is None:
        return None
    if spec.kind in (Kind.LINK, Kind.LINKS):
        return names.shown(spec, value, row)
    return _SHOWN.get(spec.kind, _as_it_is)(spec, value)


def meaning(kind: str, spec: Field, raw: Content, names: Names, row: Mapping[str, Value]) -> tuple[Value, list[str]]:
    """The value a cell stands for in a field of a ``kind`` of record, and the texts in it that name no record.

    Raises InvalidValueError. ``row`` holds the values of the fields before it: a figure is called by its IR number.
    """
    if raw is None or raw == "":
        return None, []
    if spec.kind in (Kind.LINK, Kind.LINKS):
        return _linked(spec, raw, names, row)
    if spec.kind is Kind.CHOICE:
        return clean(spec, _of_choice(kind, spec, raw)), []
    return clean(spec, _READ.get(spec.kind, _raw)(raw)), []


def mark(shown: Content) -> str:
    """A short mark of what a cell shows, the same after another program has saved it."""
    if shown is None:
        text = ""
    elif isinstance(shown, bool):
        text = str(shown)
    elif isinstance(shown, int | float):
        text = f"{shown:.15g}"
    elif isinstance(shown, datetime):
        text = _to_the_second(shown).isoformat()
    elif isinstance(shown, date):
        text = datetime.combine(shown, time()).isoformat()
    else:
        text = _ANY_LINE_END.sub("\n", str(shown))
    return f"{zlib.crc32(text.encode('utf-8', 'surrogatepass')):0{_MARK_LENGTH}x}"


def _linked(spec: Field, raw: Content, names: Names, row: Mapping[str, Value]) -> tuple[Value, list[str]]:
    text = raw if isinstance(raw, str) else str(clean(_ANY_TEXT, _of_text(raw)))
    found = names.resolved(spec, text, row)
    to_records = links_to_records(spec)
    missing = [piece for piece, key in found if key is None] if to_records else []
    links = [key if key is not None else piece for piece, key in found if key is not None or not to_records]
    if spec.kind is Kind.LINKS:
        return clean(spec, links or None), missing
    return clean(spec, links[0] if links else None), missing


_ANY_TEXT = Field(key="", label="Text", kind=Kind.TEXT)


def _as_it_is(spec: Field, value: Value) -> Content:
    return value if not isinstance(value, tuple) else ", ".join(value)


def _number(spec: Field, value: Value) -> Content:
    return str(value) if isinstance(value, int) and abs(value) >= _EXACT_WHOLE else _as_it_is(spec, value)


def _decimal(spec: Field, value: Value) -> Content:
    """The number to the 15 digits that Excel shows, so that no program rounds it again."""
    if not isinstance(value, float) or value == 0:
        return _as_it_is(spec, value)
    return float(f"{value:.15g}") if _SMALLEST < abs(value) < _LARGEST else repr(value)


def _date(spec: Field, value: Value) -> Content:
    try:
        day = date.fromisoformat(str(value))
    except ValueError:
        return str(value)
    return day if day >= _FIRST_DAY else british_date(str(value))


def _datetime(spec: Field, value: Value) -> Content:
    try:
        moment = datetime.fromisoformat(str(value)).replace(tzinfo=None, microsecond=0)
    except ValueError:
        return str(value)
    return moment if moment.date() >= _FIRST_DAY else moment.isoformat()


_SHOWN: dict[Kind, Callable[[Field, Value], Content]] = {
    Kind.CHOICE: display,
    Kind.YES_NO: display,
    Kind.WHOLE: _number,
    Kind.DECIMAL: _decimal,
    Kind.DATE: _date,
    Kind.DATETIME: _datetime,
}


def _raw(raw: Content) -> object:
    return raw


def _of_text(raw: Content) -> object:
    """What was typed as text may have become a number or a date on the way; it is text again."""
    if isinstance(raw, datetime):
        return british_datetime(_to_the_second(raw).isoformat())
    if isinstance(raw, date):
        return british_date(raw.isoformat())
    # Windows ends lines with CR LF, which is one line end to a person.
    return _LINE_END.sub("\n", str(raw)) if isinstance(raw, str | time | timedelta) else raw


def _of_choice(kind: str, spec: Field, raw: Content) -> object:
    wanted = folded(raw)
    own = next((choice.key for choice in spec.choices if wanted in (folded(choice.label), folded(choice.key))), None)
    return own or answer(kind, spec.key, wanted) or raw


def _of_yes_no(raw: Content) -> object:
    return bool(raw) if isinstance(raw, float) and raw in (0, 1) else raw


def _of_number(raw: Content) -> object:
    """Numbers typed as text; whole ones of any length, and such as 1e-7, which ``clean`` does not take from text."""
    if isinstance(raw, datetime) and raw < _NUMBERS_UNTIL and raw.date() != _TWO_NUMBERS:
        # A small number in a cell that was formatted as a date; a later day may be a date that somebody did write.
        number: float = to_excel(raw)  # type: ignore[no-untyped-call]
        return number
    if not isinstance(raw, str):
        return raw
    raw = raw.translate(_UNSEEN)
    try:
        return int(raw)
    except ValueError:
        pass
    try:
        return float(Decimal(raw.strip()))
    except (ArithmeticError, ValueError):
        return raw


def _of_date(raw: Content) -> object:
    if isinstance(raw, datetime):
        return _to_the_second(raw)
    if isinstance(raw, int | float) and not isinstance(raw, bool) and 1 <= raw <= _LAST_SERIAL:
        # A date whose cell has lost its format is the number of days that Excel counts.
        moment = from_excel(raw)
        return _to_the_second(moment) if isinstance(moment, datetime) else raw
    return raw


def _to_the_second(moment: datetime) -> datetime:
    return (moment + timedelta(microseconds=500_000)).replace(microsecond=0)


_READ: dict[Kind, Callable[[Content], object]] = {
    Kind.TEXT: _of_text,
    Kind.PROSE: _of_text,
    Kind.WHOLE: _of_number,
    Kind.DECIMAL: _of_number,
    Kind.DATE: _of_date,
    Kind.DATETIME: _of_date,
    Kind.YES_NO: _of_yes_no,
}

__all__ = ["Content", "InvalidValueError", "content", "mark", "meaning"]
