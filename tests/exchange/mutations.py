"""Real small files of every format that is imported, spoiled by chance: bytes flipped, cut out, put in, parts repacked.

By hand: ``python -m tests.exchange.mutations COUNT [SEED]`` spoils so many files and says what became of them.
"""

from __future__ import annotations

import hashlib
import io
import json
import random
import sqlite3
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from copy import deepcopy
from pathlib import Path
from typing import Any

from selfassess.domain.model.errors import WorkbookError
from selfassess.exchange import apart, foreign
from selfassess.packs import reader as packs
from selfassess.services.exporting import export
from selfassess.services.importing import plan_merge, plan_years
from selfassess.services.importing.read_source import read_source
from selfassess.services.workbook import snapshot
from tests.exchange import document_making, report_making
from tests.exchange.foreign_binary import xlsb
from tests.exchange.foreign_making import ACTION_PLAN, SHAPES, converted, written
from tests.making import new_file

MOST_CHANGES = 12
_TOLD = 1_000
_WORDS = (b"\0", b"\xff\xff\xff\xff", b"99999999999", b"-1", b"[[[[", b'"', b"<", b"\xed\xa0\x80", b"1e999", b"null")

_ODD: tuple[Any, ...] = (
    None, True, -1, 0, 9, 2**62, 10**30, 1.5, 1e308, "", "x", "a\0b", "9999-99-99", "2025-02-31", "x" * 5_000, "] --",
    [], {}, [[[[[]]]]], {"values": 1}, "sqlite_master", "create", "delete", "risk", "title", ["x", 5], "council",
)  # fmt: skip

Attempt = Callable[[Path], None]


def spoiled(data: bytes, chance: random.Random) -> bytes:
    """A file with some bytes changed; of a zip file every other time within one of its parts, packed again."""
    if chance.random() < 0.5:
        if data.startswith(b"PK"):
            return _repacked(data, chance)
        if data.startswith(b"{"):
            return _reworded(data, chance)
        if data.startswith(b"SQLite"):
            return _rewritten(data, chance)
    return _changed(data, chance)


def _reworded(data: bytes, chance: random.Random) -> bytes:
    """JSON that is whole and says odd things."""
    document = json.loads(data)
    for _ in range(chance.randint(1, MOST_CHANGES)):
        if not document:
            break
        holder, key = _somewhere(document, chance)
        match chance.randrange(4):
            case 0:
                del holder[key]
            case 1 if isinstance(holder, list):
                holder.insert(key, holder[key])
            case _:
                holder[key] = deepcopy(chance.choice(_ODD))
    return json.dumps(document).encode()


def _somewhere(document: Any, chance: random.Random) -> tuple[Any, Any]:
    """A place in a document: what holds it, and its key there."""
    holder, key = document, chance.choice(list(document))
    while True:
        inner = holder[key]
        keys = list(inner) if isinstance(inner, dict) else list(range(len(inner))) if isinstance(inner, list) else []
        if not keys or chance.random() < 0.15:
            return holder, key
        holder, key = inner, chance.choice(keys)


