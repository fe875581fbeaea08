"""The import rules hold, and each of them can fail: every contract is broken on purpose in a copy of the tree."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CONTRACTS: dict[str, str] = {
    contract["id"]: contract["name"] for contract in PROJECT["tool"]["importlinter"]["contracts"]
}


class Break(NamedTuple):
    """A module that is added to the copy, and the one contract that it must break."""

    contract: str
    module: str
    line: str


BREAKS = [
    Break("layers-below-qt", "selfassess/domain/text/probe.py", "import selfassess.packs"),
    Break("layers-below-qt", "selfassess/packs/probe.py", "import selfassess.storage"),
    Break("layers-below-qt", "selfassess/packs/probe.py", "import selfassess.exchange"),
    Break("layers-below-qt", "selfassess/storage/probe.py", "import selfassess.exchange"),
    Break("layers-below-qt", "selfassess/exchange/probe.py", "import selfassess.storage"),
    Break("layers-below-qt", "selfassess/storage/probe.py", "import selfassess.services"),
    Break("layers-below-qt", "selfassess/services/workbook/probe.py", "import selfassess.cli.words"),
    Break("layers-below-qt", "selfassess/unplaced_room/__init__.py", ""),  # a room that nobody placed
    Break("subjects-of-the-domain", "selfassess/domain/model/probe.py", "import selfassess.domain.readiness"),
    Break("subjects-of-the-domain", "selfassess/domain/measures/probe.py", "import selfassess.domain.merging"),
    Break("subjects-of-the-domain", "selfassess/domain/unplaced.py", ""),
    Break("subjects-of-the-domain", "selfassess/domain/readiness/probe.py", "import selfassess.domain.standings"),
    Break("subjects-of-the-domain", "selfassess/domain/region/probe.py", "import selfassess.domain.standings"),
    Break("subjects-of-the-services", "selfassess/services/evidence/probe.py", "import selfassess.services.region"),
    Break("databases-in-region", "selfassess/services/region/probe.py", "import duckdb"),
    Break("databases-in-region", "ui/bridge/probe.py", "import psycopg"),
    Break("subjects-of-the-services", "selfassess/services/workbook/probe.py", "import selfassess.services.safety"),
    Break("subjects-of-the-services", "selfassess/services/unplaced.py", ""),
    Break("formats", "selfassess/exchange/excel/probe.py", "import selfassess.exchange.pdf"),
    Break("formats", "selfassess/exchange/pdf/probe.py", "import selfassess.exchange.json"),
    Break("formats", "selfassess/exchange/json/probe.py", "import selfassess.exchange.excel"),
    Break("layers-of-the-window", "ui/shell/probe.py", "import ui.__main__"),
    Break("layers-of-the-window", "ui/pages/probe_page/__init__.py", "import ui.shell"),
    Break("layers-of-the-window", "ui/widgets/probe.py", "import ui.pages"),
    Break("layers-of-the-window", "ui/bridge/probe.py", "import ui.pages"),
    Break("layers-of-the-window", "ui/jobs/probe.py", "import ui.pages"),
    Break("layers-of-the-window", "ui/widgets/probe.py", "import ui.jobs"),
    Break("layers-of-the-window", "ui/widgets/probe.py", "import ui.bridge"),
    Break("layers-of-the-window", "ui/bridge/probe.py", "import ui.widgets"),
    Break("layers-of-the-window", "ui/loose_module.py", ""),
    Break("pages", "ui/pages/probe_page/__init__.py", "import ui.pages.other_page"),
    Break("pages", "ui/dialogs/probe_dialog/__init__.py", "import ui.dialogs.export"),
    Break("layers-of-the-window", "ui/dialogs/probe_dialog/__init__.py", "import ui.pages"),
    *(
        Break("through-the-services", f"{room}/probe.py", f"import {below}")
        for room, below in (
            ("ui/widgets", "selfassess.exchange.documents.places"),
            ("ui/bridge", "selfassess.storage.store"),
            ("ui/shell", "selfassess.packs"),
            ("ui/pages", "selfassess.files.trials"),
            ("ui/dialogs", "selfassess.exchange.foreign"),
        )
    ),
    Break("no-window-below", "selfassess/services/workbook/probe.py", "import ui.widgets"),
    Break("no-window-below", "selfassess/domain/text/probe.py", "import ui"),
    Break("no-qt-below", "selfassess/services/workbook/probe.py", "from PySide6 import QtCore"),
    Break("no-qt-below", "selfassess/domain/text/probe.py", "import shiboken6"),
    Break("sql-in-storage", "selfassess/services/workbook/probe.py", "import sqlite3"),
    Break("sql-in-storage", "selfassess/exchange/probe.py", "from sqlite_utils import Database"),
    Break("sql-in-storage", "ui/bridge/probe.py", "import sqlite3"),
    *(
        Break("formats-in-exchange", f"{room}/probe.py", f"import {library}")
        for room, library in (
            ("selfassess/services/workbook", "openpyxl"),
            ("selfassess/storage", "reportlab"),
            ("selfassess/packs", "pypdf"),
            ("ui/widgets", "pikepdf"),
            ("ui/bridge", "python_calamine"),
            ("ui/pages", "pypdfium2"),
        )
    ),
    *(
        Break("no-network", f"{room}/probe.py", f"import {module}")
        for room, module in (
            ("selfassess/domain/text", "socket"),
            ("selfassess/storage", "ssl"),
            ("selfassess/exchange", "http.client"),
            ("selfassess/services/workbook", "ftplib"),
            ("ui/bridge", "smtplib"),
            ("ui/shell", "requests"),
        )
    ),
    *(
        Break("pure-domain", "selfassess/domain/text/probe.py", f"import {module}")
        for module in ("pathlib", "os.path", "io", "time", "tomllib")
    ),
]


@pytest.fixture(scope="module")
def copy_of_tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packages and the project file, without anything that Python made, and a page to be imported."""
    tree = tmp_path_factory.mktemp("tree")
    shutil.copy(ROOT / "pyproject.toml", tree)
    for package in ("selfassess", "ui"):
        shutil.copytree(ROOT / package, tree / package, ignore=shutil.ignore_patterns("__pycache__"))
    other = tree / "ui" / "pages" / "other_page"
    other.mkdir()
    (other / "__init__.py").write_text("", encoding="utf-8")
    return tree


