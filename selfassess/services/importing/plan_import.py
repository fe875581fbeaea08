"""What becomes of a file that is imported: decided once, here, for the window and the command line.

``plan_file`` reads a file and decides; ``plan_read_file`` decides anew about one that was read, such as for another
year. Nothing is written: what is decided is carried out by ``plan_merge`` (changes) or ``plan_years`` (whole years).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from selfassess.domain.model.errors import WrongUseError
from selfassess.domain.model.import_result import Incoming
from selfassess.domain.model.workbook import Assessment, Workbook
from selfassess.domain.years.narrative import Proposal
from selfassess.services.importing import narrative_year, plan_narrative
from selfassess.services.importing.file_kinds import Cancelled, Progress, Source, recognize_source
from selfassess.services.importing.place_report import add_findings_note, place_report
from selfassess.services.importing.plan_merge import (
    Prepared,
    is_of_this_workbook,
    prepare_into_year,
    prepare_same_workbook,
)
from selfassess.services.importing.plan_years import YearsPlan, plan_each_year, plan_for_workbook
from selfassess.services.importing.read_source import read_by_mapping, read_source, set_year_label
from selfassess.services.importing.row_pairs import NOT_ASKED
from selfassess.services.importing.year_names import check_new_name, find_label, find_year, refuse_taken_name

if TYPE_CHECKING:  # the library that reads spreadsheets is for those who need it
    from selfassess.exchange import foreign
    from selfassess.services.importing.spreadsheet_mapping.draft import MappingDraft

OF_A_YEAR = (Source.SPREADSHEET, Source.REPORT, Source.NARRATIVE)
"""Files that speak of one year and do not know any workbook."""

NAME_TAKEN = (
    "{name} is an export of another workbook (of {whose}) and has the year “{label}”, which this workbook has too. "
    "Give it another name with --year."
)
NO_SUCH_YEAR = "There is no year “{label}” in {name}. It has: {years}."
OTHER_ASSESSOR = (
    "The year “{label}” is {whose} assessment and {name} is not. Import it as a year of its own, under another name."
)
IS_HERE = "The year “{label}” is here: what would change in it is shown first."


class Way(StrEnum):
    """What becomes of a file."""

    NEW_WORKBOOK = "new workbook"
    FURTHER_YEAR = "further year"
    MERGE = "merge"
    OTHER_NAME = "needs another name"
    REFUSE = "refuse"
    NOTHING = "nothing understood"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What becomes of a file, and why, in a sentence.

    ``year`` is what the year is called here that it becomes or goes into; None where that is said by the file.
    """

    way: Way
    why: str = ""
    year: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFile:
    """A file that was read: what it is, and what it holds."""

    source: Path
    kind: Source
    incoming: Incoming


@dataclass(frozen=True, kw_only=True)
class ImportPlan:
    """What becomes of a file in the workbook that is ``there`` (None: it is not there yet), with what was read.

    ``incoming`` is what it holds as it is meant there; ``same`` answers the pairs of rows that were asked before.
    """

    there: Workbook | None
    read: ReadFile
    incoming: Incoming
    decision: Decision
    same: Mapping[str, bool] = field(default_factory=lambda: NOT_ASKED)

    @property
    def is_of_one_year(self) -> bool:
        """Whether the file is of one year that may also go into one that is there."""
        return self.read.kind in OF_A_YEAR

    @property
    def other_council(self) -> str:
        """The council whose self-assessment this is, where it is another's: it comes in once it is said to be ours."""
        return plan_narrative.other_council(self.there, self.incoming) if self.there is not None else ""

    @cached_property
    def prepared(self) -> Prepared:
        """What a file that is to be merged changes."""
        assert self.there is not None
        there, incoming, source, year = self.there, self.incoming, self.read.source, self.decision.year
        if not self.is_of_one_year:
            return prepare_same_workbook(there, incoming, source, year=year, same=self.same)
        assert year is not None
        if self.read.kind is Source.NARRATIVE:
            return narrative_year.prepare_additions(there, incoming, source, year)
        return prepare_into_year(there, incoming, source, year, self.same)

    @cached_property
    def years(self) -> YearsPlan:
        """The years that come in whole."""
        named = self.there is not None and self.is_of_one_year  # then the year has its name already
        return plan_for_workbook(self.there, self.incoming, self.read.source, None if named else self.decision.year)

    @cached_property
    def each_year(self) -> tuple[YearsPlan, ...]:
        """Each of its years by itself, for where a person chooses among them and names them."""
        assert self.there is not None
        return plan_each_year(self.there, self.incoming, self.read.source)

    def decide_name(self, own: str, label: str, taken: Collection[str]) -> Decision:
        """What becomes of the year that the file calls ``own`` under another name, beside years of these names."""
        if self.is_of_one_year:
            return decide_import(self.there, self.read, label if label != own else None)
        return decide_further_year(label, taken, own)

    def raise_if_refused(self) -> None:
        """Raise WrongUseError with the reason where the file cannot come in as it is."""
        if self.decision.way in (Way.REFUSE, Way.OTHER_NAME):
            raise WrongUseError(self.decision.why)


