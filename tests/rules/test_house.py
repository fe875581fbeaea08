"""House rules that no linter knows: sizes, names, what a file may mention, and documents that cannot fall behind."""

import ast
import os
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CODE = ("selfassess", "ui", "packaging", "tests")
LONGEST = 450
NAMES_OF_NOTHING = {"util", "utils", "helper", "helpers", "common", "misc", "manager", "managers"}
NOT_OURS = {"__pycache__", "build", "dist"}
HIDDEN_BUT_OURS = {".ci"}
TEXT = {".py", ".toml", ".md", ".txt", ".json", ".svg", ".qss", ".spec", ".sh", ".yml", ".cfg", ""}

# Put together from pieces, so that this file passes its own test.
INDEX_ADDRESS = re.compile(
    "|".join((r"pypi" + r"\.(?:org|python)", r"pythonhosted" + r"\.org", r"-index-url[ =]+\S*:"))
)
MACHINE_PATH = re.compile(r"(?<![\w./])/(?:root|work|(?:home|Users)/[a-z]\w*)/\w|\b[A-Z]:\\Users\\")
NETWORK = re.compile(
    r"(?:urllib\.(?:request|error|robotparser)|http|socket|socketserver|ssl|ftplib|smtplib|poplib|imaplib|xmlrpc"
    r"|requests|httpx|aiohttp|urllib3|websockets|PySide6\.Qt(?:Network|Web)\w*)(?:\.|$)"
)


def made_by_tools(folder: str) -> bool:
    if folder.startswith("."):
        return folder not in HIDDEN_BUT_OURS
    return folder in NOT_OURS or folder.endswith(".egg-info")


def files(*roots: str) -> list[Path]:
    """The files under some folders of the checkout, or all of it, without what tools made."""
    found = []
    for root in roots or (".",):
        for folder, folders, names in os.walk(ROOT / root):
            folders[:] = [f for f in folders if not made_by_tools(f)]
            found += [Path(folder) / name for name in names]
    return sorted(found)


