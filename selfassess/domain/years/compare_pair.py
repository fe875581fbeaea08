"""What changed from one assessment to a later one: words in prose, and what became of its actions and risks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from selfassess.domain.framework.carry_map import follow
from selfassess.domain.framework.framework import Framework
from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.display_names import Names
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.readiness import readiness
from selfassess.domain.text.text_diff import Piece, words
from selfassess.domain.years.carry_forward import JUDGED_IN_WORDS, prose_of
from selfassess.domain.years.compare_years import as_at


@dataclass(frozen=True, slots=True, kw_only=True)
class ProseChange:
    """One text that differs. ``kind`` is "section" or "judgement", ``key`` the section or quality statement.

    ``why`` says why the later assessment has no such statement, "" where it has.
    """

    kind: str
    key: str
    title: str
    field: str
    label: str
    pieces: tuple[Piece, ...]
    why: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """A record by its title: of the later assessment, or of the earlier one where the later has none."""

    id: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Followed:
    """What became of the actions or risks that were open in an earlier assessment.

    ``overdue`` are open as well and not repeated in ``open``; ``gone`` have no successor; ``new`` no predecessor.
    """

    closed: tuple[Named, ...]
    open: tuple[Named, ...]
    overdue: tuple[Named, ...]
    gone: tuple[Named, ...]
    new: tuple[Named, ...]


def changed_prose(before: Assessment, after: Assessment, known: Iterable[Framework] = ()) -> tuple[ProseChange, ...]:
    """The sections and judgements whose words differ, in the order of ``after``; what nothing follows from comes last.

    ``known`` frameworks lead over versions in between.
    """
    return (*_sections(before, after), *_judgements(before, after, tuple(known)))


def followed(kind: str, before: Assessment, after: Assessment, years: Sequence[Assessment], today: str) -> Followed:
    """What became of the "action" or "risk" records of ``before`` in ``after``; ``years`` has those in between."""
    ended, late = _ENDED[kind], _LATE[kind]
    day = as_at(after, today)
    came_from = _ancestors(after.of(kind), before, years)
    followers = {ancestor: record for record in after.of(kind) if (ancestor := came_from.get(record.id))}
    found: dict[str, list[Named]] = {"closed": [], "open": [], "overdue": [], "gone": [], "new": []}
    for record in before.of(kind):
        now = followers.get(record.id)
        if record["status"] in ended and now is None:
            continue
        if now is None:
            found["gone"].append(_named(before, record))
        else:
            state = "closed" if now["status"] in ended else "overdue" if late(now, day) else "open"
            found[state].append(_named(after, now))
    found["new"] += [_named(after, record) for record in after.of(kind) if record.id not in came_from]
    return Followed(**{state: tuple(named) for state, named in found.items()})


def _review_overdue(risk: Record, day: str) -> bool:
    return risk["status"] not in readiness.SETTLED_RISKS and "" < risk.text("review_on") < day


_ENDED: Mapping[str, tuple[str, ...]] = {"action": readiness.DONE_ACTIONS, "risk": ("closed",)}
_LATE: Mapping[str, Callable[[Record, str], bool]] = {"action": readiness.overdue, "risk": _review_overdue}


def _ancestors(records: Sequence[Record], before: Assessment, years: Sequence[Assessment]) -> Mapping[str, str]:
    """Record id -> the record of ``before`` it began as, over the years in between; without those that have none."""
    every = {record.id: record for year in years for record in year.of(records[0].kind)} if records else {}
    wanted = before.by_id
    found: dict[str, str] = {}
    for record in records:
        seen = {record.id}
        here = record.text("carried_from")
        while here and here not in wanted and here not in seen:
            seen.add(here)
            here = every[here].text("carried_from") if here in every else ""
        if here in wanted:
            found[record.id] = here
    return found


def _named(assessment: Assessment, record: Record) -> Named:
    return Named(record.id, Names(assessment).record(record))


def _sections(before: Assessment, after: Assessment) -> Iterator[ProseChange]:
    spec = CATALOGUE["section"].by_key["key"]
    written = (each.text("key") for year in (after, before) for each in year.of("section"))
    for key in dict.fromkeys((*(choice.key for choice in spec.choices), *written)):
        texts = [record.text("text") if (record := year.section(key)) else "" for year in (before, after)]
        if texts[0] != texts[1]:
            yield ProseChange(
                kind="section",
                key=key,
                title=spec.choice_label(key),
                field="text",
                label=CATALOGUE["section"].by_key["text"].label,
                pieces=words(*texts),
            )


def _judgements(before: Assessment, after: Assessment, known: Sequence[Framework]) -> Iterator[ProseChange]:
    carry_map = follow(before.framework, after.framework, known)
    keys = tuple(dict.fromkeys((*before.framework.keys["statements"], *before.judgements)))
    fates = {key: carry_map.statement(key) for key in keys}
    for key in dict.fromkeys((*after.framework.keys["statements"], *after.judgements)):
        earlier = [old for old in keys if key in fates[old].keys]
        yield from _fields(key, Names(after).statement(key), (before, earlier), (after, [key]))
    for key in keys:
        if not fates[key].keys:
            yield from _fields(key, Names(before).statement(key), (before, [key]), (after, []), fates[key].why)


def _fields(
    key: str,
    title: str,
    before: tuple[Assessment, Sequence[str]],
    after: tuple[Assessment, Sequence[str]],
    why: str = "",
) -> Iterator[ProseChange]:
    for field in JUDGED_IN_WORDS:
        texts = (prose_of(*before, field), prose_of(*after, field))
        if texts[0] != texts[1]:
            yield ProseChange(
                kind="judgement",
                key=key,
                title=title,
                field=field,
                label=CATALOGUE["judgement"].by_key[field].label,
                pieces=words(*texts),
                why=why,
            )
