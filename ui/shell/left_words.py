"""Words that were written and not added when the program ended: offered when the workbook is opened again."""

from __future__ import annotations

from textwrap import shorten
from typing import TYPE_CHECKING

from ui.shell.drafts import put_draft_back
from ui.widgets import dialogs

if TYPE_CHECKING:
    from ui.shell.frame import WorkbookFrame

NO_LINE = "For these words there is no empty line to put them back into. Copy from here what you need."


def offer_left_drafts(frame: WorkbookFrame) -> None:
    """Say what is left, and offer to put it back where it was written."""
    left = frame.drafts.left
    words = shorten(left[0].words, 60, placeholder=" …")
    more = f" and {len(left) - 1:,} more" if len(left) > 1 else ""
    frame.show_message(
        f"“{words}”{more} was written and not added when the program ended. It is kept.",
        "warning",
        [("Put it back", lambda: _put_drafts_back(frame)), ("Delete it", frame.drafts.take_left_drafts)],
    )


def _put_drafts_back(frame: WorkbookFrame) -> None:
    session, homeless = frame.workspace.session, []
    frame.show_message("")
    for each in frame.drafts.left:
        there = any(year.id == each.year for year in session.assessments)
        if there and each.year != session.current_id:
            frame.workspace.show_year(each.year)
        if there:
            frame.show_place(each.place)
        if not there or not put_draft_back(frame.pages.currentWidget(), each):
            homeless.append(f"{each.name}:\n{each.words}")
    if homeless:
        dialogs.ask_question(frame, NO_LINE, "\n\n".join(homeless), [("Close", None)])
    frame.drafts.take_left_drafts()
