"""Where the scores point: the bar, the words, and how it is worked out."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.domain.model.plural import count_noun
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.readiness.rating import TOP_SCORE, Effect, Rating
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
        self.name = heading("")
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
            head(self.name, self.ask),
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
        """Show a rating; of a year that others made what it comes to, not what would move it."""
        read = year.by_cqc
        self.name.setText("What the scores come to" if read else "Where the scores point")
        self.short.setText("" if read else rating.working)
        self.short.setVisible(not read)
        said = f"{rating.percent} %, {rating.label}" if rating.percent is not None else "No score yet"
        what = "Scores" if read else "Indicative rating"
        self.bar.show_rating(year.framework.bands, rating.percent, f"{what}: {said}")
        self.words.setText(read_words(rating) if read else in_words(year, rating))
        published = published_words(year)
        self.published.setText(published)
        self.published.setVisible(bool(published))
        lines = (read_words(rating),) if read else (rating.working, *effect_lines(year, effects))
        self.method.setText("\n".join((METHOD, *lines)))
        self.notice.say("" if read else " ".join(rating.notices), "warning")
        self.ask.setAccessibleName(f"How the {'percentage' if read else 'indicative rating'} is worked out")


def read_words(rating: Rating) -> str:
    """What scores that others gave come to, in a sentence."""
    if rating.percent is None:
        return rating.working if rating.scored else "No score was imported."
    return f"{rating.total} of {rating.maximum} points: {rating.percent} %, {rating.label}."


def published_words(year: Assessment) -> str:
    """The rating that was published with a year, "" where none is known."""
    rating, percent = year.record["published_rating"], year.record["published_percent"]
    if not rating:
        return ""
    spec = CATALOGUE["assessment"].by_key["published_rating"]
    return f"Published rating: {spec.choice_label(rating)}{f' ({percent} %)' if percent is not None else ''}."


def in_words(year: Assessment, rating: Rating) -> str:
    """What the rating comes to and what would reach the next, in sentences."""
    if rating.percent is None:
        return "As soon as the first statement has a score, this shows where the scores point."
    scored = f"the {count_noun(rating.scored, 'scored statement')}" if rating.provisional else "the statements"
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
