"""What a row of a tracker says of an action beside what is to be done: where it comes from, its milestones and updates.

Committees' trackers name a subject with the day of its meeting, and leave it empty in the rows below that are about
the same; reports on complaints say in one cell what was learnt to do and whether it is done.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping

from selfassess.domain.improvement_plan.edits import split_milestone_line
from selfassess.domain.text.dates import Written, read_date
from selfassess.domain.text.wording import british_date
from selfassess.exchange.foreign.drafts import Draft
from selfassess.exchange.foreign.ledger import Ledger, Spot
from selfassess.exchange.foreign.mapping import ColumnMapping
from selfassess.exchange.foreign.values import is_placeholder, shorten_to_title, split_bullets
from selfassess.exchange.foreign.words import fold_heading
from selfassess.exchange.foreign.year import Year
from selfassess.exchange.spreadsheets.book import format_cell

PARTS = {"milestone": "action", "update": "about"}
"""The kinds of record that a row of an action or risk can hold, and the field that says of which they are."""

_DAY_FIRST = re.compile(r"\s*\(([^()]*\d[^()]*)\)\s*(.*)", re.DOTALL)
_ORDINAL = re.compile(r"(\d)\s+(st|nd|rd|th)\b", re.IGNORECASE)
_DONE = re.compile(
    r"\s*Actions?\s*[:–-]?\s+(?P<what>.+?)\s*[.;]?\s*Completed?\s*[:–-]+\s*(?P<done>[^.]{0,40}?)\s*\.?\s*", re.DOTALL
)
_MONTH_LAST = re.compile(r"(.*\S)[\s,:(–-]+([A-Za-z]{3,9}\.? ?(?:20)?\d\d)\)?", re.DOTALL)
_DATED_LINE = re.compile(r"\s*\(?(\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{1,2}(?:st|nd|rd|th)? [A-Za-z]{3,9},? \d{4})\)?"
                         r"\s*[:–-]?\s+(\S.*)", re.DOTALL)  # fmt: skip
_MEETING = frozenset({"meeting", "minute", "resolution", "committee"})
_ANSWERS = {"yes": "complete", "no": "not_started", "ongoing": "in_progress", "in progress": "in_progress"}


class Tracker:
    """Reads what the rows of one table say beside their actions."""

    def __init__(self, ledger: Ledger, year: Year) -> None:
        self._ledger, self._year = ledger, year
        self._subject: tuple[str, str] | None = None
        self._told: set[str] = set()

    def complete_action(self, draft: Draft, spots: dict[str, list[Spot]], columns: Mapping[int, ColumnMapping]) -> None:
        """Part what one cell says of several things, and take a subject on from the row above where it is empty."""
        if draft.kind != "action":
            return
        _part_done_from_title(draft, spots)
        has_subject = any(column.field == "origin_reference" for column in columns.values())
        heading = next((spot.heading for spot in spots.get("origin_reference", ())), "")
        said = draft.values.get("origin_reference")
        if said is not None:
            self._subject = (str(said), heading)
        elif has_subject and self._subject is not None:
            said, heading = self._subject
            draft.values["origin_reference"] = said
            self._tell(f"Where “{heading}” is empty, that of the row above was taken.")
        if said is None:
            return
        _part_day_from_subject(draft, str(said))
        origin = _guess_origin(heading, draft)
        if origin and not draft.values.get("origin"):
            draft.values["origin"] = origin
            self._tell(f"What stands under “{heading}” was taken as where the actions come from.")

    def add_parts(self, kind: str, spots: list[Spot], owner: Draft | None, row: int) -> None:
        """The milestones or updates that cells of a row list, each of its own."""
        for spot in spots:
            if owner is None:
                self._ledger.leave_cell(spot, "its row has no action that this could belong to", problem=True)
            elif is_placeholder(spot.cell):
                self._ledger.leave_cell(spot, "it only says that there is nothing to say")
            else:
                for values in _read_parts(kind, format_cell(spot.cell)):
                    draft = Draft(kind, values={PARTS[kind]: owner.id, **values})
                    draft.headings = dict.fromkeys(values, spot.heading)
                    self._year.add_part(draft, self._ledger, row)
                    self._tell_month(spot, values)
                self._ledger.mark_used(spot)

    def _tell_month(self, spot: Spot, values: dict[str, str | None]) -> None:
        day = values.get("due_on")
        if (day and str(day)[:4] in format_cell(spot.cell)) or not day:
            return
        self._ledger.report_trouble(spot, f"The day of “{values['title']}” was taken as {british_date(str(day))}.")

    def _tell(self, sentence: str) -> None:
        if sentence not in self._told:
            self._told.add(sentence)
            self._ledger.notes.append(f"In the sheet “{self._ledger.sheet.name}”: {sentence}")


def _part_done_from_title(draft: Draft, spots: dict[str, list[Spot]]) -> None:
    """Take "Action: … Completed: Yes" apart into what is to be done and how far it is."""
    naming = spots.get("title", ())
    text = format_cell(naming[0].cell).strip() if len(naming) == 1 else ""
    found = _DONE.fullmatch(text)
    if found is None:
        return
    what, answer = " ".join(found["what"].split()), fold_heading(found["done"])
    line = shorten_to_title(what)
    detail = str(draft.values.get("detail") or "").removeprefix(text).strip()
    for spot in spots.get("detail", ()):  # it stood behind the text, under its heading
        detail = detail.removeprefix(f"{spot.heading}: ")
    draft.values["title"] = line
    draft.values["detail"] = "\n\n".join(filter(None, (what if line != what else "", detail))) or None
    status = next((key for words, key in _ANSWERS.items() if answer.startswith(words)), None)
    if status is not None:
        draft.values.setdefault("status", status)
    if answer not in _ANSWERS:
        draft.values.setdefault("progress", f"Completed: {found['done'].strip()}")


def _part_day_from_subject(draft: Draft, said: str) -> None:
    """Take "(19th June 2023) Programme of Meetings" apart into the day and the subject."""
    found = _DAY_FIRST.fullmatch(_ORDINAL.sub(r"\1\2", said))
    day = _read_day(found[1]) if found is not None else None
    if found is not None and day is not None:
        draft.values["origin_reference"] = " ".join(found[2].split()) or None
        draft.values.setdefault("origin_date", day)


def _guess_origin(heading: str, draft: Draft) -> str:
    """Where an action comes from, by what its subject's column is called or by a minute that its title names."""
    words = set(fold_heading(heading).split())
    if "complaint" in words:
        return "complaint"
    title = fold_heading(str(draft.values.get("title") or ""))
    return "member_resolution" if words & _MEETING or title.startswith("minute no") else ""


