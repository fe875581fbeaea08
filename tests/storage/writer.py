"""A process that is to be killed: writes in a workbook as fast as it can and tells each step once it is shown as saved.

``python -m tests.storage.writer WAY FILE SEED``; WAY is edit, migrate, create, sign, backup or export. What it tells on
standard output are lines: "begun" before the file is opened, then for each step how many entries the journal has and
the id of the last; "signing" once a version is made, and its id once it is signed; a backup or export once it is there.
"""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from selfassess.domain.model import journal
from selfassess.domain.model.catalogue import blank_record
from selfassess.domain.model.commands import AddRecord, MoveRecord, RemoveRecord, SetField, SetMany
from selfassess.domain.model.events import Event, StepTaken
from selfassess.domain.model.journal import Change
from selfassess.domain.model.new_year import new_id
from selfassess.domain.publishing.redaction import MARK, Target
from selfassess.domain.signing.signing import Signatures
from selfassess.exchange import json
from selfassess.services.exporting import export as exporting
from selfassess.services.importing import plan_years
from selfassess.services.safety import redact as redacting
from selfassess.services.workbook import backups, opening
from selfassess.services.workbook.cooperative import run_to_end
from selfassess.services.workbook.session import Session, now_utc
from selfassess.services.years import signing
from tests.making import redo_step

SIGNATURES = Signatures(
    director="Ada Lovelace",
    director_signed_on="2025-02-16",
    chief_executive="Ben Shaw",
    chief_executive_signed_on="2025-02-17",
)
STATEMENTS = ("equity", "safeguarding", "governance", "learning")


def tell(line: str) -> None:
    """One line, at once: nothing stays in a buffer that dies with the process."""
    os.write(1, f"{line}\n".encode())


class Writer:
    """Makes steps of every sort, chosen by chance."""

    def __init__(self, session: Session, chance: random.Random) -> None:
        self.session = session
        self.chance = chance
        self.count = len(session.read_history())
        self.changes: tuple[Change, ...] = ()
        session.subscribe(self._noted)

    def choose(self) -> Callable[[], object]:
        """A step of any sort."""
        ways: dict[Callable[[], object], float] = {
            self.score: 3, self.words: 4, self.both: 2, self.add: 3, self.remove: 1, self.move: 1,
            self.session.undo_step: 2, self.redo_last_step: 1, self.many: 0.3, self.year: 0.03,
            self.redact: 0.1,
        }  # fmt: skip
        return self.chance.choices(list(ways), list(ways.values()))[0]

    def step(self) -> None:
        """One step, told once it is saved."""
        before = self.session.store.journal_position()
        self.choose()()
        position = self.session.store.journal_position()
        if position != before:
            self.count += len(self.changes)
            tell(f"{self.count} {position}")

    def redo_last_step(self) -> None:
        redo_step(self.session)

    def _noted(self, event: Event) -> None:
        if isinstance(event, StepTaken):
            self.changes = event.changes

    def _judgement(self) -> str:
        return self.session.current.judgements[self.chance.choice(STATEMENTS)].id

    def score(self) -> None:
        self.session.run_command(SetField(self._judgement(), "score", self.chance.randint(1, 4)))

    def words(self) -> None:
        length = self.chance.choice((20, 400, 30_000))
        self.session.run_command(SetField(self._judgement(), "summary", f"{self.chance.random()} " + "word " * length))

    def both(self) -> None:
        judgement, score = self._judgement(), self.chance.randint(1, 4)
        settings = (SetField(judgement, "score", score), SetField(judgement, "impact", f"It is {self.chance.random()}"))
        self.session.run_command(SetMany(settings))

    def add(self) -> None:
        values = {"quality_statement": "equity", "title": f"Risk {self.chance.random()}"}
        self.session.run_command(AddRecord("risk", new_id(), values))

    def remove(self) -> None:
        if risks := self.session.current.records_of("risk"):
            self.session.run_command(RemoveRecord(self.chance.choice(risks).id))

    def move(self) -> None:
        if risks := self.session.current.records_of("risk"):
            self.session.run_command(MoveRecord(self.chance.choice(risks).id, self.chance.choice((-1, 1))))

    def sign(self) -> None:
        """Sign a version, tell it once it is signed, and start the next."""
        year = self.session.current_id
        made = signing.prepare_version(self.session.path, year, SIGNATURES, author="Killed")
        tell("signing")
        signing.sign_version(self.session, made)
        tell(made.kept.version.id)
        signing.start_next_version(self.session, year)

    def backup(self) -> None:
        """Take a backup of a little more than before, and tell it once it is kept."""
        self.add()
        kept = backups.take_backup(self.session.path, "import", now_utc())
        tell(f"kept {kept.name}")

    def export(self) -> None:
        """Write an export over the one before, and tell it once it is there."""
        exporting.export_workbook(self.session.path, export_of(self.session.path))
        tell("exported")

    def redact(self) -> None:
        """Remove a field of a risk for good, where it was not before."""
        if risks := [
            each for each in self.session.current.records_of("risk") if each.text_of("title") not in ("", MARK)
        ]:
            redacting.redact_target(self.session, Target(record=self.chance.choice(risks).id, field="title"))

    def many(self) -> None:
        year = self.session.current_id
        made = (blank_record("comment", new_id(), 0, year, about=year, text="Said " * 40) for _ in range(300))
        run_to_end(self.session.take_step_in_turns("take in comments", list(map(journal.create_record, made))))

    def year(self) -> None:
        incoming = json.read_json_workbook(opening.WORKED_EXAMPLE)
        years = tuple(
            replace(each, record=replace(each.record, values={**each.record.values, "label": new_id()}))
            for each in incoming.workbook.assessments
        )
        ids = {record.id for record in incoming.workbook.all_records()}
        renamed = replace(incoming, workbook=replace(incoming.workbook, assessments=years))
        plan_years.write_plan(self.session, plan_years.plan_new_years(renamed, opening.WORKED_EXAMPLE, ids_taken=ids))


def export_of(path: Path) -> Path:
    """Where the writer of exports writes one."""
    return path.with_suffix(".json")


def write(way: str, path: Path, seed: int) -> None:
    """Write until killed."""
    tell("begun")
    if way == "create":
        opening.write_demo_workbook(path, author="Killed")
        tell("made")
    with closing(opening.open_workbook(path, author="Killed")) as session:
        writer = Writer(session, random.Random(seed))
        turns = {"sign": writer.sign, "backup": writer.backup, "export": writer.export}
        turn = turns.get(way, writer.step)
        while True:
            turn()


if __name__ == "__main__":
    write(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
