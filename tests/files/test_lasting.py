"""What the disk holds when a file takes its name, and what happens while somebody else holds that file."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from selfassess.files import lasting, private, trials
from selfassess.services.exporting import export
from selfassess.services.workbook import settings, temp_files
from tests.making import new_file
from tests.systems import ON_WINDOWS


def held(winerror: int) -> PermissionError:
    """What Windows says of a file that a scanner looks at."""
    error = PermissionError(13, "The process cannot access the file")
    error.winerror = winerror  # type: ignore[attr-defined]
    return error


class Scanned:
    """A system call that Windows refuses so many times before it lets it through."""

    def __init__(self, real: Callable[..., object], times: int, winerror: int = 32) -> None:
        self.real, self.left, self.winerror = real, times, winerror

    def __call__(self, *given: object, **named: object) -> object:
        if self.left:
            self.left -= 1
            raise held(self.winerror)
        return self.real(*given, **named)


@pytest.mark.parametrize("winerror", [5, 32, 33])
def test_a_file_that_somebody_holds_for_a_moment_is_tried_again(winerror: int) -> None:
    waited: list[float] = []
    assert lasting.retry_while_held(Scanned(lambda: "done", 3, winerror), waited.append) == "done"
    assert waited == list(lasting.PAUSES[:3])


def test_who_keeps_a_file_is_waited_for_two_seconds_at_most_and_then_said() -> None:
    waited: list[float] = []
    with pytest.raises(PermissionError):
        lasting.retry_while_held(Scanned(lambda: "done", 100), waited.append)
    assert 1 < sum(waited) < 3


@pytest.mark.parametrize("error", [PermissionError(13, "no"), OSError(28, "full"), held(112)])
def test_any_other_fault_is_said_at_once(error: OSError) -> None:
    waited: list[float] = []

    def fails() -> None:
        raise error

    with pytest.raises(OSError, match=str(error.strerror)):
        lasting.retry_while_held(fails, waited.append)
    assert waited == []


def test_a_scanner_fails_no_export_and_loses_no_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, out = new_file(tmp_path), tmp_path / "out.json"
    out.write_text("Before")
    monkeypatch.setattr(os, "replace", Scanned(os.replace, 2))
    export.export_workbook(path, out)
    assert out.read_text().startswith("{")
    monkeypatch.setattr(os, "replace", Scanned(os.replace, 2))
    settings.save_settings(settings.Settings(name="Kept"))
    assert settings.load_settings().name == "Kept"


def test_a_file_is_on_the_disk_before_it_has_its_name_and_its_folder_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    fsync, replace, link = os.fsync, os.replace, os.link

    def synced(number: int) -> None:
        done.append("folder" if os.path.isdir(f"/proc/self/fd/{number}") else "file")
        fsync(number)

    def naming(real: Callable[..., None]) -> Callable[..., None]:
        def names(*given: object, **more: object) -> None:
            done.append("named")
            real(*given, **more)

        return names

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(os, "replace", naming(replace))
    monkeypatch.setattr(os, "link", naming(link))
    for over in (True, False):
        done.clear()
        with temp_files.fresh_file_beside(tmp_path / f"{over}.txt", over=over) as fresh:
            private.write_private_file(fresh, b"x")
        assert done == ["file", "named", *([] if ON_WINDOWS else ["folder"])]


@pytest.mark.parametrize("links", [True, False])
def test_a_name_that_was_taken_meanwhile_is_not_written_over(
    links: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_: object) -> None:
        raise OSError(95, "not supported")

    if not links:
        monkeypatch.setattr(os, "link", no_links)
    fresh, out = tmp_path / "fresh", tmp_path / "out"
    fresh.write_text("new")
    out.write_text("there")
    with pytest.raises(FileExistsError):
        lasting.take_free_name(fresh, out)
    assert (fresh.read_text(), out.read_text()) == ("new", "there")
    out.unlink()
    lasting.take_free_name(fresh, out)
    assert ([each.name for each in tmp_path.iterdir()], out.read_text()) == (["out"], "new")


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_where_the_disk_refuses_what_was_there_stays_and_nothing_is_left(
    call: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out.txt"
    out.write_text("Before")

    def refuses(*_: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, call, refuses)
    with pytest.raises(OSError, match="Input/output error"):
        temp_files.write_whole_file(out, b"After")
    assert out.read_text() == "Before"
    assert [each.name for each in tmp_path.iterdir()] == ["out.txt"]


def test_whether_a_folder_can_be_written_is_tried_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert trials.can_write_in(tmp_path)
    assert list(tmp_path.iterdir()) == []
    assert not trials.can_write_in(tmp_path / "nowhere")
    real = os.open

    def refused(path: str, flags: int, mode: int = 0o777) -> int:
        if flags & (os.O_CREAT | os.O_RDWR):
            raise PermissionError(13, "Access is denied")
        return real(path, flags, mode)

    file = tmp_path / "file"
    file.write_text("x")
    assert trials.can_write(file, on_windows=True)
    monkeypatch.setattr(os, "open", refused)
    assert os.access(tmp_path, os.W_OK), "what rights say is not asked"
    assert not trials.can_write_in(tmp_path)
    assert not trials.can_write(file, on_windows=True)
