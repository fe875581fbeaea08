"""How a contributor's copy begins, and how it comes back, so that what was written in it means the same here.

What was left out of the copy is not in it, and what stands there empty says nothing: only what was written there since
it was made counts, field by field.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from selfassess.domain.merging import causality
from selfassess.domain.merging.set_aside import entries_in_force
from selfassess.domain.merging.three_way import WHOLE
from selfassess.domain.model import journal
from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.contributor_copy import Contribution
from selfassess.domain.model.errors import WrongUseError
from selfassess.domain.model.fields import Value
from selfassess.domain.model.journal import Entry
from selfassess.domain.model.new_year import new_id
from selfassess.domain.model.workbook import Workbook

Records = Mapping[str, Record]


def build_copy_journal(main: Iterable[Entry], records: Iterable[Record], about: Contribution) -> Iterator[Entry]:
    """The journal of a copy: each record as it is given, standing for all that the main journal says of it by now."""
    said = causality.find_deciding_entries(entries_in_force(main))
    for record in records:
        known = said[record.id].replaced_by(WHOLE) if record.id in said else frozenset[str]()
        yield Entry(
            id=new_id(),
            step=about.id,
            at=about.made_at,
            author=about.made_by,
            change=journal.create_record(record),
            follows=tuple(sorted(known)),
            salt=journal.new_salt(),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """A copy that came back: its records as they would be here, the entries that only stand for ours, and notes."""

    theirs: dict[str, Record]
    standing: frozenset[str]
    notes: tuple[str, ...]


def read_returned_file(there: Workbook, incoming: Workbook, theirs: dict[str, Record], name: str) -> Returned:
    """What a file brings to the workbook that is ``there``: a contributor's copy that comes back, or any other.

    Raises WrongUseError, calling the file ``name``, where a contributor's own copy would take in other work, and
    where a copy comes back to a workbook that knows nothing of what it was made from.
    """
    about = incoming.contribution
    if there.contribution is not None:
        if about is None or about.id != there.contribution.id:
            raise WrongUseError(
                f"This copy was {there.contribution.describe_purpose(there.current.framework)}, so no "
                "other copy is taken into "
                f"it. Take {name} and this copy into the main workbook instead."
            )
        return Returned(theirs=theirs, standing=frozenset(), notes=())
    if about is None:
        return Returned(theirs=theirs, standing=frozenset(), notes=())
    began = {entry.change.record: entry for entry in incoming.journal if about.stands_for_main(entry)}
    known = {entry.id for entry in there.journal}
    came_before = began and not any(known.intersection(entry.follows or ()) for entry in began.values())
    if came_before:
        raise WrongUseError(
            f"{name} was made for {about.person} from another workbook of this council, whose history is not in this "
            f"one. Import it into the workbook that {about.made_by or 'somebody'} made it from on {about.made_on}."
        )
    written = _find_written_fields(incoming.journal, about)
    mine = there.by_id
    told = {
        id: _overlay_written_fields(record, mine.get(id), written.get(id, frozenset())) for id, record in theirs.items()
    }
    notes = [
        f"{name} was {about.describe_purpose(incoming.current.framework)}, "
        f"by {_describe_maker(about)} on {about.made_on}."
    ]
    was_missed = any(id in began and not known.issuperset(began[id].follows or ()) for id in written)
    if was_missed:
        notes.append(
            "It was made from a copy of this workbook that has changes which are not here, so some of what was written "
            "in it is shown as a conflict. Import that copy first if you have it."
        )
    return Returned(
        theirs=told,
        standing=frozenset(entry.id for entry in incoming.journal if about.stands_for_main(entry)),
        notes=tuple(notes),
    )


def check_sheet(there: Workbook, incoming: Workbook, name: str) -> None:
    """Raise WrongUseError where a sheet was exported from a contributor's copy that ``there`` is not.

    A sheet does not tell what was left out of the copy from what somebody emptied; the copy does.
    """
    about, here = incoming.contribution, there.contribution
    if about is not None and (here is None or here.id != about.id):
        raise WrongUseError(
            f"{name} was exported from the copy that was {about.describe_purpose(there.current.framework)}. "
            "Take it into that copy, and then the copy into this workbook."
        )


def _describe_maker(about: Contribution) -> str:
    return about.made_by or "somebody"


def _find_written_fields(entries: Sequence[Entry], about: Contribution) -> Mapping[str, frozenset[str | None]]:
    """Record -> the fields (None: the whole record) that were written in a copy since it was made."""
    found: dict[str, set[str | None]] = {}
    for entry in entries:
        if not about.stands_for_main(entry):
            found.setdefault(entry.change.record, set()).add(entry.change.field)
    return {id: frozenset(fields) for id, fields in found.items()}


def _overlay_written_fields(theirs: Record, mine: Record | None, written: Collection[str | None]) -> Record:
    """A record as it is here, with what was written in the copy; whole where it was made there or is not here."""
    if mine is None or mine.kind != theirs.kind or None in written:
        return theirs
    values: dict[str, Value] = {key: theirs[key] if key in written else value for key, value in mine.values.items()}
    position = theirs.position if journal.POSITION in written else mine.position
    return replace(mine, values=values, position=position)
