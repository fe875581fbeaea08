"""What others found of a statement, to be read: the score on top, then the whole text under its own sub-headings."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from selfassess.domain.framework.framework import ScoreLabel
from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.fields import british_date
from selfassess.domain.model.report_blocks import Facts, prose
from ui.pages.statement.step import beside
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
        self.score = look.heading("")
        self.dated = look.quiet("")
        self.dated.setWordWrap(False)
        self.text = Report()
        self.nothing = look.label(NOTHING, "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        top = beside(self.score, self.dated)
        line = top.layout()
        assert line is not None
        line.insertWidget(0, self.chip)  # type: ignore[attr-defined]
        top.setMaximumWidth(theme.px(COLUMN))
        for widget in (top, self.text, self.nothing):
            column.addWidget(widget)

    def show_judgement(self, judgement: Record, label: ScoreLabel | None, who: str) -> None:
        """Show what ``who`` found; ``label`` is the score's own in the framework, None where there is no score."""
        self.chip.set_score(label.value if label is not None else None, label.label if label is not None else "")
        self.score.setText(score_words(judgement, label))
        day = judgement.text("agreed_on")
        self.dated.setText(british_date(day) if day else "")
        parts = reading(judgement)
        self.text.show_parts(f"What {who} found", parts)
        self.text.setVisible(bool(parts))
        self.nothing.setVisible(not parts)


def score_words(judgement: Record, label: ScoreLabel | None) -> str:
    """The score in words: "Score 2: Some shortfalls"."""
    if label is not None:
        return f"Score {label.value}: {label.label}"
    return "Not enough evidence to score" if judgement["insufficient_evidence"] else "No score"


def reading(judgement: Record) -> tuple[Part, ...]:
    """The judgement as it is read: the text in its topics first, then what else was said; empty fields are left out."""
    spec = CATALOGUE["judgement"].by_key
    said = [(spec[key].label, prose(judgement.text(key))) for key in PROSE if judgement.text(key).strip()]
    facts = tuple((spec[key].label, spec[key].choice_label(judgement[key])) for key in CHOICES if judgement[key])
    return (*by_topic(judgement.text("summary")), *said, *([("", (Facts(facts),))] if facts else []))
