"""Looking for personal data before the public's version leaves the program; a person decides."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from selfassess.domain.publishing.personal_data_places import NAMES, Place, open_places
from ui.bridge.disclosure import search
from ui.bridge.workspace import Workspace
from ui.widgets import dialogs


def when_decided(
    parent: QWidget, workspace: Workspace, year: str, publish: Callable[[], object], look: Callable[[], object]
) -> None:
    """Search the public version of a year on a worker, then ``publish`` where nothing is left to look at.

    Otherwise the person chooses: to ``look`` at it, to publish all the same, or neither.
    """
    task = search(workspace, year)

    def decide(places: tuple[Place, ...]) -> None:
        left = len(open_places(places, workspace.settings.settled))
        if not isValid(parent):
            return
        if not left:
            publish()
            return
        words = "1 place looks" if left == 1 else f"{left:,} places look"
        dialogs.ask(
            parent, f"{words} like personal data that the public would read.", f"You decide what is fine. {NAMES}",
            [("Look at it", look), ("Go on all the same", publish), ("Not now", None)],
        )  # fmt: skip

    task.done.connect(decide)
    task.start()
