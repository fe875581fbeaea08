"""What the command line says of personal data: `check` lists it, a public export warns of it and is made."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from selfassess.cli import main
from selfassess.domain.model.commands import SetField
from selfassess.domain.publishing import personal_data_places
from selfassess.services.workbook import settings, snapshot
from tests.making import new_file, session

PHONE = "07700 900123"


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workbook in which one judgement holds a phone number."""
    monkeypatch.setenv("SELFASSESS_HOME", str(tmp_path / "home"))
    path = new_file(tmp_path)
    opened = session(path)
    opened.run_command(SetField(opened.current.judgements["equity"].id, "impact", f"Mrs B can be reached on {PHONE}."))
    opened.close()
    return path


def _run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as stopped:
        main([str(argument) for argument in arguments])
    captured = capsys.readouterr()
    return int(stopped.value.code or 0), captured.out, captured.err


def _settle(file: Path) -> None:
    kept = settings.load_settings()
    for place in personal_data_places.find_personal_places(snapshot.read_snapshot(file)):
        kept.settle_place(place.key)
    settings.save_settings(kept)


def test_check_lists_the_place_without_repeating_what_stands_there(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = _run(capsys, "check", file)
    assert code == 1
    assert "Impact on people: “07••• ••••23” looks like a phone number; a public version shows it." in out
    assert PHONE not in out
    _settle(file)
    assert "looks like" not in _run(capsys, "check", file)[1]


@pytest.mark.parametrize("ending", ["json", "pdf"])
def test_a_public_export_warns_once_and_is_made(
    file: Path, ending: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / f"public.{ending}"
    code, _, told = _run(capsys, "export", file, out, "--audience", "public")
    assert (code, out.exists()) == (0, True)
    assert told.splitlines() == [
        "1 place looks like personal data in this public version; “check council.sawb” names it. "
        "Names of people cannot be found this way: read the text for them."
    ]


@pytest.mark.parametrize("edition", ["full", "board"])
def test_other_editions_are_not_warned(
    file: Path, edition: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(capsys, "export", file, tmp_path / "out.json", "--audience", edition)[2] == ""


def test_what_somebody_found_fine_is_not_warned_of(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _settle(file)
    told: Any = _run(capsys, "export", file, tmp_path / "out.json", "--audience", "public")
    assert told[2] == ""
