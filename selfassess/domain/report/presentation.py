"""The set-up presentation: what is said of an assessment on slides, and in full in the notes below each of them.

A slide holds a few short lines; whatever was written stands whole in its notes, so that nothing is lost by shortening.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from textwrap import shorten

from selfassess.domain.framework.framework import Statement
from selfassess.domain.measures import measures
from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.display_names import Names
from selfassess.domain.model.report_blocks import (
    Bullets,
    Compared,
    Comparison,
    Outline,
    Paragraph,
    ScoreChart,
    Section,
    prose,
)
from selfassess.domain.model.workbook import Assessment, Workbook

MOST_POINTS = 6
MOST_FIGURES = 4
LONGEST_POINT = 150
"""Characters of a line on a slide: two lines of print that can be read from the back of a room."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slide:
    """A title, a few lines, and a chart beside them where there is one; ``notes`` have the text in full."""

    title: str
    points: tuple[str, ...] = ()
    chart: ScoreChart | Comparison | None = None
    notes: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Presentation:
    """All slides in order; the first one says what it is, of whom, and that it is a draft where it is one."""

    council: str
    title: str
    year: str
    readers: str
    draft: bool
    slides: tuple[Slide, ...]


def build_presentation(workbook: Workbook, assessment: Assessment, outline: Outline) -> Presentation:
    """The presentation of an assessment that is already as its edition may show it; ``outline`` is that edition's."""
    return Presentation(
        council=outline.council,
        title=outline.title,
        year=outline.year,
        readers=outline.readers,
        draft=outline.draft,
        slides=tuple(_Slides(Names(assessment, workbook.council), outline).all()),
    )


@dataclass(frozen=True)
class _Slides:
    names: Names
    outline: Outline

    def all(self) -> Iterator[Slide]:
        yield from self._section("about_place", "Our place and people")
        yield from self._section("vision", "Our vision and priorities")
        yield from self._scores()
        yield from self._across("What we are proud of", "strength")
        yield from self._across("What we are working on", "improvement")
        for statement in self._assessment.framework.statements:
            yield self._statement(statement)
        yield from self._section("next_steps", "Next steps")

    @property
    def _assessment(self) -> Assessment:
        return self.names.assessment

    def _section(self, key: str, title: str) -> Iterator[Slide]:
        text = "\n\n".join(each.text("text") for each in self._assessment.of("section") if each["key"] == key).strip()
        if text:
            yield Slide(title=title, points=_points(text), notes=text)

    def _scores(self) -> Iterator[Slide]:
        """The chart of scores that the outline of this edition has; none where it shows no scores."""
        chart = next((b for s in _walk(self.outline.sections) for b in s.blocks if isinstance(b, ScoreChart)), None)
        if chart is not None and any(bar.score is not None for bar in chart.bars):
            yield Slide(title="How we score ourselves", chart=chart, notes=chart.alternative)

    def _across(self, title: str, kind: str) -> Iterator[Slide]:
        """What stands out in all statements: good practice first, then one for each statement in turn."""
        records = self._in_turn(kind)
        if records:
            lines = tuple(f"{self.names.record(r)} ({self._short(r)})" for r in records[:MOST_POINTS])
            notes = "\n\n".join(self._told(record) for record in records)
            yield Slide(title=title, points=tuple(map(first_line, lines)), notes=notes)

    def _in_turn(self, kind: str) -> list[Record]:
        order = {each.key: at for at, each in enumerate(self._assessment.framework.statements)}
        seen: dict[str, int] = {}
        ranked = []
        for record in self._assessment.of(kind):
            statement = record.text("quality_statement")
            turn = seen[statement] = seen.get(statement, -1) + 1
            ranked.append(
                (record.values.get("good_practice") is not True, turn, order.get(statement, len(order)), record)
            )
        return [record for *_, record in sorted(ranked, key=lambda each: each[:3])]

    def _short(self, record: Record) -> str:
        return self.names.short_statement(record.text("quality_statement"))

    def _told(self, record: Record) -> str:
        """A record in full, for the notes."""
        texts = (
            self.names.record(record),
            *(record.text(key) for key in ("detail", "impact", "outcome") if key in record.values),
        )
        return "\n".join(filter(None, texts))

    def _statement(self, statement: Statement) -> Slide:
        judgements = self._assessment.for_statement("judgement", statement.key)
        shown = self.outline.options.scores
        scores = [each["score"] for each in judgements if shown and isinstance(each["score"], int)]
        points = [self.names.score(score) for score in scores]
        summary = next((text for each in judgements if (text := each.text("summary"))), "")
        points += _points(summary)[:1]
        said: list[str] = [each.text(key) for each in judgements for key in ("summary", "impact")]
        for kind, label in (("strength", "Proud of"), ("improvement", "Working on"), ("action", "Doing")):
            records = self._assessment.for_statement(kind, statement.key)
            points += [first_line(f"{label}: {self.names.record(each)}") for each in records[: 1 + (kind != "action")]]
            said += [f"{label}: {self._told(each)}" for each in records]
        figures = figures_beside_others(self.names, statement.key)
        said += [f"{row.called}: {row.ours}; {figures.others}: {row.theirs}" for row in figures.rows] if figures else []
        return Slide(
            title=f"{statement.number} {statement.name}",
            points=tuple(points[:MOST_POINTS]) or ("Nothing written yet.",),
            chart=figures,
            notes="\n\n".join(filter(None, said)),
        )


