"""What goes round with the year: the views of lead member and partners, and the six-month refresh."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from selfassess.domain.model.commands import AddRecord
from ui.bridge.workspace import Workspace
from ui.pages.review.cycle import NONE_OPEN
from ui.pages.review.page import ReviewPage


@pytest.fixture
def page(example: Workspace, qtbot: QtBot) -> ReviewPage:
    made = ReviewPage(example)
    qtbot.addWidget(made)
    made.resize(1134, 714)
    made.show()
    return made


def test_views_of_partners_are_written_in_cards_and_told_where_the_year_is_signed(
    page: ReviewPage, qtbot: QtBot
) -> None:
    assert "Neither the lead member" in page.standing_part.partners.text()
    page.show_place("partners")
    part = page.views_part
    part.new.line.setText("Safeguarding adults board")
    assert part.new.flush()
    (view,) = page.workspace.session.current.records_of("partner_view")
    qtbot.waitUntil(lambda: view.id in part.list.cards, timeout=20_000)
    assert page.workspace.run(AddRecord("partner_view", "v2", {"on_behalf_of": "Lead member", "stance": "agrees"}))
    qtbot.waitUntil(lambda: "v2" in part.list.cards, timeout=20_000)
    assert part.list.cards["v2"].card.badges == ("Agrees",)
    page.show_place("sign-off")
    said = page.standing_part.partners.text()
    assert "Safeguarding adults board: no view written down yet; Lead member: agrees." in said


def test_a_refresh_lists_what_to_look_at_and_is_ticked_off(page: ReviewPage, qtbot: QtBot) -> None:
    page.show_place("refresh")
    part = page.refresh_part
    assert part.said.text() == NONE_OPEN
    part.begin.click()
    qtbot.waitUntil(lambda: part.model.total > 0 and part.task is None, timeout=60_000)
    total = part.model.total
    assert part.said.text() == f"{total:,} points to look at again."
    gone: list[str] = []
    page.workspace.asked_for.connect(gone.append)
    part.open_point()
    assert len(gone) == 1
    first = part.table.current_row_id()
    part.tick_point()
    qtbot.waitUntil(lambda: part.said.text() == f"{total - 1:,} points to look at again.", timeout=20_000)
    assert page.workspace.session.current.by_id[str(first)]["looked_at_by"] == "Ada"
