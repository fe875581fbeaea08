"""What headings and answers may be called: the catalogue's own labels, and the aliases in resources/sheets/."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.domain.model.fields import Field, Kind
from selfassess.exchange.foreign.words import contains_words, fold_heading, strip_brackets, strip_date
from selfassess.exchange.spreadsheets.answers import load_aliases

KINDS = (
    "judgement", "strength", "improvement", "risk", "action", "evidence", "measure", "contact", "return_answer",
    "section",
)  # fmt: skip
"""The record kinds that somebody else's spreadsheet can hold, in the order in which they are offered."""

PARTS = {"milestone": ("action",), "update": ("action", "risk")}
"""Kinds of which a row may list several beside an action or risk, and those kinds."""

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

_BESIDE_EACH_OTHER = re.compile(r"\s*[/&|,]\s*|\s+(?:or|and)\s+", re.IGNORECASE)
_YEAR = re.compile(r"\b20\d\d(?: \d\d(?:\d\d)?)?\b")
_KEPT_BY_US = frozenset({"carried_from", "not_reviewed", "findings", "sha256", "size_bytes", "checked_on"})
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


def may_be_general(kind: str | None) -> bool:
    """Whether a record of this kind belongs to one quality statement, or to none where it is about the whole."""
    return kind is not None and statement_field(kind) == "quality_statement" and not needs_statement(kind)


def title_field(kind: str) -> str:
    """The field without which a record of this kind says nothing."""
    if kind == "judgement":
        return "summary"
    return CATALOGUE[kind].title


def column_meanings(kind: str) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """What a column of a sheet of this kind can mean: field key, label and aliases, its own fields first.

    A field of another kind is named with it, such as ``strength.title``: one row then gives records of both.
    """
    own = [(field.key, field.label, _aliases_of_field(kind, field.key)) for field in fields_of(kind)]
    own += [(key, label, _aliases_of_field("section", key)) for key, label in _section_choices(kind)]
    more = [
        (
            f"{other}.{title_field(other)}",
            f"{CATALOGUE[other].name}: {field.label}",
            _aliases_of_field(other, field.key),
        )
        for other in (*LISTED, "judgement")
        if other != kind
        for field in [CATALOGUE[other].by_key[title_field(other)]]
    ]
    others = [
        (f"{other}.{field.key}", f"{CATALOGUE[other].name}: {field.label}", _aliases_of_field(other, field.key))
        for other in (*LISTED, "judgement")
        if other != kind
        for field in fields_of(other)
        if field.key != title_field(other) and field.target != ("quality_statement",)
    ]
    special: list[tuple[str, str, tuple[str, ...]]] = []
    if statement_field(kind):
        special.append((TICK, "A tick for the quality statement in the heading", ()))
    special += [
        (f"{part}.{title_field(part)}", CATALOGUE[part].plural, _aliases_of_field(part, title_field(part)))
        for part, owners in PARTS.items()
        if kind in owners
    ]
    special += [(RECORD, "What the row is (strength, risk, ...)", tuple(load_aliases()["record"]["headings"]))]
    if kind == "measure":
        special += [(key, label, ()) for key, label in _NATIONAL.items()]
        special.append((f"measure_value.{PERIOD}", "Value in the period of the heading", ()))
        special.append(("comparator.value", "Value of the region or councils in the heading", ()))
    return tuple(own + special + more + others)


def fields_of(kind: str) -> tuple[Field, ...]:
    """The fields of a kind that a column can hold: all but what the program itself keeps."""
    return tuple(field for field in CATALOGUE[kind].fields if field.key not in _KEPT_BY_US)


def section_keys() -> frozenset[str]:
    """The keys of the sections, which stand for fields where a label names one."""
    return frozenset(key for key, _ in _section_choices("section"))


def is_mappable_field(kind: str, field: str) -> bool:
    """Whether a mapping can name this field of this kind."""
    if kind not in CATALOGUE:
        return False
    if kind == "measure_value":
        return field == PERIOD
    in_section = kind == "section" and field in section_keys()
    national = kind == "measure" and field in _NATIONAL
    if in_section:
        return True
    if national:
        return True
    return field in (RECORD, TICK) or any(spec.key == field for spec in fields_of(kind))


@lru_cache(maxsize=5_000)
def match_heading(text: str) -> tuple[Match, ...]:
    """Every meaning a heading or label may have, the surest of each kind and field, best first."""
    if not text.strip() or len(text) > LONGEST_HEADING or names_two_kinds(text):
        return ()
    whole = fold_heading(text)
    short = strip_brackets(strip_date(text)[0])
    found: dict[tuple[str, str], float] = {}
    # "% complete" says how much is done, and not when.
    never_a_date = any(contains_words(whole, word) for word in load_aliases()["meaning"]["parts"])
    for alias, sure in _similar_aliases(whole, short):
        for kind, field in _index_aliases()[alias]:
            if not (never_a_date and kind != "section" and CATALOGUE[kind].by_key[field].kind is Kind.DATE):
                found[kind, field] = max(found.get((kind, field), 0.0), sure)
    return tuple(
        Match(kind, field, sure) for (kind, field), sure in sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
    )


