"""The dialog: who is to contribute, to which statements, what they see; then the file and what to do with it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from selfassess.services.importing import contributor_copies
from selfassess.services.importing.contributor_copies import FROM_A_COPY, Made, Wanted
from selfassess.services.safety import encryption
from ui.bridge.task_dialog import TaskDialog
from ui.bridge.tasks import Task
from ui.bridge.workspace import Workspace
from ui.dialogs.contributor_copy import model
from ui.widgets import dialogs, locations, theme
from ui.widgets.look import Banner, heading, label, primary, quiet, scrolling, secondary, show, title
from ui.widgets.passphrase import PassphraseChoice
from ui.widgets.reading_order import InReadingOrder

ABOUT = (
    "One person gets a small copy of this workbook, in which they can write only what you ask them for. What you leave "
    "out is not in the file at all. Their copy comes back into this workbook, with who wrote what."
)
LOCKED = (
    "The copy goes into a zip file that asks for the passphrase. They unpack it first; what they send back may be "
    "locked too."
)
LOCKED_FILTER = "Locked zip file (*.zip)"
WIDEST, HIGHEST = 1200, 700
"""What the smallest screen leaves for a dialog."""
TWO_COLUMNS_TO = 125
"""The text size in percent up to which the statements stand in two columns."""


class ContributorCopyDialog(InReadingOrder, TaskDialog):
    """Asks what a contributor is to write and see in the year in view, and writes their copy."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.dress(self)
        self.workspace = workspace
        self.year = workspace.session.current
        self.made: Made | None = None
        self.setWindowTitle("Prepare a copy for a contributor")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(min(theme.px(860), WIDEST), min(theme.px(690), HIGHEST))
        self.person = QComboBox()
        self.person.setEditable(True)
        self.person.addItems(model.people(self.year))
        self.person.setCurrentText("")
        self.person.setAccessibleName("Who is to contribute")
        if (line := self.person.lineEdit()) is not None:
            line.setPlaceholderText("Their name")
        self.statements = {each.key: QCheckBox(each.short_name) for each in self.year.framework.statements}
        self.others = QButtonGroup(self)
        self.scores = QCheckBox("Scores, and the reasons for them")
        self.contacts = QCheckBox("Contacts of the return")
        self.items = QCheckBox("They also answer what the return asks about these statements alone")
        self.lock = PassphraseChoice(LOCKED)
        self.named = quiet("")
        self.sees = label("")
        self.steps = [label("") for _ in range(3)]
        self.said = Banner("", dismissible=False)
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("Writing the copy")
        self.start = primary("Prepare the copy…", self.ask)
        self.stop = secondary("Cancel", self.reject)
        self.opener = secondary("Open folder", self.open_folder)
        self._lay_out()
        self._connect()
        for part in (self.bar, self.opener, self.after):
            part.hide()
        self._on_choice()
        self._say_why_not()

    @property
    def wanted(self) -> Wanted:
        """What is asked for now."""
        return Wanted(
            person=self.person.currentText(),
            statements=tuple(key for key, box in self.statements.items() if box.isChecked()),
            readable=self.others.checkedId() == 0,
            contacts=self.contacts.isChecked(),
            scores=self.scores.isChecked(),
            items=self.items.isChecked() and not self.items.isHidden(),
        )

    def ask(self) -> None:
        """Ask where the copy is to be written."""
        session, settings = self.workspace.session, self.workspace.settings
        folder = Path(settings.last_folder or session.path.parent)
        name = contributor_copies.proposed_name(session.council.text("name"), self.year.label, self.wanted.person)
        if self.lock.wanted():
            dialogs.ask_save(self, "Write the copy to", LOCKED_FILTER, folder / f"{name}{encryption.ZIP}", self.write)
        else:
            dialogs.ask_save(self, "Write the copy to", dialogs.WORKBOOKS, folder / name, self.write)

    def write(self, out: Path) -> None:
        """Write the copy on a worker."""
        session, wanted = self.workspace.session, self.wanted
        path, year, author, clock = session.path, self.year.label, session.author, session.clock
        passphrase = self.lock.chosen()
        ending = ".sawb" if passphrase is None else encryption.ZIP
        target = out if out.suffix == ending else out.with_name(f"{out.name}{ending}")
        self.task = task = Task(
            lambda progress, cancelled: contributor_copies.make(
                path, target, wanted, year=year, passphrase=passphrase, author=author, clock=clock
            ),
            self,
        )
        task.failed.connect(self._refuse)
        task.done.connect(self._done)
        self._busy(True)
        task.start()

    def reject(self) -> None:
        """Close, once the copy is written: that takes a moment."""
        if self.task is None:
            super().reject()

    def open_folder(self) -> None:
        """Show the folder that the copy is in."""
        if self.made is not None:
            locations.show_folder(self.made.path)

    # --- inside ----------------------------------------------------------------------------------------------------

    def _say_why_not(self) -> None:
        """Say why no copy can be made here, where none can."""
        about = self.workspace.session.contribution
        why = self.workspace.session.closed()
        if about is not None:
            why = FROM_A_COPY.format(purpose=about.purpose(self.year.framework))
        elif self.year.by_cqc:
            why = "This assessment was made by others. Open a year of your own to ask somebody to contribute to it."
        if why:
            self.choice.hide()
            self.start.hide()
            self.stop.setText("Close")
            self.said.say(why, "warning")
            self.resize(self.width(), theme.px(260))

    def _on_person(self, name: str) -> None:
        """Tick the statements that this person leads; what was ticked by hand for nobody in particular stays."""
        led = contributor_copies.led_by(self.year, name)
        if led:
            for key, box in self.statements.items():
                box.setChecked(key in led)
        self._on_choice()

    def _on_choice(self) -> None:
        wanted = self.wanted
        named = model.items(self.year, wanted.statements)
        self.named.setText(named)
        self.items.setAccessibleDescription(named)
        for part in (self.items, self.named):
            show(part, bool(named))
        self.sees.setText(model.sees(self.wanted, self.year))
        complete = bool(wanted.person.strip() and wanted.statements) and self.lock.ready()
        self.start.setEnabled(complete and self.task is None)

    def _done(self, made: Made) -> None:
        self.made = made
        self._busy(False)
        self.workspace.settings.last_folder = str(made.path.parent)
        locked = f"\nIt is locked. {encryption.ADVICE}" if self.lock.wanted() else ""
        self.lock.forget()
        self.said.say(f"{made.words}{locked}", "good")
        for step, words in zip(self.steps, model.next_steps(made.contribution.person, made.path.name), strict=True):
            step.setText(words)
        self.choice.hide()
        self.start.hide()
        self.after.show()
        self.opener.show()
        self.stop.setText("Close")
        self.stop.setFocus()
        self.resize(self.width(), min(theme.px(420), self.height()))

    def _refuse(self, sentence: str) -> None:
        self._busy(False)
        self.said.say(sentence, "error")

    def _busy(self, busy: bool) -> None:
        if not busy:
            self.task = None
        else:
            self.said.say("")
        self.bar.setVisible(busy)
        self.choice.setEnabled(not busy)
        self.stop.setEnabled(not busy)
        self._on_choice()

    def _connect(self) -> None:
        self.person.editTextChanged.connect(self._on_person)
        for box in (*self.statements.values(), self.scores, self.contacts, self.items):
            box.toggled.connect(lambda _: self._on_choice())
        self.others.idToggled.connect(lambda *_: self._on_choice())
        self.lock.changed.connect(self._on_choice)

    def _lay_out(self) -> None:
        self.choice = self._choice()
        self.after = QWidget()
        after = _column(self.after)
        after.addWidget(heading("What to do next"))
        for step in self.steps:
            after.addWidget(step)
        body = QWidget()
        column = _column(body)
        column.setContentsMargins(0, 0, 14, 0)  # the scroll bar stands beside the words, not on them
        for part in (title("Prepare a copy for a contributor"), quiet(ABOUT), self.said, self.bar):
            column.addWidget(part)
        column.addWidget(self.choice)
        column.addWidget(self.after)
        column.addStretch(1)
        scroll = scrolling(body)
        foot = QHBoxLayout()
        foot.addWidget(self.opener)
        foot.addStretch(1)
        foot.addWidget(self.stop)
        foot.addWidget(self.start)
        page = QVBoxLayout(self)
        page.setContentsMargins(24, 20, 24, 20)
        page.setSpacing(10)
        page.addWidget(scroll, 1)
        page.addLayout(foot)

    def _choice(self) -> QWidget:
        """Everything there is to choose."""
        choice = QWidget()
        column = _column(choice)
        column.addWidget(heading("Who is to contribute"))
        self.person.setMaximumWidth(theme.px(420))
        column.addWidget(self.person)
        column.addWidget(heading("What they are to write"))
        column.addLayout(self._statements())
        column.addLayout(self._beside(self.items, self.named))
        column.addWidget(heading("What they see of the rest"))
        for number, words in enumerate(("They can read the other statements", "The other statements are left out")):
            self.others.addButton(QRadioButton(words), number)
        self.others.button(0).setChecked(True)
        column.addLayout(self._beside(*self.others.buttons()))
        column.addLayout(self._beside(self.scores, self.contacts))
        self.scores.setChecked(True)
        column.addWidget(self.sees)
        column.addWidget(self.lock)
        return choice

    def _beside(self, *parts: QWidget) -> QBoxLayout:
        """Parts in a row, or below each other where the text is large."""
        across = theme.px(100) <= TWO_COLUMNS_TO
        line = QBoxLayout(QBoxLayout.Direction.LeftToRight if across else QBoxLayout.Direction.TopToBottom)
        line.setSpacing(24 if across else 4)
        for part in parts:
            line.addWidget(part, int(isinstance(part, QLabel)))
        if across and not isinstance(parts[-1], QLabel):
            line.addStretch(1)
        return line

    def _statements(self) -> QGridLayout:
        """The statements with who leads each, in two columns where there is room, first down and then across."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(2)
        columns = 2 if theme.px(100) <= TWO_COLUMNS_TO else 1
        lines = -(-len(self.statements) // columns)
        for place, (key, box) in enumerate(self.statements.items()):
            who = model.lead(self.year, key)
            box.setAccessibleDescription(who)
            across, line = divmod(place, lines)
            grid.addWidget(box, line, 2 * across)
            grid.addWidget(quiet(who), line, 2 * across + 1)
        for column in range(columns):
            grid.setColumnStretch(2 * column + 1, 1)
        return grid


def _column(widget: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    return column
