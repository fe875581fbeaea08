"""Versions of an assessment that were signed off: what is known of each, apart from the snapshot it keeps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from selfassess.domain.model.catalogue import CATALOGUE, Record


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedVersion:
    """One version: of which assessment, its number from 1, when (UTC) and by whom it was signed off.

    ``checksum`` is the SHA-256 of the snapshot that is kept with it, ``pdf_fingerprint`` that of the PDF made then, and
    ``head`` that of the history as far as it was signed ("" before format 4, as are the days on which both signed).
    ``ended`` names what was removed for good from the snapshot, so that the signatures no longer stand for it.
    """

    id: str
    assessment: str
    number: int
    signed_at: str
    director: str
    chief_executive: str
    checksum: str
    pdf_fingerprint: str
    director_signed_on: str = ""
    chief_executive_signed_on: str = ""
    head: str = ""
    ended: str = ""

    def describe_difference(self, signed: Record) -> str:
        """What of the names and days differs from the year as it was signed, in a sentence; "" where nothing does."""
        for key in ("director", "director_signed_on", "chief_executive", "chief_executive_signed_on"):
            label = CATALOGUE["assessment"].by_key[key].label
            here = getattr(self, key)
            then = signed.text_of(key)
            is_different = here != then and (here or key not in LATER)
            if is_different:
                return f"“{label}” says “{here}”, and “{then}” was signed."
        return ""

    @property
    def name(self) -> str:
        """What it is called: "version 2"."""
        return f"version {self.number}"


LATER = ("director_signed_on", "chief_executive_signed_on", "head", "ended")
"""What versions that were signed in an earlier format do not say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptVersion:
    """A version with its snapshot, as it stands in the file."""

    version: SignedVersion
    body: bytes


def versions_of_assessment(versions: Iterable[SignedVersion], assessment: str) -> tuple[SignedVersion, ...]:
    """The versions of one assessment, oldest first."""
    return tuple(sorted((each for each in versions if each.assessment == assessment), key=_age_key))


def latest_version(versions: Iterable[SignedVersion], assessment: str) -> SignedVersion | None:
    """The last version of an assessment, None where it was never signed off."""
    found = versions_of_assessment(versions, assessment)
    if not found:
        return None
    return found[-1]


def next_number(versions: Iterable[SignedVersion], assessment: str) -> int:
    """The number that the next version of an assessment has."""
    last = latest_version(versions, assessment)
    if not last:
        return 1
    return last.number + 1


def _age_key(version: SignedVersion) -> tuple[int, str, str]:
    return version.number, version.signed_at, version.id
