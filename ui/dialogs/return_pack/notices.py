"""What to know before a return is sent: one sentence each, and below it what it is about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtWidgets import QFrame, QVBoxLayout

from selfassess.domain.return_pack.warnings import Notice
from ui.widgets import theme
from ui.widgets.look import heading, link_button
from ui.widgets.sheet import Sheet, in_html

SHOWN = 3
"""So many of what a sentence is about are named until all are asked for."""
MOST = 500


class NoticesPart(QFrame):
    """A card of notices, folded to the first few of what each is about."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("look", "card")
        self.notices: tuple[Notice, ...] = ()
        self.all = False
        self.sheet = Sheet("What to know before it is sent")
        self.more = link_button("", self.toggle)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(6)
        for part in (heading("Before you send it"), self.sheet, self.more):
            column.addWidget(part)

    def show_notices(self, notices: Sequence[Notice]) -> None:
        """Show other notices; none at all hides the card."""
        self.notices, self.all = tuple(notices), False
        self.setVisible(bool(notices))
        self._show()

    def toggle(self) -> None:
        """Name all that the sentences are about, or the first few."""
        self.all = not self.all
        self._show()

    def _show(self) -> None:
        shown, notices = (MOST if self.all else SHOWN), self.notices
        self.sheet.show_html(lambda: "".join(_html(notices, shown)))
        self.more.setVisible(any(len(notice.about) > SHOWN for notice in notices))
        self.more.setText("Name the first few only" if self.all else "Name all of them")


def _html(notices: Sequence[Notice], shown: int) -> Iterator[str]:
    size, quiet = theme.px(13), theme.colour("muted").name()
    for notice in notices:
        below = 2 if notice.about else 8
        yield f'<p style="font-size:{size}px;margin:0 0 {below}px 0">{in_html(notice.sentence)}</p>'
        listed = [in_html(" ".join(line.split())) for line in notice.about[:shown]]
        if len(notice.about) > shown:
            listed.append(f"and {len(notice.about) - shown:,} more")
        if listed:
            said = "<br>".join(listed)
            yield f'<p style="font-size:{size}px;color:{quiet};margin:0 0 8px 16px">{said}</p>'
