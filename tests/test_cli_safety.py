from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import click
import pytest

from selfassess.domain.model.commands import SetField
from selfassess.services.workbook import opening, snapshot
from selfassess.storage import lock
from selfassess.storage.lock import QUIET
from tests.making import Clock, new_file
from tests.storage.test_lock import away, left_by


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A workbook with a backup of its beginning and something written since."""
    path = new_file(tmp_path)
    with closing(opening.open_workbook(path, author="Tester", clock=Clock())) as opened:
        opened.run_command(SetField(opened.current.judgements["equity"].id, "score", 3))
    return path


def test_backups_are_listed_with_what_was_done_since(run: Any, path: Path) -> None:
    (found,) = run("backups", path, "--json").object["backups"]
    assert (found["number"], found["reason"], found["since"]) == (1, "", "Since then: 1 judgement changed.")
    said = run("backups", path).out
    assert "17 February 2025" in said
    assert "once a day, when it was opened" in said
    assert "Since then: 1 judgement changed." in said
    none = new_file(path.parent, "none.sawb")
    assert run("backups", none).out == "There is no backup of none.sawb yet.\n"


def test_going_back_can_be_tried_done_and_done_again_the_other_way(run: Any, path: Path) -> None:
    before = path.read_bytes()
    tried = run("restore", path, "1", "--dry-run")
    assert (tried.code, tried.out) == (0, "Going back: 1 judgement set back.\n")
    assert path.read_bytes() == before
    assert run("restore", path, "1").code == 0
    assert snapshot.read_snapshot(path).current.score_of("equity") is None
    newest = run("backups", path, "--json").object["backups"][0]
    assert newest["reason"] == "restore"
    assert run("restore", path, "1").code == 0
    assert snapshot.read_snapshot(path).current.score_of("equity") == 3
    wrong = run("restore", path, "99")
    assert wrong.code == 2
    assert "has no backup 99" in wrong.err


def test_a_damaged_workbook_is_recovered_and_its_backup_put_beside_it(run: Any, path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(bytes(4096) + data[4096:])
    assert run("show", path).code == 3
    done = run("recover", path, "--json")
    assert snapshot.read_snapshot(Path(done.object["path"])).current.score_of("equity") == 3
    assert done.code == (1 if done.object["lost"] else 0)
    told = run("recover", path, path.with_name("again.sawb"))
    assert "again.sawb" in told.out
    assert snapshot.read_snapshot(path.with_name("again.sawb")).current.score_of("equity") == 3
    beside = run("restore", path, "1", "--beside")
    assert beside.code == 0
    assert "council (as of 2025-02-17" in beside.out
    assert path.read_bytes() == bytes(4096) + data[4096:]


def test_what_is_no_workbook_at_all_is_a_sentence_and_code_3(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "a.sawb"
    path.write_bytes(b"nothing")
    found = run("recover", path)
    assert (found.code, found.err) == (3, "Nothing of a workbook could be found in a.sawb. Restore it from a backup.\n")


def _copy_with_news(path: Path) -> Path:
    other = path.with_name("other.sawb")
    other.write_bytes(path.read_bytes())
    with closing(opening.open_workbook(other, author="Anna", clock=Clock())) as opened:
        opened.run_command(SetField(opened.current.judgements["learning"].id, "score", 2))
    return other


WRITERS = {
    "restore": lambda path: ("restore", path, "1"),
    "carry": lambda path: ("carry", path, "--from", "2024-25", "--to", "2025-26"),
    "merge": lambda path: ("merge", path, _copy_with_news(path)),
    "import": lambda path: ("import", path, _copy_with_news(path)),
}


@pytest.mark.parametrize("command", WRITERS)
def test_what_writes_takes_a_lock_over_that_was_left_where_that_is_said_and_never_a_live_one(
    command: str, run: Any, path: Path
) -> None:
    words = WRITERS[command](path)
    before = path.read_bytes()
    left_by(path, away(), quiet=QUIET - 60)
    for more, said in (((), "Anna on another-laptop"), (("--take-over",), "only for where nothing was heard")):
        tried = run(*words, *more)
        assert (tried.code, said in tried.err, tried.err.count("\n")) == (3, True, 1)
    left_by(path, away(), quiet=25 * 60)
    tried = run(*words)
    assert (tried.code, "say --take-over" in tried.err) == (3, True)
    assert path.read_bytes() == before
    assert lock.read_current_holder(path) == away()
    assert run(*words, "--take-over").code == 0
    assert path.read_bytes() != before
    assert lock.read_current_holder(path) is None


def test_every_command_that_opens_to_write_can_take_over() -> None:
    from selfassess.cli import COMMANDS, asking, cli

    folder = Path(asking.__file__).parent
    others = [each.name for each in folder.glob("*.py") if "open_workbook(" in each.read_text(encoding="utf-8")]
    assert others == ["asking.py"], "commands open a workbook to write in it by asking.writing"
    commands = {name: cli.get_command(click.Context(cli), name) for name in COMMANDS}
    able = {name for name, each in commands.items() if each and any(p.name == "take_over" for p in each.params)}
    assert able >= {"open", *WRITERS}
