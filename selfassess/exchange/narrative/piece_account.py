"""What became of each piece of a narrative: the record it went to, what is to be looked at, and what was left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from selfassess.domain.model.import_result import PieceOutcome, Problem
from selfassess.domain.years.narrative import PieceKind, Placed, Proposal

_QUIET = (PieceKind.HEADER, PieceKind.FOOTER, PieceKind.CONTENTS)
"""Kinds whose pieces are in the list of pieces, and in no list of problems: they repeat what stands elsewhere."""
_INNER = str.maketrans("“”", "‘’")
_SHOWN = 80


class PieceAccount:
    """Every piece of a document with the record it went to (by the piece's number) and what was odd about it."""

    def __init__(self, proposal: Proposal, records: Mapping[int, str], problems: Mapping[int, str]) -> None:
        self._proposal = proposal
        self._records = records
        self._problems = problems

    def list_problems(self) -> Iterator[Problem]:
        """What is to be looked at, and what was left out, with its place and why."""
        for number, placed in enumerate(self._proposal.placed):
            goes, piece = placed.goes, placed.piece
            record = self._records.get(number)
            why = self._reason_to_look(number, placed)
            if not why or piece.kind in _QUIET:
                continue
            said = why[:1].upper() + why[1:] if record else f"Left out, as {why}"
            yield Problem(
                message=f"{said}: “{quote_beginning(piece.text)}” ({piece.place}).",
                record=goes.record or None,
                id=record,
                field=goes.field or None,
            )

    def _reason_to_look(self, number: int, placed: Placed) -> str:
        """Why somebody should look at a piece, "" for no reason: what went well is told by the list of pieces."""
        problem = self._problems.get(number)
        if problem:
            return problem
        if placed.goes.unsure or placed.goes.is_left_out:
            return placed.goes.why
        return ""

    def list_outcomes(self) -> Iterator[PieceOutcome]:
        """Where each piece went."""
        for number, placed in enumerate(self._proposal.placed):
            goes, piece = placed.goes, placed.piece
            record = self._records.get(number)
            outcome = "heading" if goes.served else "left out"
            yield PieceOutcome(
                number=number + 1,
                kind=piece.kind.value,
                place=piece.place,
                text=piece.text,
                outcome="taken" if record else outcome,
                record=goes.record if record else "",
                id=record or "",
                field=goes.field if record else "",
                about=goes.about,
                why=self._problems.get(number) or goes.why,
            )


def quote_beginning(text: str) -> str:
    """The beginning of a text on one line, to stand in quotation marks."""
    line = " ".join(text.split()).translate(_INNER)
    if len(line) <= _SHOWN:
        return line
    return f"{line[: _SHOWN - 1].rsplit(' ', 1)[0]}…"
