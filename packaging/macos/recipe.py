"""Makes the program for Macs with Apple's processors: a Python that can be moved, the locked wheels, the product.

The bundle is put together on any system; the disk image and the signature need a Mac (``hdiutil``, ``codesign``). The
Python is fetched by the locked ``uv``, which knows the hash of each. On Intel the lock cannot be met: pikepdf has had
no wheel for it since 10.13.0.post1.
"""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory

import icons
import parts
from bootstrap import BootstrapError, say

from selfassess import VERSION

HERE = Path(__file__).parent
PYTHON = "3.13"
PYTHON_BUILD = "cpython-3.13.18-macos-aarch64-none"
MACOS = "15.0"
"""The oldest macOS that every locked wheel runs on: pikepdf's asks for it."""
PLATFORM = f"macosx_{MACOS.replace('.', '_')}_arm64"
NAME = "Adult social care self-assessment.app"
IDENTITY = "SELFASSESS_CODESIGN_IDENTITY"
"""Names the key in the Mac's keychain; without it nothing is signed."""

NOT_NEEDED = ("test", "idlelib", "tkinter", "turtledemo", "ensurepip", "lib2to3", "site-packages", "__pycache__")
"""Parts of Python that the program never opens."""

START = f"""#!/bin/sh
contents=$(cd "$(dirname "$0")/.." && pwd -P)
exec "$contents/Resources/python/bin/python{PYTHON}" -I -X utf8 "$contents/Resources/@NAME@.py" "$@"
"""

BEGIN = """import sys
from pathlib import Path
here = Path(__file__).resolve().parent
sys.path[:0] = [str(here / "app"), str(here / "lib")]
from selfassess.cli import @MAIN@
@MAIN@()
"""


def build(out: Path, moment: int) -> list[Path]:
    """Build the bundle as a zip file, and on a Mac the disk image; ``moment``: the time of all files, since 1970."""
    name = f"selfassess-{VERSION}-macos-arm64"
    with TemporaryDirectory() as place:
        app = Path(place, NAME)
        say("Fetching Python for the Mac, checked against its hash")
        put_together(app, Path(place), fetch_python(Path(place)))
        parts.set_times(app, moment)
        sign(app)
        made = [zip_up(app, out / f"{name}.zip", moment)]
        if shutil.which("hdiutil"):
            made.append(make_image(app, out / f"{name}.dmg"))
        else:
            say("The disk image is made on a Mac only: there is no hdiutil here")
    return made


def fetch_python(place: Path) -> Path:
    """A Python that can be moved, as uv's makers publish it; BootstrapError where it cannot be had."""
    tool = place / "uv"
    options = ("--quiet", "--no-deps", "--require-hashes", "--only-binary=:all:", "--target", tool)
    fault = "Python for the Mac could not be downloaded; what was said stands above."
    call: list[str | Path] = [sys.executable, "-m", "pip", "install", *options, "-r", HERE / "python.txt"]
    if subprocess.run(call, check=False).returncode:
        raise BootstrapError(fault)
    fetch = (tool / "bin" / "uv", "python", "install", "--no-bin", "--install-dir", place / "fetched", PYTHON_BUILD)
    if subprocess.run(fetch, check=False).returncode:
        raise BootstrapError(fault)
    return place / "fetched" / PYTHON_BUILD


def put_together(app: Path, place: Path, python: Path) -> None:
    """Make the bundle around a Python."""
    contents = app / "Contents"
    inside = contents / "Resources"
    say("Downloading the wheels for the Mac, each checked against its hash")
    parts.download_wheels((PLATFORM,), PYTHON, place / "wheels")
    parts.unpack_wheels(place / "wheels", inside / "lib")
    leave = shutil.ignore_patterns(*NOT_NEEDED)
    shutil.copytree(python / "lib", inside / "python" / "lib", symlinks=True, ignore=leave)
    (inside / "python" / "bin").mkdir()
    shutil.copy2(python / "bin" / f"python{PYTHON}", inside / "python" / "bin" / f"python{PYTHON}")
    parts.copy_product(inside / "app")
    licence = next(iter(sorted(python.glob(f"lib/python{PYTHON}/LICENSE.txt"))), None)
    parts.gather_licences(inside / "lib", inside / "licences", {"python.txt": licence} if licence else {})
    parts.write_parts_list(inside / "lib", VERSION, inside / "sbom.cdx.json", {"Python": PYTHON_BUILD.split("-")[1]})
    parts.compile_all((inside / "lib", inside / "app"), app, PYTHON)
    icons.write_icns(inside / "selfassess.icns")
    plist = (HERE / "Info.plist").read_text(encoding="utf-8")
    (contents / "Info.plist").write_text(
        plist.replace("@VERSION@", VERSION).replace("@MACOS@", MACOS), encoding="utf-8"
    )
    (contents / "PkgInfo").write_text("APPL????", encoding="ascii")
    (contents / "MacOS").mkdir()
    for name, main in (("selfassess", "main"), ("selfassess-window", "main_of_desktop")):
        (inside / f"{name}.py").write_text(BEGIN.replace("@MAIN@", main), encoding="utf-8")
        (contents / "MacOS" / name).write_text(START.replace("@NAME@", name), encoding="utf-8")
        (contents / "MacOS" / name).chmod(0o755)


def sign(app: Path) -> None:
    """Sign the bundle with the hardened runtime, from the inside out; nothing where no key is named."""
    key = os.environ.get(IDENTITY)
    if not key:
        say("Not signed: no key is named")
        return
    entitled = ("--entitlements", str(HERE / "entitlements.plist"))
    call = ("codesign", "--force", "--timestamp", "--options", "runtime", *entitled, "--sign", key)
    for file in sorted(filter(is_program, app.rglob("*"))):
        parts.run((*call, str(file)), app.parent)
    parts.run((*call, str(app)), app.parent)
    parts.run(("codesign", "--verify", "--deep", "--strict", str(app)), app.parent)


def is_program(file: Path) -> bool:
    """Whether a file holds a Mac's machine code, by its first bytes."""
    if file.is_symlink() or not file.is_file():
        return False
    with file.open("rb") as opened:
        return opened.read(4) in (b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe")


def zip_up(app: Path, out: Path, moment: int) -> Path:
    """The bundle as one zip file, the same each time, with its links and what may be run."""
    when = time.gmtime(moment)[:6]
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for file in sorted(app.rglob("*")):
            if file.is_dir() and not file.is_symlink():
                continue
            entry = zipfile.ZipInfo(file.relative_to(app.parent).as_posix(), when)
            entry.create_system = 3  # whose rights these are
            entry.compress_type = zipfile.ZIP_DEFLATED
            if file.is_symlink():
                entry.external_attr = (stat.S_IFLNK | 0o755) << 16
                packed.writestr(entry, os.readlink(file))
            else:
                runs = file.stat().st_mode & 0o100
                entry.external_attr = (stat.S_IFREG | (0o755 if runs else 0o644)) << 16
                packed.writestr(entry, file.read_bytes())
    return out


def make_image(app: Path, out: Path) -> Path:
    """The disk image from which the bundle is dragged into Applications."""
    with TemporaryDirectory() as place:
        shutil.copytree(app, Path(place, app.name), symlinks=True)
        Path(place, "Applications").symlink_to("/Applications")
        call = ("hdiutil", "create", "-volname", "Self-assessment", "-fs", "HFS+", "-format", "UDZO", "-ov")
        parts.run((*call, "-srcfolder", place, str(out)), out.parent)
    key = os.environ.get(IDENTITY)
    if key:
        parts.run(("codesign", "--timestamp", "--sign", key, str(out)), out.parent)
    return out
