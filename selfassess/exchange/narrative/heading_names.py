"""What a heading of a narrative names: a theme, a quality statement, a part under one, a section, or nothing known."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import msgspec

from selfassess.domain.framework.framework import Framework
from selfassess.domain.framework.scale_patterns import match_top
from selfassess.exchange.foreign.statements import Statements
from selfassess.exchange.foreign.words import contains_words, fold_heading
from selfassess.packs.resources import RESOURCES

LONGEST = 140
_SHORT = 8
"""Words of a line that may be a heading though nothing but its words tells so."""
UNCLEAR = "unclear"
"""A part that names two kinds of thing at once."""
_KINDS = ("strength", "improvement", "risk", "action", "evidence", "story")
_DECIDES = ("evidence", "action")
"""Kinds that decide what a heading asks for, whatever else it names: "How we know what works well"."""
_NUMBER = re.compile(
    r"^\s*(?:(?:section|part|chapter)\s+)?(?:\d{1,2}(?:\.\d{1,2})*[.):]?|[ivx]{1,4}[.)]|[a-h][.)])\s+(?=\D)",
    re.IGNORECASE,
)
_STATEMENT = re.compile(
    r"\s*(?:cqc\s+)?(?:quality\s+statement|statement|qs)\s*(?:no\.?\s*|number\s*|#\s*)?(?P<number>\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b(?!\s*(?:-|–|to|and|&)\s*\d)"
    r"\s*[:.)–—|-]*\s*(?P<name>.*)",
    re.IGNORECASE | re.DOTALL,
)
_LABEL = re.compile(r"\s*(?:cqc\s+)?quality\s+statement\s*[:–—-]\s*(?P<name>.+)", re.IGNORECASE)
_THEME = re.compile(
    r"\s*(?:cqc\s+)?theme\s*(?P<number>\d|one|two|three|four|five|six)\b\s*[:.)–—|-]*\s*(?P<name>.*)", re.IGNORECASE
)
_THEMES_AS_TOLD = (
    ("work with people", 1), ("works with people", 1), ("provide support", 2), ("provides support", 2),
    ("ensure safety", 3), ("ensures safety", 3), ("ensure safety within the system", 3),
    ("ensures safety within the system", 3), ("lead", 4), ("leads", 4),
)  # fmt: skip
_IN_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip
_PARTS = re.compile(r"\s+[–—-]\s+|\s*[:|]\s*")
_SCORE_BEHIND = re.compile(
    r"(?P<name>.*?\S)\s*[\s(\[–—:|,-]+\s*(?:(?:our|self[- ]?assess(?:ed|ment)|overall|current)\s+)*"
    r"(?:score|judgement|rating|grade)d?\s*[:=–—-]?\s*(?P<said>.+?)\s*[)\]]?\s*",
    re.IGNORECASE,
)
_ANNEX = re.compile(r"(?:appendix|annex|annexe) (?:\d{1,2}|[a-z]|[ivx]{1,4})\b")
_NOT = frozenset(("not", "isnt", "arent", "less", "cannot", "cant"))


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a heading names; everything it does not name is empty.

    ``part`` is a kind of record, a field of the judgement, "story", "figures", "score" or UNCLEAR; ``apart`` says that
    what follows is no self-assessment ("contents", "appendix", "official"). ``score`` is what stands behind a name as
    its score.
    """

    theme: int = 0
    statement: str = ""
    part: str = ""
    section: str = ""
    apart: str = ""
    score: str = ""

    @property
    def names_anything(self) -> bool:
        """Whether it names anything."""
        return bool(self.theme or self.statement or self.part or self.section or self.apart)


@cache
def _scale_behind(top: int) -> re.Pattern[str]:
    """A scale behind a heading: "Score 1 to 4", "Score out of four"."""
    return re.compile(
        rf"\s+(?:on a scale (?:of|from) )?(?:from )?1 (?:to |through )?{top}$|\s+out of {match_top(top)}$"
    )


