"""Which colours the person chose: those of the system, or light, dark or high contrast always."""

from __future__ import annotations

from selfassess.services import settings

CHOICES = {"": "Follow the system", "light": "Light", "dark": "Dark", "contrast": "High contrast"}


def chosen() -> str | None:
    """The scheme that was chosen; None follows the system."""
    try:
        found = (settings.home("config") / "appearance").read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return None
    return found if found in CHOICES and found else None


def choose(scheme: str) -> None:
    """Keep a choice, "" to follow the system; where it cannot be kept it lasts until the program ends."""
    try:
        (settings.home("config") / "appearance").write_text(scheme, encoding="utf-8")
    except OSError:
        return
