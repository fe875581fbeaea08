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
from selfassess.domain.model.fields import Field, Kind, Value, display
from selfassess.domain.model.journal import ASSESSMENT, POSITION, Change, Operation, creation, record_of
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.text.text_diff import Mark, Piece, words

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
    def of(cls, year: Assessment, *others: Record) -> Memory:
        """What is known without the journal: the records of one year, and others."""
        made = cls((year,))
        for record in (*others, *year.by_id.values()):
            made.learn(creation(record))
        return made

    def learn(self, change: Change) -> None:
        """Note what a change says of its record."""
        kind = CATALOGUE.get(change.kind)
        if kind is None:
            return
        self._kinds[change.record] = change.kind
        whole = change.new if change.operation is Operation.CREATE else change.old if change.field is None else None
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

    def year(self, id: str) -> str:
        """The id of the year a record belongs to, "" where it belongs to none."""
        return self._years.get(id, "")

    def year_label(self, id: str) -> str:
        """What that year is called."""
        return str(self._titles.get(self.year(id)) or "")

    def name(self, id: str) -> str:
        """What a record is called, "" where it has no name."""
        title = self._titles.get(id)
        kind = CATALOGUE.get(self._kinds.get(id, ""))
        return shortened(self._said(kind.by_key[kind.title], title, id), NAME) if kind and title is not None else ""

    def called(self, id: str, kind: str) -> str:
        """The kind of a record and its name: "Risk: Staff shortage"."""
        said = CATALOGUE[kind].name if kind in CATALOGUE else kind
        name = self.name(id)
        return f"{said}: {name}" if name else said

    def statements(self, id: str) -> tuple[str, ...]:
        """The statements that a record bears on, by itself or through what it is about."""
        leads = self._leads.get(id)
        if not leads:
            return ()
        if one := leads.get("quality_statement"):
            return (str(one),)
        if several := leads.get("quality_statements"):
            return tuple(several)
        above = str(leads.get("measure") or leads.get("about") or "")
        return self.statements(above) if above and above != id else ()

    def value(self, id: str, spec: Field | None, value: Any) -> str:
        """A value of a record's field in words, to its full length; "" where it is empty."""
        plain: Value = tuple(value) if isinstance(value, list) else value
        return "" if plain is None else self._said(spec, plain, id)

    def _said(self, spec: Field | None, value: Value, id: str) -> str:
        if spec is None:
            return str(value)
        if not spec.target:
            return display(spec, value)
        links = value if isinstance(value, tuple) else (str(value),)
        if links_to_records(spec) or EARLIER in spec.target:
            return ", ".join(self.name(link) or "something removed" for link in links)
        wording = self.wording.get(self.year(id))
        return ", ".join(wording.key(spec, link) if wording else link for link in links)


def spec_of(telling: Telling) -> Field | None:
    """The field that a telling is about, None where it is about the whole record or a field that nobody knows."""
    kind = CATALOGUE.get(telling.kind)
    return kind.by_key.get(telling.field or "") if kind else None


def what(telling: Telling, memory: Memory) -> str:
    """What was done, on one line: "Score: 2 → 3", "Removed"."""
    way = f" ({telling.way})" if telling.way else ""
    match telling.operation:
        case Operation.CREATE:
            return f"Added{way}"
        case Operation.DELETE:
            return f"Removed{way}"
    if telling.field == POSITION:
        return f"Moved in its list{way}"
    spec = spec_of(telling)
    label = spec.label if spec else str(telling.field)
    if telling.way is Way.REMOVED and telling.old is None and telling.new is None:
        return f"{label}: {telling.way}"
    old, new = (_quoted(spec, memory.value(telling.record, spec, each)) for each in (telling.old, telling.new))
    if telling.way is Way.DECIDED and old == new:
        return f"{label}: kept {new}{way}"
    return f"{label}: {old} → {new}{way}"


