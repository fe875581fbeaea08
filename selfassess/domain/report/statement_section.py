"""The outline of one quality statement, and of the themes that hold them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from selfassess.domain.framework.framework import Statement
from selfassess.domain.measures.measures import by_measure
from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.display_names import Names, by_level, product
from selfassess.domain.model.editions import EditionOptions
from selfassess.domain.model.report_blocks import (
    Block,
    Bullets,
    Column,
    Facts,
    Paragraph,
    Quotation,
    Section,
    Table,
    nothing,
    prose,
)
from selfassess.domain.publishing.edition_view import SCORING
from selfassess.domain.report import measures_section, return_section, stories_section

PEOPLE = "people"
PLACED_BY_STATEMENT = ("judgement", "strength", "improvement", "risk", "action")
_JUDGED_IN_WORDS = ("summary", "impact", "rationale")


@dataclass(frozen=True)
class StatementPart:
    """Builds what the outline says about quality statements, for one edition."""

    names: Names
    options: EditionOptions
    shows_scores: bool

    def themes(self) -> Iterator[Section]:
        """One section for each theme, with its statements; each theme starts a page."""
        for theme in self.names.assessment.framework.themes:
            yield Section(
                key=f"theme:{theme.key}",
                title=f"Theme {theme.number}: {theme.name}",
                level=1,
                children=tuple(self.statement(statement) for statement in theme.statements),
                new_page=True,
            )

    def statement(self, statement: Statement) -> Section:
        """One quality statement: official wording, judgement, and every record that bears on it."""
        framework = self.names.assessment.framework
        # Whose wording it is, is said once; the notes tell all about it.
        said = framework.wording.attribution if statement == framework.statements[0] else ""
        opening: list[Block] = [Quotation(statement.quality_statement, said)]
        if statement.i_statements:
            opening.append(Quotation("\n".join(statement.i_statements), ""))
        judgements = self._of("judgement", statement.key)
        opening += [self._judgement(each) for each in judgements]
        if not judgements:
            opening += nothing("No judgement yet.")
        key = f"statement:{statement.key}"
        return Section(
            key=key,
            title=f"{statement.number} {statement.name}",
            level=2,
            blocks=tuple(opening),
            children=(
                *self._in_words(key, judgements),
                self._peoples_experience(key, statement.key),
                *stories_section.section(self.names, key, statement.key),
                *self._registers(key, statement.key),
                *self._evidence(key, statement.key),
                *self._measures(key, statement.key),
                *return_section.for_statement(self.names, statement.key),
            ),
        )

    def not_placed(self) -> Section | None:
        """Records whose quality statement this framework does not know, in full; None where there are none."""
        known = {statement.key for statement in self.names.assessment.framework.statements}
        sections = CATALOGUE["section"].by_key["key"].choices
        lost = [
            record
            for kind in PLACED_BY_STATEMENT
            for record in self.names.assessment.of(kind)
            if record["quality_statement"] not in known and not _is_general(record)
        ]
        lost += [
            section
            for section in self.names.assessment.of("section")
            if section["key"] not in {choice.key for choice in sections}
        ]
        if not lost:
            return None
        say = "These belong to a quality statement or section that this version of the framework does not have."
        return Section(
            key="not-placed",
            title="Not placed",
            level=1,
            blocks=(Paragraph(say, quiet=True), *(self._unplaced(each) for each in lost)),
        )

    def general(self) -> Section | None:
        """The actions and risks that belong to no quality statement but to the whole; None where there are none."""
        blocks: list[Block] = []
        for kind in PLACED_BY_STATEMENT:
            records = [record for record in self.names.assessment.of(kind) if _is_general(record)]
            blocks += [self._unplaced(record) for record in records]
        if not blocks:
            return None
        say = Paragraph("These are about adult social care as a whole and not about one quality statement.", quiet=True)
        return Section(key="general", title="For the whole", level=1, blocks=(say, *blocks))

    def _unplaced(self, record: Record) -> Facts:
        kind = CATALOGUE[record.kind]
        return Facts(self.names.facts(record, kind.by_key).rows, kind.name)

    def _of(self, kind: str, statement: str) -> tuple[Record, ...]:
        return self.names.assessment.for_statement(kind, statement)

    def _judgement(self, judgement: Record) -> Facts:
        spec = CATALOGUE["judgement"].by_key["score"]
        score = judgement["score"]
        shown = []
        if self.shows_scores:
            shown.append((spec.label, self.names.score(score) if isinstance(score, int) else "Not scored"))
        skipped = {"quality_statement", "score", *_JUDGED_IN_WORDS, *(() if self.shows_scores else SCORING)}
        keys = [spec.key for spec in CATALOGUE["judgement"].fields if spec.key not in skipped]
        return Facts((*shown, *self.names.facts(judgement, keys).rows))

    def _in_words(self, key: str, judgements: tuple[Record, ...]) -> Iterator[Section]:
        for field in _JUDGED_IN_WORDS:
            if field == "rationale" and not self.shows_scores and not any(each[field] for each in judgements):
                continue
            blocks = [block for each in judgements for block in prose(each.text(field))]
            label = CATALOGUE["judgement"].by_key[field].label
            yield Section(key=f"{key}:{field}", title=label, level=3, blocks=_or_empty(blocks, "Nothing written yet."))

    def _peoples_experience(self, key: str, statement: str) -> Section:
        category = self.names.assessment.framework.category(PEOPLE)
        told = [each for each in self._of("evidence", statement) if each["category"] == PEOPLE]
        items = tuple(
            f"{self.names.cited(each.id)}{': ' if each['shows'] else ''}{_one_line(each.text('shows'))}"
            for each in told
        )
        return Section(
            key=f"{key}:people",
            title=category.name if category else "People’s experience",
            level=3,
            blocks=(Bullets(items),) if items else _or_empty((), "No evidence of people’s experience is linked yet."),
        )

    def _registers(self, key: str, statement: str) -> Iterator[Section]:
        kinds = ["strength", "improvement", *(["risk"] if self.options.risks else []), "action"]
        for kind in kinds:
            records: Iterable[Record] = self._of(kind, statement)
            if kind == "risk":
                records = by_level(records)
            blocks = [self._risk(each) if kind == "risk" else self._full(each) for each in records]
            empty = f"No {CATALOGUE[kind].plural.lower()} recorded yet."
            yield Section(key=f"{key}:{kind}", title=CATALOGUE[kind].plural, level=3, blocks=_or_empty(blocks, empty))

    def _full(self, record: Record) -> Facts:
        """Every field but the statement it stands under; what actions address names them."""
        above = ("quality_statement", CATALOGUE[record.kind].title)
        keys = [key for key in CATALOGUE[record.kind].by_key if key not in above]
        facts = Facts(self.names.facts(record, keys).rows, self.names.record(record))
        answering = self._answering.get(record.id, ())
        if not answering:
            return facts
        actions = [self.names.record(each) for each in answering]
        words = actions[0] if len(actions) == 1 else "\n".join(f"- {action}" for action in actions)
        return Facts((*facts.rows, (CATALOGUE["action"].plural, words)), facts.title)

    @cached_property
    def _answering(self) -> Mapping[str, Sequence[Record]]:
        """The id of an area for improvement or a risk -> the actions that address it."""
        found: dict[str, list[Record]] = {}
        for action in self.names.assessment.of("action"):
            for link in dict.fromkeys(action.links("addresses")):
                found.setdefault(link, []).append(action)
        return found

    def _risk(self, risk: Record) -> Facts:
        """As ``_full``, with likelihood and severity (and their targets) each in one row with their product."""
        spec = CATALOGUE["risk"].by_key
        whole = self._full(risk)
        rows = list(whole.rows)
        for chance, harm in (("likelihood", "severity"), ("target_likelihood", "target_severity")):
            both = product(risk[chance], risk[harm])
            if both:
                labels = (spec[chance].label, spec[harm].label)
                at = next(index for index, row in enumerate(rows) if row[0] in labels)
                rows[at] = (f"{labels[0]} × {labels[1].lower()}", both)
                rows = [row for row in rows if row[0] not in labels]
        return Facts(tuple(rows), whole.title)

    def _evidence(self, key: str, statement: str) -> Iterator[Section]:
        spec = CATALOGUE["evidence"].by_key
        rows = tuple(
            (
                self.names.record(each),
                self.names.value(each, "category"),
                ", ".join(each.links("return_items")),
                self.names.value(each, "dated_on"),
                self.names.value(each, "strength"),
            )
            for each in self._of("evidence", statement)
        )
        columns = (
            Column(spec["title"].label, 3.2),
            Column(spec["category"].label, 1.8),
            Column("IR items", 1.1),
            Column(spec["dated_on"].label, 1.3),
            Column(spec["strength"].label, 1.3),
        )
        table = Table("Evidence that this statement rests on", columns, rows)
        blocks = (table,) if rows else _or_empty((), "No evidence linked yet.")
        yield Section(key=f"{key}:evidence", title=CATALOGUE["evidence"].plural, level=3, blocks=blocks)

    @cached_property
    def _values(self) -> Mapping[str, Sequence[Record]]:
        return by_measure(self.names.assessment)

    def _measures(self, key: str, statement: str) -> Iterator[Section]:
        """Measures are told in full once, in their own section; a statement only says which bear on it."""
        measures = self._of("measure", statement)
        if measures:
            lines = tuple(measures_section.line(self.names, each, self._values.get(each.id, ())) for each in measures)
            yield Section(key=f"{key}:measure", title=CATALOGUE["measure"].plural, level=3, blocks=(Bullets(lines),))


def _or_empty(blocks: Iterable[Block], say: str) -> tuple[Block, ...]:
    return tuple(blocks) or nothing(say)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _is_general(record: Record) -> bool:
    """Whether a record is about the whole; a judgement, strength or area for improvement never is."""
    spec = CATALOGUE[record.kind].by_key["quality_statement"]
    return record["quality_statement"] is None and not spec.required