def modules(*roots: str) -> list[Path]:
    return [path for path in files(*roots) if path.suffix == ".py"]


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(tree: ast.AST) -> Iterator[str]:
    """Every dotted name that a module brings in, also the b of ``from a import b``, which may be a module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def packages() -> list[Path]:
    return sorted({path.parent for path in modules("selfassess", "ui")})


def rooms() -> set[str]:
    """The two trees, their folders and the formats; what is inside those is the business of their own ``__init__``."""
    formats = "selfassess/exchange/"
    return {f"{name}/" for name in map(named, packages()) if name.count("/") < (3 if name.startswith(formats) else 2)}


def document(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


# --- code ------------------------------------------------------------------------------------------------------------


def test_no_module_is_longer_than_one_can_read() -> None:
    lengths = {named(path): len(path.read_text(encoding="utf-8").splitlines()) for path in modules(*CODE)}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST} == {}


def test_modules_are_nouns_of_the_product() -> None:
    places = {part for path in modules(*CODE) for part in (path.stem, *path.relative_to(ROOT).parts[:-1])}
    assert {place for place in places if NAMES_OF_NOTHING & set(place.split("_"))} == set()


@pytest.mark.parametrize("package", packages(), ids=named)
def test_a_package_says_its_purpose_and_what_it_may_import(package: Path) -> None:
    docstring = ast.get_docstring(parsed(package / "__init__.py")) or ""
    assert len(docstring) > 80
    if f"{named(package)}/" in rooms():
        assert re.search(r"\bimport", docstring), "it should say what the room may import"


def test_no_module_imports_the_network() -> None:
    reached = {named(path): {n for n in imported(parsed(path)) if NETWORK.match(n)} for path in modules(*CODE)}
    assert {name: names for name, names in reached.items() if names} == {}


@pytest.mark.parametrize(
    "line",
    [
        "import urllib.request",
        "from urllib import request",
        "import http.client as web",
        "from socket import create_connection",
        "from PySide6 import QtNetwork",
        "from PySide6.QtNetwork import QTcpSocket",
        "from PySide6 import QtWebEngineWidgets",
    ],
)
def test_the_network_is_seen_however_it_is_imported(line: str) -> None:
    assert any(NETWORK.match(name) for name in imported(ast.parse(line)))


def test_no_part_of_the_window_asks_a_layout_for_its_items() -> None:
    """Qt lets go of an item with its widget, and Python is not told: see ``ui.widgets.laid_out``."""
    asking = re.compile(r"\bitemAt(Position)?\b(?<!def itemAt)")
    found = {named(path): asking.findall(path.read_text(encoding="utf-8")) for path in modules("ui")}
    assert asking.search("item = layout.itemAt(0)")
    assert {name for name, places in found.items() if places} == {"ui/widgets/laid_out.py"}, "it says why, and no more"


def test_the_domain_never_asks_for_the_time_or_opens_a_file() -> None:
    asked = {
        f"{named(path)}:{node.lineno}"
        for path in modules("selfassess/domain")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call)
        and (
            (isinstance(node.func, ast.Attribute) and node.func.attr in {"now", "utcnow", "today"})
            or (isinstance(node.func, ast.Name) and node.func.id in {"open", "print", "input"})
        )
    }
    assert asked == set()


# --- what any file may mention ---------------------------------------------------------------------------------------


def mentions(pattern: re.Pattern[str]) -> set[str]:
    """Files of text, with the line, where a pattern is found."""
    found = set()
    for path in files():
        if path.suffix not in TEXT or (path.suffix == "" and path.name.startswith(".")):
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if path != Path(__file__) and pattern.search(line):
                found.add(f"{named(path)}:{number}")
    return found


def test_no_file_names_a_package_index() -> None:
    assert INDEX_ADDRESS.search("pip install --index-url https" + "://example.org/simple thing")
    assert mentions(INDEX_ADDRESS) == set()


def test_no_file_names_a_path_of_somebodys_machine() -> None:
    assert MACHINE_PATH.search("open('/home/someone/workbook.sawb')")
    assert not MACHINE_PATH.search("health and social/work/experience")
    assert mentions(MACHINE_PATH) == set()


# --- documents -------------------------------------------------------------------------------------------------------


def test_architecture_names_every_room_and_no_other() -> None:
    paths = set(re.findall(r"`([\w./-]+/)`", document("ARCHITECTURE.md")))
    assert rooms() - paths == set(), "rooms that ARCHITECTURE.md does not name in backticks, like `selfassess/domain/`"
    assert {path for path in paths if not (ROOT / path).is_dir()} == set(), "folders that are not there"


def test_architecture_points_only_at_files_that_exist() -> None:
    paths = set(re.findall(r"`([\w-]+/[\w./-]+\.\w+)`", document("ARCHITECTURE.md")))
    assert {path for path in paths if not (ROOT / path).is_file()} == set()


@pytest.mark.parametrize("command", ["run", "test"])
def test_the_readme_names_the_command(command: str) -> None:
    assert f"python3 packaging/bootstrap.py {command}" in document("README.md")


PROJECT = tomllib.loads(document("pyproject.toml"))["project"]


@pytest.mark.parametrize("dependency", [re.split(r"[<>=~!\[; ]", d)[0] for d in PROJECT["dependencies"]])
def test_decisions_says_why_each_library_was_chosen(dependency: str) -> None:
    assert dependency.lower() in document("DECISIONS.md").lower()


def words_on_screen() -> Iterator[tuple[Path, str]]:
    """Every text of the program that is no docstring, with its module."""
    for path in modules("selfassess", "ui"):
        tree = parsed(path)
        alone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in alone:
                yield path, node.value


def test_a_file_is_imported_and_not_taken_in() -> None:
    said = re.compile(r"\b(?:tak(?:e|es|en|ing)|took) (?:(?:it|them|this|that|a file|the file) )?in\b", re.IGNORECASE)
    assert [f"{named(path)}: {text}" for path, text in words_on_screen() if said.search(text)] == []
    assert [named(path) for path in files("resources/help") if said.search(path.read_text(encoding="utf-8"))] == []
