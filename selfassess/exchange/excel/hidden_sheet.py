"""The hidden sheet ``_selfassess``: what is needed to import the file again and no register shows.

Rows of key, part and text; a text longer than a cell takes goes on in the next row of its key.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import isfinite
from typing import Any

import msgspec
from openpyxl.workbook import Workbook as Book
from openpyxl.worksheet.worksheet import Worksheet

from selfassess.domain.framework.framework import Framework, InformationReturn
from selfassess.domain.model.admission import find_value_fault
from selfassess.domain.model.catalogue import CATALOGUE, FORMAT, KINDS_OF_ASSESSMENT, Record, blank_record
from selfassess.domain.model.contributor_copy import Contribution
from selfassess.domain.model.editions import NARROWING, OF_FULL, Edition, EditionOptions, build_options
from selfassess.domain.model.errors import FileError, InvalidValueError, PackError
from selfassess.domain.model.report_blocks import Outline
from selfassess.domain.model.workbook import Assessment, Workbook
from selfassess.exchange.excel.registers import Column
from selfassess.exchange.excel.texts import split_cell_text, unescape_cell_text
from selfassess.packs import reader as packs

SHEET = "_selfassess"
FORMAT_NAME = "selfassess-excel"
VERSION = "1"
CHUNK = 30_000
_MARK_LENGTH = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Hidden:
    """What the hidden sheet says: the workbook without the records of its registers, and the columns by sheet."""

    workbook: Workbook
    current: str
    columns: Mapping[str, Mapping[str, tuple[str, int]]]
    """Sheet -> heading -> field (or hidden column) and part."""
    edition: Edition = Edition.FULL
    options: EditionOptions = OF_FULL
    catalogue: int = FORMAT
    """The file format whose fields it was made with."""
    empty: Mapping[str, frozenset[str]]
    """Record id -> the required fields that were empty when it was exported."""
    years: Mapping[str, str]
    """Mark of a record's id (``_mark``) -> the id of its year, where there are several."""
    pages: Mapping[str, str] = field(default_factory=dict)
    """Sheet that is only to be read -> a mark of all that stood on it."""

    def find_year_of_record(self, id: str) -> str | None:
        """The id of the year that an exported record belongs to; None where that is not known."""
        return self.years.get(_mark_of_id(id))


def describe_workbook_as_hidden(there: Workbook) -> Hidden:
    """What the sheet would say of an export of a workbook, were it there: not when that was, nor for whom."""
    years = (replace(year, records={}) for year in there.assessments)
    return Hidden(
        workbook=Workbook(council=there.council, assessments=tuple(years), contribution=there.contribution),
        current=there.current.id,
        columns={},
        empty={id: frozenset(keys) for id, keys in _list_empty_required_fields(there).items()},
        years=_index_years_by_mark(_mark_years(there)),
    )


def write_hidden_sheet(
    book: Book,
    workbook: Workbook,
    current: Assessment,
    columns: Mapping[str, Sequence[Column]],
    outline: Outline,
    pages: Mapping[str, str] | None = None,
) -> None:
    """Add the sheet; ``columns`` holds what stands in each register, ``outline`` what ``workbook`` was reduced for.

    ``pages`` has a mark of each sheet that is only to be read.
    """
    sheet: Worksheet = book.create_sheet(SHEET)
    sheet.sheet_state = "hidden"
    kept: dict[bytes, str] = {}
    for assessment in workbook.assessments:
        kept.setdefault(packs.encode_pack(assessment.framework), f"framework {len(kept) + 1}")
        if assessment.information_return is not None:
            kept.setdefault(packs.encode_pack(assessment.information_return), f"return {len(kept) + 1}")
    without = _encode_json([key for key in NARROWING if not getattr(outline.options, key)])
    contributor = {"contributor": _encode_json(workbook.contribution.to_plain_object)} if workbook.contribution else {}
    page_names = pages or {}
    assessments = _encode_json([_encode_assessment(each, kept) for each in workbook.assessments])
    column_keys = _encode_json({name: {c.heading: (c.key, c.part) for c in cs} for name, cs in columns.items()})
    pack_texts = {name: encoded.decode() for encoded, name in kept.items()}
    texts = {
        "format": FORMAT_NAME,
        "version": VERSION,
        "catalogue": str(FORMAT),
        "workbook": workbook.id,
        "assessment": current.id,
        "journal": workbook.journal_position,
        "audience": outline.edition.value,
        "without": without,
        **contributor,
        "council": _encode_json(_encode_record_values(workbook.council)),
        "empty": _encode_json(_list_empty_required_fields(workbook)),
        "years": _encode_json(_mark_years(workbook)),
        "pages": _encode_json(page_names),
        "assessments": assessments,
        "columns": column_keys,
        **pack_texts,
    }
    for key, text in texts.items():
        for number, chunk in enumerate(split_cell_text(text, CHUNK), 1):
            sheet.append([key, number])
            cell = sheet.cell(sheet.max_row, 3, chunk)
            cell.data_type = "s"


