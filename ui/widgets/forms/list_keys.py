"""Lists in a plain text: Enter goes on with one, or ends it, and one key makes a list of the chosen lines.

A list is nothing but its marks ("- ", "1. ") at the beginning of lines, as everything that shows the text reads them.
"""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QTextBlock, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit

_MARK = re.compile(r"([ \t]*)(?:([-•*])|(\d{1,3})([.)]))([ \t]+)")
_BULLETS, _NUMBERS = Qt.Key.Key_8, Qt.Key.Key_7
"""With Ctrl and Shift, as in the word processors that people know from the web."""
_BULLET_SIGNS, _NUMBER_SIGNS = (_BULLETS, Qt.Key.Key_Asterisk), (_NUMBERS, Qt.Key.Key_Ampersand)


def take_key(edit: QPlainTextEdit, event: QKeyEvent) -> bool:
    """Do what a key means in a list; False where it means nothing special."""
    if edit.isReadOnly():
        return False
    pressed, with_ = Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if pressed in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and with_ == Qt.KeyboardModifier.NoModifier:
        return _continue_list(edit)
    turns = with_ == Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    if not turns or pressed not in (*_BULLET_SIGNS, *_NUMBER_SIGNS):
        return False
    turn_list(edit, numbered=pressed in _NUMBER_SIGNS)
    return True


def turn_list(edit: QPlainTextEdit, *, numbered: bool) -> None:
    """Make the chosen lines a list, or plain lines again where they are one of this kind."""
    cursor = edit.textCursor()
    document = edit.document()
    first, last = document.findBlock(cursor.selectionStart()), document.findBlock(cursor.selectionEnd())
    blocks = [document.findBlockByNumber(at) for at in range(first.blockNumber(), last.blockNumber() + 1)]
    written = [block for block in blocks if block.text().strip()] or [first]
    marks = [_MARK.match(block.text()) for block in written]
    is_one = all(mark is not None and bool(mark[3]) == numbered for mark in marks)
    cursor.beginEditBlock()
    for number, (block, mark) in enumerate(zip(written, marks, strict=True), 1):
        wanted = "" if is_one else f"{number}. " if numbered else "- "
        _write_mark(block, len(mark[0]) if mark is not None else 0, wanted)
    cursor.endEditBlock()


def _continue_list(edit: QPlainTextEdit) -> bool:
    cursor = edit.textCursor()
    block = cursor.block()
    mark = _MARK.match(block.text())
    if mark is None or cursor.hasSelection() or cursor.positionInBlock() < mark.end():
        return False
    cursor.beginEditBlock()
    if not block.text()[mark.end() :].strip():
        # An item without words: the list ends here.
        cursor.movePosition(QTextCursor.MoveOperation.StartOfBlock)
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
    else:
        sign = mark[2] or f"{int(mark[3]) + 1}{mark[4]}"
        cursor.insertText(f"\n{mark[1]}{sign}{mark[5]}")
        if mark[3]:
            _count_on(cursor.block())
    cursor.endEditBlock()
    edit.setTextCursor(cursor)
    edit.ensureCursorVisible()
    return True


def _count_on(block: QTextBlock) -> None:
    """Give the items below a new one the numbers that follow its own."""
    mark = _MARK.match(block.text())
    number = int(mark[3]) if mark is not None else 0
    while block.next().isValid():
        block = block.next()
        mark = _MARK.match(block.text())
        if mark is None or not mark[3] or int(mark[3]) != number:
            return
        number += 1
        _write_mark(block, len(mark[0]), f"{mark[1]}{number}{mark[4]}{mark[5]}")


def _write_mark(block: QTextBlock, length: int, mark: str) -> None:
    cursor = QTextCursor(block)
    cursor.setPosition(block.position() + length, QTextCursor.MoveMode.KeepAnchor)
    cursor.insertText(mark)
