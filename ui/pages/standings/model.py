"""What the page shows: a row for each statement, and a row for each council that scored 3 or 4 in one."""

from __future__ import annotations

from dataclasses import dataclass

from selfassess.domain.framework.framework import Framework
from selfassess.domain.standings.comparison import Standings, StatementStanding, list_to_learn_from
from selfassess.domain.standings.published_scores import KINDS, PublishedScore
from ui.widgets.tables import Column

NOT_SCORED = "not scored"
ONE_SOURCE, CQCS_WORDS = "one source", "CQC’s words"


@dataclass(frozen=True, slots=True)
class StatementRow:
    """A statement: our score and how each group stands."""

    id: str
    place: int
    standing: StatementStanding


@dataclass(frozen=True, slots=True)
class LearnRow:
    """A council that scored 3 or 4 in the statement one is on."""

    id: str
    place: int
    score: int
    council: PublishedScore


def build_statement_rows(standings: Standings) -> tuple[StatementRow, ...]:
    """The statements in their order."""
    return tuple(StatementRow(each.key, each.number, each) for each in standings.statements)


def build_statement_columns(standings: Standings) -> tuple[Column, ...]:
    """The statement, our score, and a column for each group."""
    groups = tuple(_build_group_column(at, group.name) for at, group in enumerate(standings.groups))
    return (
        Column(label="Statement", words=lambda row: f"{row.standing.number} {row.standing.short}", share=2, width=16),
        Column(
            label="Ours",
            words=lambda row: str(row.standing.ours or NOT_SCORED),
            order=lambda row: row.standing.ours,
            number=True,
            width=9,
        ),
        *groups,
    )


def _build_group_column(at: int, name: str) -> Column:
    return Column(
        label=name,
        words=lambda row: row.standing.groups[at].short,
        order=lambda row: row.standing.groups[at].average,
        share=1,
        width=14,
    )


def build_learn_rows(standings: Standings, framework: Framework, statement: str) -> tuple[LearnRow, ...]:
    """Who scored 3 or 4 in a statement, those nearest to us first."""
    at = [each.key for each in framework.statements].index(statement)
    found = list_to_learn_from(standings, framework, statement)
    return tuple(
        LearnRow(f"{each.council} {each.date}", place, each.scores[at] or 0, each) for place, each in enumerate(found)
    )


LEARN_COLUMNS = (
    Column(label="Council", words=lambda row: row.council.council, share=2, width=16),
    Column(label="Score", words=lambda row: str(row.score), order=lambda row: row.score, number=True, width=6),
    Column(label="When", words=lambda row: row.council.month, order=lambda row: row.council.date, width=14),
    Column(label="Rests on", words=lambda row: ONE_SOURCE if row.council.one_source else CQCS_WORDS, width=11),
    Column(label="Region", words=lambda row: row.council.region, share=1, width=16, gives_way=1),
    Column(label="Kind", words=lambda row: KINDS.get(row.council.kind, ""), share=1, width=16, gives_way=2),
)  # fmt: skip


def find_council(row: object) -> str:
    """What one may look for in a row."""
    return row.council.council if isinstance(row, LearnRow) else ""
