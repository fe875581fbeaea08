"""What is written beside the packages: checksums, the list of parts, and from what and how they were made."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

from bootstrap import ROOT

SUMS = "SHA256SUMS"
PARTS = "sbom.cdx.json"
STATEMENT = "provenance.json"


def write_sums(files: Sequence[Path], out: Path) -> None:
    """Write the checksums of what was built, as ``sha256sum --check`` reads them."""
    (out / SUMS).write_text("".join(f"{hash_of(file)}  {file.name}\n" for file in sorted(files)), encoding="utf-8")


def write_parts(out: Path, version: str) -> None:
    """Write the locked parts of the product and their hashes as CycloneDX wants it; a package holds its own list."""
    text = (ROOT / "packaging" / "runtime.txt").read_text(encoding="utf-8")
    found = [
        {
            "type": "library",
            "name": name,
            "version": pinned,
            "purl": f"pkg:pypi/{name}@{pinned}",
            "bom-ref": f"pkg:pypi/{name}@{pinned}",
            "hashes": [{"alg": "SHA-256", "content": each} for each in re.findall(r"sha256:(\w+)", hashes)],
        }
        for name, pinned, hashes in re.findall(r"^([\w.-]+)==(\S+)((?: \\\n .*)*)", text, re.MULTILINE)
    ]
    about = {"type": "application", "name": "selfassess", "version": version, "bom-ref": "selfassess"}
    whole = {"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1, "metadata": {"component": about}}
    (out / PARTS).write_text(json.dumps({**whole, "components": found}, indent=1), encoding="utf-8")


def write_statement(kind: str, files: Sequence[Path], out: Path) -> None:
    """Write from which commit and with which locks these files were made, as an in-toto statement of SLSA's form.

    It says nothing of when and where, so that it is the same each time; the workflow's own attestation does that.
    """
    locks = sorted(
        file for file in (ROOT / "packaging").rglob("*.txt") if "--hash=" in file.read_text(encoding="utf-8")
    )
    made_from = [{"uri": "git", "digest": {"gitCommit": commit()}}]
    made_from += [{"uri": file.relative_to(ROOT).as_posix(), "digest": {"sha256": hash_of(file)}} for file in locks]
    statement = {
        "_type": "https://in-toto.io/Statement/v1",
        "subject": [{"name": file.name, "digest": {"sha256": hash_of(file)}} for file in sorted(files)],
        "predicateType": "https://slsa.dev/provenance/v1",
        "predicate": {
            "buildDefinition": {
                "buildType": "selfassess:packaging/build.py",
                "externalParameters": {"kind": kind},
                "resolvedDependencies": made_from,
            },
            "runDetails": {"builder": {"id": "selfassess:packaging/build.py"}},
        },
    }
    (out / STATEMENT).write_text(json.dumps(statement, indent=1), encoding="utf-8")


def commit() -> str:
    """What is checked out, with "-changed" where files differ from it; "" where this is no clone."""
    call = ("git", "describe", "--always", "--abbrev=40", "--exclude=*", "--dirty=-changed")
    try:
        return subprocess.run(call, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return ""


def hash_of(file: Path) -> str:
    """SHA-256 of a file."""
    return hashlib.sha256(file.read_bytes()).hexdigest()
