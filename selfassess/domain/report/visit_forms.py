"""Papers around the visit: the factual accuracy check as it goes back to CQC, and the brief sheets for interviews.

Each is an outline like any other, so that every format writes it. ``view`` is the outline of what its reader may see,
from which it has council and look; of the year itself it takes the one kind of record that it is about.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from selfassess.domain.model.display_names import Names
from selfassess.domain.model.record import Record
from selfassess.domain.model.report_blocks import Block, Column, Facts, Outline, Paragraph, Section, Table
from selfassess.domain.model.workbook import Assessment, Workbook
from selfassess.domain.report.brief import build_statement_briefs
from selfassess.domain.text.wording import british_date, count_noun
from selfassess.domain.visit.agenda import name_day
from selfassess.domain.visit.working_days import Deadline

ACCURACY_TITLE, INTERVIEW_TITLE = "Factual accuracy check", "Interview briefs"
_OF_POINT = ("page", "sort", "draft_says", "our_text", "reason", "evidence")
"""What CQC is told of a point; its own answer is not sent back to it."""


def build_accuracy_form(view: Outline, year: Assessment, deadline: Deadline | None) -> Outline:
    """The form that goes back to CQC: every point in a table, then each with what the draft says and the evidence."""
    names, points = Names(year), year.records_of("accuracy_point")
    facts = [("Points", f"{len(points):,}")]
    if deadline is not None:
        facts = [
            ("Draft report received", british_date(deadline.begins.isoformat())),
            ("Due", f"{name_day(deadline.due)} ({count_noun(deadline.days, 'working day')})"),
            *facts,
        ]
    table = build_accuracy_table(names, points)
    nothing = Paragraph("No point is written down yet.", quiet=True)
    overview = Section(
        key="accuracy:points", title="Points", level=1, blocks=(_shorten_table(table) if points else nothing,)
    )
    each = tuple(
        Facts(names.list_facts(point, _OF_POINT).rows, f"{number}. {names.name_record(point)}")
        for number, point in enumerate(points, 1)
    )
    details = (Section(key="accuracy:details", title="Each point", level=1, blocks=each),) if points else ()
    sent = year.record.text_of("accuracy_sent_on")
    status = f"Sent on {british_date(sent)}" if sent else "To be sent"
    return _dress(view, ACCURACY_TITLE, status, facts, (overview, *details))


def build_accuracy_table(names: Names, points: Sequence[Record]) -> Table:
    """Every point with all that CQC is told of it, as a sheet has it."""
    columns = (
        Column("No.", 0.5, number=True), Column("Page", 0.9), Column("Point", 2.6), Column("Kind of point", 1.5),
        Column("What the draft says", 2.4), Column("What it should say", 2.4), Column("Why", 2.4),
        Column("Evidence", 2.4),
    )  # fmt: skip
    rows = tuple(
        (
            str(number),
            names.format_value(point, "page"),
            names.name_record(point),
            *(names.format_value(point, key) for key in ("sort", "draft_says", "our_text", "reason")),
            "\n".join(names.cite_evidence(link) for link in point.links_of("evidence")),
        )
        for number, point in enumerate(points, 1)
    )
    return Table("Points of the factual accuracy check", columns, rows)


def build_interview_briefs(view: Outline, shown: Workbook, year: Assessment, interviews: Sequence[Record]) -> Outline:
    """A sheet for each interview: when, where and who, what to know, and a brief on each statement it bears on.

    The briefs say what ``shown`` holds, which is what CQC is given: nobody is led to tell more.
    """
    sections = tuple(_list_interview_sections(view, shown, Names(year), interviews))
    nothing = Section(key="interviews", title="Interviews", level=1, blocks=(Paragraph("None yet.", quiet=True),))
    facts = [("Interviews", f"{len(interviews):,}")]
    made = _dress(view, INTERVIEW_TITLE, "For preparation", facts, sections or (nothing,))
    return replace(made, readers="those who are interviewed")


def _list_interview_sections(
    view: Outline, shown: Workbook, names: Names, interviews: Sequence[Record]
) -> Iterator[Section]:
    for number, interview in enumerate(interviews):
        facts = names.list_facts(interview, ("at", "place", "roles", "lead", "brief"))
        blocks: tuple[Block, ...] = (facts,) if facts.rows else (Paragraph("Nothing written yet.", quiet=True),)
        briefs = build_statement_briefs(shown, view, interview.links_of("quality_statements"))
        yield Section(
            key=f"interview:{interview.id}", title=names.name_record(interview), level=1, blocks=blocks,
            children=briefs, new_page=number > 0,
        )  # fmt: skip


def _shorten_table(table: Table) -> Table:
    """The columns that fit on a page beside each other; what is longer stands with each point."""
    kept = (0, 1, 2, 3)
    return Table(
        table.caption,
        tuple(table.columns[at] for at in kept),
        tuple(tuple(row[at] for at in kept) for row in table.rows),
    )


def _dress(
    view: Outline, title: str, status: str, facts: Sequence[tuple[str, str]], sections: tuple[Section, ...]
) -> Outline:
    return replace(view, title=title, status=status, facts=tuple(facts), sections=sections, notes=(), draft=False)
