"""One more field in the catalogue: private until it says otherwise, and no form or format has to be told of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest
from pytestqt.qtbot import QtBot

from selfassess.domain.model.catalogue import CATALOGUE, KINDS_OF_ASSESSMENT
from selfassess.domain.model.editions import Edition
from selfassess.domain.model.fields import Field, Kind, Value
from selfassess.domain.model.report_blocks import texts_of
from selfassess.domain.model.workbook import Workbook
from selfassess.domain.publishing.edition_view import reduce_to_edition
from selfassess.domain.report.outline import build_outline, walk_sections
from selfassess.exchange import excel, html, json, pdf
from tests.making import empty_assessment, filled, workbook
from ui.bridge.workspace import Workspace
from ui.pages.statement.judgement import JudgementForm
from ui.pages.statement.lists import ActionsStep, ImprovementStep, StrengthsStep

FRESH = (
    Field(key="fresh_line", label="A fresh line", kind=Kind.TEXT),
    Field(key="fresh_note", label="A fresh note", kind=Kind.PROSE),
    Field(key="fresh_number", label="A fresh number", kind=Kind.WHOLE),
)
SAID: dict[str, Value] = {"fresh_line": "Zebra line", "fresh_note": "Zebra note", "fresh_number": 4711}


@pytest.fixture
def fresh_fields() -> Iterator[None]:
    """Every kind of record has three more fields, of which nothing is said beyond what they hold."""
    before = {kind.key: (kind.fields, kind.by_key) for kind in KINDS_OF_ASSESSMENT}
    for kind in KINDS_OF_ASSESSMENT:
        fields = (*kind.fields, *FRESH)
        object.__setattr__(kind, "fields", fields)
        object.__setattr__(kind, "by_key", MappingProxyType({spec.key: spec for spec in fields}))
    yield
    for key, (fields, by_key) in before.items():
        object.__setattr__(CATALOGUE[key], "fields", fields)
        object.__setattr__(CATALOGUE[key], "by_key", by_key)


@pytest.fixture
def written(fresh_fields: None) -> Workbook:
    """A workbook in which something stands in the new fields of every record."""
    year = filled(empty_assessment())
    records = {
        kind: tuple(replace(each, values={**each.values, **SAID}) for each in every)
        for kind, every in year.records.items()
    }
    return workbook(replace(year, records=records))


def words(book: Workbook, edition: Edition) -> str:
    outline = build_outline(book, book.current, edition)
    blocks = (block for section in walk_sections(outline.sections) for block in section.blocks)
    return "\n".join(text for block in blocks for text in texts_of(block))


@pytest.mark.parametrize("edition", Edition)
def test_a_new_field_is_seen_in_the_full_edition_only(written: Workbook, edition: Edition) -> None:
    shown = reduce_to_edition(written, edition)
    said = words(shown, edition)
    held = {record.values.get("fresh_note") for record in shown.all_records() if record.assessment is not None}
    if edition is Edition.FULL:
        assert "Zebra line" in said
        assert "Zebra note" in said
        assert held == {"Zebra note"}
    else:
        assert "Zebra" not in said
        assert "4711" not in said
        assert held == {None}


def test_no_format_breaks_by_a_new_field(written: Workbook, tmp_path: Path) -> None:
    outline = build_outline(written, written.current, Edition.FULL)
    contacts = next(section for section in walk_sections(outline.sections) if section.key == "contacts")
    assert "A fresh line" in "\n".join(text for block in contacts.blocks for text in texts_of(block))
    assert pdf.write_pdf_report(outline, tmp_path / "a.pdf").pages > 10
    html.write_html(outline, tmp_path / "a.html")
    assert "Zebra line" in (tmp_path / "a.html").read_text(encoding="utf-8")
    json.write_json(written, tmp_path / "a.json")
    assert "Zebra note" in (tmp_path / "a.json").read_text(encoding="utf-8")
    excel.write_excel_workbook(written, outline, written.current, tmp_path / "a.xlsx")
    assert (tmp_path / "a.xlsx").stat().st_size > 10_000


def test_the_forms_of_a_statement_take_new_fields(fresh_fields: None, blank_year: Workspace, qtbot: QtBot) -> None:
    keys = {spec.key for spec in FRESH}
    for made in (StrengthsStep, ActionsStep):
        step = made(blank_year)
        qtbot.addWidget(step)
        assert keys <= set(step.part.list.fields)
    improvement = ImprovementStep(blank_year)
    qtbot.addWidget(improvement)
    assert keys <= set(improvement.improvements.list.fields)
    assert keys <= set(improvement.risks.list.fields)
    form = JudgementForm(blank_year)
    qtbot.addWidget(form)
    assert keys <= set(form.field_editors)
    assert all(editor.parentWidget() is not None for editor in form.field_editors.values())
