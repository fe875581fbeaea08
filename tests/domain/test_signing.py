"""Signing off: what stands in the way, who signs, and what may be written in a year that is signed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from selfassess.domain.model import journal
from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.errors import WrongUseError
from selfassess.domain.model.journal import Change, Entry, Operation
from selfassess.domain.model.signed_version import SignedVersion, latest_version, next_number, versions_of_assessment
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.signing import signing
from selfassess.domain.signing.signing import Obstacle, Signatures
from tests.making import TODAY, changed, empty_assessment, judged, with_record

BOTH = Signatures(
    director="Ada Lovelace",
    director_signed_on="2025-02-16",
    chief_executive="Ben Shaw",
    chief_executive_signed_on=TODAY,
)


def version(assessment: Assessment, number: int = 1, id: str = "v") -> SignedVersion:
    return SignedVersion(
        id=f"{id}{number}",
        assessment=assessment.id,
        number=number,
        signed_at=f"2025-02-{16 + number}T10:00:00+00:00",
        director="Ada",
        chief_executive="Ben",
        checksum="a",
        pdf_fingerprint="b",
    )


def with_status(assessment: Assessment, status: str) -> Assessment:
    record = assessment.record
    return replace(assessment, record=replace(record, values={**record.values, "status": status}))


def entry(change: Change, author: str = "Ada", at: str = "2025-02-14T10:00:00.000+00:00") -> Entry:
    return journal.make_entries((change,), step="s", at=at, author=author)[0]


def refused(year: Assessment, *changes: Change, opens: bool = False) -> str:
    return signing.reason_changes_refused(changes, {year.id: (year, "Closed.")}, {year.id}, opens=opens)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("director", " ", "name of the director"),
        ("chief_executive", "", "name of the chief executive"),
        ("director_signed_on", "", "date on which the director"),
        ("chief_executive_signed_on", "2025-02-18", "still to come"),
    ],
)
def test_both_sign_with_name_and_a_date_that_is_not_to_come(field: str, value: str, said: str) -> None:
    signing.check_signatures(BOTH, TODAY)
    with pytest.raises(WrongUseError, match=said):
        signing.check_signatures(replace(BOTH, **{field: value}), TODAY)


def test_everything_that_stands_in_the_way_is_named_with_the_way_to_it() -> None:
    year = judged(empty_assessment(), "equity", status="agreed", score=2)
    year, _ = with_record(year, "comment", about=year.judgements["equity"].id, text="Which groups?", author="Priya")
    year, _ = with_record(year, "comment", about=year.id, text="Dealt with", resolved_on=TODAY)
    found = signing.find_signing_obstacles(year, TODAY)
    of = {kind: [each for each in found if each.kind is kind] for kind in Obstacle}
    assert len(of[Obstacle.NOT_AGREED]) == 8
    assert "“Healthier lives” is not agreed: not started." in [each.message for each in of[Obstacle.NOT_AGREED]]
    [comment] = of[Obstacle.COMMENT]
    assert comment.message == "Judgement: Equity in experiences and outcomes: “Which groups?” (Priya)"
    assert year.by_id[comment.record].kind == "comment"
    assert all(each.finding is not None for each in of[Obstacle.FINDING])
    assert f"{len(of[Obstacle.FINDING])} finding" in signing.describe_signing_obstacles(found)
    assert "8 statements not agreed, 1 open comment." in signing.describe_signing_obstacles(found)


def test_nothing_in_the_way_is_said_as_such() -> None:
    assert signing.describe_signing_obstacles(()).startswith("Nothing stands in the way")


def test_a_year_is_closed_once_it_is_signed_and_there_is_a_version() -> None:
    year = empty_assessment()
    signed = with_status(year, "signed_off")
    assert signing.reason_year_closed(signed.record, ()) == ""
    assert signing.reason_year_closed(year.record, (version(year),)) == ""
    assert signing.reason_year_closed(signed.record, (version(year), version(year, 2))).startswith(
        "2024-25 is signed off as version 2. Start version 3"
    )


def test_nothing_is_written_in_a_closed_year_but_that_it_was_sent() -> None:
    year = with_status(empty_assessment(), "signed_off")
    judgement = year.judgements["equity"]
    new = Record(kind="risk", id="r", position=0, assessment=year.id, values={"title": "x"})
    other = replace(new, assessment="another year")
    assert refused(year, journal.update_field(judgement, "score", 3)) == "Closed."
    assert refused(year, journal.create_record(new)) == "Closed."
    assert refused(year, journal.delete_record(judgement)) == "Closed."
    assert refused(year, journal.create_record(other)) == ""
    assert refused(year, journal.update_field(year.record, "submitted_on", TODAY)) == ""
    assert refused(year, journal.update_field(year.record, "status", "submitted")) == ""
    assert refused(year, journal.update_field(year.record, "status", "drafting")) == "Closed."
    assert refused(year, journal.update_field(year.record, "label", "other")) == "Closed."


def test_a_step_that_opens_the_year_may_write_in_it() -> None:
    year = with_status(judged(empty_assessment(), "equity", status="agreed", agreed_by="Ada"), "signed_off")
    steps = signing.build_next_version_changes(year)
    assert refused(year, *steps, opens=True) == ""
    assert refused(year, *steps) == "Closed."
    assert refused(year, *steps[1:], opens=True) == ("Closed." if len(steps) > 1 else "")


def test_a_year_with_a_version_is_never_removed() -> None:
    year = empty_assessment()
    assert "never removed" in signing.reason_changes_refused((journal.delete_record(year.record),), {}, {year.id})
    assert signing.reason_changes_refused((journal.delete_record(year.record),), {}, set()) == ""


def test_the_next_version_begins_as_a_draft_of_all_that_was_agreed() -> None:
    year = judged(empty_assessment(), "equity", status="agreed", agreed_by="Ada", agreed_on=TODAY)
    year = judged(year, "learning", status="drafting")
    year = judged(year, "governance", status="carried_forward")
    record = replace(year.record, values={**year.record.values, **BOTH.to_field_values, "status": "submitted"})
    year = replace(year, record=record)
    after: dict[tuple[str, str | None], object] = {
        (c.record, c.field): c.new for c in signing.build_next_version_changes(year)
    }
    assert after[year.id, "status"] == "drafting"
    assert after[year.id, "director"] is None
    assert after[year.judgements["equity"].id, "agreed_by"] is None
    assert not any(id == year.judgements[key].id for id, _ in after for key in ("learning", "governance"))


def test_numbers_go_on_from_the_last_version_of_the_same_year() -> None:
    year, other = empty_assessment(), empty_assessment("2023-24")
    known = (version(year, 2), version(year, 1), version(other, 7))
    assert next_number(known, year.id) == 3
    assert next_number((), year.id) == 1
    assert [each.number for each in versions_of_assessment(known, year.id)] == [1, 2]
    assert latest_version(known, other.id) == known[2]


def test_whoever_agrees_stands_there_and_leaves_when_it_is_put_back() -> None:
    year = empty_assessment()
    judgement = year.judgements["equity"]
    agreed = signing.add_agreement_changes((journal.update_field(judgement, "status", "agreed"),), year, "Ada", TODAY)
    assert [(c.field, c.new) for c in agreed[1:]] == [("agreed_by", "Ada"), ("agreed_on", TODAY)]
    year = judged(year, "equity", status="agreed", agreed_by="Ada", agreed_on=TODAY)
    back = journal.update_field(year.judgements["equity"], "status", "ready_for_review")
    assert [(c.field, c.new) for c in signing.add_agreement_changes((back,), year, "Ben", TODAY)[1:]] == [
        ("agreed_by", None),
        ("agreed_on", None),
    ]


def test_a_name_that_is_given_with_the_status_stays() -> None:
    year = empty_assessment()
    judgement = year.judgements["equity"]
    given = (
        journal.update_field(judgement, "status", "agreed"),
        journal.update_field(judgement, "agreed_by", "The board"),
    )
    made = signing.add_agreement_changes(given, year, "Ada", TODAY)
    assert [(c.field, c.new) for c in made] == [("status", "agreed"), ("agreed_by", "The board"), ("agreed_on", TODAY)]


def test_what_was_changed_since_it_was_agreed_is_read_from_the_journal() -> None:
    year = judged(empty_assessment(), "equity", status="agreed", agreed_by="Jo Reid", agreed_on="2025-02-12", score=3)
    judgement = year.judgements["equity"]

    def change(field: str, old: object, new: object) -> Change:
        return Change(kind="judgement", record=judgement.id, operation=Operation.UPDATE, field=field, old=old, new=new)

    entries = [
        entry(change("score", 1, 2)),
        entry(change("status", "drafting", "agreed")),
        entry(change("score", 2, 3), author="Ben"),
        entry(change("summary", None, "x"), author="Ben"),
        entry(change("summary", "x", None), author="Ben"),
        entry(change("lead", None, "Tom")),
    ]
    since = signing.find_changes_since_agreed(judgement, entries)
    assert since is not None
    assert since.fields == ("Score",)
    assert since.describe_since_agreed(judgement) == (
        "Changed since it was agreed on 12 February 2025 by Jo Reid: “Score” (last by Ben on 14 February 2025)."
    )
    assert signing.find_changes_since_agreed(judgement, entries[:2]) is None
    assert (
        signing.find_changes_since_agreed(changed(year, judgement, status="drafting").judgements["equity"], entries)
        is None
    )
