from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from selfassess.domain.model.editions import Edition, EditionOptions, build_options
from ui.dialogs.export.options import OptionsChoice


@pytest.fixture
def choice(qtbot: QtBot) -> OptionsChoice:
    made = OptionsChoice()
    qtbot.addWidget(made)
    return made


@pytest.mark.parametrize("edition", list(Edition), ids=str)
def test_what_is_usual_for_an_edition_is_chosen_at_first(choice: OptionsChoice, edition: Edition) -> None:
    choice.offer_options("pdf", edition)
    assert choice.chosen_options() == build_options(edition)


def test_what_is_ticked_is_chosen(choice: OptionsChoice) -> None:
    choice.offer_options("pdf", Edition.CQC)
    choice.ticks["scores"].setChecked(False)
    choice.type_size.setCurrentIndex(choice.type_size.findData(16))
    choice.words.setValue(900)
    assert choice.chosen_options() == EditionOptions(scores=False, names=False, wording=False, words=900, size=16)


def test_the_public_is_not_offered_what_it_never_sees(choice: OptionsChoice) -> None:
    choice.offer_options("docx", Edition.PUBLIC)
    assert [key for key, tick in choice.ticks.items() if not tick.isHidden()] == ["wording"]


def test_a_spreadsheet_is_offered_only_what_changes_it(choice: OptionsChoice) -> None:
    choice.offer_options("xlsx", Edition.BOARD)
    assert [key for key, tick in choice.ticks.items() if not tick.isHidden()] == ["scores", "names", "risks"]
    assert choice.type_size.isHidden()


def test_another_format_keeps_what_was_chosen(choice: OptionsChoice) -> None:
    choice.offer_options("pdf", Edition.CQC)
    choice.ticks["risks"].setChecked(False)
    choice.offer_options("docx", Edition.CQC)
    assert not choice.chosen_options().risks
