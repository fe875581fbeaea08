"""The topics of the help: each a file of ``resources/help``, in the order of the file names."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from selfassess.services.exporting.formats import list_format_names
from selfassess.services.workbook.program_files import read_help_files


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic: ``key`` names it in a place ("help/<key>"), ``text`` is Markdown and begins with the title."""

    key: str
    title: str
    text: str


@cache
def list_help_topics() -> tuple[Topic, ...]:
    """Every topic, in the order in which they are listed."""
    return tuple(_read_help_topic(key, text) for key, text in read_help_files())


def _read_help_topic(key: str, text: str) -> Topic:
    text = text.replace("@FORMATS@", list_format_names())
    return Topic(key, text.partition("\n")[0].lstrip("# ").strip(), text)
