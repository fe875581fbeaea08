"""The start screen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from selfassess.services.workbook import policy
from selfassess.services.workbook import settings as kept
from selfassess.services.workbook.settings import Settings
from ui.pages.start.recent import RecentWorkbooks
from ui.widgets import dialogs, look, theme
from ui.widgets.announcement import announce
from ui.widgets.going_on import find_successor
from ui.widgets.look import ScrollArea

if TYPE_CHECKING:
    from ui.pages.start.form import NewWorkbookForm

WIDEST = 1040

PRIOR_YEAR = (
    "A prior year is imported into a workbook: an earlier workbook, or the Excel or JSON file exported from one. "
    "Choose the workbook that is to hold it, or make a new one; you are then asked for the earlier file."
)


class StartPage(ScrollArea):
    """Asks what to do. Signals carry paths; ``new_asked`` a NewWorkbook and where to keep it.

    ``back_asked`` is about a workbook that is damaged or gone: the person wants a backup of it.
    ``imports_a_year`` says that a prior year is to be imported as soon as a workbook is open.
    """

    open_asked = Signal(object)
    back_asked = Signal(object)
    new_asked = Signal(object, object)
    example_asked = Signal()

    title = "Start"

    def __init__(
        self, settings: Settings, today: Callable[[], date] = date.today, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        theme.dress_parts(self)
        self._settings = settings
        self._today = today
        self.imports_a_year = False
        self.form: NewWorkbookForm | None = None
        self.setWidgetResizable(True)
        self.problem = look.Banner("", "error")
        self.guide = look.Banner("", "info")
        self.guide.dismissed.connect(self._forget_prior_year)
        self.name_card = self._name_card()
        self.recent = RecentWorkbooks()
        self.busy = self._build_busy_card()
        self.body = QStackedWidget()
        self.body.addWidget(self._build_start_choices())
        self._lay_out_start()
        self.recent.chosen.connect(lambda path: self.open_asked.emit(Path(path)))
        self.recent.removed.connect(self._forget_recent_workbook)
        self.recent.back_asked.connect(lambda path: self.back_asked.emit(Path(path)))
        self.refresh_start()
        self.problem.show_message(policy.current_policy().describe_faults, "warning")

    def refresh_start(self) -> None:
        """Show the recent workbooks and whether the name is known, as they are now."""
        self.recent.show_paths(self._settings.recent)
        self.name_card.setVisible(not self._settings.name)
        self.show_choices()

    def show_opening_problem(self, sentence: str) -> None:
        """Say what went wrong, above everything."""
        self.problem.show_message(sentence, "error")
        self.ensureWidgetVisible(self.problem)

    def note_recent_damage(self, path: str, sentence: str) -> None:
        """Say beside a recent workbook what opening it has told."""
        self.recent.note_damaged_path(path, sentence)

    def show_busy(self, words: str) -> None:
        """Say what is being done and take no orders meanwhile; "" when it is done."""
        self.busy_words.setText(words)
        self.busy.setVisible(bool(words))
        self.body.setEnabled(not words)
        if words:
            self.problem.show_message("")

    def show_choices(self) -> None:
        """Go back from the form."""
        self.body.setCurrentIndex(0)

    def ask_new(self) -> None:
        """Show the form for a new workbook."""
        from ui.pages.start.form import NewWorkbookForm  # not before it is needed: the first paint comes first

        self.problem.show_message("")
        if self.form is not None:
            self.body.removeWidget(self.form)
            self.form.deleteLater()
        form = NewWorkbookForm(self._today())
        form.answered.connect(self._ask_where)
        form.cancelled.connect(self.show_choices)
        self.form = form
        self.body.addWidget(form)
        self.body.setCurrentWidget(form)
        form.fields["council"].setFocus()

    def ask_which_workbook(self) -> None:
        """Ask for a workbook to open."""
        dialogs.ask_file_to_open(
            self, "Open a workbook", f"{dialogs.WORKBOOKS};;All files (*)", self._settings.last_folder,
            self.open_asked.emit,
        )  # fmt: skip

    def ask_prior_year(self) -> None:
        """Explain how a prior year is imported; the next workbook opened or made takes it."""
        self.imports_a_year = True
        self.guide.show_message(PRIOR_YEAR, "info")

    def _ask_where(self, new: object) -> None:
        from ui.pages.start.form import NewWorkbook, suggest_workbook_path

        assert isinstance(new, NewWorkbook)
        where = suggest_workbook_path(new, self._settings.last_folder)
        dialogs.ask_save_path(
            self, "Where to keep the workbook", dialogs.WORKBOOKS, where, lambda path: self.new_asked.emit(new, path)
        )

    def _forget_recent_workbook(self, path: str) -> None:
        after = find_successor(self._settings.recent, path, {*self._settings.recent} - {path})
        self._settings.forget_recent(path)
        kept.save_settings(self._settings)
        self.recent.show_paths(self._settings.recent)
        announce(self.recent, f"Taken off the list: {Path(path).stem}")
        target = self.recent.opener_of_path(after) if after is not None else self.begin
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _forget_prior_year(self) -> None:
        self.imports_a_year = False

    def _keep_name_of_author(self) -> None:
        """Keep the name. The card stays until the next visit, so that nothing moves under the pointer."""
        if not self.name.text().strip():
            return
        self._settings.name = self.name.text().strip()
        kept.save_settings(self._settings)
        self.name_said.setText(f"Kept: changes are signed {self._settings.name}. You can change it in Settings.")

    def _name_card(self) -> QFrame:
        self.name = QLineEdit()
        self.name.setAccessibleName("Your name")
        self.name.setPlaceholderText("Your name")
        self.name.returnPressed.connect(self._keep_name_of_author)
        self.name_said = look.make_quiet_label(
            "Every change is kept with the name of who made it. You can change yours in Settings."
        )
        return look.make_card(
            look.make_heading("Who is writing?"),
            self.name_said,
            look.make_row(self.name, look.make_secondary_button("Keep this name", self._keep_name_of_author)),
        )

    def _build_busy_card(self) -> QFrame:
        self.busy_words = look.make_text("")
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        bar.setAccessibleName("Working")
        card = look.make_card(self.busy_words, bar)
        card.hide()
        return card

    def _build_start_choices(self) -> QWidget:
        begin = look.make_card(look.make_heading("Begin"))
        column = begin.layout()
        assert isinstance(column, QVBoxLayout)
        column.setSpacing(4)
        self.begin = look.make_primary_button("New workbook", self.ask_new)
        for button, words in (
            (self.begin, "For a council that has none yet."),
            (
                look.make_secondary_button("Open a workbook…", self.ask_which_workbook),
                "One that you or a colleague made.",
            ),
            (
                look.make_secondary_button("Worked example", self.example_asked.emit),
                "From published sources, to look round in.",
            ),
            (
                look.make_secondary_button("Import a prior year…", self.ask_prior_year),
                "To read last year's beside this year's.",
            ),
        ):
            column.addWidget(button)
            column.addWidget(look.make_quiet_label(words))
            column.addSpacing(8)
        column.addStretch(1)
        choices = QWidget()
        line = QHBoxLayout(choices)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(16)
        line.addWidget(self.recent, 3)
        line.addWidget(begin, 2)
        return choices

    def _lay_out_start(self) -> None:
        outer = QWidget()
        outer.setProperty("look", "canvas")
        self.setWidget(outer)
        line = QHBoxLayout(outer)
        line.setContentsMargins(0, 0, 0, 0)
        line.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        inner = QWidget()
        inner.setMaximumWidth(WIDEST)
        line.addStretch(1)
        line.addWidget(inner, 100)
        line.addStretch(1)
        column = QVBoxLayout(inner)
        column.setContentsMargins(28, 32, 28, 32)
        column.setSpacing(12)
        for part in (
            look.make_title("Adult social care self-assessment"),
            look.make_label("Work through the nine quality statements, offline. Nothing leaves this computer.",
            "muted"),
            self.problem, self.guide, self.busy, self.name_card, self.body,
        ):  # fmt: skip
            column.addWidget(part)
        column.addStretch(1)
        for hidden in (self.problem, self.guide, self.busy):
            hidden.hide()
