"""Where the scores point: the bar, the words, and how it is worked out."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from selfassess.domain.rating import TOP_SCORE, Effect, Rating
from selfassess.domain.records import CATALOGUE
from selfassess.domain.workbook import Assessment
from ui.pages.overview.parts import BandBar, head
from ui.widgets.look import Banner, heading, link_button, quiet, text

METHOD = (
    "Each quality statement counts the same: its score is out of 4. The scores are added up and divided by the most "
    "they could be; the percentage is rounded up. No single score caps the whole."
)


class ScoresCard(QFrame):
    """The indicative rating with its working, which opens on request."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("look", "card")
        self.short = quiet("")
        self.bar = BandBar()
        self.words = text("")
        self.published = text("")
        self.notice = Banner("", "warning", dismissible=False)
        self.ask = link_button("How this is worked out", self.toggle)
        self.ask.setCheckable(True)
        self.working = QWidget()
        self.method = text("")
        lines = QVBoxLayout(self.working)
        lines.setContentsMargins(0, 4, 0, 0)
        lines.addWidget(self.method)
        self.working.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(6)
        for part in (
            head(heading("Where the scores point"), self.ask),
            self.short,
            self.bar,
            self.words,
            self.published,
            self.working,
            self.notice,
        ):
            column.addWidget(part)

    def toggle(self) -> None:
        """Show or hide how it is worked out."""
        opened = self.working.isHidden()
        self.working.setVisible(opened)
        self.ask.setText("Hide how this is worked out" if opened else "How this is worked out")

    def show_rating(self, year: Assessment, rating: Rating, effects: Sequence[Effect]) -> None:
        """Show a rating."""
        self.short.setText(rating.working)
        said = f"{rating.percent} %, {rating.label}" if rating.percent is not None else "No score yet"
        self.bar.show_rating(year.framework.bands, rating.percent, f"Indicative rating: {said}")
        self.words.setText(in_words(year, rating))
        published = year.record["published_rating"]
        spec = CATALOGUE["assessment"].by_key["published_rating"]
        self.published.setText(f"Published rating: {spec.choice_label(published)}." if published else "")
        self.published.setVisible(bool(published))
        self.method.setText("\n".join((METHOD, rating.working, *effect_lines(year, effects))))
        self.notice.say(" ".join(rating.notices), "warning")
        self.ask.setAccessibleName("How the indicative rating is worked out")


def in_words(year: Assessment, rating: Rating) -> str:
    """What the rating comes to and what would reach the next, in sentences."""
    if rating.percent is None:
        return "As soon as the first statement has a score, this shows where the scores point."
    scored = f"the {rating.scored} scored statements" if rating.provisional else "the statements"
    lead = f"{rating.label}, as the scores are now."
    if rating.points_to_next is not None:
        least = next(band.minimum for band in year.framework.bands if band.label == rating.next_label)
        points = "1 more point" if rating.points_to_next == 1 else f"{rating.points_to_next} more points"
        lead += f" {points} across {scored} would reach {rating.next_label} ({least} %)."
    one = 100 / (TOP_SCORE * rating.scored)
    size = f"{one:.0f}" if one == int(one) else f"about {one:.1f}"
    return f"{lead} One point in any statement moves the whole by {size} percentage points."


def effect_lines(year: Assessment, effects: Sequence[Effect]) -> list[str]:
    """What one point more or less in one statement would do; it is the same wherever the score can move."""
    lines = []
    names = [statement.short_name for statement in year.framework.statements]
    scores = list(year.scores.values())
    for way, words, edge in (("up", "more", TOP_SCORE), ("down", "less", 1)):
        after = next((found for effect in effects if (found := getattr(effect, way)) is not None), None)
        if after is None:
            continue
        fixed = [name for name, score in zip(names, scores, strict=True) if score == edge]
        beyond = f" ({', '.join(fixed)}: already {edge}.)" if fixed else ""
        lines.append(f"One point {words} in any one statement: {after.percent} %, {after.label}.{beyond}")
    return lines
