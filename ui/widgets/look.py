"""The small parts every page is made of: words in the right size, cards, buttons, score chips, progress rings.

Each carries a property ``look`` that the style sheet dresses. All words are plain text and wrap.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from selfassess.domain.framework.framework import ScoreLook
from ui.widgets import theme
from ui.widgets.accessible_roles import speak_as, speak_as_look
from ui.widgets.announcement import announce
from ui.widgets.going_on import holds_keyboard
from ui.widgets.laid_out import find_parts


def set_look(widget: QWidget, look: str) -> None:
    """Dress a widget in another look; one that wears it already is left alone, for dressing is slow."""
    if widget.property("look") == look:
        return
    widget.setProperty("look", look)
    if isinstance(widget, QLabel):
        speak_as_look(widget, look)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def show_if(widget: QWidget, wanted: bool) -> None:
    """Show or hide a part. One that nobody hid shows with what it stands in; saying so first would dress it twice.

    One that stands nowhere yet would become a window of its own, and outlive ours: it shows once it has its place.
    """
    told = widget.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide)
    if told and wanted and widget.isWindow():
        widget.setAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide, False)
    elif (told and widget.isHidden() == wanted) or not (told or wanted):
        widget.setVisible(wanted)


def make_label(words: str, look: str = "text") -> QLabel:
    """Words in a look of the style sheet."""
    made = QLabel()
    speak_as_look(made, look)  # before it has words: a screen reader is told of it with these
    made.setText(words)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(True)
    made.setProperty("look", look)
    return made


def make_title(words: str) -> QLabel:
    """The one title of a page."""
    return make_label(words, "title")


def make_heading(words: str, large: bool = False) -> QLabel:
    """The heading of a card, or of a part of the page where ``large``."""
    return make_label(words, "heading" if large else "subheading")


def make_text(words: str) -> QLabel:
    """Running words."""
    return make_label(words)


def make_quiet_label(words: str) -> QLabel:
    """Small, muted words beside something."""
    return make_label(words, "quiet")


def make_caption(words: str) -> QLabel:
    """A label in small capitals above a group."""
    made = make_label(words, "caption")
    font = made.font()
    font.setCapitalization(QFont.Capitalization.AllUppercase)
    made.setFont(font)
    return made


def make_card(*children: QWidget, look: str = "card") -> QFrame:
    """A surface with its children below each other; more go in by ``.layout()``."""
    frame = QFrame()
    frame.setProperty("look", look)
    column = QVBoxLayout(frame)
    column.setContentsMargins(16, 14, 16, 14)
    column.setSpacing(8)
    for child in children:
        column.addWidget(child)
    return frame


def show_parts_anew(layout: QLayout, parts: Sequence[QWidget], otherwise: QWidget) -> None:
    """Put other parts into a layout; the keyboard, where it was in one of them, goes on in the one that stands there.

    ``otherwise`` has the keyboard where none is left.
    """
    before = [part for part in find_parts(layout) if isinstance(part, QWidget)]
    here = next((at for at, part in enumerate(before) if holds_keyboard(part)), -1)
    for gone in before:
        layout.removeWidget(gone)
    for part in parts:
        layout.addWidget(part)
    if here >= 0:
        stop = next(iter(parts[min(here, len(parts) - 1)].findChildren(QPushButton)), None) if parts else None
        (stop or otherwise).setFocus(Qt.FocusReason.OtherFocusReason)
    for gone in before:
        gone.hide()
        gone.deleteLater()


def make_rule() -> QFrame:
    """A thin line between two parts."""
    line = QFrame()
    line.setProperty("look", "rule")
    return line


def make_row(*children: QWidget, spacing: int = 12, stretch_last: bool = False) -> QWidget:
    """Children beside each other, followed by empty space unless the last is to fill it."""
    widget = QWidget()
    line = QHBoxLayout(widget)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(spacing)
    for child in children:
        line.addWidget(child)
    if stretch_last and children:
        line.setStretchFactor(children[-1], 1)
    else:
        line.addStretch(1)
    return widget


def make_primary_button(words: str, on_click: Callable[[], object] | None = None) -> QPushButton:
    """The one button a screen leads to; in a dialog Enter presses it."""
    button = _make_button(words, "primary", on_click)
    button.setDefault(True)
    return button


def make_secondary_button(words: str, on_click: Callable[[], object] | None = None) -> QPushButton:
    """Any other button."""
    return _make_button(words, "secondary", on_click)


def make_link_button(words: str, on_click: Callable[[], object] | None = None, *, leads: bool = False) -> QPushButton:
    """A button that looks like a link, and is one where it ``leads`` to another place."""
    made = _make_button("", "link", on_click)
    speak_as(made, "link" if leads else "button")
    made.setText(words)
    return made


def _make_button(words: str, look: str, on_click: Callable[[], object] | None) -> QPushButton:
    button = QPushButton(words)
    button.setProperty("look", look)
    button.setAutoDefault(False)
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    if on_click is not None:
        button.clicked.connect(lambda: on_click())
    return button


class ScrollArea(QScrollArea):
    """Scrolls what does not fit, and is no stop itself: it has no name, and keys in what it holds scroll it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)


def make_scroll_area(part: QWidget) -> ScrollArea:
    """A part that scrolls up and down: large text on a small screen has no room for all of it.

    Sideways it scrolls only where a word would be cut otherwise.
    """
    area = ScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
    area.setWidget(part)
    return area


def make_reading_area(content: QWidget, name: str) -> QScrollArea:
    """A place for what is only read: it has a name, so that the keyboard comes to it and its keys scroll."""
    inside = QWidget()
    column = QVBoxLayout(inside)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(content)
    column.addStretch(1)
    area = QScrollArea()
    area.setAccessibleName(name)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidget(inside)
    return area


