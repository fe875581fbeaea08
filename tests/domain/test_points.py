"""Running text in single points, what a point reads as, and which topic a sub-heading names."""

import pytest

from selfassess.domain.readiness.finding_topics import find_topic
from selfassess.domain.text.points import NEUTRAL, SHORTFALL, STRENGTH, Passage, classify_point, find_points
from selfassess.domain.text.points import split_points as split
from selfassess.packs.reader import newest_framework


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("One waited. Another did not.", ["One waited.", "Another did not."]),
        ("There was a list. This was due to staffing. They knew.", None),
        ("It was recognised that people wait. It helped.", None),
        ("Waits fell. It was recognised that more work was needed.", 2),
        ("Carers, e.g. Dr. A. Smith, of St. Ann’s etc. waited 30.9 days. No. 4 was shut.", 2),
        ("They were told (“Wait.”) to wait. (Survey, 2022.) Staff agreed.", 2),
        ("Good things. However, gaps remained. For example, respite.", 2),
        ("A rate of 3%. 83.64% were at home.", 2),
        ("no capital and no end", 1),
        ("", 0),
    ],
)
def test_a_point_is_a_sentence_with_those_that_say_more_of_it(text: str, points: list[str] | int | None) -> None:
    found = list(split(text))
    if isinstance(points, list):
        assert found == points
    else:
        assert len(found) == (1 if points is None else points)
    assert " ".join(found) == text


@pytest.mark.parametrize(
    ("kind", "texts"),
    [
        (STRENGTH, (
            "Partners had strong relationships with the team.",
            "Staff were proud of the service.",
            "95% felt safe, which is above the England average of 88%.",
            "They worked collaboratively with carers.",
        )),
        (SHORTFALL, (
            "There were gaps in respite.",
            "People did not always feel listened to.",
            "It was unclear how this would be delivered.",
            "44% found it easy to get advice, below the England average of 57%.",
            "MORE WORK WAS NEEDED ON CO-PRODUCTION.",
        )),
        (NEUTRAL, (
            "The team met each week.",
            "There were good examples, but gaps remained.",
            "There were mixed views of the service.",
            "A plan would ensure good support.",
            "A tool was used to monitor the waiting list.",
            "The change has not affected services.",
            "12% paid privately, below the national average of 20%.",
            "",
        )),
    ],
)  # fmt: skip
def test_a_point_is_called_what_its_words_say_and_neutral_where_they_do_not(kind: str, texts: tuple[str, ...]) -> None:
    assert {text: classify_point(text) for text in texts} == dict.fromkeys(texts, kind)


def test_a_paragraph_that_a_page_broke_is_whole_and_what_leads_into_a_list_goes_along() -> None:
    found = find_points(
        (
            Passage(text="Staff said that waits for", place="page 3"),
            Passage(text="equipment were long. Carers agreed.", place="page 4"),
            Passage(text="They named:", place="page 4"),
            Passage(text="ramps", item=True, place="page 4"),
            Passage(text="hoists", item=True, place="page 5"),
        )
    )
    assert [(each.text, each.place) for each in found] == [
        ("Staff said that waits for equipment were long.", "page 3"),
        ("Carers agreed.", "page 3"),
        ("They named: ramps", "page 4"),
        ("They named: hoists", "page 5"),
    ]


def test_a_sub_heading_names_the_frameworks_topic_in_its_own_words() -> None:
    by_key = {each.key: each.topics for each in newest_framework().statements}
    for statement, heading, topic in (
        ("assessing-needs", "Timeliness of assessments, care planning and reviews",
         "Timeliness of assessments, plans and reviews"),
        ("assessing-needs", "ELIGIBILITY DECISIONS FOR CARE AND SUPPORT", "Eligibility decisions"),
        ("supporting-people", "Arrangements to prevent, delay or reduce needs for care and support",
         "Preventing, delaying or reducing needs"),
        ("partnerships", "Arrangements to support effective partnership working",
         "Arrangements that make partnership work"),
        ("partnerships", "Impact of partnership working", "Impact of partnership"),
        ("equity", "Weather and roads", ""),
        ("equity", "", ""),
    ):  # fmt: skip
        assert find_topic(heading, by_key[statement]) == topic, heading
