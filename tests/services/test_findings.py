"""CQC's findings at work: proposed once, confirmed, answered by ours, and kept across years, copies and files."""

from collections.abc import Callable
from pathlib import Path

import pytest

from selfassess.domain.merging.resolution import Decisions
from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.commands import AddRecord, RemoveRecord, SetField
from selfassess.domain.model.editions import Edition
from selfassess.domain.model.errors import WrongUseError
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.readiness.reported_findings import find_answers, group_by_topic
from selfassess.services.exporting import export, progress_report
from selfassess.services.importing import plan_import, plan_merge, plan_years
from selfassess.services.importing.plan_import import Way
from selfassess.services.workbook import opening, snapshot
from selfassess.services.workbook.session import Session
from selfassess.services.years import carry_forward, findings
from tests.exchange import report_making as making
from tests.making import Clock, new_file, session
from tests.running import Ran, running
from tests.services.merging_making import copied, exported

TOPIC = "Inclusion and accessibility arrangements"
GAP = "There were gaps in the offer for Deaf people."
ANOTHER = "Surrey County Council, CQC 2024"
TEXT = f"Partners praised the team. {GAP} Staff met each week."


def report(folder: Path, day: str = "16 August 2024", council: str = "Derby City Council", text: str = TEXT) -> Path:
    name = f"{council} {day}.txt".replace(" ", "-")
    lines = [
        f"{council}: local authority assessment", f"Assessment published: {day}", making.NAMES["equity"], "Score: 2",
        "Key findings for this quality statement", TOPIC, text, making.NAMES["learning"], "Score: 3",
        "Key findings for this quality statement", "Learning from feedback", "Staff were proud of what they learnt.",
    ]  # fmt: skip
    path = folder / name
    path.write_text("\n\n".join(lines), encoding="utf-8")
    return path


def take_in(opened: Session, source: Path) -> tuple[str, ...]:
    """Import a report as its own proposal goes, and give the notes."""
    plan = plan_import.plan_file(snapshot.read_snapshot(opened.path, journal=True), source)
    if plan.decision.way is Way.MERGE:
        plan_merge.apply_merge(opened, plan.prepared, Decisions())
        return plan.prepared.notes
    plan_years.write_plan(opened, plan.years)
    return plan.years.notes


def others(opened: Session, label: str = "CQC 2024") -> Assessment:
    found = next(each for each in opened.assessments if each["label"] == label)
    return opened.load_assessment(found.id)


def finding(opened: Session, text: str = GAP, label: str = "CQC 2024") -> Record:
    return next(each for each in others(opened, label).records_of("finding") if each["text"] == text)


@pytest.fixture
def opened(tmp_path: Path) -> Session:
    made = session(new_file(tmp_path))
    take_in(made, report(tmp_path))
    return made


def test_an_import_says_how_many_points_it_proposes_by_statement(tmp_path: Path) -> None:
    made = session(new_file(tmp_path))
    notes = take_in(made, report(tmp_path))
    assert notes[0] == (
        "4 single points proposed from the findings, for you to confirm (2 strengths, 1 shortfall, 1 neutral): "
        "Equity 3; Learning 1."
    )
    assert finding(made).values == {
        "quality_statement": "equity", "topic": TOPIC, "kind": "shortfall", "text": GAP, "place": "line 13",
        "confirmed": None, "stance": None, "note": None,
    }  # fmt: skip


def test_the_same_report_again_brings_no_doubles_and_leaves_what_people_did(opened: Session, tmp_path: Path) -> None:
    year = others(opened)
    findings.write_finding(opened, year, finding(opened).id, "text", "Deaf people wait.")
    findings.remove_finding(opened, others(opened), finding(opened, "Staff met each week.").id)
    before = others(opened).records_of("finding")
    notes = take_in(opened, report(tmp_path))
    assert others(opened).records_of("finding") == before
    assert any("The points of Equity and Learning are here already" in each for each in notes)


