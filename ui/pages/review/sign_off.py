"""The dialog in which director and chief executive sign: what stands in the way first, then names and dates."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.domain.model.editions import Edition
from selfassess.domain.model.errors import WorkbookError
from selfassess.domain.model.fields import clean_value
from selfassess.domain.model.signed_version import latest_version, next_number
from selfassess.domain.publishing import personal_data_places
from selfassess.domain.publishing.personal_data_places import Place
from selfassess.domain.signing.signing import (
    InTheWay,
    Obstacle,
    Signatures,
    check_signatures,
    describe_signing_obstacles,
    find_signing_obstacles,
)
from selfassess.domain.text.wording import british_date, count_noun
from selfassess.services.workbook.places import place_of_record
from selfassess.services.workbook.snapshot import hold_workbook
from selfassess.services.years import signing
from selfassess.services.years.signing import Prepared
from ui.bridge.tasks import Task
from ui.bridge.workspace import Workspace
from ui.jobs.job_dialog import JobDialog
from ui.pages.review.versions import suggest_version_file_name
from ui.widgets import dialogs, look, theme
from ui.widgets.sheet import Sheet

SHOWN = 5
"""So many of each kind are named; more are counted."""
ABOUT = (
    "Signing freezes the self-assessment as it is now: the version is kept whole, with the PDF that is made of it, "
    "and can be read and given out for ever. To write on afterwards you start the next version."
)
LEFT_OPEN = "Sign with this left open"
FINAL = "A signed version is never undone."


class SignOffDialog(JobDialog):
    """Leads to what is still open, or signs; then offers the PDF."""

    stopped_words = "Stopped. Nothing was signed."

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent, "Sign off", (760, 660), progress="How far the version is")
        self.workspace = workspace
        self.year = workspace.session.current
        self.number = next_number(workspace.session.versions, self.year.id)
        self.found: tuple[InTheWay, ...] = ()
        self.prepared: Prepared | None = None
        self.summary = look.make_label("", "strong")
        self.list = Sheet("What stands in the way of signing")
        self.list.anchorClicked.connect(lambda url: self.go_to_obstacle(int(url.toString())))
        self.left_open = QCheckBox(LEFT_OPEN)
        self.left_open.toggled.connect(lambda _: self._allow_signing())
        self.names: dict[str, QLineEdit] = {}
        self.edition = QComboBox()
        self.edition.setAccessibleName("The PDF is for")
        self.edition.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.edition.setMinimumContentsLength(12)
        for each in Edition:
            self.edition.addItem(each.label, each)
        self.edition.setCurrentIndex(self.edition.findData(Edition.BOARD))
        self.sign_button = look.make_primary_button(f"Sign off as version {self.number}", self.begin_signing)
        self.save = look.make_primary_button("Save the signed PDF…", self.ask_where_to_save_pdf)
        self._lay_out_sign_off()
        self._show_obstacles(())
        self._begin_personal_data_search()

    def read_signatures(self) -> Signatures:
        """What stands in the fields; raises WorkbookError where it cannot be so."""
        typed = {}
        for key, line in self.names.items():
            typed[key] = str(clean_value(CATALOGUE["assessment"].by_key[key], line.text()) or "")
        made = Signatures(**typed)
        check_signatures(made, self.workspace.today())
        return made

    def go_to_obstacle(self, number: int) -> None:
        """Close, and go to where something that is open is put right."""
        each = self.found[number]
        place = find_obstacle_place(self.workspace, each)
        self.reject()
        self.workspace.go(place)

    def begin_signing(self) -> None:
        """Make the version on a worker, then write it."""
        session = self.workspace.session
        try:
            signatures = self.read_signatures()
        except WorkbookError as error:
            self.said.show_message(str(error), "error")
            return
        if not self.workspace.flush():
            self.said.show_message("Something you typed cannot be saved yet. Put it right first, then sign.", "warning")
            return
        path, id, author, clock = session.path, self.year.id, session.author, self.workspace.clock
        edition = Edition(self.edition.currentData())
        task = Task(
            lambda progress, cancelled: signing.prepare_version(
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
        self.run_job(task, "Making the version, its PDF and a backup …", self._write_signed_version)

    def ask_where_to_save_pdf(self) -> None:
        """Ask where the signed PDF goes."""
        if self.prepared is not None:
            folder = Path(self.workspace.settings.last_folder or self.workspace.session.path.parent)
            name = suggest_version_file_name(self.workspace, self.prepared.kept.version, "pdf")
            dialogs.ask_save_path(self, "Save the signed PDF", "PDF (*.pdf)", folder / name, self.save_signed_pdf)

    def save_signed_pdf(self, out: Path) -> None:
        """Write the signed PDF."""
        assert self.prepared is not None
        version, pdf = self.prepared.kept.version, self.prepared.pdf
        try:
            signing.write_signed_pdf(pdf, out)
        except WorkbookError as error:
            self.said.show_message(str(error), "error")
            return
        self.workspace.settings.last_folder = str(out.parent)
        self.said.show_message(f"The signed PDF of {version.name} was saved as {out}.", "good")

    def _write_signed_version(self, prepared: Prepared) -> None:
        try:
            signing.sign_version(self.workspace.session, prepared)
        except WorkbookError as error:
            self.said.show_message(str(error), "error")
            return
        self.prepared = prepared
        version = prepared.kept.version
        words = (
            f"{self.year.label} is signed off as {version.name}. Its PDF has {count_noun(prepared.pages, 'page')} and "
            f"the fingerprint {version.pdf_fingerprint[:16]}…; save it now, or later from “Versions”."
        )
        self.said.show_message(words, "good")
        for part in (self.open_part, self.sign_button):
            part.hide()
        self.heading.setText(f"Signed off as {version.name}")
        self.resize(self.width(), self.sizeHint().height())
        self.save.show()
        self.save.setFocus()
        self.offer_to_close()

    def set_busy(self, busy: bool) -> None:
        self.body.setEnabled(not busy)
        self._allow_signing(not busy)

    def _begin_personal_data_search(self) -> None:
        book, label = hold_workbook(self.workspace.session), self.year.label
        task = Task(lambda progress, cancelled: personal_data_places.find_personal_places(book, label), self)
        task.done.connect(
            lambda places: self._show_obstacles(
                personal_data_places.keep_unsettled_places(places, self.workspace.settings.settled)
            )
        )
        task.start()

    def _show_obstacles(self, places: Sequence[Place]) -> None:
        """Show what stands in the way."""
        self.found = find_signing_obstacles(self.year, self.workspace.today(), tuple(places))
        self.summary.setText(describe_signing_obstacles(self.found))
        self.list.show_html(lambda: build_obstacles_html(self.found))
        self.list.setVisible(bool(self.found))
        self.left_open.setVisible(bool(self.found))
        self._allow_signing()

    def _allow_signing(self, allowed: bool = True) -> None:
        self.sign_button.setEnabled(allowed and self.task is None and (not self.found or self.left_open.isChecked()))

    def _lay_out_sign_off(self) -> None:
        self.body = QWidget()
        inside = QVBoxLayout(self.body)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(10)
        for widget in (look.make_text(ABOUT), look.make_heading("What stands in the way"), self.summary, self.list):
            inside.addWidget(widget)
        inside.addWidget(self.left_open)
        inside.addWidget(look.make_heading("Signatures"))
        inside.addLayout(self._build_signature_fields())
        inside.addWidget(look.make_label("The PDF is for"))
        inside.addWidget(self.edition)
        inside.addStretch(1)
        self.open_part = scroll = look.make_scroll_area(self.body)
        final = look.make_quiet_label(FINAL)
        final.setWordWrap(False)
        self.heading = look.make_title(f"Sign off {self.year.label} as version {self.number}")
        self.arrange_page(
            scroll, self.said, self.bar, above=(self.heading,), left=(final,), right=(self.save, self.sign_button)
        )
        self.save.hide()

    def _build_signature_fields(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        last = latest_version(self.workspace.session.versions, self.year.id)
        known = {"director": last.director, "chief_executive": last.chief_executive} if last else {}
        for column, key in enumerate(Signatures.__slots__):
            spec = CATALOGUE["assessment"].by_key[key]
            today = british_date(self.workspace.today())
            given = self.year.record.text_of(key)
            shown = (british_date(given) or today) if key.endswith("_on") else given or known.get(key, "")
            line = QLineEdit(shown)
            line.setAccessibleName(spec.label)
            self.names[key] = line
            row, side = (column // 2) * 2, column % 2
            grid.addWidget(look.make_label(spec.label), row, side)
            grid.addWidget(line, row + 1, side)
        return grid


def build_obstacles_html(found: Sequence[InTheWay]) -> str:
    """What stands in the way as lists under their kinds; each thing is a link to where it is put right."""
    made: list[str] = []
    accent = theme.colour_tokens()["accent"]
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


def find_obstacle_place(workspace: Workspace, each: InTheWay) -> str:
    """The place of the window where something that is open is put right."""
    if each.finding is not None:
        return workspace.place_of_finding(each.finding)
    if each.kind is Obstacle.PERSONAL:
        return "personal_data"
    year = workspace.session.current
    record = year.by_id.get(each.record)
    if record is not None and record.kind == "judgement":
        return f"statement:{record['quality_statement']}/review"
    return place_of_record(year, record)