def lint(tree: Path) -> tuple[set[str], str]:
    """The ids of the contracts that lint-imports finds broken, and all it printed."""
    program = Path(sys.executable).with_name("lint-imports")
    command = [str(program), "--no-logo", "--cache-dir", str(tree / "cache")]
    wide = {**os.environ, "COLUMNS": "400"}  # names are wrapped otherwise
    ran = subprocess.run(command, cwd=tree, env=wide, capture_output=True, text=True, check=False)
    printed = re.sub(r"\x1b\[[0-9;]*m", "", ran.stdout)
    verdicts = dict(re.findall(r"^(.+) (KEPT|BROKEN)\b", printed, re.MULTILINE))
    assert set(verdicts) == set(CONTRACTS.values()), f"not every contract was judged:\n{printed}{ran.stderr}"
    broken = {id for id, name in CONTRACTS.items() if verdicts[name] == "BROKEN"}
    assert (ran.returncode != 0) == bool(broken)
    return broken, printed


def test_the_tree_keeps_every_contract(copy_of_tree: Path) -> None:
    broken, output = lint(copy_of_tree)
    assert broken == set(), output


@pytest.mark.parametrize("case", BREAKS, ids=lambda case: f"{case.contract}:{case.module}:{case.line or 'unplaced'}")
def test_a_forbidden_import_breaks_its_contract_and_no_other(copy_of_tree: Path, case: Break) -> None:
    probe = copy_of_tree / case.module
    made_folder = not probe.parent.exists()
    probe.parent.mkdir(exist_ok=True)
    probe.write_text(f"{case.line}\n", encoding="utf-8")
    try:
        broken, output = lint(copy_of_tree)
    finally:
        shutil.rmtree(probe.parent) if made_folder else probe.unlink()
    assert broken == {case.contract}, output


def test_every_contract_has_a_breaking_case() -> None:
    assert {case.contract for case in BREAKS} == set(CONTRACTS)
