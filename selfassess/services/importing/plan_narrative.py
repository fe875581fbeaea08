"""A council's self-assessment as a document: read, proposed piece by piece, made a year; nothing is written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from selfassess.domain.framework.framework import Framework, InformationReturn
from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.errors import WrongUseError
from selfassess.domain.model.import_result import Incoming
from selfassess.domain.model.workbook import Workbook
from selfassess.domain.years.narrative import Document, Proposal
from selfassess.exchange import apart

Progress = Callable[[float], None]
Cancelled = Callable[[], bool]

ANOTHERS = "{name} is a self-assessment of {council}, and this workbook is of {ours}."
HOW_TO_SAY = (
    " Nothing was imported. If it is yours all the same, say so with --ours; to have it beside yours, import it into a "
    "workbook of its own."
)

_READING = 0.8
"""The part of the work that reading the file is."""


def propose_document(
    source: Path,
    framework: Framework,
    *,
    progress: Progress = lambda part: None,
    cancelled: Cancelled = lambda: False,
) -> Proposal:
    """Where each piece of a document goes; raises FileError where it cannot be read."""
    from selfassess.exchange import narrative

    document: Document = apart.read_apart(
        "narrative", source, progress=lambda part: progress(part * _READING), cancelled=cancelled
    )
    return narrative.propose_places(
        document, framework, progress=lambda part: progress(_READING + (1 - _READING) * part), cancelled=cancelled
    )


def make_incoming(
    proposal: Proposal,
    *,
    framework: Framework,
    asked: InformationReturn | None,
    council: Record | None,
    label: str | None,
    ours: bool = False,
) -> Incoming:
    """The year ``label`` that a proposal comes to; raises WrongUseError where something was understood without it.

    ``ours`` says that it is of ``council``, whatever council the document names.
    """
    from selfassess.exchange import narrative

    if label is None and proposal.is_understood:
        raise WrongUseError(f"{proposal.document.name} does not say which year it is of. Give the year with --year.")
    return narrative.make_year(
        proposal, framework=framework, asked=asked, council=council, label=label or "-", ours=ours
    )


def other_council(there: Workbook, incoming: Incoming) -> str:
    """The council whose narrative this is, where it is another than that of the workbook; "" where it is ours."""
    theirs = incoming.workbook.council.text_of("name")
    if incoming.pieces and theirs != there.council.text_of("name"):
        return theirs
    return ""
