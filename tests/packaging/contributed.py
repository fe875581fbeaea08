"""What a copy of the project is asked after somebody followed a recipe of CONTRIBUTING.md in it.

``python -m tests.packaging.contributed field FOLDER`` runs in the copy, in a process of its own; what is not so is an
AssertionError. What was added stands in ``test_contributing``.
"""

from __future__ import annotations

import json
import lzma
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from click.testing import CliRunner
from PySide6.QtWidgets import QApplication

import selfassess
from selfassess.cli import cli
from selfassess.domain.model.catalogue import FORMAT
from selfassess.domain.model.commands import SetField
from selfassess.domain.model.editions import Edition
from selfassess.domain.model.errors import FileError
from selfassess.domain.readiness.findings import find_findings
from selfassess.exchange import excel
from selfassess.packs import reader as packs
from selfassess.services.exporting.export import export_workbook
from selfassess.services.exporting.formats import FORMATS
from selfassess.services.workbook import opening, releases, snapshot
from selfassess.services.workbook.settings import Settings
from selfassess.services.years import carry_forward
from ui.bridge.workspace import Workspace
from ui.dialogs.export.page import ExportDialog
from ui.pages.help.topics import list_help_topics
from ui.pages.review import versions
from ui.shell.navigation import list_navigation_entries
from ui.shell.pages import PageStack

KIND, FIELD, LABEL = "risk", "insured_with", "Insured with"
WORDS = "The council's own fund, as agreed in March"
PAGE, PAGE_WORDS = "noticeboard", "What everybody should know"
FRAMEWORK, INFORMATION_RETURN = "cqc-la-2031-04", "cqc-la-2031-05"
ENDING, FORMAT_NAME = "txt", "Plain text"
RULE = "risk-not-insured"
NEXT = "9.9.9"


def ask_about_field(folder: Path) -> None:
    """The field is in the file, the form, Excel, JSON, the full edition's document, and in no other edition."""
    path = make_example(folder)
    with closing(opening.open_workbook(path, author="Ada")) as session:
        risk = session.current.records_of(KIND)[0]
        assert session.run_command(SetField(risk.id, FIELD, WORDS)) is not None
    assert next(r for r in snapshot.read_snapshot(path).all_records() if r.id == risk.id)[FIELD] == WORDS
    with open_pages(path) as pages:
        assert pages.show_place(f"register:risks/{risk.id}#{FIELD}")
        assert FIELD in pages.get_page("register").views["risks"].detail.form.fields
    for edition in Edition:
        for ending in ("json", "html"):
            written = export_workbook(path, folder / f"{edition}.{ending}", edition=edition).path.read_text(
                encoding="utf-8"
            )
            assert (WORDS in written) is (edition is Edition.FULL), (edition, ending)
    assert LABEL in (folder / "full.html").read_text(encoding="utf-8")
    sheets = export_workbook(path, folder / "full.xlsx").path  # it is read back and compared while it is written
    assert excel.read_excel_export(sheets).workbook.find_assessment(None).by_id[risk.id][FIELD] == WORDS
    for format_ in range(1, FORMAT + 1):
        packed = Path(f"tests/storage/fixtures/format-{format_}.sawb.xz")
        older = folder / f"format-{format_}.sawb"
        older.write_bytes(lzma.decompress(packed.read_bytes()))
        with closing(opening.open_workbook(older, author="Ada")) as session:
            assert all(record[FIELD] is None for record in session.current.records_of(KIND))
    schema = json.loads(Path("resources/schema/selfassess-1.schema.json").read_text(encoding="utf-8"))
    assert FIELD in json.dumps(schema)


def ask_about_page(folder: Path) -> None:
    """The page has a line in the navigation, and opens."""
    with open_pages(make_example(folder)) as pages:
        assert pages.show_place(PAGE)
        assert PAGE_WORDS in pages.get_page(PAGE).said.text()
    year = snapshot.read_snapshot(folder / "example.sawb").find_assessment(None)
    assert PAGE in {entry.place for entry in list_navigation_entries(year)}


def ask_about_framework(folder: Path) -> None:
    """It ships whole, and a new year begins with it and with its return."""
    assert packs.load_framework(FRAMEWORK).carries[0].earlier in packs.framework_ids()
    with closing(opening.open_workbook(make_example(folder), author="Ada")) as session:
        planned = carry_forward.plan_carry_forward(session, session.current.label, "2025-26", "2026-03-01")
        year = planned.assessment
        assert year.framework.id == FRAMEWORK
        assert year.information_return is not None
        assert year.information_return.id == INFORMATION_RETURN
        assert session.current.framework.id != FRAMEWORK


def ask_about_format(folder: Path) -> None:
    """Every place that offers formats offers it; it is written, and refused where it was not written whole."""
    path = make_example(folder)
    report = export_workbook(path, folder / f"out.{ENDING}", edition=Edition.BOARD)
    assert len(report.path.read_text(encoding="utf-8").splitlines()) > 5
    done = CliRunner().invoke(cli, ["export", str(path), str(folder / f"again.{ENDING}")])
    assert (done.exit_code, (folder / f"again.{ENDING}").is_file()) == (0, True)
    assert FORMAT_NAME in CliRunner().invoke(cli, ["export", "--help"]).output
    with open_pages(path) as pages:
        dialog = ExportDialog(pages.property("workspace"))
        assert FORMAT_NAME in {button.text() for button in dialog.formats.buttons()}
        dialog.deleteLater()
    assert FORMAT_NAME in {words.removesuffix("…") for words, _, _ in versions.FORMS}
    assert any(FORMAT_NAME in topic.text for topic in list_help_topics())
    FORMATS[ENDING].write.__globals__["LINE_END"] = ""
    try:
        export_workbook(path, folder / f"cut.{ENDING}")
    except FileError:
        assert not (folder / f"cut.{ENDING}").exists()
    else:
        raise AssertionError("what was not written whole was taken for whole")


def ask_about_rule(folder: Path) -> None:
    """The rule finds its case, and names where it is put right."""
    year = snapshot.read_snapshot(make_example(folder)).find_assessment(None)
    found = [each for each in find_findings(year, "2025-02-17") if each.rule == RULE]
    assert found
    assert (found[0].record, found[0].field) == (KIND, "controls")


def ask_about_release(folder: Path) -> None:
    """The program has the new number, and tells people what is new."""
    assert selfassess.VERSION == NEXT
    assert releases.list_releases()[0].version == NEXT
    told = releases.take_news(Settings(name="Ada", version="0.1.0"))
    assert [each.version for each in told] == [NEXT]


def make_example(folder: Path) -> Path:
    """The worked example in a folder of its own."""
    path = folder / "example.sawb"
    opening.write_demo_workbook(path, author="Ada")
    return path


@contextmanager
def open_pages(path: Path) -> Iterator[PageStack]:
    """The pages of a workbook, as the window has them; ``workspace`` is what they are of."""
    application = QApplication.instance() or QApplication([])
    workspace = Workspace(opening.open_workbook(path, author="Ada"), Settings(name="Ada"))
    pages = PageStack(workspace)
    pages.setProperty("workspace", workspace)
    yield pages
    pages.forget_pages()
    workspace.close_session()
    assert application is not None


QUESTIONS = {
    "field": ask_about_field,
    "page": ask_about_page,
    "framework": ask_about_framework,
    "format": ask_about_format,
    "rule": ask_about_rule,
    "release": ask_about_release,
}

if __name__ == "__main__":
    assert Path(selfassess.__file__).is_relative_to(Path.cwd()), "the copy is asked, and not the project itself"
    QUESTIONS[sys.argv[1]](Path(sys.argv[2]))
