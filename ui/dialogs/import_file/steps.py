"""The steps of the dialog that imports a file, each made when it is come to, and what they offer to do."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtWidgets import QLabel, QPushButton, QStackedWidget, QWidget

from ui.bridge.workspace import Workspace
from ui.dialogs.import_file.next_action import Offer
from ui.jobs.job_dialog import TaskDialog
from ui.widgets.look import Banner

if TYPE_CHECKING:  # what a file is read and shown with is imported while it is read: the dialog comes first
    from ui.dialogs.import_file.mapping.step import MappingStep
    from ui.dialogs.import_file.merge.row_pairs import Pairs
    from ui.dialogs.import_file.merge.step import Changes
    from ui.dialogs.import_file.narrative.step import NarrativeStep
    from ui.dialogs.import_file.years import Years

S = TypeVar("S", bound=QWidget)
C = TypeVar("C", "NarrativeStep", "Years", "Changes", "Pairs")
"""Steps in which a person chooses: each tells it when something else was chosen."""


class StepsDialog(TaskDialog):
    """A dialog of steps; whoever is one has the widgets that are named here."""

    workspace: Workspace
    steps: QStackedWidget
    said: Banner
    take: QPushButton
    waiting: QPushButton
    reason: QLabel
    _offer: Callable[[], Offer]

    @cached_property
    def mapping(self) -> MappingStep:
        """The step that says what a spreadsheet means."""
        from ui.dialogs.import_file.mapping.step import MappingStep

        made = MappingStep(self.workspace.settings)
        made.said.connect(self._say_below_step)
        made.changed.connect(self._update_take_button)
        return self._add_step(made)

    @cached_property
    def narrative(self) -> NarrativeStep:
        """The step that says where the pieces of a document go."""
        from ui.dialogs.import_file.narrative.step import NarrativeStep

        return self._add_choosing_step(NarrativeStep())

    @cached_property
    def years(self) -> Years:
        """The step that shows years of their own."""
        from ui.dialogs.import_file.years import Years

        return self._add_choosing_step(Years())

    @cached_property
    def changes(self) -> Changes:
        """The step that shows what would change in years that are here."""
        from ui.dialogs.import_file.merge.step import Changes

        return self._add_choosing_step(Changes())

    @cached_property
    def pairs(self) -> Pairs:
        """The step that asks whether rows are records that are here."""
        from ui.dialogs.import_file.merge.row_pairs import Pairs

        return self._add_choosing_step(Pairs())

    def _add_choosing_step(self, made: C) -> C:
        made.changed.connect(self._update_take_button)
        return self._add_step(made)

    def _add_step(self, made: S) -> S:
        self.steps.addWidget(made)
        return made

    def _update_take_button(self) -> None:
        """Whether what is chosen can be imported, and what the button does."""
        offer = self._offer()
        self.take.setText(offer.words)
        self.take.setEnabled(offer.ready and self.task is None)
        self.take.setAccessibleDescription(offer.open_conflict_words or offer.why)
        self.waiting.setText(f"{offer.open_conflict_words} ›")
        self.waiting.setVisible(bool(offer.waiting))
        self.reason.setText(offer.why)
        self.reason.setVisible(bool(offer.why))

    def _say_below_step(self, sentence: str, kind: str) -> None:
        """Say something below the step; it is read aloud."""
        self.said.show_message(sentence, kind)
