"""The worked example: whole, in the catalogue's terms, and true to the published report without copying it."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from selfassess.domain.framework.framework import Framework, InformationReturn
from selfassess.domain.model.catalogue import CATALOGUE, PACK_TARGETS
from selfassess.domain.model.fields import Field, Kind, clean_value, find_problem
from selfassess.packs import reader
from selfassess.packs.resources import RESOURCES
from tests.packs.source_texts import runs, source

REPOSITORY = Path(__file__).resolve().parents[2]
EXAMPLE: dict[str, Any] = json.loads((RESOURCES / "sample" / "derby.json").read_text(encoding="utf-8"))
CQC, OWN = EXAMPLE["assessments"]
FRAMEWORK: Framework = reader.load_framework(OWN["framework"])
RETURN: InformationReturn = reader.load_information_return(OWN["information_return"])

# Names are facts and may be as long as they are; everything else is in our own words.
OFFICIAL_NAMES = (
    "Derby City Council: local authority assessment",
    "Supporting people to lead healthier lives",
)
COPIED_RUN = 8

Row = tuple[str, dict[str, Any]]


def rows(*assessments: dict[str, Any]) -> Iterator[Row]:
    """Every record of some assessments (all of them if none is named), with its kind."""
    for assessment in assessments or EXAMPLE["assessments"]:
        for kind, records in assessment["records"].items():
            yield from ((kind, record) for record in records)


def every_row() -> Iterator[Row]:
    """The council, the assessments and every record."""
    yield "council", EXAMPLE["council"]
    for assessment in EXAMPLE["assessments"]:
        yield "assessment", {key: value for key, value in assessment.items() if key != "records"}
    yield from rows()


def values() -> Iterator[tuple[str, Field, Any]]:
    """Every value that is written, with its field and a name for messages."""
    for kind, record in every_row():
        for key, value in record.items():
            if key not in ("id", "position"):
                yield f"{kind} {record['id']} {key}", CATALOGUE[kind].by_key[key], value


def texts() -> Iterator[tuple[str, str]]:
    """Every text that a person reads, with a name for messages."""
    for name, spec, value in values():
        if spec.kind in (Kind.TEXT, Kind.PROSE):
            yield name, value


@pytest.fixture(scope="module")
def sources() -> Path:
    """The folder of the public source texts: SELFASSESS_SOURCES, or shared/sources beside the checkout."""
    named = os.environ.get("SELFASSESS_SOURCES")
    folder = Path(named) if named else REPOSITORY.parent / "shared" / "sources"
    if not folder.is_dir():
        pytest.skip(f"the source texts are not at {folder}: set SELFASSESS_SOURCES to their folder")
    return folder


# --- its shape -------------------------------------------------------------------------------------------------------


def test_it_is_the_open_format_without_what_a_file_made_by_hand_leaves_out() -> None:
    assert (EXAMPLE["format"], EXAMPLE["version"]) == ("selfassess", 1)
    assert set(EXAMPLE) == {"format", "version", "council", "assessments"}


def test_every_record_and_field_is_in_the_catalogue() -> None:
    unknown = [
        f"{kind}.{key}"
        for kind, record in every_row()
        for key in record
        if key not in ("id", "position") and (kind not in CATALOGUE or key not in CATALOGUE[kind].by_key)
    ]
    assert unknown == []


def test_every_value_is_already_clean() -> None:
    changed = []
    for name, spec, value in values():
        cleaned = clean_value(spec, value)
        as_json = list(cleaned) if isinstance(cleaned, tuple) else cleaned
        if as_json != value or find_problem(spec, cleaned):
            changed.append((name, value, as_json))
    assert changed == []


def test_what_a_record_must_have_is_there() -> None:
    missing = [
        f"{kind} {record['id']} {spec.key}"
        for kind, record in every_row()
        for spec in CATALOGUE[kind].fields
        if spec.required and not record.get(spec.key)
    ]
    assert missing == []


def test_ids_are_uuids_and_never_used_twice() -> None:
    ids = [record["id"] for _, record in every_row()]
    assert [str(UUID(id)) for id in ids] == ids
    assert [id for id, times in Counter(ids).items() if times > 1] == []


def test_positions_count_from_nought_in_each_kind() -> None:
    for assessment in EXAMPLE["assessments"]:
        for kind, records in assessment["records"].items():
            assert [record["position"] for record in records] == list(range(len(records))), kind


# --- what it points at -----------------------------------------------------------------------------------------------


def known_keys(target: str) -> set[str]:
    items = RETURN.items
    return {
        "framework": {FRAMEWORK.id},
        "information_return": {RETURN.id},
        "quality_statement": {statement.key for statement in FRAMEWORK.statements},
        "theme": {theme.key for theme in FRAMEWORK.themes},
        "category": {category.key for category in FRAMEWORK.categories},
        "source": {source.key for source in FRAMEWORK.sources},
        "return_item": {item.ref for item in items},
        "breakdown": {breakdown.key for item in items for breakdown in item.breakdowns},
        "figure": {figure.key for item in items for figure in item.figures},
    }[target]


def test_pack_keys_exist() -> None:
    lost = [
        (name, key)
        for name, spec, value in values()
        if spec.target and spec.target[0] in PACK_TARGETS
        for key in (value if isinstance(value, list) else [value])
        if key not in known_keys(spec.target[0])
    ]
    assert lost == []


@pytest.mark.parametrize("assessment", EXAMPLE["assessments"], ids=lambda assessment: assessment["label"])
def test_links_lead_to_records_of_the_right_kind_in_the_same_year(assessment: dict[str, Any]) -> None:
    kinds = {record["id"]: kind for kind, record in rows(assessment)}
    kinds |= {record["id"]: "finding" for record in CQC["records"]["finding"]}  # these stand with those who found them
    for kind, record in rows(assessment):
        for spec in CATALOGUE[kind].fields:
            if spec.target and spec.target[0] not in PACK_TARGETS and spec.key in record:
                value = record[spec.key]
                for id in value if isinstance(value, list) else [value]:
                    assert id in kinds, (kind, spec.key, id)
                    wanted = ("finding",) if spec.target == ("earlier",) else spec.target
                    assert wanted == ("any",) or kinds[id] in wanted, (kind, spec.key, id)


def test_figures_are_ones_that_their_item_asks_for() -> None:
    for record in OWN["records"]["figure"]:
        item = RETURN.find_item(record["return_item"])
        assert item is not None
        assert record["figure"] in {figure.key for figure in item.figures}
        lines = {breakdown.key for breakdown in item.breakdowns}
        assert record.get("breakdown") in lines if lines else "breakdown" not in record


def test_evidence_comes_from_a_source_that_one_of_its_statements_asks_for() -> None:
    for record in OWN["records"]["evidence"]:
        asked = {
            use.source
            for statement in FRAMEWORK.statements
            if statement.key in record["quality_statements"]
            for use in statement.evidence.get(record["category"], ())
        }
        assert record["source"] in asked, record["title"]


# --- what it shows ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("assessment", EXAMPLE["assessments"], ids=lambda assessment: assessment["label"])
def test_there_is_one_judgement_for_each_statement(assessment: dict[str, Any]) -> None:
    judged = [record["quality_statement"] for record in assessment["records"]["judgement"]]
    assert judged == [statement.key for statement in FRAMEWORK.statements]


def test_there_is_one_answer_for_each_item() -> None:
    answered = [record["return_item"] for record in OWN["records"]["return_answer"]]
    assert answered == [item.ref for item in RETURN.items]


@pytest.mark.parametrize(("kind", "at_least"), [("strength", 2), ("improvement", 2), ("risk", 1), ("action", 2)])
def test_each_statement_of_the_draft_has_its_records(kind: str, at_least: int) -> None:
    counts = Counter(record["quality_statement"] for record in OWN["records"][kind])
    assert {s.key: counts[s.key] for s in FRAMEWORK.statements if counts[s.key] < at_least} == {}


def test_the_draft_is_in_the_middle_of_its_work() -> None:
    states = Counter(record["status"] for record in OWN["records"]["judgement"])
    assert set(states) == {"not_started", "drafting", "ready_for_review", "agreed"}
    due = OWN["due_at"][:10]
    actions = OWN["records"]["action"]
    assert any(a["due_on"] < due and a["status"] == "in_progress" for a in actions if "due_on" in a)
    assert any("owner" not in a for a in actions)
    assert {a["status"] for a in actions} >= {"not_started", "in_progress", "complete"}


def test_it_says_that_it_is_an_example_and_names_no_person() -> None:
    assert "worked example" in EXAMPLE["council"]["name"]
    (how,) = [r["text"] for r in OWN["records"]["section"] if r["key"] == "how_produced"]
    assert "NOT Derby City Council's own" in how
    assert {key for r in OWN["records"]["contact"] for key in r} & {"name", "phone", "email"} == set()
    for kind, record in rows():
        if kind in ("section", "judgement") and (text := record.get("text") or record.get("summary")):
            assert record in CQC["records"][kind] or re.search(r"example|draft", text.casefold()), text


# --- against the sources ---------------------------------------------------------------------------------------------


def published_scores(report: str) -> dict[str, int]:
    """The scores in the report's overall summary, by statement key."""
    part = report.partition("## Quality statement scores")[2].partition("# Summary of people's experiences")[0]
    keys = {name: statement.key for statement in FRAMEWORK.statements for name in (statement.name, *statement.aliases)}
    pairs = re.findall(r"^#*\s*([A-Z][^\n]+)\n+Score: (\d)$", part, flags=re.MULTILINE)
    return {keys[name]: int(score) for name, score in pairs}