def _read_parts(kind: str, text: str) -> list[dict[str, str | None]]:
    pieces = [piece for line in split_bullets(text) for piece in line.splitlines() if piece.strip()]
    if kind == "milestone":
        return [_read_milestone(piece) for line in pieces for piece in line.split(";") if piece.strip()]
    made: list[dict[str, str | None]] = []
    for piece in pieces:
        dated = _DATED_LINE.fullmatch(_ORDINAL.sub(r"\1\2", piece))
        day = _read_day(dated[1]) if dated is not None else None
        if dated is not None and day is not None:
            made.append({"dated_on": day, "text": dated[2].strip()})
        elif made:
            made[-1]["text"] = f"{made[-1]['text']}\n{piece.strip()}"
        else:
            made.append({"text": piece.strip()})
    return made


def _read_milestone(piece: str) -> dict[str, str | None]:
    """A milestone with its day; of a month without a day the last is meant."""
    title, due = split_milestone_line(piece)
    month = _MONTH_LAST.fullmatch(piece.strip()) if due is None else None
    written = _try_date(month[2]) if month is not None else None
    if month is not None and written is not None and written.month is not None:
        year, number = written.month
        title, due = month[1].rstrip(" ,:;(–-"), f"{year:04}-{number:02}-{monthrange(year, number)[1]:02}"
    return {"title": " ".join(title.split()), "due_on": due}


def _read_day(text: str) -> str | None:
    written = _try_date(text)
    return written.day.isoformat() if written is not None and written.day is not None else None


def _try_date(text: str) -> Written | None:
    try:
        return read_date(text)
    except ValueError:
        return None
