"""A second, made-up version of the shipped packs: one statement split, two merged, one renamed, one dropped.

Its wording is made up too, and says so: nothing of it is CQC's.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from typing import Any

import msgspec

from selfassess.domain.framework import carry_map
from selfassess.domain.framework.framework import (
    Framework,
    FrameworkCarry,
    InformationReturn,
    Pack,
    ReturnCarry,
    ReturnItem,
    Statement,
    Succession,
    Theme,
    Wording,
)
from selfassess.packs import reader as packs

WHY = "Equity is now judged under every statement."
SOURCE_WHY = "No statement asks for it any more."
ITEM_WHY = "Compliments are asked for with IR 2."

MADE_UP = Wording(
    source="Made up for these tests", date="January 2030", attribution="Made up. Nobody has published it."
)

SPLIT, INTO = "assessing-needs", ("first-contact", "planning")
MERGED, BECAME = ("partnerships", "learning"), "together"
OLD_NAME, NEW_NAME = "safe-systems", "transitions"
DROPPED = "equity"
OLD_SOURCE, NEW_SOURCE = "healthwatch", "healthwatch-england"


def earlier_framework() -> Framework:
    return packs.load_framework("cqc-la-2023-11")


def earlier_return() -> InformationReturn:
    return packs.load_information_return("cqc-la-2025-02")


def later_framework() -> Framework:
    """The shipped framework, changed in each way a version can change, with its carry map."""
    old = earlier_framework()
    changed: dict[str, tuple[Statement, ...]] = {
        SPLIT: tuple(
            _named(old, SPLIT, key, name) for key, name in zip(INTO, ("First contact", "Planning"), strict=True)
        ),
        MERGED[0]: (_named(old, MERGED[0], BECAME, "Working together"),),
        MERGED[1]: (),
        OLD_NAME: (_named(old, OLD_NAME, NEW_NAME, "Transitions"),),
        DROPPED: (),
    }
    numbers = count(1)
    themes = tuple(
        replace(theme, statements=tuple(_with_new_source(new, next(numbers)) for new in _now(theme, changed)))
        for theme in old.themes
    )
    asked = {use.source for t in themes for s in t.statements for uses in s.evidence.values() for use in uses}
    renamed = [replace(each, key=NEW_SOURCE) if each.key == OLD_SOURCE else each for each in old.sources]
    unasked = [each.key for each in renamed if each.key not in asked]
    return replace(
        old,
        id="made-up-2030",
        name="Made-up framework, 2030",
        wording=MADE_UP,
        themes=themes,
        sources=tuple(each for each in renamed if each.key in asked),
        carries=(
            FrameworkCarry(
                earlier=old.id,
                statements=Succession(
                    to={SPLIT: INTO, MERGED[0]: (BECAME,), MERGED[1]: (BECAME,), OLD_NAME: (NEW_NAME,)},
                    dropped={DROPPED: WHY},
                ),
                sources=Succession(to={OLD_SOURCE: (NEW_SOURCE,)}, dropped=dict.fromkeys(unasked, SOURCE_WHY)),
            ),
        ),
    )


def later_return() -> InformationReturn:
    """The shipped return under the later framework: IR 5 split, IR 3 dropped."""
    old, framework = earlier_return(), later_framework()
    items = [new for item in old.items for new in _items(item, framework)]
    return replace(
        old,
        id="made-up-return-2030",
        name="Made-up return, 2030",
        framework=framework.id,
        items=tuple(items),
        carries=(
            ReturnCarry(earlier=old.id, items=Succession(to={"IR 5": ("IR 5a", "IR 5b")}, dropped={"IR 3": ITEM_WHY})),
        ),
    )


def toml(pack: Pack) -> bytes:
    """A pack as the file it would be read from; a JSON text is a TOML text as well."""
    return "".join(f"{key} = {_inline(value)}\n" for key, value in msgspec.to_builtins(pack).items()).encode()


def _inline(value: Any) -> str:
    if isinstance(value, dict):
        pairs = (f"{json.dumps(key)} = {_inline(each)}" for key, each in value.items() if each is not None)
        return f"{{ {', '.join(pairs)} }}"
    return f"[{', '.join(map(_inline, value))}]" if isinstance(value, list | tuple) else json.dumps(value)


def _now(theme: Theme, changed: dict[str, tuple[Statement, ...]]) -> Iterator[Statement]:
    return (new for each in theme.statements for new in changed.get(each.key, (each,)))


def _named(old: Framework, key: str, new: str, name: str) -> Statement:
    statement = old.find_statement(key)
    assert statement is not None
    return replace(statement, key=new, name=name, short_name=name, aliases=())


def _with_new_source(statement: Statement, number: int) -> Statement:
    evidence = {
        category: tuple(replace(use, source=NEW_SOURCE) if use.source == OLD_SOURCE else use for use in uses)
        for category, uses in statement.evidence.items()
    }
    return replace(word_anew(statement), number=number, evidence=evidence)


def word_anew(statement: Statement) -> Statement:
    """A statement with made-up words in the place of the official ones."""
    said = f"In the made-up framework {statement.key} is about something else."
    people = tuple(
        f"Made-up words {at} of people about {statement.key}." for at, _ in enumerate(statement.i_statements, 1)
    )
    return replace(statement, quality_statement=said, i_statements=people)


def _items(item: ReturnItem, framework: Framework) -> tuple[ReturnItem, ...]:
    """What an item became, under the statements that there are now."""
    if item.ref == "IR 3":
        return ()
    followed = carry_map.build_carry_map(earlier_framework(), framework)
    keys = tuple(dict.fromkeys(new for key in item.statements for new in followed.trace_statement(key).keys))
    if item.ref == "IR 5":
        first = replace(item, ref="IR 5a", statements=INTO[:1])
        return first, replace(item, ref="IR 5b", statements=INTO[1:], breakdowns=(), figures=())
    if not keys:
        return (replace(item, statements=("all",), theme="all"),)
    theme = framework.theme_of(keys[0])
    return (replace(item, statements=keys, theme=theme.key if theme else item.theme),)
