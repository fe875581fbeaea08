"""Rows that only say what the rows below them are about: a quality statement, a theme, items of the return."""

from __future__ import annotations

from collections.abc import Mapping

from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.exchange.foreign.drafts import Draft
from selfassess.exchange.foreign.ledger import Ledger, Spot
from selfassess.exchange.foreign.mapping import ColumnMapping
from selfassess.exchange.foreign.statements import Statements
from selfassess.exchange.foreign.values import is_return_item
from selfassess.exchange.foreign.vocabulary import statement_field

_FIRST_COLUMNS = 2
"""A band stands in one of so many columns."""
_SEVERAL = 3
"""In a table of so many columns a row of one short name is hardly a record."""


class Bands:
    """What the rows of one table are about by the bands above them; ``tab`` is what its whole sheet is about."""

    def __init__(
        self,
        ledger: Ledger,
        statements: Statements,
        columns: Mapping[int, ColumnMapping],
        naming: int | None,
        kind: str,
        tab: str | None,
        *,
        begins_with_band: bool,
    ) -> None:
        self._ledger, self._statements, self._columns = ledger, statements, columns
        self._naming, self._kind, self._tab = naming, kind, tab
        self._banded = begins_with_band
        self.statement = tab
        self.theme: tuple[str, ...] = ()
        self.items: list[Spot] = []
        self.last: int | None = None
        """The row that named the statement."""

    def take_band(self, filled: list[Spot]) -> bool:
        """Whether a row only names what the rows below it are about, which is then kept."""
        if self._tab is not None:
            return False
        statement, theme = self._read_band(filled)
        if statement is None and not theme:
            return len(filled) == 1 and self._may_be_band(filled[0]) and self._takes_other_band(filled[0])
        self.statement, self.theme = statement, theme
        self.last = filled[0].row
        self._banded = self._naming is None
        self._ledger.mark_used(*filled)
        return True

    @property
    def keys(self) -> tuple[str, ...]:
        """The statement above, where there is one."""
        return (self.statement,) if self.statement else ()

    def set_theme(self, draft: Draft) -> None:
        """Put a record that names no statement under the theme above it: as its theme, or under all its statements."""
        field = statement_field(draft.kind) or ""
        key = self._statements.find_theme_of(self.theme)
        if "theme" in CATALOGUE[draft.kind].by_key and key is not None:
            draft.values.setdefault("theme", key)
        elif field == "quality_statements" and self.theme:
            draft.values.setdefault(field, self.theme)

    def _read_band(self, filled: list[Spot]) -> tuple[str | None, tuple[str, ...]]:
        """The statement, or the statements of a theme, that a row names and nothing else; number and name may part."""
        if len(filled) == 1 and self._may_be_band(filled[0]):
            return self._name_of_cell(filled[0], loose=filled[0].column == self._naming)
        numbered = len(filled) == _FIRST_COLUMNS and [spot.column for spot in filled] == [0, 1]
        if not numbered or self._naming is not None:
            return None, ()
        first, second = (self._name_of_cell(spot, loose=True) for spot in filled)
        return first if first == second else (None, ())

    def _name_of_cell(self, spot: Spot, *, loose: bool) -> tuple[str | None, tuple[str, ...]]:
        found = self._statements.find_statement(spot.cell, loose=loose)
        if found is None and len(self._columns) >= _SEVERAL:
            found = self._statements.find_short_name(spot.cell)
        return found, self._statements.find_theme_statements(spot.cell) if found is None else ()

    def _may_be_band(self, spot: Spot) -> bool:
        return spot.column < _FIRST_COLUMNS or spot.column == self._naming or spot.column not in self._columns

    def _takes_other_band(self, spot: Spot) -> bool:
        return self._names_items(spot) or self._ends_band(spot)

    def _names_items(self, spot: Spot) -> bool:
        """Whether a lone cell names the items of the return that the evidence below it is sent for."""
        told = any(column.field == "return_items" for column in self._columns.values())
        if self._kind != "evidence" or told or not is_return_item(spot.cell):
            return False
        self.items = [spot]
        self._ledger.mark_used(spot)
        return True

    def _ends_band(self, spot: Spot) -> bool:
        """Whether a lone cell stands like the statements above the rows, though it names none."""
        wide = any(top == spot.row and left == spot.column < right for top, left, _, right in self._ledger.sheet.merged)
        if self._naming is not None or not (self._banded or wide):
            return False
        self.statement, self.theme = self._tab, ()
        why = "it stands alone above rows, and names no quality statement"
        self._ledger.leave_cell(spot, why, problem=self._banded)
        return True
