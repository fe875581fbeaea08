"""What is told of versions: once after an update, never at the first start, and to nobody twice."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from bootstrap import ROOT

from selfassess import RELEASED, VERSION
from selfassess.domain.model.catalogue import FORMAT
from selfassess.domain.text.wording import british_date
from selfassess.services.workbook import releases, settings
from selfassess.services.workbook.settings import Settings

CHANGES = "# Changelog\n\n## Next\n\n- Not yet.\n\n## 0.10.0\n\n- Ten.\n\n## 0.9.1\n\n- Nine.\n\n## 0.1.0\n\n- One.\n"


@pytest.fixture
def at_ten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The program is version 0.10.0, which follows 0.9.1."""
    (tmp_path / "CHANGELOG.md").write_text(CHANGES, encoding="utf-8")
    monkeypatch.setattr(releases, "RESOURCES", tmp_path)
    monkeypatch.setattr(releases, "VERSION", "0.10.0")


@pytest.mark.usefixtures("at_ten")
@pytest.mark.parametrize(
    ("before", "told", "kept"),
    [
        (Settings(), [], "0.10.0"),
        (Settings(name="Ada"), ["0.10.0", "0.9.1"], "0.10.0"),
        (Settings(recent=["/a.sawb"], version="0.9.1"), ["0.10.0"], "0.10.0"),
        (Settings(name="Ada", version="0.10.0"), [], "0.10.0"),
        (Settings(name="Ada", version="0.11.0"), [], "0.11.0"),
        (Settings(name="Ada", version="no version"), ["0.10.0", "0.9.1", "0.1.0"], "0.10.0"),
    ],
    ids=["first start", "of before it was kept", "updated", "the same", "an older one beside", "nonsense"],
)
def test_what_is_new_is_told_once(before: Settings, told: list[str], kept: str) -> None:
    assert [each.version for each in releases.take_news(before)] == told
    assert before.version == kept
    assert releases.take_news(before) == ()


@pytest.mark.usefixtures("at_ten")
def test_a_version_comes_with_its_own_lines_and_no_other() -> None:
    assert releases.list_releases()[1] == releases.Release("0.9.1", "- Nine.")


def test_the_program_says_what_it_is() -> None:
    said = releases.describe_program()
    for words in (f"version {VERSION} of {british_date(RELEASED)}", f"file format {FORMAT}.", "never asks anybody"):
        assert words in said
    assert "@" not in said


def test_every_part_of_the_program_is_listed_with_its_licence() -> None:
    locked = set(
        re.findall(r"^([\w.-]+)==", (ROOT / "packaging" / "runtime.txt").read_text(encoding="utf-8"), re.MULTILINE)
    )
    said = releases.describe_licences()
    named = {
        name.lower().replace("_", "-")
        for name in re.findall(r"[\w.-]+", " ".join(re.findall(r"^\| (.*?) \|", said, re.MULTILINE)))
    }
    assert locked - named == set()
    assert "MIT License" in said


def test_a_newer_version_beside_keeps_what_only_it_knows(own_home: Path) -> None:
    """Both keep their settings in one file."""
    file = own_home / "config" / "settings.json"
    file.parent.mkdir()
    file.write_text('{"name": "Ada", "text_percent": {"screen": 150}, "layout": ["new"], "version": "9.0.0"}')
    older = settings.load_settings()
    older.appearance = "dark"
    settings.save_settings(older)
    held = settings._read_kept_settings()
    assert (held["layout"], held["text_percent"], held["version"]) == (["new"], {"screen": 150}, "9.0.0")
    assert (held["name"], held["appearance"]) == ("Ada", "dark")


def test_two_windows_keep_what_each_changed(own_home: Path) -> None:
    settings.save_settings(Settings(name="Ada"))
    one, other = settings.load_settings(), settings.load_settings()
    one.appearance = "dark"
    settings.save_settings(one)
    other.text_percent = 150
    settings.save_settings(other)
    settings.save_settings(one)
    assert settings.load_settings() == Settings(name="Ada", appearance="dark", text_percent=150)


def test_settings_that_were_spoilt_meanwhile_are_written_whole(own_home: Path) -> None:
    settings.save_settings(Settings(name="Ada", appearance="dark"))
    mine = settings.load_settings()
    (own_home / "config" / "settings.json").write_text("{")
    mine.text_percent = 150
    settings.save_settings(mine)
    assert settings.load_settings() == mine
