"""The past of an open workbook: the story of a record, and removed records brought back."""

from __future__ import annotations

from pathlib import Path

import pytest

from selfassess.domain.history.history import Way
from selfassess.domain.merging.resolution import Decisions, Resolution
from selfassess.domain.model.commands import AddRecord, RemoveRecord, SetField
from selfassess.domain.model.errors import WrongUseError
from selfassess.domain.model.new_year import new_id
from selfassess.services.workbook import opening
from selfassess.services.workbook.cooperative import run_to_end
from selfassess.services.workbook.session import Session
from selfassess.services.years import field_history
from selfassess.storage import store
from tests.making import Clock, new_file, session
from tests.services.merging_making import copied, council_file, edit, id_of, taken


@pytest.fixture
def opened(tmp_path: Path) -> Session:
    return session(new_file(tmp_path))


def added(opened: Session, kind: str, **values: object) -> str:
    id = new_id()
    opened.run_command(AddRecord(kind, id, values))
    return id


def test_the_story_of_a_record_is_its_own_and_no_others(opened: Session) -> None:
    risk = added(opened, "risk", title="Waits", quality_statement="equity")
    other = added(opened, "risk", title="Cost", quality_statement="equity")
    opened.run_command(SetField(risk, "owner", "Ada"))
    opened.run_command(SetField(other, "owner", "Bo"))
    assert [(each.field, each.new) for each in field_history.tell_record_story(opened, risk)][1:] == [("owner", "Ada")]


def test_the_whole_story_is_read_from_the_file_in_order(opened: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "AT_A_TIME", 7)  # so that it comes in many parts
    risk = added(opened, "risk", title="Waits", quality_statement="equity")
    opened.run_command(SetField(risk, "owner", "Ada"))
    told, memory = field_history.read_workbook_story(opened.path)
    assert [each.place for each in told] == sorted(each.place for each in told)
    assert len(told) == len(opened.read_history()) > 7
    assert (told[-1].new, memory.find_record_name(risk)) == ("Ada", "Waits")


def test_what_was_removed_is_brought_back_in_one_step_that_can_be_undone(opened: Session) -> None:
    risk = added(opened, "risk", title="Waits", quality_statement="equity")
    action = added(opened, "action", title="Recruit", quality_statement="equity", addresses=[risk])
    comment = added(opened, "comment", about=risk, text="Is this still so?")
    before = opened.current
    opened.run_command(RemoveRecord(risk))
    opened.run_command(SetField(action, "owner", "Bo"))
    step = run_to_end(field_history.bring_back_record(opened, risk))
    assert step.label == "bring back risk"
    assert opened.current.by_id[risk] == before.by_id[risk]
    assert opened.current.by_id[comment] == before.by_id[comment]
    assert opened.current.by_id[action]["addresses"] == (risk,)
    assert opened.current.by_id[action]["owner"] == "Bo"
    opened.undo_step()
    assert risk not in opened.current.by_id


def test_what_is_there_is_not_brought_back(opened: Session) -> None:
    risk = added(opened, "risk", title="Waits", quality_statement="equity")
    with pytest.raises(WrongUseError, match="nothing to bring back"):
        run_to_end(field_history.bring_back_record(opened, risk))
    opened.run_command(RemoveRecord(risk))
    run_to_end(field_history.bring_back_record(opened, risk))
    with pytest.raises(WrongUseError, match="nothing to bring back"):
        run_to_end(field_history.bring_back_record(opened, risk))


@pytest.mark.parametrize("otherwise", [Resolution.MINE, Resolution.THEIRS])
def test_what_a_merge_brought_in_and_what_was_decided_is_told_with_who_wrote_it(
    tmp_path: Path, otherwise: Resolution, own_home: Path
) -> None:
    mine = council_file(tmp_path)
    theirs = copied(mine, "theirs.sawb")
    judgement = id_of(mine, "judgement")
    writer = opening.open_workbook(theirs, author="Bo", clock=Clock())
    writer.run_command(SetField(judgement, "summary", "Theirs"))
    writer.run_command(SetField(judgement, "impact", "Only theirs"))
    writer.close()
    edit(mine, SetField(judgement, "summary", "Mine"))
    taken(mine, theirs, Decisions(otherwise=otherwise))
    told = {
        (each.field, each.author, each.way): each.new
        for each in field_history.tell_record_story(session(mine), judgement)
    }
    assert told["summary", "Tester", Way.WRITTEN] == "Mine"
    assert told["summary", "Bo", Way.CAME_IN] == "Theirs"
    assert told["impact", "Bo", Way.CAME_IN] == "Only theirs"
    decided = "Mine" if otherwise is Resolution.MINE else "Theirs"
    assert told["summary", "Tester", Way.DECIDED] == decided
    assert ("impact", "Tester", Way.DECIDED) not in told
