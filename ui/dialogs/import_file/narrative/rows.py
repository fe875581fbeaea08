"""The pieces of a document as rows beside where each goes, and the places that a person can choose, in words."""

from __future__ import annotations

from dataclasses import dataclass

from selfassess.domain.framework.framework import Framework
from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.domain.years.narrative import TEXTS, Goes, Proposal, Target, list_paragraph_targets
from ui.widgets.rows import Column

LEFT_OUT = "Left out"
NOWHERE = "Nowhere"
SHOWS = ("All pieces", "To be looked at", "Left out", "Taken")
"""What the list can be narrowed to."""
_JUDGEMENT = {
    "summary": "Where we are",
    "impact": "Impact on people",
    "rationale": "Why this score?",
    "score": "Score",
    "direction": "Direction",
    "confidence": "How sure are we?",
}


@dataclass(frozen=True, slots=True)
class PieceRow:
    """One piece: its number as the id, its place, its words, where it goes, and whether that is to be looked at."""

    id: str
    number: int
    place: str
    words: str
    goes: str
    shows: str


COLUMNS = (
    Column(label="Place", words=lambda row: row.place, order=lambda row: row.number, width=18, gives_way=1),
    Column(label="The document says", words=lambda row: row.words, order=lambda row: row.number, share=3, width=24),
    Column(
        label="Goes to",
        words=lambda row: row.goes,
        tone=lambda row: "warning" if row.shows == SHOWS[1] else "muted" if row.shows == SHOWS[2] else "",
        share=2,
        width=22,
    ),
)


def build_piece_rows(proposal: Proposal, framework: Framework) -> list[PieceRow]:
    """The rows of a proposal, in the order of the document."""
    rows = []
    for number, placed in enumerate(proposal.placed):
        goes = placed.goes
        if goes.unsure:
            shows = SHOWS[1]
        elif goes.is_left_out:
            shows = SHOWS[2]
        else:
            shows = SHOWS[3]
        where = describe_target(goes, framework)
        if goes.unsure:
            where = f"Look: {where}"
        rows.append(
            PieceRow(
                f"{number:06}",
                number,
                placed.piece.place,
                " ".join(placed.piece.text.split()),
                where,
                shows,
            )
        )
    return rows


def describe_target(goes: Goes, framework: Framework) -> str:
    """Where a piece goes, in words."""
    if goes.served:
        return "A heading or name"
    if not goes.record:
        return LEFT_OUT
    if goes.record == "section":
        return f"Section: {CATALOGUE['section'].by_key['key'].choice_label(goes.about)}"
    return f"{_name_record_choice(goes.record, goes.field)}{_name_statement_suffix(goes.about, framework)}"


def list_kind_choices() -> list[tuple[str, str]]:
    """What a person can make of a piece: key and words, the one for leaving it out first."""
    found: dict[str, str] = {"": NOWHERE}
    for target in list_paragraph_targets(("any",)):
        if target.record == "section":
            name = CATALOGUE["section"].by_key["key"].choice_label(target.about)
            found.setdefault(f"section.text.{target.about}", f"Section: {name}")
        else:
            found.setdefault(f"{target.record}.{target.field}", _name_record_choice(target.record, target.field))
    return list(found.items())


def choice_needs_statement(key: str) -> bool:
    """Whether a choice wants a quality statement; without one, actions, risks and evidence are about the whole."""
    if not key:
        return False
    if key.startswith("section."):
        return False
    return key.split(".")[0] not in ("risk", "action", "evidence", "story")


def choice_takes_statement(key: str) -> bool:
    """Whether a choice can name a quality statement."""
    return bool(key) and not key.startswith("section.")


def build_target(key: str, statement: str) -> Target:
    """The place that a choice and a statement stand for."""
    record, field, *section = key.split(".")
    about = section[0] if section else statement
    return Target(record=record, field=field, about=about)


def find_choice_key(goes: Goes) -> str:
    """The choice that stands for where a piece goes now; "" where it is left out or served as a heading."""
    if not goes.record:
        return ""
    if goes.record == "section":
        return f"section.text.{goes.about}"
    if goes.record in TEXTS:
        return f"{goes.record}.{goes.field}"
    known = {key.split(".")[0]: key for key, _ in list_kind_choices() if key}
    return known.get(goes.record, "")


def _name_record_choice(record: str, field: str) -> str:
    if record == "judgement":
        return _JUDGEMENT.get(field, CATALOGUE["judgement"].by_key[field].label)
    kind = CATALOGUE.get(record)
    if kind is None:
        return record
    spec = kind.by_key.get(field)
    if field in (kind.title, "text", "value") or spec is None:
        return kind.name
    return f"{kind.name}: {spec.label}"


def _name_statement_suffix(key: str, framework: Framework) -> str:
    name = next((each.short_name for each in framework.statements if each.key == key), "")
    if not name:
        return ""
    return f" · {name}"
