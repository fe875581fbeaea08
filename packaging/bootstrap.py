"""One command from a clone to a running program: ``python3 packaging/bootstrap.py run|test|lint|bench|pictures``.

Makes ``.venv`` in the checkout, installs the locked and hashed versions, sees to the shared libraries that Qt needs on
Debian, then runs the window, the checks or the benchmarks, takes pictures, or makes anew what is kept of the file
format (``schema``, ``fixture``). Only the standard library is used, and
only what Python 3.7 can read, so that a Python which is too old gets a sentence and not a traceback. A second run
installs nothing: a stamp in ``.venv`` says what is there.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import shlex
import shutil
import subprocess
import sys
import venv
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCK = ROOT / "packaging" / "lock.txt"
EXAMPLE = ROOT / "worked-example.sawb"
OLDEST, NEWEST = (3, 11), (3, 13)

# What Qt loads at run time and a bare Debian lacks: the first lines for any window, the rest for X11.
QT_PACKAGES = (
    *("libegl1", "libgl1", "libopengl0", "libdbus-1-3", "libfontconfig1", "libfreetype6", "libglib2.0-0"),
    *("libxkbcommon0", "libxkbcommon-x11-0", "libx11-xcb1", "libxcb-cursor0", "libxcb-icccm4", "libxcb-image0"),
    *("libxcb-keysyms1", "libxcb-randr0", "libxcb-render-util0", "libxcb-shape0", "libxcb-shm0", "libxcb-sync1"),
    *("libxcb-xfixes0", "libxcb-xinerama0", "libxcb-xkb1"),
)

# Starts Qt without a screen; with a file name as argument, also loads that platform plugin of Qt by itself, because a
# library that is missing there aborts the process instead of raising an error.
QT_TRIAL = """
import ctypes, os, pathlib, sys
os.environ["QT_QPA_PLATFORM"] = "offscreen"
import PySide6
from PySide6.QtWidgets import QApplication
QApplication([])
for name in sys.argv[1:]:
    ctypes.CDLL(str(pathlib.Path(PySide6.__file__).parent / "Qt" / "plugins" / "platforms" / name))
"""


# What the check "window" needs, as programs or as what the system's own Python finds, and the Debian package of each.
WINDOW_PROGRAMS = {"Xvfb": "xvfb", "openbox": "openbox", "xdotool": "xdotool", "dbus-daemon": "dbus"}
WINDOW_MODULES = {"Atspi": ("gir1.2-atspi-2.0", "python3-gi", "at-spi2-core")}
SYSTEM_PYTHON = "/usr/bin/python3"


class BootstrapError(Exception):
    """The work cannot go on; the message is one sentence that says what to do."""


class Check(NamedTuple):
    """One of the checks of ``bootstrap.py test``: its name, and a program of the environment with its arguments.

    ``on_screen``: it drives the real window and needs programs for that, which not every computer has. ``reads_only``:
    it reads the code and runs none of it, so that it is quick enough before every commit.
    """

    name: str
    command: tuple[str, ...]
    on_screen: bool = False
    reads_only: bool = False


# pytest comes last, so that its closing line ends the output.
CHECKS = (
    Check("ruff check", ("ruff", "check", "."), reads_only=True),
    Check("ruff format", ("ruff", "format", "--check", "."), reads_only=True),
    Check("mypy", ("mypy",), reads_only=True),
    Check("import-linter", ("lint-imports", "--no-logo"), reads_only=True),
    Check("deptry", ("deptry", "."), reads_only=True),
    # the project's pytest options leave these tests out, so they are replaced here
    Check(
        "window",
        ("pytest", "-o", "addopts=--import-mode=importlib --strict-markers", "-n", "2", "-q", "-rs", "tests/window"),
        on_screen=True,
    ),
    # as many at a time as there are cores, the tests of one file one after the other
    Check("pytest", ("pytest", "-n", "auto", "--dist", "loadfile", "--benchmark-disable")),
)


COMMANDS = {
    "run": "open the worked example",
    "test": "run every check",
    "lint": "run the checks that only read the code",
    "bench": "run the benchmarks",
    "schema": "remake the JSON Schema and the fingerprint of the file format",
    "fixture": "remake the workbook that is kept of this file format",
    "pictures": "take a picture of every page and dialog into FOLDER",
}


# --- what can be decided without touching anything -------------------------------------------------------------------


def python_fault(version: tuple[int, int]) -> str | None:
    """Why this Python cannot be used, as one sentence, or None where it can."""
    if OLDEST <= version <= NEWEST:
        return None
    return (
        f"This needs Python {OLDEST[0]}.{OLDEST[1]} to {NEWEST[0]}.{NEWEST[1]}, and this is Python "
        f"{version[0]}.{version[1]}: run it again with one of those, such as python{NEWEST[0]}.{NEWEST[1]}."
    )


def python_in(environment: Path, windows: bool = os.name == "nt") -> Path:
    """Where an environment keeps its Python."""
    return environment / "Scripts" / "python.exe" if windows else environment / "bin" / "python"


def stamp_text(lock: bytes, version: tuple[int, ...], platform: str) -> str:
    """What the stamp of a finished install says: the lock file's hash, the Python and the platform."""
    return f"{hashlib.sha256(lock).hexdigest()} python-{'.'.join(map(str, version))} {platform}\n"


