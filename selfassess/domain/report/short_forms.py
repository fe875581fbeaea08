"""Short forms that adult social care uses, and what they stand for: said once, where a text first uses one.

A narrative says it behind the first use in running text, in a span of its own (``Span.added``), so that nobody takes it
for what was written. What stands only in tables, quotes and headings is listed in the notes, and so is all of a
document that is no text to read from beginning to end.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from selfassess.domain.model.report_blocks import Block, Bullets, Paragraph, Section, Span

SHORT_FORMS = {
    "ADASS": "Association of Directors of Adult Social Services",
    "AMHP": "approved mental health professional",
    "ASC": "adult social care",
    "ASCOF": "Adult Social Care Outcomes Framework",
    "ASCS": "Adult Social Care Survey",
    "BCF": "Better Care Fund",
    "CHC": "NHS continuing healthcare",
    "CQC": "Care Quality Commission",
    "DASS": "director of adult social services",
    "DHSC": "Department of Health and Social Care",
    "DoLS": "Deprivation of Liberty Safeguards",
    "EDI": "equality, diversity and inclusion",
    "ICB": "integrated care board",
    "IR": "item of CQC’s information return",
    "JSNA": "joint strategic needs assessment",
    "KPI": "key performance indicator",
    "LD": "learning disability",
    "LeDeR": "reviews of the lives and deaths of people with a learning disability and autistic people",
    "LGA": "Local Government Association",
    "LGSCO": "Local Government and Social Care Ombudsman",
    "LPS": "Liberty Protection Safeguards",
    "MASH": "multi-agency safeguarding hub",
    "MCA": "Mental Capacity Act",
    "OT": "occupational therapist or therapy",
    "PCN": "primary care network",
    "PSW": "principal social worker",
    "SAB": "safeguarding adults board",
    "SACE": "Survey of Adult Carers in England",
    "SAR": "safeguarding adults review",
    "VCSE": "voluntary, community and social enterprise",
}

_USED = re.compile(rf"\b({'|'.join(SHORT_FORMS)})s?(?: \d+)?\b")
_OWNED = ("'s", "’s")
"""Behind "CQC" in "CQC’s report" there is no room for more words."""
_ADDED = re.compile(rf" (?:\((?:{'|'.join(SHORT_FORMS.values())})\)|\[(?:{'|'.join(SHORT_FORMS.values())})\])")


def used_short_forms(texts: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The short forms that some texts use and do not write out themselves, with what they stand for, by alphabet."""
    whole = "\n".join(texts)
    found = {each[1] for each in _USED.finditer(whole)}
    written_out = whole.casefold().replace("’", "'")
    for form in sorted(found, key=str.casefold):
        meaning = SHORT_FORMS[form]
        said = f"{meaning.replace('’', chr(39)).casefold()} ({form.casefold()}"
        if said not in written_out:
            yield form, meaning


def without_added(text: str) -> str:
    """A text that was marked as added, without what a document of ours adds: what somebody typed there."""
    return _ADDED.sub("", text)


def tell_at_first_use(sections: Iterable[Section], used: Iterable[str]) -> tuple[tuple[Section, ...], frozenset[str]]:
    """Sections that say at its first use in running text what each ``used`` short form means, and which they say."""
    telling = _Telling(used)
    made = tuple(map(telling.explain_in_section, sections))
    return made, frozenset(telling.said)


class _Telling:
    """Goes through a document in reading order and knows what is still to be told."""

    def __init__(self, used: Iterable[str]) -> None:
        self._left = set(used)
        self.said: set[str] = set()

    def explain_in_section(self, section: Section) -> Section:
        if not self._left:
            return section
        blocks = tuple(map(self._explain_in_block, section.blocks))
        return replace(section, blocks=blocks, children=tuple(map(self.explain_in_section, section.children)))

    def _explain_in_block(self, block: Block) -> Block:
        """A block with its short forms explained; a text in another language is left as it is."""
        if isinstance(block, Paragraph) and not block.language:
            told = self._explain_in_spans(block.spans_of_text)
            if told is None:
                return block
            return replace(block, spans=told)
        if isinstance(block, Bullets) and not block.language:
            items = [self._explain_in_spans(spans) for spans in block.spans_of_items]
            if any(items):
                runs = zip(items, block.spans_of_items, strict=True)
                return replace(block, spans=tuple(told or spans for told, spans in runs))
        return block

    def _explain_in_spans(self, spans: Sequence[Span]) -> tuple[Span, ...] | None:
        """Spans with what is to be said behind a first use; None where there is none."""
        made: list[Span] = []
        before = ""
        found_any = False
        for span in spans:
            done = 0
            for found in _USED.finditer(span.text):
                if found[1] not in self._left or span.text[found.end() : found.end() + 2] in _OWNED:
                    continue
                self._left.discard(found[1])
                self.said.add(found[1])
                found_any = True
                made.append(replace(span, text=span.text[done : found.end()]))
                done = found.end()
                inside = (before + span.text[:done]).count("(") > (before + span.text[:done]).count(")")
                meaning = f" [{SHORT_FORMS[found[1]]}]" if inside else f" ({SHORT_FORMS[found[1]]})"
                made.append(Span(meaning, added=True))
            if span.text[done:]:
                made.append(replace(span, text=span.text[done:]))
            before += span.text
        if not found_any:
            return None
        return tuple(made)
