"""Where the reading of a document stands: statement, part and section, and the record that is being filled."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import count

from selfassess.domain.framework.framework import Framework
from selfassess.domain.framework.scale_patterns import match_step_digits, match_step_words
from selfassess.domain.years.narrative import LISTED, LONGER, Goes, Piece, PieceKind
from selfassess.exchange.foreign.values import is_placeholder
from selfassess.exchange.narrative.heading_names import UNCLEAR, HeadingNames, is_pointer
from selfassess.exchange.narrative.scores import read_score, score_in

PROSE = {"summary": "summary", "impact": "impact", "rationale": "rationale", "figures": "summary", UNCLEAR: "summary"}
"""The part under a statement -> the field of the judgement whose text it is."""

QUOTED = "it reads like words of somebody’s, so it became a story"
_QUOTE = re.compile(r"[“\"‘'][^“”\"]{15,}[”\"’']\s*[.,]?\s*(?:[-–—~(].{3,80})?", re.DOTALL)
MAY_SCORE = "a score may stand in it, and none was taken"


@cache
def _may_score(top: int) -> re.Pattern[str]:
    """A number alone, or behind a word of scoring; not "assessed within 3 weeks"."""
    digits, words = match_step_digits(top), match_step_words(top)
    return re.compile(
        rf"^\W*{digits}\W*$|\b(?:scor|rat|judg|grad|assess)(?:e|ed|es|ing|ement|ment)?\b[^.]{{0,60}}"
        rf"\b(?:{digits}|{words})\b"
        r"(?!\s*(?:%|per\b|of\s+the|people|(?!was\b|is\b|has\b|this\b|as\b)\w+s\b))",
        re.IGNORECASE,
    )


NOTHING_SAID = "it only says that there is nothing to say"
POINTER = "it only points to another place of the document"
OFFICIAL = "these are the framework’s own words"
NO_STATEMENT = "it does not say which quality statement it is about"
APART = {
    "contents": "it is the table of contents",
    "appendix": "it stands in an appendix or among references",
    "official": OFFICIAL,
}


@dataclass(slots=True)
class Flow:
    """What holds at one place of the document. ``heading`` is the last one, for what is said about pieces below it."""

    framework: Framework
    names: HeadingNames
    statement: str = ""
    statement_level: int = 0
    part: str = ""
    part_level: int = 0
    section: str = ""
    apart: str = ""
    unknown: str = ""
    theme: int = 0
    heading: str = ""
    look: str = ""
    """What to look at in all that goes into this part, "" where nothing is."""
    group: int = 0
    depth: int = 0
    titled: bool = False
    """Whether a heading was the title of the record that is being filled."""
    lead: bool = False
    """Whether the record that is being filled waits for its title, as what led to it came first."""
    scored: bool = False
    _groups: count[int] = field(default_factory=lambda: count(1))

    def begin_group(self) -> int:
        """Begin another record."""
        self.group, self.titled, self.lead, self.depth = next(self._groups), False, False, 0
        return self.group

    def end_group(self) -> None:
        """Let what follows begin a record of its own."""
        self.group, self.titled, self.lead, self.depth = 0, False, False, 0

    # Texts

    def place_text(self, piece: Piece, below: Piece | None = None) -> Goes:
        """Where a paragraph, list item or the text of a cell goes; ``below`` is the piece after it."""
        text = piece.text
        if self.apart:
            return Goes(why=APART[self.apart])
        if self.names.is_official_wording(text):
            return Goes(why=OFFICIAL)
        if is_placeholder(text):
            return Goes(why=NOTHING_SAID)
        if is_pointer(text):
            return Goes(why=POINTER)
        if self.statement and (score := self._place_score_line(piece)):
            return score
        if self.part in LISTED or self.part == "story":
            return self._place_text_of_part(piece, below)
        if self.statement:
            prose = PROSE.get(self.part, "summary")
            goes = self._mark_unsure(Goes(record="judgement", field=prose, about=self.statement))
            if not goes.unsure and not self.scored and _may_score(self.framework.top_score).search(text):
                return replace(goes, why=MAY_SCORE, unsure=True)
            return goes
        if self.section:
            return self._mark_unsure(Goes(record="section", field="text", about=self.section))
        if self.theme:
            return Goes(why=NO_STATEMENT)
        return Goes(why=self._explain_unplaced())

    def _explain_unplaced(self) -> str:
        """Why a text goes nowhere."""
        what = self.unknown or self.heading
        if not what:
            return "it stands before the first heading"
        return f"it is not known where “{what[:60]}” belongs"

    def _mark_unsure(self, goes: Goes) -> Goes:
        """A place that somebody should look at, where the heading above leaves a doubt."""
        if not self.look:
            return goes
        return Goes(
            record=goes.record, field=goes.field, about=goes.about, group=goes.group, why=self.look, unsure=True
        )

    def _place_score_line(self, piece: Piece) -> Goes | None:
        """Where a line goes that gives the score; one that gives none that can be taken keeps its words."""
        asked = self.part == "score" and not self.scored
        if piece.kind is PieceKind.ITEM and not asked:
            return None
        found = score_in(piece.text, self.framework)
        if found is None and asked and len(piece.text) <= 120:
            found = read_score(piece.text, self.framework)
        if found is None:
            return None
        self.scored = True
        if found.why:
            return Goes(record="judgement", field="rationale", about=self.statement, why=found.why, unsure=True)
        return Goes(record="judgement", field="score", about=self.statement, why=found.look, unsure=bool(found.look))

    def _place_text_of_part(self, piece: Piece, below: Piece | None) -> Goes:
        """Where a text goes under a heading of records: a record of its own, or on with the one above."""
        kind = self.part
        if kind == "story":
            return self._of_story()
        if not self.statement and kind in ("strength", "improvement"):
            return Goes(why=NO_STATEMENT)
        if kind != "evidence" and self.statement and _QUOTE.fullmatch(piece.text):
            group = next(self._groups)
            return Goes(record="story", field="text", about=self.statement, group=group, why=QUOTED, unsure=True)
        longer = LONGER[kind]
        item = piece.kind is PieceKind.ITEM or piece.depth > 0
        if self.lead and item:
            self.lead, self.depth = False, piece.depth
            return self._place_in_record("title")
        if self.group and item and self.depth and piece.depth > self.depth:
            return self._place_in_record(longer)
        goes_on_with_above = self.group and self.titled and not (item and self.depth == 0)
        if goes_on_with_above:
            return self._place_in_record(longer)
        leads = not item and piece.text.rstrip().endswith(":") and below is not None and below.depth > 0
        self.begin_group()
        if leads:
            self.lead = True
            return self._place_in_record(longer)
        self.depth = piece.depth if item else 0
        return self._place_in_record("title")

    def _of_story(self) -> Goes:
        if not self.group:
            self.begin_group()
        return Goes(record="story", field="text", about=self.statement, group=self.group)

    def _place_in_record(self, key: str) -> Goes:
        return self._mark_unsure(Goes(record=self.part, field=key, about=self.statement, group=self.group))

    # Headings that name nothing known

    def title_of_record(self, below: Piece | None, weak: bool) -> Goes:
        """Where a heading goes that names nothing known, under a heading of records: the title of one, or a label."""
        if below is None or below.depth > 0 or below.kind is PieceKind.ITEM or below.kind is PieceKind.HEADING:
            self.end_group()
            return Goes(served=True)
        if self.part == "story":
            return self._of_story()
        if not self.statement and self.part in ("strength", "improvement"):
            return Goes(why=NO_STATEMENT)
        self.begin_group()
        self.titled = True
        goes = self._place_in_record("title")
        if not weak:
            return goes
        article = "an" if self.part[0] in "aei" else "a"
        why = f"it was taken as the title of {article} {self.part}"
        return Goes(record=goes.record, field="title", about=goes.about, group=goes.group, why=why, unsure=True)
