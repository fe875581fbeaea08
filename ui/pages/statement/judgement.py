"""The step Judgement: the score, why, how sure, and what it leans on."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QBoxLayout,
    QButtonGroup,
    QFrame,
    QGridLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from selfassess.domain.framework.framework import Framework, ScoreLabel, ScoreLook
from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.commands import SetField, SetMany
from selfassess.domain.model.events import StepTaken
from selfassess.domain.model.fields import Kind
from ui.bridge.workspace import Workspace
from ui.pages.statement import model
from ui.pages.statement.levels import LevelTexts
from ui.pages.statement.published import Published
from ui.pages.statement.step import Step
from ui.widgets import look, theme
from ui.widgets.accessible_roles import speak_as
from ui.widgets.announcement import announce
from ui.widgets.focus import show_whole
from ui.widgets.forms.carried import CarriedMark
from ui.widgets.forms.earlier import Earlier, carried_words, earlier_of, review_carried_records
from ui.widgets.forms.form_context import reason_left_out
from ui.widgets.forms.record_form import WIDE_TEXT, RecordForm
from ui.widgets.going_on import holds_keyboard

SHORT_MEANINGS = {
    "Significant shortfalls": "People are let down",
    "Some shortfalls": "Not consistent yet",
    "Good standard": "Good for most people",
    "Exceptional standard": "Others learn from us",
}
"""What stands in a card; a level of another framework has its own meaning there, where that is as short."""
SHORT = 40
"""So many characters of a meaning fit into a card."""
CARD = 165
"""About so wide is a card at least."""
UNSCORED, NOT_ENOUGH = 0, 100
NO_SCORES = {UNSCORED: "Not scored yet", NOT_ENOUGH: "Not enough evidence to score"}
"""The two answers that are no score, by their ids."""
WRAPPED = int(Qt.TextFlag.TextWordWrap) | int(Qt.AlignmentFlag.AlignLeft)
ARROWS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}
"""Arrow -> which card it goes to from the one it is pressed on."""


class ScoreCard(QAbstractButton):
    """A score to choose: numeral, words, and what it comes to. Painted, so that the words can wrap."""

    def __init__(self, score: ScoreLook | None, words: str, meaning: str, described: str = "") -> None:
        super().__init__()
        speak_as(self, "radio")
        self.score = score
        self.words, self.meaning = words, meaning
        self.tall = 0
        self.setCheckable(True)
        self.setText(words)
        self.setAccessibleName(f"{score.value}, {words}" if score and score.numbered else words)
        self.setAccessibleDescription(meaning or described)
        self.setToolTip(described or meaning)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(150), max(theme.px(90 if self.score else 40), self.tall))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(130), self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # By themselves the arrows would choose each score they pass. A digit, Space or Enter chooses.
        cards = [card for card in self.group().buttons() if card.isEnabled()] if self.group() else [self]
        by = ARROWS.get(Qt.Key(event.key()), 0)
        digit = next((card for card in cards if isinstance(card, ScoreCard) and card.has_numeral(event.text())), None)
        if by:
            cards[(cards.index(self) + by) % len(cards)].setFocus(Qt.FocusReason.TabFocusReason)
        elif digit is not None:
            digit.setFocus(Qt.FocusReason.TabFocusReason)
            digit.click()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def has_numeral(self, text: str) -> bool:
        """Whether a key with this text chooses the card."""
        return self.score is not None and self.score.numbered and text == str(self.score.value)

    def measure_height(self, width: int) -> int:
        """How tall the card has to be for its words, at a width."""
        box = QRectF(0, 0, width - theme.px(54) - 8, 1e6)
        bold, small = self._make_fonts()
        head = QFontMetricsF(bold).boundingRect(box, WRAPPED, f"✓ {self.words}")
        body = QFontMetricsF(small).boundingRect(box, WRAPPED, self.meaning)
        return int(head.height() + body.height()) + 20

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_box(painter)
        left = theme.px(12)
        if self.score:
            side = theme.px(32)
            look.paint_score(painter, QRectF(left, (self.height() - side) / 2, side, side), self.score, True)
            left += side + theme.px(10)
        self._paint_score_words(painter, QRectF(left, 6, self.width() - left - 8, self.height() - 12))

    def _paint_box(self, painter: QPainter) -> None:
        ink = "accent" if not self.score else f"score{self.score.shade}_ink"
        tint = "accent_tint" if not self.score else f"score{self.score.shade}_tint"
        chosen = self.isChecked()
        painter.setBrush(theme.colour(tint if chosen else "surface"))
        dashed = Qt.PenStyle.SolidLine if self.score or chosen else Qt.PenStyle.DashLine
        painter.setPen(QPen(theme.colour(ink if chosen else "control_strong"), 2 if chosen else 1, dashed))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 2, -2, -2), 8, 8)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 9, 9)

    def _make_fonts(self) -> tuple[QFont, QFont]:
        """The fonts of the words and of what they come to."""
        bold = QFont(self.font())
        bold.setPixelSize(theme.px(14))
        bold.setWeight(QFont.Weight.DemiBold)
        small = QFont(self.font())
        small.setPixelSize(theme.px(12))
        return bold, small

    def _paint_score_words(self, painter: QPainter, box: QRectF) -> None:
        tick = "✓ " if self.isChecked() else ""
        bold, small = self._make_fonts()
        painter.setFont(bold)
        head = painter.boundingRect(box, WRAPPED, tick + self.words)
        painter.setFont(small)
        body = painter.boundingRect(box, WRAPPED, self.meaning) if self.score else QRectF()
        top = box.top() + max(0.0, (box.height() - head.height() - body.height()) / 2)
        painter.setFont(bold)
        painter.setPen(theme.colour("ink"))
        painter.drawText(QRectF(box.left(), top, box.width(), head.height()), WRAPPED, tick + self.words)
        if self.score:
            painter.setFont(small)
            painter.setPen(theme.colour("muted"))
            rest = QRectF(box.left(), top + head.height(), box.width(), body.height())
            painter.drawText(rest, WRAPPED, self.meaning)


BESIDE, TEXTS = ("confidence", "direction"), ("summary", "impact")
WHO = ("lead", "reviewer")


class JudgementForm(RecordForm):
    """The fields of a judgement but its score, in the order in which one argues."""

    def __init__(self, workspace: Workspace) -> None:
        self.leans_on = look.make_quiet_label("")
        self.leans_on.setAlignment(Qt.AlignmentFlag.AlignRight)
        fields = model.list_form_fields("judgement", ("rationale", *BESIDE, *TEXTS, *WHO))
        super().__init__(workspace, "judgement", fields)

    def _make_editors(self, columns: int) -> Iterator[None]:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        why, texts, who = (_card_with_room() for _ in range(3))
        large = theme.px(100) > WIDE_TEXT  # then nothing stands beside another
        top = QBoxLayout(QBoxLayout.Direction.TopToBottom if large else QBoxLayout.Direction.LeftToRight)
        top.addWidget(self.leans_on, 1, Qt.AlignmentFlag.AlignBottom)
        why[1].addLayout(top)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(12)
        who[1].addLayout(grid)
        for frame, _ in (why, texts, who):
            column.addWidget(frame)
        yield
        for key in self.fields:
            editor = self._make_editor(key)
            if key == "rationale":
                look.set_look(editor.label, "subheading")
                why[1].insertWidget(0, editor)
            elif key in BESIDE:
                top.addWidget(editor)
            elif key in TEXTS or (key not in WHO and editor.field.kind is Kind.PROSE):
                texts[1].addWidget(editor)
            else:
                index = grid.count()
                grid.addWidget(editor, *((index, 0) if large else divmod(index, 2)))
            self._show_now(editor)
            yield


def _card_with_room() -> tuple[QFrame, QVBoxLayout]:
    frame = look.make_card()
    inner = frame.layout()
    assert isinstance(inner, QVBoxLayout)
    return frame, inner


CHOOSE = (
    "Choose the score that the evidence supports today. The score is yours: nothing is scored for you, and an empty "
    "score is never counted."
)


class JudgementStep(Step):
    """The score is chosen here, and nowhere else."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(
            workspace,
            "How well are we doing, and how do we know?",
            CHOOSE,
        )
        self.cards: dict[int, ScoreCard] = {}
        self.group = QButtonGroup(self)
        self._scores: tuple[ScoreLabel, ...] = ()
        self._arranged = ("", "")
        self.levels = LevelTexts()
        self._columns = 0
        self._row = QWidget()
        speak_as(self._row, "group")
        self._row.setAccessibleName("Score of this statement")
        self._grid = QGridLayout(self._row)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(12)
        self.form = JudgementForm(workspace)
        self.mark = CarriedMark(self._find_earlier_judgement, bool(workspace.read_only))
        self.mark.hide()
        self.mark.reviewed.connect(self._review_judgement)
        self.published = Published()
        self.published.hide()
        self.column.addWidget(self.published)
        self.column.addWidget(self.mark)
        self.column.addWidget(self._row)
        self.column.addWidget(self.levels)
        self.column.addWidget(self.form)
        self.column.addStretch(1)
        self.group.idClicked.connect(self.choose_score)

    def refresh_step(self) -> None:
        if self.statement is None:
            return
        found = self.step_assessment
        judgement = found.judgements.get(self.statement.key)
        read = found.by_cqc
        why = reason_left_out(self.workspace, judgement, "score")
        scored = not read and not why
        self.help.setText(why or CHOOSE)
        for widget, wanted in ((self.published, read), (self._row, scored), (self.form, not read)):
            widget.setVisible(wanted)
        if read:
            self.levels.hide()
            self._read_published_judgement(judgement)
            return
        self._arrange_score_cards(found.framework, self.statement.key)
        self.levels.show_beside(scored)
        if judgement is None:
            self.form.show_form_of(None)
            self.mark.hide()
            return
        self.mark.show_words(carried_words(self.workspace, judgement), f"the judgement of {self.statement.name}")
        if self.form.record_id != judgement.id:
            self.form.show_form_of(judgement.id)
        score = found.score_of(self.statement.key)
        chosen = score if score is not None else NOT_ENOUGH if judgement["insufficient_evidence"] else UNSCORED
        if chosen in self.cards:
            self.cards[chosen].setChecked(True)
        self.form.leans_on.setText(model.evidence_age(found, self.statement.key, self.workspace.today()))

    def follow(self, step: StepTaken) -> None:
        # The form keeps its own fields; beside them stand the score and what the judgement leans on.
        if step.touched.findings:
            super().follow(step)
        if any(change.field in BESIDE for change in step.changes) and holds_keyboard(self.form):
            self._show_next_fields()

    def _show_next_fields(self) -> None:
        """Have in view what one writes after a choice: why, and where we are."""
        editors = self.form.field_editors
        show_whole(editors["summary"], editors["rationale"])

    def go_to_field(self, record: str | None, field: str | None) -> None:
        if self.step_assessment.by_cqc:
            self.published.text.setFocus(Qt.FocusReason.OtherFocusReason)
        elif field in ("score", "insufficient_evidence"):
            button = self.group.checkedButton()
            if button is not None:
                button.setFocus(Qt.FocusReason.OtherFocusReason)
        elif field is not None:
            self.form.focus_form_field(field)

    def choose_score(self, answer: int) -> None:
        """Give the statement a score, none, or say that the evidence is not enough for one."""
        judgement = self.step_assessment.judgements.get(self.statement.key) if self.statement else None
        if judgement is None:
            return
        score = None if answer in NO_SCORES else answer
        enough = True if answer == NOT_ENOUGH else None
        settings = [SetField(judgement.id, "score", score), SetField(judgement.id, "insufficient_evidence", enough)]
        if not self.workspace.run(SetMany(tuple(settings))):
            self.refresh_step()
        elif answer in self.cards and self.statement is not None:
            announce(self._row, f"{self.statement.short_name}: {self.cards[answer].accessibleName()}")
            self._show_next_fields()

    def _read_published_judgement(self, judgement: Record | None) -> None:
        """Show a judgement that others made, to be read."""
        self.form.show_form_of(None)
        self.mark.hide()
        if judgement is not None and self.statement is not None:
            score = self.step_assessment.framework.find_look(self.step_assessment.score_of(self.statement.key))
            self.published.show_published_judgement(judgement, score, model.name_finder(self.step_assessment))

    def _find_earlier_judgement(self) -> Earlier | None:
        return earlier_of(self.workspace, self.form.record_id or "")

    def _review_judgement(self) -> None:
        judgement = self.step_assessment.judgements.get(self.statement.key) if self.statement else None
        if judgement is not None and self.workspace.flush():
            review_carried_records(self.workspace, [judgement])

    def _arrange_score_cards(self, framework: Framework, statement: str) -> None:
        if (framework.id, statement) == self._arranged:
            return
        self._arranged = framework.id, statement
        self.levels.show_levels(framework, statement)
        if framework.scores == self._scores:
            self._describe_cards(framework, statement)
            return
        self._scores = framework.scores
        for card in self.cards.values():
            self.group.removeButton(card)
            self._grid.removeWidget(card)
            card.deleteLater()
        self.cards = {
            each.value: ScoreCard(framework.find_look(each.value), each.label, shorten_meaning(each), each.meaning)
            for each in framework.scores
        }
        for value, card in self.cards.items():
            self.group.addButton(card, value)
        for answer, words in NO_SCORES.items():
            card = ScoreCard(None, words, words)
            self.cards[answer] = card
            self.group.addButton(card, answer)
        for card in self.cards.values():
            card.setEnabled(not self.workspace.read_only)
        self._describe_cards(framework, statement)
        self._columns = 0
        self._place_cards()

    def _describe_cards(self, framework: Framework, statement: str) -> None:
        """Give each card to somebody who hears it what its level looks like in this statement, where that is said."""
        for level in framework.scores:
            card = self.cards[level.value]
            said = framework.describe_level(statement, level.value)
            card.setAccessibleDescription(said or card.meaning or level.meaning)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_cards()

    def _place_cards(self) -> None:
        """As many cards in a row as there is room for, in even rows; below them the answers that are no score."""
        scores = [card for card in self.cards.values() if card.score]
        if not scores:
            return
        fits = max(2, min(len(scores), self.width() // theme.px(CARD)))
        columns = -(-len(scores) // -(-len(scores) // fits))
        tall = max(card.measure_height(self.width() // columns - self._grid.spacing()) for card in scores)
        if columns == self._columns and tall == scores[0].tall:
            return
        self._columns = columns
        for place, card in enumerate(scores):
            card.tall = tall
            card.updateGeometry()
            self._grid.addWidget(card, place // columns, place % columns)
        below, half = -(-len(scores) // columns), columns // 2
        for answer, left, wide in zip(NO_SCORES, (0, half), (half, columns - half), strict=True):
            self._grid.addWidget(self.cards[answer], below, left, 1, wide)


def shorten_meaning(level: ScoreLabel) -> str:
    """What a level comes to, as a card says it; "" where that takes more room than a card has."""
    known = SHORT_MEANINGS.get(level.label)
    return known or (level.meaning if len(level.meaning) <= SHORT else "")
