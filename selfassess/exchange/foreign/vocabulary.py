"""What headings and answers may be called: the catalogue's own labels, and the aliases in resources/sheets/."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.domain.model.fields import Field, Kind
from selfassess.exchange.foreign.words import folded, holds, without_brackets, without_date
from selfassess.exchange.spreadsheets.answers import aliases

KINDS = (
    "judgement", "strength", "improvement", "risk", "action", "evidence", "measure", "contact", "return_answer",
    "section",
)  # fmt: skip
"""The record kinds that somebody else's spreadsheet can hold, in the order in which they are offered."""

LISTED = ("strength", "improvement", "risk", "action", "evidence")
"""Kinds of which one cell may hold several, one a bullet."""

RECORD = "record"
"""In place of a field: the column says what each row is (a strength, an area for improvement, ...)."""
TICK = "tick"
"""In place of a field: a mark in this column puts the row under the statement that its heading names."""
PERIOD = "value"
"""The field of a measure value: the column's heading is the period."""

_NATIONAL = {
    "area": "Name of the area",
    "area_code": "Code of the area",
    "level": "Level of the area (council, region, England)",
    "number": "Value of the measure",
    "period": "Period of the value",
    "group": "Part of the population",
    "form": "Form of the value",
}
"""What columns of published national measures say, in place of fields."""

LONGEST_HEADING = 120

_YEAR = re.compile(r"\b20\d\d(?: \d\d(?:\d\d)?)?\b")
_KEPT_BY_US = frozenset({"carried_from", "not_reviewed", "sha256", "size_bytes", "checked_on"})
_DECIDES = ("evidence", "action")
"""Kinds whose phrases decide what a question asks, whatever else it names: "How do we know what works well?"."""
_ASKED_OF_STATEMENT = frozenset({("judgement", field) for field in ("score", "lead", "confidence", "direction")})
"""What one word of a question is enough to ask for."""
_PART_OF_QUESTION = 0.3
_SURE, _BRACKETED, _TYPO = 1.0, 0.95, 0.7
_SINGLE_WORD, _MORE_WORDS = 0.5, 0.4


@dataclass(frozen=True, slots=True)
class Match:
    """One meaning a heading may have, and how sure that is (0 to 1)."""

    kind: str
    field: str
    strength: float


def statement_field(kind: str) -> str | None:
    """The field in which a record kind names its quality statement or statements."""
    return next((f.key for f in CATALOGUE[kind].fields if f.target == ("quality_statement",)), None)


def needs_statement(kind: str) -> bool:
    """Whether a record of this kind must belong to one quality statement; actions and risks may be general."""
    return any(f.target == ("quality_statement",) and f.required for f in CATALOGUE[kind].fields)


def title_field(kind: str) -> str:
    """The field without which a record of this kind says nothing."""
    return "summary" if kind == "judgement" else CATALOGUE[kind].title


def meanings(kind: str) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """What a column of a sheet of this kind can mean: field key, label and aliases, its own fields first.

    A field of another kind is named with it, such as ``strength.title``: one row then gives records of both.
    """
    own = [(field.key, field.label, _aliases(kind, field.key)) for field in fields_of(kind)]
    own += [(key, label, _aliases("section", key)) for key, label in _sections(kind)]
    more = [
        (f"{other}.{title_field(other)}", f"{CATALOGUE[other].name}: {field.label}", _aliases(other, field.key))
        for other in (*LISTED, "judgement")
        if other != kind
        for field in [CATALOGUE[other].by_key[title_field(other)]]
    ]
    others = [
        (f"{other}.{field.key}", f"{CATALOGUE[other].name}: {field.label}", _aliases(other, field.key))
        for other in (*LISTED, "judgement")
        if other != kind
        for field in fields_of(other)
        if field.key != title_field(other) and field.target != ("quality_statement",)
    ]
    special = [(TICK, "A tick for the quality statement in the heading", ())] if statement_field(kind) else []
    special += [(RECORD, "What the row is (strength, risk, ...)", tuple(aliases()["record"]["headings"]))]
    if kind == "measure":
        special += [(key, label, ()) for key, label in _NATIONAL.items()]
        special.append((f"measure_value.{PERIOD}", "Value in the period of the heading", ()))
    return tuple(own + special + more + others)


def fields_of(kind: str) -> tuple[Field, ...]:
    """The fields of a kind that a column can hold: all but what the program itself keeps."""
    return tuple(field for field in CATALOGUE[kind].fields if field.key not in _KEPT_BY_US)


def sections() -> frozenset[str]:
    """The keys of the sections, which stand for fields where a label names one."""
    return frozenset(key for key, _ in _sections("section"))


