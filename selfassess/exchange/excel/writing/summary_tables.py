"""What the sheet ``Summary`` counts of risks and measures: a heat map, the highest risks first, and others' figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from selfassess.domain.measures import measures
from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.domain.model.display_names import Names, by_level, level, product
from selfassess.domain.model.workbook import Assessment
from selfassess.exchange.excel.writing.conditional_formats import HIGH, MIDDLE
from selfassess.exchange.excel.writing.reading_sheets import Page, Shown

_STEPS = range(1, 6)


def draw_risks(page: Page, assessment: Assessment) -> None:
    """How many open risks are how likely and how severe, and all of them, the highest first."""
    names = Names(assessment)
    risks = [each for each in by_level(assessment.of("risk")) if level(each["likelihood"], each["severity"])]
    if not risks:
        return
    page.heading(CATALOGUE["risk"].plural)
    counts = Counter(
        (each["likelihood"], each["severity"]) for each in risks if each["status"] not in ("closed", "accepted")
    )
    heads = [("Likelihood", False), *((f"Severity {step}", True) for step in _STEPS)]
    rows = [(f"Likelihood {n}", *(counts[n, step] or None for step in _STEPS)) for n in reversed(_STEPS)]

    def heat(row: Sequence[Shown], place: int) -> str:
        return f"score {_band(int(str(row[0])[-1]) * place)}" if place else ""

    page.table("Open risks by likelihood and severity", heads, rows, heat)
    spec = CATALOGUE["risk"].by_key
    keys = [key for key in ("status", "owner", "review_on") if any(each[key] is not None for each in risks)]
    listed = [("Risk", False), ("Quality statement", False), ("Likelihood × severity", False)]
    listed += [(spec[key].label, False) for key in keys]

    def coloured(row: Sequence[Shown], place: int) -> str:
        return f"level {_band(int(str(row[2]).rpartition(' ')[2]))}" if place == 2 else ""

    page.table(
        "Risks, the highest first",
        listed,
        [
            (names.record(each), names.value(each, "quality_statement"), product(each["likelihood"], each["severity"]),
             *(names.value(each, key) for key in keys))
            for each in risks
        ],
        coloured,
    )  # fmt: skip


def draw_comparison(page: Page, assessment: Assessment) -> None:
    """Our figures beside others', with the difference."""
    names, values = Names(assessment), measures.by_measure(assessment)
    rows = []
    for each in assessment.of("measure"):
        latest, theirs = measures.standing(each, values.get(each.id, ())).latest, each["comparator_value"]
        if latest is None or latest.value is None or isinstance(theirs, bool) or not isinstance(theirs, int | float):
            continue
        unit, apart = each.text("unit"), latest.value - theirs
        sign = "+" if apart > 0 else "−" if apart < 0 else ""
        difference = sign + measures.amount(abs(round(apart, 6)), "points" if unit == "%" else unit)
        verdict = measures.verdict_of(each, latest.value, float(theirs)) or ("the same" if not apart else "")
        ours, other = measures.amount(latest.value, unit), measures.amount(theirs, unit)
        rows.append((names.record(each), each.text("comparator_name"), ours, other, difference, verdict))
    if rows:
        heads = [("Measure", False), ("Compared with", False), ("Ours", True), ("Theirs", True)]
        heads += [("Difference", True), ("Ours is", False)]
        page.table("Our figures beside others’", heads, rows)


def _band(risk: int) -> int:
    """Which colour a level of risk has, as a score has it: 1 is the worst."""
    return 1 if risk >= HIGH else 2 if risk >= MIDDLE else 3
