"""Links as people read them: statement names, IR numbers, titles of records; and from there back to keys and ids."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from selfassess.domain.framework.framework import Framework, InformationReturn, ReturnItem
from selfassess.domain.model.catalogue import CATALOGUE, EARLIER, PACK_TARGETS, Record, links_to_records
from selfassess.domain.model.errors import InvalidValueError
from selfassess.domain.model.fields import Field, Kind, Value, display
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.text.folding import fold
from selfassess.exchange.excel.texts import one_line

TITLE_LIMIT = 120

Pair = tuple[str, str]
"""A key or id, and the words for it."""


def folded(text: object) -> str:
    """What two texts have in common that a person would take for the same."""
    return fold(str(text))


class PackNames:
    """The words for the keys of one assessment's framework and information return."""

    def __init__(self, framework: Framework, asked: InformationReturn | None) -> None:
        self.framework = framework
        self.asked = asked
        self._words = {target: dict(self.pairs(target)) for target in (*PACK_TARGETS, EARLIER)}
        self._keys = {target: self._found(target) for target in (*PACK_TARGETS, EARLIER)}

    def pairs(self, target: str) -> list[Pair]:
        """Every key of a target with its words, in the pack's order."""
        items = self.asked.items if self.asked else ()
        every = {
            "quality_statement": [(s.key, s.name) for s in self.framework.statements],
            "category": [(c.key, c.name) for c in self.framework.categories],
            "source": [(s.key, s.name) for s in self.framework.sources],
            "return_item": [(i.ref, f"{i.ref} {i.title}") for i in items],
            "breakdown": [(b.key, b.label) for i in items for b in i.breakdowns],
            "figure": [(f.key, f.label) for i in items for f in i.figures],
        }
        return list(dict.fromkeys(every.get(target, ())))

    def shown(self, target: str, key: str, item: Value, *, brief: bool) -> str:
        """The words for a key; ``item`` is the row's IR number, which the words of its figures depend on."""
        if target == "return_item" and brief:
            return key
        within = dict(self._within(target, item))
        return within.get(key) or self._words[target].get(key, key)

    def key(self, target: str, text: str, item: Value) -> str | None:
        """The key that a text stands for, or None."""
        wanted = folded(text)
        within = {folded(words): key for key, words in self._within(target, item)}
        found = within.get(wanted) or self._keys[target].get(wanted)
        if found is None and target == "return_item":
            number = re.match(r"(?:ir\s*)?0*(\d+)\b", wanted)
            found = self._keys[target].get(f"ir {number.group(1)}") if number else None
        return found

    def _within(self, target: str, item: Value) -> Iterator[Pair]:
        asked: ReturnItem | None = self.asked.item(str(item)) if self.asked and item else None
        if asked and target == "breakdown":
            yield from ((b.key, b.label) for b in asked.breakdowns)
        if asked and target == "figure":
            yield from ((f.key, f.label) for f in asked.figures)

    def _found(self, target: str) -> dict[str, str]:
        # What comes first wins: keys, then full names, then everything else a person may write.
        pairs: list[Pair] = [(key, key) for key, _ in self.pairs(target)] + self.pairs(target)
        if target == "quality_statement":
            for s in self.framework.statements:
                others = (s.short_name, *s.aliases, str(s.number), f"{s.number} {s.name}", f"{s.number}. {s.name}")
                pairs += [(s.key, words) for words in others]
        if target == "category":
            pairs += [(c.key, c.short_name) for c in self.framework.categories]
        if target == "return_item" and self.asked:
            pairs += [(i.ref, i.title) for i in self.asked.items]
        found: dict[str, str] = {}
        for key, words in pairs:
            found.setdefault(folded(words), key)
        return found