def figures_beside_others(names: Names, statement: str) -> Comparison | None:
    """Our figures of a statement beside others', those that have both; None where none has."""
    assessment = names.assessment
    values = measures.by_measure(assessment)
    found = [_compared(names, each, values.get(each.id, ())) for each in assessment.for_statement("measure", statement)]
    rows = [row for row in found if row is not None]
    if not rows:
        return None
    others = rows[0][1]
    chosen = tuple(row for row, name in rows if name == others)[:MOST_FIGURES]
    said = "; ".join(f"{row.called}: {row.ours}, {others} {row.theirs}" for row in chosen)
    return Comparison(f"Beside {others}", others, chosen, f"{said}.")


def _compared(names: Names, measure: Record, values: Sequence[Record]) -> tuple[Compared, str] | None:
    """A measure beside what it is compared with, and who that is."""
    latest = measures.standing(measure, values).latest
    theirs = measure["comparator_value"]
    if latest is None or latest.value is None or isinstance(theirs, bool) or not isinstance(theirs, int | float):
        return None
    unit = measure.text("unit")
    ours, other = measures.amount(latest.value, unit), measures.amount(theirs, unit)
    row = Compared(names.record(measure), latest.name, ours, other, latest.value, float(theirs))
    return row, measure.text("comparator_name") or "Others"


def _walk(sections: Iterable[Section]) -> Iterator[Section]:
    for each in sections:
        yield each
        yield from _walk(each.children)


def _points(text: str) -> tuple[str, ...]:
    """A text as lines for a slide: the items of its lists where it has some, else how its paragraphs begin."""
    blocks = prose(text)
    items = [item for block in blocks if isinstance(block, Bullets) for item in block.items]
    paragraphs = [block.text for block in blocks if isinstance(block, Paragraph)]
    lines: Sequence[str] = items or paragraphs
    return tuple(first_line(line) for line in lines[:MOST_POINTS])


def first_line(text: str) -> str:
    """A text cut to a line: at the end of its first sentence where that is short enough."""
    flat = " ".join(text.split())
    first = flat.split(". ")[0]
    flat = f"{first.rstrip('.')}." if first != flat and len(first) < LONGEST_POINT else flat
    return shorten(flat, LONGEST_POINT, placeholder=" …") or flat[:LONGEST_POINT]
