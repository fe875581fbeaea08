"""Trials of merging: three people write, take in, put aside, leave aside, go back, remove; at last all comes together.

``python -m tests.services.merge_trials 600`` runs the long form: trials from seed 0 on, and prints what went wrong.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from selfassess.domain.merging.resolution import Decisions, Resolution
from selfassess.domain.merging.three_way import WHOLE, Difference, Outcome
from selfassess.domain.model import journal
from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.commands import AddRecord, Command, RemoveRecord, SetField, list_owners
from selfassess.domain.model.errors import WrongUseError
from selfassess.domain.model.journal import POSITION
from selfassess.domain.model.new_year import new_id
from selfassess.services.exporting import export
from selfassess.services.importing import offers, plan_import, plan_merge
from selfassess.services.importing.plan_merge import Prepared
from selfassess.services.safety import restore_backup
from selfassess.services.workbook import backups, opening, snapshot
from selfassess.services.workbook.session import Session
from selfassess.services.years import carry_forward
from selfassess.storage.store import Store
from tests.making import redo_step

WORD = re.compile(r"w\d+w")
NAMES = ("Ann", "Ben", "Cy")
FREE = ("risk", "strength", "evidence", "measure", "measure_value", "comment", "action")
TEXTS = {
    "judgement": ("summary", "impact"), "risk": ("title", "cause"), "strength": ("title", "detail"),
    "evidence": ("title", "shows"), "measure": ("title", "impact"), "measure_value": ("note",), "comment": ("text",),
    "action": ("title", "detail"),
}  # fmt: skip


def words_of(record: Record | None) -> set[str]:
    """The words of a trial in a record."""
    values = record.values.values() if record is not None else ()
    return {word for value in values if isinstance(value, str) for word in WORD.findall(value)}


@dataclass
class Trial:
    """One trial. ``given_up`` are the words that somebody decided about: wrote over, removed, or decided against.

    ``aside`` are those that somebody went back from: what nobody else had imported by then is nowhere on offer.
    ``carried`` are those that stood in a year that its author took out again: where somebody had declined the year that
    they were carried from, they go with it there, and are on offer still.
    """

    folder: Path
    seed: int
    given_up: set[str] = field(default_factory=set)
    aside: set[str] = field(default_factory=set)
    carried: set[str] = field(default_factory=set)
    asked: set[tuple[object, ...]] = field(default_factory=set)
    moves: Counter[str] = field(default_factory=Counter)
    count: int = 0
    story: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)
        self.at = datetime(2025, 3, 3, 9, tzinfo=UTC)

    # --- what people do ---------------------------------------------------------------------------------------------

    def path(self, name: str) -> Path:
        return self.folder / f"{name}.sawb"

    def open(self, name: str) -> Session:
        def clock() -> datetime:
            self.at += timedelta(minutes=1)
            return self.at

        return opening.open_workbook(self.path(name), author=name, clock=clock)

    def records(self, name: str) -> dict[str, Record]:
        return {record.id: record for record in snapshot.read_snapshot(self.path(name)).all_records()}

    def word(self) -> str:
        self.count += 1
        return f"w{self.count}w"

    def write(self, session: Session) -> None:
        """One edit in a year of somebody's."""
        session.open_year(self.dice.choice([year.id for year in session.assessments]))
        year = session.current
        found = [record for record in year.by_id.values() if record.kind in TEXTS]
        record = self.dice.choice(found)
        command: Command
        if self.dice.random() < 0.45:
            key = self.dice.choice(TEXTS[record.kind])
            text = f"{record.text_of(key)}\n\n{self.word()}" if self.dice.random() < 0.4 else self.word()
            command = SetField(record.id, key, text.strip().replace("\n\n", " ") if key == "title" else text.strip())
        else:
            command = self._addition(session)
        before = {id: words_of(record) for id, record in year.by_id.items()}
        try:
            session.run_command(command)
        except WrongUseError:
            return
        after = session.current.by_id
        for id, words in before.items():
            self.given_up |= words - words_of(after.get(id))

    def _addition(self, session: Session) -> Command:
        year, id, text = session.current, new_id(), self.word()
        kind = self.dice.choice(FREE)
        measures, evidence = year.records_of("measure"), year.records_of("evidence")
        if kind == "measure_value" and measures:
            return AddRecord(kind, id, {"measure": self.dice.choice(measures).id, "period": text, "note": text})
        if kind == "comment":
            return AddRecord(kind, id, {"about": self.dice.choice(list(year.by_id.values())).id, "text": text})
        if kind in ("evidence", "measure", "measure_value"):
            return AddRecord("evidence" if kind == "evidence" else "measure", id, {"title": text})
        if kind == "risk" and evidence and self.dice.random() < 0.5:
            links = tuple({self.dice.choice(evidence).id for _ in range(2)})
            risk = next(iter(year.records_of("risk")), None)
            if risk is not None and self.dice.random() < 0.5:
                return SetField(risk.id, "evidence", links)
            return AddRecord(kind, id, {"quality_statement": "equity", "title": text, "evidence": links})
        return AddRecord(kind, id, {"quality_statement": "equity", "title": text})

    def remove(self, session: Session) -> None:
        free = [record for record in session.current.by_id.values() if record.kind in FREE]
        if free:
            self._give_up_with(session.current.by_id, self.dice.choice(free).id, session)

    def _give_up_with(self, there: Mapping[str, Record], id: str, session: Session) -> None:
        before = set().union(*map(words_of, there.values()))
        session.run_command(RemoveRecord(id))
        self.given_up |= before - set().union(*map(words_of, session.current.by_id.values()))

    def begin_year(self, session: Session) -> None:
        """Begin a year; sometimes work in it; sometimes take it out again."""
        labels = [year.text_of("label") for year in session.assessments]
        label = f"Year {self.word()}"
        planned = carry_forward.plan_carry_forward(session, labels[0], label, "2025-03-03")
        carry_forward.carry_forward_year(session, planned)
        if self.dice.random() < 0.5:
            # It is worked in elsewhere before it is taken out here.
            other = self.dice.choice([each for each in NAMES if each != session.author])
            with closing(self.open(other)) as there:
                self.take(there, session.author, kept=True)
                self.write(there)
            before = self.words(session.author)
            (begun,) = (each.id for each in session.assessments if each.text_of("label") == label)
            self.carried |= set().union(*map(words_of, session.load_assessment(begun).by_id.values()))
            session.undo_step()
            assert before - self.words(session.author) == set(WORD.findall(label))
            self.given_up |= set(WORD.findall(label))
            self.moves["year removed"] += 1

    # --- bringing together ------------------------------------------------------------------------------------------

    def prepared(self, session: Session, source: str) -> Prepared:
        if self.dice.random() < 0.85:
            return plan_merge.prepare_copy_of_workbook(session.path, self.path(source))
        out = self.folder / f"{source}-{self.count}-{new_id()}.json"
        export.export_workbook(self.path(source), out)
        there = snapshot.read_snapshot(session.path, journal=True)
        return plan_import.plan_file(there, out).prepared

    def take(self, session: Session, source: str, *, kept: bool, final: bool = False) -> bool:
        """Take somebody's copy in as somebody decides; whether anything was offered."""
        found = self.prepared(session, source)
        left, declined = set[str](), set[str]()
        for each in found.merge.differences if not final else ():
            chance = self.dice.random()
            left.update([each.id] if chance < 0.1 else [])
            declined.update([each.id] if chance > 0.96 else [])
        chosen = Decisions(left=frozenset(left), declined=frozenset(declined), resolved=self._resolved(found, final))
        before = self.records(session.author)
        report = plan_merge.apply_merge(session, found, chosen)
        if kept:
            aside = {each.id for each in report.left}
            for each, key in found.merge.all_conflicts:
                if each.id not in aside | left | declined:
                    self._decide(session.author, found, each, key, chosen)
            lost = set().union(*map(words_of, before.values())) - self.words(session.author)
            decided = self.given_up | self.carried
            assert lost <= decided, f"{lost - decided} disappeared and nobody decided so"
        return bool(found.merge.differences)

    def _resolved(self, found: Prepared, final: bool) -> dict[tuple[str, str | None], Resolution]:
        resolved = {}
        for each, key in found.merge.all_conflicts:
            if not final:
                end = self.dice.choice((Resolution.MINE, Resolution.THEIRS))
            elif key is WHOLE:  # as anybody would who has the same rule: what was written in stays
                end = Resolution.MINE if each.outcome is Outcome.REMOVED else Resolution.THEIRS
            else:
                field_ = next(one for one in each.fields if one.field == key)
                end = Resolution.MINE if repr(field_.mine) >= repr(field_.theirs) else Resolution.THEIRS
            resolved[each.id, key] = end
        return resolved

    def _decide(self, name: str, found: Prepared, each: Difference, key: str | None, chosen: Decisions) -> None:
        """Note that somebody was asked, and what they decided against."""
        mine, theirs = each.mine, each.theirs
        if key is not WHOLE and key != POSITION:
            spot = (name, each.id, key, mine and mine[key], theirs and theirs[key])
            assert spot not in self.asked, f"{name} was asked twice about {spot}"
            self.asked.add(spot)
        loser = theirs if chosen.resolution_of(each, key) is Resolution.MINE else mine
        side = found.incoming.workbook if loser is theirs else found.there
        if key is WHOLE and loser is not None:
            every = {record.id: record for record in side.all_records()}
            waiting, met = [loser.id], {loser.id}
            while waiting:
                self.given_up |= words_of(every.get(id := waiting.pop()))
                more = {r.id for r in every.values() if id in (*list_owners(r), r.assessment)} - met
                met |= more
                waiting += more
        elif key is not WHOLE and loser is not None and key != POSITION:
            self.given_up |= set(WORD.findall(str(loser[key] or "")))

    def words(self, name: str) -> set[str]:
        return set().union(*map(words_of, self.records(name).values()))

    # --- one move of one person -------------------------------------------------------------------------------------

    def move(self) -> None:
        name = self.dice.choice(NAMES)
        other = self.dice.choice([each for each in NAMES if each != name])
        what = self.dice.choices(
            ("write", "remove", "take", "undo", "redo", "backup", "year", "offer"), (30, 8, 25, 12, 5, 12, 3, 5)
        )[0]
        self.moves[what] += 1
        self.story.append(f"{name} {what} {other}")
        with closing(self.open(name)) as session:
            match what:
                case "write":
                    for _ in range(self.dice.randint(1, 4)):
                        self.write(session)
                case "remove":
                    self.remove(session)
                case "take":
                    self.take(session, other, kept=True)
                case "undo" | "redo":
                    self.put_aside(session, other, redone=what == "redo")
                case "backup":
                    self.go_back(session)
                case "year":
                    self.begin_year(session)
                case "offer":
                    self.offer_again(session)
        self.proves(name)

    def put_aside(self, session: Session, other: str, *, redone: bool) -> None:
        before = self.records(session.author)
        self.take(session, other, kept=False)
        if session.undo_label:
            session.undo_step()
            if redone:
                redo_step(session)
                session.undo_step()
        assert self.records(session.author) == before
        self.asked.clear()

    def go_back(self, session: Session) -> None:
        kept = backups.list_backups(session.path)
        if not kept or self.dice.random() < 0.4:
            backups.take_backup(session.path, "import", session.clock())
            return
        before = self.records(session.author)
        restore_backup.restore_backup(session, self.dice.choice(kept))
        self.aside |= set().union(*map(words_of, before.values())) - self.words(session.author)
        self.asked.clear()
        if self.dice.random() < 0.3 and session.undo_label:
            session.undo_step()
            assert self.records(session.author) == before

    def offer_again(self, session: Session) -> None:
        if found := offers.read_declined_offers(session.path):
            offers.offer_again(session, [each.record.id for each in found])

    def proves(self, name: str) -> None:
        """The file is what its history says."""
        with Store.open_read_only(self.path(name)) as opened:
            assert opened.find_faults() == ()
            assert journal.replay_journal(opened.read_journal()) == {
                record.id: record for record in opened.read_workbook().all_records()
            }

    # --- the end ----------------------------------------------------------------------------------------------------

    def bring_together(self) -> None:
        """Everybody takes everybody's in, deciding alike, until nothing is offered: then all hold the same, whole."""
        for name in NAMES:
            with closing(self.open(name)) as session:
                self.offer_again(session)
        for _ in range(6):
            offered = False
            for name in NAMES:
                for other in NAMES:
                    if name != other:
                        with closing(self.open(name)) as session:
                            offered |= self.take(session, other, kept=True, final=True)
            if not offered:
                break
        else:
            raise AssertionError("it never comes to an end")
        first, *others = (self.records(name) for name in NAMES)
        assert all(each == first for each in others), "they do not hold the same"
        missing = {f"w{n}w" for n in range(1, self.count + 1)} - self.words(NAMES[0]) - self.given_up - self.aside
        assert missing <= self.never_written(), f"{missing} is lost"
        for name in NAMES:
            self.proves(name)

    def never_written(self) -> set[str]:
        """Words that no journal knows: the edit was refused."""
        every = {f"w{n}w" for n in range(1, self.count + 1)}
        for name in NAMES:
            for entry in snapshot.read_snapshot(self.path(name), journal=True).journal:
                every -= set(WORD.findall(str(entry.change.new)))
        return every


