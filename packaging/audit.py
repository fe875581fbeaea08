"""Looks whether a locked version has a known weakness: ``python3 packaging/audit.py``. It needs the internet.

pip-audit says "none found" where it could not look a version up, so its answer is held against the lock: a version that
was left out, or no answer at all, is a failure and never a pass. Exit code 0: each was looked up, nothing is known;
1: something is known; 2: it could not be looked up.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import venv
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from bootstrap import LOCK, python_in, say

HERE = Path(__file__).parent
LOCKS = (HERE / "runtime.txt", LOCK)
TOOLS = HERE / "audit.txt"

CLEAN, WEAK, UNKNOWN = 0, 1, 2


def audit(lock: Path, call: Sequence[str | Path]) -> tuple[int, list[str]]:
    """Have ``call`` (pip-audit) look up what a lock names; the exit code, and lines to be read."""
    wanted = pins(lock)
    options = (
        "--requirement",
        lock,
        "--disable-pip",
        "--require-hashes",
        "--format",
        "json",
        "--progress-spinner",
        "off",
    )
    done = subprocess.run([*call, *options], capture_output=True, text=True, check=False)
    try:
        found = {str(each["name"]).lower(): each for each in json.loads(done.stdout)["dependencies"]}
    except (ValueError, KeyError, TypeError):
        return UNKNOWN, [f"{lock.name}: no answer. {' '.join(done.stderr.split())[-400:]}"]
    missed = [name for name, version in wanted.items() if not was_looked_up(found.get(name), version)]
    if missed:
        return UNKNOWN, [f"{lock.name}: not looked up: {', '.join(missed)}"]
    weak = [
        f"{name} {version}: {each.get('id')}, mended in {', '.join(each.get('fix_versions') or ['no version yet'])}"
        for name, version in wanted.items()
        for each in found[name]["vulns"]
    ]
    if done.returncode and not weak:
        return UNKNOWN, [f"{lock.name}: it ended with {done.returncode}. {' '.join(done.stderr.split())[-400:]}"]
    return (WEAK, weak) if weak else (CLEAN, [f"{lock.name}: {len(wanted)} versions looked up, nothing is known"])


def was_looked_up(answer: object, version: str) -> bool:
    """Whether an answer is about this version and says what is known of it."""
    if not isinstance(answer, dict) or answer.get("skip_reason"):
        return False
    return answer.get("version") == version and isinstance(answer.get("vulns"), list)


def pins(lock: Path) -> dict[str, str]:
    """Name -> version of what a lock names."""
    found = re.findall(r"^([\w.-]+)(?:\[[^\]]*\])?==([^\s;]+)", lock.read_text(encoding="utf-8"), re.MULTILINE)
    return {name.lower(): version for name, version in found}


def install_tools(place: Path) -> Path:
    """pip-audit in an environment of its own, from its own lock; the Python there."""
    venv.EnvBuilder(with_pip=True).create(place)
    python = python_in(place)
    options = ("--quiet", "--require-hashes", "--no-deps", "--only-binary=:all:")
    subprocess.run([python, "-m", "pip", "install", *options, "-r", TOOLS], check=True)
    return python


def main() -> int:
    """Look up every lock; the worst of what was found."""
    with TemporaryDirectory() as place:
        return look_up(Path(place))


def look_up(place: Path) -> int:
    """The same, with a folder for what does it."""
    try:
        python = install_tools(place)
    except (OSError, subprocess.CalledProcessError):
        say("Not looked up: what looks it up could not be installed")
        return UNKNOWN
    worst = CLEAN
    for lock in LOCKS:
        code, lines = audit(lock, (python, "-m", "pip_audit"))
        worst = max(worst, code)
        for line in lines:
            say(line)
    return worst


if __name__ == "__main__":
    sys.exit(main())
