"""The page of review and sign-off: where each statement stands, the comments of the year, and its signed versions."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any, TypeVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QScrollArea, QTabBar, QVBoxLayout, QWidget

from selfassess.domain.model.events import StepTaken
from selfassess.domain.model.fields import british_date
from selfassess.domain.model.signed_version import latest, next_number, of_assessment
from selfassess.domain.readiness import comments
from selfassess.domain.signing.signing import SIGNED, in_the_way, told
from selfassess.services.years import signing
from ui.bridge.workspace import Workspace
from ui.pages.review import model
from ui.pages.review.comments import CommentsPart
from ui.pages.review.sign_off import SignOffDialog
from ui.pages.review.versions import VersionsPart
from ui.widgets import look, theme
from ui.widgets.idle_queue import in_turns
from ui.widgets.tables import RowsModel, Table

SIGNING, COMMENTS, VERSIONS = "sign-off", "comments", "versions"
PARTS = (SIGNING, COMMENTS, VERSIONS)
WAIT_MS = 200
UNKEPT = "Marked as signed off, but no version of it was kept"
P = TypeVar("P", bound=QWidget)


class _WholeTable(Table):
    """A table as tall as its rows: only the page scrolls."""

    def _measure(self) -> None:
        super()._measure()
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        heads = self.horizontalHeader()
        wide = heads.length() > self.viewport().width()
        bar = self.horizontalScrollBar().sizeHint().height() if wide else 0
        rows = self.model().rowCount() * self.verticalHeader().defaultSectionSize()
        self.setFixedHeight(heads.sizeHint().height() + rows + bar + 4)


class StandingPart(QWidget):
    """How far the year is from being signed, with the button that leads there, and every statement."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace = workspace
        self.dialog: SignOffDialog | None = None
        self.standing = look.heading("")
        self.words = look.text("")
        self.sign_button = look.primary("", self.sign_off)
        self.sent_button = look.secondary("It was submitted today", self.say_sent)
        self.next_button = look.secondary("", self.start_next)
        self.contribute = look.secondary("Prepare a copy for a contributor…", lambda: workspace.go("contribute"))
        self.buttons = look.row(self.sign_button, self.next_button, self.sent_button)
        self.model = RowsModel(
            model.STATEMENT_COLUMNS,
            search=lambda row: row.name,
            natural=lambda row: row.place,
            colour=theme.colour,
            parent=self,
        )
        self.table = _WholeTable(self.model, "Where each statement stands")
        self.table.lay_out(model.STATEMENT_COLUMNS)
        self.table.opened.connect(lambda key: workspace.go(f"statement:{key}/review"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(look.card(self.standing, self.words, self.buttons, look.row(self.contribute)))
        column.addWidget(look.heading("Where each statement stands"))
        column.addWidget(look.quiet("Enter or a double click opens a statement where it is reviewed and agreed."))
        column.addWidget(self.table)
        column.addStretch(1)

    def refresh(self) -> None:
        """Show the year as it is now."""
        session = self.workspace.session
        year = session.current
        closed, version = session.closed(), latest(session.versions, year.id)
        following = ""
        number = next_number(session.versions, year.id)
        marked = year.record["status"] in SIGNED
        self.sign_button.setText(f"Sign off as version {number}…")
        self.next_button.setText(f"Start version {number}")
        own, writable = not year.by_cqc, not session.read_only_because and session.contribution is None
        self.sign_button.setVisible(own and writable and not closed)
        self.contribute.setVisible(own and session.contribution is None and not closed)
        self.next_button.setVisible(own and writable and bool(closed))
        self.sent_button.setVisible(bool(closed) and writable and year.record["status"] == "signed_off")
        if closed and version is not None:
            self.standing.setText(f"Signed off as {version.name}")
            self.words.setText(self._signed_words())
        else:
            if version is not None:
                following = f" {version.name.capitalize()} was signed off before."
            self.standing.setText(
                f"Drafting version {number}" if version else UNKEPT if marked else "Not signed off yet"
            )
        in_turns(self, self._work_out(None if closed else following))

    def _work_out(self, following: str | None) -> Iterator[None]:
        """What takes a moment, in turns of its own: what is still open (unless it is signed), then every statement."""
        yield
        if following is not None:
            year = self.workspace.session.current
            self.words.setText(f"{told(in_the_way(year, self.workspace.today()))}{following}")
        yield
        self._show_statements()

    def sign_off(self) -> None:
        """Open the dialog that signs; everything typed is saved first."""
        if self.workspace.flush():
            self.dialog = SignOffDialog(self.workspace, self.window())
            self.dialog.open()

    def start_next(self) -> None:
        """Open the year for its next version."""
        session = self.workspace.session
        self.workspace.attempt(lambda: signing.start_next(session, session.current_id))

    def say_sent(self) -> None:
        """Say that the signed version was submitted today."""
        self.workspace.attempt(lambda: signing.say_sent(self.workspace.session, self.workspace.today()))

    def _signed_words(self) -> str:
        record = self.workspace.session.current.record
        signed = [
            f"{record.text(who)} ({words}) on {british_date(record.text(f'{who}_signed_on'))}"
            for who, words in (("director", "director"), ("chief_executive", "chief executive"))
            if record[who]
        ]
        by = f"By {' and '.join(signed)}. " if signed else ""
        sent = f"Submitted on {british_date(record.text('submitted_on'))}. " if record["status"] == "submitted" else ""
        return f"{by}{sent}Nothing is written in this year until the next version is started."

    def _show_statements(self) -> None:
        session = self.workspace.session
        agreed = [each for each in session.current.of("judgement") if each["status"] == "agreed"]
        since = model.since((each, session.history(each.id)) for each in agreed)
        rows = model.statement_rows(session.current, since)
        chosen = self.table.current()
        self.model.show(rows)
        self.table.choose(chosen)
        self.table.lay_out(model.STATEMENT_COLUMNS)


class ReviewPage(QWidget):
    """Shows "review", "review/comments", "review/comments/<id>" or "review/versions".

    Each part is made when it is first looked at, and brought up to date while it is in view.
    """

    title = "Review and sign-off"

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.dress(self)
        self.workspace = workspace
        self.tabs = QTabBar()
        self.tabs.setAccessibleName("Parts of review and sign-off")
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        for name in PARTS:
            self.tabs.addTab(name)
        self._areas: dict[str, QScrollArea] = {}
        self._stale: set[str] = set(PARTS)
        self._later = QTimer(self, singleShot=True, interval=WAIT_MS)
        self._later.timeout.connect(self.refresh)
        self._lay_out()
        self.tabs.currentChanged.connect(lambda _: self._show_part())
        workspace.step_taken.connect(self._on_step)
        self.refresh()

    @cached_property
    def standing(self) -> StandingPart:
        """The part in which the year is signed."""
        return self._placed(SIGNING, StandingPart(self.workspace))

    @cached_property
    def comments(self) -> CommentsPart:
        """The comments of the year."""
        return self._placed(COMMENTS, CommentsPart(self.workspace))

    @cached_property
    def versions(self) -> VersionsPart:
        """The signed versions."""
        return self._placed(VERSIONS, VersionsPart(self.workspace))

    def show_place(self, rest: str) -> None:
        """Show a part of the page, and a comment in it."""
        name, _, id = rest.partition("/")
        if name in PARTS:
            self.tabs.setCurrentIndex(PARTS.index(name))
        self._show_part()
        if id and name == COMMENTS:
            self.comments.choose(id)

    def refresh(self) -> None:
        """Show everything as it is now; what is not in view follows when somebody looks at it."""
        self._later.stop()
        self._stale = set(PARTS)
        session = self.workspace.session
        left = sum(map(comments.is_open, session.current.of("comment")))
        versions = len(of_assessment(session.versions, session.current_id))
        self.tabs.setTabText(0, "Sign-off")
        self.tabs.setTabText(1, f"Comments ({left:,} open)" if left else "Comments")
        self.tabs.setTabText(2, f"Versions ({versions:,})" if versions else "Versions")
        self._show_part()

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        if self._stale:
            self.refresh()

    def _on_step(self, step: StepTaken) -> None:
        self._stale = set(PARTS)
        if self.isVisible():
            self._later.start()

    def _show_part(self) -> None:
        """Show the part that is chosen, as it is now."""
        wanted = PARTS[max(self.tabs.currentIndex(), 0)]
        part: StandingPart | CommentsPart | VersionsPart
        match wanted:
            case "comments":
                part = self.comments
            case "versions":
                part = self.versions
            case _:
                part = self.standing
        if wanted in self._stale:
            part.refresh()
            self._stale.discard(wanted)
        for name, area in self._areas.items():
            area.setVisible(name == wanted)

    def _placed(self, name: str, part: P) -> P:
        """A part in an area of its own that scrolls."""
        inner = QWidget()
        inside = QVBoxLayout(inner)
        inside.setContentsMargins(28, 8, 28, 24)
        inside.addWidget(part)
        area = look.ScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(inner)
        self._areas[name] = area
        self._column.addWidget(area, 1)
        return part

    def _lay_out(self) -> None:
        head = QWidget()
        above = QVBoxLayout(head)
        above.setContentsMargins(28, 16, 28, 8)
        above.setSpacing(8)
        above.addWidget(look.title(self.title))
        above.addWidget(self.tabs)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(head)
