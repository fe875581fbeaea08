"""The recipes of CONTRIBUTING.md, carried out in a copy of the project; then the program there is asked."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from bootstrap import ROOT

from tests.packaging.contributed import (
    ENDING,
    FIELD,
    FORMAT_NAME,
    FRAMEWORK,
    INFORMATION_RETURN,
    LABEL,
    NEXT,
    PAGE,
    PAGE_WORDS,
    QUESTIONS,
    RULE,
)

COPIED = ("selfassess", "ui", "resources", "packaging", "tests")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


class Project:
    """A copy of the project that somebody works on."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "project"
        self.root.mkdir()
        left_out = shutil.ignore_patterns("__pycache__", "golden", "window", "*.sawb")
        for name in COPIED:
            shutil.copytree(ROOT / name, self.root / name, ignore=left_out)
        for name in ("CHANGELOG.md", "LICENSE"):
            shutil.copy(ROOT / name, self.root / name)
        self._desk = folder

    def write(self, path: str, text: str) -> None:
        """A new file, where the recipe says that it goes."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")

    def edit(self, path: str, before: str, after: str) -> None:
        """Put ``after`` where the pattern ``before`` stands, which has to be there once."""
        file = self.root / path
        text, count = re.subn(before, lambda found: found.expand(after), file.read_text(encoding="utf-8"))
        assert count == 1, f"{path} has {count} places like {before}"
        file.write_text(text, encoding="utf-8")

    def run(self, *command: str) -> None:
        """Run Python on the copy, and nothing of the project itself."""
        environment = {**os.environ, "PYTHONPATH": str(self.root), "QT_QPA_PLATFORM": "offscreen"}
        environment["SELFASSESS_HOME"] = str(self._desk / "home")
        done = subprocess.run(
            [sys.executable, *command], cwd=self.root, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr[-3000:]

    def ask(self, question: str) -> None:
        """Ask the program of the copy, in a process of its own."""
        folder = self._desk / question
        folder.mkdir()
        self.run("-m", "tests.packaging.contributed", question, str(folder))


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return Project(tmp_path_factory.mktemp("contributing"))


def test_a_field_is_added(project: Project) -> None:
    catalogue = "selfassess/domain/model/catalogue.py"
    format_ = int(re.findall(r"^FORMAT = (\d+)$", (ROOT / catalogue).read_text(encoding="utf-8"), re.MULTILINE)[0]) + 1
    declared = f'text("{FIELD}", "{LABEL}", "Who bears the cost.", since={format_}, editions=WORKING),'
    project.edit(catalogue, r'( +)(text\("escalated_to", "Escalated to".*\n)', rf"\1\2\1{declared}\n")
    project.edit(catalogue, r"(?m)^FORMAT = \d+$", f"FORMAT = {format_}")
    step = f'@migrations(name="format {format_}")\ndef format_{format_}(db: Database) -> None:\n'
    step += f'    """Who bears the cost of a risk."""\n    _add_fields(db, since={format_})\n\n\n'
    project.edit("selfassess/storage/format/migrations.py", r"(?m)^(?=def build)", step)
    for command in ("schema", "fixture"):
        assert f"bootstrap.py {command}" in CONTRIBUTING
        project.run("packaging/remake.py", command)
    project.ask("field")


def test_a_page_is_added(project: Project) -> None:
    project.write(f"ui/pages/{PAGE}/__init__.py", '"""What hangs on the wall, for everybody to read."""\n')
    project.write(f"ui/pages/{PAGE}/model.py", f'"""What the noticeboard says."""\n\nWORDS = "{PAGE_WORDS}"\n')
    project.write(
        f"ui/pages/{PAGE}/page.py",
        f"""\
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from ui.bridge.workspace import Workspace
from ui.pages.{PAGE}.model import WORDS


class NoticeboardPage(QWidget):
    title = "Noticeboard"

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.said = QLabel(WORDS)
        QVBoxLayout(self).addWidget(self.said)

    def show_place(self, rest: str) -> None:
        self.said.setFocus()
