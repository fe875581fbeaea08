"""Taking changes in: what a file of somebody's changed since it was exported, into the workbook that is there.

``prepare`` works out what would change without touching anything; a person looks at it and decides; ``apply`` writes
what was decided as one step that can be undone, with a backup before.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import islice
from pathlib import Path
from typing import Any

from selfassess.domain.framework.framework import Pack
from selfassess.domain.merging import causality, integrity, offers, resolution, row_matching, three_way
from selfassess.domain.merging.authorship import Hands, Writers
from selfassess.domain.merging.causality import Meeting
from selfassess.domain.merging.contributor_return import check_sheet, read_returned_file
from selfassess.domain.merging.merge_admission import (
    admit_entries,
    admit_merge,
    describe_unknown_answers,
    refuse_nonsense,
)
from selfassess.domain.merging.offers import NOTHING_SAID, Offered
from selfassess.domain.merging.resolution import Decisions, Outcomes, Resolution
from selfassess.domain.merging.set_aside import entries_in_force
from selfassess.domain.merging.three_way import Merge
from selfassess.domain.model import journal, new_year
from selfassess.domain.model.admission import MOST_NAMED
from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.commands import ONE_EACH
from selfassess.domain.model.errors import WrongUseError
from selfassess.domain.model.history_proof import NO_PROOF, Redaction
from selfassess.domain.model.import_result import Incoming, Problem
from selfassess.domain.model.journal import Change, Entry, Operation
from selfassess.domain.model.scale import list_scales
from selfassess.domain.model.workbook import Assessment, Workbook
from selfassess.domain.signing.signing import SIGNED, Union, describe_waiting_years, unite_versions
from selfassess.services.importing import duplicate_years, merge_questions, merge_report, place_report
from selfassess.services.importing.kept_out import keep_out_removed
from selfassess.services.importing.merge_base import (
    find_base,
    packs_to_freeze,
    reasons_without_base,
    records_seen_by_sender,
)
from selfassess.services.importing.merge_report import MergeReport, Telling
from selfassess.services.importing.reading_page_edits import find_edits_on_pages
from selfassess.services.importing.returned_rows import settle_returned_rows
from selfassess.services.importing.row_pairs import NOT_ASKED, Pair, match_rows, pairs_as_items
from selfassess.services.importing.sheet_rows import retell_as_known_records, sent_by_values, treat_as_sheets
from selfassess.services.importing.source_problems import add_place_to_problem, refuse_source_with_problems
from selfassess.services.workbook import backups
from selfassess.services.workbook.apply_changes import Revision
from selfassess.services.workbook.cooperative import run_aside, run_to_end
from selfassess.services.workbook.session import Session
from selfassess.services.workbook.snapshot import read_incoming_copy, read_snapshot
from selfassess.storage import ledger

Records = Mapping[str, Record]

NO_VERSIONS = Union(added=())
UNPROVED = (
    "The history of {source} is not what was written: something other than this program changed it, or somebody "
    "rewrote it. “check {source}” names what differs. Look at each change before you import it."
)
BESIDE = (
    "What {source} holds is not what its own history says: something other than this program changed it. So who wrote "
    "what in it is not known, and it is compared with what both copies have in common."
)


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """What a file changed, to be looked at and decided on. ``there`` is the workbook as it was when this was made.

    ``packs`` are the wordings of years that would be new; ``notes`` sentences to show.
    """

    source: str
    there: Workbook
    incoming: Incoming
    merge: Merge
    packs: tuple[Pack, ...] = ()
    signed: Union = NO_VERSIONS
    notes: tuple[str, ...] = ()
    redactions: tuple[Redaction, ...] = ()
    offered: Offered = NOTHING_SAID
    """What was said before of what is offered, and what is not offered since somebody decided so."""
    pairs: tuple[Pair, ...] = ()
    """Rows of a file that may be records that are here: to be asked before anything is decided; new until then."""
    meeting: Meeting | None = None
    """For copies of one workbook: their journal beside ours, so that everybody's entries come along as written."""

    @property
    def brings_journal_entries(self) -> bool:
        """Whether a copy's journal, or what it keeps of frameworks, is not known here, even where nothing changes."""
        fresh = self.meeting.fresh if self.meeting is not None else ()
        unknown = any(pack not in (*self.there.frameworks, *self.there.returns) for pack in self.packs)
        return unknown or any(self.offered.may_come_in(each.change.record) for each in fresh)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All that was not understood or makes no sense here, with its place in the file."""
        left_out = (*self.incoming.problems, *self.incoming.left_out)
        return (*left_out, *(add_place_to_problem(each, self.incoming.places) for each in self.merge.problems))

    @cached_property
    def refusing_problems(self) -> tuple[Problem, ...]:
        """What lets nothing be imported: whole workbooks and JSON come whole or not at all."""
        if self.incoming.sent is not None:
            return ()
        known = set(find_workbook_faults(self.there))
        return (
            *self.incoming.problems,
            *(each for each in find_workbook_faults(self.incoming.workbook) if each not in known),
        )

    @cached_property
    def telling(self) -> Telling:
        """Names for everything it speaks of."""
        return merge_report.build_telling(self.there, self.incoming, self.all_writers)

    @cached_property
    def all_writers(self) -> Writers:
        """Who wrote what on either side; of the file nobody is known where its journal does not tell."""
        there = Hands(entries_in_force(self.incoming.workbook.journal)) if self.meeting is not None else Hands()
        return Writers(here=Hands(entries_in_force(self.there.journal)), there=there)


def is_of_this_workbook(there: Workbook, incoming: Incoming) -> bool:
    """Whether a file is of this very workbook, or of a copy of it."""
    return incoming.workbook.id == there.id


def prepare_same_workbook(
    there: Workbook,
    incoming: Incoming,
    source: Path,
    *,
    year: str | None = None,
    same: Mapping[str, bool] = NOT_ASKED,
) -> Prepared:
    """What a file of this workbook changed; ``there`` has its journal. ``year`` leaves its other years aside.

    ``same`` has what a person said of the pairs that were asked before. Raises WrongUseError where the file has no such
    year.
    """
    if year is not None:
        incoming = _narrow_to_year(incoming, incoming.workbook.find_assessment(year))
    incoming = _check_history_proof(incoming, source)
    theirs = dict(incoming.workbook.by_id)
    if year is not None:
        del theirs[incoming.workbook.id]
    meeting = None
    notes = incoming.notes
    twins = dict[str, str]()
    redactions: tuple[Redaction, ...] = ()
    if incoming.sent is None:
        back = read_returned_file(there, incoming.workbook, theirs, source.name)
        theirs = back.theirs
        notes = (*notes, *back.notes)
        meeting = _meet_journals(there, incoming, theirs, back.standing)
        if meeting is not None:
            meeting, odd = admit_entries(meeting, list_scales((there, incoming.workbook)))
            incoming = replace(incoming, left_out=(*incoming.left_out, *odd))
            out = keep_out_removed(there, incoming.workbook, meeting, source.name)
            meeting = out.meeting
            redactions = out.redactions
            notes = (*notes, *out.said)
        elif not _share_no_history(there, incoming):
            notes = (*notes, BESIDE.format(source=source.name))
        twins = duplicate_years.choose_fresh_names(there, incoming.workbook, meeting.base if meeting else {})
        theirs |= {id: duplicate_years.rename_year_record(theirs[id], label) for id, label in twins.items()}
        incoming = replace(incoming, workbook=duplicate_years.rename_years(incoming.workbook, twins))
    base = meeting.base if meeting else find_base(there, incoming)
    if incoming.sent is not None:
        check_sheet(there, incoming.workbook, source.name)
        incoming, theirs = treat_as_sheets(there, incoming, theirs, base)
        incoming, theirs = settle_returned_rows(
            incoming, theirs, base if base is not None else records_seen_by_sender(there, incoming)
        )
        incoming = replace(incoming, problems=(*incoming.problems, *find_edits_on_pages(there, incoming, base)))
        notes = incoming.notes
    notes = (*notes, *reasons_without_base(incoming, base, source.name))
    found = _build_prepared(there, incoming, theirs, base, source, notes, meeting, same)
    if meeting is not None:
        merged, said = merge_questions.ask_of_earlier(found.merge, found.all_writers, meeting.fresh, source.name)
        found = replace(found, merge=merged, notes=(*found.notes, *said))
    coming = {each.id for each in found.merge.differences_with(three_way.Outcome.NEW)}
    named = tuple(duplicate_years.describe_fresh_name(twins[id]) for id in twins if id in coming)
    return replace(found, redactions=redactions, notes=(*found.notes, *named))


def prepare_copy_of_workbook(path: Path, other: Path) -> Prepared:
    """What another copy of a workbook changed; raises WrongUseError where it is another workbook, or this very file."""
    if path.exists() and other.exists() and path.samefile(other):
        raise WrongUseError(f"{other.name} is this very file. Choose the other copy.")
    there = read_snapshot(path, journal=True)
    incoming = read_incoming_copy(other)
    if not is_of_this_workbook(there, incoming):
        whose = incoming.workbook.council.text_of("name")
        raise WrongUseError(
            f"{other.name} is another workbook (of {whose}), not a copy of {path.name}. "
            "To have a year of it, use import."
        )
    return prepare_same_workbook(there, incoming, other)


def _check_history_proof(incoming: Incoming, source: Path) -> Incoming:
    """A copy with what proves its history; without, and saying so, where that proves something else."""
    there = incoming.workbook
    if ledger.proves_entries(there.proof, there.journal):
        return incoming
    notes = (*incoming.notes, UNPROVED.format(source=source.name))
    return replace(incoming, workbook=replace(there, proof=NO_PROOF), notes=notes)


def prepare_into_year(
    there: Workbook, incoming: Incoming, source: Path, year: str, same: Mapping[str, bool] = NOT_ASKED
) -> Prepared:
    """What a spreadsheet or a report would add to, or change in, the year of that name.

    It is read as saying only what it says: what it leaves empty stays, and nothing counts as removed. ``same`` has what
    a person said of the pairs that were asked before: that a row is that record, or is not.
    """
    target = there.find_assessment(year)
    given = incoming.workbook.assessments[0]
    rehomed = row_matching.rename_records(given.by_id, {given.id: target.id})
    theirs = {id: replace(record, assessment=target.id) for id, record in rehomed.items()}
    sent = sent_by_values(given) if incoming.sent is None else incoming.sent
    theirs, published, base = place_report.complete_report_year(theirs, target, given)
    fields = {**sent.fields, "assessment": published}
    nameless = frozenset(id for id, record in rehomed.items() if record.kind != "finding")  # of them none is here yet
    incoming = replace(incoming, sent=replace(sent, fields=fields, listed=frozenset(), nameless=nameless))
    return _build_prepared(there, incoming, theirs, base, source, incoming.notes, same=same)


def apply_merge(session: Session, prepared: Prepared, chosen: Decisions) -> MergeReport:
    """Write what was decided as one step, after a backup; nothing where nothing changes.

    Raises WrongUseError, with nothing written, where a conflict is undecided, the workbook has changed since, or the
    outcome would not hang together; FileError where it cannot be written.
    """
    return run_to_end(apply_merge_in_turns(session, prepared, chosen))


def apply_merge_in_turns(
    session: Session, prepared: Prepared, chosen: Decisions
) -> Generator[float, None, MergeReport]:
    """The same in short turns, for where somebody waits: yields how far it is (0 to 1); its value is the report.

    Abandoned (closed), it has changed nothing.
    """
    session.require_writable()
    at = session.clock()
    moment = at.isoformat(timespec="milliseconds")
    make = partial(journal.make_entries, step=new_year.new_id(), at=moment, author=session.author)
    outcomes, report = yield from run_aside(lambda: _work_out_outcomes(prepared, chosen, at.isoformat()), 0.0)
    told = yield from run_aside(lambda: _write_merge_to_journal(prepared, chosen, outcomes, make), 0.1)
    years = {each.id for each in session.assessments}
    years |= {change.record for change in outcomes.changes if change.operation is Operation.CREATE}
    signed = prepared.signed.find_versions_of_years(years)
    if outcomes.changes or told or signed or prepared.packs:
        _refuse_changed_workbook(session, prepared)
        why = "import" if prepared.meeting is None else "merge"
        yield from run_aside(lambda: backups.take_backup(session.path, why, at), 0.1)
        _refuse_changed_workbook(session, prepared)
        label = f"import changes from {prepared.source}"
        proof = prepared.incoming.workbook.proof if told else NO_PROOF
        taking = session.take_step_in_turns(
            label, outcomes.changes, packs=prepared.packs, journaled=told, signed=signed, proof=proof, comes_in=True,
            redactions=prepared.redactions if told else (),
        )  # fmt: skip
        with closing(taking) as turns:
            for part in turns:
                yield 0.2 + 0.8 * part
    return report


def _write_merge_to_journal(
    prepared: Prepared, chosen: Decisions, outcomes: Outcomes, make: Callable[[Sequence[Change]], tuple[Entry, ...]]
) -> tuple[Entry, ...] | None:
    """What the journal gets: everybody's own entries of a copy, what was decided, and what was left aside by whom.

    Of what is left aside no entry comes along, so that it is offered again, with all that hangs on it. None where it is
    just the changes.
    """
    mine = prepared.there.by_id
    told: tuple[Entry, ...] | None = None
    if prepared.meeting is not None:
        aside = outcomes.aside | prepared.offered.declined_ids
        meeting = prepared.meeting.narrow_entries(lambda entry: entry.change.record not in aside)
        told = meeting.build_entries(mine, outcomes.changes, make)
    left = prepared.offered.build_left_entries(prepared.merge, chosen, mine, prepared.source, make)
    if not left:
        return told
    return (*(make(outcomes.changes) if told is None else told), *left)


def foresee_report(prepared: Prepared, chosen: Decisions) -> MergeReport:
    """The report that ``apply`` would give; conflicts that nobody has decided count as left as they are here.

    Raises WrongUseError where the outcome would not hang together, FileError where nothing can be imported.
    """
    chosen = replace(chosen, otherwise=chosen.otherwise or Resolution.MINE)
    return _work_out_outcomes(prepared, chosen, "")[1]


def summarize_merge(prepared: Prepared, chosen: Decisions, problems: Iterable[Problem]) -> dict[str, Any]:
    """What taking a file in would do, or did, as the object that ``--json`` prints."""
    listed = merge_report.summarize_differences(
        prepared.merge, chosen, problems=problems, places=prepared.incoming.places or {}
    )
    listed["conflicts"]["items"] += pairs_as_items(prepared.pairs)
    listed["conflicts"]["count"] += len(prepared.pairs)
    years = [assessment.label for assessment in prepared.incoming.workbook.assessments]
    pieces = merge_report.pieces_as_items(prepared.incoming.pieces)
    return {"years": years, **listed, "warnings": [], "notes": list(prepared.notes), **pieces}


def _work_out_outcomes(prepared: Prepared, chosen: Decisions, at: str) -> tuple[Outcomes, MergeReport]:
    outcomes = _decide_outcomes(prepared, chosen)
    told = tuple(add_place_to_problem(each, prepared.incoming.places) for each in outcomes.problems)
    return outcomes, merge_report.build_report(
        prepared.merge,
        chosen,
        replace(outcomes, problems=told),
        source=prepared.source,
        at=at,
        telling=prepared.telling,
        problems=prepared.problems,
        notes=prepared.notes,
    )


def _decide_outcomes(prepared: Prepared, chosen: Decisions) -> Outcomes:
    """The changes that were decided on, once it is sure that the workbook hangs together with them."""
    refuse_source_with_problems(prepared.source, prepared.refusing_problems)
    mine = prepared.there.by_id
    outcomes = resolution.work_out_outcomes(prepared.merge, mine, chosen)
    if outcomes.changes:
        refuse_nonsense(outcomes.changes)
        years = Revision({each.id: each for each in prepared.there.assessments}, prepared.packs)
        years.apply_changes(outcomes.changes)
        after = replace(prepared.there, assessments=tuple(years.finish_years().values()))
        before = set(find_workbook_faults(prepared.there))
        for fault in find_workbook_faults(after):
            if fault not in before:
                sentence = add_place_to_problem(fault, prepared.incoming.places).describe_with_place
                raise WrongUseError(f"{prepared.source} cannot be imported like this, so nothing was: {sentence}")
    return outcomes


def find_workbook_faults(workbook: Workbook) -> Iterator[Problem]:
    """What does not hang together. That something still has to be filled in is no fault: work is half done often."""
    records = workbook.by_id
    for fault in integrity.find_faults(workbook):
        record = records[fault.id or ""]
        unfilled = fault.field is not None and record[fault.field] is None and fault.field != ONE_EACH.get(record.kind)
        if not unfilled:
            yield fault


def _refuse_changed_workbook(session: Session, prepared: Prepared) -> None:
    if session.store.journal_position() != prepared.there.journal_position:
        raise WrongUseError(
            f"{session.path.name} was changed since {prepared.source} was read, so nothing was imported. Read it again."
        )


def _build_prepared(
    there: Workbook, incoming: Incoming, theirs: dict[str, Record], base: Records | None, source: Path,
    notes: tuple[str, ...], meeting: Meeting | None = None, same: Mapping[str, bool] = NOT_ASKED,
) -> Prepared:  # fmt: skip
    signed = unite_versions(there, incoming.workbook)
    mine = there.by_id
    nameless = incoming.sent.nameless if incoming.sent is not None else frozenset()
    shown = records_seen_by_sender(there, incoming)
    matched = match_rows(theirs, shown, row_matching.recognise_rows(theirs, shown, nameless), incoming, same)
    incoming = retell_as_known_records(incoming, matched.known)
    theirs = row_matching.rename_records(theirs, matched.known)
    removed_here = three_way.find_ever_removed(there.journal) if meeting is None else frozenset()
    whole = meeting is not None and incoming.workbook.id in theirs
    merged = admit_merge(
        three_way.merge_records(base, mine, theirs, sent=incoming.sent, removed_here=removed_here, whole=whole),
        list_scales((there, incoming.workbook)),
    )
    merged, offered = offers.sort_out_offers(merged, there.journal, meeting.fresh if meeting is not None else ())
    if meeting is not None:
        merged = replace(merged, keeps_places=True)
    return Prepared(
        source=source.name,
        there=there,
        incoming=incoming,
        merge=merged,
        packs=tuple(packs_to_freeze(there, incoming.workbook)),
        notes=(
            *notes,
            *signed.said,
            *_describe_signed_changes(there, merged),
            *islice(describe_unknown_answers(merged), MOST_NAMED),
            *offered.describe_notes,
        ),
        offered=offered,
        meeting=meeting,
        signed=signed,
        pairs=matched.pairs,
    )


def _meet_journals(there: Workbook, incoming: Incoming, theirs: Records, standing: causality.Known) -> Meeting | None:
    """A copy's journal beside ours, as far as it is about what is imported; None where they share nothing.

    A file whose records somebody changed beside its journal is no such copy: who wrote that is not known.
    """
    if journal.replay_journal(incoming.workbook.journal) != incoming.workbook.by_id:
        return None
    mine = there.by_id
    met = causality.meet_copy(there.journal, incoming.workbook.journal, mine, theirs, standing)
    if met is None or incoming.workbook.id in theirs:
        return met
    every = (*theirs.items(), *met.base.items(), *mine.items())
    about = {id for id, record in every if (record.assessment or id) in theirs}
    return met.narrow_entries(lambda entry: entry.change.record in about)


def _share_no_history(there: Workbook, incoming: Incoming) -> bool:
    """Whether two workbooks have no history in common."""
    return {entry.id for entry in there.journal}.isdisjoint(entry.id for entry in incoming.workbook.journal)


def _describe_signed_changes(there: Workbook, merged: Merge) -> tuple[str, ...]:
    """What is said of changes to years that are signed here."""
    status = [(each, field) for each in merged.differences if each.kind == "assessment" for field in each.fields]
    opened = {each.id for each, field in status if field.field == "status" and field.theirs not in SIGNED}
    return describe_waiting_years(there, {each.record.assessment or each.id for each in merged.differences}, opened)


def _narrow_to_year(incoming: Incoming, only: Assessment) -> Incoming:
    """One year of a file, and what was not understood in it."""
    others = (a for a in incoming.workbook.assessments if a is not only)
    aside = {id for other in others for id in (other.id, *other.by_id)}
    problems = tuple(each for each in incoming.problems if each.id not in aside)
    kept = tuple(each for each in incoming.workbook.kept if each.version.assessment == only.id)
    return replace(incoming, workbook=replace(incoming.workbook, assessments=(only,), kept=kept), problems=problems)
