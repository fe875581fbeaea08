"""What was worked out from the years of an open workbook, kept for as long as it holds.

The one cache of the program's own values. It belongs to a session and goes with it; the domain only works things out,
from nothing or from an earlier state of a year. Years are frozen: what rests on the same objects is the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from selfassess.domain.information_return.progress import Tally, tally_evidence
from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.readiness.coverage import Coverage, KnownCoverage, bring_coverage_up
from selfassess.domain.readiness.evidence_index import Library, bring_library_up
from selfassess.domain.readiness.finding_rules import YearFacts
from selfassess.domain.readiness.findings import YearFindings, bring_findings_up
from selfassess.domain.readiness.readiness import Finding
from selfassess.domain.report.page_estimate import Length, StatementLength, bring_length_up


class DerivedValues:
    """Answers questions about a year; asked again of the same year, or of one in which little changed, it is quick.

    A worker may ask too: each answer is kept as a whole, and two that are asked at once at worst work it out twice.
    """

    def __init__(self) -> None:
        self._coverage: dict[str, KnownCoverage] = {}
        self._findings: dict[str, YearFindings] = {}
        self._library: dict[str, Library] = {}
        self._tallies: dict[str, tuple[tuple[Record, ...], Record, Mapping[str, Tally]]] = {}
        self._lengths: dict[tuple[str, str], StatementLength] = {}

    def find_coverage(self, year: Assessment) -> Coverage:
        """How far the evidence of a year covers what its framework asks for."""
        known = self._coverage[year.id] = bring_coverage_up(self._coverage.get(year.id), year)
        return known.coverage

    def find_findings(self, year: Assessment, today: str) -> tuple[Finding, ...]:
        """Every finding of a year on a day (ISO date), most severe first."""
        facts = YearFacts(year, today, partial(self.find_coverage, year), partial(self.tally_evidence, year))
        known = self._findings[year.id] = bring_findings_up(self._findings.get(year.id), facts)
        return known.every

    def find_library(self, year: Assessment) -> Library:
        """The evidence of a year, sorted by what each item holds, where it is, and what it is about."""
        known = self._library[year.id] = bring_library_up(self._library.get(year.id), year)
        return known

    def tally_evidence(self, year: Assessment) -> Mapping[str, Tally]:
        """What is gathered under each item of a year's return."""
        evidence = year.records_of("evidence")
        known = self._tallies.get(year.id)
        if known is None or known[0] is not evidence or known[1] is not year.record:
            known = self._tallies[year.id] = (evidence, year.record, tally_evidence(year))
        return known[2]

    def measure_statement(self, council: Record, year: Assessment, statement: str) -> Length:
        """How long a quality statement of a year is."""
        key = (year.id, statement)
        known = self._lengths[key] = bring_length_up(self._lengths.get(key), council, year, statement)
        return known.length
