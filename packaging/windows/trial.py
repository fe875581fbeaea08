"""Tries the installer of Windows under Wine: ``python3 packaging/windows/trial.py SETUP.exe PICTURE.png``.

Installs it in silence, does the main job with it, opens the window and takes its picture, sees that it is not taken
away while it runs, takes it away, and looks for what is left. It needs Wine, mingw-w64, Xvfb and ImageMagick's import.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent
NEEDED = ("wine", "wineboot", "x86_64-w64-mingw32-gcc", "Xvfb", "import")
PATIENCE = 600
RUNNING = 5
"""What the installer and the uninstaller end with while the program runs."""

NOT_SHOWN = (
    "the installer's pages and Windows' warning about programs that nobody has signed",
    "opening a workbook by double click in the Explorer, and the icons there",
    "scaling at 125 to 175 %, system colours and contrast, a screen reader of Windows",
    "a virus scanner, OneDrive, a mapped drive, NTFS rights, paths over 260 characters",
)
"""What only a real Windows can show."""


class Trial:
    """A Windows of Wine in a folder of its own, with a screen of its own."""

    def __init__(self, place: Path, display: str) -> None:
        self.place = place
        self.environment = {
            **os.environ,
            "WINEPREFIX": str(place / "prefix"),
            "WINEARCH": "win64",
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": "wbemprox=d;winedbg.exe=d;mshtml=d;mscoree=d",
            "DISPLAY": display,
        }
        self.job = place / "job"
        self.job.mkdir()

    def prepare(self) -> None:
        """Make the Windows, and what it lacks."""
        self.run("wineboot", "-i")
        system = self.place / "prefix" / "drive_c" / "windows" / "system32"
        for name, flags in (("bcryptprimitives", ["-DRANDOM"]), ("icuuc", [])):
            compiler = ("x86_64-w64-mingw32-gcc", "-shared", "-O1", "-s", *flags, str(HERE / "stand_in.c"))
            subprocess.run([*compiler, "-o", str(system / f"{name}.dll"), "-ladvapi32"], check=True)
        self.run("wine", "reg", "add", r"HKCU\Software\Wine", "/v", "Version", "/d", "win10", "/f")

    def run(self, *call: str, code: int = 0) -> str:
        """Run something of Windows; what it prints. Wine wants pipes, and files to read from that are none."""
        done = subprocess.run(
            call, cwd=self.job, env=self.environment, stdin=subprocess.DEVNULL, capture_output=True, timeout=PATIENCE,
            check=False,
        )  # fmt: skip
        said = done.stdout.decode("utf-8", "replace")
        if done.returncode != code:
            raise SystemExit(
                f"{' '.join(call)} ended with {done.returncode}: {said}{done.stderr.decode(errors='replace')}"
            )
        return said

    @property
    def installed(self) -> Path:
        """Where a person's programs go."""
        (user,) = (self.place / "prefix" / "drive_c" / "users").glob("[!P]*")
        return user / "AppData" / "Local" / "Programs" / "selfassess"

    def traces(self) -> list[str]:
        """What there is of the program outside the person's own files."""
        found = [str(each) for each in (self.place / "prefix").rglob("*self-assessment.lnk")]
        found += [str(self.installed)] * self.installed.exists()
        listed = subprocess.run(
            ("wine", "reg", "query", "HKCU\\Software", "/s", "/f", "selfassess"), env=self.environment,
            stdin=subprocess.DEVNULL, capture_output=True, check=False,
        )  # fmt: skip
        return found + [line for line in listed.stdout.decode(errors="replace").splitlines() if "selfassess" in line]


def do_the_job(trial: Trial) -> None:
    """The main job by the command line, the child process for other people's files with it."""
    program = str(trial.installed / "selfassess.exe")
    print(trial.run("wine", program, "--version").strip())
    trial.run("wine", program, "demo", "example.sawb")
    for ending in ("xlsx", "pdf", "json", "docx", "html"):
        print(trial.run("wine", program, "export", "example.sawb", f"out.{ending}").strip())
    print(trial.run("wine", program, "import", "example.sawb", "out.xlsx", "--dry-run").strip())
    print(trial.run("wine", program, "check", "example.sawb", code=1).splitlines()[-1])


def open_the_window(trial: Trial, picture: Path) -> None:
    """Open a workbook, take a picture, and see that the program is not taken away meanwhile."""
    call = ("wine", str(trial.installed / "selfassess-window.exe"), "example.sawb")
    window = subprocess.Popen(
        call, cwd=trial.job, env=trial.environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )  # fmt: skip
    lock = trial.job / ".example.sawb.lock"
    until = time.monotonic() + PATIENCE
    while not lock.exists():
        if window.poll() is not None or time.monotonic() > until:
            raise SystemExit("The window did not open the workbook.")
        time.sleep(0.5)
    time.sleep(30)  # for the picture alone: until everything is painted
    subprocess.run(("import", "-window", "root", str(picture)), env=trial.environment, check=True)
    trial.run("wine", str(trial.installed / "uninstall.exe"), "/S", f"_?={windows_path(trial.installed)}", code=RUNNING)
    print("Not taken away while it runs.")
    subprocess.run(("wineserver", "-k"), env=trial.environment, check=False)
    window.wait()


def windows_path(path: Path) -> str:
    """A path of this system as Wine's programs name it."""
    return "Z:" + str(path).replace("/", "\\")


def try_setup(setup: Path, picture: Path) -> None:
    """The whole trial; SystemExit with a sentence at the first thing that is not as it should be."""
    missing = [name for name in NEEDED if shutil.which(name) is None]
    if missing:
        raise SystemExit(f"Not tried: this needs {', '.join(missing)}.")
    read, write = os.pipe()
    screen = subprocess.Popen(
        ("Xvfb", "-displayfd", str(write), "-screen", "0", "1366x768x24", "-nolisten", "tcp"), pass_fds=(write,),
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    display = f":{os.read(read, 16).decode().strip()}"
    try:
        with tempfile.TemporaryDirectory() as place:
            trial = Trial(Path(place), display)
            trial.prepare()
            trial.run("wine", str(setup), "/S")
            do_the_job(trial)
            open_the_window(trial, picture)
            trial.run("wine", str(trial.installed / "uninstall.exe"), "/S")
            until = time.monotonic() + PATIENCE
            while trial.installed.exists() and time.monotonic() < until:
                time.sleep(1)
            if left := trial.traces():
                raise SystemExit(f"Left behind: {left}")
            if not (trial.job / "example.sawb").exists():
                raise SystemExit("The workbook went with the program.")
            print("Taken away without a trace; the workbook is still there.")
    finally:
        screen.terminate()
        screen.wait()
    print("Not shown by this:", *NOT_SHOWN, sep="\n- ")


if __name__ == "__main__":
    try_setup(Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve())
