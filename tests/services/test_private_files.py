"""Whatever is written can be read by its owner only, from its first byte on; and nothing is left in between."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from selfassess.domain.model.errors import FileError
from selfassess.files import private
from selfassess.services.exporting import export
from selfassess.services.safety import crash_reports
from selfassess.services.workbook import opening, settings, temp_files
from selfassess.services.years.signing import write_signed_pdf
from selfassess.storage import processes
from tests.making import new_file
from tests.running import Ran

pytestmark = pytest.mark.skipif(os.name != "posix", reason="Windows gives files the rights of their folder")

WATCHED = """
import os, stat, sys
os.umask(0)
root, temporary = os.environ["WATCHED"], os.environ["TMPDIR"]
written, wrong = set(), set()

def closed(path):
    while path.startswith(root) and path != root:
        try:
            mode = os.lstat(path).st_mode
        except OSError:
            return True
        if not stat.S_IMODE(mode) & 0o077:
            return True
        path = os.path.dirname(path)
    return False

def watch(event, given):
    if event == "open" and isinstance(given[0], (str, bytes, os.PathLike)):
        path, flags = os.path.abspath(os.fsdecode(given[0])), given[2] or 0
        if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT) and not path.startswith(("/dev", "/proc")):
            written.add(path)
    wrong.update(path for path in tuple(written) if os.path.exists(path) and not closed(path))
    wrong.update(path for path in tuple(written) if path.startswith(temporary))

sys.addaudithook(watch)
from selfassess.cli import main
try:
    main(sys.argv[1:])
finally:
    print("written", len(written), "wrong", sorted(wrong), file=sys.stderr)
"""

COMMANDS: tuple[tuple[str, ...], ...] = (
    ("demo", "new.sawb"),
    ("new", "new.sawb", "--council", "Derby", "--reference", "D", "--year", "2025-26"),
    ("export", "council.sawb", "out.xlsx"),
    ("export", "council.sawb", "out.pdf"),
    ("export", "council.sawb", "out.json"),
    ("export", "council.sawb", "out.xlsx.zip", "--lock"),
    ("export", "council.sawb", "locked.pdf", "--lock"),
    ("return-pack", "council.sawb", "return.zip"),
    ("return-pack", "council.sawb", "return"),
    ("contribute", "council.sawb", "copy.sawb", "--for", "Ann", "--statement", "equity"),
    ("contribute", "council.sawb", "copy.sawb.zip", "--for", "Ann", "--statement", "equity", "--lock"),
    ("carry", "council.sawb", "--from", "2024-25", "--to", "2025-26"),
    ("recover", "council.sawb", "recovered.sawb"),
)


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_what_a_command_writes_is_closed_to_others_at_every_moment(words: tuple[str, ...], tmp_path: Path) -> None:
    folder, home, temporary = (tmp_path / name for name in ("folder", "home", "temporary"))
    for each in (folder, home, temporary):
        each.mkdir()
    new_file(folder, "council.sawb")
    environment = {
        **os.environ,
        "WATCHED": str(tmp_path),
        "SELFASSESS_HOME": str(home),
        "TMPDIR": str(temporary),
        "SELFASSESS_PASSPHRASE": "four plain words here",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    root = Path(__file__).parents[2]
    environment["PYTHONPATH"] = str(root)
    command = [sys.executable, "-c", WATCHED, *words]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    assert "wrong []" in done.stderr
    for place, folders, files in os.walk(tmp_path):
        for name in files:
            path = Path(place, name)
            assert not stat.S_IMODE(path.stat().st_mode) & 0o077, path
        made = [Path(place, name) for name in folders if Path(place) != tmp_path]
        assert all(not stat.S_IMODE(each.stat().st_mode) & 0o077 for each in made), made
    assert not list(temporary.iterdir())
    assert not list((home / "data").glob("working/*"))
    assert not [each for each in folder.iterdir() if each.name.startswith(".")]


def test_a_file_that_is_replaced_keeps_its_rights(tmp_path: Path) -> None:
    path, out = new_file(tmp_path), tmp_path / "out.json"
    export.export_workbook(path, out)
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    for mode in (0o640, 0o664):
        out.chmod(mode)
        export.export_workbook(path, out)
        assert stat.S_IMODE(out.stat().st_mode) == mode
    write_signed_pdf(b"%PDF-", tmp_path / "signed.pdf")
    assert stat.S_IMODE((tmp_path / "signed.pdf").stat().st_mode) == 0o600
    private.write_over_file(out, b"x")
    assert stat.S_IMODE(out.stat().st_mode) == 0o664


def test_settings_crash_reports_and_reports_are_private(
    tmp_path: Path, own_home: Path, run: Callable[..., Ran]
) -> None:
    before = os.umask(0)
    try:
        settings.save_settings(settings.Settings(name="Tester"))
        kept = crash_reports.keep_crash_report("What happened")
        path = new_file(tmp_path)
        export.export_workbook(path, tmp_path / "out.json")
        run("import", path, tmp_path / "out.json", "--report", tmp_path / "report.txt")
    finally:
        os.umask(before)
    assert kept is not None
    for each in (kept, own_home / "config" / "settings.json", tmp_path / "report.txt"):
        assert stat.S_IMODE(each.stat().st_mode) == 0o600, each
    assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700
    assert settings.load_settings().name == "Tester"


LEAVES = """
import os, sys, time
from pathlib import Path
from selfassess.services.workbook import temp_files
out = Path(sys.argv[1])
with temp_files.working_folder() as working, temp_files.file_in_place_of(out) as fresh:
    (working / "text.pdf").write_bytes(b"What somebody wrote")
    fresh.write_bytes(b"What somebody wrote")
    print(fresh, flush=True)
    time.sleep(60)
