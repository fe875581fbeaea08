"""What a framework and an information return hold.

Both are data that councils are judged against in one year, so both are versioned and frozen into each
assessment. The shapes here are what the files in ``resources/`` are read into and what a workbook keeps a
copy of; nothing in this module knows where either lives.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

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
    """One score a quality statement can have: 1 to 4, its short words and what it says in full."""

    value: int
    label: str
    meaning: str


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
    """One quality statement. ``quality_statement`` and ``i_statements`` are official wording, the rest is ours."""

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
    categories: Succession = field(default_factory=Succession)
    sources: Succession = field(default_factory=Succession)

    @property
    def successions(self) -> Mapping[str, Succession]:
        """The parts of the map by the names they have in the file."""
        return {"statements": self.statements, "categories": self.categories, "sources": self.sources}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnCarry:
    """How an information return follows from the ``earlier`` one: its carry map."""

    earlier: str
    items: Succession = field(default_factory=Succession)
    breakdowns: Succession = field(default_factory=Succession)
    figures: Succession = field(default_factory=Succession)

    @property
    def successions(self) -> Mapping[str, Succession]:
        """The parts of the map by the names they have in the file."""
        return {"items": self.items, "breakdowns": self.breakdowns, "figures": self.figures}


@dataclass(frozen=True, slots=True, kw_only=True)
class Framework:
    """One version of the assessment framework. ``carries`` says how it follows from earlier ones."""

    id: str
    name: str
    published: str
    wording: Wording
    rounding: str
    scores: tuple[ScoreLabel, ...]
    bands: tuple[Band, ...]
    categories: tuple[Category, ...]
    sources: tuple[Source, ...]
    themes: tuple[Theme, ...]
    carries: tuple[FrameworkCarry, ...] = ()

    @property
    def keys(self) -> Mapping[str, tuple[str, ...]]:
        """The keys that a carry map speaks of, by the names of its parts."""
        return {
            "statements": tuple(statement.key for statement in self.statements),
            "categories": tuple(category.key for category in self.categories),
            "sources": tuple(source.key for source in self.sources),
        }

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Every quality statement, in the framework's order."""
        return tuple(statement for theme in self.themes for statement in theme.statements)

    def statement(self, key: str | None) -> Statement | None:
        """The statement with this key, or None where the framework has none."""
        return next((statement for statement in self.statements if statement.key == key), None)

    def theme_of(self, key: str) -> Theme | None:
        """The theme that the statement with this key belongs to."""
        return next((t for t in self.themes if any(s.key == key for s in t.statements)), None)

    def category(self, key: str | None) -> Category | None:
        """The evidence category with this key."""
        return next((category for category in self.categories if category.key == key), None)

    def source(self, key: str | None) -> Source | None:
        """The evidence source with this key."""
        return next((source for source in self.sources if source.key == key), None)

    def score(self, value: object) -> ScoreLabel | None:
        """The words for a score, or None where it is no score of this framework."""
        return next((score for score in self.scores if score.value == value), None)


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

    def serves(self, statement: str) -> bool:
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
    def keys(self) -> Mapping[str, tuple[str, ...]]:
        """The keys that a carry map speaks of, by the names of its parts."""
        return {
            "items": tuple(item.ref for item in self.items),
            "breakdowns": tuple(dict.fromkeys(each.key for item in self.items for each in item.breakdowns)),
            "figures": tuple(dict.fromkeys(each.key for item in self.items for each in item.figures)),
        }

    def item(self, ref: str | None) -> ReturnItem | None:
        """The item with this reference ("IR 5"), or None."""
        return next((item for item in self.items if item.ref == ref), None)

    def items_for(self, statement: str) -> Iterator[ReturnItem]:
        """The items that are asked for under a quality statement, in order."""
        return (item for item in self.items if item.serves(statement))


Pack = Framework | InformationReturn
