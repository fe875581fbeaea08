"""What the page shows: an action as a row, where it stands, and which filters keep it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from selfassess.domain.improvement_plan.rag import NOT_BEGUN, Rag, explain_rating_with
from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.display_names import Names
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.text.wording import british_date, count_noun
from ui.widgets.tables import Column

ACTION = CATALOGUE["action"].by_key
GENERAL = "general"
STATUSES = tuple((choice.key, choice.label) for choice in ACTION["status"].choices)
STANDINGS = tuple((rag.value, rag.label) for rag in Rag)
TONES = {"red": "error", "amber": "warning", "green": "good", "blue": "info", "grey": "muted"}
"""The colour that councils know a standing by -> the colour of the theme."""


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One action: where it stands and why, under which statement or theme, and its milestones."""

    id: str
    at: tuple[int, int]
    action: Record
    place: str
    theme: str
    rag: Rag
    why: str
    milestones: tuple[Record, ...]

    @property
    def title(self) -> str:
        """What is to be done."""
        return self.action.text_of("title") or "Action without a name"

    @property
    def status(self) -> str:
        """Its status; one that nobody has touched is not started."""
        return self.action.text_of("status") or NOT_BEGUN

    @property
    def due(self) -> str:
        """Its due date in words, "" where it has none."""
        return british_date(self.action.text_of("due_on"))

    @property
    def due_briefly(self) -> str:
        """Its due date as it fits on a card: "20 Jan 2025"."""
        words = self.due.split()
        return " ".join((words[0], words[1][:3], words[2])) if len(words) == 3 else self.due

    @property
    def reached(self) -> str:
        """How many of its milestones were reached: "1 of 3"."""
        done = sum(each["done_on"] is not None for each in self.milestones)
        return f"{done:,} of {len(self.milestones):,}" if self.milestones else ""

    @property
    def spoken(self) -> str:
        """All that its card shows, for somebody who hears it."""
        due = f"due {self.due}" if self.due else ""
        reached = f"milestones reached: {self.reached}" if self.reached else ""
        return ", ".join(filter(None, (self.title, self.rag.label, self.place, self.action.text_of("owner"), due,
                                       reached)))  # fmt: skip


def build_plan_rows(year: Assessment, today: str) -> tuple[PlanRow, ...]:
    """Every action of a year, in the order of themes and statements, what is about the whole last."""
    milestones: dict[str, list[Record]] = defaultdict(list)
    for each in year.records_of("milestone"):
        milestones[each.text_of("action")].append(each)
    names = Names(year)
    themes = {theme.key: (theme.number, 0) for theme in year.framework.themes}
    statements = {s.key: (t.key, (t.number, s.number)) for t in year.framework.themes for s in t.statements}
    last = (len(themes) + 1, 0)
    rows = []
    for action in year.records_of("action"):
        own = milestones[action.id]
        rag, why = explain_rating_with(action, own, today)
        theme, at = statements.get(action.text_of("quality_statement"), (action.text_of("theme"), last))
        at = at if at is not last else themes.get(theme, last)
        place = names.name_short_place(action) or "The whole"
        own.sort(key=lambda each: (each.text_of("due_on") or "9", each.position))
        rows.append(PlanRow(action.id, at, action, place, theme, rag, why, tuple(own)))
    return tuple(sorted(rows, key=lambda row: (row.at, row.action.position)))


def list_places(year: Assessment) -> list[tuple[str, str]]:
    """What the filter of themes and statements offers: key and words."""
    found = [("", "All statements"), (GENERAL, "About the whole only")]
    for theme in year.framework.themes:
        found.append((f"theme:{theme.key}", theme.name))
        found += [(f"statement:{each.key}", f"   {each.number} {each.short_name}") for each in theme.statements]
    return found


def list_owners(rows: Sequence[PlanRow]) -> list[tuple[str, str]]:
    """What the filter of owners offers."""
    owners = sorted({row.action.text_of("owner") for row in rows} - {""}, key=str.casefold)
    return [("", "All owners"), ("-", "Without an owner"), *((owner, owner) for owner in owners)]


def list_origins() -> list[tuple[str, str]]:
    """What the filter of origins offers."""
    choices = [(choice.key, choice.label) for choice in ACTION["origin"].choices]
    return [("", "Any origin"), ("-", "Not said where it comes from"), *choices]


def build_filter(place: str, owner: str, origin: str) -> Callable[[PlanRow], bool]:
    """Whether a row is shown with these answers of the filters."""

    def keeps(row: PlanRow) -> bool:
        action = row.action
        kind, _, key = place.partition(":")
        if kind == GENERAL and (action["quality_statement"] or action["theme"]):
            return False
        if kind == "theme" and row.theme != key:
            return False
        if kind == "statement" and action["quality_statement"] != key:
            return False
        return _answers(action.text_of("owner"), owner) and _answers(action.text_of("origin"), origin)

    return keeps


def _answers(value: str, wanted: str) -> bool:
    return not wanted or value == ("" if wanted == "-" else wanted)


def values_for_new(place: str) -> dict[str, object]:
    """What a new action is made with where the filter shows this place: its theme or statement."""
    kind, _, key = place.partition(":")
    fields = {"theme": "theme", "statement": "quality_statement"}
    return {fields[kind]: key} if kind in fields else {}


LIST_COLUMNS = (
    Column(label="Action", words=lambda row: row.title, share=3, width=24),
    Column(label="Statement or theme", words=lambda row: row.place, order=lambda row: row.at, width=17, gives_way=2),
    Column(label="Owner", words=lambda row: row.action.text_of("owner"), share=1, width=14, gives_way=3),
    Column(
        label="Comes from",
        words=lambda row: ACTION["origin"].choice_label(row.action["origin"]) if row.action["origin"] else "",
        width=14,
        gives_way=5,
    ),
    Column(label="Due", words=lambda row: row.due, order=lambda row: row.action["due_on"], width=16, gives_way=1),
    Column(label="Milestones", words=lambda row: row.reached, width=10, gives_way=4),
    Column(
        label="Where it stands",
        words=lambda row: row.rag.label,
        order=lambda row: list(Rag).index(row.rag),
        tone=lambda row: TONES[row.rag.colour],
        width=19,
    ),
)
"""The columns of the list."""


def text_to_search(row: object) -> str:
    """What one may look for in a row."""
    return row.spoken if isinstance(row, PlanRow) else ""


def summarise(rows: Sequence[PlanRow]) -> str:
    """How many actions stand where, in a line: "24 actions: 3 late, 2 due soon or at risk, 5 on track"."""
    told = [(sum(row.rag is rag for row in rows), rag.label.lower()) for rag in Rag]
    said = ", ".join(f"{number:,} {words}" for number, words in told if number)
    return f"{count_noun(len(rows), 'action')}: {said}." if said else "No actions."
