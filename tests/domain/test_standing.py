"""Where a statement stands follows what is there, until a person says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from selfassess.domain import signing, standing
from selfassess.domain.beginning import new_id
from selfassess.domain.commands import AddRecord, Command, SetField
from selfassess.domain.outline_names import Names
from selfassess.services import opening
from selfassess.services.session import Session


@pytest.fixture
def session(tmp_path: Path) -> Session:
    """A new year in which nobody has written."""
    path = tmp_path / "new.sawb"
    opening.create(path, council="Sandwell", reference="E08000028", year="2025-26", author="Ada")
    return opening.open_workbook(path, author="Ada")


def judgement(session: Session) -> str:
    return session.current.judgements["equity"].id


def words(session: Session) -> str:
    return standing.status_words(session.current, "equity")


def test_nothing_written_is_not_started(session: Session) -> None:
    session.run(SetField(judgement(session), "lead", "A head of service"))
    assert words(session) == "Not started"


@pytest.mark.parametrize(
    ("field", "value"),
    [("score", 2), ("summary", "One word"), ("impact", "x"), ("rationale", "x"), ("confidence", "low"),
     ("direction", "stable"), ("insufficient_evidence", True)],
)  # fmt: skip
def test_it_is_drafted_from_the_first_word_of_the_judgement(session: Session, field: str, value: object) -> None:
    session.run(SetField(judgement(session), field, value))
    assert words(session) == "Drafting"
    session.run(SetField(judgement(session), "status", "not_started"))  # as files made earlier have it
    assert words(session) == "Drafting"
    session.run(SetField(judgement(session), field, None))
    assert words(session) == "Not started"


@pytest.mark.parametrize("kind", ["strength", "improvement", "risk", "action", "evidence"])
def test_it_is_drafted_from_the_first_record(session: Session, kind: str) -> None:
    where = {"quality_statements": ("equity",)} if kind == "evidence" else {"quality_statement": "equity"}
    add: Command = AddRecord(kind, new_id(), {"title": "One", **where})
    session.run(add)
    assert words(session) == "Drafting"
    assert standing.status_words(session.current, "learning") == "Not started"


@pytest.mark.parametrize("status", ["drafting", "ready_for_review", "agreed", "carried_forward"])
def test_what_a_person_said_stands(session: Session, status: str) -> None:
    session.run(SetField(judgement(session), "status", status))
    assert standing.status(session.current, "equity") == status
    session.run(SetField(judgement(session), "summary", "Words"))
    assert standing.status(session.current, "equity") == status


def test_what_was_carried_and_not_reviewed_is_no_drafting(session: Session) -> None:
    session.run(AddRecord("risk", new_id(), {"title": "One", "quality_statement": "equity", "not_reviewed": True}))
    assert words(session) == "Not started"


def test_exports_and_signing_say_the_same(session: Session) -> None:
    session.run(SetField(judgement(session), "summary", "Words"))
    record = session.current.judgements["equity"]
    assert Names(session.current).value(record, "status") == "Drafting"
    said = [each.message for each in signing.in_the_way(session.current, "2026-01-01", ())]
    assert "“Equity” is not agreed: drafting." in said


def test_what_belongs_to_an_agreed_statement_is_known(session: Session) -> None:
    ids = {kind: new_id() for kind in ("strength", "improvement", "risk", "action", "evidence", "strength elsewhere")}
    for kind, id in ids.items():
        statement = "governance" if "elsewhere" in kind else "equity"
        links = {"quality_statements": (statement,)} if kind == "evidence" else {"quality_statement": statement}
        session.run(AddRecord(kind.split()[0], id, {"title": "Named", **links}))

    def found() -> set[str]:
        records = {**{kind: session.current.by_id[id] for kind, id in ids.items()},
                   "judgement": session.current.by_id[judgement(session)]}  # fmt: skip
        return {kind for kind, record in records.items() if standing.agreed(session.current, record) is not None}

    session.run(SetField(judgement(session), "status", "ready_for_review"))
    assert found() == set()
    session.run(SetField(judgement(session), "status", "agreed"))
    assert found() == {"judgement", "strength", "improvement", "risk", "action"}
    record = session.current.by_id[judgement(session)]
    assert standing.agreed(session.current, record, "summary") == record
    assert standing.agreed(session.current, None) is None
    for field in ("status", "agreed_by", "agreed_on", "lead", "reviewer"):
        assert standing.agreed(session.current, record, field) is None
