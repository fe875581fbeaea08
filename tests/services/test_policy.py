"""What an organisation sets for everybody at a computer: what each rule does, which file counts, one without sense."""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from selfassess.domain.model.editions import Edition
from selfassess.domain.model.errors import FileError, WorkbookError, WrongUseError
from selfassess.services.exporting import export, return_pack
from selfassess.services.importing import contributor_copies
from selfassess.services.importing.contributor_copies import Wanted
from selfassess.services.safety import restore_backup, sibling_copies
from selfassess.services.workbook import backups, opening, policy, settings
from selfassess.services.years import signing
from tests.making import new_file, session
from tests.services.handing_over_making import Desk

SetForAll = Callable[..., Path]
PASSPHRASE = "correct horse battery"
NOW = datetime(2026, 3, 2, 14, 2, tzinfo=UTC)
REAL_PLACES = policy.list_policy_places


def quoted(path: Path) -> str:
    """A path as a text of TOML."""
    return json.dumps(str(path))


def test_nothing_is_set_where_no_file_is(tmp_path: Path) -> None:
    assert policy.current_policy() == policy.Policy()
    assert policy.allows_path(tmp_path / "anywhere.sawb")
    assert (policy.current_policy().describe_faults, policy.current_policy().describe_settings) == ("", ())


def test_backups_go_where_they_are_to_be_kept_and_earlier_ones_are_still_found(
    tmp_path: Path, set_for_all: SetForAll, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = new_file(tmp_path)
    before = backups.take_backup(path, "import", NOW)
    monkeypatch.setenv("KEPT_IN", str(tmp_path / "kept"))
    set_for_all('backup_folder = "$KEPT_IN/of all"')
    made = backups.take_backup(path, "merge", NOW)
    assert made.is_relative_to(tmp_path / "kept" / "of all" / settings.login_name())
    assert backups.find_backup_folder(path) == made.parent
    assert {each.path for each in backups.list_backups(path)} == {before, made}
    assert os.stat(made.parent.parent.parent).st_mode & 0o077, "the folder of all is not closed to others"


def test_one_persons_backups_never_make_room_for_anothers(
    tmp_path: Path, set_for_all: SetForAll, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = new_file(tmp_path)
    set_for_all(f"backup_folder = {quoted(tmp_path / 'kept')}")
    of_one = []
    for name in ("anna", "ben"):
        monkeypatch.setattr(settings, "login_name", lambda name=name: name)
        of_one.append([backups.take_backup(path, "merge", NOW.replace(minute=each), room=1) for each in range(3)])
    assert [each.exists() for each in of_one[0]] == [each.exists() for each in of_one[1]]
    assert of_one[0][-1].exists()


def test_where_that_folder_cannot_be_written_backups_stand_beside_the_workbook(
    tmp_path: Path, set_for_all: SetForAll
) -> None:
    path = new_file(tmp_path)
    in_the_way = tmp_path / "file"
    in_the_way.write_text("x")
    set_for_all(f"backup_folder = {quoted(in_the_way / 'kept')}")
    assert backups.take_backup(path, "merge", NOW).parent == tmp_path / "council backups"


def test_what_is_sent_has_to_be_locked_and_the_public_version_has_not(tmp_path: Path, set_for_all: SetForAll) -> None:
    desk = Desk(tmp_path)
    path = desk.save()
    prepared = return_pack.prepare_return_pack(path)
    set_for_all("passphrase_required = true")
    wanted = Wanted(person="Ben", statements=("equity",))
    writes: dict[str, Callable[[str | None], object]] = {
        "out.json.zip": lambda phrase: export.export_workbook(
            path, tmp_path / "out.json.zip", format="json", passphrase=phrase
        ),
        "copy.zip": lambda phrase: contributor_copies.make_copy(
            path, tmp_path / "copy.zip", wanted, passphrase=phrase, author="A"
        ),
        "return.zip": lambda phrase: return_pack.write_return_pack(
            prepared, tmp_path / "return.zip", passphrase=phrase
        ),
    }
    for name, write in writes.items():
        with pytest.raises(WrongUseError, match="requires a passphrase"):
            write(None)
        assert not (tmp_path / name).exists()
        write(PASSPHRASE)
        with zipfile.ZipFile(tmp_path / name) as made:
            assert all(entry.flag_bits & 1 for entry in made.infolist() if not entry.is_dir())
    export.export_workbook(path, tmp_path / "public.html", edition=Edition.PUBLIC)
    assert (tmp_path / "public.html").exists()


def test_nothing_of_a_person_is_written_outside_the_allowed_places(tmp_path: Path, set_for_all: SetForAll) -> None:
    allowed, elsewhere = tmp_path / "Cyngor #1 100% Ŵ", tmp_path / "elsewhere"
    allowed.mkdir()
    elsewhere.mkdir()
    path = new_file(allowed)
    prepared = return_pack.prepare_return_pack(path)
    backup = backups.take_backup(path, "merge", NOW)
    (taken,) = backups.list_backups(path)
    set_for_all(f"allowed_places = [{quoted(allowed)}, {quoted(tmp_path / 'not there')}]")
    wanted = Wanted(person="Ben", statements=("equity",))
    writes: dict[str, Callable[[Path], object]] = {
        "new.sawb": lambda out: opening.create_workbook(out, council="D", reference="D", year="2025-26", author="A"),
        "example.sawb": lambda out: opening.write_demo_workbook(out, author="A"),
        "out.json": lambda out: export.export_workbook(path, out),
        "copy.sawb": lambda out: contributor_copies.make_copy(path, out, wanted, author="A"),
        "return": lambda out: return_pack.write_return_pack(prepared, out),
        "return.zip": lambda out: return_pack.write_return_pack(prepared, out),
        "saved.sawb": lambda out: sibling_copies.save_copy(path, out),
        "restored.sawb": lambda out: restore_backup.save_backup_as(taken, out),
        "sign.pdf": lambda out: signing.write_signed_pdf(b"%PDF", out),
    }
    for name, write in writes.items():
        for out in (elsewhere / name, allowed / ".." / "elsewhere" / name):
            with pytest.raises(FileError, match=r"your organisation has .* Choose a folder there") as fault:
                write(out)
            assert "\n" not in str(fault.value)
        assert list(elsewhere.iterdir()) == []
        write(allowed / name)
        assert (allowed / name).exists()
    assert backup.exists()


def test_a_link_out_of_an_allowed_place_leads_out_of_it(tmp_path: Path, set_for_all: SetForAll) -> None:
    (tmp_path / "allowed").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "allowed" / "link").symlink_to(tmp_path / "elsewhere")
    set_for_all(f"allowed_places = [{quoted(tmp_path / 'allowed')}]")
    assert not policy.allows_path(tmp_path / "allowed" / "link" / "a.sawb")
    assert not policy.allows_path(tmp_path / "allowed and more" / "a.sawb")
    assert policy.allows_path(tmp_path / "allowed" / "not yet there" / "a.sawb")
    assert policy.allows_path(settings.find_own_folder("data") / "working" / "x.part"), (
        "what the program keeps for itself"
    )


def test_a_workbook_elsewhere_can_be_read_and_not_written(tmp_path: Path, set_for_all: SetForAll) -> None:
    path = new_file(tmp_path)
    set_for_all(f"allowed_places = [{quoted(tmp_path / 'allowed')}]")
    with pytest.raises(FileError, match="may not be written"):
        opening.open_workbook(path, author="A")
    reading = opening.open_workbook(path, author="A", or_read_only=True)
    assert "may not be written" in reading.read_only_because
    assert reading.council is not None
    reading.close()
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (['backup_folder = "relative/folder"'], "“backup_folder” should be a whole path of a folder"),
        (['backup_folder = "/backups/$NOBODY_SET_THIS"'], "“backup_folder” should be a whole path of a folder"),
        (["backup_folder = 4"], "“backup_folder” should be a whole path of a folder"),
        (['passphrase_required = "no"'], "“passphrase_required” should be true or false"),
        (['allowed_places = "/srv"'], "“allowed_places” should be a list of whole paths"),
        (["allowed_places = []"], "“allowed_places” should be a list of whole paths"),
        (["passphrase = true"], "sets “passphrase”, which this version does not know"),
        (["passphrase_required false"], "makes no sense"),
        (["\udcff\udcfe"], "makes no sense"),
        (["x = " + "[" * 3000], "makes no sense"),
        (["# " + "x" * 200_000], "makes no sense"),
    ],
)
def test_a_file_without_sense_is_said_and_taken_for_the_strictest(
    lines: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Any
) -> None:
    file = tmp_path / "set" / policy.NAME
    file.parent.mkdir()
    file.write_bytes("\n".join(lines).encode("utf-8", "surrogateescape"))
    monkeypatch.setattr(policy, "list_policy_places", lambda: (file,))
    found = policy.current_policy()
    assert said in found.describe_faults
    assert str(file) in found.describe_faults
    assert "\n" not in found.describe_faults
    assert found.passphrase_required
    path = new_file(tmp_path)
    opened = session(path)
    assert opened.read_only_because == ""
    shown = run("show", str(path), "--json")
    assert (shown.code, shown.err.strip()) == (0, found.describe_faults)
    assert json.loads(shown.out)["council"]
    with pytest.raises(WorkbookError, match="requires a passphrase"):
        export.export_workbook(path, tmp_path / "out.json")


