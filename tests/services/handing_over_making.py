"""Workbooks whose evidence lies beside them, to be handed over."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from selfassess.domain.model.fields import Value
from selfassess.domain.model.workbook import Assessment
from selfassess.services.workbook import opening
from tests.making import Clock, changed, empty_assessment, with_record, workbook

FUTURE = "2999-12-31"
"""So late a check that no file here was saved after it."""


class Desk:
    """A folder with a workbook to be, and evidence in files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "desk"
        self.files = self.folder / "evidence"
        self.files.mkdir(parents=True)
        self.book = self.folder / "book.sawb"
        self.year: Assessment = empty_assessment()

    def file(self, name: str, content: bytes, title: str, *refs: str, known: bool = True, **values: Value) -> Path:
        """Evidence in a file; ``known``: with the fingerprint it has now."""
        path = self.files / name
        path.write_bytes(content)
        made: dict[str, Value] = {"location": f"evidence/{name}", "location_kind": "file", "personal_data": "none"}
        if known:
            made |= {"sha256": hashlib.sha256(content).hexdigest(), "size_bytes": len(content), "checked_on": FUTURE}
        self.year, _ = with_record(self.year, "evidence", title=title, return_items=refs, **{**made, **values})
        return path

    def record(self, kind: str, **values: Value) -> None:
        self.year, _ = with_record(self.year, kind, **values)

    def answer(self, ref: str, **values: Value) -> None:
        record = next(each for each in self.year.records_of("return_answer") if each["return_item"] == ref)
        self.year = changed(self.year, record, **values)

    def save(self) -> Path:
        """The workbook as a file."""
        whole = workbook(self.year)
        council = replace(whole.council, values={**whole.council.values, "name": "Cyngor Sir Gâr"})
        opening.write_new_workbook(self.book, replace(whole, council=council), author="Tester", clock=Clock())
        return self.book