class HeadingNames:
    """Finds what headings name, in the words of one framework."""

    def __init__(self, framework: Framework) -> None:
        self._framework = framework
        self._statements = Statements(framework)
        self._numbers = {each.number: each.key for each in framework.statements}
        self._exact: dict[str, str] = {}
        for each in framework.statements:
            for name in (each.name, *each.aliases, each.key.replace("-", " ")):
                self._exact.setdefault(fold_heading(name), each.key)
        self._short = {fold_heading(each.short_name): each.key for each in framework.statements}
        for key, names in _load_heading_names()["statements"].items():
            is_known_key = any(each.key == key for each in framework.statements)
            if is_known_key:
                self._short |= dict.fromkeys(names, key)
        self._said = _statements_by_words(framework)
        texts = [text for each in framework.statements for text in (each.quality_statement, *each.i_statements)]
        self._official = {_keep_letters_only(part) for text in texts for part in (text, *_split_sentences(text))}
        self._found: dict[tuple[str, bool], Meaning] = {}

    def find_meaning(self, text: str, *, sure: bool) -> Meaning:
        """What a heading names; one that is not ``sure`` to be a heading must name it and nothing else."""
        if not text.strip() or len(text) > LONGEST:
            statement = ""
            if sure:
                statement = self._said.get(_keep_letters_only(text), "")
            return Meaning(statement=statement)
        key = (text, sure)
        if key not in self._found:
            self._found[key] = self._search_meaning(text, sure)
        return self._found[key]

    def find_statement(self, text: str) -> str:
        """The statement that a cell names where one is due, "" for none."""
        return self._statements.find_statement(text) or ""

    def find_in_title(self, text: str) -> tuple[str, ...]:
        """The statements that the title of a record says it is about."""
        return self._statements.find_in_title(text)

    def mentions_statement(self, text: str) -> bool:
        """Whether the title of a record speaks of a statement."""
        return self._statements.mentions_statement(text)

    def is_official_wording(self, text: str) -> bool:
        """Whether every sentence of a text is the framework's own wording."""
        whole = _keep_letters_only(text)
        if len(whole) <= 20:
            return False
        return whole in self._official or all(_keep_letters_only(s) in self._official for s in _split_sentences(text))

    def _search_meaning(self, text: str, sure: bool) -> Meaning:
        """What a heading names, by its theme, statement, part or section, in this order."""
        plain = " ".join(text.split()).strip(" *_")
        theme, below = self._find_theme(plain)
        if theme:
            inner = None
            if below:
                inner = self._find_statement_meaning(below, True)
            return inner or Meaning(theme=theme)
        if sure and (key := self._said.get(_keep_letters_only(plain))):
            return Meaning(statement=key)
        found = self._find_statement_meaning(plain, sure)
        if found is not None:
            return found
        name = _NUMBER.sub("", plain)
        part, section, apart = self._find_part_or_section(name, sure)
        return Meaning(part=part, section=section, apart=apart)

    def _find_theme(self, text: str) -> tuple[int, str]:
        """The number of the theme that a heading names, 0 for none, and what stands behind its number."""
        match = _THEME.fullmatch(text)
        if match is not None:
            return _IN_WORDS.get(match["number"].casefold(), 0) or int(match["number"]), match["name"]
        name = fold_heading(_NUMBER.sub("", text))
        known = {fold_heading(each.name): each.number for each in self._framework.themes}
        known["how we ensure safety"] = known["ensuring safety"] = 3
        for who in ("we", "the council", "our council", "the local authority", "local authority"):
            for old, number in _THEMES_AS_TOLD:
                known[f"how {who} {old}"] = number
        # "Leadership" alone is also said of other things, so it wants its number.
        theme_number = known.get(name, 0) if " " in name else 0
        return theme_number, ""

    def _find_statement_meaning(self, text: str, sure: bool) -> Meaning | None:
        """A statement by number or name, with what stands behind it: a score, or a part."""
        label = _LABEL.fullmatch(text)
        if label is not None and self._find_statement_by_name(label["name"], True):
            return Meaning(statement=self._find_statement_by_name(label["name"], True))
        numbered = _STATEMENT.fullmatch(text)
        if numbered is not None:
            said = numbered["number"].casefold()
            number = _IN_WORDS.get(said, 0) or int(said)
            return self._find_numbered_statement(number, numbered["name"].strip(), sure)
        name = _NUMBER.sub("", text)
        key = self._find_statement_by_name(name, sure)
        if key:
            return Meaning(statement=key)
        scored = _SCORE_BEHIND.fullmatch(name)
        if scored is not None and (key := self._find_statement_by_name(scored["name"], sure)):
            return Meaning(statement=key, score=scored["said"])
        pieces = [piece for piece in _PARTS.split(name) if piece]
        if len(pieces) == 2:
            for one, other in (pieces, pieces[::-1]):
                key = self._find_statement_by_name(one, sure)
                part = ""
                if key:
                    part = self._find_part_or_section(other, sure)[0]
                if part:
                    return Meaning(statement=key, part=part)
        if sure and (key := self._statements.find_statement(name, loose=False) or ""):
            return Meaning(statement=key, part="")
        return None

    def _find_numbered_statement(self, number: int, name: str, sure: bool) -> Meaning | None:
        """A statement by its number and name; the name counts for more where they differ."""
        by_number = self._numbers.get(number, "")
        if not name:
            if not by_number:
                return None
            return Meaning(statement=by_number)
        scored = _SCORE_BEHIND.fullmatch(name) or _SCORE_BEHIND.fullmatch(f"x {name}")
        said = ""
        if scored is not None:
            said = scored["said"]
            name = scored["name"].removeprefix("x").strip()
        by_name = self._find_statement_by_name(name, True) or self._statements.find_statement(name, loose=False) or ""
        if by_name:
            # Councils number the statements in orders of their own; the name is what they mean.
            return Meaning(statement=by_name, score=said)
        part = self._find_part_or_section(name, sure)[0] if name else ""
        if part or not name or said:
            return Meaning(statement=by_number, part=part, score=said)
        if sure and by_number:
            return Meaning(statement=by_number)
        return None

    def _find_statement_by_name(self, name: str, sure: bool) -> str:
        words = fold_heading(name)
        return self._exact.get(words, "") or (self._short.get(words, "") if sure else "")

    def _find_part_or_section(self, name: str, sure: bool) -> tuple[str, str, str]:
        """The part, the section and what is apart that a name may stand for; a section and a part may share a name."""
        words = _scale_behind(self._framework.top_score).sub("", fold_heading(name))
        is_no_name = not words or (not sure and len(words.split()) > 9)
        if is_no_name:
            return "", "", ""
        data = _load_heading_names()
        if _ANNEX.match(words):
            part = _find_part_of_words(words, data["parts"])
            apart = "" if part else "appendix"
            return part, "", apart
        for kind, names in data["apart"].items():
            is_apart = words in names or (sure and kind != "contents" and any(words.startswith(each) for each in names))
            if is_apart:
                part = _find_part_of_words(words, data["parts"])
                is_appendix = part and kind == "appendix"
                own_apart = "" if is_appendix else kind
                own_part = part if kind == "appendix" else ""
                return own_part, "", own_apart
        section = _find_section_of_words(words, data["sections"], sure)
        return _find_part_of_words(words, data["parts"], strict=not sure), section, ""


