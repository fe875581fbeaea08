"""Reads a workbook again that somebody replaced while it was open, and brings in what was written here meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from shiboken6 import isValid

from selfassess.domain.merging.kept_words import Kept, KeptWord
from selfassess.domain.model.errors import WorkbookError
from selfassess.services.safety import reread_replaced
from ui.bridge.workspace import Workspace
from ui.widgets import dialogs
from ui.widgets.forms.comments import NewComment
from ui.widgets.forms.editor import FieldEditor
from ui.widgets.forms.record_list import NewRecordLine

if TYPE_CHECKING:
    from ui.shell.frame import WorkbookFrame

READ_AGAIN = "The file was read again, and what you wrote is in it."
NOT_ALL = "The file was read again. Please look at what follows: copy from here what you need."


def gather(workspace: Workspace) -> tuple[Kept, tuple[str, ...]]:
    """What was written, and words that belong to no record yet; raises WorkbookError where the file cannot be read."""
    return reread_replaced.gather(workspace.session, typed_words(workspace)), tuple(_loose(workspace))


def put(frame: WorkbookFrame, kept: Kept, loose: tuple[str, ...]) -> None:
    """Bring the words into the workbook that was read again, and say what was met."""
    try:
        settled = reread_replaced.put(frame.workspace.session, kept)
        conflicts, homeless = settled.conflicts, (*settled.homeless, *loose)
    except WorkbookError as error:
        conflicts, homeless = (str(error),), (*_all(kept), *loose)
    if not conflicts and not homeless:
        frame.say(READ_AGAIN, "good", [("Undo", frame.workspace.undo)])
        return
    parts = (
        ("Written on both sides", conflicts),
        ("Not in the workbook, because there is no place for it any more", homeless),
    )
    detail = "\n\n".join(f"{head}:\n" + "\n".join(f"• {each}" for each in found) for head, found in parts if found)
    dialogs.ask(frame, NOT_ALL, detail, [("Close", None)])


def typed_words(workspace: Workspace) -> Iterator[KeptWord]:
    """What is typed in fields of records and not saved."""
    for editor in workspace.pending:
        if isinstance(editor, FieldEditor) and isValid(editor) and editor.record_id is not None:
            record = editor.record
            if record is not None and editor.dirty:
                base = record[editor.field.key]
                yield KeptWord(record.kind, record.id, editor.field.key, base, editor.control.raw())


def _loose(workspace: Workspace) -> Iterator[str]:
    for editor in workspace.pending:
        if isinstance(editor, NewRecordLine) and isValid(editor):
            yield editor.line.text()
        elif isinstance(editor, NewComment) and isValid(editor):
            yield editor.paper.toPlainText()


def _all(kept: Kept) -> Iterator[str]:
    yield from (f"{word.spec.label}: {word.mine}" for word in kept.words)
    for record in kept.added:
        yield from (str(value) for value in record.values.values() if value)
