"""What was changed of one assessment since it stood otherwise: record by record, under the statement it belongs to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from selfassess.domain.model.catalogue import CATALOGUE, KINDS_OF_ASSESSMENT
from selfassess.domain.model.catalogue_visit import KEYS_AROUND_VISIT, VISIT_FIELDS
from selfassess.domain.model.commands import list_owners
from selfassess.domain.model.display_names import Names
from selfassess.domain.model.fields import Field, Kind
from selfassess.domain.model.record import Record
from selfassess.domain.model.statement_status import AGREEMENT
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.signing.signing import Signatures
from selfassess.domain.text.text_diff import Mark, Piece, compare_words

ELSEWHERE = ""
"""The key of what belongs to no single statement."""
_UNTOLD: Mapping[str, frozenset[str]] = {
    "judgement": frozenset(AGREEMENT),
    "assessment": frozenset({"status", *(spec.key for spec in VISIT_FIELDS), *Signatures.__slots__}),
}
"""Fields that say who deals with something, or when: they change with every version and say nothing about the council.
What is around the visit is not told either: it is written in a signed year too."""


class Became(StrEnum):
    """What became of a record."""

    NEW = "New"
    CHANGED = "Changed"
    REMOVED = "Removed"


@dataclass(frozen=True, slots=True)
class ChangedField:
    """One field in words: its label, and the text before and after as one with marks."""

    label: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One record that is otherwise than it was."""

    id: str
    kind: str
    title: str
    became: Became
    fields: tuple[ChangedField, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Revised:
    """What was changed under one statement; ``statement`` is ELSEWHERE for what belongs to none or to several."""

    statement: str
    title: str
    revisions: tuple[Revision, ...]


def find_revised_statements(before: Assessment, after: Assessment) -> tuple[Revised, ...]:
    """What was changed from ``before`` to ``after``, by statement in the framework's order, then the rest."""
    found: dict[str, list[Revision]] = {}
    for was, now in _pair_records(before, after):
        revision = _build_revision(was, now, Names(before), Names(after))
        if revision is not None:
            side, record = (after, now) if now is not None else (before, was)
            assert record is not None
            found.setdefault(_find_only_statement(record, side), []).append(revision)
    order = [statement.key for statement in after.framework.statements]
    keys = sorted(found, key=lambda key: (order.index(key) if key in order else len(order), key == ELSEWHERE))
    return tuple(
        Revised(
            statement=key, title=Names(after).name_statement(key) if key else "Elsewhere", revisions=tuple(found[key])
        )
        for key in keys
    )


def describe_revision_count(found: tuple[Revised, ...]) -> str:
    """How much was changed, in a sentence."""
    every = [revision for part in found for revision in part.revisions]
    if not every:
        return "Nothing was changed."
    said = [(sum(each.became is became for each in every), became) for became in Became]
    return f"{', '.join(f'{number:,} {became.lower()}' for number, became in said if number)}."


def _pair_records(before: Assessment, after: Assessment) -> Iterator[tuple[Record | None, Record | None]]:
    """Each record as it was and as it is, in the catalogue's order, what is gone after what is there."""
    yield before.record, after.record
    for kind in KINDS_OF_ASSESSMENT:
        if kind.key in KEYS_AROUND_VISIT:
            continue
        for record in after.records_of(kind.key):
            was = before.by_id.get(record.id)
            if was is None or was.values != record.values:
                yield was, record
        for record in before.records_of(kind.key):
            if record.id not in after.by_id:
                yield record, None


def _build_revision(was: Record | None, now: Record | None, before: Names, after: Names) -> Revision | None:
    record = now or was
    assert record is not None
    kind = CATALOGUE[record.kind]
    fields = []
    for spec in kind.fields:
        is_untold = spec.key in _UNTOLD.get(kind.key, ()) or (
            was and now and was.values[spec.key] == now.values[spec.key]
        )
        if is_untold:
            continue
        text_before = before.format_value(was, spec.key) if was else ""
        text_after = after.format_value(now, spec.key) if now else ""
        texts = (text_before, text_after)
        if texts[0] != texts[1]:
            fields.append(ChangedField(spec.label, _compare_field_texts(spec, *texts)))
    if not fields:
        return None
    if was and now:
        became = Became.CHANGED
    elif now:
        became = Became.NEW
    else:
        became = Became.REMOVED
    naming = after if now else before
    title = naming.name_record(record)
    return Revision(id=record.id, kind=kind.key, title=title, became=became, fields=tuple(fields))


def _compare_field_texts(spec: Field, before: str, after: str) -> tuple[Piece, ...]:
    """Texts word by word; of a number, a date or a choice the one value and then the other."""
    if not (before and after) or spec.kind in (Kind.TEXT, Kind.PROSE, Kind.LINKS):
        return compare_words(before, after)
    return Piece(before, Mark.REMOVED), Piece("  ", Mark.SAME), Piece(after, Mark.ADDED)


def _find_only_statement(record: Record, side: Assessment) -> str:
    """The one statement that a record belongs to, also through what it is about; ELSEWHERE where there is no one."""
    own = record.values.get("quality_statement")
    if isinstance(own, str):
        return own
    several = record.links_of("quality_statements") if "quality_statements" in record.values else ()
    if len(several) == 1:
        return several[0]
    above = next((found for id in list_owners(record) if (found := side.by_id.get(id)) is not None), None)
    if above is not None and above.kind != record.kind:
        return _find_only_statement(above, side)
    return ELSEWHERE