class Names:
    """The words for everything that the records of one assessment can link to."""

    def __init__(
        self,
        packs: PackNames,
        assessment: Record,
        records: Mapping[str, Iterable[Record]],
        others: Mapping[str, Names] | None = None,
    ) -> None:
        """``others`` has the words of the other years; it may be filled later."""
        self.packs = packs
        self._assessment = assessment
        self._others = others if others is not None else {}
        self._by_id: dict[str, Record] | None = None
        self._records = records
        self._titles: dict[tuple[str, ...], dict[str, str]] = {}
        self._ids: dict[tuple[str, ...], dict[str, str]] = {}

    def shown(self, spec: Field, value: Value, row: Mapping[str, Value]) -> str:
        """A link field's value in words, one link a line; a key or id that is not known is shown as it is."""
        links = value if isinstance(value, tuple) else (str(value),)
        if links_to_records(spec):
            titles = self.titles(spec.target)
            return "\n".join(titles.get(link, link) for link in links)
        if EARLIER in spec.target:
            return self._shown_earlier(links[0])
        item, brief = row.get("return_item"), isinstance(value, tuple)
        return "\n".join(self.packs.shown(spec.target[0], link, item, brief=brief) for link in links)

    def found(self, spec: Field, text: str, row: Mapping[str, Value]) -> str | None:
        """The key or id that one link's text stands for, or None."""
        if links_to_records(spec):
            self.titles(spec.target)
            return self._ids[spec.target].get(folded(text))
        if EARLIER in spec.target:
            return None  # the id itself, unless ``earlier`` finds more
        return self.packs.key(spec.target[0], text, row.get("return_item"))

    def resolved(self, spec: Field, text: str, row: Mapping[str, Value]) -> list[tuple[str, str | None]]:
        """Each link that a cell's text names, with its key or id (None where nothing known has that name).

        Links stand one a line; where a line is no name as a whole, ``;`` and then ``,`` part it.
        """
        many = spec.kind is Kind.LINKS
        lines = [line.strip() for line in (text.splitlines() if many else [text])]
        pieces = [piece for line in lines if line for piece in (self._pieces(spec, line, row) if many else [line])]
        return [(piece, self.found(spec, piece, row)) for piece in pieces]

    def _pieces(self, spec: Field, line: str, row: Mapping[str, Value]) -> list[str]:
        if self.found(spec, line, row) is not None:
            return [line]
        for mark in (";", ","):
            pieces = [piece.strip() for piece in line.split(mark) if piece.strip()]
            if len(pieces) > 1 and (mark == ";" or all(self.found(spec, p, row) is not None for p in pieces)):
                return pieces
        return [line]

    def titles(self, target: tuple[str, ...]) -> Mapping[str, str]:
        """Id -> title, each different, of the records that a field with this target can link to."""
        if target not in self._titles:
            titles: dict[str, str] = {}
            taken: dict[str, int] = {}
            for record in self._targets(target):
                title = plain = self._title(record, with_kind=target == ("any",))
                while folded(title) in taken:
                    taken[folded(plain)] += 1
                    title = f"{plain} ({taken[folded(plain)]})"
                taken[folded(title)] = 1
                titles[record.id] = title
            self._titles[target] = titles
            self._ids[target] = {folded(title): id for id, title in titles.items()}
        return self._titles[target]

    def earlier(self, kind: str, text: str) -> str | None:
        """The id of the one record of another year that a text like "2023-24: its title" names; None for any other.

        Raises InvalidValueError where the text names a year and no one record of it.
        """
        year, mark, title = text.partition(": ")
        within = [names for names in self._others.values() if names is not self and folded(names._year) == folded(year)]
        if not mark or not within:
            return None
        found = [r.id for n in within for r in n._records.get(kind, ()) if folded(n._plain(r)) == folded(title)]
        if len(found) != 1:
            raise InvalidValueError(f"There is no one record “{title}” in {year}.")
        return found[0]

    def _shown_earlier(self, id: str) -> str:
        for names in self._others.values():
            record = names._record(id) if names is not self else None
            if record is not None:
                return f"{names._year}: {names._plain(record)}"
        return id

    @property
    def _year(self) -> str:
        return self._assessment.text("label")

    def _record(self, id: str) -> Record | None:
        if self._by_id is None:
            self._by_id = {record.id: record for records in self._records.values() for record in records}
        return self._by_id.get(id)

    def _plain(self, record: Record) -> str:
        return self._title(record, with_kind=False)

    def _targets(self, target: tuple[str, ...]) -> Iterator[Record]:
        if target == ("any",):
            yield self._assessment
        kinds = [kind for kind in CATALOGUE if target == ("any",) or kind in target]
        for kind in kinds:
            yield from sorted(self._records.get(kind, ()), key=lambda record: (record.position, record.id))

    def _title(self, record: Record, *, with_kind: bool) -> str:
        kind = CATALOGUE[record.kind]
        spec = kind.by_key[kind.title]
        value = record[kind.title]
        if value is not None and spec.target and not links_to_records(spec):
            words = self.shown(spec, value, record.values)
        else:
            words = display(spec, value)
        line = one_line(words, TITLE_LIMIT) or f"{kind.name} without a title"
        return f"{kind.name}: {line}" if with_kind else line


def every_year(assessments: Iterable[Assessment]) -> dict[str, Names]:
    """The words for the records of each year, by the year's id; each can name records of the others."""
    found: dict[str, Names] = {}
    for each in assessments:
        packs = PackNames(each.framework, each.information_return)
        found[each.id] = Names(packs, each.record, each.records, found)
    return found
