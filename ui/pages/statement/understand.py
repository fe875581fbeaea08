"""The step Understand: what the statement covers, what CQC asks for under it, and what was said before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from selfassess.domain.framework.framework import ReturnItem, Statement
from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.domain.text.wording import count_noun
from ui.bridge.workspace import Workspace
from ui.pages.statement import model
from ui.pages.statement.step import Step, clear_layout, lay_beside
from ui.widgets import look
from ui.widgets.folded import FoldedText
from ui.widgets.idle_queue import in_turns, lay_out_once

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

    def refresh_step(self) -> None:
        statement = self.statement
        if statement is None:
            return
        found = self.step_assessment
        before = tuple(model.list_earlier_words(self.workspace.session.earlier_years(), statement.key, found.framework))
        painted = (statement, found.records_of("return_answer"), before)
        if painted == self._painted:
            return
        self._painted = painted
        in_turns(self, self._fill_cards(statement, before))

    def _fill_cards(self, statement: Statement, before: tuple[model.Before, ...]) -> Iterator[None]:
        """The cards, one in each turn."""
        column = self._body.layout()
        assert column is not None
        clear_layout(column)
        for card in self._build_understand_cards(statement, before):
            with lay_out_once(column):
                column.addWidget(card)
            yield

    def _build_understand_cards(self, statement: Statement, before: tuple[model.Before, ...]) -> Iterable[QFrame]:
        if statement.topics:
            yield _build_bullet_card("What it covers", statement.topics)
        yield self._build_return_items_card(statement)
        if statement.prompts:
            yield _build_bullet_card("Ask yourselves", statement.prompts)
        yield _build_earlier_words_card(before)
        if statement.care_act:
            yield _build_bullet_card("Care Act 2014", statement.care_act)
        if statement.guidance:
            yield _build_bullet_card("Guidance to know", statement.guidance)

    def _build_return_items_card(self, statement: Statement) -> QFrame:
        asked = self.step_assessment.information_return
        items = list(asked.items_for(statement.key)) if asked else []
        card = look.make_card(look.make_heading("What CQC asks for in the information return"))
        column = card.layout()
        assert column is not None
        if not items:
            column.addWidget(
                look.make_label("The information return asks for nothing under this statement alone.", "muted")
            )
        status = {r.text_of("return_item"): r for r in self.step_assessment.records_of("return_answer")}
        spec = CATALOGUE["return_answer"].by_key["status"]
        for item in items:
            answer = status.get(item.ref)
            now = spec.choice_label(answer["status"]) if answer is not None and answer["status"] else "Not started"
            button = look.make_link_button("Open", partial(self.workspace.go, f"return/{item.ref}"), leads=True)
            button.setAccessibleName(f"Open {item.ref}, {item.title}")
            column.addWidget(lay_beside(look.make_text(describe_return_item(item)), look.make_quiet_label(now), button))
        return card


def describe_return_item(item: ReturnItem) -> str:
    """An item with how far it looks back: "IR 5 · Waiting times (last 12 months)"."""
    back = f" (last {count_noun(item.look_back_months, 'month')})" if item.look_back_months else ""
    return f"{item.ref} · {item.title}{back}"


def _build_bullet_card(heading: str, texts: Iterable[str]) -> QFrame:
    return look.make_card(look.make_heading(heading), *(look.make_text(f"• {text}") for text in texts))


def _build_earlier_words_card(said: tuple[model.Before, ...]) -> QFrame:
    card = look.make_card(look.make_heading("What was said before"))
    column = card.layout()
    assert column is not None
    if not said:
        column.addWidget(look.make_label("This workbook holds no earlier assessment. Years imports one.", "muted"))
    for one in said:
        chip = look.ScoreChip(one.score, one.words)
        column.addWidget(
            look.make_row(chip, look.make_label(f"{one.who}: {one.words.lower()}", "strong"), stretch_last=True)
        )
        if one.summary:
            column.addWidget(FoldedText(one.summary, f"What {one.who} said", SUMMARY_SHOWN))
    return card
