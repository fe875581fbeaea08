"""The outline's summary: the scores, what they come to, and what a director would say first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from selfassess.domain.framework.carry_map import build_carry_map
from selfassess.domain.framework.framework import Framework
from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.domain.model.display_names import Names, format_risk_level, sort_by_level
from selfassess.domain.model.editions import EditionOptions
from selfassess.domain.model.plural import count_records as count_records
from selfassess.domain.model.report_blocks import (
    Block,
    Bullets,
    Paragraph,
    ScoreBar,
    ScoreChart,
    Section,
    nothing_written,
    parse_prose,
)
from selfassess.domain.model.statement_status import needs_review
from selfassess.domain.model.workbook import Assessment, Workbook
from selfassess.domain.readiness.assessors import rate_assessment
from selfassess.domain.report.register_sections import in_statement_order
from selfassess.domain.text.wording import count_noun, format_percent

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

    def build_summary_section(self) -> Section:
        """The free summary text, the chart and rating, then strengths, risks and priorities."""
        free = [each for each in self.names.assessment.records_of("section") if each["key"] == "summary"]
        blocks: list[Block] = [block for each in free for block in parse_prose(each.text_of("text"))]
        blocks += [Paragraph(sentence) for sentence in self._not_reviewed()]
        if self.shows_scores:
            blocks += [
                build_score_chart(self.names, self.workbook),
                *(Paragraph(" ".join(said)) for said in self._describe_rating()),
            ]
        children = [self._build_proud_section()]
        if self.options.risks:
            children.append(self._build_open_risks_section())
        children.append(self._build_priorities_section())
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
        counted = Counter(r.kind for rows in self.names.assessment.records.values() for r in rows if needs_review(r))
        if counted:
            said = ", ".join(count_records(kind, number) for kind, number in counted.items())
            yield f"Carried forward from an earlier year and not reviewed since: {said}."

    def _describe_rating(self) -> Iterator[list[str]]:
        """What CQC published, then what the scores come to: the sentences of each paragraph."""
        assessment = self.names.assessment
        published = self.names.format_value(assessment.record, "published_rating")
        if published:
            percent = assessment.record["published_percent"]
            points = f" ({format_percent(percent)})" if percent is not None else ""
            yield [f"Published rating: {published}{points}."]
        rated = rate_assessment(assessment)
        label = "" if rated.label is None else f"{rated.label}. "
        said = [f"{label}{rated.explain_working}"]
        if rated.points_to_next:
            points = count_noun(rated.points_to_next, "more point")
            said.append(f"{points} across the scored statements would reach {rated.next_label}.")
        yield [*said, *rated.notices]

    def _build_proud_section(self) -> Section:
        """What is good practice; where nothing is marked so, the first strength of each statement."""
        strengths = in_statement_order(self.names, "strength")
        shown = [each for each in strengths if each["good_practice"]]
        if not shown:
            first = {each["quality_statement"]: each for each in reversed(strengths)}
            shown = [each for each in strengths if first[each["quality_statement"]] is each]
        items = tuple(
            self._append_statement_name(self.names.name_record(e), e.text_of("quality_statement")) for e in shown
        )
        return _build_short_list_section(
            "proud", "What we are proud of", items, "No strengths recorded yet.", UNDER, self.most
        )

    def _build_open_risks_section(self) -> Section:
        open_risks = [each for each in in_statement_order(self.names, "risk") if each["status"] != "closed"]
        items = tuple(
            self._append_statement_name(
                ": ".join(
                    filter(
                        None, (self.names.name_record(each), format_risk_level(each["likelihood"], each["severity"]))
                    )
                ),
                each.text_of("quality_statement"),
            )
            for each in sort_by_level(open_risks)
        )
        return _build_short_list_section(
            "risks", "Our most pressing risks", items, "No open risks recorded yet.", self.risks_stand, self.most
        )

    def _build_priorities_section(self) -> Section:
        """The pressing actions that are not done, the most pressing first."""
        actions = [
            each
            for each in in_statement_order(self.names, "action")
            if each["priority"] in PRESSING and each["status"] not in DONE and not each["completed_on"]
        ]
        actions.sort(key=lambda each: PRESSING.index(each.text_of("priority")))
        items = []
        for each in actions:
            who = self.names.format_value(each, "owner")
            due = self.names.format_value(each, "due_on")
            due_words = f"due {due}" if due else ""
            more = ", ".join(filter(None, (who, due_words)))
            brackets = f" ({more})" if more else ""
            items.append(f"{self.names.name_record(each)}{brackets}")
        say = "No action has a high priority yet."
        return _build_short_list_section(
            "priorities", "Our priorities", tuple(items), say, self.actions_stand, self.most
        )

    def _append_statement_name(self, title: str, statement: str) -> str:
        return f"{title} ({self.names.name_short_statement(statement)})"


def build_score_chart(names: Names, workbook: Workbook) -> ScoreChart:
    """Scores by statement, each with the last one before it: the council's own, or others' where it has none."""
    assessment = names.assessment
    before = workbook.earlier_assessments(assessment)
    own = [each for each in before if not each.by_cqc and any(each.scores_by_statement.values())]
    earlier = _find_earlier_scores(assessment, own or before, workbook)
    several = len({found.id for _, found in earlier.values()}) > 1
    bars = []
    for statement in assessment.framework.statements:
        score = assessment.score_of(statement.key)
        then, found = earlier.get(statement.key, (None, None))
        words = names.format_score(score) if score is not None else "Not scored"
        earlier_from = found.label if found and several else ""
        bars.append(ScoreBar(statement.name, score, words, then, earlier_from))
    last = next(iter(earlier.values()))[1] if earlier else None
    if several:
        label = "Earlier scores"
    elif last:
        label = name_with_assessor(last)
    else:
        label = ""
    framework = assessment.framework
    said = [f"{bar.name}: {bar.words}{_describe_earlier_score(bar, label, framework)}" for bar in bars]
    return ScoreChart(
        tuple(bars),
        earlier_label=label,
        alternative=f"{name_with_assessor(assessment)}. " + "; ".join(said) + ".",
        levels=tuple(framework.shorten_score(score.value) for score in framework.scores),
        numbered=framework.numbered,
    )


def _find_earlier_scores(
    assessment: Assessment, before: Sequence[Assessment], workbook: Workbook
) -> Mapping[str, tuple[int, Assessment]]:
    """Each statement's last earlier score and whose it is, by what became of the statements of older frameworks.

    A statement that follows from several has an earlier score only where they agree; one on another scale says nothing
    beside a bar.
    """
    found: dict[str, tuple[int, Assessment]] = {}
    for each in before:
        if not each.framework.has_scale_of(assessment.framework):
            continue
        carried = build_carry_map(each.framework, assessment.framework, workbook.frameworks)
        for statement in assessment.framework.statements:
            scores = {score for key in carried.came_from(statement.key) if (score := each.score_of(key)) is not None}
            if len(scores) == 1:
                found.setdefault(statement.key, (scores.pop(), each))
    return found


def name_with_assessor(assessment: Assessment) -> str:
    """An assessment named so that nobody takes a council's own scores for CQC's."""
    if assessment.of_another_council:
        return f"Another council: {assessment.label}"
    made_by = {"cqc": "CQC’s assessment", "peer": "Peer review"}.get(
        assessment.record.text_of("assessor"), "Our own assessment"
    )
    return f"{made_by}, {assessment.label.removeprefix('CQC ')}"


def _describe_earlier_score(bar: ScoreBar, label: str, framework: Framework) -> str:
    if bar.earlier is None:
        return ""
    return f" ({bar.earlier_from or label}: {framework.shorten_score(bar.earlier)})"


def _build_short_list_section(
    key: str, title: str, items: tuple[str, ...], empty: str, where: str, most: int
) -> Section:
    """The first few items, and how many more there are and where."""
    blocks: tuple[Block, ...] = (Bullets(items[:most]),) if items else nothing_written(empty)
    if len(items) > most:
        blocks += (Paragraph(f"{len(items) - most} more {where}.", quiet=True),)
    return Section(key=f"summary:{key}", title=title, level=2, blocks=blocks, dense=True)
