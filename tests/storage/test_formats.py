"""Every format that was ever released, opened by this program: nothing of it is lost, and a newer one is left alone."""

from __future__ import annotations

import lzma
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import msgspec
import pytest
from msgspec.json import decode
from pytestqt.qtbot import QtBot

from selfassess.domain.model import journal
from selfassess.domain.model.catalogue import CATALOGUE, FORMAT
from selfassess.domain.model.commands import SetField
from selfassess.domain.model.editions import Edition
from selfassess.domain.model.errors import FileError
from selfassess.domain.model.fields import Kind
from selfassess.domain.model.workbook import Workbook
from selfassess.exchange import json
from selfassess.services.exporting import export
from selfassess.services.workbook import opening, snapshot
from selfassess.services.workbook.settings import Settings
from selfassess.services.years import signing
from selfassess.storage import store
from selfassess.storage.format import schema_check
from selfassess.storage.lock import Lock
from tests.running import Ran
from ui.shell.window import MainWindow

FIXTURES = Path(__file__).parent / "fixtures"
FORMATS = range(1, FORMAT + 1)


def _kept(folder: Path, format_: int) -> Path:
    path = folder / f"format-{format_}.sawb"
    path.write_bytes(lzma.decompress((FIXTURES / f"{path.name}.xz").read_bytes()))
    return path


def _raw(path: Path) -> dict[str, dict[str, dict[str, object]]]:
    """What a file holds, as SQLite gives it: table -> id -> column -> value."""
    found: dict[str, dict[str, dict[str, object]]] = {}
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        made = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        found |= {table: {} for table in CATALOGUE}
        for table in made & set(CATALOGUE):  # a kind may have come with a later format
            rows = connection.execute(f"SELECT * FROM [{table}]").fetchall()
            found[table] = {row["id"]: dict(row) for row in rows}
    return found


def _as_held(workbook: Workbook) -> dict[str, dict[str, dict[str, object]]]:
    """The same of a workbook that was read, without the fields that are empty."""
    found: dict[str, dict[str, dict[str, object]]] = {table: {} for table in CATALOGUE}
    for record in workbook.all_records():
        found[record.kind][record.id] = {
            "id": record.id,
            "position": record.position,
            **({"assessment": record.assessment} if record.assessment else {}),
            **{key: value for key, value in record.values.items() if value is not None},
        }
    return found


def _filled(raw: dict[str, dict[str, dict[str, object]]]) -> dict[str, dict[str, dict[str, object]]]:
    def value(table: str, column: str, held: object) -> object:
        spec = CATALOGUE[table].by_key.get(column)
        if spec is not None and spec.kind is Kind.LINKS:
            return tuple(msgspec.json.decode(str(held)))
        return bool(held) if spec is not None and spec.kind is Kind.YES_NO else held

    return {
        table: {
            id: {column: value(table, column, held) for column, held in row.items() if held not in (None, "[]")}
            for id, row in rows.items()
        }
        for table, rows in raw.items()
    }


def test_there_is_a_workbook_of_every_format() -> None:
    assert {path.name for path in FIXTURES.iterdir()} == {f"format-{each}.sawb.xz" for each in FORMATS}


@pytest.mark.parametrize("format_", FORMATS)
def test_the_make_up_of_a_format_is_what_our_migrations_make(format_: int, tmp_path: Path) -> None:
    assert schema_check.fingerprint_schema(schema_check.expected_schema(format_)) == schema_check.SHAPES[format_]
    with closing(sqlite3.connect(_kept(tmp_path, format_))) as connection:
        assert schema_check.read_schema_parts(connection) == schema_check.expected_schema(format_)


@pytest.mark.parametrize("format_", FORMATS)
def test_everything_in_it_is_read_and_the_file_is_not_touched(format_: int, tmp_path: Path) -> None:
    path = _kept(tmp_path, format_)
    before, raw = path.read_bytes(), _raw(path)
    there = snapshot.read_snapshot(path, journal=True)
    assert _as_held(there) == _filled(raw)
    assert journal.replay_journal(there.journal) == {record.id: record for record in there.all_records()}
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("format_", FORMATS)
def test_brought_up_to_date_it_holds_and_exports_the_same(format_: int, tmp_path: Path) -> None:
    path = _kept(tmp_path, format_)
    raw, before = _filled(_raw(path)), snapshot.read_snapshot(path, journal=True)
    export.export_workbook(path, tmp_path / "before.json")
    opening.open_workbook(path, author="Tester").close()
    assert store.read_format(path) == FORMAT
    after = snapshot.read_snapshot(path, journal=True)
    assert _as_held(after) == raw
    assert after == before
    export.export_workbook(path, tmp_path / "after.json")
    exported = [decode((tmp_path / f"{name}.json").read_bytes()) for name in ("before", "after")]
    assert len(exported[1].pop("steps")) >= len(exported[0].pop("steps", ())) > 0 or format_ < 4
    assert exported[0] == exported[1]
    assert tuple(json.read_json_workbook(tmp_path / "after.json").workbook.all_records()) == tuple(before.all_records())
    with closing(opening.open_workbook(path, author="Tester")) as session:
        session.run_command(SetField(session.current.judgements["equity"].id, "summary", "Written on"))
        assert session.store.find_faults() == ()


