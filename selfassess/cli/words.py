"""What several commands say in the same words."""

from __future__ import annotations

from selfassess.domain.readiness.rating import Rating


def rating_words(worked: Rating) -> str:
    """A rating in a sentence or two."""
    if worked.percent is None:
        return worked.working
    provisional = " so far" if worked.provisional else ""
    next_ = f" {worked.points_to_next} more points would reach {worked.next_label}." if worked.points_to_next else ""
    return f"{worked.label}{provisional}. {worked.working}{next_}".replace(" 1 more points", " 1 more point")
