"""Copies of one workbook, as real files written by real sessions, brought together in every way that occurs."""

from __future__ import annotations

import lzma
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import permutations
from pathlib import Path

import msgspec
import pytest

from selfassess.domain.merging.resolution import Decisions, Resolution
from selfassess.domain.merging.three_way import WHOLE
from selfassess.domain.model import journal
from selfassess.domain.model.catalogue import FORMAT, Record, blank_record
from selfassess.domain.model.commands import AddRecord, Command, RemoveRecord, SetField
from selfassess.domain.model.errors import FileError, WrongUseError
from selfassess.domain.model.new_year import new_id
from selfassess.domain.signing.signing import Signatures
from selfassess.services.importing import plan_merge
from selfassess.services.importing.plan_merge import Prepared
from selfassess.services.workbook import backups, opening, snapshot
from selfassess.services.workbook.session import Session
from selfassess.services.years import carry_forward, signing
from selfassess.storage import store
from tests.making import Clock
from tests.services.merging_making import copied, council_file, exported, id_of, prepared, records, taken

THEIRS, MINE, BOTH = Resolution.THEIRS, Resolution.MINE, Resolution.BOTH
FIXTURES = Path(__file__).parents[1] / "storage" / "fixtures"


@pytest.fixture
def council(tmp_path: Path) -> Path:
    return council_file(tmp_path)


@contextmanager
def at(path: Path, author: str, when: str = "2025-03-03T14:00:00+00:00") -> Iterator[Session]:
    """Somebody at a copy, by a clock of their own."""
    opened = opening.open_workbook(path, author=author, clock=Clock(when, timedelta(minutes=1)))
    try:
        yield opened
    finally:
        opened.close()


def write(path: Path, author: str, *commands: Command, when: str = "2025-03-03T14:00:00+00:00") -> None:
    with at(path, author, when) as opened:
        for command in commands:
            opened.run_command(command)


def merged(path: Path, other: Path, author: str = "Ada", chosen: Decisions | None = None) -> Prepared:
    """Take a copy in as somebody does."""
    found = plan_merge.prepare_copy_of_workbook(path, other)
    with at(path, author, "2025-03-10T09:00:00+00:00") as opened:
        plan_merge.apply_merge(opened, found, chosen or Decisions())
    return found


def told(path: Path) -> dict[str, Record]:
    """What the journal of a workbook comes to."""
    return journal.replay_journal(snapshot.read_snapshot(path, journal=True).journal)


# --- who wrote what ---------------------------------------------------------------------------------------------------


def test_each_side_is_shown_with_who_wrote_it_and_when_and_the_report_names_them(council: Path) -> None:
    judgement, risk = id_of(council, "judgement"), id_of(council, "risk")
    copy = copied(council, "copy.sawb")
    write(copy, "Ben", SetField(judgement, "summary", "Ben’s words"), SetField(risk, "title", "Long waits"))
    write(council, "Ada", SetField(judgement, "summary", "Ada’s words"), when="2025-03-05T09:00:00+00:00")
    found = plan_merge.prepare_copy_of_workbook(council, copy)
    (conflict,) = (each for each, _ in found.merge.all_conflicts)
    here, there = found.telling.find_hands(conflict, "summary")
    assert here is not None
    assert there is not None
    assert (here.describe_author_and_time[:18], there.describe_author_and_time[:18]) == (
        "Ada, 5 March 2025,",
        "Ben, 3 March 2025,",
    )
    with at(council, "Ada") as opened:
        report = plan_merge.apply_merge(opened, found, Decisions(otherwise=BOTH))
    text = report.full_text()
    assert "Written by: Ben" in text
    assert f"(here {here.describe_author_and_time}; in the file {there.describe_author_and_time})" in text
    assert "“risk title text” → “Long waits” (Ben, 3 March 2025, 14:" in text
    assert records(council)[judgement]["summary"] == "Ada’s words\n\nBen’s words"


def test_paragraphs_of_both_are_joined_and_said_to_be(council: Path) -> None:
    judgement = id_of(council, "judgement")
    write(council, "Ada", SetField(judgement, "summary", "One.\n\nTwo."))
    copy = copied(council, "copy.sawb")
    write(copy, "Ben", SetField(judgement, "summary", "One.\n\nTwo, says Ben."))
    write(council, "Ada", SetField(judgement, "summary", "One, says Ada.\n\nTwo."))
    found = plan_merge.prepare_copy_of_workbook(council, copy)
    with at(council, "Ada") as opened:
        text = plan_merge.apply_merge(opened, found, Decisions()).full_text()
    assert records(council)[judgement]["summary"] == "One, says Ada.\n\nTwo, says Ben."
    assert "Where we are: joined, both wrote in different parts of it" in text


