"""What belongs to the person and not to the workbook: their name, recent files, where they were.

Kept in the platform's own place for settings, or under SELFASSESS_HOME where that is set (a folder that an
administrator or a test chooses).
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path

from selfassess.exchange import private_files

MOST_RECENT = 10
MOST_SETTLED = 5000


@dataclass
class Settings:
    """A person's settings. ``places`` is the last page by workbook file, ``window`` the window's shape as text.

    ``appearance`` names the colours that were chosen; "" follows the system. ``settled`` are the keys of places that
    look like personal data and that this person found fine: fingerprints, which hold nothing of what stands there.
    """

    name: str = ""
    recent: list[str] = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict)
    window: str = ""
    text_percent: int = 100
    last_folder: str = ""
    appearance: str = ""
    settled: list[str] = field(default_factory=list)

    def remember(self, path: Path) -> None:
        """Put a workbook first among the recent ones."""
        name = str(path.resolve())
        self.recent = [name, *(other for other in self.recent if other != name)][:MOST_RECENT]

    def settle(self, key: str, fine: bool = True) -> None:
        """Keep that a place was found fine, or that it is to be asked about again."""
        others = [other for other in self.settled if other != key]
        self.settled = [*others, key][-MOST_SETTLED:] if fine else others

    def forget(self, path: str) -> None:
        """Take a workbook off the recent ones; the file stays."""
        self.recent = [other for other in self.recent if other != path]


def home(kind: str) -> Path:
    """The folder for "config" or "data" of this person, made readable by them only."""
    own = os.environ.get("SELFASSESS_HOME")
    if own:
        folder = Path(own) / kind
    else:
        import platformdirs  # only where nobody chose a folder: the start screen waits for what is imported here

        where = platformdirs.user_config_path if kind == "config" else platformdirs.user_data_path
        folder = where("selfassess", appauthor=False)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def load() -> Settings:
    """The person's settings; fresh ones where there are none or they cannot be read."""
    try:
        return _read(json.loads((home("config") / "settings.json").read_bytes()))
    except (OSError, ValueError):
        return Settings()


def _read(kept: object) -> Settings:
    """Settings from what was kept, without what this version does not know; ValueError where they are not settings."""
    fresh = asdict(Settings())
    if not isinstance(kept, dict):
        raise ValueError
    known = {key: value for key, value in kept.items() if key in fresh}
    for key, value in known.items():
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        if type(value) is not type(fresh[key]) or not all(isinstance(each, str) for each in inner):
            raise ValueError
    return Settings(**known)


def save(settings: Settings) -> None:
    """Keep the settings; where they cannot be kept (a full or read-only disk) the person can still work."""
    try:
        target = home("config") / "settings.json"
        fresh = target.with_suffix(".new")
        fresh.unlink(missing_ok=True)
        private_files.write(fresh, json.dumps(asdict(settings)).encode())
        os.replace(fresh, target)
    except OSError:
        return
