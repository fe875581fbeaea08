"""Tries what is built for Windows under Wine: ``python3 packaging/windows/trial.py OUT PICTURES``.

OUT is what ``build.py windows OUT`` made, PICTURES a folder for what was seen. The installer, the portable zip file and
the package for IT are each put in their place in silence, do the main job, open their window, are not taken away while
that is open, and are taken away; then it is looked for what is left. It needs Wine, mingw-w64, Xvfb, xdotool and
ImageMagick's import. With ``--against PYTHON.exe`` (a Windows Python with the locked versions) it also says how long
the start takes, beside that of the checkout in that Python.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import tempfile
import time
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
NEEDED = ("wine", "wineboot", "wineserver", "x86_64-w64-mingw32-gcc", "Xvfb", "xdotool", "import")
PATIENCE = 900
STILL = 5
"""So many pictures in a row, three seconds apart, are the same once everything is painted."""
RUNNING, REFUSED, UNUSABLE_FILE = 5, 67, 3
"""What the installer ends with while the program runs; msiexec then (1603, of which Linux sees the last byte); and the
program where a part of it is missing."""

TITLE = "example"
HARD_NAME = "Cyngor Sir #1 100% Ŵyn – ä " + "n" * 60

NOT_SHOWN = (
    "the installer's pages and Windows' warning about programs that nobody has signed",
    "opening a workbook by double click in the Explorer, and the icons there",
    "scaling at 125 to 175 %, system colours and contrast, a screen reader of Windows",
    "a virus scanner, OneDrive, a share and a mapped drive, NTFS rights, a second person at the same computer",
    "paths over 260 characters (Wine knows no such limit), group policies and how IT hands an MSI out",
    "how long a start takes on a real computer",
)
"""What only a real Windows can show."""

PAINTED = """
import sys
from pathlib import Path
import selfassess
inside = Path(selfassess.__file__).parent / "window"
sys.path.insert(0, str(inside if inside.is_dir() else inside.parents[1]))
import ui.__main__ as program
app, window = program.prepare([])
from PySide6.QtCore import QTimer
window.show()
window.grab()
QTimer.singleShot(0, app.quit)
app.exec()
"""


class Trial:
    """A Windows of Wine in a folder of its own, with a screen of its own."""

    def __init__(self, place: Path, display: str) -> None:
        self.place = place
        self.drive = place / "prefix" / "drive_c"
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
        system = self.drive / "windows" / "system32"
        for name, flags in (("bcryptprimitives", ["-DRANDOM"]), ("icuuc", [])):
            compiler = ("x86_64-w64-mingw32-gcc", "-shared", "-O1", "-s", *flags, str(HERE / "stand_in.c"))
            subprocess.run([*compiler, "-o", str(system / f"{name}.dll"), "-ladvapi32"], check=True)
        self.run("wine", "reg", "add", r"HKCU\Software\Wine", "/v", "Version", "/d", "win10", "/f")

    def run(self, *call: str | Path, code: int = 0) -> str:
        """Run something of Windows; what it prints. Wine wants pipes, and files to read from that are none."""
        done = subprocess.run(
            call, cwd=self.job, env=self.environment, stdin=subprocess.DEVNULL, capture_output=True, timeout=PATIENCE,
            check=False,
        )  # fmt: skip
        said = done.stdout.decode("utf-8", "replace") + done.stderr.decode("utf-8", "replace")
        if done.returncode != code:
            raise SystemExit(f"{' '.join(map(str, call))} ended with {done.returncode} instead of {code}: {said}")
        return said

    @property
    def person(self) -> Path:
        """Where a person's own programs and files go."""
        (user,) = (self.drive / "users").glob("[!P]*")
        return user

    def traces(self, folder: Path) -> list[str]:
        """What there is of the program outside the person's own files."""
        found = [str(each) for each in self.drive.rglob("*self-assessment.lnk")] + [str(folder)] * folder.exists()
        for root in ("HKCU\\Software", "HKLM\\Software"):
            call = ("wine", "reg", "query", root, "/s", "/f", "selfassess")
            listed = subprocess.run(
                call, env=self.environment, stdin=subprocess.DEVNULL, capture_output=True, check=False
            )
            found += [line for line in listed.stdout.decode(errors="replace").splitlines() if "selfassess" in line]
        return found

    def see_no_trace(self, folder: Path) -> None:
        """The program is gone and the workbook is there; SystemExit otherwise."""
        wait_for(lambda: not folder.exists(), "The folder of the program is still there.")
        if left := self.traces(folder):
            raise SystemExit(f"Left behind: {left}")
        if not (self.job / "example.sawb").exists():
            raise SystemExit("The workbook went with the program.")
        print("- Taken away without a trace; the workbook is still there.")


