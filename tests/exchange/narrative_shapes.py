"""More self-assessments in shapes of their own: bold letters, forms, one large table, words run in, web pages, text."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path

from docx.table import _Cell as WordCell

from selfassess.packs import reader as packs
from tests.exchange.narrative_making import STATEMENTS, Made, points

THEMES = packs.newest_framework().themes
WORDS = {2: "two", 3: "three"}


def score_of(n: int) -> int:
    return 2 + n % 2


def asked() -> Made:
    """Questions in bold letters, bullets and numbers that were typed, scores in words, quotations."""
    made = Made()
    made.add("Ynys Môn and Llanfair Council: adult social care self-evaluation", bold=True)
    made.add("Introduction", bold=True)
    made.add("This is our honest self-evaluation for the year.", "section summary")
    for statement in STATEMENTS:
        n = statement.number
        made.add(statement.name.upper(), bold=True)
        made.add(f"“{statement.quality_statement}”", "")
        made.add(f"We give ourselves a {WORDS[score_of(n)]} for this.", "score")
        made.add("What's going well?", bold=True)
        for point in points(n, "strength"):
            made.document.add_paragraph(f"* {point}")
            made.right[point] = f"strength {n}"
        made.add(f"“I was listened to from the first call, number {n}.” – daughter of a resident", f"story {n}")
        made.add("Even better if…", bold=True)
        for point in points(n, "improvement"):
            made.document.add_paragraph(f"– {point}")
            made.right[point] = f"improvement {n}"
        made.add("You said, we did", bold=True)
        made.add(f"You said form {n} was too long. We cut it to two pages.", f"judgement {n}")
        made.add("So what?", bold=True)
        made.add(f"In area {n} people wait eleven days and not thirty.", f"judgement {n}")
        made.add("How do we know?", bold=True)
        for point in points(n, "evidence"):
            made.document.add_paragraph(f"o {point}")
            made.right[point] = f"evidence {n}"
        made.add("What are we going to do about it?", bold=True)
        for number, point in enumerate(points(n, "action"), 1):
            made.add(f"{number}. {point}", f"action {n}")
        made.add("What keeps us awake at night?", bold=True)
        made.add(f"{points(n, 'risk')[0]}.", f"risk {n}")
    return made


def one_form_each() -> Made:
    """All that is said of a statement in one table of two columns, with a table in its last cell."""
    made = Made()
    for statement in STATEMENTS:
        n = statement.number
        rows: list[list[tuple[str, str] | str]] = [
            [f"{n}. {statement.name}"],
            ["Score (1 to 4)", (str(score_of(n)), "score")],
            ["What are we proud of?", ("\n".join(points(n, "strength")), f"strength {n}")],
            ["Even better if…", ("\n".join(points(n, "improvement")), f"improvement {n}")],
            ["What do our data tell us?", (f"The median wait in area {n} is 21 days", f"evidence {n}")],
            ["So what? (impact)", (f"People of area {n} stay at home for longer.", f"judgement {n}")],
            ["Next steps", ("", "")],
        ]
        made.table(rows)
        table = made.document.tables[-1]
        table.cell(0, 0).merge(table.cell(0, 1))
        _nested(made, table.cell(6, 1), n)
        made.document.add_paragraph()
    return made


def _nested(made: Made, cell: WordCell, n: int) -> None:
    inner = cell.add_table(rows=2, cols=2)
    for row, texts in enumerate((("Action", "By when"), (points(n, "action")[0], f"{n} May 2026"))):
        for column, text in enumerate(texts):
            inner.cell(row, column).text = text
            made.right[text] = "heading" if not row else f"action {n}"


def matrix() -> Made:
    """One table for the whole: a row for each statement, lists in its cells, the name of the theme across."""
    made = Made()
    made.add("Our self-assessment on a page", style="Heading 1")
    rows: list[list[tuple[str, str] | str]] = [
        ["Quality statement", "Score", "What works well", "What needs to be better", "How we know"]
    ]
    bands = {}
    for number, theme in enumerate(THEMES, 1):
        bands[len(rows)] = theme
        rows.append([f"Theme {number}: {theme.name}"])
        for each in theme.statements:
            n = each.number
            lists = [("\n".join(points(n, kind)), f"{kind} {n}") for kind in ("strength", "improvement", "evidence")]
            rows.append([f"{n} {each.name}", (str(score_of(n)), "score"), *lists])
    made.table(rows)
    for band in bands:
        made.document.tables[-1].cell(band, 0).merge(made.document.tables[-1].cell(band, 4))
    return made


def run_in() -> Made:
    """Paragraphs that begin with their label in bold letters, with a colon, a dash or a full stop."""
    made = Made()
    for statement in STATEMENTS:
        n = statement.number
        made.add(f"Quality statement {n} – {statement.name}", style="Heading 2")
        for label, sign, kind in (
            ("Strengths", ":", "strength"), ("Areas for improvement", " –", "improvement"), ("Risks", ".", "risk"),
            ("How we know", ":", "evidence"),
        ):  # fmt: skip
            text = f"{points(n, kind)[0]}."
            paragraph = made.document.add_paragraph()
            paragraph.add_run(f"{label}{sign}").bold = True
            paragraph.add_run(f" {text}")
            made.right[f"{label}{sign} {text}"] = f"{kind} {n}"
        made.add(f"Self-assessment: {score_of(n)} out of 4", "score")
    return made


def merged_cells() -> Made:
    """Action plans whose lead and date reach over several rows, below each statement."""
    made = Made()
    for statement in STATEMENTS:
        n = statement.number
        made.add(f"QS{n}: {statement.short_name}", style="Heading 1")
        made.add("Action plan", style="Heading 2")
        one, other = points(n, "action")
        made.table([
            ["What we will do", "Who", "By when"],
            [(one, f"action {n}"), (f"Head of service {n}", f"action {n}"), (f"{n} June 2026", f"action {n}")],
            [(other, f"action {n}"), ("", ""), ("", "")],
        ])  # fmt: skip
        for column in (1, 2):
            made.document.tables[-1].cell(1, column).merge(made.document.tables[-1].cell(2, column))
    return made


def whole() -> Made:
    """A report with foreword, place, vision and scores before the statements, closing words and an annex after them."""
    made = Made()
    made.add("London Borough of Example", style="Title")
    for head, text, place in (
        ("Foreword from the Director", "We are honest about where we stand.", "section summary"),
        ("About our borough", "A third of a million people live here.", "section about_place"),
        ("Our vision and priorities", "Good lives, close to home.", "section vision"),
        ("How we carried out this self-assessment", "Two hundred people took part.", "section how_produced"),
    ):
        made.add(head, style="Heading 1")
        made.add(text, place)
    made.add("Summary of our scores", style="Heading 1")
    scores: list[list[tuple[str, str] | str]] = [["Quality statement", "Score"]]
    scores += [[each.name, (str(score_of(each.number)), "score")] for each in STATEMENTS]
    made.table(scores)
    for statement in STATEMENTS:
        n = statement.number
        made.add(statement.name, style="Heading 1")
        made.add("Where are we now?", style="Heading 2")
        made.add(f"In {n}00 cases we did what was asked of us.", f"judgement {n}")
        made.add("What are we proud of", style="Heading 2")
        for point in points(n, "strength"):
            made.add(point, f"strength {n}", "List Bullet")
        made.add("Our impact", style="Heading 2")
        made.add(f"People of area {n} say that they feel at home.", f"judgement {n}")
        made.add("Where do we need to do more?", style="Heading 2")
        for point in points(n, "improvement"):
            made.add(point, f"improvement {n}", "List Bullet")
    made.add("Looking ahead", style="Heading 1")
    made.add("The year to come will be a hard one.", "section next_steps")
    made.add("Annex 1: Abbreviations", style="Heading 1")
    made.add("DASS stands for director of adult social services.", "")
    return made


WORD_SHAPES: dict[str, Callable[[], Made]] = {
    "asked": asked, "one_form_each": one_form_each, "matrix": matrix, "run_in": run_in, "merged_cells": merged_cells,
    "whole": whole,
}  # fmt: skip


def _web_page(path: Path) -> dict[str, str]:
    """A page as a website or Google Docs gives it: bold letters by style, lists, a table with merged cells."""
    right, parts = {}, ["<html><body><nav><a href='/'>Home</a></nav><main><h1>Adult social care: how we are doing</h1>"]

    def add(tag: str, text: str, place: str = "heading", style: str = "") -> None:
        right[text] = place
        inner = f"<span style='{style}'>{escape(text)}</span>" if style else escape(text)
        parts.append(f"<{tag}>{inner}</{tag}>")

    for statement in STATEMENTS:
        n = statement.number
        add("h2", statement.name)
        add("p", f"Our score is {score_of(n)}", "score")
        add("p", "Proud moments", style="font-weight:700")
        parts.append("<ul>")
        for point in points(n, "strength"):
            add("li", point, f"strength {n}")
        parts.append("</ul>")
        add("p", "What’s not going so well", style="font-weight:700")
        parts.append("<ol>")
        for point in points(n, "improvement"):
            add("li", point, f"improvement {n}")
        parts.append("</ol>")
        add("p", "Our plans", style="font-weight:700")
        one, other = points(n, "action")
        for text in (one, other, f"Head of area {n}", f"{n} July 2026"):
            right[text] = f"action {n}"
        parts.append(
            f"<table><tr><th>Lead</th><th>Action</th><th>By when</th></tr><tr><td rowspan='2'>Head of area {n}</td>"
            f"<td>{one}</td><td rowspan=2>{n} July 2026</td></tr><tr><td>{other}</td></tr></table>"
        )
    path.write_text("".join((*parts, "</main></body></html>")), encoding="utf-8")
    return right


def _plain_text(path: Path) -> dict[str, str]:
    """A text of broken lines: headings underlined or in capitals, dashes for bullets."""
    right: dict[str, str] = {}
    lines = ["Exampleshire County Council", "Self-assessment 2025", ""]
    for statement in STATEMENTS:
        n = statement.number
        name = f"{n}. {statement.name}"
        lines += [name, "=" * len(name), ""]
        prose = (
            f"In area {n} we do what the law asks of us, and mostly in time. People tell us that they are heard, that "
            "their wishes count, and that what was agreed does happen in the weeks that follow."
        )
        lines += [*textwrap.wrap(prose, 78), "", f"Our judgement: {score_of(n)}", "", "WHAT WE DO WELL", ""]
        right |= {prose: f"judgement {n}", f"Our judgement: {score_of(n)}": "score"}
        for kind, head in (("strength", ""), ("improvement", "WHAT COULD BE BETTER"), ("action", "WHAT HAPPENS NEXT")):
            lines += [head, ""] if head else []
            for point in points(n, kind):
                text = f"{point}, as we found when we looked at it with the people whom it is about"
                lines += textwrap.wrap(text, 78, initial_indent="- ", subsequent_indent="  ")
                right[text] = f"{kind} {n}"
            lines.append("")
    path.write_text("\n".join(lines), encoding="utf-8")
    return right


def every_shape(folder: Path) -> Iterator[tuple[str, Path, dict[str, str]]]:
    """Each shape as a file, with where its texts are to go."""
    for name, make in WORD_SHAPES.items():
        made = make()
        yield name, made.save(folder, name), made.right
    for ending, write in (("html", _web_page), ("txt", _plain_text)):
        path = folder / f"shape.{ending}"
        yield ending, path, write(path)
