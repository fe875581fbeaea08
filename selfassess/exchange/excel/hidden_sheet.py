"""The hidden sheet ``_selfassess``: what is needed to take the file in again and no register shows.

Rows of key, part and text; a text longer than a cell takes goes on in the next row of its key.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from openpyxl.workbook import Workbook as Book
from openpyxl.worksheet.worksheet import Worksheet

from selfassess.domain.audience import Audience
from selfassess.domain.errors import FileError, InvalidValueError, PackError
from selfassess.domain.fields import clean
from selfassess.domain.framework import Framework, InformationReturn
from selfassess.domain.records import CATALOGUE, FORMAT, Record, blank
from selfassess.domain.workbook import Assessment, Workbook
from selfassess.exchange.excel.registers import Column
from selfassess.exchange.excel.texts import parts, unescaped
from selfassess.packs import reader as packs

SHEET = "_selfassess"
FORMAT_NAME = "selfassess-excel"
VERSION = "1"
CHUNK = 30_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Hidden:
    """What the hidden sheet says: the workbook without the records of its registers, and the columns by sheet."""

    workbook: Workbook
    current: str
    columns: Mapping[str, Mapping[str, tuple[str, int]]]
    """Sheet -> heading -> field (or hidden column) and part."""
    audience: Audience = Audience.FULL


def write(
    book: Book,
    workbook: Workbook,
    current: Assessment,
    columns: Mapping[str, Sequence[Column]],
    audience: Audience = Audience.FULL,
) -> None:
    """Add the sheet; ``columns`` holds what stands in each register, ``audience`` whom ``workbook`` was reduced for."""
    sheet: Worksheet = book.create_sheet(SHEET)
    sheet.sheet_state = "hidden"
    kept: dict[bytes, str] = {}
    for assessment in workbook.assessments:
        kept.setdefault(packs.encode(assessment.framework), f"framework {len(kept) + 1}")
        if assessment.information_return is not None:
            kept.setdefault(packs.encode(assessment.information_return), f"return {len(kept) + 1}")
    texts = {
        "format": FORMAT_NAME,
        "version": VERSION,
        "catalogue": str(FORMAT),
        "workbook": workbook.id,
        "assessment": current.id,
        "journal": workbook.journal_position,
        "audience": audience.value,
        "council": _json(_plain(workbook.council)),
        "assessments": _json([_assessment(each, kept) for each in workbook.assessments]),
        "columns": _json({name: {c.heading: (c.key, c.part) for c in cs} for name, cs in columns.items()}),
        **{name: encoded.decode() for encoded, name in kept.items()},
    }
    for key, text in texts.items():
        for number, chunk in enumerate(parts(text, CHUNK), 1):
            sheet.append([key, number])
            cell = sheet.cell(sheet.max_row, 3, chunk)
            cell.data_type = "s"


def read(rows: Iterable[tuple[object, ...]], name: str) -> Hidden:
    """What the sheet's rows say; ``name`` is the file's, for messages. Raises FileError where they are not whole."""
    texts: dict[str, str] = {}
    for key, _, text, *_ in (tuple(row) + (None,) * 3 for row in rows):
        if key is not None:
            texts[str(key)] = texts.get(str(key), "") + unescaped(str("" if text is None else text))
    if texts.get("format") != FORMAT_NAME:
        raise FileError(
            f"{name} is not an Excel export of a self-assessment workbook: its sheet “{SHEET}” is not ours."
        )
    if not texts.get("catalogue", "").isdecimal() or not texts.get("version", "").isdecimal():
        raise _damaged(name)
    if int(texts["version"]) > int(VERSION) or int(texts["catalogue"]) > FORMAT:
        raise FileError(f"{name} was made by a newer version of this program. Update the program to take it in.")
    try:
        return _hidden(texts, name)
    except (
        msgspec.MsgspecError,
        InvalidValueError,
        PackError,
        KeyError,
        TypeError,
        ValueError,
        AttributeError,
    ) as error:
        raise _damaged(name) from error


def _hidden(texts: Mapping[str, str], name: str) -> Hidden:
    council = _record("council", msgspec.json.decode(texts["council"]))
    assessments = []
    for raw in msgspec.json.decode(texts["assessments"]):
        framework: Framework = packs.decode_framework(texts[raw["framework"]].encode(), name)
        asked: InformationReturn | None = None
        if raw["return"] is not None:
            asked = packs.decode_return(texts[raw["return"]].encode(), name, framework)
        record = _record("assessment", raw)
        assessments.append(Assessment(record=record, framework=framework, information_return=asked, records={}))
    if not assessments:
        raise ValueError("no year")
    columns = msgspec.json.decode(texts["columns"], type=dict[str, dict[str, tuple[str, int]]])
    workbook = Workbook(council=council, assessments=tuple(assessments), journal_position=texts.get("journal", ""))
    return Hidden(
        workbook=workbook,
        current=texts.get("assessment", ""),
        columns=columns,
        audience=Audience(texts.get("audience", Audience.FULL)),
    )


def _assessment(assessment: Assessment, kept: Mapping[bytes, str]) -> dict[str, Any]:
    asked = assessment.information_return
    return {
        **_plain(assessment.record),
        "framework": kept[packs.encode(assessment.framework)],
        "return": kept[packs.encode(asked)] if asked is not None else None,
    }


def _plain(record: Record) -> dict[str, Any]:
    return {"id": record.id, "position": record.position, "values": dict(record.values)}


def _record(kind: str, raw: Any) -> Record:
    values = {key: clean(spec, raw["values"].get(key)) for key, spec in CATALOGUE[kind].by_key.items()}
    return blank(kind, str(raw["id"]), int(raw["position"]), None, **values)


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _damaged(name: str) -> FileError:
    return FileError(
        f"{name} cannot be taken in: its hidden sheet “{SHEET}” has been changed or is cut off. "
        "Ask for the file to be exported again."
    )
