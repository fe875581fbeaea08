"""What the shape of a pack cannot say: keys that are unique, keys that exist, numbers in order, words not empty.

Each check yields one sentence for each problem, which names the place in the file by its keys.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from selfassess.domain.framework.framework import (
    ALL,
    GENERAL,
    LONGEST_SCALE,
    Framework,
    InformationReturn,
    Pack,
    ReturnItem,
    Statement,
    Succession,
)
from selfassess.packs.texts import LONGEST_KEY, is_sound_key

ROUNDINGS = ("up",)


def framework_problems(framework: Framework) -> Iterator[str]:
    """Every rule that a framework breaks, in the order of its file."""
    yield from _empty_value_problems("", id=framework.id, name=framework.name, published=framework.published)
    yield from _key_problems("id", (framework.id,))
    for part, keys in framework.keys_by_part.items():
        yield from _key_problems(f"{part}: key", keys)
    yield from _key_problems("themes: key", (theme.key for theme in framework.themes))
    wording = framework.wording
    yield from _empty_value_problems(
        "wording: ", source=wording.source, date=wording.date, attribution=wording.attribution
    )
    if framework.rounding not in ROUNDINGS:
        yield f'rounding "{framework.rounding}" is not one of: {", ".join(ROUNDINGS)}'
    problem = next(_score_problems(framework), None)
    if problem is not None:  # what follows reads the scale
        yield problem
        return
    yield from _band_problems(framework)
    yield from _repeated_key_problems("category", (category.key for category in framework.categories))
    for category in framework.categories:
        yield from _empty_value_problems(
            f'category "{category.key}": ', key=category.key, name=category.name, short_name=category.short_name
        )
    yield from _source_problems(framework)
    yield from _theme_problems(framework)
    # Last, because a source that is misspelt in a statement leaves its entry in the catalogue unused.
    used = {use.source for s in framework.statements for uses in s.evidence.values() for use in uses}
    for source in framework.sources:
        if source.key not in used:
            yield f'source "{source.key}": no statement asks for it'


def return_problems(information_return: InformationReturn, framework: Framework) -> Iterator[str]:
    """Every rule that an information return breaks, given the framework that its items point into."""
    pack = information_return
    yield from _empty_value_problems("", id=pack.id, name=pack.name, published=pack.published)
    yield from _key_problems("id", (pack.id,))
    keys = pack.keys_by_part
    for part in ("breakdowns", "figures"):
        yield from _key_problems(f"{part}: key", keys[part])
    if pack.framework != framework.id:
        yield f'framework "{pack.framework}" is not "{framework.id}"'
    if not pack.items:
        yield "there are no items"
    yield from _repeated_key_problems("item", (item.ref for item in pack.items))
    theme_of = {statement.key: theme.key for theme in framework.themes for statement in theme.statements}
    for item in pack.items:
        yield from _item_problems(item)
        yield from _item_statement_problems(item, {theme.key for theme in framework.themes}, theme_of)
    yield from _repeated_key_problems("contacts", (group.key for group in pack.contacts))
    for group in pack.contacts:
        yield from _empty_value_problems(
            f'contacts "{group.key}": ', key=group.key, title=group.title, provide=group.provide
        )
    yield from _repeated_key_problems("not_to_send", (entry.key for entry in pack.not_to_send))
    for entry in pack.not_to_send:
        place = f'not_to_send "{entry.key}": '
        yield from _empty_value_problems(place, key=entry.key, rule=entry.rule)
        yield from _list_problems(place, words=entry.words)


def carry_problems(pack: Pack, at_hand: Mapping[str, Pack]) -> Iterator[str]:
    """What is wrong with the carry maps of a pack; ``at_hand`` has those earlier versions that can be looked at."""
    yield from _repeated_key_problems("carries", (carry.earlier for carry in pack.carries))
    for carry in pack.carries:
        place = f'carries "{carry.earlier}"'
        yield from _empty_value_problems(f"{place}: ", earlier=carry.earlier)
        if carry.earlier == pack.id:
            yield f"{place}: is this version itself"
        old = at_hand.get(carry.earlier)
        for part, succession in carry.successions_by_part.items():
            yield from _succession_problems(f"{place}, {part}: ", part, succession, pack.keys_by_part[part])
            if old is not None:
                yield from _unmapped_key_problems(
                    f"{place}, {part}: ", succession, pack.keys_by_part[part], old.keys_by_part[part]
                )


def _succession_problems(place: str, part: str, said: Succession, new: Collection[str]) -> Iterator[str]:
    for key, successors in said.to.items():
        if key in said.dropped:
            yield f'{place}"{key}" is both mapped and dropped'
        if not successors:
            yield f'{place}"{key}" is mapped to nothing; drop it with a reason'
        yield from _repeated_key_problems(f'{place}"{key}" to', successors)
        for successor in successors:
            if successor not in new:
                yield f'{place}"{key}" is mapped to "{successor}", which is not among the {part}'
    for key, why in said.dropped.items():
        if not why.strip():
            yield f'{place}"{key}" is dropped without a reason'


def _unmapped_key_problems(place: str, said: Succession, new: Collection[str], old: Collection[str]) -> Iterator[str]:
    """Keys that the earlier version does not have, and keys of it that nothing is said of."""
    named = {**said.to, **said.dropped}
    for key in named:
        if key not in old:
            yield f'{place}"{key}" is not a key of the earlier version'
    for key in old:
        if key not in named and key not in new:
            yield f'{place}"{key}" of the earlier version is neither kept, mapped nor dropped'


def _score_problems(framework: Framework) -> Iterator[str]:
    values = [score.value for score in framework.scores]
    if not values or values != list(range(1, len(values) + 1)):
        yield f"scores are {values} and not 1, 2, 3, ... in order"
    if len(values) == 1:
        yield "scores has one level, and a scale needs two at least"
    if len(values) > LONGEST_SCALE:
        yield f"scores has {len(values)} levels, and a scale has {LONGEST_SCALE} at most"
    yield from _repeated_key_problems("score label", (score.label.casefold().strip() for score in framework.scores))
    for score in framework.scores:
        yield from _empty_value_problems(f"score {score.value}: ", label=score.label, meaning=score.meaning)


def _band_problems(framework: Framework) -> Iterator[str]:
    yield from _repeated_key_problems("band", (band.key for band in framework.bands))
    if framework.numbered and not framework.bands:
        yield "there are no bands"
    lowest = -1
    for band in framework.bands:
        yield from _empty_value_problems(f'band "{band.key}": ', key=band.key, label=band.label)
        if not 0 <= band.minimum <= 100:
            yield f'band "{band.key}": minimum {band.minimum} is not a percentage'
        if band.minimum <= lowest:
            yield f'band "{band.key}": minimum {band.minimum} is not above the band before it ({lowest})'
        lowest = band.minimum


def _source_problems(framework: Framework) -> Iterator[str]:
    yield from _repeated_key_problems("source", (source.key for source in framework.sources))
    for source in framework.sources:
        place = f'source "{source.key}": '
        yield from _empty_value_problems(place, key=source.key, name=source.name)
        yield from _list_problems(place, includes=source.includes)


def _theme_problems(framework: Framework) -> Iterator[str]:
    yield from _repeated_key_problems("theme", (theme.key for theme in framework.themes))
    yield from _numbering_problems("theme", ((theme.key, theme.number) for theme in framework.themes))
    yield from _repeated_key_problems("statement", (statement.key for statement in framework.statements))
    yield from _numbering_problems(
        "statement", ((statement.key, statement.number) for statement in framework.statements)
    )
    names = [name.casefold() for statement in framework.statements for name in (statement.name, *statement.aliases)]
    yield from _repeated_key_problems("statement name", names)
    keys = framework.keys_by_part
    for theme in framework.themes:
        place = f'theme "{theme.key}": '
        yield from _empty_value_problems(place, key=theme.key, name=theme.name, short_name=theme.short_name)
        yield from _list_problems(place, covers=theme.covers)
        if not theme.statements:
            yield f"{place}there are no statements"
        for statement in theme.statements:
            inner = f'theme "{theme.key}", statement "{statement.key}": '
            yield from _statement_problems(inner, statement, framework, keys)


def _statement_problems(
    place: str, statement: Statement, framework: Framework, keys: Mapping[str, Collection[str]]
) -> Iterator[str]:
    yield from _empty_value_problems(
        place,
        key=statement.key,
        name=statement.name,
        short_name=statement.short_name,
        quality_statement=statement.quality_statement,
    )
    yield from _list_problems(
        place,
        aliases=statement.aliases,
        i_statements=statement.i_statements,
        care_act=statement.care_act,
        topics=statement.topics,
        prompts=statement.prompts,
        guidance=statement.guidance,
    )
    labels = [score.label for score in framework.scores]
    for level, text in statement.levels.items():
        if level not in labels:
            yield f'{place}levels "{level}" is not among the scores ({", ".join(labels)})'
        yield from _empty_value_problems(f"{place}levels: ", **{level: text})
    for category, uses in statement.evidence.items():
        if category not in keys["categories"]:
            yield f'{place}evidence category "{category}" is not among the categories'
        for use in uses:
            if use.source not in keys["sources"]:
                yield f'{place}source "{use.source}" is not among the sources'
        yield from _repeated_key_problems(f"{place}{category} source", (use.source for use in uses))


def _item_problems(item: ReturnItem) -> Iterator[str]:
    place = f'item "{item.ref}": '
    yield from _empty_value_problems(place, ref=item.ref, title=item.title, provide=item.provide)
    if item.look_back_months is not None and item.look_back_months <= 0:
        yield f"{place}look_back_months {item.look_back_months} is not above 0"
    if item.breakdowns and not item.figures:
        yield f"{place}there are breakdowns but no figures"
    yield from _repeated_key_problems(f"{place}breakdown", (breakdown.key for breakdown in item.breakdowns))
    for breakdown in item.breakdowns:
        yield from _empty_value_problems(f"{place}breakdown: ", key=breakdown.key, label=breakdown.label)
    yield from _repeated_key_problems(f"{place}figure", (figure.key for figure in item.figures))
    for figure in item.figures:
        yield from _empty_value_problems(f"{place}figure: ", key=figure.key, label=figure.label, unit=figure.unit)


def _item_statement_problems(item: ReturnItem, themes: Collection[str], theme_of: Mapping[str, str]) -> Iterator[str]:
    place = f'item "{item.ref}": '
    if item.theme in (ALL, GENERAL):
        if item.statements != (item.theme,):
            yield f'{place}theme "{item.theme}" goes with statements ["{item.theme}"] only'
        return
    if item.theme not in themes:
        yield f'{place}theme "{item.theme}" is not among the themes'
    if not item.statements:
        yield f"{place}there are no statements"
    yield from _repeated_key_problems(f"{place}statement", item.statements)
    for key in item.statements:
        if key not in theme_of:
            yield f'{place}statement "{key}" is not among the statements'
        elif item.theme in themes and theme_of[key] != item.theme:
            yield f'{place}statement "{key}" does not belong to theme "{item.theme}"'


def _empty_value_problems(place: str, **values: str) -> Iterator[str]:
    for key, value in values.items():
        if not value.strip():
            yield f"{place}{key} is empty"


def _key_problems(place: str, keys: Iterable[str]) -> Iterator[str]:
    for key in keys:
        if key.strip() and not is_sound_key(key):
            yield f'{place} "{key[:60]}" is not of small letters, figures and hyphens, {LONGEST_KEY} at most'


def _list_problems(place: str, **lists: tuple[str, ...]) -> Iterator[str]:
    for key, entries in lists.items():
        if not all(map(str.strip, entries)):
            yield f"{place}{key} has an empty entry"
        yield from _repeated_key_problems(f"{place}{key} entry", entries)


def _repeated_key_problems(noun: str, keys: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            yield f'{noun} "{key}" appears twice'
        seen.add(key)


def _numbering_problems(noun: str, numbered: Iterable[tuple[str, int]]) -> Iterator[str]:
    for expected, (key, number) in enumerate(numbered, start=1):
        if number != expected:
            yield f'{noun} "{key}": number {number} should be {expected}'
