"""A workbook that hangs together, made of what was found in a damaged one.

The journal and the records say everything twice, so what one of them lost the other often still has. The new journal
keeps every entry that could be read, with entries of today where something between them is gone: other copies of the
workbook can still be merged with it.
"""

from __future__ import annotations

import json
import uuid
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from selfassess.domain.framework.framework import Framework, InformationReturn, Pack
from selfassess.domain.model import diff_records, journal, new_year
from selfassess.domain.model.catalogue import CATALOGUE, KINDS_OF_ASSESSMENT, Record, blank_record, links_to_records
from selfassess.domain.model.commands import ONE_EACH
from selfassess.domain.model.errors import PackError, WorkbookError
from selfassess.domain.model.fields import Field, Kind, Value, find_problem, format_for_display
from selfassess.domain.model.journal import Change, Entry, Operation
from selfassess.domain.model.workbook import Assessment, Workbook
from selfassess.packs import reader as packs
from selfassess.storage.recovery.salvaged_rows import Remains

LOST = "(name lost)"

FEW = 5
"""Fewer records than this under a year that nobody knows are taken to be of another: its id was hit in them."""


@dataclass
class Notes:
    """What to tell. ``back``: how many records only the history still had."""

    lost: list[str] = field(default_factory=list)
    back: int = 0


@dataclass
class _Mending:
    remains: Remains
    author: str
    at: str
    notes: Notes

    def make_mending_entry(self, change: Change) -> Entry:
        id = str(uuid.uuid4())
        return Entry(id=id, step=id, at=self.at, author=self.author, change=change)


def rebuild_workbook(remains: Remains, author: str, at: str) -> tuple[Workbook, Notes]:
    """A whole workbook of what was found, and what to tell about it. ``at``: now, in UTC."""
    mending = _Mending(remains, author, at, Notes())
    entries = list(_join_entries(mending))
    replayed = journal.replay_journal(entries)
    records = _latest_records(mending, entries, replayed)
    council, assessments = _hang_together(mending, records)
    workbook = Workbook(
        council=council, assessments=assessments, imported=_rebuild_imported_packs(mending, assessments)
    )
    after = workbook.by_id
    repairs = [mending.make_mending_entry(change) for change in diff_records.diff_record_sets(replayed, after)]
    step = new_year.new_id()
    kept = tuple(replace(each, step=step) for each in repairs)
    return replace(workbook, journal=(*entries, *kept)), mending.notes


def _join_entries(mending: _Mending) -> Iterator[Entry]:
    """The entries that were found, each with what it needs before it where that is gone."""
    state: dict[str, Record] = {}
    for entry in mending.remains.entries:
        change = entry.change
        there = state.get(entry.change.record)
        if there is not None and there.kind != change.kind:
            continue
        before: Change | None = None
        if change.operation is Operation.CREATE:
            before = None
            if there is not None:
                before = journal.delete_record(there)
        elif there is None:
            made = _guess_before(mending.remains, change, state)
            if made is None:
                continue
            before = journal.create_record(made)
        for each in (before, change):
            if each is not None:
                after = journal.apply_change(state.get(each.record), each)
                state.pop(each.record, None)
                if after is not None:
                    state[after.id] = after
                mended_entry = entry if each is change else replace(mending.make_mending_entry(each), at=entry.at)
                yield mended_entry


def _guess_before(remains: Remains, change: Change, state: Mapping[str, Record]) -> Record | None:
    """A record as it may have been before a change whose beginnings are gone."""
    if change.operation is Operation.DELETE:
        return journal.from_journal_body(change.kind, change.record, change.old)
    found = [each for each in remains.records.get(change.record, ()) if each.kind == change.kind]
    if found:
        return found[0]
    owner = None
    if CATALOGUE[change.kind].belongs_to_assessment:
        years = [record for record in state.values() if record.kind == "assessment"]
        if not years:
            return None
        owner = years[-1].id
    return blank_record(change.kind, change.record, 0, owner)


def _latest_records(mending: _Mending, entries: Iterable[Entry], replayed: Mapping[str, Record]) -> dict[str, Record]:
    """Every record as it was last, from both sources."""
    remains, notes = mending.remains, mending.notes
    removed = {entry.change.record for entry in entries} - set(replayed)
    alone = [record for id, record in replayed.items() if id not in remains.records]
    records: dict[str, Record] = {}
    for id in dict.fromkeys((*replayed, *remains.records)):
        found = remains.records.get(id, [])
        history = replayed.get(id)
        if not found:
            assert history is not None
            records[id] = history
            notes.back += 1
        elif history is None and id not in removed and any(_are_twins(found[0], each) for each in alone):
            continue  # only its id was hit: the history has it under its own
        elif id in removed:
            if not remains.whole:
                records[id] = found[0]  # perhaps it was removed; what is there twice is better than what is gone
        elif history in found:
            assert history is not None
            records[id] = history
        else:
            records[id] = _fill_from_history(
                found[0], history, remains.broken.get(id, {}), notes, records.keys() | replayed.keys()
            )
    return records


