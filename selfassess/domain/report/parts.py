"""The parts that an outline can be made of, by plain names, and leaving out those in which nothing is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.domain.model.editions import Edition, EditionOptions, build_options
from selfassess.domain.model.report_blocks import Paragraph, Section

FREE_SECTIONS = ("about_place", "vision", "how_produced", "governance", "next_steps")
"""The free-text sections, in the order in which they are read; the summary's stands in the summary."""

_FREE = CATALOGUE["section"].by_key["key"]

PARTS: Mapping[str, str] = {
    "summary": _FREE.choice_label("summary"),
    **{key.replace("_", "-"): _FREE.choice_label(key) for key in FREE_SECTIONS},
    "statements": "Quality statements",
    "action-plan": "Action plan",
    "risk-summary": "Risk summary",
    "evidence-coverage": "Evidence coverage",
    "evidence-index": "Evidence index",
    "information-return": "Information return",
    "measures": CATALOGUE["measure"].plural,
    "findings": CATALOGUE["finding"].plural,
    "contacts": CATALOGUE["contact"].plural,
    "comments": CATALOGUE["comment"].plural,
    "notes": "Notes",
}
"""Part -> its name, in reading order."""

_WORKING = frozenset({"findings", "contacts", "comments"})
_ANNEXES = frozenset(
    {"action-plan", "risk-summary", "evidence-coverage", "evidence-index", "information-return", "measures"}
)
_NOT_FOR = {
    Edition.FULL: frozenset[str](),
    Edition.BOARD: _WORKING,
    Edition.PUBLIC: _WORKING | _ANNEXES,
    Edition.CQC: _WORKING | {"risk-summary", "evidence-coverage"},
}


def parts_for(edition: Edition, options: EditionOptions | None = None) -> Mapping[str, str]:
    """The parts that an edition with these options (the usual ones otherwise) may be made of, in reading order."""
    options = options or build_options(edition)
    without_risks = frozenset() if options.risks else {"risk-summary"}
    left_out = _NOT_FOR[edition] | without_risks
    if edition.is_narrative and not options.annexes:
        left_out |= _ANNEXES
    return {key: name for key, name in PARTS.items() if key not in left_out}


def part_of(section: Section) -> str:
    """The part that a section of the highest level belongs to."""
    if section.key.startswith("theme:") or section.key in ("not-placed", "general"):
        return "statements"
    return section.key.removeprefix("section:").replace("_", "-")


def with_something(sections: Iterable[Section]) -> Iterator[Section]:
    """The sections in which something is written, without the lines that say that nothing is."""
    for section in sections:
        children = tuple(with_something(section.children))
        blocks = tuple(each for each in section.blocks if not (isinstance(each, Paragraph) and each.empty))
        if blocks or children:
            yield replace(section, blocks=blocks, children=children)
