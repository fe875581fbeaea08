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
from ui.widgets.forms.editor import FieldEditor

if TYPE_CHECKING:
    from ui.shell.frame import WorkbookFrame

READ_AGAIN = "The file was read again, and what you wrote is in it."
NOT_ALL = "The file was read again. Please look at what follows: copy from here what you need."


def gather_written_words(workspace: Workspace) -> tuple[Kept, tuple[str, ...]]:
    """What was written, and words that belong to no record yet; raises WorkbookError where the file cannot be read."""
    return reread_replaced.gather_unsaved_words(workspace.session, find_typed_words(workspace)), tuple(
        _find_loose_words(workspace)
    )


def put_words_back(frame: WorkbookFrame, kept: Kept, loose: tuple[str, ...]) -> None:
    """Bring the words into the workbook that was read again, and say what was met."""
    try:
        settled = reread_replaced.put_gathered_words(frame.workspace.session, kept)
        conflicts = settled.conflicts
        homeless = (*settled.homeless, *loose)
    except WorkbookError as error:
        conflicts = (str(error),)
        homeless = (*_list_all_words(kept), *loose)
    if not conflicts and not homeless:
        frame.show_message(READ_AGAIN, "good", [("Undo", frame.workspace.undo_last_step)])
        return
    parts = (
        ("Written on both sides", conflicts),
        ("Not in the workbook, because there is no place for it any more", homeless),
    )
    detail = "\n\n".join(f"{head}:\n" + "\n".join(f"• {each}" for each in found) for head, found in parts if found)
    dialogs.ask_question(frame, NOT_ALL, detail, [("Close", None)])


def find_typed_words(workspace: Workspace) -> Iterator[KeptWord]:
    """What is typed in fields of records and not saved."""
    for editor in workspace.pending:
        if isinstance(editor, FieldEditor) and isValid(editor) and editor.record_id is not None:
            record = editor.field_record
            if record is not None and editor.has_unsaved_text:
                base = record[editor.field.key]
                yield KeptWord(record.kind, record.id, editor.field.key, base, editor.control.raw_value())


def _find_loose_words(workspace: Workspace) -> Iterator[str]:
    for editor in workspace.pending:
        if not isinstance(editor, FieldEditor) and hasattr(editor, "draft") and isValid(editor):
            yield editor.draft()[1]


def _list_all_words(kept: Kept) -> Iterator[str]:
    yield from (f"{word.field_spec.label}: {word.mine}" for word in kept.words)
    for record in kept.added:
        yield from (str(value) for value in record.values.values() if value)
