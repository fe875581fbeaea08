"""Writes what a council shares with its region, and says line by line what goes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from pathlib import Path

from selfassess.domain.model.errors import FileError
from selfassess.domain.region.share import Share, build_share
from selfassess.exchange.region.share_file import SUFFIX, decode_share, encode_share
from selfassess.files import lasting, private
from selfassess.services.workbook import snapshot


def prepare_share(path: Path, labels: Sequence[str], parts: Collection[str], now: datetime) -> Share:
    """What a workbook would share of these years (none: all of its own); nothing is written."""
    moment = now.astimezone()
    return build_share(
        snapshot.read_snapshot(path),
        labels,
        parts,
        made_at=moment.isoformat(timespec="seconds"),
        today=moment.date().isoformat(),
    )


def write_share(share: Share, out: Path) -> Path:
    """Write a share beside its place, read it back, and only then give it its name; where it is."""
    out = out if out.name.endswith(".json") else out.with_name(f"{out.name}{SUFFIX}")
    fresh = out.with_name(f".{out.name}.new")
    try:
        lasting.remove_file(fresh)
        private.write_private_file(fresh, encode_share(share))
        if decode_share(fresh.read_bytes(), out.name) != share:
            raise FileError(f"{out.name} could not be read back as it was written. Try another folder.")
        lasting.replace_file(fresh, out)
    except OSError as error:
        raise FileError(f"{out.name} could not be written ({error.strerror}).") from error
    return out


def propose_name(share: Share) -> str:
    """A name for the file: the council and the last of its years."""
    year = share.years[-1].year if share.years else ""
    return f"{' '.join(filter(None, (share.council, year)))}{SUFFIX}"
