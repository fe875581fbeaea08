"""A step over many records: one to undo, in short turns, and nothing where nothing changes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from selfassess.domain.model import bulk_edit, journal
from selfassess.domain.model.catalogue import blank_record
from selfassess.domain.model.errors import WrongUseError
from selfassess.domain.model.journal import Change
from selfassess.domain.model.new_year import new_id
from selfassess.services.workbook.bulk_edit import take_bulk_changes
from selfassess.services.workbook.cooperative import run_to_end
from selfassess.services.workbook.session import Session
from tests import making


@pytest.fixture
def session(tmp_path: Path) -> Session:
    found = making.session(making.new_file(tmp_path))
    year = found.current
    made = [blank_record("evidence", new_id(), n, year.id, title=f"Item {n}") for n in range(1200)]
    found.take_step("add", [journal.create_record(record) for record in made])
    return found


def test_many_changes_are_one_step_to_undo(session: Session) -> None:
    changes = bulk_edit.set_field(session.current.records_of("evidence"), "owner", "Ada")
    turns = sum(1 for _ in take_bulk_changes(session, "change owners", changes))
    assert turns > 3
    assert {record["owner"] for record in session.current.records_of("evidence")} == {"Ada"}
    assert session.undo_label == "change owners"
    session.undo_step()
    assert {record["owner"] for record in session.current.records_of("evidence")} == {None}


def test_where_nothing_changes_there_is_no_step(session: Session) -> None:
    before = session.undo_label
    assert run_to_end(take_bulk_changes(session, "change owners", ())) is None
    assert session.undo_label == before


def test_a_change_that_cannot_be_made_leaves_everything_as_it_was(session: Session) -> None:
    def failing() -> Iterator[Change]:
        yield from bulk_edit.set_field(session.current.records_of("evidence")[:700], "owner", "Ada")
        raise WrongUseError("One of these is gone.")

    with pytest.raises(WrongUseError, match="gone"):
        run_to_end(take_bulk_changes(session, "change owners", failing()))
    assert {record["owner"] for record in session.current.records_of("evidence")} == {None}
