"""Stories and quotes in the outline: what was said, and whose voice it is."""

from __future__ import annotations

from collections.abc import Iterator

from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.display_names import Names
from selfassess.domain.model.report_blocks import Block, Bullets, Facts, Paragraph, Quote, Section, parse_prose

_QUOTED = ("quality_statements", "text", "voice", "gathered_how")
"""The fields that a quote is made of, and the statement that it stands under."""


def build_quotations(names: Names, story: Record) -> Iterator[Block]:
    """What was said, paragraph by paragraph; the last one says whose voice it is and how it was gathered."""
    voice = ", ".join(filter(None, (names.format_value(story, "voice"), names.format_value(story, "gathered_how"))))
    said = [
        (words, block.language)
        for block in parse_prose(story.text_of("text"))
        if isinstance(block, Paragraph | Bullets)
        for words in ((block.text,) if isinstance(block, Paragraph) else block.items)
    ]
    for number, (words, language) in enumerate(said, 1):
        attribution = voice if number == len(said) else ""
        yield Quote(words, attribution, language)


def build_stories_section(names: Names, key: str, statement: str) -> Iterator[Section]:
    """The stories of a statement with all that is known of them; nothing where there are none."""
    stories = names.assessment.for_statement("story", statement)
    rest = [
        spec
        for spec in CATALOGUE["story"].by_key
        if spec not in ("quality_statements", "text", "voice", "gathered_how")
    ]
    blocks: list[Block] = []
    for each in stories:
        blocks += build_quotations(names, each)
        facts = names.list_facts(each, rest)
        if facts.rows:
            blocks += [Facts(facts.rows, running=True)]
    if blocks:
        yield Section(key=f"{key}:story", title=CATALOGUE["story"].plural, level=3, blocks=tuple(blocks))
