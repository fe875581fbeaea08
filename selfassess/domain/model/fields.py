"""The kinds of field, and what a value of each may be.

Values are plain and immutable so that the file, the journal and JSON hold the very same thing: text, whole
numbers, decimals, booleans, ISO 8601 dates as text, tuples of text for ``links``, and None for "nothing
written". An empty text and None are the same to a person, so ``clean`` makes the first into the second.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from selfassess.domain.model.editions import Edition
from selfassess.domain.model.errors import InvalidValueError
from selfassess.domain.text.dates import Written, read_date
from selfassess.domain.text.folding import fold_text
from selfassess.domain.text.wording import british_date, british_datetime, format_file_size

Value = str | int | float | bool | tuple[str, ...] | None


LONGEST_TEXT = 1_000_000
"""So many characters fit into one text, wherever it is written: ten times the longest self-assessment. A longer one
that is in a workbook already stays, opens, and is told."""
LONGEST_KEY = 200
"""Characters of an id, or of a key of a pack or choice."""
LARGEST_WHOLE = 2**63 - 1
"""No whole number in a workbook is larger."""
LARGEST_NUMBER = 10**300
"""Nothing that is said to be a number is larger: Python makes no decimal of what is."""


class Kind(StrEnum):
    """What kind of value a field holds."""

    TEXT = "text"
    PROSE = "prose"
    CHOICE = "choice"
    WHOLE = "whole number"
    DECIMAL = "decimal"
    DATE = "date"
    DATETIME = "date-time"
    YES_NO = "yes/no"
    LINK = "link"
    LINKS = "links"
    PICTURE = "picture"


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer of a choice field: what is stored and what is shown."""

    key: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of a record kind, declared once for file, forms, Excel, PDF, comparison and merge.

    ``target`` names what links point to: record kinds, or "framework", "information_return",
    "quality_statement", "theme", "category", "source", "return_item", "breakdown", "figure" for keys of a pack, or
    "earlier" for a record of an earlier year. ``since`` is the file format the field came with. ``personal``
    marks names and contact details. ``minimum`` and ``maximum`` bound numbers, both included. ``editions`` are those
    that may show it: a field that declares none is shown in none. ``words`` is about how many words a good text has,
    0 where it may be of any length. ``on_scale`` marks a score, whose bounds and words a framework says (``scale``).
    """

    key: str
    label: str
    kind: Kind
    help: str = ""
    choices: tuple[Choice, ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    target: tuple[str, ...] = ()
    required: bool = False
    personal: bool = False
    editions: frozenset[Edition] = frozenset()
    since: int = 1
    words: int = 0
    on_scale: bool = False

    def choice_label(self, key: Value) -> str:
        """The words for a choice, or the key itself where it is not one of this field's."""
        return next((choice.label for choice in self.choices if choice.key == key), str(key))


_LIKE_DATE, _LIKE_MOMENT = "28/02/2025", "28/02/2025 17:00"
_NUMBER = re.compile(r"\s*(-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)\s*(?:$|%|[-–—:](?!\s*\d))")
ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
YES = frozenset({"yes", "y", "true", "1"})
NO = frozenset({"no", "n", "false", "0"})


def clean_value(field: Field, raw: object) -> Value:
    """The value that ``raw`` stands for in ``field``; raises InvalidValueError with a plain sentence.

    ``raw`` is what JSON, a form or a spreadsheet cell holds. Numbers may come as text ("3", "3 - Good
    standard"), dates the British way. A choice or link that is not known is kept: it may belong to another
    version, and it is shown as a problem by ``problem``.
    """
    if raw is None or (isinstance(raw, str) and not raw.strip() and field.kind is not Kind.PROSE):
        return None
    return _CLEANERS[field.kind](field, raw)


def clean_filled(field: Field, raw: object) -> Value:
    """As ``clean``; raises InvalidValueError too where nothing is left of what cannot be empty."""
    value = clean_value(field, raw)
    if lacks_value(field, value):
        raise InvalidValueError(explain_empty(field))
    return value


def lacks_value(field: Field, value: Value) -> bool:
    """Whether a field that cannot be empty holds nothing."""
    return field.required and value in (None, "")


def explain_empty(field: Field, rest: str = "") -> str:
    """The sentence about a field that was left empty and cannot be; ``rest`` is what comes of it."""
    return f"{field.label} cannot be empty{rest}."


STAYS = ", so it stays as it is"
"""What comes of a value that is not taken."""


def find_problem(field: Field, value: Value) -> str | None:
    """Why a kept value is not one this field knows, or None where all is well."""
    if field.kind is Kind.CHOICE and value is not None and all(choice.key != value for choice in field.choices):
        return f"“{shorten_value(value)}” is not one of the answers for {field.label.lower()}"
    return None


