"""Links as people read them: statement names, IR numbers, titles of records; and from there back to keys and ids."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from selfassess.domain.framework.framework import Framework, InformationReturn, ReturnItem
from selfassess.domain.model.catalogue import CATALOGUE, EARLIER, PACK_TARGETS, Record, links_to_records
from selfassess.domain.model.errors import InvalidValueError
from selfassess.domain.model.fields import Field, Kind, Value, format_for_display
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.text.folding import fold_text
from selfassess.exchange.excel.texts import reduce_to_one_line

TITLE_LIMIT = 120

Pair = tuple[str, str]
"""A key or id, and the words for it."""


def fold_name(text: object) -> str:
    """What two texts have in common that a person would take for the same."""
    return fold_text(str(text))


class PackNames:
    """The words for the keys of one assessment's framework and information return."""

    def __init__(self, framework: Framework, asked: InformationReturn | None) -> None:
        self.framework = framework
        self.asked = asked
        self._words = {target: dict(self.list_key_words(target)) for target in (*PACK_TARGETS, EARLIER)}
        self._keys = {target: self._index_keys_by_words(target) for target in (*PACK_TARGETS, EARLIER)}

    def list_key_words(self, target: str) -> list[Pair]:
        """Every key of a target with its words, in the pack's order."""
        items = self.asked.items if self.asked else ()
        statements = [(s.key, s.name) for s in self.framework.statements]
        themes = [(t.key, t.name) for t in self.framework.themes]
        categories = [(c.key, c.name) for c in self.framework.categories]
        sources = [(s.key, s.name) for s in self.framework.sources]
        return_items = [(i.ref, f"{i.ref} {i.title}") for i in items]
        breakdowns = [(b.key, b.label) for i in items for b in i.breakdowns]
        figures = [(f.key, f.label) for i in items for f in i.figures]
        every = {
            "quality_statement": statements,
            "theme": themes,
            "category": categories,
            "source": sources,
            "return_item": return_items,
            "breakdown": breakdowns,
            "figure": figures,
        }
        return list(dict.fromkeys(every.get(target, ())))

    def words_for_key(self, target: str, key: str, item: Value, *, brief: bool) -> str:
        """The words for a key; ``item`` is the row's IR number, which the words of its figures depend on."""
        if target == "return_item" and brief:
            return key
        within = dict(self._pairs_within_item(target, item))
        return within.get(key) or self._words[target].get(key, key)

    def find_key_by_words(self, target: str, text: str, item: Value) -> str | None:
        """The key that a text stands for, or None."""
        wanted = fold_name(text)
        within = {fold_name(words): key for key, words in self._pairs_within_item(target, item)}
        found = within.get(wanted) or self._keys[target].get(wanted)
        if found is None and target == "return_item":
            number = re.match(r"(?:ir\s*)?0*(\d+)\b", wanted)
            found = None
            if number:
                found = self._keys[target].get(f"ir {number.group(1)}")
        return found

    def _pairs_within_item(self, target: str, item: Value) -> Iterator[Pair]:
        asked: ReturnItem | None = None
        if self.asked and item:
            asked = self.asked.find_item(str(item))
        if asked and target == "breakdown":
            yield from ((b.key, b.label) for b in asked.breakdowns)
        if asked and target == "figure":
            yield from ((f.key, f.label) for f in asked.figures)

    def _index_keys_by_words(self, target: str) -> dict[str, str]:
        # What comes first wins: keys, then full names, then everything else a person may write.
        pairs: list[Pair] = [(key, key) for key, _ in self.list_key_words(target)] + self.list_key_words(target)
        if target == "quality_statement":
            for s in self.framework.statements:
                others = (s.short_name, *s.aliases, str(s.number), f"{s.number} {s.name}", f"{s.number}. {s.name}")
                pairs += [(s.key, words) for words in others]
        if target == "theme":
            pairs += [(t.key, words) for t in self.framework.themes for words in (t.short_name, f"Theme {t.number}")]
        if target == "category":
            pairs += [(c.key, c.short_name) for c in self.framework.categories]
        if target == "return_item" and self.asked:
            pairs += [(i.ref, i.title) for i in self.asked.items]
        found: dict[str, str] = {}
        for key, words in pairs:
            found.setdefault(fold_name(words), key)
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

    def format_links(self, spec: Field, value: Value, row: Mapping[str, Value]) -> str:
        """A link field's value in words, one link a line; a key or id that is not known is shown as it is."""
        links = value if isinstance(value, tuple) else (str(value),)
        if links_to_records(spec):
            titles = self.list_target_titles(spec.target)
            return "\n".join(titles.get(link, link) for link in links)
        if EARLIER in spec.target:
            return "\n".join(map(self._title_earlier_record, links))
        item = row.get("return_item")
        brief = isinstance(value, tuple)
        return "\n".join(self.packs.words_for_key(spec.target[0], link, item, brief=brief) for link in links)

    def find_link_target(self, spec: Field, text: str, row: Mapping[str, Value]) -> str | None:
        """The key or id that one link's text stands for, or None."""
        if links_to_records(spec):
            self.list_target_titles(spec.target)
            return self._ids[spec.target].get(fold_name(text))
        if EARLIER in spec.target:
            return None  # the id itself, unless ``find_earlier_links`` finds more
        return self.packs.find_key_by_words(spec.target[0], text, row.get("return_item"))

    def resolve_links(self, spec: Field, text: str, row: Mapping[str, Value]) -> list[tuple[str, str | None]]:
        """Each link that a cell's text names, with its key or id (None where nothing known has that name).

        Links stand one a line; where a line is no name as a whole, ``;`` and then ``,`` part it.
        """
        many = spec.kind is Kind.LINKS
        lines = [line.strip() for line in (text.splitlines() if many else [text])]
        pieces = [
            piece for line in lines if line for piece in (self._split_link_line(spec, line, row) if many else [line])
        ]
        return [(piece, self.find_link_target(spec, piece, row)) for piece in pieces]

    def _split_link_line(self, spec: Field, line: str, row: Mapping[str, Value]) -> list[str]:
        if self.find_link_target(spec, line, row) is not None:
            return [line]
        for mark in (";", ","):
            pieces = [piece.strip() for piece in line.split(mark) if piece.strip()]
            are_pieces = len(pieces) > 1 and (
                mark == ";" or all(self.find_link_target(spec, p, row) is not None for p in pieces)
            )
            if are_pieces:
                return pieces
        return [line]

    def list_target_titles(self, target: tuple[str, ...]) -> Mapping[str, str]:
        """Id -> title, each different, of the records that a field with this target can link to."""
        if target not in self._titles:
            titles: dict[str, str] = {}
            taken: dict[str, int] = {}
            for record in self._list_target_records(target):
                title = plain = self._title_linked_record(record, with_kind=target == ("any",))
                while fold_name(title) in taken:
                    taken[fold_name(plain)] += 1
                    title = f"{plain} ({taken[fold_name(plain)]})"
                taken[fold_name(title)] = 1
                titles[record.id] = title
            self._titles[target] = titles
            self._ids[target] = {fold_name(title): id for id, title in titles.items()}
        return self._titles[target]

    def find_earlier_links(self, spec: Field, kind: str, text: str) -> Value:
        """What a cell of a ``kind`` of record says of other years: an id, or one for each line; None where it is none.

        Raises InvalidValueError where a line names no one record.
        """
        if spec.kind is not Kind.LINKS:
            return self.find_earlier_record(kind, text)
        found = [
            (line, self.find_earlier_record("finding", line)) for line in map(str.strip, text.splitlines()) if line
        ]
        for line, id in found:
            if id is None and " " in line:
                raise InvalidValueError(f"There is no record “{line}” of another year in this file.")
        return tuple(dict.fromkeys(id or line for line, id in found)) or None

    def find_earlier_record(self, kind: str, text: str) -> str | None:
        """The id of the one record of another year that a text like "2023-24: its title" names; None for any other.

        Raises InvalidValueError where the text names a year and no one record of it.
        """
        year, mark, title = text.partition(": ")
        within = [
            names
            for names in self._others.values()
            if names is not self and fold_name(names._year_label) == fold_name(year)
        ]
        if not mark or not within:
            return None
        found = [
            r.id
            for n in within
            for r in n._records.get(kind, ())
            if fold_name(n._title_without_kind(r)) == fold_name(title)
        ]
        if len(found) != 1:
            raise InvalidValueError(f"There is no one record “{title}” in {year}.")
        return found[0]

    def _title_earlier_record(self, id: str) -> str:
        for names in self._others.values():
            record = None
            if names is not self:
                record = names._find_named_record(id)
            if record is not None:
                return f"{names._year_label}: {names._title_without_kind(record)}"
        return id

    @property
    def _year_label(self) -> str:
        return self._assessment.text_of("label")

    def _find_named_record(self, id: str) -> Record | None:
        if self._by_id is None:
            self._by_id = {record.id: record for records in self._records.values() for record in records}
        return self._by_id.get(id)

    def _title_without_kind(self, record: Record) -> str:
        return self._title_linked_record(record, with_kind=False)

    def _list_target_records(self, target: tuple[str, ...]) -> Iterator[Record]:
        if target == ("any",):
            yield self._assessment
        kinds = [kind for kind in CATALOGUE if target == ("any",) or kind in target]
        for kind in kinds:
            yield from sorted(self._records.get(kind, ()), key=lambda record: (record.position, record.id))

    def _title_linked_record(self, record: Record, *, with_kind: bool) -> str:
        kind = CATALOGUE[record.kind]
        spec = kind.by_key[kind.title]
        value = record[kind.title]
        if value is not None and spec.target and not links_to_records(spec):
            words = self.format_links(spec, value, record.values)
        else:
            words = format_for_display(spec, value)
        line = reduce_to_one_line(words, TITLE_LIMIT) or f"{kind.name} without a title"
        if not with_kind:
            return line
        return f"{kind.name}: {line}"


def names_of_every_year(assessments: Iterable[Assessment]) -> dict[str, Names]:
    """The words for the records of each year, by the year's id; each can name records of the others."""
    found: dict[str, Names] = {}
    for each in assessments:
        packs = PackNames(each.framework, each.information_return)
        found[each.id] = Names(packs, each.record, each.records, found)
    return found