def known(kind: str, field: str) -> bool:
    """Whether a mapping can name this field of this kind."""
    if kind not in CATALOGUE:
        return False
    if kind == "measure_value":
        return field == PERIOD
    in_section = kind == "section" and field in sections()
    national = kind == "measure" and field in _NATIONAL
    return in_section or national or field in (RECORD, TICK) or any(spec.key == field for spec in fields_of(kind))


@lru_cache(maxsize=5_000)
def matches(text: str) -> tuple[Match, ...]:
    """Every meaning a heading or label may have, the surest of each kind and field, best first."""
    if not text.strip() or len(text) > LONGEST_HEADING:
        return ()
    whole, short = folded(text), without_brackets(without_date(text)[0])
    found: dict[tuple[str, str], float] = {}
    # "% complete" says how much is done, and not when.
    never_a_date = any(holds(whole, word) for word in aliases()["meaning"]["parts"])
    for alias, sure in _alike(whole, short):
        for kind, field in _index()[alias]:
            if not (never_a_date and kind != "section" and CATALOGUE[kind].by_key[field].kind is Kind.DATE):
                found[kind, field] = max(found.get((kind, field), 0.0), sure)
    return tuple(
        Match(kind, field, sure) for (kind, field), sure in sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
    )


@lru_cache(maxsize=5_000)
def asked(text: str) -> tuple[Match, ...] | None:
    """What a question in a whole sentence asks for, by the phrases in resources/sheets/; None where it holds none.

    A question that asks for what works turns into its opposite with "not" or "less"; one that asks for two kinds of
    thing at once is a person's to decide, and so has no meaning yet.
    """
    if not text.rstrip().endswith(("?", ":")) or len(text) > LONGEST_HEADING:
        return None
    words = folded(text)
    kinds = [
        kind for kind, phrases in aliases()["asked"].items() if any(holds(words, folded(phrase)) for phrase in phrases)
    ]
    if "strength" in kinds and _negated(words):
        kinds = ["improvement" if kind == "strength" else kind for kind in kinds]
    first = next((kind for kind in _DECIDES if kind in kinds), None)
    if first is not None:
        kinds = [first]
    if len(set(kinds)) == 1:
        return (Match(kinds[0], title_field(kinds[0]), _TYPO),)
    if kinds:
        return ()
    held = [alias for alias in _index() if len(alias) > 3 and holds(words, alias) and not is_generic_title(alias)]
    longest = max(held, key=len, default="")
    if not longest or _negated(words):
        return None
    telling = longest.count(" ") + 1 >= _PART_OF_QUESTION * (words.count(" ") + 1)
    return tuple(
        Match(kind, field, _TYPO)
        for kind, field in _index()[longest]
        if telling or (kind, field) in _ASKED_OF_STATEMENT
    )


def holds_own_answer(text: str, below: str = "") -> bool:
    """Whether a cell is a label with its answer behind it: "Score: 2"; not one of the kind that it stands ``below``."""
    label, colon, answer = text.partition(":")
    sure = [match.kind for match in matches(label) if match.strength >= _BRACKETED] if colon and answer.strip() else []
    return bool(sure) and below not in sure


def ends_like_label(text: str) -> bool:
    """Whether a line reads like a question or the lead to an answer, also where nobody knows what it asks."""
    return len(text) <= LONGEST_HEADING and text.rstrip().endswith(("?", ":"))


def _negated(words: str) -> bool:
    return any(holds(words, word) for word in aliases()["meaning"]["negations"])


@lru_cache(maxsize=5_000)
def national(text: str) -> str | None:
    """What a heading of published national measures says: a key in place of a field, or the measure's code or name."""
    return next((key for key, names in aliases()["national"].items() if folded(text) in map(folded, names)), None)


def names_title(text: str, kind: str) -> bool:
    """Whether a heading is word for word what records of a kind are called, and may be nothing else."""
    sure = [match for match in matches(text) if match.strength == _SURE]
    return bool(sure) and all((match.kind, match.field) == (kind, title_field(kind)) for match in sure)


@lru_cache(maxsize=5_000)
def is_generic_title(text: str) -> bool:
    """Whether a heading may name rows of any kind, such as "Title" or "Description"."""
    return folded(text) in {folded(alias) for alias in aliases()["any"]["title"]}


def is_revised(text: str) -> bool:
    """Whether a heading says that what stands below is in place of what was said before."""
    return any(holds(folded(text), folded(word)) for word in aliases()["meaning"]["revised"])


@lru_cache(maxsize=5_000)
def names_statement(text: str) -> bool:
    """Whether a heading says that its column names quality statements."""
    return folded(text) in _statement_headings() or without_brackets(text) in _statement_headings()


