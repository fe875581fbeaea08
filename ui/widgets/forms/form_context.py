"""What a form needs of whoever holds the open workbook; the bridge's workspace is one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.commands import Command
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.publishing.contributor_scope import Scope
from selfassess.services.workbook.session import Session


class OpenWorkbook(Protocol):
    """The part of an open workbook that forms read: the council and the assessment in view."""

    council: Record

    @property
    def current(self) -> Assessment:
        """The assessment in view, as it is now."""


class FormContext(Protocol):
    """Runs commands and tells of steps: ``step_taken`` carries a StepTaken, ``refusal`` why the last command failed.

    ``pending`` are the editors that hold something which is not saved; ``allowed`` the judgements of agreed statements
    that the person said to write in, and ``asking`` that they are being asked; ``unfolded`` the kinds of record whose
    forms show all fields.
    """

    session: Session
    step_taken: Any
    refusal: str
    pending: Any
    allowed: set[str]
    unfolded: set[str]
    asking: bool

    @property
    def read_only(self) -> str:
        """Why nothing can be written, "" where it can."""

    @property
    def no_comments(self) -> str:
        """Why not even a comment can be written, "" where one can."""

    def run(self, command: Command, initiator: object = None) -> bool:
        """Do a command; False where it could not be done."""

    def attempt_step(self, act: Callable[[], object]) -> bool:
        """Have a step of several changes written; False where it could not be."""

    def today(self) -> str:
        """The local day that dates are held against, ISO 8601."""

    def go(self, place: str) -> None:
        """Ask the window for a place."""

    def register_editor(self, editor: Any) -> None:
        """Ask ``editor.flush()`` whenever everything must be saved."""


def find_record(context: FormContext, id: str | None) -> Record | None:
    """The record with this id as it is now: of the assessment in view, the assessment itself, or the council."""
    if id is None:
        return None
    session: OpenWorkbook = context.session
    for record in (session.council, session.current.record):
        if record.id == id:
            return record
    return session.current.by_id.get(id)


def not_theirs(context: FormContext, record: Record | None) -> bool:
    """Whether a record can only be read in this copy, which was made for somebody to write in other parts."""
    scope: Scope | None = context.session.contributor_scope
    if scope is None:
        return False
    return record is not None and bool(scope.reason_record_closed(record))


def reason_left_out(context: FormContext, record: Record | None, field: str) -> str:
    """Why a field is left out of this copy, "" where it is in it."""
    scope: Scope | None = context.session.contributor_scope
    if scope is not None and record is not None:
        return scope.reason_field_left_out(record.kind, field)
    return ""
