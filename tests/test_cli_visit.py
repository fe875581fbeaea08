from __future__ import annotations

import json
from pathlib import Path

import pytest

from selfassess.domain.model.commands import AddRecord, SetField
from tests.making import new_file, session
from tests.running import running


def test_the_visit_is_told_in_words_and_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run, path = running(capsys), new_file(tmp_path)
    held = session(path)
    held.run_command(SetField(held.current_id, "draft_received_on", "2025-02-12"))
    held.run_command(SetField(held.current_id, "accuracy_sent_on", "2025-02-27"))
    held.run_command(AddRecord("request", "r1", {"what": "Rota", "due_on": "2025-02-14"}))
    held.run_command(AddRecord("case_criterion", "c1", {"name": "An unpaid carer", "wanted": 2}))
    held.run_command(AddRecord("case", "k1", {"code": "C01", "criteria": ("c1",)}))
    held.close()
    said = run("visit", path)
    assert said.code == 0
    assert "after it was due on Wednesday 26 February 2025" in said.out
    assert "LATE  14 February 2025: Answer to CQC: Rota" in said.out
    assert "1 missing: An unpaid carer" in said.out
    found = run("visit", path, "--json").object
    assert found["accuracy"]["due_on"] == "2025-02-26"
    assert [each["late"] for each in found["coming"]] == [True]
    assert found["cases"] == {
        "cases": 1, "missing": 49, "ready": 0,
        "criteria": [{"name": "An unpaid carer", "wanted": 2, "met": 1, "missing": 1}],
    }  # fmt: skip


def test_a_script_is_refused_a_code_that_names_somebody(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run, path = running(capsys), new_file(tmp_path)
    edits = tmp_path / "edits.jsonl"
    line = {"do": "add", "kind": "case", "values": {"code": "John Smith"}}
    edits.write_text(json.dumps(line), encoding="utf-8")
    said = run("edit", path, edits)
    assert said.code == 1
    assert "looks like a name" in said.out + said.err
    assert "Smith" not in said.out + said.err
