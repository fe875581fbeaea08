"""One thing said of many records: what it comes to, and what it leaves as it is."""

from dataclasses import replace

import pytest

from selfassess.domain.model import bulk_edit, journal
from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.commands import remove_records
from selfassess.domain.model.errors import InvalidValueError, WrongUseError
from selfassess.domain.model.journal import Change
from selfassess.domain.model.workbook import Assessment
from tests.making import empty_assessment, with_record


def after(year: Assessment, changes: list[Change]) -> Assessment:
    """The year once the changes are made."""
    found = dict(year.by_id)
    for change in changes:
        now = journal.apply_change(found.get(change.record), change)
        if now is None:
            del found[change.record]
        else:
            found[change.record] = now
    kinds: dict[str, list[Record]] = {}
    for record in found.values():
        kinds.setdefault(record.kind, []).append(record)
    return replace(year, records={kind: tuple(records) for kind, records in kinds.items()})


@pytest.fixture
def year() -> Assessment:
    made = empty_assessment()
    for title, owner in (("Survey", "Ada"), ("Minutes", None), ("Report", "Grace")):
        made, _ = with_record(made, "evidence", title=title, owner=owner, quality_statements=("equity",))
    return made


def test_only_records_that_say_something_else_are_changed(year: Assessment) -> None:
    changes = list(bulk_edit.set_field(year.records_of("evidence"), "owner", "Ada"))
    assert [(change.old, change.new) for change in changes] == [(None, "Ada"), ("Grace", "Ada")]


def test_a_value_that_does_not_fit_or_a_title_taken_away_is_refused(year: Assessment) -> None:
    with pytest.raises(InvalidValueError):
        list(bulk_edit.set_field(year.records_of("evidence"), "dated_on", "some day"))
    with pytest.raises(WrongUseError, match="cannot be empty"):
        list(bulk_edit.set_field(year.records_of("evidence"), "title", ""))


def test_links_are_added_after_those_that_are_there_and_taken_off_again(year: Assessment) -> None:
    added = after(
        year, list(bulk_edit.add_links(year.records_of("evidence"), "quality_statements", ("learning", "equity")))
    )
    assert {r.links_of("quality_statements") for r in added.records_of("evidence")} == {("equity", "learning")}
    taken = after(
        added, list(bulk_edit.take_links(added.records_of("evidence"), "quality_statements", ("equity", "learning")))
    )
    assert {r["quality_statements"] for r in taken.records_of("evidence")} == {None}
    assert not list(bulk_edit.take_links(taken.records_of("evidence"), "quality_statements", ("equity",)))


def test_removing_many_takes_what_belongs_to_them_and_the_links_to_them(year: Assessment) -> None:
    first, second, third = year.records_of("evidence")
    year, strength = with_record(year, "strength", title="Good", evidence=(first.id, second.id, third.id))
    year, comment = with_record(year, "comment", about=first.id, text="Look again")
    gone = after(year, list(remove_records(year, (first.id, third.id))))
    assert [record.id for record in gone.records_of("evidence")] == [second.id]
    assert gone.by_id[strength.id]["evidence"] == (second.id,)
    assert comment.id not in gone.by_id


def test_what_is_there_once_for_each_statement_cannot_be_removed(year: Assessment) -> None:
    with pytest.raises(WrongUseError, match="cannot be removed"):
        list(remove_records(year, [year.judgements["equity"].id]))
    with pytest.raises(WrongUseError, match="removed already"):
        list(remove_records(year, ["nobody"]))


def test_joining_keeps_one_with_the_links_and_words_of_all(year: Assessment) -> None:
    first, second, third = year.records_of("evidence")
    year = after(year, list(bulk_edit.add_links([third], "return_items", ("IR 5",))))
    year = after(year, list(bulk_edit.set_field([year.by_id[third.id]], "reference", "page 4")))
    year, risk = with_record(year, "risk", title="Waits", evidence=(third.id, first.id))
    year, comment = with_record(year, "comment", about=third.id, text="Which page?")
    joined = after(year, list(bulk_edit.join_records(year, second.id, (first.id, third.id))))
    assert [record.id for record in joined.records_of("evidence")] == [second.id]
    kept = joined.by_id[second.id]
    assert (kept["title"], kept["owner"], kept["reference"]) == ("Minutes", "Ada", "page 4")
    assert (kept.links_of("quality_statements"), kept.links_of("return_items")) == (("equity",), ("IR 5",))
    assert joined.by_id[risk.id]["evidence"] == (second.id,)
    assert joined.by_id[comment.id]["about"] == second.id


def test_records_of_two_kinds_are_not_joined(year: Assessment) -> None:
    first, *_ = year.records_of("evidence")
    year, strength = with_record(year, "strength", title="Good")
    with pytest.raises(WrongUseError, match="cannot be joined"):
        list(bulk_edit.join_records(year, first.id, (strength.id,)))