def test_another_page_of_the_report_brings_the_points_of_its_statements_and_asks_nothing(
    opened: Session, tmp_path: Path
) -> None:
    lines = [
        "Derby City Council: local authority assessment", "Assessment published: 16 August 2024",
        making.NAMES["governance"], "Score: 2", "Key findings for this quality statement", TOPIC, TEXT,
    ]  # fmt: skip
    page = tmp_path / "page.txt"
    page.write_text("\n\n".join(lines), encoding="utf-8")
    plan = plan_import.plan_file(snapshot.read_snapshot(opened.path, journal=True), page)
    assert (plan.prepared.pairs, plan.prepared.merge.all_conflicts) == ((), ())
    plan_merge.apply_merge(opened, plan.prepared, Decisions())
    assert len(others(opened).for_statement("finding", "governance")) == 3
    assert len(others(opened).for_statement("finding", "equity")) == 3


def test_reports_of_two_years_are_two_and_another_councils_stays_anothers(opened: Session, tmp_path: Path) -> None:
    take_in(opened, report(tmp_path, "3 March 2026"))
    take_in(opened, report(tmp_path, "16 August 2024", "Surrey County Council"))
    labels = [each.text_of("label") for each in opened.assessments]
    assert sorted(labels) == ["2024-25", "CQC 2024", "CQC 2026", ANOTHER]
    surrey = others(opened, ANOTHER)
    assert len({finding(opened, GAP, label).id for label in ("CQC 2024", "CQC 2026", ANOTHER)}) == 3
    with pytest.raises(WrongUseError, match="another council"):
        findings.make_answer(opened, surrey, finding(opened, GAP, ANOTHER), "improvement")
    with pytest.raises(WrongUseError, match="another council"):
        findings.link_answers(opened, surrey, finding(opened, GAP, ANOTHER), ())
    assert not opened.current.records_of("improvement")


@pytest.mark.parametrize(("kind", "body"), [("improvement", "detail"), ("action", "detail"), ("risk", "cause")])
def test_what_is_made_of_a_shortfall_keeps_its_source_and_is_one_step(opened: Session, kind: str, body: str) -> None:
    id = findings.make_answer(opened, others(opened), finding(opened), kind)
    made = opened.current.by_id[id]
    assert (made.kind, made["quality_statement"], made["title"]) == (kind, "equity", GAP.rstrip("."))
    assert made[body] == GAP
    assert [made[key] for key in ("origin", "origin_reference", "origin_date")] == [
        "cqc_report", "CQC 2024, line 13", "2024-08-16",
    ]  # fmt: skip
    assert made.links_of("findings") == (finding(opened).id,)
    assert made.values.get("topic") == (None if kind != "improvement" else "Inclusion and accessibility")
    assert finding(opened)["confirmed"] is True
    opened.undo_step()
    assert id not in opened.current.by_id
    assert finding(opened)["confirmed"] is None


def test_findings_of_a_statement_are_confirmed_in_one_step(opened: Session) -> None:
    ids = [each.id for each in others(opened).for_statement("finding", "equity")]
    findings.confirm_findings(opened, others(opened), ids)
    assert [each["confirmed"] for each in others(opened).records_of("finding")] == [True, True, True, None]
    assert findings.confirm_findings(opened, others(opened), ids) is None
    assert opened.undo_label == "confirm 3 findings"
    opened.undo_step()
    assert not any(each["confirmed"] for each in others(opened).records_of("finding"))


def test_links_are_set_and_taken_out_with_the_finding(opened: Session) -> None:
    first = findings.make_answer(opened, others(opened), finding(opened), "improvement")
    second = findings.make_answer(opened, others(opened), finding(opened, "Staff met each week."), "action")
    findings.link_answers(opened, others(opened), finding(opened), (first, second))
    assert {each.id for each in find_answers([opened.current])[finding(opened).id]} == {first, second}
    findings.link_answers(opened, others(opened), finding(opened), (second,))
    assert opened.current.by_id[first]["findings"] is None
    gone = finding(opened).id
    findings.remove_finding(opened, others(opened), gone)
    assert gone not in opened.current.by_id[second].links_of("findings")
    assert opened.current.by_id[second].links_of("findings")
    opened.undo_step()
    assert gone in opened.current.by_id[second].links_of("findings")


