"""What the dialog says, worked out without a window: the documents as rows, and the sentence that sums them up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from selfassess.domain.text.wording import count_noun
from selfassess.services.evidence.add_evidence import Found, Gathered
from ui.widgets.tables import Column

NEW, HERE, MOVED = "New", "Here already", "Here already, moved"
PLACES = {"web": "Web page", "file": "File", "system": "Held in a system"}


@dataclass(frozen=True, slots=True)
class FoundRow:
    """One document as a row of the table."""

    id: str
    found: Found

    @property
    def outcome(self) -> str:
        """What becomes of it."""
        if not self.found.already:
            return NEW
        return MOVED if self.found.moved else HERE


COLUMNS = (
    Column(label="Title", words=lambda row: row.found.title, share=2, width=24),
    Column(label="What it is", words=lambda row: row.outcome, width=19),
    Column(label="Where it is", words=lambda row: row.found.location, share=3, width=24, gives_way=1),
)


def build_found_rows(found: Sequence[Found]) -> tuple[FoundRow, ...]:
    """The documents as rows, in their order."""
    return tuple(FoundRow(str(number), each) for number, each in enumerate(found))


def summarise_gathered(gathered: Gathered) -> str:
    """What was found, in a sentence: "12 documents found: 9 new, 2 here already. 1 could not be taken, see below."."""
    total, left = len(gathered.found), len(gathered.problems)
    here = sum(bool(each.already) for each in gathered.found)
    parts = [f"{total - here:,} new"] if total > here else []
    parts += [f"{here:,} here already"] if here else []
    found = f"{count_noun(total, 'document')} found: {', '.join(parts)}." if total else ""
    why = "see why below" if left < 2 else "see below why"
    lost = f"{left:,} could not be taken; {why}." if left else ""
    return " ".join(part for part in (found, lost) if part) or "Nothing was found there that can be evidence."


def name_add_button(found: Sequence[Found], linked: bool) -> str:
    """What the button does with what is left in the list; ``linked`` says that links are given to all of them."""
    new = sum(not each.already for each in found)
    if new:
        return f"Add {count_noun(new, 'item')}"
    if any(each.moved for each in found):
        return "Put the places right"
    return "Link what is here" if linked and found else "Add"
