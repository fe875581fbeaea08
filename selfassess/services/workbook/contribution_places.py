"""A contributor's copy in the window: what it says of itself, and which places can only be read in it."""

from __future__ import annotations

from selfassess.domain.publishing.contributor_scope import Scope
from selfassess.services.workbook.places import Place

CLOSED = ("sections", "years", "visit")
"""Pages on which nothing is written in such a copy."""


def describe_contribution(scope: Scope) -> str:
    """What stands above the pages that may be written in."""
    about = scope.about
    by = f" by {about.made_by}" if about.made_by else ""
    return (
        f"This copy was made for {about.person} on {about.made_on}{by}. You can write in "
        f"{about.name_statements(scope.year.framework)}. Send this file back when you are done."
    )


def explain_closed_place(scope: Scope, place: str) -> str:
    """Why nothing can be written at a place, "" where something can."""
    found = Place.parse(place)
    about = scope.about
    framework = scope.year.framework
    part = found.rest.partition("#")[0].partition("/")[0]
    if found.page == "statement" and part not in about.statements:
        statement = framework.find_statement(part)
        name = statement.short_name if statement is not None else "This statement"
        if about.readable:
            return f"“{name}” can only be read here: this copy was {about.describe_purpose(framework)}."
        return f"“{name}” was left out of this copy, which was {about.describe_purpose(framework)}."
    outside = found.page in CLOSED or (found.page, part) in (("return", "contacts"), ("register", "contacts"))
    is_outside = outside or (found.page == "return" and not about.items)
    if is_outside:
        return f"This page can only be read here: this copy was {about.describe_purpose(framework)}."
    return ""
