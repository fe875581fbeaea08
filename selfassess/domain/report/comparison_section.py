"""Our figures beside others' in the outline: a small chart with its table, or a sentence for each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from selfassess.domain.measures import measures
from selfassess.domain.measures.measures import by_measure
from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.display_names import Names
from selfassess.domain.model.report_blocks import Block, Compared, Comparison

OTHERS = "Comparator"


def compared(names: Names, chosen: Sequence[Record]) -> Iterator[Block]:
    """The measures that have a value and one to compare it with, together by whom they are compared with."""
    rows: dict[str, list[Compared]] = {}
    for measure, ours, theirs in _pairs(names, chosen):
        others = measure.text("comparator_name") or OTHERS
        rows.setdefault(_short(others), []).append(_row(names, measure, ours, theirs))
    for others, found in rows.items():
        said = "; ".join(f"{row.called}: {row.ours}, {others} {row.theirs}" for row in found)
        yield Comparison(f"Compared with {others}", others, tuple(found), f"{said}.")


def told(names: Names, chosen: Sequence[Record]) -> Iterator[str]:
    """The same in words, for who reads prose only: "Carers who feel safe (2021-22): 81.3 %; England 80 %"."""
    for measure, ours, theirs in _pairs(names, chosen):
        row = _row(names, measure, ours, theirs)
        yield f"{row.called}: {row.ours}; {_short(measure.text('comparator_name') or OTHERS)} {row.theirs}"


def _pairs(names: Names, chosen: Sequence[Record]) -> Iterator[tuple[Record, measures.Point, float]]:
    values = by_measure(names.assessment)
    for measure in chosen:
        latest = measures.standing(measure, values.get(measure.id, ())).latest
        theirs = measure["comparator_value"]
        if latest is not None and latest.value is not None and isinstance(theirs, int | float):
            yield measure, latest, float(theirs)


def _row(names: Names, measure: Record, ours: measures.Point, theirs: float) -> Compared:
    unit, period = measure.text("unit"), measure.text("comparator_period")
    of_then = f" ({period})" if period and period != ours.name else ""
    return Compared(
        name=names.record(measure),
        period=ours.name,
        ours=measures.amount(ours.value, unit),
        theirs=measures.amount(theirs, unit) + of_then,
        our_value=float(ours.value or 0),
        their_value=theirs,
    )


def _short(others: str) -> str:
    """ "England" of "England average"."""
    return others.removesuffix(" average").removesuffix(" mean") or others
