"""What is written comes back the same: any workbook the catalogue allows, any text, also through LibreOffice."""

from __future__ import annotations

import re
import uuid
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from selfassess.domain.model.catalogue import (
    CATALOGUE,
    EARLIER,
    KINDS_OF_ASSESSMENT,
    PACK_TARGETS,
    Record,
    blank_record,
    links_to_records,
)
from selfassess.domain.model.editions import Edition
from selfassess.domain.model.errors import CancelledError, FileError, InvalidValueError
from selfassess.domain.model.fields import Field, Kind, Value, clean_value
from selfassess.domain.model.report_blocks import Outline
from selfassess.domain.model.workbook import Assessment, Workbook
from selfassess.domain.publishing.edition_view import reduce_to_edition
from selfassess.exchange import excel, json
from selfassess.exchange.excel import registers
from selfassess.exchange.excel.names import names_of_every_year
from selfassess.exchange.excel.texts import CELL_LIMIT, escape_cell_text, split_cell_text, unescape_cell_text
from selfassess.packs.resources import RESOURCES
from tests.exchange.excel_making import (
    NASTY,
    SURVIVING,
    nasty_records,
    opened,
    rich,
    same,
    saved_by_libreoffice,
    written,
)
from tests.making import changed, empty_assessment, filled, workbook

SIGNS = st.characters(exclude_characters="\0", exclude_categories=["Cs"])
"""Every sign that a text may hold."""

_TEXTS = st.one_of(
    st.sampled_from(NASTY),
    st.text(SIGNS, max_size=30),
    st.text(alphabet="_x0041FfDd\x01\r\n =", max_size=40),
)
_IDS = tuple(str(uuid.UUID(int=number)) for number in range(8))
_DATES = st.dates().map(lambda day: day.isoformat())
_MOMENTS = st.datetimes(timezones=st.none() | st.timezones()).map(lambda moment: moment.isoformat())


_KEPT_BY_LIBREOFFICE = st.one_of(
    st.sampled_from(SURVIVING),
    st.text(SIGNS, max_size=30).filter(lambda text: "_x" not in text),
    st.text(alphabet="0123456789/-.:%=+@'\"TRUEe \r\n", max_size=12),
)

Ids = dict[str, tuple[str, ...]]


def _raw(
    spec: Field, assessment: Assessment, ids: Ids, texts: st.SearchStrategy[str], earlier: tuple[str, ...]
) -> st.SearchStrategy[object]:
    """Anything a field may be given, whether it takes it or not."""
    if EARLIER in spec.target:
        return st.sampled_from((*earlier, "a-record-of-another-year")) | st.text(max_size=8)
    if spec.kind in (Kind.LINK, Kind.LINKS):
        one = st.sampled_from(_targets(spec, assessment, ids)) | st.text(max_size=8)
        return one if spec.kind is Kind.LINK else st.lists(one, max_size=4)
    by_kind: dict[Kind, st.SearchStrategy[object]] = {
        Kind.CHOICE: st.sampled_from([choice.key for choice in spec.choices] or ["none"]) | st.text(max_size=8),
        Kind.WHOLE: st.integers(spec.minimum or 0, spec.maximum if spec.maximum is not None else 10**20),
        Kind.DECIMAL: st.floats(allow_nan=False, allow_infinity=False),
        Kind.DATE: _DATES,
        Kind.DATETIME: _MOMENTS,
        Kind.YES_NO: st.booleans(),
    }
    return by_kind.get(spec.kind, texts)


def _targets(spec: Field, assessment: Assessment, ids: dict[str, tuple[str, ...]]) -> list[str]:
    if links_to_records(spec):
        kinds = ids if spec.target == ("any",) else spec.target
        return [id for kind in kinds for id in ids.get(kind, ())] or [assessment.id]
    items = assessment.information_return.items if assessment.information_return else ()
    known = {
        "quality_statement": [s.key for s in assessment.framework.statements],
        "theme": [t.key for t in assessment.framework.themes],
        "category": [c.key for c in assessment.framework.categories],
        "source": [s.key for s in assessment.framework.sources],
        "return_item": [i.ref for i in items],
        "breakdown": [b.key for i in items for b in i.breakdowns],
        "figure": [f.key for i in items for f in i.figures],
    }
    return [key for target in spec.target for key in known[target]]


