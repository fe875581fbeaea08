"""A proposal becomes a year of ours, record by record."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from selfassess.domain.framework.framework import Framework, InformationReturn
from selfassess.domain.model.catalogue import CATALOGUE, Record, blank_record
from selfassess.domain.model.commands import ONE_EACH
from selfassess.domain.model.errors import InvalidValueError
from selfassess.domain.model.fields import Kind, Value
from selfassess.domain.model.import_result import Incoming, Sent
from selfassess.domain.model.new_year import new_assessment, new_id
from selfassess.domain.model.workbook import Assessment, Workbook
from selfassess.domain.years.narrative import LISTED, LONGER, TEXTS, PieceKind, Placed, Proposal
from selfassess.exchange.foreign import vocabulary
from selfassess.exchange.foreign.values import Answers, shorten_to_title
from selfassess.exchange.foreign.words import fold_heading
from selfassess.exchange.narrative.piece_account import PieceAccount
from selfassess.exchange.narrative.scores import find_score

_INSTEAD = {
    ("action", "due_on"): "no_date_reason",
    ("action", "status"): "progress",
    ("measure", "target"): "performance",
    ("measure", "comparator_value"): "comparator_name",
}
_LABELS = (
    r"lead|owner|action owner|lead officer|responsible|by when|due|due date|deadline|target date|timescale|status"
    r"|progress|rag"
)
_LABELLED = re.compile(
    rf"(?:^|[;.,(–—-]|\n)\s*(?P<label>{_LABELS})\s*[:=]\s*(?P<said>[^;\n()]+?)\s*"
    rf"(?=$|[;)\n]|[.,–—]\s+(?:{_LABELS})\b)\)?\.?",
    re.IGNORECASE,
)
_RETURN_ITEM = re.compile(r"\bIR\s?(\d{1,2})\b")
_TYPED_NUMBER = re.compile(r"\(?(?:\d{1,2}|[a-h])[.)]\s+(?=[A-Z])")
"""What somebody typed before an item of a list."""
_SHORT = 3


@dataclass(slots=True)
class _Draft:
    """One record in the making, and the piece that began it."""

    kind: str
    id: str = field(default_factory=new_id)
    values: dict[str, Value] = field(default_factory=dict)
    row: tuple[int, int] = (0, 0)
    down: int = 1


def make_year(
    proposal: Proposal,
    *,
    framework: Framework,
    asked: InformationReturn | None,
    council: Record | None,
    label: str,
    ours: bool = False,
) -> Incoming:
    """The year ``label`` that a document gives by a proposal; ``council`` is whose it is where that is known.

    Where the document names another council it is that one's, unless a person said that it is ``ours``.
    Every piece is in a record, served as heading or name, or is named among the problems or the pieces.
    """
    year = _Year(new_assessment(label.strip(), 0, framework, asked), framework, asked)
    for number, placed in enumerate(proposal.placed):
        year.take_piece(number, placed)
    for number, placed in enumerate(proposal.placed):
        year.fill_down(number, placed)
        year.take_comment(number, placed)
    assessment = year.finish_assessment()
    account = year.account_for(proposal)
    whole = _choose_council(proposal, council, ours)
    sent = year.list_sent_fields(assessment) if proposal.is_understood else Sent(fields={}, listed=frozenset())
    return Incoming(
        workbook=Workbook(council=whole, assessments=(assessment,)),
        problems=tuple(account.list_problems()),
        sent=sent,
        notes=(*proposal.notes, *year.list_year_notes()),
        pieces=tuple(account.list_outcomes()),
    )


def _choose_council(proposal: Proposal, council: Record | None, ours: bool) -> Record:
    """The council of a document: the one that is given, unless the document names another."""
    if council is None:
        named = next(iter(proposal.councils), proposal.document.name.rsplit(".", 1)[0])
        return blank_record("council", new_id(), 0, None, name=named)
    other = "" if ours else proposal.name_other_council(council.text_of("name"))
    if other:
        return blank_record("council", new_id(), 0, None, name=other)
    return replace(council, id=new_id())  # it is nobody's workbook yet: its council lends the name only


class _Year:
    """The records of the year in the making."""

    def __init__(self, assessment: Assessment, framework: Framework, asked: InformationReturn | None) -> None:
        self._assessment = assessment
        self._framework = framework
        self._answers = Answers(framework, asked)
        self._asked = asked
        self._drafts: dict[object, _Draft] = {}
        self._of_piece: dict[int, str] = {}
        self._problems: dict[int, str] = {}
        self._dates: list[str] = []
        self._places = {(r.kind, r[ONE_EACH[r.kind]]): r for kind in ONE_EACH for r in assessment.records_of(kind)}

    # Pieces

    def take_piece(self, number: int, placed: Placed) -> None:
        """Put one piece into the record that it goes to."""
        goes = placed.goes
        if not goes.record or goes.record == "comment":
            return
        if goes.record not in CATALOGUE:
            self._problems[number] = f"there is no such record as “{goes.record}”"
            return
        draft = self._find_draft(placed)
        if draft is None:
            self._problems[number] = "it does not say which quality statement it is about"
            return
        self._of_piece[number] = draft.id
        if goes.record in TEXTS:
            self._take_text(number, placed, draft)
        elif goes.record == "measure_value":
            self._take_measure_value(number, placed, draft)
        elif goes.field in ("title", LONGER.get(goes.record)):
            self._take_title_or_text(placed, draft)
        else:
            self._take_field(number, draft, goes.field, placed.piece.text)

    def fill_down(self, number: int, placed: Placed) -> None:
        """Have the value of a cell that reaches over several rows stand in each of them, as it is meant."""
        piece, goes = placed.piece, placed.goes
        first = self._drafts.get((goes.record, goes.group))
        words = ("title", LONGER.get(goes.record))
        if piece.down < 2 or first is None or goes.field in words or goes.field not in first.values:
            return
        reached = range(piece.row + 1, piece.row + piece.down)
        for draft in self._drafts.values():
            if draft.kind == goes.record and draft.row[0] == piece.table and draft.row[1] in reached:
                draft.values.setdefault(goes.field, first.values[goes.field])

    def take_comment(self, number: int, placed: Placed) -> None:
        """Keep a comment about the record that its piece went to."""
        if placed.goes.record != "comment":
            return
        about = self._of_piece.get(placed.piece.about)
        if about is None:
            self._problems[number] = "what it is about was left out"
            return
        draft = _Draft("comment")
        piece = placed.piece
        written = None
        if re.match(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}", piece.written_at):
            written = piece.written_at[:16]
        draft.values = {"about": about, "text": piece.text, "author": piece.author or None, "written_at": written}
        self._drafts["comment", number] = draft
        self._of_piece[number] = draft.id

    def _find_draft(self, placed: Placed) -> _Draft | None:
        """The record that a piece goes to: one that is there once, the group's own, or a new one."""
        goes = placed.goes
        if goes.record in TEXTS:
            there = self._places.get((goes.record, goes.about))
            if there is None:
                return None
            return self._drafts.setdefault(there.id, _Draft(goes.record, id=there.id))
        key: object = (goes.record, goes.group) if goes.record != "measure_value" else (goes.group, goes.about)
        found = self._drafts.get(key)
        if found is None:
            if vocabulary.needs_statement(goes.record) and not goes.about:
                return None
            found = self._drafts[key] = _Draft(
                goes.record, row=(placed.piece.table, placed.piece.row), down=placed.piece.down
            )
            self._set_draft_statement(found, goes.about)
        return found

    def _set_draft_statement(self, draft: _Draft, key: str) -> None:
        spec = vocabulary.statement_field(draft.kind)
        if spec and key and draft.kind != "measure_value":
            draft.values[spec] = (key,) if CATALOGUE[draft.kind].by_key[spec].kind is Kind.LINKS else key

    def _take_text(self, number: int, placed: Placed, draft: _Draft) -> None:
        goes, piece = placed.goes, placed.piece
        if goes.field == "score":
            self._take_score_text(number, piece.text, draft)
        elif draft.kind == "judgement" and CATALOGUE["judgement"].by_key[goes.field].kind is not Kind.PROSE:
            self._take_field(number, draft, goes.field, piece.text)
        else:
            item = piece.depth > 0 and piece.kind in (PieceKind.ITEM, PieceKind.CELL)
            text = _add_column_label(placed)
            line = f"- {text}" if item else text
            _append_text(draft.values, goes.field, line, bullet=item)

    def _take_score_text(self, number: int, text: str, draft: _Draft) -> None:
        """Take a score; a second one that says otherwise is told and not taken."""
        found = find_score(text, self._framework)
        if found.rest:
            _append_text(draft.values, "rationale", found.rest)
        have = draft.values.get("score")
        if found.value is not None and have not in (None, found.value):
            self._problems[number] = f"the score {have} was taken from another place, so this one was not"
        elif found.value is not None:
            draft.values["score"] = found.value
        elif found.insufficient:
            draft.values["insufficient_evidence"] = True
        else:
            self._problems[number] = found.why

    def _take_title_or_text(self, placed: Placed, draft: _Draft) -> None:
        """The title of a record, or more of its text."""
        text = _add_column_label(placed)
        longer = LONGER.get(draft.kind, "")
        if placed.goes.field == "title" and placed.piece.kind is PieceKind.PARAGRAPH:
            text = _TYPED_NUMBER.sub("", text)
        title = CATALOGUE[draft.kind].title
        if draft.kind == "action" and placed.goes.field == "title":
            text = self._read_labels(text, draft)
        if placed.goes.field != "title" or draft.values.get(title):
            _append_text(draft.values, longer or "performance", text, bullet=placed.piece.depth > 1)
        else:
            line = shorten_to_title(text)
            draft.values[title] = line
            if longer and line.rstrip(".") != " ".join(text.split()).rstrip("."):
                before = draft.values.pop(longer, None)
                _append_text(draft.values, longer, text)
                if before:
                    _append_text(draft.values, longer, str(before))
        if draft.kind == "evidence" and self._asked is not None:
            found = [item.ref for n in _RETURN_ITEM.findall(text) if (item := self._asked.find_item(f"IR {n}"))]
            have = draft.values.get("return_items") or ()
            if found:
                known_items = have if isinstance(have, tuple) else ()
                draft.values["return_items"] = tuple(dict.fromkeys((*known_items, *found)))

    def _read_labels(self, text: str, draft: _Draft) -> str:
        """An action without what its line says of lead, date and progress with their labels, which is put in place."""
        for match in list(_LABELLED.finditer(text)):
            key = next((m.field for m in vocabulary.match_heading(match["label"]) if m.kind == "action"), "")
            if key and key != "title" and self._try_answer(draft, key, match["said"].strip()):
                text = text.replace(match[0], "", 1)
        return text.strip(" ;,–—-") or text

    def _try_answer(self, draft: _Draft, key: str, text: str) -> bool:
        """Take an answer, if it is one."""
        try:
            draft.values[key] = self._answers.read_answer(draft.kind, CATALOGUE[draft.kind].by_key[key], text).value
        except InvalidValueError:
            return False
        return True

    def _take_field(self, number: int, draft: _Draft, key: str, text: str) -> None:
        """Take an answer of a field; what is none is kept in words."""
        spec = CATALOGUE[draft.kind].by_key[key]
        said = text.split(":", 1)[1].strip() if draft.kind == "judgement" and ":" in text else text
        try:
            read = self._answers.read_answer(draft.kind, spec, said)
        except InvalidValueError as error:
            self._take_as_words(number, draft, key, text, str(error))
            return
        have = draft.values.get(key)
        if spec.kind is Kind.PROSE and read.value:
            _append_text(draft.values, key, str(read.value))
        elif have not in (None, read.value):
            self._take_as_words(number, draft, key, text, f"there is another {spec.label.lower()} for the same record.")
        else:
            draft.values[key] = read.value
            if read.note and spec.kind in (Kind.DATE, Kind.DATETIME):
                self._dates.append(read.note)
            elif read.note:
                self._problems[number] = f"{read.note}; look whether that is meant"

    def _take_as_words(self, number: int, draft: _Draft, key: str, text: str, why: str) -> None:
        """Words that are no answer of a field go where words may stand, and it is told."""
        instead = (
            _INSTEAD.get((draft.kind, key))
            or LONGER.get(draft.kind)
            or ("rationale" if draft.kind == "judgement" else "")
        )
        if not instead:
            self._problems[number] = why.rstrip(".")
            return
        fields = CATALOGUE[draft.kind].by_key
        short = len(text) <= _SHORT  # "Y" below an action says nothing without what it was asked for
        labelled = f"{fields[key].label}: {text}" if short else text
        _append_text(draft.values, instead, labelled)
        label = fields[instead].label
        self._problems[number] = f"{why.rstrip('.')}; it was taken as “{label}”"

    def _take_measure_value(self, number: int, placed: Placed, draft: _Draft) -> None:
        """Take a measure's value; what is no number becomes its note."""
        measure = self._drafts.get(("measure", placed.goes.group))
        if measure is None:
            self._problems[number] = "its row has no measure"
            return
        draft.values |= {"measure": measure.id, "period": placed.goes.about}
        text = placed.piece.text
        try:
            draft.values["value"] = self._answers.read_answer(
                "measure_value", CATALOGUE["measure_value"].by_key["value"], text.strip(" %£")
            ).value
        except InvalidValueError:
            draft.values["note"] = text
            self._problems[number] = "it is no number, so it was kept as a note"
        if "%" in text:
            measure.values.setdefault("unit", "%")

    # The year

    def finish_assessment(self) -> Assessment:
        """The assessment with everything that was kept; evidence that is named twice is there once."""
        self._name_untitled()
        self._join_evidence()
        self._link_rows()
        records = {kind: list(there) for kind, there in self._assessment.records.items()}
        place = {record.id: at for there in records.values() for at, record in enumerate(there)}
        for draft in self._drafts.values():
            of_kind = records.setdefault(draft.kind, [])
            if draft.id in place:
                at = place[draft.id]
                of_kind[at] = replace(of_kind[at], values={**of_kind[at].values, **draft.values})
            else:
                of_kind.append(blank_record(draft.kind, draft.id, len(of_kind), self._assessment.id, **draft.values))
        return replace(
            self._assessment, records={kind: tuple(records[kind]) for kind in CATALOGUE if records.get(kind)}
        )

    def _name_untitled(self) -> None:
        """Give a record without a title the beginning of its text; one without either is left out."""
        for key, draft in list(self._drafts.items()):
            title = CATALOGUE[draft.kind].title
            if draft.kind not in (*LISTED, "measure") or draft.values.get(title):
                continue
            longer = draft.values.get(LONGER.get(draft.kind, "")) or draft.values.get("progress")
            if longer:
                draft.values[title] = shorten_to_title(str(longer))
                continue
            del self._drafts[key]
            numbers = [number for number, id in self._of_piece.items() if id == draft.id]
            for number in numbers:
                del self._of_piece[number]
                self._problems[number] = f"nothing says what the {CATALOGUE[draft.kind].name.lower()} is called"

    def _join_evidence(self) -> None:
        """Keep evidence once that is named under several statements."""
        first: dict[str, _Draft] = {}
        for key, draft in list(self._drafts.items()):
            if draft.kind != "evidence":
                continue
            same = fold_heading(f"{draft.values.get('title')} {draft.values.get('shows') or ''}")
            there = first.setdefault(same, draft)
            if there is draft:
                continue
            for spec in ("quality_statements", "return_items"):
                both = (*(there.values.get(spec) or ()), *(draft.values.get(spec) or ()))  # type: ignore[misc]
                there.values[spec] = tuple(dict.fromkeys(both)) or None
            del self._drafts[key]
            for number, id in self._of_piece.items():
                if id == draft.id:
                    self._of_piece[number] = there.id

    def _link_rows(self) -> None:
        """An action that stands in one row with an area for improvement or a risk answers it."""
        rows: dict[tuple[int, int], list[str]] = {}
        for draft in self._drafts.values():
            table, first = draft.row
            for row in range(first, first + draft.down) if draft.kind in ("improvement", "risk") and table else ():
                rows.setdefault((table, row), []).append(draft.id)
        for draft in self._drafts.values():
            if draft.kind == "action" and draft.row in rows:
                draft.values["addresses"] = tuple(rows[draft.row])

    def list_sent_fields(self, assessment: Assessment) -> Sent:
        """What the document speaks of: only the fields it filled."""
        fields: dict[str, set[str]] = {}
        for draft in self._drafts.values():
            fields.setdefault(draft.kind, set()).update(key for key, value in draft.values.items() if value is not None)
        kept = {kind: frozenset(keys | {ONE_EACH[kind]} if kind in ONE_EACH else keys) for kind, keys in fields.items()}
        return Sent(fields=kept, listed=frozenset(), nameless=frozenset(assessment.by_id))

    # What is told

    def list_year_notes(self) -> Iterator[str]:
        """One note a kind, not one a piece."""
        if self._dates:
            more = ""
            if len(self._dates) > 1:
                more = f", and {len(self._dates) - 1:,} more like it"
            yield f"A month without a day stands for its last day: {self._dates[0]}{more}."

    def account_for(self, proposal: Proposal) -> PieceAccount:
        """What became of each piece of the document, once the assessment is finished."""
        return PieceAccount(proposal, self._of_piece, self._problems)


def _add_column_label(placed: Placed) -> str:
    """The words of a piece, behind the heading of its column where that is to stand with them."""
    if placed.goes.label:
        return f"{placed.goes.label}: {placed.piece.text}"
    return placed.piece.text


def _append_text(values: dict[str, Value], key: str, text: str, bullet: bool = False) -> None:
    """Write a text below what is there: bullets close together, paragraphs apart."""
    have = values.get(key)
    if bullet and not text.startswith("- "):
        text = f"- {text}"
    last = str(have).rsplit("\n", 1)[-1] if have else ""
    values[key] = f"{have}{chr(10) if bullet and last.startswith('- ') else chr(10) * 2}{text}" if have else text
