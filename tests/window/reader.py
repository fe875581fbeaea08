"""What a screen reader can walk through: run by the system's own Python, it prints each part as a line of JSON.

Of lists and tables it tells the first entries only: what comes below is more of the same.
"""

from __future__ import annotations

import json
from typing import Any

import gi  # type: ignore[import-not-found]

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi  # type: ignore[import-not-found]  # noqa: E402

FIRST = 40


def tell_all(part: Any, deep: int = 0) -> None:
    """Print a part and everything in it that shows."""
    states = {state.value_nick for state in part.get_state_set().get_states()}
    if deep > 2 and "showing" not in states:
        return
    told = {"name": part.get_name(), "role": part.get_role_name(), "about": part.get_description()}
    if told["role"] == "heading":
        told["level"] = (part.get_attributes() or {}).get("level", "")
    print(json.dumps({**told, "states": sorted(states), "deep": deep}), flush=True)
    for number in range(min(part.get_child_count(), FIRST)):
        child = part.get_child_at_index(number)
        if child is not None:
            tell_all(child, deep + 1)


desk = Atspi.get_desktop(0)
for number in range(desk.get_child_count()):
    tell_all(desk.get_child_at_index(number))
