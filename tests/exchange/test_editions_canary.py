"""A text of its own in every field, looked for in everything that every format of every edition holds."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.editions import Edition, build_options
from selfassess.domain.model.fields import Kind
from selfassess.services.exporting import export
from selfassess.services.exporting.formats import FORMATS
from selfassess.services.workbook import opening
from tests.domain.test_editions import S, with_canaries
from tests.making import Clock, workbook


@pytest.fixture(scope="module")
def canaries(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[tuple[str, str], str]]:
    path = tmp_path_factory.mktemp("canaries") / "canaries.sawb"
    year, texts = with_canaries()
    # Without blanks and of letters only, so that no line end, hyphen or mark-up can part one.
    short = {key: "Canary" + "".join(part.title() for name in key for part in name.split("_")) for key in texts}
    for key, long in texts.items():
        rows = tuple(
            replace(each, values={k: short[key] if v == long else v for k, v in each.values.items()})
            for each in year.records_of(key[0])
        )
        year = replace(year, records={**year.records, key[0]: rows})
    book = workbook(year)
    council, year_itself = (_with_canaries(record, short) for record in (book.council, year.record))
    book = replace(book, council=council, assessments=(replace(year, record=year_itself),))
    opening.write_new_workbook(path, book, author="CanaryAuthor", clock=Clock())
    return path, short


def _with_canaries(record: Record, short: dict[tuple[str, str], str]) -> Record:
    """The council or the year with a text of its own in every text field that takes any."""
    values = dict(record.values)
    for spec in CATALOGUE[record.kind].fields:
        if spec.kind in (Kind.TEXT, Kind.PROSE) and spec.key not in ("name", "label", "accent", "logo", "website"):
            values[spec.key] = short[record.kind, spec.key] = f"Canary{record.kind.title()}{spec.key.title()}"
    return replace(record, values=values)


def streams(path: Path) -> Iterator[str]:
    """Everything that a file holds, as text: each part of a zip file, each stream and string of a PDF."""
    if path.suffix == ".pdf":
        from pypdf import PdfReader

        with pikepdf.open(path) as found:
            for each in found.objects:
                yield repr(each)
                if isinstance(each, pikepdf.Stream):
                    yield each.read_bytes().decode("latin-1")
        yield "".join("".join(page.extract_text().split()) for page in PdfReader(path).pages)
    elif zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as packed:
            for name in packed.namelist():
                yield name
                yield packed.read(name).decode("utf-8", "replace")
    else:
        yield path.read_text(encoding="utf-8")


@pytest.mark.parametrize("format", list(FORMATS))
@pytest.mark.parametrize("edition", [each for each in Edition if each is not Edition.FULL], ids=str)
def test_no_format_holds_what_an_edition_may_not_show(
    canaries: tuple[Path, dict[tuple[str, str], str]], edition: Edition, format: str, tmp_path: Path
) -> None:
    path, texts = canaries
    out = tmp_path / f"out.{format}"
    export.export_workbook(path, out, edition=edition)
    held = "\n".join(streams(out))
    hidden = [
        (each, text) for each, text in texts.items() if edition not in CATALOGUE[each[0]].by_key[each[1]].editions
    ]
    assert len(hidden) > 10
    assert [each for each, text in hidden if text in held] == []
    assert "CanaryAuthor" not in held
    if FORMATS[format].is_document:
        for brief in (S, "learning"):
            export.export_workbook(path, out, edition=edition, brief=brief)
            held = "\n".join(streams(out))
            assert [each for each, text in hidden if text in held] == [], brief


@pytest.mark.parametrize("edition", [Edition.CQC, Edition.BOARD], ids=str)
def test_what_is_left_out_by_choice_is_in_no_format_either(
    canaries: tuple[Path, dict[tuple[str, str], str]], edition: Edition, tmp_path: Path
) -> None:
    path, texts = canaries
    options = build_options(edition, scores=False, names=False, risks=False)
    gone = {each: text for each, text in texts.items() if each[0] == "risk" or each == ("judgement", "rationale")}
    gone |= {each: text for each, text in texts.items() if CATALOGUE[each[0]].by_key[each[1]].personal}
    for format in FORMATS:
        out = tmp_path / f"out.{format}"
        export.export_workbook(path, out, edition=edition, options=options)
        held = "\n".join(streams(out))
        assert [each for each, text in gone.items() if text in held] == [], format


@pytest.mark.parametrize("format", ["pdf", "json"])
@pytest.mark.parametrize("edition", list(Edition), ids=str)
def test_what_people_write_is_there_where_it_may_be(
    canaries: tuple[Path, dict[tuple[str, str], str]], edition: Edition, format: str, tmp_path: Path
) -> None:
    path, texts = canaries
    out = tmp_path / f"out.{format}"
    export.export_workbook(path, out, edition=edition)
    held = "\n".join(streams(out))
    wanted = (
        ("judgement", "summary"),
        ("strength", "title"),
        ("improvement", "title"),
        ("action", "title"),
        ("story", "text"),
    )
    assert [each for each in wanted if texts[each] not in held] == []
