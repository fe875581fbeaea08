"""The quick rooms of the packages for Linux and the Mac, and of what is written beside them."""

from __future__ import annotations

import json
import os
import plistlib
import re
import shutil
import struct
import subprocess
import tarfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

import icons
import parts
import provenance
import pytest
from appimage import recipe as appimage
from bootstrap import ROOT
from deb import recipe as deb
from flatpak import recipe as flatpak
from macos import recipe as macos

from selfassess import RELEASED, VERSION

MOMENT = 1_767_225_600
needs = {
    name: pytest.mark.skipif(shutil.which(name) is None, reason=f"{name} is not installed")
    for name in ("desktop-file-validate", "appstreamcli", "flatpak-builder", "man")
}


@pytest.fixture
def one_wheel(monkeypatch: pytest.MonkeyPatch) -> None:
    """In place of the downloads: one library that brings a licence. Nothing is compiled."""

    def download(platforms: Sequence[str], version: str, folder: Path) -> None:
        folder.mkdir(parents=True)
        with zipfile.ZipFile(folder / "thing-1.0-py3-none-any.whl", "w") as wheel:
            wheel.writestr("thing.py", "")
            wheel.writestr("thing-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: thing\nVersion: 1.0\n")
            wheel.writestr("thing-1.0.dist-info/licenses/LICENSE", "MIT")

    monkeypatch.setattr(parts, "download_wheels", download)
    monkeypatch.setattr(parts, "compile_all", lambda *_: None)


@needs["desktop-file-validate"]
def test_the_entry_of_the_menu_is_valid(tmp_path: Path) -> None:
    subprocess.run(("desktop-file-validate", ROOT / "packaging" / "deb" / "selfassess.desktop"), check=True)


@needs["man"]
def test_the_manual_is_set_without_a_warning(tmp_path: Path) -> None:
    page = tmp_path / "selfassess.1"
    page.write_text(deb.make_manual(), encoding="utf-8")
    call = ("man", "--warnings", "-l", str(page))
    done = subprocess.run(call, capture_output=True, text=True, check=True, env={**os.environ, "LC_ALL": "C.UTF-8"})
    assert done.stderr == ""
    assert "SELFASSESS_HOME" in done.stdout


@pytest.mark.usefixtures("one_wheel")
def test_the_package_for_debian_has_everything_in_its_place(tmp_path: Path) -> None:
    root = tmp_path / "root"
    deb.put_together(root, tmp_path, MOMENT)
    about = root / "usr" / "share" / "doc" / "selfassess"
    assert (root / deb.HOME / "licences").resolve() == (about / "licences").resolve()
    assert {"selfassess.txt", "thing-LICENSE", "LGPL-3.txt"} <= {each.name for each in (about / "licences").iterdir()}
    control = (root / "DEBIAN" / "control").read_text(encoding="utf-8")
    assert f"Version: {VERSION}\n" in control
    assert "@" not in control.replace("selfassess@localhost", "")
    for name in ("selfassess", "selfassess-window"):
        assert (root / "usr" / "share" / "man" / "man1" / f"{name}.1.gz").read_bytes()[4:8] == bytes(4)
        start = (root / "usr" / "bin" / name).read_text(encoding="utf-8")
        assert f"/{deb.HOME}/{name}.py" in start
        assert (root / deb.HOME / f"{name}.py").exists()


@pytest.mark.parametrize(
    ("name", "left"),
    [
        ("test", True),
        ("lib-dynload/_ssl.cpython-311-x86_64-linux-gnu.so", True),
        ("lib-dynload/_sqlite3.cpython-311-x86_64-linux-gnu.so", False),
        ("lib-dynload/_ctypes.cpython-311-x86_64-linux-gnu.so", False),
        ("json", False),
        ("config-3.11-x86_64-linux-gnu", True),
    ],
)
def test_of_python_only_what_speaks_to_a_network_or_terminal_is_left_out(name: str, left: bool) -> None:
    folder, _, file = f"/python3.11/{name}".rpartition("/")
    assert appimage.leave_out(folder, [file]) == ({file} if left else set())


def test_the_folder_is_packed_the_same_each_time_with_its_links_and_rights(tmp_path: Path) -> None:
    packed = []
    for number in range(2):
        program = tmp_path / str(number) / "program"
        program.mkdir(parents=True)
        deb.write(program / "b", "x")
        deb.write(program / "a", "y")
        (program / "a").chmod(0o700)
        (program / "AppRun").symlink_to("a")
        packed.append(appimage.pack(program, tmp_path / f"{number}.tar.xz", MOMENT).read_bytes())
    assert packed[0] == packed[1]
    with tarfile.open(tmp_path / "0.tar.xz") as archive:
        found = {each.name: (oct(each.mode), each.linkname, each.mtime, each.uid) for each in archive}
    assert found["program/a"] == ("0o755", "", MOMENT, 0)
    assert found["program/b"][0] == "0o644"
    assert found["program/AppRun"][1] == "a"


