"""What belongs to the person and not to the workbook: their name, recent files, where they were.

Kept in the platform's own place for settings, or under SELFASSESS_HOME where that is set (a folder that an
administrator or a test chooses).
"""

from __future__ import annotations

import errno
import json
import os
import re
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

from selfassess.domain.text.wording import join_with_and
from selfassess.files import lasting, private, trials

MOST_RECENT = 10
MOST_SETTLED = 5000
MOST_STEPS = 500
MOST_OWN_WORDS = 5000
LARGEST = 5_000_000
"""Bytes of a settings file; more is none of ours."""
LONGEST = 32_000
"""Characters of one text in it: the longest path of any system."""
TEXT_PERCENTS = range(50, 401)


@dataclass
class Settings:
    """A person's settings. ``places`` is the last page by workbook file, ``window`` the window's shape as text.

    ``appearance`` names the colours that were chosen; "" follows the system. ``settled`` are the keys of places that
    look like personal data and that this person found fine: fingerprints, which hold nothing of what stands there.
    ``steps`` is the step on which each statement was left; ``word_template`` the document whose look exports take on.
    """

    name: str = ""
    recent: list[str] = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict)
    window: str = ""
    text_percent: int = 100
    last_folder: str = ""
    appearance: str = ""
    settled: list[str] = field(default_factory=list)
    steps: dict[str, str] = field(default_factory=dict)
    word_template: str = ""
    folded_groups: list[str] = field(default_factory=list)
    """The headings on the left whose lines are folded away."""
    spelling: bool = True
    own_words: list[str] = field(default_factory=list)
    """Words that this person holds to be right everywhere; a workbook has others."""
    version: str = ""
    """The newest version of the program that this person has used; "" where none was kept."""

    def __post_init__(self) -> None:
        self._read: dict[str, object] = {}
        """What the file held when it was read, and what it was taken for: another version may know more of it."""
        self._taken: dict[str, object] = {}

    def apply_to_kept_file(self, held: dict[str, object]) -> None:
        """Keep what the file holds, as these settings stand now."""
        self._read, self._taken = held, asdict(self)

    def lay_over_kept(self, held: dict[str, object]) -> dict[str, object]:
        """What a file is to hold that holds this now: only what was changed here is changed in it."""
        changed = {
            key: value for key, value in asdict(self).items() if key not in self._taken or value != self._taken[key]
        }
        return {**self._taken, **self._read, **held, **changed}

    def keep_last_step(self, path: Path, year: str, statement: str, step: str) -> None:
        """Keep on which step a statement of a year of a workbook was left."""
        key = _make_statement_key(path, year, statement)
        self.steps.pop(key, None)  # the one left last stands last
        self.steps[key] = step
        for oldest in list(self.steps)[:-MOST_STEPS]:
            del self.steps[oldest]

    def find_last_step(self, path: Path, year: str, statement: str) -> str:
        """The step on which a statement was left, "" where it was never opened."""
        return self.steps.get(_make_statement_key(path, year, statement), "")

    def remember_recent(self, path: Path) -> None:
        """Put a workbook first among the recent ones."""
        name = str(path.resolve())
        self.recent = [name, *(other for other in self.recent if other != name)][:MOST_RECENT]

    def settle_place(self, key: str, fine: bool = True) -> None:
        """Keep that a place was found fine, or that it is to be asked about again."""
        others = [other for other in self.settled if other != key]
        self.settled = [*others, key][-MOST_SETTLED:] if fine else others

    def add_own_word(self, word: str) -> None:
        """Keep a word as one that is spelt well everywhere."""
        self.own_words = [*(other for other in self.own_words if other != word), word][-MOST_OWN_WORDS:]

    def remove_own_word(self, word: str) -> None:
        """Take a word off those of the person, however it is capitalised."""
        folded = word.casefold()
        self.own_words = [other for other in self.own_words if other.casefold() != folded]

    def forget_recent(self, path: str) -> None:
        """Take a workbook off the recent ones; the file stays."""
        self.recent = [other for other in self.recent if other != path]


