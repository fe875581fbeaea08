"""Where a statement stands follows what is there, until a person says so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from selfassess.domain.model import commands, journal, statement_status
from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.commands import AddRecord, Command, MoveRecord, RemoveRecord, SetField, SetMany
from selfassess.domain.model.display_names import Names
from selfassess.domain.model.errors import AgreedError
from selfassess.domain.model.new_year import new_id
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.signing import signing
from selfassess.services.workbook import opening
from selfassess.services.workbook.session import Session
from tests.making import redo_step


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """A new year in which nobody has written."""
    path = tmp_path / "new.sawb"
    opening.create_workbook(path, council="Sandwell", reference="E08000028", year="2025-26", author="Ada")
    made = opening.open_workbook(path, author="Ada")
    yield made
    made.close()


def judgement(session: Session) -> str:
    return session.current.judgements["equity"].id


def words(session: Session) -> str:
    return statement_status.describe_statement_status(session.current, "equity")


def test_nothing_written_is_not_started(session: Session) -> None:
    session.run_command(SetField(judgement(session), "lead", "A head of service"))
    assert words(session) == "Not started"


@pytest.mark.parametrize(
    ("field", "value"),
    [("score", 2), ("summary", "One word"), ("impact", "x"), ("rationale", "x"), ("confidence", "low"),
     ("direction", "stable"), ("insufficient_evidence", True)],
)  # fmt: skip
def test_it_is_drafted_from_the_first_word_of_the_judgement(session: Session, field: str, value: object) -> None:
    session.run_command(SetField(judgement(session), field, value))
    assert words(session) == "Drafting"
    session.run_command(SetField(judgement(session), "status", "not_started"))  # as files made earlier have it
    assert words(session) == "Drafting"
    session.run_command(SetField(judgement(session), field, None))
    assert words(session) == "Not started"


@pytest.mark.parametrize("kind", ["strength", "improvement", "risk", "action", "evidence"])
def test_it_is_drafted_from_the_first_record(session: Session, kind: str) -> None:
    where = {"quality_statements": ("equity",)} if kind == "evidence" else {"quality_statement": "equity"}
    add: Command = AddRecord(kind, new_id(), {"title": "One", **where})
    session.run_command(add)
    assert words(session) == "Drafting"
    assert statement_status.describe_statement_status(session.current, "learning") == "Not started"


@pytest.mark.parametrize("status", ["drafting", "ready_for_review", "agreed", "carried_forward"])
def test_what_a_person_said_stands(session: Session, status: str) -> None:
    session.run_command(SetField(judgement(session), "status", status))
    assert statement_status.status_of_statement(session.current, "equity") == status
    session.run_command(SetField(judgement(session), "summary", "Words"))
    assert statement_status.status_of_statement(session.current, "equity") == status


def test_what_was_carried_and_not_reviewed_is_no_drafting(session: Session) -> None:
    session.run_command(
        AddRecord("risk", new_id(), {"title": "One", "quality_statement": "equity", "not_reviewed": True})
    )
    assert words(session) == "Not started"


def test_exports_and_signing_say_the_same(session: Session) -> None:
    session.run_command(SetField(judgement(session), "summary", "Words"))
    record = session.current.judgements["equity"]
    assert Names(session.current).format_value(record, "status") == "Drafting"
    said = [each.message for each in signing.find_signing_obstacles(session.current, "2026-01-01", ())]
    assert "“Equity” is not agreed: drafting." in said


OWN = ("strength", "improvement", "risk", "action")


@pytest.fixture
def ids(session: Session) -> dict[str, str]:
    """A record of each kind in an agreed statement, one of another statement, and an item of evidence of another."""
    made = {kind: new_id() for kind in (*OWN, "evidence", "measure", "strength elsewhere", "evidence elsewhere")}
    for kind, id in made.items():
        statement = "governance" if "elsewhere" in kind else "equity"
        many = kind.split()[0] in ("evidence", "measure")
        links = {"quality_statements": (statement,)} if many else {"quality_statement": statement}
        session.run_command(AddRecord(kind.split()[0], id, {"title": "Named", **links}))
    session.run_command(SetField(judgement(session), "status", "agreed"))
    return {**made, "judgement": judgement(session)}


def written_in(session: Session, command: Command) -> list[str]:
    """The agreed statements that a command would write in."""
    changes = commands.work_out_changes(command, session.current, session.council)
    back = tuple(change.reverse_change() for change in reversed(changes))
    found = [
        each.text_of("quality_statement") for each in statement_status.find_agreed_judgements(session.current, changes)
    ]
    session.consent = None
    session.take_step("", changes)
    assert [
        each.text_of("quality_statement") for each in statement_status.find_agreed_judgements(session.current, back)
    ] == found
    session.take_step("", back)
    return found


@pytest.mark.parametrize("kind", OWN)
def test_what_belongs_to_an_agreed_statement_is_written_in_it(session: Session, ids: dict[str, str], kind: str) -> None:
    other = new_id()
    assert written_in(session, SetField(ids[kind], "title", "Other")) == ["equity"]
    assert written_in(session, AddRecord(kind, other, {"title": "New", "quality_statement": "equity"})) == ["equity"]
    assert written_in(session, RemoveRecord(ids[kind])) == ["equity"]
    assert written_in(session, SetField(ids[kind], "quality_statement", "governance")) == ["equity"]
    assert written_in(session, SetField(ids[kind], "not_reviewed", True)) == []
    session.run_command(AddRecord(kind, other, {"title": "New", "quality_statement": "equity"}))
    assert written_in(session, MoveRecord(other, -1)) == ["equity"]


def test_what_comes_to_an_agreed_statement_from_another_is_written_in_it(session: Session, ids: dict[str, str]) -> None:
    assert written_in(session, SetField(ids["strength elsewhere"], "quality_statement", "equity")) == ["equity"]
    assert written_in(session, SetField(ids["strength elsewhere"], "title", "Other")) == []


@pytest.mark.parametrize("kind", ["evidence", "measure"])
def test_what_serves_many_statements_is_written_in_by_its_links(
    session: Session, ids: dict[str, str], kind: str
) -> None:
    assert written_in(session, SetField(ids[kind], "title", "Other")) == []
    assert written_in(session, SetField(ids[kind], "quality_statements", ("equity", "learning"))) == []
    assert written_in(session, SetField(ids[kind], "quality_statements", ("learning",))) == ["equity"]
    assert written_in(session, RemoveRecord(ids[kind])) == ["equity"]
    both = {"title": "New", "quality_statements": ("learning", "equity")}
    assert written_in(session, AddRecord(kind, new_id(), both)) == ["equity"]
    assert written_in(session, SetField(ids["evidence elsewhere"], "quality_statements", ())) == []
    session.run_command(SetField(ids["strength"], "evidence", (ids["evidence elsewhere"],)))
    assert written_in(session, RemoveRecord(ids["evidence elsewhere"])) == ["equity"]  # the link in the strength goes


def test_of_a_judgement_what_the_council_thinks_is_written_in_it(session: Session, ids: dict[str, str]) -> None:
    for field, value in (("score", 3), ("summary", "Words"), ("insufficient_evidence", True), ("confidence", "low")):
        assert written_in(session, SetField(ids["judgement"], field, value)) == ["equity"]
    for field, value in (("status", "drafting"), ("agreed_by", "Bo"), ("lead", "Bo"), ("reviewer", "Bo")):
        assert written_in(session, SetField(ids["judgement"], field, value)) == []


def test_several_statements_are_named_each_once(session: Session, ids: dict[str, str]) -> None:
    session.run_command(SetField(session.current.judgements["governance"].id, "status", "agreed"))
    several = [SetField(ids[kind], "title", "Other") for kind in (*OWN, "strength elsewhere")]
    assert written_in(session, SetMany(tuple(several))) == ["equity", "governance"]


@pytest.mark.parametrize("assessor", ["cqc", "peer"])
def test_in_a_year_that_others_made_nothing_is_asked(session: Session, ids: dict[str, str], assessor: str) -> None:
    session.run_command(SetField(session.current_id, "assessor", assessor))
    assert written_in(session, SetField(ids["strength"], "title", "Other")) == []


def test_nothing_is_written_in_an_agreed_statement_without_consent(session: Session, ids: dict[str, str]) -> None:
    session.run_command(SetField(ids["strength"], "title", "Other"))
    before = session.read_history()
    asked: list[str] = []
    why = "Not now."

    def refuse(touched: Sequence[tuple[Assessment, Record]]) -> str:
        asked.extend(each.text_of("quality_statement") for _, each in touched)
        return why

    session.consent = refuse
    for act in (
        lambda: session.run_command(SetField(ids["strength"], "title", "Third")),
        lambda: session.take_step(
            "import", [journal.update_field(session.current.by_id[ids["risk"]], "title", "Third")]
        ),
        session.undo_step,
    ):
        with pytest.raises(AgreedError, match="Not now"):
            act()
    assert asked == ["equity"] * 3
    assert session.read_history() == before
    why = ""
    session.undo_step()
    assert session.current.by_id[ids["strength"]]["title"] == "Named"
    why = "Not now."
    with pytest.raises(AgreedError):
        redo_step(session)
    session.run_command(SetField(ids["judgement"], "lead", "Bo"))
    assert session.current.by_id[ids["strength"]]["title"] == "Named"