def test_what_of_a_file_makes_sense_holds_beside_what_does_not(tmp_path: Path, set_for_all: SetForAll) -> None:
    set_for_all(f"allowed_places = [{quoted(tmp_path)}]", "unknown = 1", "passphrase_required = false")
    assert policy.current_policy().allowed_places == (tmp_path,)
    assert policy.current_policy().passphrase_required


def test_a_file_that_cannot_be_read_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / policy.NAME).mkdir()  # as good as one without the right to read it, which root always has
    monkeypatch.setattr(policy, "list_policy_places", lambda: (tmp_path / policy.NAME,))
    assert "cannot be read" in policy.current_policy().describe_faults
    assert policy.current_policy().passphrase_required


def test_the_computers_own_file_counts_more_than_one_beside_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = (tmp_path / "beside.toml", tmp_path / "computer.toml")
    files[0].write_text(
        f"passphrase_required = true\nbackup_folder = {quoted(tmp_path / 'beside')}\n", encoding="utf-8"
    )
    files[1].write_text("\ufeffpassphrase_required = false\n", encoding="utf-8")
    monkeypatch.setattr(policy, "list_policy_places", lambda: files)
    found = policy.current_policy()
    assert (found.passphrase_required, found.backup_folder) == (False, tmp_path / "beside")
    assert found.files == files
    assert found.faults == ()


@pytest.mark.parametrize(
    ("system", "package", "expected"),
    [
        ("linux", "/usr/lib/selfassess/app/selfassess", ("/usr/lib/selfassess", "/etc/xdg/selfassess")),
        ("darwin", "/opt/one/selfassess", ("/opt/one", "/Library/Application Support/selfassess")),
    ],
)
def test_it_is_looked_for_beside_the_program_and_where_the_computer_keeps_its_own(
    system: str, package: str, expected: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.platform", system)
    monkeypatch.setattr("selfassess.__file__", f"{package}/__init__.py")
    assert tuple(str(each.parent) for each in REAL_PLACES()) == expected
    assert {each.name for each in REAL_PLACES()} == {"policy.toml"}
