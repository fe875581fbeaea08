"""A brief on one page: a statement for those who will be asked about it, or all of them for a group of interviewees.

It is an outline like any other, so that every format writes it; what is long is cut at the end of a sentence or word.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from textwrap import shorten

from selfassess.domain.framework.framework import Category, Framework, Statement
from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.display_names import Names, sort_by_level
from selfassess.domain.model.errors import WrongUseError
from selfassess.domain.model.report_blocks import Block, Bullets, Outline, Paragraph, Section, Span, Table
from selfassess.domain.model.workbook import Assessment, Workbook
from selfassess.domain.report.presentation import figures_beside_others, first_line

PAPER = "paper:"
"""With its title, what a Word document keeps that is a paper by itself, so that nothing is taken from it."""
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
    join_sign = "_" if about.strip().replace(" ", "_") in there else "-"
    key = about.strip().replace(" ", join_sign).casefold()
    if key not in there:
        raise WrongUseError(f"There is no brief on “{about}”. There are: {', '.join(there)}.")
    names = Names(assessment, workbook.council)
    section = _Brief(names, outline, 2 * LONGEST_LINE).build_brief_of_key(key)
    if outline.options.size > _SIZE or _count_brief_lines(section) > _ROOM:
        section = _Brief(names, outline).build_brief_of_key(key)
    return replace(outline, title=section.title, facts=(), sections=(section,), notes=(), one_page=True)


def build_statement_briefs(workbook: Workbook, outline: Outline, statements: Sequence[str]) -> tuple[Section, ...]:
    """The briefs on some statements as parts of another document; the year is already as its edition shows it."""
    year = workbook.current
    brief = _Brief(Names(year, workbook.council), outline, 2 * LONGEST_LINE)
    known = (year.framework.find_statement(key) for key in statements)
    return tuple(_set_below(brief.build_statement_brief(each)) for each in known if each is not None)


def _set_below(section: Section) -> Section:
    """A section one level further down, with all that is below it."""
    return replace(section, level=section.level + 1, children=tuple(map(_set_below, section.children)))


@dataclass(frozen=True)
class _Brief:
    names: Names
    outline: Outline
    longest: int = LONGEST_LINE

    def build_brief_of_key(self, key: str) -> Section:
        """The brief on the statement or the group with this key."""
        framework = self.names.assessment.framework
        statement = framework.find_statement(key)
        category = framework.find_category(key)
        if statement is not None:
            return self.build_statement_brief(statement)
        assert category is not None
        return self.of_group(category)

    def build_statement_brief(self, statement: Statement) -> Section:
        """What we say of a statement, what stands out, our figures, and what may be asked."""
        opening = [*self._build_brief_judgement(statement)]
        figures = figures_beside_others(self.names, statement.key)
        parts: list[tuple[str, tuple[Block, ...]]] = [
            (
                "What we do well",
                self._build_brief_bullets(
                    map(self._describe_with_detail, self._list_leading_records("strength", statement))
                ),
            ),
            (
                "What we must improve",
                self._build_brief_bullets(
                    map(self._describe_with_detail, self._list_leading_records("improvement", statement))
                ),
            ),
            (
                "What we are doing",
                self._build_brief_bullets(
                    map(self._describe_brief_action, self._list_leading_records("action", statement))
                ),
            ),
        ]
        if self.outline.options.risks:
            risks = sort_by_level(self._list_leading_records("risk", statement, most=None))[:2]
            parts.append(("Our most pressing risks", self._build_brief_bullets(map(self.names.name_record, risks))))
        figure_blocks = (_brief_table(figures.to_plain_table),) if figures is not None else ()
        parts.append(("Our figures", figure_blocks))
        parts.append(("What you may be asked", self._build_brief_bullets(statement.prompts[:MOST])))
        return self._build_brief_section(f"brief:{statement.key}", f"Brief: {statement.name}", opening, parts)

    def of_group(self, category: Category) -> Section:
        """What this group told us, and each statement in a line."""
        heard = [each for each in self.names.assessment.records_of("evidence") if each["category"] == category.key]
        told = [
            f"{self.names.name_record(each)}: {each.text_of('shows')}".removesuffix(": ") for each in heard[:MOST_HEARD]
        ]
        lines = [self._in_a_line(each) for each in self.names.assessment.framework.statements]
        spans = tuple(filter(None, lines))
        said = (Bullets(tuple("".join(s.text for s in each) for each in spans), spans=spans),) if spans else ()
        parts = [("What we have heard", self._build_brief_bullets(told)), ("Where we stand", said)]
        return self._build_brief_section(f"brief:{category.key}", f"Brief: {category.name}", [], parts)

    def _build_brief_section(
        self, key: str, title: str, opening: Iterable[Block], parts: Iterable[tuple[str, tuple[Block, ...]]]
    ) -> Section:
        """A brief with its parts; one in which nothing stands says so."""
        children = tuple(
            Section(key=f"{key}:{number}", title=name, level=2, blocks=blocks, dense=True)
            for number, (name, blocks) in enumerate(parts)
            if blocks
        )
        first = tuple(opening)
        if not first and not children:
            first = (Paragraph("Nothing written yet.", quiet=True),)
        return Section(key=key, title=title, level=1, blocks=first, children=children, dense=True)

    def _build_brief_judgement(self, statement: Statement) -> Iterator[Block]:
        for judgement in self.names.assessment.for_statement("judgement", statement.key):
            if self.outline.options.scores and isinstance(judgement["score"], int):
                score = self.names.format_score(judgement["score"])
                yield Paragraph(f"Our score: {score}", spans=(Span(f"Our score: {score}", strong=True),))
            summary = judgement.text_of("summary")
            if summary:
                yield Paragraph(shorten(summary, LONGEST_SUMMARY, placeholder=" …"))

    def _in_a_line(self, statement: Statement) -> tuple[Span, ...]:
        """A statement by its short name, what it is proud of, and what it works on."""
        said = []
        for kind, label in (("strength", "proud of"), ("improvement", "working on")):
            records = self._list_leading_records(kind, statement)
            if records:
                said += [f"{label} {_shorten_brief_line(self.names.name_record(records[0]), 70)}"]
        if not said:
            return ()
        return (Span(f"{statement.short_name}: ", strong=True), Span("; ".join(said)))

    def _list_leading_records(self, kind: str, statement: Statement, most: int | None = MOST) -> list[Record]:
        return list(self.names.assessment.for_statement(kind, statement.key))[:most]

    def _describe_with_detail(self, record: Record) -> str:
        """A record's title with the first line of its detail."""
        detail = first_line(record.text_of("detail"))
        if detail:
            return f"{self.names.name_record(record)}: {detail}"
        return self.names.name_record(record)

    def _build_brief_bullets(self, lines: Iterable[str]) -> tuple[Block, ...]:
        made = tuple(_shorten_brief_line(line, self.longest) for line in lines if line.strip())
        if not made:
            return ()
        return (Bullets(made),)

    def _describe_brief_action(self, record: Record) -> str:
        due = self.names.format_value(record, "due_on")
        due_words = f"by {due}" if due else ""
        words = (self.names.format_value(record, "owner"), due_words)
        aside = ", ".join(filter(None, words))
        brackets = f" ({aside})" if aside else ""
        return f"{_shorten_brief_line(self.names.name_record(record), 80)}{brackets}"


def _brief_table(table: Table) -> Table:
    """The first rows of a table, with short names."""
    return replace(
        table, rows=tuple((_shorten_brief_line(row[0], LONGEST_NAME), *row[1:]) for row in table.rows[:MOST])
    )


def _shorten_brief_line(text: str, longest: int) -> str:
    if " " in text:
        return shorten(text, longest, placeholder=" …")
    return text[:longest]


def _count_brief_lines(section: Section) -> int:
    """About how many lines a brief takes."""
    count = 2
    for block in section.blocks:
        if isinstance(block, Bullets):
            count += sum(1 + len(item) // LONGEST_LINE for item in block.items)
        elif isinstance(block, Table):
            count += 2 * len(block.rows)
        elif isinstance(block, Paragraph):
            count += 1 + len(block.text) // LONGEST_LINE
    return count + sum(map(_count_brief_lines, section.children))
