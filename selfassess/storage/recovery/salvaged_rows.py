"""What the rows of a damaged workbook are: journal entries, records, wordings, versions.

A row is known by what it says, not by where it stands, so it is found even where the file no longer says which page
belongs to which table. All rows of one page are of one kind.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from selfassess.domain.model.admission import find_form_fault, fits_field, is_whole_number
from selfassess.domain.model.catalogue import CATALOGUE, Record, RecordKind
from selfassess.domain.model.fields import Field, Kind, Value
from selfassess.domain.model.journal import ASSESSMENT, POSITION, Entry, Operation
from selfassess.storage import rows
from selfassess.storage.recovery.sqlite_pages import Cell, Pages, Row

OPERATIONS = frozenset(Operation)
PACKS = frozenset({"framework", "return"})
ID = re.compile(r"[\w.:-]{1,80}")
RUN = re.compile(r"[^\x00-\x08\x0b-\x1f\x7f\ufffd]{24,}")
"""Shorter runs of letters on a damaged page are not worth showing."""

JOURNAL_WIDTHS = (11, 12, 16)
"""How many values a row of the journal has in formats 1 and 2, in format 3, and since."""

Version = tuple[Cell, ...]


@dataclass
class Remains:
    """What was found. ``broken`` are values of records that could not be read: id -> field -> what is left of it."""

    entries: list[Entry] = field(default_factory=list)
    missing_entries: int = 0
    whole: bool = False
    """Whether the journal surely has every entry."""
    records: dict[str, list[Record]] = field(default_factory=lambda: defaultdict(list))
    broken: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    packs: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Wordings by id: "framework" or "return", and their text."""
    versions: list[Version] = field(default_factory=list)
    redactions: list[tuple[Cell, ...]] = field(default_factory=list)
    about: dict[str, str] = field(default_factory=dict)
    unknown: int = 0
    """Rows of which nobody can tell what they are."""


def columns_in_file(kind: RecordKind) -> tuple[str, ...]:
    """The columns of a kind's table in the order they stand in the file: each format adds its own at the end."""
    owner = (ASSESSMENT,) if kind.belongs_to_assessment else ()
    return ("id", POSITION, *owner, *(spec.key for spec in sorted(kind.fields, key=lambda spec: spec.since)))


def sort_out_rows(pages: Pages) -> Remains:
    """What the rows of a file are."""
    found = Remains()
    by_page: dict[int, list[Row]] = defaultdict(list)
    journal: dict[int, Entry] = {}
    for row in pages.rows:
        if _looks_like_entry(row):
            entry = _read_entry_row(row)
            if entry is not None:
                journal.setdefault(row.number, entry)
        elif not _keep_other_row(row, found):
            by_page[row.page].append(row)
    last = max(journal, default=0)
    ids: set[str] = set()
    for number in sorted(journal):
        if journal[number].id not in ids:
            ids.add(journal[number].id)
            found.entries.append(journal[number])
    found.missing_entries = last - len(found.entries)
    kinds = {entry.change.record: entry.change.kind for entry in found.entries}
    for page, page_rows in by_page.items():
        table = pages.tables.get(page, "")
        _sort_record_rows(page_rows, _guess_kind_of_page(page_rows, kinds, table), found)
    found.whole = not found.missing_entries and not pages.broken and not pages.missing
    return found


def _looks_like_entry(row: Row) -> bool:
    v = row.values
    if len(v) not in JOURNAL_WIDTHS:
        return False
    return v[0] is None and v[7] in OPERATIONS


def _read_entry_row(row: Row) -> Entry | None:
    count = len(rows.JOURNAL_COLUMNS)
    values = (*row.values[1 : count + 1], *(None,) * (count + 1 - len(row.values)))
    if not all(isinstance(value, str) for value in values[:7]) or values[4] not in CATALOGUE:
        return None
    is_entry = all(value is None or isinstance(value, str) for value in values[7:])
    if not is_entry:
        return None
    try:
        entry = rows.from_journal_row(values)
    except (msgspec.MsgspecError, ValueError, TypeError):
        return None
    # Bytes that were changed may have left something that reads well and is not.
    if find_form_fault(entry) is None:
        return entry
    return None


def _keep_other_row(row: Row, found: Remains) -> bool:
    """Put away what is no record: wordings, versions, notes, and what the file keeps for itself."""
    v = row.values
    match len(v):
        case 2 if isinstance(v[0], str) and isinstance(v[1], str):
            found.about.setdefault(v[0], v[1])
        case 3 if v[1] in PACKS and isinstance(v[0], str) and isinstance(v[2], str):
            found.packs.setdefault(v[0], (str(v[1]), v[2]))
        case 3 if v[1] in PACKS:
            pass
        case 4 if v[0] is None:
            pass
        case 5 if v[0] in ("table", "index"):
            pass
        case 9 if isinstance(v[0], str) and isinstance(v[1], str) and isinstance(v[2], int) and v[8] is not None:
            found.versions.append(v)
        case 13 if (
            isinstance(v[0], str) and isinstance(v[1], str) and isinstance(v[2], int) and isinstance(v[8], bytes)
        ):
            found.versions.append(v)
        case 7 if v[0] is None:
            pass  # a step: what was found is not what it proves
        case 7 if all(isinstance(each, str) for each in (*v[:5], v[6])):
            found.redactions.append(v)
        case _:
            return False
    return True


