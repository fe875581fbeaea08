"""CQC's reports as saved web pages, as one file, as Word, in two columns, and its press release."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from selfassess.domain.model.import_result import Incoming
from selfassess.exchange import report
from tests.exchange import report_pages_making as making
from tests.exchange.report_making import FILLER, NAMES, SCORES, findings, read, written, year

SAVED: list[tuple[str, Callable[..., Path]]] = [
    ("page.html", making.save_page), ("page.mht", making.save_mht), ("page.docx", making.save_word),
]  # fmt: skip
PRESS = [
    "CQC rates Example County Council’s adult social care as requires improvement",
    "Published: 8 November 2024",
    "The Care Quality Commission (CQC) has rated how well Example County Council is meeting its duties as requires "
    "improvement, following an assessment in June.",
    "CQC gave each of nine areas a score out of four, with four showing an exceptional standard:",
    *(f"{name} scored {('one', 'two', 'three', 'four')[SCORES[key] - 1]}" for key, name in NAMES.items()),
    "CQC’s chief inspector said: “People told us that they waited.”",
    "Safeguarding was a strength, and people felt safe.",
]


def texts(incoming: Incoming) -> str:
    """All that was taken as text."""
    assessment = year(incoming)
    said = [record.text_of("summary") for record in assessment.records_of("judgement")]
    return "\n".join(filter(None, (*said, *(record.text_of("text") for record in assessment.records_of("section")))))


@pytest.mark.parametrize(("name", "save"), SAVED)
def test_a_theme_page_is_read_as_it_was_saved_and_nothing_around_it_is_a_finding(
    tmp_path: Path, name: str, save: Callable[..., Path]
) -> None:
    path = save(tmp_path / name, making.theme_lines(1))
    assert report.looks_like_report(path)
    found = read(path)
    assert found.problems == ()
    assert found.workbook.council["name"] == making.COUNCIL
    within = [statement.key for statement in year(found).framework.themes[0].statements]
    assert {key: score for key, score in year(found).scores_by_statement.items() if score} == {
        key: SCORES[key] for key in within
    }
    for key in within:
        made = findings(key)
        told = "\n\n".join(f"{topic}\n{text}" for topic, text in zip(made[::2], made[1::2], strict=True))
        assert year(found).judgements[key]["summary"] == told
    assert year(found).record["status"] == "published"
    assert not [line for line in making.FURNITURE if line in texts(found)]


@pytest.mark.parametrize(("name", "save"), SAVED)
def test_the_first_page_gives_rating_and_scores(tmp_path: Path, name: str, save: Callable[..., Path]) -> None:
    found = read(save(tmp_path / name, making.head_lines()))
    record = year(found).record
    assert (record["label"], record["period_end"], record["published_percent"]) == ("CQC 2024", "2024-11-08", 64)
    assert record["published_rating"] == "good"
    assert dict(year(found).scores_by_statement) == SCORES
    assert texts(found) == ""


def test_the_year_of_a_page_without_a_date_stands_in_its_address_or_name(tmp_path: Path) -> None:
    page = making.save_page(tmp_path / "page.html", making.theme_lines(2), framed=False)
    assert year(read(page)).label == "CQC 2024"
    text = tmp_path / "example-1225-theme2.txt"
    text.write_text("\n\n".join(line for _, line in making.theme_lines(2)), encoding="utf-8")
    assert year(read(text)).label == "CQC 2025"


@pytest.mark.parametrize("line", making.FURNITURE)
def test_no_line_of_the_page_is_part_of_a_text(tmp_path: Path, line: str) -> None:
    lines = [text for _, text in making.theme_lines(1)]
    found = read(written(tmp_path, [*lines[:8], line, *lines[8:], line]))
    assert line not in texts(found)
    assert any(line in note for note in found.notes)


def test_what_a_line_of_findings_says_of_such_things_is_kept(tmp_path: Path) -> None:
    kept = [
        "Staff shared pages of guidance and people could download leaflets to print.",
        "Next steps were agreed with people, and home care was back to its usual hours.",
        "Page after page of the strategy was written with people.",
    ]
    lines = [text for _, text in making.theme_lines(1)]
    at = lines.index(findings("assessing-needs")[1]) + 1
    found = read(written(tmp_path, [*lines[:at], *kept, *lines[at:]]))
    assert all(line in year(found).judgements["assessing-needs"].text_of("summary") for line in kept)


def in_columns(path: Path, columns: list[list[str]], bullets: list[tuple[float, float]]) -> Path:
    """A page of narrow columns whose bullets are drawn after all text, as a browser prints them."""
    canvas = Canvas(str(path))
    canvas.setFont("Helvetica", 10)
    for number, column in enumerate(columns):
        for row, text in enumerate(column):
            canvas.drawString(60 + 260 * number, 780 - 14 * row, text)
    for x, y in bullets:
        canvas.drawString(x, y, "•")
    canvas.save()
    return path


def test_words_that_ended_a_line_are_whole_again_and_bullets_stand_before_theirs(tmp_path: Path) -> None:
    head = ["Example Council: local authority assessment", "Assessment published: 5 December 2025"]
    lines = [
        "Safeguarding", "Score: 2", "Key findings for this quality statement",
        "People told us that there was a lack of preven-", "tative support, and that co-production was rare. Self-",
        "assessment was used by staff in many of the teams.", "There was well-planned work on the depriva-",
        "tion of liberty, and people could see how com-", "munity groups were helped by the local authority.",
    ]  # fmt: skip
    broken = [line.replace("preven-", "preven\u2010").replace("depriva-", "depriva\u2010") for line in lines]
    broken = [line.replace("com-", "com\u00ad") for line in broken]
    text = tmp_path / "report.txt"
    text.write_text("\n".join((*head, "", *broken)), encoding="utf-8")
    summary = year(read(text)).judgements["safeguarding"].text_of("summary")
    assert "preventative support" in summary
    assert "deprivation of liberty" in summary
    assert "community groups" in summary
    assert "co-production" in summary
    assert "Self-assessment" in summary
    columns = [[*head, "", *lines[:3], FILLER[:45], FILLER[45:]], ["First point of a list", "Second point of a list"]]
    found = read(in_columns(tmp_path / "two.pdf", columns, [(310, 780), (310, 766)]))
    told = year(found).judgements["safeguarding"].text_of("summary")
    assert "- First point of a list\n- Second point of a list" in told
    assert "•" not in told


def test_a_press_release_gives_its_scores_and_none_of_its_words(tmp_path: Path) -> None:
    path = written(tmp_path, PRESS)
    assert report.looks_like_report(path)
    found = read(path)
    assert dict(year(found).scores_by_statement) == SCORES
    assert year(found).record["published_rating"] == "requires_improvement"
    assert year(found).record["period_end"] == "2024-11-08"
    assert found.workbook.council["name"] == "Example County Council"
    assert texts(found) == ""
    assert found.notes[0].startswith("This is CQC’s press release and not the report itself")


@pytest.mark.parametrize(
    "score", ["{name}: {figure}", "{name} – {figure} out of 4", "{name} scored {word} out of four;", "{name} - {word}"]
)
def test_the_scores_of_a_press_release_are_read_however_they_are_written(tmp_path: Path, score: str) -> None:
    words = ("one", "two", "three", "four")
    given = [score.format(name=n, figure=SCORES[k], word=words[SCORES[k] - 1]) for k, n in NAMES.items()]
    found = read(written(tmp_path, [*PRESS[:4], *given, *PRESS[-2:]]))
    assert dict(year(found).scores_by_statement) == SCORES


@pytest.mark.parametrize(
    "own",
    [
        [
            "Example County Council: our self-assessment for CQC",
            "CQC will rate how well we do.",
        ],
        ["Example County Council self-assessment 2025", "It was written for the CQC local authority assessment."],
        ["Example: local authority assessment - our self-assessment", "Quality statement scores"],
        [
            "Adult social care, our self assessment",
            "Key findings for this quality statement",
        ],
    ],
)
def test_a_councils_own_document_is_no_report_of_cqcs(tmp_path: Path, own: list[str]) -> None:
    scored = [f"{name}\n\nScore: {SCORES[key]}" for key, name in NAMES.items()]
    assert not report.looks_like_report(written(tmp_path, [*own, *scored]))
