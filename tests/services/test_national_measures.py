"""National measures: the catalogue, and the published ASCOF data read into a year in one step."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from selfassess.domain.measures import measures
from selfassess.domain.measures.comparators import name_level
from selfassess.domain.measures.measures import Status
from selfassess.domain.measures.published_values import PublishedPlan
from selfassess.domain.model.commands import AddRecord, SetField
from selfassess.domain.model.errors import PackError, WorkbookError
from selfassess.domain.model.fields import Value
from selfassess.domain.model.new_year import new_id
from selfassess.packs.national_measures import decode_national_catalogue, read_national_catalogue
from selfassess.packs.resources import RESOURCES
from selfassess.services.evidence import national_measures
from selfassess.services.workbook import opening
from selfassess.services.workbook.session import Session
from tests.making import Clock

HEADS = (
    "Geographical code,Geographical description,Geographical level,ONS code,ASCOF measure code,Disaggregation level,"
    "Measure type,Measure value"
)
OLDER = (
    "Geographical Code,Geographical Description,Geographical Level,ONS Area Code,ASCOF Measure Code,"
    "Disaggregation Level,Measure Type,Measure_Value,Measure Group,Measure Group Description"
)
AREAS = (
    ("507", "Derby", "Local authority", "E06000015", "18.7"),
    ("509", "Leicester", "Local authority", "E06000016", "18.1"),
    ("EM", "East Midlands", "Regional", "E12000004", "18.9"),
    ("WM", "West Midlands", "Regional", "E12000005", "1.0"),
    ("U", "Unitary authority", "Council type", "", "2.0"),
    ("England", "England", "England", "E92000001", "19.1"),
)


def publication(*more: str, heads: str = HEADS, code: str = "1A") -> str:
    rows = [f"{a},{b},{c},{d},{code},Total,Outcome,{value}" for a, b, c, d, value in AREAS]
    parts = [f"507,Derby,Local authority,E06000015,{code},{group},{form},99" for group, form in (
        ("Female", "Outcome"), ("18 to 64", "Outcome"), ("Total", "Numerator"), ("Total", "Denominator"),
    )]  # fmt: skip
    return "\n".join((heads, *parts, *rows, *more, ""))


@pytest.fixture
def derby(tmp_path: Path) -> Session:
    path = tmp_path / "a.sawb"
    opening.create_workbook(path, council="Derby City Council", reference="E06000015", year="2025-26", author="T")
    session = opening.open_workbook(path, author="T", clock=Clock())
    session.run_command(SetField(session.council.id, "region", "East Midlands"))
    return session


def write(folder: Path, text: str, name: str = "ASCOF-2024-to-2025.csv") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def take(session: Session, source: Path, **asked: Any) -> PublishedPlan:
    planned = national_measures.plan_import(source, session.current, session.council, **asked)
    national_measures.write_import(session, planned)
    return planned


def held(session: Session) -> list[tuple[str, str, Value]]:
    year = session.current
    others = [(name_level(each), each.text_of("period"), each["value"]) for each in year.records_of("comparator")]
    return [("ours", each.text_of("period"), each["value"]) for each in year.records_of("measure_value")] + others


def test_a_publication_gives_our_value_the_regions_englands_and_those_chosen_in_one_step(
    derby: Session, tmp_path: Path
) -> None:
    planned = take(derby, write(tmp_path, publication()), neighbours=["City of Leicester"])
    assert held(derby) == [
        ("ours", "2024-25", 18.7), ("Leicester", "2024-25", 18.1), ("East Midlands", "2024-25", 18.9),
        ("England", "2024-25", 19.1),
    ]  # fmt: skip
    (measure,) = derby.current.records_of("measure")
    facts = ("code", "unit", "better", "source", "quality_statements")
    assert [measure[key] for key in facts] == [
        "1A", "out of 24", "higher", "Adult Social Care Outcomes Framework", ("supporting-people", "care-provision"),
    ]  # fmt: skip
    stands = measures.stand_in_year(derby.current)(measure)
    assert {gap.whose: gap.verdict for gap in stands.gaps} == {
        "England 2024-25": "worse", "East Midlands 2024-25": "worse", "Leicester 2024-25": "better",
    }  # fmt: skip
    assert planned.summary == "2024-25: 1 new measure, 4 new values."
    derby.undo_step()
    assert not derby.current.records_of("measure")
    assert not derby.current.records_of("comparator")


def test_years_are_kept_a_second_reading_changes_nothing_and_what_is_published_anew_is_told(
    derby: Session, tmp_path: Path
) -> None:
    take(derby, write(tmp_path, publication(), "meas-from-asc-of-eng-2324-open-data.csv"))
    said = {"measure": derby.current.records_of("measure")[0].id, "basis": "target", "period": "2024-25", "value": 18.5}
    derby.run_command(AddRecord("comparator", new_id(), said))
    take(derby, write(tmp_path, publication()))
    assert {period for _, period, _ in held(derby)} == {"2023-24", "2024-25"}
    assert len(derby.current.records_of("measure")) == 1
    assert measures.stand_in_year(derby.current)(derby.current.records_of("measure")[0]).status is Status.MET
    again = national_measures.plan_import(write(tmp_path, publication()), derby.current, derby.council)
    assert not again.changes
    newer = write(tmp_path, publication().replace(",18.7", ",18.8").replace(",19.1", ",19.0"))
    assert take(derby, newer).replaced == [
        "Quality of life of people who use services, Derby, 2024-25: 18.7 out of 24 becomes 18.8 out of 24",
        "Quality of life of people who use services, England, 2024-25: 19.1 out of 24 becomes 19 out of 24",
    ]


@pytest.mark.parametrize("mark", ["[c]", "*", "[x]", "", ".."])
def test_what_is_held_back_is_a_note_and_never_a_number(derby: Session, tmp_path: Path, mark: str) -> None:
    planned = take(derby, write(tmp_path, publication().replace(",18.7", f",{mark}").replace(",18.9", f",{mark}")))
    (value,) = derby.current.records_of("measure_value")
    assert value["value"] is None
    assert value.text_of("note") == f"Held back by the publisher: {mark or 'empty'}"
    assert [name for name, _, _ in held(derby)] == ["ours", "England"]
    assert len(planned.held_back) == 2


def test_a_row_that_stands_there_twice_is_one_value(derby: Session, tmp_path: Path) -> None:
    take(derby, write(tmp_path, publication(TWICE.replace(",3", ",18.7"))))
    assert len(derby.current.records_of("measure_value")) == 1


def test_the_older_layout_is_read_and_its_codes_are_not_taken_for_todays(derby: Session, tmp_path: Path) -> None:
    text = publication(heads=OLDER, code="3A")
    said = text.replace("\n", ",3A,Overall satisfaction\n").replace(f"{OLDER},3A,Overall satisfaction", OLDER)
    take(derby, write(tmp_path, said.replace("Local authority", "Council"), "meas-from-asc-of-eng-2122.csv"))
    (measure,) = derby.current.records_of("measure")
    assert (measure.text_of("title"), measure["better"]) == ("Overall satisfaction", None)


GOOD = publication()
TWICE = "507,Derby,Local authority,E06000015,1A,Total,Outcome,3"
SWAPPED = GOOD.replace("E06000015", "E1").replace("E06000016", "E06000015")
BAD: dict[str, tuple[str, dict[str, Any], str]] = {
    "another publication": ("Area,Year,Value\nDerby,2024,1\n", {}, "lacks the columns “Geographical description”"),
    "a changed head": (GOOD.replace("Measure value", "Wert"), {}, "lacks the column “Measure value”"),
    "no text": ("\0\1\2" * 99, {}, "is no CSV file"),
    "nothing in it": ("", {}, "is not the published ASCOF data file"),
    "heads alone": (HEADS + "\n", {}, "has no outcome of a council’s whole population"),
    "broken off": (GOOD + "507,Derby,Loc\n", {}, "breaks off in row"),
    "a decimal comma": (GOOD.replace(",18.7", ',"18,7"'), {}, "“18,7” as the value of 1A for Derby"),
    "a word for a number": (GOOD.replace(",18.9", ",nineteen"), {}, "“nineteen” as the value of 1A"),
    "a number in brackets": (GOOD.replace(",18.9", ",(18.9)"), {}, "which is no number as it is published"),
    "two values": (publication(TWICE), {}, "two values of 1A for Derby"),
    "not our council": (GOOD.replace("Derby", "X").replace("E06000015", "E1"), {}, "has no council Derby City"),
    "another's code": (SWAPPED, {}, "the code E06000015 is Leicester, not Derby"),
    "no such neighbour": (GOOD, {"neighbours": ["E09000999"]}, "has no council E09000999. It has 2 councils"),
    "no year": (GOOD, {"period": "soon"}, "“soon” is no financial year"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_cannot_be_right_is_refused_in_a_sentence_and_writes_nothing(
    derby: Session, tmp_path: Path, case: str
) -> None:
    text, asked, says = BAD[case]
    with pytest.raises(WorkbookError, match=says):
        take(derby, write(tmp_path, text), **asked)
    assert not derby.current.records_of("measure")


def test_a_name_without_a_year_asks_for_it_and_a_wrong_reference_is_told(derby: Session, tmp_path: Path) -> None:
    source = write(tmp_path, publication(), "data.csv")
    with pytest.raises(WorkbookError, match="does not say which year"):
        take(derby, source)
    derby.run_command(SetField(derby.council.id, "reference", "E06000999"))
    assert "E06000999 is not in the file" in take(derby, source, period="2024/25").notes[0]
    derby.run_command(SetField(derby.council.id, "region", "Mercia"))
    assert any("no region “Mercia”" in note for note in take(derby, source, period="2023-24").notes)


def test_the_catalogue_is_whole_and_a_wrong_one_is_refused() -> None:
    catalogue = read_national_catalogue()
    assert {each.publication for each in catalogue.measures} == {each.key for each in catalogue.publications}
    assert all(dataclasses.astuple(each)[:4] for each in catalogue.publications)
    shipped = next((RESOURCES / "measures").glob("*.toml")).read_text(encoding="utf-8")
    for old, new, says in (
        ('better = "higher"', 'better = "up"', 'better "up" is not one of'),
        ('publication = "ascof"', 'publication = "x"', 'publication "x" is not known'),
        ('"supporting-people"', '"helping"', 'no statement "helping"'),
        ('key = "ascof-1b"', 'key = "ascof-1a"', 'measure "ascof-1a" stands there twice'),
        ('unit = "%"', "unit = 3", "Expected `str`"),
    ):
        with pytest.raises(PackError, match=says):
            decode_national_catalogue(shipped.replace(old, new, 1).encode(), "x.toml")


def test_a_measure_of_the_catalogue_is_added_with_its_facts_and_offered_once(derby: Session) -> None:
    addable = national_measures.list_addable(derby.current)
    chosen = next(each for each in addable if each.code == "4A")
    derby.run_command(national_measures.build_addition(derby.current, chosen))
    (measure,) = derby.current.records_of("measure")
    assert (measure.text_of("code"), measure["better"], measure.links_of("quality_statements")) == (
        "4A", "higher", ("safeguarding", "safe-systems"),
    )  # fmt: skip
    assert chosen not in national_measures.list_addable(derby.current)


def test_the_command_says_what_it_would_do_then_does_it(derby: Session, tmp_path: Path, run: Any) -> None:
    file, source = derby.path, write(tmp_path, publication())
    derby.close()
    before = file.read_bytes()
    ran = run("national", file, source, "--dry-run")
    assert "1 new measure, 3 new values" in ran.out
    assert file.read_bytes() == before
    assert '"added": 4' in run("national", file, source, "--beside", "Leicester", "--json").out
    assert "all of this is here already" in run("national", file, source, "--beside", "Leicester").out
    refused = run("national", file, source, "--beside", "Nowhere")
    assert (refused.code, refused.err.count("\n")) == (2, 1)
    assert "Quality of life of carers (out of 12, higher is better)" in run("measures").out
