"""The list of cases against the criteria that CQC's request sends with it: which are met, and how many are missing."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from selfassess.domain.model.record import Record
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.text.folding import fold_text
from selfassess.domain.text.wording import count_noun

ASKED = 50
"""Coded cases that CQC's information return asks for, in its section 1. The criteria come apart from it, as a
spreadsheet, so they are written down here by whoever has it."""


@dataclass(frozen=True, slots=True)
class CriterionCover:
    """One criterion and how many cases meet it."""

    id: str
    name: str
    wanted: int
    met: int

    @property
    def missing(self) -> int:
        """Cases that are still to be found for it."""
        return max(self.wanted - self.met, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseCover:
    """How far the list is. ``ready`` records were looked through; ``placeless`` cases meet no criterion that is known.

    ``twice`` has the codes that stand for more than one case.
    """

    cases: int
    ready: int
    criteria: tuple[CriterionCover, ...]
    placeless: int
    twice: tuple[str, ...]

    @property
    def missing(self) -> int:
        """Cases up to the number that is asked for."""
        return max(ASKED - self.cases, 0)

    @property
    def unmet(self) -> int:
        """Criteria of which cases are missing."""
        return sum(bool(each.missing) for each in self.criteria)

    @property
    def summary(self) -> str:
        """How far the list is, in a sentence or two."""
        said = [f"{self.cases:,} of {ASKED} cases"]
        if self.criteria:
            met = len(self.criteria) - self.unmet
            said.append(f"{met:,} of {count_noun(len(self.criteria), 'criterion', 'criteria')} covered")
        if self.placeless and self.criteria:
            said.append(f"{count_noun(self.placeless, 'case')} without a criterion")
        if self.cases:
            said.append(f"{self.ready:,} looked through")
        return f"{'; '.join(said)}."


def assess_cases(year: Assessment) -> CaseCover:
    """The cases of a year against its criteria."""
    cases = year.records_of("case")
    meeting = Counter(link for case in cases for link in dict.fromkeys(case.links_of("criteria")))
    criteria = tuple(
        CriterionCover(each.id, each.text_of("name"), _count_wanted(each), meeting[each.id])
        for each in year.records_of("case_criterion")
    )
    known = {each.id for each in criteria}
    codes = Counter(fold_text(case.text_of("code")) for case in cases)
    twice = {fold_text(case.text_of("code")): case.text_of("code") for case in cases}
    return CaseCover(
        cases=len(cases),
        ready=sum(case["ready"] is True for case in cases),
        criteria=criteria,
        placeless=sum(known.isdisjoint(case.links_of("criteria")) for case in cases),
        twice=tuple(code for folded, code in twice.items() if codes[folded] > 1),
    )


def _count_wanted(criterion: Record) -> int:
    wanted = criterion["wanted"]
    return wanted if isinstance(wanted, int) and not isinstance(wanted, bool) else 1
