"""The product's own data files as the window shows them: its icons, fonts, looks and help."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from selfassess.packs.resources import RESOURCES


def find_icon_folder() -> Path:
    """The folder that the icons lie in."""
    return RESOURCES / "icons"


def list_fonts() -> tuple[Path, ...]:
    """The fonts that ship with the program, for computers that have none of its usual ones."""
    return tuple(sorted((RESOURCES / "fonts").glob("*.ttf")))


def read_colours(scheme: str) -> Mapping[str, str]:
    """The colours of a scheme ("light", "dark", "contrast") by their names."""
    found: dict[str, str] = json.loads((RESOURCES / "theme" / f"{scheme}.json").read_text(encoding="utf-8"))
    return found


def read_style_template() -> str:
    """The style sheet of the window with names (``@name``) in place of its colours and sizes."""
    return (RESOURCES / "theme" / "look.qss").read_text(encoding="utf-8")


def read_help_files() -> tuple[tuple[str, str], ...]:
    """The topics of the help in the order of their files: the name of each, and its text as Markdown."""
    files = sorted((RESOURCES / "help").glob("*.md"))
    return tuple((file.stem, file.read_text(encoding="utf-8")) for file in files)
