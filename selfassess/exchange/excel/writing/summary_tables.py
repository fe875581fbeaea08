"""What the sheet ``Summary`` counts of risks and measures: a heat map, the highest risks first, and others' figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from selfassess.domain.measures import measures
from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.domain.model.display_names import Names, format_risk_level, risk_level, sort_by_level
from selfassess.domain.model.workbook import Assessment
from selfassess.exchange.excel.writing.conditional_formats import HIGH, MIDDLE
from selfassess.exchange.excel.writing.reading_sheets import Page, Shown

_STEPS = range(1, 6)


def draw_risks(page: Page, assessment: Assessment) -> None:
    """How many open risks are how likely and how severe, and all of them, the highest first."""
    names = Names(assessment)
    risks = [
        each
        for each in sort_by_level(assessment.records_of("risk"))
        if risk_level(each["likelihood"], each["severity"])
    ]
    if not risks:
        return
    page.write_heading(CATALOGUE["risk"].plural)
    counts = Counter(
        (each["likelihood"], each["severity"]) for each in risks if each["status"] not in ("closed", "accepted")
    )
    heads = [("Likelihood", False), *((f"Severity {step}", True) for step in _STEPS)]
    rows = [(f"Likelihood {n}", *(counts[n, step] or None for step in _STEPS)) for n in reversed(_STEPS)]

    def heat(row: Sequence[Shown], place: int) -> str:
        if place:
            return f"score {_find_risk_band(int(str(row[0])[-1]) * place)}"
        return ""

    page.write_table("Open risks by likelihood and severity", heads, rows, heat)
    spec = CATALOGUE["risk"].by_key
    keys = [key for key in ("status", "owner", "review_on") if any(each[key] is not None for each in risks)]
    listed = [("Risk", False), ("Quality statement", False), ("Likelihood × severity", False)]
    listed += [(spec[key].label, False) for key in keys]

    def coloured(row: Sequence[Shown], place: int) -> str:
        if place == 2:
            return f"level {_find_risk_band(int(str(row[2]).rpartition(' ')[2]))}"
        return ""

    page.write_table(
        "Risks, the highest first",
        listed,
        [
            (names.name_record(each), names.format_value(each, "quality_statement"),
            format_risk_level(each["likelihood"], each["severity"]),
             *(names.format_value(each, key) for key in keys))
            for each in risks
        ],
        coloured,
    )  # fmt: skip


def draw_comparison(page: Page, assessment: Assessment) -> None:
    """Our figures beside others', with the difference."""
    names, stand = Names(assessment), measures.stand_in_year(assessment)
    rows = []
    for each in assessment.records_of("measure"):
        for gap in stand(each).gaps:
            if gap.ours is None or gap.difference is None:
                continue
            unit = each.text_of("unit")
            sign = "+" if gap.difference > 0 else "−" if gap.difference < 0 else ""
            difference = sign + measures.format_amount(abs(round(gap.difference, 6)), "points" if unit == "%" else unit)
            ours = measures.format_amount(gap.ours, unit)
            rows.append((names.name_record(each), gap.whose_then, ours, gap.value_words, difference, gap.verdict))
    if rows:
        heads = [("Measure", False), ("Compared with", False), ("Ours", True), ("Theirs", True)]
        heads += [("Difference", True), ("Ours is", False)]
        page.write_table("Our figures beside others’", heads, rows)


def _find_risk_band(risk: int) -> int:
    """Which colour a level of risk has, as a score has it: 1 is the worst."""
    return 1 if risk >= HIGH else 2 if risk >= MIDDLE else 3
