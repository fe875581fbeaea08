"""Other computers on which this person has agreed to have evidence looked for; kept with the person."""

from __future__ import annotations

import json
from contextlib import suppress

from selfassess.files import lasting, private
from selfassess.services.workbook import settings

MOST = 200
_LARGEST = 100_000


def agreed() -> frozenset[str]:
    """Their names, in small letters."""
    try:
        with (settings.home("config") / "hosts.json").open("rb") as file:
            kept = json.loads(file.read(_LARGEST))
    except (OSError, ValueError, RecursionError):
        return frozenset()
    return frozenset(each for each in kept if isinstance(each, str)) if isinstance(kept, list) else frozenset()


def agree(host: str) -> None:
    """Keep that this person agrees to a host; where nothing can be kept, it is asked about again."""
    with suppress(OSError):
        target = settings.home("config") / "hosts.json"
        fresh = target.with_suffix(".new")
        lasting.remove(fresh)
        private.write(fresh, json.dumps(sorted({*agreed(), host})[-MOST:]).encode())
        lasting.replace(fresh, target)
