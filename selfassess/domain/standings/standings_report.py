"""Where others stand as a document: an outline that every format draws, and its tables for Excel.

Our own scores are those of a year that is already as its edition may show it. What CQC published of others is public.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from selfassess.domain.framework.framework import Framework
from selfassess.domain.model.editions import Edition, EditionOptions
from selfassess.domain.model.errors import WrongUseError
from selfassess.domain.model.report_blocks import Block, Bullets, Column, Outline, Paragraph, Section, Table
from selfassess.domain.model.workbook import Workbook
from selfassess.domain.report.outline import build_outline
from selfassess.domain.standings.comparison import Standings, list_to_learn_from
from selfassess.domain.standings.published_scores import KINDS, PublishedScore, summarise_sources
from selfassess.domain.text.wording import join_with_or

TITLE = "Where others stand"
EDITIONS = (Edition.BOARD, Edition.FULL)
"""Who may read one: it sets the council's own scores against others', which is for nobody outside."""
SHOWN = 8
"""So many councils to learn from are named for each statement; Excel has all of them."""
ONE_SOURCE, OWN_WORDS = "One source", "CQC’s words"
NOT_SCORED, UNKNOWN = "not scored", "–"
_READING = (
    "A group’s cell says how many of its councils have a score of 3 or 4 in the statement, of how many, and their "
    "average: “9 of 15 · 2.6”.",
    "Of each council only the latest assessment counts, and a council is never compared with itself.",
    "“One source”: the row rests on one secondary source and was not read in CQC’s or the council’s own words; check "
    "it with CQC before you quote it.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingsReport:
    """What a document is made of. ``published`` are all councils, ours too where CQC has published its scores."""

    found: Standings
    published: tuple[PublishedScore, ...]
    framework: Framework

    def list_tables(self) -> Iterator[tuple[str, Table]]:
        """Every table by the name of its sheet, each whole."""
        yield "Beside others", self.build_comparison()
        yield "Learn from", self._build_learn_table()
        yield "Councils", self.build_councils()

    def build_comparison(self) -> Table:
        """A row for each statement: our score, and how each group stands."""
        groups = tuple(Column(group.name, 1.5) for group in self.found.groups)
        rows = tuple(
            (
                f"{row.number} {row.name}",
                NOT_SCORED if row.ours is None else str(row.ours),
                *(group.short for group in row.groups),
            )
            for row in self.found.statements
        )
        columns = (Column("Quality statement", 3), Column("Ours", 0.9, True), *groups)
        return Table("Our scores beside others’, by quality statement", columns, rows)

    def build_councils(self) -> Table:
        """A row for each council: its scores in the order of the statements, its rating, and what the row rests on."""
        heads = (Column(str(each.number), 0.45, True) for each in self.framework.statements)
        labels = {band.key: band.label for band in self.framework.bands}
        rows = tuple(
            (
                each.council,
                each.month,
                *(UNKNOWN if score is None else str(score) for score in each.scores),
                labels.get(each.rating, each.rating),
                ONE_SOURCE if each.one_source else OWN_WORDS,
            )
            for each in self.published
        )
        columns = (Column("Council", 2.4), Column("When", 1.9), *heads, Column("Rating", 2.2), Column("Rests on", 1.3))
        return Table("The published scores of every council, by the number of the quality statement", columns, rows)

    def build_sections(self) -> Iterator[Section]:
        """Everything, what is asked first in front."""
        sources = Paragraph(summarise_sources(self.found.rests_on_one_source, self.published), quiet=True)
        yield _build_part("distance", "How far to the next rating", (Paragraph(f"{self.found.distance}."), sources))
        yield _build_part("beside", "Beside others", (self.build_comparison(), Bullets(_READING)))
        learn = tuple(
            Section(
                key=f"standings:{row.key}", title=f"{row.number} {row.name}", level=2, blocks=self._list_best(row.key)
            )
            for row in self.found.statements
        )
        yield Section(key="standings:learn", title="Who there is to learn from", level=1, children=learn, new_page=True)
        yield _build_part("councils", "The councils", (self.build_councils(),), new_page=True)

    def _list_best(self, statement: str) -> tuple[Block, ...]:
        found = list_to_learn_from(self.found, self.framework, statement)
        if not found:
            return (Paragraph("No council with published scores has 3 or 4 here.", quiet=True),)
        table = self._build_best_table("Scored 3 or 4, those of our region and kind first", statement, found[:SHOWN])
        more = len(found) - SHOWN
        rest = (Paragraph(f"{more:,} more scored 3 or 4.", quiet=True),) if more > 0 else ()
        return (table, *rest)

    def _build_best_table(self, caption: str, statement: str, found: Sequence[PublishedScore]) -> Table:
        at = [each.key for each in self.framework.statements].index(statement)
        rows = tuple(
            (
                each.council,
                UNKNOWN if (score := each.scores[at]) is None else str(score),
                each.month,
                each.region or UNKNOWN,
                KINDS.get(each.kind, UNKNOWN),
                ONE_SOURCE if each.one_source else OWN_WORDS,
            )
            for each in found
        )
        return Table(caption, _BEST, rows)

    def _build_learn_table(self) -> Table:
        """The councils to learn from of every statement in one table, and where each was published."""
        rows = []
        for row in self.found.statements:
            found = list_to_learn_from(self.found, self.framework, row.key)
            table = self._build_best_table("", row.key, found)
            sources = (each.source for each in found)
            rows += [(row.name, *cells, source) for cells, source in zip(table.rows, sources, strict=True)]
        columns = (Column("Quality statement", 3), *_BEST, Column("Source", 3))
        return Table("Who scored 3 or 4, by quality statement", columns, tuple(rows))


_BEST = (
    Column("Council", 2.2),
    Column("Score", 0.7, True),
    Column("When", 1.7),
    Column("Region", 1.6),
    Column("Kind", 1.6),
    Column("Rests on", 1.3),
)


def refuse_edition(edition: Edition) -> None:
    """Raise WrongUseError where a document of standings is not for the readers of an edition."""
    if edition not in EDITIONS:
        raise WrongUseError(
            f"Where others stand shows your own scores beside theirs, which is not for {edition.describe_readers}. "
            f"It is made for {join_with_or(each.describe_readers for each in EDITIONS)}."
        )


def build_standings_outline(
    report: StandingsReport, shown: Workbook, edition: Edition, options: EditionOptions
) -> Outline:
    """The document; ``shown`` is the workbook as the edition may show it, with the one year that is compared."""
    view = build_outline(shown, shown.current, edition, options=options, parts=())
    facts = (("Councils with published scores", f"{len(report.published):,}"),)
    return replace(view, title=TITLE, facts=facts, sections=tuple(report.build_sections()), notes=())


def _build_part(key: str, title: str, blocks: Sequence[Block], *, new_page: bool = False) -> Section:
    return Section(key=f"standings:{key}", title=title, level=1, blocks=tuple(blocks), new_page=new_page)