""",
    )
    entry = rf'\1    "{PAGE}": ("ui.pages.{PAGE}.page", "NoticeboardPage"),\n'
    project.edit("ui/shell/pages.py", r'( {4}"help": \("ui\.pages\.help.*\n)', entry)
    project.edit("ui/shell/navigation.py", r'( {4}\("Help", "help"\),\n)', rf'\1    ("Noticeboard", "{PAGE}"),\n')
    project.edit("packaging/pictures.py", r'"settings", "help"\),', f'"settings", "help", "{PAGE}"),')
    project.ask("page")


def test_a_framework_version_is_added(project: Project) -> None:
    for folder, id in (("frameworks", FRAMEWORK), ("returns", INFORMATION_RETURN)):
        newest = max((project.root / "resources" / folder).glob("*.toml"))
        text = newest.read_text(encoding="utf-8")
        text = re.sub(rf'(?m)^id = "{newest.stem}"$', f'id = "{id}"', text)
        text = re.sub(r'(?m)^framework = ".*"$', f'framework = "{FRAMEWORK}"', text)
        carries = f'\n[[carries]]\nearlier = "{newest.stem}"\n'
        # A key that both have stands for itself, and the copy has every key.
        text = re.sub(r"(?ms)\n\[\[carries\]\]\n.*?(?=\n\[|\Z)", "", text)
        project.write(f"resources/{folder}/{id}.toml", text + carries)
    project.ask("framework")


def test_an_export_format_is_added(project: Project) -> None:
    writers = """

LINE_END = "\\n"


def write_text(job: ExportJob) -> list[str]:
    lines = [block for section in job.made.sections for block in (section.title, *map(repr, section.blocks))]
    job.target.write_text("".join(f"{line}{LINE_END}" for line in lines), encoding="utf-8")
    return lines


def check_text(job: ExportJob, written: list[str]) -> Checked:
    if job.target.read_text(encoding="utf-8").splitlines() != written:
        raise FileError("The text was not written whole.")
    return Checked()
"""
    project.edit("selfassess/services/exporting/writers.py", r"\Z", writers.replace("\\", "\\\\"))
    project.edit(
        "selfassess/services/exporting/writers.py", r"import CancelledError\n", r"import CancelledError, FileError\n"
    )
    entry = f'''    ExportFormat(
        ending="{ENDING}",
        name="{FORMAT_NAME}",
        purpose="Words alone, for programs that know nothing else.",
        write=writers.write_text,
        check=writers.check_text,
        of_one_year=True,
    ),
)
FORMATS'''
    project.edit("selfassess/services/exporting/formats.py", r"(?m)^\)\nFORMATS", entry)
    project.ask("format")


def test_a_readiness_rule_is_added(project: Project) -> None:
    rules = "selfassess/domain/readiness/finding_rules.py"
    rule = "def _check_insurance(record: Record, _: None) -> Iterator[Finding]:\n"
    rule += '    if not record["register_reference"]:\n'
    rule += f'        yield make_finding("{RULE}", "low", record, "controls", "Not in the risk register.")\n\n\n'
    project.edit(
        rules, r"(?m)^RULES = \(\n", rf'{rule}RULES = (\n    Rule(_check_insurance, ("risk",), _know_nothing),\n'
    )
    project.ask("rule")


def test_a_version_is_released(project: Project) -> None:
    project.edit("selfassess/__init__.py", r'(?m)^VERSION = ".*"$', f'VERSION = "{NEXT}"')
    project.edit("selfassess/__init__.py", r'(?m)^RELEASED = "\d{4}-\d\d-\d\d"$', 'RELEASED = "2031-04-01"')
    project.edit("CHANGELOG.md", r"(?m)^## Next$", f"## {NEXT}")
    project.ask("release")


def test_every_recipe_is_carried_out_and_names_files_that_are_there() -> None:
    recipe = r"^## (?:Add an? (?:\w+ )*?(field|page|framework|format|rule)\b|(Release) a version)"
    headings = re.findall(recipe, CONTRIBUTING, re.MULTILINE)
    assert {first or second.lower() for first, second in headings} == set(QUESTIONS)
    named = set(re.findall(r"`((?:selfassess|ui|packaging|resources|tests|\.github)/[\w./-]+\.\w+)`", CONTRIBUTING))
    assert not [path for path in named if not (ROOT / path).exists()]


def test_what_is_checked_before_a_commit_is_the_projects_own_and_nothing_is_fetched() -> None:
    hooks = (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    assert re.findall(r"repo: (.*)", hooks) == ["local"]
    assert re.findall(r"entry: (.*)", hooks) == ["python3 packaging/bootstrap.py lint"]
    assert "://" not in hooks
    assert "pre-commit" in CONTRIBUTING
