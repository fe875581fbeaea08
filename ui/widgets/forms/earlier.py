"""What was carried forward from an earlier year: from which one, what it said then, and that it was reviewed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from selfassess.domain.framework.carry_map import build_carry_map
from selfassess.domain.model.catalogue import CATALOGUE, NOT_TYPED, Record
from selfassess.domain.model.commands import SetField, SetMany
from selfassess.domain.model.display_names import Names
from selfassess.domain.model.statement_status import NOT_REVIEWED, needs_review
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.text.text_diff import Mark, Piece, compare_words
from selfassess.domain.years.carry_forward import JUDGED_IN_WORDS, join_judgement_prose
from ui.widgets.forms.form_context import FormContext

REVIEWED_JUDGEMENT = "drafting"
"""What a judgement is, once somebody has reviewed what was carried."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """What a record said in an earlier year, set against what it says now: the label and the words of each field."""

    year: str
    texts: tuple[tuple[str, tuple[Piece, ...]], ...]

    @property
    def differs_now(self) -> bool:
        """Whether anything is said otherwise now."""
        return any(piece.mark is not Mark.SAME for _, pieces in self.texts for piece in pieces)


def carried_words(context: FormContext, record: Record) -> str:
    """The mark of a record that was carried and not reviewed since, "" for every other."""
    if not needs_review(record):
        return ""
    found = _find_year_carried_from(context, record)
    year_words = found.label if found else "an earlier year"
    return f"Carried forward from {year_words}, not reviewed"


def review_carried_records(context: FormContext, records: Sequence[Record]) -> bool:
    """Say that somebody has read these records again; False where it could not be saved."""
    settings = [
        SetField(record.id, "status", REVIEWED_JUDGEMENT)
        if record.kind == "judgement"
        else SetField(record.id, NOT_REVIEWED, None)
        for record in records
        if needs_review(record)
    ]
    return context.run(SetMany(tuple(settings)))


def earlier_of(context: FormContext, id: str) -> Earlier | None:
    """What a record of the year in view said in the year it was carried from; None where that cannot be found."""
    now: Assessment = context.session.current
    record = now.by_id.get(id)
    then = None
    if record is not None:
        then = _find_year_carried_from(context, record)
    if record is None or then is None:
        return None
    if record.kind == "judgement":
        told = _compare_judgement_then(then, now, record)
    else:
        told = _compare_fields_then(then, now, record)
    return Earlier(then.label, tuple((label, pieces) for label, pieces in told if pieces))


def _compare_fields_then(then: Assessment, now: Assessment, record: Record) -> Iterator[tuple[str, tuple[Piece, ...]]]:
    before = then.by_id[record.text_of("carried_from")]
    names = Names(now)
    names_then = Names(then)
    kind = CATALOGUE[record.kind]
    for spec in kind.fields:
        said = names_then.format_value(before, spec.key), names.format_value(record, spec.key)
        # What stands in sight above anyway, its name and its statement, is told only where it changed.
        told_anyway = spec.key in (kind.title, "quality_statement") and said[0] == said[1]
        if spec.key not in NOT_TYPED and not told_anyway:
            yield spec.label, compare_words(*said)


def _compare_judgement_then(
    then: Assessment, now: Assessment, record: Record
) -> Iterator[tuple[str, tuple[Piece, ...]]]:
    """The words of a judgement; its score was not carried, and is told as it was."""
    statement = record.text_of("quality_statement")
    names = Names(then)
    keys = build_carry_map(then.framework, now.framework).came_from(statement) or (statement,)
    for key in keys:
        score = then.score_of(key)
        called = f"Score of “{names.name_statement(key)}” then" if len(keys) > 1 else "Score then"
        score_words = names.format_score(score) if score is not None else "Not scored"
        yield called, (Piece(score_words, Mark.SAME),)
    for field in JUDGED_IN_WORDS:
        label = CATALOGUE["judgement"].by_key[field].label
        yield label, compare_words(join_judgement_prose(then, keys, field), record.text_of(field))


def _find_year_carried_from(context: FormContext, record: Record) -> Assessment | None:
    """The year a record was carried from. Judgements do not say so themselves, but what came with them does."""
    if record.kind != "judgement":
        return _find_year_of_record(context, record.text_of("carried_from"))
    now: Assessment = context.session.current
    for others in now.records.values():
        for other in others:
            if other.values.get("carried_from") and (
                found := _find_year_of_record(context, other.text_of("carried_from"))
            ):
                return found
    return next((year for year in _years_before(context) if not year.by_cqc), None)


def _find_year_of_record(context: FormContext, id: str) -> Assessment | None:
    return next((year for year in _years_before(context) if id in year.by_id), None)


def _years_before(context: FormContext) -> Iterator[Assessment]:
    """The years before the one in view, latest first; each is read only when it is asked for."""
    ids = [record.id for record in context.session.assessments]
    for id in reversed(ids[: ids.index(context.session.current_id)]):
        yield context.session.load_assessment(id)
