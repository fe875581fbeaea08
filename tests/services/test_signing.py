"""Versions in the file: made whole, signed in one step, never undone, read and given out for ever."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from selfassess.domain.merging.resolution import Decisions
from selfassess.domain.model.commands import AddRecord, SetField
from selfassess.domain.model.editions import Edition
from selfassess.domain.model.errors import CancelledError, FileError, WrongUseError
from selfassess.domain.model.signed_version import KeptVersion
from selfassess.domain.readiness import comments
from selfassess.domain.signing.changes_since_signing import find_revised_statements
from selfassess.domain.signing.signing import Signatures
from selfassess.exchange import json
from selfassess.services.exporting import export
from selfassess.services.importing import plan_merge, plan_years
from selfassess.services.workbook import backups, opening
from selfassess.services.workbook.session import Session
from selfassess.services.workbook.snapshot import read_snapshot
from selfassess.services.years import signing
from tests.making import TODAY, Clock, new_file, redo_step, session

BOTH = Signatures(
    director="Ada Lovelace",
    director_signed_on="2025-02-16",
    chief_executive="Ben Shaw",
    chief_executive_signed_on=TODAY,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return new_file(tmp_path)


@pytest.fixture
def opened(path: Path) -> Session:
    """A year with a judgement, a contact and a comment in it."""
    made = session(path)
    judgement = made.current.judgements["equity"].id
    made.run_command(SetField(judgement, "summary", "We listen to most groups."))
    made.run_command(AddRecord("contact", "c1", {"group": "carers", "organisation": "Carers’ trust"}))
    made.run_command(comments.add_comment(judgement, "Which groups?", "Priya", made.clock()))
    return made


def prepared(made: Session, **more: object) -> signing.Prepared:
    return signing.prepare_version(made.path, made.current_id, BOTH, author="Ada", clock=Clock(), **more)  # type: ignore[arg-type]


def signed(made: Session) -> Session:
    signing.sign_version(made, prepared(made))
    return made


def summary(made: Session) -> str:
    return made.current.judgements["equity"].text_of("summary")


def test_signing_keeps_the_year_as_it_is_and_closes_it(opened: Session) -> None:
    signed(opened)
    [version] = opened.versions
    assert (version.number, version.director, version.chief_executive) == (1, "Ada Lovelace", "Ben Shaw")
    assert opened.current.record["status"] == "signed_off"
    assert opened.current.record["chief_executive_signed_on"] == TODAY
    kept = signing.read_signed_version(opened.path, version.id)
    assert kept.assessment == opened.current
    assert [e.id for e in kept.workbook.journal] == [e.id for e in opened.read_history()]
    assert hashlib.sha256(kept.pdf).hexdigest() == version.pdf_fingerprint
    assert kept.pdf.startswith(b"%PDF")
    assert opened.store.find_faults() == ()


def test_nothing_is_written_in_a_signed_year_until_the_next_version(opened: Session) -> None:
    judgement = signed(opened).current.judgements["equity"].id
    before = opened.store.journal_position()
    for act in (
        lambda: opened.run_command(SetField(judgement, "score", 3)),
        lambda: opened.run_command(AddRecord("risk", "r1", {"title": "x", "quality_statement": "equity"})),
        lambda: opened.run_command(SetField(opened.current_id, "status", "drafting")),
        lambda: opened.run_command(comments.add_comment(judgement, "Late", "Ada", opened.clock())),
    ):
        with pytest.raises(WrongUseError, match=r"signed off as version 1\. Start version 2"):
            act()
    assert opened.store.journal_position() == before
    opened.run_command(SetField(opened.council.id, "website", "https://www.derby.gov.uk"))
    signing.start_next_version(opened, opened.current_id)
    assert opened.reason_closed() == ""
    assert opened.current.record["director"] is None
    opened.run_command(SetField(judgement, "score", 3))
    assert opened.current.score_of("equity") == 3


def test_a_version_is_never_undone_but_starting_the_next_is(opened: Session) -> None:
    signed(opened)
    [version] = opened.versions
    with pytest.raises(WrongUseError, match=r"never undone\. To write on, start version 2"):
        opened.undo_step()
    signing.start_next_version(opened, opened.current_id)
    opened.undo_step()
    assert opened.reason_closed()
    assert opened.current == signing.read_signed_version(opened.path, version.id).assessment
    redo_step(opened)
    assert not opened.reason_closed()
    assert opened.versions == (version,)


def test_that_it_was_sent_is_said_of_a_signed_year_and_can_be_taken_back(opened: Session) -> None:
    signing.record_submission(signed(opened), "2025-02-20")
    assert (opened.current.record["status"], opened.current.record["submitted_on"]) == ("submitted", "2025-02-20")
    assert opened.reason_closed()
    opened.undo_step()
    assert opened.current.record["status"] == "signed_off"


def test_what_changed_since_a_version_is_told(opened: Session) -> None:
    signed(opened)
    signing.start_next_version(opened, opened.current_id)
    kept = signing.read_signed_version(opened.path, opened.versions[0].id).assessment
    assert find_revised_statements(kept, opened.current) == ()
    opened.run_command(SetField(opened.current.judgements["equity"].id, "summary", "We listen to all groups."))
    [part] = find_revised_statements(kept, opened.current)
    assert part.statement == "equity"


def test_a_second_version_keeps_the_first(opened: Session) -> None:
    first = signed(opened).versions[0]
    signing.start_next_version(opened, opened.current_id)
    opened.run_command(SetField(opened.current.judgements["equity"].id, "summary", "Later"))
    signed(opened)
    assert [each.number for each in opened.versions] == [1, 2]
    assert (
        signing.read_signed_version(opened.path, first.id).assessment.judgements["equity"]["summary"]
        == "We listen to most groups."
    )
    assert (
        signing.read_signed_version(opened.path, opened.versions[1].id).assessment.judgements["equity"]["summary"]
        == "Later"
    )


def test_a_backup_is_taken_before(opened: Session) -> None:
    signed(opened)
    [backup] = [each for each in backups.find_backup_folder(opened.path).iterdir() if "sign-off" in each.name]
    assert read_snapshot(backup).versions == ()
    assert read_snapshot(backup).current.record["status"] == "drafting"


def test_what_moved_on_meanwhile_is_not_signed(opened: Session) -> None:
    made = prepared(opened)
    opened.run_command(SetField(opened.current.judgements["equity"].id, "score", 2))
    with pytest.raises(WrongUseError, match="changed while the version was being made"):
        signing.sign_version(opened, made)
    assert opened.versions == ()
    assert not opened.reason_closed()


def test_a_version_that_cannot_be_saved_leaves_no_half(opened: Session) -> None:
    made = prepared(opened)
    signing.sign_version(opened, made)
    signing.start_next_version(opened, opened.current_id)
    before = opened.store.journal_position()
    again = prepared(opened)
    twice = replace(again.kept.version, id=made.kept.version.id)  # an id that is there
    broken = replace(again, kept=KeptVersion(version=twice, body=again.kept.body))
    with pytest.raises(FileError):
        signing.sign_version(opened, broken)
    assert opened.store.journal_position() == before
    assert len(opened.store.signed_versions()) == 1
    assert opened.current.record["status"] == "drafting"


def test_making_a_version_can_be_stopped_and_refused(opened: Session) -> None:
    with pytest.raises(CancelledError):
        prepared(opened, cancelled=lambda: True)
    with pytest.raises(WrongUseError, match="name of the director"):
        signing.prepare_version(opened.path, opened.current_id, replace(BOTH, director=""), author="Ada", clock=Clock())
    signed(opened)
    with pytest.raises(WrongUseError, match="signed off as version 1"):
        prepared(opened)


def test_a_version_is_given_out_in_every_form_after_the_year_changed(opened: Session, tmp_path: Path) -> None:
    version = signed(opened).versions[0]
    signing.start_next_version(opened, opened.current_id)
    opened.run_command(SetField(opened.current.judgements["equity"].id, "summary", "Later"))
    kept = signing.read_signed_version(opened.path, version.id)
    pdf = signing.export_signed_version(kept, tmp_path / "signed.pdf")
    assert hashlib.sha256(pdf.read_bytes()).hexdigest() == version.pdf_fingerprint
    back = json.read_json_workbook(signing.export_signed_version(kept, tmp_path / "v.json")).workbook
    assert back.assessments == (kept.assessment,)
    assert back.kept == kept.workbook.kept
    own = read_snapshot(signing.export_signed_version(kept, tmp_path / "v.sawb"), journal=True)
    assert own.assessments == (kept.assessment,)
    assert own.versions == (version,)
    assert [e.id for e in own.journal] == [e.id for e in kept.workbook.journal]
    assert session(tmp_path / "v.sawb").reason_closed()
    for ending in ("xlsx", "docx", "html"):
        assert signing.export_signed_version(kept, tmp_path / f"v.{ending}").stat().st_size > 10_000
    public = signing.export_signed_version(kept, tmp_path / "p.json", edition=Edition.PUBLIC)
    assert "versions" not in public.read_text(encoding="utf-8")
    with pytest.raises(WrongUseError, match="should end in"):
        signing.export_signed_version(kept, tmp_path / "v.odt")


def test_the_signed_pdf_is_told_from_any_other(opened: Session, tmp_path: Path) -> None:
    version = signed(opened).versions[0]
    mine = signing.export_signed_version(signing.read_signed_version(opened.path, version.id), tmp_path / "signed.pdf")
    assert signing.find_version_of_pdf(mine, opened.versions) == version
    mine.write_bytes(mine.read_bytes() + b"\n")
    assert signing.find_version_of_pdf(mine, opened.versions) is None
    with pytest.raises(FileError, match="not there"):
        signing.find_version_of_pdf(tmp_path / "none.pdf", opened.versions)


def test_a_version_that_was_tampered_with_is_told_and_not_opened(opened: Session) -> None:
    version = signed(opened).versions[0]
    opened.close()
    with sqlite3.connect(opened.path) as connection:
        body = bytearray(connection.execute("SELECT body FROM version").fetchone()[0])
        body[100] ^= 1
        connection.execute("UPDATE version SET body = ?", (bytes(body),))
    connection.close()
    with pytest.raises(FileError, match="Version 1 is damaged"):
        signing.read_signed_version(opened.path, version.id)
    again = session(opened.path)
    assert again.store.find_faults() == (
        f"A signed version (“{version.id}”) is not as it was written.",
        "The snapshot of signed version 1 is no longer as it was signed.",
    )
    assert again.reason_closed()


def test_versions_survive_copying_and_json(opened: Session, tmp_path: Path) -> None:
    version = signed(opened).versions[0]
    shutil.copy(opened.path, tmp_path / "copy.sawb")
    assert signing.read_signed_version(tmp_path / "copy.sawb", version.id).version == version
    export.export_workbook(opened.path, tmp_path / "all.json")
    incoming = json.read_json_workbook(tmp_path / "all.json")
    assert incoming.problems == ()
    assert incoming.workbook.versions == (version,)
    opening.write_new_workbook(tmp_path / "back.sawb", incoming.workbook, author="Ada")
    assert signing.read_signed_version(tmp_path / "back.sawb", version.id).assessment == opened.current


def test_json_with_a_changed_version_is_refused(opened: Session, tmp_path: Path) -> None:
    signed(opened)
    export.export_workbook(opened.path, tmp_path / "all.json")
    text = (tmp_path / "all.json").read_text(encoding="utf-8")
    checksum = opened.versions[0].checksum
    (tmp_path / "all.json").write_text(text.replace(checksum, "0" * 64), encoding="utf-8")
    with pytest.raises(FileError, match="version 1 in it is no longer as it was signed"):
        json.read_json_workbook(tmp_path / "all.json")


def test_who_signed_and_the_version_stand_in_what_is_given_out(opened: Session, tmp_path: Path) -> None:
    from selfassess.domain.report import outline

    whole = read_snapshot(signed(opened).path)
    made = outline.build_outline(whole, whole.current, Edition.FULL)
    assert ("Version", "Version 1, signed off on 17 February 2025") in made.facts
    assert not made.draft
    governance = outline.find_section(made, "section:governance")
    assert governance is not None
    assert "Ada Lovelace" in str(governance.blocks)
    signing.start_next_version(opened, opened.current_id)
    whole = read_snapshot(opened.path)
    made = outline.build_outline(whole, whole.current, Edition.PUBLIC)
    assert made.draft
    assert ("Version", "Draft of version 2; version 1 was signed off on 17 February 2025") in made.facts


def test_versions_of_another_copy_come_in_and_two_of_one_number_are_both_kept(opened: Session, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sawb"
    shutil.copy(opened.path, copy)
    theirs = signed(session(copy))
    here, there = read_snapshot(opened.path, journal=True), read_snapshot(copy, journal=True)
    found = signing.unite_versions(here, there)
    assert [each.version for each in found.added] == list(theirs.versions)
    assert found.said == ()
    signed(opened)
    found = signing.unite_versions(read_snapshot(opened.path, journal=True), there)
    assert len(found.added) == 1
    assert found.said == ("2024-25 was signed off as version 1 in both copies, differently. Both versions are kept.",)
    assert signing.unite_versions(there, there).added == ()


def test_a_year_with_a_version_cannot_be_removed(opened: Session) -> None:
    from selfassess.domain.model import journal

    signed(opened)
    signing.start_next_version(opened, opened.current_id)
    year = opened.current
    gone = [journal.delete_record(each) for each in reversed(tuple(year.by_id.values()))]
    with pytest.raises(WrongUseError, match="never removed"):
        opened.take_step("remove year", [*gone, journal.delete_record(year.record)])


def test_a_copy_that_was_signed_brings_its_version_along(opened: Session, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sawb"
    shutil.copy(opened.path, copy)
    theirs = signed(session(copy))
    plan_merge.apply_merge(opened, plan_merge.prepare_copy_of_workbook(opened.path, copy), Decisions())
    assert opened.versions == theirs.versions
    assert opened.reason_closed()
    assert signing.read_signed_version(opened.path, opened.versions[0].id).assessment == opened.current
    opened.undo_step()
    assert opened.versions == theirs.versions
    assert not opened.reason_closed()


def test_what_a_copy_wrote_into_a_year_that_is_signed_here_waits_for_the_next_version(
    opened: Session, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.sawb"
    shutil.copy(opened.path, copy)
    theirs = session(copy)
    theirs.run_command(AddRecord("risk", "r1", {"title": "Waits", "quality_statement": "equity"}))
    signed(opened)
    coming = plan_merge.prepare_copy_of_workbook(opened.path, copy)
    assert coming.notes[-1].endswith("Until then nothing can be imported that changes it.")
    with pytest.raises(WrongUseError, match=r"Start version 2"):
        plan_merge.apply_merge(opened, coming, Decisions())
    signing.start_next_version(opened, opened.current_id)
    coming = plan_merge.prepare_copy_of_workbook(opened.path, copy)
    assert coming.notes == ()
    plan_merge.apply_merge(opened, coming, Decisions())
    assert "r1" in opened.current.by_id


def test_a_year_taken_into_another_workbook_brings_its_versions(opened: Session, tmp_path: Path) -> None:
    version = signed(opened).versions[0]
    export.export_workbook(opened.path, tmp_path / "year.json")
    other = session(new_file(tmp_path, "other.sawb", year="2025-26"))
    planned = plan_years.plan_new_years(
        json.read_json_workbook(tmp_path / "year.json"), tmp_path / "year.json", labels_taken=("2025-26",)
    )
    plan_years.write_plan(other, planned)
    assert other.versions == (version,)
    with pytest.raises(WrongUseError, match="never removed"):
        other.undo_step()
