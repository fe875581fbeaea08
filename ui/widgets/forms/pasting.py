"""What is pasted from Word, Outlook or the web: read bit by bit between two events, and put where the caret was."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QObject
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QPlainTextEdit

from selfassess.domain.model.fields import LONGEST_TEXT
from selfassess.domain.text.pasted import plain_of_html, read_html
from ui.widgets.dialogs import ask_question
from ui.widgets.idle_queue import in_turns

AT_ONCE = 20_000
"""Characters of HTML that are read while one waits: a few milliseconds."""


def paste_html(edit: QPlainTextEdit, html: str) -> None:
    """Insert what HTML says as plain text; one may go on writing while a long one is read."""
    place = QTextCursor(edit.textCursor())
    if len(html) <= AT_ONCE:
        insert_pasted(edit, place, plain_of_html(html))
        edit.setTextCursor(place)
        edit.ensureCursorVisible()
    else:
        in_turns(QObject(edit), _read_in_turns(edit, place, html))  # an owner of its own: several may be read at a time


def _read_in_turns(edit: QPlainTextEdit, place: QTextCursor, html: str) -> Iterator[None]:
    text = yield from read_html(html)
    insert_pasted(edit, place, text)


def insert_pasted(edit: QPlainTextEdit, place: QTextCursor, text: str) -> None:
    """Put a text where a cursor is; one with which the field could not be saved is refused, and said to be."""
    if edit.isReadOnly():
        return
    whole = edit.document().characterCount() - 1 - (place.selectionEnd() - place.selectionStart()) + len(text)
    if whole > LONGEST_TEXT:
        much = f"The field would have {whole:,} characters, and at most {LONGEST_TEXT:,} fit."
        detail = f"{much} Put the text in a file and add that as evidence."
        ask_question(edit.window(), "Nothing was pasted.", detail, [("Close", None)])
        return
    place.insertText(text)
