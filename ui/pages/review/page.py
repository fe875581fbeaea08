"""The page of review and sign-off: where each statement stands, the comments of the year, and its signed versions."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any, TypeVar

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QScrollArea, QTabBar, QVBoxLayout, QWidget

from selfassess.domain.model.events import StepTaken
from selfassess.domain.model.signed_version import latest_version, next_number, versions_of_assessment
from selfassess.domain.readiness import comments
from selfassess.domain.signing.signing import SIGNED, describe_signing_obstacles, find_signing_obstacles
from selfassess.domain.text.wording import british_date, join_with_and
from selfassess.domain.years.refresh import list_open_points
from selfassess.services.years import signing
from ui.bridge.workspace import Workspace
from ui.pages.review import model
from ui.pages.review.comments import CommentsPart
from ui.pages.review.cycle import RefreshPart, ViewsPart, describe_views
from ui.pages.review.sign_off import SignOffDialog
from ui.pages.review.versions import VersionsPart
from ui.widgets import look, theme
from ui.widgets.idle_queue import in_turns
from ui.widgets.tables import RowsModel, Table

SIGNING, COMMENTS, VERSIONS, PARTNERS, AGAIN = "sign-off", "comments", "versions", "partners", "refresh"
PARTS = (SIGNING, COMMENTS, VERSIONS, PARTNERS, AGAIN)
WAIT_MS = 200
UNKEPT = "Marked as signed off, but no version of it was kept"
P = TypeVar("P", bound=QWidget)


class _WholeTable(Table):
    """A table as tall as its rows: only the page scrolls."""

    def _measure_columns(self) -> None:
        super()._measure_columns()
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
        self.standing = look.make_heading("")
        self.words = look.make_text("")
        self.partners = look.make_text("")
        self.sign_button = look.make_primary_button("", self.open_sign_off)
        self.sent_button = look.make_secondary_button("It was submitted today", self.mark_as_submitted)
        self.next_button = look.make_secondary_button("", self.start_next_version)
        self.contribute = look.make_secondary_button(
            "Prepare a copy for a contributor…", lambda: workspace.go("contributor_copy")
        )
        self.buttons = look.make_row(self.sign_button, self.next_button, self.sent_button)
        self.model = RowsModel(
            model.STATEMENT_COLUMNS,
            search=lambda row: row.name,
            natural=lambda row: row.place,
            colour=theme.colour,
            parent=self,
        )
        self.table = _WholeTable(self.model, "Where each statement stands")
        self.table.lay_out_columns(model.STATEMENT_COLUMNS)
        self.table.opened.connect(lambda key: workspace.go(f"statement:{key}/review"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        said = (self.standing, self.words, self.partners)
        column.addWidget(look.make_card(*said, self.buttons, look.make_row(self.contribute)))
        column.addWidget(look.make_heading("Where each statement stands"))
        column.addWidget(
            look.make_quiet_label("Enter or a double click opens a statement where it is reviewed and agreed.")
        )
        column.addWidget(self.table)
        column.addStretch(1)

    def refresh(self) -> None:
        """Show the year as it is now."""
        session = self.workspace.session
        year = session.current
        closed, version = session.reason_closed(), latest_version(session.versions, year.id)
        following = ""
        self.partners.setText(describe_views(year))
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
            self.words.setText(self._describe_signatures())
        else:
            if version is not None:
                following = f" {version.name.capitalize()} was signed off before."
            self.standing.setText(
                f"Drafting version {number}" if version else UNKEPT if marked else "Not signed off yet"
            )
        in_turns(self, self._show_what_is_open(None if closed else following))

    def _show_what_is_open(self, following: str | None) -> Iterator[None]:
        """What takes a moment, in turns of its own: what is still open (unless it is signed), then every statement."""
        yield
        if following is not None:
            year = self.workspace.session.current
            self.words.setText(
                f"{describe_signing_obstacles(find_signing_obstacles(year, self.workspace.today()))}{following}"
            )
        yield
        self._show_statement_table()

    def open_sign_off(self) -> None:
        """Open the dialog that signs; everything typed is saved first."""
        if self.workspace.flush():
            self.dialog = SignOffDialog(self.workspace, self.window())
            self.dialog.open()

    def start_next_version(self) -> None:
        """Open the year for its next version."""
        session = self.workspace.session
        self.workspace.attempt_step(lambda: signing.start_next_version(session, session.current_id))

    def mark_as_submitted(self) -> None:
        """Say that the signed version was submitted today."""
        self.workspace.attempt_step(lambda: signing.record_submission(self.workspace.session, self.workspace.today()))

    def _describe_signatures(self) -> str:
        record = self.workspace.session.current.record
        signed = [
            f"{record.text_of(who)} ({words}) on {british_date(record.text_of(f'{who}_signed_on'))}"
            for who, words in (("director", "director"), ("chief_executive", "chief executive"))
            if record[who]
        ]
        by = f"By {join_with_and(signed)}. " if signed else ""
        sent = (
            f"Submitted on {british_date(record.text_of('submitted_on'))}. " if record["status"] == "submitted" else ""
        )
        return f"{by}{sent}Nothing is written in this year until the next version is started."

    def _show_statement_table(self) -> None:
        session = self.workspace.session
        agreed = [each for each in session.current.records_of("judgement") if each["status"] == "agreed"]
        since = model.find_changes_since_agreed((each, session.read_history(each.id)) for each in agreed)
        rows = model.build_review_statement_rows(session.current, since)
        chosen = self.table.current_row_id()
        self.model.show_rows(rows)
        self.table.choose_row(chosen)
        self.table.lay_out_columns(model.STATEMENT_COLUMNS)


class ReviewPage(QWidget):
    """Shows "review", "review/comments", "review/comments/<id>" or "review/versions".

    Each part is made when it is first looked at, and brought up to date while it is in view.
    """

    title = "Review and sign-off"

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.dress_parts(self)
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
        self._later.timeout.connect(self._bring_up)
        self._lay_out_review()
        self.tabs.currentChanged.connect(lambda _: self._show_chosen_tab())
        workspace.step_taken.connect(self._on_review_step)
        self.refresh()

    @cached_property
    def standing_part(self) -> StandingPart:
        """The part in which the year is signed."""
        return self._add_scrolling_part(SIGNING, StandingPart(self.workspace))

    @cached_property
    def comments_part(self) -> CommentsPart:
        """The comments of the year."""
        return self._add_scrolling_part(COMMENTS, CommentsPart(self.workspace))

    @cached_property
    def versions_part(self) -> VersionsPart:
        """The signed versions."""
        return self._add_scrolling_part(VERSIONS, VersionsPart(self.workspace))

    @cached_property
    def views_part(self) -> ViewsPart:
        """What the lead member and partners think."""
        return self._add_scrolling_part(PARTNERS, ViewsPart(self.workspace))

    @cached_property
    def refresh_part(self) -> RefreshPart:
        """What a refresh asks to look at again."""
        return self._add_scrolling_part(AGAIN, RefreshPart(self.workspace))

    def show_place(self, rest: str) -> None:
        """Show a part of the page, and a comment or a view in it."""
        name, _, id = rest.partition("/")
        if name in PARTS:
            self.tabs.setCurrentIndex(PARTS.index(name))
        self._show_chosen_tab()
        if id and name == COMMENTS:
            self.comments_part.choose_comment(id)
        if id and name == PARTNERS:
            self.views_part.list.open_record(id)

    def refresh(self) -> None:
        """Show everything as it is now; what is not in view follows when somebody looks at it."""
        self._stale = set(PARTS)
        self._bring_up()

    def _bring_up(self) -> None:
        self._later.stop()
        session = self.workspace.session
        left = sum(map(comments.is_comment_open, session.current.records_of("comment")))
        versions = len(versions_of_assessment(session.versions, session.current_id))
        self.tabs.setTabText(0, "Sign-off")
        self.tabs.setTabText(1, f"Comments ({left:,} open)" if left else "Comments")
        self.tabs.setTabText(2, f"Versions ({versions:,})" if versions else "Versions")
        views = len(session.current.records_of("partner_view"))
        self.tabs.setTabText(3, f"Lead member and partners ({views:,})" if views else "Lead member and partners")
        again = len(list_open_points(session.current))
        self.tabs.setTabText(4, f"Look again ({again:,} open)" if again else "Look again")
        self._show_chosen_tab()

    def showEvent(self, event: Any) -> None:
        super().showEvent(event)
        if self._stale:
            self._bring_up()

    def _on_review_step(self, step: StepTaken) -> None:
        # Every change may be one since somebody agreed or signed, or of something that is to be looked at again.
        self._stale |= {SIGNING, VERSIONS, AGAIN}
        if step.touches_kind("comment") or step.touched.names:
            self._stale.add(COMMENTS)
        if step.touches_kind("partner_view"):
            self._stale.add(PARTNERS)
        if self.isVisible():
            self._later.start()

    def _show_chosen_tab(self) -> None:
        """Show the part that is chosen, as it is now."""
        wanted = PARTS[max(self.tabs.currentIndex(), 0)]
        part: StandingPart | CommentsPart | VersionsPart | ViewsPart | RefreshPart
        match wanted:
            case "comments":
                part = self.comments_part
            case "versions":
                part = self.versions_part
            case "partners":
                part = self.views_part
            case "refresh":
                part = self.refresh_part
            case _:
                part = self.standing_part
        if wanted in self._stale:
            part.refresh()
            self._stale.discard(wanted)
        for name, area in self._areas.items():
            area.setVisible(name == wanted)

    def _add_scrolling_part(self, name: str, part: P) -> P:
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

    def _lay_out_review(self) -> None:
        head = QWidget()
        above = QVBoxLayout(head)
        above.setContentsMargins(28, 16, 28, 8)
        above.setSpacing(8)
        above.addWidget(look.make_title(self.title))
        above.addWidget(self.tabs)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(head)