def pieces(telling: Telling, memory: Memory) -> tuple[Piece, ...]:
    """What a field said before and after as one text with marks; of a whole record all that it said."""
    if telling.field is None:
        return tuple(_all_of(telling, memory))
    spec = spec_of(telling)
    return marked(spec, *(memory.value(telling.record, spec, each) for each in (telling.old, telling.new)))


def marked(spec: Field | None, before: str, after: str) -> tuple[Piece, ...]:
    """Texts word by word; of a number, a date or a choice the one value and then the other."""
    if not (before and after) or before == after or spec is None or spec.kind in (Kind.TEXT, Kind.PROSE, Kind.LINKS):
        return words(before, after)
    return Piece(before, Mark.REMOVED), Piece("  ", Mark.SAME), Piece(after, Mark.ADDED)


def _all_of(telling: Telling, memory: Memory) -> Iterator[Piece]:
    kept = telling.old if telling.is_removal else telling.new
    kind = CATALOGUE.get(telling.kind)
    for key, value in kept["values"].items():
        spec = kind.by_key.get(key) if kind else None
        said = memory.value(telling.record, spec, value)
        if said and EARLIER not in (spec.target if spec else ()):
            yield Piece(f"{spec.label if spec else key}: {said}\n\n", Mark.SAME)


def _quoted(spec: Field | None, said: str) -> str:
    if not said:
        return "nothing"
    return f"“{shortened(said)}”" if spec is None or spec.kind in (Kind.TEXT, Kind.PROSE) else shortened(said)


def shortened(text: str, longest: int = LONGEST) -> str:
    """A text on one line, ending in "…" where it was longer."""
    flat = " ".join(text[: longest * 4].split())
    return flat if len(flat) <= longest else f"{flat[: longest - 1].rstrip()}…"


# Steps that can be undone

_COUNTED = re.compile(r"\b(of|add|remove|change) [\d,]+ ")
"""A label that says already how many it is about."""


def step_words(label: str, changes: Sequence[Change], assessment: Assessment, council: Record | None = None) -> str:
    """What a step is called where it is offered to be undone: the label, and in what, or how much it comes to."""
    subject = _subject(label, changes)
    if subject is not None:
        name = shortened(_name(subject, assessment, council), NAME)
        if not name or name in label:
            return label
        return f"{label} in {name}" if label.startswith("change ") else f"{label}: {name}"
    several = any(change.record != changes[0].record for change in changes)
    return f"{label}: {amount(changes)}" if several and not _COUNTED.search(label) else label


def _subject(label: str, changes: Sequence[Change]) -> Change | None:
    """The change of the one record that a step is about: of what was removed, not of what was linked to it."""
    if label.startswith(("add ", "remove ", "bring back ")):
        wanted = Operation.DELETE if label.startswith("remove ") else Operation.CREATE
        whole = [change for change in changes if change.operation is wanted]
        named = [change for change in whole if CATALOGUE[change.kind].name.lower() in label]
        return named[0] if len(named) == 1 else None
    alone = changes and all(change.record == changes[0].record for change in changes)
    return changes[0] if alone else None


def _name(change: Change, assessment: Assessment, council: Record | None) -> str:
    above = (assessment.record, council)
    record = assessment.by_id.get(change.record) or next((e for e in above if e and e.id == change.record), None)
    kept = change.old if change.operation is Operation.DELETE else change.new
    if record is None and change.field is None:
        record = record_of(change.kind, change.record, kept)
    if record is None or record[CATALOGUE[record.kind].title] is None:
        return ""
    return Names(assessment, council).record(record)


def amount(changes: Iterable[Change]) -> str:
    """How much changes come to: "3 new, 12 changed, 1 removed"."""
    became: dict[str, str] = {}
    for change in changes:
        word = {Operation.CREATE: "new", Operation.DELETE: "removed"}.get(change.operation, "changed")
        if word != "changed" or change.record not in became:
            became[change.record] = word
    found = Counter(became.values())
    return ", ".join(f"{found[word]:,} {word}" for word in ("new", "changed", "removed") if found[word])
