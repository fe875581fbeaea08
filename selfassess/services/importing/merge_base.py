"""What both sides of a merge began with, and what is to be said where that is not known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace

from selfassess.domain.framework.framework import Pack
from selfassess.domain.merging import three_way
from selfassess.domain.merging.three_way import Records
from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.fields import Value
from selfassess.domain.model.import_result import Incoming
from selfassess.domain.model.journal import Change, Operation
from selfassess.domain.model.workbook import Workbook
from selfassess.domain.publishing.edition_view import reduce_to_edition

_NO_BASE = "{source} {why}. So every difference is shown, and nothing counts as removed."
_WENT_ITS_OWN_WAY = "comes from a copy of this workbook that went its own way"
_UNSAID = (
    "{source} does not say when it was exported. So each cell is held against all that it ever said in this workbook, "
    "and nothing counts as removed."
)
_NOBODY_SAID_YET = "does not say what it began from"


def reasons_without_base(incoming: Incoming, base: Records | None, source: str) -> Iterator[str]:
    """What to say of a file that does not tell what it began with."""
    if incoming.sent is not None and not incoming.workbook.journal_position:
        yield _UNSAID.format(source=source)
    elif base is None:
        why = _WENT_ITS_OWN_WAY if incoming.workbook.journal_position else _NOBODY_SAID_YET
        yield _NO_BASE.format(source=source, why=why)


def records_seen_by_sender(there: Workbook, incoming: Incoming) -> dict[str, Record]:
    """The records here, as those for whom a file was made may see them."""
    return dict(reduce_to_edition(there, incoming.edition, incoming.options).by_id)


def find_base(there: Workbook, incoming: Incoming) -> Records | None:
    """What both began with, as those who got the file saw it; None where that is not known."""
    if incoming.sent is not None and not incoming.workbook.journal_position:
        return _guess_base_from_history(there, incoming)
    if incoming.sent is None:
        return three_way.find_common_base(there.journal, incoming.workbook.journal)
    base = three_way.find_base_at(there.journal, incoming.workbook.journal_position)
    if base is None:
        return None
    years = {a.id: a for a in (*incoming.workbook.assessments, *there.assessments)}
    rows: dict[str, dict[str, list[Record]]] = {id: {} for id in years}
    for record in base.values():
        if record.assessment in rows:
            rows[record.assessment].setdefault(record.kind, []).append(record)
    then = tuple(
        replace(year, record=base[id], records={kind: tuple(found) for kind, found in rows[id].items()})
        for id, year in years.items()
        if id in base
    )
    shown = reduce_to_edition(replace(there, assessments=then), incoming.edition, incoming.options)
    return shown.by_id


def _guess_base_from_history(there: Workbook, incoming: Incoming) -> dict[str, Record]:
    """The records of a file that does not say when it was exported, as they must have been then.

    What a cell says that a field said once, it was given; where it says something else, and the field never changed
    here, it was given that. Where it could have been one of several it was not what stands here, so that it is asked.
    """
    ever: dict[str, dict[str, list[Value]]] = defaultdict(lambda: defaultdict(list))
    for entry in there.journal:
        for key, value in _fields_written_by(entry.change):
            ever[entry.change.record][key].append(value)
    here = there.by_id
    found = {}
    for year in incoming.workbook.assessments:
        for record in (year.record, *year.by_id.values()):
            if record.id in ever:
                mine = here.get(record.id, record)
                said = {k: _value_given_out(ever[record.id].get(k, [None]), mine[k], record[k]) for k in record.values}
                found[record.id] = replace(mine, kind=record.kind, values=said)
    return found


def _value_given_out(ever: list[Value], mine: Value, theirs: Value) -> Value:
    if theirs in ever:
        return theirs
    return next((value for value in reversed(ever) if value != mine), ever[-1])


def _fields_written_by(change: Change) -> Iterator[tuple[str, Value]]:
    """Each field that a change writes, with its value; a new record has them all."""
    if change.operation is Operation.UPDATE and change.field is not None:
        yield change.field, _as_tuple_value(change.new)
    elif change.operation is Operation.CREATE and change.kind in CATALOGUE and isinstance(change.new, dict):
        values: Mapping[str, object] = change.new["values"]
        for key in CATALOGUE[change.kind].by_key:
            yield key, _as_tuple_value(values.get(key))


def _as_tuple_value(value: object) -> Value:
    return tuple(value) if isinstance(value, list) else value  # type: ignore[return-value]  # as the journal keeps it


def packs_to_freeze(there: Workbook, incoming: Workbook) -> Iterator[Pack]:
    """The wordings to freeze: of years that are new, and any that this workbook does not hold."""
    ours = {assessment.id for assessment in there.assessments}
    framework_ids = {each.id for each in there.frameworks}
    return_ids = {each.id for each in there.returns}
    held = framework_ids | return_ids
    for year in incoming.assessments:
        own_return = [year.information_return] if year.information_return else []
        given: list[Pack] = [year.framework, *own_return]
        for pack in given:
            if year.id not in ours or pack.id not in held:
                held.add(pack.id)
                yield pack
    # What is kept here in other words is refused once it is to be written.
    yield from (pack for pack in incoming.imported if pack not in there.frameworks and pack not in there.returns)
