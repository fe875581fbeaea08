"""The process in which other people's files are read: it gives values, and nothing that happens to it happens here."""

from __future__ import annotations

import io
import os
import pickle
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path
from typing import Any

import pytest

from selfassess import cli
from selfassess.domain.model.errors import CancelledError, FileError, WrongUseError
from selfassess.domain.model.journal import Operation
from selfassess.exchange import apart, excel, foreign
from selfassess.exchange.apart import child, door, frames, limits
from selfassess.exchange.documents import words
from selfassess.exchange.spreadsheets import cells
from selfassess.packs import reader as packs
from selfassess.services.exporting import export
from tests.exchange import document_making, report_making
from tests.making import new_file

ENOUGH = 60.0
posix = pytest.mark.skipif(sys.platform == "win32", reason="signals and limits of POSIX")


def _serving(table: dict[str, tuple[str, str]]) -> list[str]:
    code = f"""
        import sys
        sys.path[:] = {sys.path!r}
        from selfassess.exchange.apart import child
        child.READERS |= {table!r}
        child.main()
    """
    return [sys.executable, "-c", textwrap.dedent(code)]


@pytest.fixture
def readers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Readers of this test's own, which do in the other process what hostile files make libraries do."""
    (tmp_path / "bad_readers.py").write_text(
        textwrap.dedent(
            """
            import os, time
            from selfassess.domain.model.errors import WrongUseError

            def abort(path, progress): os.abort()
            def fault(path, progress): raise ZeroDivisionError("words of the file")
            def refuse(path, progress): raise WrongUseError("Not like this.")
            def hoard(path, progress): return len(bytearray(20_000_000_000))
            def loop(path, progress):
                while True: time.sleep(0.01)
            def chat(path, progress):
                print("on standard output")
                os.write(1, b"x" * 100)
                progress(0.25)
                return "said"
            def process(path, progress): return os.getpid()
            def some(path, progress):
                yield from ("a", "b")
                os.abort()
            def write(path, progress):
                path.write_text("more than nothing")
                return "written"

            class Evil:
                def __reduce__(self): return (os.system, ("touch " + str(os.environ["TARGET"]),))
            def evil(path, progress): return Evil()
            """
        )
    )
    names = ("abort", "fault", "refuse", "hoard", "loop", "chat", "process", "some", "write", "evil")
    monkeypatch.syspath_prepend(tmp_path)
    command = _serving({name: ("bad_readers", name) for name in names})
    monkeypatch.setattr(door, "_build_reader_command", lambda: command)
    file = tmp_path / "sent.ods"
    file.write_bytes(b"")
    return file


