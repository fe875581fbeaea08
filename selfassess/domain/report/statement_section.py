"""The outline of one quality statement, and of the themes that hold them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from selfassess.domain.framework.framework import Statement
from selfassess.domain.measures.measures import Standing, stand_in_year
from selfassess.domain.model.catalogue import CATALOGUE, OF_A_MEASURE, Record
from selfassess.domain.model.display_names import Names, format_risk_level, sort_by_level
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
    nothing_written,
    parse_prose,
)
from selfassess.domain.publishing.edition_view import SCORING
from selfassess.domain.report import measures_section, return_section, stories_section

PEOPLE = "people"
PLACED_BY_STATEMENT = ("judgement", "strength", "improvement", "risk", "action")
LEVEL = "What this score looks like"
_JUDGED_IN_WORDS = ("summary", "impact", "rationale")


@dataclass(frozen=True)
class StatementPart:
    """Builds what the outline says about quality statements, for one edition."""

    names: Names
    options: EditionOptions
    shows_scores: bool

    def build_record_themes(self) -> Iterator[Section]:
        """One section for each theme, with its statements; each theme starts a page."""
        for theme in self.names.assessment.framework.themes:
            yield Section(
                key=f"theme:{theme.key}",
                title=f"Theme {theme.number}: {theme.name}",
                level=1,
                children=tuple(self.build_statement_record(statement) for statement in theme.statements),
                new_page=True,
            )

    def build_statement_record(self, statement: Statement) -> Section:
        """One quality statement: official wording, judgement, and every record that bears on it."""
        return Section(
            key=f"statement:{statement.key}",
            title=f"{statement.number} {statement.name}",
            level=2,
            blocks=self.build_opening(statement),
            children=tuple(section for part in PARTS for section in part.build(self, statement)),
        )

    def build_opening(self, statement: Statement) -> tuple[Block, ...]:
        """The official wording, and the judgement without its texts."""
        framework = self.names.assessment.framework
        # Whose wording it is, is said once; the notes tell all about it.
        said = ""
        if statement == framework.statements[0]:
            said = framework.wording.attribution
        opening: list[Block] = [Quotation(statement.quality_statement, said)]
        if statement.i_statements:
            opening.append(Quotation("\n".join(statement.i_statements), ""))
        judgements = self._list_placed_records("judgement", statement.key)
        opening += [self._build_judgement_facts(each) for each in judgements]
        if not judgements:
            opening += nothing_written("No judgement yet.")
        return tuple(opening)

    def not_placed(self) -> Section | None:
        """Records whose quality statement this framework does not know, in full; None where there are none."""
        known = {statement.key for statement in self.names.assessment.framework.statements}
        sections = CATALOGUE["section"].by_key["key"].choices
        lost = [
            record
            for kind in PLACED_BY_STATEMENT
            for record in self.names.assessment.records_of(kind)
            if record["quality_statement"] not in known and not _is_general(record)
        ]
        lost += [
            section
            for section in self.names.assessment.records_of("section")
            if section["key"] not in {choice.key for choice in sections}
        ]
        if not lost:
            return None
        say = "These belong to a quality statement or section that this version of the framework does not have."
        return Section(
            key="not-placed",
            title="Not placed",
            level=1,
            blocks=(Paragraph(say, quiet=True), *(self._build_unplaced_facts(each) for each in lost)),
        )

    def build_general_record(self) -> Section | None:
        """The actions and risks that belong to no quality statement but to the whole; None where there are none."""
        blocks: list[Block] = []
        for kind in PLACED_BY_STATEMENT:
            records = [record for record in self.names.assessment.records_of(kind) if _is_general(record)]
            blocks += [self._build_unplaced_facts(record) for record in records]
        if not blocks:
            return None
        say = Paragraph("These are about adult social care as a whole and not about one quality statement.", quiet=True)
        return Section(key="general", title="For the whole", level=1, blocks=(say, *blocks))

    def _build_unplaced_facts(self, record: Record) -> Facts:
        kind = CATALOGUE[record.kind]
        return Facts(self.names.list_facts(record, kind.by_key).rows, kind.name)

    def _list_placed_records(self, kind: str, statement: str) -> tuple[Record, ...]:
        return self.names.assessment.for_statement(kind, statement)

    def _build_judgement_facts(self, judgement: Record) -> Facts:
        spec = CATALOGUE["judgement"].by_key["score"]
        score = judgement["score"]
        shown = []
        if self.shows_scores:
            score_words = self.names.format_score(score) if isinstance(score, int) else "Not scored"
            shown.append((spec.label, score_words))
            if level := self.names.describe_level(judgement):
                shown.append((LEVEL, level))
        scoring_fields = () if self.shows_scores else SCORING
        skipped = {"quality_statement", "score", *_JUDGED_IN_WORDS, *scoring_fields}
        keys = [spec.key for spec in CATALOGUE["judgement"].fields if spec.key not in skipped]
        return Facts((*shown, *self.names.list_facts(judgement, keys).rows))

    def _in_words(self, statement: Statement) -> Iterator[Section]:
        """What is judged in words, field by field, where it is not shown with the score."""
        key, judgements = f"statement:{statement.key}", self._list_placed_records("judgement", statement.key)
        for field in _JUDGED_IN_WORDS:
            is_shown_elsewhere = (
                field == "rationale" and not self.shows_scores and not any(each[field] for each in judgements)
            )
            if is_shown_elsewhere:
                continue
            blocks = [block for each in judgements for block in parse_prose(each.text_of(field))]
            label = CATALOGUE["judgement"].by_key[field].label
            yield Section(key=f"{key}:{field}", title=label, level=3, blocks=_or_empty(blocks, "Nothing written yet."))

    def _peoples_experience(self, statement: Statement) -> Iterator[Section]:
        key, category = f"statement:{statement.key}", self.names.assessment.framework.find_category(PEOPLE)
        told = [each for each in self._list_placed_records("evidence", statement.key) if each["category"] == PEOPLE]
        items = tuple(
            f"{self.names.cite_evidence(each.id)}{': ' if each['shows'] else ''}{_one_line(each.text_of('shows'))}"
            for each in told
        )
        content = (Bullets(items),) if items else _or_empty((), "No evidence of people’s experience is linked yet.")
        heading_text = category.name if category else "People’s experience"
        yield Section(
            key=f"{key}:people",
            title=heading_text,
            level=3,
            blocks=content,
        )

    def _stories(self, statement: Statement) -> Iterator[Section]:
        return stories_section.build_stories_section(self.names, f"statement:{statement.key}", statement.key)

    def _register(self, kind: str, statement: Statement) -> Iterator[Section]:
        """The statement's records of a kind, risks by how grave they are."""
        if kind == "risk" and not self.options.risks:
            return
        records: Iterable[Record] = self._list_placed_records(kind, statement.key)
        if kind == "risk":
            records = sort_by_level(records)
        blocks = [self._build_risk_facts(each) if kind == "risk" else self._build_full_facts(each) for each in records]
        empty = f"No {CATALOGUE[kind].plural.lower()} recorded yet."
        key, title = f"statement:{statement.key}:{kind}", CATALOGUE[kind].plural
        yield Section(key=key, title=title, level=3, blocks=_or_empty(blocks, empty))

    def _build_full_facts(self, record: Record) -> Facts:
        """Every field but the statement it stands under; what actions address names them."""
        above = ("quality_statement", CATALOGUE[record.kind].title)
        keys = [key for key in CATALOGUE[record.kind].by_key if key not in above]
        facts = Facts(self.names.list_facts(record, keys).rows, self.names.name_record(record))
        answering = self._actions_by_target.get(record.id, ())
        if not answering:
            return facts
        actions = [self.names.name_record(each) for each in answering]
        words = actions[0] if len(actions) == 1 else "\n".join(f"- {action}" for action in actions)
        return Facts((*facts.rows, (CATALOGUE["action"].plural, words)), facts.title)

    @cached_property
    def _actions_by_target(self) -> Mapping[str, Sequence[Record]]:
        """The id of an area for improvement or a risk -> the actions that address it."""
        found: dict[str, list[Record]] = {}
        for action in self.names.assessment.records_of("action"):
            for link in dict.fromkeys(action.links_of("addresses")):
                found.setdefault(link, []).append(action)
        return found

    def _build_risk_facts(self, risk: Record) -> Facts:
        """As ``_full``, with likelihood and severity (and their targets) each in one row with their product."""
        spec = CATALOGUE["risk"].by_key
        whole = self._build_full_facts(risk)
        rows = list(whole.rows)
        for chance, harm in (("likelihood", "severity"), ("target_likelihood", "target_severity")):
            both = format_risk_level(risk[chance], risk[harm])
            if both:
                labels = (spec[chance].label, spec[harm].label)
                at = next(index for index, row in enumerate(rows) if row[0] in labels)
                rows[at] = (f"{labels[0]} × {labels[1].lower()}", both)
                rows = [row for row in rows if row[0] not in labels]
        return Facts(tuple(rows), whole.title)

    def _build_evidence_section(self, statement: Statement) -> Iterator[Section]:
        """The statement's evidence as a table to look things up in."""
        spec = CATALOGUE["evidence"].by_key
        rows = tuple(
            (
                self.names.name_record(each),
                self.names.format_value(each, "category"),
                ", ".join(each.links_of("return_items")),
                self.names.format_value(each, "dated_on"),
                self.names.format_value(each, "strength"),
            )
            for each in self._list_placed_records("evidence", statement.key)
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
        key, title = f"statement:{statement.key}:evidence", CATALOGUE["evidence"].plural
        yield Section(key=key, title=title, level=3, blocks=blocks)

    @cached_property
    def _stand(self) -> Callable[[Record], Standing]:
        return stand_in_year(self.names.assessment)

    def _build_measure_lines(self, statement: Statement) -> Iterator[Section]:
        """Measures are told in full once, in their own section; a statement only says which bear on it."""
        key, measures = f"statement:{statement.key}", self._list_placed_records("measure", statement.key)
        if measures:
            lines = tuple(
                measures_section.describe_latest_value(self.names, each, self._stand(each)) for each in measures
            )
            yield Section(key=f"{key}:measure", title=CATALOGUE["measure"].plural, level=3, blocks=(Bullets(lines),))

    def _figures(self, statement: Statement) -> Iterator[Section]:
        return return_section.build_statement_figures(self.names, statement.key)


@dataclass(frozen=True, slots=True)
class Part:
    """Some of the sections below a quality statement, and the kinds of record that they follow from."""

    build: Callable[[StatementPart, Statement], Iterator[Section]]
    reads: frozenset[str]


def _register_part(kind: str) -> Part:
    """A register names what its records link to, and the actions that address them."""
    linked = {target for spec in CATALOGUE[kind].fields for target in spec.target}
    return Part(lambda part, statement: part._register(kind, statement), frozenset((kind, "action", *linked)))


PARTS = (
    Part(StatementPart._in_words, frozenset(("judgement",))),
    Part(StatementPart._peoples_experience, frozenset(("evidence",))),
    Part(StatementPart._stories, frozenset(("story", "evidence"))),
    *map(_register_part, ("strength", "improvement", "risk", "action")),
    Part(StatementPart._build_evidence_section, frozenset(("evidence",))),
    Part(StatementPart._build_measure_lines, frozenset(("measure", *OF_A_MEASURE))),
    Part(StatementPart._figures, frozenset(("figure",))),
)
"""What stands below a quality statement, in order."""
OPENING_READS = frozenset(PLACED_BY_STATEMENT) | {"evidence"}
"""The kinds that the opening follows from: the status in it tells whether anything is there."""


def _or_empty(blocks: Iterable[Block], say: str) -> tuple[Block, ...]:
    return tuple(blocks) or nothing_written(say)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _is_general(record: Record) -> bool:
    """Whether a record is about the whole; a judgement, strength or area for improvement never is."""
    spec = CATALOGUE[record.kind].by_key["quality_statement"]
    return record["quality_statement"] is None and not spec.required
