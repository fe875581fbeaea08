"""A workbook that somebody replaced while it was open: what was written in it here comes into the file as it is now."""

from __future__ import annotations

from collections.abc import Iterable

from selfassess.domain.merging import kept_words
from selfassess.domain.merging.kept_words import Kept, KeptWord, Settled
from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.errors import WrongUseError
from selfassess.services.workbook.session import Session
from selfassess.services.workbook.snapshot import read_snapshot

LABEL = "keep what you wrote"


def gather_unsaved_words(session: Session, typed: Iterable[KeptWord]) -> Kept:
    """Everything written here since the workbook was opened, with what is ``typed`` and not saved.

    Raises FileError where the file cannot be read as it is now, WrongUseError where it is another workbook.
    """
    now = read_snapshot(session.path)
    if now.id != session.council.id:
        raise WrongUseError(
            f"{session.path.name} is another workbook now, of {now.council.text_of('name')}. Put the "
            "right file back, or "
            "copy what you were writing."
        )
    changes = (change for step in reversed(session.undoable_steps) if not step.final for change in step.changes)
    return kept_words.gather_kept_words(changes, typed)


def put_gathered_words(session: Session, kept: Kept) -> Settled:
    """Write the words into the workbook, which was opened again, as one step; gives what was met."""

    def find(id: str) -> Record | None:
        if id == session.council.id:
            return session.council
        for each in session.assessments:
            found = each if each.id == id else session.load_assessment(each.id).by_id.get(id)
            if found is not None:
                return found
        return None

    settled = kept_words.settle_kept_words(kept, find)
    if settled.changes:
        session.take_step(LABEL, settled.changes)
    return settled
