"""The bootstrap's rules, and that an install which fails is begun again and one which is done is left alone."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import bootstrap
import pytest

from selfassess import VERSION
from tests.window import screen


@pytest.mark.parametrize("version", [(3, 11), (3, 12), (3, 13)])
def test_a_supported_python_is_used(version: tuple[int, int]) -> None:
    assert bootstrap.python_fault(version) is None


@pytest.mark.parametrize("version", [(2, 7), (3, 10), (3, 14), (4, 0)])
def test_another_python_gets_one_sentence(version: tuple[int, int]) -> None:
    fault = bootstrap.python_fault(version)
    assert fault is not None
    assert f"this is Python {version[0]}.{version[1]}:" in fault
    assert "3.11 to 3.13" in fault


def test_an_older_python_can_read_the_file_to_the_end() -> None:
    source = Path(bootstrap.__file__).read_text(encoding="utf-8")
    ast.parse(source, feature_version=(3, 7))
    with pytest.raises(SyntaxError):  # this is how the line above fails
        ast.parse("if code := 1: pass", feature_version=(3, 7))


def test_the_supported_pythons_are_those_of_the_project_file() -> None:
    project = (bootstrap.ROOT / "pyproject.toml").read_text(encoding="utf-8")
    oldest, newest = bootstrap.OLDEST, bootstrap.NEWEST
    assert f'requires-python = ">={oldest[0]}.{oldest[1]},<{newest[0]}.{newest[1] + 1}"' in project


def test_the_stamp_changes_with_lock_python_and_platform() -> None:
    stamps = {
        bootstrap.stamp_text(b"a==1", (3, 11), "linux"),
        bootstrap.stamp_text(b"a==2", (3, 11), "linux"),
        bootstrap.stamp_text(b"a==1", (3, 12), "linux"),
        bootstrap.stamp_text(b"a==1", (3, 11), "win32"),
    }
    assert len(stamps) == 4
    assert bootstrap.stamp_text(b"a==1", (3, 11), "linux") in stamps


def test_the_command_stands_in_the_environment_and_runs_from_anywhere(tmp_path: Path) -> None:
    (tmp_path / "selfassess").mkdir()  # a folder of that name must not be taken for the program
    file, text = bootstrap.launcher_of(Path(sys.executable), windows=False)
    assert file == Path(sys.executable).with_name("selfassess")
    launcher = tmp_path / "launcher"
    launcher.write_text(text, encoding="utf-8")
    launcher.chmod(0o755)
    ran = subprocess.run([launcher, "--version"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert ran.stdout == f"selfassess {VERSION}\n"


def test_on_windows_the_command_is_a_file_that_needs_no_build() -> None:
    file, text = bootstrap.launcher_of(Path("env") / "Scripts" / "python.exe", windows=True)
    assert file == Path("env") / "Scripts" / "selfassess.cmd"
    assert text == '@"%~dp0python.exe" -P -m selfassess %*\n'


@pytest.mark.parametrize(
    ("platform", "environment", "expected"),
    [
        ("linux", {}, False),
        ("linux", {"DISPLAY": ""}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("win32", {}, True),
        ("darwin", {}, True),
    ],
)
def test_a_window_is_opened_where_there_is_a_screen(platform: str, environment: dict[str, str], expected: bool) -> None:
    assert bootstrap.has_display(platform, environment) is expected


def test_the_python_of_an_environment_is_where_each_system_keeps_it() -> None:
    assert bootstrap.python_in(Path("e"), windows=True) == Path("e/Scripts/python.exe")
    assert bootstrap.python_in(Path("e"), windows=False) == Path("e/bin/python")


def half_made(environment: Path, *, version: str = "", with_python: bool = False) -> Path:
    environment.mkdir()
    if version:
        (environment / "pyvenv.cfg").write_text(f"home = somewhere\nversion = {version}\n", encoding="utf-8")
    if with_python:
        python = bootstrap.python_in(environment)
        python.parent.mkdir()
        python.touch()
    return environment


def test_an_environment_without_a_python_counts_as_none(tmp_path: Path) -> None:
    assert bootstrap.made_for(tmp_path / "nothing") is None
    assert bootstrap.made_for(half_made(tmp_path / "a", version="3.12.1")) is None
    assert bootstrap.made_for(half_made(tmp_path / "b", with_python=True)) is None
    assert bootstrap.made_for(half_made(tmp_path / "c", version="3.12.1", with_python=True)) == (3, 12)


@pytest.fixture
def empty_lock(tmp_path: Path) -> Path:
    """A lock file that asks for nothing, so that installing it needs no internet."""
    lock = tmp_path / "lock.txt"
    lock.write_text("# nothing\n", encoding="utf-8")
    return lock


def test_a_second_run_installs_nothing(
    tmp_path: Path, empty_lock: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    environment = half_made(tmp_path / "env", version="3.4.0")  # what stood there is of no use, and is replaced
    python = bootstrap.prepare(environment, empty_lock)
    assert "Installing" in capfd.readouterr().out
    found = subprocess.run(
        [python, "-c", "import selfassess; print(selfassess.__file__)"], capture_output=True, text=True
    )
    assert Path(found.stdout.strip()).parent == bootstrap.ROOT / "selfassess"

    monkeypatch.setattr(bootstrap, "_install", lambda *_: pytest.fail("installed again"))
    assert bootstrap.prepare(environment, empty_lock) == python
    assert capfd.readouterr().out == ""


def test_a_failed_install_says_so_and_the_next_run_tries_again(
    tmp_path: Path, empty_lock: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    environment = tmp_path / "env"
    broken = tmp_path / "broken.txt"
    broken.write_text("a-library-without-a-hash==1\n", encoding="utf-8")  # pip refuses it before it looks anywhere
    with pytest.raises(bootstrap.BootstrapError, match="run this again"):
        bootstrap.prepare(environment, broken)
    assert not (environment / "selfassess-stamp.txt").exists()

    monkeypatch.setattr(bootstrap, "_make", lambda *_: pytest.fail("made again"))
    bootstrap.prepare(environment, empty_lock)
    assert (environment / "selfassess-stamp.txt").exists()
    with pytest.raises(bootstrap.BootstrapError):
        bootstrap.prepare(environment, broken)  # the lock changed, so the old stamp is gone
    assert not (environment / "selfassess-stamp.txt").exists()
    capfd.readouterr()


def test_a_python_without_pip_names_the_package_that_brings_it(
    tmp_path: Path, empty_lock: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("venv.EnvBuilder.create", lambda *_: sys.exit(1))  # as Debian's Python does
    monkeypatch.setenv("PATH", str(tmp_path))  # no apt-get
    with pytest.raises(bootstrap.BootstrapError, match="python3-venv"):
        bootstrap.prepare(tmp_path / "env", empty_lock)


@pytest.fixture
def started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """What the bootstrap asks of the product, with the environment taken as made."""
    commands: list[tuple[str, ...]] = []

    def record(_: Path, *arguments: str) -> int:
        commands.append(tuple(Path(argument).name for argument in arguments))
        return 0

    monkeypatch.setattr(bootstrap, "prepare", lambda: Path(sys.executable))
    monkeypatch.setattr(bootstrap, "see_to_qt", lambda *_, **__: None)
    monkeypatch.setattr(bootstrap, "selfassess", record)
    monkeypatch.setattr(bootstrap, "EXAMPLE", tmp_path / "worked-example.sawb")
    return commands


def test_run_writes_the_example_once_and_opens_it(
    started: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap, "has_display", lambda *_: True)
    assert bootstrap.main(["run"]) == 0
    bootstrap.EXAMPLE.touch()
    assert bootstrap.main(["run"]) == 0
    opened = ("open", "worked-example.sawb")
    assert started == [("demo", "worked-example.sawb"), opened, opened]


def test_run_without_a_screen_writes_excel_and_pdf_and_says_so(
    started: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bootstrap, "has_display", lambda *_: False)
    assert bootstrap.main(["run"]) == 0
    assert started == [
        ("demo", "worked-example.sawb"),
        ("export", "worked-example.sawb", "worked-example.xlsx"),
        ("export", "worked-example.sawb", "worked-example.pdf"),
    ]
    assert "no screen" in capsys.readouterr().out


def test_every_check_runs_and_a_failure_is_named_before_the_last(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    program = Path(sys.executable).name
    checks = [
        bootstrap.Check("first", (program, "-c", "raise SystemExit(3)")),
        bootstrap.Check("second", (program, "-c", "print('second ran')")),
        bootstrap.Check("last", (program, "-c", "print('closing line')")),
    ]
    assert bootstrap.run_checks(Path(sys.executable), checks) == 1
    lines = capfd.readouterr().out.splitlines()
    assert "== first: failed" in lines
    assert "== second: passed" in lines
    assert lines.index("== Failed so far: first") < lines.index("== last")
    assert lines[-1] == "closing line"
    assert bootstrap.run_checks(Path(sys.executable), checks[1:]) == 0


def test_a_check_that_needs_a_screen_says_why_it_was_not_run(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("PATH", str(tmp_path))  # neither an X server nor apt-get
    monkeypatch.setattr(bootstrap, "SYSTEM_PYTHON", str(tmp_path / "python3"))
    program = Path(sys.executable).name
    checks = [
        bootstrap.Check("window", (program, "-c", "print('driven')"), on_screen=True),
        bootstrap.Check("last", (program, "-c", "print('closing line')")),
    ]
    assert bootstrap.run_checks(Path(sys.executable), checks) == 0
    said = capfd.readouterr().out
    (line,) = [line for line in said.splitlines() if line.startswith("== window")]
    assert "not run" in line
    for package in ("xvfb", "openbox", "xdotool", "dbus", "at-spi2-core", "python3-gi", "gir1.2-atspi-2.0"):
        assert package in line
    assert "driven" not in said
    assert said.splitlines()[-1] == "closing line"


def test_a_check_that_needs_a_screen_runs_where_there_is_all_it_needs(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bootstrap, "window_fault", lambda _: None)
    driven = bootstrap.Check("window", (Path(sys.executable).name, "-c", "raise SystemExit(3)"), on_screen=True)
    last = bootstrap.Check("last", (Path(sys.executable).name, "-c", ""))
    assert bootstrap.run_checks(Path(sys.executable), [driven, last]) == 1
    assert "== window: failed" in capfd.readouterr().out


def test_what_drives_the_window_is_installed_where_we_may(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    installed: list[str] = []
    monkeypatch.setattr(bootstrap, "window_packages", lambda: [] if installed else ["xvfb", "xdotool"])

    def install(packages: list[str]) -> bool:
        installed.extend(packages)
        return True

    monkeypatch.setattr(bootstrap, "apt_install", install)
    monkeypatch.setattr(bootstrap, "_qt_fault", lambda *_: None)
    assert bootstrap.window_fault(Path(sys.executable)) is None
    assert installed == ["xvfb", "xdotool"]


def test_the_gate_and_its_check_name_the_same_packages() -> None:
    assert screen.PROGRAMS == bootstrap.WINDOW_PROGRAMS
    (check,) = [each for each in bootstrap.CHECKS if each.on_screen]
    assert check.name == "window"
    assert bootstrap.CHECKS[-1].name == "pytest"  # its closing line ends the output
    run = (bootstrap.ROOT / ".ci" / "run").read_text(encoding="utf-8")
    wanted = {*bootstrap.WINDOW_PROGRAMS.values(), *next(iter(bootstrap.WINDOW_MODULES.values()))}
    assert {package for package in wanted if package not in run} == set()


def test_packages_are_named_where_they_may_not_be_installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("PATH", str(tmp_path))  # neither apt-get nor sudo
    python = tmp_path / "python"
    python.write_text("#!/bin/sh\necho 'ImportError: libEGL.so.1: cannot open' >&2\nexit 1\n", encoding="utf-8")
    python.chmod(0o755)
    with pytest.raises(bootstrap.BootstrapError, match=r"libEGL\.so\.1.*libegl1.*libxcb-cursor0"):
        bootstrap.see_to_qt(python, window=False)


def test_the_lock_pins_and_hashes_what_the_project_asks_for() -> None:
    lock = bootstrap.LOCK.read_text(encoding="utf-8")
    pinned = {
        m.group(1): m.group(0) for m in re.finditer(r"^([a-z0-9-]+)==(?:.+\\\n)(?:\s+--hash=sha256:.+\n)+", lock, re.M)
    }
    entries = re.findall(r"^[a-z].*$", lock, re.MULTILINE)
    assert len(entries) == len(pinned), "an entry without a hash"
    project = (bootstrap.ROOT / "pyproject.toml").read_text(encoding="utf-8")
    asked = set(re.findall(r'^    "([A-Za-z0-9-]+)', project.split("[project.scripts]")[0], re.MULTILINE))
    assert {name.lower() for name in asked} <= pinned.keys()
