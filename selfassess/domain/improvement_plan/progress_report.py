"""The progress report for a committee, as an outline that every format draws, and its tables for Excel.

It is made of a year that is already as its edition may show it, so that it tells nothing the edition does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from selfassess.domain.improvement_plan.movement import Moved, Movement, find_movement, rebuild_year_as_of
from selfassess.domain.improvement_plan.rag import RULE, Rag
from selfassess.domain.improvement_plan.tracker import build_tracker_tables
from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.display_names import Names
from selfassess.domain.model.editions import Edition, EditionOptions, build_options
from selfassess.domain.model.errors import WrongUseError
from selfassess.domain.model.report_blocks import Block, Bullets, Column, Facts, Outline, Paragraph, Section, Table
from selfassess.domain.model.workbook import Assessment, Workbook
from selfassess.domain.publishing.edition_view import reduce_to_edition
from selfassess.domain.report.outline import build_outline, walk_sections
from selfassess.domain.report.register_sections import without_empty_columns
from selfassess.domain.text.wording import british_date, choose_plural, count_noun, join_with_and, join_with_or

TITLE = "Progress of the improvement plan"
NO_EFFECT = "Not written yet"
EDITIONS = (Edition.BOARD, Edition.FULL)
"""Who may read one: it says how actions stand, which neither CQC's nor the public edition shows."""
_MARK = "progress"


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """A report with what it was made of: the workbook and the year as the edition may show them."""

    workbook: Workbook
    year: Assessment
    movement: Movement
    made: Outline

    @property
    def mark(self) -> str:
        """What a Word document keeps of it, so that the very same can be made again when it comes back."""
        return f"{_MARK}:{self.movement.since}:{self.movement.today}"


def progress_options(edition: Edition, *, names: bool = False, risks: bool = True) -> EditionOptions:
    """The options of a report for a committee: owners by their role, unless somebody wants their names."""
    return build_options(edition, names=names, risks=risks)


def build_progress(
    held: Workbook, label: str | None, *, since: str, today: str, edition: Edition, options: EditionOptions
) -> Progress:
    """The report on a year of a workbook that was read with its journal. Raises WrongUseError where there is none."""
    if edition not in EDITIONS:
        raise WrongUseError(
            f"A progress report says how actions stand, which is not for {edition.describe_readers}. "
            f"It is made for {join_with_or(each.describe_readers for each in EDITIONS)}."
        )
    own = held.find_assessment(label)
    if own.by_cqc:
        raise WrongUseError(f"{own.label} is the view of others, and holds no improvement plan of yours.")
    was = rebuild_year_as_of(held, own, since)
    before = reduce_to_edition(replace(held, assessments=(was,)), edition, options).current if was is not None else None
    shown = reduce_to_edition(replace(held, assessments=(own,)), edition, options)
    view = build_outline(shown, shown.current, edition, options=options, parts=())
    movement = find_movement(before, shown.current, since=since, today=today)
    return Progress(workbook=shown, year=shown.current, movement=movement, made=build_progress_report(movement, view))


def rebuild_marked_report(
    held: Workbook, year: str, mark: str, edition: Edition, options: EditionOptions
) -> Outline | None:
    """The report that a document says it is, made again; None where its mark is none of a progress report."""
    kind, _, days = mark.partition(":")
    since, _, today = days.partition(":")
    if kind != _MARK:
        return None
    return build_progress(held, year, since=since, today=today, edition=edition, options=options).made


def build_progress_report(movement: Movement, view: Outline) -> Outline:
    """The report; ``view`` is the outline of the same year and edition, for council, logo and what stands around."""
    report = _Report(movement, Names(movement.year))
    facts = (("What moved since", british_date(movement.since)),)
    sections = tuple(report.build_sections())
    status = f"As of {british_date(movement.today)}"
    return replace(view, title=TITLE, status=status, facts=facts, sections=sections, notes=(), draft=False)


