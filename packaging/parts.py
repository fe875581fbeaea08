"""What goes into a package beside the product: the locked wheels of its system, their licences, a list of both."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Mapping, Sequence
from email.parser import HeaderParser
from fnmatch import fnmatchcase
from pathlib import Path

from bootstrap import ROOT, BootstrapError, say

RUNTIME = ROOT / "packaging" / "runtime.txt"
LICENCES = ROOT / "packaging" / "licences"
IS_LICENCE = re.compile(r"licen[cs]e|copying|notice|authors", re.IGNORECASE)

NOT_NEEDED = re.compile(
    r"(^|/)(tests?|testing|SelfTest|docs?|examples)/(?!.*\.dist-info/)|\.(pyi|pdb|lib|h|pyx|pxd|c)$"
    r"|^lxml/(includes|isoschematron)/|^PySide6/scripts/|^reportlab/fonts/|^spylls/hunspell/data/(en|ru|sv)/"
)
"""What wheels hold and a program that runs does not open. Our documents bring fonts of their own."""

QT = ("Core", "Gui", "Widgets", "PrintSupport")
BELOW_QT = (*QT, "Svg", "DBus", "XcbQpa", "OpenGL")

QT_NEEDED = (
    *(f"PySide6/Qt{name}.{ending}" for name in QT for ending in ("pyd", "abi3.so")),
    *(f"PySide6/Qt6{name}.dll" for name in (*QT, "Svg")),
    *(f"PySide6/Qt/lib/libQt6{name}.so.6" for name in BELOW_QT),
    *(f"PySide6/Qt/lib/Qt{name}.framework/*" for name in BELOW_QT),
    *("PySide6/Qt/lib/libicu*", "PySide6/*pyside6.abi3*", "PySide6/*.py", "PySide6/support/*.py"),
    *("PySide6/msvcp140*", "PySide6/vcruntime*", "PySide6/concrt*"),
    *(
        "*/plugins/platforms/libqcocoa.dylib",
        "*/plugins/platforms/*qwindows.dll",
        "*/plugins/platforms/*qoffscreen.*",
        "*/plugins/platforms/libqxcb.so",
    ),
    *("*/plugins/imageformats/*qsvg.*", "*/plugins/imageformats/*qico.*", "*/plugins/imageformats/*qjpeg.*"),
    *("*/plugins/iconengines/*", "*/plugins/styles/*", "*/plugins/xcbglintegrations/*"),
    *("*/plugins/platforminputcontexts/*", "*/plugins/platformthemes/libqxdgdesktopportal.so"),
)
"""The parts of Qt that the window uses."""


def download_wheels(platforms: Sequence[str], version: str, folder: Path) -> None:
    """Download the locked wheels of another system, each checked against its hash."""
    options = ("--quiet", "--no-deps", "--require-hashes", "--only-binary=:all:", "--python-version", version)
    systems = [f"--platform={each}" for each in platforms]
    call: list[str | Path] = [sys.executable, "-m", "pip", "download", *options, *systems, "-r", RUNTIME, "-d", folder]
    if subprocess.run(call, check=False).returncode:
        raise BootstrapError("The wheels of the product could not be downloaded; what pip says stands above.")


def unpack_wheels(folder: Path, site: Path) -> None:
    """Unpack what is needed of the wheels in a folder."""
    for file in sorted(folder.glob("*.whl")):
        with zipfile.ZipFile(file) as wheel:
            for entry in wheel.infolist():
                if not entry.is_dir() and is_needed(entry.filename):
                    wheel.extract(entry, site)


def is_needed(name: str) -> bool:
    """Whether a file of a wheel is needed by a program that runs; licences always are."""
    if ".dist-info/" in name:
        return True
    if name.startswith("PySide6/"):
        return any(fnmatchcase(name, pattern) for pattern in QT_NEEDED) and not NOT_NEEDED.search(name)
    return ".data/" not in name and not NOT_NEEDED.search(name)


def copy_product(app: Path) -> None:
    """Put the product into a folder as it lies in the wheel."""
    leave = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "selfassess", app / "selfassess", ignore=leave)
    shutil.copytree(ROOT / "ui", app / "selfassess" / "window" / "ui", ignore=leave)
    shutil.copytree(ROOT / "resources", app / "selfassess" / "resources")
    for name in ("CHANGELOG.md", "LICENSE"):  # the window shows them
        shutil.copyfile(ROOT / name, app / "selfassess" / "resources" / name)


def compile_all(folders: Sequence[Path], program: Path, version: str) -> None:
    """Compile the modules beforehand, the same each time: what is installed may not be writable later.

    Only a Python of the version that will run them can. Where there is none it is said; the program then starts slower.
    """
    python = find_python(version)
    if python is None:
        say(f"Python {version} is not here, so nothing is compiled beforehand and the program starts slower")
        return
    options = ("-q", "--invalidation-mode", "unchecked-hash", "-s", program)
    for folder in folders:  # a library may hold modules for a newer Python, which nothing imports
        subprocess.run([python, "-m", "compileall", *options, folder], check=False, stdout=subprocess.DEVNULL)


def find_python(version: str) -> str | None:
    """A Python of this version ("3.13") that runs: some of that name only stand for one that is not there."""
    name = f"python{version}"
    kept = sorted(Path.home().glob(f".pyenv/versions/{version}.*/bin"))
    for folder in (*os.get_exec_path(), *map(str, kept)):
        found = shutil.which(name, path=folder)
        if found is None:
            continue
        call = [found, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
        if subprocess.run(call, capture_output=True, text=True, check=False).stdout.strip() == version:
            return found
    return None


def gather_licences(site: Path, out: Path, more: Mapping[str, Path]) -> None:
    """Copy the licence of every part into one folder; BootstrapError names those that bring none."""
    out.mkdir(parents=True)
    for name, file in (("selfassess.txt", ROOT / "LICENSE"), *more.items()):
        shutil.copyfile(file, out / name)
    for file in sorted(LICENCES.iterdir()):
        shutil.copyfile(file, out / file.name)
    without = []
    for info in sorted(site.glob("*.dist-info")):
        name = read_metadata(info)["Name"]
        all_of_it = (file for file in sorted(info.rglob("*")) if file.is_file())
        found = [file for file in all_of_it if IS_LICENCE.search(file.relative_to(info).as_posix())]
        for file in found:
            shutil.copyfile(file, out / f"{name}-{file.name}")
        if not found and not any(each.stem.lower().startswith(name.lower()) for each in LICENCES.iterdir()):
            without.append(name)
    if without:
        raise BootstrapError(f"These parts bring no licence: {', '.join(without)}. Put it into packaging/licences.")


def read_metadata(info: Path) -> dict[str, str]:
    """What a wheel says of itself."""
    return dict(HeaderParser().parsestr((info / "METADATA").read_text(encoding="utf-8")).items())


def write_parts_list(site: Path, version: str, file: Path, more: Mapping[str, str]) -> None:
    """Write which parts a package is made of, in CycloneDX's format; ``more`` names parts that are no wheels."""
    parts = [
        {
            "type": "library",
            "name": said["Name"],
            "version": said["Version"],
            "purl": f"pkg:pypi/{said['Name'].lower()}@{said['Version']}",
            "licenses": [
                {"license": {"name": said.get("License-Expression") or said.get("License") or "see licences"}}
            ],
        }
        for said in map(read_metadata, sorted(site.glob("*.dist-info")))
    ]
    parts += [{"type": "framework", "name": name, "version": of} for name, of in more.items()]
    about = {"type": "application", "name": "selfassess", "version": version}
    found = {"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1, "metadata": {"component": about}}
    file.write_text(json.dumps({**found, "components": parts}, indent=1), encoding="utf-8")


def set_times(folder: Path, moment: int) -> None:
    """Give every file the same time, whenever it was unpacked or made."""
    for each in (folder, *folder.rglob("*")):
        os.utime(each, (moment, moment), follow_symlinks=os.utime not in os.supports_follow_symlinks)


def run(call: Sequence[str], folder: Path, environment: dict[str, str] | None = None) -> None:
    """Run a program that builds; BootstrapError with what it said where it fails."""
    done = subprocess.run(call, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BootstrapError(f"{call[0]} failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
