"""Measures in the outline: the scorecard of all of them, each in full with its values, and the line a statement has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from selfassess.domain.measures import measures
from selfassess.domain.measures.measures import ARROWS, Move, Standing, Status, Trend
from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.display_names import Names
from selfassess.domain.model.report_blocks import (
    Block,
    Column,
    Facts,
    Section,
    Table,
    ValueChart,
    ValueLevel,
    ValueMark,
    nothing,
)
from selfassess.domain.report.register_sections import table_of

FEW = 3
"""So many values of a measure are told in its text; more have a table."""
CHARTED = 3
"""From so many numbers on, a measure has a chart."""
SHORT_TERM, ANNUAL = "Short-term trend", "Annual trend"


def section(names: Names) -> Section:
    """All measures as a scorecard, then each in full; values whose measure is gone stand at the end."""
    every = names.assessment.of("measure")
    values = measures.by_measure(names.assessment)
    stands = [measures.standing(each, values.get(each.id, ())) for each in every]
    blocks: list[Block] = [_scorecard(names, every, stands)] if every else []
    for measure, standing in zip(every, stands, strict=True):
        blocks += _in_full(names, measure, standing)
    known = {measure.id for measure in every}
    stray = [each for each in names.assessment.of("measure_value") if each["measure"] not in known]
    if stray:
        keys = ("measure", "period", "value", "note")
        blocks.append(table_of(names, "Values without a measure", stray, keys, (2, 1, 1, 2)))
    made = tuple(blocks) or nothing("No measures recorded yet.")
    return Section(key="measures", title=CATALOGUE["measure"].plural, level=1, blocks=made, new_page=bool(every))


def at_a_glance(names: Names) -> Table | None:
    """The scorecard by itself; None where there are no measures."""
    every, values = names.assessment.of("measure"), measures.by_measure(names.assessment)
    stands = [measures.standing(each, values.get(each.id, ())) for each in every]
    return _scorecard(names, every, stands) if every else None


def line(names: Names, measure: Record, values: Sequence[Record]) -> str:
    """What a statement says of a measure: its latest value, and status and trends where there are any."""
    stands = measures.standing(measure, values)
    said = [f"{names.record(measure)}: {stands.value}"]
    if stands.latest is not None:
        said += [stands.status_words] if stands.status is not Status.NO_TARGET else []
        trends = ((SHORT_TERM, stands.short_term), (ANNUAL, stands.annual))
        said += [f"{name.lower()} {trend.short}" for name, trend in trends if trend.move in ARROWS]
    return "; ".join(said)


def _scorecard(names: Names, every: Sequence[Record], stands: Sequence[Standing]) -> Table:
    spec = CATALOGUE["measure"].by_key
    columns = (
        Column(spec["title"].label, 2.4),
        Column("Latest value", 1.6, number=True),
        Column(spec["target"].label, 0.8, number=True),
        Column("Status", 1.2),
        Column(SHORT_TERM, 1.2),
        Column(ANNUAL, 1.4),
    )
    rows = tuple(
        (
            " ".join(filter(None, (measure.text("code"), names.record(measure)))),
            standing.value,
            measures.amount(measure["target"], measure.text("unit")),
            standing.status_words,
            _told_trend(standing.short_term),
            _told_trend(standing.annual),
        )
        for measure, standing in zip(every, stands, strict=True)
    )
    return Table("Every measure at a glance", columns, rows)


def _in_full(names: Names, measure: Record, standing: Standing) -> Iterator[Block]:
    facts = names.all_facts(measure)
    rows = tuple(_standing(standing)) if standing.latest is not None else ()
    own = [names.assessment.by_id[point.id] for point in standing.points]
    few = len(own) <= FEW and not any("\n" in each.text("note") for each in own)
    if few and own:
        rows = ((CATALOGUE["measure_value"].plural, "; ".join(_told(names, each) for each in own)), *rows)
    yield Facts((*rows, *facts.rows), facts.title, running=True)
    if sum(point.value is not None for point in standing.points) >= CHARTED:
        yield chart(names, measure, standing)
    if not few:
        yield table_of(names, f"Values of {names.record(measure)}", own, ("period", "value", "note"), (1, 1, 3))


def chart(names: Names, measure: Record, standing: Standing) -> ValueChart:
    """The values of a measure with its target and comparator, and the same in words."""
    unit, spec = measure.text("unit"), CATALOGUE["measure"].by_key
    marks = tuple(ValueMark(each.name, each.value, measures.amount(each.value, unit)) for each in standing.points)
    named = {"target": spec["target"].label, "comparator_value": measure.text("comparator_name")}
    levels = tuple(
        ValueLevel(f"{name or spec[key].label}: {measures.amount(value, unit)}", float(value), key != "target")
        for key, name in named.items()
        if isinstance(value := measure[key], int | float)
    )
    said = [f"{mark.name}: {mark.words}" for mark in marks if mark.words] + [each.name for each in levels]
    return ValueChart(marks, levels, f"{names.record(measure)}. {'; '.join(said)}.")


def _standing(standing: Standing) -> Iterator[tuple[str, str]]:
    """What there is to say of status and trends; that there is no target, or a yearly figure only, the table says."""
    if standing.status is not Status.NO_TARGET:
        yield "Status", f"{standing.status_words}: {standing.against_target}"
    for name, trend in ((SHORT_TERM, standing.short_term), (ANNUAL, standing.annual)):
        if trend.move is not Move.YEARLY:
            yield name, trend.sentence


def _told_trend(trend: Trend) -> str:
    """A trend for the scorecard; why there is no earlier figure stands with the measure in full."""
    return trend.brief if trend.move is Move.MISSING else trend.short


def _told(names: Names, value: Record) -> str:
    """A measure's value in a few words: "2023-24: 61.6 (only those who answered)"."""
    period, number, note = (names.value(value, key) for key in ("period", "value", "note"))
    return " ".join(part for part in (f"{period}:" if period else "", number, f"({note})" if note else "") if part)
