"""Our figures beside others' in the outline: a small chart with its table, or a sentence for each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from selfassess.domain.measures.comparators import Gap
from selfassess.domain.measures.measure_values import normalise_period_name
from selfassess.domain.measures.measures import format_amount, stand_in_year
from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.display_names import Names
from selfassess.domain.model.report_blocks import Block, Compared, Comparison

OTHERS = "Comparator"


def build_comparisons(names: Names, chosen: Sequence[Record]) -> Iterator[Block]:
    """The measures that have a value and one to compare it with, together by whom they are compared with."""
    rows: dict[str, list[Compared]] = {}
    for measure, gap in _gaps(names, chosen):
        rows.setdefault(_shorten_comparator_name(gap.level.name or OTHERS), []).append(
            _build_comparator_row(names, measure, gap)
        )
    for others, found in rows.items():
        said = "; ".join(_tell_row(row, others) for row in found)
        yield Comparison(f"Compared with {others}", others, tuple(found), f"{said}.")


def describe_comparisons(names: Names, chosen: Sequence[Record]) -> Iterator[str]:
    """The same in words, for who reads prose only."""
    for measure, gap in _gaps(names, chosen):
        yield _tell_row(_build_comparator_row(names, measure, gap), _shorten_comparator_name(gap.level.name or OTHERS))


def _tell_row(row: Compared, others: str) -> str:
    """ "Carers who feel safe (2021-22): 81.3%, England 80%, ours is 1.3 points higher, better"."""
    apart = f", ours is {row.gap}" if row.gap else ""
    return f"{row.name_with_period}: {row.ours}, {others} {row.theirs}{apart}"


def _gaps(names: Names, chosen: Sequence[Record]) -> Iterator[tuple[Record, Gap]]:
    stand = stand_in_year(names.assessment)
    for measure in chosen:
        for gap in stand(measure).gaps:
            if gap.ours is not None:
                yield measure, gap


def _build_comparator_row(names: Names, measure: Record, gap: Gap) -> Compared:
    period = gap.level.period_name
    of_then = (
        f" ({period})" if period and normalise_period_name(period) != normalise_period_name(gap.our_period) else ""
    )
    return Compared(
        name=names.name_record(measure),
        period=gap.our_period,
        ours=format_amount(gap.ours, measure.text_of("unit")),
        theirs=gap.value_words + of_then,
        our_value=gap.ours or 0.0,
        their_value=gap.level.value,
        gap=gap.short,
    )


def _shorten_comparator_name(others: str) -> str:
    """ "England" of "England average"."""
    return others.removesuffix(" average").removesuffix(" mean") or others