def _cleaned(spec: Field, raw: object) -> Value:
    try:
        return clean_value(spec, raw)
    except InvalidValueError:
        return None


class _Drawn:
    """A workbook without its repr, which would fill the screen; a failure names the record that differs."""

    def __init__(self, workbook: Workbook) -> None:
        self.workbook = workbook


@st.composite
def _workbooks(draw: st.DrawFn, texts: st.SearchStrategy[str] = _TEXTS) -> _Drawn:
    years: list[Assessment] = []
    for number in range(draw(st.integers(1, 2))):
        year = empty_assessment(f"202{number}-2{number + 1}")
        counts = {kind.key: draw(st.integers(0, 2)) for kind in KINDS_OF_ASSESSMENT}
        ids = {kind: tuple(f"{year.id}-{kind}-{n}" for n in range(count)) for kind, count in counts.items()}
        records: dict[str, tuple[Record, ...]] = {}
        for kind in KINDS_OF_ASSESSMENT:
            earlier = tuple(record.id for before in years for record in before.records_of(kind.key))
            made = []
            for place, id in enumerate(ids[kind.key]):
                values = {s.key: _cleaned(s, draw(st.none() | _raw(s, year, ids, texts, earlier))) for s in kind.fields}
                made.append(blank_record(kind.key, id, place * draw(st.integers(1, 3)), year.id, **values))
            records[kind.key] = tuple(made)
        years.append(replace(year, records=records))
    return _Drawn(replace(workbook(*years), journal_position=draw(st.sampled_from(["", "entry"]))))


_OUTLINE = Outline(
    council="A council", title="T", year="2024-25", status="Draft", draft=True, readers="full", facts=(), sections=()
)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(drawn=_workbooks())
def test_any_workbook_the_catalogue_allows_comes_back_the_same(
    drawn: _Drawn, tmp_path_factory: pytest.TempPathFactory
) -> None:
    whole = drawn.workbook
    path = tmp_path_factory.mktemp("any") / "any.xlsx"
    excel.write_excel_workbook(whole, _OUTLINE, whole.assessments[-1], path)
    _came_back(path, whole)
    assert not [c for sheet in opened(path) for row in sheet.iter_rows() for c in row if c.data_type in "fe"]


def _came_back(path: Path, whole: Workbook) -> None:
    """Fail unless the file says exactly what the workbook does, and of everything in it."""
    back = excel.read_excel_export(path)
    assert (back.problems, back.notes) == ((), ())
    same(back.workbook, whole)
    assert back.sent is not None
    assert back.sent.fields == {kind.key: frozenset(kind.by_key) for kind in KINDS_OF_ASSESSMENT}
    assert back.sent.listed == back.sent.fields.keys()
    assert (back.sent.unread, back.sent.nameless) == (frozenset(), frozenset())


