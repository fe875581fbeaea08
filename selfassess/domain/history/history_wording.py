"""The story of the journal in words: what records are called, what was done to them, and what a step would undo."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from selfassess.domain.history.history import Telling, Way
from selfassess.domain.model.catalogue import CATALOGUE, EARLIER, Record, links_to_records
from selfassess.domain.model.display_names import Names
from selfassess.domain.model.fields import Field, Kind, Value, format_for_display
from selfassess.domain.model.journal import ASSESSMENT, POSITION, Change, Operation, create_record, from_journal_body
from selfassess.domain.model.scale import fit_field
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.text.text_diff import Mark, Piece, compare_words

LONGEST = 160
NAME = 70
_LEADS = ("quality_statement", "quality_statements", "measure", "about")
"""Fields through which a record bears on a statement."""


class Memory:
    """What the journal has told of each record so far, gone ones too: its name, its year, the statements it bears on.

    ``years`` are the assessments that are there, for the words of their frameworks and returns; nothing else of them
    is kept.
    """

    def __init__(self, years: Iterable[Assessment]) -> None:
        self.wording = {year.id: Names(replace(year, records={})) for year in years}
        self._titles: dict[str, Any] = {}
        self._kinds: dict[str, str] = {}
        self._years: dict[str, str] = {}
        self._leads: dict[str, dict[str, Any]] = {}

    @classmethod
    def from_assessment(cls, year: Assessment, *others: Record) -> Memory:
        """What is known without the journal: the records of one year, and others."""
        made = cls((year,))
        for record in (*others, *year.by_id.values()):
            made.learn_change(create_record(record))
        return made

    def learn_change(self, change: Change) -> None:
        """Note what a change says of its record."""
        kind = CATALOGUE.get(change.kind)
        if kind is None:
            return
        self._kinds[change.record] = change.kind
        if change.operation is Operation.CREATE:
            whole = change.new
        elif change.field is None:
            whole = change.old
        else:
            whole = None
        if whole is not None:
            self._titles[change.record] = whole["values"].get(kind.title)
            self._years[change.record] = whole[ASSESSMENT] or change.record
            leads = {key: value for key in _LEADS if (value := whole["values"].get(key))}
            if leads:
                self._leads[change.record] = leads
            return
        if change.field == kind.title:
            self._titles[change.record] = change.new
        if change.field in _LEADS:
            self._leads.setdefault(change.record, {})[str(change.field)] = change.new

    def find_year_id(self, id: str) -> str:
        """The id of the year a record belongs to, "" where it belongs to none."""
        return self._years.get(id, "")

    def year_label(self, id: str) -> str:
        """What that year is called."""
        return str(self._titles.get(self.find_year_id(id)) or "")

    def find_record_name(self, id: str) -> str:
        """What a record is called, "" where it has no name."""
        title = self._titles.get(id)
        kind = CATALOGUE.get(self._kinds.get(id, ""))
        if kind and title is not None:
            return shorten_to_line(self._format_known_value(kind.by_key[kind.title], title, id), NAME)
        return ""

    def describe_record(self, id: str, kind: str) -> str:
        """The kind of a record and its name: "Risk: Staff shortage"."""
        said = CATALOGUE[kind].name if kind in CATALOGUE else kind
        name = self.find_record_name(id)
        if not name:
            return said
        return f"{said}: {name}"

    def find_statements(self, id: str) -> tuple[str, ...]:
        """The statements that a record bears on, by itself or through what it is about."""
        leads = self._leads.get(id)
        if not leads:
            return ()
        one = leads.get("quality_statement")
        if one:
            return (str(one),)
        several = leads.get("quality_statements")
        if several:
            return tuple(several)
        above = str(leads.get("measure") or leads.get("about") or "")
        if above and above != id:
            return self.find_statements(above)
        return ()

    def format_field_value(self, id: str, spec: Field | None, value: Any) -> str:
        """A value of a record's field in words, to its full length; "" where it is empty."""
        plain: Value = tuple(value) if isinstance(value, list) else value
        if plain is None:
            return ""
        return self._format_known_value(spec, plain, id)

    def _format_known_value(self, spec: Field | None, value: Value, id: str) -> str:
        if spec is None:
            return str(value)
        if not spec.target:
            wording = self.wording.get(self.find_year_id(id))
            return format_for_display(fit_field(spec, wording.assessment.framework if wording else None), value)
        links = value if isinstance(value, tuple) else (str(value),)
        if links_to_records(spec) or EARLIER in spec.target:
            return ", ".join(self.find_record_name(link) or "something removed" for link in links)
        wording = self.wording.get(self.find_year_id(id))
        return ", ".join(wording.name_link_target(spec, link) if wording else link for link in links)


def find_told_field(telling: Telling) -> Field | None:
    """The field that a telling is about, None where it is about the whole record or a field that nobody knows."""
    kind = CATALOGUE.get(telling.kind)
    if not kind:
        return None
    return kind.by_key.get(telling.field or "")


