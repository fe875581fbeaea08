"""Where a piece of evidence lies, as an address that a click opens."""

from __future__ import annotations

import re
from pathlib import PurePosixPath, PureWindowsPath
from urllib.parse import quote

from selfassess.domain.model.addresses import WEB

MOST_LINKS = 65_000
"""Excel takes 65,530 in a sheet."""
_LONGEST = 2_000
"""Excel takes no address of more than 2,079 signs."""
_SAFE = "%/:?#[]@!$&'()*+,;=~-._"
_ON_DRIVE = re.compile(r"[A-Za-z]:[\\/]|\\\\[^\\/?.]")


def find_link_address(place: str) -> str:
    """The address of a web page or of a file that is named in full; "" for any other place."""
    written = place.strip()
    if any(sign < " " for sign in written):
        return ""
    found = ""
    if WEB.match(written) and " " not in written:
        found = quote(written, safe=_SAFE)
    elif _ON_DRIVE.match(written):
        found = PureWindowsPath(written).as_uri()
    elif written.startswith("/") and not written.startswith("//"):
        found = PurePosixPath(written).as_uri()
    return found if len(found) <= _LONGEST else ""