@lru_cache(maxsize=5_000)
def match_question(text: str) -> tuple[Match, ...] | None:
    """What a question in a whole sentence asks for, by the phrases in resources/sheets/; None where it holds none.

    A question that asks for what works turns into its opposite with "not" or "less"; one that asks for two kinds of
    thing at once is a person's to decide, and so has no meaning yet.
    """
    if not text.rstrip().endswith(("?", ":")) or len(text) > LONGEST_HEADING:
        return None
    words = fold_heading(text)
    kinds = [
        kind
        for kind, phrases in load_aliases()["asked"].items()
        if any(contains_words(words, fold_heading(phrase)) for phrase in phrases)
    ]
    if "strength" in kinds and _has_negation(words):
        kinds = ["improvement" if kind == "strength" else kind for kind in kinds]
    first = next((kind for kind in _DECIDES if kind in kinds), None)
    if first is not None:
        kinds = [first]
    if len(set(kinds)) == 1:
        return (Match(kinds[0], title_field(kinds[0]), _TYPO),)
    if kinds:
        return ()
    held = [
        alias
        for alias in _index_aliases()
        if len(alias) > 3 and contains_words(words, alias) and not is_generic_title(alias)
    ]
    longest = max(held, key=len, default="")
    if not longest or _has_negation(words):
        return None
    telling = longest.count(" ") + 1 >= _PART_OF_QUESTION * (words.count(" ") + 1)
    return tuple(
        Match(kind, field, _TYPO)
        for kind, field in _index_aliases()[longest]
        if telling or (kind, field) in _ASKED_OF_STATEMENT
    )


def holds_own_answer(text: str, below: str = "") -> bool:
    """Whether a cell is a label with its answer behind it: "Score: 2"; not one of the kind that it stands ``below``."""
    label, colon, answer = text.partition(":")
    if colon and answer.strip():
        sure = [match.kind for match in match_heading(label) if match.strength >= _BRACKETED]
    else:
        sure = []
    return bool(sure) and below not in sure


def ends_like_label(text: str) -> bool:
    """Whether a line reads like a question or the lead to an answer, also where nobody knows what it asks."""
    return len(text) <= LONGEST_HEADING and text.rstrip().endswith(("?", ":"))


def _has_negation(words: str) -> bool:
    return any(contains_words(words, word) for word in load_aliases()["meaning"]["negations"])


@lru_cache(maxsize=5_000)
def match_national_heading(text: str) -> str | None:
    """What a heading of published national measures says: a key in place of a field, or the measure's code or name."""
    return next(
        (key for key, names in load_aliases()["national"].items() if fold_heading(text) in map(fold_heading, names)),
        None,
    )


def names_title(text: str, kind: str) -> bool:
    """Whether a heading is word for word what records of a kind are called, and may be nothing else."""
    sure = [match for match in match_heading(text) if match.strength == _SURE]
    return bool(sure) and all((match.kind, match.field) == (kind, title_field(kind)) for match in sure)


@lru_cache(maxsize=5_000)
def names_two_kinds(text: str) -> bool:
    """Whether a heading names two kinds of record side by side: "Strength / Area for improvement"."""
    if fold_heading(text) in _index_aliases():
        return False
    parts = [fold_heading(part) for part in _BESIDE_EACH_OTHER.split(text)]
    kinds = [
        {kind for kind, field in _index_aliases().get(part, ()) if kind in LISTED and field == title_field(kind)}
        for part in parts
    ]
    return len(parts) > 1 and all(kinds) and not set.intersection(*kinds)


def is_known_heading(text: str) -> bool:
    """Whether a text is word for word what a column may be headed by."""
    return fold_heading(text) in _index_aliases() or names_statement(text)


@lru_cache(maxsize=5_000)
def is_generic_title(text: str) -> bool:
    """Whether a heading may name rows of any kind, such as "Title" or "Description"."""
    return fold_heading(text) in {fold_heading(alias) for alias in load_aliases()["any"]["title"]}


def is_revised(text: str) -> bool:
    """Whether a heading says that what stands below is in place of what was said before."""
    return any(contains_words(fold_heading(text), fold_heading(word)) for word in load_aliases()["meaning"]["revised"])


@lru_cache(maxsize=5_000)
def names_statement(text: str) -> bool:
    """Whether a heading says that its column names quality statements."""
    return fold_heading(text) in _folded_statement_headings() or strip_brackets(text) in _folded_statement_headings()


@lru_cache(maxsize=5_000)
def kind_named_by(text: str) -> str | None:
    """The record kind that the name of a sheet, or a cell of a type column, stands for."""
    whole = fold_heading(text)
    names = _map_kind_names()
    if whole in names:
        return names[whole]
    held = [(len(name), kind) for name, kind in names.items() if contains_words(whole, name) and len(whole) <= 60]
    if not held:
        return None
    return max(held)[1]