def wait_for(happened: object, otherwise: str) -> None:
    """Wait until something is so; SystemExit where it never is."""
    until = time.monotonic() + PATIENCE
    while not happened():  # type: ignore[operator]
        if time.monotonic() > until:
            raise SystemExit(otherwise)
        time.sleep(0.5)


def do_the_job(trial: Trial, folder: Path) -> None:
    """The main job by the command line, the child process for other people's files with it."""
    program = folder / "selfassess.exe"
    for old in trial.job.iterdir():
        old.unlink()
    print("-", trial.run("wine", program, "--version").strip())
    trial.run("wine", program, "demo", "example.sawb")
    for ending in ("xlsx", "pdf", "json", "docx", "html", "pptx"):
        print("-", trial.run("wine", program, "export", "example.sawb", f"out.{ending}").strip().splitlines()[0])
    print("-", trial.run("wine", program, "import", "example.sawb", "out.xlsx", "--dry-run").strip().splitlines()[0])
    print("-", trial.run("wine", program, "check", "example.sawb", code=1).splitlines()[-1])


def miss_a_part(trial: Trial, folder: Path) -> None:
    """What the program says where a part was taken away, found by the launcher or by Python."""
    for part, named in ((folder / "python" / "python313.zip", "python313.zip"), (folder / "lib" / "click", "click")):
        part.rename(trial.place / "aside")
        said = trial.run("wine", folder / "selfassess.exe", "--version", code=UNUSABLE_FILE)
        (trial.place / "aside").rename(part)
        if "is missing or damaged" not in said or named not in said:
            raise SystemExit(f"Where {named} is missing it says: {said}")
    print("- A part that is missing is named.")


@contextmanager
def window_of(trial: Trial, folder: Path, picture: Path) -> Iterator[None]:
    """The window on the workbook while the block runs, with a picture of it."""
    call = ("wine", str(folder / "selfassess-window.exe"), "example.sawb")
    window = subprocess.Popen(
        call, cwd=trial.job, env=trial.environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )  # fmt: skip

    def is_open() -> bool:
        if window.poll() is not None:
            raise SystemExit(f"The window ended with {window.returncode}.")
        seek = ("xdotool", "search", "--onlyvisible", "--name", TITLE)
        found = subprocess.run(seek, env=trial.environment, capture_output=True, check=False).stdout
        return bool(found) and (trial.job / ".example.sawb.lock").exists()

    wait_for(is_open, "The window did not open the workbook.")
    wait_until_still(trial, picture)
    yield
    subprocess.run(("wineserver", "-k"), env=trial.environment, check=False)
    window.wait()
    (trial.job / ".example.sawb.lock").unlink(missing_ok=True)
    print(f"- Its window: {picture}")


def wait_until_still(trial: Trial, picture: Path) -> None:
    """Take pictures of the screen until several are the same: a page comes up in parts."""
    taken: list[bytes] = []

    def is_still() -> bool:
        time.sleep(3)
        subprocess.run(("import", "-window", "root", str(picture)), env=trial.environment, check=True)
        taken.append(picture.read_bytes())
        return len(taken) >= STILL and len(set(taken[-STILL:])) == 1

    wait_for(is_still, "The window never came to rest.")


def try_setup(trial: Trial, setup: Path, pictures: Path) -> None:
    """The installer for one person."""
    print(f"{setup.name}:")
    trial.run("wine", setup, "/S")
    folder = trial.person / "AppData" / "Local" / "Programs" / "selfassess"
    do_the_job(trial, folder)
    miss_a_part(trial, folder)
    remove = ("wine", folder / "uninstall.exe", "/S", f"_?={windows_path(folder)}")
    with window_of(trial, folder, pictures / "setup.png"):
        trial.run(*remove, code=RUNNING)
        trial.run("wine", setup, "/S", code=RUNNING)
        print("- Neither replaced nor taken away while it runs.")
    (folder / "policy.toml").write_text("passphrase_required = true\n", encoding="utf-8")
    (folder / "app" / "of an earlier version.py").write_text("", encoding="utf-8")
    for name in ("old", "new"):  # as an update leaves it that was cut off between two names
        (folder / name).mkdir()
    (folder / "lib").rename(folder / "old" / "lib")
    trial.run("wine", setup, "/S")
    names = {each.name for each in folder.iterdir()}
    if names & {"old", "new"} or "policy.toml" not in names or (folder / "app" / "of an earlier version.py").exists():
        raise SystemExit(f"An update left {sorted(names)}.")
    if "requires a passphrase" not in trial.run(
        "wine", folder / "selfassess.exe", "export", "example.sawb", "x.pdf", code=2
    ):
        raise SystemExit("What is set beside the program does not hold.")
    print("- An update, of one that was cut off too, replaces the program and leaves what was set for it, which holds.")
    trial.run("wine", folder / "uninstall.exe", "/S")
    trial.see_no_trace(folder)


