"""The spreadsheets on which the program once went wrong, each with its right value, and how much is read of all.

``golden/spreadsheets`` holds them, and ``right.json`` beside them what each gives, and what must be said of it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from selfassess.exchange import foreign
from selfassess.exchange.spreadsheets import cells
from tests.exchange import narrative_making
from tests.exchange.foreign_making import taken
from tests.exchange.spreadsheet_counting import Count, count
from tests.exchange.spreadsheet_kind import Right
from tests.exchange.spreadsheet_kinds import KINDS
from tests.exchange.test_narrative import Counted, imported

CASES = Path(__file__).parents[1] / "golden" / "spreadsheets"
EXPECTED: Mapping[str, Any] = json.loads((CASES / "right.json").read_text(encoding="utf-8"))
FEWEST_FILES = 25


def right_of(name: str) -> list[Right]:
    """The records that a file gives; JSON has lists for what is several."""
    return [
        (kind, {key: tuple(value) if isinstance(value, list) else value for key, value in values.items()})
        for kind, values in EXPECTED[name]["records"]
    ]


def said(book: foreign.Book) -> str:
    """All that a person is told of a spreadsheet."""
    result = taken(book)
    problems = (problem.describe_with_place for problem in result.incoming.problems)
    return "\n".join((*result.notes, *problems, *(f"{each.text}: {each.why}" for each in result.left)))


def test_every_file_has_its_right_value() -> None:
    assert {each.name for each in CASES.iterdir()} == {*EXPECTED, "right.json"}


@pytest.mark.parametrize("name", EXPECTED)
def test_a_spreadsheet_that_was_once_misread_gives_what_is_right(name: str) -> None:
    book = cells.read_cells(CASES / name)
    found = count(book, right_of(name))
    assert not found.silent
    assert found.agreed == found.right == found.taken
    words = said(book)
    assert [each for each in EXPECTED[name]["told"] if each not in words] == []
    assert "chart1" not in words


def test_of_all_files_together_nearly_everything_is_read_rightly_and_nothing_goes_wrong_unsaid(tmp_path: Path) -> None:
    table: dict[str, Count] = {kind.name: count(cells.read_cells(kind.write(tmp_path)), kind.right) for kind in KINDS}
    table |= {name: count(cells.read_cells(CASES / name), right_of(name)) for name in EXPECTED}
    for name, path, places in narrative_making.every_shape(tmp_path):
        pieces = Counted()
        pieces.add(imported(path), places)
        table[f"narrative {name}"] = Count(
            taken=pieces.right + pieces.wrong,
            right=pieces.right + pieces.wrong + pieces.missed,
            agreed=pieces.right,
            silent=tuple(("", "", "", each) for each in pieces.silent),
        )
    for name, each in table.items():
        print(f"{name:45} precision {each.precision:.2f} recall {each.recall:.2f} silent {len(each.silent)}")
    agreed = sum(each.agreed for each in table.values())
    assert len(table) >= FEWEST_FILES
    assert agreed >= 0.97 * sum(each.taken for each in table.values())
    assert agreed >= 0.92 * sum(each.right for each in table.values())
    assert [each.silent for each in table.values() if each.silent] == []