def made_for(environment: Path) -> tuple[int, int] | None:
    """The Python version that an environment was made for, or None where there is no whole environment."""
    try:
        text = (environment / "pyvenv.cfg").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None
    found = re.search(r"^version(?:_info)?\s*=\s*(\d+)\.(\d+)", text, re.MULTILINE)
    if found is None or not python_in(environment).exists():
        return None
    return int(found.group(1)), int(found.group(2))


def has_display(platform: str, environment: Mapping[str, str]) -> bool:
    """Whether a window can be opened: always on Windows and macOS, with X11 or Wayland elsewhere."""
    if platform in ("win32", "darwin"):
        return True
    return any(environment.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


# --- the environment -------------------------------------------------------------------------------------------------


def prepare(environment: Path = VENV, lock: Path = LOCK) -> Path:
    """Bring the environment up to the lock file and make the checkout importable in it; gives its Python.

    Raises BootstrapError where that fails. The stamp goes before the install and comes back after it, so whatever
    interrupts an install, the next run starts it again.
    """
    version = sys.version_info[:2]
    python = python_in(environment)
    stamp = environment / "selfassess-stamp.txt"
    launcher, launching = launcher_of(python)
    wanted = stamp_text(lock.read_bytes(), version, sys.platform)
    if made_for(environment) == version and stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        _put(launcher, launching)
        return python
    if made_for(environment) != version or not _has_pip(python):
        say(f"Making {environment.name} for Python {version[0]}.{version[1]}")
        _make(environment)
    stamp.unlink(missing_ok=True)
    say("Installing the locked versions: the first time takes a few minutes and needs the internet")
    _install(python, lock)
    _make_importable(python)
    _put(launcher, launching)
    stamp.write_text(wanted, encoding="utf-8")
    return python


def _make(environment: Path) -> None:
    # clear: what stands there was made for another Python, or never finished
    builder = venv.EnvBuilder(clear=True, with_pip=True, symlinks=os.name != "nt")
    try:
        builder.create(environment)
    except (subprocess.CalledProcessError, SystemExit) as error:  # Debian keeps ensurepip in a package, and exits
        if not apt_install(("python3-venv",)):
            raise BootstrapError(
                "Python could not put pip into .venv: install the package python3-venv (Debian, Ubuntu) "
                "or a complete Python, then run this again."
            ) from error
        builder.create(environment)
    except OSError as error:
        raise BootstrapError(f"{environment} could not be made: {error.strerror or error}.") from error


def _has_pip(python: Path) -> bool:
    return subprocess.run([python, "-m", "pip", "--version"], capture_output=True, check=False).returncode == 0


def _install(python: Path, lock: Path) -> None:
    pip = (python, "-m", "pip", "--disable-pip-version-check", "--no-input")
    options = ("--quiet", "--require-hashes", "--no-deps", "--only-binary=:all:")
    if subprocess.run([*pip, "install", *options, "-r", lock], check=False).returncode:
        raise BootstrapError(
            "The libraries could not be installed (pip says why above; is this computer offline?). "
            "Nothing is broken: run this again once the internet can be reached."
        )


def _make_importable(python: Path) -> None:
    """A path file stands in for an install of the checkout, which would need a build and so the internet."""
    where = "import sysconfig; print(sysconfig.get_path('purelib'))"
    found = subprocess.run([python, "-c", where], capture_output=True, check=True, text=True)
    (Path(found.stdout.strip()) / "selfassess-checkout.pth").write_text(f"{ROOT}\n", encoding="utf-8")


def launcher_of(python: Path, windows: bool = os.name == "nt") -> tuple[Path, str]:
    """Where the environment keeps the command ``selfassess``, and what it says.

    Python is told not to look for modules in the folder one is in: there might be others of these names.
    """
    if windows:
        return python.with_name("selfassess.cmd"), '@"%~dp0python.exe" -P -m selfassess %*\n'
    return python.with_name("selfassess"), f'#!/bin/sh\nexec {shlex.quote(str(python))} -P -m selfassess "$@"\n'


def _put(launcher: Path, text: str) -> None:
    if not launcher.exists() or launcher.read_text(encoding="utf-8") != text:
        launcher.write_text(text, encoding="utf-8")
    launcher.chmod(0o755)


# --- Qt's shared libraries -------------------------------------------------------------------------------------------


def see_to_qt(python: Path, *, window: bool) -> None:
    """Try Qt, and on Debian install the shared libraries that it misses; BootstrapError names them otherwise.

    ``window``: a window is to be opened on X11, which needs more libraries than checks without a screen do.
    """
    if sys.platform != "linux":
        return
    plugins = ("libqxcb.so",) if window and os.environ.get("DISPLAY") else ()
    fault = _qt_fault(python, plugins)
    if fault and apt_install(QT_PACKAGES):
        fault = _qt_fault(python, plugins)
    if fault:
        raise BootstrapError(
            f"Qt does not start ({fault}): install the shared libraries it needs, then run this again. "
            f"On Debian and Ubuntu they are in these packages: {' '.join(QT_PACKAGES)}."
        )


def _qt_fault(python: Path, plugins: Sequence[str]) -> str | None:
    trial = subprocess.run([python, "-c", QT_TRIAL, *plugins], capture_output=True, check=False, text=True)
    if trial.returncode == 0:
        return None
    lines = trial.stderr.strip().splitlines()
    return lines[-1].rstrip(".") if lines else f"exit code {trial.returncode}"


def window_fault(python: Path) -> str | None:
    """Why the window cannot be driven here, in words that name what is missing; None where it can.

    On Debian what is missing is installed first, where we may.
    """
    if sys.platform != "linux":
        return "it needs an X server, which this system has not"
    lacking = window_packages()
    if lacking and apt_install(lacking):
        lacking = window_packages()
    if lacking:
        return f"what it needs is not installed; on Debian and Ubuntu that is in these packages: {' '.join(lacking)}"
    plugin = ("libqxcb.so",)
    fault = _qt_fault(python, plugin)
    if fault and apt_install(QT_PACKAGES):
        fault = _qt_fault(python, plugin)
    return f"Qt cannot reach an X server ({fault})" if fault else None


def window_packages() -> list[str]:
    """The Debian packages of what the check "window" needs and does not find."""
    lacking = [package for program, package in WINDOW_PROGRAMS.items() if shutil.which(program) is None]
    for module, packages in WINDOW_MODULES.items():
        trial = f"import gi; gi.require_version('{module}', '2.0')"
        try:
            found = subprocess.run([SYSTEM_PYTHON, "-c", trial], capture_output=True, check=False).returncode == 0
        except OSError:
            found = False
        lacking += () if found else packages
    return lacking


def apt_install(packages: Sequence[str]) -> bool:
    """Install Debian packages where we may without asking anybody for a password; whether they are there now."""
    prefix = _apt_prefix()
    if prefix is None:
        return False
    say(f"Installing with apt-get: {' '.join(packages)}")
    apt = (*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q")
    for command in (("update",), ("install", "-y", "--no-install-recommends", *packages)):
        if subprocess.run([*apt, *command], stdin=subprocess.DEVNULL, check=False).returncode:
            return False
    return True


def _apt_prefix() -> tuple[str, ...] | None:
    """What to put before apt-get: nothing for root, sudo where it asks for no password, None where we may not."""
    if sys.platform != "linux" or shutil.which("apt-get") is None:
        return None
    if os.geteuid() == 0:
        return ()
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0:
        return (sudo, "-n")
    return None


# --- the commands ------------------------------------------------------------------------------------------------


def run() -> int:
    """Open the window on the worked example, or write its Excel and PDF where there is no screen."""
    python = prepare()
    window = has_display(sys.platform, os.environ)
    see_to_qt(python, window=window)
    if not EXAMPLE.exists():
        say(f"Writing the worked example, {EXAMPLE.name}")
        code = selfassess(python, "demo", str(EXAMPLE))
        if code:
            return code
    if window:
        return selfassess(python, "open", str(EXAMPLE))
    outputs = [EXAMPLE.with_suffix(suffix) for suffix in (".xlsx", ".pdf")]
    for output in outputs:
        code = selfassess(python, "export", str(EXAMPLE), str(output))
        if code:
            return code
    say(
        "There is no screen here, so the worked example was written as "
        f"{outputs[0].name} and {outputs[1].name} in {ROOT} instead of being opened in a window"
    )
    return 0


def test() -> int:
    """Run every check, naming each result; 0 where all passed."""
    python = prepare()
    see_to_qt(python, window=False)
    return run_checks(python, CHECKS)


def lint() -> int:
    """Run the checks that only read the code; 0 where all passed."""
    return run_checks(prepare(), [check for check in CHECKS if check.reads_only])


def run_checks(python: Path, checks: Sequence[Check]) -> int:
    """Run the checks in order and all of them; the ones that failed are named before the last one starts."""
    failed: list[str] = []
    for check in checks:
        if check is checks[-1]:
            say(f"Failed so far: {', '.join(failed)}" if failed else "Everything so far has passed")
        why = window_fault(python) if check.on_screen else None
        if why:
            say(f"{check.name}: not run, because {why}")
            continue
        say(check.name)
        program, *arguments = check.command
        code = subprocess.run(
            [python.with_name(program), *arguments], cwd=ROOT, env=_offscreen(), check=False
        ).returncode
        if code:
            failed.append(check.name)
        if check is not checks[-1]:
            say(f"{check.name}: {'failed' if code else 'passed'}")
    return 1 if failed else 0


def bench() -> int:
    """Run the benchmarks."""
    python = prepare()
    see_to_qt(python, window=False)
    # the project's pytest options leave the benchmarks out, so they are replaced here
    options = ("-o", "addopts=--import-mode=importlib --strict-markers", "-s")
    return subprocess.run(
        [python, "-m", "pytest", *options, "tests/benchmarks"], cwd=ROOT, env=_offscreen(), check=False
    ).returncode


def pictures(folder: str | None) -> int:
    """Take a picture of every page and every dialog, in every look, into a folder."""
    if folder is None:
        raise BootstrapError("Say where the pictures go: python3 packaging/bootstrap.py pictures DIR.")
    python = prepare()
    see_to_qt(python, window=False)
    where = str(Path(folder).resolve())
    return subprocess.run([python, ROOT / "packaging" / "pictures.py", where], cwd=ROOT, check=False).returncode


def remake(what: str) -> int:
    """Make anew what the project keeps of its file format: the JSON "schema" or the "fixture"."""
    return subprocess.run([prepare(), ROOT / "packaging" / "remake.py", what], cwd=ROOT, check=False).returncode


def selfassess(python: Path, *arguments: str) -> int:
    """Run the product itself; its exit code."""
    return subprocess.run([python, "-m", "selfassess", *arguments], cwd=ROOT, check=False).returncode


def _offscreen() -> dict[str, str]:
    return {"QT_QPA_PLATFORM": "offscreen", **os.environ}


def say(sentence: str) -> None:
    """Print one line at once, so that it stands before what a command started next prints."""
    print(f"== {sentence}", flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out one of the commands; the exit code of the process."""
    fault = python_fault((sys.version_info[0], sys.version_info[1]))
    if fault:
        print(fault, file=sys.stderr)
        return 1
    parser = argparse.ArgumentParser(prog="bootstrap.py", description="From a clone to a running program.")
    helps = "; ".join(f"{name}: {words}" for name, words in COMMANDS.items())
    parser.add_argument("command", choices=tuple(COMMANDS), help=helps)
    parser.add_argument("folder", nargs="?", help="where the pictures go")
    given = parser.parse_args(arguments)
    try:
        if given.command == "pictures":
            return pictures(given.folder)
        if given.command in ("schema", "fixture"):
            return remake(given.command)
        return {"run": run, "test": test, "lint": lint, "bench": bench}[given.command]()
    except BootstrapError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped. Run it again to go on.", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
