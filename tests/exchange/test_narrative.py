"""Narratives: what a council's own self-assessment in Word, OpenDocument, PDF or text comes to."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from selfassess.domain.model.import_result import Incoming, PieceOutcome
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.years.narrative import Target, join_piece, leave_out_pieces, move_pieces, split_piece
from selfassess.exchange import narrative
from selfassess.exchange.narrative.heading_names import HeadingNames, Meaning
from selfassess.exchange.narrative.reader import read_narrative
from selfassess.packs import reader as packs
from tests.exchange import narrative_making, narrative_shapes

CASES = Path(__file__).parents[1] / "golden" / "narratives"
FRAMEWORK = packs.newest_framework()
SOFFICE = shutil.which("soffice")
SCORES = (2, 3, 2, 3, 3, 2, 3, 3, 3)


def imported(path: Path) -> Incoming:
    proposal = narrative.propose_places(read_narrative(path), FRAMEWORK)
    asked = packs.pair_packs(None, None)[1]
    return narrative.make_year(proposal, framework=FRAMEWORK, asked=asked, council=None, label="2024-25")


def year_of(incoming: Incoming) -> Assessment:
    (year,) = incoming.workbook.assessments
    return year


@pytest.mark.parametrize("ending", ["docx", "odt", "pdf", "txt"])
def test_the_same_self_assessment_in_four_formats_comes_to_the_same_year(ending: str) -> None:
    incoming = imported(CASES / f"testshire-self-assessment-2025.{ending}")
    year = year_of(incoming)
    assert incoming.workbook.council["name"] == "Testshire County Council"
    assert tuple(each["score"] for each in year.judgements.values()) == SCORES
    assert {each["direction"] for each in year.judgements.values()} == {"improving"}
    assert {kind: len(year.records_of(kind)) for kind in ("strength", "improvement", "action", "evidence")} == {
        "strength": 27, "improvement": 18, "action": 9, "evidence": 2,
    }  # fmt: skip
    for number, statement in enumerate(FRAMEWORK.statements):
        strengths = [each for each in year.records_of("strength") if each["quality_statement"] == statement.key]
        assert [str(each["title"])[:10] for each in strengths] == ["Strength 1", "Strength 2", "Strength 3"]
        improvements = [each for each in year.records_of("improvement") if each["quality_statement"] == statement.key]
        assert [str(each["title"])[:22] for each in improvements] == [f"Area for improvement {n}" for n in (1, 2)]
        action = year.records_of("action")[number]
        assert action["quality_statement"] == statement.key
        assert action["title"] == "Recruit six social workers"
        assert (action["owner"], action["due_on"], action["progress"]) == (
            "Head of Assessment", "2026-03-31", "On track",
        )  # fmt: skip
    assert year.records_of("evidence")[0]["quality_statements"] == tuple(each.key for each in FRAMEWORK.statements)
    assert year.records_of("evidence")[0]["return_items"] == ("IR 5",)
    assert [each["text"] for each in year.records_of("story")] == [
        "Case study: Mrs A\n\nMrs A, 84, wanted to stay at home with her dog."
    ] * 9
    sections = {str(each["key"]): str(each["text"] or "") for each in year.records_of("section")}
    assert sections["vision"] == "Living well, close to home."
    assert sections["about_place"].startswith("Testshire has 612,000 residents")
    assert sections["summary"].startswith("We are proud of what our people do.")


@pytest.mark.parametrize("ending", ["docx", "odt", "pdf", "txt"])
def test_every_piece_is_taken_serves_as_a_heading_or_is_named_with_place_and_reason(ending: str) -> None:
    incoming = imported(CASES / f"testshire-self-assessment-2025.{ending}")
    records = {record.id for record in year_of(incoming).by_id.values()}
    assert len(incoming.pieces) == 253
    for piece in incoming.pieces:
        assert piece.place
        if piece.outcome == "taken":
            assert piece.id in records
        elif piece.outcome == "left out":
            assert piece.why
            assert any(piece.text[:40] in problem.message for problem in incoming.problems), piece
        else:
            assert piece.outcome == "heading"


@dataclass
class Counted:
    """Pieces that went where they are to go, that went wrong, that were missed, and wrong without a word."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    silent: list[str] = field(default_factory=list)

    def add(self, incoming: Incoming, places: dict[str, str]) -> None:
        for piece in incoming.pieces:
            wanted = places.get(piece.text)
            if wanted is None:
                continue
            went = _place(piece)
            alike = went == wanted or (" " not in wanted and went.split(" ")[0] == wanted)
            if piece.outcome == "taken":
                self.right += alike
                self.wrong += not alike
                if not alike and not any(piece.text[:40] in problem.message for problem in incoming.problems):
                    self.silent.append(f"{piece.text[:60]}: {went}, not {wanted}")
            elif wanted not in ("", "heading"):
                self.missed += 1
                if piece.outcome == "heading":
                    self.silent.append(f"{piece.text[:60]}: served as a heading")

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong)

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.wrong + self.missed)


