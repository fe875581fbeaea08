"""The wheel is whole: installed by itself, from another folder, every command is there and does the main job."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import sysconfig
import tarfile
import time
import zipfile
from pathlib import Path

import build
import pytest
from bootstrap import LOCK, ROOT, python_in

from selfassess import VERSION
from selfassess.cli import COMMANDS

RUNTIME = ROOT / "packaging" / "runtime.txt"
PATIENCE = 120
"""Seconds; however slow a machine is, a window is there by then."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The wheel and the source archive."""
    out = tmp_path_factory.mktemp("built")
    for kind in ("wheel", "sdist"):
        call = [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(out)]
        subprocess.run(call, cwd=ROOT, env=commit_time(), check=True, capture_output=True)
    return sorted(out.iterdir())


@pytest.fixture(scope="module")
def installed(built: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the commands of an environment that holds the wheel, and the libraries of this one."""
    place = tmp_path_factory.mktemp("installed") / "environment"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", place], check=True)
    python = python_in(place)
    wheel = next(each for each in built if each.suffix == ".whl")
    call: list[str | Path] = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        python,
        "install",
        "--quiet",
        "--no-index",
        "--no-deps",
        wheel,
    ]
    subprocess.run(call, check=True, capture_output=True)
    asked: list[str | Path] = [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    found = subprocess.run(asked, check=True, capture_output=True, text=True).stdout.strip()
    # only the folder itself: what makes this checkout importable lies in a file of its own there, which is not followed
    Path(found, "libraries.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return python.parent


def commit_time() -> dict[str, str]:
    return {**os.environ, "SOURCE_DATE_EPOCH": str(build.time_of_commit())}


def run(installed: Path, folder: Path, *words: object) -> str:
    """What a command of the installed program prints; nothing of the checkout is in its way."""
    program = installed / "selfassess"
    call = [str(program), *map(str, words)]
    done = subprocess.run(call, cwd=folder, env=clean(folder), capture_output=True, text=True, check=False)
    assert done.returncode == 0, (words, done.stdout, done.stderr)
    return done.stdout


def clean(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return {**kept, "SELFASSESS_HOME": str(folder), "QT_QPA_PLATFORM": "offscreen"}


def test_two_builds_are_the_same_byte_for_byte(built: list[Path], tmp_path: Path) -> None:
    for file in built:
        kind = "wheel" if file.suffix == ".whl" else "sdist"
        call = [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(tmp_path)]
        subprocess.run(call, cwd=ROOT, env=commit_time(), check=True, capture_output=True)
        assert (tmp_path / file.name).read_bytes() == file.read_bytes()


def test_the_wheel_holds_all_resources_below_one_package(built: list[Path]) -> None:
    wheel = zipfile.ZipFile(next(each for each in built if each.suffix == ".whl"))
    names = set(wheel.namelist())
    assert {name.split("/")[0] for name in names} == {"selfassess", f"selfassess-{VERSION}.dist-info"}
    resources = {file.relative_to(ROOT).as_posix() for file in (ROOT / "resources").rglob("*") if file.is_file()}
    assert {f"selfassess/{name}" for name in (*resources, "resources/CHANGELOG.md", "resources/LICENSE")} <= names
    for room, below in (("selfassess", ""), ("ui", "selfassess/window/")):
        modules = {f"{below}{file.relative_to(ROOT).as_posix()}" for file in (ROOT / room).rglob("*.py")}
        assert modules <= names


def test_the_source_archive_builds_the_same_wheel(built: list[Path], tmp_path: Path) -> None:
    archive = next(each for each in built if each.suffix == ".gz")
    with tarfile.open(archive) as opened:
        opened.extractall(tmp_path, filter="data")
    (folder,) = tmp_path.iterdir()
    call = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path / "out")]
    subprocess.run(call, cwd=folder, env=commit_time(), check=True, capture_output=True)
    wheel = next(each for each in built if each.suffix == ".whl")
    assert (tmp_path / "out" / wheel.name).read_bytes() == wheel.read_bytes()


def test_the_main_job_is_done_by_the_installed_program(installed: Path, tmp_path: Path) -> None:
    assert run(installed, tmp_path, "--version") == f"selfassess {VERSION}\n"
    run(installed, tmp_path, "demo", "example.sawb")
    for ending in ("xlsx", "pdf", "json"):
        run(installed, tmp_path, "export", "example.sawb", f"out.{ending}")
        assert (tmp_path / f"out.{ending}").stat().st_size > 1000
    said = run(installed, tmp_path, "import", "example.sawb", "out.xlsx", "--dry-run")
    assert said == "Everything in out.xlsx is in this workbook already.\n"
    run(installed, tmp_path, "new", "own.sawb", "--council", "Derby", "--reference", "CQC1", "--year", "2025-26")
    (tmp_path / "copy.sawb").write_bytes((tmp_path / "example.sawb").read_bytes())
    assert "Everything in" in run(installed, tmp_path, "merge", "example.sawb", "copy.sawb", "--dry-run")


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_is_there(installed: Path, tmp_path: Path, command: str) -> None:
    assert run(installed, tmp_path, command, "--help").startswith("Usage: selfassess ")


def test_the_window_opens_on_a_workbook(installed: Path, tmp_path: Path) -> None:
    run(installed, tmp_path, "demo", "example.sawb")
    file = tmp_path / "example.sawb"
    window = subprocess.Popen([installed / "selfassess-window", file], cwd=tmp_path, env=clean(tmp_path))
    try:
        until = time.monotonic() + PATIENCE
        while not file.with_name(f".{file.name}.lock").exists():  # it has the workbook open
            assert window.poll() is None, "the window closed by itself"
            assert time.monotonic() < until, "the window never opened the workbook"
            time.sleep(0.1)
    finally:
        window.terminate()
        window.wait()


def test_what_the_product_needs_is_locked_as_it_is_tested() -> None:
    def pins(file: Path) -> dict[str, str]:
        entries = re.split(r"^(?=[a-z0-9])", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
        hashes = {entry.split(" ")[0].strip(): set(re.findall(r"sha256:\w+", entry)) for entry in entries}
        return {name: " ".join(sorted(found)) for name, found in hashes.items() if "==" in name}

    product, all_of_them = pins(RUNTIME), pins(LOCK)
    assert len(product) > 20
    assert product.items() <= all_of_them.items()
    assert not {"pytest", "ruff", "mypy"} & {name.split("==")[0] for name in product}
