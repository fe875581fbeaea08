"""How values and records are written in the outline: links by name, dates as people write them, numbers in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from selfassess.domain.model import statement_status
from selfassess.domain.model.catalogue import CATALOGUE, EARLIER, Record
from selfassess.domain.model.fields import Field, Value, format_for_display
from selfassess.domain.model.report_blocks import Facts
from selfassess.domain.model.scale import fit_field
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

    def format_value(self, record: Record, key: str) -> str:
        """One field of a record in words, "" where nothing is written."""
        spec = CATALOGUE[record.kind].by_key[key]
        value = record[key]
        if (record.kind, key) == ("judgement", "status") and not self.assessment.by_cqc:
            value = statement_status.status_of_statement(self.assessment, record.text_of("quality_statement"))
        if EARLIER in spec.target:
            return ""  # a link for the window; that something was not reviewed since is said in words
        if key == NOT_REVIEWED and value is False:
            return ""  # that something carried was reviewed since is as it should be
        if not spec.target or value is None:
            return format_for_display(fit_field(spec, self.assessment.framework), value)
        if isinstance(value, tuple):
            if len(named := self._name_each_link(spec, value)) > 1:
                return "\n".join(f"- {name}" for name in named)
            return named[0]
        return self._name_linked(spec, str(value), record)

    def list_facts(self, record: Record, keys: Iterable[str]) -> Facts:
        """The fields of a record that hold something, each under the catalogue's label."""
        by_key = CATALOGUE[record.kind].by_key
        rows = ((by_key[key].label, self.format_value(record, key)) for key in keys)
        return Facts(tuple((label, words) for label, words in rows if words))

    def list_all_facts(self, record: Record) -> Facts:
        """Every field of a record that holds something, under the record's name."""
        kind = CATALOGUE[record.kind]
        return Facts(
            self.list_facts(record, (key for key in kind.by_key if key != kind.title)).rows, self.name_record(record)
        )

    def name_record(self, record: Record) -> str:
        """What a record is called in a list."""
        return self.format_value(record, CATALOGUE[record.kind].title) or CATALOGUE[record.kind].name

    def name_statement(self, key: str) -> str:
        """A quality statement's name."""
        known = self.assessment.framework.find_statement(key)
        if not known:
            return key
        return known.name

    def name_short_statement(self, key: str) -> str:
        """A quality statement's short name, for columns."""
        known = self.assessment.framework.find_statement(key)
        if not known:
            return key
        return known.short_name

    def name_short_place(self, record: Record) -> str:
        """The statement, or else the theme, that an action or risk stands under, for columns; "" for the whole."""
        theme = self.assessment.framework.find_theme(record.text_of("theme")) if "theme" in record.values else None
        if record["quality_statement"] is None and theme is not None:
            return theme.name
        return self.name_short_statement(record.text_of("quality_statement"))

    def format_score(self, value: int) -> str:
        """A score as numeral and words: "3 – Good standard"; in words alone where the scale has no numbers."""
        return self.assessment.framework.name_score(value)

    def describe_level(self, judgement: Record) -> str:
        """What the score of a judgement looks like in its statement, in the framework's words; "" where it has none."""
        framework, statement = self.assessment.framework, judgement.text_of("quality_statement")
        return framework.describe_level(statement, self.assessment.score_of(statement))

    def cite_evidence(self, evidence: str) -> str:
        """A piece of evidence by its title, with the IR numbers it is sent under."""
        record = self.assessment.by_id.get(evidence)
        if record is None:
            return evidence
        items = ", ".join(record.links_of("return_items"))
        if items:
            return f"{self.name_record(record)} ({items})"
        return self.name_record(record)

    def cite_evidence_briefly(self, evidence: str) -> str:
        """A piece of evidence as it stands in brackets: "Carers’ survey 2024, IR 12"."""
        record = self.assessment.by_id.get(evidence)
        if record is None:
            return evidence
        return ", ".join((self.name_record(record), *record.links_of("return_items")))

    def describe_about(self, comment: Record) -> str:
        """What a comment is about: the kind of record and its name."""
        id = comment.text_of("about")
        above = (self.assessment.record, self.council)
        record = self.assessment.by_id.get(id) or next((each for each in above if each and each.id == id), None)
        if not record:
            return id
        return f"{CATALOGUE[record.kind].name}: {self.name_record(record)}"

    def name_link_target(self, spec: Field, link: str) -> str:
        """What a link in a field of this kind points to, by its own name."""
        return self._name_linked(spec, link, None)

    def _name_each_link(self, spec: Field, value: tuple[str, ...]) -> list[str]:
        return [self.name_link_target(spec, link) for link in value]

    def _name_linked(self, spec: Field, link: str, record: Record | None) -> str:
        match spec.target:
            case ("quality_statement",):
                return self.name_statement(link)
            case ("theme",) | ("category",) | ("source",) | ("framework",):
                return self._name_in_framework(spec.target[0], link)
            case ("information_return",) | ("return_item",):
                return self._name_in_return(spec.target[0], link)
            case ("breakdown",) | ("figure",):
                return self._name_return_key(spec.target[0], link, record)
            case ("evidence",):
                return self.cite_evidence(link)
            case ("any",) if record is not None:
                return self.describe_about(record)
        found = self.assessment.by_id.get(link)
        if not found:
            return link
        return self.name_record(found)

    def _name_in_framework(self, what: str, key: str) -> str:
        """What a theme, category, source or the framework is called; the key where this framework has no such one."""
        framework = self.assessment.framework
        if what == "theme":
            theme = framework.find_theme(key)
            if not theme:
                return key
            return theme.name
        if what == "category":
            category = framework.find_category(key)
            if not category:
                return key
            return category.name
        if what == "source":
            source = framework.find_source(key)
            if not source:
                return key
            return source.name
        if framework.id != key:
            return key
        return framework.name

    def _name_in_return(self, what: str, key: str) -> str:
        """What the return or one of its items is called; the key where this return has no such one."""
        asked = self.assessment.information_return
        if asked is None:
            return key
        if what == "information_return":
            if asked.id != key:
                return key
            return asked.name
        item = asked.find_item(key)
        if not item:
            return key
        return f"{key} {item.title}"

    def _name_return_key(self, what: str, key: str, figure: Record | None) -> str:
        asked = self.assessment.information_return
        item = None
        if asked and figure:
            item = asked.find_item(figure.text_of("return_item"))
        if item is None:
            return key
        if what == "breakdown":
            return next((each.label for each in item.breakdowns if each.key == key), key)
        return next((f"{each.label} ({each.unit})" for each in item.figures if each.key == key), key)


def risk_level(likelihood: Value, severity: Value) -> int:
    """Likelihood times severity; 0 where either is not given."""
    if isinstance(likelihood, int) and isinstance(severity, int):
        return likelihood * severity
    return 0


def format_risk_level(likelihood: Value, severity: Value) -> str:
    """A risk's level with its working: "4 × 3 = 12"; "" where neither is given."""
    if likelihood is None and severity is None:
        return ""
    sides = " ".join((_format_side(likelihood), TIMES, _format_side(severity)))
    risk = risk_level(likelihood, severity)
    if not risk:
        return sides
    return f"{sides} = {risk}"


def _format_side(value: Value) -> str:
    if value is None:
        return "not given"
    return str(value)


def sort_by_level(risks: Iterable[Record]) -> list[Record]:
    """Risks with the highest likelihood times severity first; equal ones keep their order."""
    return sorted(risks, key=lambda risk: -risk_level(risk["likelihood"], risk["severity"]))