def _gone(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    return Path(f"/proc/{process}/stat").exists() and Path(f"/proc/{process}/stat").read_text().split()[2] == "Z"


def _wait(condition: Any) -> None:
    ends = time.monotonic() + ENOUGH
    while not condition():
        assert time.monotonic() < ends
        time.sleep(0.02)


@pytest.mark.parametrize("reader", ["abort", "fault"])
def test_a_file_that_ends_the_reader_is_one_sentence(readers: Path, reader: str) -> None:
    with pytest.raises(FileError, match=r"^sent\.ods could not be read: .*sent again") as raised:
        apart.read_apart(reader, readers)
    assert "words of the file" not in str(raised.value)


def test_an_error_of_the_reader_is_the_same_error_here(readers: Path) -> None:
    with pytest.raises(WrongUseError, match=r"^Not like this\.$"):
        apart.read_apart("refuse", readers)


def test_a_spreadsheet_that_ends_the_library_is_one_sentence() -> None:
    with pytest.raises(FileError, match=r"^aborts\.ods could not be read"):
        foreign.open_book(Path(__file__).with_name("aborts.ods"))


@posix
def test_a_file_that_needs_too_much_memory_is_one_sentence(readers: Path) -> None:
    with pytest.raises(FileError, match=r"needs more memory .*\(4 GB\)"):
        apart.read_apart("hoard", readers)


def test_a_reader_that_is_lost_in_a_file_is_ended(readers: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "SILENCE", 0.2)
    with apart.Reader() as reader:
        with pytest.raises(FileError, match="takes longer"):
            reader.read_one_value("loop", readers, progress=lambda part: None, cancelled=lambda: False)
        assert reader._process is None


def test_a_reader_is_stopped_in_the_middle_of_a_file(readers: Path) -> None:
    asked: list[bool] = []

    def cancelled() -> bool:
        asked.append(True)
        return len(asked) > 3

    with pytest.raises(CancelledError):
        apart.read_apart("loop", readers, cancelled=cancelled)


def test_what_a_library_prints_is_no_answer(readers: Path) -> None:
    parts: list[float] = []
    assert apart.read_apart("chat", readers, progress=parts.append) == "said"
    assert parts == [0.25]


@posix
def test_the_reader_writes_no_file(readers: Path) -> None:
    with pytest.raises(FileError):
        apart.read_apart("write", readers)
    assert readers.read_bytes() == b""


def test_what_a_reader_says_is_a_value_and_never_an_act(
    readers: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "made"
    monkeypatch.setenv("TARGET", str(target))
    with pytest.raises(FileError, match="could not be read"):
        apart.read_apart("evil", readers)
    assert not target.exists()


@pytest.mark.parametrize(
    "value",
    [os.system, subprocess.Popen, Path("x"), eval, packs.load_framework, pickle.loads],
    ids=lambda each: str(each)[:30],
)
def test_only_values_come_through_the_door(value: object) -> None:
    with pytest.raises(pickle.UnpicklingError):
        frames.decode_value(pickle.dumps(value))


def test_several_files_share_a_process_and_one_that_ends_it_costs_only_itself(readers: Path) -> None:
    quiet: dict[str, Any] = {"progress": lambda part: None, "cancelled": lambda: False}
    with apart.Reader() as reader:
        first = reader.read_one_value("process", readers, **quiet)
        assert reader.read_one_value("process", readers, **quiet) == first
        pieces = reader.stream_pieces("some", readers, **quiet)
        with pytest.raises(FileError):
            list(pieces)
        second = reader.read_one_value("process", readers, **quiet)
        assert second != first
    if sys.platform != "win32":
        _wait(lambda: _gone(first) and _gone(second))


@posix
def test_the_reader_ends_with_the_program_that_started_it(readers: Path) -> None:
    code = f"""
        import sys, time
        sys.path[:] = {sys.path!r}
        from pathlib import Path
        from selfassess.exchange.apart import door
        door._build_reader_command = lambda: {door._build_reader_command()!r}
        reader = door.Reader()
        reader._send_request(("loop", (Path("x"),), {{}}))
        print(reader._process.pid, flush=True)
        time.sleep({ENOUGH})
    """
    program = subprocess.Popen([sys.executable, "-c", textwrap.dedent(code)], stdout=subprocess.PIPE)
    assert program.stdout is not None
    with program.stdout:
        process = int(program.stdout.readline())
        assert not _gone(process)
        os.kill(program.pid, signal.SIGKILL)
        program.wait()
    _wait(lambda: _gone(process))


def test_a_part_of_the_program_that_is_missing_is_not_blamed_on_the_file(
    readers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "_build_reader_command", lambda: _serving({"x": ("nothing", "x")}))
    with pytest.raises(door.ReaderFaultError):
        apart.read_apart("x", readers)


def test_every_reader_gives_the_same_apart_as_it_does_here(tmp_path: Path) -> None:
    sheet, page = tmp_path / "a.xlsx", tmp_path / "a.pdf"
    document_making.sheet(sheet, "Waits", [["Name", "Number"], ["A", 3], ["B", 1.5]])
    document_making.pdf(page, ["One page", "another"])
    assert apart.read_apart("spreadsheet", sheet) == cells.read_cells(sheet)
    with apart.Reader() as reader:
        for path in (sheet, page):
            found = reader.stream_pieces("words", path, progress=lambda part: None, cancelled=lambda: False)
            assert list(found) == list(words.read_passages(path))


def test_a_report_and_our_own_excel_are_read_apart(tmp_path: Path) -> None:
    framework = packs.newest_framework()
    report = report_making.written(tmp_path, report_making.lines())
    there = apart.read_apart("report", report, framework=framework)
    assert [record.values for record in there.workbook.current.records_of("judgement")] == [
        record.values for record in report_making.read(report).workbook.current.records_of("judgement")
    ]
    workbook = new_file(tmp_path)
    export.export_workbook(workbook, tmp_path / "own.xlsx")
    assert apart.read_apart("excel", tmp_path / "own.xlsx") == excel.read_excel_export(tmp_path / "own.xlsx")


def test_a_frozen_program_is_the_reader_by_one_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert door._build_reader_command() == [sys.executable, child.WORD]
    assert child.WORD == cli.READ_APART
    served: list[bool] = []
    monkeypatch.setattr(apart, "main", lambda: served.append(True))
    monkeypatch.setattr(sys, "argv", ["selfassess", child.WORD])
    with pytest.raises(SystemExit):
        cli.main(["--version"])
    assert served == [True]


def test_a_file_with_a_bound_of_processor_time_ends_by_itself() -> None:
    if sys.platform == "win32":
        pytest.skip("the parent watches")
    code = (
        f"import sys; sys.path[:] = {sys.path!r}\nfrom selfassess.exchange.apart import limits\n"
        "limits.SECONDS = 1\nlimits.begin_file()\nwhile True: pass"
    )
    assert subprocess.run([sys.executable, "-c", code], timeout=ENOUGH).returncode == -signal.SIGXCPU
    assert limits.SECONDS > 60


def test_choices_cross_over_by_their_value_also_from_the_first_python_3_11(monkeypatch: pytest.MonkeyPatch) -> None:
    def by_name(choice: Operation, _: int) -> tuple[object, tuple[object, ...]]:  # as Python 3.11.2 does, Debian 12's
        return getattr, (type(choice), choice.name)

    monkeypatch.setattr(Operation, "__reduce_ex__", by_name)
    with pytest.raises(pickle.UnpicklingError, match="getattr is no value"):
        frames.decode_value(pickle.dumps(next(iter(Operation))))
    written = io.BytesIO()
    frames.send_value(written, {"kinds": tuple(Operation)})
    written.seek(0)
    data = frames.receive_value_bytes(written)
    assert data is not None
    assert frames.decode_value(data) == {"kinds": tuple(Operation)}
