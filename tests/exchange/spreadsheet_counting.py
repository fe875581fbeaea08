"""How much of a spreadsheet is read rightly, counted cell by cell, and whether anything went wrong unsaid."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.exchange import foreign
from tests.exchange.foreign_making import ASKED, FRAMEWORK
from tests.exchange.spreadsheet_kind import Right

Cell = tuple[str, str, str, object]
"""Kind and name of a record, a field of it, and its value."""

NOT_COUNTED = frozenset({"evidence", "addresses", "location_kind", "source", "measure", "action", "about"})
"""What follows from other cells."""


@dataclass(frozen=True, kw_only=True)
class Count:
    """What was taken, what is right, and where both agree; ``silent`` is what is wrong or missing without a word."""

    taken: int
    right: int
    agreed: int
    silent: tuple[Cell, ...]

    @property
    def precision(self) -> float:
        """The part of what was taken that is right."""
        return self.agreed / self.taken if self.taken else 1.0

    @property
    def recall(self) -> float:
        """The part of what is right that was taken."""
        return self.agreed / self.right if self.right else 1.0


def count(book: foreign.Book, right: Iterable[Right]) -> Count:
    """Read a spreadsheet as it is proposed, and hold it against what is right."""
    mapping = foreign.propose_book_mapping(book, FRAMEWORK, ASKED)
    result = foreign.apply_mapping(book, mapping, framework=FRAMEWORK, asked=ASKED, council=None, label="2025-26")
    (year,) = result.incoming.workbook.assessments
    places = result.incoming.places or {}
    records = [(record.kind, record.values) for id in places if (record := year.by_id.get(id)) is not None]
    taken, wanted = Counter(_cells(records)), Counter(_cells(right))
    wrong = [*(taken - wanted), *(wanted - taken)]
    said = " ".join(
        (*(each.describe_with_place for each in result.incoming.problems), *(each.text for each in result.left))
    )
    silent = tuple(cell for cell in wrong if str(cell[3]) not in said and cell[1] not in said)
    return Count(taken=taken.total(), right=wanted.total(), agreed=(taken & wanted).total(), silent=silent)


def _cells(records: Iterable[tuple[str, Mapping[str, object]]]) -> Iterable[Cell]:
    for kind, values in records:
        key = "quality_statement" if kind == "judgement" else CATALOGUE[kind].title
        name = str(values.get(key) or values.get("organisation") or "")
        for field, value in values.items():
            if value is not None and field not in NOT_COUNTED:
                yield kind, name, field, value
