"""Reports as people save them: a web page with all that stands around its text, one file of a browser, a Word file."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from html import escape
from pathlib import Path

from tests.exchange.report_making import FRAMEWORK, NAMES, SCORES, findings

COUNCIL = "Example County Council"
ADDRESS = "https://www.example.org/care-services/local-authority-assessment-reports/example-1124/theme-1"
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'

FURNITURE = (
    "Skip to main content", "We use cookies to see how people use this site. You can choose which to allow.",
    "Accept all cookies", "Home", "Care services", "Local authority assessment reports", "Share this page", "Facebook",
    "Print this page", "Downloads", "Download report (PDF, 400 KB)", "Page last updated: 8 November 2024",
    "Page 3 of 18",    "Is this page useful?", "Next page", "Sign up for our newsletter",
    "© Care Quality Commission 2024",
)  # fmt: skip
"""Lines in the shape of those around a report; none may be part of it."""


def theme_lines(number: int, *, published: str = "", council: str = COUNCIL) -> list[tuple[str, str]]:
    """A theme's page as tags and texts, the furniture in the midst of it."""
    theme = FRAMEWORK.themes[number - 1]
    made = [("h1", f"{council}: local authority assessment"), ("p", "Downloads"), ("p", "Share this page")]
    made += [("p", published)] if published else []
    made.append(("h2", f"Theme {number}: {theme.name}"))
    for statement in theme.statements:
        made += [("h2", NAMES[statement.key]), ("p", f"Score: {SCORES[statement.key]}"), ("a", "Print this page")]
        made.append(("h3", "Key findings for this quality statement"))
        for topic, text in zip(*[iter(findings(statement.key))] * 2, strict=True):
            made += [("h4", topic), ("p", text)]
        made.append(("p", "Page 3 of 18"))
    return made


def head_lines(*, council: str = COUNCIL, published: str = "8 November 2024") -> list[tuple[str, str]]:
    """The first page of a report: rating and scores, without findings."""
    made = [
        ("h1", f"{council}: local authority assessment"), ("p", f"Assessment published: {published}"),
        ("h2", "Overall summary"), ("h3", "Local authority rating and score"), ("p", council), ("p", "Good"),
        ("p", f"Overall rating for {council}: 64%"), ("h3", "Quality statement scores"),
    ]  # fmt: skip
    for key, name in NAMES.items():
        made += [("p", name), ("p", f"Score: {SCORES[key]}")]
    return made


def html(lines: Sequence[tuple[str, str]], *, framed: bool = True) -> str:
    """A saved page; ``framed``: with the parts that stand around the text, known by tag, role, class or nothing."""
    body = "\n".join(f"<{tag}>{escape(text)}</{tag}>" for tag, text in lines)
    if framed:
        around = "".join(f"<p>{escape(text)}</p>" for text in FURNITURE)
        links = "".join(f"<li><a href='#'>{escape(text)}</a></li>" for text in FURNITURE[3:8])
        body = (
            f"<div id='cookie-banner'><p>{FURNITURE[1]}</p><button>Accept all cookies</button></div>"
            f"<nav class='breadcrumb'><ol>{links}</ol></nav><script>var scores = 'Score: 4';</script>"
            f"{around}<main>{body}</main><div class='share-links'><ul>{links}</ul></div><footer>{around}</footer>"
        )
    title = f"<title>{escape(lines[0][1])} - Care Quality Commission</title><style>p {{ color: red }}</style>"
    saved = f"<!-- saved from url=(0080){ADDRESS} -->"
    return f"<!DOCTYPE html>\n{saved}\n<html lang='en'><head>{title}</head><body>{body}</body></html>"


def save_page(path: Path, lines: Sequence[tuple[str, str]], *, framed: bool = True) -> Path:
    path.write_text(html(lines, framed=framed), encoding="utf-8")
    return path


def save_mht(path: Path, lines: Sequence[tuple[str, str]]) -> Path:
    """The page as one file, as browsers save it."""
    made = MIMEMultipart("related")
    made["From"], made["Snapshot-Content-Location"] = "<Saved by Blink>", ADDRESS
    page = MIMEText(html(lines), "html", "utf-8")
    made.attach(page)
    path.write_bytes(made.as_bytes())
    return path


def save_word(path: Path, lines: Sequence[tuple[str, str]]) -> Path:
    """The page copied into a Word file, its headings by style."""
    styles = {"h1": "Heading1", "h2": "Heading2", "h3": "Heading3", "h4": "Heading4"}
    body = ""
    for tag, text in lines:
        style = f'<w:pPr><w:pStyle w:val="{styles[tag]}"/></w:pPr>' if tag in styles else ""
        body += f"<w:p>{style}<w:r><w:t>{escape(text)}</w:t></w:r></w:p>"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        file.writestr("word/document.xml", f"<w:document {_W}><w:body>{body}</w:body></w:document>")
    return path
