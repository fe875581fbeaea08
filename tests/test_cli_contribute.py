from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from selfassess.domain.model.commands import SetField
from tests.running import Ran
from tests.services.merging_making import council_file, edit, id_of, records

Run = Callable[..., Ran]


@pytest.fixture
def council(tmp_path: Path) -> Path:
    return council_file(tmp_path)


def test_a_copy_is_made_written_in_and_brought_back(run: Run, council: Path) -> None:
    out = council.with_name("for cai.sawb")
    ran = run("contribute", council, out, "--for", "Cai Jones", "--statement", "equity", "--statement", "safeguarding")
    assert (ran.code, ran.err) == (0, "")
    assert "made for Cai Jones to write in “Equity” and “Safeguarding”" in ran.out
    assert "selfassess merge council.sawb" in ran.out
    risk = id_of(council, "risk")
    edit(out, SetField(risk, "title", "By Cai"))
    ran = run("merge", council, out)
    assert (ran.code, "1 changed" in ran.out) == (0, True)
    assert records(council)[risk]["title"] == "By Cai"


def test_what_is_left_out_is_not_there(run: Run, council: Path) -> None:
    out = council.with_name("little.sawb")
    words = ("--others", "absent", "--without-scores", "--without-contacts")
    assert run("contribute", council, out, "--for", "Cai", "--statement", "safeguarding", *words).code == 0
    kinds = {record.kind for record in records(out).values()}
    assert not kinds & {"contact", "risk", "strength"}


def test_a_name_that_is_taken_and_a_statement_that_is_none_are_wrong_use(run: Run, council: Path) -> None:
    before = council.read_bytes()
    ran = run("contribute", council, council, "--for", "Cai", "--statement", "equity")
    assert (ran.code, "exists already" in ran.err) == (2, True)
    out = council.with_name("for cai.sawb")
    ran = run("contribute", council, out, "--for", "Cai", "--statement", "equality")
    assert (ran.code, "There is no quality statement “equality”" in ran.err) == (2, True)
    assert run("contribute", council, out, "--for", "Cai").code == 2
    assert (out.exists(), council.read_bytes()) == (False, before)


def test_writing_elsewhere_in_it_and_making_a_copy_of_it_is_refused(run: Run, council: Path) -> None:
    out = council.with_name("for cai.sawb")
    run("contribute", council, out, "--for", "Cai", "--statement", "equity")
    ran = run("carry", out, "--from", "2024-25", "--to", "2025-26")
    assert (ran.code, "No further year can be added here" in ran.err) == (2, True)
    ran = run("merge", out, council)
    assert (ran.code, "into the main workbook instead" in ran.err) == (2, True)
    ran = run("contribute", out, council.with_name("again.sawb"), "--for", "Dee", "--statement", "equity")
    assert (ran.code, "itself a copy" in ran.err) == (2, True)
