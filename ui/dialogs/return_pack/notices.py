"""What to know before a return is sent: one sentence each, and below it what it is about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtWidgets import QFrame, QVBoxLayout

from selfassess.domain.return_pack.warnings import Notice
from ui.widgets import theme
from ui.widgets.look import make_heading, make_link_button
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
        self.more = make_link_button("", self.toggle_all_subjects)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(6)
        for part in (make_heading("Before you send it"), self.sheet, self.more):
            column.addWidget(part)

    def show_pack_notices(self, notices: Sequence[Notice]) -> None:
        """Show other notices; none at all hides the card."""
        self.notices, self.all = tuple(notices), False
        self.setVisible(bool(notices))
        self._render_notices()

    def toggle_all_subjects(self) -> None:
        """Name all that the sentences are about, or the first few."""
        self.all = not self.all
        self._render_notices()

    def _render_notices(self) -> None:
        shown = MOST if self.all else SHOWN
        notices = self.notices
        self.sheet.show_html(lambda: "".join(_generate_notice_html(notices, shown)))
        self.more.setVisible(any(len(notice.about) > SHOWN for notice in notices))
        more_words = "Name the first few only" if self.all else "Name all of them"
        self.more.setText(more_words)


def _generate_notice_html(notices: Sequence[Notice], shown: int) -> Iterator[str]:
    size = theme.px(13)
    quiet = theme.colour("muted").name()
    for notice in notices:
        below = 2 if notice.about else 8
        yield f'<p style="font-size:{size}px;margin:0 0 {below}px 0">{in_html(notice.sentence)}</p>'
        listed = [in_html(" ".join(line.split())) for line in notice.about[:shown]]
        if len(notice.about) > shown:
            listed.append(f"and {len(notice.about) - shown:,} more")
        if listed:
            said = "<br>".join(listed)
            yield f'<p style="font-size:{size}px;color:{quiet};margin:0 0 8px 16px">{said}</p>'
