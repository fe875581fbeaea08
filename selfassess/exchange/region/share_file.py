"""The file in which a council shares its numbers with its region: JSON, with nothing in it that is not declared."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import msgspec

from selfassess.domain.model.errors import FileError
from selfassess.domain.region.share import PARTS, Share, SharedYear
from selfassess.domain.text.wording import format_file_size

FORMAT, VERSION = "selfassess-region", 1
SUFFIX = ".region.json"
MOST_BYTES = 50_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Document:
    format: str
    version: int
    share: Share


def encode_share(share: Share) -> bytes:
    """A share as the text of its file, laid out to be read by a person."""
    document = _Document(format=FORMAT, version=VERSION, share=share)
    return msgspec.json.format(msgspec.json.encode(document), indent=1)


def is_share(data: bytes) -> bool:
    """Whether the text of a JSON file says that it is a share."""
    return FORMAT.encode() in data[:200]


def decode_share(data: bytes, file: str) -> Share:
    """A share from the text of its file. Raises FileError in a sentence where it is not one, or of a later version."""
    if len(data) > MOST_BYTES:
        raise FileError(f"{file} is larger than any file that a council shares ({format_file_size(MOST_BYTES)}).")
    try:
        raw = msgspec.json.decode(data)
        version = raw.get("version") if isinstance(raw, dict) else None
        if isinstance(version, int) and version > VERSION:
            raise FileError(f"{file} is of a newer version of this program. Update the program, then gather it again.")
        document = msgspec.convert(raw, _Document)
    except (msgspec.DecodeError, msgspec.ValidationError, UnicodeDecodeError) as error:
        raise FileError(f"{file} is no file that a council shares with its region: {error}.") from error
    fault = _find_fault(document)
    if fault:
        raise FileError(f"{file} cannot be gathered: {fault}.")
    return document.share


def fingerprint_year(share: Share, year: SharedYear) -> str:
    """What tells two versions of one year of one council apart; when they were made does not matter."""
    facts = (share.key, share.code, share.kind, share.region, year)
    return hashlib.sha256(msgspec.json.encode(facts)).hexdigest()


def _find_fault(document: _Document) -> str:
    share = document.share
    if document.format != FORMAT or document.version != VERSION:
        return f"it says it is {document.format} {document.version}"
    if not share.key:
        return "it does not say which council it is of"
    labels = [year.year for year in share.years]
    if len(set(labels)) != len(labels) or not all(label.strip() for label in labels):
        return "a year stands in it twice, or has no name"
    for year in share.years:
        if any(not 1 <= score <= 4 for score in year.scores.values()):
            return f"{year.year} has a score that is not 1 to 4"
        if set(year.parts) - set(PARTS):
            return f"{year.year} has a part that nobody knows"
        if any(each.number < 0 or each.late < 0 for each in year.actions):
            return f"{year.year} counts fewer than no actions"
        if any(each.have < 0 or each.asked < 0 for each in year.coverage):
            return f"{year.year} counts less evidence than none"
    return ""
