"""``selfassess carry``: what it prints and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from selfassess.services.workbook import opening, snapshot


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    path = tmp_path / "a.sawb"
    opening.write_demo_workbook(path, author="Tester")
    return path


def test_what_was_carried_and_left_is_printed(run: Any, demo: Path) -> None:
    ran = run("carry", demo, "--from", "2024-25", "--to", "2025-26")
    assert (ran.code, ran.err) == (0, "")
    lines = ran.out.splitlines()
    assert lines[0].startswith(
        "2025-26 begins from 2024-25 with 5 sections, 8 judgements, 5 stories and quotes, 21 strengths, "
    )
    assert lines[1] == "Nothing of it counts as reviewed; scores and sign-off were not carried."
    assert "Left in 2024-25:" in lines
    assert "  Actions (4): Complete." in lines
    assert "Older than its look-back:" in lines
    assert [each.label for each in snapshot.read_snapshot(demo).assessments] == ["CQC 2024", "2024-25", "2025-26"]


def test_as_an_object(run: Any, demo: Path) -> None:
    shown = json.loads(run("carry", demo, "--from", "2024-25", "--to", "2025-26", "--json").out)
    assert set(shown) == {"from", "year", "framework", "information_return", "carried", "left", "changed", "stale"}
    assert (shown["from"], shown["year"]) == ("2024-25", "2025-26")
    assert (shown["framework"], shown["information_return"]) == ("cqc-la-2023-11", "cqc-la-2025-02")
    assert shown["carried"]["risk"] == 14
    assert shown["left"]["count"] == len(shown["left"]["items"]) == 50
    assert set(shown["left"]["items"][0]) == {"record", "id", "title", "why"}
    old = snapshot.read_snapshot(demo).find_assessment("2024-25")
    assert {each["id"] for each in shown["left"]["items"]} <= set(old.by_id)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--from", "2019-20", "--to", "2025-26"), "There is no year “2019-20” in this workbook."),
        (("--from", "2024-25", "--to", "CQC 2024"), "The year “CQC 2024” is in this workbook already."),
        (("--from", "CQC 2024", "--to", "2025-26"), "“CQC 2024” is the view of CQC."),
        (("--from", "2024-25", "--to", "2025-26", "--framework", "x"), 'There is no framework "x".'),
        (("--from", "2024-25", "--to", "2025-26", "--return", "x"), 'There is no information return "x".'),
        (("--from", "2024-25"), "Missing option '--to'"),
    ],
)
def test_wrong_use_is_one_sentence_and_changes_nothing(
    run: Any, demo: Path, arguments: tuple[str, ...], said: str
) -> None:
    before = demo.read_bytes()
    ran = run("carry", demo, *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert ran.err.count("\n") == 1
    assert demo.read_bytes() == before


def test_a_file_that_is_none_of_ours_is_told(run: Any, tmp_path: Path) -> None:
    other = tmp_path / "a.sawb"
    other.write_text("nothing")
    assert run("carry", other, "--from", "a", "--to", "b").code == 3
