"""A settings file of any content, or none that can be kept, never keeps the program from starting and working."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from selfassess.domain.model.commands import SetField
from selfassess.services.workbook import backups, opening, settings
from selfassess.services.workbook.settings import Settings
from tests.making import Clock, new_file, session
from tests.running import Ran

CONTENTS = {
    "nothing": b"",
    "bytes": bytes(range(256)) * 10,
    "another encoding": '{"name": "W"}'.encode("cp037"),
    "latin": '{"name": "é"}'.encode("latin-1"),
    "a list": b"[1, 2]",
    "a number": b"1",
    "a number without end": b"1" * 10_000,
    "deep": b"[" * 100_000 + b"]" * 100_000,
    "deep in a field": b'{"recent": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "huge": b'{"name": "' + b"x" * 6_000_000 + b'"}',
    "not a number": b'{"text_percent": NaN}',
    "without end": b'{"text_percent": 1e999, "recent": ["a"]',
    "wrong sorts": json.dumps(dict.fromkeys(Settings.__dataclass_fields__, 17)).encode(),
    "wrong sorts in them": json.dumps({"recent": [1], "places": {"a": []}, "settled": [None]}).encode(),
    "yes for a number": b'{"text_percent": true}',
    "null": b"null",
    "names that are none": b'{"recent": ["a\\u0000b", "\\ud800"], "last_folder": "\\u0000"}',
}


@pytest.mark.parametrize("content", CONTENTS.values(), ids=CONTENTS)
def test_settings_of_any_content_are_read_as_far_as_they_make_sense(content: bytes, own_home: Path) -> None:
    (own_home / "config").mkdir()
    (own_home / "config" / "settings.json").write_bytes(content)
    found = settings.load_settings()
    assert found == Settings()
    settings.save_settings(found)
    assert settings.load_settings() == found


def test_what_makes_no_sense_takes_nothing_else_away(own_home: Path) -> None:
    (own_home / "config").mkdir()
    kept = {"name": "Tester", "recent": [5], "text_percent": 10**9, "later": {"a": 1}, "appearance": "dark"}
    (own_home / "config" / "settings.json").write_text(json.dumps(kept))
    assert settings.load_settings() == Settings(name="Tester", appearance="dark")


def test_too_many_are_cut(own_home: Path) -> None:
    (own_home / "config").mkdir()
    kept = {"recent": [f"/a/{n}.sawb" for n in range(50)], "settled": [str(n) for n in range(9000)]}
    (own_home / "config" / "settings.json").write_text(json.dumps(kept))
    found = settings.load_settings()
    assert (len(found.recent), len(found.settled)) == (settings.MOST_RECENT, settings.MOST_SETTLED)


def _file_in_the_way(home: Path) -> None:
    home.rmdir()
    home.write_text("no folder")


def _refused(home: Path) -> None:
    for kind in ("config", "data"):
        (home / kind).write_text("no folder")


@pytest.mark.parametrize("spoil", [_file_in_the_way, _refused])
def test_where_no_personal_folder_can_be_made_everything_works_and_backups_are_beside(
    spoil: Callable[[Path], None], own_home: Path, tmp_path: Path, run: Callable[..., Ran]
) -> None:
    spoil(own_home)
    said = settings.explain_missing_folders()
    assert "your settings are not kept" in said
    assert "backups are put into a folder beside the workbook" in said
    path = new_file(tmp_path)
    settings.save_settings(Settings(name="Nobody keeps this"))
    assert settings.load_settings() == Settings()
    with closing(opening.open_workbook(path, author="Tester", clock=Clock())) as opened:
        opened.run_command(SetField(opened.current.judgements["equity"].id, "summary", "Kept"))
    (kept,) = backups.list_backups(path)
    assert kept.path.parent == tmp_path / "council backups"
    assert kept.workbook == "council"
    done = run("restore", path, 1)
    assert (done.code, said in done.err) == (0, True)
    assert {each.reason for each in backups.list_backups(path)} == {"", "restore"}
    for words in (("export", path, tmp_path / "a.pdf"), ("recover", path, tmp_path / "b.sawb"), ("show", path)):
        assert run(*words).code in (0, 1)
    assert (tmp_path / "b.sawb").exists()
    assert not [each for each in tmp_path.iterdir() if each.name.startswith(".")]


def test_somebody_without_a_home_makes_no_folder_where_they_stand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import platformdirs

    monkeypatch.delenv("SELFASSESS_HOME")
    monkeypatch.chdir(tmp_path)
    for name in ("user_config_path", "user_data_path"):
        monkeypatch.setattr(platformdirs, name, lambda *_, **__: Path("~/.local/selfassess"))
    assert settings.load_settings() == Settings()
    settings.save_settings(Settings())
    assert settings.explain_missing_folders()
    assert list(tmp_path.iterdir()) == []


def test_where_the_folder_can_be_used_nothing_is_said(own_home: Path) -> None:
    assert settings.explain_missing_folders() == ""


def test_backups_that_were_put_beside_are_listed_once_the_own_folder_is_back(own_home: Path, tmp_path: Path) -> None:
    (own_home / "data").write_text("in the way")
    path = new_file(tmp_path)
    session(path)
    backups.take_daily_backup(path, Clock()())
    os.unlink(own_home / "data")
    backups.take_backup(path, "import", Clock()())
    assert len(backups.list_backups(path)) == 2