# --- any order, any clock ---------------------------------------------------------------------------------------------


RIGHT, WRONG = ("2025-03-03", "2025-03-04", "2025-03-05"), ("2031-01-01", "1999-12-31", "2025-03-04")


@pytest.mark.parametrize("clocks", [RIGHT, WRONG])
def test_three_copies_come_to_the_same_in_all_six_orders_whatever_their_clocks_say(
    tmp_path: Path, clocks: tuple[str, str, str]
) -> None:
    begun = council_file(tmp_path)
    judgement, risk, strength = (id_of(begun, kind) for kind in ("judgement", "risk", "strength"))
    write(begun, "Ada", SetField(judgement, "summary", "One.\n\nTwo.\n\nThree."))
    copies = [copied(begun, f"{name}.sawb") for name in ("ben", "cara", "dev")]
    for copy, text, clock in zip(
        copies, ("One!\n\nTwo.\n\nThree.", "One.\n\nTwo!\n\nThree.", "One.\n\nTwo.\n\nThree!"), clocks, strict=True
    ):
        own = AddRecord("risk", f"of-{copy.stem}", {"title": f"Seen by {copy.stem}", "quality_statement": "equity"})
        write(copy, copy.stem, SetField(judgement, "summary", text), own, when=f"{clock}T10:00:00+00:00")
    write(copies[0], "ben", RemoveRecord(strength))
    write(copies[1], "cara", SetField(risk, "owner", "Cara"))
    outcomes = []
    for number, order in enumerate(permutations(copies)):
        main = copied(begun, f"main-{number}.sawb")
        for copy in order:
            merged(main, copy)
        assert [merged(main, copy).merge.differences for copy in order] == [(), (), ()]
        assert told(main) == records(main)
        outcomes.append(records(main))
    assert all(outcome == outcomes[0] for outcome in outcomes)
    after = outcomes[0]
    assert after[judgement]["summary"] == "One!\n\nTwo!\n\nThree!"
    assert {f"of-{copy.stem}" for copy in copies} <= after.keys()
    assert strength not in after
    assert after[risk]["owner"] == "Cara"


def test_what_was_decided_is_asked_again_by_nobody(council: Path) -> None:
    risk = id_of(council, "risk")
    ben, cara = copied(council, "ben.sawb"), copied(council, "cara.sawb")
    write(ben, "Ben", SetField(risk, "owner", "Ben"))
    write(council, "Ada", SetField(risk, "owner", "Ada"))
    merged(council, ben, chosen=Decisions(otherwise=MINE))
    for other in (ben, cara):
        assert plan_merge.prepare_copy_of_workbook(council, other).merge.differences == ()
        assert merged(other, council, "Somebody").merge.all_conflicts == ()
        assert records(other) == records(council)


def test_what_is_left_aside_is_offered_again(council: Path) -> None:
    risk, judgement = id_of(council, "risk"), id_of(council, "judgement")
    copy = copied(council, "copy.sawb")
    write(copy, "Ben", SetField(risk, "owner", "Ben"), SetField(judgement, "impact", "Ben’s"))
    merged(council, copy, chosen=Decisions(left=frozenset({risk})))
    assert records(council)[judgement]["impact"] == "Ben’s"
    assert [each.id for each in plan_merge.prepare_copy_of_workbook(council, copy).merge.differences] == [risk]
    merged(council, copy)
    assert records(council) == records(copy)


def test_delete_against_edit_is_a_question_of_its_own_and_undone_it_is_asked_again(council: Path) -> None:
    strength = id_of(council, "strength")
    copy = copied(council, "copy.sawb")
    write(copy, "Ben", SetField(strength, "title", "Ben’s title"))
    write(council, "Ada", RemoveRecord(strength))
    (difference,) = plan_merge.prepare_copy_of_workbook(council, copy).merge.differences
    assert difference.conflicting_fields == (WHOLE,)
    with at(council, "Ada") as opened:
        report = plan_merge.apply_merge(
            opened, plan_merge.prepare_copy_of_workbook(council, copy), Decisions(otherwise=THEIRS)
        )
        assert "It was removed here (Ada, 3 March 2025" in report.full_text()
        assert "and changed in the file (Ben, 3 March 2025" in report.full_text()
        assert records(council)[strength]["title"] == "Ben’s title"
        opened.undo_step()
        assert strength not in records(council)
    again = plan_merge.prepare_copy_of_workbook(council, copy)
    assert [each.conflicting_fields for each in again.merge.differences] == [(WHOLE,)]
    assert again.notes == ("One change of this file was put aside here by Ada on 3 March 2025, and offered again.",)


# --- other programs, other carriers -----------------------------------------------------------------------------------


