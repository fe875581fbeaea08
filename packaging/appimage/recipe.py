"""Makes the folder for any newer Linux: Debian's Python, the locked wheels, the product, and what a desktop may lack.

It is unpacked anywhere and started. It is laid out as an AppImage wants it: ``appimagetool FOLDER`` makes one of it.
The libraries come from the packages of the Debian it is built on, which apt checks; needs apt-get, dpkg, patchelf.
"""

from __future__ import annotations

import lzma
import shutil
import subprocess
import tarfile
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import parts
from bootstrap import ROOT, BootstrapError, say
from deb.recipe import PLATFORMS, PYTHON, read, write

from selfassess import VERSION

TOOLS = {"apt-get": "apt", "dpkg-deb": "dpkg", "patchelf": "patchelf"}

PYTHON_PACKAGES = (f"python{PYTHON}-minimal", f"libpython{PYTHON}-minimal", f"libpython{PYTHON}-stdlib")
PYTHON_LIBRARIES = (*("libbz2-1.0", "libexpat1", "libffi8", "liblzma5", "libsqlite3-0", "libuuid1", "zlib1g"),)
"""What Python's own modules need."""

WINDOW_LIBRARIES = (
    *("libxcb-cursor0", "libxcb-icccm4", "libxcb-image0", "libxcb-keysyms1", "libxcb-render-util0", "libxcb-util1"),
    *("libxcb-xinerama0", "libxcb-xkb1", "libxkbcommon0", "libxkbcommon-x11-0"),
)
"""What Qt's window needs of X and many desktops have not installed; everything else every desktop has."""

LEFT_OUT = (
    *("ensurepip", "idlelib", "lib2to3", "tkinter", "turtledemo", "pydoc_data", "test", f"config-{PYTHON}*"),
    *("lib-dynload/_ssl.*", "lib-dynload/_hashlib.*", "lib-dynload/_curses*", "lib-dynload/readline.*"),
    *("lib-dynload/_crypt.*", "lib-dynload/_dbm.*", "lib-dynload/_test*", "lib-dynload/xx*", "sitecustomize.py"),
    *("lib-dynload/nis.*", "lib-dynload/ossaudiodev.*", "__pycache__"),
)
"""Parts of Python that the program never opens: it speaks to no network and no terminal."""

START = f"""#!/bin/sh
here=$(dirname "$(readlink -f "$0")")
exec "$here/python/bin/python{PYTHON}" -I -S -X utf8 "$here/@NAME@.py" "$@"
"""

BEGIN = """import sys
from pathlib import Path
here = Path(__file__).resolve().parent
sys.path[:0] = [str(here / "app"), str(here / "lib")]
from selfassess.cli import @MAIN@
@MAIN@()
"""


def build(out: Path, moment: int) -> list[Path]:
    """Build the folder as one archive; ``moment``: seconds since 1970, the time of all files in it."""
    missing = sorted({package for program, package in TOOLS.items() if shutil.which(program) is None})
    if missing:
        raise BootstrapError(f"What builds it is not installed; on Debian that is in: {' '.join(missing)}.")
    name = f"selfassess-{VERSION}-linux-x86_64"
    with TemporaryDirectory() as place:
        program = Path(place, name)
        put_together(program, Path(place))
        return [pack(program, out / f"{name}.tar.xz", moment)]


def put_together(program: Path, place: Path) -> None:
    """Make the folder."""
    lib, app = program / "lib", program / "app"
    say("Downloading the wheels for Linux, each checked against its hash")
    parts.download_wheels(PLATFORMS, PYTHON, place / "wheels")
    parts.unpack_wheels(place / "wheels", lib)
    parts.copy_product(app)
    packages = unpack_debian(place / "debian")
    put_python(program / "python", place / "debian")
    put_libraries(lib / "PySide6" / "Qt" / "lib", place / "debian", WINDOW_LIBRARIES)
    names = sorted((place / "debian").glob("usr/share/doc/*/copyright"))
    more = {f"debian-{file.parent.name}.txt": file for file in names if not file.parent.is_symlink()}
    parts.gather_licences(lib, program / "licences", more)
    parts.write_parts_list(lib, VERSION, program / "sbom.cdx.json", packages)
    parts.compile_all((lib, app, program / "python" / "lib"), program, PYTHON)
    for name, main in (("selfassess", "main"), ("selfassess-window", "main_of_desktop")):
        write(program / f"{name}.py", BEGIN.replace("@MAIN@", main))
        write(program / name, START.replace("@NAME@", name))
        (program / name).chmod(0o755)
    (program / "AppRun").symlink_to("selfassess-window")
    write(program / "selfassess.desktop", read("selfassess.desktop"))
    shutil.copyfile(ROOT / "resources" / "icons" / "selfassess.svg", program / "selfassess.svg")


