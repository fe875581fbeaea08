"""Other computers on which this person has agreed to have evidence looked for; kept with the person."""

from __future__ import annotations

import json
from contextlib import suppress

from selfassess.files import lasting, private
from selfassess.services.workbook import settings

MOST = 200
_LARGEST = 100_000


def load_agreed_hosts() -> frozenset[str]:
    """Their names, in small letters."""
    try:
        with (settings.ensure_own_folder("config") / "hosts.json").open("rb") as file:
            kept = json.loads(file.read(_LARGEST))
    except (OSError, ValueError, RecursionError):
        return frozenset()
    if isinstance(kept, list):
        return frozenset(each for each in kept if isinstance(each, str))
    return frozenset()


def agree_to_host(host: str) -> None:
    """Keep that this person agrees to a host; where nothing can be kept, it is asked about again."""
    with suppress(OSError):
        target = settings.ensure_own_folder("config") / "hosts.json"
        fresh = target.with_suffix(".new")
        lasting.remove_file(fresh)
        private.write_private_file(fresh, json.dumps(sorted({*load_agreed_hosts(), host})[-MOST:]).encode())
        lasting.replace_file(fresh, target)
