"""One difference in full: every changed field with its words marked, what is new or would go, and its conflicts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from selfassess.domain.merging.authorship import Hand
from selfassess.domain.merging.set_aside import Mark
from selfassess.domain.merging.three_way import WHOLE, Difference, FieldDifference, Outcome, same
from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.services.importing.merge_report import Telling, in_brackets, is_joined
from selfassess.services.importing.plan_merge import Prepared
from ui.dialogs.import_file.merge.choices import Choices
from ui.dialogs.import_file.merge.conflict_card import (
    COPY,
    FILE,
    REMOVED_BY_THEM,
    REMOVED_HERE,
    WAS,
    WAS_EXPORTED,
    ConflictCard,
    Sides,
    WholeCard,
)
from ui.dialogs.import_file.merge.lines import Line, Wording, label, reads_as_text
from ui.dialogs.import_file.merge.side_by_side import Words
from ui.widgets import look
from ui.widgets.marked import LEGEND

NONE = "Choose a row to see what it would do."
WOULD_CHANGE = "This would change"
WOULD_COME = "This would come in"
WOULD_GO = "This would be removed"
CHANGED_HERE = "What was changed here"
CHANGED_THERE = "What was changed in {file}"
JOINED = "Joined: both wrote, in different parts of it. This is how it would stand"


class Detail(QScrollArea):
    """Shows one line. ``decided`` tells the record, the field and how the conflict is to end."""

    decided = Signal(str, object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName("What the chosen row would do")
        self.line: Line | None = None
        self.conflicts: dict[str | None, ConflictCard | WholeCard] = {}
        self.words: dict[str, Words] = {}
        self._choices = Choices()
        self._wording: Wording | None = None
        self._was, self._file = WAS, FILE
        self._told: Telling | None = None
        self._before: Mapping[str, Mark] = {}
        self.show_line(None)

    def begin(self, wording: Wording, choices: Choices, prepared: Prepared) -> None:
        """Take another merge: what writes its values, and what is chosen in it."""
        self._wording, self._choices = wording, choices
        self._was = WAS_EXPORTED if prepared.incoming.sent is not None else WAS
        self._file = COPY if prepared.meeting is not None else FILE
        self._told = prepared.telling
        self._before = prepared.offered.before
        self.show_line(None)

    def show_line(self, line: Line | None) -> None:
        """Show another line, or none."""
        self.line = line
        self.conflicts, self.words = {}, {}
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 8, 8, 8)
        column.setSpacing(8)
        for part in self._parts(line):
            column.addWidget(part)
        column.addStretch(1)
        self.setWidget(body)
        self.verticalScrollBar().setValue(0)

    def focus_conflict(self, key: str | None) -> None:
        """Bring the keyboard to a conflict."""
        found = self.conflicts.get(key)
        if found is not None:
            next(iter(found.ends.buttons.values())).setFocus()
            QTimer.singleShot(0, found, lambda: self.verticalScrollBar().setValue(found.y()))  # once it has its place

    def _parts(self, line: Line | None) -> Iterator[QWidget]:
        if line is None or self._wording is None:
            yield look.quiet(NONE)
            return
        difference = line.difference
        yield look.heading(f"{line.kind}: {line.title}" if line.title != line.kind else line.kind)
        place = f"in the file: {line.place}" if line.place else ""
        _, there = self._hands(difference, WHOLE)
        whole = difference.outcome is not Outcome.CHANGED and not difference.conflict
        done = "removed" if difference.outcome is Outcome.REMOVED else "added"
        by = f"{done} by {there.words}" if there is not None and whole else ""
        before = self._before.get(difference.id)
        where = " · ".join(part for part in (line.where, place, by, before.words if before else "") if part)
        yield look.quiet(where)
        yield look.quiet(LEGEND)
        if difference.conflict:
            yield from self._whole(difference)
        elif difference.outcome is Outcome.CHANGED:
            yield from self._changed(difference)
        elif difference.outcome is Outcome.NEW and difference.theirs is not None:
            yield from self._record(WOULD_COME, difference.theirs)
        elif difference.mine is not None:
            yield from self._record(WOULD_GO, difference.mine)

    def _changed(self, difference: Difference) -> Iterator[QWidget]:
        for each in difference.fields:
            if each.conflict:
                yield self._conflict(difference, each)
        joined = [each for each in difference.fields if is_joined(difference, each)]
        plain = [each for each in difference.fields if not each.conflict and each not in joined]
        for heading, fields in ((JOINED, joined), (WOULD_CHANGE, plain)):
            if fields:
                yield look.label(heading, "strong")
            for each in fields:
                before, after = (self._said(difference, each.field, value) for value in (each.mine, each.merged))
                yield from self._field(difference.record, each.field, before, after, self._by(difference, each))

    def _conflict(self, difference: Difference, each: FieldDifference) -> ConflictCard:
        key = each.field
        mine, theirs = self._said(difference, key, each.mine), self._said(difference, key, each.theirs)
        base = self._said(difference, key, each.base) if difference.base is not None else None
        here, there = self._hands(difference, key)
        sides = Sides(
            was=self._was, mine_by=here.words if here else "", theirs_by=there.words if there else "", file=self._file,
            label=label(difference.kind, key), base=base, mine=mine, theirs=theirs,
            as_text=reads_as_text(difference.kind, key),
        )  # fmt: skip
        chosen = self._choices.resolved.get((difference.id, key))
        card = ConflictCard(sides, self._choices.possible(difference, key), chosen)
        card.decided.connect(lambda resolution: self.decided.emit(difference.id, key, resolution))
        self.conflicts[key] = card
        return card

    def _whole(self, difference: Difference) -> Iterator[QWidget]:
        """One side removed what the other changed: the question, then what was changed."""
        removed = difference.outcome is Outcome.REMOVED
        ends = REMOVED_BY_THEM if removed else REMOVED_HERE
        chosen = self._choices.resolved.get((difference.id, WHOLE))
        ends = {each: words.format(file=self._file) for each, words in ends.items()}
        card = WholeCard(self._question(difference), ends, chosen)
        card.decided.connect(lambda resolution: self.decided.emit(difference.id, WHOLE, resolution))
        self.conflicts[WHOLE] = card
        yield card
        yield look.label(CHANGED_HERE if removed else CHANGED_THERE.format(file=self._file), "strong")
        after = difference.mine if removed else difference.theirs
        assert after is not None
        if difference.base is None:
            yield from self._record(WOULD_COME, after)
            return
        for key in after.values:
            if not same(after[key], difference.base[key]):
                before, now = (self._said(difference, key, each[key]) for each in (difference.base, after))
                yield from self._field(after, key, before, now)

    def _question(self, difference: Difference) -> str:
        """What was done to a record on either side, and what is to be decided."""
        kind = CATALOGUE[difference.kind].name.lower()
        here, there = (in_brackets(hand) for hand in self._hands(difference, WHOLE))
        if difference.outcome is Outcome.REMOVED:
            return f"This {kind} was removed in {self._file}{there}, and changed here{here}. Is it to stay?"
        if difference.base is None:
            return (
                f"This {kind} was removed here{here} before, and {self._file} has it again{there}. Is it to come back?"
            )
        return f"This {kind} was removed here{here}, and changed in {self._file}{there}. Is it to come back?"

    def _hands(self, difference: Difference, key: str | None) -> tuple[Hand | None, Hand | None]:
        """Who wrote last here, and in what came in."""
        return self._told.hands(difference, key) if self._told is not None else (None, None)

    def _by(self, difference: Difference, each: FieldDifference) -> str:
        """Who wrote what a field would say, and whose words stood there."""
        here, there = self._hands(difference, each.field)
        if there is None:
            return ""
        if is_joined(difference, each):
            return f"{here.words} here; {there.words} in {self._file}" if here else there.words
        return there.words

    def _record(self, heading: str, record: Record) -> Iterator[QWidget]:
        yield look.label(heading, "strong")
        assert self._wording is not None
        for spec in CATALOGUE[record.kind].fields:
            said = self._wording.value(record, spec.key, record[spec.key])
            if said:
                yield from self._field(record, spec.key, said, said)

    def _field(self, record: Record, key: str, before: str, after: str, by: str = "") -> Iterator[QWidget]:
        name = label(record.kind, key)
        words = Words(name, before, after, as_text=reads_as_text(record.kind, key))
        self.words[key] = words
        yield look.label(f"{name}: {by}" if by else name, "caption")
        yield words

    def _said(self, difference: Difference, key: str, value: object) -> str:
        assert self._wording is not None
        return self._wording.value(difference.record, key, value)  # type: ignore[arg-type]