def _similar_aliases(whole: str, short: str) -> Iterator[tuple[str, float]]:
    """The aliases that a heading is, holds for a good part, or misspells, and how sure that is; some more than once."""
    index = _index_aliases()
    words = short.split()
    for sure, said in ((_SURE, whole), (_BRACKETED, short), (_BRACKETED, fold_heading(_YEAR.sub(" ", whole)))):
        if said in index:
            yield said, sure
    similar_aliases = dict.fromkeys(alias for word in words for alias in _index_by_first_word().get(word, ()))
    for alias in similar_aliases:
        count = alias.count(" ") + 1
        share_needed = _SINGLE_WORD if count == 1 else _MORE_WORDS
        enough = count / len(words) >= share_needed
        if (
            len(alias) > 2
            and enough
            and alias not in _aliases_only_alone()
            and contains_words(short, alias)
            and not _has_changing_word(alias, short)
        ):
            yield alias, 0.6 + 0.3 * count / len(words)
    for length in range(max(len(short) - 2, 6), len(short) + 3):
        for alias in _index_by_length().get(length, ()):
            if _is_misspelling(alias, short) and not _has_changing_word(alias, short):
                yield alias, _TYPO


def _has_changing_word(alias: str, words: str) -> bool:
    """Whether a heading has a word beside the alias that makes it something else: a risk's level is no risk."""
    return bool(_changing_words() & (set(words.split()) - set(alias.split())))


@cache
def _aliases_only_alone() -> frozenset[str]:
    return frozenset(map(fold_heading, load_aliases()["meaning"]["alone"]))


@cache
def _changing_words() -> frozenset[str]:
    meaning = load_aliases()["meaning"]
    return frozenset(map(fold_heading, (*meaning["qualifiers"], *meaning["negations"])))


def _is_misspelling(one: str, other: str) -> bool:
    # Few letters that differ leave one end of a word as it is.
    if one[:2] != other[:2] and one[-2:] != other[-2:]:
        return False
    matcher = difflib.SequenceMatcher(None, one, other)
    return matcher.quick_ratio() > 0.88 and matcher.ratio() > 0.88


def _section_choices(kind: str) -> list[tuple[str, str]]:
    if kind != "section":
        return []
    return [(c.key, c.label) for c in CATALOGUE["section"].by_key["key"].choices]


def _aliases_of_field(kind: str, field: str) -> tuple[str, ...]:
    if field == statement_field(kind):
        return tuple(load_aliases()["statement"]["headings"])
    return tuple(load_aliases()["fields"].get(kind, {}).get(field, ()))


@cache
def _folded_statement_headings() -> frozenset[str]:
    return frozenset(map(fold_heading, load_aliases()["statement"]["headings"]))


@cache
def _map_kind_names() -> dict[str, str]:
    found = {fold_heading(name): kind for kind in KINDS for name in (CATALOGUE[kind].name, CATALOGUE[kind].plural)}
    found |= {fold_heading(alias): kind for kind, names in load_aliases()["kinds"].items() for alias in names}
    return found


@cache
def _index_aliases() -> dict[str, tuple[tuple[str, str], ...]]:
    """Folded alias -> the kinds and fields it may stand for."""
    found: dict[str, dict[tuple[str, str], None]] = {}
    for kind in KINDS:
        for alias, field in _aliases_with_keys(kind):
            found.setdefault(fold_heading(alias), {})[kind, field] = None
    for part in PARTS:
        for alias in _aliases_of_field(part, title_field(part)):
            found.setdefault(fold_heading(alias), {})[part, title_field(part)] = None
    return {alias: tuple(meant) for alias, meant in found.items() if alias}


@cache
def _index_by_first_word() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for alias in _index_aliases():
        found.setdefault(alias.split()[0], []).append(alias)
    return found


@cache
def _index_by_length() -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for alias in _index_aliases():
        found.setdefault(len(alias), []).append(alias)
    return found


def _aliases_with_keys(kind: str) -> Iterator[tuple[str, str]]:
    for key, label in _section_choices(kind):
        for alias in (label, *_aliases_of_field(kind, key)):
            yield alias, key
    if kind == "section":
        return
    for field in fields_of(kind):
        # What links to other records is named by those kinds; a statement's column is known by itself.
        if field.target in (("evidence",), ("quality_statement",)):
            continue
        for alias in (field.label, field.key.replace("_", " "), *_aliases_of_field(kind, field.key)):
            yield alias, field.key
    for field_key in (title_field(kind), "detail"):
        if kind in LISTED and field_key in CATALOGUE[kind].by_key:
            alias_key = "title" if field_key == title_field(kind) else "detail"
            for alias in load_aliases()["any"].get(alias_key, ()):
                yield alias, field_key
    if kind in LISTED and CATALOGUE[kind].by_key[title_field(kind)].kind is Kind.TEXT:
        yield CATALOGUE[kind].plural, title_field(kind)
