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
    nothing_written,
)
from selfassess.domain.report.register_sections import table_of

FEW = 3
"""So many values of a measure are told in its text; more have a table."""
MOST_LEVELS = 3
"""So many lines of others a chart of one measure can hold beside its target."""
CHARTED = 3
"""From so many numbers on, a measure has a chart."""
SHORT_TERM, ANNUAL = "Short-term trend", "Annual trend"
_OTHERS, _WIDTHS = ("basis", "name", "period", "value", "source", "note"), (1.2, 1.4, 1, 1, 1.6, 1.6)
_STRAY = (
    ("measure_value", "Values without a measure", ("measure", "period", "value", "note"), (2, 1, 1, 2)),
    ("comparator", "Comparators without a measure", ("measure", *_OTHERS), (2, *_WIDTHS)),
)


def build_measures_section(names: Names) -> Section:
    """All measures as a scorecard, then each in full; values whose measure is gone stand at the end."""
    every = names.assessment.records_of("measure")
    stands = list(map(measures.stand_in_year(names.assessment), every))
    blocks: list[Block] = [_build_scorecard(names, every, stands)] if every else []
    for measure, standing in zip(every, stands, strict=True):
        blocks += _in_full(names, measure, standing)
    known = {measure.id for measure in every}
    for kind, title, keys, widths in _STRAY:
        stray = [each for each in names.assessment.records_of(kind) if each["measure"] not in known]
        if stray:
            blocks.append(table_of(names, title, stray, keys, widths))
    made = tuple(blocks) or nothing_written("No measures recorded yet.")
    return Section(key="measures", title=CATALOGUE["measure"].plural, level=1, blocks=made, new_page=bool(every))


def at_a_glance(names: Names) -> Table | None:
    """The scorecard by itself; None where there are no measures."""
    every = names.assessment.records_of("measure")
    stands = list(map(measures.stand_in_year(names.assessment), every))
    return _build_scorecard(names, every, stands) if every else None


def describe_latest_value(names: Names, measure: Record, stands: Standing) -> str:
    """What a statement says of a measure: its latest value, and status, trends and gaps where there are any."""
    said = [f"{names.name_record(measure)}: {stands.value}"]
    if stands.latest is not None:
        if stands.status is not Status.NO_TARGET:
            said += [stands.status_words]
        trends = ((SHORT_TERM, stands.short_term), (ANNUAL, stands.annual))
        said += [f"{name.lower()} {trend.sign_and_words}" for name, trend in trends if trend.move in ARROWS]
        said += [gap.sentence for gap in stands.gaps]
    return "; ".join(said)


def _build_scorecard(names: Names, every: Sequence[Record], stands: Sequence[Standing]) -> Table:
    """One row for each measure, in the order of the register."""
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
            " ".join(filter(None, (measure.text_of("code"), names.name_record(measure)))),
            standing.value,
            measures.format_amount(standing.target, measure.text_of("unit")),
            standing.status_words,
            _told_trend(standing.short_term),
            _told_trend(standing.annual),
        )
        for measure, standing in zip(every, stands, strict=True)
    )
    return Table("Every measure at a glance", columns, rows)


def _in_full(names: Names, measure: Record, standing: Standing) -> Iterator[Block]:
    facts = names.list_all_facts(measure)
    rows = tuple(_describe_standing(standing)) if standing.latest is not None else ()
    own = [names.assessment.by_id[point.id] for point in standing.points]
    few = len(own) <= FEW and not any("\n" in each.text_of("note") for each in own)
    if few and own:
        rows = (
            (CATALOGUE["measure_value"].plural, "; ".join(_describe_measure_value(names, each) for each in own)),
            *rows,
        )
    yield Facts((*rows, *facts.rows), facts.title, running=True)
    point_count = sum(point.value is not None for point in standing.points)
    if point_count >= CHARTED:
        yield build_value_chart(names, measure, standing)
    if len(standing.gaps) > 1:
        yield _gaps(names, measure, standing)
    others = [each for each in names.assessment.records_of("comparator") if each["measure"] == measure.id]
    if others:
        yield table_of(names, f"Comparators and targets of {names.name_record(measure)}", others, _OTHERS, _WIDTHS)
    if not few:
        yield table_of(names, f"Values of {names.name_record(measure)}", own, ("period", "value", "note"), (1, 1, 3))


def _gaps(names: Names, measure: Record, standing: Standing) -> Table:
    """Our value beside each that it is compared with, the gap and what it means."""
    columns = (
        Column("Compared with", 2.0), Column("Period", 1.0), Column("Theirs", 1.0, number=True),
        Column("Ours", 1.6, number=True), Column("Gap", 2.2),
    )  # fmt: skip
    unit = measure.text_of("unit")
    rows = tuple(
        (
            gap.level.name or "Comparator",
            gap.level.period_name,
            gap.value_words,
            f"{measures.format_amount(gap.ours, unit)} ({gap.our_period})" if gap.ours is not None else "no value",
            gap.short,
        )
        for gap in standing.gaps
    )
    return Table(f"{names.name_record(measure)} beside others", columns, rows)


def build_value_chart(names: Names, measure: Record, standing: Standing) -> ValueChart:
    """The values of a measure with its target and comparator, and the same in words."""
    unit = measure.text_of("unit")
    spec = CATALOGUE["measure"].by_key
    marks = tuple(
        ValueMark(each.name, each.value, measures.format_amount(each.value, unit)) for each in standing.points
    )
    levels = [
        ValueLevel(f"{gap.level.name or spec['comparator_value'].label}: {gap.value_words}", gap.level.value, True)
        for gap in standing.gaps[:MOST_LEVELS]
    ]
    if standing.target is not None:
        said = f"{spec['target'].label}: {measures.format_amount(standing.target, unit)}"
        levels.insert(0, ValueLevel(said, standing.target, False))
    told = [f"{mark.name}: {mark.words}" for mark in marks if mark.words] + [each.name for each in levels]
    return ValueChart(marks, tuple(levels), f"{names.name_record(measure)}. {'; '.join(told)}.")


def _describe_standing(standing: Standing) -> Iterator[tuple[str, str]]:
    """What there is to say of status and trends; that there is no target, or a yearly figure only, the table says."""
    if standing.status is not Status.NO_TARGET:
        yield "Status", f"{standing.status_words}: {standing.against_target}"
    for name, trend in ((SHORT_TERM, standing.short_term), (ANNUAL, standing.annual)):
        if trend.move is not Move.YEARLY:
            yield name, trend.full_sentence
    if len(standing.gaps) == 1 and standing.gaps[0].short:
        yield "Gap", standing.gaps[0].sentence


def _told_trend(trend: Trend) -> str:
    """A trend for the scorecard; why there is no earlier figure stands with the measure in full."""
    if trend.move is Move.MISSING:
        return trend.sign_and_move
    return trend.sign_and_words


def _describe_measure_value(names: Names, value: Record) -> str:
    """A measure's value in a few words: "2023-24: 61.6 (only those who answered)"."""
    period, number, note = (names.format_value(value, key) for key in ("period", "value", "note"))
    note_words = f"({note})" if note else ""
    period_words = f"{period}:" if period else ""
    return " ".join(part for part in (period_words, number, note_words) if part)