def format_for_display(field: Field, value: Value) -> str:
    """A value in words, for screens, Excel and PDF; links come back as their keys, joined by commas."""
    if value is None:
        return ""
    if field.kind is Kind.CHOICE:
        return field.choice_label(value)
    if field.kind is Kind.YES_NO:
        return "Yes" if value else "No"
    if field.kind is Kind.WHOLE and field.choices:
        return field.choice_label(str(value))
    if field.kind is Kind.DATE:
        return british_date(str(value))
    if field.kind is Kind.DATETIME:
        return british_datetime(str(value))
    if field.kind is Kind.PICTURE:
        return f"A picture of {format_file_size(len(str(value)) * 3 // 4)}"
    if isinstance(value, tuple):
        return ", ".join(value)
    if isinstance(value, float):
        return f"{value:,.10g}"
    return str(value)


def _make_value_error(field: Field, raw: object, wanted: str) -> InvalidValueError:
    return InvalidValueError(f"{field.label}: “{shorten_value(raw)}” is not {wanted}.")


def _clean_text(field: Field, raw: object) -> Value:
    if isinstance(raw, bool):
        return "TRUE" if raw else "FALSE"
    if isinstance(raw, int | float):
        return f"{raw:.15g}" if isinstance(raw, float) else str(raw)
    if not isinstance(raw, str):
        raise _make_value_error(field, raw, "text")
    fault = find_text_fault(field, raw)
    if fault:
        raise InvalidValueError(fault)
    return raw or None


def find_text_fault(field: Field, text: str) -> str | None:
    """Why nobody can have meant a text to stand in a field, or None."""
    if len(text) > LONGEST_TEXT:
        return (
            f"{field.label}: this text has {len(text):,} characters, and at most {LONGEST_TEXT:,} fit. "
            "Divide it, or keep it as a document and link to it."
        )
    if not text.isascii():
        try:
            text.encode("utf-8")
        except UnicodeEncodeError as error:
            return f"{field.label} holds a broken character at place {error.start + 1}."
    place = text.find("\0")
    return f"{field.label} holds a character that stands for nothing at place {place + 1}." if place >= 0 else None


def is_key(text: str) -> bool:
    """Whether a text can be an id, or a key of a pack or choice: short, on one line."""
    return 0 < len(text) <= LONGEST_KEY and text.isprintable()


def is_answer(text: str) -> bool:
    """Whether a text can be an answer of some version, known here or not."""
    return is_key(text) and text[0].isalnum()


def shorten_value(value: object) -> str:
    """A value of a file, fit to stand in a sentence."""
    plain = " ".join(str(value)[:200].split()).encode("utf-8", "replace").decode().replace("\0", "")
    return plain if len(plain) <= 60 else f"{plain[:57]}…"


def _clean_choice(field: Field, raw: object) -> Value:
    if not isinstance(raw, str | int | float):
        raise _make_value_error(field, raw, "one of the answers")
    text = str(raw).strip()
    folded = fold_text(text)
    for choice in field.choices:
        if text == choice.key or folded in (choice.key, fold_text(choice.label)):
            return choice.key
    if not is_answer(text):
        raise _make_value_error(field, raw, "one of the answers")
    return text


def _clean_number(field: Field, raw: object) -> float:
    wanted = "a number" if field.minimum is None else f"a number from {field.minimum} to {field.maximum}"
    if isinstance(raw, str):
        # "3 - Good" is a number with its words; "3-4" is two numbers, and whoever wrote it has to say which.
        match = _NUMBER.match(raw)
        if match is None or (field.minimum is not None and any(map(str.isdigit, raw[match.end() :]))):
            raise _make_value_error(field, raw, wanted)
        raw = float(match.group(1).replace(",", ""))
    if isinstance(raw, int) and abs(raw) > LARGEST_NUMBER:  # before Python would have to make a float of it
        raise InvalidValueError(f"{field.label}: the number is too large.")
    if isinstance(raw, bool) or not isinstance(raw, int | float) or not math.isfinite(raw):
        raise _make_value_error(field, raw, wanted)
    low, high = field.minimum, field.maximum
    if field.kind is Kind.WHOLE and abs(raw) > LARGEST_WHOLE:
        raise _make_value_error(field, raw, "a number this large")
    if (low is not None and raw < low) or (high is not None and raw > high):
        raise _make_value_error(
            field,
            f"{raw:g}",
            f"from {low} to {high}" if high is not None else f"{low} or more",
        )
    return raw


