"""``selfassess redact``: says what would go, and removes it only with --yes."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from selfassess.domain.model.commands import AddRecord
from selfassess.services.workbook import opening
from tests.making import new_file
from tests.running import Ran

WORDS = "Unmistakable words"


def _file(folder: Path) -> Path:
    path = new_file(folder)
    with closing(opening.open_workbook(path, author="Tester")) as session:
        values = {"quality_statement": "equity", "title": "A risk", "cause": WORDS}
        session.run_command(AddRecord("risk", "a-risk", values))
    return path


def test_it_says_what_would_go_and_changes_nothing(tmp_path: Path, run: Callable[..., Ran]) -> None:
    path = _file(tmp_path)
    before = path.read_bytes()
    done = run("redact", str(path), "--text", WORDS)
    assert done.code == 1
    assert f"“{WORDS}”: in 1 record and 1 entry of the history." in done.out
    assert "copies that others have" in done.out
    assert path.read_bytes() == before


def test_it_removes_words_a_field_and_a_record(tmp_path: Path, run: Callable[..., Ran]) -> None:
    path = _file(tmp_path)
    done = run("redact", str(path), "--record", "a-risk", "--field", "cause", "--yes", "--json")
    assert (done.code, json.loads(done.out)["done"]) == (0, True)
    assert WORDS.encode() not in path.read_bytes()
    assert run("redact", str(path), "--text", "A risk", "--yes").code == 0
    assert run("redact", str(path), "--record", "a-risk", "--yes").code == 0
    assert b"A risk" not in path.read_bytes()
    assert json.loads(run("check", str(path), "--json").out)["file"] == {"ok": True, "messages": []}


def test_wrong_use_is_told(tmp_path: Path, run: Callable[..., Ran]) -> None:
    path = str(_file(tmp_path))
    for words in ((), ("--record", "a-risk", "--text", WORDS), ("--field", "cause"), ("--record", "none")):
        done = run("redact", path, *words, "--yes")
        assert (done.code, len(done.err.splitlines())) == (2, 1)
