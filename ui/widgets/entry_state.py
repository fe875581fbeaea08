"""What somebody who hears the window is told of a field beside its name: that it is required, that it is not valid.

Qt has a state for neither (its ``invalid`` is of a part that has gone). A field’s description reaches every reader, so
it says them in words, and first. What is refused is announced too, when it is refused.
"""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QWidget

from ui.widgets.announcement import announce
from ui.widgets.look import show_if

REQUIRED = "Required."


def word_help(help: str, *, required: bool) -> str:
    """The help of a field, which begins with saying that the field cannot be left empty."""
    return " ".join(filter(None, (REQUIRED if required else "", help)))


def describe_entry(field: QWidget, help: str, wrong: str = "") -> None:
    """Say of a field what stands below it, or why what is typed in it is not valid, and draw it so."""
    field.setAccessibleDescription(f"Not valid: {wrong}" if wrong else help)
    if bool(field.property("refused")) != bool(wrong):
        field.setProperty("refused", bool(wrong))
        field.style().unpolish(field)
        field.style().polish(field)


def say_refusal(label: QLabel, why: str) -> None:
    """Show why something was not kept, and have it announced; "" once nothing is wrong any more."""
    if why and why != label.text():
        announce(label.parentWidget() or label, why, at_once=True)
    label.setText(why)
    show_if(label, bool(why))
