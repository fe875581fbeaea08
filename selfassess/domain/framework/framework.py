"""What a framework and an information return hold.

Both are data that councils are judged against in one year, so both are versioned and frozen into each
assessment. The shapes here are what the files in ``resources/`` are read into and what a workbook keeps a
copy of; nothing in this module knows where either lives.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

LONGEST_SCALE = 10
"""No framework has more levels."""
ALL = "all"
GENERAL = "general"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """Where official wording in a pack was taken from, so that it can be shown with its attribution."""

    source: str
    date: str
    attribution: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreLabel:
    """One level of the scale: its place from the lowest (1), its short words and what it says in full."""

    value: int
    label: str
    meaning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreLook:
    """How a score is drawn: its ``mark`` (a numeral or letters) on one of four shades, from 1 (lowest) to 4."""

    value: int
    shade: int
    mark: str
    label: str = ""
    numbered: bool = True

    @property
    def spoken_score(self) -> str:
        """The score as it is read out in a line: "score 2", "level Steady"."""
        return f"score {self.value}" if self.numbered else f"level {self.label}"


def shade_level(value: int, top: int) -> int:
    """Which of the four shades a level has on a scale from 1 to ``top``: 1 for the lowest, 4 for the highest."""
    steps = top - 1
    return 1 + (6 * (value - 1) + steps) // (2 * steps)


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """One overall rating and the lowest whole percentage that reaches it."""

    key: str
    label: str
    minimum: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """One evidence category, such as people's experience."""

    key: str
    name: str
    short_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One kind of source that evidence comes from; ``includes`` names what the framework lists under it."""

    key: str
    name: str
    includes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceUse:
    """That a statement asks for a source, and whether only if it is available."""

    source: str
    if_available: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One quality statement. ``quality_statement`` and ``i_statements`` are official wording, the rest is ours.

    ``levels`` says what each level looks like in this statement: label of the score -> text, where a text is given.
    """

    key: str
    number: int
    name: str
    short_name: str
    aliases: tuple[str, ...] = ()
    quality_statement: str
    i_statements: tuple[str, ...] = ()
    care_act: tuple[str, ...] = ()
    evidence: dict[str, tuple[SourceUse, ...]]
    topics: tuple[str, ...] = ()
    prompts: tuple[str, ...] = ()
    guidance: tuple[str, ...] = ()
    levels: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """One theme and its quality statements, in order."""

    key: str
    number: int
    name: str
    short_name: str
    covers: tuple[str, ...] = ()
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Succession:
    """What became of one sort of key of an earlier version; a key that is named in neither stands for itself.

    ``to`` has the new keys of an old one, ``dropped`` the reason where there are none.
    """

    to: dict[str, tuple[str, ...]] = field(default_factory=dict)
    dropped: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameworkCarry:
    """How a framework follows from the ``earlier`` one: its carry map."""

    earlier: str
    statements: Succession = field(default_factory=Succession)
    themes: Succession = field(default_factory=Succession)
    categories: Succession = field(default_factory=Succession)
    sources: Succession = field(default_factory=Succession)

    @property
    def successions_by_part(self) -> Mapping[str, Succession]:
        """The parts of the map by the names they have in the file."""
        return {
            "statements": self.statements,
            "themes": self.themes,
            "categories": self.categories,
            "sources": self.sources,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnCarry:
    """How an information return follows from the ``earlier`` one: its carry map."""

    earlier: str
    items: Succession = field(default_factory=Succession)
    breakdowns: Succession = field(default_factory=Succession)
    figures: Succession = field(default_factory=Succession)

    @property
    def successions_by_part(self) -> Mapping[str, Succession]:
        """The parts of the map by the names they have in the file."""
        return {"items": self.items, "breakdowns": self.breakdowns, "figures": self.figures}


@dataclass(frozen=True, slots=True, kw_only=True)
class Framework:
    """One version of the assessment framework. ``carries`` says how it follows from earlier ones.

    ``scores`` are its scale, lowest first. Where it is not ``numbered`` a level is called by its words alone, and its
    value only says its place. Without ``bands`` the whole has no rating.
    """

    id: str
    name: str
    published: str
    wording: Wording
    rounding: str
    numbered: bool = True
    scores: tuple[ScoreLabel, ...]
    bands: tuple[Band, ...] = ()
    categories: tuple[Category, ...]
    sources: tuple[Source, ...]
    themes: tuple[Theme, ...]
    carries: tuple[FrameworkCarry, ...] = ()

    @property
    def keys_by_part(self) -> Mapping[str, tuple[str, ...]]:
        """The keys that a carry map speaks of, by the names of its parts."""
        statements = tuple(statement.key for statement in self.statements)
        categories = tuple(category.key for category in self.categories)
        sources = tuple(source.key for source in self.sources)
        return {
            "statements": statements,
            "themes": tuple(theme.key for theme in self.themes),
            "categories": categories,
            "sources": sources,
        }

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Every quality statement, in the framework's order."""
        return tuple(statement for theme in self.themes for statement in theme.statements)

    def find_statement(self, key: str | None) -> Statement | None:
        """The statement with this key, or None where the framework has none."""
        return next((statement for statement in self.statements if statement.key == key), None)

    def theme_of(self, key: str) -> Theme | None:
        """The theme that the statement with this key belongs to."""
        return next((t for t in self.themes if any(s.key == key for s in t.statements)), None)

    def find_theme(self, key: str | None) -> Theme | None:
        """The theme with this key, or None where the framework has none."""
        return next((theme for theme in self.themes if theme.key == key), None)

    def find_category(self, key: str | None) -> Category | None:
        """The evidence category with this key."""
        return next((category for category in self.categories if category.key == key), None)

    def find_source(self, key: str | None) -> Source | None:
        """The evidence source with this key."""
        return next((source for source in self.sources if source.key == key), None)

    def find_score_label(self, value: object) -> ScoreLabel | None:
        """The words for a score, or None where it is no score of this framework."""
        return next((score for score in self.scores if score.value == value), None)

    @property
    def top_score(self) -> int:
        """The highest score; the lowest is always 1."""
        return self.scores[-1].value

    @property
    def good_score(self) -> int:
        """The lowest score above the middle of the scale: 3 of 4, 4 of 5."""
        return (self.top_score + 1) // 2 + 1

    @property
    def scale_words(self) -> str:
        """The whole scale in words: "1 to 4", or the names of its levels."""
        if self.numbered:
            return f"1 to {self.top_score}"
        return ", ".join(score.label for score in self.scores)

    @property
    def is_one_to_four(self) -> bool:
        """Whether the scale is CQC's of today: what is said of a score of 1, and what regions share, is of that one."""
        return self.numbered and self.top_score == 4

    def has_scale_of(self, other: Framework) -> bool:
        """Whether a score means the same in both, so that one can be set against the other."""
        return [(each.value, each.label) for each in self.scores] == [(e.value, e.label) for e in other.scores]

    def name_score(self, value: int) -> str:
        """A score as numeral and words ("3 – Good standard"), or in words alone where the scale has no numbers."""
        known = self.find_score_label(value)
        if known is None:
            return str(value)
        return f"{value} – {known.label}" if self.numbered else known.label

    def shorten_score(self, value: int) -> str:
        """A score as briefly as it can be said: its numeral, or its words where the scale has no numbers."""
        known = self.find_score_label(value)
        return str(value) if known is None or self.numbered else known.label

    def find_look(self, value: int | None) -> ScoreLook | None:
        """How a score is drawn; None where there is none."""
        known = self.find_score_label(value)
        if known is None:
            return None
        mark = str(known.value) if self.numbered else self._abbreviate_level(known)
        return ScoreLook(
            value=known.value,
            shade=shade_level(known.value, self.top_score),
            mark=mark,
            label=known.label,
            numbered=self.numbered,
        )

    def _abbreviate_level(self, level: ScoreLabel) -> str:
        """One or two letters for a level without a number: its first, and the next that tells it from all others."""
        label = level.label.casefold()
        same = [each.label.casefold() for each in self.scores if each.label[:1].casefold() == label[:1]]
        if len(same) == 1:
            return label[:1].upper()
        told = (sign for at, sign in enumerate(label) if sum(each[at : at + 1] == sign for each in same) == 1)
        return label[:1].upper() + next(told, "")

    def describe_level(self, statement: str | None, value: int | None) -> str:
        """What a level looks like in one statement, "" where the framework has no text for it."""
        known, judged = self.find_score_label(value), self.find_statement(statement)
        return "" if known is None or judged is None else judged.levels.get(known.label, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Breakdown:
    """One line that a figure is given for: an activity or a service type."""

    key: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureAsked:
    """One number that an item asks for, with its unit (people, days, cases, ...)."""

    key: str
    label: str
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnItem:
    """One item of the information return. ``provide`` is ours, made from what the item asks for."""

    ref: str
    title: str
    provide: str
    theme: str
    statements: tuple[str, ...]
    look_back_months: int | None = None
    breakdowns: tuple[Breakdown, ...] = ()
    figures: tuple[FigureAsked, ...] = ()

    def is_asked_under(self, statement: str) -> bool:
        """Whether the item is asked for under this quality statement."""
        return statement in self.statements or ALL in self.statements


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactGroup:
    """One group of contacts that section 1 (or IR 38) asks for; ``key`` is the record's ``group``."""

    key: str
    title: str
    provide: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NotToSend:
    """One kind of document that the return asks councils to leave out; ``words`` hint at it in a title."""

    key: str
    rule: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class InformationReturn:
    """One version of the information return. ``carries`` says how it follows from earlier ones."""

    id: str
    name: str
    published: str
    framework: str
    items: tuple[ReturnItem, ...]
    contacts: tuple[ContactGroup, ...]
    not_to_send: tuple[NotToSend, ...]
    carries: tuple[ReturnCarry, ...] = ()

    @property
    def keys_by_part(self) -> Mapping[str, tuple[str, ...]]:
        """The keys that a carry map speaks of, by the names of its parts."""
        refs = tuple(item.ref for item in self.items)
        breakdowns = dict.fromkeys(each.key for item in self.items for each in item.breakdowns)
        figures = dict.fromkeys(each.key for item in self.items for each in item.figures)
        return {
            "items": refs,
            "breakdowns": tuple(breakdowns),
            "figures": tuple(figures),
        }

    def find_item(self, ref: str | None) -> ReturnItem | None:
        """The item with this reference ("IR 5"), or None."""
        return next((item for item in self.items if item.ref == ref), None)

    def items_for(self, statement: str) -> Iterator[ReturnItem]:
        """The items that are asked for under a quality statement, in order."""
        return (item for item in self.items if item.is_asked_under(statement))


Pack = Framework | InformationReturn
