"""Writing in a workbook by a script: one step a line, one answer a step, and a sentence for what cannot be done."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.workbook import Assessment
from selfassess.services.edit_script import ACTS
from selfassess.services.workbook import opening, snapshot
from selfassess.storage.store import Store
from tests.running import Ran

YEAR = "2025-26"
Edits = Callable[..., Ran]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a.sawb"
    opening.create_workbook(path, council="Derby City Council", reference="E06000015", year=YEAR, author="Maker")
    return path


@pytest.fixture
def edit(run: Any, file: Path) -> Edits:
    def edited(*lines: object, options: tuple[str, ...] = ()) -> Ran:
        edits = file.with_name("edits.jsonl")
        texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
        edits.write_text("\n".join(texts), encoding="utf-8")
        ran: Ran = run("edit", file, edits, *options)
        return ran

    return edited


def answers(ran: Ran) -> list[dict[str, Any]]:
    return [json.loads(line) for line in ran.out.splitlines()]


def year(file: Path) -> Assessment:
    return snapshot.read_snapshot(file).current


def judgement(file: Path, key: str) -> Record:
    return next(each for each in year(file).records_of("judgement") if each["quality_statement"] == key)


def add(kind: str = "risk", **values: object) -> dict[str, Any]:
    return {"do": "add", "kind": kind, "year": YEAR, "values": values}


def score(value: object, key: str = "equity") -> dict[str, Any]:
    return {"do": "set", "kind": "judgement", "key": key, "field": "score", "value": value}


def test_what_is_added_is_answered_by_its_id_and_stands_as_the_catalogue_has_it(edit: Edits, file: Path) -> None:
    ran = edit(add(title="Long waits", quality_statement="equity", likelihood="3 - Possible", review_on="28/02/2026"))
    assert ran.code == 0
    found = year(file).by_id[answers(ran)[0]["id"]]
    assert (found["likelihood"], found["review_on"]) == (3, "2026-02-28")


def test_records_are_set_by_id_and_by_what_there_is_one_of(edit: Edits, file: Path) -> None:
    id = answers(edit(add(title="Long waits", quality_statement="equity")))[0]["id"]
    ran = edit(
        {"do": "set", "id": id, "field": "owner", "value": "Head of service"},
        score("3"),
        {"do": "set", "kind": "section", "key": "summary", "year": YEAR, "field": "text", "value": "What we found."},
        {"do": "set", "kind": "return_answer", "key": "IR 5", "field": "status", "value": "Gathering"},
        {"do": "set", "kind": "assessment", "year": YEAR, "field": "due_at", "value": "28/02/2026 5pm"},
        {"do": "set", "kind": "council", "field": "website", "value": "https://www.derby.gov.uk"},
    )
    assert (ran.code, [each["changed"] for each in answers(ran)]) == (0, [True] * 6)
    now = year(file)
    assert now.by_id[id]["owner"] == "Head of service"
    assert judgement(file, "equity")["score"] == 3
    assert next(each for each in now.records_of("section") if each["key"] == "summary")["text"] == "What we found."
    assert (
        next(each for each in now.records_of("return_answer") if each["return_item"] == "IR 5")["status"] == "gathering"
    )
    assert now.record["due_at"] == "2026-02-28T17:00:00"
    assert snapshot.read_snapshot(file).council["website"] == "https://www.derby.gov.uk"


def test_each_line_is_a_step_and_undo_takes_back_the_steps_of_this_call_only(edit: Edits, file: Path) -> None:
    edit(score(1))
    ran = edit(score(2), score(3), {"do": "undo"}, {"do": "undo"}, {"do": "undo"})
    assert [each.get("undone") for each in answers(ran)[2:]] == ["change “Score”"] * 2
    assert ran.code == 1
    assert "Line 5: There is nothing of this call left to undo." in ran.err
    assert judgement(file, "equity")["score"] == 1
    with Store.open_read_only(file) as stored:
        steps = [entry.step for entry in stored.read_journal() if entry.change.field == "score"]
    assert len(set(steps)) == len(steps) == 5


def test_what_belongs_to_a_removed_record_goes_too(edit: Edits, file: Path) -> None:
    measure = answers(edit(add("measure", title="Reviews done")))[0]["id"]
    value = answers(edit(add("measure_value", measure=measure, period=YEAR, value="81.5")))[0]["id"]
    assert edit({"do": "remove", "id": measure}).code == 0
    assert not {measure, value} & set(year(file).by_id)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "is not JSON"),
        ("[1]", "not an object"),
        ('{"do": "undo", "do": "undo"}', "twice"),
        ('{"do": "set", "kind": "council", "field": "name", "value": NaN}', "NaN"),
        ("[" * 100_000, "is not JSON"),
        ({}, "“do” should be one of"),
        ({"do": ["add"]}, "“do” should be one of"),
        ({"do": "add", "kind": "risk"}, "“values” is missing"),
        ({**add(title="R"), "yeer": YEAR}, "“yeer” means nothing"),
        ({**add(title="R"), "year": "1999-00"}, "There is no year “1999-00”"),
        ({**add(title="R"), "values": []}, "object"),
        (add("rick", title="R"), "“rick” is not a kind"),
        (add("assessment", label="2026-27"), "“new” or “carry”"),
        (add("judgement"), "“quality_statement” is missing"),
        (add("judgement", quality_statement="equity"), "already"),
        (add("measure_value", period="2025"), "“measure” is missing"),
        (add(titel="R"), "no field “titel”"),
        (add(likelihood=9), "from 1 to 5"),
        (add(likelihood=10**400), "Likelihood"),
        (add("evidence", size_bytes=10**30), "Size"),
        (add(title={"a": 1}), "is not text"),
        (add(title="\ud800"), "broken character"),
        (add(status="opened"), "They are: open"),
        (add(quality_statement="fairness"), "“fairness” is not known in 2025-26"),
        (add("evidence", category="letters"), "“letters” is not known"),
        (add("figure", return_item="IR 5", figure="nothing"), "“nothing” is not known"),
        (add("action", addresses=["nobody"]), "there is no record “nobody”"),
        ({"do": "set", "id": "nobody", "field": "title", "value": "T"}, "no record “nobody”"),
        ({"do": "set", "field": "title", "value": "T"}, "Say which record"),
        ({"do": "set", "kind": "risk", "key": "x", "field": "title", "value": "T"}, "several records"),
        (score(3, key="fairness"), "no judgement for “fairness”"),
        ({**score(3), "field": "quality_statement", "value": "learning"}, "cannot be changed"),
        ({"do": "set", "kind": "council", "field": "name", "value": None}, "cannot be empty"),
        ({"do": "set", "kind": "assessment", "field": "status", "value": "signed_off"}, "signed off in the window"),
        ({"do": "remove", "id": "nobody"}, "no record"),
        ({"do": "merge", "other": "nowhere.sawb"}, "nowhere.sawb"),
        ({"do": "merge", "other": "x", "on_conflict": "both"}, "stop, mine or theirs"),
    ],
)
def test_a_refused_line_is_named_and_stops_the_rest(edit: Edits, file: Path, line: object, said: str) -> None:
    ran = edit(score(2), "", line, score(4))
    assert (ran.code, len(answers(ran))) == (1, 1)
    assert ran.err.startswith("Line 3: ")
    assert said in ran.err
    assert len(ran.err.splitlines()) == 1
    assert judgement(file, "equity")["score"] == 2


def test_a_link_to_a_record_of_another_kind_is_refused(edit: Edits) -> None:
    risk = answers(edit(add(title="Long waits", quality_statement="equity")))[0]["id"]
    assert "“risk”, not “measure”" in edit(add("measure_value", measure=risk, period="Q1")).err


def test_judgements_years_and_the_council_stay(edit: Edits, file: Path) -> None:
    ids = (judgement(file, "equity").id, year(file).id, snapshot.read_snapshot(file).council.id)
    assert [edit({"do": "remove", "id": id}).code for id in ids] == [1, 1, 1]


def test_a_copy_is_merged_as_one_step_and_conflicts_are_for_the_line_to_decide(edit: Edits, file: Path) -> None:
    copy = file.with_name("copy.sawb")
    copy.write_bytes(file.read_bytes())
    edit(score(2))
    mine = file.read_bytes()
    file.write_bytes(copy.read_bytes())
    edit(score(4), score(1, key="learning"))
    copy.write_bytes(file.read_bytes())
    file.write_bytes(mine)
    merge = {"do": "merge", "other": str(copy)}
    stopped = edit(merge)
    assert (stopped.code, "one field was written in on both sides" in stopped.err) == (1, True)
    assert judgement(file, "learning")["score"] is None
    taken = edit({**merge, "on_conflict": "theirs"}, {"do": "undo"})
    assert (taken.code, answers(taken)[0]["changed"]["count"]) == (0, 1)
    assert (judgement(file, "equity")["score"], judgement(file, "learning")["score"]) == (2, None)
    file.write_bytes(mine)
    assert edit({**merge, "on_conflict": "mine"}).code == 0
    assert (judgement(file, "equity")["score"], judgement(file, "learning")["score"]) == (2, 1)


def test_the_author_is_who_the_call_names(edit: Edits, file: Path) -> None:
    edit(score(2), options=("--author", "Quality lead"))
    with Store.open_read_only(file) as stored:
        assert list(stored.read_journal())[-1].author == "Quality lead"


def test_an_open_workbook_is_left_alone(edit: Edits, file: Path) -> None:
    session = opening.open_workbook(file, author="Somebody else")
    try:
        before = file.read_bytes()
        assert edit(score(2)).code == 3
        assert file.read_bytes() == before
    finally:
        session.close()


def test_files_that_are_not_there_end_with_three(run: Any, file: Path) -> None:
    assert run("edit", file.with_name("b.sawb"), file).code == 3
    assert run("edit", file, file.with_name("nowhere.jsonl")).code == 3


def test_standard_input_is_answered_line_by_line_without_qt(file: Path) -> None:
    program = (
        "import sys\nfrom selfassess.cli import main\ntry: main(sys.argv[1:])\nfinally: print('PySide6' in sys.modules)"
    )
    arguments = [sys.executable, "-c", program, "edit", str(file)]
    pipe = subprocess.PIPE
    with subprocess.Popen(arguments, stdin=pipe, stdout=pipe, text=True, encoding="utf-8", env=os.environ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps(score(2)) + "\n")
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["changed"] is True  # before standard input ends
        rest, _ = process.communicate(json.dumps(score(2)) + "\n")
    assert json.loads(rest.splitlines()[0])["changed"] is False
    assert rest.splitlines()[1] == "False"
    assert process.returncode == 0


def test_the_help_shows_every_act(run: Any) -> None:
    said = run("edit", "--help").out
    assert [act for act in ACTS if f'"do": "{act}"' not in said] == []


def test_an_agreed_statement_is_written_in_only_where_that_is_said(edit: Edits, file: Path) -> None:
    status = {"do": "set", "kind": "judgement", "key": "equity", "field": "status", "value": "agreed"}
    assert edit(score(3), status).code == 0
    summary = {"do": "set", "kind": "judgement", "key": "equity", "field": "summary", "value": "Words"}
    for line in (score(2), summary, add(title="Waits", quality_statement="equity")):
        ran = edit(score(2, "learning"), line)
        assert (ran.code, len(answers(ran))) == (1, 1)
        assert ran.err.startswith("Line 2: “Equity” of 2025-26 was agreed by ")
        assert "--agreed" in ran.err
    assert judgement(file, "equity")["score"] == 3
    assert edit(score(2), options=("--agreed",)).code == 0
    assert judgement(file, "equity")["score"] == 2
    assert edit({**status, "value": "drafting"}, score(1)).code == 0
