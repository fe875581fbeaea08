"""The step Understand: what the statement covers, what CQC asks for under it, and what was said before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from selfassess.domain.framework.framework import ReturnItem, Statement
from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.domain.model.plural import count_noun
from ui.bridge.workspace import Workspace
from ui.pages.statement import model
from ui.pages.statement.step import Step, beside, clear
from ui.widgets import look
from ui.widgets.folded import FoldedText
from ui.widgets.idle_queue import in_turns, together

SUMMARY_SHOWN = 900


class UnderstandStep(Step):
    """Everything there is to read before one writes."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(
            workspace,
            "What does this statement ask of us?",
            "Read this with the people who will write. Nothing has to be filled in here.",
        )
        self._body = QWidget()
        QVBoxLayout(self._body).setContentsMargins(0, 0, 0, 0)
        self.column.addWidget(self._body)
        self.column.addStretch(1)
        self._painted: tuple[object, ...] = ()

    def refresh(self) -> None:
        statement = self.statement
        if statement is None:
            return
        found = self.assessment
        before = tuple(model.before(self.workspace.session.earlier(), statement.key))
        painted = (statement, found.of("return_answer"), before)
        if painted == self._painted:
            return
        self._painted = painted
        in_turns(self, self._fill(statement, before))

    def _fill(self, statement: Statement, before: tuple[model.Before, ...]) -> Iterator[None]:
        """The cards, one in each turn."""
        column = self._body.layout()
        assert column is not None
        clear(column)
        for card in self._cards(statement, before):
            with together(column):
                column.addWidget(card)
            yield

    def _cards(self, statement: Statement, before: tuple[model.Before, ...]) -> Iterable[QFrame]:
        if statement.topics:
            yield _listed("What it covers", statement.topics)
        yield self._asked(statement)
        if statement.prompts:
            yield _listed("Ask yourselves", statement.prompts)
        yield _before(before)
        if statement.care_act:
            yield _listed("Care Act 2014", statement.care_act)
        if statement.guidance:
            yield _listed("Guidance to know", statement.guidance)

    def _asked(self, statement: Statement) -> QFrame:
        asked = self.assessment.information_return
        items = list(asked.items_for(statement.key)) if asked else []
        card = look.card(look.heading("What CQC asks for in the information return"))
        column = card.layout()
        assert column is not None
        if not items:
            column.addWidget(look.label("The information return asks for nothing under this statement alone.", "muted"))
        status = {r.text("return_item"): r for r in self.assessment.of("return_answer")}
        spec = CATALOGUE["return_answer"].by_key["status"]
        for item in items:
            answer = status.get(item.ref)
            now = spec.choice_label(answer["status"]) if answer is not None and answer["status"] else "Not started"
            button = look.link_button("Open", partial(self.workspace.go, f"return/{item.ref}"))
            button.setAccessibleName(f"Open {item.ref}, {item.title}")
            column.addWidget(beside(look.text(asked_for(item)), look.quiet(now), button))
        return card


def asked_for(item: ReturnItem) -> str:
    """An item with how far it looks back: "IR 5 · Waiting times (last 12 months)"."""
    back = f" (last {count_noun(item.look_back_months, 'month')})" if item.look_back_months else ""
    return f"{item.ref} · {item.title}{back}"


def _listed(heading: str, texts: Iterable[str]) -> QFrame:
    return look.card(look.heading(heading), *(look.text(f"• {text}") for text in texts))


def _before(said: tuple[model.Before, ...]) -> QFrame:
    card = look.card(look.heading("What was said before"))
    column = card.layout()
    assert column is not None
    if not said:
        column.addWidget(look.label("This workbook holds no earlier assessment. Years imports one.", "muted"))
    for one in said:
        chip = look.ScoreChip(one.score, one.words)
        column.addWidget(look.row(chip, look.label(f"{one.who}: {one.words.lower()}", "strong"), stretch_last=True))
        if one.summary:
            column.addWidget(FoldedText(one.summary, f"What {one.who} said", SUMMARY_SHOWN))
    return card
