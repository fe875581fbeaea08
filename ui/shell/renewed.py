"""What is told once, when the program is newer than it was the last time."""

from __future__ import annotations

from selfassess.services.workbook import releases
from selfassess.services.workbook import settings as kept
from ui.shell.window import MainWindow


def show_update_news(window: MainWindow) -> None:
    """Show what is new to this person, if anything is, and keep that it was shown."""
    before = window.settings.version
    news = releases.take_news(window.settings)
    if window.settings.version != before:
        kept.save_settings(window.settings)
    if news:
        from ui.pages.help.about import news_dialog  # seldom needed

        news_dialog(news, window).open()
