"""Brings spelling into the window: the dictionary is read aside once, and what needs time is done there."""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from selfassess.domain.model.commands import SetField
from selfassess.domain.model.field_shorthand import OWN_WORDS
from selfassess.services.workbook import settings as kept
from selfassess.services.workbook.spelling import (
    Dictionary,
    Speller,
    find_words,
    load_dictionary,
    read_sector_words,
)
from ui.bridge.tasks import Task
from ui.bridge.workspace import Workspace
from ui.widgets.forms.spelling import SPELLING

if TYPE_CHECKING:
    from selfassess.domain.model.events import StepTaken

Loaded = tuple[Dictionary, frozenset[str]]


def _load_and_set_aside() -> Loaded:
    """The dictionary, which stays as long as the program: no collection of garbage is to look through its words."""
    loaded = load_dictionary(), read_sector_words()
    gc.freeze()
    return loaded


class SpellingStart(QObject):
    """Has spelling begin for one open workbook; ``say`` tells once that there is no dictionary."""

    loaded: Loaded | None = None
    is_missing = False

    def __init__(self, workspace: Workspace, say: Callable[[str], object], parent: QObject) -> None:
        super().__init__(parent)
        self._say = say
        self._settings = workspace.settings
        self._workspace = workspace
        self._speller = Speller(workspace.settings, self._list_words_here, self._keep_words_here)
        self._task: Task | None = None
        SPELLING.install(self._speller, find_words, self._run_aside, lambda: kept.save_settings(workspace.settings))
        SPELLING.load = self.load
        workspace.step_taken.connect(self._follow_step)

    def load(self) -> None:
        """Have the dictionary read where it is wanted; once in the life of the program."""
        if SpellingStart.loaded is not None:
            self._on_loaded(SpellingStart.loaded)
        elif self._settings.spelling and self._task is None and not SpellingStart.is_missing:
            self._task = Task(lambda progress, cancelled: _load_and_set_aside(), self)
            self._task.done.connect(self._on_loaded)
            self._task.failed.connect(self._on_missing)
            self._task.start()

    def end(self) -> None:
        """Check nothing any more: the workbook is closed."""
        SPELLING.forget_speller()

    def _list_words_here(self) -> tuple[str, ...]:
        return self._workspace.session.council.links_of(OWN_WORDS)

    def _keep_words_here(self, words: tuple[str, ...]) -> None:
        self._workspace.run(SetField(self._workspace.session.council.id, OWN_WORDS, words))

    def _follow_step(self, step: StepTaken) -> None:
        if step.touches_kind("council"):
            self._speller.read_own_words()
            SPELLING.check_again()

    def _run_aside(self, work: Callable[[], Any], done: Callable[[Any], object]) -> None:
        task = Task(lambda progress, cancelled: work(), self)
        task.done.connect(done)
        task.start()

    def _on_loaded(self, loaded: Loaded) -> None:
        SpellingStart.loaded = loaded
        self._speller.use_dictionary(*loaded)
        SPELLING.check_again()

    def _on_missing(self, sentence: str) -> None:
        SpellingStart.is_missing = True
        self._say(sentence)
