"""What others found of the council, point by point, and what of our own answers each.

A finding stands in the assessment of whoever made it; records of our own name what they answer. A record that was
carried to a later year names it still, so the answers of each year are told by the year.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from selfassess.domain.framework.framework import Statement
from selfassess.domain.framework.topics import split_topics
from selfassess.domain.model.catalogue import CATALOGUE, Record, blank_record
from selfassess.domain.model.new_year import new_id
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.readiness.finding_topics import find_topic
from selfassess.domain.text.folding import fold_text
from selfassess.domain.text.points import NEUTRAL, SHORTFALL, STRENGTH, Passage, find_points
from selfassess.domain.text.wording import british_date, count_noun

ANSWERING = ("strength", "improvement", "risk", "action")
"""The kinds of record that can answer a finding."""
WITH_TOPIC = ("strength", "improvement")
"""The kinds of record of our own that can say which of CQC's topics they are about."""
KINDS = (STRENGTH, SHORTFALL, NEUTRAL)
NO_TOPIC = "No topic"


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """A topic of a statement: what others found, and our own records and text of the same topic."""

    name: str
    found: tuple[Record, ...] = ()
    ours: tuple[Record, ...] = ()
    text: str = ""


def find_answers(years: Iterable[Assessment]) -> dict[str, list[Record]]:
    """Finding -> the records of these years that answer it."""
    answers: dict[str, list[Record]] = {}
    for year in years:
        for kind in ANSWERING:
            for record in year.records_of(kind):
                for id in record.links_of("findings"):
                    answers.setdefault(id, []).append(record)
    return answers


def kind_of_finding(finding: Record) -> str:
    """Its kind; neutral where nobody said."""
    return finding.text_of("kind") or NEUTRAL


def count_by_kind(findings: Iterable[Record]) -> Mapping[str, int]:
    """Kind -> how many there are, every kind named."""
    counted = Counter(map(kind_of_finding, findings))
    return {kind: counted[kind] for kind in (*KINDS, *(counted.keys() - set(KINDS)))}


def describe_counts(findings: Iterable[Record]) -> str:
    """The same in words: "3 strengths, 1 shortfall, 2 neutral"."""
    spec = CATALOGUE["finding"].by_key["kind"]
    said = []
    for kind, count in count_by_kind(findings).items():
        label = spec.choice_label(kind).lower()
        said.append(f"{count:,} {label}" if kind == NEUTRAL else count_noun(count, label))
    return ", ".join(said)


def group_by_topic(statement: Statement, findings: Iterable[Record], ours: Assessment | None = None) -> list[Topic]:
    """What was found of a statement under each topic, in the report's order, beside our own; topics we alone have last.

    The framework has a topic in its own words: sub-headings that name the same one are one topic.
    """
    topics: dict[str, Topic] = {}

    def of_heading(heading: str) -> tuple[str, Topic]:
        known = find_topic(heading, statement.topics) if heading else ""
        key = known or fold_text(heading)
        return key, topics.get(key) or Topic(name=heading or NO_TOPIC)

    for each in findings:
        key, topic = of_heading(each.text_of("topic"))
        topics[key] = replace(topic, found=(*topic.found, each))
    if ours is not None:
        for record in (each for kind in WITH_TOPIC for each in ours.for_statement(kind, statement.key)):
            key, topic = of_heading(record.text_of("topic"))
            topics[key] = replace(topic, ours=(*topic.ours, record))
        judgement = ours.judgements.get(statement.key)
        for part in split_topics(judgement.text_of("summary") if judgement is not None else ""):
            key, topic = of_heading(part.title)
            topics[key] = replace(topic, text="\n\n".join(filter(None, (topic.text, part.text))))
    return [topics[key] for key in sorted(topics, key=lambda key: not key)]


def propose_from_texts(year: Assessment) -> Iterator[Record]:
    """The findings that the texts of a report that was imported come to, of statements that have none yet."""
    place = max((each.position for each in year.records_of("finding")), default=-1) + 1
    for statement in year.framework.statements:
        judgement = year.judgements.get(statement.key)
        if judgement is None or year.for_statement("finding", statement.key):
            continue
        for point in find_points(_list_passages(judgement.text_of("summary"))):
            yield blank_record("finding", new_id(), place, year.id, quality_statement=statement.key, **point.values)
            place += 1


def _list_passages(text: str) -> Iterator[Passage]:
    for topic in split_topics(text):
        for line in filter(None, map(str.strip, topic.text.split("\n"))):
            item = line.startswith(("- ", "• "))
            yield Passage(text=line[2:].strip() if item else line, topic=topic.title, item=item)


def describe_proposed(year: Assessment) -> str:
    """A sentence on the findings of a report that was read, by statement; "" where there are none."""
    findings = year.records_of("finding")
    if not findings:
        return ""
    counted = ((each.short_name, len(year.for_statement("finding", each.key))) for each in year.framework.statements)
    by_statement = "; ".join(f"{name} {count:,}" for name, count in counted if count)
    return (
        f"{count_noun(len(findings), 'single point')} proposed from the findings, for you to confirm "
        f"({describe_counts(findings)}): {by_statement}."
    )


def describe_origin(year: Assessment, finding: Record) -> str:
    """Where a finding was said: "CQC 2024, published 16 August 2024, page 12"."""
    day = year.record.text_of("period_end")
    parts = (year.label, f"published {british_date(day)}" if day else "", finding.text_of("place"))
    return ", ".join(filter(None, parts))
