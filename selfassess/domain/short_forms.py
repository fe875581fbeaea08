"""Short forms that adult social care uses, so that a document can say once what those in it stand for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

SHORT_FORMS = {
    "ADASS": "Association of Directors of Adult Social Services",
    "AMHP": "approved mental health professional",
    "ASC": "adult social care",
    "ASCOF": "Adult Social Care Outcomes Framework",
    "BCF": "Better Care Fund",
    "CHC": "NHS continuing healthcare",
    "CQC": "Care Quality Commission",
    "DASS": "director of adult social services",
    "DHSC": "Department of Health and Social Care",
    "DoLS": "Deprivation of Liberty Safeguards",
    "EDI": "equality, diversity and inclusion",
    "ICB": "integrated care board",
    "IR": "item of CQC’s information return",
    "JSNA": "joint strategic needs assessment",
    "KPI": "key performance indicator",
    "LGA": "Local Government Association",
    "LPS": "Liberty Protection Safeguards",
    "MCA": "Mental Capacity Act",
    "OT": "occupational therapist or therapy",
    "PSW": "principal social worker",
    "SAB": "safeguarding adults board",
    "SAR": "safeguarding adults review",
    "VCSE": "voluntary, community and social enterprise",
}

_USED = re.compile(rf"\b({'|'.join(SHORT_FORMS)})s?\b")


def used_short_forms(texts: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The short forms that some texts use and do not write out themselves, with what they stand for, by alphabet."""
    whole = "\n".join(texts)
    found = {each[1] for each in _USED.finditer(whole)}
    written_out = whole.casefold().replace("’", "'")
    for form in sorted(found, key=str.casefold):
        meaning = SHORT_FORMS[form]
        said = f"{meaning.replace('’', chr(39)).casefold()} ({form.casefold()}"
        if said not in written_out:
            yield form, meaning