def read_hidden_sheet(rows: Iterable[tuple[object, ...]], name: str) -> Hidden:
    """What the sheet's rows say; ``name`` is the file's, for messages. Raises FileError where they are not whole."""
    texts: dict[str, str] = {}
    for key, _, text, *_ in (tuple(row) + (None,) * 3 for row in rows):
        if key is not None:
            shown = "" if text is None else text
            texts[str(key)] = texts.get(str(key), "") + unescape_cell_text(str(shown))
    if texts.get("format") != FORMAT_NAME:
        raise FileError(
            f"{name} is not an Excel export of a self-assessment workbook: its sheet “{SHEET}” is not ours."
        )
    if not texts.get("catalogue", "").isdecimal() or not texts.get("version", "").isdecimal():
        raise _damaged_sheet_error(name)
    if int(texts["version"]) > int(VERSION) or int(texts["catalogue"]) > FORMAT:
        raise FileError(f"{name} was made by a newer version of this program. Update the program to import it.")
    try:
        return _parse_hidden_texts(texts, name)
    except (
        msgspec.MsgspecError,
        InvalidValueError,
        PackError,
        KeyError,
        TypeError,
        ValueError,
        AttributeError,
    ) as error:
        raise _damaged_sheet_error(name) from error


def _parse_hidden_texts(texts: Mapping[str, str], name: str) -> Hidden:
    council = _decode_hidden_record("council", msgspec.json.decode(texts["council"]))
    assessments = []
    for raw in msgspec.json.decode(texts["assessments"]):
        framework: Framework = packs.decode_framework(texts[raw["framework"]].encode(), name)
        asked: InformationReturn | None = None
        if raw["return"] is not None:
            asked = packs.decode_return(texts[raw["return"]].encode(), name, framework)
        record = _decode_hidden_record("assessment", raw)
        assessments.append(Assessment(record=record, framework=framework, information_return=asked, records={}))
    if not assessments:
        raise ValueError("no year")
    columns = msgspec.json.decode(texts["columns"], type=dict[str, dict[str, tuple[str, int]]])
    contributor = texts.get("contributor")
    edition = Edition(texts.get("audience", Edition.FULL))
    without = msgspec.json.decode(texts.get("without", "[]"), type=list[str])
    workbook = Workbook(
        council=council,
        assessments=tuple(assessments),
        journal_position=texts.get("journal", ""),
        contribution=msgspec.json.decode(contributor, type=Contribution) if contributor else None,
    )
    return Hidden(
        workbook=workbook,
        current=texts.get("assessment", ""),
        columns=columns,
        edition=edition,
        options=build_options(edition, **dict.fromkeys(set(without) & set(NARROWING), False)),
        catalogue=int(texts["catalogue"]),
        empty=msgspec.json.decode(texts.get("empty", "{}"), type=dict[str, frozenset[str]]),
        pages=msgspec.json.decode(texts.get("pages", "{}"), type=dict[str, str]),
        years=_index_years_by_mark(msgspec.json.decode(texts.get("years", "{}"), type=dict[str, str])),
    )


def _list_empty_required_fields(workbook: Workbook) -> dict[str, list[str]]:
    """What a person who empties a required cell did not do: the required fields that nobody ever filled."""
    found: dict[str, list[str]] = {}
    for kind in KINDS_OF_ASSESSMENT:
        required = [spec.key for spec in kind.fields if spec.required]
        for record in (record for assessment in workbook.assessments for record in assessment.records_of(kind.key)):
            if None in map(record.values.get, required):
                found[record.id] = [key for key in required if record.values[key] is None]
    return found


def _mark_years(workbook: Workbook) -> dict[str, str]:
    """Year id -> the marks of its records' ids, one after another; empty where there is only one year."""
    if len(workbook.assessments) < 2:
        return {}
    return {
        a.id: "".join(_mark_of_id(r.id) for records in a.records.values() for r in records)
        for a in workbook.assessments
    }


def _index_years_by_mark(years: Mapping[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    twice: set[str] = set()
    for year, marks in years.items():
        for place in range(0, len(marks), _MARK_LENGTH):
            mark = marks[place : place + _MARK_LENGTH]
            if found.setdefault(mark, year) != year:
                twice.add(mark)
    return {mark: year for mark, year in found.items() if mark not in twice}


def _mark_of_id(id: str) -> str:
    """A short mark of an id; two years seldom share one, and then neither has it."""
    return f"{zlib.crc32(id.encode('utf-8', 'surrogatepass')):0{_MARK_LENGTH}x}"


def _encode_assessment(assessment: Assessment, kept: Mapping[bytes, str]) -> dict[str, Any]:
    asked = assessment.information_return
    return {
        **_encode_record_values(assessment.record),
        "framework": kept[packs.encode_pack(assessment.framework)],
        "return": kept[packs.encode_pack(asked)] if asked is not None else None,
    }


def _encode_record_values(record: Record) -> dict[str, Any]:
    values = {key: str(v) if isinstance(v, float) and not isfinite(v) else v for key, v in record.values.items()}
    return {"id": record.id, "position": record.position, "values": values}


def _decode_hidden_record(kind: str, raw: Any) -> Record:
    """A record that no register shows; a value of it that makes no sense was here before, and is not read."""
    values = {key: raw["values"].get(key) for key in CATALOGUE[kind].by_key}
    kept = {key: value for key, value in values.items() if find_value_fault(CATALOGUE[kind].by_key[key], value) is None}
    return blank_record(kind, str(raw["id"]), int(raw["position"]), None, **kept)


def _encode_json(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _damaged_sheet_error(name: str) -> FileError:
    return FileError(
        f"{name} cannot be imported: its hidden sheet “{SHEET}” has been changed or is cut off. "
        "Ask for the file to be exported again."
    )
