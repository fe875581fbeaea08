"""What others found of a statement, to be read: the score on top, then the whole text under its own sub-headings."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from selfassess.domain.framework.framework import ScoreLook
from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.report_blocks import Facts, parse_prose
from selfassess.domain.text.wording import british_date
from ui.pages.statement.step import lay_beside
from ui.widgets import look, theme
from ui.widgets.reading import COLUMN, Part, Report, by_topic

PROSE = ("rationale", "impact")
CHOICES = ("confidence", "direction")
"""What others may say beside what they found; shown where they did."""

NOTHING = "No text of this judgement was imported."


class Published(QWidget):
    """A judgement that others made. Nothing in it can be changed."""

    def __init__(self) -> None:
        super().__init__()
        self.chip = look.ScoreChip(None, large=True)
        self.score = look.make_heading("")
        self.dated = look.make_quiet_label("")
        self.dated.setWordWrap(False)
        self.text = Report()
        self.nothing = look.make_label(NOTHING, "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        top = lay_beside(self.score, self.dated)
        line = top.layout()
        assert line is not None
        line.insertWidget(0, self.chip)  # type: ignore[attr-defined]
        top.setMaximumWidth(theme.px(COLUMN))
        for widget in (top, self.text, self.nothing):
            column.addWidget(widget)

    def show_published_judgement(self, judgement: Record, score: ScoreLook | None, who: str) -> None:
        """Show what ``who`` found; ``score`` is None where there is none."""
        self.chip.set_score(score, score.label if score is not None else "")
        self.score.setText(score_words(judgement, score))
        day = judgement.text_of("agreed_on")
        day_words = british_date(day) if day else ""
        self.dated.setText(day_words)
        parts = build_reading_parts(judgement)
        self.text.show_parts(f"What {who} found", parts)
        self.text.setVisible(bool(parts))
        self.nothing.setVisible(not parts)


def score_words(judgement: Record, score: ScoreLook | None) -> str:
    """The score in words: "Score 2: Some shortfalls"."""
    if score is not None:
        return look.name_score(score, score.label)
    if judgement["insufficient_evidence"]:
        return "Not enough evidence to score"
    return "No score"


def build_reading_parts(judgement: Record) -> tuple[Part, ...]:
    """The judgement as it is read: the text in its topics first, then what else was said; empty fields are left out."""
    spec = CATALOGUE["judgement"].by_key
    said = [(spec[key].label, parse_prose(judgement.text_of(key))) for key in PROSE if judgement.text_of(key).strip()]
    facts = tuple((spec[key].label, spec[key].choice_label(judgement[key])) for key in CHOICES if judgement[key])
    fact_parts = [("", (Facts(facts),))] if facts else []
    return (*by_topic(judgement.text_of("summary")), *said, *fact_parts)
