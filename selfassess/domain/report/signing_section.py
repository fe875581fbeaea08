"""What the outline says of signatures: who signed and when, and which version this is."""

from __future__ import annotations

from collections.abc import Iterator

from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.domain.model.display_names import Names
from selfassess.domain.model.report_blocks import Block, Facts
from selfassess.domain.model.signed_version import latest_version
from selfassess.domain.model.workbook import Workbook
from selfassess.domain.signing.signing import SIGNED, Signatures
from selfassess.domain.text.wording import british_date


def build_version_row(names: Names, workbook: Workbook) -> Iterator[tuple[str, str]]:
    """The row that says which version this is; nothing before the first was signed off."""
    last = latest_version(workbook.versions, names.assessment.id)
    if last is None:
        return
    on = british_date(last.signed_at)
    if names.assessment.record["status"] in SIGNED:
        yield "Version", f"{last.name.capitalize()}, signed off on {on}"
        if last.head:
            yield "Fingerprint of its history", in_groups(last.head)
    else:
        yield "Version", f"Draft of version {last.number + 1}; {last.name} was signed off on {on}"


def in_groups(fingerprint: str) -> str:
    """A fingerprint as people can compare it: in groups of eight letters."""
    return " ".join(fingerprint[at : at + 8] for at in range(0, len(fingerprint), 8))


def build_signature_blocks(names: Names, workbook: Workbook) -> Iterator[Block]:
    """Who signed and when, for the part on governance."""
    rows = (*names.list_facts(names.assessment.record, Signatures.__slots__).rows, *build_version_row(names, workbook))
    if rows:
        yield Facts(rows, CATALOGUE["assessment"].by_key["status"].choice_label("signed_off"))
