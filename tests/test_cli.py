"""The command line as scripts use it: what it prints, its exit codes, and that it changes nothing on bad input."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from selfassess.domain.model.errors import FileError
from selfassess.services.workbook import opening
from tests.making import new_file


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    path = tmp_path / "a.sawb"
    opening.write_demo_workbook(path, author="Tester")
    return path


def test_the_worked_example_is_shown_with_its_scores(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "a.sawb"
    assert run("demo", path).code == 0
    shown = run("show", path, "--json").object
    assert "worked example" in shown["council"]
    cqc, own = shown["assessments"]
    assert list(cqc["scores"].values()) == [2, 2, 2, 2, 3, 2, 2, 2, 2]
    assert (cqc["assessor"], cqc["percent"], cqc["rating"], cqc["provisional"]) == (
        "cqc",
        53,
        "requires_improvement",
        False,
    )
    assert own["assessor"] == "self"
    assert own["counts"]["return_answer"] == 38
    assert set(own) == {
        "label",
        "assessor",
        "framework",
        "status",
        "scores",
        "percent",
        "rating",
        "provisional",
        "counts",
    }
    assert "Requires improvement" in run("show", path).out


def test_through_excel_and_json_the_same_records_come_back(run: Any, demo: Path) -> None:
    a_json, a_xlsx, b_json = (demo.with_name(name) for name in ("a.json", "a.xlsx", "b.json"))
    assert run("export", demo, a_xlsx).code == 0
    assert run("export", demo, a_json).code == 0
    other = demo.with_name("b.sawb")
    assert run("import", other, a_xlsx).code == 0
    assert run("export", other, b_json).code == 0
    first, second = (json.loads(path.read_text(encoding="utf-8")) for path in (a_json, b_json))
    for part in ("council", "assessments", "frameworks", "returns"):
        assert first[part] == second[part], part


def test_a_pdf_and_each_edition_can_be_exported(run: Any, demo: Path) -> None:
    for edition in ("full", "board", "public"):
        out = demo.with_name(f"{edition}.pdf")
        ran = run("export", demo, out, "--audience", edition)
        assert ran.code == 0
        assert "pages" in ran.out
        assert out.read_bytes().startswith(b"%PDF")


def test_a_new_workbook_is_made_and_checked(run: Any, tmp_path: Path) -> None:
    path = tmp_path / "n.sawb"
    assert run("new", path, "--council", "A council", "--reference", "E1", "--year", "2025-26").code == 0
    checked = run("check", path, "--json")
    assert checked.code == 1
    assert checked.object["file"] == {"ok": True, "messages": []}
    assert sum(f["rule"] == "statement-untouched" for f in checked.object["findings"]) == 9
    assert set(checked.object["findings"][0]) == {"rule", "severity", "record", "id", "field", "statement", "message"}
    again = run("new", path, "--council", "A council", "--reference", "E1", "--year", "2025-26")
    assert again.code == 2
    assert "exists already" in again.err


def test_import_tells_what_it_did_and_a_dry_run_changes_no_byte(run: Any, demo: Path) -> None:
    target = new_file(demo.parent, "t.sawb", year="2025-26")
    before = target.read_bytes()
    dry = run("import", target, demo, "--dry-run", "--json")
    assert dry.code == 0
    assert target.read_bytes() == before
    assert set(dry.object) >= {"new", "changed", "removed", "conflicts", "problems"}
    assert dry.object["problems"] == {"count": 0, "items": []}
    assert dry.object["new"]["count"] == len(dry.object["new"]["items"]) > 300
    assert set(dry.object["new"]["items"][0]) == {"record", "id"}
    assert run("import", target, demo).code == 0
    assert [a["label"] for a in run("show", target, "--json").object["assessments"]] == [
        "CQC 2024",
        "2024-25",
        "2025-26",
    ]
    new = demo.with_name("new.sawb")
    assert run("import", new, demo, "--dry-run").code == 0
    assert not new.exists()


def test_scores_are_rated(run: Any) -> None:
    rated = run("rate", *"222232222", "--json").object
    assert rated == {
        "scores": [2, 2, 2, 2, 3, 2, 2, 2, 2], "scored": 9, "total": 19, "maximum": 36, "percent": 53,
        "rating": "requires_improvement", "provisional": False, "points_to_next": 4,
    }  # fmt: skip
    partial = run("rate", "1", *"--------", "--json").object
    assert (partial["scored"], partial["percent"], partial["provisional"]) == (1, 25, True)
    assert "Secretary of State" in run("rate", "1", *"--------").out
    assert "4 more points would reach Good" in run("rate", *"222232222").out


def test_packs_are_described(run: Any) -> None:
    framework = run("framework", "--json").object
    assert set(framework) == {"id", "themes"}
    statements = [s for theme in framework["themes"] for s in theme["statements"]]
    assert [s["number"] for s in statements] == list(range(1, 10))
    assert set(statements[0]) == {
        "key", "number", "name", "aliases", "quality_statement", "i_statements", "care_act", "evidence", "topics",
        "prompts", "guidance",
    }  # fmt: skip
    assert {"source": "Healthwatch", "if_available": False} in statements[0]["evidence"]["people"]
    asked = run("return", "cqc-la-2025-02", "--json").object
    assert set(asked) == {"id", "items", "contacts", "not_to_send"}
    assert [item["ref"] for item in asked["items"]] == [f"IR {n}" for n in range(1, 39)]
    assert set(asked["items"][0]) == {"ref", "title", "provide", "theme", "statements", "look_back_months", "figures"}
    assert "IR 38" in run("return").out
    assert "Safeguarding" in run("framework").out


WRONG_USE = [
    (["rate", *"222232220"], "not a score"),
    (["rate", *"222232225"], "not a score"),
    (["rate", *"22223222", "three"], "not a score"),
    (["rate", "2"], "Give 9 scores"),
    (["framework", "none"], "There is no framework"),
    (["return", "none"], "There is no information return"),
    (["nonsense"], "No such command"),
    (["export", "FILE", "OUT.odt"], "should end in"),
    (["export", "FILE", "OUT.json", "--year", "1999-00"], "There is no year “1999-00”"),
    (["export", "FILE", "OUT.json", "--audience", "press"], "press"),
    (["demo", "FILE"], "exists already"),
    (["demo", "OUT.txt"], "should end in “.sawb”"),
    (["import", "FILE", "FILE", "--year", "1999-00"], "There is no year “1999-00”"),
    (["new", "OUT.sawb", "--council", " ", "--reference", "x", "--year", "2025-26"], "council's name"),
    (["new", "OUT.sawb", "--council", "x", "--reference", "x", "--year", " "], "needs a name"),
    (["new", "OUT.sawb", "--council", "x", "--reference", "x", "--year", "y", "--framework", "z"], "no framework"),
]


@pytest.mark.parametrize(
    ("arguments", "says"), WRONG_USE, ids=lambda value: " ".join(value) if isinstance(value, list) else ""
)
def test_wrong_use_is_one_sentence_and_code_2(run: Any, demo: Path, arguments: list[str], says: str) -> None:
    before = demo.read_bytes()
    ran = run(*(_real(argument, demo) for argument in arguments))
    assert ran.code == 2
    assert says in ran.err
    assert "Traceback" not in ran.err
    assert demo.read_bytes() == before
    assert not list(demo.parent.glob("OUT*"))


UNUSABLE = [
    ["show", "empty.sawb"],
    ["show", "random.sawb"],
    ["show", "foreign.sawb"],
    ["show", "cut.sawb"],
    ["show", "folder"],
    ["show", "none.sawb"],
    ["check", "cut.sawb"],
    ["open", "random.sawb"],
    ["export", "random.sawb", "OUT.json"],
    ["export", "FILE", "none/OUT.json"],
    ["export", "FILE", "folder", "--format", "json"],
    ["import", "FILE", "random.sawb"],
    ["import", "FILE", "cut.sawb"],
    ["import", "FILE", "none.json"],
    ["import", "FILE", "bad.json"],
    ["import", "new.sawb", "bad.json"],
    ["import", "random.sawb", "FILE"],
    ["new", "none/OUT.sawb", "--council", "x", "--reference", "x", "--year", "y"],
]


@pytest.mark.parametrize("arguments", UNUSABLE, ids=" ".join)
def test_a_file_that_cannot_be_used_is_one_sentence_and_code_3(run: Any, demo: Path, arguments: list[str]) -> None:
    folder = demo.parent
    (folder / "empty.sawb").touch()
    (folder / "random.sawb").write_bytes(os.urandom(4000))
    (folder / "cut.sawb").write_bytes(demo.read_bytes()[:30_000])
    (folder / "text.txt").write_text("Dear all", encoding="utf-8")
    (folder / "folder").mkdir()
    bad = {"title": "R", "quality_statement": "equity", "review_on": "2025-02-31"}
    document = {
        "format": "selfassess", "version": 1, "council": {"name": "X"},
        "assessments": [{"label": "1999-00", "records": {"risk": [bad]}}],
    }  # fmt: skip
    (folder / "bad.json").write_text(json.dumps(document), encoding="utf-8")
    with closing(sqlite3.connect(folder / "foreign.sawb")) as connection, connection:
        connection.execute("CREATE TABLE notes (text)")
    before = {path: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    ran = run(*(_real(argument, demo) for argument in arguments))
    assert ran.code == 3
    assert ran.err.strip()
    assert len(ran.err.strip().splitlines()) == 1
    assert "Traceback" not in ran.err
    assert {path: path.read_bytes() for path in folder.iterdir() if path.is_file()} == before


def test_a_text_of_which_nothing_is_understood_is_code_1_and_changes_nothing(run: Any, demo: Path) -> None:
    text = demo.with_name("text.txt")
    text.write_text("Dear all", encoding="utf-8")
    before = demo.read_bytes()
    ran = run("import", demo, text)
    assert ran.code == 1
    assert "Nothing in text.txt was understood, so nothing was imported" in ran.out
    assert demo.read_bytes() == before


def _real(argument: str, demo: Path) -> object:
    if argument == "FILE":
        return demo
    return demo.parent / argument if "." in argument or argument == "folder" else argument


def test_a_locked_workbook_is_code_3_and_names_who_has_it(run: Any, demo: Path) -> None:
    held = opening.open_workbook(demo, author="A first writer")
    other = new_file(demo.parent, "o.sawb", year="2025-26")
    ran = run("import", demo, other)
    assert ran.code == 3
    assert "A first writer" in ran.err
    assert run("show", demo).code == 0
    held.close()


def test_bad_dates_and_scores_in_an_import_are_listed_with_their_place(run: Any, tmp_path: Path) -> None:
    source = tmp_path / "bad.json"
    bad = [{"id": "r", "title": "R", "quality_statement": "equity", "likelihood": 0}]
    document = {
        "format": "selfassess", "version": 1, "council": {"name": "X"},
        "assessments": [{"label": "2024-25", "records": {"risk": bad}}],
    }  # fmt: skip
    source.write_text(json.dumps(document), encoding="utf-8")
    ran = run("import", tmp_path / "new.sawb", source, "--json")
    assert ran.code == 3
    (problem,) = ran.object["problems"]["items"]
    assert (problem["record"], problem["id"], problem["field"]) == ("risk", "r", "likelihood")
    assert not (tmp_path / "new.sawb").exists()


def test_no_command_but_the_window_loads_qt_or_an_export_library(demo: Path) -> None:
    script = (
        "import sys\nfrom selfassess.cli import main\n"
        "try: main(['show', sys.argv[1]])\nexcept SystemExit: pass\n"
        "print(sorted({'PySide6', 'openpyxl', 'reportlab', 'pypdf'} & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", script, str(demo)], capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1] == "[]"


def test_the_command_line_is_also_a_module(demo: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "selfassess", "show", str(demo), "--json"], capture_output=True, text=True, check=True
    )
    assert json.loads(ran.stdout)["assessments"]


@pytest.mark.skipif(not Path("/sys/kernel").is_dir(), reason="needs a folder in which nobody can write: Linux's /sys")
@pytest.mark.parametrize("arguments", [["demo", "/sys/x.sawb"], ["export", "FILE", "/sys/x.json"]], ids=" ".join)
def test_a_folder_in_which_nobody_can_write_is_a_sentence(run: Any, demo: Path, arguments: list[str]) -> None:
    before = demo.read_bytes()
    ran = run(*(demo if argument == "FILE" else argument for argument in arguments))
    assert ran.code == 3
    assert "cannot be written" in ran.err
    assert "/sys/x." in ran.err
    assert demo.read_bytes() == before


def test_a_fault_that_nobody_foresaw_is_a_sentence_and_a_report(
    run: Any, demo: Path, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = "what somebody wrote"

    def faulty(*_: object, **__: object) -> None:
        raise RuntimeError(words)

    monkeypatch.setattr("selfassess.services.workbook.snapshot.read_snapshot", faulty)
    ran = run("show", demo)
    assert ran.code == 3
    assert "not foreseen" in ran.err
    assert "Traceback" not in ran.err
    (report,) = (own_home / "data" / "crashes").iterdir()
    assert str(report) in ran.err
    assert "builtins.RuntimeError" in report.read_text(encoding="utf-8")
    assert words not in report.read_text(encoding="utf-8")


def test_a_pdf_can_be_of_chosen_parts(run: Any, tmp_path: Path) -> None:
    path = new_file(tmp_path)
    whole = run("export", path, tmp_path / "whole.pdf").out
    few = run("export", path, tmp_path / "few.pdf", "--parts", "summary, notes", "--without-empty")
    assert few.code == 0
    assert whole != few.out
    assert "few.pdf is written and checked: 3 pages." in few.out
    wrong = run("export", path, tmp_path / "wrong.pdf", "--parts", "sumary")
    assert wrong.code == 2
    assert "no part “sumary”" in wrong.err
    assert "evidence-index" in run("export", "--help").out


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "utf-8", "cp850"])
@pytest.mark.parametrize("more", [(), ("--json",)])
def test_output_in_another_encoding_is_no_fault(encoding: str, more: tuple[str, ...], tmp_path: Path) -> None:
    path = tmp_path / "Ŵ → ☺.sawb"
    opening.create_workbook(path, council="Cyngor Ŵ → 😀", reference="D", year="2025-26", author="A")
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    for words in (("show", str(path), *more), ("show", str(tmp_path / "Ŷ → 😀.sawb"))):
        command = [sys.executable, "-m", "selfassess", *words]
        done = subprocess.run(command, cwd=Path(__file__).parents[1], env=environment, capture_output=True, check=False)
        assert b"not foreseen" not in done.stderr
        assert done.returncode == (0 if words[1] == str(path) else 3), done.stderr
        if more and done.returncode == 0:
            assert json.loads(done.stdout.decode(encoding))["council"] == "Cyngor Ŵ → 😀"


def test_what_is_opened_without_a_console_is_left_to_the_window(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from selfassess.cli import window

    shown: list[tuple[Path | None, bool]] = []
    monkeypatch.setattr(window, "open_window", lambda path, at="", *, take_over=False: shown.append((path, take_over)))
    damaged = tmp_path / "damaged.sawb"
    damaged.write_bytes(b"SQLite format 3\0" + bytes(9000))
    assert window.open_.callback is not None
    with pytest.raises(FileError):
        window.open_.callback(damaged, False, "")
    monkeypatch.setattr(sys, "stderr", None)
    window.open_.callback(damaged, True, "")
    assert shown == [(damaged, True)]


def test_a_missing_part_of_the_program_is_named(run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def taken_away(*_: object, **__: object) -> None:
        raise ModuleNotFoundError("No module named 'pikepdf._core'", name="pikepdf._core")

    monkeypatch.setattr(opening, "write_demo_workbook", taken_away)
    done = run("demo", str(tmp_path / "example.sawb"))
    assert done.code == 3
    assert "A part of the program is missing or damaged: pikepdf._core. Install or unpack it again" in done.err
    assert "\n" not in done.err.strip()


def test_where_nobody_reads_what_is_printed_windows_shows_the_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    import ctypes

    from selfassess import cli

    shown: list[str] = []
    user = SimpleNamespace(MessageBoxW=lambda owner, words, title, kind: shown.append(words))
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(user32=user), raising=False)
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(sys, "stderr", None)
    with pytest.raises(SystemExit) as left:
        cli.main(["show", "nowhere.sawb"])
    assert left.value.code == 3
    assert len(shown) == 1
    assert "nowhere.sawb" in shown[0]