def _sort_record_rows(page: Sequence[Row], kind: str | None, found: Remains) -> None:
    for row in page:
        record = None
        if kind is not None:
            record = _read_record_row(CATALOGUE[kind], row, found)
        if record is None:
            found.unknown += 1
        elif record not in found.records[record.id]:
            found.records[record.id].append(record)


def _guess_kind_of_page(page: Iterable[Row], kinds: Mapping[str, str], table: str) -> str | None:
    """What the rows of a page are: as the journal knows them, as the file says, or whatever they fit best."""
    known = Counter(kinds[row.values[0]] for row in page if row.values and row.values[0] in kinds)  # type: ignore[index]
    if known:
        return known.most_common(1)[0][0]
    fitting = Counter(kind.key for row in page for kind in CATALOGUE.values() if _could_be_kind(kind, row.values))
    if table in CATALOGUE and (table in fitting or not fitting):
        return table
    if not fitting:
        return None
    return fitting.most_common(1)[0][0]


def _could_be_kind(kind: RecordKind, values: Sequence[Cell]) -> bool:
    columns = columns_in_file(kind)
    formats = {spec.since for spec in kind.fields}
    known = {len(columns) - sum(spec.since > format_ for spec in kind.fields) for format_ in formats}
    if len(values) not in known or not isinstance(values[0], str) or not is_whole_number(values[1]):
        return False
    pairs = zip(columns, values, strict=False)
    return all(raw is None or key not in kind.by_key or _may_hold(kind.by_key[key], raw) for key, raw in pairs)


def _may_hold(spec: Field, raw: Cell) -> bool:
    """Whether a field can hold this, judged strictly: it tells kinds with as many fields apart."""
    match spec.kind:
        case Kind.CHOICE:
            return any(choice.key == raw for choice in spec.choices)
        case Kind.WHOLE | Kind.YES_NO:
            return isinstance(raw, int)
        case Kind.DECIMAL:
            return isinstance(raw, int | float)
        case Kind.LINKS:
            return isinstance(raw, str) and raw.startswith("[")
        case Kind.DATE | Kind.DATETIME:
            return isinstance(raw, str) and raw[:4].isdigit()
        case Kind.LINK if spec.target[0] in CATALOGUE:
            return isinstance(raw, str) and raw.count("-") == 4
        case Kind.LINK if spec.target[0] == "return_item":
            return isinstance(raw, str) and raw.startswith("IR ")
        case Kind.LINK:
            return isinstance(raw, str) and " " not in raw
        case _:
            return isinstance(raw, str)


def _read_record_row(kind: RecordKind, row: Row, found: Remains) -> Record | None:
    columns = columns_in_file(kind)
    raw = dict(zip(columns, row.values, strict=False))
    id = raw.get("id")
    position = raw.get(POSITION)
    owner = raw.get(ASSESSMENT)
    if not isinstance(id, str) or not ID.fullmatch(id) or (kind.belongs_to_assessment and not isinstance(owner, str)):
        return None
    values: dict[str, Value] = {}
    for spec in kind.fields:
        try:
            values[spec.key] = _read_field_value(spec, raw.get(spec.key))
        except (msgspec.MsgspecError, TypeError):
            values[spec.key] = None
            found.broken[id][spec.key] = _salvage_text(raw.get(spec.key))
    place = position if isinstance(position, int) else 0
    owner_id = str(owner) if owner else None
    return Record(kind=kind.key, id=id, position=place, assessment=owner_id, values=values)


def _read_field_value(spec: Field, raw: Cell) -> Value:
    if isinstance(raw, bytes):
        raise TypeError
    if spec.kind is Kind.DECIMAL and isinstance(raw, int):
        return float(raw)
    value = rows.from_column(spec.kind, raw)
    if not fits_field(spec, value):
        raise TypeError
    return value


def _salvage_text(raw: Cell) -> str:
    """What can still be read of a value."""
    if isinstance(raw, bytes):
        return raw.decode("utf-8", errors="replace")
    return str(raw)


def find_text_pieces(data: bytes) -> Iterator[str]:
    """Runs of readable text in a page that cannot be read as rows."""
    for run in RUN.findall(data.decode("utf-8", errors="replace")):
        if run.count(" ") > 2:
            yield run.strip()