def _statements_by_words(framework: Framework) -> dict[str, str]:
    """Each statement by its official wording, whole or its first sentence, and by an I statement that only it has."""
    found = {}
    for each in framework.statements:
        for text in (each.quality_statement, *_split_sentences(each.quality_statement)[:1]):
            found[_keep_letters_only(text)] = each.key
    told = [_keep_letters_only(text) for each in framework.statements for text in each.i_statements]
    for each in framework.statements:
        found |= {bare: each.key for text in each.i_statements if told.count(bare := _keep_letters_only(text)) == 1}
    return found


def is_pointer(text: str) -> bool:
    """Whether a short text only points to another place of the document."""
    words = fold_heading(text)
    if len(text) >= 160:
        return False
    return any(words.startswith(begin.strip()) for begin in _load_heading_names()["pointers"]["begins"])


def _find_part_of_words(words: str, parts: Mapping[str, Any], strict: bool = False) -> str:
    """The part that a heading names, "" for none; one that names two is told to be unclear."""
    for part, names in parts.items():
        if words in names.get("whole", ()):
            return part
    spans = _find_phrase_spans(words, parts)
    if strict and spans and not _is_mostly_phrases(words, spans) and not _begins_story(words, spans):
        return ""
    kinds = list(dict.fromkeys(part for _, _, part in spans))
    if "strength" in kinds and _NOT & set(words.split()):
        kinds = ["improvement" if kind == "strength" else kind for kind in kinds]
    listed = [kind for kind in dict.fromkeys(kinds) if kind in _KINDS]
    if len(listed) > 1:
        first_end = min(end for _, end, _ in spans)
        last_start = max(start for start, _, _ in spans)
        between = words[first_end:last_start].split()
        if "and" in between or "or" in between:
            return UNCLEAR
        return next((kind for kind in _DECIDES if kind in listed), UNCLEAR)
    if listed:
        return listed[0]
    if not kinds:
        return ""
    return kinds[0]


