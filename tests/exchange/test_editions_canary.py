"""A text of its own in every field, looked for in everything that every format of every edition holds."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.domain.model.editions import FORMATS, Edition
from selfassess.services.exporting import export
from selfassess.services.workbook import opening
from tests.domain.test_editions import with_canaries
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
            for each in year.of(key[0])
        )
        year = replace(year, records={**year.records, key[0]: rows})
    opening.write_new(path, workbook(year), author="Tester", clock=Clock())
    return path, short


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
    export.export(path, out, edition=edition)
    held = "\n".join(streams(out))
    for (kind, key), canary in texts.items():
        if edition not in CATALOGUE[kind].by_key[key].editions:
            assert canary not in held, f"{edition} as {format} holds {kind}.{key}"


@pytest.mark.parametrize("format", ["pdf", "json"])
@pytest.mark.parametrize("edition", list(Edition), ids=str)
def test_what_people_write_is_there_where_it_may_be(
    canaries: tuple[Path, dict[tuple[str, str], str]], edition: Edition, format: str, tmp_path: Path
) -> None:
    path, texts = canaries
    out = tmp_path / f"out.{format}"
    export.export(path, out, edition=edition)
    held = "\n".join(streams(out))
    wanted = (
        ("judgement", "summary"),
        ("strength", "title"),
        ("improvement", "title"),
        ("action", "title"),
        ("story", "text"),
    )
    assert [each for each in wanted if texts[each] not in held] == []
