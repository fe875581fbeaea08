"""Where the scores point: the bar, the words, and how it is worked out."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from selfassess.domain.framework.framework import Framework
from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.readiness.rating import Effect, Rating
from selfassess.domain.text.wording import count_noun, format_percent
from ui.pages.overview.parts import BandBar, build_card_head
from ui.widgets.accessible_roles import set_expanded
from ui.widgets.look import Banner, make_heading, make_link_button, make_quiet_label, make_text

METHOD = (
    "Each quality statement counts the same: its score is out of {top}. The scores are added up and divided by the "
    "most they could be; the percentage is rounded up. No single score caps the whole."
)
WITHOUT_NUMBERS = (
    "The levels have no numbers of their own: by their order the lowest counts as 1, and the highest as {top}. "
)
WITHOUT_RATING = "This framework gives each statement a level, and the whole no rating."


class ScoresCard(QFrame):
    """The indicative rating with its working, which opens on request."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("look", "card")
        self.name = make_heading("")
        self.short = make_quiet_label("")
        self.bar = BandBar()
        self.words = make_text("")
        self.published = make_text("")
        self.notice = Banner("", "warning", dismissible=False)
        self.ask = make_link_button("How this is worked out", self.toggle_working_out)
        self.ask.setCheckable(True)
        self.working = QWidget()
        self.method = make_text("")
        lines = QVBoxLayout(self.working)
        lines.setContentsMargins(0, 4, 0, 0)
        lines.addWidget(self.method)
        self.working.hide()
        set_expanded(self.ask, False)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(6)
        for part in (
            build_card_head(self.name, self.ask),
            self.short,
            self.bar,
            self.words,
            self.published,
            self.working,
            self.notice,
        ):
            column.addWidget(part)

    def toggle_working_out(self) -> None:
        """Show or hide how it is worked out."""
        opened = self.working.isHidden()
        self.working.setVisible(opened)
        set_expanded(self.ask, opened)
        before = self.ask.text()
        self.ask.setText("Hide how this is worked out" if opened else "How this is worked out")
        self.ask.setAccessibleName(self.ask.accessibleName().replace(before, self.ask.text()))

    def show_scores_rating(self, year: Assessment, rating: Rating, effects: Sequence[Effect]) -> None:
        """Show a rating; of a year that others made what it comes to, not what would move it."""
        read = year.by_cqc
        self.name.setText("What the scores come to" if read else "Where the scores point")
        self.short.setText("" if read else rating.explain_working)
        self.short.setVisible(not read and rating.rates)
        said = f"{format_percent(rating.percent)}, {rating.label}" if rating.percent is not None else "No score yet"
        what = "Scores" if read else "Indicative rating"
        self.bar.setVisible(bool(year.framework.bands))
        self.bar.show_rating_marker(
            year.framework.bands, rating.percent, f"{what}: {said}", 100 // year.framework.top_score
        )
        self.words.setText(read_words(rating) if read else describe_indicative_rating(year, rating))
        published = published_words(year)
        self.published.setText(published)
        self.published.setVisible(bool(published))
        lines = (read_words(rating),) if read else (rating.explain_working, *effect_lines(year, effects))
        self.method.setText("\n".join((describe_method(year.framework), *lines)))
        self.notice.show_message("" if read else " ".join(rating.notices), "warning")
        self.ask.setAccessibleName(f"{self.ask.text()}: {'percentage' if read else 'indicative rating'}")


def describe_method(framework: Framework) -> str:
    """How the whole is worked out under a framework."""
    if not framework.bands:
        return WITHOUT_RATING
    method = METHOD if framework.numbered else WITHOUT_NUMBERS + METHOD
    return method.format(top=framework.top_score)


def read_words(rating: Rating) -> str:
    """What scores that others gave come to, in a sentence."""
    if rating.percent is None:
        return rating.explain_working if rating.scored else "No score was imported."
    return f"{rating.total} of {rating.maximum} points: {format_percent(rating.percent)}, {rating.label}."


def published_words(year: Assessment) -> str:
    """The rating that was published with a year, "" where none is known."""
    rating, percent = year.record["published_rating"], year.record["published_percent"]
    if not rating:
        return ""
    spec = CATALOGUE["assessment"].by_key["published_rating"]
    points = f" ({format_percent(percent)})" if percent is not None else ""
    return f"Published rating: {spec.choice_label(rating)}{points}."


def describe_indicative_rating(year: Assessment, rating: Rating) -> str:
    """What the rating comes to and what would reach the next, in sentences."""
    if not rating.rates:
        return rating.explain_working
    if rating.percent is None:
        return "As soon as the first statement has a score, this shows where the scores point."
    scored = f"the {count_noun(rating.scored, 'scored statement')}" if rating.provisional else "the statements"
    lead = f"{rating.label}, as the scores are now."
    if rating.points_to_next is not None:
        least = next(band.minimum for band in year.framework.bands if band.label == rating.next_label)
        points = count_noun(rating.points_to_next, "more point")
        lead += f" {points} across {scored} would reach {rating.next_label} ({format_percent(least)})."
    one = 100 / rating.maximum
    size = f"{one:.0f}" if one == int(one) else f"about {one:.1f}"
    return f"{lead} One point in any statement moves the whole by {size} percentage points."


def effect_lines(year: Assessment, effects: Sequence[Effect]) -> list[str]:
    """What one point more or less in one statement would do; it is the same wherever the score can move."""
    lines: list[str] = []
    names = [statement.short_name for statement in year.framework.statements]
    scores = list(year.scores_by_statement.values())
    if not year.framework.bands:
        return lines
    for way, words, edge in (("up", "more", year.framework.top_score), ("down", "less", 1)):
        after = next((found for effect in effects if (found := getattr(effect, way)) is not None), None)
        if after is None:
            continue
        fixed = [name for name, score in zip(names, scores, strict=True) if score == edge]
        beyond = f" ({', '.join(fixed)}: already {year.framework.shorten_score(edge)}.)" if fixed else ""
        lines.append(f"One point {words} in any one statement: {format_percent(after.percent)}, {after.label}.{beyond}")
    return lines