def _find_phrase_spans(words: str, parts: Mapping[str, Any]) -> list[tuple[int, int, str]]:
    """Where known phrases stand in a heading, the longest first; none overlaps another."""
    padded = f" {words} "
    found = []
    for part, names in parts.items():
        for phrase in names.get("held", ()):
            at = padded.find(f" {phrase} ")
            if at >= 0:
                found.append((at, at + len(phrase) + 1, part))
    taken: list[tuple[int, int, str]] = []
    for span in sorted(found, key=lambda each: each[0] - each[1]):
        overlaps = any(span[0] < end and start < span[1] for start, end, _ in taken)
        if not overlaps:
            taken.append(span)
    return taken


def _is_mostly_phrases(words: str, spans: list[tuple[int, int, str]]) -> bool:
    """Whether a line that need not be a heading consists of known phrases and small words."""
    small = {"what", "we", "our", "the", "how", "it", "this", "is", "are", "do", "to", "key", "main", "and", "of", "us",
             "need", "about", "in", "for", "where", "does", "you", "i", "have", "been", "has", "people", "even", "if",
             "could", "so", "mitigation", "control", "management", "further", "planned", "current"}  # fmt: skip
    rest = f" {words} "
    for start, end, _ in sorted(spans, reverse=True):
        rest = f"{rest[:start]} {rest[end:]}"
    return all(word in small for word in rest.split())


def _begins_story(words: str, spans: list[tuple[int, int, str]]) -> bool:
    """Whether a line begins with the name of a story, which goes on with what it is about: "Case study: Mrs A"."""
    first = min(spans)
    if first[0] != 0:
        return False
    return first[2] == "story" and len(words.split()) <= _SHORT


def _find_section_of_words(words: str, sections: Mapping[str, Any], sure: bool) -> str:
    """The section that a heading names, by the longest phrase that is known of it."""
    for key, names in sections.items():
        if words in names.get("whole", ()):
            return key
    held = [
        (len(phrase), key)
        for key, names in sections.items()
        for phrase in names.get("held", ())
        if contains_words(words, phrase)
        and (
            sure
            or len(words.split()) <= len(phrase.split()) + 2
            or (f"{words} ".startswith(f"{phrase} ") and len(words.split()) <= _SHORT)
        )
    ]
    if held:
        return max(held)[1]
    for key, names in sections.items():
        begins_section = (
            any(f"{words} ".startswith(begin) for begin in names.get("begins", ())) and len(words.split()) <= 6
        )
        if begins_section:
            return key
    return ""


@cache
def _load_heading_names() -> dict[str, Any]:
    """The names in resources/, folded as they are compared."""
    read: dict[str, Any] = msgspec.toml.decode((RESOURCES / "narratives" / "headings.toml").read_bytes())
    return {
        group: {
            key: [fold_heading(each) for each in value]
            if isinstance(value, list)
            else {
                how: [f"{fold_heading(each)} " if how == "begins" else fold_heading(each) for each in names]
                for how, names in value.items()
            }
            for key, value in entries.items()
        }
        for group, entries in read.items()
    }


def _keep_letters_only(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())


def _split_sentences(text: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.!?])\s+", text) if part.strip()]
