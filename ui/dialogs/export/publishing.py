"""What is said before something is made public: how many places in it look like personal data, and the way to them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from selfassess.domain.model.editions import Edition
from selfassess.domain.publishing.personal_data_places import NAMES, Place, open_places
from ui.bridge.disclosure import search
from ui.bridge.tasks import Task
from ui.bridge.workspace import Workspace
from ui.widgets.look import Banner, link_button

LOOKING = "Looking for personal data …"


class PublishingNote(QWidget):
    """Stands below the editions where the public is chosen. It warns; whether to export is for a person to say."""

    def __init__(self, workspace: Workspace, look_at_them: Callable[[], object]) -> None:
        super().__init__()
        self.workspace = workspace
        self.said = Banner("", dismissible=False)
        self.look = link_button("Look at them ›", look_at_them)
        self.look.setAccessibleName("Look at the places that look like personal data")
        self._wanted: object = None
        self._task: Task | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(26, 0, 0, 6)
        column.setSpacing(4)
        column.addWidget(self.said)
        column.addWidget(self.look, 0, Qt.AlignmentFlag.AlignLeft)
        self.look.hide()
        self.hide()

    def offer(self, edition: Edition, year: str | None) -> None:
        """Search what this edition would read of a year (of all where None), on a worker; only for the public."""
        public = edition is Edition.PUBLIC
        self.setVisible(public)
        if not public or self._wanted == (edition, year):
            return
        self._wanted = (edition, year)
        self.look.hide()
        self.said.say(LOOKING, "info")
        self._task = task = search(self.workspace, year)
        task.done.connect(self._show)
        task.failed.connect(self._say_problem)
        task.start()

    def _show(self, places: Sequence[Place]) -> None:
        if self.sender() is not self._task:
            return  # another year was chosen meanwhile
        left = len(open_places(places, set(self.workspace.settings.settled)))
        if left:
            number = "1 place looks" if left == 1 else f"{left:,} places look"
            self.said.say(f"{number} like personal data in this public version.", "warning")
        else:
            self.said.say(f"Nothing left in it looks like personal data. {NAMES}", "good")
        self.look.setVisible(bool(left))

    def _say_problem(self, sentence: str) -> None:
        self.said.say(sentence, "error")
