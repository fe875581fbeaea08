"""A made-up framework unlike the shipped one: five levels that have names and no numbers, a text for each statement and
level, ten statements in five themes, no rating of the whole; and an information return of it.

Made up from end to end: nothing of it is of any text that CQC has published or will publish.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import count

from selfassess.domain.framework.framework import (
    Framework,
    FrameworkCarry,
    InformationReturn,
    ReturnCarry,
    ScoreLabel,
    Statement,
    Succession,
    Theme,
)
from tests.later_version import INTO, MADE_UP, SPLIT, earlier_framework, earlier_return, word_anew

LEVELS = ("Not yet", "Emerging", "Steady", "Strong", "Leading")


def level_text(statement: str, level: str) -> str:
    """What the made-up framework says of a level in a statement."""
    return f"At {level.lower()}, {statement} looks like this in the made-up framework."


def named_framework() -> Framework:
    """The shipped framework with its first statement parted, its last theme parted, and named levels."""
    old = earlier_framework()
    statements, numbers = count(1), count(1)
    parted = [*old.themes[:3], *_part_theme(old.themes[3])]
    return replace(
        old,
        id="made-up-named",
        name="Made-up framework of named levels",
        numbered=False,
        wording=MADE_UP,
        scores=tuple(
            ScoreLabel(value=at, label=label, meaning=f"The council is {label.lower()} here, as the framework has it.")
            for at, label in enumerate(LEVELS, 1)
        ),
        bands=(),
        themes=tuple(
            replace(
                theme,
                number=next(numbers),
                statements=tuple(
                    replace(new, number=next(statements)) for each in theme.statements for new in _now(each)
                ),
            )
            for theme in parted
        ),
        carries=(FrameworkCarry(earlier=old.id, statements=Succession(to={SPLIT: INTO})),),
    )


def named_return() -> InformationReturn:
    """The shipped return under that framework: what was asked under the parted statement is asked under both."""
    old, framework = earlier_return(), named_framework()
    items = []
    for item in old.items:
        keys = tuple(new for key in item.statements for new in (INTO if key == SPLIT else (key,)))
        theme = framework.theme_of(keys[0])
        items.append(replace(item, statements=keys, theme=theme.key if theme else item.theme))
    return replace(
        old,
        id="made-up-named-return",
        name="Made-up return of named levels",
        framework=framework.id,
        items=tuple(items),
        carries=(ReturnCarry(earlier=old.id),),
    )


def _part_theme(theme: Theme) -> tuple[Theme, Theme]:
    first, *rest = theme.statements
    other = replace(
        theme, key="learning-theme", name="Learning, made up", short_name="Learning", statements=tuple(rest)
    )
    return replace(theme, statements=(first,)), other


def _now(statement: Statement) -> tuple[Statement, ...]:
    parts: tuple[tuple[str, str], ...] = ((statement.key, statement.name),)
    if statement.key == SPLIT:
        parts = tuple(zip(INTO, ("First contact", "Planning"), strict=True))
    return tuple(
        replace(
            word_anew(replace(statement, key=key)),
            name=name,
            short_name=name if statement.key == SPLIT else statement.short_name,
            aliases=() if statement.key == SPLIT else statement.aliases,
            levels={level: level_text(key, level) for level in LEVELS},
        )
        for key, name in parts
    )
