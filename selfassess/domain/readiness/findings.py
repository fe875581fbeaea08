"""All findings of a year: what still stands between a draft and a self-assessment one can send.

They can be worked out from nothing, or from those of an earlier state of the year: then only records that changed are
looked at again, and those for which something beside them did. Both come to the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from operator import is_

from selfassess.domain.framework.framework import Framework, InformationReturn
from selfassess.domain.information_return.progress import tally_evidence
from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.readiness.coverage import assess_coverage
from selfassess.domain.readiness.finding_rules import EVERY_KIND, RULES, TODAY, YEAR, Rule, YearFacts
from selfassess.domain.readiness.readiness import SEVERITIES, Finding

_FOR_ALL = tuple(rule for rule in RULES if rule.for_all)


@dataclass(frozen=True, slots=True)
class _Look:
    """What a rule found among the records of one kind; ``found`` has no entry for a record without findings."""

    records: tuple[Record, ...]
    found: Mapping[str, tuple[Finding, ...]]


@dataclass(frozen=True, slots=True)
class _Part:
    """What one rule found, kind by kind, and what it knew beside."""

    beside: object
    looks: Mapping[str, _Look]


@dataclass(frozen=True, slots=True)
class YearFindings:
    """The findings of a year, most severe first, with all it takes to bring them up to a later state of it."""

    every: tuple[Finding, ...]
    parts: tuple[_Part, ...]
    records: Mapping[str, tuple[Record, ...]]
    today: str
    packs: tuple[Framework, InformationReturn | None]
    rules: tuple[Rule, ...]


def find_findings(year: Assessment, today: str) -> tuple[Finding, ...]:
    """Every finding of an assessment, most severe first; ``today`` is an ISO date.

    An assessment by CQC or a peer is read, not drafted: only values that are not known are found in it.
    """
    facts = YearFacts(year, today, partial(assess_coverage, year), partial(tally_evidence, year))
    return bring_findings_up(None, facts).every


def bring_findings_up(before: YearFindings | None, facts: YearFacts) -> YearFindings:
    """The findings of a year as it is now; ``before`` are those of an earlier state of it, where there are any."""
    year = facts.year
    rules = _FOR_ALL if year.by_cqc else RULES
    packs = (year.framework, year.information_return)
    records = {**year.records, YEAR: (year.record,)}
    if before is not None and not (before.rules is rules and all(map(is_, before.packs, packs))):
        before = None
    changed = _list_changed_kinds(before, records, facts.today)
    parts = []
    for number, rule in enumerate(rules):
        parts.append(_look_again(rule, before.parts[number] if before is not None else None, records, changed, facts))
    every = [each for part in parts for look in part.looks.values() for found in look.found.values() for each in found]
    ordered = tuple([each for severity in SEVERITIES for each in every if each.severity == severity])
    return YearFindings(ordered, tuple(parts), records, facts.today, packs, rules)


def _list_changed_kinds(
    before: YearFindings | None, records: Mapping[str, tuple[Record, ...]], today: str
) -> frozenset[str]:
    """The kinds of which any record changed; frozen values that are the same object say the same."""
    if before is None:
        return frozenset((*EVERY_KIND, TODAY))
    changed = {TODAY} if today != before.today else set()
    for kind in EVERY_KIND:
        now = records.get(kind, ())
        then = before.records.get(kind, ())
        if now is not then and (kind != YEAR or now[0] is not then[0]):
            changed.add(kind)
    return frozenset(changed)


def _look_again(
    rule: Rule,
    before: _Part | None,
    records: Mapping[str, tuple[Record, ...]],
    changed: frozenset[str],
    facts: YearFacts,
) -> _Part:
    if before is not None and changed.isdisjoint(rule.reads):
        if changed.isdisjoint(rule.kinds):
            return before
        beside = before.beside
    else:
        beside = rule.beside(facts)
    same = before is not None and (beside is before.beside or beside == before.beside)
    looks = {}
    for kind in rule.kinds:
        known = None
        if same and before is not None:
            known = before.looks.get(kind)
        there = records.get(kind, ())
        if known is not None and kind not in changed:
            looks[kind] = known
        elif there:
            looks[kind] = _look_through(rule, known, there, beside)
    return _Part(beside, looks)


def _look_through(rule: Rule, known: _Look | None, records: tuple[Record, ...], beside: object) -> _Look:
    """Look at every record of a kind that is not the same object as before."""
    then = {record.id: record for record in known.records} if known is not None else {}
    earlier = known.found if known is not None else {}
    found: dict[str, tuple[Finding, ...]] = {}
    for record in records:
        if then.get(record.id) is record:
            if record.id in earlier:
                found[record.id] = earlier[record.id]
        elif now := tuple(rule.check(record, beside)):
            found[record.id] = now
    return _Look(records, found)
