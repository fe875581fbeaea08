"""Words that were written and not added when the program ended: offered when the workbook is opened again."""

from __future__ import annotations

from textwrap import shorten
from typing import TYPE_CHECKING

from ui.bridge.drafts import put_back
from ui.widgets import dialogs

if TYPE_CHECKING:
    from ui.shell.frame import WorkbookFrame

NO_LINE = "For these words there is no empty line to put them back into. Copy from here what you need."


def offer_drafts(frame: WorkbookFrame) -> None:
    """Say what is left, and offer to put it back where it was written."""
    left = frame.workspace.drafts.left
    words = shorten(left[0].words, 60, placeholder=" …")
    more = f" and {len(left) - 1:,} more" if len(left) > 1 else ""
    frame.say(
        f"“{words}”{more} was written and not added when the program ended. It is kept.",
        "warning",
        [("Put it back", lambda: _put_back(frame)), ("Let go of it", frame.workspace.drafts.take)],
    )


def _put_back(frame: WorkbookFrame) -> None:
    session, homeless = frame.workspace.session, []
    frame.say("")
    for each in frame.workspace.drafts.left:
        there = any(year.id == each.year for year in session.assessments)
        if there and each.year != session.current_id:
            frame.workspace.open_year(each.year)
        if there:
            frame.show_place(each.place)
        if not there or not put_back(frame.pages.currentWidget(), each):
            homeless.append(f"{each.name}:\n{each.words}")
    if homeless:
        dialogs.ask(frame, NO_LINE, "\n\n".join(homeless), [("Close", None)])
    frame.workspace.drafts.take()
