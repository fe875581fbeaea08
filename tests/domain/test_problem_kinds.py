"""One note a kind of problem, with its count and every place."""

from __future__ import annotations

from selfassess.domain.model.import_result import Problem
from selfassess.domain.model.problem_kinds import group_problems


def at(row: int, message: str, sheet: str = "Risks", column: str = "Severity") -> Problem:
    return Problem(message=message, record="risk", field="severity", sheet=sheet, row=row, column=column)


def test_problems_that_say_the_same_are_one_with_all_their_places() -> None:
    problems = [at(row, "Severity: “very high” is not a number from 1 to 5.") for row in (4, 5, 6, 9, 12)]
    other = Problem(message="The sheet has no heading.", sheet="Notes")
    kind, alone = group_problems([*problems[:3], other, *problems[3:]])
    assert kind.problems == tuple(problems)
    assert kind.describe_kind() == (
        "5 times: Severity: “very high” is not a number from 1 to 5. "
        "(sheet “Risks”, column “Severity”, rows 4 to 6, 9 and 12)"
    )
    assert alone.describe_kind() == "Sheet “Notes”: The sheet has no heading."


def test_values_that_differ_are_examples_and_what_does_not_stays() -> None:
    kinds = group_problems(at(row, f"“{value}” is not a number from 1 to 5.") for row, value in enumerate("abcde", 2))
    (kind,) = kinds
    assert kind.message == "“…” is not a number from 1 to 5. Such as: “a”, “b”, “c”, …."
    assert kind.list_places == ("sheet “Risks”, column “Severity”, rows 2 to 6",)


def test_what_was_read_as_what_stays_together() -> None:
    read = {"Likely": 4, "Almost certain": 5, "Possible": 3, "Rare": 1}
    (kind,) = group_problems(
        at(row, f"“{word}” was read as {number}.") for row, (word, number) in enumerate(read.items())
    )
    assert kind.message == (
        "“Likely” was read as 4; “Almost certain” was read as 5; “Possible” was read as 3; and 1 more."
    )


def test_problems_of_different_fields_or_words_stay_apart() -> None:
    problems = [at(2, "Not a number."), at(3, "Not a date."), Problem(message="Not a number.", record="risk", row=4)]
    assert [len(kind.problems) for kind in group_problems(problems)] == [1, 1, 1]


def test_of_very_many_places_some_are_named_and_none_is_lost() -> None:
    problems = [at(2, "Not a number.", sheet=f"Sheet {number}") for number in range(40)]
    (kind,) = group_problems(problems)
    assert kind.describe_kind().endswith("; and in 28 more places)")
    assert len(kind.list_places) == 40
    assert "more places" not in kind.describe_kind(most=40)
