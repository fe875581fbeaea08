"""What was removed for good is nowhere: not in records, history, signed versions, exports or bytes of the file."""

from __future__ import annotations

from pathlib import Path

import pytest

from selfassess.domain.history.history_wording import Memory, summarise_telling
from selfassess.domain.merging.resolution import Decisions, Resolution
from selfassess.domain.model import journal
from selfassess.domain.model.commands import AddRecord, RemoveRecord, SetField
from selfassess.domain.model.errors import WrongUseError
from selfassess.domain.publishing.redaction import MARK, Target
from selfassess.services.exporting import export
from selfassess.services.importing import plan_merge
from selfassess.services.safety import redact, sibling_copies
from selfassess.services.workbook import backups, opening, snapshot
from selfassess.services.workbook.session import Session
from selfassess.services.years import field_history, signing
from selfassess.storage.store import Store
from tests.making import Clock, new_file, session
from tests.storage.writer import SIGNATURES

SECRET = "Quite-unmistakable words about one person"


@pytest.fixture
def opened(tmp_path: Path) -> Session:
    """A workbook with the words in a risk, a judgement and a comment, some of them written over since."""
    made = session(new_file(tmp_path))
    made.run_command(
        AddRecord("risk", "a-risk", {"quality_statement": "equity", "title": "A risk", "cause": f"It is {SECRET}."})
    )
    made.run_command(SetField(_judgement(made), "summary", f"First: {SECRET}"))
    made.run_command(SetField(_judgement(made), "summary", "Then other words"))
    made.run_command(
        AddRecord("comment", "a-comment", {"about": "a-risk", "text": f"See {SECRET}", "author": "Tester"})
    )
    return made


def _judgement(opened: Session) -> str:
    return opened.current.judgements["equity"].id


def _bytes(path: Path) -> bytes:
    """Every byte of the workbook and of its whole JSON export."""
    out = path.with_name(f"{path.stem}-out.json")
    export.export_workbook(path, out)
    found = path.read_bytes() + out.read_bytes()
    out.unlink()
    return found


def _is_sound(path: Path) -> None:
    with Store.open_read_only(path) as there:
        assert there.find_faults() == ()
        whole = there.read_workbook(journal=True)
        assert journal.replay_journal(whole.journal) == {record.id: record for record in whole.all_records()}


def test_words_are_gone_wherever_they_stood(opened: Session) -> None:
    assert SECRET.encode() in _bytes(opened.path)
    redact.redact_target(opened, Target(words=SECRET))
    assert SECRET.encode() not in _bytes(opened.path)
    assert opened.current.by_id["a-risk"]["cause"] == f"It is {MARK}."
    assert opened.current.by_id["a-comment"]["text"] == f"See {MARK}"
    assert opened.undo_label == ""
    _is_sound(opened.path)


def test_a_record_is_gone_with_its_history_and_what_was_about_it(opened: Session) -> None:
    redact.redact_target(opened, Target(record="a-risk"))
    assert not {"a-risk", "a-comment"} & set(opened.current.by_id)
    assert _bytes(opened.path).count(SECRET.encode()) == 2 * 2  # file and export: what the judgement became, and was
    _is_sound(opened.path)


def test_a_field_is_gone_from_the_record_and_from_what_it_was_before(opened: Session) -> None:
    redact.redact_target(opened, Target(record=_judgement(opened), field="summary"))
    assert opened.current.judgements["equity"]["summary"] is None
    assert f"First: {SECRET}".encode() not in _bytes(opened.path)
    assert b"Then other words" not in _bytes(opened.path)
    _is_sound(opened.path)


def test_what_cannot_be_empty_says_that_something_was_removed(opened: Session) -> None:
    redact.redact_target(opened, Target(record="a-risk", field="title"))
    assert opened.current.by_id["a-risk"]["title"] == MARK
    _is_sound(opened.path)


def test_what_was_removed_long_ago_is_gone_from_the_history(opened: Session) -> None:
    opened.run_command(RemoveRecord("a-risk"))
    redact.redact_target(opened, Target(record="a-risk", field="cause"))
    assert f"It is {SECRET}.".encode() not in _bytes(opened.path)
    _is_sound(opened.path)


def test_the_history_says_that_it_was_removed_for_good(opened: Session) -> None:
    redact.redact_target(opened, Target(record=_judgement(opened), field="summary"))
    memory = Memory.from_assessment(opened.current, opened.council, *opened.assessments)
    told = [
        summarise_telling(each, memory)
        for each in field_history.tell_record_story(opened, _judgement(opened))
        if each.field == "summary"
    ]
    assert set(told) == {"Where we are: what it said was removed for good"}
    _is_sound(opened.path)