"""


def test_what_a_killed_process_left_is_swept_away_at_the_next_start(tmp_path: Path, own_home: Path) -> None:
    out = tmp_path / "out.pdf"
    writer = subprocess.Popen([sys.executable, "-c", LEAVES, out], stdout=subprocess.PIPE, text=True)
    assert writer.stdout is not None
    fresh = Path(writer.stdout.readline().strip())
    working = own_home / "data" / "working"
    temp_files.sweep_abandoned()
    assert fresh.exists(), "what is still being written is left alone"
    assert len(list(working.iterdir())) == 2
    writer.send_signal(signal.SIGKILL)
    writer.wait()
    writer.stdout.close()
    assert fresh.read_bytes() == b"What somebody wrote"
    temp_files.sweep_abandoned()
    assert not list(tmp_path.iterdir())
    assert not list(working.iterdir())


@pytest.mark.parametrize("words", [("export", "council.sawb", "out.pdf"), ("return-pack", "council.sawb", "out.zip")])
def test_an_export_that_is_killed_leaves_nothing_to_read_after_the_next(
    words: tuple[str, ...], tmp_path: Path, own_home: Path
) -> None:
    path = tmp_path / "council.sawb"
    opening.write_demo_workbook(path, author="Tester")
    command = [sys.executable, "-m", "selfassess", words[0], str(path), str(tmp_path / words[2])]
    working = own_home / "data" / "working"
    writer = subprocess.Popen(command, cwd=Path(__file__).parents[2], stdout=subprocess.DEVNULL)
    ends = time.monotonic() + 300
    while time.monotonic() < ends and not (working.is_dir() and list(working.iterdir())):
        time.sleep(0.005)
    writer.kill()
    writer.wait()
    assert list(working.iterdir()), "it was killed in the middle"
    temp_files.sweep_abandoned()
    assert [each.name for each in tmp_path.iterdir()] == ["council.sawb"]
    assert not list(working.iterdir())


def test_only_what_was_noted_is_swept_away(tmp_path: Path, own_home: Path) -> None:
    precious = tmp_path / "precious.txt"
    precious.write_text("Kept")
    hidden = tmp_path / ".part"
    hidden.mkdir()
    (own_home / "data" / "working").mkdir(parents=True)
    note = own_home / "data" / "working" / f"{2**22 + 7}-{temp_files._hash_mark(processes.computer_id())}-x-y"
    note.write_bytes(os.fsencode(precious))
    (own_home / "data" / "working" / "something of somebody's").write_text("Kept")
    temp_files.sweep_abandoned()
    assert precious.read_text() == "Kept"
    assert not note.exists()
    assert (own_home / "data" / "working" / "something of somebody's").exists()
    assert hidden.exists()


def test_what_fails_leaves_what_was_there(tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    out.write_text("Before")
    with pytest.raises(UnicodeEncodeError), temp_files.file_in_place_of(out) as fresh:
        fresh.write_text("Half, then \udc00")
    assert out.read_text() == "Before"
    assert [each.name for each in tmp_path.iterdir()] == ["out.json"]
    with pytest.raises(FileError, match="cannot be written"):
        write_signed_pdf(b"x", tmp_path / "nowhere" / "out.pdf")
