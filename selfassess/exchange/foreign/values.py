"""What the content of a cell stands for in a field, and how one cell's text becomes several records."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from selfassess.domain.framework.framework import Framework, InformationReturn
from selfassess.domain.model.errors import InvalidValueError
from selfassess.domain.model.fields import Field, Kind, Value, clean_value, find_problem
from selfassess.domain.model.scale import fit_field
from selfassess.domain.text.dates import read_date
from selfassess.domain.text.folding import fold_text
from selfassess.domain.text.wording import british_date, format_time
from selfassess.exchange.foreign.words import fold_heading
from selfassess.exchange.spreadsheets.answers import find_answer_key
from selfassess.exchange.spreadsheets.book import Cell, format_cell

TITLE_LIMIT = 120

_BULLET = re.compile(
    r"^\s*(?:(?:[-–—•·●▪■◦○*‣➢✓►]|\(?\d{1,2}[.)]|\(?[a-z][.)])\s+(?=\S)|[-–•·●▪■◦○*‣➢►](?=[^\W\d]))", re.IGNORECASE
)
_LABELLED = re.compile(
    r"\(?(?P<before>\d)(?:\)\s*|\s*[-–—:.=]\s*|\s*\(\s*|\s)(?=[^\W\d])[^\d]*"
    r"|[^\d]*[^\W\d][^\d]*?(?:[-–—:=]\s*|\(\s*|\s)(?P<after>\d)\s*\)?"
)
"""A number from 0 to 9 with the words of its scale before or behind it."""
_OUT_OF = re.compile(r"\s*(\d)\s*\(?\s*(/|out of|of)\s*(\d)\s*\)?\s*", re.IGNORECASE)
_UNSURE = re.compile(r"[+?~<>≈*/]|→|->")
_BESIDE_SCORE = frozenset({"score", "rating", "level", "our", "is", "of", "out", "self", "assessment", "judgement"})
_NOTHING_THERE = (
    r"(?:none|nothing|no \w+(?: \w+)?|not) (?:currently |yet |been )*"
    r"(?:identified|recorded|reported|known|noted|to report|applicable|available|entered)"
    r"(?: yet| to date| at (?:this time|present))?"
)
_PLACEHOLDER = re.compile(
    r"n\s*[/.]?\s*a|none|nil|null|nothing|not known|unknown|tb[acd]"
    r"|to be (?:confirmed|agreed|decided|added|completed)"
    r"|(?:see|as|same as) (?:above|below)|ditto|x+"
    r"|\[.{0,60}\]|<.{0,60}>|(?:please )?(?:insert|enter|type|add) .{0,40}\b(?:here|text)"
    r"|none (?:at (?:this time|present|the moment)|yet|currently|required|needed)"
    r"|no (?:(?:current|new|known|further|outstanding|specific) )?(?:risk|action|strength|gap|evidence|issue|concern)s?"
    r"(?: (?:required|needed))?(?: (?:yet|currently|to date|for now|at (?:this time|present|the moment)))?"
    rf"|{_NOTHING_THERE}",
    re.IGNORECASE,
)
_TOTAL = re.compile(
    r"(?:grand |sub-?|overall )?totals?(?: (?:number )?(?:of )?(?:rows|records|items|risks|actions))?[ :=]*\d*",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"(?:grand |sub-?|overall )?totals?\b|number of\b|no\.? of\b|count\b|average\b", re.IGNORECASE)
_REMARK = re.compile(r"\s*(?:[*^†‡]+\s*\w|(?:notes?|sources?|key|please note|n\.?b\.?)\s*[:–—-])", re.IGNORECASE)
_FIRST_SERIAL, _LAST_SERIAL = 36_526, 73_050
"""The days of 2000 to 2099 as Excel counts them."""
_DAY_NONE = date(1899, 12, 30)
_LONGEST_ANSWER = 60
_GRADES = frozenset({
    "red", "amber", "green", "yellow", "blue", "amber green", "amber red", "yes", "no", "true", "false", "high",
    "medium", "low", "good", "outstanding", "inadequate", "requires improvement", "on track", "complete",
})  # fmt: skip
"""Answers, folded, that no point of a list is."""


@dataclass(frozen=True, slots=True)
class Read:
    """A value, and a sentence where it was taken in a way that the person should know."""

    value: Value
    note: str = ""


class Answers:
    """Reads cells into fields, with the words of one framework and information return."""

    def __init__(self, framework: Framework, asked: InformationReturn | None) -> None:
        self._framework = framework
        self._asked = asked
        self._scores = _map_score_words(framework)
        self._known: dict[tuple[str, str, type, Cell], Read] = {}
        category_keys = {fold_heading(w): c.key for c in framework.categories for w in (c.short_name, c.name, c.key)}
        source_keys = {fold_heading(w): s.key for s in framework.sources for w in (s.name, s.key)}
        self._keys: dict[str, dict[str, str]] = {
            "theme": {fold_heading(w): t.key for t in framework.themes for w in (t.short_name, t.name, t.key)},
            "category": category_keys,
            "source": source_keys,
        }

    def read_answer(self, kind: str, field: Field, cell: Cell) -> Read:
        """The value a cell stands for; raises InvalidValueError with a plain sentence."""
        if field.kind in (Kind.TEXT, Kind.PROSE):
            return Read(clean_value(field, format_cell(cell).strip()))
        # Thousands of rows say the same few things.
        key = kind, field.key, type(cell), cell
        if key not in self._known:
            self._known[key] = self._read_by_field_kind(kind, field, cell)
        return self._known[key]

    def _read_by_field_kind(self, kind: str, field: Field, cell: Cell) -> Read:
        if kind == "judgement" and field.key == "score":
            score, note = self._read_score(cell)
            return Read(clean_value(fit_field(field, self._framework), score), note)
        if field.kind in (Kind.DATE, Kind.DATETIME):
            return self._read_date(field, cell)
        if field.kind is Kind.CHOICE:
            return Read(_read_choice(kind, field, format_cell(cell)))
        if field.kind in (Kind.LINK, Kind.LINKS):
            return Read(self._read_links(field, format_cell(cell)))
        if field.kind is Kind.YES_NO:
            return Read(clean_value(field, _translate_tick_to_yes_no(format_cell(cell))))
        if field.kind is Kind.WHOLE and isinstance(cell, str):
            return self._read_scale_step(kind, field, cell)
        if field.kind in (Kind.WHOLE, Kind.DECIMAL):
            return Read(clean_value(field, _strip_currency_sign(cell)))
        return Read(clean_value(field, format_cell(cell).strip()))

    def _read_scale_step(self, kind: str, field: Field, text: str) -> Read:
        """A step of a scale: a number, a number with its words ("4 (Major)"), or a word that has one meaning."""
        labelled = _LABELLED.fullmatch(" ".join(text.split()))
        if labelled is not None:
            number = labelled["before"] or labelled["after"]
            word = find_answer_key(kind, field.key, re.sub(r"[\d()–—:.=-]", " ", text))
            marked = re.search(r"[-–—:.=(]", text) is not None
            # "3 times a year" is no step of a scale, and "4 (Minor)" says two things: both are told.
            told = word != number and not (marked and word is None)
            note = f"“{text.strip()}” was read as {number}" if told else ""
            return Read(clean_value(field, number), note)
        known = find_answer_key(kind, field.key, text)
        if known is not None:
            return Read(clean_value(field, known), f"“{text.strip()}” was read as {known}")
        return Read(clean_value(field, _strip_currency_sign(text)))

    def _read_score(self, cell: Cell) -> tuple[object, str]:
        """What a cell says a score is, and a sentence where words beside the number say more than its label."""
        if not self._framework.numbered:
            words = fold_heading(format_cell(cell))
            return self._scores.get(words, format_cell(cell)), ""  # a number says nothing where the levels have none
        if not isinstance(cell, str):
            return cell, ""
        out_of = _OUT_OF.fullmatch(cell)
        # "2/4" is 2 of 4; "3/4" may be a score between the two.
        apart = out_of is not None and (out_of[2] != "/" or int(out_of[3]) != int(out_of[1]) + 1)
        if out_of and apart and int(out_of[3]) == len(self._framework.scores):
            return int(out_of[1]), ""
        words = fold_heading(cell)
        if words in self._scores:
            return self._scores[words], ""
        # "Good (3)" and "Score: 3"; "3+" and "3?" are no scores.
        found = re.fullmatch(r"\D*\b([1-9])\b\D*", cell)
        named = {value for name, value in self._scores.items() if name in words}
        if found is None or (named and int(found[1]) not in named) or _UNSURE.search(cell):
            return cell, ""
        told = not named and set(words.split()) - {found[1]} - _BESIDE_SCORE
        note = ""
        if told:
            note = f"“{cell.strip()[:_LONGEST_ANSWER]}” was read as {found[1]}"
        return int(found[1]), note

    def _read_date(self, field: Field, cell: Cell) -> Read:
        if isinstance(cell, datetime) and field.kind is Kind.DATE:
            note = ""
            if cell.hour or cell.minute:
                note = f"the time {format_time(cell)} was left out"
            return Read(cell.date().isoformat(), note)
        if isinstance(cell, date):
            return Read(clean_value(field, cell.isoformat()))
        if isinstance(cell, int | float) and not isinstance(cell, bool) and _FIRST_SERIAL <= cell <= _LAST_SERIAL:
            found = _DAY_NONE + timedelta(days=int(cell))
            return Read(clean_value(field, found.isoformat()), f"the number {format_cell(cell)} was read as a date")
        text = format_cell(cell)
        try:
            written = read_date(text)
        except ValueError:
            written = None  # ``clean`` says what is wrong with it
        if written is not None and field.kind is Kind.DATE and written.month is not None:
            year, number = written.month
            day = 1 if field.key in ("starts_on", "covers_from", "dated_on") else monthrange(year, number)[1]
            made = clean_value(field, f"{year:04}-{number:02}-{day:02}")
            return Read(made, f"“{text}” was taken as {british_date(str(made))}")
        if written is not None and field.kind is Kind.DATE and written.day is not None and written.clock:
            return Read(
                clean_value(field, written.day.isoformat()), f"the time {format_time(written.clock)} was left out"
            )
        return Read(clean_value(field, text))

    def _read_links(self, field: Field, text: str) -> Value:
        target = field.target[0]
        if field.kind is Kind.LINK:
            return self._find_pack_key(target, field, text)
        pieces = [piece.strip() for piece in re.split(r"[;\n]|,(?![^(]*\))", text) if piece.strip()]
        keys = dict.fromkeys(self._find_pack_key(target, field, piece) for piece in pieces)
        return tuple(keys) or None

    def _find_pack_key(self, target: str, field: Field, text: str) -> str:
        key = self._keys.get(target, {}).get(fold_heading(text))
        if target == "return_item" and self._asked is not None:
            number = re.match(r"\s*(?:ir)?\s*0*(\d{1,3})\b", text, re.IGNORECASE)
            item = self._asked.find_item(f"IR {number[1]}") if number else None
            key = item.ref if item else None
        if key is None:
            raise InvalidValueError(f"{field.label}: “{text[:_LONGEST_ANSWER]}” is not known.")
        return key


def is_placeholder(cell: Cell) -> bool:
    """Whether a cell only says that there is nothing to say: "N/A", "-", "TBC", "No risks recorded yet."."""
    if not isinstance(cell, str):
        return False
    text = cell.strip()
    return not any(map(str.isalnum, text)) or _PLACEHOLDER.fullmatch(" ".join(text.rstrip(".!").split())) is not None


def names_something(text: str) -> bool:
    """Whether a text has a letter in it, as all names have."""
    return any(map(str.isalpha, text))


def is_bare_answer(cell: Cell) -> bool:
    """Whether a cell only answers a question of a form: a number, a date, a colour or a grade; it names nothing."""
    if not isinstance(cell, str):
        return cell is not None
    if not names_something(cell) or fold_heading(cell) in _GRADES:
        return True
    try:
        return read_date(cell) is not None
    except ValueError:
        return True


def is_return_item(cell: Cell) -> bool:
    """Whether a cell begins with items of the information return: "IR 5 Waiting lists"."""
    return isinstance(cell, str) and re.match(r"\s*IR\s*\d{1,2}\b", cell, re.IGNORECASE) is not None


def is_total(cell: Cell) -> bool:
    """Whether a cell names a row that only counts those above it: "Total", "Total actions: 12"."""
    return isinstance(cell, str) and _TOTAL.fullmatch(" ".join(cell.split())) is not None


def counts_others(cells: Sequence[Cell]) -> bool:
    """Whether a row of few cells counts those above it: "Total on track" and a number, "Number of actions" and one."""
    words = [cell for cell in cells if isinstance(cell, str)]
    numbers = [cell for cell in cells if isinstance(cell, int | float) and not isinstance(cell, bool)]
    is_count = len(words) == 1 and len(numbers) == len(cells) - 1 and bool(numbers)
    return is_count and _COUNTED.match(" ".join(words[0].split())) is not None


def is_remark(cell: Cell) -> bool:
    """Whether a cell that stands alone says something of the table and is no row of it: "Source: …"."""
    return isinstance(cell, str) and _REMARK.match(cell) is not None


def split_bullets(text: str) -> tuple[str, ...]:
    """The bullets or numbered points of a text, or the text itself where it has none; no word is lost.

    What stands before the first bullet is a piece of its own, or goes with the first where it only leads to them (it
    ends in a colon). What is set further in belongs to the bullet above it.
    """
    lines = text.strip().splitlines()
    found = {number: match for number, line in enumerate(lines) if (match := _BULLET.match(line))}
    depth = min((_indentation_of(lines[number]) for number in found), default=0)
    marked = [number for number in found if _indentation_of(lines[number]) <= depth + 1]
    if len(marked) < 2 and marked != [0]:
        if not text.strip():
            return ()
        return (text.strip(),)
    before = "\n".join(lines[: marked[0]]).strip()
    parts = ["\n".join(lines[a:b]) for a, b in zip(marked, [*marked[1:], len(lines)], strict=True)]
    points = [point for part in parts if (point := _BULLET.sub("", part, count=1).strip())]
    if before.endswith(":") and points:
        points[0] = f"{points[0]}\n\n{before}"
    elif before:
        points.insert(0, before)
    return tuple(points)


def split_short_lines(text: str) -> tuple[str, ...]:
    """Each line of a text of short lines, such as a list of documents; else its pieces."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    listed = len(lines) > 1 and all(len(line) <= TITLE_LIMIT for line in lines)
    if listed:
        return tuple(_BULLET.sub("", line, count=1).strip() for line in lines)
    return split_bullets(text)