def test_points_are_proposed_from_texts_that_are_here_and_added_by_hand(opened: Session) -> None:
    for each in others(opened).records_of("finding"):
        findings.remove_finding(opened, others(opened), each.id)
    opened.current_id = others(opened).id
    findings.propose_findings(opened, others(opened))
    assert [(each["topic"], each["text"]) for each in others(opened).for_statement("finding", "equity")][1] == (
        TOPIC, GAP
    )  # fmt: skip
    assert findings.propose_findings(opened, others(opened)) is None
    added = findings.add_finding(opened, others(opened), quality_statement="governance", text="Said in a meeting.")
    assert others(opened).by_id[added]["confirmed"] is True
    own = next(each for each in opened.assessments if each["assessor"] == "self")
    with pytest.raises(WrongUseError, match="our own"):
        findings.add_finding(opened, opened.load_assessment(own.id), text="No.")


def test_what_answers_is_carried_to_the_next_year_and_told_by_year(opened: Session) -> None:
    id = findings.make_answer(opened, others(opened), finding(opened), "improvement")
    planned = carry_forward.plan_carry_forward(opened, "2024-25", "2025-26", "2025-06-01")
    carry_forward.carry_forward_year(opened, planned)
    (carried,) = others(opened, "2025-26").records_of("improvement")
    assert (carried["carried_from"], carried.links_of("findings")) == (id, (finding(opened).id,))
    years = [others(opened, label) for label in ("2024-25", "2025-26")]
    assert [each.id for each in find_answers(years)[finding(opened).id]] == [id, carried.id]


def test_two_people_answer_one_finding_on_two_copies_without_a_conflict(opened: Session) -> None:
    path = opened.path
    opened.close()
    copy = copied(path, "copy.sawb")
    for each in (path, copy):
        one = session(each)
        findings.make_answer(one, others(one), finding(one), "improvement")
        one.close()
    here = session(path)
    prepared = plan_merge.prepare_copy_of_workbook(path, copy)
    plan_merge.apply_merge(here, prepared, Decisions())
    assert len(find_answers([here.current])[finding(here).id]) == 2
    assert finding(here)["confirmed"] is True


def test_excel_and_json_give_back_findings_and_what_answers_them(opened: Session, tmp_path: Path) -> None:
    id = findings.make_answer(opened, others(opened), finding(opened), "improvement")
    findings.link_answers(opened, others(opened), finding(opened, "Staff met each week."), (id,))
    findings.write_finding(opened, others(opened), finding(opened).id, "stance", "agrees")
    path = opened.path
    opened.close()
    for name in ("all.xlsx", "all.json"):
        plan = plan_import.plan_file(snapshot.read_snapshot(path, journal=True), exported(path, name))
        assert not plan.prepared.merge.differences, name
        fresh = tmp_path / f"fresh-{name}.sawb"
        incoming = plan_import.plan_file(None, path.with_name(name))
        plan_years.write_imported_workbook(fresh, incoming.incoming, incoming.years, author="Tester")
        back = snapshot.read_snapshot(fresh).by_id
        assert set(back[id].links_of("findings")) == {r.id for r in back.values() if r.kind == "finding"
                                                      and r["text"] in (GAP, "Staff met each week.")}  # fmt: skip


def test_a_link_that_is_typed_in_excel_is_read_and_a_wrong_one_is_told(opened: Session) -> None:
    from openpyxl import load_workbook

    id = findings.make_answer(opened, others(opened), finding(opened), "improvement")
    path = opened.path
    opened.close()
    out = exported(path, "typed.xlsx")
    for typed, expected in ((f"CQC 2024: {GAP}\nCQC 2024: Staff met each week.", 2), ("CQC 2024: Nobody said so.", 1)):
        book = load_workbook(out)
        sheet = book["Improvements"]
        column = next(cell.column for cell in sheet[1] if cell.value == "Answers findings")
        sheet.cell(2, column).value = typed
        book.save(out)
        plan = plan_import.plan_file(snapshot.read_snapshot(path, journal=True), out)
        assert bool(plan.prepared.problems) == (expected == 1)
        here = session(path)
        plan_merge.apply_merge(here, plan.prepared, Decisions())
        assert len(here.current.by_id[id].links_of("findings")) == 2
        here.close()


