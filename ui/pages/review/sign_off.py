"""The dialog in which director and chief executive sign: what stands in the way first, then names and dates."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.domain.model.editions import Edition
from selfassess.domain.model.errors import WorkbookError
from selfassess.domain.model.fields import british_date, clean
from selfassess.domain.model.plural import count_noun
from selfassess.domain.model.signed_version import latest, next_number
from selfassess.domain.publishing import personal_data_places
from selfassess.domain.publishing.personal_data_places import Place
from selfassess.domain.signing.signing import InTheWay, Obstacle, Signatures, check, in_the_way, told
from selfassess.services.years import signing
from selfassess.services.years.signing import Prepared
from ui.bridge.disclosure import search
from ui.bridge.places import record_place
from ui.bridge.task_dialog import TaskDialog
from ui.bridge.tasks import Task
from ui.bridge.workspace import Workspace
from ui.pages.review.versions import suggested
from ui.widgets import dialogs, look, theme
from ui.widgets.reading_order import InReadingOrder
from ui.widgets.sheet import Sheet

WIDEST, HIGHEST = 1100, 700
"""What the smallest screen leaves for a dialog."""
SHOWN = 5
"""So many of each kind are named; more are counted."""
ABOUT = (
    "Signing freezes the self-assessment as it is now: the version is kept whole, with the PDF that is made of it, "
    "and can be read and given out for ever. To write on afterwards you start the next version."
)
LEFT_OPEN = "Sign with this left open"
FINAL = "A signed version is never undone."


class SignOffDialog(InReadingOrder, TaskDialog):
    """Leads to what is still open, or signs; then offers the PDF."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.dress(self)
        self.workspace = workspace
        self.year = workspace.session.current
        self.number = next_number(workspace.session.versions, self.year.id)
        self.setWindowTitle("Sign off")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(min(theme.px(760), WIDEST), min(theme.px(660), HIGHEST))
        self.found: tuple[InTheWay, ...] = ()
        self.prepared: Prepared | None = None
        self.summary = look.label("", "strong")
        self.list = Sheet("What stands in the way of signing")
        self.list.anchorClicked.connect(lambda url: self.go(int(url.toString())))
        self.left_open = QCheckBox(LEFT_OPEN)
        self.left_open.toggled.connect(lambda _: self._allow())
        self.names: dict[str, QLineEdit] = {}
        self.edition = QComboBox()
        self.edition.setAccessibleName("The PDF is for")
        self.edition.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.edition.setMinimumContentsLength(12)
        for each in Edition:
            self.edition.addItem(each.label, each)
        self.edition.setCurrentIndex(self.edition.findData(Edition.BOARD))
        self.bar = QProgressBar()
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName("How far the version is")
        self.said = look.Banner("", dismissible=False)
        self.sign_button = look.primary(f"Sign off as version {self.number}", self.sign)
        self.save = look.primary("Save the signed PDF…", self.ask_save)
        self.stop = look.secondary("Cancel", self.reject)
        self._lay_out()
        self._show(())
        self._look_for_personal_data()

    def signatures(self) -> Signatures:
        """What stands in the fields; raises WorkbookError where it cannot be so."""
        typed = {}
        for key, line in self.names.items():
            typed[key] = str(clean(CATALOGUE["assessment"].by_key[key], line.text()) or "")
        made = Signatures(**typed)
        check(made, self.workspace.today())
        return made

    def go(self, number: int) -> None:
        """Close, and go to where something that is open is put right."""
        each = self.found[number]
        place = way_to(self.workspace, each)
        self.reject()
        self.workspace.go(place)

    def sign(self) -> None:
        """Make the version on a worker, then write it."""
        session = self.workspace.session
        try:
            signatures = self.signatures()
        except WorkbookError as error:
            self.said.say(str(error), "error")
            return
        if not self.workspace.flush():
            self.said.say("Something you typed cannot be saved yet. Put it right first, then sign.", "warning")
            return
        path, id, author, clock = session.path, self.year.id, session.author, self.workspace.clock
        edition = Edition(self.edition.currentData())
        self.task = task = Task(
            lambda progress, cancelled: signing.prepare(
                path,
                id,
                signatures,
                author=author,
                edition=edition,
                clock=clock,
                progress=progress,
                cancelled=cancelled,
            ),
            self,
        )
        task.progressed.connect(lambda part: self.bar.setValue(round(part * 1000)))
        task.done.connect(self._write)
        task.failed.connect(lambda sentence: self._ended(sentence, "error"))
        task.cancelled.connect(lambda: self._ended("Stopped. Nothing was signed.", "info"))
        self.bar.setValue(0)
        self._busy(True)
        task.start()

    def say_stopping(self) -> None:
        self.said.say("Stopping …", "info")

    def ask_save(self) -> None:
        """Ask where the signed PDF goes."""
        if self.prepared is not None:
            folder = Path(self.workspace.settings.last_folder or self.workspace.session.path.parent)
            name = suggested(self.workspace, self.prepared.kept.version, "pdf")
            dialogs.ask_save(self, "Save the signed PDF", "PDF (*.pdf)", folder / name, self.save_pdf)

    def save_pdf(self, out: Path) -> None:
        """Write the signed PDF."""
        assert self.prepared is not None
        version, pdf = self.prepared.kept.version, self.prepared.pdf
        try:
            signing.write_pdf(pdf, out)
        except WorkbookError as error:
            self.said.say(str(error), "error")
            return
        self.workspace.settings.last_folder = str(out.parent)
        self.said.say(f"The signed PDF of {version.name} was saved as {out}.", "good")

    def _write(self, prepared: Prepared) -> None:
        try:
            signing.sign(self.workspace.session, prepared)
        except WorkbookError as error:
            self._ended(str(error), "error")
            return
        self.prepared = prepared
        version = prepared.kept.version
        words = (
            f"{self.year.label} is signed off as {version.name}. Its PDF has {count_noun(prepared.pages, 'page')} and "
            f"the fingerprint {version.pdf_fingerprint[:16]}…; save it now, or later from “Versions”."
        )
        self._ended(words, "good")
        for part in (self.open_part, self.sign_button):
            part.hide()
        self.heading.setText(f"Signed off as {version.name}")
        self.resize(self.width(), self.sizeHint().height())
        self.save.show()
        self.save.setFocus()
        self.stop.setText("Close")

    def _ended(self, sentence: str, kind: str) -> None:
        self.task = None
        self._busy(False)
        self.said.say(sentence, kind)

    def _busy(self, busy: bool) -> None:
        self.bar.setVisible(busy)
        self.body.setEnabled(not busy)
        self._allow(not busy)
        self.stop.setText("Stop" if busy else "Cancel")
        if busy:
            self.said.say("Making the version, its PDF and a backup …", "info")

    def _look_for_personal_data(self) -> None:
        task = search(self.workspace, self.year.label)
        task.setParent(self)
        task.done.connect(
            lambda places: self._show(personal_data_places.open_places(places, self.workspace.settings.settled))
        )
        task.start()

    def _show(self, places: Sequence[Place]) -> None:
        """Show what stands in the way."""
        self.found = in_the_way(self.year, self.workspace.today(), tuple(places))
        self.summary.setText(told(self.found))
        self.list.show_html(lambda: in_words(self.found))
        self.list.setVisible(bool(self.found))
        self.left_open.setVisible(bool(self.found))
        self._allow()

    def _allow(self, allowed: bool = True) -> None:
        self.sign_button.setEnabled(allowed and self.task is None and (not self.found or self.left_open.isChecked()))

    def _lay_out(self) -> None:
        self.body = QWidget()
        inside = QVBoxLayout(self.body)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(10)
        for widget in (look.text(ABOUT), look.heading("What stands in the way"), self.summary, self.list):
            inside.addWidget(widget)
        inside.addWidget(self.left_open)
        inside.addWidget(look.heading("Signatures"))
        inside.addLayout(self._signatures())
        inside.addWidget(look.label("The PDF is for"))
        inside.addWidget(self.edition)
        inside.addStretch(1)
        self.open_part = scroll = look.scrolling(self.body)
        foot = QHBoxLayout()
        foot.addWidget(look.quiet(FINAL), 1)
        for button in (self.stop, self.save, self.sign_button):
            foot.addWidget(button)
        page = QVBoxLayout(self)
        page.setContentsMargins(24, 20, 24, 20)
        page.setSpacing(10)
        self.heading = look.title(f"Sign off {self.year.label} as version {self.number}")
        page.addWidget(self.heading)
        page.addWidget(scroll, 1)
        for part in (self.bar, self.said):
            page.addWidget(part)
            part.hide()
        page.addLayout(foot)
        self.save.hide()

    def _signatures(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        last = latest(self.workspace.session.versions, self.year.id)
        known = {"director": last.director, "chief_executive": last.chief_executive} if last else {}
        for column, key in enumerate(Signatures.__slots__):
            spec = CATALOGUE["assessment"].by_key[key]
            today = british_date(self.workspace.today())
            given = self.year.record.text(key)
            shown = (british_date(given) or today) if key.endswith("_on") else given or known.get(key, "")
            line = QLineEdit(shown)
            line.setAccessibleName(spec.label)
            self.names[key] = line
            row, side = (column // 2) * 2, column % 2
            grid.addWidget(look.label(spec.label), row, side)
            grid.addWidget(line, row + 1, side)
        return grid


def in_words(found: Sequence[InTheWay]) -> str:
    """What stands in the way as lists under their kinds; each thing is a link to where it is put right."""
    made: list[str] = []
    accent = theme.tokens()["accent"]
    for kind in Obstacle:
        own = [(number, each) for number, each in enumerate(found) if each.kind is kind]
        if not own:
            continue
        lines = "".join(
            f'<li><a href="{number}" style="color:{accent}">{escape(each.message)}</a></li>'
            for number, each in own[:SHOWN]
        )
        more = f"<li>and {len(own) - SHOWN:,} more</li>" if len(own) > SHOWN else ""
        made.append(f"<h4>{escape(kind)}</h4><ul>{lines}{more}</ul>")
    return "".join(made)


def way_to(workspace: Workspace, each: InTheWay) -> str:
    """The place of the window where something that is open is put right."""
    if each.finding is not None:
        return workspace.finding_place(each.finding)
    if each.kind is Obstacle.PERSONAL:
        return "personal_data"
    year = workspace.session.current
    record = year.by_id.get(each.record)
    if record is not None and record.kind == "judgement":
        return f"statement:{record['quality_statement']}/review"
    return record_place(year, record)
