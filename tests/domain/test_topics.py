"""Which lines of running text are sub-headings."""

from __future__ import annotations

import pytest

from selfassess.domain.framework.topics import Topic, split_topics

LONG = "People told us that they were kept informed of what was happening, and that they knew whom to ask for help."


def titles(text: str) -> list[str]:
    return [topic.title for topic in split_topics(text) if topic.title]


def test_a_short_line_above_a_paragraph_is_a_sub_heading() -> None:
    text = f"Timeliness of assessments\n{LONG}\n\n{LONG}\n\nEligibility\n{LONG}"
    assert split_topics(text) == (Topic("Timeliness of assessments", f"{LONG}\n\n{LONG}"), Topic("Eligibility", LONG))


def test_a_blank_line_or_another_sub_heading_may_stand_between() -> None:
    assert titles(f"Overall summary\n\nWhat people said\n{LONG}") == ["Overall summary", "What people said"]


def test_what_stands_before_the_first_sub_heading_has_no_title() -> None:
    assert split_topics(f"{LONG}\n\nEligibility\n{LONG}") == (Topic("", LONG), Topic("Eligibility", LONG))


def test_a_list_can_stand_below_a_sub_heading() -> None:
    assert titles("What is planned\n- A new front door\n- More time for carers") == ["What is planned"]


@pytest.mark.parametrize(
    "text",
    [
        f"It is safe.\n{LONG}",
        f"These are the reasons:\n{LONG}",
        "Only one short line",
        f"{LONG}\n\nDerby",
        "Derby\nNottingham\nLeicester",
        f"- A new front door\n{LONG}",
        f"and so they waited\n{LONG}",
        "People waited for an assessment in that year for longer than in\nany year before, as the council said itself.",
        f"{LONG}\nRight below a paragraph\n{LONG}",
        "",
    ],
    ids=["sentence", "colon", "alone", "last", "names", "bullet", "small letter", "broken line", "amid", "nothing"],
)
def test_other_lines_are_text(text: str) -> None:
    assert titles(text) == []


@pytest.mark.parametrize("text", [f"One\r\n{LONG}\r\n\r\nTwo\n\n\nThree\n- four\n\n{LONG}", "Just words", "\n\nA\n\n"])
def test_no_word_is_lost(text: str) -> None:
    kept = " ".join(f"{topic.title} {topic.text}" for topic in split_topics(text))
    assert kept.split() == text.split()
