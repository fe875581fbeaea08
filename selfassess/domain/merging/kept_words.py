"""What somebody wrote in a workbook whose file was replaced meanwhile, and how it comes into the file as it is now.

Nothing is lost: where the file says something else by now than when the words were written, both texts are kept, and
what cannot stand side by side is written and named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from selfassess.domain.model import journal
from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.errors import InvalidValueError
from selfassess.domain.model.fields import Field, Kind, Value, clean_value, format_for_display
from selfassess.domain.model.journal import POSITION, Change, Operation, from_journal_body


@dataclass(frozen=True, slots=True)
class KeptWord:
    """What one field was set to here, saved or only typed (``mine``), and what it said before (``base``)."""

    kind: str
    record: str
    field: str
    base: object
    mine: object

    @property
    def field_spec(self) -> Field:
        """The field."""
        return CATALOGUE[self.kind].by_key[self.field]


@dataclass(frozen=True, slots=True)
class Kept:
    """Everything written in one sitting: records that were added, as they are, and fields that were set."""

    added: tuple[Record, ...]
    words: tuple[KeptWord, ...]


@dataclass(frozen=True, slots=True)
class Settled:
    """The changes that bring the words in, and sentences on what was met: conflicts, and what has no place any more."""

    changes: tuple[Change, ...]
    conflicts: tuple[str, ...]
    homeless: tuple[str, ...]


def gather_kept_words(changes: Iterable[Change], typed: Iterable[KeptWord]) -> Kept:
    """What the steps of a sitting come to, in order, and on top of it what is typed and not saved."""
    added: dict[str, Record] = {}
    words: dict[tuple[str, str], KeptWord] = {}
    for change in changes:
        if change.operation is Operation.CREATE:
            added[change.record] = from_journal_body(change.kind, change.record, change.new)
        elif change.operation is Operation.DELETE:
            added.pop(change.record, None)
            words = {key: word for key, word in words.items() if key[0] != change.record}
        elif change.field is not None and change.field != POSITION:
            _note_kept_word(words, KeptWord(change.kind, change.record, change.field, change.old, change.new))
    for word in typed:
        _note_kept_word(words, word)
    return Kept(tuple(added.values()), tuple(words.values()))


def _note_kept_word(words: dict[tuple[str, str], KeptWord], word: KeptWord) -> None:
    key = (word.record, word.field)
    first = words.get(key)
    words[key] = word if first is None else KeptWord(word.kind, word.record, word.field, first.base, word.mine)


def settle_kept_words(kept: Kept, find: Callable[[str], Record | None]) -> Settled:
    """How the words come into a workbook in which ``find`` gives the records by their ids."""
    changes: list[Change] = []
    conflicts: list[str] = []
    homeless: list[str] = []
    fresh = {each.id: each for each in kept.added if find(each.id) is None}
    for record in list(fresh.values()):
        owner = record.assessment
        if owner is None or find(owner) is None:
            homeless.append(f"{CATALOGUE[record.kind].name}: {record.text_of(CATALOGUE[record.kind].title)}")
            del fresh[record.id]
    made = dict(fresh)
    for word in kept.words:
        there = made.get(word.record) or find(word.record)
        try:
            mine = clean_value(word.field_spec, word.mine)
        except InvalidValueError:
            there, mine = None, None
        if there is None:
            homeless.append(f"{CATALOGUE[word.kind].name}, {word.field_spec.label}: {word.mine}")
            continue
        now = there.values[word.field]
        value = mine if now in (word.base, mine) else _keep_both_texts(word.field_spec, now, mine)
        if now not in (word.base, mine):
            conflicts.append(_describe_kept_word(word, now, mine))
        if word.record in made:
            made[word.record] = Record(
                kind=there.kind,
                id=there.id,
                position=there.position,
                assessment=there.assessment,
                values={**there.values, word.field: value},
            )
        elif value != now and not (word.field_spec.required and value is None):
            changes.append(journal.update_field(there, word.field, value))
    return Settled((*map(journal.create_record, made.values()), *changes), tuple(conflicts), tuple(homeless))


def _keep_both_texts(spec: Field, now: Value, mine: Value) -> Value:
    if now is None or mine is None or spec.kind not in (Kind.PROSE, Kind.TEXT):
        if mine is not None:
            return mine
        return now
    if str(now) in str(mine) or str(mine) in str(now):
        return max(str(now), str(mine), key=len)
    if spec.kind is Kind.PROSE:
        return f"{now}\n\n{mine}"
    return f"{now} / {mine}"


def _describe_kept_word(word: KeptWord, now: Value, mine: Value) -> str:
    name = f"{CATALOGUE[word.kind].name}, {word.field_spec.label}"
    theirs, own = (format_for_display(word.field_spec, each) or "empty" for each in (now, mine))
    if word.field_spec.kind in (Kind.PROSE, Kind.TEXT):
        return f"{name}: both texts are kept. The file says “{theirs}”; you wrote “{own}”."
    return f"{name}: the file says “{theirs}”; yours, “{own}”, was written, and the other is in its history."
