"""Finding words in what was written, and what it comes to when other words are put in their place.

May be asked for one field, one statement or all of an assessment. Comments are signed by their authors and stay as
they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.commands import SetField, SetMany
from selfassess.domain.model.fields import Kind
from selfassess.domain.model.workbook import Assessment

_WRITTEN = (Kind.TEXT, Kind.PROSE)
_SIGNED = ("comment", "partner_view")
_APOSTROPHES = re.compile(r"['’]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is looked for, and where: in one field of a record, at one statement, or everywhere where both are empty."""

    words: str
    match_case: bool = False
    whole_words: bool = False
    record: str = ""
    field: str = ""
    statement: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """One place where the words stand: the record and field, the whole text, and from where up to where."""

    record: Record
    field: str
    text: str
    start: int
    end: int

    @property
    def key(self) -> tuple[str, str, int]:
        """What tells it from every other."""
        return self.record.id, self.field, self.start


def find_hits(assessment: Assessment, wanted: Wanted) -> tuple[Hit, ...]:
    """Every place where the words stand, in the order of the catalogue; empty words stand nowhere."""
    if not wanted.words:
        return ()
    pattern = build_pattern(wanted)
    return tuple(
        Hit(record, field, text, found.start(), found.end())
        for record, field, text in _list_texts(assessment, wanted)
        for found in pattern.finditer(text)
    )


def build_pattern(wanted: Wanted) -> re.Pattern[str]:
    """What is looked for: the words to the letter, with either kind of apostrophe."""
    words = _APOSTROPHES.sub("['’]", re.escape(wanted.words))
    if wanted.whole_words:
        words = rf"(?<!\w){words}(?!\w)"
    return re.compile(words, 0 if wanted.match_case else re.IGNORECASE)


def build_replacement(hits: Sequence[Hit], words: str) -> SetMany:
    """One step that puts other words in the place of these; a text with several hits is written once."""
    texts: dict[tuple[str, str], list[Hit]] = {}
    for hit in hits:
        texts.setdefault((hit.record.id, hit.field), []).append(hit)
    return SetMany(
        tuple(SetField(record, field, _replace_in_text(found, words)) for (record, field), found in texts.items())
    )


def _replace_in_text(hits: Sequence[Hit], words: str) -> str:
    made, at = "", 0
    for hit in sorted(hits, key=lambda each: each.start):
        made += hit.text[at : hit.start] + words
        at = hit.end
    return made + hits[0].text[at:]


def _list_texts(assessment: Assessment, wanted: Wanted) -> Iterator[tuple[Record, str, str]]:
    for kind in CATALOGUE.values():
        if kind.key in _SIGNED:
            continue
        written = [spec.key for spec in kind.fields if spec.kind in _WRITTEN]
        for record in assessment.records_of(kind.key):
            if not _is_wanted(record, wanted):
                continue
            for field in written:
                value = record[field]
                if isinstance(value, str) and value and wanted.field in ("", field):
                    yield record, field, value


def _is_wanted(record: Record, wanted: Wanted) -> bool:
    if wanted.record and record.id != wanted.record:
        return False
    if not wanted.statement:
        return True
    if "quality_statements" in record.values:
        return wanted.statement in record.links_of("quality_statements")
    return bool(record.values.get("quality_statement") == wanted.statement)
