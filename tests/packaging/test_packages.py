"""The quick rooms of the packages' recipes: what goes in, and that nothing goes in unasked or is left out unsaid."""

from __future__ import annotations

import os
import shutil
import struct
import sys
import uuid
from pathlib import Path
from xml.etree import ElementTree

import parts
import pytest
from bootstrap import BootstrapError
from deb import recipe as deb
from windows import recipe as windows

from selfassess.cli import COMMANDS
from selfassess.services.workbook import opening
from selfassess.storage.format.migrations import APPLICATION_ID


@pytest.mark.parametrize(
    ("name", "needed"),
    [
        ("PySide6/QtWidgets.pyd", True),
        ("PySide6/Qt6Widgets.dll", True),
        ("PySide6/QtWidgets.abi3.so", True),
        ("PySide6/Qt/lib/libQt6XcbQpa.so.6", True),
        ("PySide6/plugins/platforms/qwindows.dll", True),
        ("PySide6/Qt/plugins/platforms/libqxcb.so", True),
        ("PySide6/Qt6Quick.dll", False),
        ("PySide6/opengl32sw.dll", False),
        ("PySide6/QtNetwork.pyd", False),
        ("PySide6/designer.exe", False),
        ("PySide6/QtWidgets.pyi", False),
        ("openpyxl/reader/excel.py", True),
        ("openpyxl/tests/test_reader.py", False),
        ("reportlab-5.0.dist-info/licenses/LICENSE", True),
        ("some/docs/page.py", False),
        ("some.data/scripts/tool", False),
    ],
)
def test_only_what_the_program_opens_is_taken_from_a_wheel(name: str, needed: bool) -> None:
    assert parts.is_needed(name) is needed


def test_the_locked_versions_are_the_same_for_every_system() -> None:
    """The wheels of one system are downloaded on another, and pip would judge conditions by the one it runs on."""
    text = parts.RUNTIME.read_text(encoding="utf-8")
    assert "pyside6-essentials==" in text
    assert [line for line in text.splitlines() if " ; " in line] == []


def test_a_part_without_a_licence_is_named(tmp_path: Path) -> None:
    info = tmp_path / "site" / "thing-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: thing\nVersion: 1.0\n", encoding="utf-8")
    with pytest.raises(BootstrapError, match="bring no licence: thing"):
        parts.gather_licences(info.parent, tmp_path / "out", {})
    (info / "licenses").mkdir()
    (info / "licenses" / "MIT.txt").write_text("MIT", encoding="utf-8")
    parts.gather_licences(info.parent, tmp_path / "again", {})
    names = {file.name for file in (tmp_path / "again").iterdir()}
    assert {"selfassess.txt", "thing-MIT.txt", "LGPL-3.txt", "GPL-3.txt"} <= names


def test_it_lists_every_file_for_the_package_of_it_once(tmp_path: Path) -> None:
    files = ("a b/one & two.txt", "a b/again/one & two.txt", "top.exe")
    for name in files:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x", encoding="utf-8")
    tree = ElementTree.fromstring("".join(windows.list_program(tmp_path)))
    space = "{http://schemas.microsoft.com/wix/2006/wi}"
    assert sorted(each.attrib["Source"] for each in tree.iter(f"{space}File")) == sorted(files)
    made = [each.attrib["Id"] for each in tree.iter(f"{space}Component")]
    assert sorted(made) == sorted(each.attrib["Id"] for each in tree.iter(f"{space}ComponentRef"))
    assert len(set(made)) == len(files)


def test_the_icon_has_every_size_that_windows_asks_for(tmp_path: Path) -> None:
    windows.write_icon(tmp_path / "icon.ico")
    data = (tmp_path / "icon.ico").read_bytes()
    assert struct.unpack_from("<HHH", data) == (0, 1, len(windows.SIZES))
    for number, size in enumerate(windows.SIZES):
        width, *_, length, at = struct.unpack_from("<BBBBHHII", data, 6 + 16 * number)
        assert width == size % 256
        assert data[at : at + 4] == b"\x89PNG"
        assert struct.unpack_from(">II", data, at + 16) == (size, size)
        assert at + length <= len(data)


def test_the_manual_has_every_command() -> None:
    page = deb.make_manual()
    for name in COMMANDS:
        assert f"\n.B {name} ".replace("-", "\\-") in page or f"\n.B {name}\n".replace("-", "\\-") in page
    assert "@" not in page


def test_a_workbook_is_known_by_the_bytes_that_the_system_is_told(tmp_path: Path) -> None:
    kind = ElementTree.fromstring(deb.read("selfassess.xml").replace("@ID@", str(APPLICATION_ID)))
    space = "{http://www.freedesktop.org/standards/shared-mime-info}"
    first, second = kind.iter(f"{space}match")
    opening.write_demo_workbook(tmp_path / "example.sawb", author="Ada")
    data = (tmp_path / "example.sawb").read_bytes()
    assert data.startswith(first.attrib["value"].replace("\\0", "\0").encode())
    assert int.from_bytes(data[68:72], "big") == int(second.attrib["value"])


def test_a_python_that_only_has_the_name_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = "{}.{}".format(*sys.version_info[:2])
    stands_for_none, whole = tmp_path / "stands for none", tmp_path / "whole"
    for folder, body in ((stands_for_none, "exit 127"), (whole, f'exec "{sys.executable}" "$@"')):
        folder.mkdir()
        (folder / f"python{wanted}").write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
        (folder / f"python{wanted}").chmod(0o755)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PATH", str(stands_for_none))
    assert parts.find_python(wanted) is None
    monkeypatch.setenv("PATH", f"{stands_for_none}{os.pathsep}{whole}")
    assert parts.find_python(wanted) == str(whole / f"python{wanted}")


def test_the_package_of_it_is_the_same_twice_and_another_where_something_in_it_is(tmp_path: Path) -> None:
    if missing := [name for name in windows.TOOLS if shutil.which(name) is None]:
        pytest.skip(f"not installed: {', '.join(missing)}")
    made = []
    for number, words in enumerate(("one", "one", "two")):
        place, program = tmp_path / f"place {number}", tmp_path / f"program {number}"
        place.mkdir()
        (program / "lib").mkdir(parents=True)
        for name in ("selfassess.ico", "lib/a & b.txt"):
            (program / name).write_text(words, encoding="utf-8")
        parts.set_times(program, 1_700_000_000)
        made.append(windows.make_msi(program, tmp_path / f"{number}.msi", place, 1_700_000_000).read_bytes())
    assert made[0] == made[1]
    codes = [data[at : at + 38] for data in made for at in (windows.places_in_summary(data)[windows.CODE] + 8,)]
    assert codes[0] != codes[2]
    assert all(uuid.UUID(code.decode()) for code in codes)
    for key in (windows.CREATED, windows.SAVED):
        (at,) = struct.unpack_from("<Q", made[0], windows.places_in_summary(made[0])[key] + 4)
        assert at == (1_700_000_000 + windows.SECONDS_BEFORE_1970) * 10**7
