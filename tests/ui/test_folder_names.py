"""The program looks the same wherever it lies: people have a space, a bracket or an accent in their folders."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QFile
from PySide6.QtWidgets import QCheckBox
from pytestqt.qtbot import QtBot

from selfassess.packs.resources import RESOURCES
from selfassess.services.workbook import program_files
from ui.widgets import theme

NAMES = ("Jo Bloggs", "(council) [2]", "100 % #1; a{b}", "Ŵyn café ‘x’") + (('a "b" \\ c',) if os.name != "nt" else ())


@pytest.fixture
def forget() -> Iterator[None]:
    """What was read from one folder is not taken for another's."""
    caches = (theme._style_sheet, theme._read_colour_tokens, theme._read_template)
    for cache in caches:
        cache.cache_clear()
    yield
    for cache in caches:
        cache.cache_clear()
    theme.style_sheet()


@pytest.mark.usefixtures("forget")
@pytest.mark.parametrize("name", NAMES)
def test_the_look_is_read_from_a_folder_of_any_name(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, qtlog: Any
) -> None:
    place = tmp_path / name
    for part in ("icons", "theme"):
        shutil.copytree(RESOURCES / part, place / part)
    monkeypatch.setattr(program_files, "RESOURCES", place)
    box = QCheckBox("Tick")
    qtbot.addWidget(box)
    box.setChecked(True)
    box.setStyleSheet(theme.style_sheet())
    box.ensurePolished()
    seen = box.grab().toImage()
    accent = theme.colour("accent")
    colours = {seen.pixelColor(x, y).name() for x in range(seen.width()) for y in range(seen.height())}
    assert accent.name() in colours, "the rule that draws the tick was not read"
    assert QFile.exists(f"icons:tick-{theme.current_scheme()}.svg")
    assert [record.message for record in qtlog.records if "stylesheet" in record.message] == []