def _place(piece: PieceOutcome) -> str:
    if piece.outcome != "taken":
        return "heading" if piece.outcome == "heading" else ""
    if piece.record == "section":
        return f"section {piece.about}"
    kind = "score" if piece.field == "score" else piece.record
    return f"{kind} {narrative_making.statement_number(piece.about)}"


def test_thirteen_shapes_of_word_files_are_understood_paragraph_by_paragraph(tmp_path: Path) -> None:
    counted = Counted()
    for _, path, places in narrative_making.every_shape(tmp_path):
        counted.add(imported(path), places)
    assert counted.right > 800
    assert counted.precision >= 0.97
    assert counted.recall >= 0.92
    assert counted.silent == []


def test_eight_more_shapes_in_word_html_and_text_are_understood_piece_by_piece(tmp_path: Path) -> None:
    counted = Counted()
    for _, path, places in narrative_shapes.every_shape(tmp_path):
        incoming = imported(path)
        counted.add(incoming, places)
        read_texts = {piece.text for piece in incoming.pieces}
        assert {text for text, place in places.items() if place and text not in read_texts} == set()
    assert counted.right > 500
    assert counted.precision >= 0.97
    assert counted.recall >= 0.97
    assert counted.silent == []


def test_what_is_merged_over_rows_stands_in_each_of_them(tmp_path: Path) -> None:
    shapes = {name: path for name, path, _ in narrative_shapes.every_shape(tmp_path)}
    for name, lead, month in (("merged_cells", "Head of service 1", "06"), ("html", "Head of area 1", "07")):
        one, other = year_of(imported(shapes[name])).records_of("action")[:2]
        assert one["title"] != other["title"]
        assert {(each["owner"], each["due_on"], each["detail"]) for each in (one, other)} == {
            (lead, f"2026-{month}-01", None)
        }


def test_ticks_and_the_columns_that_nobody_knows_keep_their_headings(tmp_path: Path) -> None:
    made = narrative_making.Made()
    made.add("Quality Statement 7: Safeguarding", style="Heading 2")
    made.table([
        ["Question", "Yes", "No", "Comments"],
        ["Do we have a policy?", "Y", "", "Reviewed in May 2025"],
        ["Are all staff trained?", "", "✓", "80% are; the rest by June"],
    ])  # fmt: skip
    incoming = imported(made.save(tmp_path, "ticks"))
    assert year_of(incoming).judgements["safeguarding"]["summary"] == "\n\n".join((
        "Do we have a policy?", "Yes: Y", "Comments: Reviewed in May 2025",
        "Are all staff trained?", "No: ✓", "Comments: 80% are; the rest by June",
    ))  # fmt: skip
    assert sum("columns are not known" in problem.message for problem in incoming.problems) == 6


def test_cells_that_stand_below_each_other_in_a_text_are_told(tmp_path: Path) -> None:
    path = tmp_path / "table.txt"
    cells = ("3", "Calls are answered", "Letters are short", "People wait", "Audit of files")
    rows = ("1 Assessing needs", *cells, "2 Equity in experiences and outcomes", *cells)
    path.write_text(
        "\n".join(("Quality statement", "Score", "What works well", "How we know", *rows)), encoding="utf-8"
    )
    proposal = narrative.propose_places(read_narrative(path), FRAMEWORK)
    assert all(each.goes.unsure for each in proposal.placed if each.goes.record)
    assert [each.piece.text for each in proposal.unsure_pieces][-5:] == list(rows[-5:])