def test_the_nine_scores_are_those_that_were_published(sources: Path) -> None:
    published = published_scores(source(sources, "003"))
    assert len(published) == len(FRAMEWORK.statements)
    assert {r["quality_statement"]: r["score"] for r in CQC["records"]["judgement"]} == published


def numbers(text: str) -> set[str]:
    """Numbers with a decimal point or three digits and more, without thousands separators and dates."""
    text = re.sub(r"\d{4}-\d{2}-\d{2}(T[\d:]+)?", " ", text)
    text = re.sub(r"(?<=\d),(?=\d{3})", "", text)
    return {number for number in re.findall(r"\d+(?:\.\d+)?", text) if "." in number or len(number) > 2}


def test_every_figure_is_in_the_sources(sources: Path) -> None:
    found = {n for path in sources.glob("00*.txt") for n in numbers(path.read_text(encoding="utf-8"))}
    written = {n: name for name, text in texts() for n in numbers(text)}
    for name, spec, value in values():
        if spec.kind is Kind.DECIMAL:
            written |= dict.fromkeys(numbers(f"{value:.10g}"), name)
    assert len(written) > 60
    assert {number: name for number, name in written.items() if number not in found} == {}


def test_no_sentence_is_copied_from_the_sources(sources: Path) -> None:
    theirs = {run for path in sources.glob("00*.txt") for run in runs(path.read_text(encoding="utf-8"), COPIED_RUN)}
    assert len(theirs) > 10_000
    ours = [(name, text) for name, text in texts() if text not in OFFICIAL_NAMES]
    assert [(name, " ".join(run)) for name, text in ours for run in runs(text, COPIED_RUN) if run in theirs] == []
