"""Names of statements, headings, answers, dates and bullets, in the many ways in which people write them."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.domain.model.errors import InvalidValueError
from selfassess.exchange.foreign import vocabulary
from selfassess.exchange.foreign.statements import Statements
from selfassess.exchange.foreign.values import TITLE_LIMIT, Answers, shorten_to_title, split_bullets, split_short_lines
from selfassess.exchange.spreadsheets.answers import load_aliases
from selfassess.exchange.spreadsheets.book import Cell, column_letters, format_cell
from tests.exchange.foreign_making import ASKED, FRAMEWORK

STATEMENTS = Statements(FRAMEWORK)
ANSWERS = Answers(FRAMEWORK, ASKED)


@pytest.mark.parametrize("statement", FRAMEWORK.statements, ids=lambda statement: statement.key)
def test_every_statement_is_found_by_any_of_its_names(statement: object) -> None:
    key, number, name = statement.key, statement.number, statement.name  # type: ignore[attr-defined]
    names = [
        key, name, statement.short_name, *statement.aliases,  # type: ignore[attr-defined]
        number, float(number), str(number), f"{number}.", f"QS{number}", f"qs {number}", f"Statement {number}",
        f"Quality Statement {number}: {name}", f"{number}. {name}", f"{number} - {name}", f"QS{number} – {name}",
        name.upper(), f"  {name} ", name.replace(" and ", " & "), name.replace(",", ""), f"{name}:",
        f"QS{number} {name}"[:31], name[:31], f"{name} (lead: J Smith)",
        statement.quality_statement,  # type: ignore[attr-defined]
    ]  # fmt: skip
    assert {each: STATEMENTS.find_statement(each) for each in names} == dict.fromkeys(names, key)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Supporting people to lead healthier lives", "supporting-people"),
        ("Safe pathways, systems and transitions", "safe-systems"),
        ("Equity in experience and outcome", "equity"),
        ("Goverance, managment and sustainability", "governance"),
        ("Learning, improvement & innovation", "learning"),
    ],
)
def test_other_wordings_and_slips_of_the_pen_are_understood(name: str, key: str) -> None:
    assert STATEMENTS.find_statement(name) == key


@pytest.mark.parametrize(
    "text", ["Highways", "", "10", 10, 2.5, True, None, date(2025, 1, 1), "Leadership", "Actions", "3/4", "Q1 2024"]
)
def test_what_names_no_statement_is_none(text: Cell) -> None:
    assert STATEMENTS.find_statement(text) is None


@pytest.mark.parametrize("text", ["3", 3, "3 - Good", "Learning", "Equity", "Governance", "We learn from safeguarding"])
def test_a_heading_must_name_a_statement_in_full(text: Cell) -> None:
    assert STATEMENTS.find_statement(text, loose=False) is None


@pytest.mark.parametrize(
    ("cell", "keys"),
    [
        ("QS1; QS2", ("assessing-needs", "supporting-people")),
        ("Equity\nSafeguarding", ("equity", "safeguarding")),
        ("1, 3 and 7", ("assessing-needs", "equity", "safeguarding")),
        ("Care provision, integration and continuity", ("care-provision",)),
        ("Safe systems, pathways and transitions", ("safe-systems",)),
        ("Equity, roads", ()),
    ],
)
def test_several_statements_in_one_cell(cell: str, keys: tuple[str, ...]) -> None:
    assert STATEMENTS.find_all_statements(cell) == (keys, ())


@pytest.mark.parametrize(
    ("heading", "meaning"),
    [
        ("What are we good at?", ("strength", "title")),
        ("STRENGTHS:", ("strength", "title")),
        ("Even better if...", ("improvement", "title")),
        ("Areas for development (what needs to change)", ("improvement", "title")),
        ("4. Areas for improvement", ("improvement", "title")),
        ("Key actions", ("action", "title")),
        ("By when", ("action", "due_on")),
        ("Target date", ("action", "due_on")),
        ("Mitigating actions", ("risk", "controls")),
        ("How do we know?", ("evidence", "title")),
        ("Self-assessment score", ("judgement", "score")),
        ("Rating (1-4)", ("judgement", "score")),
        ("Areas for improvment", ("improvement", "title")),
        ("Performance Indicator", ("measure", "title")),
    ],
)
def test_headings_are_known_by_their_aliases(heading: str, meaning: tuple[str, str]) -> None:
    best = vocabulary.match_heading(heading)
    assert meaning in [(m.kind, m.field) for m in best if m.strength == best[0].strength]


def test_every_alias_stands_for_a_field_of_the_catalogue() -> None:
    data = load_aliases()
    for kind, fields in data["fields"].items():
        for field in fields:
            assert vocabulary.is_mappable_field(kind, field), f"{kind}.{field}"
    for kind, fields in data["answers"].items():
        for field, answers in fields.items():
            spec = CATALOGUE[kind].by_key[field]
            choices = {choice.key for choice in spec.choices}
            if spec.maximum is not None:
                choices = set(map(str, range(spec.minimum or 0, spec.maximum + 1)))
            assert set(answers) <= choices, f"{kind}.{field}"
    assert set(data["kinds"]) <= set(vocabulary.KINDS)


@pytest.mark.parametrize(
    ("cell", "score"),
    [
        (3, 3), ("3", 3), (" 3 ", 3), ("3 - Good standard", 3), ("3 – Good", 3), ("Good", 3), ("Good standard", 3),
        ("2/4", 2), ("2 out of 4", 2), ("Some shortfalls", 2), ("Requires improvement", 2), ("Inadequate", 1),
        ("Significant shortfalls", 1), ("Outstanding", 4), ("Exceptional", 4), ("Score: 2", 2), ("Good (3)", 3),
    ],
)  # fmt: skip
def test_scores_in_words_and_numbers(cell: Cell, score: int) -> None:
    assert ANSWERS.read_answer("judgement", CATALOGUE["judgement"].by_key["score"], cell).value == score


@pytest.mark.parametrize("cell", ["Amber", "Green", 5, 0, 2.5, "2/5", "2 or 3", "Good (2)", "tbc"])
def test_what_is_no_score_is_never_made_into_one(cell: Cell) -> None:
    with pytest.raises(InvalidValueError):
        ANSWERS.read_answer("judgement", CATALOGUE["judgement"].by_key["score"], cell)


@pytest.mark.parametrize(
    ("cell", "iso", "noted"),
    [
        (date(2025, 3, 4), "2025-03-04", False),
        (datetime(2025, 3, 4), "2025-03-04", False),
        (datetime(2025, 3, 4, 9, 30), "2025-03-04", True),
        ("04/03/2025", "2025-03-04", False),
        ("4.3.25", "2025-03-04", False),
        ("4th March 2025", "2025-03-04", False),
        ("Tuesday 4 March, 2025", "2025-03-04", False),
        ("2025-03-04", "2025-03-04", False),
        ("March 2025", "2025-03-31", True),
        ("end of Feb 2024", "2024-02-29", True),
        ("Sept 2025", "2025-09-30", True),
        (45720, "2025-03-04", True),
    ],
)
def test_dates_the_british_way(cell: Cell, iso: str, noted: bool) -> None:
    read = ANSWERS.read_answer("action", CATALOGUE["action"].by_key["due_on"], cell)
    assert (read.value, bool(read.note)) == (iso, noted)


@pytest.mark.parametrize("cell", ["31/02/2025", "ongoing", "Q3", 12, "tbc", True, "03/13/2025"])
def test_what_is_no_date_is_never_made_into_one(cell: Cell) -> None:
    with pytest.raises(InvalidValueError):
        ANSWERS.read_answer("action", CATALOGUE["action"].by_key["due_on"], cell)


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("One thing", ("One thing",)),
        ("- a b\n- c d", ("a b", "c d")),
        ("• a\n• b\n  more of b", ("a", "b\n  more of b")),
        ("1. a\n2) b", ("a", "b")),
        ("We do:\n- a\n- b", ("a\n\nWe do:", "b")),
        ("First.\n- a\n- b", ("First.", "a", "b")),
        ("- a\n    - part of a\n- b", ("a\n    - part of a", "b")),
        ("- only", ("only",)),
        ("Two lines\nwithout bullets", ("Two lines\nwithout bullets",)),
        ("- \n- ", ("- \n-",)),
        ("  ", ()),
    ],
)
def test_bullets_become_points(text: str, points: tuple[str, ...]) -> None:
    assert split_bullets(text) == points


def test_a_list_of_documents_is_one_a_line() -> None:
    assert split_short_lines("Survey\n- Audit\nReport") == ("Survey", "Audit", "Report")
    assert split_short_lines("Survey\n" + "long " * 40) == (("Survey\n" + "long " * 40).strip(),)


def test_titles_are_short_and_end_at_a_sentence_or_a_word() -> None:
    assert shorten_to_title("Short enough.") == "Short enough."
    assert shorten_to_title("A sentence that ends here. " + "More words " * 20) == "A sentence that ends here"
    cut = shorten_to_title("word " * 60)
    assert len(cut) <= TITLE_LIMIT
    assert cut.endswith("word…")
    assert shorten_to_title("First line\nSecond line") == "First line"
    assert shorten_to_title("Train\nassessors\nby June") == "Train assessors by June"


def test_columns_have_letters_and_cells_have_words() -> None:
    assert [column_letters(n) for n in (0, 25, 26, 701, 702, 16_383)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]
    assert [format_cell(cell) for cell in (None, True, 3, 2.50, date(2025, 2, 28))] == [
        "", "TRUE", "3", "2.5", "28 February 2025",
    ]  # fmt: skip
