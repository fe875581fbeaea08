"""Rows that lost their ids, found again among the records that are there by what they say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from selfassess.domain.model.catalogue import CATALOGUE, Record, links_to_records
from selfassess.domain.model.commands import ONE_EACH
from selfassess.domain.model.fields import Value
from selfassess.domain.text.folding import fold_text

ALIKE = 0.6
"""A row and a record are taken for one where at least this part of what either says is said by both."""

_LINKS = {
    kind.key: sum(9 if spec.target == ("any",) else 1 for spec in kind.fields if links_to_records(spec))
    for kind in CATALOGUE.values()
}
"""Record kind -> how many of its fields link to records."""

_ABOUT = ("quality_statement", "quality_statements", "measure")
"""What tells records of one title apart: their statement, and the measure of values of one period."""

Records = Mapping[str, Record]
Group = tuple[str, str | None]


def recognise_rows(theirs: Records, there: Records, nameless: Iterable[str]) -> dict[str, str]:
    """Made-up id -> the id of the record that its row is, for the rows that were recognised.

    ``there`` are the records they may be; ``nameless`` the ids that were made up for rows that had none. A row of a
    kind of which there is one each (a judgement for each statement) is known by that whatever its id.
    """
    free: dict[Group, dict[str, Record]] = {}
    for record in there.values():
        if record.id not in theirs:
            free.setdefault((record.kind, record.assessment), {})[record.id] = record
    lost = set(nameless)
    rows: dict[Group, list[Record]] = {}
    for record in theirs.values():
        if record.id in lost or (record.kind in ONE_EACH and record.id not in there):
            rows.setdefault((record.kind, record.assessment), []).append(record)
    known: dict[str, str] = {}
    # What a row links to is looked for first, so that its links say the same as the record's.
    for group, waiting in sorted(rows.items(), key=lambda item: _LINKS[item[0][0]]):
        led = [replace(_rename_record(row, known), id=row.id) for row in waiting]
        known |= _match_rows(group[0], led, free.get(group, {}))
    return known


def rename_records(theirs: Records, known: Mapping[str, str]) -> dict[str, Record]:
    """``theirs`` with records under other ids (old -> new), links to them too."""
    if known:
        return {(found := _rename_record(record, known)).id: found for record in theirs.values()}
    return dict(theirs)


def _match_rows(kind: str, rows: list[Record], free: dict[str, Record]) -> dict[str, str]:
    """Row id -> record id, by the surest sign first; each record is found once."""
    known: dict[str, str] = {}
    signs = [_key_of_one_each] if kind in ONE_EACH else [_key_of_everything, _key_of_title_and_statement, _key_of_title]
    for sign in signs:
        by_sign: dict[object, list[str]] = {}
        for record in free.values():
            by_sign.setdefault(sign(record), []).append(record.id)
        counts = Counter(sign(row) for row in rows if row.id not in known)
        for row in rows:
            mark = sign(row)
            found = by_sign.get(mark, ())
            # Where several share the sign, only their order could tell them apart, which is good enough if all agree.
            if row.id not in known and mark is not None and found and (sign is _key_of_everything or counts[mark] == 1):
                known[row.id] = found[0] if sign is _key_of_everything else _single_id(found)
                if not known[row.id]:
                    del known[row.id]
                    continue
                by_sign[mark].remove(known[row.id])
                del free[known[row.id]]
    if kind not in ONE_EACH:
        known |= _match_similar_rows([row for row in rows if row.id not in known], free)
    return known


def _single_id(found: Iterable[str]) -> str:
    one, *more = found
    if more:
        return ""
    return one


def _key_of_one_each(record: Record) -> object:
    return record[ONE_EACH[record.kind]]


def _key_of_everything(record: Record) -> object:
    return tuple(_plain_values(record))


def _key_of_title_and_statement(record: Record) -> object:
    title = _to_plain_value(record[CATALOGUE[record.kind].title])
    about = next((v for key in _ABOUT if (v := record.values.get(key))), None)
    if title is not None and about is not None:
        return (title, about)
    return None


def _key_of_title(record: Record) -> object:
    return _to_plain_value(record[CATALOGUE[record.kind].title])


def _match_similar_rows(rows: list[Record], free: dict[str, Record]) -> dict[str, str]:
    """Rows whose title was changed, by how much else they say alike; only where one record is nearest."""
    index: dict[tuple[str, Value], list[str]] = {}
    for record in free.values():
        for each in _plain_values(record):
            index.setdefault(each, []).append(record.id)
    sizes = {id: len(list(_plain_values(record))) for id, record in free.items()}
    known: dict[str, str] = {}
    for row in rows:
        said = list(_plain_values(row))
        shared = Counter(id for each in said for id in index.get(each, ()) if id in free)
        nearest = shared.most_common(2)
        is_ambiguous = not nearest or (len(nearest) == 2 and nearest[0][1] == nearest[1][1])
        if is_ambiguous:
            continue
        id, count = nearest[0]
        if count >= ALIKE * max(len(said), sizes[id]):
            known[row.id] = id
            del free[id]
    return known


def _plain_values(record: Record) -> Iterable[tuple[str, Value]]:
    return ((key, _to_plain_value(value)) for key, value in record.values.items() if value is not None)


def _to_plain_value(value: Value) -> Value:
    """A value as it is compared: another apostrophe or space in a text makes no difference."""
    if not isinstance(value, str):
        return value
    return fold_text(value)


def _rename_record(record: Record, known: Mapping[str, str]) -> Record:
    """A record under its known id, with links to known rows led there; the very same where nothing is to be done."""
    values = dict(record.values)
    for spec in CATALOGUE[record.kind].fields:
        value = values[spec.key]
        if value is not None and links_to_records(spec):
            values[spec.key] = _lead_value(value, lambda link: known.get(link, link))
    id = known.get(record.id, record.id)
    if id == record.id and values == record.values:
        return record
    return replace(record, id=id, values=values)


def _lead_value(value: Value, lead: Callable[[str], str]) -> Value:
    if isinstance(value, tuple):
        return tuple(dict.fromkeys(map(lead, value)))
    return lead(str(value))
