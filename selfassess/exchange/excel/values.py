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
from selfassess.domain.model.fields import Field, Kind, Value, clean_value, format_for_display
from selfassess.domain.model.scale import fit_field
from selfassess.domain.text.wording import british_date, british_datetime
from selfassess.exchange.excel.names import Names, fold_name
from selfassess.exchange.spreadsheets.answers import find_answer_key

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


def cell_content(spec: Field, value: Value, names: Names, row: Mapping[str, Value]) -> Content:
    """What the cell of a value shows; ``row`` holds the record's values."""
    if value is None:
        return None
    if spec.kind in (Kind.LINK, Kind.LINKS):
        return names.format_links(spec, value, row)
    spec = fit_field(spec, names.packs.framework)
    return _SHOWN.get(spec.kind, _content_as_it_is)(spec, value)


def interpret_cell_content(
    kind: str, spec: Field, raw: Content, names: Names, row: Mapping[str, Value]
) -> tuple[Value, list[str]]:
    """The value a cell stands for in a field of a ``kind`` of record, and the texts in it that name no record.

    Raises InvalidValueError. ``row`` holds the values of the fields before it: a figure is called by its IR number.
    """
    if raw is None or raw == "":
        return None, []
    spec = fit_field(spec, names.packs.framework)
    if spec.kind in (Kind.LINK, Kind.LINKS):
        return _interpret_links(spec, raw, names, row)
    if spec.kind is Kind.CHOICE:
        return clean_value(spec, _choice_of_cell(kind, spec, raw)), []
    if spec.on_scale and spec.choices:  # a number says nothing where the levels have none
        return clean_value(spec, str(raw).translate(_UNSEEN)), []
    return clean_value(spec, _READ.get(spec.kind, _keep_raw_cell)(raw)), []


def mark_of_cell(shown: Content) -> str:
    """A short mark of what a cell shows, the same after another program has saved it."""
    if shown is None:
        text = ""
    elif isinstance(shown, bool):
        text = str(shown)
    elif isinstance(shown, int | float):
        text = f"{shown:.15g}"
    elif isinstance(shown, datetime):
        text = _round_to_second(shown).isoformat()
    elif isinstance(shown, date):
        text = datetime.combine(shown, time()).isoformat()
    else:
        text = _ANY_LINE_END.sub("\n", str(shown))
    return f"{zlib.crc32(text.encode('utf-8', 'surrogatepass')):0{_MARK_LENGTH}x}"


def _interpret_links(spec: Field, raw: Content, names: Names, row: Mapping[str, Value]) -> tuple[Value, list[str]]:
    text = raw if isinstance(raw, str) else str(clean_value(_ANY_TEXT, _text_of_cell(raw)))
    found = names.resolve_links(spec, text, row)
    to_records = links_to_records(spec)
    missing = [piece for piece, key in found if key is None] if to_records else []
    links = [key if key is not None else piece for piece, key in found if key is not None or not to_records]
    if spec.kind is Kind.LINKS:
        return clean_value(spec, links or None), missing
    first_link = links[0] if links else None
    return clean_value(spec, first_link), missing


_ANY_TEXT = Field(key="", label="Text", kind=Kind.TEXT)


def _content_as_it_is(spec: Field, value: Value) -> Content:
    if not isinstance(value, tuple):
        return value
    return ", ".join(value)


def _whole_number_content(spec: Field, value: Value) -> Content:
    if spec.choices:
        return format_for_display(spec, value)
    if isinstance(value, int) and abs(value) >= _EXACT_WHOLE:
        return str(value)
    return _content_as_it_is(spec, value)


def _decimal_content(spec: Field, value: Value) -> Content:
    """The number to the 15 digits that Excel shows, so that no program rounds it again."""
    if not isinstance(value, float) or value == 0:
        return _content_as_it_is(spec, value)
    if _SMALLEST < abs(value) < _LARGEST:
        return float(f"{value:.15g}")
    return repr(value)


def _date_content(spec: Field, value: Value) -> Content:
    try:
        day = date.fromisoformat(str(value))
    except ValueError:
        return str(value)
    if day >= _FIRST_DAY:
        return day
    return british_date(str(value))


def _datetime_content(spec: Field, value: Value) -> Content:
    try:
        moment = datetime.fromisoformat(str(value)).replace(tzinfo=None, microsecond=0)
    except ValueError:
        return str(value)
    if moment.date() >= _FIRST_DAY:
        return moment
    return moment.isoformat()


_SHOWN: dict[Kind, Callable[[Field, Value], Content]] = {
    Kind.CHOICE: format_for_display,
    Kind.YES_NO: format_for_display,
    Kind.WHOLE: _whole_number_content,
    Kind.DECIMAL: _decimal_content,
    Kind.DATE: _date_content,
    Kind.DATETIME: _datetime_content,
}


def _keep_raw_cell(raw: Content) -> object:
    return raw


def _text_of_cell(raw: Content) -> object:
    """What was typed as text may have become a number or a date on the way; it is text again."""
    if isinstance(raw, datetime):
        return british_datetime(_round_to_second(raw).isoformat())
    if isinstance(raw, date):
        return british_date(raw.isoformat())
    # Windows ends lines with CR LF, which is one line end to a person.
    if not isinstance(raw, str | time | timedelta):
        return raw
    return _LINE_END.sub("\n", str(raw))


def _choice_of_cell(kind: str, spec: Field, raw: Content) -> object:
    wanted = fold_name(raw)
    own = next(
        (choice.key for choice in spec.choices if wanted in (fold_name(choice.label), fold_name(choice.key))), None
    )
    return own or find_answer_key(kind, spec.key, wanted) or raw


def _yes_no_of_cell(raw: Content) -> object:
    if isinstance(raw, float) and raw in (0, 1):
        return bool(raw)
    return raw


def _number_of_cell(raw: Content) -> object:
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


def _date_of_cell(raw: Content) -> object:
    if isinstance(raw, datetime):
        return _round_to_second(raw)
    if isinstance(raw, int | float) and not isinstance(raw, bool) and 1 <= raw <= _LAST_SERIAL:
        # A date whose cell has lost its format is the number of days that Excel counts.
        moment = from_excel(raw)
        if not isinstance(moment, datetime):
            return raw
        return _round_to_second(moment)
    return raw


def _round_to_second(moment: datetime) -> datetime:
    return (moment + timedelta(microseconds=500_000)).replace(microsecond=0)


_READ: dict[Kind, Callable[[Content], object]] = {
    Kind.TEXT: _text_of_cell,
    Kind.PROSE: _text_of_cell,
    Kind.WHOLE: _number_of_cell,
    Kind.DECIMAL: _number_of_cell,
    Kind.DATE: _date_of_cell,
    Kind.DATETIME: _date_of_cell,
    Kind.YES_NO: _yes_no_of_cell,
}

__all__ = ["Content", "InvalidValueError", "cell_content", "interpret_cell_content", "mark_of_cell"]