@pytest.mark.usefixtures("one_wheel")
def test_the_bundle_for_the_mac_names_only_what_is_in_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(macos.IDENTITY, raising=False)
    monkeypatch.setattr(macos, "fetch_python", stand_in_python)
    (tmp_path / "out").mkdir()
    (made,) = macos.build(tmp_path / "out", MOMENT)
    with zipfile.ZipFile(made) as bundle:
        rights = {
            each.filename.removeprefix(f"{macos.NAME}/Contents/"): each.external_attr >> 16
            for each in bundle.infolist()
        }
        read = bundle.read
        plist = plistlib.loads(read(f"{macos.NAME}/Contents/Info.plist"))
        start = read(f"{macos.NAME}/Contents/MacOS/selfassess-window").decode()
    assert rights[f"MacOS/{plist['CFBundleExecutable']}"] & 0o111 == 0o111
    assert f"Resources/{plist['CFBundleIconFile']}.icns" in rights
    for name in re.findall(r"\$contents/(Resources/[^\"]+)", start):
        assert name in rights
    assert rights["Resources/python/bin/python3.13"] & 0o100
    assert rights["Resources/python/lib/link.dylib"] & 0o170000 == 0o120000
    assert not any("/test/" in name for name in rights if "python" in name)
    assert {"Resources/app/selfassess/window/ui/__main__.py", "Resources/licences/python.txt"} <= rights.keys()
    assert plist["CFBundleShortVersionString"] == VERSION
    (kind,) = plist["UTExportedTypeDeclarations"]
    (opened,) = plist["CFBundleDocumentTypes"]
    assert opened["LSItemContentTypes"] == [kind["UTTypeIdentifier"]]
    assert kind["UTTypeTagSpecification"]["public.filename-extension"] == ["sawb"]
    assert plist["LSMinimumSystemVersion"].replace(".", "_") in macos.PLATFORM
    first = made.read_bytes()
    macos.build(tmp_path / "out", MOMENT)
    assert made.read_bytes() == first


def stand_in_python(place: Path) -> Path:
    """What the recipe fetches, as it lies, without the machine code."""
    python = place / "python"
    for name in ("bin/python3.13", "lib/libpython3.13.dylib", "lib/python3.13/test/x.py", "lib/python3.13/LICENSE.txt"):
        deb.write(python / name, name)
    (python / "bin" / "python3.13").chmod(0o755)
    (python / "lib" / "link.dylib").symlink_to("libpython3.13.dylib")
    return python


def test_the_mac_may_load_libraries_that_somebody_replaced() -> None:
    entitled = plistlib.loads((ROOT / "packaging" / "macos" / "entitlements.plist").read_bytes())
    assert entitled == {"com.apple.security.cs.disable-library-validation": True}


def test_the_mac_is_told_its_own_programs_by_their_first_bytes(tmp_path: Path) -> None:
    for name, data in {
        "thin": b"\xcf\xfa\xed\xfe..",
        "fat": b"\xca\xfe\xba\xbe..",
        "text": b"#!/bin/sh",
        "none": b"",
    }.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "link").symlink_to("thin")
    assert sorted(each.name for each in tmp_path.iterdir() if macos.is_program(each)) == ["fat", "thin"]


def test_the_icon_for_the_mac_has_every_size(tmp_path: Path) -> None:
    icons.write_icns(tmp_path / "icon.icns")
    data = (tmp_path / "icon.icns").read_bytes()
    assert struct.unpack(">4sI", data[:8]) == (b"icns", len(data))
    at, found = 8, {}
    while at < len(data):
        name, length = struct.unpack_from(">4sI", data, at)
        assert data[at + 8 : at + 12] == b"\x89PNG"
        found[name.decode()] = struct.unpack_from(">II", data, at + 24)
        at += length
    assert found == {name: (size, size) for size, name in icons.ICNS.items()}


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """What a Flatpak is built from, with one file in place of the wheels."""
    (tmp_path / "thing.whl").write_bytes(b"wheel")
    flatpak.write_sources(tmp_path)
    return tmp_path


def test_the_manifest_names_every_source_with_its_hash_and_no_network(sources: Path) -> None:
    (file,) = sources.glob("*.json")
    manifest = json.loads(file.read_text(encoding="utf-8"))
    (module,) = manifest["modules"]
    named = {each["path"]: each["sha256"] for each in module["sources"]}
    assert named == {each.name: provenance.hash_of(each) for each in sources.iterdir() if each != file}
    assert {each["type"] for each in module["sources"]} == {"file"}
    assert "--share=network" not in manifest["finish-args"]
    assert file.stem == manifest["id"]
    for command in module["build-commands"][1:]:
        assert command.split()[2] in named
    assert f"Icon={manifest['id']}\n" in (sources / f"{manifest['id']}.desktop").read_text(encoding="utf-8")


@needs["flatpak-builder"]
def test_the_builder_understands_the_manifest(sources: Path) -> None:
    (file,) = sources.glob("*.json")
    call = ("flatpak-builder", "--show-manifest", file.name)
    # What stands above the folder is nothing to the builder's git: a stray .git there made it complain.
    alone = os.environ | {"GIT_CEILING_DIRECTORIES": str(sources.parent)}
    done = subprocess.run(call, cwd=sources, env=alone, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["id"] == file.stem


@needs["appstreamcli"]
def test_what_software_centres_are_told_is_valid(sources: Path) -> None:
    (file,) = sources.glob("*.metainfo.xml")
    done = subprocess.run(("appstreamcli", "validate", "--no-net", file), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert f'version="{VERSION}" date="{RELEASED}"' in file.read_text(encoding="utf-8")
