"""How a spreadsheet shows a number, where that says more than the number: 9%, R-001, 01332 641000.

The reading library gives 0.09, 1 and 1332641000, so the format codes are read here.
"""

from __future__ import annotations

import re
from functools import lru_cache

from selfassess.exchange.spreadsheets.book import Cell

_TOKEN = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[[^\]]*\]|(General)|([0#?])|(.)', re.IGNORECASE | re.DOTALL)
_DATE = frozenset("dmyhse")
_MONEY = "£$€, "


def show_number(value: Cell, code: str) -> Cell:
    """A number as its format shows it: a text where there are signs before or between its digits, or zeros in front.

    Percentages come as "9%". Whatever a format only rounds, groups or gives a currency or unit stays a number.
    """
    if isinstance(value, bool) or not isinstance(value, int | float) or not code:
        return value
    tokens, percent = _parse_number_format(code)
    if percent:
        return f"{value * 100:.10g}%"
    if not tokens or value != int(value) or value < 0:
        return value
    digits = list(str(int(value)))
    shown: list[str] = []
    first = next(place for place, (_, digit) in enumerate(tokens) if digit)
    for place in reversed(range(len(tokens))):
        text, digit = tokens[place]
        if not digit:
            shown.append(text)
        elif place == first:
            rest = "".join(digits)
            shown.append(rest or ("0" if text == "0" else ""))
            digits.clear()
        elif digits:
            shown.append(digits.pop())
        elif text == "0":
            shown.append("0")
    return "".join(reversed(shown)).strip()


def changes_number(code: str) -> bool:
    """Whether a number in this format is shown as something that the number itself does not say."""
    tokens, percent = _parse_number_format(code)
    return bool(tokens) or percent


@lru_cache(maxsize=1_000)
def _parse_number_format(code: str) -> tuple[tuple[tuple[str, bool], ...], bool]:
    """The signs and digits of a format's first part, none where the number itself says as much; whether it is in %."""
    tokens: list[tuple[str, bool]] = []
    decimals = False
    for quoted, escaped, general, digit, plain in _TOKEN.findall(code.split(";", 1)[0]):
        if plain == "%":
            return (), True
        is_general = general or plain == "E" or (plain and plain.casefold() in _DATE)
        if is_general:
            return (), False
        decimals = decimals or plain == "."
        if digit:
            tokens.append((digit, True))
        elif quoted or escaped or plain:
            tokens.append((quoted or escaped or plain, False))
    places = [place for place, (_, digit) in enumerate(tokens) if digit]
    if not places or decimals:
        return (), False
    between = [text for text, digit in tokens[: places[-1]] if not digit and text.strip(_MONEY)]
    gaps = [text for text, digit in tokens[places[0] : places[-1]] if not digit and text != ","]
    padded = sum(text == "0" for text, digit in tokens if digit) > 1
    kept_tokens = tuple(tokens) if between or gaps or padded else ()
    return kept_tokens, False