@lru_cache(maxsize=5_000)
def kind_called(text: str) -> str | None:
    """The record kind that the name of a sheet, or a cell of a type column, stands for."""
    whole = folded(text)
    names = _kind_names()
    if whole in names:
        return names[whole]
    held = [(len(name), kind) for name, kind in names.items() if holds(whole, name) and len(whole) <= 60]
    return max(held)[1] if held else None


def _alike(whole: str, short: str) -> Iterator[tuple[str, float]]:
    """The aliases that a heading is, holds for a good part, or misspells, and how sure that is; some more than once."""
    index, words = _index(), short.split()
    for sure, said in ((_SURE, whole), (_BRACKETED, short), (_BRACKETED, folded(_YEAR.sub(" ", whole)))):
        if said in index:
            yield said, sure
    for alias in dict.fromkeys(alias for word in words for alias in _by_first_word().get(word, ())):
        count = alias.count(" ") + 1
        enough = count / len(words) >= (_SINGLE_WORD if count == 1 else _MORE_WORDS)
        if len(alias) > 2 and enough and alias not in _alone() and holds(short, alias) and not _changed(alias, short):
            yield alias, 0.6 + 0.3 * count / len(words)
    for length in range(max(len(short) - 2, 6), len(short) + 3):
        for alias in _by_length().get(length, ()):
            if _near(alias, short) and not _changed(alias, short):
                yield alias, _TYPO


def _changed(alias: str, words: str) -> bool:
    """Whether a heading has a word beside the alias that makes it something else: a risk's level is no risk."""
    return bool(_changing() & (set(words.split()) - set(alias.split())))


@cache
def _alone() -> frozenset[str]:
    return frozenset(map(folded, aliases()["meaning"]["alone"]))


@cache
def _changing() -> frozenset[str]:
    meaning = aliases()["meaning"]
    return frozenset(map(folded, (*meaning["qualifiers"], *meaning["negations"])))


def _near(one: str, other: str) -> bool:
    # Few letters that differ leave one end of a word as it is.
    if one[:2] != other[:2] and one[-2:] != other[-2:]:
        return False
    matcher = difflib.SequenceMatcher(None, one, other)
    return matcher.quick_ratio() > 0.88 and matcher.ratio() > 0.88


def _sections(kind: str) -> list[tuple[str, str]]:
    return [(c.key, c.label) for c in CATALOGUE["section"].by_key["key"].choices] if kind == "section" else []


def _aliases(kind: str, field: str) -> tuple[str, ...]:
    if field == statement_field(kind):
        return tuple(aliases()["statement"]["headings"])
    return tuple(aliases()["fields"].get(kind, {}).get(field, ()))


@cache
def _statement_headings() -> frozenset[str]:
    return frozenset(map(folded, aliases()["statement"]["headings"]))


@cache
def _kind_names() -> dict[str, str]:
    found = {folded(name): kind for kind in KINDS for name in (CATALOGUE[kind].name, CATALOGUE[kind].plural)}
    found |= {folded(alias): kind for kind, names in aliases()["kinds"].items() for alias in names}
    return found


@cache
def _index() -> dict[str, tuple[tuple[str, str], ...]]:
    """Folded alias -> the kinds and fields it may stand for."""
    found: dict[str, dict[tuple[str, str], None]] = {}
    for kind in KINDS:
        for alias, field in _named(kind):
            found.setdefault(folded(alias), {})[kind, field] = None
    return {alias: tuple(meant) for alias, meant in found.items() if alias}


@cache
def _by_first_word() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for alias in _index():
        found.setdefault(alias.split()[0], []).append(alias)
    return found


@cache
def _by_length() -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for alias in _index():
        found.setdefault(len(alias), []).append(alias)
    return found


def _named(kind: str) -> Iterator[tuple[str, str]]:
    for key, label in _sections(kind):
        for alias in (label, *_aliases(kind, key)):
            yield alias, key
    if kind == "section":
        return
    for field in fields_of(kind):
        # What links to other records is named by those kinds; a statement's column is known by itself.
        if field.target in (("evidence",), ("quality_statement",)):
            continue
        for alias in (field.label, field.key.replace("_", " "), *_aliases(kind, field.key)):
            yield alias, field.key
    for field_key in (title_field(kind), "detail"):
        if kind in LISTED and field_key in CATALOGUE[kind].by_key:
            for alias in aliases()["any"].get("title" if field_key == title_field(kind) else "detail", ()):
                yield alias, field_key
    if kind in LISTED and CATALOGUE[kind].by_key[title_field(kind)].kind is Kind.TEXT:
        yield CATALOGUE[kind].plural, title_field(kind)