@pytest.mark.parametrize("format_", FORMATS)
def test_where_it_cannot_be_written_it_is_opened_to_read(format_: int, tmp_path: Path) -> None:
    path = _kept(tmp_path, format_)
    first = Lock.take_lock(path, "Somebody else", "2026-01-16T10:00")
    before = path.read_bytes()
    try:
        with closing(opening.open_workbook(path, author="Tester", or_read_only=True)) as session:
            assert "Somebody else" in session.read_only_because
            assert session.store.read_workbook() == snapshot.read_snapshot(path)
    finally:
        first.release_lock()
    assert path.read_bytes() == before


@pytest.mark.parametrize("format_", range(3, FORMAT + 1))
def test_the_version_signed_in_a_workbook_is_as_it_was_signed(format_: int, tmp_path: Path) -> None:
    path = _kept(tmp_path, format_)
    (listed,) = signing.list_signed_versions(path)
    assert listed.fault == ""
    signed = signing.read_signed_version(path, listed.version.id)
    assert signed.assessment.judgements["equity"]["impact"] != "Written after signing."
    assert snapshot.read_snapshot(path).current.judgements["equity"]["impact"] == "Written after signing."
    assert signed.pdf.startswith(b"%PDF-")
    assert {entry.author for entry in snapshot.read_snapshot(path, journal=True).journal} == {
        "First writer",
        "Second writer",
    }


COMMANDS: tuple[tuple[str, ...], ...] = (
    ("show", "FILE"),
    ("check", "FILE"),
    ("export", "FILE", "OUT.json"),
    ("export", "FILE", "OUT.pdf"),
    ("import", "FILE", "OTHER"),
    ("import", "OTHER", "FILE"),
    ("merge", "FILE", "OTHER"),
    ("merge", "OTHER", "FILE"),
    ("carry", "FILE", "--from", "2024-25", "--to", "2025-26"),
    ("return-pack", "FILE", "OUT.zip"),
    ("versions", "FILE"),
    ("contribute", "FILE", "OUT.sawb", "--for", "Ann", "--statement", "equity"),
    ("recover", "FILE", "OUT.sawb"),
)


@pytest.mark.parametrize("format_", [FORMAT + 1, 99])
@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_newer_file_is_refused_by_every_command_and_left_byte_for_byte(
    words: tuple[str, ...], format_: int, tmp_path: Path, run: Callable[..., Ran]
) -> None:
    newer, other = _newer(tmp_path, format_), _kept(tmp_path, 3)
    before = newer.read_bytes(), other.read_bytes()
    places = {"FILE": str(newer), "OTHER": str(other)}
    done = run(*(places.get(word, str(tmp_path / word) if word.startswith("OUT") else word) for word in words))
    assert (done.code, done.out) == (3, "")
    assert "newer version" in done.err
    assert len(done.err.splitlines()) == 1
    assert (newer.read_bytes(), other.read_bytes()) == before
    assert sorted(each.name for each in tmp_path.iterdir()) == sorted((newer.name, other.name))


def test_a_newer_file_is_refused_by_the_window_and_left_byte_for_byte(tmp_path: Path, qtbot: QtBot) -> None:
    path = _newer(tmp_path, 99)
    before = path.read_bytes()
    window = MainWindow(Settings(name="Tester"))
    qtbot.addWidget(window)
    window.show()
    window.open_workbook(path)
    qtbot.waitUntil(lambda: "newer version" in _said(window), timeout=10_000)
    assert window.frame is None
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def _said(window: MainWindow) -> str:
    from PySide6.QtWidgets import QLabel

    return " ".join(label.text() for label in window.findChildren(QLabel))


def _newer(folder: Path, format_: int) -> Path:
    path = folder / "newer.sawb"
    _kept(folder, FORMAT).rename(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {format_}")
    return path


def test_an_export_of_the_oldest_for_each_edition_can_be_made(tmp_path: Path) -> None:
    path = _kept(tmp_path, 1)
    for edition in Edition:
        report = export.export_workbook(path, tmp_path / f"{edition}.json", edition=edition)
        assert report.records > 200


def test_a_file_older_than_any_is_refused(tmp_path: Path) -> None:
    path = _newer(tmp_path, 0)
    with pytest.raises(FileError, match="another program"):
        snapshot.read_snapshot(path)