@pytest.mark.libreoffice
@settings(max_examples=2, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.reuse, Phase.generate])
@given(every=st.lists(_workbooks(_KEPT_BY_LIBREOFFICE), min_size=4, max_size=8))
def test_any_workbook_saved_by_libreoffice_comes_back_the_same(
    every: list[_Drawn], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("any")
    paths = {folder / f"{number}.xlsx": drawn.workbook for number, drawn in enumerate(every)}
    for path, whole in paths.items():
        excel.write_excel_workbook(whole, _OUTLINE, whole.assessments[-1], path)
    saved = saved_by_libreoffice(list(paths))
    for path, whole in paths.items():
        _came_back(saved / path.name, whole)


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    numbers=st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=50, max_size=80),
    moments=st.lists(_MOMENTS, min_size=20, max_size=30),
    texts=st.lists(_TEXTS, min_size=20, max_size=30),
)
def test_any_number_moment_and_text_comes_back_the_same(
    numbers: list[float], moments: list[str], texts: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    year = empty_assessment()
    values: dict[str, list[dict[str, Any]]] = {
        "figure": [{"value": number} for number in numbers],
        "comment": [{"written_at": moment} for moment in moments] + [{"text": text or None} for text in texts],
    }
    records = {
        kind: tuple(blank_record(kind, f"{kind}-{place}", place, year.id, **each) for place, each in enumerate(every))
        for kind, every in values.items()
    }
    whole = workbook(replace(year, records=records))
    path = tmp_path_factory.mktemp("values") / "values.xlsx"
    excel.write_excel_workbook(whole, _OUTLINE, whole.assessments[-1], path)
    back = excel.read_excel_export(path)
    assert back.problems == ()
    same(back.workbook, whole)


@given(text=_TEXTS, limit=st.sampled_from([14, 20, 100, CELL_LIMIT]))
def test_any_text_comes_back_from_its_pieces_and_none_is_too_long(text: str, limit: int) -> None:
    pieces = split_cell_text(text, limit)
    assert "".join(map(unescape_cell_text, pieces)) == text
    assert all(len(piece.encode("utf-16-le")) <= 2 * (limit + 6) for piece in pieces)
    assert unescape_cell_text(escape_cell_text(text)) == text


def test_a_rich_workbook_comes_back_the_same_and_is_verified(tmp_path: Path) -> None:
    whole = rich()
    path = written(tmp_path / "rich.part", whole)
    back = excel.read_excel_export(path)
    assert back.problems == ()
    same(back.workbook, whole)
    excel.verify_excel_file(path, whole)


def test_a_file_with_the_columns_in_their_former_order_comes_back_the_same(tmp_path: Path) -> None:
    former = Path(__file__).with_name("former-columns.xlsx")
    assert [cell.value for cell in opened(former)["Risks"][1]][:3] == ["Year", "Quality statement", "Risk"]
    back = excel.read_excel_export(former)
    again = excel.read_excel_export(written(tmp_path / "now.xlsx", back.workbook))
    assert list(back.workbook.all_records()) == list(again.workbook.all_records())
    assert [str(each) for each in back.problems] == [str(each) for each in again.problems]
    assert back.pages == ()
    by_id = {record.id: record for record in back.workbook.all_records()}
    assert by_id["odd"]["evidence"] == ("twin", "led-nowhere")
    assert by_id["figure-care-assessments"]["value"] == 0.1 + 0.2
    assert len(by_id) == 171


def test_no_text_is_ever_a_formula_or_an_error(tmp_path: Path) -> None:
    book = opened(written(tmp_path / "rich.xlsx", rich()))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n", "d"}
    (texts,) = [[c.value for c in column] for column in book["Comments"].iter_cols() if column[0].value == "Comment"]
    assert {"=1+1", "#N/A", "'", "0012", "TRUE"} <= set(texts)


def test_the_worked_example_comes_back_the_same(tmp_path: Path) -> None:
    whole = json.read_json_workbook(RESOURCES / "sample" / "derby.json").workbook
    path = written(tmp_path / "derby.xlsx", whole)
    excel.verify_excel_file(path, whole)


def test_what_an_edition_may_not_see_is_nowhere_in_the_file(tmp_path: Path) -> None:
    whole = rich()
    path = written(tmp_path / "public.xlsx", reduce_to_edition(whole, Edition.PUBLIC))
    held = [str(c.value) for sheet in opened(path) for row in sheet.iter_rows() for c in row]
    assert not [text for text in held if "risk title text" in text or "contact email text" in text]
    assert [text for text in held if "strength title text" in text]


@pytest.mark.libreoffice
def test_a_rich_workbook_saved_by_libreoffice_comes_back_the_same(tmp_path: Path) -> None:
    whole = rich(SURVIVING)
    same(excel.read_excel_export(_resaved(written(tmp_path / "rich.xlsx", whole))).workbook, whole)


@pytest.mark.libreoffice
def test_the_only_texts_libreoffice_changes_look_like_escapes_of_escapes(tmp_path: Path) -> None:
    others = tuple(text for text in NASTY if text not in SURVIVING)
    year = empty_assessment()
    whole = workbook(replace(year, records={**year.records, "comment": nasty_records(others, year.id)}))
    back = excel.read_excel_export(_resaved(written(tmp_path / "odd.xlsx", whole))).workbook.assessments[0]
    changed = {text for text, record in zip(others, back.records_of("comment"), strict=True) if record["text"] != text}
    assert {"_x005F_x0041_", "_x0041\x01"} <= changed


@pytest.mark.libreoffice
def test_a_workbook_kept_as_opendocument_for_a_while_loses_only_tabs_and_control_characters(tmp_path: Path) -> None:
    whole = rich(tuple(text for text in SURVIVING if not re.search("[\0-\x09\x0b-\x1f\ufffe\uffff]", text)))
    folder = saved_by_libreoffice([written(tmp_path / "rich.xlsx", whole)], "ods")
    _came_back(saved_by_libreoffice([folder / "rich.ods"]) / "rich.xlsx", whole)


def _resaved(path: Path) -> Path:
    return saved_by_libreoffice([path]) / path.name


def test_a_record_carried_from_an_earlier_year_is_shown_by_its_title_there(tmp_path: Path) -> None:
    before, year = filled(empty_assessment("2023-24")), filled(empty_assessment("2024-25"))
    (was,), (now,) = before.records_of("improvement"), year.records_of("improvement")
    year = changed(year, now, carried_from=was.id)
    kind = CATALOGUE["improvement"]
    record = year.records_of("improvement")[0]
    row = registers.build_register_row(kind, record, year.label, names_of_every_year((before, year))[year.id])
    assert row.cells["carried_from"] == "2023-24: improvement title text"
    assert row.exact["carried_from"][1] == was.id


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("2023-24: Improvement title text ", "the earlier one"),
        ("2023-24: no such title", InvalidValueError),
        ("another-id", None),
        ("Other: words", None),
    ],
)
def test_a_record_of_an_earlier_year_is_known_by_year_and_title(typed: str, found: object) -> None:
    before, year = filled(empty_assessment("2023-24")), filled(empty_assessment("2024-25"))
    names = names_of_every_year((before, year))[year.id]
    if found is InvalidValueError:
        with pytest.raises(InvalidValueError, match="no one record “no such title” in 2023-24"):
            names.find_earlier_record("improvement", typed)
    else:
        assert names.find_earlier_record("improvement", typed) == (
            before.records_of("improvement")[0].id if found else None
        )