class ScoreChip(QWidget):
    """A score on its tint, or a dashed outline where there is none. ``words`` stand in its name."""

    def __init__(self, score: ScoreLook | None, words: str = "", large: bool = False) -> None:
        super().__init__()
        self._large = large
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_score(score, words)

    def set_score(self, score: ScoreLook | None, words: str = "") -> None:
        """Show another score."""
        self.score = score
        name = "Not scored yet" if score is None else name_score(score, words)
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.update()

    def sizeHint(self) -> QSize:
        side = theme.px(32 if self._large else 20)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_score(painter, QRectF(self.rect()), self.score, self._large)


def name_score(score: ScoreLook, words: str) -> str:
    """A score as it is read out: "Score 2: Some shortfalls"; a level without a number by its words alone."""
    if not score.numbered:
        return f"Level: {words or score.label}"
    return f"Score {score.value}" + (f": {words}" if words else "")


def paint_score(painter: QPainter, box: QRectF, score: ScoreLook | None, large: bool = False) -> None:
    """Paint a score chip into a box, for lists that paint their rows themselves."""
    box = box.adjusted(1, 1, -1, -1)
    if score is None:
        painter.setPen(QPen(theme.colour("unscored"), 1, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 4, 4)
        return
    painter.setPen(QPen(theme.colour(f"score{score.shade}_ink"), 1))
    painter.setBrush(theme.colour(f"score{score.shade}_tint"))
    painter.drawRoundedRect(box, 4, 4)
    font = painter.font()
    # Two letters that stand for a level share the room of one numeral.
    font.setPixelSize(theme.px((18 if large else 12) * 3 // (2 + len(score.mark))))
    font.setWeight(QFont.Weight.DemiBold)
    painter.setFont(font)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, score.mark)


def paint_ring(painter: QPainter, box: QRectF, done: int, total: int) -> None:
    """Paint a progress ring into a box, for lists that paint their rows themselves."""
    width = max(2.0, box.width() / 7)
    box = box.adjusted(width / 2 + 0.5, width / 2 + 0.5, -width / 2 - 0.5, -width / 2 - 0.5)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.colour("hover" if theme.current_scheme() == "contrast" else "line"), width))
    painter.drawEllipse(box)
    if done > 0 and total > 0:
        pen = QPen(theme.colour("accent"), width)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawArc(box, 90 * 16, -round(360 * 16 * min(done, total) / total))


class EmptyState(QFrame):
    """What stands where there is nothing yet: a sentence, and the button that begins."""

    def __init__(
        self, words: str, button_text: str | None = None, on_click: Callable[[], object] | None = None
    ) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 24, 16, 24)
        column.setSpacing(12)
        sentence = make_label(words, "muted")
        sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(sentence)
        self.button: QPushButton | None = None
        if button_text:
            self.button = make_secondary_button(button_text, on_click)
            column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)


BANNER_SIGNS = {"error": "Problem", "warning": "Please note", "info": "Note", "good": "Done"}


class Banner(QFrame):
    """A sentence about what has happened, with a word that says its kind and a button that takes it away.

    It is read aloud when it changes; ``leads`` says how one comes to what can be done about it. ``left`` tells that it
    went with the keyboard in it.
    """

    dismissed = Signal()
    left = Signal()

    def __init__(self, words: str = "", kind: str = "info", dismissible: bool = True) -> None:
        super().__init__()
        self._dismissible = dismissible
        self.leads = ""
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 8, 8, 8)
        line.setSpacing(12)
        self._sign = make_label("", "strong")
        self._sign.setWordWrap(False)
        self._words = make_label("")
        self._words.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        line.addWidget(self._sign)
        line.addWidget(self._words, 1)
        self._acts = QHBoxLayout()
        line.addLayout(self._acts)
        self.buttons: list[QPushButton] = []
        self._close = QToolButton()
        self._close.setProperty("look", "quiet")
        self._close.setText("Dismiss")
        self._close.setAccessibleName("Dismiss this message")
        self._close.clicked.connect(self._dismiss_message)
        line.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        self.show_message(words, kind)

    @property
    def message_text(self) -> str:
        """The sentence that stands here."""
        return self._words.text()

    def show_message(
        self, words: str, kind: str = "info", acts: Sequence[tuple[str, Callable[[], object]]] = (), stays: bool = False
    ) -> None:
        """Show another sentence, with what can be done about it; an empty one hides the banner.

        ``stays``: nobody can put it away, because what it says goes on.
        """
        held = self._holds_keyboard()
        show_if(self._close, self._dismissible and not stays)
        for button in self.buttons:
            button.hide()
            button.deleteLater()
        self.buttons = [make_secondary_button(said, act) for said, act in acts]
        for button in self.buttons:
            self._acts.addWidget(button)
            if held:
                button.show()  # it was just made, and could not have the keyboard before it shows
        before = self.message_text
        self._words.setText(words)
        self._sign.setText(BANNER_SIGNS[kind])
        self.setAccessibleName(f"{BANNER_SIGNS[kind]}: {words}")
        set_look(self, f"banner-{kind}")
        show_if(self, bool(words))
        if held and words and acts:
            self.buttons[0].setFocus(Qt.FocusReason.OtherFocusReason)
        elif held and not words:
            self.left.emit()
        if self.isVisible() and (words != before or acts):
            announce(self, " ".join((words, *(f"{said}: {self.leads}" for said, _ in acts if self.leads))))

    def _dismiss_message(self) -> None:
        held = self._holds_keyboard()
        self.hide()
        self.dismissed.emit()
        if held:
            self.left.emit()

    def _holds_keyboard(self) -> bool:
        focus = self.window().focusWidget()
        return focus is not None and self.isAncestorOf(focus)
