"""One difference in full: every changed field with its words marked, what is new or would go, and its conflicts."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from selfassess.domain.merge import WHOLE, Difference, FieldDifference, Outcome, same
from selfassess.domain.records import CATALOGUE, Record
from ui.pages.taking_in.cards import REMOVED_BY_THEM, REMOVED_HERE, WAS, WAS_EXPORTED, ConflictCard, Sides, WholeCard
from ui.pages.taking_in.choices import Choices
from ui.pages.taking_in.lines import Line, Wording, label, reads_as_text
from ui.pages.taking_in.words import Words
from ui.widgets import look
from ui.widgets.marked import LEGEND

NONE = "Choose a row to see what it would do."
WOULD_CHANGE = "This would change"
WOULD_COME = "This would come in"
WOULD_GO = "This would be removed"
THEY_REMOVED = "Removed in the file, and changed here since the export. What was changed here:"
HERE_REMOVED = "Removed here, and changed in the file. What the file changed:"
HERE_REMOVED_BEFORE = "Removed here before, and in the file again. What the file has:"


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
        self._was = WAS
        self.show_line(None)

    def begin(self, wording: Wording, choices: Choices, exported: bool) -> None:
        """Take what writes the values of another merge, what is chosen in it, and whether both began with an export."""
        self._wording, self._choices = wording, choices
        self._was = WAS_EXPORTED if exported else WAS
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
        where = " · ".join(part for part in (line.where, f"in the file: {line.place}" if line.place else "") if part)
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
        plain = [each for each in difference.fields if not each.conflict]
        if plain:
            yield look.label(WOULD_CHANGE, "strong")
        for each in plain:
            before, after = (self._said(difference, each.field, value) for value in (each.mine, each.merged))
            yield from self._field(difference.record, each.field, before, after)

    def _conflict(self, difference: Difference, each: FieldDifference) -> ConflictCard:
        key = each.field
        mine, theirs = self._said(difference, key, each.mine), self._said(difference, key, each.theirs)
        base = self._said(difference, key, each.base) if difference.base is not None else None
        sides = Sides(
            was=self._was,
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
        said = THEY_REMOVED if removed else HERE_REMOVED if difference.base is not None else HERE_REMOVED_BEFORE
        chosen = self._choices.resolved.get((difference.id, WHOLE))
        card = WholeCard(said, REMOVED_BY_THEM if removed else REMOVED_HERE, chosen)
        card.decided.connect(lambda resolution: self.decided.emit(difference.id, WHOLE, resolution))
        self.conflicts[WHOLE] = card
        yield card
        after = difference.mine if removed else difference.theirs
        assert after is not None
        if difference.base is None:
            yield from self._record(WOULD_COME, after)
            return
        for key in after.values:
            if not same(after[key], difference.base[key]):
                before, now = (self._said(difference, key, each[key]) for each in (difference.base, after))
                yield from self._field(after, key, before, now)

    def _record(self, heading: str, record: Record) -> Iterator[QWidget]:
        yield look.label(heading, "strong")
        assert self._wording is not None
        for spec in CATALOGUE[record.kind].fields:
            said = self._wording.value(record, spec.key, record[spec.key])
            if said:
                yield from self._field(record, spec.key, said, said)

    def _field(self, record: Record, key: str, before: str, after: str) -> Iterator[QWidget]:
        name = label(record.kind, key)
        words = Words(name, before, after, as_text=reads_as_text(record.kind, key))
        self.words[key] = words
        yield look.row(look.label(name, "caption"))
        yield words

    def _said(self, difference: Difference, key: str, value: object) -> str:
        assert self._wording is not None
        return self._wording.value(difference.record, key, value)  # type: ignore[arg-type]
