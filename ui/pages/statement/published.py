"""What others found of a statement, to be read: the score on top, then the whole text under its own sub-headings."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from selfassess.domain.blocks import Facts, Section, prose
from selfassess.domain.fields import british_date
from selfassess.domain.framework import ScoreLabel
from selfassess.domain.records import CATALOGUE, Record
from selfassess.domain.topics import topics
from ui.pages.statement.reading import Reader
from ui.pages.statement.step import beside
from ui.widgets import look, theme

COLUMN = 820
"""Lines of running text that are longer than this tire the eye."""

PROSE = ("rationale", "impact")
CHOICES = ("confidence", "direction")
"""What others may say beside what they found; shown where they did."""

MARGIN = 12
"""Between the words and the edge of the sheet."""

TEXT_STYLE = "p { line-height: 130%%; margin-bottom: 8px } h3 { font-size: %dpx; margin-top: 18px; margin-bottom: 4px }"

NOTHING = "No text of this judgement was taken in."


class Published(QWidget):
    """A judgement that others made. Nothing in it can be changed."""

    def __init__(self) -> None:
        super().__init__()
        self.chip = look.ScoreChip(None, large=True)
        self.score = look.heading("")
        self.dated = look.quiet("")
        self.dated.setWordWrap(False)
        self.text = Reader()
        self.text.document().setDefaultStyleSheet(TEXT_STYLE % theme.px(16))
        self.text.document().setDocumentMargin(MARGIN)
        self.nothing = look.label(NOTHING, "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        top = beside(self.score, self.dated)
        line = top.layout()
        assert line is not None
        line.insertWidget(0, self.chip)  # type: ignore[attr-defined]
        for widget in (top, self.text, self.nothing):
            widget.setMaximumWidth(theme.px(COLUMN))
            column.addWidget(widget)

    def show_judgement(self, judgement: Record, label: ScoreLabel | None, who: str) -> None:
        """Show what ``who`` found; ``label`` is the score's own in the framework, None where there is no score."""
        score = label.value if label is not None else None
        self.chip.set_score(score, label.label if label else "")
        self.score.setText(score_words(judgement, label))
        day = judgement.text("agreed_on")
        self.dated.setText(british_date(day) if day else "")
        section = reading(judgement)
        there = bool(section.children)
        self.text.setAccessibleName(f"What {who} found")
        self.text.show_section(section)
        self.text.setVisible(there)
        self.nothing.setVisible(not there)


def score_words(judgement: Record, label: ScoreLabel | None) -> str:
    """The score in words: "Score 2: Some shortfalls"."""
    if label is not None:
        return f"Score {label.value}: {label.label}"
    return "Not enough evidence to score" if judgement["insufficient_evidence"] else "No score"


def reading(judgement: Record) -> Section:
    """The judgement as it is read: the text in its topics first, then what else was said; empty fields are left out."""
    spec = CATALOGUE["judgement"].by_key
    parts = [(topic.title, topic.text) for topic in topics(judgement.text("summary"))]
    parts += [(spec[key].label, judgement.text(key)) for key in PROSE if judgement.text(key).strip()]
    facts = tuple((spec[key].label, spec[key].choice_label(judgement[key])) for key in CHOICES if judgement[key])
    said = [(title, prose(text)) for title, text in parts] + ([("", (Facts(facts),))] if facts else [])
    children = tuple(Section(key=str(n), title=title, level=3, blocks=blocks) for n, (title, blocks) in enumerate(said))
    return Section(key="", title="", level=2, children=children)
