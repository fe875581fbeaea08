"""A sentence for somebody who hears the screen: what has just happened, where nothing they are on says it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget


class Voice(QObject):
    """Tells every sentence that is announced, whether or not a screen reader listens."""

    announced = Signal(str)


VOICE = Voice()


def announce(widget: QWidget, sentence: str, *, at_once: bool = False) -> None:
    """Have a screen reader say a sentence; ``at_once`` breaks off what it says now, for what must not be missed.

    ``widget`` is what it is about, and must outlive the event: not a card that is being removed, but its list.
    """
    if not sentence:
        return
    VOICE.announced.emit(sentence)
    if QAccessible.isActive():
        event = QAccessibleAnnouncementEvent(widget, sentence)
        if at_once:
            event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
        QAccessible.updateAccessibility(event)
