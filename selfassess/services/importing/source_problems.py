"""What is wrong with a file that comes in, with the place where it stands there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from selfassess.domain.model.errors import FileError
from selfassess.domain.model.import_result import Place, Problem
from selfassess.domain.text.wording import choose_plural


def refuse_source_with_problems(source: str, problems: tuple[Problem, ...]) -> None:
    """Raise FileError with what is wrong and where, if anything is."""
    if not problems:
        return
    more = len(problems) - 1
    others = f" There {choose_plural(more, 'is one more problem', f'are {more:,} more problems')}." if more else ""
    raise FileError(
        f"{source}: {problems[0].describe_with_place}{others} Nothing was imported; put it right and try again."
    )


def add_place_to_problem(problem: Problem, places: Mapping[str, Place] | None) -> Problem:
    """A problem with the row and column where its record stands in the file, as far as that is known."""
    place = (places or {}).get(problem.id or "")
    if place is None or problem.sheet is not None:
        return problem
    return replace(problem, sheet=place.sheet, row=place.row, column=place.columns.get(problem.field or ""))
