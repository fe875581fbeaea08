"""What is asked of a merge beyond what both sides wrote: removals of what somebody else wrote than who removed it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from selfassess.domain.merging.authorship import Writers
from selfassess.domain.merging.three_way import Merge, Outcome
from selfassess.domain.model.journal import Entry, Operation

TOOK_BACK = (
    "{source} was worked in with an earlier version of the program, for which taking an import back was the same as "
    "removing what had come with it. So you are asked about each of its removals of what somebody else wrote; look "
    "also at what it sets back."
)


def ask_before_removing(merge: Merge, writers: Writers, only: Iterable[str] | None = None) -> Merge:
    """The same merge with a question wherever they removed what another wrote; ``only`` of some records."""
    by_id = {each.id: each for each in merge.differences}
    wanted = by_id.keys() if only is None else set(only)
    asked = set[str]()
    for each in merge.differences_with(Outcome.REMOVED):
        hand = writers.there.last_author(each.id)
        if each.id in wanted and writers.here.authors_of_record(each.id) - {hand.author if hand is not None else ""}:
            years = [id for id in each.within if by_id[id].kind == "assessment"]
            asked.update(years or [each.id])
    found = tuple(replace(each, conflict=each.conflict or each.id in asked) for each in merge.differences)
    return replace(merge, differences=found)


def ask_of_earlier(
    merge: Merge, writers: Writers, fresh: Iterable[Entry], source: str
) -> tuple[Merge, tuple[str, ...]]:
    """The same where formats 1 to 3 wrote the removal, and what is said of that: it may have been undoing a merge."""
    unclear = {
        each.change.record
        for each in fresh
        if each.change.operation is Operation.DELETE and not each.salt and not each.redaction
    }
    found = ask_before_removing(merge, writers, unclear) if unclear else merge
    answer = (TOOK_BACK.format(source=source),) if found != merge else ()
    return found, answer
