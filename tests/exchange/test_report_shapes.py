"""Reports are not all written alike: names, scores, dates, encodings, and parts that are left out."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from reportlab.pdfgen.canvas import Canvas

from selfassess.domain.model.import_result import Incoming
from tests.exchange.report_making import (
    FILLER,
    FRAMEWORK,
    NAMES,
    SCORES,
    findings,
    lines,
    pdf,
    read,
    said,
    written,
    year,
)

OTHER_NAMES = {
    "assessing-needs": "ASSESSING NEEDS",
    "supporting-people": "Supporting people to lead healthier lives",
    "equity": "Equity in experience & outcomes",
    "care-provision": "care provision, integration & continuity",
    "partnerships": "5. Partnerships and communities",
    "safe-systems": "Safe pathways, systems and transitions",
    "safeguarding": "Safeguarding:",
    "governance": "Governance, management & sustainability",
    "learning": "Quality statement 9: Learning, improvement and innovation",
}
SHORT_NAMES = {statement.key: statement.short_name for statement in FRAMEWORK.statements}


def summary(incoming: Incoming, key: str) -> str:
    return year(incoming).judgements[key].text_of("summary")


def expected(key: str) -> str:
    made = findings(key)
    return "\n\n".join(f"{topic}\n{text}" for topic, text in zip(made[::2], made[1::2], strict=True))


def without(made: Sequence[str], *left: str) -> list[str]:
    return [line for line in made if line not in left]


def test_a_report_of_bare_lines_is_read(tmp_path: Path) -> None:
    found = read(written(tmp_path, lines()))
    assert found.problems == ()
    assert found.workbook.council["name"] == "Example Council"
    assert dict(year(found).scores_by_statement) == SCORES
    assert year(found).record["published_rating"] == "good"
    assert {key: summary(found, key) for key in NAMES} == {key: expected(key) for key in NAMES}
    texts = {record["key"]: record["text"] for record in year(found).records_of("section")}
    assert texts == {
        "about_place": f"About Example Council\n{FILLER}",
        "summary": f"Overall summary\n\nSummary of people's experiences\n{FILLER}",
    }


@pytest.mark.parametrize("between", ["\n", "\r\n", "\r\n\r\n", "\n\n---\n\n"], ids=["lines", "crlf", "blank", "rules"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_line_ends_and_encodings_make_no_difference(tmp_path: Path, between: str, encoding: str) -> None:
    made = [line.replace("people's", "people’s") for line in lines()]
    found = read(written(tmp_path, made, between, encoding))
    assert found.problems == ()
    assert dict(year(found).scores_by_statement) == SCORES
    assert "Summary of people’s experiences" in year(found).records_of("section")[1].text_of("text")
    assert summary(found, "equity") == expected("equity")


@pytest.mark.parametrize("names", [OTHER_NAMES, SHORT_NAMES], ids=["aliases", "short names"])
@pytest.mark.parametrize("as_pdf", [False, True], ids=["text", "pdf"])
def test_statements_are_known_by_any_of_their_names(tmp_path: Path, names: Mapping[str, str], as_pdf: bool) -> None:
    made = lines(names=names)
    path = pdf("\n".join(made), tmp_path / "report.pdf") if as_pdf else written(tmp_path, made)
    found = read(path)
    assert found.problems == ()
    assert dict(year(found).scores_by_statement) == SCORES
    assert {key: summary(found, key) for key in NAMES} == {key: expected(key) for key in NAMES}


@pytest.mark.parametrize(
    "score",
    [
        "Score: {}", "Score {}", "score - {}", "SCORE: {}", "**Score: {}**", "### Score: {}", "Score: {} out of 4",
        "Score: {}/4", "Score:\n\n{}", "Score\n\n{}", "Quality statement score: {}", "Our score: {}",
    ],
)  # fmt: skip
def test_scores_are_read_however_they_are_written(tmp_path: Path, score: str) -> None:
    found = read(written(tmp_path, lines(score=score.format)))
    assert found.problems == ()
    assert dict(year(found).scores_by_statement) == SCORES
    assert {key: summary(found, key) for key in NAMES} == {key: expected(key) for key in NAMES}


@pytest.mark.parametrize(
    "shape", ["{score} - Evidence shows {words}", "Score {score} - {words}", "Score: {score} ({words})"]
)
def test_scores_may_be_told_with_their_words(tmp_path: Path, shape: str) -> None:
    words = {1: "significant shortfalls", 2: "some shortfalls", 3: "a good standard", 4: "an exceptional standard"}
    found = read(written(tmp_path, lines(score=lambda score: shape.format(score=score, words=words[score]))))
    assert found.problems == ()
    assert dict(year(found).scores_by_statement) == SCORES


@pytest.mark.parametrize("shape", ["{}: {}", "{} - Score: {}", "| {} | {} |", "- {}: {}", "{} {}", "{}\tScore {}"])
def test_a_list_may_have_name_and_score_on_one_line(tmp_path: Path, shape: str) -> None:
    made = lines(score_list=False, score=lambda score: "Key findings")
    at = made.index("Summary of people's experiences")
    made[at:at] = ["Quality statement scores", *(shape.format(NAMES[key], score) for key, score in SCORES.items())]
    found = read(written(tmp_path, made))
    assert found.problems == ()
    assert dict(year(found).scores_by_statement) == SCORES
    assert {key: summary(found, key) for key in NAMES} == {key: expected(key) for key in NAMES}


def test_the_list_of_scores_alone_is_enough(tmp_path: Path) -> None:
    made = lines()
    made = made[: made.index("Theme 1: Working with people")]
    found = read(written(tmp_path, made))
    assert dict(year(found).scores_by_statement) == SCORES
    assert found.problems == ()
    assert any(note.startswith("The report gives no findings for Assessing needs; ") for note in found.notes)
    assert year(found).records_of("section")[1].text_of("text").endswith(FILLER)


def test_scores_below_the_statements_alone_are_enough(tmp_path: Path) -> None:
    found = read(written(tmp_path, lines(score_list=False)))
    assert found.problems == ()
    assert dict(year(found).scores_by_statement) == SCORES


def test_a_statement_that_is_left_out_stays_without_a_score(tmp_path: Path) -> None:
    keys = tuple(key for key in NAMES if key != "safeguarding")
    found = read(written(tmp_path, lines(keys=keys)))
    assert found.problems == ()
    assert dict(year(found).scores_by_statement) == {**SCORES, "safeguarding": None}
    assert "The report gives no score for Safeguarding." in found.notes
    assert "The report gives no findings for Safeguarding." in found.notes
    left = year(found).judgements["safeguarding"]
    assert (left["status"], left["insufficient_evidence"], left["summary"]) == (None, None, None)


@pytest.mark.parametrize(
    "told", ["Score: insufficient evidence", "Insufficient evidence to score", "Score: Not enough evidence"]
)
def test_too_little_evidence_is_not_a_score(tmp_path: Path, told: str) -> None:
    found = read(written(tmp_path, lines(score=lambda score: told if score == 4 else f"Score: {score}")))
    assert found.problems == ()
    assert dict(year(found).scores_by_statement) == {**SCORES, "care-provision": None}
    assert year(found).judgements["care-provision"]["insufficient_evidence"] is True
    assert not any("no score for" in note for note in found.notes)


def test_a_statement_that_was_not_scored_is_named(tmp_path: Path) -> None:
    found = read(written(tmp_path, lines(score=lambda score: "Score: not scored" if score == 4 else f"Score: {score}")))
    assert found.problems == ()
    assert year(found).score_of("care-provision") is None
    assert year(found).judgements["care-provision"]["insufficient_evidence"] is False
    assert "The report gives no score for Care provision, integration and continuity." in found.notes


@pytest.mark.parametrize(
    "wrong", ["Score: 5", "Score: 0", "Score: 2.5", "Score: high", "Score: 2 - Exceptional standard"]
)
def test_what_is_no_score_is_a_problem_with_its_place(tmp_path: Path, wrong: str) -> None:
    made = lines(score_list=False)
    at = made.index("Score: 4")
    made[at] = wrong
    found = read(written(tmp_path, made))
    (problem,) = found.problems
    shown = wrong.removeprefix("Score: ")
    assert problem.describe_with_place == (
        f"Care provision, integration and continuity: “{shown}” is not a score from 1 to 4 (line {2 * at + 1})."
    )
    judgement = year(found).judgements["care-provision"]
    assert (problem.record, problem.id, problem.field) == ("judgement", judgement.id, "score")
    assert judgement["score"] is None


def test_two_scores_that_differ_leave_none(tmp_path: Path) -> None:
    made = lines()
    places = [number for number, line in enumerate(made) if line == "Score: 4"]
    made[places[1]] = "Score: 3"
    found = read(written(tmp_path, made))
    assert said(found) == [
        "Care provision, integration and continuity: the report gives different scores, so none was taken: "
        f"4 (line {2 * places[0] + 1}), 3 (line {2 * places[1] + 1})."
    ]
    assert year(found).score_of("care-provision") is None


@pytest.mark.parametrize("as_heading", [False, True], ids=["bare", "heading"])
def test_an_unknown_statement_with_a_score_is_a_problem_and_its_text_is_kept(tmp_path: Path, as_heading: bool) -> None:
    made = lines()
    strange = ["## Something else entirely" if as_heading else "Something else entirely", "Score: 3", FILLER.upper()]
    at = made.index("Theme 2: Providing support")
    made[at:at] = strange
    found = read(written(tmp_path, made))
    (sentence,) = said(found)
    assert sentence.startswith(
        "“Something else entirely” is no quality statement of the framework, so its score (3) was not taken (line "
    )
    assert dict(year(found).scores_by_statement) == SCORES
    section = next(record for record in year(found).records_of("section") if record["key"] == "summary")
    assert section.text_of("text").endswith(f"Something else entirely\n{FILLER.upper()}")
    assert summary(found, "equity") == expected("equity")


def test_a_score_that_no_statement_has_is_a_problem(tmp_path: Path) -> None:
    made = [lines()[0], FILLER, "Score: 3", *lines()[1:]]
    assert said(read(written(tmp_path, made))) == [
        "A score of “3” stands where no quality statement is named (line 5)."
    ]


def test_what_belongs_to_the_web_page_is_left_out_and_named(tmp_path: Path) -> None:
    page: list[Any] = ["Skip to main content", "[Home](https://example.org/)", "Share this page", "![A map](map.png)"]
    made = [*page, *lines(), "Back to top"]
    made[made.index(FILLER)] = f"See [the strategy](https://example.org/strategy) for more. {FILLER}"
    found = read(written(tmp_path, made))
    text = "\n".join(found.notes)
    assert all(
        f"“{words}”" in text for words in ("Skip to main content", "Home", "Share this page", "A map", "Back to top")
    )
    assert "the addresses that these words lead to: “the strategy”" in text
    about = next(record for record in year(found).records_of("section") if record["key"] == "about_place")
    assert about.text_of("text") == f"About Example Council\nSee the strategy for more. {FILLER}"


def test_lists_stay_lists(tmp_path: Path) -> None:
    made = lines()
    at = made.index(findings("equity")[1])
    made[at + 1 : at + 1] = ["- one thing", "* another", "• a third"]
    found = summary(read(written(tmp_path, made)), "equity")
    assert f"{findings('equity')[1]}\n\n- one thing\n- another\n- a third\n\n" in found


def test_next_steps_and_how_it_was_done_have_sections_of_their_own(tmp_path: Path) -> None:
    made = lines()
    at = made.index("Overall summary")
    made[at:at] = ["About this assessment", FILLER, "Next steps", FILLER]
    texts = {record["key"]: record["text"] for record in year(read(written(tmp_path, made))).records_of("section")}
    assert texts["how_produced"] == f"About this assessment\n{FILLER}"
    assert texts["next_steps"] == f"Next steps\n{FILLER}"


def test_a_text_that_was_wrapped_has_its_paragraphs_again(tmp_path: Path) -> None:
    wrapped = []
    for line in lines():
        words, row = line.split(), ""
        for word in words:
            if len(row) + len(word) > 60:
                wrapped.append(row.strip())
                row = ""
            row += f" {word}"
        wrapped += [row.strip(), ""]
    found = read(written(tmp_path, wrapped, "\n"))
    assert dict(year(found).scores_by_statement) == SCORES
    assert {key: summary(found, key) for key in NAMES} == {key: expected(key) for key in NAMES}


def test_a_word_broken_at_the_end_of_a_line_is_whole_again(tmp_path: Path) -> None:
    broken = (
        "The first line of this paragraph is of a length that ends within an assess-\n"
        "ment, the second has the work of co-production, and this one breaks co-\n"
        "production again, and the last line has an odd\u00ad\n"
        "ity in the middle of it, and goes on until it is full and ends as it should."
    )
    made = lines()
    made[made.index(FILLER)] = broken
    for number, line in enumerate(made):
        made[number] = line.replace(f"{FILLER} {FILLER} {FILLER}", FILLER)
    found = read(written(tmp_path, made))
    about = next(record for record in year(found).records_of("section") if record["key"] == "about_place")
    assert "within an assessment, the second" in about.text_of("text")
    assert "breaks co-production again" in about.text_of("text")
    assert "an oddity in the middle" in about.text_of("text")


def test_a_topic_may_have_the_name_of_another_statement(tmp_path: Path) -> None:
    made = lines()
    at = made.index(findings("governance")[1])
    made[at + 1 : at + 1] = ["Safeguarding", FILLER.upper()]
    found = read(written(tmp_path, made))
    assert found.problems == ()
    assert f"Safeguarding\n{FILLER.upper()}" in summary(found, "governance")
    assert summary(found, "safeguarding") == expected("safeguarding")


def test_a_report_without_themes_is_read(tmp_path: Path) -> None:
    made = [line for line in lines() if not line.startswith("Theme ")]
    made = without(made, "This theme includes these quality statements:")
    found = read(written(tmp_path, made))
    assert found.problems == ()
    assert dict(year(found).scores_by_statement) == SCORES
    assert {key: summary(found, key) for key in NAMES} == {key: expected(key) for key in NAMES}


def test_scores_at_the_head_of_every_page_are_no_running_header(tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    canvas = Canvas(str(path))
    for page in ([lines()[0], lines()[1]], *([NAMES[key], "Score: 2", *findings(key)] for key in NAMES)):
        for number, line in enumerate(["Running words of the report", *page]):
            canvas.drawString(60, 780 - 30 * number, line[:90])
        canvas.showPage()
    canvas.save()
    found = read(path)
    assert found.problems == ()
    assert dict(year(found).scores_by_statement) == dict.fromkeys(NAMES, 2)
    assert "Left out, as it repeats on the pages: “Running words of the report”." in found.notes
    assert not any("Running words" in summary(found, key) for key in NAMES)


def test_findings_may_follow_the_commitment_without_a_heading(tmp_path: Path) -> None:
    statement = FRAMEWORK.find_statement("equity")
    assert statement is not None
    made = lines()
    at = made.index(findings("equity")[0])
    made[at - 1 : at + 1] = ["The local authority commitment", statement.quality_statement]
    found = read(written(tmp_path, made))
    assert summary(found, "equity").startswith(findings("equity")[1])
    assert statement.quality_statement not in summary(found, "equity")


def test_characters_that_no_encoding_knows_are_counted(tmp_path: Path) -> None:
    path = written(tmp_path, lines())
    path.write_bytes(path.read_bytes() + b"\n\nA \x81 and a \x8d.")
    found = read(path)
    assert "Could not be read, and stand as “\ufffd” in the text: “2 characters”." in found.notes