def plan_file(
    there: Workbook | None,
    source: Path,
    *,
    mapping: foreign.Mapping | None = None,
    proposed: bool = False,
    year: str | None = None,
    ours: bool = False,
    kind: Source | None = None,
    progress: Progress = lambda part: None,
    cancelled: Cancelled = lambda: False,
) -> ImportPlan:
    """Read a file and decide what becomes of it in the workbook that is ``there``, or as a new one.

    A spreadsheet, a report or a narrative is read as of the year of that name, or as a further year like the current; a
    narrative as one of this council where ``ours`` says so, whatever council it names.
    """
    if mapping is None:
        kind = kind or recognize_source(source)
    like = find_year_like(there, year)
    incoming = read_source(
        source,
        there=there,
        mapping=mapping,
        proposed=proposed,
        label=None if kind is Source.REPORT else year,
        framework=like.framework if like else None,
        asked=like.information_return if like else None,
        council=there.council if there else None,
        ours=ours,
        kind=kind,
        progress=progress,
        cancelled=cancelled,
    )
    return plan_read_file(there, ReadFile(source=source, kind=kind or Source.SPREADSHEET, incoming=incoming), year)


def plan_spreadsheet(
    there: Workbook,
    source: Path,
    draft: MappingDraft,
    year: str,
    *,
    progress: Progress = lambda part: None,
    cancelled: Cancelled = lambda: False,
) -> ImportPlan:
    """Decide what becomes of a spreadsheet that was opened, by its mapping, as the year of that name."""
    like = find_year_like(there, year) or there.current
    incoming = read_by_mapping(
        draft.spreadsheet.book,
        draft.mapping,
        label=year,
        framework=like.framework,
        asked=like.information_return,
        council=there.council,
        progress=progress,
        cancelled=cancelled,
    )
    return plan_read_file(there, ReadFile(source=source, kind=Source.SPREADSHEET, incoming=incoming), year)


def plan_document(there: Workbook, source: Path, proposal: Proposal, year: str) -> ImportPlan:
    """Decide what becomes of a narrative that somebody looked through and that is ours, as that year."""
    like = find_year_like(there, year) or there.current
    incoming = plan_narrative.make_incoming(
        proposal,
        framework=like.framework,
        asked=like.information_return,
        council=there.council,
        label=year,
        ours=True,
    )
    return plan_read_file(there, ReadFile(source=source, kind=Source.NARRATIVE, incoming=incoming), year)


def plan_read_file(there: Workbook | None, read: ReadFile, year: str | None = None) -> ImportPlan:
    """Decide what becomes of a file that was read; ``year`` is the one it is to go into, or to become."""
    decision = decide_import(there, read, year)
    incoming = _place_in_workbook(there, read, year)
    if there is not None and read.kind in OF_A_YEAR:
        incoming = set_year_label(incoming, decision.year)
    return ImportPlan(there=there, read=read, incoming=incoming, decision=decision)