def list_progress_tables(report: Outline, movement: Movement) -> Iterator[tuple[str, Table]]:
    """The tables of the report by the names of their sheets, and the trackers with councils' own columns."""
    seen: dict[str, int] = {}
    for section in walk_sections(report.sections):
        for table in (block for block in section.blocks if isinstance(block, Table)):
            seen[section.title] = seen.get(section.title, 0) + 1
            yield section.title if seen[section.title] == 1 else f"{section.title} {seen[section.title]}", table
    yield from build_tracker_tables(Names(movement.year))


@dataclass(frozen=True, slots=True)
class _Report:
    movement: Movement
    names: Names

    def build_sections(self) -> Iterator[Section]:
        """Everything, what a committee asks for first in front; a part with nothing to tell says so in a sentence."""
        yield self._build_part("in-brief", "In brief", self._tell_in_brief())
        yield self._build_part("closed", "What was closed, and its effect", self._tell_closed())
        yield self._build_part("late", "What is late", self._tell_late())
        yield self._build_part("milestones", "Milestones", self._tell_milestones())
        yield self._build_part("moved", "What moved", self._tell_moved())
        yield self._build_part("plan", "The whole plan", self._tell_plan(), new_page=True)
        yield self._build_part("rule", "Where an action stands: the rule", (Bullets(RULE),))

    def _build_part(self, key: str, title: str, blocks: Iterable[Block], *, new_page: bool = False) -> Section:
        return Section(key=f"progress:{key}", title=title, level=1, blocks=tuple(blocks), new_page=new_page)

    def _tell_in_brief(self) -> Iterator[Block]:
        found, since = self.movement, british_date(self.movement.since)
        told = [
            (len(found.new), "new"),
            (len(found.closed), "closed"),
            (len(found.cancelled), "cancelled"),
            (len(found.removed), "taken out of the plan"),
        ]
        said = join_with_and(f"{number:,} {words}" for number, words in told if number)
        opening = f"Since {since}: {said or 'no action was closed'}. {count_noun(len(found.late), 'action')} "
        opening += f"{choose_plural(len(found.late), 'is', 'are')} late, and "
        opening += f"{count_noun(len(found.reached), 'milestone')} {choose_plural(len(found.reached), 'was', 'were')}"
        yield Paragraph(f"{opening} reached.")
        if not found.knows_before:
            yield Paragraph(
                f"The history of this workbook does not reach back to {since}. What moved is told from updates, "
                "milestones and dates of completion only.",
                quiet=True,
            )
        rows = []
        for rag in Rag:
            number = sum(each is rag for _, each in found.rated)
            if number:
                rows.append((rag.label, rag.colour.capitalize(), f"{number:,}"))
        if rows:
            columns = (Column("Where they stand", 2.4), Column("Colour", 1.2), Column("Actions", 1.0, number=True))
            yield Table("How many actions stand where", columns, tuple(rows))

    def _tell_closed(self) -> Iterator[Block]:
        for action in self.movement.closed:
            effect = self.names.format_value(action, "effect")
            outcome = self.names.format_value(action, "outcome")
            rows = [
                *self._list_facts(action, ("completed_on", "owner")),
                (CATALOGUE["action"].by_key["effect"].label, effect or NO_EFFECT),
            ]
            if outcome and not effect:
                rows.append(("What it was to change", outcome))
            yield Facts(tuple(rows), self._name_with_place(action))
        for action in self.movement.cancelled:
            yield Facts((("Status", "Cancelled"), *self._list_facts(action, ("owner",))), self._name_with_place(action))
        if not (self.movement.closed or self.movement.cancelled):
            yield Paragraph("Nothing was closed.", quiet=True)

    def _tell_late(self) -> Iterator[Block]:
        rows = tuple(
            (
                self.names.name_record(action),
                self.names.name_short_place(action),
                self.names.format_value(action, "owner"),
                self.names.format_value(action, "due_on"),
                count_noun(_count_days(action.text_of("due_on"), self.movement.today), "day"),
                self._say_latest(action),
            )
            for action in self.movement.late
        )
        columns = (
            Column("Action", 2.6), Column("Statement or theme", 1.5), Column("Owner", 1.4), Column("Due", 1.6),
            Column("Late by", 0.9), Column("Latest", 2.4),
        )  # fmt: skip
        if rows:
            yield without_empty_columns(Table("Actions that are late", columns, rows))
        else:
            yield Paragraph("No action is late.", quiet=True)

    def _tell_milestones(self) -> Iterator[Block]:
        for caption, found in (
            ("Milestones that were reached", self.movement.reached),
            ("Milestones that have passed their date", self.movement.missed),
        ):
            rows = tuple(
                (
                    self.names.name_record(each),
                    self.names.format_value(each, "action"),
                    self.names.format_value(each, "due_on"),
                    self.names.format_value(each, "done_on"),
                )
                for each in found
            )
            columns = (Column("Milestone", 2.6), Column("Action", 2.6), Column("Due", 1.6), Column("Reached", 1.6))
            if rows:
                yield without_empty_columns(Table(caption, columns, rows))
        if not (self.movement.reached or self.movement.missed):
            yield Paragraph("No milestone was reached, and none has passed its date.", quiet=True)

    def _tell_moved(self) -> Iterator[Block]:
        for each in self.movement.moved:
            kind = CATALOGUE[each.record.kind].name
            yield Facts(tuple(self._list_moves(each)), f"{kind}: {self._name_with_place(each.record)}")
        if self.movement.removed:
            yield Paragraph(f"Taken out of the plan: {'; '.join(self.movement.removed)}.")
        if not (self.movement.moved or self.movement.removed):
            yield Paragraph("Nothing moved.", quiet=True)

    def _list_moves(self, moved: Moved) -> Iterator[tuple[str, str]]:
        if moved.changes:
            yield "Changed", "\n".join(f"- {change}" for change in moved.changes)
        for update in moved.updates:
            when = self.names.format_value(update, "dated_on") or "Update"
            status = self.names.format_value(update, "status")
            who = self.names.format_value(update, "author")
            aside = join_with_and(filter(None, (status and f"now “{status}”", who)))
            brackets = f" ({aside})" if aside else ""
            yield when, f"{update.text_of('text')}{brackets}"

    def _tell_plan(self) -> Iterator[Block]:
        order = {statement.key: at for at, statement in enumerate(self.movement.year.framework.statements)}
        ordered = sorted(
            self.movement.rated, key=lambda pair: order.get(pair[0].text_of("quality_statement"), len(order))
        )
        rows = tuple(
            (
                self.names.name_record(action),
                self.names.name_short_place(action),
                self.names.format_value(action, "owner"),
                self.names.format_value(action, "origin"),
                self.names.format_value(action, "due_on"),
                rag.label,
            )
            for action, rag in ordered
        )
        columns = (
            Column("Action", 3.0), Column("Statement or theme", 1.6), Column("Owner", 1.4), Column("Comes from", 1.3),
            Column("Due", 1.6), Column("Where it stands", 1.3),
        )  # fmt: skip
        if rows:
            yield without_empty_columns(Table("Every action", columns, rows))
        else:
            yield Paragraph("There are no actions yet.", quiet=True)

    def _list_facts(self, record: Record, keys: Iterable[str]) -> tuple[tuple[str, str], ...]:
        return self.names.list_facts(record, keys).rows

    def _name_with_place(self, record: Record) -> str:
        place = self.names.name_short_place(record)
        return f"{self.names.name_record(record)} ({place})" if place else self.names.name_record(record)

    def _say_latest(self, action: Record) -> str:
        """The latest update of an action, or else what its progress says."""
        own = [each for each in self.movement.year.records_of("update") if each["about"] == action.id]
        if own:
            return max(own, key=lambda each: each.text_of("dated_on")).text_of("text")
        return action.text_of("progress")


def _count_days(due: str, today: str) -> int:
    try:
        return (date.fromisoformat(today) - date.fromisoformat(due)).days
    except ValueError:
        return 0
