"""The updates of the years before, of what an action or risk was carried from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.workbook import Assessment


def list_earlier_updates(record: Record, earlier: Sequence[Assessment]) -> Iterator[tuple[str, Record]]:
    """The label of a year and an update, latest first; ``earlier`` are the years before, latest first."""
    origin = record.text_of("carried_from")
    for year in earlier:
        was = year.by_id.get(origin)
        if was is None:
            continue
        own = [each for each in year.records_of("update") if each["about"] == was.id]
        for each in sorted(own, key=lambda each: (each.text_of("dated_on"), each.position), reverse=True):
            yield year.label, each
        origin = was.text_of("carried_from")