def _indentation_of(line: str) -> int:
    return len(line) - len(line.lstrip())


def shorten_to_title(text: str) -> str:
    """A text as a line short enough for a title: itself, its first sentence, or as many words as fit."""
    first = _join_first_sentence(text)
    if len(first) <= TITLE_LIMIT and first == " ".join(text.split()):
        return first
    sentence = re.match(r".{12,}?[.!?;:](?=\s|$)", first)
    if sentence and len(sentence[0]) <= TITLE_LIMIT:
        return sentence[0].rstrip(".;:")
    if len(first) <= TITLE_LIMIT:
        return first
    return first[: TITLE_LIMIT - 1].rsplit(" ", 1)[0].rstrip(" ,;:-") + "…"


def _join_first_sentence(text: str) -> str:
    """The first line of a text, with the lines after it that only go on with its sentence."""
    lines = [" ".join(line.split()) for line in text.strip().splitlines()]
    count = 1
    while (
        count < len(lines) and lines[count][:1].islower() and not lines[count - 1].endswith((".", "!", "?", ":", ";"))
    ):
        count += 1
    return " ".join(lines[:count])


def _map_score_words(framework: Framework) -> dict[str, int]:
    """Words for a score: its label, the first word of it where no other begins so, and the band of the same rank."""
    found: dict[str, int] = {}
    for score in framework.scores:
        found[fold_heading(score.label)] = score.value
    firsts = [fold_heading(score.label).split()[0] for score in framework.scores]
    for score, first in zip(framework.scores, firsts, strict=True):
        if firsts.count(first) == 1:
            found.setdefault(first, score.value)
    if len(framework.bands) == len(framework.scores):
        for score, band in zip(framework.scores, framework.bands, strict=True):
            found.setdefault(fold_heading(band.label), score.value)
    return found


def _read_choice(kind: str, field: Field, text: str) -> Value:
    known = find_answer_key(kind, field.key, text)  # an arrow is no answer by itself
    value = clean_value(field, " ".join(text.split())) if known is None else known
    if find_problem(field, value) is None:
        return value
    known = next((choice.key for choice in field.choices if fold_heading(choice.label) == fold_heading(text)), None)
    if known is None:
        raise InvalidValueError(f"{field.label}: “{text[:_LONGEST_ANSWER]}” is not one of its answers.")
    return known


def _translate_tick_to_yes_no(text: str) -> str:
    plain = fold_text(text)
    return {"✓": "yes", "✔": "yes", "☑": "yes", "✅": "yes", "x": "yes", "✗": "no", "✘": "no", "☐": "no"}.get(
        plain, plain
    )


def _strip_currency_sign(cell: Cell) -> object:
    if isinstance(cell, str):
        return re.sub(r"^\s*[£$€]\s*", "", cell)
    if not isinstance(cell, date | time | timedelta):
        return cell
    return format_cell(cell)
