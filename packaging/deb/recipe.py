"""Makes the package for Debian 12 and what is made from it: the product and its locked wheels, run by Debian's Python.

Needs dpkg-deb. The menu's entry, the kind of file told by its first bytes, the icon and the manual's page go with it.
"""

from __future__ import annotations

import gzip
import os
import shutil
import tempfile
from email.utils import formatdate
from pathlib import Path

import click
import parts
from bootstrap import QT_PACKAGES, ROOT, BootstrapError, say

from selfassess import VERSION
from selfassess.cli import COMMANDS, cli
from selfassess.storage.format.migrations import APPLICATION_ID

HERE = Path(__file__).parent
PYTHON = "3.11"
PLATFORMS = (
    *("manylinux_2_34_x86_64", "manylinux_2_31_x86_64", "manylinux_2_28_x86_64", "manylinux_2_27_x86_64"),
    *("manylinux_2_26_x86_64", "manylinux_2_17_x86_64", "manylinux2014_x86_64", "manylinux1_x86_64"),
)
"""The systems whose programs run on Debian 12."""

HOME = "usr/lib/selfassess"

CHANGES = """selfassess (@VERSION@) stable; urgency=medium

  * What is new stands under Help, About, and in
    /@HOME@/app/selfassess/resources/CHANGELOG.md.

 -- the selfassess authors <selfassess@localhost>  @DAY@
"""

START = f"""#!/bin/sh
exec /usr/bin/python{PYTHON} -I -X utf8 /{HOME}/@NAME@.py "$@"
"""

BEGIN = f"""import sys
sys.path[1:1] = ["/{HOME}/app", "/{HOME}/lib"]
from selfassess.cli import @MAIN@
@MAIN@()
"""

CONTROL = """Package: selfassess
Version: @VERSION@
Section: editors
Priority: optional
Architecture: amd64
Maintainer: the selfassess authors <selfassess@localhost>
Installed-Size: @SIZE@
Depends: python@PYTHON@, libc6 (>= 2.34), @LIBRARIES@
Recommends: shared-mime-info, desktop-file-utils, hicolor-icon-theme
Description: workbook for a council's adult social care self-assessment
 Offline drafting of the self-assessment for the regulator, with Excel, Word,
 PDF and HTML out, earlier years in, and merging of what several people wrote.
"""


def build(out: Path, moment: int) -> list[Path]:
    """Build the package; ``moment``: seconds since 1970, the time of all files in it."""
    if shutil.which("dpkg-deb") is None:
        raise BootstrapError("What builds it is not installed; on Debian that is in: dpkg.")
    with tempfile.TemporaryDirectory() as place:
        root = Path(place, "root")
        put_together(root, Path(place), moment)
        parts.set_times(root, moment)
        file = out / f"selfassess_{VERSION}_amd64.deb"
        environment = {**os.environ, "SOURCE_DATE_EPOCH": str(moment)}
        parts.run(
            ("dpkg-deb", "-Zxz", "--threads-max=1", "--root-owner-group", "--build", str(root), str(file)),
            HERE,
            environment,
        )
    return [file]


def put_together(root: Path, place: Path, moment: int) -> None:
    """Make the tree of files that the package lays over a system."""
    home, share = root / HOME, root / "usr" / "share"
    about = share / "doc" / "selfassess"
    say("Downloading the wheels for Linux, each checked against its hash")
    parts.download_wheels(PLATFORMS, PYTHON, place / "wheels")
    parts.unpack_wheels(place / "wheels", home / "lib")
    parts.copy_product(home / "app")
    parts.compile_all((home / "lib", home / "app"), root, PYTHON)
    parts.gather_licences(home / "lib", about / "licences", {})
    shutil.copyfile(ROOT / "LICENSE", about / "copyright")
    parts.write_parts_list(home / "lib", VERSION, home / "sbom.cdx.json", {})
    for name, main in (("selfassess", "main"), ("selfassess-window", "main_of_desktop")):
        write(home / f"{name}.py", BEGIN.replace("@MAIN@", main))
        write(root / "usr" / "bin" / name, START.replace("@NAME@", name))
        (root / "usr" / "bin" / name).chmod(0o755)
    write(share / "applications" / "selfassess.desktop", read("selfassess.desktop"))
    write(share / "mime" / "packages" / "selfassess.xml", read("selfassess.xml").replace("@ID@", str(APPLICATION_ID)))
    icon = (ROOT / "resources" / "icons" / "selfassess.svg").read_text(encoding="utf-8")
    for place_of_icon in ("apps/selfassess.svg", "mimetypes/application-x-selfassess-workbook.svg"):
        write(share / "icons" / "hicolor" / "scalable" / place_of_icon, icon)
    for manual, text in (("selfassess", make_manual()), ("selfassess-window", ".so man1/selfassess.1\n")):
        write_packed(share / "man" / "man1" / f"{manual}.1.gz", text)
    changes = CHANGES.replace("@VERSION@", VERSION).replace("@HOME@", HOME)
    write_packed(about / "changelog.gz", changes.replace("@DAY@", formatdate(moment)))
    write(share / "lintian" / "overrides" / "selfassess", read("lintian-overrides"))
    (home / "licences").symlink_to(os.path.relpath(about / "licences", home))
    size = sum(file.stat().st_size for file in root.rglob("*") if file.is_file() and not file.is_symlink()) // 1024
    given = {"VERSION": VERSION, "SIZE": str(size), "PYTHON": PYTHON, "LIBRARIES": ", ".join(QT_PACKAGES)}
    control = CONTROL
    for name, value in given.items():
        control = control.replace(f"@{name}@", value)
    write(root / "DEBIAN" / "control", control)


def make_manual() -> str:
    """The manual's page, from what the command line says of itself."""
    context = click.Context(cli, info_name="selfassess")
    page = read("selfassess.1").replace("@VERSION@", VERSION)
    commands = []
    for name in COMMANDS:
        command = cli.get_command(context, name)
        assert command is not None
        usage = " ".join(command.collect_usage_pieces(click.Context(command, info_name=name)))
        said = " ".join((command.help or "").partition("\n\n")[0].split())
        commands.append(f".TP\n.B {name} {usage}\n{said}".replace("-", "\\-"))
    return page.replace("@COMMANDS@", "\n".join(commands))


def read(name: str) -> str:
    """A file beside this one."""
    return (HERE / name).read_text(encoding="utf-8")


def write(file: Path, text: str) -> None:
    """Write a file, and make the folders it lies in."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def write_packed(file: Path, text: str) -> None:
    """Write a file as gzip does, the same each time."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(gzip.compress(text.encode(), mtime=0))
