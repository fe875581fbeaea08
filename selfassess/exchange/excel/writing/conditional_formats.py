"""Colours in registers that follow what is written, and only repeat what the cell itself says in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from openpyxl.formatting.rule import Rule
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from selfassess.domain.framework.framework import Framework, shade_level
from selfassess.domain.model.catalogue import RecordKind
from selfassess.domain.readiness.readiness import DONE_ACTIONS
from selfassess.exchange.excel.registers import Column
from selfassess.exchange.excel.writing import styles


@dataclass(frozen=True, slots=True)
class Mark:
    """A look for one answer in one field."""

    field: str
    answer: str | bool | int
    ink: str
    tint: str


HIGH, MIDDLE = 15, 8
"""From which likelihood times severity on a risk is coloured as high, and as in the middle."""

_GOOD = (styles.SCORE_INKS[3], styles.SCORE_TINTS[3])
_CARE = (styles.SCORE_INKS[2], styles.SCORE_TINTS[2])
_BAD = (styles.SCORE_INKS[1], styles.SCORE_TINTS[1])
_CALM = (styles.SCORE_INKS[4], styles.SCORE_TINTS[4])

MARKS: dict[str, tuple[Mark, ...]] = {
    "judgement": (
        Mark("insufficient_evidence", True, *_CARE),
        Mark("status", "agreed", *_GOOD),
        Mark("status", "ready_for_review", *_CALM),
        Mark("status", "carried_forward", *_CARE),
    ),
    "risk": (Mark("status", "open", *_CARE), Mark("status", "closed", *_GOOD), Mark("status", "accepted", *_CALM)),
    "action": (
        Mark("status", "complete", *_GOOD),
        Mark("status", "in_progress", *_CALM),
        Mark("priority", "most_pressing", *_BAD),
        Mark("priority", "high", *_CARE),
    ),
    "evidence": (
        Mark("strength", "strong", *_GOOD),
        Mark("strength", "weak", *_CARE),
        Mark("personal_data", "needs_redaction", *_BAD),
        Mark("personal_data", "not_checked", *_CARE),
    ),
    "return_answer": (Mark("status", "ready", *_GOOD), Mark("status", "gathering", *_CALM)),
}
"""The marks of each kind of record; every kind has ``_NOT_REVIEWED`` as well."""

_NOT_REVIEWED = Mark("not_reviewed", True, *_CARE)


def list_score_marks(frameworks: Iterable[Framework]) -> Iterator[Mark]:
    """A mark for each score of the frameworks; one that several have looks as the first of them has it."""
    shades: dict[int | str, int] = {}
    for framework in frameworks:
        for score in framework.scores:
            answer = score.value if framework.numbered else score.label
            shades.setdefault(answer, shade_level(score.value, framework.top_score))
    return (Mark("score", each, styles.SCORE_INKS[at], styles.SCORE_TINTS[at]) for each, at in shades.items())


def add_register_marks(
    sheet: Worksheet, kind: RecordKind, cols: Sequence[Column], last: int, frameworks: Iterable[Framework] = ()
) -> None:
    """Add a register's rules, down to the row ``last``: they hold for rows that are added later as well."""

    def down(key: str) -> str:
        return f"{letters[key]}2:{letters[key]}{last}"

    letters = {column.key: get_column_letter(n) for n, column in enumerate(cols, 1) if column.part == 1}
    for mark in (*list_score_marks(frameworks), *MARKS.get(kind.key, ()), _NOT_REVIEWED):
        if mark.field in letters:
            rule = Rule(
                type="cellIs",
                operator="equal",
                formula=[_mark_answer_formula(kind, mark)],
                dxf=_mark_style(mark.ink, mark.tint),
            )
            sheet.conditional_formatting.add(down(mark.field), rule)
    if kind.key == "action":
        # The date itself says it: it has passed, and the action is not done.
        done = [
            f"${letters['status']}2<>{_quote_formula_text(kind.by_key['status'].choice_label(key))}"
            for key in DONE_ACTIONS
        ]
        sheet.conditional_formatting.add(down("due_on"), _build_late_rule(letters["due_on"], done))
    if kind.key == "risk":
        still_open = f"${letters['status']}2={_quote_formula_text(kind.by_key['status'].choice_label('open'))}"
        sheet.conditional_formatting.add(down("review_on"), _build_late_rule(letters["review_on"], [still_open]))
        chance, harm = (f"${letters[key]}2" for key in ("likelihood", "severity"))
        for least, look in ((HIGH, _BAD), (MIDDLE, _CARE), (1, _GOOD)):
            test = f"AND(ISNUMBER({chance}),ISNUMBER({harm}),{chance}*{harm}>={least})"
            rule = Rule(type="expression", formula=[test], dxf=_mark_style(*look), stopIfTrue=True)
            sheet.conditional_formatting.add(f"{letters['likelihood']}2:{letters['severity']}{last}", rule)


def _build_late_rule(letter: str, tests: Sequence[str]) -> Rule:
    passed = (f"ISNUMBER(${letter}2)", f"${letter}2<TODAY()", *tests)
    return Rule(type="expression", formula=[f"AND({','.join(passed)})"], dxf=_mark_style(*_BAD))


def _mark_answer_formula(kind: RecordKind, mark: Mark) -> str:
    if isinstance(mark.answer, bool):
        answer_words = "Yes" if mark.answer else "No"
        return _quote_formula_text(answer_words)
    if isinstance(mark.answer, int):
        return str(mark.answer)
    return _quote_formula_text(kind.by_key[mark.field].choice_label(mark.answer))


def _quote_formula_text(words: str) -> str:
    return '"{}"'.format(words.replace('"', '""'))


def _mark_style(ink: str, tint: str) -> DifferentialStyle:
    return DifferentialStyle(font=styles.make_mark_font(ink), fill=styles.make_fill(tint))
