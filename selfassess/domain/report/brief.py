"""A brief on one page: a statement for those who will be asked about it, or all of them for a group of interviewees.

It is an outline like any other, so that every format writes it; what is long is cut at the end of a sentence or word.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from textwrap import shorten

from selfassess.domain.framework.framework import Category, Framework, Statement
from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.display_names import Names, by_level
from selfassess.domain.model.errors import WrongUseError
from selfassess.domain.model.report_blocks import Block, Bullets, Outline, Paragraph, Section, Span, Table
from selfassess.domain.model.workbook import Assessment, Workbook
from selfassess.domain.report.presentation import figures_beside_others, first_line

LONGEST_SUMMARY = 340
LONGEST_LINE = 92
LONGEST_NAME = 56
MOST = 3
MOST_HEARD = 5
"""What fits on one page of A4 at 11 points, with room for names that are long."""
_ROOM, _SIZE = 44, 11
"""Where there are no more lines than this, at this size, a page has room for those that run over."""


def briefs_of(framework: Framework) -> dict[str, str]:
    """What a brief can be about: the key of a statement or of a group of interviewees -> its name."""
    groups = {each.key: each.name for each in framework.categories if each.key != "processes"}
    return {**{each.key: each.name for each in framework.statements}, **groups}


def build_brief(workbook: Workbook, assessment: Assessment, outline: Outline, about: str) -> Outline:
    """The brief on a statement, or for a group, of a year that is already as its edition may show it.

    ``outline`` is that edition's own, from which the brief has whatever stands around the text. Raises WrongUseError
    where there is no such statement or group.
    """
    there = briefs_of(assessment.framework)
    key = about.strip().replace(" ", "_" if about.strip().replace(" ", "_") in there else "-").casefold()
    if key not in there:
        raise WrongUseError(f"There is no brief on “{about}”. There are: {', '.join(there)}.")
    names = Names(assessment, workbook.council)
    section = _Brief(names, outline, 2 * LONGEST_LINE).about(key)
    if outline.options.size > _SIZE or _lines(section) > _ROOM:
        section = _Brief(names, outline).about(key)
    return replace(outline, title=section.title, facts=(), sections=(section,), notes=(), one_page=True)


@dataclass(frozen=True)
class _Brief:
    names: Names
    outline: Outline
    longest: int = LONGEST_LINE

    def about(self, key: str) -> Section:
        """The brief on the statement or the group with this key."""
        framework = self.names.assessment.framework
        statement, category = framework.statement(key), framework.category(key)
        if statement is not None:
            return self.of_statement(statement)
        assert category is not None
        return self.of_group(category)

    def of_statement(self, statement: Statement) -> Section:
        """What we say of a statement, what stands out, our figures, and what may be asked."""
        opening = [*self._judgement(statement)]
        figures = figures_beside_others(self.names, statement.key)
        parts: list[tuple[str, tuple[Block, ...]]] = [
            ("What we do well", self._bullets(map(self._told, self._of("strength", statement)))),
            ("What we must improve", self._bullets(map(self._told, self._of("improvement", statement)))),
            ("What we are doing", self._bullets(map(self._action, self._of("action", statement)))),
        ]
        if self.outline.options.risks:
            risks = by_level(self._of("risk", statement, most=None))[:2]
            parts.append(("Our most pressing risks", self._bullets(map(self.names.record, risks))))
        parts.append(("Our figures", (_brief_table(figures.table),) if figures is not None else ()))
        parts.append(("What you may be asked", self._bullets(statement.prompts[:MOST])))
        return self._section(f"brief:{statement.key}", f"Brief: {statement.name}", opening, parts)

    def of_group(self, category: Category) -> Section:
        """What this group told us, and each statement in a line."""
        heard = [each for each in self.names.assessment.of("evidence") if each["category"] == category.key]
        told = [f"{self.names.record(each)}: {each.text('shows')}".removesuffix(": ") for each in heard[:MOST_HEARD]]
        lines = [self._in_a_line(each) for each in self.names.assessment.framework.statements]
        spans = tuple(filter(None, lines))
        said = (Bullets(tuple("".join(s.text for s in each) for each in spans), spans=spans),) if spans else ()
        parts = [("What we have heard", self._bullets(told)), ("Where we stand", said)]
        return self._section(f"brief:{category.key}", f"Brief: {category.name}", [], parts)

    def _section(
        self, key: str, title: str, opening: Iterable[Block], parts: Iterable[tuple[str, tuple[Block, ...]]]
    ) -> Section:
        children = tuple(
            Section(key=f"{key}:{number}", title=name, level=2, blocks=blocks, dense=True)
            for number, (name, blocks) in enumerate(parts)
            if blocks
        )
        first = tuple(opening)
        if not first and not children:
            first = (Paragraph("Nothing written yet.", quiet=True),)
        return Section(key=key, title=title, level=1, blocks=first, children=children, dense=True)

    def _judgement(self, statement: Statement) -> Iterator[Block]:
        for judgement in self.names.assessment.for_statement("judgement", statement.key):
            if self.outline.options.scores and isinstance(judgement["score"], int):
                score = self.names.score(judgement["score"])
                yield Paragraph(f"Our score: {score}", spans=(Span(f"Our score: {score}", strong=True),))
            if summary := judgement.text("summary"):
                yield Paragraph(shorten(summary, LONGEST_SUMMARY, placeholder=" …"))

    def _in_a_line(self, statement: Statement) -> tuple[Span, ...]:
        """A statement by its short name, what it is proud of, and what it works on."""
        said = []
        for kind, label in (("strength", "proud of"), ("improvement", "working on")):
            records = self._of(kind, statement)
            said += [f"{label} {_line(self.names.record(records[0]), 70)}"] if records else []
        return (Span(f"{statement.short_name}: ", strong=True), Span("; ".join(said))) if said else ()

    def _of(self, kind: str, statement: Statement, most: int | None = MOST) -> list[Record]:
        return list(self.names.assessment.for_statement(kind, statement.key))[:most]

    def _told(self, record: Record) -> str:
        detail = first_line(record.text("detail"))
        return f"{self.names.record(record)}: {detail}" if detail else self.names.record(record)

    def _bullets(self, lines: Iterable[str]) -> tuple[Block, ...]:
        made = tuple(_line(line, self.longest) for line in lines if line.strip())
        return (Bullets(made),) if made else ()

    def _action(self, record: Record) -> str:
        due = self.names.value(record, "due_on")
        words = (self.names.value(record, "owner"), f"by {due}" if due else "")
        aside = ", ".join(filter(None, words))
        return f"{_line(self.names.record(record), 80)}{f' ({aside})' if aside else ''}"


def _brief_table(table: Table) -> Table:
    """The first rows of a table, with short names."""
    return replace(table, rows=tuple((_line(row[0], LONGEST_NAME), *row[1:]) for row in table.rows[:MOST]))


def _line(text: str, longest: int) -> str:
    return shorten(text, longest, placeholder=" …") if " " in text else text[:longest]


def _lines(section: Section) -> int:
    """About how many lines a brief takes."""
    count = 2
    for block in section.blocks:
        if isinstance(block, Bullets):
            count += sum(1 + len(item) // LONGEST_LINE for item in block.items)
        elif isinstance(block, Table):
            count += 2 * len(block.rows)
        elif isinstance(block, Paragraph):
            count += 1 + len(block.text) // LONGEST_LINE
    return count + sum(map(_lines, section.children))
