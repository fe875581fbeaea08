"""Where one can go: the lines of the list on the left, with how far each statement is and its score."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from selfassess.domain.framework.framework import ScoreLook
from selfassess.domain.model import statement_status
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.readiness import readiness
from selfassess.services.workbook.places import is_within_place

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
ENTRY, SPOKEN, TIP = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole

REGISTERS = (
    ("Evidence", "register:evidence"),
    ("Coverage", "coverage"),
    ("Stories", "register:stories"),
    ("Strengths", "register:strengths"),
    ("Areas for improvement", "register:improvements"),
    ("Risks", "register:risks"),
    ("Actions", "register:actions"),
    ("Improvement plan", "improvement_plan"),
    ("Measures", "register:measures"),
)
CQC = (
    ("About this self-assessment", "sections"),
    ("Information return", "return"),
    ("Contacts", "register:contacts"),
    ("The visit", "visit"),
    ("Review and sign-off", "review"),
)
YEARS = (
    ("Years", "years"),
    ("CQC’s findings", "findings"),
    ("Where others stand", "standings"),
    ("Region", "region"),
)
WORKBOOK = (
    ("History", "history"),
    ("Backups", "backups"),
    ("Settings", "settings"),
    ("Help", "help"),
)
GROUPS = (("Registers", REGISTERS), ("CQC", CQC), ("Years and councils", YEARS), ("This workbook", WORKBOOK))
"""What stands below the statements, under its headings: those above keep their lines longest where room is short."""
READ = {"sections": "About this assessment"}
"""Place -> its words in a year that others made, where they are not the same."""
HELD = {
    "register:evidence": "evidence",
    "coverage": "evidence",
    "register:stories": "story",
    "register:strengths": "strength",
    "register:improvements": "improvement",
    "register:risks": "risk",
    "register:actions": "action",
    "improvement_plan": "action",
    "register:measures": "measure",
    "register:contacts": "contact",
    "sections": "section",
    "return": "return_answer",
    "visit": "interview",
    "review": "comment",
}
"""Place -> the kind of record that is there; a year that others made has no line for a place without any."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: a place to go, or a heading where ``place`` is ""."""

    words: str
    place: str = ""
    progress: tuple[int, int] | None = None
    score: ScoreLook | None = None
    status: str = ""

    @property
    def may_have_score(self) -> bool:
        """Whether it is a statement, which has a score or may have one."""
        return self.place.startswith("statement:")

    @property
    def spoken_line(self) -> str:
        """The line for somebody who hears it."""
        if not self.may_have_score:
            return self.words
        if self.progress is None:
            return f"{self.words}, {'no score' if self.score is None else self.score.spoken_score}"
        score = "not scored yet" if self.score is None else self.score.spoken_score
        return f"{self.words}, {self.status}, {self.progress[0]} of {self.progress[1]} steps done, {score}"


def list_navigation_entries(assessment: Assessment) -> Iterator[Entry]:
    """Every line for an assessment, from the top."""
    read = assessment.by_cqc
    yield Entry("Overview", "overview")
    for theme_ in assessment.framework.themes:
        yield Entry(theme_.short_name)
        for statement in theme_.statements:
            yield statement_entry(assessment, statement.key, statement.short_name)
    for heading, lines in GROUPS:
        held = [(words, place) for words, place in lines if _has_place(assessment, place)]
        if held:
            yield Entry(heading)
        for words, place in held:
            yield Entry(READ.get(place, words) if read else words, place)


def statement_entry(assessment: Assessment, key: str, words: str) -> Entry:
    """The line of a quality statement: how far it is, and its score."""
    read, place = assessment.by_cqc, f"statement:{key}"
    score = assessment.framework.find_look(assessment.score_of(key))
    if read:
        return Entry(words, place, None, score)
    status = statement_status.describe_statement_status(assessment, key)
    return Entry(words, place, readiness.count_filled_steps(assessment, key), score, status=status)


def _has_place(assessment: Assessment, place: str) -> bool:
    return not assessment.by_cqc or place not in HELD or bool(assessment.records_of(HELD[place]))


class NavigationModel(QAbstractListModel):
    """The lines as a list; only lines that changed are repainted."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.entries: tuple[Entry, ...] = ()
        self.folded: set[str] = set()
        """The headings of the groups whose lines are not shown."""

    def find_heading(self, line: int) -> int:
        """The line of the heading that a line stands under, its own where it is one; -1 where it stands under none."""
        return next((above for above in range(line, -1, -1) if not self.entries[above].place), -1)

    def list_group_lines(self, heading: int) -> range:
        """The lines under a heading."""
        end = heading + 1
        while end < len(self.entries) and self.entries[end].place:
            end += 1
        return range(heading + 1, end)

    def list_groups(self) -> list[tuple[int, range]]:
        """The line of each heading, and the lines under it."""
        headings = (line for line, entry in enumerate(self.entries) if not entry.place)
        return [(heading, self.list_group_lines(heading)) for heading in headings]

    def set_folded_groups(self, folded: set[str]) -> None:
        """Note the headings whose lines are not shown; the view hides them."""
        changed, self.folded = self.folded ^ folded, folded
        for heading, _ in self.list_groups():
            if self.entries[heading].words in changed:
                self.dataChanged.emit(self.index(heading), self.index(heading))

    def show_assessment_lines(self, assessment: Assessment) -> None:
        """Bring the lines up to an assessment."""
        fresh = tuple(list_navigation_entries(assessment))
        if [e.place for e in fresh] != [e.place for e in self.entries]:
            self.beginResetModel()
            self.entries = fresh
            self.endResetModel()
            return
        before, self.entries = self.entries, fresh
        for line, (old, new) in enumerate(zip(before, fresh, strict=True)):
            if old != new:
                self.dataChanged.emit(self.index(line), self.index(line))

    def show_statements(self, assessment: Assessment, keys: Collection[str]) -> None:
        """Bring the lines of a few statements up to an assessment; the others say what they said."""
        fresh = list(self.entries)
        for line, old in enumerate(self.entries):
            page, _, key = old.place.partition(":")
            if page == "statement" and key in keys:
                fresh[line] = statement_entry(assessment, key, old.words)
                if fresh[line] != old:
                    self.entries = tuple(fresh)
                    # Its words are the same, so that no line needs another place.
                    self.dataChanged.emit(self.index(line), self.index(line), [ENTRY, SPOKEN, TIP])

    def find_line_of_place(self, place: str) -> int:
        """The line that a place belongs to, -1 where none does."""
        found = (n for n, entry in enumerate(self.entries) if entry.place and is_within_place(place, entry.place))
        return next(found, -1)

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.entries):
            return None
        entry = self.entries[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return entry.words
            case Qt.ItemDataRole.AccessibleTextRole | Qt.ItemDataRole.ToolTipRole:
                if entry.place:
                    return entry.spoken_line
                return f"{entry.words}, {'folded' if entry.words in self.folded else 'unfolded'}"
        return entry if role == ENTRY else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        entry = self.entries[index.row()] if index.isValid() and index.row() < len(self.entries) else None
        if entry is not None and (entry.place or entry.words in self.folded):  # the keyboard comes to what is folded
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        return Qt.ItemFlag.NoItemFlags
