"""A quality statement as running text, for those who read from beginning to end: each thing once, and nothing empty.

What people wrote is set in the order of an argument: our judgement, people's experience, what we do well and how we
know, what we must improve and what we are doing, our most pressing risks, and our figures beside others'.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import takewhile

from selfassess.domain.framework.framework import Statement
from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.display_names import Names, by_level, level, product
from selfassess.domain.model.editions import Edition, EditionOptions
from selfassess.domain.model.report_blocks import Block, Bullets, Paragraph, Quotation, Section, Span, nothing, prose
from selfassess.domain.report.comparison_section import compared, told
from selfassess.domain.report.statement_section import PEOPLE
from selfassess.domain.report.stories_section import quoted
from selfassess.domain.text.sentences import ended, joined

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
    def brief(self) -> bool:
        """Whether only what matters most is told: a board reads a dozen pages."""
        return self.edition is Edition.BOARD

    def themes(self) -> Iterator[Section]:
        """One section for each theme, with its statements."""
        for theme in self.names.assessment.framework.themes:
            yield Section(
                key=f"theme:{theme.key}",
                title=f"Theme {theme.number}: {theme.name}",
                level=1,
                children=tuple(self.statement(statement) for statement in theme.statements),
                new_page=not self.brief,
            )

    def statement(self, statement: Statement) -> Section:
        """One quality statement; what nothing is written in is left out."""
        key = f"statement:{statement.key}"
        parts = (
            ("judgement", "Our judgement", self._judgement(statement.key)),
            ("people", "People’s experience", self._experience(statement.key)),
            ("strength", "What we do well and how we know", self._strengths(statement.key)),
            ("improvement", "What we must improve and what we are doing", self._improvements(statement.key)),
            ("risk", "Our most pressing risks", self._risks(statement.key)),
            ("measure", "Our figures", self._figures(statement.key)),
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
            opening += nothing(NOTHING)
        if self.brief and children and children[0].key == f"{key}:judgement":
            opening += children[0].blocks  # one heading less on each page
            children = children[1:]
        return Section(
            key=key, title=f"{statement.number} {statement.name}", level=2, blocks=tuple(opening), children=children
        )

    def general(self) -> Section | None:
        """The actions and risks that are about the whole; None where there are none."""
        whole = [each for each in self.names.assessment.of("action") if each["quality_statement"] is None]
        risks = [each for each in self.names.assessment.of("risk") if each["quality_statement"] is None]
        blocks = [*self._listed(whole), *(self._risk(each) for each in by_level(risks))]
        if not blocks:
            return None
        return Section(key="general", title="Adult social care as a whole", level=1, blocks=tuple(blocks))

    def _of(self, kind: str, statement: str) -> tuple[Record, ...]:
        return self.names.assessment.for_statement(kind, statement)

    def _judgement(self, statement: str) -> Iterator[Block]:
        for judgement in self._of("judgement", statement):
            opening = self._scored(judgement)
            written = [prose(judgement.text(key)) for key in ("summary", "impact", "rationale")]
            if opening and not (judgement["score"] or any(written)):
                continue
            if opening:
                yield Paragraph(opening, spans=(Span(opening, strong=True),))
            for blocks in written:
                yield from blocks

    def _scored(self, judgement: Record) -> str:
        """The score with its words, and where it is heading; "" where neither is told."""
        said = []
        if self.shows_scores:
            score = judgement["score"]
            said.append(f"Score {self.names.score(score)}." if isinstance(score, int) else "Not scored yet.")
        if judgement["insufficient_evidence"] is True:
            said.append("There is not enough evidence to score this yet.")
        if judgement["direction"]:
            said.append(f"{self.names.value(judgement, 'direction')}.")
        if judgement["confidence"]:
            said.append(f"Confidence: {self.names.value(judgement, 'confidence').lower()}.")
        return " ".join(said)

    def _experience(self, statement: str) -> Iterator[Block]:
        """What people said, then what evidence of their experience shows; what shows nothing stands in the annexes.

        A board reads one of them.
        """
        heard = False
        for story in self._of("story", statement)[: 1 if self.brief else None]:
            if story.id not in self._told:
                heard = True
                self._told.add(story.id)
                yield from quoted(self.names, story)
                yield from self._passage("", (story.text("what_changed"),), story.links("evidence"))
        for each in self._of("evidence", statement):
            shows = each.text("shows")
            if self.brief and heard:
                return
            if each["category"] == PEOPLE and shows and each.id not in self._told:
                heard = True
                self._told.add(each.id)
                yield from self._passage("", (shows,), (each.id,))

    def _strengths(self, statement: str) -> Iterator[Block]:
        for each in self._of("strength", statement):
            texts = ("impact",) if self.brief and each["impact"] else ("detail", "impact")
            yield from self._passage(self.names.record(each), (each.text(key) for key in texts), each.links("evidence"))

    def _improvements(self, statement: str) -> Iterator[Block]:
        """Each area for improvement with the actions that answer it, then the statement's other actions."""
        for each in self._of("improvement", statement):
            keys = ("detail",) if self.brief else ("detail", "impact", "cause", "no_action_reason")
            texts = (each.text(key) for key in keys)
            yield from self._passage(self.names.record(each), texts, each.links("evidence"))
            yield from self._listed(self._answering.get(each.id, ()), DOING)
        others = [each for each in self._of("action", statement) if each.id not in self._told]
        yield from self._listed(others, ALSO_DOING if self._of("improvement", statement) else DOING)

    @cached_property
    def _answering(self) -> Mapping[str, Sequence[Record]]:
        """The id of an area for improvement -> the actions that address it."""
        found: dict[str, list[Record]] = {}
        for action in self.names.assessment.of("action"):
            for link in dict.fromkeys(action.links("addresses")):
                found.setdefault(link, []).append(action)
        return found

    def _listed(self, actions: Iterable[Record], opening: str = "") -> Iterator[Block]:
        """Actions as a list: what, who and by when. One that was told before is only named."""
        items = []
        for each in actions:
            said = ", ".join(self._who_and_when(each)) if each.id not in self._told else "told above"
            self._told.add(each.id)
            name = self.names.record(each)
            more = f" ({said})" if said else ""
            items.append((Span(name, to=ACTION_PLAN if self.options.annexes else ""), *([Span(more)] if more else [])))
        if items:
            if opening and not self.brief:
                yield Paragraph(opening)
            yield Bullets(tuple("".join(span.text for span in item) for item in items), spans=tuple(items))

    def _who_and_when(self, action: Record) -> Iterator[str]:
        owner = self.names.value(action, "owner")
        done, due = (self.names.value(action, key) for key in ("completed_on", "due_on"))
        if owner:
            yield owner
        if done:
            yield f"done {done}"
            return
        if due:
            yield f"by {due}"
        if action["status"]:
            yield self.names.value(action, "status").lower()

    def _risks(self, statement: str) -> Iterator[Block]:
        return (self._risk(each) for each in by_level(self._of("risk", statement)) if each["status"] != "closed")

    def _risk(self, risk: Record) -> Paragraph:
        """A risk in a paragraph: its name, what may happen and why, what holds it down, how grave it is, and whose."""
        keys = () if self.brief else ("cause", "event", "effect")
        said = [joined(risk.text(key) for key in keys)]
        if risk["controls"] and not self.brief:
            said.append(f"Controls: {joined([risk.text('controls')])}")
        now = product(risk["likelihood"], risk["severity"])
        target = level(risk["target_likelihood"], risk["target_severity"])
        facts = (f"Likelihood and severity {now}" if now else "", f"target {target}" if target else "")
        said.append(ended(", ".join(filter(None, (*facts, self.names.value(risk, "owner"))))))
        return _paragraph(self.names.record(risk), " ".join(filter(None, said)), ())

    def _figures(self, statement: str) -> Iterator[Block]:
        """Measures that stand beside others' figures; each with the first statement that it bears on."""
        measures = [each for each in self._of("measure", statement) if each.id not in self._told]
        self._told.update(each.id for each in measures)
        if self.edition is Edition.PUBLIC:
            lines = tuple(told(self.names, measures))
            return iter((Bullets(lines),) if lines else ())
        return compared(self.names, measures)

    def _passage(self, lead: str, texts: Iterable[str], evidence: Sequence[str]) -> Iterator[Block]:
        """A lead sentence, what is written below it, and the evidence it rests on in brackets.

        Texts of one paragraph each make one paragraph together; lists and further paragraphs follow as they are.
        """
        blocks = [block for text in texts if text for block in prose(text)]
        running = list(takewhile(_runs_on, blocks))
        rest, cited = blocks[len(running) :], self._cited(evidence)
        words = " ".join(ended(each.text) for each in running if isinstance(each, Paragraph))
        if lead or words:
            yield _paragraph(lead, words, () if rest else cited)
        yield from rest
        if rest and cited:
            yield _paragraph("", "", (Span(cited[0].text.lstrip()), *cited[1:]))

    def _cited(self, evidence: Sequence[str]) -> tuple[Span, ...]:
        """Evidence in brackets, by title and IR number; a lead to its place in the annexes."""
        names = [self.names.cited_briefly(each) for each in evidence]
        if not names or self.brief:
            return ()
        to = EVIDENCE_INDEX if self.options.annexes else ""
        spans = [Span(" (")]
        for number, name in enumerate(names):
            spans += [Span("; ")] if number else []
            spans.append(Span(name, to=to))
        return (*spans, Span(")"))


def _runs_on(block: Block) -> bool:
    """Whether a block may stand in the midst of a paragraph."""
    return isinstance(block, Paragraph) and not block.language


def _paragraph(lead: str, text: str, more: tuple[Span, ...]) -> Paragraph:
    """A paragraph that begins with a strong sentence."""
    spans = []
    if lead:
        spans.append(Span(ended(lead), strong=True))
    if text:
        spans.append(Span(f" {text}" if spans else text))
    whole = (*spans, *more)
    return Paragraph("".join(span.text for span in whole), spans=whole)