def run(seed: int, folder: Path, moves: int = 14) -> Trial:
    """One trial from beginning to end; raises AssertionError where it went wrong."""
    trial = Trial(folder, seed)
    opening.create_workbook(trial.path("Ann"), council="T", reference="E1", year="2024-25", author="Ann")
    with closing(trial.open("Ann")) as session:
        for _ in range(6):
            trial.write(session)
    for name in NAMES[1:]:
        shutil.copy(trial.path("Ann"), trial.path(name))
    for _ in range(moves):
        trial.move()
    trial.bring_together()
    return trial


def main(count: int, first: int = 0) -> None:
    """The long form."""
    moves, wrong = Counter[str](), 0
    for seed in range(first, first + count):
        with tempfile.TemporaryDirectory() as folder:
            os.environ["SELFASSESS_HOME"] = f"{folder}/home"
            trial = Trial(Path(folder), seed)
            try:
                trial = run(seed, Path(folder))
            except Exception as error:
                wrong += 1
                print(f"seed {seed}: {type(error).__name__}: {str(error)[:300]}", flush=True)
            moves += trial.moves
        if seed % 50 == 49:
            print(f"{seed + 1 - first} trials, {wrong} wrong, {dict(moves)}", flush=True)
    print(f"{count} trials, {wrong} wrong, {dict(moves)}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
