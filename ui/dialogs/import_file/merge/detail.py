"""One difference in full: every changed field with its words marked, what is new or would go, and its conflicts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from selfassess.domain.merging.authorship import Hand
from selfassess.domain.merging.set_aside import Mark
from selfassess.domain.merging.three_way import WHOLE, Difference, FieldDifference, Outcome, is_same_value
from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.services.importing.merge_report import Telling, format_hand, is_joined
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
from ui.dialogs.import_file.merge.lines import Line, Wording, find_field_label, is_shown_as_text
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
        self.show_difference(None)

    def begin_merge(self, wording: Wording, choices: Choices, prepared: Prepared) -> None:
        """Take another merge: what writes its values, and what is chosen in it."""
        self._wording, self._choices = wording, choices
        self._was = WAS_EXPORTED if prepared.incoming.sent is not None else WAS
        self._file = COPY if prepared.meeting is not None else FILE
        self._told = prepared.telling
        self._before = prepared.offered.before
        self.show_difference(None)

    def show_difference(self, line: Line | None) -> None:
        """Show another line, or none."""
        self.line = line
        self.conflicts = {}
        self.words = {}
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 8, 8, 8)
        column.setSpacing(8)
        for part in self._build_difference_parts(line):
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

    def _build_difference_parts(self, line: Line | None) -> Iterator[QWidget]:
        if line is None or self._wording is None:
            yield look.make_quiet_label(NONE)
            return
        difference = line.difference
        heading = f"{line.kind}: {line.title}" if line.title != line.kind else line.kind
        yield look.make_heading(heading)
        place = f"in the file: {line.place}" if line.place else ""
        _, there = self._find_last_writers(difference, WHOLE)
        whole = difference.outcome is not Outcome.CHANGED and not difference.conflict
        done = "removed" if difference.outcome is Outcome.REMOVED else "added"
        by = ""
        if there is not None and whole:
            by = f"{done} by {there.describe_author_and_time}"
        before = self._before.get(difference.id)
        before_words = before.describe_mark if before else ""
        where = " · ".join(part for part in (line.where, place, by, before_words) if part)
        yield look.make_quiet_label(where)
        yield look.make_quiet_label(LEGEND)
        if difference.conflict:
            yield from self._build_removal_conflict(difference)
        elif difference.outcome is Outcome.CHANGED:
            yield from self._build_changed_fields(difference)
        elif difference.outcome is Outcome.NEW and difference.theirs is not None:
            yield from self._build_record_fields(WOULD_COME, difference.theirs)
        elif difference.mine is not None:
            yield from self._build_record_fields(WOULD_GO, difference.mine)

    def _build_changed_fields(self, difference: Difference) -> Iterator[QWidget]:
        for each in difference.fields:
            if each.conflict:
                yield self._build_conflict_card(difference, each)
        joined = [each for each in difference.fields if is_joined(difference, each)]
        plain = [each for each in difference.fields if not each.conflict and each not in joined]
        for heading, fields in ((JOINED, joined), (WOULD_CHANGE, plain)):
            if fields:
                yield look.make_label(heading, "strong")
            for each in fields:
                before, after = (
                    self._format_field_value(difference, each.field, value) for value in (each.mine, each.merged)
                )
                yield from self._build_field_words(
                    difference.record, each.field, before, after, self._describe_field_writers(difference, each)
                )

    def _build_conflict_card(self, difference: Difference, each: FieldDifference) -> ConflictCard:
        key = each.field
        mine = self._format_field_value(difference, key, each.mine)
        theirs = self._format_field_value(difference, key, each.theirs)
        base = None
        if difference.base is not None:
            base = self._format_field_value(difference, key, each.base)
        here, there = self._find_last_writers(difference, key)
        mine_by = here.describe_author_and_time if here else ""
        theirs_by = there.describe_author_and_time if there else ""
        sides = Sides(
            was=self._was,
            mine_by=mine_by,
            theirs_by=theirs_by,
            file=self._file,
            label=find_field_label(difference.kind, key),
            base=base,
            mine=mine,
            theirs=theirs,
            as_text=is_shown_as_text(difference.kind, key),
        )
        chosen = self._choices.resolved.get((difference.id, key))
        card = ConflictCard(sides, self._choices.list_possible_resolutions(difference, key), chosen)
        card.decided.connect(lambda resolution: self.decided.emit(difference.id, key, resolution))
        self.conflicts[key] = card
        return card

    def _build_removal_conflict(self, difference: Difference) -> Iterator[QWidget]:
        """One side removed what the other changed: the question, then what was changed."""
        removed = difference.outcome is Outcome.REMOVED
        ends = REMOVED_BY_THEM if removed else REMOVED_HERE
        chosen = self._choices.resolved.get((difference.id, WHOLE))
        ends = {each: words.format(file=self._file) for each, words in ends.items()}
        card = WholeCard(self._describe_removal_question(difference), ends, chosen)
        card.decided.connect(lambda resolution: self.decided.emit(difference.id, WHOLE, resolution))
        self.conflicts[WHOLE] = card
        yield card
        changed_where = CHANGED_HERE if removed else CHANGED_THERE.format(file=self._file)
        yield look.make_label(changed_where, "strong")
        after = difference.mine if removed else difference.theirs
        assert after is not None
        if difference.base is None:
            yield from self._build_record_fields(WOULD_COME, after)
            return
        for key in after.values:
            if not is_same_value(after[key], difference.base[key]):
                before, now = (
                    self._format_field_value(difference, key, each[key]) for each in (difference.base, after)
                )
                yield from self._build_field_words(after, key, before, now)

    def _describe_removal_question(self, difference: Difference) -> str:
        """What was done to a record on either side, and what is to be decided."""
        kind = CATALOGUE[difference.kind].name.lower()
        here, there = (format_hand(hand) for hand in self._find_last_writers(difference, WHOLE))
        if difference.outcome is Outcome.REMOVED:
            return f"This {kind} was removed in {self._file}{there}, and changed here{here}. Is it to stay?"
        if difference.base is None:
            return (
                f"This {kind} was removed here{here} before, and {self._file} has it again{there}. Is it to come back?"
            )
        return f"This {kind} was removed here{here}, and changed in {self._file}{there}. Is it to come back?"

    def _find_last_writers(self, difference: Difference, key: str | None) -> tuple[Hand | None, Hand | None]:
        """Who wrote last here, and in what came in."""
        if self._told is not None:
            return self._told.find_hands(difference, key)
        return (None, None)

    def _describe_field_writers(self, difference: Difference, each: FieldDifference) -> str:
        """Who wrote what a field would say, and whose words stood there."""
        here, there = self._find_last_writers(difference, each.field)
        if there is None:
            return ""
        if is_joined(difference, each):
            if here:
                return f"{here.describe_author_and_time} here; {there.describe_author_and_time} in {self._file}"
            return there.describe_author_and_time
        return there.describe_author_and_time

    def _build_record_fields(self, heading: str, record: Record) -> Iterator[QWidget]:
        yield look.make_label(heading, "strong")
        assert self._wording is not None
        for spec in CATALOGUE[record.kind].fields:
            said = self._wording.format_value(record, spec.key, record[spec.key])
            if said:
                yield from self._build_field_words(record, spec.key, said, said)

    def _build_field_words(self, record: Record, key: str, before: str, after: str, by: str = "") -> Iterator[QWidget]:
        name = find_field_label(record.kind, key)
        words = Words(name, before, after, as_text=is_shown_as_text(record.kind, key))
        self.words[key] = words
        caption = f"{name}: {by}" if by else name
        yield look.make_label(caption, "caption")
        yield words

    def _format_field_value(self, difference: Difference, key: str, value: object) -> str:
        assert self._wording is not None
        return self._wording.format_value(difference.record, key, value)  # type: ignore[arg-type]
