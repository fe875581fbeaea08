"""What stands on what in each look can be read: the ratio of WCAG 2.2, section 1.4.3."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

THEME = Path(__file__).resolve().parents[2] / "resources" / "theme"
TEXT, SWITCHED_OFF = 4.5, 2.5
"""What text needs; for what is switched off nothing is asked, but one still reads what it would do."""


def light(colour: str) -> float:
    """The relative luminance of "#RRGGBB"."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((light(one), light(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark", "contrast"])
def test_words_can_be_read_on_what_they_stand_on(scheme: str) -> None:
    colours = json.loads((THEME / f"{scheme}.json").read_text(encoding="utf-8"))
    rules = re.findall(r"\{([^}]*)\}", (THEME / "look.qss").read_text(encoding="utf-8"))
    tried = 0
    for rule in rules:
        ground = re.search(r"(?:^|[ ;])background(?:-color)?: @(\w+);", rule)
        words = re.search(r"(?:^|[ ;])color: @(\w+);", rule)
        if ground is None or words is None or {ground[1], words[1]} - set(colours):
            continue
        tried += 1
        least = SWITCHED_OFF if words[1] == "disabled" else TEXT
        found = contrast(colours[ground[1]], colours[words[1]])
        assert found >= least, f"{words[1]} on {ground[1]}: {found:.1f}"
    assert tried >= 5