def unpack_debian(folder: Path) -> dict[str, str]:
    """Unpack the packages that are needed into one tree; their names and versions."""
    folder.mkdir()
    wanted = (*PYTHON_PACKAGES, *PYTHON_LIBRARIES, *WINDOW_LIBRARIES)
    parts.run(("apt-get", "download", "-q", *wanted), folder)
    found = {}
    for file in sorted(folder.glob("*.deb")):
        parts.run(("dpkg-deb", "-x", file.name, "."), folder)
        name, version, _ = file.name.split("_")
        found[name] = version.replace("%3a", ":")
    return found


def put_python(python: Path, debian: Path) -> None:
    """Python in a folder of its own, which finds its modules and their libraries wherever that lies."""
    shutil.copytree(debian / "usr" / "lib" / f"python{PYTHON}", python / "lib" / f"python{PYTHON}", ignore=leave_out)
    (python / "bin").mkdir()
    program = python / "bin" / f"python{PYTHON}"
    shutil.copy2(debian / "usr" / "bin" / program.name, program)
    put_libraries(python / "lib", debian, PYTHON_LIBRARIES)
    parts.run(("patchelf", "--set-rpath", "$ORIGIN/../lib", str(program)), python)
    for module in sorted(python.rglob("lib-dynload/*.so")):
        parts.run(("patchelf", "--set-rpath", "$ORIGIN/../..", str(module)), python)


def leave_out(folder: str, names: list[str]) -> set[str]:
    """What of Python's modules in a folder is not taken along."""
    here = Path(folder)
    return {name for name in names if any(here.joinpath(name).match(pattern) for pattern in LEFT_OUT)}


def put_libraries(folder: Path, debian: Path, packages: tuple[str, ...]) -> None:
    """Copy the shared libraries of some packages beside each other, so that they find each other there."""
    folder.mkdir(parents=True, exist_ok=True)
    for package in packages:
        (file,) = debian.glob(f"{package}_*.deb")
        held = subprocess.run(("dpkg-deb", "--fsys-tarfile", file), capture_output=True, check=True).stdout
        with tarfile.open(fileobj=BytesIO(held)) as files:
            libraries = [debian / each.name for each in files if each.isfile() and ".so." in each.name]
        for library in libraries:
            target = folder / name_of(library)
            shutil.copyfile(library, target)
            parts.run(("patchelf", "--set-rpath", "$ORIGIN", str(target)), folder)


def name_of(file: Path) -> str:
    """What a shared library is called by those who need it."""
    done = subprocess.run(("patchelf", "--print-soname", file), capture_output=True, text=True, check=True)
    return done.stdout.strip()


def pack(program: Path, out: Path, moment: int) -> Path:
    """The folder as one archive, the same each time."""

    def plain(entry: tarfile.TarInfo) -> tarfile.TarInfo:
        entry.uid = entry.gid = 0
        entry.uname = entry.gname = ""
        entry.mtime = moment
        entry.mode = 0o755 if entry.isdir() or entry.mode & 0o100 else 0o644
        return entry

    with lzma.open(out, "wb", preset=6) as packed, tarfile.open(fileobj=packed, mode="w") as archive:
        for file in (program, *sorted(program.rglob("*"))):
            archive.add(file, file.relative_to(program.parent).as_posix(), recursive=False, filter=plain)
    return out
