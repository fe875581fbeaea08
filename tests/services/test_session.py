from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from selfassess.domain.model import journal
from selfassess.domain.model.commands import AddRecord, Command, MoveRecord, RemoveRecord, SetField
from selfassess.domain.model.errors import FileError, WrongUseError
from selfassess.domain.model.events import Event
from selfassess.domain.model.fields import Value
from selfassess.domain.model.new_year import new_id
from selfassess.services.workbook import snapshot
from selfassess.services.workbook.session import Session
from tests.making import Clock, new_file, redo_step, session


@pytest.fixture
def open_session(tmp_path: Path) -> Session:
    return session(new_file(tmp_path), Clock(step=timedelta(seconds=60)))


def _score(session: Session, value: object, statement: str = "equity") -> SetField:
    return SetField(session.current.judgements[statement].id, "score", value)


def test_an_edit_is_in_the_file_the_moment_it_is_told(open_session: Session) -> None:
    told: list[Event] = []
    open_session.subscribe(told.append)
    step = open_session.run_command(_score(open_session, 3))
    assert told == [step]
    assert open_session.current.score_of("equity") == 3
    assert snapshot.read_snapshot(open_session.path).current.score_of("equity") == 3
    assert open_session.saved_at is not None
    entry = open_session.read_history(open_session.current.judgements["equity"].id)[-1]
    assert (entry.author, entry.change.field, entry.change.old, entry.change.new) == ("Tester", "score", None, 3)


def test_nothing_is_told_or_written_when_nothing_changes_or_it_is_refused(open_session: Session) -> None:
    told: list[Event] = []
    open_session.subscribe(told.append)
    before = open_session.path.read_bytes()
    assert open_session.run_command(_score(open_session, None)) is None
    with pytest.raises(WrongUseError):
        open_session.run_command(_score(open_session, 5))
    assert told == []
    assert open_session.path.read_bytes() == before


def test_undo_and_redo_walk_back_and_forth_and_are_journaled(open_session: Session) -> None:
    open_session.run_command(_score(open_session, 3))
    open_session.run_command(AddRecord("risk", "r", {"quality_statement": "equity", "title": "R"}))
    assert open_session.undo_label == "add risk"
    open_session.undo_step()
    assert open_session.current.records_of("risk") == ()
    assert [step.label for step in open_session.redoable_steps] == ["add risk"]
    open_session.undo_step()
    assert open_session.current.score_of("equity") is None
    nothing_left = open_session.undo_step()
    assert nothing_left is None
    redo_step(open_session)
    redo_step(open_session)
    nothing_more = redo_step(open_session)
    assert nothing_more is None
    assert open_session.current.records_of("risk")[0]["title"] == "R"
    assert len(open_session.read_history("r")) == 3
    state = journal.replay_journal(open_session.read_history())
    assert state == {record.id: record for record in snapshot.read_snapshot(open_session.path).all_records()}


def test_a_new_step_ends_what_could_be_redone(open_session: Session) -> None:
    open_session.run_command(_score(open_session, 3))
    open_session.undo_step()
    open_session.run_command(_score(open_session, 2))
    assert open_session.redoable_steps == ()


def _summary(session: Session) -> Value:
    return session.current.judgements["equity"]["summary"]


def test_typing_on_in_one_field_is_one_thing_to_undo(tmp_path: Path) -> None:
    clock = Clock(step=timedelta(seconds=2))
    opened = session(new_file(tmp_path), clock)
    judgement = opened.current.judgements["equity"].id
    for text in ("We", "We know", "We know our people"):
        opened.run_command(SetField(judgement, "summary", text))
    opened.undo_step()
    assert _summary(opened) is None
    redo_step(opened)
    assert _summary(opened) == "We know our people"
    clock.moment += timedelta(minutes=5)
    opened.run_command(SetField(judgement, "summary", "We know our people well"))
    opened.undo_step()
    assert _summary(opened) == "We know our people"


def test_a_listener_can_stop_listening(open_session: Session) -> None:
    told: list[Event] = []
    stop = open_session.subscribe(told.append)
    stop()
    stop()
    open_session.run_command(_score(open_session, 3))
    assert told == []


def test_a_step_that_cannot_be_saved_changes_nothing_and_can_be_tried_again(
    open_session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_session.run_command(_score(open_session, 3))
    with monkeypatch.context() as patch:
        patch.setattr(open_session.store, "write_step_in_turns", _full)
        with pytest.raises(FileError):
            open_session.run_command(_score(open_session, 2))
        with pytest.raises(FileError):
            open_session.undo_step()
    assert open_session.current.score_of("equity") == 3
    assert open_session.undo_label
    open_session.undo_step()
    assert open_session.current.score_of("equity") is None


def _full(*_: object, **__: object) -> None:
    raise FileError("There is no room left to save it.")


KEYS = ["equity", "governance"]
SIGNS = st.characters(codec="utf-8", exclude_characters="\0")  # the empty sign no text may hold


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_edits_undone_lead_back_and_redone_lead_forth(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    opened = session(new_file(tmp_path_factory.mktemp("w")), Clock(step=timedelta(minutes=1)))
    states = [dict(opened.current.by_id)]
    for _ in range(data.draw(st.integers(1, 8))):
        if opened.run_command(_any_command(opened, data)) is not None:
            states.append(dict(opened.current.by_id))
    for expected in reversed(states[:-1]):
        opened.undo_step()
        assert dict(opened.current.by_id) == expected
    for expected in states[1:]:
        redo_step(opened)
        assert dict(opened.current.by_id) == expected
    stored = snapshot.read_snapshot(opened.path)
    assert stored.current.by_id == opened.current.by_id
    assert {k: v for k, v in stored.current.records.items() if v} == {
        k: v for k, v in opened.current.records.items() if v
    }
    opened.close()


def _any_command(opened: Session, data: st.DataObject) -> Command:
    risks = [record.id for record in opened.current.records_of("risk")]
    kind = data.draw(st.sampled_from(["score", "add", "text", "remove", "move"] if risks else ["score", "add"]))
    if kind == "score":
        return _score(opened, data.draw(st.sampled_from([None, 1, 2, 3, 4])), data.draw(st.sampled_from(KEYS)))
    if kind == "add":
        return AddRecord("risk", new_id(), {"quality_statement": data.draw(st.sampled_from(KEYS)), "title": "R"})
    chosen = data.draw(st.sampled_from(risks))
    if kind == "text":
        return SetField(chosen, "controls", data.draw(st.text(SIGNS, max_size=30)))
    return RemoveRecord(chosen) if kind == "remove" else MoveRecord(chosen, data.draw(st.sampled_from([-1, 1])))
