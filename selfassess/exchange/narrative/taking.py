"""A proposal becomes a year of ours: its records, what is to be looked at, and where each piece went."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from selfassess.domain.framework.framework import Framework, InformationReturn
from selfassess.domain.model.catalogue import CATALOGUE, Record, blank
from selfassess.domain.model.commands import ONE_EACH
from selfassess.domain.model.errors import InvalidValueError
from selfassess.domain.model.fields import Kind, Value
from selfassess.domain.model.import_result import Incoming, PieceOutcome, Problem, Sent
from selfassess.domain.model.new_year import new_assessment, new_id
from selfassess.domain.model.workbook import Assessment, Workbook
from selfassess.domain.years.narrative import LISTED, LONGER, TEXTS, PieceKind, Placed, Proposal
from selfassess.exchange.foreign import vocabulary
from selfassess.exchange.foreign.values import Answers, title_of
from selfassess.exchange.foreign.words import folded
from selfassess.exchange.narrative.scores import find_score

_QUIET = (PieceKind.HEADER, PieceKind.FOOTER, PieceKind.CONTENTS)
"""Kinds whose pieces are in the list of pieces, and in no list of problems: they repeat what stands elsewhere."""
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
_INNER = str.maketrans("“”", "‘’")
_SHORT = 3
_SHOWN = 80


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
        year.take(number, placed)
    for number, placed in enumerate(proposal.placed):
        year.fill_down(number, placed)
        year.comment(number, placed)
    assessment = year.finish()
    whole = _council(proposal, council, ours)
    return Incoming(
        workbook=Workbook(council=whole, assessments=(assessment,)),
        problems=tuple(year.told(proposal)),
        sent=year.sent(assessment) if proposal.understood else Sent(fields={}, listed=frozenset()),
        notes=(*proposal.notes, *year.notes()),
        pieces=tuple(year.outcomes(proposal)),
    )


def _council(proposal: Proposal, council: Record | None, ours: bool) -> Record:
    """The council of a document: the one that is given, unless the document names another."""
    if council is None:
        named = next(iter(proposal.councils), proposal.document.name.rsplit(".", 1)[0])
        return blank("council", new_id(), 0, None, name=named)
    other = "" if ours else proposal.council_beside(council.text("name"))
    if other:
        return blank("council", new_id(), 0, None, name=other)
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
        self._places = {(r.kind, r[ONE_EACH[r.kind]]): r for kind in ONE_EACH for r in assessment.of(kind)}

    # Pieces

    def take(self, number: int, placed: Placed) -> None:
        """Put one piece into the record that it goes to."""
        goes = placed.goes
        if not goes.record or goes.record == "comment":
            return
        if goes.record not in CATALOGUE:
            self._problems[number] = f"there is no such record as “{goes.record}”"
            return
        draft = self._draft(placed)
        if draft is None:
            self._problems[number] = "it does not say which quality statement it is about"
            return
        self._of_piece[number] = draft.id
        if goes.record in TEXTS:
            self._text(number, placed, draft)
        elif goes.record == "measure_value":
            self._value(number, placed, draft)
        elif goes.field in ("title", LONGER.get(goes.record)):
            self._words(placed, draft)
        else:
            self._field(number, draft, goes.field, placed.piece.text)

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

    def comment(self, number: int, placed: Placed) -> None:
        """Keep a comment about the record that its piece went to."""
        if placed.goes.record != "comment":
            return
        about = self._of_piece.get(placed.piece.about)
        if about is None:
            self._problems[number] = "what it is about was left out"
            return
        draft = _Draft("comment")
        piece = placed.piece
        written = piece.written_at[:16] if re.match(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}", piece.written_at) else None
        draft.values = {"about": about, "text": piece.text, "author": piece.author or None, "written_at": written}
        self._drafts["comment", number] = draft
        self._of_piece[number] = draft.id

    def _draft(self, placed: Placed) -> _Draft | None:
        goes = placed.goes
        if goes.record in TEXTS:
            there = self._places.get((goes.record, goes.about))
            return self._drafts.setdefault(there.id, _Draft(goes.record, id=there.id)) if there is not None else None
        key: object = (goes.record, goes.group) if goes.record != "measure_value" else (goes.group, goes.about)
        found = self._drafts.get(key)
        if found is None:
            if vocabulary.needs_statement(goes.record) and not goes.about:
                return None
            found = self._drafts[key] = _Draft(
                goes.record, row=(placed.piece.table, placed.piece.row), down=placed.piece.down
            )
            self._about(found, goes.about)
        return found

    def _about(self, draft: _Draft, key: str) -> None:
        spec = vocabulary.statement_field(draft.kind)
        if spec and key and draft.kind != "measure_value":
            draft.values[spec] = (key,) if CATALOGUE[draft.kind].by_key[spec].kind is Kind.LINKS else key

    def _text(self, number: int, placed: Placed, draft: _Draft) -> None:
        goes, piece = placed.goes, placed.piece
        if goes.field == "score":
            self._score(number, piece.text, draft)
        elif draft.kind == "judgement" and CATALOGUE["judgement"].by_key[goes.field].kind is not Kind.PROSE:
            self._field(number, draft, goes.field, piece.text)
        else:
            item = piece.depth > 0 and piece.kind in (PieceKind.ITEM, PieceKind.CELL)
            text = _labelled(placed)
            _append(draft.values, goes.field, f"- {text}" if item else text, bullet=item)

    def _score(self, number: int, text: str, draft: _Draft) -> None:
        found = find_score(text, self._framework)
        if found.rest:
            _append(draft.values, "rationale", found.rest)
        have = draft.values.get("score")
        if found.value is not None and have not in (None, found.value):
            self._problems[number] = f"the score {have} was taken from another place, so this one was not"
        elif found.value is not None:
            draft.values["score"] = found.value
        elif found.insufficient:
            draft.values["insufficient_evidence"] = True
        else:
            self._problems[number] = found.why

    def _words(self, placed: Placed, draft: _Draft) -> None:
        """The title of a record, or more of its text."""
        text, longer = _labelled(placed), LONGER.get(draft.kind, "")
        if placed.goes.field == "title" and placed.piece.kind is PieceKind.PARAGRAPH:
            text = _TYPED_NUMBER.sub("", text)
        title = CATALOGUE[draft.kind].title
        if draft.kind == "action" and placed.goes.field == "title":
            text = self._read_labels(text, draft)
        if placed.goes.field != "title" or draft.values.get(title):
            _append(draft.values, longer or "performance", text, bullet=placed.piece.depth > 1)
        else:
            line = title_of(text)
            draft.values[title] = line
            if longer and line.rstrip(".") != " ".join(text.split()).rstrip("."):
                before = draft.values.pop(longer, None)
                _append(draft.values, longer, text)
                if before:
                    _append(draft.values, longer, str(before))
        if draft.kind == "evidence" and self._asked is not None:
            found = [item.ref for n in _RETURN_ITEM.findall(text) if (item := self._asked.item(f"IR {n}"))]
            have = draft.values.get("return_items") or ()
            if found:
                draft.values["return_items"] = tuple(
                    dict.fromkeys((*(have if isinstance(have, tuple) else ()), *found))
                )

    def _read_labels(self, text: str, draft: _Draft) -> str:
        """An action without what its line says of lead, date and progress with their labels, which is put in place."""
        for match in list(_LABELLED.finditer(text)):
            key = next((m.field for m in vocabulary.matches(match["label"]) if m.kind == "action"), "")
            if key and key != "title" and self._try(draft, key, match["said"].strip()):
                text = text.replace(match[0], "", 1)
        return text.strip(" ;,–—-") or text

    def _try(self, draft: _Draft, key: str, text: str) -> bool:
        try:
            draft.values[key] = self._answers.read(draft.kind, CATALOGUE[draft.kind].by_key[key], text).value
        except InvalidValueError:
            return False
        return True

    def _field(self, number: int, draft: _Draft, key: str, text: str) -> None:
        spec = CATALOGUE[draft.kind].by_key[key]
        said = text.split(":", 1)[1].strip() if draft.kind == "judgement" and ":" in text else text
        try:
            read = self._answers.read(draft.kind, spec, said)
        except InvalidValueError as error:
            self._otherwise(number, draft, key, text, str(error))
            return
        have = draft.values.get(key)
        if spec.kind is Kind.PROSE and read.value:
            _append(draft.values, key, str(read.value))
        elif have not in (None, read.value):
            self._otherwise(number, draft, key, text, f"there is another {spec.label.lower()} for the same record.")
        else:
            draft.values[key] = read.value
            if read.note and spec.kind in (Kind.DATE, Kind.DATETIME):
                self._dates.append(read.note)
            elif read.note:
                self._problems[number] = f"{read.note}; look whether that is meant"

    def _otherwise(self, number: int, draft: _Draft, key: str, text: str, why: str) -> None:
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
        _append(draft.values, instead, f"{fields[key].label}: {text}" if short else text)
        label = fields[instead].label
        self._problems[number] = f"{why.rstrip('.')}; it was taken as “{label}”"

    def _value(self, number: int, placed: Placed, draft: _Draft) -> None:
        measure = self._drafts.get(("measure", placed.goes.group))
        if measure is None:
            self._problems[number] = "its row has no measure"
            return
        draft.values |= {"measure": measure.id, "period": placed.goes.about}
        text = placed.piece.text
        try:
            draft.values["value"] = self._answers.read(
                "measure_value", CATALOGUE["measure_value"].by_key["value"], text.strip(" %£")
            ).value
        except InvalidValueError:
            draft.values["note"] = text
            self._problems[number] = "it is no number, so it was kept as a note"
        if "%" in text:
            measure.values.setdefault("unit", "%")

    # The year

    def finish(self) -> Assessment:
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
                of_kind.append(blank(draft.kind, draft.id, len(of_kind), self._assessment.id, **draft.values))
        return replace(
            self._assessment, records={kind: tuple(records[kind]) for kind in CATALOGUE if records.get(kind)}
        )

    def _name_untitled(self) -> None:
        for key, draft in list(self._drafts.items()):
            title = CATALOGUE[draft.kind].title
            if draft.kind not in (*LISTED, "measure") or draft.values.get(title):
                continue
            longer = draft.values.get(LONGER.get(draft.kind, "")) or draft.values.get("progress")
            if longer:
                draft.values[title] = title_of(str(longer))
                continue
            del self._drafts[key]
            for number in [number for number, id in self._of_piece.items() if id == draft.id]:
                del self._of_piece[number]
                self._problems[number] = f"nothing says what the {CATALOGUE[draft.kind].name.lower()} is called"

    def _join_evidence(self) -> None:
        first: dict[str, _Draft] = {}
        for key, draft in list(self._drafts.items()):
            if draft.kind != "evidence":
                continue
            same = folded(f"{draft.values.get('title')} {draft.values.get('shows') or ''}")
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

    def sent(self, assessment: Assessment) -> Sent:
        """What the document speaks of: only the fields it filled."""
        fields: dict[str, set[str]] = {}
        for draft in self._drafts.values():
            fields.setdefault(draft.kind, set()).update(key for key, value in draft.values.items() if value is not None)
        kept = {kind: frozenset(keys | {ONE_EACH[kind]} if kind in ONE_EACH else keys) for kind, keys in fields.items()}
        return Sent(fields=kept, listed=frozenset(), nameless=frozenset(assessment.by_id))

    # What is told

    def notes(self) -> Iterator[str]:
        """One note a kind, not one a piece."""
        if self._dates:
            more = f", and {len(self._dates) - 1:,} more like it" if len(self._dates) > 1 else ""
            yield f"A month without a day stands for its last day: {self._dates[0]}{more}."

    def told(self, proposal: Proposal) -> Iterator[Problem]:
        """What is to be looked at, and what was left out, with its place and why."""
        for number, placed in enumerate(proposal.placed):
            goes, piece = placed.goes, placed.piece
            id = self._of_piece.get(number)
            why = self._problems.get(number) or (goes.why if goes.unsure or goes.left_out else "")
            if not why or piece.kind in _QUIET:
                continue
            said = why[:1].upper() + why[1:] if id else f"Left out, as {why}"
            yield Problem(
                message=f"{said}: “{_short(piece.text)}” ({piece.place}).",
                record=goes.record or None, id=id, field=goes.field or None,
            )  # fmt: skip

    def outcomes(self, proposal: Proposal) -> Iterator[PieceOutcome]:
        """Where each piece went."""
        for number, placed in enumerate(proposal.placed):
            goes, piece = placed.goes, placed.piece
            id = self._of_piece.get(number)
            yield PieceOutcome(
                number=number + 1,
                kind=piece.kind.value,
                place=piece.place,
                text=piece.text,
                outcome="taken" if id else "heading" if goes.served else "left out",
                record=goes.record if id else "",
                id=id or "",
                field=goes.field if id else "",
                about=goes.about,
                why=self._problems.get(number) or goes.why,
            )


def _labelled(placed: Placed) -> str:
    """The words of a piece, behind the heading of its column where that is to stand with them."""
    return f"{placed.goes.label}: {placed.piece.text}" if placed.goes.label else placed.piece.text


def _append(values: dict[str, Value], key: str, text: str, bullet: bool = False) -> None:
    """Write a text below what is there: bullets close together, paragraphs apart."""
    have = values.get(key)
    text = f"- {text}" if bullet and not text.startswith("- ") else text
    last = str(have).rsplit("\n", 1)[-1] if have else ""
    values[key] = f"{have}{chr(10) if bullet and last.startswith('- ') else chr(10) * 2}{text}" if have else text


def _short(text: str) -> str:
    """The beginning of a text on one line, to stand in quotation marks."""
    line = " ".join(text.split()).translate(_INNER)
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1].rsplit(' ', 1)[0]}…"
