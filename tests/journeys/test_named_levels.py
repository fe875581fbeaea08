"""A made-up framework of five named levels, with a text for each, through everything that reads a scale."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.domain.model.errors import InvalidValueError, WrongUseError
from selfassess.domain.model.fields import clean_value
from selfassess.domain.model.new_year import new_assessment
from selfassess.domain.model.scale import fit_field
from selfassess.domain.model.workbook import Assessment, Workbook
from selfassess.domain.readiness.findings import find_findings
from selfassess.domain.readiness.rating import rate_one_point_apart, rate_scores
from selfassess.domain.region.share import build_share
from selfassess.domain.years.compare_years import compare_assessments
from selfassess.exchange.foreign.values import Answers
from selfassess.exchange.narrative.scores import find_score
from selfassess.exchange.report.marks import named_score, score_line
from selfassess.services.exporting import export
from selfassess.services.importing.read_source import read_source
from selfassess.services.workbook import opening, snapshot
from selfassess.services.years import standings
from tests.documents import words_of
from tests.making import Clock, changed, council, empty_assessment, judged
from tests.named_levels import LEVELS, level_text, named_framework, named_return
from tests.running import running
from tests.services.test_import_packs import put

SCORE = CATALOGUE["judgement"].by_key["score"]


def named_year(label: str = "2030-31") -> Assessment:
    """A year under it: each statement but the last has a level, the levels in turn."""
    year = new_assessment(label, 1, named_framework(), named_return())
    for at, statement in enumerate(year.framework.statements[:-1]):
        year = judged(year, statement.key, score=at % 5 + 1, summary=f"Where {statement.name} is.", rationale="Why.")
    return year


@pytest.fixture(scope="module")
def whole() -> Workbook:
    earlier = judged(empty_assessment("2024-25"), "safeguarding", score=3)
    earlier = judged(earlier, "equity", score=2)
    return Workbook(council=council("A council"), assessments=(earlier, named_year()))


@pytest.fixture(scope="module")
def file(whole: Workbook, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("named") / "named.sawb"
    opening.write_new_workbook(path, whole, author="Ada", clock=Clock())
    return path


def test_there_are_no_bounds_but_those_of_the_framework() -> None:
    shipped, named = empty_assessment().framework, named_framework()
    assert (fit_field(SCORE, shipped).maximum, fit_field(SCORE, named).maximum) == (4, 5)
    assert clean_value(fit_field(SCORE, shipped), "3 - Good") == 3
    assert [clean_value(fit_field(SCORE, named), f" {level.upper()} ") for level in LEVELS] == [1, 2, 3, 4, 5]
    for field, wrong in ((shipped, 5), (shipped, "Good"), (named, 6), (named, "3"), (named, "Splendid"), (named, 0)):
        with pytest.raises(InvalidValueError):
            clean_value(fit_field(SCORE, field), wrong)


def test_a_whole_without_bands_has_no_rating_and_levels_no_points() -> None:
    rated = rate_scores((1, 5, None), named_framework())
    assert (rated.scored, rated.percent, rated.rating, rated.points_to_next) == (2, None, None, None)
    assert rated.explain_working == "2 of 3 statements scored. This framework gives the whole no rating."
    assert rated.notices == (), "what the law says of a score of 1 is of another scale"
    assert [(each.up is None, each.down is None) for each in rate_one_point_apart((1, 5), named_framework())] == [
        (False, True),
        (True, False),
    ]
    with pytest.raises(WrongUseError, match="1, 2, 3, 4 or 5"):
        rate_scores((6,), named_framework())


def test_every_document_calls_the_levels_by_name_and_says_what_each_looks_like(file: Path, tmp_path: Path) -> None:
    for name in ("all.docx", "all.html", "all.pdf"):
        export.export_workbook(file, tmp_path / name)
        said = words_of(tmp_path / name)
        for statement in named_framework().statements[:9]:
            assert statement.name in said, name
        for at, statement in enumerate(named_framework().statements[:-1]):
            assert level_text(statement.key, LEVELS[at % 5]) in said, (name, statement.key)
        assert "5 – Leading" not in said
        assert "Indicative rating" not in said or "no rating" in said, name


def test_the_registers_offer_the_names_and_read_them_back(file: Path, whole: Workbook, tmp_path: Path) -> None:
    out = tmp_path / "all.xlsx"
    export.export_workbook(file, out)
    assert read_source(out).workbook.assessments == whole.assessments
    book = load_workbook(out)
    heads = [cell.value for cell in book["Judgements"][1]]
    column, ids = heads.index("Score") + 1, heads.index("Id") + 1
    rows = {book["Judgements"].cell(row, ids).value: row for row in range(2, book["Judgements"].max_row + 1)}
    year = whole.assessments[-1]
    cells = {key: book["Judgements"].cell(rows[year.judgements[key].id], column) for key in year.scores_by_statement}
    assert cells["first-contact"].value == "Not yet"
    offered = [[cell.value for cell in line if cell.value] for line in book["_lists"].iter_cols()]
    assert [1, 2, 3, 4, *LEVELS] in offered
    cells["first-contact"].value, cells["planning"].value, cells["equity"].value = "leading ", 3, "Splendid"
    book.save(out)
    back = read_source(out)
    now = back.workbook.assessments[-1]
    assert now.judgements["first-contact"]["score"] == 5
    told = [each.message for each in back.problems]
    assert told == [
        "Score: “3” is not one of these: Not yet, Emerging, Steady, Strong, Leading.",
        "Score: “Splendid” is not one of these: Not yet, Emerging, Steady, Strong, Leading.",
    ]


def test_json_takes_names_as_well_as_places(file: Path, whole: Workbook, tmp_path: Path) -> None:
    out = tmp_path / "all.json"
    export.export_workbook(file, out)
    assert read_source(out).workbook.assessments == whole.assessments
    document: dict[str, Any] = json.loads(out.read_text("utf-8"))
    judgements = document["assessments"][-1]["records"]["judgement"]
    judgements[0]["score"], judgements[1]["score"], judgements[2]["score"] = "Strong", 9, "4"
    out.write_text(json.dumps(document), "utf-8")
    back = read_source(out)
    records = back.workbook.assessments[-1].records_of("judgement")
    assert [each["score"] for each in records[:3]] == [4, None, None]
    assert len(back.problems) == 2


def test_years_on_two_scales_stand_side_by_side_and_are_not_set_against_each_other(whole: Workbook) -> None:
    again = replace(named_year("2031-32"), record=replace(named_year("2031-32").record, position=2))
    again = judged(again, "safeguarding", score=5)
    side = compare_assessments((*whole.assessments, again), "2030-01-01")
    row = next(each for each in side.rows if each.key == "safeguarding")
    assert [each.words for each in row.cells] == ["3 – Good standard", "Steady", "Leading"]
    assert row.cells[1].moved is None
    assert row.cells[2].moved is not None


def test_other_peoples_files_give_a_level_by_its_name_alone() -> None:
    framework = named_framework()
    assert find_score("Our judgement: Steady", framework).value == 3
    assert find_score("Score: 3", framework).value is None
    assert find_score("Our judgement: between Steady and Strong", framework).value is None
    assert named_score("Safeguarding: Leading", framework) is not None
    assert score_line("Emerging", framework).score == 2  # type: ignore[union-attr]
    answers = Answers(framework, None)
    assert answers.read_answer("judgement", SCORE, "strong").value == 4
    with pytest.raises(InvalidValueError):
        answers.read_answer("judgement", SCORE, 4.0)


def test_another_scale_of_numbers_is_read_by_its_own_top() -> None:
    scores = named_framework().scores
    five = replace(named_framework(), numbered=True, bands=empty_assessment().framework.bands, scores=scores)
    assert find_score("Score: 4/5", five).value == 4
    assert find_score("Score: five out of five", five).value == 5
    assert named_score("Safeguarding: 5 out of 5", five)[1].score == 5  # type: ignore[index]
    assert rate_scores((5, 4), five).percent == 90
    assert (five.good_score, replace(five, scores=scores[:3]).good_score) == (4, 3)


def test_others_numbers_are_not_set_beside_another_scale(whole: Workbook) -> None:
    with pytest.raises(WrongUseError, match="another scale"):
        standings.compare_year(whole, whole.assessments[-1])
    share = build_share(whole, ["2030-31"], ["scores", "actions"], made_at="2030-01-01", today="2030-01-01")
    assert (share.years[0].parts, share.years[0].scores) == (("actions",), {})


def test_a_level_off_the_scale_is_told(whole: Workbook) -> None:
    year = changed(whole.assessments[-1], whole.assessments[-1].judgements["equity"], score=8)
    assert year.score_of("equity") is None
    assert "senseless-value" in {each.rule for each in find_findings(year, "2030-01-01")}
    one = judged(year, "equity", score=1)
    assert "score-of-one" not in {each.rule for each in find_findings(one, "2030-01-01")}


def test_the_file_opens_as_it_was_written(file: Path, whole: Workbook) -> None:
    assert snapshot.read_snapshot(file).assessments == whole.assessments


def test_rates_are_worked_out_on_the_scale_of_a_framework_that_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run = running(capsys)
    (file,) = put(tmp_path, named_framework())
    ran = run("rate", *(["Strong"] * 9), "-", "--pack", file, "--json")
    assert (ran.code, ran.object["scores"], ran.object["rating"]) == (0, [4] * 9 + [None], None)
    assert "Not yet, Emerging, Steady, Strong or Leading" in run("rate", *(["3"] * 10), "--pack", file).err
    assert "a score is 1, 2, 3 or 4" in run("rate", *(["5"] * 9)).err
    assert run("rate", *("2" * 9), "--framework", "cqc-la-2023-11", "--json").object["percent"] == 50


def test_each_level_is_drawn_with_letters_and_a_shade_that_tell_it_from_the_others() -> None:
    named, shipped = named_framework(), empty_assessment().framework
    looks = [named.find_look(value) for value in range(1, 6)]
    assert [each and each.mark for each in looks] == ["N", "E", "Se", "Sr", "L"]
    assert [each and each.shade for each in looks] == [1, 2, 3, 3, 4]
    assert [look and (look.mark, look.shade) for look in map(shipped.find_look, (1, 2, 3, 4))] == [
        ("1", 1), ("2", 2), ("3", 3), ("4", 4),
    ]  # fmt: skip
    assert named.find_look(None) is None
    assert shipped.find_look(5) is None
