"""What changed from one assessment to a later one: words in prose, and what became of its actions and risks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from selfassess.domain.framework.carry_map import build_carry_map
from selfassess.domain.framework.framework import Framework
from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.display_names import Names
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.readiness import readiness
from selfassess.domain.text.text_diff import Piece, compare_words
from selfassess.domain.years.carry_forward import JUDGED_IN_WORDS, join_judgement_prose
from selfassess.domain.years.compare_years import find_judging_day


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


def find_changed_prose(
    before: Assessment, after: Assessment, known: Iterable[Framework] = ()
) -> tuple[ProseChange, ...]:
    """The sections and judgements whose words differ, in the order of ``after``; what nothing follows from comes last.

    ``known`` frameworks lead over versions in between.
    """
    return (*_compare_sections(before, after), *_compare_judgements(before, after, tuple(known)))


def follow_records(
    kind: str, before: Assessment, after: Assessment, years: Sequence[Assessment], today: str
) -> Followed:
    """What became of the "action" or "risk" records of ``before`` in ``after``; ``years`` has those in between."""
    ended = _ENDED[kind]
    late = _LATE[kind]
    day = find_judging_day(after, today)
    came_from = _trace_ancestors(after.records_of(kind), before, years)
    followers = {ancestor: record for record in after.records_of(kind) if (ancestor := came_from.get(record.id))}
    found: dict[str, list[Named]] = {"closed": [], "open": [], "overdue": [], "gone": [], "new": []}
    for record in before.records_of(kind):
        now = followers.get(record.id)
        if record["status"] in ended and now is None:
            continue
        if now is None:
            found["gone"].append(_name_followed_record(before, record))
        else:
            if now["status"] in ended:
                state = "closed"
            elif late(now, day):
                state = "overdue"
            else:
                state = "open"
            found[state].append(_name_followed_record(after, now))
    found["new"] += [
        _name_followed_record(after, record) for record in after.records_of(kind) if record.id not in came_from
    ]
    return Followed(**{state: tuple(named) for state, named in found.items()})


def _is_review_overdue(risk: Record, day: str) -> bool:
    return risk["status"] not in readiness.SETTLED_RISKS and "" < risk.text_of("review_on") < day


_ENDED: Mapping[str, tuple[str, ...]] = {"action": readiness.DONE_ACTIONS, "risk": ("closed",)}
_LATE: Mapping[str, Callable[[Record, str], bool]] = {"action": readiness.is_overdue, "risk": _is_review_overdue}


def _trace_ancestors(records: Sequence[Record], before: Assessment, years: Sequence[Assessment]) -> Mapping[str, str]:
    """Record id -> the record of ``before`` it began as, over the years in between; without those that have none."""
    every = {record.id: record for year in years for record in year.records_of(records[0].kind)} if records else {}
    wanted = before.by_id
    found: dict[str, str] = {}
    for record in records:
        seen = {record.id}
        here = record.text_of("carried_from")
        while here and here not in wanted and here not in seen:
            seen.add(here)
            here = every[here].text_of("carried_from") if here in every else ""
        if here in wanted:
            found[record.id] = here
    return found


def _name_followed_record(assessment: Assessment, record: Record) -> Named:
    return Named(record.id, Names(assessment).name_record(record))


def _compare_sections(before: Assessment, after: Assessment) -> Iterator[ProseChange]:
    spec = CATALOGUE["section"].by_key["key"]
    written = (each.text_of("key") for year in (after, before) for each in year.records_of("section"))
    for key in dict.fromkeys((*(choice.key for choice in spec.choices), *written)):
        texts = [record.text_of("text") if (record := year.find_section(key)) else "" for year in (before, after)]
        if texts[0] != texts[1]:
            yield ProseChange(
                kind="section",
                key=key,
                title=spec.choice_label(key),
                field="text",
                label=CATALOGUE["section"].by_key["text"].label,
                pieces=compare_words(*texts),
            )


def _compare_judgements(before: Assessment, after: Assessment, known: Sequence[Framework]) -> Iterator[ProseChange]:
    carry_map = build_carry_map(before.framework, after.framework, known)
    keys = tuple(dict.fromkeys((*before.framework.keys_by_part["statements"], *before.judgements)))
    fates = {key: carry_map.trace_statement(key) for key in keys}
    for key in dict.fromkeys((*after.framework.keys_by_part["statements"], *after.judgements)):
        earlier = [old for old in keys if key in fates[old].keys]
        yield from _compare_judgement_fields(key, Names(after).name_statement(key), (before, earlier), (after, [key]))
    for key in keys:
        if not fates[key].keys:
            yield from _compare_judgement_fields(
                key, Names(before).name_statement(key), (before, [key]), (after, []), fates[key].why
            )


def _compare_judgement_fields(
    key: str,
    title: str,
    before: tuple[Assessment, Sequence[str]],
    after: tuple[Assessment, Sequence[str]],
    why: str = "",
) -> Iterator[ProseChange]:
    for field in JUDGED_IN_WORDS:
        texts = (join_judgement_prose(*before, field), join_judgement_prose(*after, field))
        if texts[0] != texts[1]:
            yield ProseChange(
                kind="judgement",
                key=key,
                title=title,
                field=field,
                label=CATALOGUE["judgement"].by_key[field].label,
                pieces=compare_words(*texts),
                why=why,
            )
