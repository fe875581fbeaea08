"""Where the keyboard goes when what it was on is gone: to what stands there next, so that one goes on where one was."""

from __future__ import annotations

from collections.abc import Container, Sequence

from PySide6.QtWidgets import QWidget


def holds_keyboard(widget: QWidget) -> bool:
    """Whether the keyboard is in a widget, or will be once a dialog over its window has closed."""
    focus = widget.window().focusWidget()
    return focus is not None and (focus is widget or widget.isAncestorOf(focus))


def find_successor(before: Sequence[str], gone: str, left: Container[str]) -> str | None:
    """What one goes on with: the next that is left, else the one before, None where none is left."""
    at = before.index(gone)
    return next((id for id in (*before[at + 1 :], *reversed(before[:at])) if id in left), None)
