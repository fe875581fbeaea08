"""Proposes where each piece of a narrative goes: a pure function of the document and the framework."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from selfassess.domain.framework.framework import Framework
from selfassess.domain.model.errors import CancelledError
from selfassess.domain.readiness.assessors import is_council_named
from selfassess.domain.text.wording import count_noun
from selfassess.domain.years.narrative import LISTED, LONGER, TEXTS, Document, Goes, Piece, PieceKind, Placed, Proposal
from selfassess.exchange.foreign import vocabulary
from selfassess.exchange.narrative import linear_tables
from selfassess.exchange.narrative.flow import APART, Flow
from selfassess.exchange.narrative.heading_names import HeadingNames
from selfassess.exchange.narrative.headings import (
    SECTION,
    WEAK,
    Heading,
    count_heading_wordings,
    find_headings,
    heading_of,
    is_flat,
    wording_of,
)
from selfassess.exchange.narrative.scores import find_score
from selfassess.exchange.narrative.tables import TableReader

ASTRAY = "the cells of a table stand below each other here, so look where it belongs"
TITLE = "it is the title of the document"
_TITLE_LINES = 8
_LABEL = re.compile(r"(?P<label>[^:.\n]{3,60}?)(?::\s+|\s+[–—-]\s+|\.\s+(?=[A-Z“]))(?P<rest>\S.*)", re.DOTALL)
_COUNCIL = re.compile(
    r"\b(?:(?:[Rr]oyal\s+)?(?:[Ll]ondon\s+)?(?:[Mm]etropolitan\s+)?[Bb]orough(?:\s+[Cc]ouncil)?\s+of\s+"
    r"[A-Z][\w’'-]+(?:\s+(?:and|&|upon)\s+[A-Z][\w’'-]+)*"
    r"|(?:[A-Z][\w’'-]+,?\s+(?:(?:and|&|upon|on|of|with)\s+)?){1,5}Council)\b"
)
_OF_ITS = re.compile(r"^(?:The|Our|At|In|For|Welcome to|About)\s+")
_FIXED = {
    PieceKind.HEADER: "it repeats at the top of the pages",
    PieceKind.FOOTER: "it repeats at the foot of the pages",
    PieceKind.CONTENTS: APART["contents"],
    PieceKind.PICTURE: "pictures are not taken; add the file it comes from as evidence",
    PieceKind.HIDDEN: "it is hidden or struck out",
}
_NOTES = (PieceKind.FOOTNOTE, PieceKind.ENDNOTE)
_EVERY = 200
_AFTER_STATEMENTS = ("next_steps", "governance", "how_produced", "summary")


def propose_places(
    document: Document,
    framework: Framework,
    *,
    progress: Callable[[float], None] = lambda part: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Proposal:
    """Where each piece of a document goes, by its headings, labels and tables, in the words of ``framework``.

    Nothing is guessed: what is not clear is left with the reason, or taken and told. ``progress`` is told how far it is
    (0 to 1). Raises CancelledError once ``cancelled`` says so.
    """
    document = linear_tables.with_tables(document, framework)
    proposing = _Proposing(document, framework)
    for number in range(len(document.pieces)):
        if number % _EVERY == 0:
            if cancelled():
                raise CancelledError("Stopped. Nothing was imported.")
            progress(number / len(document.pieces))
        proposing.place_piece(number)
    return proposing.finish_proposal()


def _may_be_title(heading: Heading) -> bool:
    """Whether a line that no style makes a heading may be the title: "Self-assessment" is the name of a part, too."""
    only_part = not (heading.meaning.statement or heading.meaning.theme or heading.meaning.section)
    if not heading.is_weak:
        return False
    return only_part and heading.meaning.part in ("summary", "score", "figures")


class _Proposing:
    """One document being gone through."""

    def __init__(self, document: Document, framework: Framework) -> None:
        self._document = document
        self._pieces = document.pieces
        self._framework = framework
        self._names = HeadingNames(framework)
        self._headings = find_headings(self._pieces, self._names)
        self._flat = is_flat(self._headings)
        self._often = count_heading_wordings(self._headings, self._pieces)
        self._flow = Flow(framework, self._names)
        self._astray = linear_tables.came_apart(self._pieces, framework) if document.sort == "text" else None
        self._goes: dict[int, Goes] = {}
        self._statements_seen: set[str] = set()
        self._first = self._first_heading()
        self._tables: dict[int, list[int]] = {}
        for number, piece in enumerate(self._pieces):
            if piece.kind is PieceKind.CELL:
                self._tables.setdefault(piece.table, []).append(number)

    def place_piece(self, number: int) -> None:
        """Say where one piece goes; a table is gone through as a whole at its first cell."""
        piece = self._pieces[number]
        if number in self._goes or piece.kind in _NOTES or piece.kind is PieceKind.COMMENT:
            return
        if piece.kind in _FIXED:
            self._goes[number] = Goes(why=_FIXED[piece.kind])
        elif piece.kind is PieceKind.DELETED:
            by = f" by {piece.author}" if piece.author else ""
            self._goes[number] = Goes(why=f"it was deleted{by} while changes were tracked")
        elif piece.kind is PieceKind.CELL:
            numbers = self._tables[piece.table]
            cells = [(each, self._pieces[each]) for each in numbers]
            self._goes |= TableReader(self._flow, cells, self._heading_in_table, self._place_plain_text).place_cells()
        elif number < self._first:
            self._goes[number] = self._place_before_headings(number, piece)
        else:
            heading = self._headings.get(number)
            self._goes[number] = (
                self._follow_heading(number, heading)
                if heading
                else self._place_plain_text(piece, self._find_piece_below(number))
            )

    def finish_proposal(self) -> Proposal:
        """The proposal, with notes and comments where the pieces are that they hang on."""
        for number, piece in enumerate(self._pieces):
            if piece.kind in _NOTES:
                self._goes[number] = self._place_note(piece)
            elif piece.kind is PieceKind.COMMENT:
                on = self._goes.get(piece.about)
                lost = on is None or not on.record
                why = "what it is about was left out" if lost else ""
                self._goes[number] = Goes(why=why) if lost else Goes(record="comment", field="text")
        self._tell_astray()
        self._tell_scores_apart()
        placed = tuple(Placed(piece=each, goes=self._goes[number]) for number, each in enumerate(self._pieces))
        return Proposal(
            document=self._document,
            placed=placed,
            councils=self._find_named_councils(),
            notes=self._list_document_notes(placed),
        )

    # The beginning

    def _first_heading(self) -> int:
        """The number of the first piece that is no title any more."""
        for number, heading in sorted(self._headings.items()):
            sure = heading.known_by in ("style", "outline", "number") or number >= _TITLE_LINES
            named = heading.meaning.names_anything and (number >= _TITLE_LINES or not _may_be_title(heading))
            if named or (heading.level < WEAK and sure):
                return min(number, self._first_table(number))
        return 0

    def _first_table(self, before: int) -> int:
        """The number of the first cell that names a statement, as far as it stands before a piece."""
        cells = (number for number, piece in enumerate(self._pieces[:before]) if piece.kind is PieceKind.CELL)
        named = (n for n in cells if self._names.find_meaning(self._pieces[n].text, sure=True).statement)
        return next(named, before)

    def _place_before_headings(self, number: int, piece: Piece) -> Goes:
        text = piece.text
        if number < _TITLE_LINES and len(text) <= 120 and not text.endswith("."):
            return Goes(served=True, why=TITLE)
        return Goes(why="it stands before the first heading")

    def _find_named_councils(self) -> tuple[str, ...]:
        """The councils that the first lines name, and what repeats on the pages."""
        texts = [piece.text for piece in self._pieces[: _TITLE_LINES * 2]]
        texts += [piece.text for piece in self._pieces if piece.kind in (PieceKind.HEADER, PieceKind.FOOTER)]
        found = (match[0].strip() for text in texts for match in _COUNCIL.finditer(text))
        plain = (_OF_ITS.sub("", each) for each in found)
        return tuple(dict.fromkeys(each for each in plain if is_council_named(each)))

    # Headings

    def _follow_heading(self, number: int, heading: Heading) -> Goes:
        """Go on to what a heading names, and say that it was served."""
        text = self._pieces[number].text
        meaning = heading.meaning
        flow = self._flow
        flow.heading = text
        if meaning.theme:
            self._leave_statement(heading.level)
            flow.theme, flow.statement = meaning.theme, ""
            return Goes(served=True)
        if meaning.statement:
            return self._enter_statement(heading, text)
        if meaning.apart:
            return self._enter_part_apart(heading)
        inside = self._is_inside_statement(heading)
        if meaning.part and (inside or not meaning.section):
            return self._enter_part(number, heading, inside)
        if meaning.section and not inside:
            self._leave_statement(heading.level)
            flow.section = meaning.section
            if meaning.section == "summary" and heading.meaning.part != "summary":
                flow.look = ""
            return Goes(served=True)
        return self._place_unknown_heading(number, heading, inside)

    def _is_inside_statement(self, heading: Heading) -> bool:
        """Whether a heading stands under the statement that was named last, and does not end it."""
        flow = self._flow
        if not flow.statement:
            return False
        if heading.level > flow.statement_level:
            if heading.level != SECTION or flow.statement_level >= WEAK:
                return heading.level != SECTION or heading.meaning.section not in _AFTER_STATEMENTS
            return True
        if heading.is_weak and heading.meaning.section and not heading.meaning.part:
            # "Our workforce" in bold letters is about the statement, while "Conclusion" ends it.
            return heading.meaning.section not in _AFTER_STATEMENTS
        if heading.meaning.part and flow.statement_level >= WEAK and self._often[wording_of(flow.heading)] > 1:
            return True  # parts have a style, or numbers, and the statements above them have none
        return self._flat and heading.level == flow.statement_level

    def _leave_statement(self, level: int) -> None:
        """Leave the statement, part and section that were open."""
        flow = self._flow
        flow.statement = flow.part = flow.section = flow.apart = flow.unknown = flow.look = ""
        flow.scored = False
        flow.part_level = level
        flow.end_group()

    def _enter_statement(self, heading: Heading, text: str) -> Goes:
        """Go on to a statement; one that is named again goes on with itself."""
        flow, meaning = self._flow, heading.meaning
        if flow.statement and heading.level > flow.statement_level and self._names.is_official_wording(text):
            return Goes(served=True)  # what people expect is quoted under a statement, also under another than ours
        again = meaning.statement == flow.statement
        stays_on_level = again and heading.level > flow.statement_level
        level = flow.statement_level if stays_on_level else heading.level
        self._leave_statement(heading.level)
        flow.statement, flow.statement_level = meaning.statement, level
        self._statements_seen.add(meaning.statement)
        if meaning.part:
            flow.part = meaning.part
        if not meaning.score:
            return Goes(served=True)
        flow.scored = True
        found = find_score(text, self._framework)
        if found.value is None and not found.insufficient:
            return Goes(record="judgement", field="rationale", about=flow.statement, why=found.why, unsure=True)
        return Goes(record="judgement", field="score", about=flow.statement, why=found.look, unsure=bool(found.look))

    def _enter_part_apart(self, heading: Heading) -> Goes:
        """Go on to what is no part of a self-assessment: an annex, the contents, the framework's wording."""
        flow = self._flow
        if heading.meaning.apart == "official" and flow.statement:
            # What people expect stands under a statement; what follows it goes on with the statement.
            flow.part, flow.part_level, flow.look = "", heading.level, ""
            flow.end_group()
            return Goes(served=True)
        self._leave_statement(heading.level)
        flow.theme = 0
        flow.apart = heading.meaning.apart
        return Goes(why=APART[flow.apart])

    def _enter_part(self, number: int, heading: Heading, inside: bool) -> Goes:
        """Go on to a part of the statement, or to one of the whole document."""
        flow = self._flow
        part = heading.meaning.part
        whole = part in ("action", "risk") and heading.is_weak and self._is_of_whole(number)
        flow.look = ""
        if flow.statement and (not inside or whole):
            self._leave_statement(heading.level)
            flow.theme = 0
        if whole:
            flow.look = f"“{flow.heading[:60]}” was taken to be about the whole, not about one quality statement"
        flow.apart = flow.unknown = ""
        if not flow.statement and part not in ("action", "risk", "evidence", "story"):
            return self._part_of_whole(heading)
        flow.section = ""
        flow.part, flow.part_level = part, heading.level
        flow.end_group()
        if part == "unclear":
            flow.look = f"“{flow.heading[:60]}” names two kinds of thing at once"
        if part == "story":
            return self._place_story_heading(number)
        return Goes(served=True)

    def _place_story_heading(self, number: int) -> Goes:
        text = self._pieces[number].text
        if ":" not in text:
            return Goes(served=True)
        return self._flow.place_text(self._pieces[number])

    def _part_of_whole(self, heading: Heading) -> Goes:
        """A heading such as "Our strengths" that stands under no statement: part of the summary, without a theme."""
        flow = self._flow
        self._leave_statement(heading.level)
        if flow.theme or heading.meaning.part not in ("strength", "improvement", "unclear", "summary", "figures"):
            flow.unknown = flow.heading
            return Goes(served=True)
        flow.section = "summary"
        flow.look = f"“{flow.heading[:60]}” stands under no quality statement, so it went into the summary"
        return Goes(record="section", field="text", about="summary", why=flow.look, unsure=True)

    def _is_of_whole(self, number: int) -> bool:
        """Whether a heading stands once in a document of several statements, so that it belongs to none of them."""
        return len(self._statements_seen) > 2 and self._often[wording_of(self._pieces[number].text)] == 1

    def _place_unknown_heading(self, number: int, heading: Heading, inside: bool) -> Goes:
        """A heading that names nothing known."""
        flow = self._flow
        below = self._find_piece_below(number)
        if flow.apart and heading.level > flow.part_level:
            return Goes(why=APART[flow.apart])
        goes_on = flow.part in LISTED or (flow.part == "story" and not heading.is_weak)
        goes_below = goes_on and heading.level > flow.part_level and (flow.statement == "" or inside)
        if goes_below:
            return flow.title_of_record(below, heading.is_weak)
        if flow.statement and inside:
            flow.part, flow.part_level, flow.look = "summary", min(flow.part_level, heading.level), ""
            flow.end_group()
            return Goes(record="judgement", field="summary", about=flow.statement)
        if flow.section and heading.level > flow.part_level:
            return Goes(record="section", field="text", about=flow.section)
        self._leave_statement(heading.level)
        flow.unknown = flow.heading
        return Goes(served=True)

    def _heading_in_table(self, number: int, piece: Piece) -> Goes | None:
        """Where a cell goes that is a heading by itself; None where it is none."""
        heading = heading_of(replace(piece, kind=PieceKind.PARAGRAPH), self._names)
        if heading is None or not heading.meaning.names_anything:
            return None
        return self._follow_heading(number, replace(heading, level=max(heading.level, WEAK + 2)))

    # Texts

    def _place_plain_text(self, piece: Piece, below: Piece | None = None) -> Goes:
        """Where a text goes; one that begins with the name of a part goes there, and what follows it too."""
        labelled = _LABEL.fullmatch(piece.text)
        flow = self._flow
        if vocabulary.names_statement(piece.text):
            flow.end_group()
            return Goes(served=True)
        if labelled is not None and flow.statement and not flow.apart:
            meaning = self._names.find_meaning(labelled["label"], sure=False)
            part = meaning.part if not meaning.statement else ""
            if part and part not in ("unclear", "figures", "score", "summary") and self._changes_part(piece, part):
                flow.part, flow.look = part, ""
                flow.end_group()
        return flow.place_text(piece, below)

    def _changes_part(self, piece: Piece, part: str) -> bool:
        """Whether a label at the beginning of a text begins another part: an item of a list only outside of a part."""
        if part == self._flow.part:
            return False
        return not (piece.depth and self._flow.part in LISTED)

    def _find_piece_below(self, number: int) -> Piece | None:
        """The next piece of the text itself."""
        for piece in self._pieces[number + 1 : number + 20]:
            if piece.kind not in _NOTES and piece.kind not in (PieceKind.COMMENT, PieceKind.PICTURE, PieceKind.DELETED):
                return piece
        return None

    # Notes and scores

    def _place_note(self, piece: Piece) -> Goes:
        """A note goes where the piece went on which it hangs."""
        on = self._goes.get(piece.about)
        if on is None or not on.record:
            return Goes(why="what it is a note to was left out")
        if on.record in TEXTS:
            field = "rationale" if on.field == "score" else on.field
            return replace(on, field=field, why="", unsure=False)
        return replace(on, field=LONGER.get(on.record, on.field), why="", unsure=False)

    def _tell_astray(self) -> None:
        """Tell of all below headings of columns in a text that its rows were lost, up to the next section."""
        for number in range(self._astray, len(self._pieces)) if self._astray is not None else ():
            heading = self._headings.get(number)
            leads_elsewhere = heading is not None and (heading.meaning.section or heading.meaning.apart)
            if leads_elsewhere:
                return
            goes = self._goes[number]
            if goes.record:
                self._goes[number] = replace(goes, why=goes.why or ASTRAY, unsure=True)

    def _tell_scores_apart(self) -> None:
        """Where a document gives a statement two scores, none is taken."""
        given: dict[str, dict[int | None, list[int]]] = {}
        for number, goes in self._goes.items():
            if goes.record == "judgement" and goes.field == "score":
                found = find_score(self._pieces[number].text, self._framework)
                given.setdefault(goes.about, {}).setdefault(found.value, []).append(number)
        for values in given.values():
            if len(values) > 1:
                every = [number for numbers in values.values() for number in numbers]
                said = ", ".join(f"“{self._pieces[n].text[:30]}” ({self._pieces[n].place})" for n in every)
                why = f"the document gives this statement different scores, so none was taken: {said}"
                self._goes |= dict.fromkeys(every, Goes(why=why, unsure=True))

    def _list_document_notes(self, placed: tuple[Placed, ...]) -> tuple[str, ...]:
        """What is worth knowing of the document as a whole."""
        notes = list(self._document.notes)
        deleted = [each.piece for each in placed if each.piece.kind is PieceKind.DELETED]
        by_whom = (*(each.piece.tracked for each in placed), *(piece.author for piece in deleted))
        tracked = list(dict.fromkeys(filter(None, by_whom)))
        gone = bool(deleted)
        if tracked or gone:
            by = ""
            if tracked and tracked != ["somebody"]:
                by = f" (by {', '.join(tracked[:5])})"
            notes.append(f"{self._document.name} has tracked changes{by}: it was read as if all of them were accepted.")
        pictures = sum(each.piece.kind is PieceKind.PICTURE for each in placed)
        if pictures:
            notes.append(f"{count_noun(pictures, 'picture was', 'pictures were')} left out.")
        return tuple(notes)