def _make_statement_key(path: Path, year: str, statement: str) -> str:
    return f"{path.resolve()} {year} {statement}"


def ensure_own_folder(kind: str) -> Path:
    """The folder for "config" or "data" of this person, made readable by them only. Raises OSError where there is none.

    Somebody without a home, or with a read-only one, works without it; ``missing`` says what they have to do without.
    """
    folder = find_own_folder(kind)
    if not folder.is_absolute():
        raise FileNotFoundError(errno.ENOENT, "this person has no folder of their own", str(folder))
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def find_own_folder(kind: str) -> Path:
    """Where the folder for "config" or "data" of this person is, or would be."""
    own = os.environ.get("SELFASSESS_HOME")
    if own:
        return Path(own).absolute() / kind
    import platformdirs  # only where nobody chose a folder: the start screen waits for what is imported here

    where = platformdirs.user_config_path if kind == "config" else platformdirs.user_data_path
    return where("selfassess", appauthor=False)


def login_name() -> str:
    """The name under which this person is logged in, as a file may be called."""
    import getpass

    try:
        return re.sub(r'[<>:"/\\|?*]', "-", getpass.getuser()).strip(" .") or "somebody"
    except (OSError, KeyError, ImportError):
        return "somebody"


def can_keep_in(kind: str) -> bool:
    """Whether anything can be kept in the folder for "config" or "data" of this person."""
    try:
        return trials.can_write_in(ensure_own_folder(kind))
    except (OSError, ValueError):
        return False


def explain_missing_folders() -> str:
    """What has to be done without because the person's own folders cannot be used, in a sentence; "" where they can."""
    lost = [kind for kind in ("config", "data") if not can_keep_in(kind)]
    if not lost:
        return ""
    told = {
        "config": "your settings are not kept",
        "data": "backups are put into a folder beside the workbook",
    }
    return (
        f"Nothing can be kept in {find_own_folder(lost[0])}, so {join_with_and(told[kind] for kind in lost)}. "
        "Ask whoever looks after this computer."
    )


def load_settings() -> Settings:
    """The person's settings; fresh ones where there are none, and what makes no sense is left out."""
    return _convert_to_settings(_read_kept_settings())


def _read_kept_settings() -> dict[str, object]:
    """What the file of the settings holds, whichever version wrote it; nothing where it makes no sense."""
    try:
        with (ensure_own_folder("config") / "settings.json").open("rb") as file:
            kept = file.read(LARGEST + 1)
        found = json.loads(kept) if len(kept) <= LARGEST else None
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _convert_to_settings(kept: dict[str, object]) -> Settings:
    """Settings from what was kept, each field that is of its sort; whatever else is there is left out."""
    found = Settings()
    for key, fresh in asdict(found).items():
        value = kept.get(key)
        if type(value) is type(fresh) and _is_storable(value):
            setattr(found, key, value)
    found.recent, found.settled = found.recent[:MOST_RECENT], found.settled[-MOST_SETTLED:]
    if found.text_percent not in TEXT_PERCENTS:
        found.text_percent = 100
    found.apply_to_kept_file(kept)
    return found


def _is_storable(value: object) -> bool:
    """Whether all texts in a value can be shown and be names of files."""
    if isinstance(value, dict | list):
        inner = (*value, *value.values()) if isinstance(value, dict) else value
        return all(isinstance(each, str) and _is_storable(each) for each in inner)
    if not isinstance(value, str):
        return isinstance(value, int)
    try:
        os.fsencode(value)
    except UnicodeEncodeError:
        return False
    return len(value) <= LONGEST and "\0" not in value


def save_settings(settings: Settings) -> None:
    """Keep the settings; where they cannot be kept (a full or read-only disk) the person can still work.

    What a window of another version keeps, and what was changed in another window, stays.
    """
    with suppress(OSError):
        target = ensure_own_folder("config") / "settings.json"
        fresh = target.with_suffix(".new")
        lasting.remove_file(fresh)
        kept = settings.lay_over_kept(_read_kept_settings())
        private.write_private_file(fresh, json.dumps(kept).encode())
        lasting.replace_file(fresh, target)
        settings.apply_to_kept_file(kept)
