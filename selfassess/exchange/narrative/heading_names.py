"""What a heading of a narrative names: a theme, a quality statement, a part under one, a section, or nothing known."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import msgspec

from selfassess.domain.framework.framework import Framework
from selfassess.exchange.foreign.statements import Statements
from selfassess.exchange.foreign.words import folded, holds
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
    r"\s*(?:cqc\s+)?(?:quality\s+statement|statement|qs)\s*(?:no\.?\s*|number\s*|#\s*)?(?P<number>\d{1,2}|one|two|three|four|five|six|seven|eight|nine)\b(?!\s*(?:-|–|to|and|&)\s*\d)"
    r"\s*[:.)–—|-]*\s*(?P<name>.*)",
    re.IGNORECASE | re.DOTALL,
)
_LABEL = re.compile(r"\s*(?:cqc\s+)?quality\s+statement\s*[:–—-]\s*(?P<name>.+)", re.IGNORECASE)
_THEME = re.compile(
    r"\s*(?:cqc\s+)?theme\s*(?P<number>\d|one|two|three|four)\b\s*[:.)–—|-]*\s*(?P<name>.*)", re.IGNORECASE
)
_THEMES_AS_TOLD = (
    ("work with people", 1), ("works with people", 1), ("provide support", 2), ("provides support", 2),
    ("ensure safety", 3), ("ensures safety", 3), ("ensure safety within the system", 3),
    ("ensures safety within the system", 3), ("lead", 4), ("leads", 4),
)  # fmt: skip
_IN_WORDS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
}  # fmt: skip
_PARTS = re.compile(r"\s+[–—-]\s+|\s*[:|]\s*")
_SCORE_BEHIND = re.compile(
    r"(?P<name>.*?\S)\s*[\s(\[–—:|,-]+\s*(?:(?:our|self[- ]?assess(?:ed|ment)|overall|current)\s+)*"
    r"(?:score|judgement|rating|grade)d?\s*[:=–—-]?\s*(?P<said>.+?)\s*[)\]]?\s*",
    re.IGNORECASE,
)
_ANNEX = re.compile(r"(?:appendix|annex|annexe) (?:\d{1,2}|[a-z]|[ivx]{1,4})\b")
_SCALE = re.compile(r"\s+(?:on a scale (?:of|from) )?(?:from )?1 (?:to |through )?4$|\s+out of (?:4|four)$")
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
    def known(self) -> bool:
        """Whether it names anything."""
        return bool(self.theme or self.statement or self.part or self.section or self.apart)


class HeadingNames:
    """Finds what headings name, in the words of one framework."""

    def __init__(self, framework: Framework) -> None:
        self._framework = framework
        self._statements = Statements(framework)
        self._numbers = {each.number: each.key for each in framework.statements}
        self._exact: dict[str, str] = {}
        for each in framework.statements:
            for name in (each.name, *each.aliases, each.key.replace("-", " ")):
                self._exact.setdefault(folded(name), each.key)
        self._short = {folded(each.short_name): each.key for each in framework.statements}
        for key, names in _data()["statements"].items():
            if any(each.key == key for each in framework.statements):
                self._short |= dict.fromkeys(names, key)
        self._said = _statements_by_words(framework)
        texts = [text for each in framework.statements for text in (each.quality_statement, *each.i_statements)]
        self._official = {_bare(part) for text in texts for part in (text, *_sentences(text))}
        self._found: dict[tuple[str, bool], Meaning] = {}

    def meaning(self, text: str, *, sure: bool) -> Meaning:
        """What a heading names; one that is not ``sure`` to be a heading must name it and nothing else."""
        if not text.strip() or len(text) > LONGEST:
            return Meaning(statement=self._said.get(_bare(text), "") if sure else "")
        key = (text, sure)
        if key not in self._found:
            self._found[key] = self._search(text, sure)
        return self._found[key]

    def statement(self, text: str) -> str:
        """The statement that a cell names where one is due, "" for none."""
        return self._statements.find(text) or ""

    def is_official(self, text: str) -> bool:
        """Whether every sentence of a text is the framework's own wording."""
        whole = _bare(text)
        return len(whole) > 20 and (
            whole in self._official or all(_bare(s) in self._official for s in _sentences(text))
        )

    def _search(self, text: str, sure: bool) -> Meaning:
        plain = " ".join(text.split()).strip(" *_")
        theme, below = self._theme(plain)
        if theme:
            inner = self._with_statement(below, True) if below else None
            return inner or Meaning(theme=theme)
        if sure and (key := self._said.get(_bare(plain))):
            return Meaning(statement=key)
        found = self._with_statement(plain, sure)
        if found is not None:
            return found
        name = _NUMBER.sub("", plain)
        part, section, apart = self._own(name, sure)
        return Meaning(part=part, section=section, apart=apart)

    def _theme(self, text: str) -> tuple[int, str]:
        """The number of the theme that a heading names, 0 for none, and what stands behind its number."""
        match = _THEME.fullmatch(text)
        if match is not None:
            return _IN_WORDS.get(match["number"].casefold(), 0) or int(match["number"]), match["name"]
        name = folded(_NUMBER.sub("", text))
        known = {folded(each.name): each.number for each in self._framework.themes}
        known["how we ensure safety"] = known["ensuring safety"] = 3
        for who in ("we", "the council", "our council", "the local authority", "local authority"):
            for old, number in _THEMES_AS_TOLD:
                known[f"how {who} {old}"] = number
        # "Leadership" alone is also said of other things, so it wants its number.
        return (known.get(name, 0) if " " in name else 0), ""

    def _with_statement(self, text: str, sure: bool) -> Meaning | None:
        """A statement by number or name, with what stands behind it: a score, or a part."""
        label = _LABEL.fullmatch(text)
        if label is not None and self._named(label["name"], True):
            return Meaning(statement=self._named(label["name"], True))
        numbered = _STATEMENT.fullmatch(text)
        if numbered is not None:
            said = numbered["number"].casefold()
            number = _IN_WORDS.get(said, 0) or int(said)
            return self._numbered(number, numbered["name"].strip(), sure)
        name = _NUMBER.sub("", text)
        key = self._named(name, sure)
        if key:
            return Meaning(statement=key)
        scored = _SCORE_BEHIND.fullmatch(name)
        if scored is not None and (key := self._named(scored["name"], sure)):
            return Meaning(statement=key, score=scored["said"])
        pieces = [piece for piece in _PARTS.split(name) if piece]
        if len(pieces) == 2:
            for one, other in (pieces, pieces[::-1]):
                key = self._named(one, sure)
                part = self._own(other, sure)[0] if key else ""
                if part:
                    return Meaning(statement=key, part=part)
        if sure and (key := self._statements.find(name, loose=False) or ""):
            return Meaning(statement=key, part="")
        return None

    def _numbered(self, number: int, name: str, sure: bool) -> Meaning | None:
        by_number = self._numbers.get(number, "")
        if not name:
            return Meaning(statement=by_number) if by_number else None
        scored = _SCORE_BEHIND.fullmatch(name) or _SCORE_BEHIND.fullmatch(f"x {name}")
        said = ""
        if scored is not None:
            said, name = scored["said"], scored["name"].removeprefix("x").strip()
        by_name = self._named(name, True) or self._statements.find(name, loose=False) or ""
        if by_name:
            # Councils number the statements in orders of their own; the name is what they mean.
            return Meaning(statement=by_name, score=said)
        part = self._own(name, sure)[0] if name else ""
        if part or not name or said:
            return Meaning(statement=by_number, part=part, score=said)
        return Meaning(statement=by_number) if sure and by_number else None

    def _named(self, name: str, sure: bool) -> str:
        words = folded(name)
        return self._exact.get(words, "") or (self._short.get(words, "") if sure else "")

    def _own(self, name: str, sure: bool) -> tuple[str, str, str]:
        """The part, the section and what is apart that a name may stand for; a section and a part may share a name."""
        words = _SCALE.sub("", folded(name))
        if not words or (not sure and len(words.split()) > 9):
            return "", "", ""
        data = _data()
        if _ANNEX.match(words):
            part = _part(words, data["parts"])
            return part, "", "" if part else "appendix"
        for kind, names in data["apart"].items():
            if words in names or (sure and kind != "contents" and any(words.startswith(each) for each in names)):
                part = _part(words, data["parts"])
                return (part if kind == "appendix" else ""), "", "" if part and kind == "appendix" else kind
        section = _section(words, data["sections"], sure)
        return _part(words, data["parts"], strict=not sure), section, ""


