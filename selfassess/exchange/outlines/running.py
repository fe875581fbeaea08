"""Facts as running text: brief ones follow each other in one paragraph, a long one has paragraphs of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

LONGEST = 120
"""A value longer than this stands by itself."""


@dataclass(frozen=True, slots=True)
class Running:
    """One paragraph of brief facts, or one long fact."""

    brief: tuple[tuple[str, str], ...] = ()
    value: tuple[str, str] | None = None


def group_facts_in_paragraphs(rows: Sequence[tuple[str, str]]) -> Iterator[Running]:
    """Facts in order, paragraph by paragraph."""
    brief: list[tuple[str, str]] = []
    for label, value in rows:
        listed = _on_one_line(value)
        if len(value) <= LONGEST and listed:
            brief.append((label, listed))
            continue
        if brief:
            yield Running(brief=tuple(brief))
        brief = []
        yield Running(value=(label, value))
    if brief:
        yield Running(brief=tuple(brief))


def format_running_label(label: str) -> str:
    """A label with what parts it from its value."""
    if label.endswith("?"):
        return f"{label} "
    return f"{label}: "


def _on_one_line(value: str) -> str:
    """A value on one line, "" where it has several that are no list of names."""
    lines = value.split("\n")
    if len(lines) == 1:
        return value
    names = [line.removeprefix("- ") for line in lines]
    is_list = all(line.startswith("- ") for line in lines)
    if not is_list:
        return ""
    return "; ".join(names)
