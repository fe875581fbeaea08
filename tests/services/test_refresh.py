"""The six-month refresh: what it names, that it names nothing twice, and that it is ticked off."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from selfassess.domain.model.commands import AddRecord, SetField
from selfassess.domain.years.refresh import find_points, list_open_points
from selfassess.services.years import refresh
from tests.making import Clock, close_sessions, empty_assessment, judged, new_file, session, with_record

TODAY = date(2025, 9, 1)


def test_what_is_old_or_passed_is_named_with_why() -> None:
    year = judged(empty_assessment(), "equity", summary="We listen")
    year, strength = with_record(year, "strength", quality_statement="equity", title="S", detail="Hub")
    year, young = with_record(year, "strength", quality_statement="equity", title="Young", detail="New")
    year, _ = with_record(year, "improvement", quality_statement="equity", title="No text")
    year, late = with_record(year, "action", quality_statement="equity", title="Late", due_on="2025-08-01")
    year, _ = with_record(year, "action", title="Done", due_on="2025-08-01", status="complete")
    year, risk = with_record(year, "risk", quality_statement="equity", title="R", review_on="2025-06-01")
    year, old = with_record(year, "measure", title="Old")
    year, behind = with_record(year, "measure", title="Behind")
    year, fresh = with_record(year, "measure", title="Fresh")
    for measure, period in ((old, "2022-23"), (behind, "2023-24"), (fresh, "2024-25")):
        year, _ = with_record(year, "measure_value", measure=measure.id, period=period, value=1.0)
    year, _ = with_record(year, "comparator", measure=behind.id, basis="england", period="2024-25", value=2.0)
    year, _ = with_record(year, "comparator", measure=fresh.id, basis="target", period="2027-28", value=2.0)
    judgement = year.judgements["equity"]
    written = {judgement.id: date(2025, 1, 3), strength.id: date(2025, 3, 1), young.id: TODAY - timedelta(days=183)}
    found = {each.record.id: each.why for each in find_points(year, written, TODAY)}
    assert found == {
        judgement.id: "Its text is of 3 January 2025.",
        strength.id: "Its text is of 1 March 2025.",
        old.id: "Its latest value is of 2022-23; a newer one may be out.",
        behind.id: "What it is compared with is of 2024-25, its own latest value of 2023-24.",
        late.id: "It was due on 1 August 2025.",
        risk.id: "It was to be reviewed on 1 June 2025.",
    }
    year, _ = with_record(year, "refresh_point", about=late.id, why="It was due", begun_on="2025-08-15")
    assert late.id not in {each.record.id for each in find_points(year, written, TODAY)}
    year, _ = with_record(year, "refresh_point", about=risk.id, why="W", looked_at_on="2025-08-15")
    assert risk.id in {each.record.id for each in find_points(year, written, TODAY)}


def test_a_refresh_is_begun_in_one_step_ticked_off_and_begun_again_with_nothing_twice(tmp_path: Path) -> None:
    clock = Clock("2025-01-02T09:00:00+00:00")
    path = new_file(tmp_path, clock=clock)
    held = session(path, clock)
    held.run_command(SetField(held.current.judgements["equity"].id, "summary", "We listen"))
    held.run_command(AddRecord("action", "a1", {"title": "Late", "due_on": "2025-08-01"}))
    clock.moment += timedelta(days=240)
    found = refresh.look_for_points(path, held.current_id, TODAY.isoformat())
    assert refresh.begin_refresh(held, found, TODAY.isoformat()) == len(found) == 2
    assert {each["begun_on"] for each in held.current.records_of("refresh_point")} == {"2025-09-01"}
    assert refresh.look_for_points(path, held.current_id, TODAY.isoformat()) == ()
    point = next(each for each in list_open_points(held.current) if each["about"] == "a1")
    held.run_command(refresh.tick_off(point.id, "Ada", "2025-09-02"))
    assert [each["about"] for each in list_open_points(held.current)] != ["a1"]
    assert held.current.by_id[point.id]["looked_at_by"] == "Ada"
    held.run_command(refresh.tick_off(point.id, "Ada", None))
    assert held.current.by_id[point.id]["looked_at_by"] is None
    for _ in range(3):
        held.undo_step()
    assert held.current.records_of("refresh_point") == ()
    close_sessions()