def _statements_by_words(framework: Framework) -> dict[str, str]:
    """Each statement by its official wording, whole or its first sentence, and by an I statement that only it has."""
    found = {}
    for each in framework.statements:
        for text in (each.quality_statement, *_sentences(each.quality_statement)[:1]):
            found[_bare(text)] = each.key
    told = [_bare(text) for each in framework.statements for text in each.i_statements]
    for each in framework.statements:
        found |= {bare: each.key for text in each.i_statements if told.count(bare := _bare(text)) == 1}
    return found


def is_pointer(text: str) -> bool:
    """Whether a short text only points to another place of the document."""
    words = folded(text)
    return len(text) < 160 and any(words.startswith(begin.strip()) for begin in _data()["pointers"]["begins"])


def _part(words: str, parts: Mapping[str, Any], strict: bool = False) -> str:
    for part, names in parts.items():
        if words in names.get("whole", ()):
            return part
    spans = _spans(words, parts)
    if strict and spans and not _mostly(words, spans) and not _begins_story(words, spans):
        return ""
    kinds = list(dict.fromkeys(part for _, _, part in spans))
    if "strength" in kinds and _NOT & set(words.split()):
        kinds = ["improvement" if kind == "strength" else kind for kind in kinds]
    listed = [kind for kind in dict.fromkeys(kinds) if kind in _KINDS]
    if len(listed) > 1:
        between = words[min(end for _, end, _ in spans) : max(start for start, _, _ in spans)].split()
        if "and" in between or "or" in between:
            return UNCLEAR
        return next((kind for kind in _DECIDES if kind in listed), UNCLEAR)
    return listed[0] if listed else kinds[0] if kinds else ""