def summarise_telling(telling: Telling, memory: Memory) -> str:
    """What was done, on one line: "Score: 2 → 3", "Removed"."""
    way = f" ({telling.way})" if telling.way else ""
    match telling.operation:
        case Operation.CREATE:
            return f"Added{way}"
        case Operation.DELETE:
            return f"Removed{way}"
    if telling.field == POSITION:
        return f"Moved in its list{way}"
    spec = find_told_field(telling)
    label = spec.label if spec else str(telling.field)
    if telling.way is Way.REMOVED and telling.old is None and telling.new is None:
        return f"{label}: {telling.way}"
    old, new = (
        _quote_shortened(spec, memory.format_field_value(telling.record, spec, each))
        for each in (telling.old, telling.new)
    )
    if telling.way is Way.DECIDED and old == new:
        return f"{label}: kept {new}{way}"
    return f"{label}: {old} → {new}{way}"


def compare_telling_texts(telling: Telling, memory: Memory) -> tuple[Piece, ...]:
    """What a field said before and after as one text with marks; of a whole record all that it said."""
    if telling.field is None:
        return tuple(_list_record_pieces(telling, memory))
    spec = find_told_field(telling)
    return mark_text_differences(
        spec, *(memory.format_field_value(telling.record, spec, each) for each in (telling.old, telling.new))
    )


def mark_text_differences(spec: Field | None, before: str, after: str) -> tuple[Piece, ...]:
    """Texts word by word; of a number, a date or a choice the one value and then the other."""
    is_no_mark = (
        not (before and after) or before == after or spec is None or spec.kind in (Kind.TEXT, Kind.PROSE, Kind.LINKS)
    )
    if is_no_mark:
        return compare_words(before, after)
    return Piece(before, Mark.REMOVED), Piece("  ", Mark.SAME), Piece(after, Mark.ADDED)


def _list_record_pieces(telling: Telling, memory: Memory) -> Iterator[Piece]:
    kept = telling.old if telling.is_removal else telling.new
    kind = CATALOGUE.get(telling.kind)
    for key, value in kept["values"].items():
        spec = kind.by_key.get(key) if kind else None
        said = memory.format_field_value(telling.record, spec, value)
        if said and EARLIER not in (spec.target if spec else ()):
            title = spec.label if spec else key
            yield Piece(f"{title}: {said}\n\n", Mark.SAME)


def _quote_shortened(spec: Field | None, said: str) -> str:
    if not said:
        return "nothing"
    if spec is None or spec.kind in (Kind.TEXT, Kind.PROSE):
        return f"“{shorten_to_line(said)}”"
    return shorten_to_line(said)


def shorten_to_line(text: str, longest: int = LONGEST) -> str:
    """A text on one line, ending in "…" where it was longer."""
    flat = " ".join(text[: longest * 4].split())
    if len(flat) <= longest:
        return flat
    return f"{flat[: longest - 1].rstrip()}…"


# Steps that can be undone

_COUNTED = re.compile(r"\b(of|add|remove|change) [\d,]+ ")
"""A label that says already how many it is about."""


def describe_step(label: str, changes: Sequence[Change], assessment: Assessment, council: Record | None = None) -> str:
    """What a step is called where it is offered to be undone: the label, and in what, or how much it comes to."""
    subject = _find_subject_change(label, changes)
    if subject is not None:
        name = shorten_to_line(_find_changed_name(subject, assessment, council), NAME)
        if not name or name in label:
            return label
        if label.startswith("change "):
            return f"{label} in {name}"
        return f"{label}: {name}"
    several = any(change.record != changes[0].record for change in changes)
    if several and not _COUNTED.search(label):
        return f"{label}: {describe_change_amount(changes)}"
    return label


def _find_subject_change(label: str, changes: Sequence[Change]) -> Change | None:
    """The change of the one record that a step is about: of what was removed, not of what was linked to it."""
    if label.startswith(("add ", "remove ", "bring back ")):
        wanted = Operation.DELETE if label.startswith("remove ") else Operation.CREATE
        whole = [change for change in changes if change.operation is wanted]
        named = [change for change in whole if CATALOGUE[change.kind].name.lower() in label]
        if len(named) != 1:
            return None
        return named[0]
    alone = changes and all(change.record == changes[0].record for change in changes)
    if not alone:
        return None
    return changes[0]


def _find_changed_name(change: Change, assessment: Assessment, council: Record | None) -> str:
    above = (assessment.record, council)
    record = assessment.by_id.get(change.record) or next((e for e in above if e and e.id == change.record), None)
    kept = change.old if change.operation is Operation.DELETE else change.new
    if record is None and change.field is None:
        record = from_journal_body(change.kind, change.record, kept)
    if record is None or record[CATALOGUE[record.kind].title] is None:
        return ""
    return Names(assessment, council).name_record(record)


def describe_change_amount(changes: Iterable[Change]) -> str:
    """How much changes come to: "3 new, 12 changed, 1 removed"."""
    became: dict[str, str] = {}
    for change in changes:
        word = {Operation.CREATE: "new", Operation.DELETE: "removed"}.get(change.operation, "changed")
        if word != "changed" or change.record not in became:
            became[change.record] = word
    found = Counter(became.values())
    return ", ".join(f"{found[word]:,} {word}" for word in ("new", "changed", "removed") if found[word])
