"""Reports to read: neutral texts in the shape of CQC's, and PDF files made of a text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate

from selfassess.domain.model.import_result import Incoming
from selfassess.domain.model.workbook import Assessment
from selfassess.exchange import report
from selfassess.packs import reader as packs

FRAMEWORK = packs.newest_framework()
NAMES = {statement.key: statement.name for statement in FRAMEWORK.statements}
SCORES = dict(zip(NAMES, (1, 2, 3, 4, 3, 2, 1, 2, 3), strict=True))
FILLER = "This sentence stands for what a report would say, and says nothing of any council."


def read(path: Path) -> Incoming:
    return report.read_report(path, framework=FRAMEWORK)


def year(incoming: Incoming) -> Assessment:
    (assessment,) = incoming.workbook.assessments
    return assessment


def said(incoming: Incoming) -> list[str]:
    return [problem.describe_with_place for problem in incoming.problems]


def findings(key: str, number: int = 2) -> list[str]:
    """The findings of a statement: its first topics, each with a paragraph that names it."""
    statement = FRAMEWORK.find_statement(key)
    assert statement is not None
    lines = []
    for topic in statement.topics[:number]:
        lines += [topic, f"On {topic.lower()}. {FILLER} {FILLER} {FILLER}"]
    return lines


def lines(
    *,
    head: Sequence[str] = ("Example Council: local authority assessment", "Assessment published: 16 August 2024"),
    rating: Sequence[str] = ("Local authority rating and score", "Example Council", "Good"),
    score_list: bool = True,
    names: Mapping[str, str] = NAMES,
    score: Callable[[int], str] = "Score: {}".format,
    keys: Sequence[str] = tuple(NAMES),
) -> list[str]:
    """A report as bare lines, without any marks of headings."""
    made = [*head, "About Example Council", FILLER, "Overall summary", *rating]
    if score_list:
        made.append("Quality statement scores")
        for key in keys:
            made += [names[key], score(SCORES[key])]
    made += ["Summary of people's experiences", FILLER]
    for number, theme in enumerate(FRAMEWORK.themes, 1):
        within = [statement.key for statement in theme.statements if statement.key in keys]
        made += [f"Theme {number}: {theme.name}", "This theme includes these quality statements:"]
        made += [names[key] for key in within]
        made.append("We may not always review all quality statements during every assessment.")
        for key in within:
            made += [names[key], score(SCORES[key]), "Key findings for this quality statement", *findings(key)]
    return made


def written(folder: Path, made: Sequence[str], between: str = "\n\n", encoding: str = "utf-8") -> Path:
    path = folder / "report.txt"
    path.write_bytes(between.join(made).encode(encoding))
    return path


def pdf(text: str, path: Path, *, styles: bool = True, decorate: Any = None, width: float = 450) -> Path:
    """A real PDF of a Markdown-like text; without ``styles`` headings look like any other line."""
    sheet = getSampleStyleSheet()
    story = []
    for line in map(str.strip, text.splitlines()):
        if not line or line == "---":
            continue
        plain = escape(re.sub(r"\[(.*?)\]\(.*?\)", r"\1", line).replace("**", ""))
        heading = re.match(r"(#+) (.*)", plain)
        if heading:
            story.append(Paragraph(heading[2], sheet[f"Heading{len(heading[1])}" if styles else "BodyText"]))
        elif plain.startswith("- "):
            story.append(Paragraph(plain[2:], sheet["BodyText"], bulletText="•"))
        else:
            story.append(Paragraph(plain, sheet["BodyText"]))
    margin = (A4[0] - width) / 2
    pages = SimpleDocTemplate(str(path), pagesize=A4, leftMargin=margin, rightMargin=margin)
    pages.build(story, **({"onFirstPage": decorate, "onLaterPages": decorate} if decorate else {}))
    return path
