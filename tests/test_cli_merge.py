from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from selfassess.domain.model import journal
from selfassess.domain.model.commands import AddRecord, Command, RemoveRecord, SetField
from selfassess.services.workbook import opening, snapshot
from tests.running import Ran
from tests.services.merging_making import copied, council_file, edit, id_of, records

Run = Callable[..., Ran]


@pytest.fixture
def council(tmp_path: Path) -> Path:
    return council_file(tmp_path)


def test_copies_that_changed_other_things_join_silently_and_keep_who_wrote_what(run: Run, council: Path) -> None:
    risk, action = id_of(council, "risk"), id_of(council, "action")
    other = copied(council, "from a colleague.sawb")
    edit(other, SetField(risk, "title", "Long waits"))
    edit(council, SetField(action, "title", "More staff"))
    ran = run("merge", council, other)
    assert (ran.code, "1 changed" in ran.out) == (0, True)
    there = snapshot.read_snapshot(council, journal=True)
    assert journal.replay_journal(there.journal) == {r.id: r for r in there.all_records()}
    assert {e.change.new for e in there.journal if e.change.field == "title"} == {"Long waits", "More staff"}
    before = council.read_bytes()
    ran = run("merge", council, other)
    assert (ran.code, "in this workbook already" in ran.out) == (0, True)
    assert council.read_bytes() == before
    run("merge", other, council)
    assert records(other) == records(council)


def test_a_dry_run_and_a_stop_at_a_conflict_change_no_byte(run: Run, council: Path) -> None:
    risk = id_of(council, "risk")
    other = copied(council, "other.sawb")
    edit(other, SetField(risk, "title", "Theirs"))
    edit(council, SetField(risk, "title", "Mine"))
    before = council.read_bytes()
    ran = run("merge", council, other, "--dry-run", "--json")
    assert (ran.code, ran.object["conflicts"]["count"]) == (1, 1)
    assert run("merge", council, other).code == 1
    assert council.read_bytes() == before


@pytest.mark.parametrize(("decided", "title"), [("mine", "Mine"), ("theirs", "Theirs")])
def test_what_was_decided_is_not_asked_again_on_either_side(run: Run, council: Path, decided: str, title: str) -> None:
    risk = id_of(council, "risk")
    other = copied(council, "other.sawb")
    edit(other, SetField(risk, "title", "Theirs"))
    edit(council, SetField(risk, "title", "Mine"))
    assert run("merge", council, other, "--on-conflict", decided).code == 0
    assert records(council)[risk]["title"] == title
    assert run("merge", council, other).code == 0
    assert run("merge", other, council).code == 0
    assert records(other) == records(council)


def test_what_was_removed_here_and_changed_there_does_not_come_back_by_itself(run: Run, council: Path) -> None:
    risk = id_of(council, "risk")
    other = copied(council, "other.sawb")
    edit(council, RemoveRecord(risk))
    assert run("merge", council, other).code == 0
    assert risk not in records(council)
    edit(other, SetField(risk, "title", "Long waits"))
    assert run("merge", council, other).code == 1
    assert run("merge", council, other, "--on-conflict", "mine").code == 0
    assert risk not in records(council)


def test_another_workbook_and_the_very_same_file_are_refused(run: Run, council: Path, tmp_path: Path) -> None:
    another = council_file(tmp_path, name="another.sawb")
    ran = run("merge", council, another)
    assert (ran.code, "is another workbook" in ran.err) == (2, True)
    ran = run("merge", council, council)
    assert (ran.code, "is this very file" in ran.err) == (2, True)
    ran = run("merge", council, tmp_path / "gone.sawb")
    assert (ran.code, "is not there" in ran.err) == (3, True)


def by(author: str, path: Path, *commands: Command) -> None:
    opened = opening.open_workbook(path, author=author)
    for command in commands:
        opened.run_command(command)
    opened.close()


def test_stop_never_removes_what_another_wrote_than_who_removed_it(run: Run, council: Path) -> None:
    by("Ben", council, AddRecord("risk", "bens", {"quality_statement": "equity", "title": "Ben’s risk"}))
    other = copied(council, "anns.sawb")
    by("Ann", other, RemoveRecord("bens"))
    before = council.read_bytes()
    ran = run("merge", council, other)
    assert (ran.code, "removed in the file" in ran.out) == (1, True)
    assert council.read_bytes() == before
    assert run("merge", council, other, "--on-conflict", "mine").code == 0
    assert "bens" in records(council)
    assert run("merge", other, council).code == 0
    assert records(other) == records(council)


def test_what_is_left_or_not_to_be_offered_is_said_by_the_command_and_revoked(run: Run, council: Path) -> None:
    other = copied(council, "bens.sawb")
    new = [AddRecord("risk", id, {"quality_statement": "equity", "title": id}) for id in ("first", "second", "third")]
    by("Ben", other, *new)
    assert run("merge", council, other, "--leave", "first", "--do-not-offer", "second").code == 0
    assert records(council).keys() & {"first", "second", "third"} == {"third"}
    offered = run("merge", council, other, "--dry-run", "--json").object
    assert [each["id"] for each in offered["new"]["items"]] == ["first"]
    held = run("offers", council, "--json").object["not_offered"]
    assert (held["count"], held["items"][0]["id"], held["items"][0]["source"]) == (1, "second", "bens.sawb")
    assert "second" in run("offers", council).out
    assert run("offers", council, "--again", "second").out.strip() == "Everything in a file is offered."
    assert run("merge", council, other).code == 0
    assert records(council) == records(other)
    assert run("merge", council, other, "--leave", "nowhere").code == 2
    assert run("offers", council, "--again", "nowhere").code == 2
