from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from selfassess.domain.merging.row_matching import recognise_rows, rename_records
from selfassess.domain.merging.three_way import merge_records
from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.fields import Value
from tests.domain.merge_making import Records, records, start

BASE = records(start())


def lost(*ids: str, base: Records = BASE, **values: Value) -> tuple[Records, frozenset[str]]:
    """The records as they come where these lost their ids (and some values changed); the ids that were made up."""
    known = {id: f"made-up-{id}" for id in ids}
    there = rename_records(base, known)
    for id in known.values():
        there[id] = replace(there[id], values={**there[id].values, **values})
    return there, frozenset(known.values())


def test_rows_that_say_the_same_are_found_again_with_their_links() -> None:
    theirs, nameless = lost("risk-1", "evidence-1", "measure-1", "value-1")
    known = recognise_rows(theirs, BASE, nameless)
    assert known == {f"made-up-{id}": id for id in ("risk-1", "evidence-1", "measure-1", "value-1")}
    assert rename_records(theirs, known) == BASE


@settings(deadline=None)
@given(ids=st.sets(st.sampled_from(sorted(id for id in BASE if id != start().id))))
def test_a_file_whose_ids_were_lost_says_nothing_new(ids: set[str]) -> None:
    theirs, nameless = lost(*ids)
    back = rename_records(theirs, recognise_rows(theirs, BASE, nameless))
    assert merge_records(BASE, BASE, back).differences == ()


def test_a_row_is_known_by_its_title_and_statement_where_the_rest_changed() -> None:
    theirs, nameless = lost("risk-1", cause="Quite different", controls="New", likelihood=5)
    assert recognise_rows(theirs, BASE, nameless) == {"made-up-risk-1": "risk-1"}


def test_a_row_with_another_title_is_known_by_all_else_it_says() -> None:
    rich: dict[str, Value] = {
        "cause": "Few staff",
        "event": "Waits",
        "effect": "Harm",
        "likelihood": 3,
        "severity": 4,
        "owner": "A",
    }
    base = {**BASE, "risk-1": replace(BASE["risk-1"], values={**BASE["risk-1"].values, **rich})}
    theirs, nameless = lost("risk-1", base=base, title="Called something else")
    assert recognise_rows(theirs, base, nameless) == {"made-up-risk-1": "risk-1"}


def test_a_row_that_could_be_two_records_is_nobody() -> None:
    twin = replace(BASE["strength-1"], id="strength-9", position=9)
    twin = replace(twin, values={**twin.values, "detail": "Another"})
    base = {**BASE, "strength-9": twin}
    theirs = {id: record for id, record in base.items() if record.kind != "strength"}
    row = replace(twin, id="row", values={**twin.values, "detail": "A third", "evidence": None})
    assert recognise_rows({**theirs, "row": row}, base, ["row"]) == {}


def test_a_row_with_another_title_that_is_as_near_to_two_records_is_nobody() -> None:
    rich: dict[str, Value] = {"cause": "Few staff", "event": "Waits", "effect": "Harm", "likelihood": 3, "severity": 4}
    one = replace(BASE["risk-1"], values={**BASE["risk-1"].values, **rich})
    twin = replace(one, id="risk-9", position=9, values={**one.values, "title": "Another of the kind"})
    base = {**BASE, "risk-1": one, "risk-9": twin}
    row = replace(one, id="row", values={**one.values, "title": "Called something else"})
    theirs = {id: record for id, record in base.items() if id not in ("risk-1", "risk-9")}
    assert recognise_rows({**theirs, "row": row}, base, ["row"]) == {}
    only = {id: record for id, record in base.items() if id != "risk-9"}
    assert recognise_rows({**theirs, "row": row}, only, ["row"]) == {"row": "risk-1"}


def test_values_of_measures_that_lost_their_ids_too_find_their_own_measure() -> None:
    other = {n: replace(BASE[f"value-{n}"], id=f"other-{n}", position=n + 5) for n in (1, 2)}
    base = {**BASE, **{r.id: replace(r, values={**r.values, "measure": "measure-2"}) for r in other.values()}}
    theirs, nameless = lost("measure-1", "measure-2", "value-1", "value-2", "other-1", "other-2", base=base)
    theirs = {id: replace(r, values={**r.values, "note": "New"}) if r.kind == "measure_value" else r
              for id, r in theirs.items()}  # fmt: skip
    assert recognise_rows(theirs, base, nameless) == {id: id.removeprefix("made-up-") for id in nameless}


def test_twins_that_say_exactly_the_same_are_taken_in_their_order() -> None:
    twin = replace(BASE["strength-1"], id="strength-9", position=9)
    base = {**BASE, "strength-9": twin}
    theirs, nameless = lost("strength-1", "strength-9", base=base)
    assert set(recognise_rows(theirs, base, nameless).values()) == {"strength-1", "strength-9"}


def test_a_record_whose_own_row_is_there_is_not_taken_for_another() -> None:
    copied = replace(BASE["risk-1"], id="copy")
    assert recognise_rows({**BASE, "copy": copied}, BASE, ["copy"]) == {}


def test_a_row_with_an_id_is_not_looked_for() -> None:
    theirs = {**{id: r for id, r in BASE.items() if id != "risk-1"}, "other": replace(BASE["risk-1"], id="other")}
    assert recognise_rows(theirs, BASE, ()) == {}


def test_a_judgement_is_known_by_its_statement_whatever_its_id() -> None:
    judgement = next(record for record in BASE.values() if record.kind == "judgement")
    theirs: dict[str, Record] = {id: r for id, r in BASE.items() if id != judgement.id}
    theirs["foreign"] = replace(judgement, id="foreign", values={**judgement.values, "summary": "New"})
    known = recognise_rows(theirs, BASE, ())
    assert known == {"foreign": judgement.id}
    assert rename_records(theirs, known)[judgement.id]["summary"] == "New"


def test_a_row_of_another_year_is_not_taken_for_one_of_this() -> None:
    theirs, nameless = lost("risk-1")
    elsewhere = {id: replace(r, assessment="another") if id in nameless else r for id, r in theirs.items()}
    assert recognise_rows(elsewhere, BASE, nameless) == {}


def test_nothing_known_changes_nothing() -> None:
    assert rename_records(BASE, {}) == BASE
    assert recognise_rows(BASE, BASE, ()) == {}
