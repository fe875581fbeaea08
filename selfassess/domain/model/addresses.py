"""When two ways of writing a place mean one and the same: a web page, or a file."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

WEB = re.compile(r"https?://", re.IGNORECASE)
_DEFAULT_PORT = re.compile(r":(?:80|443)?$")


def normalise_location(location: str) -> str:
    """What is equal for two locations that mean one place; "" where nothing is written.

    Of web addresses the case of the host, "www.", the usual port, http or https, a slash at the end and the part after
    "#" make no difference; of files which way the slashes lean and how letters with accents are put together.
    """
    written = unicodedata.normalize("NFC", location.strip())
    if not WEB.match(written):
        return re.sub(r"^(?:\./)+", "", written.replace("\\", "/"))
    try:
        parts = urlsplit(written)
    except ValueError:
        return written
    host = _DEFAULT_PORT.sub("", parts.netloc.casefold()).removeprefix("www.").rstrip(".")
    query = f"?{parts.query}" if parts.query else ""
    return f"//{host}{parts.path.rstrip('/')}{query}"
