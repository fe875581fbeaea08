"""Workbooks and texts that the tests of Excel write, read back and spoil."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import load_workbook
from openpyxl.workbook import Workbook as Book

from selfassess.domain.model.catalogue import KINDS_OF_ASSESSMENT, Record, blank_record
from selfassess.domain.model.editions import Edition
from selfassess.domain.model.workbook import Workbook
from selfassess.domain.report import outline
from selfassess.exchange import excel
from tests.making import empty_assessment, filled, workbook

SURVIVING = (
    "=1+1", "=cmd|' /C calc'!A0", "'", "'quoted", "  before", "after  ", "a\nb\n\nc", "tab\there", "\x01\x0b\x1f",
    "_x0041_", "_x000D_\n", "_x12", "😀", "0012", "TRUE", "#N/A", "#REF!", "1/2", "-5", "+1", "@here", "1e5", "3.0",
    "- a bullet\n- another", "<b>&amp;</b>", "\u2028\x85\u00a0x\u00a0", "\ufffe\uffff", "é" * 40_000, "😀" * 20_000,
    "a\r\nb", "lone\rreturn", "a\n\rb", "x" * 32_766 + "_x0041_" + "\x01" * 9, "نص عربي", "100%",
)  # fmt: skip
"""Texts that spreadsheets like to change, and that must come back the same, through LibreOffice as well."""

NASTY = (*SURVIVING, "_x005F_x0041_", "_x0041\x01", "_x_x0041__x0041_")
"""Those, and the ones that LibreOffice itself does not keep: it escapes a text that looks like an escape only once."""


def written(path: Path, whole: Workbook) -> Path:
    """The workbook as an Excel file, with the sheets to read made for its last year."""
    assessment = whole.assessments[-1]
    excel.write_excel_workbook(whole, outline.build_outline(whole, assessment, Edition.FULL), assessment, path)
    return path


def nasty_records(texts: tuple[str, ...], assessment: str) -> tuple[Record, ...]:
    """A comment for each text, with its text in every field that takes text."""
    made = []
    for place, text in enumerate(texts):
        author = text if text.strip() else None
        values = {"about": assessment, "text": text, "author": author, "written_at": "2025-02-28T17:00:00.25+00:00"}
        made.append(blank_record("comment", f"comment-{place}", place, assessment, **values))
    return tuple(made)


def rich(texts: tuple[str, ...] = NASTY) -> Workbook:
    """Two years in which every field of every kind holds something, with nasty texts and values nobody knows."""
    earlier, year = filled(empty_assessment("2023-24")), filled(empty_assessment("2024-25"))
    (evidence,), (risk,) = year.records_of("evidence"), year.records_of("risk")
    twin = replace(evidence, id="twin", position=7)
    odd = blank_record(
        "risk",
        "odd",
        9,
        year.id,
        quality_statement="unheard-of",
        status="Sleeping",
        review_on="1899-12-31",
        title="  ",
        evidence=("twin", "led-nowhere"),
    )
    figures = [
        blank_record(
            "figure", f"figure-{key}", place, year.id, return_item=ref, breakdown=key, figure="median", value=value
        )
        for place, (ref, key, value) in enumerate(
            [("IR 5", "care-assessments", 0.1 + 0.2), ("IR 9", "unknown", -1e-7), ("IR 99", "x", 1e22)]
        )
    ]
    comments = nasty_records(texts, year.id)
    records = {
        **year.records,
        "evidence": (replace(evidence, values={**evidence.values, "size_bytes": 10**17 + 1}), twin),
        "risk": (risk, odd),
        "figure": tuple(figures),
        "comment": comments,
        "action": (),
    }
    return replace(workbook(earlier, replace(year, records=records)), journal_position="entry-7")


def same(found: Workbook, wanted: Workbook) -> None:
    """Fail unless both hold the same records in the same order, and the same packs."""
    theirs, ours = ({r.id: r for r in each.all_records()} for each in (found, wanted))
    assert theirs.keys() == ours.keys()
    for id, record in ours.items():
        differing = {key: (theirs[id].values[key], value) for key, value in record.values.items()}
        differing = {key: pair for key, pair in differing.items() if pair[0] != pair[1]}
        assert not differing, f"{record.kind}: {differing!r:.2000}"
        assert theirs[id] == record
    for a, b in zip(found.assessments, wanted.assessments, strict=True):
        assert (a.id, a.framework, a.information_return) == (b.id, b.framework, b.information_return)
        for kind in KINDS_OF_ASSESSMENT:
            assert [r.id for r in a.records_of(kind.key)] == [r.id for r in b.records_of(kind.key)]
    assert found.journal_position == wanted.journal_position


def opened(path: Path) -> Book:
    """The file as openpyxl has it, to look at or to spoil."""
    return load_workbook(path)


def saved_by_libreoffice(paths: Sequence[Path], ending: str = "xlsx", program: str = "soffice") -> Path:
    """The folder with the files as LibreOffice saves them: all in one call, since starting it takes longest."""
    folder = paths[0].parent / f"saved-as-{ending}"
    profile = f"-env:UserInstallation={(paths[0].parent / 'profile').as_uri()}"
    command = [program, "--headless", profile, "--convert-to", ending, "--outdir", str(folder), *map(str, paths)]
    subprocess.run(command, check=True, capture_output=True, timeout=600)
    return folder


Change = Callable[[bytes], bytes | Iterator[bytes]]


def repacked(
    source: Path, target: Path, changes: Mapping[str, Change], added: Mapping[str, bytes] | None = None
) -> None:
    """A copy of an archive in which some parts are changed, and some are new."""
    with ZipFile(source) as old, ZipFile(target, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            made = changes[name](data) if name in changes else data
            assert name not in changes or made != data
            with new.open(name, "w") as part:
                for piece in (made,) if isinstance(made, bytes) else made:
                    part.write(piece)
        for name, data in (added or {}).items():
            new.writestr(name, data)


def part_of(path: Path, sheet: str) -> str:
    """The part of the archive that holds a sheet."""
    book = load_workbook(path, read_only=True)
    part: str = getattr(book[sheet], "_worksheet_path")  # noqa: B009 - openpyxl's own, without a type
    book.close()
    return part
