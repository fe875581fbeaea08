"""The form for a new workbook: five questions, each answer checked where it was typed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QVBoxLayout, QWidget

from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.domain.model.errors import WorkbookError, WrongUseError
from selfassess.domain.model.fields import Value, clean_value
from selfassess.domain.model.new_year import check_label
from ui.widgets import look
from ui.widgets.entry_state import describe_entry, say_refusal, word_help


@dataclass(frozen=True, slots=True)
class NewWorkbook:
    """What the person answered; ``settings`` are the fields of the first assessment, as typed."""

    council: str
    reference: str
    year: str
    settings: tuple[tuple[str, Value], ...] = ()

    @property
    def file_name(self) -> str:
        """A name for the file that every system takes: no strange letters, and not too many."""
        safe = "".join(letter if letter.isalnum() or letter in " -_.,'()" else " " for letter in self.council)
        short = safe.encode()[:LONGEST_NAME].decode(errors="ignore")
        return f"{' '.join(short.split()) or 'Council'} self-assessment.sawb"


LONGEST_NAME = 160
"""Bytes of a council's name in the name of its file: systems take 255, and backups and notices add to it."""

QUESTIONS = (
    ("council", "Name of the council", "As it should stand on the cover.", "Derby City Council"),
    ("reference", "Reference (optional)", "The council's code, such as E06000015.", ""),
    ("year", "Year", "The year this self-assessment is about, such as 2025-26.", ""),
    ("requested_on", "Return requested on (optional)", "The date on CQC's request.", "10/02/2025"),
    ("due_at", "Return due (optional)", "The day and, where you know it, the hour.", "28/02/2025 17:00"),
)
"""Key, label, help, and an example shown in the empty field."""


NEEDED = ("council", "year")
FIELDS = {
    "council": ("council", "name"),
    "reference": ("council", "reference"),
    "requested_on": ("assessment", "requested_on"),
    "due_at": ("assessment", "due_at"),
}
"""Key -> the field of the catalogue that checks the answer."""


def financial_year_of(today: date) -> str:
    """The financial year that a day is in: "2025-26"."""
    first = today.year if today.month >= 4 else today.year - 1
    return f"{first}-{(first + 1) % 100:02}"


class NewWorkbookForm(QFrame):
    """``answered`` carries a NewWorkbook, ``cancelled`` where the person went back."""

    answered = Signal(object)
    cancelled = Signal()

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("look", "card")
        self.fields: dict[str, QLineEdit] = {}
        self.errors: dict[str, QLabel] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(4)
        column.addWidget(look.make_heading("New workbook", large=True))
        column.addWidget(
            look.make_quiet_label("One workbook holds one council and all its years. All this can be changed later.")
        )
        for key, words, help_, example in QUESTIONS:
            self._add_question(column, key, words, help_, example)
        self.fields["year"].setText(financial_year_of(today))
        column.addSpacing(12)
        self.go = look.make_primary_button("Choose where to keep it…", self.submit_answers)
        column.addWidget(look.make_row(self.go, look.make_secondary_button("Back", self.cancelled.emit)))

    def submit_answers(self) -> NewWorkbook | None:
        """Check every answer; where all are well, ``answered`` goes out."""
        typed = {key: field.text().strip() for key, field in self.fields.items()}
        settings: list[tuple[str, Value]] = []
        wrong = {}
        for key in self.fields:
            try:
                value = self._check_answer(key, typed[key])
            except WorkbookError as error:
                wrong[key] = str(error)
            else:
                if key in ("requested_on", "due_at") and value is not None:
                    settings.append((key, value))
        for key in self.fields:
            self._say_answer_error(key, wrong.get(key, ""))
        if wrong:
            self.fields[next(iter(wrong))].setFocus()
            return None
        made = NewWorkbook(typed["council"], typed["reference"], typed["year"], tuple(settings))
        self.answered.emit(made)
        return made

    def _check_again(self, key: str) -> None:
        """Say of an answer that was refused whether it is well now; what is being typed anew is not judged before."""
        if self.errors[key].text():
            try:
                self._check_answer(key, self.fields[key].text().strip())
            except WorkbookError as error:
                self._say_answer_error(key, str(error))
            else:
                self._say_answer_error(key, "")

    def _check_answer(self, key: str, typed: str) -> Value:
        if key == "year":
            return check_label(typed, ())
        if key == "council" and not typed:
            raise WrongUseError("A workbook needs the council's name.")
        kind, field = FIELDS[key]
        return clean_value(CATALOGUE[kind].by_key[field], typed)

    def _add_question(self, column: QVBoxLayout, key: str, words: str, help_: str, example: str) -> None:
        name = look.make_label(words, "strong")
        field = QLineEdit()
        hint = f"For example {example}" if example else ""
        field.setPlaceholderText(hint)
        field.setAccessibleName(words)
        help_ = word_help(help_, required=key in NEEDED)
        describe_entry(field, help_)
        field.returnPressed.connect(self.submit_answers)
        field.textEdited.connect(lambda _: self._check_again(key))
        name.setBuddy(field)
        error = look.make_label("", "error")
        error.hide()
        column.addSpacing(8)
        for part in (name, field, look.make_quiet_label(help_), error):
            column.addWidget(part)
        self.fields[key], self.errors[key] = field, error

    def _say_answer_error(self, key: str, sentence: str) -> None:
        field = self.fields[key]
        say_refusal(self.errors[key], sentence)
        help_ = next(q[2] for q in QUESTIONS if q[0] == key)
        describe_entry(field, word_help(help_, required=key in NEEDED), sentence)


def suggest_workbook_path(new: NewWorkbook, folder: str) -> Path:
    """Where a new workbook would be kept: in the folder of the last one while it is there."""
    folder_used = folder if folder and Path(folder).is_dir() else Path.home()
    return Path(folder_used) / new.file_name
