"""What people and programs do to our sheets, row by row of the deformation table.

Each row is done with openpyxl to one export and read back as openpyxl saved it, and again as LibreOffice saved that.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.import_result import Incoming
from selfassess.exchange import excel
from selfassess.exchange.excel.registers import REGISTERS
from tests.exchange.deformation_table import TABLE, Deformation
from tests.exchange.excel_edits import EVERY, OUTLINE, RISK, WHOLE, YEAR, in_turn, without
from tests.exchange.excel_making import opened, saved_by_libreoffice


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Deformation], Path]:
    """Makes the file of a row of the table, once."""
    folder = tmp_path_factory.mktemp("deformed")
    export, registers = folder / "export.xlsx", folder / "registers.xlsx"
    excel.write_excel_workbook(WHOLE, OUTLINE, YEAR, export)
    book = opened(export)
    # LibreOffice takes half as long without the sheets that are only to be read; only the first row keeps them.
    without(*(name for name in book.sheetnames if name not in {kind.sheet for kind in REGISTERS} | {"_selfassess"}))(
        book
    )
    book.save(registers)
    paths: dict[str, Path] = {}

    def make(row: Deformation) -> Path:
        if row.name not in paths:
            paths[row.name] = folder / f"{len(paths)}.xlsx"
            book = opened(export if row is TABLE[0] else registers)
            row.do(book)
            book.save(paths[row.name])
        return paths[row.name]

    return make


def _in_groups() -> list[Deformation]:
    """The table for LibreOffice, which takes seconds for each file: what can be in one file is one row."""
    groups: list[list[Deformation]] = []
    for row in TABLE:
        fitting = (g for g in groups if not (row.alone or g[0].alone or any(row.records & r.records for r in g)))
        if "libreoffice" in row.savers:
            group = next(fitting, None)
            if group is None:
                groups.append(group := [])
            group.append(row)
    return [_together(group) for group in groups]


def _together(group: list[Deformation]) -> Deformation:
    if len(group) == 1:
        return group[0]
    return Deformation(
        name="; ".join(row.name for row in group),
        do=in_turn(*(row.do for row in group)),
        values={key: value for row in group for key, value in row.values.items()},
        unread=frozenset(key for row in group for key in row.unread),
        problems=tuple(problem for row in group for problem in row.problems),
    )


GROUPS = _in_groups()


@pytest.fixture(scope="module")
def resaved(made: Callable[[Deformation], Path]) -> Callable[[Deformation], Path]:
    """The same, as LibreOffice saves it; all in one call, which takes as long as starting it does."""
    folder = saved_by_libreoffice([made(row) for row in GROUPS])
    return lambda row: folder / made(row).name


@pytest.mark.parametrize("row", [pytest.param(row, id=row.name) for row in TABLE if "openpyxl" in row.savers])
def test_what_people_do_to_sheets(row: Deformation, made: Callable[[Deformation], Path]) -> None:
    _check(row, excel.read_excel_export(made(row)))


@pytest.mark.libreoffice
@pytest.mark.parametrize("row", [pytest.param(row, id=row.name) for row in GROUPS])
def test_what_people_do_to_sheets_saved_by_libreoffice(
    row: Deformation, resaved: Callable[[Deformation], Path]
) -> None:
    _check(row, excel.read_excel_export(resaved(row)))


def _check(row: Deformation, back: Incoming) -> None:
    assert _matched([p.describe_with_place for p in back.problems], row.problems) == []
    assert _matched(back.notes, row.notes) == []
    sent = back.sent
    assert sent is not None
    none_sent = {kind for kind, fields in row.unsent.items() if fields is None}
    assert sent.fields == {
        kind: fields - set(row.unsent.get(kind) or ()) for kind, fields in EVERY.items() if kind not in none_sent
    }
    assert sent.listed == EVERY.keys() - none_sent - row.unlisted
    assert sent.unread == row.unread
    found = {record.id: record for record in back.workbook.all_records()}
    wanted = {r.id: r for r in WHOLE.all_records() if r.kind not in none_sent and r.id not in row.gone}
    assert found.keys() - sent.nameless == wanted.keys()
    for record in wanted.values():
        _check_record(row, record, found[record.id], sent.fields.get(record.kind, frozenset(record.values)))
    new = [record for record in back.workbook.all_records() if record.id in sent.nameless]
    assert [{key: record[key] for key in says} for record, says in zip(new, row.new, strict=True)] == list(row.new)
    assert back.places is not None
    assert {id for id in found if found[id].assessment} == back.places.keys()
    assert back.workbook.journal_position == "entry-7"


def _check_record(row: Deformation, was: Record, now: Record, sent: Iterable[str]) -> None:
    assert (now.kind, now.assessment, now.position) == (was.kind, was.assessment, was.position)
    for key in sent:
        if (was.id, key) not in row.unread:
            assert now[key] == row.values.get((was.id, key), was[key]), (was.kind, key)


def _matched(sentences: Iterable[str], parts: Iterable[str]) -> list[str]:
    """The sentences that no part is of and the parts that are of no sentence."""
    left, missing = list(sentences), []
    for part in parts:
        match = next((sentence for sentence in left if part in sentence), None)
        if match is None:
            missing.append(part)
        else:
            left.remove(match)
    return left + missing


def test_places_say_where_a_record_stands(made: Callable[[Deformation], Path]) -> None:
    row = next(row for row in TABLE if row.name == "rows put above the headings")
    places = excel.read_excel_export(made(row)).places
    assert places is not None
    place = places[RISK]
    assert place.sheet == "Risks"
    assert place.columns["review_on"] == "Review on"
    sheet: Any = opened(made(row))["Risks"]
    assert RISK in [cell.value for cell in sheet[place.row]]


def test_libreoffice_is_called_with_a_profile_of_its_own(tmp_path: Path) -> None:
    with pytest.raises(subprocess.CalledProcessError):
        saved_by_libreoffice([tmp_path / "not-there.xlsx"], program="false")