def try_zip(trial: Trial, archive: Path, pictures: Path, against: Path | None) -> None:
    """The portable folder, unpacked where names are hard."""
    print(f"{archive.name}:")
    place = trial.drive / HARD_NAME
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(place)
    folder = place / archive.stem
    do_the_job(trial, folder)
    with window_of(trial, folder, pictures / "zip.png"):
        pass
    if against is not None:
        compare_starts(trial, folder, against)
    shutil.rmtree(place)
    trial.see_no_trace(folder)


def try_msi(trial: Trial, package: Path, pictures: Path) -> None:
    """The package for IT, for all people of the computer and then for one."""
    of_all = trial.drive / "Program Files" / "selfassess"
    of_one = trial.person / "AppData" / "Local" / "Programs" / "selfassess"
    for words, more, places in (
        ("for all", (), (of_all,)),
        ("for one person", ("ALLUSERS=2", "MSIINSTALLPERUSER=1"), (of_one, of_all)),  # Wine may put both in one place
    ):
        print(f"{package.name}, {words}:")
        install = ("wine", "msiexec", "/i", windows_path(package), "/qn", *more)
        remove = ("wine", "msiexec", "/x", windows_path(package), "/qn")
        trial.run(*install)
        folder = next((each for each in places if each.exists()), None)
        if folder is None:
            raise SystemExit(f"It was not installed in {places}.")
        do_the_job(trial, folder)
        print(f"- In {folder.relative_to(trial.drive)}")
        with window_of(trial, folder, pictures / f"msi {words}.png"):
            trial.run(*remove, code=REFUSED)
            if not folder.exists():
                raise SystemExit("It was taken away while it ran.")
            print("- Not taken away while it runs.")
        trial.run(*remove)
        trial.see_no_trace(folder)


def compare_starts(trial: Trial, folder: Path, python: Path, rounds: int = 5) -> None:
    """How long it takes to a painted start screen, in turns with the checkout in an ordinary Windows Python."""
    starts: dict[str, Sequence[str | Path]] = {
        "package": ("wine", folder / "python" / "python.exe", "-I", "-B", "-X", "utf8", "-c", PAINTED),
        "checkout": ("wine", python, "-X", "utf8", "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r})\n{PAINTED}"),
    }
    took: dict[str, list[float]] = {name: [] for name in starts}
    for number in range(rounds + 1):
        for name, call in starts.items():
            began = time.monotonic()
            trial.run(*call)
            if number:  # the first time is that of the disk
                took[name].append(time.monotonic() - began)
    package, checkout = (statistics.median(took[name]) for name in ("package", "checkout"))
    print(
        f"- Start to painted start screen: {package:.2f} s, {package / checkout:.2f} x the checkout's {checkout:.2f} s"
    )


def windows_path(path: Path) -> str:
    """A path of this system as Wine's programs name it."""
    return "Z:" + str(path).replace("/", "\\")


@contextmanager
def screen() -> Iterator[str]:
    """An X server of its own; its name."""
    read, write = os.pipe()
    call = ("Xvfb", "-displayfd", str(write), "-screen", "0", "1366x768x24", "-nolisten", "tcp")
    server = subprocess.Popen(call, pass_fds=(write,), stderr=subprocess.DEVNULL)
    try:
        yield f":{os.read(read, 16).decode().strip()}"
    finally:
        server.terminate()
        server.wait()


def main() -> None:
    """The whole trial; SystemExit with a sentence at the first thing that is not as it should be."""
    parser = argparse.ArgumentParser(description="Try what is built for Windows under Wine.")
    parser.add_argument("out", type=Path, help="what build.py windows made")
    parser.add_argument("pictures", type=Path, help="the folder for pictures")
    parser.add_argument("--only", choices=("setup", "zip", "msi"), help="one of the three alone")
    parser.add_argument("--against", type=Path, metavar="PYTHON.exe", help="a Windows Python with the locked versions")
    given = parser.parse_args()
    if missing := [name for name in NEEDED if shutil.which(name) is None]:
        raise SystemExit(f"Not tried: this needs {', '.join(missing)}.")
    out, pictures = given.out.resolve(), given.pictures.resolve()
    pictures.mkdir(parents=True, exist_ok=True)
    (setup,), (archive,), (package,) = (list(out.glob(f"selfassess-*{end}")) for end in ("-setup.exe", ".zip", ".msi"))
    with screen() as display, tempfile.TemporaryDirectory() as place:
        trial = Trial(Path(place), display)
        trial.prepare()
        try:
            if given.only in (None, "setup"):
                try_setup(trial, setup, pictures)
            if given.only in (None, "zip"):
                try_zip(trial, archive, pictures, given.against and given.against.resolve())
            if given.only in (None, "msi"):
                try_msi(trial, package, pictures)
        finally:
            subprocess.run(("wineserver", "-k"), env=trial.environment, check=False)
    print("Not shown by this:", *NOT_SHOWN, sep="\n- ")


if __name__ == "__main__":
    main()
