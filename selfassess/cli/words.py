"""What several commands say in the same words."""

from __future__ import annotations

from selfassess.domain.readiness.rating import Rating


def describe_rating(worked: Rating) -> str:
    """A rating in a sentence or two."""
    if worked.percent is None:
        return worked.explain_working
    provisional = " so far" if worked.provisional else ""
    next_ = ""
    if worked.points_to_next:
        next_ = f" {worked.points_to_next} more points would reach {worked.next_label}."
    return f"{worked.label}{provisional}. {worked.explain_working}{next_}".replace(" 1 more points", " 1 more point")
