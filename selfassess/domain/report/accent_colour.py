"""The accent colour of a council, as far as headings in it can be read."""

from __future__ import annotations

import re

_COLOUR = re.compile(r"#?([0-9A-Fa-f]{6})")
_READABLE = 4.5
"""The contrast with white that WCAG asks for."""


def usable_accent(written: str) -> tuple[str, str]:
    """A colour as "#0B4F8A", and a sentence where what is written cannot be used ("" and "" where nothing is)."""
    text = written.strip()
    found = _COLOUR.fullmatch(text)
    if found is None:
        said = f"The accent colour “{text[:40]}” is not a colour such as #0B4F8A, so the usual one is used."
        explanation = said if text else ""
        return "", explanation
    contrast = 1.05 / (_compute_luminance(found[1]) + 0.05)
    if contrast < _READABLE:
        return "", f"The accent colour {text} is too light to be read on white, so the usual one is used."
    return f"#{found[1].upper()}", ""


def _compute_luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4))
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return float(0.2126 * red + 0.7152 * green + 0.0722 * blue)
