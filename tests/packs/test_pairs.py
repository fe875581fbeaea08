"""Which framework and which information return a new workbook begins with, and that two belong together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from selfassess.domain.framework.framework import Framework, InformationReturn
from selfassess.domain.model import new_year
from selfassess.domain.model.errors import FileError, WrongUseError
from selfassess.exchange import json
from selfassess.packs import reader
from selfassess.services.workbook import opening
from tests.later_version import earlier_framework, earlier_return, later_framework, later_return, toml
from tests.making import workbook

UNASKED = "made-up-2040"


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Three frameworks: the shipped one, a later one, each with a return, and one that nothing asks under yet."""
    later = later_framework()
    unasked = replace(later, id=UNASKED, name="Made-up framework, 2040", carries=())
    ships: dict[str, tuple[Framework | InformationReturn, ...]] = {
        "frameworks": (earlier_framework(), later, unasked),
        "returns": (earlier_return(), later_return()),
    }
    for name, made in ships.items():
        (tmp_path / name).mkdir()
        for pack in made:
            (tmp_path / name / f"{pack.id}.toml").write_bytes(toml(pack))
        monkeypatch.setattr(reader, f"_{name.upper()}", tmp_path / name)
    reader.load_framework.cache_clear()
    reader.load_information_return.cache_clear()
    yield
    reader.load_framework.cache_clear()
    reader.load_information_return.cache_clear()


def created(path: Path, **named: str) -> tuple[str, str]:
    """The framework and the return of a new workbook, once it was opened again."""
    opening.create_workbook(path, council="A council", reference="E1", year="2031-32", author="Ada", **named)  # type: ignore[arg-type]
    with_it = opening.open_workbook(path, author="Ada")
    try:
        record = with_it.current.record
        return record.text_of("framework"), record.text_of("information_return")
    finally:
        with_it.close()


@pytest.mark.usefixtures("shipped")
def test_a_new_workbook_begins_with_the_newest_framework_that_has_a_return(tmp_path: Path) -> None:
    earlier, later = (earlier_return(), later_return())
    assert reader.newest_framework().id == later.framework
    assert created(tmp_path / "newest.sawb") == (later.framework, later.id)
    assert created(tmp_path / "older.sawb", framework=earlier.framework) == (earlier.framework, earlier.id)
    assert created(tmp_path / "return.sawb", information_return=earlier.id) == (earlier.framework, earlier.id)
    both = {"framework": later.framework, "information_return": later.id}
    assert created(tmp_path / "both.sawb", **both) == (later.framework, later.id)


@pytest.mark.usefixtures("shipped")
@pytest.mark.parametrize(
    ("framework", "information_return", "words"),
    [
        ("made-up-2030", "cqc-la-2025-02", "asks under the framework cqc-la-2023-11, and not under"),
        ("cqc-la-2023-11", "made-up-return-2030", "asks under the framework made-up-2030, and not under"),
        (UNASKED, None, "There is no information return of “Made-up framework, 2040” yet"),
        (UNASKED, "cqc-la-2025-02", "belong together"),
    ],
)
def test_what_does_not_belong_together_is_refused_before_anything_is_written(
    tmp_path: Path, framework: str, information_return: str | None, words: str
) -> None:
    before = sorted(tmp_path.iterdir())
    with pytest.raises(WrongUseError, match=words):
        opening.create_workbook(
            tmp_path / "new.sawb", council="A", reference="E1", year="2031-32", framework=framework,
            information_return=information_return, author="Ada",
        )  # fmt: skip
    assert sorted(tmp_path.iterdir()) == before


def test_no_year_is_made_of_two_that_do_not_belong_together(tmp_path: Path) -> None:
    later: Framework = later_framework()
    with pytest.raises(WrongUseError, match="belong together"):
        new_year.new_assessment("2031-32", 0, later, earlier_return())
    made = new_year.new_assessment("2031-32", 0, later, later_return())
    path = tmp_path / "made.json"
    json.write_json(workbook(made), path)
    text = path.read_text(encoding="utf-8")
    wrong = text.replace(
        f'"information_return": "{later_return().id}"', f'"information_return": "{earlier_return().id}"'
    )
    assert wrong != text
    path.write_text(wrong, encoding="utf-8")
    with pytest.raises(FileError, match="belong together"):
        json.read_json_workbook(path)