def decide_import(there: Workbook | None, read: ReadFile, year: str | None = None) -> Decision:
    """What becomes of a file that was read, and why; quick enough to ask at every letter of a year's name."""
    if understood_nothing(read.incoming):
        return Decision(way=Way.NOTHING, why=f"Nothing in {read.source.name} was understood, so nothing was imported.")
    if there is None:
        return Decision(way=Way.NEW_WORKBOOK, why="The workbook is not there yet.", year=year)
    if read.kind in OF_A_YEAR:
        return _decide_single_year(there, read, year)
    return _decide_whole_file(there, read, year)


def decide_further_year(label: str, taken: Collection[str], own: str = "") -> Decision:
    """Whether a year of another workbook can come in under a name; its ``own`` name may be longer than a new one."""
    try:
        name = refuse_taken_name(label, taken) if label == own else check_new_name(label, taken)
    except WrongUseError as error:
        return Decision(way=Way.OTHER_NAME, why=str(error))
    return Decision(way=Way.FURTHER_YEAR, why=f"There is no year “{name}” here yet.", year=name)


def understood_nothing(incoming: Incoming) -> bool:
    """Whether nothing of a file that somebody else made was understood, so that a year of it would be empty."""
    return incoming.sent is not None and not incoming.places and not any(incoming.sent.fields.values())


def find_year_like(there: Workbook | None, year: str | None) -> Assessment | None:
    """The year whose framework a file is read against: the one it is to go into, else the current one."""
    if there is None:
        return None
    return (find_year(there, year) if year is not None else None) or there.current


def _place_in_workbook(there: Workbook | None, read: ReadFile, year: str | None) -> Incoming:
    """What a file holds as it is meant in the workbook: a report is of our council or of another."""
    if read.kind is not Source.REPORT:
        return read.incoming
    incoming = set_year_label(read.incoming, year)
    return add_findings_note(incoming if there is None else place_report(incoming, there, named=year is not None))


def _decide_single_year(there: Workbook, read: ReadFile, year: str | None) -> Decision:
    (given,) = _place_in_workbook(there, read, year).workbook.assessments
    # A report of another council's has that in its name, whatever name it was given.
    label = given.label if year is None or read.kind is Source.REPORT else year.strip()
    here = find_year(there, label)
    if here is None:
        own = label if year is None else ""
        decision = decide_further_year(label if year is None else year, (), own)
        return replace(decision, year=label) if decision.way is Way.FURTHER_YEAR else decision
    if given.record["assessor"] != here.record["assessor"]:
        whose = "your own" if here.record["assessor"] == "self" else "somebody else’s"
        why = OTHER_ASSESSOR.format(label=here.label, whose=whose, name=read.source.name)
        return Decision(way=Way.REFUSE, why=why)
    return Decision(way=Way.MERGE, why=IS_HERE.format(label=here.label), year=here.label)


def _decide_whole_file(there: Workbook, read: ReadFile, year: str | None) -> Decision:
    """About a workbook or an export of one, which may hold several years."""
    workbook, name = read.incoming.workbook, read.source.name
    labels = [assessment.label for assessment in workbook.assessments]
    own = find_label(labels, year) if year is not None else None
    ours = is_of_this_workbook(there, read.incoming)
    if ours and (year is None or own is not None):
        return Decision(way=Way.MERGE, why=f"{name} is a copy or an export of this workbook.", year=own)
    taken = [assessment.label for assessment in there.assessments]
    if year is not None and own is None and (len(labels) > 1 or (ours and find_label(taken, year) is not None)):
        return Decision(way=Way.REFUSE, why=NO_SUCH_YEAR.format(label=year, name=name, years=", ".join(labels)))
    for label in labels if year is None else [year]:
        if (here := find_label(taken, label)) is not None:
            whose = workbook.council.text_of("name")
            return Decision(way=Way.OTHER_NAME, why=NAME_TAKEN.format(name=name, whose=whose, label=here))
        decision = decide_further_year(label, taken, label if year is None else own or "")
        if decision.way is not Way.FURTHER_YEAR:
            return decision
    return Decision(way=Way.FURTHER_YEAR, why=f"{name} is of another workbook.", year=year)
