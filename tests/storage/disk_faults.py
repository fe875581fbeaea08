"""Lets the disk fail in the middle of whatever the program does, and looks whether anything is lost or half there.

``LD_PRELOAD=LIBRARY python -m tests.storage.disk_faults 3000`` runs the long form and prints how far it is after each
round; with a second number it goes on from that round. ``build`` makes the library; a C compiler has to be there.
"""

from __future__ import annotations

import ctypes
import errno
import lzma
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from selfassess.domain.merging.resolution import Decisions, Resolution
from selfassess.domain.model import journal
from selfassess.domain.model.catalogue import FORMAT, Record
from selfassess.domain.model.commands import SetField
from selfassess.domain.model.errors import ReplacedError, WorkbookError
from selfassess.services.exporting import export as exporting
from selfassess.services.importing import plan_merge
from selfassess.services.safety import restore_backup, sibling_copies
from selfassess.services.workbook import backups, opening
from selfassess.services.workbook.session import Session, now_utc
from selfassess.storage.store import Store
from tests.making import new_file
from tests.storage.killing import FIXTURES
from tests.storage.writer import Writer

SOURCE = Path(__file__).with_name("faulty_disk.c")
ERRORS = (errno.ENOSPC, errno.EIO, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.ESTALE)
OF_ONE_WORKBOOK = 50
FARTHEST = 120
"""A fault comes at one of so many calls of what is done, rather at an early one."""


def build(folder: Path) -> Path:
    """Make the library that lets calls fail; raises OSError or CalledProcessError where there is no C compiler."""
    made = folder / "faulty_disk.so"
    command = ["cc", "-shared", "-fPIC", "-O1", "-o", str(made), str(SOURCE), "-ldl"]
    subprocess.run(command, check=True, capture_output=True)
    return made


@dataclass
class Tally:
    """What was done and found."""

    faults: int = 0
    refused: int = 0
    calls: Counter[str] = field(default_factory=Counter)
    done: Counter[str] = field(default_factory=Counter)
    opened_again: int = 0
    problems: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.faults:,} faults, {self.refused:,} refused in a sentence, {self.opened_again:,} times opened "
            f"again, {len(self.problems)} problems; {dict(self.done)}; {dict(self.calls)}"
        )


class Disk:
    """The disk that fails; only where the library was loaded before all others."""

    def __init__(self, folder: Path, chance: random.Random) -> None:
        self.folder, self.chance = folder, chance
        self.library = ctypes.CDLL(None)
        self.library.fault_last.restype = ctypes.c_char_p
        self.fired = False
        self.said = ""

    @contextmanager
    def failing(self) -> Iterator[None]:
        """One call in the block fails, or every one from some call on."""
        after = int(FARTHEST ** self.chance.random()) - 1
        lasting, reading = self.chance.random() < 0.4, self.chance.random() < 0.15
        error = self.chance.choice(ERRORS)
        self.library.fault_arm(os.fsencode(self.folder), after, error, lasting, reading)
        try:
            yield
        finally:
            self.fired = bool(self.library.fault_disarm())
            call = self.library.fault_last().decode()
            self.said = f"{call} {errno.errorcode[error]} at {after}{' from then on' if lasting else ''}"


