"""What changed since a signed version, as a short report: scores, then statement by statement, then the rest counted.

It is made of two years that are already as the reader may see them. A text that was rewritten is said to be, with its
length; who wants every word finds it under Review and sign-off.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.domain.model.display_names import Names
from selfassess.domain.model.plural import count_records
from selfassess.domain.model.report_blocks import Block, Bullets, Column, Facts, Outline, Paragraph, Section, Table
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.readiness.assessors import rate_assessment
from selfassess.domain.readiness.rating import Rating
from selfassess.domain.signing.changes_since_signing import (
    Became,
    ChangedField,
    Revised,
    Revision,
    find_revised_statements,
)
from selfassess.domain.text.sentences import count_words
from selfassess.domain.text.text_diff import Mark
from selfassess.domain.text.wording import british_date, choose_plural, format_percent, join_with_and

TITLE = "What changed"
TOLD = ("judgement", "strength", "improvement", "risk", "action", "section", "story")
"""Kinds of record that are told one by one; of the others the report says how many."""
_UNTOLD = ("assessment", "comment")
_SCORE = "Score"
_SHORT = 90
"""Characters up to which a text is repeated; of a longer one it is said that it was rewritten."""
_PLACED = CATALOGUE["risk"].by_key["quality_statement"].label
"""What the heading above a record says already."""
NOTHING = "Nothing was changed."


@dataclass(frozen=True, slots=True)
class Compared:
    """A year as it was signed and as it is now; ``since`` names the version, with the day."""

    before: Assessment
    after: Assessment
    since: str


def build_changes_report(view: Outline, compared: Compared, today: str) -> Outline:
    """The report; ``view`` is the outline of the year now, from which it has council and look."""
    found = _leave_out_untold(find_revised_statements(compared.before, compared.after))
    sections = [_build_in_brief(compared, found)]
    table = build_score_table(compared)
    if table.rows:
        sections.append(Section(key="changes:scores", title="Scores", level=1, blocks=(table,)))
    sections += _build_statement_sections(found)
    facts = (("Since", compared.since),)
    status = f"As of {british_date(today)}"
    return replace(view, title=TITLE, status=status, facts=facts, sections=tuple(sections), notes=(), draft=False)


def build_score_table(compared: Compared) -> Table:
    """The statements whose score is another one now."""
    before, after = Names(compared.before), Names(compared.after)
    rows = []
    for statement in compared.after.framework.statements:
        was, now = compared.before.score_of(statement.key), compared.after.score_of(statement.key)
        if was != now:
            words = (
                ("Not scored" if was is None else before.format_score(was)),
                ("Not scored" if now is None else after.format_score(now)),
            )
            rows.append((f"{statement.number} {statement.name}", *words))
    columns = (Column("Quality statement", 2.4), Column("Then", 1.5), Column("Now", 1.5))
    return Table("Scores that moved", columns, tuple(rows))


def list_change_rows(compared: Compared) -> Table:
    """Every record that is told one by one, as a sheet has it."""
    rows = tuple(
        (part.title, CATALOGUE[each.kind].name, each.title, each.became.value, "\n".join(_list_field_words(each)))
        for part in _leave_out_untold(find_revised_statements(compared.before, compared.after))
        for each in part.revisions
    )
    columns = (Column("Where", 1.6), Column("What", 1.4), Column("Title", 2.6), Column("What became of it", 1.3),
               Column("How", 3.4))  # fmt: skip
    return Table("What changed", columns, rows)


def _leave_out_untold(found: Sequence[Revised]) -> tuple[Revised, ...]:
    kept = (
        replace(part, revisions=tuple(each for each in part.revisions if each.kind not in _UNTOLD)) for part in found
    )
    return tuple(part for part in kept if part.revisions)


def _build_in_brief(compared: Compared, found: Sequence[Revised]) -> Section:
    lines = [*_tell_rating(compared), *_tell_counts(found)]
    blocks: tuple[Block, ...] = (Bullets(tuple(lines)),) if lines else (Paragraph(NOTHING),)
    return Section(key="changes:in-brief", title="In brief", level=1, blocks=blocks)


def _tell_rating(compared: Compared) -> Iterator[str]:
    was, now = rate_assessment(compared.before), rate_assessment(compared.after)
    moved = len(build_score_table(compared).rows)
    if moved:
        yield f"{moved:,} {choose_plural(moved, 'score', 'scores')} moved."
    if (was.percent, was.rating) != (now.percent, now.rating):
        yield f"The indicative rating is {_name_rating(now)}; it was {_name_rating(was)}."


def _name_rating(rated: Rating) -> str:
    return "not there yet" if rated.percent is None else f"{rated.label} ({format_percent(rated.percent)})"


def _tell_counts(found: Sequence[Revised]) -> Iterator[str]:
    """How many records of each kind are new, otherwise or gone: "Actions: 2 new, 1 changed"."""
    counted = Counter((each.kind, each.became) for part in found for each in part.revisions)
    for kind in CATALOGUE:
        said = [f"{counted[kind, became]:,} {became.lower()}" for became in Became if counted[kind, became]]
        if said:
            yield f"{CATALOGUE[kind].plural}: {join_with_and(said)}."


def _build_statement_sections(found: Sequence[Revised]) -> Iterator[Section]:
    for part in found:
        told = [each for each in part.revisions if each.kind in TOLD]
        rest = Counter(each.kind for each in part.revisions if each.kind not in TOLD)
        blocks: list[Block] = [_tell_revision(each) for each in told]
        if rest:
            counted = join_with_and(count_records(kind, number) for kind, number in rest.items())
            blocks.append(Paragraph(f"Also otherwise: {counted}.", quiet=True))
        yield Section(key=f"changes:{part.statement or 'elsewhere'}", title=part.title, level=1, blocks=tuple(blocks))


def _tell_revision(revision: Revision) -> Block:
    kind = CATALOGUE[revision.kind]
    name = kind.name if revision.kind == "judgement" else f"{kind.name}: {revision.title}"
    title, rows = f"{name} ({revision.became.lower()})", tuple(_list_field_rows(revision))
    return Facts(rows, title) if rows else Paragraph(title)


def _list_field_words(revision: Revision) -> Iterator[str]:
    yield from (f"{label}: {words}" for label, words in _list_field_rows(revision))


def _list_field_rows(revision: Revision) -> Iterator[tuple[str, str]]:
    """What became of each field; of what is new or gone only its short facts."""
    for each in revision.fields:
        before, after = _split_texts(each)
        long = max(len(before), len(after)) > _SHORT
        if revision.became is Became.CHANGED:
            yield each.label, _tell_change(before, after, long)
        elif not long and revision.became is Became.NEW and after != revision.title and each.label != _PLACED:
            yield each.label, after


def _tell_change(before: str, after: str, long: bool) -> str:
    if long:
        words = f"{count_words((after,)):,} words"
        if not before:
            return f"Written: {words}."
        return f"Rewritten: {words}, before {count_words((before,)):,}." if after else "Emptied."
    return f"{after or 'empty'}; before: {before or 'empty'}"


def _split_texts(field: ChangedField) -> tuple[str, str]:
    before = "".join(each.text for each in field.pieces if each.mark is not Mark.ADDED)
    after = "".join(each.text for each in field.pieces if each.mark is not Mark.REMOVED)
    return before.strip(), after.strip()
