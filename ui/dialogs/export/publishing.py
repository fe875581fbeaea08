"""What is said before something is made public: how many places in it look like personal data, and the way to them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from selfassess.domain.model.editions import Edition
from selfassess.domain.publishing import personal_data_places
from selfassess.domain.publishing.personal_data_places import NAMES, Place, keep_unsettled_places
from selfassess.domain.text.wording import count_noun
from selfassess.services.workbook.snapshot import hold_workbook
from ui.bridge.tasks import Task
from ui.bridge.workspace import Workspace
from ui.widgets.look import Banner, make_link_button

LOOKING = "Looking for personal data …"


class PublishingNote(QWidget):
    """Stands below the editions where the public is chosen. It warns; whether to export is for a person to say."""

    def __init__(self, workspace: Workspace, look_at_them: Callable[[], object]) -> None:
        super().__init__()
        self.workspace = workspace
        self.said = Banner("", dismissible=False)
        self.look = make_link_button("Look at them ›", look_at_them)
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

    def search_edition(self, edition: Edition, year: str | None) -> None:
        """Search what this edition would read of a year (of all where None), on a worker; only for the public."""
        public = edition is Edition.PUBLIC
        self.setVisible(public)
        if not public or self._wanted == (edition, year):
            return
        self._wanted = (edition, year)
        self.look.hide()
        self.said.show_message(LOOKING, "info")
        book = hold_workbook(self.workspace.session)
        self._task = task = Task(lambda progress, cancelled: personal_data_places.find_personal_places(book, year))
        task.done.connect(self._show_open_places)
        task.failed.connect(self._show_search_problem)
        task.start()

    def _show_open_places(self, places: Sequence[Place]) -> None:
        if self.sender() is not self._task:
            return  # another year was chosen meanwhile
        left = len(keep_unsettled_places(places, set(self.workspace.settings.settled)))
        if left:
            number = count_noun(left, "place looks", "places look")
            self.said.show_message(f"{number} like personal data in this public version.", "warning")
        else:
            self.said.show_message(f"Nothing left in it looks like personal data. {NAMES}", "good")
        self.look.setVisible(bool(left))

    def _show_search_problem(self, sentence: str) -> None:
        self.said.show_message(sentence, "error")
