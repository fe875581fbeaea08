"""Looking for personal data before the public's version leaves the program; a person decides."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from selfassess.domain.publishing import personal_data_places
from selfassess.domain.publishing.personal_data_places import NAMES, Place, keep_unsettled_places
from selfassess.domain.text.wording import count_noun
from selfassess.services.workbook.snapshot import hold_workbook
from ui.bridge.tasks import Task
from ui.bridge.workspace import Workspace
from ui.widgets import dialogs


def when_decided(
    parent: QWidget, workspace: Workspace, year: str, publish: Callable[[], object], look: Callable[[], object]
) -> None:
    """Search the public version of a year on a worker, then ``publish`` where nothing is left to look at.

    Otherwise the person chooses: to ``look`` at it, to publish all the same, or neither.
    """
    book = hold_workbook(workspace.session)
    task = Task(lambda progress, cancelled: personal_data_places.find_personal_places(book, year))

    def decide(places: tuple[Place, ...]) -> None:
        left = len(keep_unsettled_places(places, workspace.settings.settled))
        if not isValid(parent):
            return
        if not left:
            publish()
            return
        words = count_noun(left, "place looks", "places look")
        dialogs.ask_question(
            parent, f"{words} like personal data that the public would read.", f"You decide what is fine. {NAMES}",
            [("Look at it", look), ("Go on all the same", publish), ("Not now", None)],
        )  # fmt: skip

    task.done.connect(decide)
    task.start()
