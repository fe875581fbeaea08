"""Which topic of the help belongs to where one is, and how the window shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from selfassess.services.workbook.places import Place

if TYPE_CHECKING:
    from ui.shell.frame import WorkbookFrame

TOPICS = {
    "overview": "3-scores-and-rating",
    "statement": "2-the-seven-steps",
    "register": "8-evidence-and-measures",
    "improvement_plan": "8-improvement-plan",
    "coverage": "8-evidence-and-measures",
    "sections": "1-the-main-job",
    "return": "9-the-information-return",
    "visit": "9-the-visit",
    "review": "5-review-and-sign-off",
    "years": "7-the-next-year",
    "history": "5-working-safely",
    "backups": "5-working-safely",
    "settings": "92-text-size-and-contrast",
}
"""First word of a place -> the topic about it."""
DIALOG_TOPICS = {
    "ExportDialog": "4-export-and-import",
    "ImportFileDialog": "4-export-and-import",
    "NotOfferedDialog": "4-export-and-import",
    "ContributorCopyDialog": "4-export-and-import",
    "ReturnPackDialog": "9-the-information-return",
    "CarryForwardDialog": "7-the-next-year",
    "PersonalDataDialog": "5-working-safely",
    "CheckingDialog": "5-working-safely",
    "RemoveForGoodDialog": "5-working-safely",
    "StepsDialog": "5-working-safely",
    "AddEvidenceDialog": "8-evidence-and-measures",
    "ProgressReportDialog": "8-improvement-plan",
    "SignOffDialog": "5-review-and-sign-off",
    "PreviewWindow": "4-export-and-import",
}
"""A dialog's class -> the topic about it."""


def find_topic(place: str) -> str:
    """The topic about a place, "" where none is about it."""
    return TOPICS.get(Place.parse(place).page, "")


class HelpOrders:
    """The window's orders about the help: here, about a dialog, and what is new. The window has ``help``."""

    frame: WorkbookFrame | None

    def show_help(self, topic: str = "") -> None:
        """Show a topic of the help."""
        raise NotImplementedError

    def show_help_here(self) -> None:
        """Show the help about where one is."""
        self.show_help(find_topic(self.frame.place) if self.frame is not None else "")

    def show_help_about(self, dialog: QWidget) -> None:
        """Show the help about a dialog, over it."""
        from ui.pages.help.reader import HelpDialog  # seldom needed

        shown = HelpDialog(dialog)
        shown.reader.show_topic(DIALOG_TOPICS.get(type(dialog).__name__, ""))
        shown.open()

    def show_news(self) -> None:
        """Show what came with this version and those before."""
        from selfassess.services.workbook import releases
        from ui.pages.help.about import news_dialog

        window: Any = self
        news_dialog(releases.list_releases(), window).open()
