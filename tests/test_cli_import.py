"""The import command: what it says, what it writes, and how it ends."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from selfassess.domain.model.commands import AddRecord, RemoveRecord, SetField
from selfassess.exchange.apart import door
from selfassess.services.exporting import export
from selfassess.services.workbook import opening, snapshot
from tests.exchange import foreign_making, narrative_making, report_making
from tests.making import new_file
from tests.running import running
from tests.services.merging_making import Sheets, copied, council_file, edit, exported, records, risk_log


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Any:
    return running(capsys, "import")


@pytest.fixture
def council(tmp_path: Path) -> Path:
    return council_file(tmp_path)


@pytest.fixture
def judgement(council: Path) -> str:
    return snapshot.read_snapshot(council).current.judgements["equity"].id


@pytest.fixture
def sent_back(council: Path, judgement: str) -> Path:
    """An Excel export with a judgement changed, a strength deleted, a risk added, and a cell nobody understands."""
    year = snapshot.read_snapshot(council).current
    sheets = Sheets(exported(council, "back.xlsx"))
    sheets.set("Judgements", judgement, "Where we are", "Theirs")
    sheets.delete("Strengths", year.records_of("strength")[0].id)
    sheets.set("Risks", year.records_of("risk")[0].id, "Likelihood", "often")
    sheets.add("Risks", Risk="A new risk", Quality_statement="Equity in experiences and outcomes")
    return sheets.save()


def everything(*folders: Path) -> dict[Path, str]:
    """What every file there is, so that a byte that changed or a file that was left is seen."""
    files = (path for folder in folders for path in folder.rglob("*") if path.is_file())
    return {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_a_dry_run_says_what_would_come_and_changes_no_byte(
    run: Any, council: Path, judgement: str, sent_back: Path, own_home: Path
) -> None:
    before = everything(council.parent, own_home)
    ran = run(council, sent_back, "--dry-run")
    assert ran.code == 0
    assert ran.out.startswith("back.xlsx would be imported: 1 new, 1 changed, 1 removed.\n")
    assert "Sheet “Risks”, row " in ran.out
    assert "column “Likelihood”" in ran.out
    found = run(council, sent_back, "--dry-run", "--json").object
    assert set(found) == {"years", "new", "changed", "removed", "conflicts", "problems", "warnings", "notes"}
    counts = {name: part["count"] for name, part in found.items() if isinstance(part, dict)}
    assert counts == {"new": 1, "changed": 1, "removed": 1, "conflicts": 0, "problems": 1}
    assert all(part["count"] == len(part["items"]) for part in found.values() if isinstance(part, dict))
    (changed,) = found["changed"]["items"]
    assert changed["sheet"] == "Judgements"
    assert isinstance(changed["row"], int)
    told = {key: changed[key] for key in ("record", "id", "field", "column", "theirs", "merged")}
    assert told == {
        "record": "judgement", "id": judgement, "field": "summary", "column": "Where we are", "theirs": "Theirs",
        "merged": "Theirs",
    }  # fmt: skip
    assert changed["base"] == changed["mine"] != "Theirs"
    (new,), (removed,), (problem,) = (found[name]["items"] for name in ("new", "removed", "problems"))
    assert (new["record"], new["sheet"]) == ("risk", "Risks")
    assert (removed["record"], removed["field"], removed["sheet"]) == ("strength", None, None)
    assert (problem["record"], problem["field"], problem["sheet"], problem["column"]) == (
        "risk", "likelihood", "Risks", "Likelihood",
    )  # fmt: skip
    assert "often" in problem["message"]
    assert everything(council.parent, own_home) == before


def test_changes_are_taken_in_and_the_same_again_is_in_there_already(
    run: Any, council: Path, judgement: str, sent_back: Path, own_home: Path
) -> None:
    report = council.with_name("report.txt")
    ran = run(council, sent_back, "--report", report)
    assert ran.code == 0
    assert ran.out.startswith("back.xlsx was imported: 1 new, 1 changed, 1 removed.\n")
    assert records(council)[judgement]["summary"] == "Theirs"
    assert "Where we are: “" in report.read_text(encoding="utf-8")
    assert "To be looked at; what was not understood was not imported" in report.read_text(encoding="utf-8")
    before = everything(council.parent, own_home)
    again = run(council, sent_back)
    assert again.code == 0
    assert again.out.startswith("Everything in back.xlsx is in this workbook already.\n")
    assert everything(council.parent, own_home) == before


@pytest.fixture
def in_conflict(council: Path, judgement: str, sent_back: Path) -> Path:
    edit(council, SetField(judgement, "summary", "Mine"))
    return sent_back


def test_a_conflict_stops_with_code_1_and_its_place_and_nothing_is_written(
    run: Any, council: Path, judgement: str, in_conflict: Path, own_home: Path
) -> None:
    before = everything(council.parent, own_home)
    ran = run(council, in_conflict, "--report", council.with_name("report.txt"))
    assert ran.code == 1
    assert ran.out.startswith("One conflict to decide, so nothing was imported.")
    assert "(sheet “Judgements”, row " in ran.out
    assert "Where we are: here “Mine”, in the file “Theirs”." in ran.out
    told = run(council, in_conflict, "--json")
    assert told.code == 1
    (conflict,) = told.object["conflicts"]["items"]
    assert (conflict["id"], conflict["field"], conflict["column"]) == (judgement, "summary", "Where we are")
    assert (conflict["mine"], conflict["theirs"], conflict["decided"]) == ("Mine", "Theirs", None)
    assert conflict["base"].startswith("judgement summary")
    assert run(council, in_conflict, "--dry-run").code == 1
    assert everything(council.parent, own_home) == before


@pytest.mark.parametrize(("decision", "text"), [("mine", "Mine"), ("theirs", "Theirs")])
def test_conflicts_end_as_the_command_says(
    run: Any, council: Path, judgement: str, in_conflict: Path, decision: str, text: str
) -> None:
    ran = run(council, in_conflict, "--on-conflict", decision, "--json")
    assert ran.code == 0
    assert ran.object["conflicts"]["items"][0]["decided"] == decision
    assert records(council)[judgement]["summary"] == text
    assert "A new risk" in [r.text_of("title") for r in records(council).values() if r.kind == "risk"]


def test_a_record_removed_here_and_changed_there_is_a_conflict_of_the_whole(run: Any, council: Path) -> None:
    strength = snapshot.read_snapshot(council).current.records_of("strength")[0].id
    copy = copied(council, "copy.sawb")
    edit(copy, SetField(strength, "detail", "Theirs"))
    edit(council, RemoveRecord(strength))
    ran = run(council, copy, "--json")
    assert ran.code == 1
    (conflict,) = ran.object["conflicts"]["items"]
    assert (conflict["record"], conflict["id"], conflict["field"], conflict["mine"]) == (
        "strength",
        strength,
        None,
        None,
    )
    assert conflict["theirs"]["detail"] == "Theirs"
    assert "removed here, changed in the file" in run(council, copy).out
    assert run(council, copy, "--on-conflict", "theirs").code == 0
    assert records(council)[strength]["detail"] == "Theirs"


def test_one_year_of_a_file_can_be_taken(run: Any, tmp_path: Path) -> None:
    council = council_file(tmp_path, "2023-24", "2024-25", name="two.sawb")
    copy = copied(council, "copy.sawb")
    edit(copy, AddRecord("risk", "later", {"title": "Later", "quality_statement": "equity"}))
    assert "already" in run(council, copy, "--year", "2023-24").out
    assert run(council, copy, "--year", "2024-25").code == 0
    assert "later" in records(council)


def test_another_workbooks_export_says_to_give_the_year_another_name(run: Any, council: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.sawb"
    opening.create_workbook(other, council="Elsewhere", reference="E2", year="2024-25", author="Tester")
    source = exported(other, "other.xlsx")
    before = council.read_bytes()
    ran = run(council, source)
    assert ran.code == 2
    assert ran.err == (
        "other.xlsx is an export of another workbook (of Elsewhere) and has the year “2024-25”, which this workbook "
        "has too. Give it another name with --year.\n"
    )
    assert council.read_bytes() == before
    assert run(council, source, "--year", "2024-25 Elsewhere").code == 0
    assert len(snapshot.read_snapshot(council).assessments) == 2


def test_an_export_with_a_cell_not_understood_makes_a_workbook_all_the_same(
    run: Any, council: Path, sent_back: Path
) -> None:
    new = council.with_name("new.sawb")
    ran = run(new, sent_back, "--report", council.with_name("report.txt"))
    assert ran.code == 0
    assert "2024-25: imported, with" in ran.out
    assert "column “Likelihood”" in ran.out
    assert council.with_name("report.txt").read_text(encoding="utf-8") == ran.out
    risks = snapshot.read_snapshot(new).current.records_of("risk")
    assert [(r["title"], r["likelihood"]) for r in risks] == [("risk title text", None), ("A new risk", None)]


def test_somebodys_spreadsheet_comes_in_by_its_mapping_into_any_year(run: Any, council: Path) -> None:
    source, mapping = risk_log(council.parent, ("Staff leave", "Equity in experiences and outcomes", "Plan", 4))
    without = run(council, source)
    assert without.code == 2
    assert "--mapping FILE" in without.err
    assert "--year" in run(council, source, "--mapping", mapping).err
    assert run(council, source, "--mapping", mapping, "--year", "2022-23").code == 0
    assert [a.label for a in snapshot.read_snapshot(council).assessments] == ["2022-23", "2024-25"]
    ran = run(council, source, "--mapping", mapping, "--year", "2024-25", "--json")
    assert [(item["record"], item["sheet"], item["row"]) for item in ran.object["new"]["items"]] == [
        ("risk", "Risk log", 2)
    ]
    assert "already" in run(council, source, "--mapping", mapping, "--year", "2024-25").out
    lost = run(council, source, "--mapping", council.with_name("none.json"), "--year", "2024-25")
    assert lost.code == 3
    assert "none.json" in lost.err


def test_a_published_report_comes_in_as_cqcs_year(run: Any, council: Path) -> None:
    lines = [line.replace("Example Council", "Derby City Council") for line in report_making.lines()]
    source = report_making.written(council.parent, lines)
    ran = run(council, source)
    assert ran.code == 0
    assert ran.out.startswith("CQC 2024: imported, with")
    year = snapshot.read_snapshot(council).find_assessment("CQC 2024")
    assert (year.record["assessor"], list(year.scores_by_statement.values())) == (
        "cqc",
        list(report_making.SCORES.values()),
    )
    assert "already" in run(council, source).out
    refused = run(council, source, "--year", "2024-25")
    assert refused.code == 2
    assert "under another name" in refused.err


def test_another_councils_narrative_is_refused_until_somebody_says_that_it_is_ours(run: Any, council: Path) -> None:
    made = narrative_making.Made()
    made.add("Surrey County Council: our self-assessment of adult social care")
    made.add("Quality statement 7: Safeguarding", style="Heading 1")
    made.add("What we do well", style="Heading 2")
    made.add("Calls are answered.", style="List Bullet")
    source = made.save(council.parent, "theirs")
    before = council.read_bytes()
    for year in ("2019-20", "2024-25"):  # a year of its own, and one that is here
        told = run(council, source, "--year", year, "--dry-run", "--json")
        assert told.code == 0
        assert any("Surrey County Council" in note for note in told.object["notes"])
        refused = run(council, source, "--year", year)
        assert refused.code == 1
        assert refused.err.startswith(
            "theirs.docx is a self-assessment of Surrey County Council, and this workbook is of"
        )
        assert "--ours" in refused.err
    assert council.read_bytes() == before
    ran = run(council, source, "--year", "2019-20", "--ours")
    assert ran.code == 0
    assert "Surrey" not in ran.out
    assert [
        each["title"] for each in snapshot.read_snapshot(council).find_assessment("2019-20").records_of("strength")
    ] == ["Calls are answered."]
    assert len(snapshot.read_snapshot(council).assessments) == 2


def test_json_of_this_workbook_with_a_problem_is_refused_and_listed(run: Any, council: Path) -> None:
    source = council.with_name("back.json")
    export.export_workbook(council, source)
    document = json.loads(source.read_text(encoding="utf-8"))
    document["assessments"][0]["records"]["risk"][0]["likelihood"] = 9
    source.write_text(json.dumps(document), encoding="utf-8")
    before = council.read_bytes()
    ran = run(council, source, "--json")
    assert ran.code == 3
    assert [item["field"] for item in ran.object["problems"]["items"]] == ["likelihood"]
    assert "Nothing was imported" in ran.err
    assert council.read_bytes() == before


def test_a_locked_workbook_is_code_3_and_still_tells_what_would_come(run: Any, council: Path, sent_back: Path) -> None:
    held = opening.open_workbook(council, author="A first writer")
    ran = run(council, sent_back)
    assert ran.code == 3
    assert "A first writer" in ran.err
    assert run(council, sent_back, "--dry-run").code == 0
    held.close()


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("~$back.xlsx", b"x", "leaves beside a file"),
        ("locked.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "locked.xlsx"),
        ("cut.xlsx", b"PK\x03\x04 and then nothing", "cut.xlsx"),
        ("empty.xlsx", b"", "empty.xlsx is empty"),
    ],
)
def test_a_file_that_cannot_be_read_is_one_sentence_and_code_3(
    run: Any, council: Path, own_home: Path, name: str, data: bytes, says: str
) -> None:
    (council.parent / name).write_bytes(data)
    before = everything(council.parent, own_home)
    ran = run(council, council.parent / name)
    assert ran.code == 3
    assert says in ran.err
    assert len(ran.err.splitlines()) == 1
    assert everything(council.parent, own_home) == before


def test_a_report_is_written_to_a_new_file_only(run: Any, council: Path, sent_back: Path) -> None:
    before = council.read_bytes()
    assert "exists already" in run(council, sent_back, "--report", council).err
    assert "nothing to report" in run(council, sent_back, "--dry-run", "--report", council.with_name("r.txt")).err
    nowhere = run(council, sent_back, "--report", council.parent / "none" / "report.txt")
    assert (nowhere.code, nowhere.err) == (3, f"The folder {council.parent / 'none'} is not there.\n")
    assert council.read_bytes() == before


def test_an_empty_workbook_takes_in_what_another_council_wrote_with_a_warning(run: Any, council: Path) -> None:
    target = new_file(council.parent, "target.sawb", year="2025-26")
    ran = run(target, council)
    assert ran.code == 0
    assert "council.sawb is of Derby City Council (worked example); this workbook is of Derby City Council." in ran.out


def test_a_spreadsheet_comes_in_by_the_proposed_mapping_and_the_proposal_can_be_kept(run: Any, tmp_path: Path) -> None:
    source = tmp_path / "risk-register.csv"
    source.write_text("Risk,Likelihood,Severity,Owner\nStaff may leave,High,4,AB\n", encoding="utf-8")
    made = tmp_path / "new.sawb"
    kept = tmp_path / "risks.mapping.json"
    assert run(made, source, "--propose", kept).code == 0
    assert kept.exists()
    assert not made.exists()
    ran = run(made, source, "--mapping", "auto", "--year", "2024-25")
    assert ran.code == 0
    assert "“High” was read as 4" in ran.out
    (risk,) = snapshot.read_snapshot(made).current.records_of("risk")
    assert (risk["title"], risk["likelihood"], risk["severity"], risk["quality_statement"]) == (
        "Staff may leave", 4, 4, None,
    )  # fmt: skip
    again = run(made, source, "--mapping", kept, "--year", "2024-25")
    assert "already" in again.out


def test_a_spreadsheet_of_which_nothing_is_understood_makes_nothing(run: Any, tmp_path: Path) -> None:
    source = tmp_path / "shopping.csv"
    source.write_text("Apples;3\nPears;4\n", encoding="utf-8")
    made = tmp_path / "new.sawb"
    ran = run(made, source, "--mapping", "auto", "--year", "2024-25")
    assert ran.code == 1
    assert "Nothing in shopping.csv was understood" in ran.out
    assert "Apples" in ran.out
    assert not made.exists()


def test_ctrl_c_while_a_spreadsheet_is_read_stops_the_reader_and_makes_nothing(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "plan.xlsx"
    foreign_making.written(source, {"Action plan": foreign_making.ACTION_PLAN})
    readers: list[Any] = []

    def interrupted(reader: Any, *_: object) -> Any:
        readers.append(reader._process)
        raise KeyboardInterrupt

    monkeypatch.setattr(door.Reader, "_await_answer", interrupted)
    ran = run(tmp_path / "new.sawb", source, "--mapping", "auto", "--year", "2025-26")
    assert (ran.code, ran.err.strip()) == (2, "Stopped.")
    assert readers[0].poll() is not None
    assert sorted(each.name for each in tmp_path.iterdir()) == ["plan.xlsx"]
