"""Holds a pack against the facts of the source texts and says in words where they differ."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import zip_longest

from selfassess.domain.framework.framework import Framework, InformationReturn, ReturnItem, Statement
from tests.packs.evidence_phrases import PHRASES
from tests.packs.source_texts import Bullet, ItemText, StatementText, words


def framework_differences(pack: Framework, texts: list[StatementText]) -> list[str]:
    """Where the pack differs from the framework's text in wording, Care Act sections, evidence or guidance."""
    found = []
    for statement, text in zip_longest(pack.statements, texts):
        if statement is None or text is None:
            found.append(f"{statement and statement.key} stands against {text and text.name}")
            continue
        theme = pack.theme_of(statement.key)
        if theme is None or theme.number != text.theme or statement.name != text.name:
            found.append(f"{statement.key}: is theme {text.theme}, {text.name!r}")
        found += _wording_differences(statement, text)
        found += _evidence_differences(pack, statement, text)
    return found + list(_name_differences(pack, texts))


def _name_differences(pack: Framework, texts: list[StatementText]) -> Iterator[str]:
    """Sources whose name is nearer to what the framework calls another one."""
    bullets: dict[str, set[str]] = {}
    for text in texts:
        for bullet in (bullet for listed in text.evidence.values() for bullet in listed):
            bullets.setdefault(source_of(bullet.text), set()).add(bullet.text)
    for source in pack.sources:
        near = {key: max(likeness(source.name, text) for text in called) for key, called in bullets.items()}
        nearest = max(near, key=lambda key: near[key])
        if near.get(source.key, 0) < near[nearest]:
            yield f"{source.key}: {source.name!r} sounds like {nearest}"


def _wording_differences(statement: Statement, text: StatementText) -> Iterator[str]:
    if statement.quality_statement != " ".join(text.quality_statement.split()):
        yield f"{statement.key}: the quality statement reads {text.quality_statement!r}"
    if list(statement.i_statements) != [" ".join(line.split()) for line in text.i_statements]:
        yield f"{statement.key}: the I statements read {text.i_statements}"
    if [_act(section) for section in statement.care_act] != [_act(section) for section in text.care_act]:
        yield f"{statement.key}: the Care Act sections are {text.care_act}"
    if [_letters(title) for title in statement.guidance] != [_letters(title) for title in text.guidance]:
        yield f"{statement.key}: the guidance is {text.guidance}"


def _evidence_differences(pack: Framework, statement: Statement, text: StatementText) -> Iterator[str]:
    for category in sorted(statement.evidence.keys() | text.evidence.keys()):
        uses = [(use.source, use.if_available) for use in statement.evidence.get(category, ())]
        bullets = text.evidence.get(category, [])
        asked = [(source_of(bullet.text), bullet.if_available) for bullet in bullets]
        for mine, theirs in zip_longest(uses, asked):
            if mine != theirs:
                yield f"{statement.key}, {category}: the pack has {mine}, the text {theirs}"
        for bullet in bullets:
            yield from _source_differences(pack, bullet)


def source_of(bullet: str) -> str:
    """The key of the source that a bullet of the framework means."""
    fitting = [
        (len(phrase), key)
        for key, phrases in PHRASES.items()
        for phrase in phrases
        if bullet.casefold().startswith(phrase.casefold())
    ]
    return max(fitting)[1] if fitting else f"no source for {bullet!r}"


def _source_differences(pack: Framework, bullet: Bullet) -> Iterator[str]:
    source = pack.find_source(source_of(bullet.text))
    if source is None:
        yield f"{bullet.text!r} is not in the catalogue"
        return
    if len(source.includes) != len(bullet.below):
        yield f"{source.key}: includes {len(source.includes)}, the text {len(bullet.below)}"
        return
    for index, mine in enumerate(source.includes):
        if closest(mine, bullet.below) != index:
            yield f"{source.key}: {mine!r} does not stand for {bullet.below[index]!r}"


def return_differences(pack: InformationReturn, framework: Framework, texts: list[ItemText]) -> list[str]:
    """Where the pack differs from the return's table in items, theme, quality statement, look-back or subject."""
    found = []
    rows = [text.text for text in texts]
    for index, (item, text) in enumerate(zip_longest(pack.items, texts)):
        if item is None or text is None or item.ref != text.ref:
            found.append(f"{item and item.ref} stands against {text and text.ref}")
            continue
        if item.look_back_months != text.covered_months:
            found.append(f"{item.ref}: looks back {text.covered_months} months, not {item.look_back_months}")
        if item.theme != _theme_key(framework, text.theme):
            found.append(f"{item.ref}: theme is {text.theme!r}, not {item.theme!r}")
        if item.statements != (_statement_key(framework, text.statement),):
            found.append(f"{item.ref}: statement is {text.statement!r}, not {item.statements}")
        if closest(_said(item), rows) != index:
            found.append(f"{item.ref}: {item.title!r} does not stand for {text.text!r}")
    return found


def _said(item: ReturnItem) -> str:
    return " ".join([item.title, item.provide, *labels(item)])


def labels(item: ReturnItem) -> list[str]:
    """The labels of the figures that an item asks for and of the lines they are given for."""
    return [entry.label for entry in item.breakdowns] + [entry.label for entry in item.figures]


def _theme_key(framework: Framework, heading: str) -> str:
    name = re.sub(r"^\d\. ", "", heading)
    return next((theme.key for theme in framework.themes if theme.name == name), name.casefold())


def _statement_key(framework: Framework, name: str) -> str:
    return next((s.key for s in framework.statements if name in (s.name, *s.aliases)), name.casefold())


@cache
def stems(text: str) -> frozenset[str]:
    """The beginnings of the words of a text that carry meaning."""
    idle = {
        "with",
        "that",
        "their",
        "from",
        "this",
        "have",
        "they",
        "these",
        "those",
        "provi",
        "inclu",
        "peopl",
        "cover",
    }
    return frozenset(word[:5] for word in words(text) if len(word) > 3 or word.isdigit()) - idle


def closest(mine: str, theirs: list[str]) -> int:
    """Which of several texts shares most of its words with ours."""
    return max(range(len(theirs)), key=lambda index: likeness(mine, theirs[index]))


def likeness(mine: str, theirs: str) -> float:
    """How much of what two texts say is the same: 0 to 1."""
    return len(stems(mine) & stems(theirs)) / max(1, len(stems(mine) | stems(theirs)))


def _act(section: str) -> str:
    # The text has "Sections 68" and "Section 58-65", "Cooperation" and "Well-Being": the pack spells each one way.
    return re.sub(r"^sections?", "section", re.sub(r"(?<=\w)-(?=[a-z])", "", section.casefold())).rstrip(".")


def _letters(title: str) -> str:
    return re.sub(r"\W", "", title.casefold())
