"""The step Judgement: the score, why, how sure, and what it leans on."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
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

from selfassess.domain.framework.framework import ScoreLabel
from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.commands import SetField, SetMany
from ui.bridge.workspace import Workspace
from ui.pages.statement import model
from ui.pages.statement.published import Published
from ui.pages.statement.step import Step
from ui.widgets import look, theme
from ui.widgets.forms import RecordForm
from ui.widgets.forms.carried import CarriedMark
from ui.widgets.forms.earlier import Earlier, carried_words, earlier_of, review
from ui.widgets.forms.form_context import left_out
from ui.widgets.forms.record_form import WIDE_TEXT

SHORT_MEANINGS = {
    1: "People are let down",
    2: "Not consistent yet",
    3: "Good for most people",
    4: "Others learn from us",
}
UNSCORED, NOT_ENOUGH = 0, 100
NO_SCORES = {UNSCORED: "Not scored yet", NOT_ENOUGH: "Not enough evidence to score"}
"""The two answers that are no score, by their ids."""
ARROWS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}
"""Arrow -> which card it goes to from the one it is pressed on."""


class ScoreCard(QAbstractButton):
    """A score to choose: numeral, words, and what it comes to. Painted, so that the words can wrap."""

    def __init__(self, score: int | None, words: str, meaning: str) -> None:
        super().__init__()
        self.score = score
        self.words, self.meaning = words, meaning
        self.setCheckable(True)
        self.setText(words)
        self.setAccessibleName(f"{score}, {words}" if score else words)
        self.setAccessibleDescription(meaning)
        self.setToolTip(meaning)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(150), theme.px(90 if self.score else 40))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(130), self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # By themselves the arrows would choose each score they pass. A digit, Space or Enter chooses.
        cards = [card for card in self.group().buttons() if card.isEnabled()] if self.group() else [self]
        by = ARROWS.get(Qt.Key(event.key()), 0)
        digit = next((card for card in cards if isinstance(card, ScoreCard) and event.text() == str(card.score)), None)
        if by:
            cards[(cards.index(self) + by) % len(cards)].setFocus(Qt.FocusReason.TabFocusReason)
        elif digit is not None:
            digit.setFocus(Qt.FocusReason.TabFocusReason)
            digit.click()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_box(painter)
        left = theme.px(12)
        if self.score:
            side = theme.px(32)
            look.paint_score(painter, QRectF(left, (self.height() - side) / 2, side, side), self.score, True)
            left += side + theme.px(10)
        self._paint_words(painter, QRectF(left, 6, self.width() - left - 8, self.height() - 12))

    def _paint_box(self, painter: QPainter) -> None:
        ink = "accent" if not self.score else f"score{self.score}_ink"
        tint = "accent_tint" if not self.score else f"score{self.score}_tint"
        chosen = self.isChecked()
        painter.setBrush(theme.colour(tint if chosen else "surface"))
        dashed = Qt.PenStyle.SolidLine if self.score or chosen else Qt.PenStyle.DashLine
        painter.setPen(QPen(theme.colour(ink if chosen else "control_strong"), 2 if chosen else 1, dashed))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 2, -2, -2), 8, 8)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 9, 9)

    def _paint_words(self, painter: QPainter, box: QRectF) -> None:
        tick = "✓ " if self.isChecked() else ""
        bold = QFont(self.font())
        bold.setPixelSize(theme.px(14))
        bold.setWeight(QFont.Weight.DemiBold)
        small = QFont(self.font())
        small.setPixelSize(theme.px(12))
        flags = int(Qt.TextFlag.TextWordWrap) | int(Qt.AlignmentFlag.AlignLeft)
        painter.setFont(bold)
        head = painter.boundingRect(box, flags, tick + self.words)
        painter.setFont(small)
        body = painter.boundingRect(box, flags, self.meaning) if self.score else QRectF()
        top = box.top() + max(0.0, (box.height() - head.height() - body.height()) / 2)
        painter.setFont(bold)
        painter.setPen(theme.colour("ink"))
        painter.drawText(QRectF(box.left(), top, box.width(), head.height()), flags, tick + self.words)
        if self.score:
            painter.setFont(small)
            painter.setPen(theme.colour("muted"))
            rest = QRectF(box.left(), top + head.height(), box.width(), body.height())
            painter.drawText(rest, flags, self.meaning)


BESIDE, TEXTS = ("confidence", "direction"), ("summary", "impact")
WHO = ("lead", "reviewer")


class JudgementForm(RecordForm):
    """The fields of a judgement but its score, in the order in which one argues."""

    def __init__(self, workspace: Workspace) -> None:
        self.leans_on = look.quiet("")
        self.leans_on.setAlignment(Qt.AlignmentFlag.AlignRight)
        super().__init__(workspace, "judgement", ("rationale", *BESIDE, *TEXTS, *WHO))

    def _make(self, columns: int) -> Iterator[None]:
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
            editor = self._editor(key)
            if key == "rationale":
                look.set_look(editor.label, "subheading")
                why[1].insertWidget(0, editor)
            elif key in BESIDE:
                top.addWidget(editor)
            elif key in TEXTS:
                texts[1].addWidget(editor)
            else:
                index = WHO.index(key)
                grid.addWidget(editor, *((index, 0) if large else divmod(index, 2)))
            self._show_now(editor)
            yield


def _card_with_room() -> tuple[QFrame, QVBoxLayout]:
    frame = look.card()
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
        self._columns = 0
        self._row = QWidget()
        self._grid = QGridLayout(self._row)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(12)
        self.form = JudgementForm(workspace)
        self.mark = CarriedMark(self._earlier, bool(workspace.read_only))
        self.mark.hide()
        self.mark.reviewed.connect(self._review)
        self.published = Published()
        self.published.hide()
        self.column.addWidget(self.published)
        self.column.addWidget(self.mark)
        self.column.addWidget(self._row)
        self.column.addWidget(self.form)
        self.column.addStretch(1)
        self.group.idClicked.connect(self.choose)

    def refresh(self) -> None:
        if self.statement is None:
            return
        found = self.assessment
        judgement = found.judgements.get(self.statement.key)
        read = found.by_cqc
        why = left_out(self.workspace, judgement, "score")
        scored = not read and not why
        self.help.setText(why or CHOOSE)
        for widget, wanted in ((self.published, read), (self._row, scored), (self.form, not read)):
            widget.setVisible(wanted)
        if read:
            self._read(judgement)
            return
        self._arrange(found.framework.scores)
        if judgement is None:
            self.form.show_record(None)
            self.mark.hide()
            return
        self.mark.show_words(carried_words(self.workspace, judgement), f"the judgement of {self.statement.name}")
        if self.form.record_id != judgement.id:
            self.form.show_record(judgement.id)
        score = found.score(self.statement.key)
        chosen = score if score is not None else NOT_ENOUGH if judgement["insufficient_evidence"] else UNSCORED
        if chosen in self.cards:
            self.cards[chosen].setChecked(True)
        self.form.leans_on.setText(model.evidence_age(found, self.statement.key, self.workspace.today()))

    def go_to(self, record: str | None, field: str | None) -> None:
        if self.assessment.by_cqc:
            self.published.text.setFocus(Qt.FocusReason.OtherFocusReason)
        elif field in ("score", "insufficient_evidence"):
            button = self.group.checkedButton()
            if button is not None:
                button.setFocus(Qt.FocusReason.OtherFocusReason)
        elif field is not None:
            self.form.focus_field(field)

    def choose(self, answer: int) -> None:
        """Give the statement a score, none, or say that the evidence is not enough for one."""
        judgement = self.assessment.judgements.get(self.statement.key) if self.statement else None
        if judgement is None:
            return
        score = None if answer in NO_SCORES else answer
        enough = True if answer == NOT_ENOUGH else None
        settings = [SetField(judgement.id, "score", score), SetField(judgement.id, "insufficient_evidence", enough)]
        if not self.workspace.run(SetMany(tuple(settings))):
            self.refresh()

    def _read(self, judgement: Record | None) -> None:
        """Show a judgement that others made, to be read."""
        self.form.show_record(None)
        self.mark.hide()
        if judgement is not None:
            label = self.assessment.framework.score(judgement["score"])
            self.published.show_judgement(judgement, label, model.finder(self.assessment))

    def _earlier(self) -> Earlier | None:
        return earlier_of(self.workspace, self.form.record_id or "")

    def _review(self) -> None:
        judgement = self.assessment.judgements.get(self.statement.key) if self.statement else None
        if judgement is not None and self.workspace.flush():
            review(self.workspace, [judgement])

    def _arrange(self, scores: tuple[ScoreLabel, ...]) -> None:
        if scores == self._scores:
            return
        self._scores = scores
        for card in self.cards.values():
            self.group.removeButton(card)
            self._grid.removeWidget(card)
            card.deleteLater()
        self.cards = {s.value: ScoreCard(s.value, s.label, SHORT_MEANINGS.get(s.value, s.meaning)) for s in scores}
        for place, (value, card) in enumerate(self.cards.items()):
            card.setToolTip(scores[place].meaning)
            self.group.addButton(card, value)
        for answer, words in NO_SCORES.items():
            card = ScoreCard(None, words, words)
            self.cards[answer] = card
            self.group.addButton(card, answer)
        for card in self.cards.values():
            card.setEnabled(not self.workspace.read_only)
        self._columns = 0
        self._place_cards()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_cards()

    def _place_cards(self) -> None:
        """Four cards in a row, or two where there is no room; below them the answers that are no score."""
        columns = 4 if self.width() >= theme.px(660) else 2
        if columns == self._columns or not self.cards:
            return
        self._columns = columns
        scores = [card for card in self.cards.values() if card.score]
        for place, card in enumerate(scores):
            self._grid.addWidget(card, place // columns, place % columns)
        below = -(-len(scores) // columns)
        for place, answer in enumerate(NO_SCORES):
            self._grid.addWidget(self.cards[answer], below, place * (columns // 2), 1, columns // 2)
