"""The top of a statement's page: a line that stays with where one is, and the official wording with its attribution."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from selfassess.domain.framework.framework import Statement
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.report.page_estimate import Length
from selfassess.domain.text.wording import choose_plural
from ui.pages.statement import model
from ui.pages.statement.step import clear_layout, lay_beside
from ui.widgets import look, theme
from ui.widgets.accessible_roles import speak_as_heading
from ui.widgets.flow import Flow

LENGTH = (
    "The words that are written in this statement, and about how many pages of the PDF it makes, with its headings and "
    "tables. A short self-assessment is read."
)
LARGE_TEXT = 150
"""The text size in percent from which nothing stands beside the attribution."""


class StatementHeader(QWidget):
    """One line that stays in view: name, step, status. ``wording`` scrolls with the steps: breadcrumb and quotation.

    The quotation is folded after the first look: it stands open on the first step, and elsewhere where it is asked for.
    """

    def __init__(self, guide_button: QWidget) -> None:
        super().__init__()
        self.breadcrumb = look.make_quiet_label("")
        self.title = look.make_heading("", large=True)
        speak_as_heading(self.title, 1)
        self.quotation = look.make_text("")
        self.attribution = look.make_quiet_label("")
        self.toggle = look.make_link_button("", self._toggle_i_statements)
        self.i_statements = QWidget()
        self._i_column = QVBoxLayout(self.i_statements)
        self._i_column.setContentsMargins(0, 0, 0, 0)
        self.i_statements.hide()
        self._count = 0
        self._parts: list[str] = []
        large = theme.px(100) >= LARGE_TEXT
        source = (self.attribution, self.toggle) if large else (lay_beside(self.attribution, self.toggle),)
        self.quote = look.make_card(self.quotation, *source, self.i_statements, look="quote")
        inner = self.quote.layout()
        assert inner is not None
        inner.setSpacing(2)
        inner.setContentsMargins(12, 8, 12, 6)
        self.where = look.make_label("", "muted")
        self.unfold = look.make_link_button("", self._toggle_quote)
        line = QVBoxLayout(self)
        line.setContentsMargins(28, 6, 28, 6)
        self.where.setWordWrap(theme.px(100) >= LARGE_TEXT)
        if theme.px(100) >= LARGE_TEXT:
            line.addWidget(self.title)
            line.addWidget(self.where)
            acts = Flow()
            for act in (self.unfold, guide_button):
                acts.add_part(act)
            line.addWidget(acts)
        else:
            line.addWidget(lay_beside(self.title, self.where, self.unfold, guide_button))
        self.wording = QWidget()
        column = QVBoxLayout(self.wording)
        column.setContentsMargins(28, 0, 28, 0)
        column.setSpacing(6)
        column.addWidget(self.breadcrumb)
        column.addWidget(self.quote)
        self.fold_quote(False)

    def show_statement_header(self, assessment: Assessment, statement: Statement) -> None:
        """Show another statement."""
        framework = assessment.framework
        group = framework.theme_of(statement.key)
        place = f"Statement {statement.number} of {len(framework.statements)}"
        by = model.assessed_by(assessment) if assessment.by_cqc else ""
        self._parts = [part for part in (by, group.name if group else "", place) if part]
        self.show_length(None)
        self.title.setText(statement.name)
        self.quotation.setText(f"“{statement.quality_statement}”")
        wording = framework.wording
        self.attribution.setText(f"{wording.source}, {wording.date}. {wording.attribution}")
        self._show_i_statements(statement.i_statements)

    def show_step(self, number: int, total: int, status: str) -> None:
        """Say on which step one is, and how the statement stands."""
        self.where.setText("  ·  ".join(part for part in (f"Step {number} of {total}", status) if part))

    def fold_quote(self, is_folded: bool) -> None:
        """Fold the official wording away, or show it."""
        self.quote.setVisible(not is_folded)
        self.unfold.setText("Show CQC’s wording" if is_folded else "Hide CQC’s wording")

    def _toggle_quote(self) -> None:
        self.fold_quote(not self.quote.isHidden())

    def show_length(self, length: Length | None) -> None:
        """Say beside where one is how long the statement has become; nothing where it is None."""
        self.breadcrumb.setText("  ·  ".join((*self._parts, *([length.words_and_pages] if length else []))))
        self.breadcrumb.setToolTip(LENGTH if length else "")

    def _show_i_statements(self, texts: tuple[str, ...]) -> None:
        clear_layout(self._i_column)
        self._count = len(texts)
        self.toggle.setVisible(bool(texts))
        for words in texts:
            self._i_column.addWidget(look.make_text(f"“{words}”"))
        self.i_statements.hide()
        self._name_toggle()

    def _toggle_i_statements(self) -> None:
        self.i_statements.setVisible(self.i_statements.isHidden())
        self._name_toggle()

    def _name_toggle(self) -> None:
        verb = "Show" if self.i_statements.isHidden() else "Hide"
        which = choose_plural(self._count, "the I statement", f"the {self._count} I statements")
        self.toggle.setText(f"{verb} {which}")