@pytest.mark.parametrize("format_", range(1, FORMAT))
def test_a_copy_of_an_older_program_is_merged_and_not_touched(format_: int, tmp_path: Path) -> None:
    old = tmp_path / "old.sawb"
    old.write_bytes(lzma.decompress((FIXTURES / f"format-{format_}.sawb.xz").read_bytes()))
    main = copied(old, "main.sawb")
    risk = snapshot.read_snapshot(old).current.records_of("risk")[0].id
    write(main, "Ada", SetField(risk, "owner", "Ada"))
    assert (store.read_format(old), store.read_format(main)) == (format_, FORMAT)
    before = old.read_bytes()
    assert merged(main, old).merge.differences == ()
    assert records(main)[risk]["owner"] == "Ada"
    assert old.read_bytes() == before
    # And the other way: the older one is brought up when it is opened, and then has all of both.
    assert [each.id for each in merged(old, main, "Ben").merge.differences] == [risk]
    assert records(old) == records(main)


def test_a_json_export_with_its_journal_carries_a_copy(council: Path) -> None:
    risk, judgement = id_of(council, "risk"), id_of(council, "judgement")
    copy = copied(council, "copy.sawb")
    write(copy, "Ben", SetField(risk, "owner", "Ben"))
    write(council, "Ada", SetField(judgement, "impact", "Ada’s"))
    carrier = exported(copy, "copy.json")
    found = prepared(council, carrier)
    assert found.meeting is not None
    report = taken(council, carrier)
    assert report.authors == "Ben"
    written = [e for e in snapshot.read_snapshot(council, journal=True).journal if e.change.new == "Ben"]
    assert [e.author for e in written] == ["Ben"]
    assert plan_merge.prepare_copy_of_workbook(council, copy).merge.differences == ()
    assert records(council)[judgement]["impact"] == "Ada’s"


def test_records_changed_beside_their_journal_fall_back_to_what_both_share_and_it_is_said(council: Path) -> None:
    risk, judgement = id_of(council, "risk"), id_of(council, "judgement")
    copy = copied(council, "copy.sawb")
    write(copy, "Ben", SetField(risk, "owner", "Ben"))
    write(council, "Ada", SetField(judgement, "impact", "Ada’s"), SetField(risk, "owner", "Ada"))
    carrier = exported(copy, "copy.json")
    document = msgspec.json.decode(carrier.read_bytes())
    (row,) = document["assessments"][0]["records"]["risk"]
    row["title"] = "Typed by hand"
    carrier.write_bytes(msgspec.json.encode(document))
    found = prepared(council, carrier)
    assert found.meeting is None
    assert found.notes[0].startswith("What copy.json holds is not what its own history says")
    (difference,) = found.merge.differences
    assert (difference.id, difference.conflicting_fields) == (risk, ("owner",))
    report = taken(council, carrier, Decisions(otherwise=MINE))
    assert report.authors == ""
    after = records(council)
    assert (after[risk]["title"], after[risk]["owner"]) == ("Typed by hand", "Ada")
    assert after[judgement]["impact"] == "Ada’s"


# --- years ------------------------------------------------------------------------------------------------------------


def _carried(path: Path, author: str, text: str) -> str:
    """Start the next year from the one that is there, and write in it; the year's id."""
    with at(path, author) as opened:
        carry_forward.carry_forward_year(
            opened, carry_forward.plan_carry_forward(opened, "2024-25", "2025-26", "2025-03-03")
        )
        opened.open_year(opened.assessments[-1].id)
        opened.run_command(SetField(opened.current.judgements["equity"].id, "summary", text))
        return opened.current_id


def test_years_begun_on_both_sides_under_one_name_are_both_kept_and_told_apart(council: Path) -> None:
    copy = copied(council, "copy.sawb")
    here, there = _carried(council, "Ada", "Ada’s year"), _carried(copy, "Ben", "Ben’s year")
    found = merged(council, copy)
    assert any("was begun in both copies" in note and "“2025-26 (Ben)”" in note for note in found.notes)
    workbook = snapshot.read_snapshot(council)
    assert {year.id: year.label for year in workbook.assessments if year.id in (here, there)} == {
        here: "2025-26", there: "2025-26 (Ben)",
    }  # fmt: skip
    texts = {year.label: year.judgements["equity"]["summary"] for year in workbook.assessments}
    assert texts == {"2024-25": texts["2024-25"], "2025-26": "Ada’s year", "2025-26 (Ben)": "Ben’s year"}
    again = plan_merge.prepare_copy_of_workbook(council, copy)
    assert (again.merge.differences, again.notes) == ((), ())
    merged(copy, council, "Ben")
    assert records(copy) == records(council)
    assert told(council) == records(council)