class Round:
    """Some faults in one workbook."""

    def __init__(self, number: int, folder: Path, tally: Tally) -> None:
        self.folder, self.tally = folder, tally
        self.chance = random.Random(number)
        self.disk = Disk(folder, self.chance)
        self.path = new_file(folder)
        self.other = folder / "other.sawb"
        self.session = self.open()
        self.count = 0

    def open(self) -> Session:
        return opening.open_workbook(self.path, author="Faulty")

    def go(self) -> None:
        """Do things until enough of them met a fault."""
        ways = {
            self.step: 8, self.again: 1, self.backup: 2, self.restore: 1, self.export: 2, self.copy: 1, self.create: 1,
            self.migrate: 1, self.merge: 1, self.sign: 0.3,
        }  # fmt: skip
        goal = self.tally.faults + OF_ONE_WORKBOOK
        while self.tally.faults < goal:
            (way,) = self.chance.choices(list(ways), list(ways.values()))
            self.disk.fired = False
            try:
                way()
            except Exception:
                self.wrong(way.__name__, traceback.format_exc(limit=-3))
                self.restart()
            if self.disk.fired:
                self.tally.faults += 1
                self.tally.done[way.__name__] += 1
                self.tally.calls[self.disk.said.split()[0]] += 1
        self.session.close()

    def wrong(self, way: str, what: str) -> None:
        self.tally.problems.append(f"{way}, {self.disk.said}: {what}")

    def restart(self) -> None:
        with suppress(Exception):
            self.session.close()
        self.session = self.open()

    def trying(self, act: Callable[[], object]) -> bool:
        """Whether it was done; where the disk failed, that is one sentence."""
        try:
            with self.disk.failing():
                act()
        except WorkbookError as error:
            said = str(error)
        else:
            return True
        self.tally.refused += 1
        assert self.disk.fired, f"refused without a fault: {said}"
        assert not re.search(r"\n|Errno|Error", said), said
        return False

    def records(self, path: Path) -> dict[str, Record]:
        """What is in a file, which is what its history says and has no fault."""
        with Store.open_read_only(path) as opened:
            assert opened.find_faults() == (), opened.find_faults()
            found = {record.id: record for record in opened.read_workbook().all_records()}
            assert journal.replay_journal(opened.read_journal()) == found, (
                "the records are not what the journal leads to"
            )
        return found

    def in_session(self, act: Callable[[], object], name: str) -> None:
        """Do something that writes in the open workbook: all of it or nothing, and work goes on afterwards."""
        before = self.records(self.path)
        done = self.trying(act)
        after = self.records(self.path)
        if not done and after != before:
            self.wrong(name, "it was refused and is in the file")
        try:
            self.count += 1
            judgement = self.session.current.judgements["equity"].id
            self.session.run_command(SetField(judgement, "confidence", ("low", "high")[self.count % 2]))
        except ReplacedError:
            self.tally.opened_again += 1
            self.restart()
            return
        years = [self.session.load_assessment(each.id) for each in self.session.assessments]
        held = {record.id: record for year in years for record in (year.record, *year.by_id.values())}
        there = self.records(self.path)
        del there[self.session.council.id]
        assert held == there, "what is held is not what is in the file"

    # --- what is done -----------------------------------------------------------------------------------------------

    def step(self) -> None:
        writer = Writer(self.session, self.chance)
        self.in_session(writer.choose(), "step")

    def again(self) -> None:
        """Close it and open it while the disk fails; then as it should be."""
        before = self.records(self.path)
        self.session.close()
        opened: list[Session] = []
        self.trying(lambda: opened.append(self.open()))
        for each in opened:
            each.close()
        self.session = self.open()
        assert not self.session.read_only_because
        assert self.records(self.path) == before

    def backup(self) -> None:
        kept = len(backups.list_backups(self.path))
        made: list[Path] = []
        if self.trying(lambda: made.append(backups.take_backup(self.path, "import", now_utc()))):
            assert self.records(made[0]) == self.records(self.path)
        found = backups.list_backups(self.path)
        assert len(found) >= min(kept, backups.RECENT)
        for each in found[:2]:
            self.records(each.path)

    def restore(self) -> None:
        found = backups.list_backups(self.path)
        if found:
            self.in_session(lambda: restore_backup.restore_backup(self.session, self.chance.choice(found)), "restore")

    def export(self) -> None:
        out = self.folder / self.chance.choice(("out.json", "out.xlsx"))
        before = out.read_bytes() if out.exists() else None
        done = self.trying(lambda: exporting.export_workbook(self.path, out))
        assert done or (out.read_bytes() if out.exists() else None) == before, "a refused export changed the file"
        assert not done or out.stat().st_size > 1000

    def copy(self) -> None:
        target = self.folder / f"copy-{self.count}.sawb"
        target.unlink(missing_ok=True)
        if self.trying(lambda: sibling_copies.save_copy(self.path, target)):
            shutil.copy(target, self.other)
        if target.exists():
            assert self.records(target) == self.records(self.path)

    def create(self) -> None:
        target = self.folder / "new.sawb"
        target.unlink(missing_ok=True)
        done = self.trying(
            lambda: opening.create_workbook(target, council="T", reference="E1", year="2024-25", author="T")
        )
        assert target.exists() or not done
        if target.exists():
            self.records(target)

    def migrate(self) -> None:
        target = self.folder / "old.sawb"
        old = sorted(FIXTURES.glob("format-*.xz"))[: FORMAT - 1]
        target.write_bytes(lzma.decompress(self.chance.choice(old).read_bytes()))
        for left in self.folder.glob(".old.sawb*"):
            left.unlink()
        opened: list[Session] = []
        self.trying(lambda: opened.append(opening.open_workbook(target, author="T")))
        for each in opened:
            each.close()
        with closing(opening.open_workbook(target, author="T")) as there:
            assert len(there.current.records_of("evidence")) == 49
        self.records(target)

    def merge(self) -> None:
        if not self.other.exists():
            return
        for left in self.folder.glob(".other.sawb*"):
            left.unlink()
        with closing(opening.open_workbook(self.other, author="Another")) as there:
            self.count += 1
            there.run_command(
                SetField(there.current.judgements["learning"].id, "rationale", f"Said {self.count} times.")
            )
        found, chosen = plan_merge.prepare_copy_of_workbook(self.path, self.other), Decisions(otherwise=Resolution.MINE)
        self.in_session(lambda: plan_merge.apply_merge(self.session, found, chosen), "merge")

    def sign(self) -> None:
        if not self.session.reason_closed():
            self.in_session(Writer(self.session, self.chance).sign, "sign")


def main(faults: int, first: int = 0) -> int:
    """The long form; how many problems there were."""
    began, tally = time.monotonic(), Tally()
    for number in range(first, faults // OF_ONE_WORKBOOK):
        with tempfile.TemporaryDirectory() as folder:
            os.environ["SELFASSESS_HOME"] = f"{folder}/home"
            Round(number, Path(folder), tally).go()
        print(f"round {number}, {time.monotonic() - began:.0f} s: {tally}", flush=True)
        for problem in tally.problems:
            print(f"    {problem}", flush=True)
    return len(tally.problems)


if __name__ == "__main__":
    sys.exit(min(main(*map(int, sys.argv[1:])), 1))
