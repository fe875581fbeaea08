"""The measures that bear on a statement, as they stand: value, status and trends in words, beside what one writes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QWidget

from selfassess.domain.measures import measures
from selfassess.domain.model.workbook import Assessment
from selfassess.services.workbook.places import place_of_record
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


def list_measure_lines(assessment: Assessment, statement: str) -> tuple[Line, ...]:
    """The measures of a statement, in order."""
    stand = measures.stand_in_year(assessment)
    found = []
    for record in assessment.for_statement("measure", statement):
        standing = stand(record)
        said = [standing.status_words]
        if standing.latest is not None:
            said += [
                f"Short-term trend {standing.short_term.sign_and_words}",
                f"Annual trend {standing.annual.sign_and_words}",
            ]
            said += [gap.sentence for gap in standing.gaps]
        name = record.text_of("title")
        found.append(Line(place_of_record(assessment, record), name, standing.value, "\n".join(said)))
    return tuple(found)


def build_guide_measures(workspace: Workspace, found: Sequence[Line]) -> Iterator[QWidget]:
    """What the guide shows of them; nothing where there are none."""
    if found:
        yield look.make_caption("Measures")
    for line in found[:SHOWN]:
        yield look.make_text(f"{line.name}: {line.value}")
        yield look.make_quiet_label(line.stands)
        link = look.make_link_button("Open measure", partial(workspace.go, line.place), leads=True)
        link.setAccessibleName(f"Open measure: {line.name}")
        yield link
    if len(found) > SHOWN:
        yield look.make_quiet_label(f"{len(found) - SHOWN} more are in Measures.")