def test_a_note_says_when_and_by_whom_and_goes_along(opened: Session, tmp_path: Path) -> None:
    redact.redact_target(opened, Target(record="a-risk", field="cause"))
    (note,) = snapshot.read_snapshot(opened.path, journal=True).redactions
    assert (note.kind, note.record, note.field, note.author) == ("risk", "a-risk", "cause", "Tester")
    export.export_workbook(opened.path, tmp_path / "all.json")
    from selfassess.exchange import json

    opening.write_new_workbook(
        tmp_path / "again.sawb", json.read_json_workbook(tmp_path / "all.json").workbook, author="Tester"
    )
    assert snapshot.read_snapshot(tmp_path / "again.sawb", journal=True).redactions == (note,)
    _is_sound(tmp_path / "again.sawb")


def test_a_signed_version_is_shortened_and_says_that_its_signatures_end(opened: Session, tmp_path: Path) -> None:
    made = signing.prepare_version(opened.path, opened.current_id, SIGNATURES, author="Tester", clock=Clock())
    signing.sign_version(opened, made)
    found = redact.find_redaction_target(opened.path, Target(words=SECRET))
    assert found.signed == ("version 1 of 2024-25",)
    redact.redact_target(opened, Target(words=SECRET))
    (listed,) = signing.list_signed_versions(opened.path)
    assert "signatures no longer stand" in listed.fault
    kept = signing.read_signed_version(opened.path, listed.version.id)
    assert SECRET not in str(kept.workbook)
    signing.export_signed_version(kept, tmp_path / "signed.json")
    assert SECRET.encode() not in (tmp_path / "signed.json").read_bytes()
    with pytest.raises(WrongUseError, match="no longer here"):
        signing.export_signed_version(kept, tmp_path / "signed.pdf")
    _is_sound(opened.path)


def test_backups_that_hold_it_are_named_and_removed_where_wanted(opened: Session) -> None:
    held = backups.take_backup(opened.path, "import", Clock()())
    found = redact.find_redaction_target(opened.path, Target(words=SECRET))
    assert [each.path for each in found.backups] == [held]
    assert any("1 backup holds it" in each for each in found.sentences)
    redact.redact_target(opened, Target(words=SECRET), found.backups)
    assert not held.exists()


def test_what_is_nowhere_is_not_removed_and_what_has_to_be_stays(opened: Session) -> None:
    before = opened.path.read_bytes()
    for target in (
        Target(words="nowhere to be found"),
        Target(words="  "),
        Target(record="no such record"),
        Target(record="a-risk", field="no such field"),
        Target(record=_judgement(opened), field="quality_statement"),
        Target(record=_judgement(opened)),
        Target(record=opened.council.id),
    ):
        with pytest.raises(WrongUseError):
            redact.redact_target(opened, target)
    assert opened.path.read_bytes() == before


def test_a_colleagues_older_copy_does_not_bring_it_back_unasked(opened: Session, tmp_path: Path) -> None:
    older = sibling_copies.save_copy(opened.path, tmp_path / "older.sawb")
    redact.redact_target(opened, Target(record="a-risk", field="cause"))
    copy = session(older)
    copy.run_command(SetField("a-risk", "effect", "Written by a colleague"))
    plan_merge.apply_merge(opened, plan_merge.prepare_copy_of_workbook(opened.path, older), Decisions())
    assert opened.current.by_id["a-risk"]["effect"] == "Written by a colleague"
    assert f"It is {SECRET}.".encode() not in _bytes(opened.path)
    copy.run_command(SetField("a-risk", "cause", f"It is {SECRET}. And more."))
    prepared = plan_merge.prepare_copy_of_workbook(opened.path, older)
    assert any("removed for good here on" in note for note in prepared.notes)
    assert prepared.merge.all_conflicts
    plan_merge.apply_merge(opened, prepared, Decisions(otherwise=Resolution.MINE))
    assert opened.current.by_id["a-risk"]["cause"] is None
    assert f"It is {SECRET}.".encode() not in _bytes(opened.path)
    _is_sound(opened.path)


def test_it_comes_back_where_somebody_decides_so(opened: Session, tmp_path: Path) -> None:
    older = sibling_copies.save_copy(opened.path, tmp_path / "older.sawb")
    redact.redact_target(opened, Target(record="a-risk", field="cause"))
    session(older).run_command(SetField("a-risk", "cause", "Put in other words"))
    plan_merge.apply_merge(
        opened, plan_merge.prepare_copy_of_workbook(opened.path, older), Decisions(otherwise=Resolution.THEIRS)
    )
    assert opened.current.by_id["a-risk"]["cause"] == "Put in other words"
    assert f"It is {SECRET}.".encode() not in _bytes(opened.path)
    _is_sound(opened.path)
