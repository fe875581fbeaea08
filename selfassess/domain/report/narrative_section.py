"""A quality statement as running text, for those who read from beginning to end: each thing once, and nothing empty.

What people wrote is set in the order of an argument: our judgement, people's experience, what we do well and how we
know, what we must improve and what we are doing, our most pressing risks, and our figures beside others'.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import takewhile

from selfassess.domain.framework.framework import Statement
from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.display_names import Names, format_risk_level, risk_level, sort_by_level
from selfassess.domain.model.editions import Edition, EditionOptions
from selfassess.domain.model.report_blocks import (
    Block,
    Bullets,
    Paragraph,
    Quotation,
    Section,
    Span,
    nothing_written,
    parse_prose,
)
from selfassess.domain.report.comparison_section import build_comparisons, describe_comparisons
from selfassess.domain.report.statement_section import PEOPLE
from selfassess.domain.report.stories_section import build_quotations
from selfassess.domain.text.sentences import end_sentence, join_sentences

EVIDENCE_INDEX, ACTION_PLAN = "evidence-index", "action-plan"
DOING, ALSO_DOING = "What we are doing:", "We are also doing this:"
NOTHING = "Nothing is written about this quality statement yet."


@dataclass
class NarrativePart:
    """Builds the narrative of the quality statements for one edition; the statements in their order, each once."""

    names: Names
    edition: Edition
    options: EditionOptions
    shows_scores: bool
    _told: set[str] = field(default_factory=set)
    """The ids of what was told already: an action, a measure or evidence that serves several statements stands once."""

    @property
    def is_brief(self) -> bool:
        """Whether only what matters most is told: a board reads a dozen pages."""
        return self.edition is Edition.BOARD

    def build_narrative_themes(self) -> Iterator[Section]:
        """One section for each theme, with its statements."""
        for theme in self.names.assessment.framework.themes:
            yield Section(
                key=f"theme:{theme.key}",
                title=f"Theme {theme.number}: {theme.name}",
                level=1,
                children=tuple(self.build_statement_narrative(statement) for statement in theme.statements),
                new_page=not self.is_brief,
            )

    def build_statement_narrative(self, statement: Statement) -> Section:
        """One quality statement; what nothing is written in is left out."""
        key = f"statement:{statement.key}"
        parts = (
            ("judgement", "Our judgement", self._tell_judgement(statement.key)),
            ("people", "People’s experience", self._tell_experience(statement.key)),
            ("strength", "What we do well and how we know", self._tell_strengths(statement.key)),
            ("improvement", "What we must improve and what we are doing", self._tell_improvements(statement.key)),
            ("risk", "Our most pressing risks", self._tell_risks(statement.key)),
            ("measure", "Our figures", self._tell_compared_figures(statement.key)),
        )
        children = tuple(
            Section(key=f"{key}:{name}", title=title, level=3, blocks=blocks)
            for name, title, made in parts
            if (blocks := tuple(made))
        )
        opening: list[Block] = []
        if self.options.wording:
            opening.append(Quotation(statement.quality_statement, ""))
        if not children:
            opening += nothing_written(NOTHING)
        if self.is_brief and children and children[0].key == f"{key}:judgement":
            opening += children[0].blocks  # one heading less on each page
            children = children[1:]
        return Section(
            key=key, title=f"{statement.number} {statement.name}", level=2, blocks=tuple(opening), children=children
        )

    def build_general_narrative(self) -> Section | None:
        """The actions and risks that are about the whole or a theme; None where there are none."""
        known = [theme.key for theme in self.names.assessment.framework.themes]
        named = {each.text_of("theme") for kind in ("action", "risk") for each in self._list_general_records(kind)}
        whole = tuple(self._tell_general_records(named.difference(known)))
        children = tuple(
            Section(key=f"general:{theme.key}", title=theme.name, level=2, blocks=told)
            for theme in self.names.assessment.framework.themes
            if (told := tuple(self._tell_general_records({theme.key})))
        )
        if not whole and not children:
            return None
        title = "Adult social care as a whole"
        return Section(key="general", title=title, level=1, blocks=whole, children=children)

    def _tell_general_records(self, themes: Collection[str]) -> Iterator[Block]:
        """The actions and risks of no statement that name one of these themes ("": none)."""
        actions = (each for each in self._list_general_records("action") if each.text_of("theme") in themes)
        risks = [each for each in self._list_general_records("risk") if each.text_of("theme") in themes]
        yield from self._list_narrative_actions(actions)
        yield from (self._build_risk_paragraph(each) for each in sort_by_level(risks))

    def _list_general_records(self, kind: str) -> Iterator[Record]:
        return (each for each in self.names.assessment.records_of(kind) if each["quality_statement"] is None)

    def _find_statement_records(self, kind: str, statement: str) -> tuple[Record, ...]:
        return self.names.assessment.for_statement(kind, statement)

    def _tell_judgement(self, statement: str) -> Iterator[Block]:
        """The judgement as running text; a score that is not there is not told by itself."""
        for judgement in self._find_statement_records("judgement", statement):
            opening = self._describe_score_and_direction(judgement)
            written = [parse_prose(judgement.text_of(key)) for key in ("summary", "impact", "rationale")]
            is_alone = opening and not (judgement["score"] or any(written))
            if is_alone:
                continue
            if opening:
                yield Paragraph(opening, spans=(Span(opening, strong=True),))
            level = self.names.describe_level(judgement) if self.shows_scores else ""
            if level:
                yield Paragraph(level, quiet=True)
            for blocks in written:
                yield from blocks

    def _describe_score_and_direction(self, judgement: Record) -> str:
        """The score with its words, and where it is heading; "" where neither is told."""
        said = []
        if self.shows_scores:
            score = judgement["score"]
            called = "Score" if self.names.assessment.framework.numbered else "Level:"
            score_words = f"{called} {self.names.format_score(score)}." if isinstance(score, int) else "Not scored yet."
            said.append(score_words)
        if judgement["insufficient_evidence"] is True:
            said.append("There is not enough evidence to score this yet.")
        if judgement["direction"]:
            said.append(f"{self.names.format_value(judgement, 'direction')}.")
        if judgement["confidence"]:
            said.append(f"Confidence: {self.names.format_value(judgement, 'confidence').lower()}.")
        return " ".join(said)

    def _tell_experience(self, statement: str) -> Iterator[Block]:
        """What people said, then what evidence of their experience shows; what shows nothing stands in the annexes.

        A board reads one of them.
        """
        heard = False
        most = 1 if self.is_brief else None
        for story in self._find_statement_records("story", statement)[:most]:
            if story.id not in self._told:
                heard = True
                self._told.add(story.id)
                yield from build_quotations(self.names, story)
                yield from self._build_passage("", (story.text_of("what_changed"),), story.links_of("evidence"))
        for each in self._find_statement_records("evidence", statement):
            shows = each.text_of("shows")
            if self.is_brief and heard:
                return
            if each["category"] == PEOPLE and shows and each.id not in self._told:
                heard = True
                self._told.add(each.id)
                yield from self._build_passage("", (shows,), (each.id,))

    def _tell_strengths(self, statement: str) -> Iterator[Block]:
        """Each strength in a paragraph, with the evidence it rests on."""
        for each in self._find_statement_records("strength", statement):
            impact_alone = self.is_brief and each["impact"]
            texts = ("impact",) if impact_alone else ("detail", "impact")
            yield from self._build_passage(
                self.names.name_record(each), (each.text_of(key) for key in texts), each.links_of("evidence")
            )

    def _tell_improvements(self, statement: str) -> Iterator[Block]:
        """Each area for improvement with the actions that answer it, then the statement's other actions."""
        for each in self._find_statement_records("improvement", statement):
            keys = ("detail",) if self.is_brief else ("detail", "impact", "cause", "no_action_reason")
            texts = (each.text_of(key) for key in keys)
            yield from self._build_passage(self.names.name_record(each), texts, each.links_of("evidence"))
            yield from self._list_narrative_actions(self._actions_by_improvement.get(each.id, ()), DOING)
        others = [each for each in self._find_statement_records("action", statement) if each.id not in self._told]
        opening = ALSO_DOING if self._find_statement_records("improvement", statement) else DOING
        yield from self._list_narrative_actions(others, opening)

    @cached_property
    def _actions_by_improvement(self) -> Mapping[str, Sequence[Record]]:
        """The id of an area for improvement -> the actions that address it."""
        found: dict[str, list[Record]] = {}
        for action in self.names.assessment.records_of("action"):
            for link in dict.fromkeys(action.links_of("addresses")):
                found.setdefault(link, []).append(action)
        return found

    def _list_narrative_actions(self, actions: Iterable[Record], opening: str = "") -> Iterator[Block]:
        """Actions as a list: what, who and by when. One that was told before is only named."""
        items = []
        for each in actions:
            said = ", ".join(self._who_and_when(each)) if each.id not in self._told else "told above"
            self._told.add(each.id)
            name = self.names.name_record(each)
            more = f" ({said})" if said else ""
            target = ACTION_PLAN if self.options.annexes else ""
            further = [Span(more)] if more else []
            items.append((Span(name, to=target), *further))
        if items:
            if opening and not self.is_brief:
                yield Paragraph(opening)
            yield Bullets(tuple("".join(span.text for span in item) for item in items), spans=tuple(items))

    def _who_and_when(self, action: Record) -> Iterator[str]:
        """Whose an action is and when it is due, or when it was done."""
        owner = self.names.format_value(action, "owner")
        done, due = (self.names.format_value(action, key) for key in ("completed_on", "due_on"))
        if owner:
            yield owner
        if done:
            yield f"done {done}"
            return
        if due:
            yield f"by {due}"
        if action["status"]:
            yield self.names.format_value(action, "status").lower()

    def _tell_risks(self, statement: str) -> Iterator[Block]:
        return (
            self._build_risk_paragraph(each)
            for each in sort_by_level(self._find_statement_records("risk", statement))
            if each["status"] != "closed"
        )

    def _build_risk_paragraph(self, risk: Record) -> Paragraph:
        """A risk in a paragraph: its name, what may happen and why, what holds it down, how grave it is, and whose."""
        keys = () if self.is_brief else ("cause", "event", "effect")
        said = [join_sentences(risk.text_of(key) for key in keys)]
        if risk["controls"] and not self.is_brief:
            said.append(f"Controls: {join_sentences([risk.text_of('controls')])}")
        now = format_risk_level(risk["likelihood"], risk["severity"])
        target = risk_level(risk["target_likelihood"], risk["target_severity"])
        target_words = f"target {target}" if target else ""
        level_words = f"Likelihood and severity {now}" if now else ""
        facts = (level_words, target_words)
        said.append(end_sentence(", ".join(filter(None, (*facts, self.names.format_value(risk, "owner"))))))
        return _build_lead_paragraph(self.names.name_record(risk), " ".join(filter(None, said)), ())

    def _tell_compared_figures(self, statement: str) -> Iterator[Block]:
        """Measures that stand beside others' figures; each with the first statement that it bears on."""
        measures = [each for each in self._find_statement_records("measure", statement) if each.id not in self._told]
        self._told.update(each.id for each in measures)
        if self.edition is Edition.PUBLIC:
            lines = tuple(describe_comparisons(self.names, measures))
            blocks = (Bullets(lines),) if lines else ()
            return iter(blocks)
        return build_comparisons(self.names, measures)

    def _build_passage(self, lead: str, texts: Iterable[str], evidence: Sequence[str]) -> Iterator[Block]:
        """A lead sentence, what is written below it, and the evidence it rests on in brackets.

        Texts of one paragraph each make one paragraph together; lists and further paragraphs follow as they are.
        """
        blocks = [block for text in texts if text for block in parse_prose(text)]
        running = list(takewhile(_runs_on, blocks))
        rest = blocks[len(running) :]
        cited = self._cite_evidence(evidence)
        words = " ".join(end_sentence(each.text) for each in running if isinstance(each, Paragraph))
        if lead or words:
            ending = () if rest else cited
            yield _build_lead_paragraph(lead, words, ending)
        yield from rest
        if rest and cited:
            yield _build_lead_paragraph("", "", (Span(cited[0].text.lstrip()), *cited[1:]))

    def _cite_evidence(self, evidence: Sequence[str]) -> tuple[Span, ...]:
        """Evidence in brackets, by title and IR number; a lead to its place in the annexes."""
        names = [self.names.cite_evidence_briefly(each) for each in evidence]
        if not names or self.is_brief:
            return ()
        to = EVIDENCE_INDEX if self.options.annexes else ""
        spans = [Span(" (")]
        for number, name in enumerate(names):
            if number:
                spans += [Span("; ")]
            spans.append(Span(name, to=to))
        return (*spans, Span(")"))


def _runs_on(block: Block) -> bool:
    """Whether a block may stand in the midst of a paragraph."""
    return isinstance(block, Paragraph) and not block.language


def _build_lead_paragraph(lead: str, text: str, more: tuple[Span, ...]) -> Paragraph:
    """A paragraph that begins with a strong sentence."""
    spans = []
    if lead:
        spans.append(Span(end_sentence(lead), strong=True))
    if text:
        rest = f" {text}" if spans else text
        spans.append(Span(rest))
    whole = (*spans, *more)
    return Paragraph("".join(span.text for span in whole), spans=whole)
