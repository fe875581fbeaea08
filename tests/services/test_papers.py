"""Papers that are handed over once: the factual accuracy check, interview briefs, and what changed since a version."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook
from pypdf import PdfReader

from selfassess.domain.model.commands import AddRecord, SetField
from selfassess.domain.model.editions import Edition
from selfassess.domain.model.errors import WrongUseError
from selfassess.domain.signing.signing import Signatures
from selfassess.services.exporting import papers
from selfassess.services.exporting.formats import PAPER_FORMATS
from selfassess.services.importing.plan_import import plan_file
from selfassess.services.workbook.snapshot import read_snapshot
from selfassess.services.years import signing
from selfassess.services.years.changes import export_changes
from tests.making import TODAY, Clock, close_sessions, new_file, session

SIGNED_BY = Signatures(
    director="Ada Lovelace", director_signed_on=TODAY, chief_executive="Ben Shaw", chief_executive_signed_on=TODAY
)
HIDDEN = ("CQC says no to this", "Only we know the owner", "What was overheard")


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A year that was signed off, opened again and written in, with a visit around it."""
    path = new_file(tmp_path_factory.mktemp("papers"))
    held = session(path, Clock())
    judgement = held.current.judgements["equity"].id
    for field, value in (("score", 2), ("summary", "We listen to most groups."), ("rationale", "Surveys")):
        held.run_command(SetField(judgement, field, value))
    held.run_command(AddRecord("action", "a1", {"quality_statement": "equity", "title": "Meet the Deaf community"}))
    prepared = signing.prepare_version(path, held.current_id, SIGNED_BY, author="Ada", clock=Clock())
    signing.sign_version(held, prepared)
    # The visit follows on what was signed, so it is written in a signed year too; nothing else is.
    held.run_command(SetField(held.current_id, "draft_received_on", "2025-02-12"))
    interview = {
        "group": "Heads of service", "at": "2025-03-10T10:00:00", "brief": "Bring the plan",
        "quality_statements": ("equity",),
    }  # fmt: skip
    held.run_command(AddRecord("interview", "i1", interview))
    held.run_command(AddRecord("interview", "i2", {"group": "Lead member"}))
    held.run_command(AddRecord("case", "k1", {"code": "CASE-77417"}))
    held.run_command(AddRecord("meeting_note", "m1", {"meeting": "Feedback", "learnt": HIDDEN[2]}))
    held.run_command(AddRecord("request", "r1", {"what": "Rota", "owner": HIDDEN[1]}))
    point = {
        "point": "Referrals of last year", "page": "12", "sort": "factual", "draft_says": "746", "our_text": "846 – so",
        "reason": "Annual report, page 4", "answer": HIDDEN[0],
    }  # fmt: skip
    held.run_command(AddRecord("accuracy_point", "p1", point))
    with pytest.raises(WrongUseError, match="signed off"):
        held.run_command(SetField(judgement, "summary", "Otherwise"))
    signing.start_next_version(held, held.current_id)
    held.run_command(SetField(judgement, "score", 3))
    held.run_command(SetField(judgement, "summary", "We listen to all groups. " * 20))
    held.run_command(SetField("a1", "status", "complete"))
    held.run_command(AddRecord("risk", "x1", {"quality_statement": "safeguarding", "title": "The backlog returns"}))
    close_sessions()
    return path


def read_text(path: Path) -> str:
    match path.suffix:
        case ".pdf":
            return "\n".join(page.extract_text() for page in PdfReader(path).pages)
        case ".docx":
            return "\n".join(node.text or "" for node in Document(str(path)).element.body.iter() if node.text)
        case ".xlsx":
            book = load_workbook(path)
            return "\n".join(
                str(cell.value) for sheet in book for row in sheet for cell in row if cell.value is not None
            )
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("ending", PAPER_FORMATS)
def test_the_factual_accuracy_check_goes_back_to_cqc_without_what_is_ours(
    signed: Path, ending: str, tmp_path: Path
) -> None:
    out = tmp_path / f"check.{ending}"
    papers.export_accuracy_form(signed, out)
    said = read_text(out)
    for words in ("Referrals of last year", "12", "Factual error", "746", "846 – so", "Annual report, page 4"):
        assert words in said, words
    if ending != "xlsx":
        assert "Wednesday 26 February 2025" in " ".join(said.split())
    assert [words for words in (*HIDDEN, "CASE-77417", "Heads of service") if words in said] == []


@pytest.mark.parametrize("ending", ["docx", "pdf", "html"])
def test_an_interview_has_its_brief_and_what_cqc_is_given_on_its_statements(
    signed: Path, ending: str, tmp_path: Path
) -> None:
    out = tmp_path / f"brief.{ending}"
    papers.export_interview_briefs(signed, out, group="heads of service")
    said = read_text(out)
    for words in (
        "Heads of service",
        "10 March 2025, 10:00",
        "Bring the plan",
        "Brief: Equity",
        "We listen to all groups",
    ):
        assert words in said, words
    assert [words for words in (*HIDDEN, "CASE-77417", "Lead member") if words in said] == []


def test_what_cannot_be_written_is_refused_and_nothing_is_left(signed: Path, tmp_path: Path) -> None:
    with pytest.raises(WrongUseError, match=r"There are: Heads of service; Lead member\."):
        papers.export_interview_briefs(signed, tmp_path / "a.pdf", group="Nobody")
    with pytest.raises(WrongUseError, match="text to read"):
        papers.export_interview_briefs(signed, tmp_path / "a.xlsx")
    with pytest.raises(WrongUseError, match="should end in"):
        papers.export_accuracy_form(signed, tmp_path / "a.pptx")
    assert [*tmp_path.iterdir()] == []


def test_nothing_is_taken_from_a_paper_that_comes_back(signed: Path, tmp_path: Path) -> None:
    out = tmp_path / "check.docx"
    papers.export_accuracy_form(signed, out)
    with pytest.raises(WrongUseError, match="“Factual accuracy check”, a paper by itself"):
        plan_file(read_snapshot(signed, journal=True), out)


@pytest.mark.parametrize("ending", PAPER_FORMATS)
def test_what_changed_since_the_signed_version_is_told_in_short(signed: Path, ending: str, tmp_path: Path) -> None:
    out = tmp_path / f"changes.{ending}"
    export_changes(signed, out, today=TODAY, edition=Edition.BOARD)
    said = " ".join(read_text(out).split())
    for words in ("3 – Good standard", "2 – Some shortfalls", "Meet the Deaf community", "The backlog returns"):
        assert words in said, words
    assert "Rewritten: 100 words, before 5." in said
    assert "We listen to all groups" not in said
    assert [
        words for words in (*HIDDEN, "CASE-77417", "Heads of service", "Referrals of last year") if words in said
    ] == []
    if ending != "xlsx":
        assert "1 score moved." in said
        assert "version 1, signed off on" in said


def test_a_report_of_changes_wants_a_version_and_a_reader_from_inside(signed: Path, tmp_path: Path) -> None:
    with pytest.raises(WrongUseError, match="There is no version 7"):
        export_changes(signed, tmp_path / "a.pdf", today=TODAY, since=7)
    with pytest.raises(WrongUseError, match="board"):
        export_changes(signed, tmp_path / "a.pdf", today=TODAY, edition=Edition.PUBLIC)
    fresh = new_file(tmp_path)
    with pytest.raises(WrongUseError, match="Nothing was signed off yet"):
        export_changes(fresh, tmp_path / "a.pdf", today=TODAY)