def _rewritten(data: bytes, chance: random.Random) -> bytes:
    """A workbook that is a whole database and says odd things."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(data)
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for _ in range(chance.randint(1, 4)):
            table = chance.choice(tables if chance.random() < 0.5 else ["journal"])
            columns = [row[1] for row in connection.execute(f"PRAGMA table_info([{table}])")]
            odd = chance.choice(_ODD)
            value = json.dumps(odd) if isinstance(odd, list | dict) or chance.random() < 0.2 else odd
            row = f"(SELECT rowid FROM [{table}] LIMIT 1 OFFSET {chance.randrange(9)})"
            with suppress(sqlite3.Error, OverflowError, UnicodeError):
                connection.execute(f"UPDATE [{table}] SET [{chance.choice(columns)}] = ? WHERE rowid = {row}", (value,))
        connection.commit()
        return bytes(connection.serialize())


def _changed(data: bytes, chance: random.Random) -> bytes:
    made = bytearray(data)
    for _ in range(chance.randint(1, MOST_CHANGES)):
        at = chance.randrange(len(made) or 1)
        match chance.randrange(5):
            case 0 if made:
                made[at] ^= 1 << chance.randrange(8)
            case 1 if made:
                made[at] = chance.randrange(256)
            case 2:
                made[at:at] = chance.choice(_WORDS)
            case 3:
                del made[at : at + chance.randint(1, 40)]
            case _:
                piece = made[at : at + chance.randint(1, 200)]
                made[chance.randrange(len(made) or 1) :][:0] = piece * chance.randint(1, 3)
    return bytes(made[: chance.randrange(len(made))] if made and chance.random() < 0.1 else made)


def _repacked(data: bytes, chance: random.Random) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        names = source.namelist()
        hit = chance.choice(names)
        for name in names:
            content = source.read(name)
            target.writestr(name, _changed(content, chance) if name == hit else content)
    return packed.getvalue()


def samples(folder: Path, *, with_office: bool = True) -> dict[str, Path]:
    """A small real file of each format; those that only LibreOffice writes where there is one."""
    made = {
        "xlsx": written(folder / "plan.xlsx", dict(SHAPES.values())),
        "xlsb": xlsb(folder / "plan.xlsb", "Plan", ACTION_PLAN),
        "docx": document_making.word(folder / "plan.docx", document_making.paragraph("Waits fell") * 5),
        "pdf": document_making.pdf(folder / "plan.pdf", ["One page", "another"], note="A note"),
        "csv": folder / "plan.csv",
        "txt": report_making.written(folder, report_making.lines()),
    }
    made["csv"].write_text("Risk,Owner\nWaits,Head of service\n" * 20)
    if with_office:
        made |= {kind: converted(made["xlsx"], kind) for kind in ("xls", "ods")}
    file = new_file(folder, "base.sawb")
    for kind in ("json", "xlsx"):
        export.export_workbook(file, folder / f"own.{kind}")
    mapping = folder / "plan.mapping.json"
    framework = packs.newest_framework()
    foreign.write_mapping_file(foreign.propose_book_mapping(foreign.open_book(made["xlsx"]), framework, None), mapping)
    return made | {
        "sawb": file, "json": folder / "own.json", "own xlsx": folder / "own.xlsx", "mapping": mapping,
    }  # fmt: skip


class Attempts:
    """What is done with a spoiled file of each format: all that taking it in does, up to what would be written."""

    def __init__(self, main: Path, plan: Path, reader: apart.Reader) -> None:
        self._main, self._reader = main, reader
        self._there = snapshot.read_snapshot(main, journal=True)
        self._plan = foreign.open_book(plan)
        self._framework = packs.newest_framework()

    def of(self, kind: str) -> Attempt:
        """How a file of a kind is tried."""
        if kind in ("xlsx", "xlsb", "xls", "ods"):
            return self._sheets
        own: dict[str, Attempt] = {
            "json": self._own, "sawb": self._copy, "own xlsx": self._excel, "mapping": self._mapping,
            "txt": self._report,
        }  # fmt: skip
        return own.get(kind, self._words)

    def _read(self, name: str, path: Path, **more: object) -> object:
        return self._reader.read_one_value(name, path, progress=lambda part: None, cancelled=lambda: False, **more)

    def _sheets(self, path: Path) -> None:
        book = self._read("spreadsheet", path)
        assert isinstance(book, foreign.Book)
        foreign.propose_book_mapping(book, self._framework, None)

    def _words(self, path: Path) -> None:
        for _ in self._reader.stream_pieces("words", path, progress=lambda part: None, cancelled=lambda: False):
            pass

    def _report(self, path: Path) -> None:
        self._read("report", path, framework=self._framework)

    def _excel(self, path: Path) -> None:
        self._taken(self._read("excel", path), path)

    def _own(self, path: Path) -> None:
        self._taken(read_source(path), path)

    def _copy(self, path: Path) -> None:
        self._taken(snapshot.read_incoming_copy(path), path)

    def _taken(self, incoming: object, path: Path) -> None:
        from selfassess.domain.merging.resolution import Decisions, Resolution
        from selfassess.domain.model.import_result import Incoming

        assert isinstance(incoming, Incoming)
        if incoming.workbook.id == self._there.id:
            prepared = plan_merge.prepare_same_workbook(self._there, incoming, path)
            plan_merge.foresee_report(prepared, Decisions(otherwise=Resolution.THEIRS)).summary_lines()
        else:
            plan_years.plan_new_years(incoming, path)

    def _mapping(self, path: Path) -> None:
        means = foreign.read_mapping_file(path)
        foreign.apply_mapping(self._plan, means, framework=self._framework, asked=None, council=None, label="2025-26")


def tried(
    folder: Path, count: int, seed: int, *, with_office: bool = True, on: bool = False
) -> Iterator[tuple[str, str]]:
    """Spoil ``count`` files in turn: the format, and "read", or the error's name.

    What no sentence tells is raised, or with ``on`` told among the others.
    """
    files = samples(folder, with_office=with_office)
    originals = {kind: path.read_bytes() for kind, path in files.items()}
    main = new_file(folder, "main.sawb")
    main.write_bytes(originals["sawb"])
    before = hashlib.sha256(originals["sawb"]).hexdigest()
    with apart.Reader() as reader:
        attempts = Attempts(main, files["xlsx"], reader)
        for number in range(count):
            kind = list(files)[number % len(files)]
            chance = random.Random(f"{seed} {number}")
            path = folder / f"spoiled{files[kind].suffix}"
            path.write_bytes(spoiled(originals[kind], chance))
            try:
                attempts.of(kind)(path)
                yield kind, "read"
            except WorkbookError as error:
                sentence = str(error)
                assert "\n" not in sentence, (number, kind, sentence)
                assert "Traceback" not in sentence, (number, kind, sentence)
                yield kind, type(error).__name__
            except Exception as error:
                if not on:
                    raise AssertionError(f"number {number} of seed {seed}, {kind}") from error
                yield kind, f"NOT FORESEEN {number}: {type(error).__name__} {error}"[:200]
            assert hashlib.sha256(main.read_bytes()).hexdigest() == before, (number, kind)


def main() -> None:
    """Spoil as many files as are asked for, and say what became of them."""
    count, seed = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        outcomes: Counter[tuple[str, str]] = Counter()
        for number, found in enumerate(tried(Path(folder), count, seed, on=True), 1):
            outcomes[found] += 1
            if number % _TOLD == 0 or found[1].startswith("NOT"):
                print(number, *(found if found[1].startswith("NOT") else ()), flush=True)
    for (kind, outcome), number in sorted(outcomes.items()):
        print(f"{kind:10} {outcome:20} {number:6}")
    print(json.dumps({"files": count, "seed": seed, "seconds": round(time.monotonic() - begun)}))


if __name__ == "__main__":
    main()
