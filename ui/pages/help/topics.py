"""The topics of the help: each a file of ``resources/help``, in the order of the file names."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from selfassess.packs.resources import RESOURCES


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic: ``key`` names it in a place ("help/<key>"), ``text`` is Markdown and begins with the title."""

    key: str
    title: str
    text: str


@cache
def topics() -> tuple[Topic, ...]:
    """Every topic, in the order in which they are listed."""
    files = sorted((RESOURCES / "help").glob("*.md"))
    return tuple(_topic(file.stem, file.read_text(encoding="utf-8")) for file in files)


def _topic(key: str, text: str) -> Topic:
    return Topic(key, text.partition("\n")[0].lstrip("# ").strip(), text)
