"""Tries the package in a clean Debian 12: ``python3 packaging/deb/trial.py PACKAGE.deb FOLDER [TESTS...]``, as root.

Makes the Debian in FOLDER/debian where it is not there yet (debootstrap), installs the package with apt, does the main
job and asks every command for its help, looks at what the desktop is told, and has the gate drive the installed
program's window there (TESTS are files of ``tests/window``). Then the package is removed, and what is left is looked
for. Needs debootstrap, desktop-file-utils, lintian, man-db, libglib2.0-bin and what the gate needs.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NEEDED = ("debootstrap", "desktop-file-validate", "lintian", "man", "gio", "unshare")
HOME = "/usr/lib/selfassess"
GATE = ("tests/window/test_beginning.py",)

PYTHON = f"""#!/bin/sh
# The installed program's Python in its Debian, for the gate: the probe is this checkout's, all else the package's.
export PYTHONPATH={HOME}/app:{HOME}/app/selfassess/window:{HOME}/lib:{ROOT}
exec chroot @DEBIAN@ sh -c 'cd "$1" && shift && exec /usr/bin/python3.11 -X utf8 "$@"' sh "$PWD" "$@"
"""

IN_PLACE = """set -e
mkdir -p @DEBIAN@@ROOT@/tests @DEBIAN@/tmp
mount --bind @ROOT@/tests @DEBIAN@@ROOT@/tests
mount --bind /tmp @DEBIAN@/tmp
mount -t proc proc @DEBIAN@/proc
mount --bind /dev @DEBIAN@/dev
exec "$@"
"""
"""What the gate needs to see in there; it is gone with the process that asked for it (``unshare``)."""


def run(*call: str | Path, **more: str) -> str:
    """Run something; what it prints. SystemExit with what it said where it fails."""
    done = subprocess.run(call, env={**os.environ, **more}, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(map(str, call))} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


class Trial:
    """A Debian in a folder."""

    def __init__(self, folder: Path) -> None:
        self.debian = folder / "debian"
        self.folder = folder

    def prepare(self) -> None:
        """Make the Debian where there is none, and let it install what this one can."""
        if not (self.debian / "usr" / "bin" / "apt-get").exists():
            run("debootstrap", "--variant=minbase", "bookworm", self.debian)
        for name in ("resolv.conf", "apt/sources.list", "apt/sources.list.d", "apt/apt.conf.d"):
            mine, theirs = Path("/etc", name), self.debian / "etc" / name
            if mine.is_dir():
                shutil.copytree(mine, theirs, dirs_exist_ok=True)
            elif mine.exists():
                shutil.copyfile(mine, theirs)
        self.inside("apt-get", "-q", "update")

    def inside(self, *call: str) -> str:
        """Run something in the Debian."""
        return run("chroot", self.debian, "env", "DEBIAN_FRONTEND=noninteractive", "LC_ALL=C.UTF-8", *call)

    def install(self, package: Path) -> None:
        """Install the package with all that it asks for."""
        shutil.copyfile(package, self.debian / "srv" / package.name)
        options = ("-y", "-q", "--no-install-recommends", "--reinstall", "--allow-downgrades")
        self.inside("apt-get", "install", *options, f"/srv/{package.name}", "shared-mime-info")

    def do_the_job(self) -> None:
        """The main job by the command line, and every command's help."""
        self.inside("rm", "-rf", "/srv/job")
        self.inside("mkdir", "/srv/job")
        print(self.inside("selfassess", "--version").strip())
        self.inside("selfassess", "demo", "/srv/job/example.sawb")
        for ending in ("xlsx", "pdf", "docx", "html", "pptx", "json"):
            self.inside("selfassess", "export", "/srv/job/example.sawb", f"/srv/job/out.{ending}")
        print(self.inside("selfassess", "import", "/srv/job/example.sawb", "/srv/job/out.xlsx", "--dry-run").strip())
        listed = self.inside("selfassess", "--help").partition("Commands:")[2].split("\n")
        commands = [line.split()[0] for line in listed if line.startswith("  ") and line[2] != " "]
        for name in commands:
            self.inside("selfassess", name, "--help")
        print(f"Every command answers: {len(commands)}")

    def look_at_the_desktop(self) -> None:
        """What the menu, the file manager and the manual are told."""
        share = self.debian / "usr" / "share"
        run("desktop-file-validate", share / "applications" / "selfassess.desktop")
        with tempfile.TemporaryDirectory() as place:
            nameless = Path(place, "nameless")
            shutil.copyfile(self.debian / "srv" / "job" / "example.sawb", nameless)
            asked = ("gio", "info", "-a", "standard::content-type", nameless)
            said = run(*asked, XDG_DATA_DIRS=str(share), XDG_DATA_HOME=place)
            if "application/x-selfassess-workbook" not in said:
                raise SystemExit(f"A workbook is not known by its first bytes:\n{said}")
        for name in ("selfassess", "selfassess-window"):
            call = ("man", "--warnings", "--manpath", share / "man", "1", name)
            said = subprocess.run(call, capture_output=True, text=True, check=False)
            if said.returncode or "warning" in said.stderr or "self-assessment" not in said.stdout:
                raise SystemExit(f"The manual's page {name} is not as it should be:\n{said.stderr}{said.stdout[:500]}")
        print("Menu, kind of file and manual are as they should be.")

    def drive_the_window(self, tests: Sequence[str]) -> None:
        """Have the gate drive the installed program."""
        python = self.folder / "python"
        python.write_text(PYTHON.replace("@DEBIAN@", str(self.debian)), encoding="utf-8")
        python.chmod(0o755)
        places = IN_PLACE.replace("@DEBIAN@", str(self.debian)).replace("@ROOT@", str(ROOT))
        call = (sys.executable, "-m", "pytest", "-o", "addopts=--import-mode=importlib", "-q", "-x", *tests)
        environment = {**os.environ, "SELFASSESS_GATE_PYTHON": str(python), "SELFASSESS_GATE_PROGRAM": f"{HOME}/app"}
        whole = ("unshare", "--mount", "sh", "-c", places, "sh", *call)
        if subprocess.run(whole, cwd=ROOT, env=environment, check=False).returncode:
            raise SystemExit("The gate found a fault; it stands above.")

    def remove(self) -> None:
        """Take the package away, and see that nothing of it stays but what the person made."""
        self.inside("apt-get", "purge", "-y", "-q", "selfassess")
        left = list((self.debian / "usr").rglob("*selfassess*"))
        if left or not (self.debian / "srv" / "job" / "example.sawb").exists():
            raise SystemExit(f"Left behind, or taken along: {left}")
        print("Taken away without a trace; the workbook is still there.")


def try_package(package: Path, folder: Path, tests: Sequence[str]) -> None:
    """The whole trial; SystemExit with a sentence at the first thing that is not as it should be."""
    missing = [name for name in NEEDED if shutil.which(name) is None]
    if missing:
        raise SystemExit(f"Not tried: this needs {', '.join(missing)}.")
    run("lintian", "--fail-on", "error,warning", "--suppress-tags", "script-uses-bin-env,unusual-interpreter", package)
    trial = Trial(folder)
    trial.prepare()
    trial.install(package)
    trial.do_the_job()
    trial.look_at_the_desktop()
    trial.drive_the_window(tests)
    trial.remove()


if __name__ == "__main__":
    given = sys.argv[3:] or GATE
    try_package(Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve(), given)
