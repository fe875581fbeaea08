"""How values and records are written in the outline: links by name, dates as people write them, numbers in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from selfassess.domain.model import statement_status
from selfassess.domain.model.catalogue import CATALOGUE, EARLIER, Record
from selfassess.domain.model.fields import Field, Value, display
from selfassess.domain.model.report_blocks import Facts
from selfassess.domain.model.statement_status import NOT_REVIEWED
from selfassess.domain.model.workbook import Assessment

TIMES = "×"


@dataclass(frozen=True)
class Names:
    """Writes the values of one assessment in words; what a link points to is called by its own name.

    A key or id that nothing is known by is written as it is: an outline drops nothing.
    """

    assessment: Assessment
    council: Record | None = None

    def value(self, record: Record, key: str) -> str:
        """One field of a record in words, "" where nothing is written."""
        spec, value = CATALOGUE[record.kind].by_key[key], record[key]
        if (record.kind, key) == ("judgement", "status") and not self.assessment.by_cqc:
            value = statement_status.status(self.assessment, record.text("quality_statement"))
        if EARLIER in spec.target:
            return ""  # a link for the window; that something was not reviewed since is said in words
        if key == NOT_REVIEWED and value is False:
            return ""  # that something carried was reviewed since is as it should be
        if not spec.target or value is None:
            return display(spec, value)
        if isinstance(value, tuple):
            return "\n".join(f"- {name}" for name in named) if len(named := self._each(spec, value)) > 1 else named[0]
        return self._linked(spec, str(value), record)

    def facts(self, record: Record, keys: Iterable[str]) -> Facts:
        """The fields of a record that hold something, each under the catalogue's label."""
        by_key = CATALOGUE[record.kind].by_key
        rows = ((by_key[key].label, self.value(record, key)) for key in keys)
        return Facts(tuple((label, words) for label, words in rows if words))

    def all_facts(self, record: Record) -> Facts:
        """Every field of a record that holds something, under the record's name."""
        kind = CATALOGUE[record.kind]
        return Facts(self.facts(record, (key for key in kind.by_key if key != kind.title)).rows, self.record(record))

    def record(self, record: Record) -> str:
        """What a record is called in a list."""
        return self.value(record, CATALOGUE[record.kind].title) or CATALOGUE[record.kind].name

    def statement(self, key: str) -> str:
        """A quality statement's name."""
        known = self.assessment.framework.statement(key)
        return known.name if known else key

    def short_statement(self, key: str) -> str:
        """A quality statement's short name, for columns."""
        known = self.assessment.framework.statement(key)
        return known.short_name if known else key

    def score(self, value: int) -> str:
        """A score as numeral and words: "3 – Good standard"."""
        known = self.assessment.framework.score(value)
        return f"{value} – {known.label}" if known else str(value)

    def cited(self, evidence: str) -> str:
        """A piece of evidence by its title, with the IR numbers it is sent under."""
        record = self.assessment.by_id.get(evidence)
        if record is None:
            return evidence
        items = ", ".join(record.links("return_items"))
        return f"{self.record(record)} ({items})" if items else self.record(record)

    def cited_briefly(self, evidence: str) -> str:
        """A piece of evidence as it stands in brackets: "Carers’ survey 2024, IR 12"."""
        record = self.assessment.by_id.get(evidence)
        if record is None:
            return evidence
        return ", ".join((self.record(record), *record.links("return_items")))

    def about(self, comment: Record) -> str:
        """What a comment is about: the kind of record and its name."""
        id = comment.text("about")
        above = (self.assessment.record, self.council)
        record = self.assessment.by_id.get(id) or next((each for each in above if each and each.id == id), None)
        return f"{CATALOGUE[record.kind].name}: {self.record(record)}" if record else id

    def key(self, spec: Field, link: str) -> str:
        """What a link in a field of this kind points to, by its own name."""
        return self._linked(spec, link, None)

    def _each(self, spec: Field, value: tuple[str, ...]) -> list[str]:
        return [self.key(spec, link) for link in value]

    def _linked(self, spec: Field, link: str, record: Record | None) -> str:
        framework, asked = self.assessment.framework, self.assessment.information_return
        match spec.target:
            case ("quality_statement",):
                return self.statement(link)
            case ("category",):
                return category.name if (category := framework.category(link)) else link
            case ("source",):
                return source.name if (source := framework.source(link)) else link
            case ("framework",):
                return framework.name if framework.id == link else link
            case ("information_return",):
                return asked.name if asked and asked.id == link else link
            case ("return_item",):
                item = asked.item(link) if asked else None
                return f"{link} {item.title}" if item else link
            case ("breakdown",) | ("figure",):
                return self._asked(spec.target[0], link, record)
            case ("evidence",):
                return self.cited(link)
            case ("any",) if record is not None:
                return self.about(record)
        found = self.assessment.by_id.get(link)
        return self.record(found) if found else link

    def _asked(self, what: str, key: str, figure: Record | None) -> str:
        asked = self.assessment.information_return
        item = asked.item(figure.text("return_item")) if asked and figure else None
        if item is None:
            return key
        if what == "breakdown":
            return next((each.label for each in item.breakdowns if each.key == key), key)
        return next((f"{each.label} ({each.unit})" for each in item.figures if each.key == key), key)


def level(likelihood: Value, severity: Value) -> int:
    """Likelihood times severity; 0 where either is not given."""
    return likelihood * severity if isinstance(likelihood, int) and isinstance(severity, int) else 0


def product(likelihood: Value, severity: Value) -> str:
    """A risk's level with its working: "4 × 3 = 12"; "" where neither is given."""
    if likelihood is None and severity is None:
        return ""
    sides = " ".join((_side(likelihood), TIMES, _side(severity)))
    risk = level(likelihood, severity)
    return f"{sides} = {risk}" if risk else sides


def _side(value: Value) -> str:
    return "not given" if value is None else str(value)


def by_level(risks: Iterable[Record]) -> list[Record]:
    """Risks with the highest likelihood times severity first; equal ones keep their order."""
    return sorted(risks, key=lambda risk: -level(risk["likelihood"], risk["severity"]))