def plain(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def heading_meanings(texts: str, *, sure: bool = True) -> list[Meaning]:
    names = HeadingNames(FRAMEWORK)
    return [names.find_meaning(text, sure=sure) for text in texts.split("|")]


@pytest.mark.parametrize(
    ("part", "headings"),
    [
        (
            "strength",
            "What's going well?|What are we proud of|What went well|WWW|Proud moments|Our successes|What’s working",
        ),
        (
            "improvement",
            "Even better if|EBI|What's not going so well?|Where we need to do more|Things we need to work on",
        ),
        ("impact", "Our impact|So what?|You said, we did|What difference have we made?|What this means for residents"),
        (
            "evidence",
            "How do we know?|What residents say|What our staff say|What does the data tell us?|Voice of carers",
        ),
        ("action", "What we want to do next|Where we want to be|How we will get there|Priorities for the year ahead"),
        ("risk", "What keeps us awake at night?|Risks and mitigations|What could go wrong?"),
        ("score", "Score (1 to 4)|Self-evaluation|Score out of 4|Our self-assessment rating"),
        ("story", "A day in the life|Good news story|Case study: the garden"),
    ],
)
def test_parts_are_known_in_the_words_of_councils(part: str, headings: str) -> None:
    assert [meaning.part for meaning in heading_meanings(headings)] == [part] * (headings.count("|") + 1)


@pytest.mark.parametrize(
    ("statement", "headings"),
    [
        ("assessing-needs", "QS1|Quality statement one|Assessment of needs|1.1 Assessing needs|ASSESSING NEEDS"),
        (
            "supporting-people",
            "Theme 1 – Quality statement 2: Supporting people to lead healthier lives|Healthier lives",
        ),
        ("equity", "Equity in access, experience and outcomes|QS 3 (Score: 2)|Equity in experience and outcomes"),
        ("safe-systems", "Safe pathways, systems and transitions|Safe systems and transitions|QS6: Safe systems"),
        ("governance", "Governance, management and sustainability|Governance and management"),
    ],
)
def test_statements_are_known_by_all_their_names(statement: str, headings: str) -> None:
    assert [meaning.statement for meaning in heading_meanings(headings)] == [statement] * (headings.count("|") + 1)


def test_a_statement_is_known_by_its_official_words_where_they_are_the_heading() -> None:
    for each in FRAMEWORK.statements:
        assert heading_meanings(each.quality_statement)[0].statement == each.key
        assert not heading_meanings(each.quality_statement, sure=False)[0].names_anything
    told = [plain(text) for each in FRAMEWORK.statements for text in each.i_statements]
    for each in FRAMEWORK.statements:
        for text in each.i_statements:
            assert heading_meanings(text)[0].statement == (each.key if told.count(plain(text)) == 1 else "")


@pytest.mark.libreoffice
@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not here")
@pytest.mark.parametrize("ending", ["odt", "pdf", "html", "txt:Text (encoded):UTF8"])
def test_the_same_shapes_converted_by_libreoffice_are_understood(tmp_path: Path, ending: str) -> None:
    assert SOFFICE is not None
    shapes = list(narrative_making.every_shape(tmp_path))
    shapes += [each for each in narrative_shapes.every_shape(tmp_path) if each[1].suffix == ".docx"]
    if ending.startswith("txt"):  # a text loses the cells of a table with lists in it, which is told
        shapes = [each for each in shapes if each[0] != "matrix"]
    command = [
        SOFFICE,
        f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        ending,
    ]
    subprocess.run(
        [*command, "--outdir", str(tmp_path), *(str(path) for _, path, _ in shapes)], check=True, timeout=300,
        capture_output=True,
    )  # fmt: skip
    counted = Counted()
    for name, _, places in shapes:
        counted.add(imported(tmp_path / f"{name}.{ending.split(':')[0]}"), places)
    assert counted.right > 750
    assert counted.precision >= 0.97
    assert counted.recall >= 0.92
    assert counted.silent == []


@pytest.mark.parametrize(
    ("line", "score"),
    [
        ("Score: 3", 3), ("Our judgement: 2 – some shortfalls", 2), ("We judge ourselves 3 - Good", 3),
        ("Self-assessed score: 3 out of 4", 3), ("Score: three", 3), ("Overall score is 2", 2),
        ("Score: 2-3", None), ("We judge ourselves Good", None), ("Score: 2 - Good", None), ("Score: 2.5", None),
        ("We rate ourselves as a strong 2", None), ("Rating: Requires improvement", None), ("Score: 5", None),
        ("Our score is 3, up from 2", None), ("We score ourselves 2 to 3", None), ("Score: 2/3", None),
    ],
)  # fmt: skip
def test_a_score_is_one_number_and_bands_and_ranges_are_told(tmp_path: Path, line: str, score: int | None) -> None:
    made = narrative_making.Made()
    made.add("Quality statement 1: Assessing needs", style="Heading 1")
    made.add(line)
    incoming = imported(made.save(tmp_path, "score"))
    assert year_of(incoming).judgements["assessing-needs"]["score"] == score
    told = any(line in problem.message for problem in incoming.problems)
    assert told is (score is None)


def test_two_scores_for_one_statement_are_told_and_neither_is_taken(tmp_path: Path) -> None:
    made = narrative_making.Made()
    made.table([["Quality statement", "Score"], ["Safeguarding", "3"]])
    made.add("Quality statement 7: Safeguarding", style="Heading 1")
    made.add("Our judgement: 2")
    incoming = imported(made.save(tmp_path, "two"))
    assert year_of(incoming).judgements["safeguarding"]["score"] is None
    assert sum("different scores" in problem.message for problem in incoming.problems) == 2


def test_a_person_moves_joins_splits_and_leaves_out(tmp_path: Path) -> None:
    made = narrative_making.Made()
    made.add("Quality statement 7: Safeguarding", style="Heading 1")
    made.add("What we do well", style="Heading 2")
    for text in ("Calls are answered. Visits are made.", "And at once.", "People feel safer."):
        made.add(text, style="List Bullet")
    proposal = narrative.propose_places(read_narrative(made.save(tmp_path, "edits")), FRAMEWORK)
    proposal = split_piece(proposal, 2, len("Calls are answered."))
    proposal = join_piece(proposal, 4)
    proposal = move_pieces(proposal, [5], Target(record="improvement", field="title", about="equity"))
    year = year_of(narrative.make_year(proposal, framework=FRAMEWORK, asked=None, council=None, label="2024-25"))
    assert [each["title"] for each in year.records_of("strength")] == ["Calls are answered.", "Visits are made."]
    assert year.records_of("strength")[1]["detail"] == "And at once."
    assert [(each["title"], each["quality_statement"]) for each in year.records_of("improvement")] == [
        ("People feel safer.", "equity")
    ]
    left = leave_out_pieces(proposal, [5])
    assert [each.piece.text for each in left.left_out_pieces] == ["People feel safer."]