def test_findings_are_private_and_stand_in_the_full_edition_of_both_years(opened: Session) -> None:
    findings.make_answer(opened, others(opened), finding(opened), "improvement")
    findings.write_finding(opened, others(opened), finding(opened).id, "note", "Ask the forum.")
    path = opened.path
    opened.close()
    for label, edition, shown in (
        ("CQC 2024", "full", True), ("2024-25", "full", True), ("CQC 2024", "cqc", False), ("2024-25", "board", False),
    ):  # fmt: skip
        out = path.with_name(f"{label}-{edition}.html")
        export.export_workbook(path, out, year=label, edition=Edition(edition))
        text = out.read_text(encoding="utf-8")
        assert ("Ask the forum." in text) is shown, (label, edition)
    own = path.with_name("2024-25-full.html").read_text(encoding="utf-8")
    assert "Staff met each week." not in own


def test_ours_stand_beside_theirs_by_topic(opened: Session) -> None:
    findings.make_answer(opened, others(opened), finding(opened), "improvement")
    ours = opened.current
    opened.run_command(SetField(ours.judgements["equity"].id, "summary", f"{TOPIC}\nWe listen.\n\nElsewhere\nWe try."))
    statement = ours.framework.find_statement("equity")
    assert statement is not None
    topics = group_by_topic(statement, others(opened).for_statement("finding", "equity"), opened.current)
    assert [(each.name, len(each.found), len(each.ours), each.text) for each in topics] == [
        (TOPIC, 3, 1, "We listen."), ("Elsewhere", 0, 0, "We try."),
    ]  # fmt: skip


def test_the_command_lists_findings_with_what_answers_them(opened: Session, capsys: pytest.CaptureFixture[str]) -> None:
    run: Callable[..., Ran] = running(capsys)
    id = findings.make_answer(opened, others(opened), finding(opened), "improvement")
    opened.run_command(SetField(id, "title", "Reach Deaf people"))
    path = opened.path
    opened.close()
    (year,) = run("findings", path, "--json").object["assessments"]
    assert year["counts"]["equity"] == {"strength": 1, "shortfall": 1, "neutral": 1}
    answered = next(each for each in year["findings"] if each["text"] == GAP)
    assert (answered["confirmed"], answered["place"]) == (True, "line 13")
    assert answered["answers"] == [
        {"record": "improvement", "id": id, "year": "2024-25", "title": "Reach Deaf people"}
    ]  # fmt: skip
    said = run("findings", path, "--kind", "shortfall").out
    assert f"Shortfall: {GAP} (line 13)" in said
    assert "Area for improvement, 2024-25: Reach Deaf people" in said
    assert run("findings", path, "--statement", "nothing").code == 2
    assert run("show", path, "--json").object["assessments"][0]["counts"]["finding"] == 4


def test_a_record_that_answers_can_be_removed_and_the_finding_stays(opened: Session) -> None:
    id = findings.make_answer(opened, others(opened), finding(opened), "action")
    opened.run_command(RemoveRecord(id))
    assert not find_answers([opened.current])
    assert finding(opened)["confirmed"] is True


def test_a_workbook_of_before_opens_without_findings(tmp_path: Path) -> None:
    path = tmp_path / "demo.sawb"
    opening.write_demo_workbook(path, author="Tester", clock=Clock())
    made = session(path)
    for each in others(made).records_of("finding"):  # the worked example has some; a workbook of before has none
        findings.remove_finding(made, others(made), each.id)
    findings.propose_findings(made, others(made))
    assert {each["quality_statement"] for each in others(made).records_of("finding")} == set(making.NAMES)


def test_a_shortfall_is_followed_to_its_action_an_update_and_the_progress_report(
    opened: Session, tmp_path: Path
) -> None:
    action = findings.make_answer(opened, others(opened), finding(opened), "action")
    for field, value in (("title", "Offer interpreters"), ("due_on", "2026-09-30"), ("status", "in_progress")):
        opened.run_command(SetField(action, field, value))
    said = {"about": action, "text": "Two interpreters begin in May", "dated_on": "2026-04-20"}
    opened.run_command(AddRecord("update", "u", said))
    out = tmp_path / "progress.html"
    progress_report.export_progress(opened.path, out, since="2026-01-01", today="2026-05-01")
    text = out.read_text(encoding="utf-8")
    for words in ("Offer interpreters", "Two interpreters begin in May", "CQC report", "30 September 2026"):
        assert words in text, words