def _spans(words: str, parts: Mapping[str, Any]) -> list[tuple[int, int, str]]:
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
        if not any(span[0] < end and start < span[1] for start, end, _ in taken):
            taken.append(span)
    return taken


def _mostly(words: str, spans: list[tuple[int, int, str]]) -> bool:
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
    return first[0] == 0 and first[2] == "story" and len(words.split()) <= _SHORT


def _section(words: str, sections: Mapping[str, Any], sure: bool) -> str:
    for key, names in sections.items():
        if words in names.get("whole", ()):
            return key
    held = [
        (len(phrase), key)
        for key, names in sections.items()
        for phrase in names.get("held", ())
        if holds(words, phrase)
        and (
            sure
            or len(words.split()) <= len(phrase.split()) + 2
            or (f"{words} ".startswith(f"{phrase} ") and len(words.split()) <= _SHORT)
        )
    ]
    if held:
        return max(held)[1]
    for key, names in sections.items():
        if any(f"{words} ".startswith(begin) for begin in names.get("begins", ())) and len(words.split()) <= 6:
            return key
    return ""


@cache
def _data() -> dict[str, Any]:
    """The names in resources/, folded as they are compared."""
    read: dict[str, Any] = msgspec.toml.decode((RESOURCES / "narratives" / "headings.toml").read_bytes())
    return {
        group: {
            key: [folded(each) for each in value]
            if isinstance(value, list)
            else {
                how: [f"{folded(each)} " if how == "begins" else folded(each) for each in names]
                for how, names in value.items()
            }
            for key, value in entries.items()
        }
        for group, entries in read.items()
    }


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())


def _sentences(text: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.!?])\s+", text) if part.strip()]
