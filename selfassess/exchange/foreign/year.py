"""The year that a spreadsheet fills: its records in the making, those that there is one of found by their key."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from selfassess.domain.model.catalogue import CATALOGUE, Record, blank_record
from selfassess.domain.model.commands import ONE_EACH
from selfassess.domain.model.import_result import Place, Sent
from selfassess.domain.model.workbook import Assessment
from selfassess.exchange.foreign.drafts import Draft, guess_location_kind
from selfassess.exchange.foreign.ledger import Ledger, Spot
from selfassess.exchange.foreign.values import Answers, split_bullets, split_short_lines
from selfassess.exchange.foreign.vocabulary import LISTED, statement_field, title_field
from selfassess.exchange.foreign.words import fold_heading
from selfassess.exchange.spreadsheets.book import format_cell

_SAID = ("detail", "shows", "event", "location")
"""The fields that a title is written on into, so that two records with one title may still be two."""


class Year:
    """Collects what is taken, in the order in which it is.

    A record of a kind that there is one of (a judgement, a section) is found by its key; any other by what identifies
    it in the sheet. A record that another row only named (the risk of an action) waits for a row of its own.
    """

    def __init__(self, assessment: Assessment, answers: Answers, council: Record | None = None) -> None:
        self.answers = answers
        self.council = council
        self.label = assessment.label
        self._assessment = assessment
        self._single_records = {
            (r.kind, r[ONE_EACH[r.kind]]): r for kind in ONE_EACH for r in assessment.records_of(kind)
        }
        self._drafts: dict[str, tuple[Draft, str]] = {}
        self._single_drafts: dict[tuple[str, str], Draft] = {}
        self._first_of_name: dict[tuple[str, object, str], Draft] = {}
        self._only_named: set[str] = set()

    def add_draft(self, draft: Draft, statements: tuple[str, ...], ledger: Ledger, row: int) -> Draft:
        """Keep a record, about these statements; the one that is kept is this, or one that was only named so far."""
        self._add_statements(draft, statements)
        named = self._first_of_name.get(self._identity_of_draft(draft))
        bare = {title_field(draft.kind), statement_field(draft.kind)}
        if named is None or named.id not in self._only_named or not set(named.values) <= bare:
            if named is not None and named.values == draft.values:
                self._report_same_row(draft, named, ledger, row)
            return self._keep_draft(draft, ledger, row)
        self._only_named.discard(named.id)
        about = self._statements_of_draft(named)
        named.values |= draft.values
        named.headings |= draft.headings
        self._add_statements(named, about)
        return self._keep_draft(named, ledger, row)

    def _report_same_row(self, draft: Draft, earlier: Draft, ledger: Ledger, row: int) -> None:
        _, sheet = self._drafts[earlier.id]
        said = f"Says the same as row {earlier.row + 1} of the sheet “{sheet}”. Both were taken."
        ledger.report_trouble(Spot(row, 0, None), said, kind=draft.kind, id=draft.id)

    def join_draft(self, draft: Draft, statements: tuple[str, ...], ledger: Ledger, row: int) -> Draft:
        """Keep a record unless the one it names is there already: then that one, about these statements too."""
        self._add_statements(draft, statements)
        twin = self._first_of_name.get(self._identity_of_draft(draft))
        if twin is not None and all(
            twin.values.get(key) == value for key, value in draft.values.items() if key in _SAID
        ):
            self._add_statements(twin, statements)
            return twin
        self._only_named.add(draft.id)
        return self._keep_draft(draft, ledger, row)

    def _keep_draft(self, draft: Draft, ledger: Ledger, row: int) -> Draft:
        draft.row = row
        if draft.has_name:
            self._first_of_name.setdefault(self._identity_of_draft(draft), draft)
        self._drafts[draft.id] = (draft, ledger.sheet.name)
        return draft

    def add_part(self, draft: Draft, ledger: Ledger, row: int) -> None:
        """Keep a record that is part of another one, whatever else is called the same."""
        draft.row = row
        self._drafts[draft.id] = (draft, ledger.sheet.name)

    def get_single_record(self, kind: str, key: str, ledger: Ledger, row: int) -> Draft | None:
        """The record of a kind that there is one of for each statement, section or item; None where there is none."""
        there = self._single_records.get((kind, key))
        if there is None:
            return None
        if (kind, key) not in self._single_drafts:
            draft = Draft(kind, id=there.id, row=row)
            self._single_drafts[kind, key] = draft
            self._drafts[draft.id] = (draft, ledger.sheet.name)
        return self._single_drafts[kind, key]

    def add_points(self, kind: str, spot: Spot, statements: tuple[str, ...], ledger: Ledger) -> list[Draft]:
        """The records that one cell names: one for each bullet where it has bullets, else one.

        Evidence is listed a line each, without bullets as well.
        """
        made = []
        split_points = split_short_lines if kind == "evidence" else split_bullets
        for text in split_points(format_cell(spot.cell)):
            draft = Draft(kind)
            draft.set_title_from_text(text, spot, ledger)
            if not draft.has_name:
                continue
            target = ledger.use_link(spot) if kind == "evidence" else ""
            if kind == "evidence" and guess_location_kind(text) == "web" and " " not in text:
                target = text
            if target:
                draft.values |= {"location": target, "location_kind": guess_location_kind(target)}
            made.append(self.join_draft(draft, statements, ledger, spot.row))
        return list({draft.id: draft for draft in made}.values())

    def build_assessment(self) -> Assessment:
        """The assessment with everything that was kept."""
        records = {kind: list(there) for kind, there in self._assessment.records.items()}
        place = {record.id: number for there in records.values() for number, record in enumerate(there)}
        for draft, _ in self._drafts.values():
            of_kind = records.setdefault(draft.kind, [])
            if draft.id in place:
                at = place[draft.id]
                of_kind[at] = replace(of_kind[at], values={**of_kind[at].values, **draft.values})
            else:
                of_kind.append(blank_record(draft.kind, draft.id, len(of_kind), self._assessment.id, **draft.values))
        ordered = {kind: tuple(records[kind]) for kind in CATALOGUE if records.get(kind)}
        return replace(self._assessment, records=ordered)

    def map_record_places(self) -> dict[str, Place]:
        """Where each record stands."""
        return {
            draft.id: Place(sheet=sheet, row=draft.row + 1, columns=dict(draft.headings))
            for draft, sheet in self._drafts.values()
        }

    def describe_sent_fields(self) -> Sent:
        """What the spreadsheet speaks of: only the fields it filled; none of its rows has an id."""
        fields: dict[str, set[str]] = {}
        for draft, _ in self._drafts.values():
            fields.setdefault(draft.kind, set()).update(draft.values)
        kept = {kind: frozenset(keys | {ONE_EACH[kind]} if kind in ONE_EACH else keys) for kind, keys in fields.items()}
        nameless = frozenset(self._drafts)
        return Sent(fields=kept, listed=frozenset(), nameless=nameless)

    @staticmethod
    def _identity_of_draft(draft: Draft) -> tuple[str, object, str]:
        """What makes two records one: kind, title, and the statement where there is one of it."""
        title = str(draft.values.get(title_field(draft.kind), ""))
        return draft.kind, draft.values.get("quality_statement"), fold_heading(title) or title

    @staticmethod
    def _statements_of_draft(draft: Draft) -> tuple[str, ...]:
        have = draft.values.get(statement_field(draft.kind) or "")
        if isinstance(have, tuple):
            return have
        if not have:
            return ()
        return (str(have),)

    def _add_statements(self, draft: Draft, statements: tuple[str, ...]) -> None:
        field = statement_field(draft.kind)
        if field == "quality_statement" and statements:
            draft.values[field] = statements[0]
        elif field == "quality_statements" and statements:
            have = draft.values.get(field) or ()
            links_before = have if isinstance(have, tuple) else ()
            draft.values[field] = tuple(dict.fromkeys((*links_before, *statements)))


def link_row_records(row: dict[str, list[Draft]], main: str) -> None:
    """Link what stands in one row: evidence to what rests on it, actions to what they answer.

    ``main`` is the kind that the row is about; evidence bears on that where it can, else on the strengths and areas
    for improvement beside it, else on whatever is.
    """
    evidence = [draft.id for draft in row.get("evidence", ())]
    resting = [kind for kind in (*LISTED, "judgement") if kind in row and "evidence" in CATALOGUE[kind].by_key]
    if main in resting:
        resting = [main]
    elif {"strength", "improvement"} & set(resting):
        resting = [kind for kind in resting if kind in ("strength", "improvement")]
    for draft in _drafts_of_kinds(row, resting):
        _add_links(draft, "evidence", evidence)
    for draft in row.get("action", ()):
        _add_links(draft, "addresses", [each.id for each in _drafts_of_kinds(row, ["improvement", "risk"])])


def _drafts_of_kinds(row: dict[str, list[Draft]], kinds: list[str]) -> Iterator[Draft]:
    for kind in kinds:
        yield from row.get(kind, ())


def _add_links(draft: Draft, key: str, ids: list[str]) -> None:
    have = draft.values.get(key)
    links_before = have if isinstance(have, tuple) else ()
    every = tuple(dict.fromkeys((*links_before, *ids)))
    if every:
        draft.values[key] = every
