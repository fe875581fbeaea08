"""Makes what ``flatpak-builder`` builds a Flatpak from without a network: the manifest, the locked wheels, the product.

The package may not reach the network at all: its manifest asks for no share of it. It runs in the runtime of
freedesktop.org, whose Python is 3.12.
"""

from __future__ import annotations

import json
import tarfile
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import parts
import provenance
from bootstrap import ROOT, say
from deb.recipe import PLATFORMS, read

from selfassess import RELEASED, VERSION
from selfassess.storage.format.migrations import APPLICATION_ID

HERE = Path(__file__).parent
PYTHON = "3.12"


def build(out: Path, moment: int, build_wheel: Callable[[Path], list[Path]]) -> list[Path]:
    """Build the archive of manifest and sources; ``moment``: seconds since 1970, the time of all files in it."""
    name = f"selfassess-{VERSION}-flatpak"
    with TemporaryDirectory() as place:
        sources = Path(place, name)
        say("Downloading the wheels for Linux, each checked against its hash")
        parts.download_wheels(PLATFORMS, PYTHON, sources)
        made = build_wheel(Path(place))
        wheel = next(each for each in made if each.suffix == ".whl")
        wheel.rename(sources / wheel.name)
        write_sources(sources)
        parts.set_times(sources, moment)
        return [pack(sources, out / f"{name}.tar")]


def write_sources(sources: Path) -> None:
    """Write what stands beside the wheels, and the manifest that names every file with its hash."""
    manifest = json.loads((HERE / "manifest.json").read_text(encoding="utf-8"))
    id = manifest["id"]
    icon = (ROOT / "resources" / "icons" / "selfassess.svg").read_text(encoding="utf-8")
    about = (HERE / "metainfo.xml").read_text(encoding="utf-8")
    written = {
        f"{id}.desktop": read("selfassess.desktop").replace("Icon=selfassess", f"Icon={id}"),
        f"{id}.xml": read("selfassess.xml").replace("@ID@", str(APPLICATION_ID)),
        f"{id}.svg": icon,
        f"{id}.metainfo.xml": about.replace("@ID@", id).replace("@VERSION@", VERSION).replace("@DATE@", RELEASED),
    }
    for name, text in written.items():
        (sources / name).write_text(text, encoding="utf-8")
    (module,) = manifest["modules"]
    module["build-commands"] = [each.replace("@ID@", id) for each in module["build-commands"]]
    module["sources"] = [
        {"type": "file", "path": file.name, "sha256": provenance.hash_of(file)} for file in sorted(sources.iterdir())
    ]
    (sources / f"{id}.json").write_text(json.dumps(manifest, indent=1), encoding="utf-8")


def pack(sources: Path, out: Path) -> Path:
    """All of it as one archive, the same each time; wheels are packed already."""

    def plain(entry: tarfile.TarInfo) -> tarfile.TarInfo:
        entry.uid = entry.gid = 0
        entry.uname = entry.gname = ""
        entry.mode = 0o755 if entry.isdir() else 0o644
        return entry

    with tarfile.open(out, "w") as archive:
        for file in (sources, *sorted(sources.iterdir())):
            archive.add(file, file.relative_to(sources.parent).as_posix(), recursive=False, filter=plain)
    return out
