"""What a measure is compared with, where one cell says the value, whose it is and of when, or some of them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from selfassess.domain.measures import periods
from selfassess.domain.measures.measure_values import normalise_period_name
from selfassess.exchange.foreign.drafts import SAYS_NOTHING, Draft
from selfassess.exchange.foreign.ledger import Ledger, Spot
from selfassess.exchange.foreign.values import is_placeholder
from selfassess.exchange.foreign.words import fold_heading, strip_date
from selfassess.exchange.foreign.year import Year
from selfassess.exchange.spreadsheets.book import Cell, format_cell

_ENGLAND = re.compile(
    r"(?:England|National(?: average)?)\s*(?:average)?\s*[:=]?\s*(\d[\d,]*(?:\.\d+)?)\s*%?", re.IGNORECASE
)
_YEAR = re.compile(r"\(?\b(20\d\d\s*[-/–]\s*(?:20)?\d\d)\)?")
_BARE_YEAR = re.compile(r"\(?\b((?:19|20)\d\d)\b\)?(?![\d,.%/]\d|\s*%)")
"""A year, or a number like one: beside words nobody can tell, so it is never taken for a value."""
_ONE = re.compile(
    r"(?P<name>[^\d(%£$€]*?)[\s:=–-]*[£$€]?\s*(?P<number>-?\d[\d,]*(?:\.\d+)?)\s*(?P<unit>%?)"
    r"(?:\s*[,;:]?\s*\(?(?P<period>[^()%]+?)\)?)?",
    re.DOTALL,
)
_PERIOD_FIRST = re.compile(r"\(?(?P<period>20\d\d\s*[-/–]\s*(?:20)?\d\d)\)?\s*[:=–-]\s*(?P<rest>.+)", re.DOTALL)
_AROUND = " ,:()–—-"
_GENERIC = frozenset(
    {
        "comparator",
        "benchmark",
        "compared with",
        "benchmarking",
        "comparator value",
        "benchmark value",
        "comparator data",
        "benchmarking data",
        "comparison",
        "comparator average",
    }
)
"""Headings, folded, that do not say whose values stand below."""


_GROUP = re.compile(
    r"(?:(?P<england>england|national|all england)"
    r"|(?P<region>(?:south|north) (?:west|east)|(?:east|west) midland|east of england|london|region(?:al)?"
    r"|yorkshire(?: and (?:the )?humber)?)"
    r"|(?P<other>(?:cipfa |statistical |nearest |our )*neighbour|similar (?:council|authoritie|authority)"
    r"|(?:family|comparator|peer) group|shire countie|county council|unitarie|unitary authoritie))"
    r"(?: (?:average|avg|mean|median|value|outturn|figure|result|comparator|benchmark|rate))*"
)
"""Whose values stand below a heading, folded, that says nothing else."""


def assign_comparators(fields: dict[int, tuple[str, str]], words: tuple[str, ...]) -> dict[int, tuple[str, str]]:
    """Give columns of England, a region and other councils: England's, or the first, as the one a measure holds itself.

    The others are comparators of their own.
    """
    first = ("comparator_value", "measure")
    groups = {c: found for c, text in enumerate(words) if (found := _match_group(text)) is not None}
    able = [column for column in groups if column not in fields or fields[column] == first]
    if not able or any(field == first and column not in able for column, field in fields.items()):
        return fields
    england = [column for column in able if groups[column]["england"]]
    main = england[-1] if england else able[0]
    return {**fields, **dict.fromkeys(able, ("value", "comparator")), main: first}


def add_comparators(spots: Iterable[Spot], measures: list[Draft], year: Year, ledger: Ledger) -> None:
    """The values of a region or other councils in one row, each of the period that its heading or its cell names."""
    for spot in spots:
        if is_placeholder(spot.cell):
            ledger.leave_cell(spot, SAYS_NOTHING)
            continue
        heading, order = strip_date(spot.heading)
        one = _parse_single_comparator(format_cell(spot.cell).strip())
        period = normalise_period_name(spot.heading.replace(heading, "", 1).strip(_AROUND)) if order else ""
        period = one[2] if one is not None and one[2] else period
        if not measures or one is None or not period:
            why = "it does not say of which period it is" if one is not None else "it is no single value"
            ledger.leave_cell(spot, why, problem=True, kind="measure")
            continue
        group = _match_group(heading)
        basis = group.lastgroup if group is not None else "other"
        values = {"measure": measures[0].id, "basis": basis, "period": period, "value": one[1]}
        name = one[0] or ("" if basis == "england" else heading.strip(_AROUND))
        draft = Draft("comparator", values={**values, **({"name": name} if name else {})})
        draft.headings = {"value": spot.heading}
        year.add_part(draft, ledger, spot.row)
        ledger.mark_used(spot)


def _match_group(heading: str) -> re.Match[str] | None:
    return _GROUP.fullmatch(fold_heading(strip_date(heading)[0]))


def holds_comparator_value(cell: Cell) -> bool:
    """Whether a cell holds one value, perhaps with its period and whose it is: "65.4% (2023/24)", "Region 12"."""
    return _parse_single_comparator(format_cell(cell).strip()) is not None


def split_comparator(measure: Draft) -> None:
    """Part the words of a comparator into its name, value and period.

    Where they say more than one value, England's is taken, and the words stay as well.
    """
    said = str(measure.values.get("comparator_name") or "").strip()
    if not said or measure.values.get("comparator_value") is not None:
        return
    rest, year = _split_off_year(said)
    found = [each for each in _ENGLAND.findall(rest) if not _BARE_YEAR.fullmatch(each)]
    one = _parse_single_comparator(said)
    if len(found) == 1:
        name = "England"
        number = float(found[0].replace(",", ""))
        period = one[2] if one is not None else year
    elif one is not None:
        name, number, period = one
    else:
        return
    measure.values |= {"comparator_name": name or None, "comparator_value": number}
    if period:
        measure.values["comparator_period"] = period
    if one is not None and "%" in said:
        measure.values.setdefault("unit", "%")
    if one is None and _ENGLAND.sub("", _YEAR.sub("", said)).strip(" ,;"):
        before = measure.values.get("performance")
        measure.values["performance"] = "\n\n".join(filter(None, (str(before or ""), f"Compared with: {said}")))


def name_comparator(measure: Draft) -> None:
    """Say whose a value is, and of when, by what its column is called, such as "England 2023/24"."""
    heading = measure.headings.get("comparator_value") or measure.headings.get("comparator_name") or ""
    if measure.values.get("comparator_value") is None or not heading:
        return
    name, order = strip_date(heading)
    if order and not measure.values.get("comparator_period"):
        measure.values["comparator_period"] = normalise_period_name(heading.replace(name, "", 1).strip(_AROUND))
    if not measure.values.get("comparator_name") and fold_heading(name) not in _GENERIC:
        measure.values["comparator_name"] = "England" if "england" in fold_heading(name) else name.strip()


def _parse_single_comparator(said: str) -> tuple[str, float, str] | None:
    """The name, value and period of a comparator that says one value and no more; its year may stand anywhere."""
    whole = _parse_ordered_comparator(said)
    if whole is not None:
        return whole
    rest, year = _split_off_year(said)
    part = _parse_ordered_comparator(rest) if year else None
    if part is None or part[2]:
        return None
    return (part[0], part[1], year)


def _parse_ordered_comparator(said: str) -> tuple[str, float, str] | None:
    """The name, value and period of a comparator in their usual order: "England 65.4% (2023/24)", "2023/24: 65%"."""
    first = _PERIOD_FIRST.fullmatch(said)
    rest_text = first["rest"] if first is not None else said
    match = _ONE.fullmatch(rest_text)
    if match is None:
        return None
    if match["name"].strip() and not match["unit"] and _BARE_YEAR.fullmatch(match["number"]):
        return None
    behind = (first or match)["period"]
    known = periods.parse_period(behind) if behind else None
    if behind and (known is None or (first is not None and match["period"])):
        return None
    return match["name"].strip(" ,;"), float(match["number"].replace(",", "")), str(known or "")


def _split_off_year(said: str) -> tuple[str, str]:
    """What is said without the year in it, and that year as a period; "" where none stands there."""
    found = _YEAR.search(said) or _BARE_YEAR.search(said)
    if found is None:
        return said, ""
    around = (said[: found.start()].rstrip(" ,;:–-("), said[found.end() :].lstrip(" ,;:–-)"))
    return " ".join(filter(None, around)), normalise_period_name(found[1])
