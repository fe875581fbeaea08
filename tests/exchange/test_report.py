"""CQC's published report of Derby, as text and as PDF: nothing of it is lost on the way into a year."""

import os
import re
from pathlib import Path
from typing import Any

import pytest

from selfassess.domain.merging import integrity
from selfassess.domain.model.import_result import Incoming
from selfassess.exchange import report
from tests.exchange.report_making import FRAMEWORK, pdf, read, year

SCORES = [2, 2, 2, 2, 3, 2, 2, 2, 2]
HEADER = "Derby City Council: local authority assessment - Care Quality Commission"


@pytest.fixture(scope="module")
def source() -> Path:
    named = os.environ.get("SELFASSESS_SOURCES")
    folder = Path(named) if named else Path(__file__).resolve().parents[2].parent / "shared" / "sources"
    if not folder.is_dir():
        pytest.skip(f"the source texts are not at {folder}: set SELFASSESS_SOURCES to their folder")
    (found,) = folder.glob("003_*.txt")
    return found


@pytest.fixture(scope="module")
def text(source: Path) -> str:
    return source.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def derby(source: Path) -> Incoming:
    return read(source)


def bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.replace("**", "")).casefold()


def held(incoming: Incoming) -> str:
    """Every letter of what was taken, and of the notes on what was not."""
    assessment = year(incoming)
    texts = [record.text_of("text") for record in assessment.records_of("section")]
    texts += [record.text_of("summary") for record in assessment.records_of("judgement")]
    return bare("\n".join((*texts, *incoming.notes)))


def prose(incoming: Incoming) -> dict[str, str]:
    assessment = year(incoming)
    return {record.text_of("key"): record.text_of("text") for record in assessment.records_of("section")} | {
        record.text_of("quality_statement"): record.text_of("summary") for record in assessment.records_of("judgement")
    }


def test_the_year_says_who_assessed_it_when_and_how_it_came_out(derby: Incoming) -> None:
    assessment = year(derby)
    assert derby.workbook.council["name"] == "Derby City Council"
    assert {key: value for key, value in assessment.record.values.items() if value is not None} == {
        "label": "CQC 2024",
        "assessor": "cqc",
        "framework": FRAMEWORK.id,
        "period_end": "2024-08-16",
        "status": "published",
        "published_rating": "requires_improvement",
    }
    assert list(assessment.scores_by_statement.values()) == SCORES
    assert assessment.information_return is None
    assert derby.problems == ()
    assert list(integrity.find_faults(derby.workbook)) == []


def test_a_percentage_that_is_not_given_is_not_worked_out(derby: Incoming) -> None:
    assert year(derby).record["published_percent"] is None
    assert "The report gives no overall percentage." in derby.notes


def test_every_judgement_is_as_cqc_left_it(derby: Incoming) -> None:
    for record in year(derby).records_of("judgement"):
        assert (record["status"], record["agreed_on"]) == ("agreed", "2024-08-16")
        assert record["insufficient_evidence"] is False


def test_every_line_of_the_report_is_in_a_record_or_named_as_left_out(derby: Incoming, text: str) -> None:
    # The lines that became a value and not a text.
    values = {
        bare(line)
        for line in (
            "Derby City Council: local authority assessment", "Assessment published: 16 August 2024",
            "Derby City Council", "Requires improvement", "Score: 2", "Score: 3",
            "2 - Evidence shows some shortfalls", "3 - Evidence shows a good standard",
        )
    }  # fmt: skip
    names = {bare(name) for each in FRAMEWORK.statements for name in (each.name, *each.aliases)}
    everything = held(derby)
    lines = [bare(re.sub(r"\]\([^)]*\)", "", line)) for line in text.splitlines()]
    lost = [line for line in lines if line and line not in values | names and line not in everything]
    assert lost == []
    assert sum(len(line) for line in lines) > 60_000


