"""What a merge may write here, judged by the catalogue: what makes no sense of what they changed is left out and named.

It is judged once it is known what differs, so that what both sides have already is not told anew, and so that who wrote
what is worked out on their copy as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from selfassess.domain.merging.causality import Meeting
from selfassess.domain.merging.three_way import Difference, FieldDifference, Merge
from selfassess.domain.model import admission
from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.errors import WrongUseError
from selfassess.domain.model.fields import problem
from selfassess.domain.model.import_result import Problem
from selfassess.domain.model.journal import POSITION, Change, Operation


def admit(merged: Merge) -> Merge:
    """A merge without the values that make no sense, which are among its problems."""
    problems = list(merged.problems)
    found = (_admitted(each, problems) for each in merged.differences)
    return replace(merged, differences=tuple(filter(None, found)), problems=tuple(problems))


def admit_entries(meeting: Meeting) -> tuple[Meeting, tuple[Problem, ...]]:
    """A copy's entries without those that write what makes no sense, and what these were."""
    why = {entry.id: said for entry in meeting.fresh if (said := admission.entry_fault(entry))}
    if not why:
        return meeting, ()
    left_out = [admission.entry_problem(entry, why[entry.id]) for entry in meeting.fresh if entry.id in why]
    return meeting.only(lambda entry: entry.id not in why), tuple(admission.told(left_out))


def refuse_nonsense(changes: Iterable[Change]) -> None:
    """Raise WrongUseError where what was decided comes to what makes no sense: two texts that are too long together."""
    for change in changes:
        spec = CATALOGUE[change.kind].by_key.get(str(change.field))
        why = admission.fault(spec, change.new) if spec is not None and change.operation is Operation.UPDATE else None
        if why:
            raise WrongUseError(f"{why} Keep one side of it only.")


def unknown_answers(merged: Merge) -> Iterator[str]:
    """A sentence for each answer that comes in and that no version known here has: it is kept, never dropped."""
    for difference in merged.differences:
        record = difference.theirs
        if record is None:
            continue
        coming = {each.field for each in difference.fields} if difference.mine is not None else record.values.keys()
        for spec in CATALOGUE[record.kind].fields:
            why = problem(spec, record.values[spec.key]) if spec.key in coming else None
            if why:
                yield f"{admission.named(record)}: {why}. It is kept as it is; “check” names it until it is put right."


def _admitted(difference: Difference, problems: list[Problem]) -> Difference | None:
    theirs = difference.theirs
    if theirs is None:
        return difference
    if difference.mine is None:
        return _new(difference, theirs, problems)
    fields = []
    for each in difference.fields:
        why = _fault(theirs, each)
        if why is None:
            fields.append(each)
        else:
            problems.append(_problem(theirs, each.field, f"{why} It was left out; what stands here stays."))
    if len(fields) == len(difference.fields):
        return difference
    return replace(difference, fields=tuple(fields)) if fields or difference.conflict else None


def _new(difference: Difference, theirs: Record, problems: list[Problem]) -> Difference | None:
    wrong = tuple(admission.record_faults(theirs))
    if not wrong:
        return difference
    keys = {each.field for each in wrong}
    whole = any(spec.required and spec.key in keys for spec in CATALOGUE[theirs.kind].fields)
    what = "So the whole record was left out." if whole else "It was left out."
    problems += (replace(each, message=f"{each.message} {what}") for each in wrong)
    if whole:
        return None
    kept = admission.without(theirs, keys)
    fields = tuple(each for each in difference.fields if each.field not in keys)
    return replace(difference, theirs=kept, fields=fields)


def _fault(record: Record, each: FieldDifference) -> str | None:
    if each.field == POSITION:
        return None if admission.is_place(each.merged) else "Its place in the list makes no sense."
    spec = CATALOGUE[record.kind].by_key[each.field]
    return admission.fault(spec, each.theirs) or admission.fault(spec, each.merged)


def _problem(record: Record, field: str, message: str) -> Problem:
    return Problem(message=f"{admission.named(record)}: {message}", record=record.kind, id=record.id, field=field)
