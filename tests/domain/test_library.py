"""Which evidence is one document, and what does not look like something to send."""

from __future__ import annotations

import pytest

from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.readiness.evidence_index import Library, explain_unsuitable, find_duplicates
from tests.making import changed, empty_assessment, with_record


def year(*items: dict[str, str]) -> Assessment:
    made = empty_assessment()
    for item in items:
        made, _ = with_record(made, "evidence", **item)
    return made


def titles(groups: tuple[tuple[Record, ...], ...]) -> list[list[str]]:
    return [[record.text_of("title") for record in group] for group in groups]


def said(made: Assessment, index: int = 0) -> tuple[str, ...]:
    return explain_unsuitable(made, made.records_of("evidence")[index], Library(made.records_of("evidence")))


def test_one_document_is_known_by_its_content_and_by_its_address() -> None:
    made = year(
        {"title": "A", "sha256": "ab12"},
        {"title": "B", "location": "https://www.x.gov.uk/plan/", "location_kind": "web"},
        {"title": "C", "sha256": "AB12 "},
        {"title": "D", "location": "http://x.gov.uk/plan#top"},
        {"title": "E", "sha256": "cd34"},
    )
    assert titles(find_duplicates(Library(made.records_of("evidence")))) == [["A", "C"], ["B", "D"]]


def test_items_that_hang_together_in_two_ways_are_one_group() -> None:
    made = year(
        {"title": "A", "sha256": "1"},
        {"title": "B", "sha256": "1", "location": "b.pdf"},
        {"title": "C", "sha256": "2", "location": "./b.pdf"},
        {"title": "D", "sha256": "2"},
    )
    assert titles(find_duplicates(Library(made.records_of("evidence")))) == [["A", "B", "C", "D"]]


def test_what_has_no_content_and_no_place_is_no_duplicate_nor_are_two_things_in_one_system() -> None:
    system = {"location": "Mosaic", "location_kind": "system"}
    made = year({"title": "A"}, {"title": "B"}, {"title": "C", **system}, {"title": "D", **system})
    assert find_duplicates(Library(made.records_of("evidence"))) == ()


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Terms of reference of the board", "Terms of reference"),
        ("Supervision template", "blank"),
        ("Agenda, 3 March", "Agendas"),
        ("Contract with Home Care Ltd", "Contracts"),
        ("Case notes", "redacted"),
    ],
)
def test_a_title_hints_at_what_is_not_sent(title: str, words: str) -> None:
    [sentence] = said(year({"title": title}))
    assert words in sentence
    assert sentence.endswith(".")


@pytest.mark.parametrize("title", ["Annual complaints report", "Propagandas", "Workforce strategy"])
def test_an_innocent_title_hints_at_nothing(title: str) -> None:
    assert said(year({"title": title})) == ()


def test_the_name_of_a_file_hints_as_its_title_does_and_an_address_does_not() -> None:
    named = {"title": "Board", "location": "papers/agenda.pdf"}
    assert len(said(year({**named, "location_kind": "file"}))) == 1
    assert said(year({**named, "location": "https://x.gov.uk/agenda", "location_kind": "web"})) == ()


def test_only_the_latest_plan_on_a_topic_is_sent() -> None:
    made = year(
        {"title": "Workforce action plan 2023", "dated_on": "2023-05-01"},
        {"title": "Workforce action plan (final, June 2024)", "dated_on": "2024-06-01"},
        {"title": "Carers action plan", "dated_on": "2025-01-01"},
    )
    [sentence] = said(made, 0)
    assert sentence.startswith("A later one on the same topic")
    assert "June 2024" in sentence
    assert said(made, 1) == said(made, 2) == ()


def test_of_minutes_without_dates_none_is_called_later() -> None:
    made = year({"title": "Board minutes v1"}, {"title": "Board minutes v2"})
    [sentence] = said(made, 0)
    assert sentence.startswith("Another one on the same topic")


def test_a_duplicate_is_named_and_not_taken_for_a_later_one() -> None:
    made = year({"title": "Carers plan", "sha256": "1"}, {"title": "Carers plan 2", "sha256": "1"})
    assert said(made, 0) == (
        "The same document is here as “Carers plan 2”: send it once, under each of its IR numbers.",
    )


def test_of_many_duplicates_a_few_are_named() -> None:
    made = year(*({"title": f"Report {n}", "sha256": "1"} for n in "abcdef"))
    assert "“Report b”, “Report c”, “Report d” and 2 more" in said(made, 0)[0]


def test_what_is_said_follows_the_evidence_as_it_changes() -> None:
    made = year({"title": "Carers plan 1", "dated_on": "2024-01-01", "sha256": "1"}, {"title": "Report", "sha256": "2"})
    _, other = made.records_of("evidence")
    assert said(made, 0) == said(made, 1) == ()
    made, later = with_record(made, "evidence", title="Carers plan 2", dated_on="2024-06-01")
    assert "Carers plan 2" in said(made, 0)[0]
    made = changed(made, later, dated_on="2023-06-01")
    assert said(made, 0) == ()
    assert "Carers plan 1" in said(made, 2)[0]
    made = changed(made, other, sha256="1")
    assert titles(find_duplicates(Library(made.records_of("evidence")))) == [["Carers plan 1", "Report"]]
    made = changed(made, other, sha256=None, title="Carers plan 3")
    assert find_duplicates(Library(made.records_of("evidence"))) == ()
    assert "Carers plan 1" in said(made, 1)[0]
    assert said(year({"title": "Report"})) == ()