def _clean_whole_number(field: Field, raw: object) -> Value:
    if field.choices and isinstance(raw, str):  # a scale of words
        wanted = fold_text(raw)
        named = next((choice.key for choice in field.choices if fold_text(choice.label) == wanted), None)
        if named is None:
            raise _make_value_error(field, raw, f"one of these: {', '.join(each.label for each in field.choices)}")
        return int(named)
    if isinstance(raw, int) and not isinstance(raw, bool):
        _clean_number(field, raw)
        return raw
    number = _clean_number(field, raw)
    if number != int(number):
        raise _make_value_error(field, raw, "a whole number")
    return int(number)


def _clean_decimal(field: Field, raw: object) -> Value:
    return float(_clean_number(field, raw))


def _clean_written_date(field: Field, text: str, what: str, like: str) -> Written:
    """The date that a text is; a month alone is none, as nobody knows which day is meant."""
    try:
        found = read_date(text)
    except ValueError as error:
        raise InvalidValueError(f"{field.label}: “{shorten_value(text)}” {error}; write it like {like}.") from None
    if found is None:
        raise _make_value_error(field, text, f"{what} that exists; write it like {like}")
    if found.day is None:
        raise InvalidValueError(f"{field.label}: “{shorten_value(text)}” is a month; write the day too, like {like}.")
    return found


def _clean_date(field: Field, raw: object) -> Value:
    if isinstance(raw, datetime):
        return raw.date().isoformat()
    if isinstance(raw, date):
        return raw.isoformat()
    if not isinstance(raw, str):
        raise _make_value_error(field, raw, f"a date; write it like {_LIKE_DATE}")
    text = raw.strip()
    if len(text) > 10 and text[10] in "T " and ISO_DATE.match(text):
        text = text[:10]
    found = _clean_written_date(field, text, "a date", _LIKE_DATE)
    if found.clock not in (None, time()):
        raise InvalidValueError(f"{field.label}: “{shorten_value(text)}” has a time too; write only the day.")
    assert found.day is not None
    return found.day.isoformat()


def _clean_datetime(field: Field, raw: object) -> Value:
    if isinstance(raw, datetime):
        return raw.isoformat()
    if isinstance(raw, date):
        return raw.isoformat() + "T00:00:00"
    if not isinstance(raw, str):
        raise _make_value_error(field, raw, f"a date and time; write it like {_LIKE_MOMENT}")
    text = raw.strip()
    if ISO_DATE.match(text):
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            raise _make_value_error(field, raw, f"a date and time that exists; write it like {_LIKE_MOMENT}") from None
        return moment.isoformat()
    found = _clean_written_date(field, text, "a date and time", _LIKE_MOMENT)
    return f"{found.day}T{(found.clock or time()):%H:%M}:00"


def _clean_yes_no(field: Field, raw: object) -> Value:
    if isinstance(raw, bool):
        return raw
    text = fold_text(str(raw))
    if text in YES or text in NO:
        return text in YES
    raise _make_value_error(field, raw, "yes or no")


def _clean_link(field: Field, raw: object) -> Value:
    if not isinstance(raw, str) or not is_key(raw.strip()):
        raise _make_value_error(field, raw, "a link")
    return raw.strip()


def _clean_links(field: Field, raw: object) -> Value:
    if isinstance(raw, str):
        raw = re.split(r"[,;\n]", raw)
    if not isinstance(raw, list | tuple) or not all(isinstance(part, str) for part in raw):
        raise _make_value_error(field, raw, "a list of links")
    odd = next((part for part in raw if part.strip() and not is_key(part.strip())), None)
    if odd is not None:
        raise _make_value_error(field, odd, "a link")
    return tuple(dict.fromkeys(part.strip() for part in raw if part.strip())) or None


PICTURE = re.compile(r"data:image/(?:png|jpeg);base64,[A-Za-z0-9+/]+={0,2}")
"""A picture as one text, as web pages hold it."""


def _clean_picture(field: Field, raw: object) -> Value:
    if not isinstance(raw, str) or not PICTURE.fullmatch(raw) or len(raw) > LONGEST_TEXT:
        raise _make_value_error(field, "what was given", "a small PNG or JPEG picture")
    return raw


_CLEANERS: dict[Kind, Callable[[Field, object], Value]] = {
    Kind.TEXT: _clean_text,
    Kind.PROSE: _clean_text,
    Kind.CHOICE: _clean_choice,
    Kind.WHOLE: _clean_whole_number,
    Kind.DECIMAL: _clean_decimal,
    Kind.DATE: _clean_date,
    Kind.DATETIME: _clean_datetime,
    Kind.YES_NO: _clean_yes_no,
    Kind.LINK: _clean_link,
    Kind.LINKS: _clean_links,
    Kind.PICTURE: _clean_picture,
}
