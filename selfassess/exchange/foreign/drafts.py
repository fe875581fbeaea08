"""A record in the making: values gathered from cells, with the cells that gave them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.domain.model.errors import InvalidValueError
from selfassess.domain.model.fields import Field, Kind, Value
from selfassess.domain.model.new_year import new_id
from selfassess.exchange.foreign.ledger import Ledger, Spot, clean_mail_address
from selfassess.exchange.foreign.values import TITLE_LIMIT, Answers, is_placeholder, names_something, shorten_to_title
from selfassess.exchange.foreign.vocabulary import title_field
from selfassess.exchange.foreign.words import fold_heading
from selfassess.exchange.spreadsheets.book import format_cell

LONGER = {"strength": "detail", "improvement": "detail", "action": "detail", "risk": "event", "evidence": "shows"}
"""Where the whole text of a title stands that is too long for one line."""

SAYS_NOTHING = "it only says that there is nothing to say"
ONLY_A_NUMBER = "a number is no name, and may count what stands elsewhere"
COUNTS_OTHERS = "it counts the rows above it"

_PEOPLE = ("owner", "lead", "reviewer")
_FEW_LETTERS = 3
_UNITS = frozenset("%‰£€$°")

_INSTEAD = {
    ("action", "due_on"): "no_date_reason",
    ("action", "status"): "progress",
    ("action", "completed_on"): "progress",
    ("measure", "target"): "performance",
    ("measure", "comparator_value"): "comparator_name",
}
"""Where the words go that are no answer of a field, such as "ongoing" for a date."""


@dataclass(slots=True)
class Draft:
    """One record in the making, or one more row about a record that there is one of."""

    kind: str
    id: str = field(default_factory=new_id)
    values: dict[str, Value] = field(default_factory=dict)
    headings: dict[str, str] = field(default_factory=dict)
    row: int = 0

    def set_field_from_cell(self, key: str, spot: Spot, ledger: Ledger, answers: Answers) -> None:
        """Take a cell into a field; where that cannot be done, the cell is left and the reason told."""
        spec = CATALOGUE[self.kind].by_key[key]
        if key == _longer_kind_title_field(self.kind):
            self.set_title_from_text(format_cell(spot.cell), spot, ledger)
            return
        is_unit = key == "unit" and bool(_UNITS.intersection(format_cell(spot.cell)))
        says_nothing = is_placeholder(spot.cell) and not is_unit
        if key == "progress" and isinstance(spot.cell, float) and "percent" in fold_heading(spot.heading):
            shown_cell = f"{spot.cell * 100:.10g}%" if 0 < spot.cell < 1 else spot.cell
            spot = replace(spot, cell=shown_cell)
        if (self.kind, key) == ("contact", "email") and isinstance(spot.cell, str):
            spot = replace(spot, cell=clean_mail_address(spot.cell))
        is_left_empty = says_nothing and (spec.kind in (Kind.TEXT, Kind.PROSE) or self.kind == "measure")
        if is_left_empty:
            ledger.leave_cell(spot, SAYS_NOTHING)
            return
        if key in _PEOPLE and not names_something(format_cell(spot.cell)):
            ledger.leave_cell(spot, ONLY_A_NUMBER, problem=True, kind=self.kind, id=self.id)
            return
        try:
            read = answers.read_answer(self.kind, spec, spot.cell)
        except InvalidValueError as error:
            self._put_elsewhere(key, spot, ledger, str(error))
            return
        if read.note:
            ledger.report_trouble(
                spot, f"{read.note[0].upper()}{read.note[1:]}.", kind=self.kind, id=self.id, field=key
            )
        self._put_value(spec, read.value, spot, ledger)

    def set_title_from_text(self, text: str, spot: Spot, ledger: Ledger) -> None:
        """Take a text as title, and all of it into the longer field where it is more than a line."""
        key = _longer_kind_title_field(self.kind)
        longer = LONGER.get(self.kind)
        if is_placeholder(text):
            ledger.leave_cell(spot, SAYS_NOTHING)
            return
        if longer and not names_something(text):
            ledger.leave_cell(spot, ONLY_A_NUMBER, problem=True, kind=self.kind)
            return
        if self.values.get(key) is not None:
            if longer is None:
                ledger.leave_cell(spot, "a second cell says what this record is called", problem=True, kind=self.kind)
                return
            self._append_text(longer, text.strip(), spot)
        else:
            line = shorten_to_title(text) if longer else " ".join(text.split())
            self.values[key] = line
            self.headings[key] = spot.heading
            if longer and line != " ".join(text.split()):
                before = self.values.pop(longer, None)
                self._append_text(longer, text.strip(), spot)
                if before:
                    self._append_text(longer, str(before), spot)
        ledger.mark_used(spot)

    @property
    def has_name(self) -> bool:
        """Whether there is a title, or a text that one can be made of."""
        return bool(self.values.get(_longer_kind_title_field(self.kind)))

    def _put_value(self, spec: Field, value: Value, spot: Spot, ledger: Ledger) -> None:
        if value is None:
            ledger.leave_cell(spot, "there is nothing in it but spaces")
            return
        have = self.values.get(spec.key)
        first = _prefix_mark_with_heading(value, spot) if spec.key == "progress" else value
        if have is None or have in (value, first):
            self.values[spec.key] = first
            self.headings[spec.key] = spot.heading
            if self.kind == "evidence" and spec.key == "location":
                self.values.setdefault("location_kind", guess_location_kind(str(value)))
        elif spec.kind is Kind.PROSE:
            labelled = f"{spot.heading}: {value}" if spot.heading else str(value)
            self._append_text(spec.key, labelled, spot)
        elif isinstance(have, tuple) and isinstance(value, tuple):
            self.values[spec.key] = tuple(dict.fromkeys((*have, *value)))
        else:
            why = f"there is another {spec.label.lower()} for the same {CATALOGUE[self.kind].name.lower()}"
            ledger.leave_cell(spot, why, problem=True, kind=self.kind, id=self.id)
            return
        ledger.mark_used(spot)

    def _put_elsewhere(self, key: str, spot: Spot, ledger: Ledger, why: str) -> None:
        instead = _INSTEAD.get((self.kind, key))
        if instead is None:
            ledger.leave_cell(spot, why.rstrip("."), problem=True, kind=self.kind, id=self.id)
            return
        label = CATALOGUE[self.kind].by_key[instead].label
        said = format_cell(spot.cell).strip()
        headed = instead == "performance" or (key == "completed_on" and spot.heading)
        labelled = f"{spot.heading}: {said}" if headed else said
        self._append_text(instead, labelled, spot)
        ledger.mark_used(spot)
        ledger.report_trouble(
            spot, f"{why.rstrip('.')}. It was taken as “{label}”.", kind=self.kind, id=self.id, field=key
        )

    def _append_text(self, key: str, text: str, spot: Spot) -> None:
        have = self.values.get(key)
        self.values[key] = f"{have}\n\n{text}" if have else text
        self.headings.setdefault(key, spot.heading)


def _prefix_mark_with_heading(value: Value, spot: Spot) -> Value:
    """A mark such as "3" or "A" with the heading that says of what it is; words speak for themselves."""
    is_mark = isinstance(value, str) and sum(map(str.isalpha, value)) < _FEW_LETTERS
    if is_mark and fold_heading(spot.heading) not in ("", "progress"):
        return f"{spot.heading}: {value}"
    return value


def guess_location_kind(location: str) -> str:
    """Whether evidence is on the web or a file, by how its place is written."""
    if location.casefold().startswith(("http://", "https://", "www.")):
        return "web"
    return "file"


def title_from_longer_text(draft: Draft) -> bool:
    """Give a draft without a title one from its longer text; whether it has a title now."""
    longer = LONGER.get(draft.kind)
    if not draft.has_name and longer and draft.values.get(longer):
        text = str(draft.values[longer])
        draft.values[_longer_kind_title_field(draft.kind)] = shorten_to_title(text)
        if len(text) <= TITLE_LIMIT and "\n" not in text:
            del draft.values[longer]
    return draft.has_name


def _longer_kind_title_field(kind: str) -> str:
    if kind in LONGER or kind == "measure":
        return title_field(kind)
    return ""
