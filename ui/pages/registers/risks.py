"""The register of risks: the greatest first, and a map of how many stand where; its squares narrow the list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QPushButton, QWidget

from selfassess.domain.model.events import StepTaken
from selfassess.domain.model.plural import count_records
from selfassess.domain.model.risk_rating import describe_rating, read_rating
from ui.pages.registers.filters import Test, combine_tests
from ui.pages.registers.view import RegisterView
from ui.widgets.accessible_roles import set_expanded
from ui.widgets.announcement import announce
from ui.widgets.look import make_card, make_quiet_label, make_secondary_button, show_if
from ui.widgets.rating_grid import Rating, RatingGrid

EXPLAINED = "How likely, by how severe. Choose a square to see its risks; choose it again to see all."


class RiskView(RegisterView):
    """The register with its heat map, which stands folded until somebody wants it."""

    def head_buttons(self) -> Sequence[QPushButton]:
        self.map = RatingGrid("Risks by likelihood and severity")
        self.map.picked.connect(self.narrow_to_rating)
        self.map.cleared.connect(lambda: self.narrow_to_rating(None))
        self.unrated = make_quiet_label("")
        self.card = make_card(make_quiet_label(EXPLAINED), self.map, self.unrated)
        self.card.hide()
        self.rating: Rating | None = None
        self.unfold = make_secondary_button("Heat map", self.toggle_map)
        set_expanded(self.unfold, False)
        return (self.unfold,)

    def parts_above_list(self) -> Sequence[QWidget]:
        return (self.card,)

    def toggle_map(self) -> None:
        """Show the map, or fold it away; then the list is whole again."""
        is_open = self.card.isHidden()
        self.card.setVisible(is_open)
        set_expanded(self.unfold, is_open)
        if is_open:
            self._count_squares()
        elif self.rating is not None:
            self.narrow_to_rating(None)

    def narrow_to_rating(self, rating: Rating | None) -> None:
        """Show the risks of one square; all of them for None, or for the square that is chosen already."""
        self.rating = rating if rating != self.rating else None
        self._narrow_at_once()
        self.map.show_rating(self.rating)
        shown = count_records("risk", self.model.rowCount())
        announce(self.map, f"{describe_rating(*self.rating)}: {shown}" if self.rating else f"All: {shown}")

    def follow_step(self, step: StepTaken) -> None:
        super().follow_step(step)
        self._count_squares()

    def reload_register(self) -> None:
        super().reload_register()
        self._count_squares()

    def _build_record_test(self) -> Test | None:
        test, rating = super()._build_record_test(), self.rating
        if rating is None:
            return test
        tests: list[Test] = [lambda record: read_rating(record) == rating]
        return combine_tests([test, *tests] if test is not None else tests)

    def _forget_choices(self, wanted: Mapping[str, str] | None = None) -> None:
        self.rating = None
        super()._forget_choices(wanted)
        self.map.show_rating(None)

    def _on_records_counted(self) -> None:
        super()._on_records_counted()
        self._count_squares()

    def _count_squares(self) -> None:
        if self.card.isHidden():
            return
        risks = self.model.list_rows_with(self.search.text(), super()._build_record_test())
        counts: Counter[Rating | None] = Counter(read_rating(risk) for risk in risks)

        def say(rating: Rating) -> tuple[str, str]:
            count = counts[rating]
            return str(count) if count else "", f"{describe_rating(*rating)}: {count_records('risk', count)}"

        self.map.label_squares(say)
        without = counts[None]
        self.unrated.setText(f"{count_records('risk', without)} not rated yet.")
        show_if(self.unrated, bool(without))
