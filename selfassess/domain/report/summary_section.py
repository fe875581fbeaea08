"""The outline's summary: the scores, what they come to, and what a director would say first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from selfassess.domain.framework.carry_map import follow
from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.domain.model.display_names import Names, by_level, product
from selfassess.domain.model.editions import EditionOptions
from selfassess.domain.model.report_blocks import (
    Block,
    Bullets,
    Paragraph,
    ScoreBar,
    ScoreChart,
    Section,
    nothing,
    prose,
)
from selfassess.domain.model.statement_status import not_reviewed
from selfassess.domain.model.workbook import Assessment, Workbook
from selfassess.domain.readiness.assessors import rate_assessment
from selfassess.domain.report.register_sections import in_statement_order

UNDER = "under the quality statements"
PRESSING = ("most_pressing", "high")
DONE = ("complete", "cancelled")
MOST = 5
"""How many strengths, risks and priorities the summary names: a page holds no more."""
FEW = 3
"""The same for a narrative, which is set larger."""


@dataclass(frozen=True)
class SummaryPart:
    """Builds the summary for one edition."""

    names: Names
    workbook: Workbook
    options: EditionOptions
    shows_scores: bool
    risks_stand: str = "in the risk summary"
    actions_stand: str = "in the action plan"
    most: int = MOST

    def section(self) -> Section:
        """The free summary text, the chart and rating, then strengths, risks and priorities."""
        free = [each for each in self.names.assessment.of("section") if each["key"] == "summary"]
        blocks: list[Block] = [block for each in free for block in prose(each.text("text"))]
        blocks += [Paragraph(sentence) for sentence in self._not_reviewed()]
        if self.shows_scores:
            blocks += [chart(self.names, self.workbook), *(Paragraph(" ".join(said)) for said in self._rating())]
        children = [self._proud()]
        if self.options.risks:
            children.append(self._risks())
        children.append(self._priorities())
        title = CATALOGUE["section"].by_key["key"].choice_label("summary")
        return Section(
            key="summary",
            title=title,
            level=1,
            blocks=tuple(blocks),
            children=tuple(children),
            new_page=True,
            dense=True,
        )

    def _not_reviewed(self) -> Iterator[str]:
        """What a reader has to know before taking anything in a carried year for this year's view."""
        counted = Counter(r.kind for rows in self.names.assessment.records.values() for r in rows if not_reviewed(r))
        if counted:
            kinds = [(number, CATALOGUE[kind]) for kind, number in counted.items()]
            said = ", ".join(
                f"{number} {(spec.name if number == 1 else spec.plural).lower()}" for number, spec in kinds
            )
            yield f"Carried forward from an earlier year and not reviewed since: {said}."

    def _rating(self) -> Iterator[list[str]]:
        """What CQC published, then what the scores come to: the sentences of each paragraph."""
        assessment = self.names.assessment
        published = self.names.value(assessment.record, "published_rating")
        if published:
            percent = assessment.record["published_percent"]
            points = f" ({percent} %)" if percent is not None else ""
            yield [f"Published rating: {published}{points}."]
        rated = rate_assessment(assessment)
        label = "" if rated.label is None else f"{rated.label}. "
        said = [f"{label}{rated.working}"]
        if rated.points_to_next:
            points = "1 more point" if rated.points_to_next == 1 else f"{rated.points_to_next} more points"
            said.append(f"{points} across the scored statements would reach {rated.next_label}.")
        yield [*said, *rated.notices]

    def _proud(self) -> Section:
        strengths = in_statement_order(self.names, "strength")
        shown = [each for each in strengths if each["good_practice"]]
        if not shown:
            first = {each["quality_statement"]: each for each in reversed(strengths)}
            shown = [each for each in strengths if first[each["quality_statement"]] is each]
        items = tuple(self._with_statement(self.names.record(e), e.text("quality_statement")) for e in shown)
        return _listed("proud", "What we are proud of", items, "No strengths recorded yet.", UNDER, self.most)

    def _risks(self) -> Section:
        open_risks = [each for each in in_statement_order(self.names, "risk") if each["status"] != "closed"]
        items = tuple(
            self._with_statement(
                ": ".join(filter(None, (self.names.record(each), product(each["likelihood"], each["severity"])))),
                each.text("quality_statement"),
            )
            for each in by_level(open_risks)
        )
        return _listed(
            "risks", "Our most pressing risks", items, "No open risks recorded yet.", self.risks_stand, self.most
        )

    def _priorities(self) -> Section:
        actions = [
            each
            for each in in_statement_order(self.names, "action")
            if each["priority"] in PRESSING and each["status"] not in DONE and not each["completed_on"]
        ]
        actions.sort(key=lambda each: PRESSING.index(each.text("priority")))
        items = []
        for each in actions:
            who = self.names.value(each, "owner")
            due = self.names.value(each, "due_on")
            more = ", ".join(filter(None, (who, f"due {due}" if due else "")))
            items.append(f"{self.names.record(each)}{f' ({more})' if more else ''}")
        say = "No action has a high priority yet."
        return _listed("priorities", "Our priorities", tuple(items), say, self.actions_stand, self.most)

    def _with_statement(self, title: str, statement: str) -> str:
        return f"{title} ({self.names.short_statement(statement)})"


