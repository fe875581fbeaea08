"""What good words look like on a step: short examples in our own words, from the worked example that ships."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Example:
    """A heading, the example, and why it is a good one."""

    heading: str
    text: str
    why: str


EXAMPLES: dict[str, tuple[Example, ...]] = {
    "strengths": (
        Example(
            "A good strength",
            "“The wait for a community support assessment came down from 36.1 days to 30.9 within half a year, while "
            "requests for support grew by 4%. People with new needs are seen sooner.”",
            "One claim, a figure with its direction, and what it changed for people.",
        ),
    ),
    "improvement": (
        Example(
            "A good area for improvement",
            "“1,454 reviews, 42.11% of cases, were late. People whose needs have grown may live with an old support "
            "plan.”",
            "It says how large the gap is and what it means for people, without an excuse.",
        ),
    ),
    "actions": (
        Example(
            "A good action",
            "“Commission 1,100 enhanced reviews led by occupational therapists, oldest first. Outcome: fewer overdue "
            "reviews, and plans that match people’s needs.”",
            "A number, an order, and an outcome that people would notice.",
        ),
    ),
    "judgement": (
        Example(
            "A good impact",
            "“Where assessment is prompt, people describe being involved and kept informed. 47.98% of the 472 known "
            "carers had no timely review.”",
            "Both sides, told by what people live through.",
        ),
        Example(
            "A good rationale",
            "“A score of 2 rather than 1 because waits are measured, managers see them and the wait is shortening. A "
            "3 would need reviews on time for most people.”",
            "It says why not lower, and what the next score would need.",
        ),
    ),
}
"""Step -> its examples."""
