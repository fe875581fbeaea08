"""Where a location that is written in a workbook leads: to a web page, a file, or a computer nobody agreed to yet."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from selfassess.domain.model.addresses import WEB
from selfassess.exchange.documents import places
from selfassess.services.workbook import agreed_hosts


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """One of the three: the ``address`` of a page, the ``path`` of a file, or a ``host`` to be asked about first."""

    address: str = ""
    path: Path | None = None
    host: str = ""


def find_destination(location: str, workbook: Path) -> Destination:
    """Where a location leads; touches no other computer. Raises WorkbookError where it leads nowhere from here."""
    if WEB.match(location.strip()) or location.strip().lower().startswith("www."):
        return Destination(address=places.clean_web_address(location))
    try:
        return Destination(path=locate_file(location, workbook))
    except places.RemoteError as error:
        return Destination(host=error.host)


def locate_file(location: str, workbook: Path) -> Path:
    """The file that a location means, there or not. Raises FileError where it is none, or a host is not agreed to."""
    return places.resolve_location(location, workbook, agreed_hosts.load_agreed_hosts())