def test_the_findings_stand_in_order_under_their_topics(derby: Incoming, text: str) -> None:
    summary = prose(derby)["safeguarding"]
    topics = [line for line in summary.split("\n") if line and len(line) < 100 and not line.endswith(".")]
    assert topics == [
        "Safeguarding systems, processes and practices",
        "Responding to local safeguarding risks and issues",
        "Responding to concerns and undertaking Section 42 enquiries",
        "Making safeguarding personal",
        "The local authority commitment",
    ]
    paragraphs = [line for line in summary.split("\n") if len(line) > 100][:-1]
    places = [text.index(paragraph) for paragraph in paragraphs]
    assert places == sorted(places)


def test_each_finding_stands_with_its_own_statement(derby: Incoming) -> None:
    found = prose(derby)
    assert "1454 overdue reviews" in found["assessing-needs"]
    assert "39.16%" in found["supporting-people"]
    assert "Derby Health Inequalities Partnership" in found["equity"]
    assert found["learning"].endswith("considered appropriately by commissioners.")
    assert "Learning from feedback\nThere were systems" in found["learning"]


def test_what_is_not_of_one_statement_stands_in_sections(derby: Incoming) -> None:
    found = prose(derby)
    assert found["about_place"].startswith("About Derby City Council\n\nDemographics\nDerby City Council is a Unitary")
    assert (
        "Financial facts\n- The Local Authority estimated that in 2022/23, its total budget would be £382,390,000."
        in (found["about_place"])
    )
    assert "Summary of people's experiences\nPeople's experiences of care" in found["summary"]
    assert "Summary of strengths, areas for development and next steps\n" in found["summary"]
    assert {record["key"] for record in year(derby).records_of("section")} == {"about_place", "summary"}


def test_wording_that_differs_from_the_frameworks_is_kept_below_the_findings(derby: Incoming) -> None:
    last = prose(derby)["supporting-people"].split("\n\n")[-1]
    assert last.startswith("The local authority commitment\nWe support people to manage their health")
    (note,) = [note for note in derby.notes if "other words than in the framework" in note]
    assert note.endswith(
        "kept: Supporting people to live healthier lives; Safeguarding; Governance, management and sustainability."
    )
    assert "What people expect" not in prose(derby)["assessing-needs"]


def stamp(canvas: Any, document: Any) -> None:
    canvas.drawString(40, 20, HEADER)
    canvas.drawRightString(550, 20, f"Page {document.page} of 30")
    canvas.drawString(40, 820, "17/02/2025, 10:12")


@pytest.mark.parametrize(("styles", "width"), [(True, 450), (False, 450), (True, 250)], ids=["set", "plain", "narrow"])
def test_the_report_as_pdf_comes_to_the_same(
    derby: Incoming, text: str, tmp_path: Path, styles: bool, width: float
) -> None:
    found = read(pdf(text, tmp_path / "derby.pdf", styles=styles, decorate=stamp, width=width))
    assert found.problems == ()
    assert found.workbook.council["name"] == "Derby City Council"
    assert list(year(found).scores_by_statement.values()) == SCORES
    assert year(found).record["published_rating"] == "requires_improvement"
    assert year(found).record["period_end"] == "2024-08-16"
    # Where a full line ends both a page and a sentence nothing shows whether the paragraph goes on.
    assert {key: bare(text) for key, text in prose(found).items()} == {
        key: bare(text) for key, text in prose(derby).items()
    }
    for key, text in prose(derby).items():
        assert abs(prose(found)[key].count("\n") - text.count("\n")) <= 2, key


def test_what_repeats_on_every_page_is_left_out_and_named_once(text: str, tmp_path: Path) -> None:
    found = read(pdf(text, tmp_path / "derby.pdf", decorate=stamp))
    assert not any("10:12" in text or "Care Quality Commission\n" in text for text in prose(found).values())
    (note,) = [note for note in found.notes if "repeats on the pages" in note]
    assert note.count(HEADER) == note.count("10:12") == 1


def test_the_report_is_known_by_how_it_begins(source: Path, text: str, tmp_path: Path) -> None:
    assert report.looks_like_report(source)
    made = pdf(text[:3_000], tmp_path / "derby.pdf")
    assert report.looks_like_report(made)