def test_signed_versions_of_both_sides_are_kept_and_said(council: Path) -> None:
    copy = copied(council, "copy.sawb")
    signed = []
    for path, author in ((council, "Ada"), (copy, "Ben")):
        with at(path, author) as opened:
            names = Signatures(
                director=f"{author} Director", director_signed_on="2025-03-01",
                chief_executive=f"{author} Chief", chief_executive_signed_on="2025-03-02",
            )  # fmt: skip
            made = signing.prepare_version(path, opened.current_id, names, author=author, clock=opened.clock)
            signing.sign_version(opened, made)
            signed.append(made.kept)
    found = plan_merge.prepare_copy_of_workbook(council, copy)
    assert found.notes
    left = frozenset(each.id for each in found.merge.differences)
    merged(council, copy, chosen=Decisions(left=left))
    for kept in signed:
        assert signing.read_signed_version(council, kept.version.id).version.director == kept.version.director


# --- what can go wrong ------------------------------------------------------------------------------------------------


def _big(council: Path, count: int = 400) -> Path:
    """A copy with a lot that is new in it."""
    copy = copied(council, "copy.sawb")
    with at(copy, "Ben") as opened:
        made = (
            blank_record(
                "strength", new_id(), 10 + number, opened.current_id, title=f"Strength {number}", detail="Word " * 40
            )
            for number in range(count)
        )
        opened.take_step("add many", [journal.create_record(record) for record in made])
    return copy


def test_stopped_in_the_middle_it_has_changed_no_byte(council: Path) -> None:
    found = plan_merge.prepare_copy_of_workbook(council, _big(council))
    before = records(council)
    with at(council, "Ada") as opened:
        turns = plan_merge.apply_merge_in_turns(opened, found, Decisions())
        parts = []
        for part in turns:
            parts.append(part)
            if part > 0.6:
                break
        turns.close()
        assert 0.6 < parts[-1] < 1
        assert opened.undo_label == ""
        opened.run_command(SetField(id_of(council, "risk"), "owner", "Ada"))  # work goes on
    after = records(council)
    assert after.pop(id_of(council, "risk"))["owner"] == "Ada"
    assert after.items() <= before.items()
    assert told(council) == records(council)


@contextmanager
def _no_more_room(path: Path, more: int) -> Iterator[None]:
    """No file of this process grows beyond a little more than the workbook has."""
    resource = pytest.importorskip("resource", reason="a full disk is made with a limit that POSIX has")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + more, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("room", [0, 40_000])
def test_on_a_full_disk_it_is_all_or_nothing_in_one_sentence(council: Path, room: int) -> None:
    found = plan_merge.prepare_copy_of_workbook(council, _big(council))
    before = records(council)
    with at(council, "Ada") as opened:
        with _no_more_room(council, room), pytest.raises(FileError) as refused:
            plan_merge.apply_merge(opened, found, Decisions())
        assert len(str(refused.value).splitlines()) == 1
        assert records(council) == before
        report = plan_merge.apply_merge(opened, found, Decisions())  # there is room again
    assert len(report.taken) == 400
    assert told(council) == records(council)


def test_a_workbook_that_can_only_be_read_takes_nothing_in_and_says_why(council: Path) -> None:
    copy = copied(council, "copy.sawb")
    write(copy, "Ben", SetField(id_of(council, "risk"), "owner", "Ben"))
    found = plan_merge.prepare_copy_of_workbook(council, copy)
    with at(council, "Ada"):
        reader = opening.open_workbook(council, author="Reader", or_read_only=True)
        before = council.read_bytes()
        with pytest.raises(FileError, match="Nothing can be changed here"):
            plan_merge.apply_merge(reader, found, Decisions())
        reader.close()
        assert council.read_bytes() == before


def test_there_is_a_backup_from_before_and_one_step_to_undo(council: Path) -> None:
    copy = _big(council, 60)
    before = records(council)
    with at(council, "Ada") as opened:
        plan_merge.apply_merge(opened, plan_merge.prepare_copy_of_workbook(council, copy), Decisions())
        assert opened.undo_label == "import changes from copy.sawb"
        kept = [each for each in backups.list_backups(council) if each.reason == "merge"]
        assert len(kept) == 1
        assert records(kept[0].path) == before
        opened.undo_step()
        assert records(council) == before
        assert opened.undo_label == ""


def test_the_same_file_and_another_councils_are_no_copies(council: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    stranger = council_file(other)
    for wrong, why in ((council, "this very file"), (stranger, "another workbook")):
        with pytest.raises(WrongUseError, match=why):
            plan_merge.prepare_copy_of_workbook(council, wrong)
