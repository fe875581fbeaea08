"""What a screen reader gets: run by the system's own Python, it prints each thing it hears as a line of JSON."""

from __future__ import annotations

import json
from typing import Any

import gi  # type: ignore[import-not-found]

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi  # type: ignore[import-not-found]  # noqa: E402


def hear(event: Any) -> None:
    """Tell of a focus that moved, or of words that are to be read aloud."""
    try:
        if event.type.startswith("object:state-changed:focused") and event.detail1:
            said = {"kind": "focus", "name": event.source.get_name(), "role": event.source.get_role_name()}
        elif event.type.startswith("object:announcement"):
            said = {"kind": "announcement", "name": str(event.any_data), "role": ""}
        else:
            return
        print(json.dumps(said), flush=True)
    except Exception as error:  # what spoke has gone meanwhile
        print(json.dumps({"kind": "gone", "name": str(error), "role": ""}), flush=True)


listener = Atspi.EventListener.new(hear)
for kind in ("object:state-changed:focused", "object:announcement"):
    listener.register(kind)
print(json.dumps({"kind": "ready", "name": "", "role": ""}), flush=True)
Atspi.event_main()
