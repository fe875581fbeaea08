"""Reads the public source texts into plain facts, so that the packs can be held against them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

CATEGORY_HEADINGS = {
    "People's experience": "people",
    "Feedback from staff and leaders": "staff_and_leaders",
    "Feedback from partners": "partners",
    "Processes": "processes",
}


@dataclass
class Bullet:
    """One bullet of an evidence list, with the bullets below it."""

    text: str
    if_available: bool
    below: list[str] = field(default_factory=list)


@dataclass
class StatementText:
    """What the framework's text says under one quality statement."""

    name: str
    theme: int
    quality_statement: str
    i_statements: list[str]
    care_act: list[str]
    evidence: dict[str, list[Bullet]]
    guidance: list[str]


@dataclass
class ItemText:
    """One row of the information return's table, joined across page breaks."""

    ref: str
    text: str
    theme: str
    statement: str

    @property
    def covered_months(self) -> int | None:
        """The period that the whole item covers, or the part of it that has one."""
        months = re.search(r"(?:preceding|last) (\d+) months", self.text, re.IGNORECASE)
        return int(months[1]) if months else None

    @property
    def is_covered_in_part(self) -> bool:
        """Whether only some of its figures have a period (waiting times, placements made)."""
        return self.covered_months is not None and "Covering the preceding" not in self.text


def source(folder: Path, number: str) -> str:
    """The text of the source whose file name starts with this number."""
    (path,) = folder.glob(f"{number}_*.txt")
    return path.read_text(encoding="utf-8")


def plain(text: str) -> str:
    """Text without links, markup and line breaks."""
    text = re.sub(r"\[(.*?)\]\(.*?\)", r"\1", re.sub(r"[\\*]", "", text))
    return " ".join(re.sub(r"<[^>]*>", " ", text).split())


def words(text: str) -> list[str]:
    """The words of a text in lower case, without punctuation."""
    return re.findall(r"[a-z0-9]+", re.sub(r"['’‘]", "", plain(text).casefold()))


def runs(text: str, length: int = 8) -> Iterator[tuple[str, ...]]:
    """Every run of so many words."""
    listed = words(text)
    return (tuple(listed[start : start + length]) for start in range(len(listed) - length + 1))


def framework_text(text: str) -> list[StatementText]:
    """The quality statements of the assessment framework."""
    lines = [line.rstrip() for line in text.splitlines() if line.strip()]
    starts = [index - 1 for index, line in enumerate(lines) if line == "Quality statement"]
    found = []
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        theme = max(int(m[1]) for line in lines[:start] if (m := re.match(r"Theme (\d):", line)))
        found.append(_statement_text(lines[start:end], theme))
    return found


def _statement_text(lines: list[str], theme: int) -> StatementText:
    act = lines.index("Related sections of the Care Act")
    evidence = next(i for i, line in enumerate(lines) if line.startswith("Required evidence"))
    guidance = next(i for i, line in enumerate(lines) if line.startswith("Best practice"))
    official = [line.removeprefix("- ") for line in lines[2 : lines.index("Summary")]]
    guided = [line for line in lines[guidance + 1 :] if line.startswith("- [")]
    return StatementText(
        name=lines[0],
        theme=theme,
        quality_statement=official[0],
        i_statements=official[1:],
        care_act=[m[1] for line in lines[act:evidence] if (m := re.match(r"(?:- |\[.*?\]\(#\): )(Section.*)", line))],
        evidence=_evidence(lines[evidence + 1 : guidance]),
        guidance=[plain(line.removeprefix("- ")) for line in guided],
    )


def _evidence(lines: list[str]) -> dict[str, list[Bullet]]:
    found: dict[str, list[Bullet]] = {}
    bullets: list[Bullet] = []
    if_available = False
    for line in lines:
        if line in CATEGORY_HEADINGS:
            bullets = found.setdefault(CATEGORY_HEADINGS[line], [])
            if_available = False
        elif line == "Outcomes":
            break
        elif line.startswith("If available"):
            if_available = True
        elif line.startswith("- "):
            text = plain(line[2:]).partition(" - see detailed")[0]
            bullets.append(Bullet(text, if_available or "if available" in line))
        elif line.startswith(" - "):
            bullets[-1].below.append(plain(line[3:]))
    return found


def theme_covers(text: str) -> list[list[str]]:
    """What the framework says that each theme covers."""
    parts = text.split("This theme covers:")[1:]
    return [[line[2:] for line in _leading_bullets(part.splitlines())] for part in parts]


def _leading_bullets(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        if line.startswith("- "):
            yield line
        elif line.strip():
            return


def return_text(text: str) -> list[ItemText]:
    """The items of the information return's table. A row goes on below a page header where its first cell is empty."""
    rows: list[list[str]] = []
    for line in text.splitlines():
        cells = line.split("\t")
        if re.fullmatch(r"IR \d+", cells[0]):
            rows.append(cells)
        elif rows and cells[0] == "" and len(cells) > 1:
            rows[-1][1] += " " + cells[1]
    return [ItemText(row[0], plain(row[1]), row[2], row[3]) for row in rows]


def generic_return_text(text: str) -> dict[str, ItemText]:
    """The items of the generic return, for their texts only: its headings fall one item late."""
    parts = re.split(r"^#* *(IR \d+)$", text.partition("## Time period")[0], flags=re.MULTILINE)
    return {ref: ItemText(ref, plain(body), "", "") for ref, body in zip(parts[1::2], parts[2::2], strict=True)}


def not_to_send_text(text: str) -> list[str]:
    """The kinds of documents that the return asks councils to leave out."""
    part = text.partition("please do not provide:")[2].partition("References to 'people'")[0]
    return [line.strip()[2:] for line in part.splitlines() if line.strip().startswith("- ")]


def report_topics(text: str, names: dict[str, str]) -> dict[str, list[str]]:
    """The sub-headings of the findings in a published report, by statement key; ``names`` maps names to keys."""
    found: dict[str, list[str]] = {}
    statement, within = "", False
    for line in text.splitlines():
        heading = line.lstrip("#").strip()
        if heading in names or heading.startswith("Theme "):
            statement, within = names.get(heading, statement), False
        elif heading.startswith("Key findings"):
            within = True
        elif within and heading and heading[0].isalpha() and len(heading) < 100 and not heading.endswith("."):
            found.setdefault(statement, []).append(heading)
    return found