def chart(names: Names, workbook: Workbook) -> ScoreChart:
    """Scores by statement, each with the last one before it: the council's own, or others' where it has none."""
    assessment = names.assessment
    before = workbook.before(assessment)
    own = [each for each in before if not each.by_cqc and any(each.scores.values())]
    earlier = _earlier(assessment, own or before, workbook)
    several = len({found.id for _, found in earlier.values()}) > 1
    bars = []
    for statement in assessment.framework.statements:
        score = assessment.score(statement.key)
        then, found = earlier.get(statement.key, (None, None))
        words = names.score(score) if score is not None else "Not scored"
        bars.append(ScoreBar(statement.name, score, words, then, found.label if found and several else ""))
    last = next(iter(earlier.values()))[1] if earlier else None
    label = "Earlier scores" if several else whose(last) if last else ""
    said = [f"{bar.name}: {bar.words}{_then(bar, label)}" for bar in bars]
    return ScoreChart(tuple(bars), earlier_label=label, alternative=f"{whose(assessment)}. " + "; ".join(said) + ".")


def _earlier(
    assessment: Assessment, before: Sequence[Assessment], workbook: Workbook
) -> Mapping[str, tuple[int, Assessment]]:
    """Each statement's last earlier score and whose it is, by what became of the statements of older frameworks.

    A statement that follows from several has an earlier score only where they agree.
    """
    found: dict[str, tuple[int, Assessment]] = {}
    for each in before:
        carried = follow(each.framework, assessment.framework, workbook.frameworks)
        for statement in assessment.framework.statements:
            scores = {score for key in carried.came_from(statement.key) if (score := each.score(key)) is not None}
            if len(scores) == 1:
                found.setdefault(statement.key, (scores.pop(), each))
    return found


def whose(assessment: Assessment) -> str:
    """An assessment named so that nobody takes a council's own scores for CQC's."""
    if assessment.of_another_council:
        return f"Another council: {assessment.label}"
    made_by = {"cqc": "CQC’s assessment", "peer": "Peer review"}.get(
        assessment.record.text("assessor"), "Our own assessment"
    )
    return f"{made_by}, {assessment.label.removeprefix('CQC ')}"


def _then(bar: ScoreBar, label: str) -> str:
    return f" ({bar.earlier_from or label}: {bar.earlier})" if bar.earlier is not None else ""


def _listed(key: str, title: str, items: tuple[str, ...], empty: str, where: str, most: int) -> Section:
    blocks: tuple[Block, ...] = (Bullets(items[:most]),) if items else nothing(empty)
    if len(items) > most:
        blocks += (Paragraph(f"{len(items) - most} more {where}.", quiet=True),)
    return Section(key=f"summary:{key}", title=title, level=2, blocks=blocks, dense=True)