def test_a_file_that_differs_from_the_workbook_is_named_by_its_first_difference(tmp_path: Path) -> None:
    whole = rich()
    path = written(tmp_path / "rich.xlsx", whole)
    first, last = whole.assessments
    (strength,) = last.records_of("strength")
    other = replace(strength, values={**strength.values, "impact": "Something else"})
    changed = replace(whole, assessments=(first, replace(last, records={**last.records, "strength": (other,)})))
    with pytest.raises(FileError, match="Strength “strength title text”, Impact on people"):
        excel.verify_excel_file(path, changed)
    fewer = replace(whole, assessments=(first, replace(last, records={**last.records, "strength": ()})))
    with pytest.raises(FileError, match="Strength “strength title text” is not in the workbook"):
        excel.verify_excel_file(path, fewer)


def test_a_cancelled_write_or_read_stops_with_a_sentence(tmp_path: Path) -> None:
    whole = rich()
    path = tmp_path / "rich.xlsx"
    with pytest.raises(CancelledError, match="Nothing was exported"):
        excel.write_excel_workbook(whole, _OUTLINE, whole.assessments[0], path, cancelled=lambda: True)
    assert not path.exists()
    with pytest.raises(CancelledError, match="Nothing was imported"):
        excel.read_excel_export(written(path, whole), cancelled=lambda: True)


def test_progress_goes_from_nothing_to_whole(tmp_path: Path) -> None:
    whole = rich()
    for job in (
        lambda told: excel.write_excel_workbook(
            whole, _OUTLINE, whole.assessments[0], tmp_path / "a.xlsx", progress=told
        ),
        lambda told: excel.read_excel_export(tmp_path / "a.xlsx", progress=told),
    ):
        told: list[float] = []
        job(told.append)
        assert told == sorted(told)
        assert told[0] == 0
        assert told[-1] == 1


def test_every_target_of_a_link_is_a_kind_of_record_or_a_key_of_a_pack() -> None:
    kinds = {kind.key for kind in KINDS_OF_ASSESSMENT}
    for kind in KINDS_OF_ASSESSMENT:
        for spec in kind.fields:
            assert set(spec.target) <= (
                kinds if links_to_records(spec) and spec.target != ("any",) else PACK_TARGETS | {"any", "earlier"}
            )
