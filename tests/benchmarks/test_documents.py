"""Writing and reading back Word and HTML of the worked example, against its PDF; and Word that comes back."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from selfassess.domain.model.editions import Edition
from selfassess.services.exporting import export
from selfassess.services.importing import plan_import
from selfassess.services.workbook import opening, snapshot
from tests.benchmarks.ratio import ratio
from tests.making import Clock

TARGET = 2.0


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("documents") / "demo.sawb"
    opening.write_demo_workbook(path, author="Tester", clock=Clock())
    return path


@pytest.mark.parametrize("edition", list(Edition), ids=str)
@pytest.mark.parametrize("ending", ["docx", "html", "pptx"])
def test_a_document_is_written_about_as_soon_as_the_pdf(example: Path, ending: str, edition: Edition) -> None:
    ours = partial(export.export_workbook, example, example.with_suffix(f".{ending}"), edition=edition)
    bare = partial(export.export_workbook, example, example.with_suffix(".pdf"), edition=edition)
    assert ratio(f"{ending}, {edition}", ours, bare, TARGET, rounds=3) < 2 * TARGET


def test_word_that_comes_back_is_read_about_as_soon_as_it_was_written(example: Path) -> None:
    out = example.with_name("back.docx")
    export.export_workbook(example, out)
    there = snapshot.read_snapshot(example, journal=True)
    ours = partial(plan_import.plan_file, there, out)
    bare = partial(export.export_workbook, example, example.with_name("again.docx"))
    assert ratio("Word back", ours, bare, TARGET, rounds=3) < 2 * TARGET
