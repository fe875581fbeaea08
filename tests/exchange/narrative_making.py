"""Self-assessments in the shapes that councils give them, each paragraph with where it is to go.

A place is "kind statement-number" ("strength 1"), "section key", "heading", or "" where it may only be listed; several
places that are right are divided by a bar.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import docx
from docx.document import Document as Word

from selfassess.packs import reader as packs

STATEMENTS = packs.newest_framework().statements


@dataclass
class Made:
    """A document, and where each of its texts is to go."""

    document: Word = field(default_factory=docx.Document)
    right: dict[str, str] = field(default_factory=dict)

    def add(self, text: str, place: str = "heading", style: str | None = None, *, bold: bool = False) -> None:
        """Add a paragraph."""
        run = self.document.add_paragraph(style=style).add_run(text)
        run.bold = bold or None
        self.right[text] = place

    def table(self, rows: list[list[tuple[str, str] | str]], style: str = "Table Grid") -> None:
        """Add a table; a cell is its text with its place, or a text that serves as a heading."""
        width = max(map(len, rows))
        made = self.document.add_table(rows=len(rows), cols=width, style=style)
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                text, place = cell if isinstance(cell, tuple) else (cell, "heading")
                lines = text.split("\n")
                made.cell(at, column).text = lines[0]
                for line in lines[1:]:
                    made.cell(at, column).add_paragraph(line, style="List Bullet")
                for line in lines:
                    if line:
                        self.right[line] = place

    def save(self, folder: Path, name: str) -> Path:
        path = folder / f"{name}.docx"
        self.document.save(str(path))
        return path


def points(number: int, kind: str) -> list[str]:
    words = {
        "strength": (
            "People reach the right team of service {n} at their first call",
            "Carers of group {n} have a plan",
        ),
        "improvement": ("Waits for service {n} are too long for most", "Records of team {n} miss the person’s voice"),
        "evidence": ("Case file audit number {n}", "Survey of carers, wave {n}"),
        "action": ("Recruit {n} more social workers", "Write to everybody who waited {n} weeks"),
        "risk": ("The market of area {n} may fail", "The system of team {n} may be out for days"),
    }
    return [each.format(n=number) for each in words[kind]]


def headed(level_of_parts: int = 3, level_of_statements: int = 2, bold: bool = False) -> Made:
    """Headings by style, or only by bold letters; lists below."""
    made = Made()
    made.add("Exampleshire County Council")
    made.add("Self-assessment of adult social care")

    def head(text: str, level: int, place: str = "heading") -> None:
        made.add(text, place, None if bold else f"Heading {level}", bold=bold)

    head("About our place", 1)
    made.add("Exampleshire lies between hills and the sea.", "section about_place")
    head("Our vision", 1)
    made.add("A good life, close to those whom one loves.", "section vision")
    for statement in STATEMENTS:
        n = statement.number
        head(f"{n}. {statement.name}", level_of_statements)
        made.add(f"Score: {2 + n % 2}", "score")
        made.add(f"This is how we stand on matter {n} today, in a sentence or two.", f"judgement {n}")
        for name, kind in (
            ("What is working well", "strength"), ("How do we know?", "evidence"),
            ("What could be better?", "improvement"), ("Next steps", "action"), ("Key risks", "risk"),
        ):  # fmt: skip
            head(name, level_of_parts)
            for point in points(n, kind):
                made.add(point, f"{kind} {n}", "List Bullet")
    return made


def numbered() -> Made:
    """Headings that are only known by their numbers, paragraphs in place of bullets."""
    made = Made()
    for statement in STATEMENTS:
        n = statement.number
        made.add(f"{n}.0 {statement.name}".replace(".0", ""), bold=True)
        made.add(f"{n}.1 Our strengths")
        for point in points(n, "strength"):
            made.add(f"{point}. It has been so for some time, and people say so.", f"strength {n}")
        made.add(f"{n}.2 Areas for improvement")
        for point in points(n, "improvement"):
            made.add(f"{point}. We know why, and it is not for lack of will.", f"improvement {n}")
        made.add(f"{n}.3 Our judgement")
        made.add(f"{2 + n % 2} – {'good standard' if n % 2 else 'some shortfalls'}", "score")
    return made


def form() -> Made:
    """A form for each statement: names in the first column, answers beside."""
    made = Made()
    for statement in STATEMENTS:
        n = statement.number
        rows: list[list[tuple[str, str] | str]] = [
            ["Quality statement", statement.name],
            ["Self-assessment score", (f"3 - Good ({n})" if n > 9 else "3", "score")],
            ["Strengths", ("\n".join(points(n, "strength")), f"strength {n}")],
            ["Areas for development", ("\n".join(points(n, "improvement")), f"improvement {n}")],
            ["Evidence", ("\n".join(points(n, "evidence")), f"evidence {n}")],
        ]
        made.table(rows)
        made.right["3"] = "score"
        made.document.add_paragraph()
    return made


def beside() -> Made:
    """Strengths beside areas for improvement in one table below each statement."""
    made = Made()
    for statement in STATEMENTS:
        n = statement.number
        made.add(f"QS{n}", style="Heading 1")
        strengths, improvements = points(n, "strength"), points(n, "improvement")
        rows: list[list[tuple[str, str] | str]] = [["What we are proud of", "What we are worried about"]]
        rows += [
            [(one, f"strength {n}"), (other, f"improvement {n}")]
            for one, other in zip(strengths, improvements, strict=True)
        ]
        made.table(rows)
    return made


def plan() -> Made:
    """One table for all statements: area for improvement, action, lead, date."""
    made = Made()
    made.add("Improvement plan", style="Heading 1")
    rows: list[list[tuple[str, str] | str]] = [
        ["Quality statement", "Area for improvement", "Action", "Lead officer", "By when", "Status"]
    ]
    for statement in STATEMENTS:
        n = statement.number
        action = f"action {n}"
        rows.append([statement.name, (points(n, "improvement")[0], f"improvement {n}")])
        rows[-1] += [(points(n, "action")[0], action), (f"Head of service {n}", action)]
        rows[-1] += [(f"{n} June 2026", action), ("In progress", "action")]
    made.table(rows)
    return made


def labelled() -> Made:
    """No headings below the statements: each paragraph begins with its label."""
    made = Made()
    for statement in STATEMENTS:
        n = statement.number
        made.add(f"Quality statement {n}: {statement.name}", style="Heading 2")
        made.add(f"We judge ourselves as {2 + n % 2} on this matter.", "score")
        made.add(f"Strengths: {points(n, 'strength')[0]}.", f"strength {n}")
        made.add(f"Areas for improvement: {points(n, 'improvement')[0]}.", f"improvement {n}")
        made.add(f"Risks: {points(n, 'risk')[0]}.", f"risk {n}")
    return made


def flat() -> Made:
    """Every heading has the same style, whatever it is."""
    return headed(level_of_parts=1, level_of_statements=1)


def topics() -> Made:
    """Under what works well each point has a heading of its own and paragraphs below."""
    made = Made()
    for statement in STATEMENTS:
        n = statement.number
        made.add(statement.name, style="Heading 1")
        made.add("Where we are now", style="Heading 2")
        made.add(f"We help {n}00 people a year, more than before.", f"judgement {n}")
        made.add("What we do well", style="Heading 2")
        for point in points(n, "strength"):
            made.add(point, f"strength {n}", "Heading 3")
            made.add(f"{point}, which surveys bear out year after year.", f"strength {n}")
        made.add("Our areas for improvement", style="Heading 2")
        for point in points(n, "improvement"):
            made.add(point, f"improvement {n}", "List Number")
    return made


def scored_headings() -> Made:
    """The score stands behind the name of the statement, text directly below it."""
    made = Made()
    for number, theme in enumerate(packs.newest_framework().themes, 1):
        made.add(f"Theme {number}: {theme.name}", style="Heading 1")
        for statement in theme.statements:
            n = statement.number
            made.add(f"{statement.name} (Score: {2 + n % 2})", "score", "Heading 2")
            made.add(f"In matter {n} we do what the law asks, and mostly in time.", f"judgement {n}")
            made.add("Strengths", bold=True)
            for point in points(n, "strength"):
                made.add(point, f"strength {n}", "List Bullet")
            made.add("Gaps and challenges", bold=True)
            for point in points(n, "improvement"):
                made.add(point, f"improvement {n}", "List Bullet")
    made.add("Conclusion", style="Heading 1")
    made.add("There is much to be proud of and much to do.", "section next_steps")
    return made


def registers() -> Made:
    """Actions and risks of the whole in tables of their own at the end; an appendix that is no part of it."""
    made = headed()
    made.add("Corporate risk register", style="Heading 1")
    made.table([
        ["Risk", "Likelihood", "Impact", "Mitigation", "Owner"],
        [("Money may run out", "risk 0"), ("4", "risk 0"), ("5", "risk 0"), ("Monthly watch", "risk 0"),
         ("Director", "risk 0")],
    ])  # fmt: skip
    made.add("Appendix A: Glossary", "", "Heading 1")
    made.add("ASCOF means Adult Social Care Outcomes Framework.", "")
    return made


def banners() -> Made:
    """The name of a statement and its score in a table of one row, and questions in bold letters below."""
    made = Made()
    for statement in STATEMENTS:
        n = statement.number
        made.table([[f"Quality Statement {n} - {statement.name}", ("Self-assessed score: 3", "score")]])
        made.add("Where are we now?", bold=True)
        made.add(f"We had {n}00 concerns, more than the year before.", f"judgement {n}")
        made.add("What are our strengths?", bold=True)
        for point in points(n, "strength"):
            made.add(f"{point}.", f"strength {n}")
        made.add("What do we need to do next?", bold=True)
        made.add(f"{points(n, 'action')[0]}.", f"action {n}")
        made.add("What are the risks?", bold=True)
        made.add(f"{points(n, 'risk')[0]}.", f"risk {n}")
    return made


def typed() -> Made:
    """No style at all: plain labels, bullets that were typed, a table without lines."""
    made = Made()
    for statement in STATEMENTS:
        n = statement.number
        made.add(statement.name)
        made.add("What we do well:")
        for point in points(n, "strength"):
            made.document.add_paragraph(f"- {point}")
            made.right[point] = f"strength {n}"
        made.add("What could be improved?")
        for point in points(n, "improvement"):
            made.document.add_paragraph(f"• {point}")
            made.right[point] = f"improvement {n}"
        made.add("What we are doing about it")
        action = f"action {n}"
        made.table(
            [
                ["Action", "Lead", "By when"],
                [(points(n, "action")[0], action), (f"Head {n}", action), ("May 2026", "action")],
            ],
            style="Normal Table",
        )
    return made


SHAPES = {
    "headed": headed, "bold": lambda: headed(bold=True), "flat": flat, "numbered": numbered, "form": form,
    "beside": beside, "plan": plan, "labelled": labelled, "topics": topics, "scored_headings": scored_headings,
    "registers": registers, "banners": banners, "typed": typed,
}  # fmt: skip


def statement_number(key: str) -> int:
    """The number of a statement, 0 for none."""
    return next((each.number for each in STATEMENTS if each.key == key), 0)


def every_shape(folder: Path) -> Iterator[tuple[str, Path, dict[str, str]]]:
    """Each shape as a Word file, with where its texts are to go."""
    for name, make in SHAPES.items():
        made = make()
        yield name, made.save(folder, name), made.right
