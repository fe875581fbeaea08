"""The dialog: who is to contribute, to which statements, what they see; then the file and what to do with it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QGridLayout,
    QLabel,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from selfassess.services.importing import contributor_copies
from selfassess.services.importing.contributor_copies import FROM_A_COPY, Made, Wanted
from selfassess.services.safety import encryption
from ui.bridge.tasks import Task
from ui.bridge.workspace import Workspace
from ui.dialogs.contributor_copy import model
from ui.jobs.job_dialog import JobDialog
from ui.widgets import dialogs, locations, theme
from ui.widgets.look import (
    make_heading,
    make_label,
    make_primary_button,
    make_quiet_label,
    make_scroll_area,
    make_secondary_button,
    make_title,
    show_if,
)
from ui.widgets.passphrase import PassphraseChoice

ABOUT = (
    "One person gets a small copy of this workbook, in which they can write only what you ask them for. What you leave "
    "out is not in the file at all. Their copy comes back into this workbook, with who wrote what."
)
LOCKED = (
    "The copy goes into a zip file that asks for the passphrase. They unpack it first; what they send back may be "
    "locked too."
)
LOCKED_FILTER = "Locked zip file (*.zip)"
TWO_COLUMNS_TO = 125
"""The text size in percent up to which the statements stand in two columns."""


class ContributorCopyDialog(JobDialog):
    """Asks what a contributor is to write and see in the year in view, and writes their copy."""

    can_stop = False

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent, "Prepare a copy for a contributor", (860, 690), progress="Writing the copy")
        self.workspace = workspace
        self.year = workspace.session.current
        self.made: Made | None = None
        self.person = QComboBox()
        self.person.setEditable(True)
        self.person.addItems(model.list_drafting_people(self.year))
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
        self.named = make_quiet_label("")
        self.sees = make_label("")
        self.steps = [make_label("") for _ in range(3)]
        self.start = make_primary_button("Prepare the copy…", self.ask_where_to_write)
        self.opener = make_secondary_button("Open folder", self.open_folder)
        self._lay_out_parts()
        self._connect_choices()
        for part in (self.opener, self.after):
            part.hide()
        self._on_choice_changed()
        self._explain_no_copy()

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

    def ask_where_to_write(self) -> None:
        """Ask where the copy is to be written."""
        session, settings = self.workspace.session, self.workspace.settings
        folder = Path(settings.last_folder or session.path.parent)
        name = contributor_copies.propose_copy_name(
            session.council.text_of("name"), self.year.label, self.wanted.person
        )
        if self.lock.is_wanted():
            dialogs.ask_save_path(
                self, "Write the copy to", LOCKED_FILTER, folder / f"{name}{encryption.ZIP}", self.write_copy
            )
        else:
            dialogs.ask_save_path(self, "Write the copy to", dialogs.WORKBOOKS, folder / name, self.write_copy)

    def write_copy(self, out: Path) -> None:
        """Write the copy on a worker."""
        session, wanted = self.workspace.session, self.wanted
        path, year, author, clock = session.path, self.year.label, session.author, session.clock
        passphrase = self.lock.chosen_passphrase()
        ending = ".sawb" if passphrase is None else encryption.ZIP
        target = out if out.suffix == ending else out.with_name(f"{out.name}{ending}")
        task = Task(
            lambda progress, cancelled: contributor_copies.make_copy(
                path, target, wanted, year=year, passphrase=passphrase, author=author, clock=clock
            ),
            self,
        )
        self.run_job(task, f"Writing {target.name} …", self._show_copy_made)

    def open_folder(self) -> None:
        """Show the folder that the copy is in."""
        if self.made is not None:
            locations.show_folder(self.made.path)

    # --- inside ----------------------------------------------------------------------------------------------------

    def _explain_no_copy(self) -> None:
        """Say why no copy can be made here, where none can."""
        about = self.workspace.session.contribution
        why = self.workspace.session.reason_closed()
        if about is not None:
            why = FROM_A_COPY.format(purpose=about.describe_purpose(self.year.framework))
        elif self.year.by_cqc:
            why = "This assessment was made by others. Open a year of your own to ask somebody to contribute to it."
        if why:
            self.choice.hide()
            self.start.hide()
            self.offer_to_close()
            self.said.show_message(why, "warning")
            self.resize(self.width(), theme.px(260))

    def _on_person_changed(self, name: str) -> None:
        """Tick the statements that this person leads; what was ticked by hand for nobody in particular stays."""
        led = contributor_copies.statements_led_by(self.year, name)
        if led:
            for key, box in self.statements.items():
                box.setChecked(key in led)
        self._on_choice_changed()

    def _on_choice_changed(self) -> None:
        wanted = self.wanted
        named = model.describe_items_included(self.year, wanted.statements)
        self.named.setText(named)
        self.items.setAccessibleDescription(named)
        for part in (self.items, self.named):
            show_if(part, bool(named))
        self.sees.setText(model.describe_copy_contents(self.wanted, self.year))
        complete = bool(wanted.person.strip() and wanted.statements) and self.lock.is_ready()
        self.start.setEnabled(complete and self.task is None)

    def _show_copy_made(self, made: Made) -> None:
        self.made = made
        self.workspace.settings.last_folder = str(made.path.parent)
        locked = f"\nIt is locked. {encryption.ADVICE}" if self.lock.is_wanted() else ""
        self.lock.forget_typed()
        self.said.show_message(f"{made.describe_copy}{locked}", "good")
        for step, words in zip(
            self.steps, model.list_next_steps(made.contribution.person, made.path.name), strict=True
        ):
            step.setText(words)
        self.choice.hide()
        self.start.hide()
        self.after.show()
        self.opener.show()
        self.offer_to_close()
        self.stop.setFocus()
        self.resize(self.width(), min(theme.px(420), self.height()))

    def set_busy(self, busy: bool) -> None:
        self.choice.setEnabled(not busy)
        self._on_choice_changed()

    def _connect_choices(self) -> None:
        self.person.editTextChanged.connect(self._on_person_changed)
        for box in (*self.statements.values(), self.scores, self.contacts, self.items):
            box.toggled.connect(lambda _: self._on_choice_changed())
        self.others.idToggled.connect(lambda *_: self._on_choice_changed())
        self.lock.changed.connect(self._on_choice_changed)

    def _lay_out_parts(self) -> None:
        self.choice = self._build_choice_form()
        self.after = QWidget()
        after = _make_plain_column(self.after)
        after.addWidget(make_heading("What to do next"))
        for step in self.steps:
            after.addWidget(step)
        body = QWidget()
        column = _make_plain_column(body)
        column.setContentsMargins(0, 0, 14, 0)  # the scroll bar stands beside the words, not on them
        for part in (make_title("Prepare a copy for a contributor"), make_quiet_label(ABOUT), self.said, self.bar):
            column.addWidget(part)
        column.addWidget(self.choice)
        column.addWidget(self.after)
        column.addStretch(1)
        self.arrange_page(make_scroll_area(body), left=(self.opener,), right=(self.start,))

    def _build_choice_form(self) -> QWidget:
        """Everything there is to choose."""
        choice = QWidget()
        column = _make_plain_column(choice)
        column.addWidget(make_heading("Who is to contribute"))
        self.person.setMaximumWidth(theme.px(420))
        column.addWidget(self.person)
        column.addWidget(make_heading("What they are to write"))
        column.addLayout(self._build_statement_grid())
        column.addLayout(self._lay_side_by_side(self.items, self.named))
        column.addWidget(make_heading("What they see of the rest"))
        for number, words in enumerate(("They can read the other statements", "The other statements are left out")):
            self.others.addButton(QRadioButton(words), number)
        self.others.button(0).setChecked(True)
        column.addLayout(self._lay_side_by_side(*self.others.buttons()))
        column.addLayout(self._lay_side_by_side(self.scores, self.contacts))
        self.scores.setChecked(True)
        column.addWidget(self.sees)
        column.addWidget(self.lock)
        return choice

    def _lay_side_by_side(self, *parts: QWidget) -> QBoxLayout:
        """Parts in a row, or below each other where the text is large."""
        across = theme.px(100) <= TWO_COLUMNS_TO
        line = QBoxLayout(QBoxLayout.Direction.LeftToRight if across else QBoxLayout.Direction.TopToBottom)
        line.setSpacing(24 if across else 4)
        for part in parts:
            line.addWidget(part, int(isinstance(part, QLabel)))
        if across and not isinstance(parts[-1], QLabel):
            line.addStretch(1)
        return line

    def _build_statement_grid(self) -> QGridLayout:
        """The statements with who leads each, in two columns where there is room, first down and then across."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(2)
        columns = 2 if theme.px(100) <= TWO_COLUMNS_TO else 1
        lines = -(-len(self.statements) // columns)
        for place, (key, box) in enumerate(self.statements.items()):
            who = model.describe_statement_lead(self.year, key)
            box.setAccessibleDescription(who)
            across, line = divmod(place, lines)
            grid.addWidget(box, line, 2 * across)
            grid.addWidget(make_quiet_label(who), line, 2 * across + 1)
        for column in range(columns):
            grid.setColumnStretch(2 * column + 1, 1)
        return grid


def _make_plain_column(widget: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    return column
