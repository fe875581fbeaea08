"""What is told of this version of the program, and of what came since the one that a person used before.

Nobody is asked whether there is a newer one: that would take a network.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from selfassess import RELEASED, VERSION
from selfassess.domain.model.catalogue import FORMAT
from selfassess.domain.text.wording import british_date
from selfassess.packs.resources import RESOURCES
from selfassess.services.workbook.settings import Settings

SILENT = "0.1.0"
"""The last version that did not keep which one it was."""


@dataclass(frozen=True, slots=True)
class Release:
    """A version and what was new in it, in Markdown."""

    version: str
    news: str


def take_news(settings: Settings) -> tuple[Release, ...]:
    """What is new to this person, newest first, and note that they were told; nothing at the very first start.

    Whoever goes back to an older version beside a newer one is told nothing twice.
    """
    before = settings.version or (SILENT if settings.name or settings.recent else VERSION)
    settings.version = max(before, VERSION, key=version_order)
    return tuple(
        each
        for each in list_releases()
        if version_order(before) < version_order(each.version) <= version_order(VERSION)
    )


def list_releases() -> tuple[Release, ...]:
    """Every version that the list of changes knows, newest first; what has no number yet is left out."""
    _, *parts = re.split(r"^## +", read_resource_text("CHANGELOG.md"), flags=re.MULTILINE)
    found = (part.partition("\n") for part in parts)
    return tuple(Release(name.strip(), news.strip()) for name, _, news in found if version_order(name))


def version_order(version: str) -> tuple[int, ...]:
    """What versions are compared by; nothing where it is no version."""
    if not re.fullmatch(r"\d{1,5}(\.\d{1,5})*", version := version.strip()):
        return ()
    return tuple(map(int, version.split(".")))


def describe_program() -> str:
    """Version, date, file format and how to learn of a newer one, in Markdown."""
    text = read_resource_text("about/this-program.md")
    for name, said in (("VERSION", VERSION), ("DATE", british_date(RELEASED)), ("FORMAT", str(FORMAT))):
        text = text.replace(f"@{name}@", said)
    return text


def describe_licences() -> str:
    """The licences of the parts and the words of our own, in Markdown."""
    return f"{read_resource_text('about/licences.md')}\n{read_resource_text('LICENSE')}"


def read_resource_text(name: str) -> str:
    """A text that lies with the resources, or in a checkout beside them."""
    folder = next(each for each in (RESOURCES, RESOURCES.parent) if (each / name).is_file())
    return (folder / name).read_text(encoding="utf-8")
