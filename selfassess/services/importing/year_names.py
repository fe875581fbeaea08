"""What years are called when a file comes in: which names stand for one year, and which can be a year's."""

from __future__ import annotations

from collections.abc import Collection

from selfassess.domain.measures.periods import parse_financial_year
from selfassess.domain.model.errors import WrongUseError
from selfassess.domain.model.new_year import check_label
from selfassess.domain.model.workbook import Assessment, Workbook
from selfassess.domain.text.folding import fold_text

LONGEST = 60
"""Characters; more than this is a sentence and no name of a year."""


def fold_year_label(label: str) -> str:
    """A year's name as it is compared: "2024/25" is "2024-25", and case and spaces make no difference."""
    return parse_financial_year(label) or fold_text(label)


def find_label(labels: Collection[str], label: str) -> str | None:
    """The one of these names that stands for the same year."""
    wanted = fold_year_label(label)
    return next((each for each in labels if fold_year_label(each) == wanted), None)


def find_year(there: Workbook, label: str) -> Assessment | None:
    """The year of a workbook that this name stands for."""
    wanted = fold_year_label(label)
    return next((each for each in there.assessments if fold_year_label(each.label) == wanted), None)


def check_new_name(label: str, taken: Collection[str]) -> str:
    """The name that somebody gives a year, trimmed; raises WrongUseError where it cannot be the name of a new one."""
    name = check_label(label, ())
    if len(name) > LONGEST:
        raise WrongUseError(f"The name of the year has {len(name):,} characters; it can have {LONGEST}.")
    if not name.isprintable():
        raise WrongUseError("The name of the year has characters that cannot be seen. Type it anew.")
    return refuse_taken_name(name, taken)


def refuse_taken_name(label: str, taken: Collection[str]) -> str:
    """The name of a year, trimmed; raises WrongUseError where there is none, or it stands for a year that is here."""
    name = check_label(label, ())
    if find_label(taken, name) is not None:
        raise WrongUseError(f"The year “{name}” is in this workbook already. Give another name.")
    return name


def free_label(wanted: str, taken: Collection[str]) -> str:
    """A name for a year that no other has: as it is, or with a number after it."""
    name, number = wanted, 2
    while find_label(taken, name) is not None:
        name = f"{wanted} ({number})"
        number = number + 1
    return name
