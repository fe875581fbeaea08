"""What is told of the program itself: its version, what is new, and the licences of its parts."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from selfassess.services.workbook import releases
from selfassess.services.workbook.releases import Release
from ui.pages.help.reader import HelpDialog
from ui.pages.help.topics import Topic


def about_dialog(parent: QWidget | None = None) -> HelpDialog:
    """Everything about the program."""
    topics = (
        Topic("program", "This program", releases.describe_program()),
        Topic("news", "What’s new", news_text(releases.list_releases())),
        Topic("licences", "Licences", releases.describe_licences()),
    )
    return HelpDialog(parent, "About this program", topics)


def news_dialog(news: Sequence[Release], parent: QWidget | None = None) -> HelpDialog:
    """What is new since the version that a person used before."""
    topics = (
        Topic("news", "What’s new", news_text(news)),
        Topic("program", "This program", releases.describe_program()),
    )
    return HelpDialog(parent, "What’s new", topics)


def news_text(news: Sequence[Release]) -> str:
    """Versions and what came with each, in Markdown."""
    return "\n\n".join(("# What’s new", *(f"## Version {each.version}\n\n{each.news}" for each in news)))
