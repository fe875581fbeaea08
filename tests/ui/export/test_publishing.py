"""What the export dialog says before something is made public."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from selfassess.domain.model.commands import SetField
from selfassess.domain.model.editions import Edition
from selfassess.domain.model.workbook import Workbook
from selfassess.domain.publishing import personal_data_places
from selfassess.services.exporting.formats import FORMATS
from ui.bridge.workspace import Workspace
from ui.dialogs.export.page import ExportDialog
from ui.dialogs.export.publishing import LOOKING


@pytest.fixture
def dialog(example: Workspace, qtbot: QtBot) -> ExportDialog:
    strength = example.session.current.records_of("strength")[0]
    assert example.run(SetField(strength.id, "detail", "Ring 07700 900123 or 07700 900124."))
    made = ExportDialog(example)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.open()
    return made


def choose(dialog: ExportDialog, edition: Edition, qtbot: QtBot) -> None:
    dialog.editions.button(list(Edition).index(edition)).setChecked(True)
    qtbot.waitUntil(lambda: dialog.publishing.said.message_text != LOOKING, timeout=10_000)


def test_only_before_a_public_export_the_places_are_counted(dialog: ExportDialog, qtbot: QtBot) -> None:
    choose(dialog, Edition.BOARD, qtbot)
    assert not dialog.publishing.isVisible()
    choose(dialog, Edition.PUBLIC, qtbot)
    assert dialog.publishing.isVisible()
    assert dialog.publishing.said.message_text == "2 places look like personal data in this public version."
    assert dialog.start.isEnabled()


def test_another_year_is_another_count_and_names_are_never_promised(dialog: ExportDialog, qtbot: QtBot) -> None:
    choose(dialog, Edition.PUBLIC, qtbot)
    dialog.year.setCurrentIndex(dialog.year.findData("CQC 2024"))
    qtbot.waitUntil(lambda: dialog.publishing.said.message_text.startswith("Nothing left"), timeout=10_000)
    assert personal_data_places.NAMES in dialog.publishing.said.message_text
    assert not dialog.publishing.look.isVisible()


def test_what_was_found_fine_is_not_counted(example: Workspace, dialog: ExportDialog, qtbot: QtBot) -> None:
    session = example.session
    for place in personal_data_places.find_personal_places(
        Workbook(council=session.council, assessments=(session.current,))
    ):
        example.settings.settle_place(place.key)
    choose(dialog, Edition.PUBLIC, qtbot)
    assert dialog.publishing.said.message_text.startswith("Nothing left")


def test_the_link_leaves_the_export_and_leads_to_the_list(
    example: Workspace, dialog: ExportDialog, qtbot: QtBot
) -> None:
    asked: list[str] = []
    example.asked_for.connect(asked.append)
    choose(dialog, Edition.PUBLIC, qtbot)
    dialog.publishing.look.click()
    assert asked == ["personal_data"]
    assert not dialog.isVisible()


def test_a_public_export_is_made_all_the_same(dialog: ExportDialog, tmp_path: Path, qtbot: QtBot) -> None:
    choose(dialog, Edition.PUBLIC, qtbot)
    dialog.formats.button(list(FORMATS).index("json")).setChecked(True)
    dialog.write_export(tmp_path / "out.json")
    qtbot.waitUntil(lambda: dialog.task is None, timeout=20_000)
    assert (tmp_path / "out.json").exists()
