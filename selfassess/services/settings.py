"""What belongs to the person and not to the workbook: their name, recent files, where they were.

Kept in the platform's own place for settings, or under SELFASSESS_HOME where that is set (a folder that an
administrator or a test chooses).
"""

from __future__ import annotations

import os
from pathlib import Path

import msgspec
import platformdirs

MOST_RECENT = 10


class Settings(msgspec.Struct):
    """A person's settings. ``places`` is the last page by workbook file, ``window`` the window's shape as text."""

    name: str = ""
    recent: list[str] = []
    places: dict[str, str] = {}
    window: str = ""
    text_percent: int = 100
    last_folder: str = ""

    def remember(self, path: Path) -> None:
        """Put a workbook first among the recent ones."""
        name = str(path.resolve())
        self.recent = [name, *(other for other in self.recent if other != name)][:MOST_RECENT]

    def forget(self, path: str) -> None:
        """Take a workbook off the recent ones; the file stays."""
        self.recent = [other for other in self.recent if other != path]


def home(kind: str) -> Path:
    """The folder for "config" or "data" of this person, made readable by them only."""
    own = os.environ.get("SELFASSESS_HOME")
    if own:
        folder = Path(own) / kind
    elif kind == "config":
        folder = platformdirs.user_config_path("selfassess", appauthor=False)
    else:
        folder = platformdirs.user_data_path("selfassess", appauthor=False)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def load() -> Settings:
    """The person's settings; fresh ones where there are none or they cannot be read."""
    try:
        return msgspec.json.decode((home("config") / "settings.json").read_bytes(), type=Settings)
    except (OSError, msgspec.MsgspecError):
        return Settings()


def save(settings: Settings) -> None:
    """Keep the settings; where they cannot be kept (a full or read-only disk) the person can still work."""
    try:
        target = home("config") / "settings.json"
        fresh = target.with_suffix(".new")
        fresh.write_bytes(msgspec.json.encode(settings))
        os.replace(fresh, target)
    except OSError:
        return
