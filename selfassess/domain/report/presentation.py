"""The set-up presentation: what is said of an assessment on slides, and in full in the notes below each of them.

A slide holds a few short lines; whatever was written stands whole in its notes, so that nothing is lost by shortening.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import shorten

from selfassess.domain.framework.framework import Statement
from selfassess.domain.measures import measures
from selfassess.domain.measures.measures import Standing
from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.display_names import Names
from selfassess.domain.model.report_blocks import (
    Bullets,
    Compared,
    Comparison,
    Outline,
    Paragraph,
    ScoreChart,
    parse_prose,
)
from selfassess.domain.model.workbook import Assessment, Workbook
from selfassess.domain.report.outline import walk_sections

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
        slides=tuple(_Slides(Names(assessment, workbook.council), outline).build_slides()),
    )


@dataclass(frozen=True)
class _Slides:
    names: Names
    outline: Outline

    def build_slides(self) -> Iterator[Slide]:
        yield from self._build_section_slide("about_place", "Our place and people")
        yield from self._build_section_slide("vision", "Our vision and priorities")
        yield from self._build_scores_slide()
        yield from self._build_slide_across_statements("What we are proud of", "strength")
        yield from self._build_slide_across_statements("What we are working on", "improvement")
        for statement in self._assessment.framework.statements:
            yield self._build_statement_slide(statement)
        yield from self._build_section_slide("next_steps", "Next steps")

    @property
    def _assessment(self) -> Assessment:
        return self.names.assessment

    def _build_section_slide(self, key: str, title: str) -> Iterator[Slide]:
        text = "\n\n".join(
            each.text_of("text") for each in self._assessment.records_of("section") if each["key"] == key
        ).strip()
        if text:
            yield Slide(title=title, points=_build_slide_points(text), notes=text)

    def _build_scores_slide(self) -> Iterator[Slide]:
        """The chart of scores that the outline of this edition has; none where it shows no scores."""
        chart = next(
            (b for s in walk_sections(self.outline.sections) for b in s.blocks if isinstance(b, ScoreChart)), None
        )
        if chart is not None and any(bar.score is not None for bar in chart.bars):
            yield Slide(title="How we score ourselves", chart=chart, notes=chart.alternative)

    def _build_slide_across_statements(self, title: str, kind: str) -> Iterator[Slide]:
        """What stands out in all statements: good practice first, then one for each statement in turn."""
        records = self._in_turn(kind)
        if records:
            lines = tuple(
                f"{self.names.name_record(r)} ({self._short_statement_of_slide(r)})" for r in records[:MOST_POINTS]
            )
            notes = "\n\n".join(self._describe_record_in_full(record) for record in records)
            yield Slide(title=title, points=tuple(map(first_line, lines)), notes=notes)

    def _in_turn(self, kind: str) -> list[Record]:
        """The records of a kind: good practice first, then one of each statement in turn, so that all have a say."""
        order = {each.key: at for at, each in enumerate(self._assessment.framework.statements)}
        seen: dict[str, int] = {}
        ranked = []
        for record in self._assessment.records_of(kind):
            statement = record.text_of("quality_statement")
            turn = seen[statement] = seen.get(statement, -1) + 1
            ranked.append(
                (record.values.get("good_practice") is not True, turn, order.get(statement, len(order)), record)
            )
        return [record for *_, record in sorted(ranked, key=lambda each: each[:3])]

    def _short_statement_of_slide(self, record: Record) -> str:
        return self.names.name_short_place(record)

    def _describe_record_in_full(self, record: Record) -> str:
        """A record in full, for the notes."""
        texts = (
            self.names.name_record(record),
            *(record.text_of(key) for key in ("detail", "impact", "outcome") if key in record.values),
        )
        return "\n".join(filter(None, texts))

    def _build_statement_slide(self, statement: Statement) -> Slide:
        """The slide of a statement: score, summary and its first records; all of them in the notes."""
        judgements = self._assessment.for_statement("judgement", statement.key)
        shown = self.outline.options.scores
        scores = [each["score"] for each in judgements if shown and isinstance(each["score"], int)]
        points = [self.names.format_score(score) for score in scores]
        summary = next((text for each in judgements if (text := each.text_of("summary"))), "")
        points += _build_slide_points(summary)[:1]
        said: list[str] = [each.text_of(key) for each in judgements for key in ("summary", "impact")]
        for kind, label in (("strength", "Proud of"), ("improvement", "Working on"), ("action", "Doing")):
            records = self._assessment.for_statement(kind, statement.key)
            points += [
                first_line(f"{label}: {self.names.name_record(each)}") for each in records[: 1 + (kind != "action")]
            ]
            said += [f"{label}: {self._describe_record_in_full(each)}" for each in records]
        figures = figures_beside_others(self.names, statement.key)
        if figures:
            said += [
                f"{row.name_with_period}: {row.ours}; {figures.others}: {row.theirs}; ours is {row.gap}"
                for row in figures.rows
            ]
        return Slide(
            title=f"{statement.number} {statement.name}",
            points=tuple(points[:MOST_POINTS]) or ("Nothing written yet.",),
            chart=figures,
            notes="\n\n".join(filter(None, said)),
        )


def figures_beside_others(names: Names, statement: str) -> Comparison | None:
    """Our figures of a statement beside others', those that have both; None where none has."""
    assessment = names.assessment
    stand = measures.stand_in_year(assessment)
    found = [_compare_measure(names, each, stand(each)) for each in assessment.for_statement("measure", statement)]
    rows = [row for row in found if row is not None]
    if not rows:
        return None
    others = rows[0][1]
    chosen = tuple(row for row, name in rows if name == others)[:MOST_FIGURES]
    said = "; ".join(f"{row.name_with_period}: {row.ours}, {others} {row.theirs}" for row in chosen)
    return Comparison(f"Beside {others}", others, chosen, f"{said}.")


def _compare_measure(names: Names, measure: Record, stands: Standing) -> tuple[Compared, str] | None:
    """A measure beside the first it is compared with, and who that is."""
    gap = next((gap for gap in stands.gaps if gap.ours is not None), None)
    if gap is None or gap.ours is None:
        return None
    ours = measures.format_amount(gap.ours, measure.text_of("unit"))
    name, theirs = names.name_record(measure), gap.level.value
    row = Compared(name, gap.our_period, ours, gap.value_words, gap.ours, theirs, gap.short)
    return row, gap.level.name or "Others"


def _build_slide_points(text: str) -> tuple[str, ...]:
    """A text as lines for a slide: the items of its lists where it has some, else how its paragraphs begin."""
    blocks = parse_prose(text)
    items = [item for block in blocks if isinstance(block, Bullets) for item in block.items]
    paragraphs = [block.text for block in blocks if isinstance(block, Paragraph)]
    lines: Sequence[str] = items or paragraphs
    return tuple(first_line(line) for line in lines[:MOST_POINTS])


def first_line(text: str) -> str:
    """A text cut to a line: at the end of its first sentence where that is short enough."""
    flat = " ".join(text.split())
    first = flat.split(". ")[0]
    if first != flat and len(first) < LONGEST_POINT:
        flat = f"{first.rstrip('.')}."
    return shorten(flat, LONGEST_POINT, placeholder=" …") or flat[:LONGEST_POINT]
