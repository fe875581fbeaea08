"""Builds what people install: ``python3 packaging/build.py wheel OUT``, from a clone.

Prepares the same environment as ``bootstrap.py`` and calls the recipe of one kind of package. Two builds of one commit
are the same byte for byte: the time that goes into them is that of the commit.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import bootstrap
import provenance
import signing
from bootstrap import ROOT, BootstrapError, say


def build_wheel(out: Path) -> list[Path]:
    """The wheel and the source archive; both hold all resources."""
    made = []
    for kind, ending in (("wheel", "*.whl"), ("sdist", "*.tar.gz")):
        call: list[str | Path] = [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", out]
        environment = {**os.environ, "SOURCE_DATE_EPOCH": str(time_of_commit())}
        if subprocess.run(call, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, check=False).returncode:
            raise BootstrapError(f"The {kind} could not be built; what hatchling says stands above.")
        made += sorted(out.glob(ending))
    return made


def build_windows(out: Path) -> list[Path]:
    """The portable zip file, the installer for one person and the package for IT, for Windows 11 on x64."""
    from windows.recipe import build

    return build(out, time_of_commit())


def build_deb(out: Path) -> list[Path]:
    """The package for Debian 12."""
    from deb.recipe import build

    return build(out, time_of_commit())


def build_appimage(out: Path) -> list[Path]:
    """The folder for any newer Linux, as an archive; an AppImage can be made of it."""
    from appimage.recipe import build

    return build(out, time_of_commit())


def build_macos(out: Path) -> list[Path]:
    """The bundle for Macs with Apple's processors; on a Mac its disk image too."""
    from macos.recipe import build

    return build(out, time_of_commit())


def build_flatpak(out: Path) -> list[Path]:
    """The manifest of a Flatpak with all its sources, to be built without a network."""
    from flatpak.recipe import build

    return build(out, time_of_commit(), build_wheel)


KINDS: dict[str, Callable[[Path], list[Path]]] = {
    "wheel": build_wheel,
    "windows": build_windows,
    "deb": build_deb,
    "appimage": build_appimage,
    "macos": build_macos,
    "flatpak": build_flatpak,
}
"""Kind of package -> its recipe, which gives the files it made."""


def time_of_commit() -> int:
    """Seconds since 1970 of what is checked out; of a fixed day where this is no clone."""
    call = ["git", "log", "-1", "--format=%ct"]
    try:
        said = subprocess.run(call, cwd=ROOT, capture_output=True, text=True, check=True).stdout
        return int(said)
    except (OSError, ValueError, subprocess.CalledProcessError):
        return 1_767_225_600  # 1 January 2026


def main(arguments: Sequence[str] | None = None) -> int:
    """Build one kind of package; 0 where it was built."""
    parser = argparse.ArgumentParser(description="Build what people install.")
    parser.add_argument("kind", choices=sorted(KINDS))
    parser.add_argument("out", type=Path, help="the folder that it goes to")
    given = parser.parse_args(arguments)
    fault = bootstrap.python_fault(sys.version_info[:2])
    try:
        if fault:
            raise BootstrapError(fault)
        python = bootstrap.prepare()
        if Path(sys.prefix) != bootstrap.VENV:  # the recipes need what is in the environment
            return subprocess.run([python, __file__, *sys.argv[1:]], check=False).returncode
        given.out.mkdir(parents=True, exist_ok=True)
        from selfassess import VERSION  # the environment has it, and nobody before

        made = KINDS[given.kind](given.out.resolve())
        signing.sign(made)
        provenance.write_sums(made, given.out)
        provenance.write_parts(given.out, VERSION)
        provenance.write_statement(given.kind, made, given.out)
    except (BootstrapError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    for file in made:
        say(f"{file.name}: {file.stat().st_size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
