"""The top of a statement's page: where one is, its full name, and the official wording with its attribution."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from selfassess.domain.framework.framework import Statement
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.report.page_estimate import Length
from ui.pages.statement import model
from ui.pages.statement.step import beside, clear
from ui.widgets import look, theme

LENGTH = (
    "The words that are written in this statement, and about how many pages of the PDF it makes, with its headings and "
    "tables. A short self-assessment is read."
)
LARGE_TEXT = 150
"""The text size in percent from which nothing stands beside the attribution."""


class StatementHeader(QWidget):
    """Breadcrumb, name, quality statement as a quotation, and the I statements on demand."""

    def __init__(self, guide_button: QWidget) -> None:
        super().__init__()
        self.breadcrumb = look.quiet("")
        self.title = look.title("")
        self.quotation = look.text("")
        self.attribution = look.quiet("")
        self.toggle = look.link_button("", self._toggle)
        self.i_statements = QWidget()
        self._i_column = QVBoxLayout(self.i_statements)
        self._i_column.setContentsMargins(0, 0, 0, 0)
        self.i_statements.hide()
        self._count = 0
        self._parts: list[str] = []
        large = theme.px(100) >= LARGE_TEXT
        source = (self.attribution, self.toggle) if large else (beside(self.attribution, self.toggle),)
        self.quote = look.card(self.quotation, *source, self.i_statements, look="quote")
        inner = self.quote.layout()
        assert inner is not None
        inner.setSpacing(2)
        inner.setContentsMargins(12, 8, 12, 6)
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 14, 28, 0)
        column.setSpacing(6)
        column.addWidget(beside(self.breadcrumb, guide_button))
        for widget in (self.title, self.quote):
            column.addWidget(widget)

    def show_statement(self, assessment: Assessment, statement: Statement) -> None:
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

    def show_length(self, length: Length | None) -> None:
        """Say beside where one is how long the statement has become; nothing where it is None."""
        self.breadcrumb.setText("  ·  ".join((*self._parts, *([length.told] if length else []))))
        self.breadcrumb.setToolTip(LENGTH if length else "")

    def _show_i_statements(self, texts: tuple[str, ...]) -> None:
        clear(self._i_column)
        self._count = len(texts)
        self.toggle.setVisible(bool(texts))
        for words in texts:
            self._i_column.addWidget(look.text(f"“{words}”"))
        self.i_statements.hide()
        self._name_toggle()

    def _toggle(self) -> None:
        self.i_statements.setVisible(self.i_statements.isHidden())
        self._name_toggle()

    def _name_toggle(self) -> None:
        verb = "Show" if self.i_statements.isHidden() else "Hide"
        which = "the I statement" if self._count == 1 else f"the {self._count} I statements"
        self.toggle.setText(f"{verb} {which}")
