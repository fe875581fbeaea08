"""The year that a spreadsheet fills: its records in the making, those that there is one of found by their key."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from selfassess.domain.model.catalogue import CATALOGUE, Record, blank
from selfassess.domain.model.commands import ONE_EACH
from selfassess.domain.model.import_result import Place, Sent
from selfassess.domain.model.workbook import Assessment
from selfassess.exchange.foreign.drafts import Draft, kind_of_place
from selfassess.exchange.foreign.ledger import Ledger, Spot
from selfassess.exchange.foreign.values import Answers, pieces, short_lines
from selfassess.exchange.foreign.vocabulary import LISTED, statement_field, title_field
from selfassess.exchange.foreign.words import folded
from selfassess.exchange.spreadsheets.book import shown

_SAID = ("detail", "shows", "event", "location")
"""The fields that a title is written on into, so that two records with one title may still be two."""


class Year:
    """Collects what is taken, in the order in which it is."""

    def __init__(self, assessment: Assessment, answers: Answers, council: Record | None = None) -> None:
        self.answers = answers
        self.council = council
        self.label = assessment.label
        self._assessment = assessment
        self._of_one = {(r.kind, r[ONE_EACH[r.kind]]): r for kind in ONE_EACH for r in assessment.of(kind)}
        self._drafts: dict[str, tuple[Draft, str]] = {}
        self._ones: dict[tuple[str, str], Draft] = {}
        self._twins: dict[tuple[str, object, str], Draft] = {}
        self._only_named: set[str] = set()

    def add(self, draft: Draft, statements: tuple[str, ...], ledger: Ledger, row: int) -> Draft:
        """Keep a record, about these statements; the one that is kept is this, or one that was only named so far."""
        self._about(draft, statements)
        named = self._twins.get(self._key(draft))
        bare = {title_field(draft.kind), statement_field(draft.kind)}
        if named is None or named.id not in self._only_named or not set(named.values) <= bare:
            if named is not None and named.values == draft.values:
                where = f"row {named.row + 1}", self._drafts[named.id][1]
                said = f"Says the same as {where[0]} of the sheet “{where[1]}”. Both were taken."
                ledger.trouble(Spot(row, 0, None), said, kind=draft.kind, id=draft.id)
            return self._keep(draft, ledger, row)
        self._only_named.discard(named.id)
        about = self._statements(named)
        named.values |= draft.values
        named.headings |= draft.headings
        self._about(named, about)
        return self._keep(named, ledger, row)

    def join(self, draft: Draft, statements: tuple[str, ...], ledger: Ledger, row: int) -> Draft:
        """Keep a record unless the one it names is there already: then that one, about these statements too."""
        self._about(draft, statements)
        twin = self._twins.get(self._key(draft))
        if twin is not None and all(
            twin.values.get(key) == value for key, value in draft.values.items() if key in _SAID
        ):
            self._about(twin, statements)
            return twin
        self._only_named.add(draft.id)
        return self._keep(draft, ledger, row)

    def _keep(self, draft: Draft, ledger: Ledger, row: int) -> Draft:
        draft.row = row
        if draft.named:
            self._twins.setdefault(self._key(draft), draft)
        self._drafts[draft.id] = (draft, ledger.sheet.name)
        return draft

    def one(self, kind: str, key: str, ledger: Ledger, row: int) -> Draft | None:
        """The record of a kind that there is one of for each statement, section or item; None where there is none."""
        there = self._of_one.get((kind, key))
        if there is None:
            return None
        if (kind, key) not in self._ones:
            draft = Draft(kind, id=there.id, row=row)
            self._ones[kind, key] = draft
            self._drafts[draft.id] = (draft, ledger.sheet.name)
        return self._ones[kind, key]

    def points(self, kind: str, spot: Spot, statements: tuple[str, ...], ledger: Ledger) -> list[Draft]:
        """The records that one cell names: one for each bullet where it has bullets, else one.

        Evidence is listed a line each, without bullets as well.
        """
        made = []
        for text in (short_lines if kind == "evidence" else pieces)(shown(spot.cell)):
            draft = Draft(kind)
            draft.title(text, spot, ledger)
            if not draft.named:
                continue
            target = ledger.link(spot) if kind == "evidence" else ""
            if kind == "evidence" and kind_of_place(text) == "web" and " " not in text:
                target = text
            if target:
                draft.values |= {"location": target, "location_kind": kind_of_place(target)}
            made.append(self.join(draft, statements, ledger, spot.row))
        return list({draft.id: draft for draft in made}.values())

    def finish(self) -> Assessment:
        """The assessment with everything that was kept."""
        records = {kind: list(there) for kind, there in self._assessment.records.items()}
        place = {record.id: number for there in records.values() for number, record in enumerate(there)}
        for draft, _ in self._drafts.values():
            of_kind = records.setdefault(draft.kind, [])
            if draft.id in place:
                at = place[draft.id]
                of_kind[at] = replace(of_kind[at], values={**of_kind[at].values, **draft.values})
            else:
                of_kind.append(blank(draft.kind, draft.id, len(of_kind), self._assessment.id, **draft.values))
        ordered = {kind: tuple(records[kind]) for kind in CATALOGUE if records.get(kind)}
        return replace(self._assessment, records=ordered)

    def places(self) -> dict[str, Place]:
        """Where each record stands."""
        return {
            draft.id: Place(sheet=sheet, row=draft.row + 1, columns=dict(draft.headings))
            for draft, sheet in self._drafts.values()
        }

    def sent(self) -> Sent:
        """What the spreadsheet speaks of: only the fields it filled; none of its rows has an id."""
        fields: dict[str, set[str]] = {}
        for draft, _ in self._drafts.values():
            fields.setdefault(draft.kind, set()).update(draft.values)
        kept = {kind: frozenset(keys | {ONE_EACH[kind]} if kind in ONE_EACH else keys) for kind, keys in fields.items()}
        nameless = frozenset(self._drafts)
        return Sent(fields=kept, listed=frozenset(), nameless=nameless)

    @staticmethod
    def _key(draft: Draft) -> tuple[str, object, str]:
        """What makes two records one: kind, title, and the statement where there is one of it."""
        title = str(draft.values.get(title_field(draft.kind), ""))
        return draft.kind, draft.values.get("quality_statement"), folded(title) or title

    @staticmethod
    def _statements(draft: Draft) -> tuple[str, ...]:
        have = draft.values.get(statement_field(draft.kind) or "")
        return have if isinstance(have, tuple) else (str(have),) if have else ()

    def _about(self, draft: Draft, statements: tuple[str, ...]) -> None:
        field = statement_field(draft.kind)
        if field == "quality_statement" and statements:
            draft.values[field] = statements[0]
        elif field == "quality_statements" and statements:
            have = draft.values.get(field) or ()
            draft.values[field] = tuple(dict.fromkeys((*(have if isinstance(have, tuple) else ()), *statements)))


def linked(row: dict[str, list[Draft]], main: str) -> None:
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
    for draft in _of(row, resting):
        _link(draft, "evidence", evidence)
    for draft in row.get("action", ()):
        _link(draft, "addresses", [each.id for each in _of(row, ["improvement", "risk"])])


def _of(row: dict[str, list[Draft]], kinds: list[str]) -> Iterator[Draft]:
    for kind in kinds:
        yield from row.get(kind, ())


def _link(draft: Draft, key: str, ids: list[str]) -> None:
    have = draft.values.get(key)
    every = tuple(dict.fromkeys((*(have if isinstance(have, tuple) else ()), *ids)))
    if every:
        draft.values[key] = every