def _are_twins(one: Record, other: Record) -> bool:
    if one.kind != other.kind:
        return False
    return one.assessment == other.assessment and one.values == other.values


def _fill_from_history(
    found: Record, history: Record | None, broken: Mapping[str, str], notes: Notes, known: Collection[str]
) -> Record:
    """A record with what could not be read of it taken from its history, where that knows it."""
    kind = CATALOGUE[found.kind]
    values = dict(found.values)
    history = history if history is not None and history.kind == found.kind else None
    for key, left in broken.items():
        if history is not None and history[key] is not None:
            values[key] = history[key]
        elif kind.by_key[key].kind in (Kind.TEXT, Kind.PROSE):
            values[key] = left
            notes.lost.append(f"{_name_field_of(found, key)}: some of its letters are lost; what is left was kept.")
        else:
            notes.lost.append(f"{_name_field_of(found, key)}: lost.")
    if history is None:
        return replace(found, values=values)
    for key, value in values.items():
        then = history[key]
        if key in broken or value == then:
            continue
        if _is_doubtful(kind.by_key[key], value, known) and not _is_doubtful(kind.by_key[key], then, known):
            values[key] = then
            continue
        notes.lost.append(
            f"{_name_field_of(found, key)}: the record and its history do not say the same. The record was kept; "
            f"the history has: “{format_for_display(kind.by_key[key], then)}”."
        )
    return replace(found, values=values, assessment=history.assessment)


def _name_field_of(record: Record, key: str) -> str:
    kind = CATALOGUE[record.kind]
    title = record.text_of(kind.title)
    named = ""
    if title and kind.title != key:
        short_title = title if len(title) <= 60 else title[:57] + "…"
        named = f" “{short_title}”"
    return f"{kind.name}{named}, {kind.by_key[key].label}"


def _is_doubtful(spec: Field, value: Value, known: Collection[str]) -> bool:
    """Whether a value looks as if a byte of it had been changed."""
    if spec.kind is Kind.CHOICE:
        return find_problem(spec, value) is not None
    if links_to_records(spec) and spec.target != ("earlier",):
        links = value if isinstance(value, tuple) else (value,)
        return any(link not in known for link in links if link is not None)
    if not isinstance(value, str):
        return False
    return any(letter < " " and letter not in "\n\r\t" for letter in value)


def _hang_together(mending: _Mending, records: dict[str, Record]) -> tuple[Record, tuple[Assessment, ...]]:
    notes = mending.notes
    councils = [record for record in records.values() if record.kind == "council"]
    if not councils:
        notes.lost.append("The council’s name: lost.")
    council = councils[0] if councils else blank_record("council", new_year.new_id(), 0, None, name=f"Council {LOST}")
    if council["name"] is None:
        council = replace(council, values={**council.values, "name": f"Council {LOST}"})
    years = {record.id: record for record in records.values() if record.kind == "assessment"}
    owned = [record for record in records.values() if CATALOGUE[record.kind].belongs_to_assessment]
    of_years = Counter(record.assessment for record in owned)
    for id, number in of_years.items():
        if id is not None and id not in years and (number >= FEW or not years):
            notes.lost.append("A year’s own details (its name, dates and status): lost. What belongs to it was kept.")
            years[id] = blank_record("assessment", id, len(years), None, assessor="self", status="drafting")
    last = list(years)[-1] if years else None
    owned = [each if each.assessment in years else replace(each, assessment=last) for each in owned]
    has_no_year = any(id not in years for id in of_years)
    if has_no_year:
        notes.lost.append("To which year some records belong cannot be told; they stand in the last one.")
    assessments = tuple(_rebuild_year(mending, year, owned, number) for number, year in enumerate(years.values()))
    return council, _name_years(assessments)


def _rebuild_year(mending: _Mending, year: Record, owned: Sequence[Record], number: int) -> Assessment:
    framework = _rebuild_framework(mending, year.text_of("framework"))
    asked = year.text_of("information_return")
    given = None
    if asked:
        given = _rebuild_information_return(mending, asked, framework)
    return_id = given.id if given else None
    values: dict[str, Value] = {"framework": framework.id, "information_return": return_id}
    if year["label"] is None:
        values["label"] = f"Recovered {number + 1}"
    values |= {"assessor": year["assessor"] or "self", "status": year["status"] or "drafting"}
    record = replace(year, values={**year.values, **values})
    own = {each.id: each for each in owned if each.assessment == year.id}
    for each in tuple(own.values()):
        own |= _rebuild_owner(mending, each, own)
    linked = (_drop_dead_links(mending, each, own, year.id) for each in own.values())
    rows: dict[str, list[Record]] = {kind.key: [] for kind in KINDS_OF_ASSESSMENT}
    for each in _keep_one_each(mending, linked):
        rows[each.kind].append(each)
    ordered = {kind: tuple(sorted(found, key=lambda r: (r.position, r.id))) for kind, found in rows.items() if found}
    return new_year.complete_assessment(
        Assessment(record=record, framework=framework, information_return=given, records=ordered)
    )


