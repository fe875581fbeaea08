"""What the dialog lists, worked out without a window: every document, reference and gap of a return as a row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from selfassess.domain.return_pack.file_names import make_file_name_part
from selfassess.domain.return_pack.index import Standing, build_item_lines
from selfassess.domain.return_pack.plan import SELF_ASSESSMENT, Plan
from selfassess.domain.text.wording import format_file_size
from ui.widgets.tables import Column


class Fate(StrEnum):
    """What becomes of what a row is about."""

    NOT_SENT = "Not sent"
    NOTHING = "Nothing to send"
    SENT = "Sent"
    INDEX = "In the index only"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the plan. ``place`` is where its item stands in the return."""

    id: str
    place: int
    items: str
    title: str
    fate: Fate
    says: str


COLUMNS = (
    Column(label="Item", words=lambda row: row.items, order=lambda row: row.place, share=1, width=8),
    Column(label="Document", words=lambda row: row.title, share=3, width=13),
    Column(
        label="What happens",
        words=lambda row: row.fate,
        tone=lambda row: "warning" if row.fate in (Fate.NOT_SENT, Fate.NOTHING) else "",
        width=14,
    ),
    Column(label="As, or why", words=lambda row: row.says, share=4, width=21),
)


def build_pack_rows(plan: Plan) -> tuple[Row, ...]:
    """Everything in the order of the return; under an item what is not sent first."""
    order = {item.ref: place for place, item in enumerate(plan.asked.items)}
    every = sorted(_generate_pack_rows(plan), key=lambda row: (order.get(row[0], len(order)), list(Fate).index(row[2])))
    return tuple(
        Row(id=f"{number}", place=number, items=_format_row_items(ref, also), title=title, fate=fate, says=says)
        for number, (ref, title, fate, says, also) in enumerate(every)
    )


def _generate_pack_rows(plan: Plan) -> Iterator[tuple[str, str, Fate, str, tuple[str, ...]]]:
    for name in plan.own:
        yield SELF_ASSESSMENT, "Self-assessment", Fate.SENT, name, ()
    for document in plan.documents:
        says = f"{document.name} ({format_file_size(document.size)})"
        yield document.ref, document.title, Fate.SENT, says, document.also
    for reference in plan.references:
        yield reference.ref, reference.title, Fate.INDEX, reference.place, reference.also
    for held in plan.held_back:
        yield held.refs[0], held.title, Fate.NOT_SENT, held.reason, held.refs[1:]
    for line in build_item_lines(plan):
        if line.standings == (Standing.MISSING,):
            why = "What there is, is held back" if line.held_back else "No answer, evidence or figures"
            yield line.item.ref, line.item.title, Fate.NOTHING, why, ()


def count_by_fate(rows: tuple[Row, ...]) -> dict[Fate, int]:
    """How many rows there are of each fate."""
    return Counter(row.fate for row in rows)


def suggest_pack_name(council: str, year: str) -> str:
    """What the return is called until somebody says otherwise; safe as a name of a file."""
    return make_file_name_part(f"{council} information return {year}")[:100].strip(" .")


def _format_row_items(ref: str, also: tuple[str, ...]) -> str:
    """The items of a row: "IR 5", "IR 5 + 2 more"."""
    if len(also) > 1:
        return f"{ref} + {len(also)} more"
    return ", ".join((ref, *also))
