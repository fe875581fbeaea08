"""What a merge may write here, judged by the catalogue: what makes no sense of what they changed is left out and named.

It is judged once it is known what differs, so that what both sides have already is not told anew, and so that who wrote
what is worked out on their copy as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from selfassess.domain.framework.framework import Framework
from selfassess.domain.merging.causality import Meeting
from selfassess.domain.merging.three_way import Difference, FieldDifference, Merge
from selfassess.domain.model import admission
from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.errors import WrongUseError
from selfassess.domain.model.fields import find_problem
from selfassess.domain.model.import_result import Problem
from selfassess.domain.model.journal import POSITION, Change, Operation
from selfassess.domain.model.scale import fit_field

Scales = Mapping[str, Framework]
"""Judgement -> the framework whose scale its score is on (``list_scales``)."""


def admit_merge(merged: Merge, scales: Scales) -> Merge:
    """A merge without the values that make no sense, which are among its problems."""
    problems = list(merged.problems)
    found = (_admit_difference(each, problems, scales) for each in merged.differences)
    return replace(merged, differences=tuple(filter(None, found)), problems=tuple(problems))


def admit_entries(meeting: Meeting, scales: Scales) -> tuple[Meeting, tuple[Problem, ...]]:
    """A copy's entries without those that write what makes no sense, and what these were."""
    judged = ((entry.id, admission.find_entry_fault(entry, scales.get(entry.change.record))) for entry in meeting.fresh)
    why = {id: said for id, said in judged if said}
    if not why:
        return meeting, ()
    left_out = [admission.make_entry_problem(entry, why[entry.id]) for entry in meeting.fresh if entry.id in why]
    return meeting.narrow_entries(lambda entry: entry.id not in why), tuple(admission.shorten_problem_list(left_out))


def refuse_nonsense(changes: Iterable[Change]) -> None:
    """Raise WrongUseError where what was decided comes to what makes no sense: two texts that are too long together."""
    for change in changes:
        spec = CATALOGUE[change.kind].by_key.get(str(change.field))
        why = None
        if spec is not None and change.operation is Operation.UPDATE:
            why = admission.find_value_fault(spec, change.new)
        if why:
            raise WrongUseError(f"{why} Keep one side of it only.")


def describe_unknown_answers(merged: Merge) -> Iterator[str]:
    """A sentence for each answer that comes in and that no version known here has: it is kept, never dropped."""
    for difference in merged.differences:
        record = difference.theirs
        if record is None:
            continue
        coming = {each.field for each in difference.fields} if difference.mine is not None else record.values.keys()
        for spec in CATALOGUE[record.kind].fields:
            why = None
            if spec.key in coming:
                why = find_problem(spec, record.values[spec.key])
            if why:
                yield (
                    f"{admission.describe_record(record)}: {why}. It is kept as it is; “check” names it "
                    "until it is put right."
                )


def _admit_difference(difference: Difference, problems: list[Problem], scales: Scales) -> Difference | None:
    theirs = difference.theirs
    if theirs is None:
        return difference
    if difference.mine is None:
        return _admit_new_record(difference, theirs, problems, scales.get(theirs.id))
    fields = []
    for each in difference.fields:
        why = _find_field_fault(theirs, each, scales.get(theirs.id))
        if why is None:
            fields.append(each)
        else:
            problems.append(
                _make_admission_problem(theirs, each.field, f"{why} It was left out; what stands here stays.")
            )
    if len(fields) == len(difference.fields):
        return difference
    if fields or difference.conflict:
        return replace(difference, fields=tuple(fields))
    return None


def _admit_new_record(
    difference: Difference, theirs: Record, problems: list[Problem], framework: Framework | None
) -> Difference | None:
    wrong = tuple(admission.find_record_faults(theirs, framework))
    if not wrong:
        return difference
    keys = {each.field for each in wrong}
    whole = any(spec.required and spec.key in keys for spec in CATALOGUE[theirs.kind].fields)
    what = "So the whole record was left out." if whole else "It was left out."
    problems += (replace(each, message=f"{each.message} {what}") for each in wrong)
    if whole:
        return None
    kept = admission.drop_fields(theirs, keys)
    fields = tuple(each for each in difference.fields if each.field not in keys)
    return replace(difference, theirs=kept, fields=fields)


def _find_field_fault(record: Record, each: FieldDifference, framework: Framework | None) -> str | None:
    if each.field == POSITION:
        if admission.is_place(each.merged):
            return None
        return "Its place in the list makes no sense."
    spec = fit_field(CATALOGUE[record.kind].by_key[each.field], framework)
    return admission.find_value_fault(spec, each.theirs) or admission.find_value_fault(spec, each.merged)


def _make_admission_problem(record: Record, field: str, message: str) -> Problem:
    return Problem(
        message=f"{admission.describe_record(record)}: {message}", record=record.kind, id=record.id, field=field
    )