def _rebuild_owner(mending: _Mending, record: Record, own: Mapping[str, Record]) -> dict[str, Record]:
    """What a record cannot be without, made anew where it is gone: a value's measure."""
    made: dict[str, Record] = {}
    for spec in CATALOGUE[record.kind].fields:
        value = record.values[spec.key]
        if spec.kind is Kind.LINK and links_to_records(spec) and spec.target[0] in CATALOGUE and value is not None:
            other = own.get(str(value))
            if other is None:
                kind = CATALOGUE[spec.target[0]]
                mending.notes.lost.append(f"{kind.name} of “{record.text_of(CATALOGUE[record.kind].title)}”: lost.")
                named = {kind.title: f"{kind.name} {LOST}"}
                made[str(value)] = blank_record(kind.key, str(value), len(own), record.assessment, **named)
    return made


def _drop_dead_links(mending: _Mending, record: Record, own: Mapping[str, Record], year: str) -> Record:
    """A record without the links that lead nowhere now."""
    values = dict(record.values)
    for spec in CATALOGUE[record.kind].fields:
        value = values[spec.key]
        if value is None or not links_to_records(spec):
            continue
        if isinstance(value, tuple):
            there = tuple(link for link in value if link in own and own[link].kind in spec.target)
            values[spec.key] = there or None
            if there != value:
                mending.notes.lost.append(f"{CATALOGUE[record.kind].name}, {spec.label}: a link to something lost.")
        elif spec.target == ("any",):
            if value not in own and value != year:
                values[spec.key] = year
                mending.notes.lost.append("A comment is about something lost; it stands with the year now.")
        elif own[str(value)].kind not in spec.target:
            values[spec.key] = None
    return replace(record, values=values)


def _keep_one_each(mending: _Mending, records: Iterable[Record]) -> Iterator[Record]:
    """One of each kind of which there is one each; of another, what it says is told."""
    met: set[tuple[str, Value]] = set()
    for record in records:
        key = ONE_EACH.get(record.kind)
        is_second = key is not None and (record[key] is None or (record.kind, record[key]) in met)
        if is_second:
            said = "; ".join(str(value) for value in record.values.values() if isinstance(value, str))
            mending.notes.lost.append(
                f"{CATALOGUE[record.kind].name}: it cannot be told where it belongs. It says: {said}"
            )
            continue
        if key is not None:
            met.add((record.kind, record[key]))
        yield record


def _rebuild_imported_packs(mending: _Mending, years: Sequence[Assessment]) -> tuple[Pack, ...]:
    """What was imported and no year uses yet, as far as it can be read."""
    used = {year.record["framework"] for year in years} | {year.record["information_return"] for year in years}
    frameworks: dict[str, Framework] = {year.framework.id: year.framework for year in years}
    found: list[Pack] = []
    for id, (kind, body) in sorted(mending.remains.packs.items(), key=lambda each: each[1][0]):  # frameworks first
        if id in used:
            continue
        try:
            if kind == "framework":
                frameworks[id] = packs.decode_framework(body.encode(), id)
                found.append(frameworks[id])
            else:
                named = str(json.loads(body)["framework"])
                found.append(packs.decode_return(body.encode(), id, frameworks.get(named)))
        except (PackError, ValueError, KeyError, TypeError):
            mending.notes.lost.append(f"A framework or return that was imported ({id}): lost. Import it again.")
    return tuple(found)


def _rebuild_framework(mending: _Mending, id: str) -> Framework:
    kind, body = mending.remains.packs.get(id, ("", ""))
    if kind == "framework":
        try:
            return packs.decode_framework(body.encode(), id)
        except PackError:
            pass
    mending.notes.lost.append(
        f"The wording that a year was judged against ({id or 'its name'}): lost. This program’s own stands in."
    )
    try:
        return packs.load_framework(id)
    except WorkbookError:
        return packs.newest_framework()


def _rebuild_information_return(mending: _Mending, id: str, framework: Framework) -> InformationReturn | None:
    kind, body = mending.remains.packs.get(id, ("", ""))
    if kind == "return":
        try:
            return packs.decode_return(body.encode(), id, framework)
        except PackError:
            pass
    mending.notes.lost.append(f"The wording of the information return ({id}): lost. This program’s own stands in.")
    try:
        return packs.load_information_return(id)
    except WorkbookError:
        return None


def _name_years(assessments: tuple[Assessment, ...]) -> tuple[Assessment, ...]:
    """The years with a name each of its own."""
    taken: set[str] = set()
    named: list[Assessment] = []
    for each in assessments:
        label = each.label
        while label.strip().casefold() in taken:
            label += " (again)"
        taken.add(label.strip().casefold())
        named.append(replace(each, record=replace(each.record, values={**each.record.values, "label": label})))
    return tuple(named)
