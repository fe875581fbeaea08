"""Making a copy of a workbook for one contributor: a small workbook that holds what they are to see, and nothing else.

It is written afresh and never made by taking things out of a copy, so that nothing left out is anywhere in the file.
It comes back through ``plan_merge``, like every other copy.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

from selfassess.domain.merging.contributor_return import build_copy_journal
from selfassess.domain.model.contributor_copy import Contribution
from selfassess.domain.model.errors import FileError, WrongUseError
from selfassess.domain.model.history_proof import Proof
from selfassess.domain.model.new_year import new_id
from selfassess.domain.model.plural import count_records
from selfassess.domain.model.workbook import Assessment, Workbook
from selfassess.domain.publishing.contributor_scope import (
    build_contributor_year,
    find_needed_records,
    list_items_of_statements,
)
from selfassess.domain.signing import signing
from selfassess.domain.text.folding import fold_text
from selfassess.domain.text.wording import count_noun, join_with_and
from selfassess.services.safety import encryption
from selfassess.services.workbook import policy, temp_files
from selfassess.services.workbook.opening import write_new_workbook
from selfassess.services.workbook.session import Clock, now_utc
from selfassess.services.workbook.snapshot import read_snapshot
from selfassess.storage.store import SUFFIX

FROM_A_COPY = (
    "This is itself a copy that was {purpose}. A copy for a contributor is made from the main workbook, so that it "
    "comes back there."
)

COUNTED = ("story", "strength", "improvement", "risk", "action", "evidence", "measure", "comment")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody asks a contributor for, and what they let them see.

    ``statements`` are keys of the framework; ``items``: also those of the return that are only about these.
    """

    person: str
    statements: tuple[str, ...]
    readable: bool = True
    contacts: bool = False
    scores: bool = True
    items: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A copy that was made: where it is, what it is for, and the year it holds."""

    path: Path
    contribution: Contribution
    year: Assessment

    @property
    def describe_copy(self) -> str:
        """What is in it, in a sentence."""
        number = {kind: len(self.year.records_of(kind)) for kind in COUNTED}
        counts = [
            count_records(kind, n) if kind != "evidence" else _count_evidence_items(n)
            for kind, n in number.items()
            if n
        ]
        holds = f" It holds {join_with_and(counts)}." if counts else ""
        return f"{self.path.name} was {self.contribution.describe_purpose(self.year.framework)}.{holds}"


def _count_evidence_items(number: int) -> str:
    return f"{count_noun(number, 'item')} of evidence"


def statements_led_by(year: Assessment, person: str) -> tuple[str, ...]:
    """The statements that a person drafts, in the framework's order."""
    folded = fold_text(person)
    return tuple(
        statement.key
        for statement in year.framework.statements
        if folded and statement.key in year.judgements
        and fold_text(year.judgements[statement.key].text_of("lead")) == folded
    )  # fmt: skip


def propose_copy_name(council: str, year: str, person: str) -> str:
    """What the file of a copy is called."""
    name = f"{council} {year} - for {person.strip() or 'contributor'}"
    return re.sub(r'[<>:"/\\|?*\x00-\x1f]+', "-", name).strip(" .")[:150] + SUFFIX


def make_copy(
    path: Path,
    target: Path,
    wanted: Wanted,
    *,
    year: str | None = None,
    passphrase: str | None = None,
    author: str,
    clock: Clock = now_utc,
) -> Made:
    """Write a copy of one year of a workbook for a contributor, whole or not at all; the workbook is not touched.

    With a ``passphrase`` it is locked in a zip file, which ``target`` then has to be ("name.sawb.zip"). Raises
    WrongUseError where what is wanted makes no sense or ``target`` exists, FileError where it cannot be written.
    """
    policy.require_passphrase(passphrase)
    temp_files.require_fit(target)
    there = read_snapshot(path, journal=True)
    made = _build_copy(there, there.find_assessment(year), wanted, author, clock)
    if passphrase is None:
        write_new_workbook(target, made, author=author, clock=clock)
    else:
        _write_locked_copy(target, made, passphrase, author, clock)
    assert made.contribution is not None
    return Made(path=target, contribution=made.contribution, year=made.current)


def _write_locked_copy(target: Path, made: Workbook, passphrase: str, author: str, clock: Clock) -> None:
    if target.exists():
        raise WrongUseError(f"{target} exists already. Choose another name; nothing was changed.")
    if not target.parent.is_dir():
        raise FileError(f"The folder {target.parent} is not there.")
    try:
        with encryption.encrypt_in_place_of(target, passphrase, SUFFIX.lstrip(".")) as plain:
            write_new_workbook(plain, made, author=author, clock=clock)
    except OSError as error:
        raise FileError(f"{target} cannot be written ({error.strerror}).") from error


def _build_copy(there: Workbook, year: Assessment, wanted: Wanted, author: str, clock: Clock) -> Workbook:
    _check_copy_request(there, year, wanted)
    statements = tuple(each.key for each in year.framework.statements if each.key in wanted.statements)
    about = Contribution(
        id=new_id(),
        made_at=clock().isoformat(timespec="milliseconds"),
        made_by=author,
        person=wanted.person.strip(),
        statements=statements,
        readable=wanted.readable,
        contacts=wanted.contacts,
        scores=wanted.scores,
        items=list_items_of_statements(year.information_return, statements) if wanted.items else (),
        position=there.journal_position,
    )
    within = build_contributor_year(year, about)
    about = replace(about, needed=find_needed_records(year, about).intersection(within.by_id))
    proof = Proof(began=there.proof.head_hash)
    copy = Workbook(council=there.council, assessments=(within,), contribution=about, proof=proof)
    return replace(copy, journal=tuple(build_copy_journal(there.journal, copy.all_records(), about)))


def _check_copy_request(there: Workbook, year: Assessment, wanted: Wanted) -> None:
    """Raise WrongUseError where no such copy can be made."""
    if there.contribution is not None:
        raise WrongUseError(FROM_A_COPY.format(purpose=there.contribution.describe_purpose(year.framework)))
    if not wanted.person.strip():
        raise WrongUseError("Say for whom the copy is: give their name.")
    if not wanted.statements:
        raise WrongUseError("Choose at least one quality statement that the copy is for.")
    known = [each.key for each in year.framework.statements]
    for key in wanted.statements:
        if key not in known:
            raise WrongUseError(f"There is no quality statement “{key}”. There are: {', '.join(known)}.")
    if year.by_cqc:
        raise WrongUseError(f"{year.label} was made by others, so there is nothing in it to contribute to.")
    if why := signing.reason_year_closed(year.record, there.versions):
        raise WrongUseError(why)
