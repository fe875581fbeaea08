"""The measures that bear on a statement, as they stand: value, status and trends in words, beside what one writes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QWidget

from selfassess.domain.measures import measures
from selfassess.domain.model.workbook import Assessment
from ui.bridge.places import record_place
from ui.bridge.workspace import Workspace
from ui.widgets import look

SHOWN = 6


@dataclass(frozen=True, slots=True)
class Line:
    """One measure: where it is written, its name, its latest value, and how it stands."""

    place: str
    name: str
    value: str
    stands: str


def lines(assessment: Assessment, statement: str) -> tuple[Line, ...]:
    """The measures of a statement, in order."""
    values = measures.by_measure(assessment)
    found = []
    for record in assessment.for_statement("measure", statement):
        standing = measures.standing(record, values.get(record.id, ()))
        said = [standing.status_words]
        if standing.latest is not None:
            said += [f"Short-term trend {standing.short_term.short}", f"Annual trend {standing.annual.short}"]
        name = record.text("title")
        found.append(Line(record_place(assessment, record), name, standing.value, "\n".join(said)))
    return tuple(found)


def parts(workspace: Workspace, found: Sequence[Line]) -> Iterator[QWidget]:
    """What the guide shows of them; nothing where there are none."""
    if found:
        yield look.caption("Measures")
    for line in found[:SHOWN]:
        yield look.text(f"{line.name}: {line.value}")
        yield look.quiet(line.stands)
        link = look.link_button("Open measure", partial(workspace.go, line.place))
        link.setAccessibleName(f"Open measure: {line.name}")
        yield link
    if len(found) > SHOWN:
        yield look.quiet(f"{len(found) - SHOWN} more are in Measures.")
