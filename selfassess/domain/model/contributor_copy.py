"""What a copy of a workbook that was made for one contributor is for: the value that the copy carries.

What is in such a copy and what may be written in it is in ``contributor_scope``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from selfassess.domain.framework.framework import Framework
from selfassess.domain.model.journal import Entry
from selfassess.domain.text.wording import british_date, join_with_and

FEW = 4
"""So many statements are named one by one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """For whom a copy was made, when (UTC) and by whom, and what they were asked for.

    ``statements`` may be written; of the others everything can be read, or nothing, as ``readable`` says. ``items``
    are those of the information return that may be written. ``position`` is the last entry of the main workbook's
    journal at that time. ``needed`` are records that others rest on, so that they are not removed here.
    """

    id: str
    made_at: str
    made_by: str
    person: str
    statements: tuple[str, ...]
    readable: bool
    contacts: bool
    scores: bool
    items: tuple[str, ...] = ()
    position: str = ""
    needed: frozenset[str] = frozenset()
    given: frozenset[str] = field(default=frozenset(), compare=False)
    """The records the copy was made with; told by the entries whose step is this contribution."""

    @property
    def to_plain_object(self) -> dict[str, Any]:
        """What files keep of it, as a plain object; what was given their journals tell."""
        return {
            **{key: getattr(self, key) for key in self.__slots__ if key != "given"},
            "statements": list(self.statements),
            "items": list(self.items),
            "needed": sorted(self.needed),
        }

    @property
    def made_on(self) -> str:
        """The day it was made on, as people write it."""
        return british_date(self.made_at[:10])

    def name_statements(self, framework: Framework) -> str:
        """The statements that may be written, by their names, the first few of many: "“Equity” and “Safeguarding”"."""
        known = {statement.key: statement.short_name for statement in framework.statements}
        names = [f"“{known.get(key, key)}”" for key in self.statements]
        more = len(names) - FEW
        return join_with_and(names if more <= 1 else [*names[:FEW], f"{more} more statements"])

    def describe_purpose(self, framework: Framework) -> str:
        """What the copy is for, to end a sentence with: "made for Cai to write in “Equity”"."""
        return f"made for {self.person} to write in {self.name_statements(framework)}"

    def stands_for_main(self, entry: Entry) -> bool:
        """Whether an entry only stands for what the main workbook had before."""
        return entry.step == self.id
