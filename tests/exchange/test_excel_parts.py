"""The parts of a written file against the standard's known traps: what Excel would otherwise offer to repair."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element
from zipfile import ZipFile

import pytest
from openpyxl.utils import get_column_letter, range_boundaries

from selfassess.domain.model.workbook import Workbook
from selfassess.exchange import json
from selfassess.exchange.excel.registers import REGISTERS
from selfassess.packs.resources import RESOURCES
from tests.exchange.excel_making import rich, written
from tests.making import empty_assessment, workbook

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
LAST_DAY = 2_958_465

# ECMA-376 part 1, 18.3.1.99, and for charts 21.2.2: the order in which elements must come.
ORDERS: Mapping[str, str] = {
    "worksheet": (
        "sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetProtection autoFilter mergeCells "
        "conditionalFormatting dataValidations hyperlinks printOptions pageMargins pageSetup headerFooter rowBreaks "
        "colBreaks drawing legacyDrawing tableParts"
    ),
    "sheetPr": "tabColor outlinePr pageSetUpPr",
    "workbook": "workbookPr workbookProtection bookViews sheets externalReferences definedNames calcPr",
    "styleSheet": "numFmts fonts fills borders cellStyleXfs cellXfs cellStyles dxfs tableStyles colors",
    "dxf": "font numFmt fill alignment border protection",
    "table": "autoFilter sortState tableColumns tableStyleInfo extLst",
    "font": "b i strike condense extend outline shadow u vertAlign sz color name family charset scheme",
    "chartSpace": "date1904 lang roundedCorners style clrMapOvr chart spPr txPr printSettings",
    "chart": "title autoTitleDeleted plotArea legend plotVisOnly dispBlanksAs",
    "title": "tx layout overlay spPr txPr",
    "barChart": "barDir grouping varyColors ser dLbls gapWidth overlap serLines axId",
    "ser": "idx order tx spPr invertIfNegative pictureOptions dPt dLbls trendline errBars cat val shape",
    "dLbls": (
        "dLbl delete numFmt spPr txPr dLblPos showLegendKey showVal showCatName showSerName showPercent "
        "showBubbleSize separator showLeaderLines"
    ),
    "catAx": (
        "axId scaling delete axPos majorGridlines minorGridlines title numFmt majorTickMark minorTickMark tickLblPos "
        "spPr txPr crossAx crosses crossesAt auto lblAlgn lblOffset tickLblSkip tickMarkSkip noMultiLvlLbl"
    ),
    "valAx": (
        "axId scaling delete axPos majorGridlines minorGridlines title numFmt majorTickMark minorTickMark tickLblPos "
        "spPr txPr crossAx crosses crossesAt crossBetween majorUnit minorUnit dispUnits"
    ),
    "scaling": "logBase orientation max min",
    "legend": "legendPos legendEntry layout overlay spPr txPr",
    "twoCellAnchor": "from to sp grpSp graphicFrame cxnSp pic clientData",
}

NAME = 'Cyngor D’r “Môn” & <Sir> [a]*?:/\\\' Ŵŷ 😀 =1+1 &P &"x" ' + "x" * 400


def _nasty() -> Workbook:
    """Names of council, year, statements and records that files do not like."""
    whole = rich()
    first = whole.assessments[0]
    named = tuple(
        replace(theme, statements=tuple(replace(s, name=NAME, short_name=NAME) for s in theme.statements))
        for theme in first.framework.themes
    )
    years = []
    for number, year in enumerate(whole.assessments):
        label = f"{NAME} {number}"
        record = replace(year.record, values={**year.record.values, "label": label})
        risks = tuple(replace(r, values={**r.values, "title": NAME}) for r in year.records_of("risk"))
        framework = replace(year.framework, themes=named)
        years.append(replace(year, record=record, framework=framework, records={**year.records, "risk": risks}))
    council = replace(whole.council, values={**whole.council.values, "name": NAME})
    return replace(whole, council=council, assessments=tuple(years))


MADE: Mapping[str, Callable[[], Workbook]] = {
    "worked example": lambda: json.read_json_workbook(RESOURCES / "sample" / "derby.json").workbook,
    "nothing written": lambda: workbook(empty_assessment()),
    "no records at all": lambda: workbook(replace(empty_assessment(), records={})),
    "every field": rich,
    "nasty names": _nasty,
}


@pytest.fixture(scope="module", params=MADE)
def package(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ZipFile]:
    path: Path = written(tmp_path_factory.mktemp("parts") / "book.xlsx", MADE[request.param]())
    with ZipFile(path) as archive:
        yield archive


def _part(package: ZipFile, name: str) -> Element:
    return ElementTree.fromstring(package.read(name))


def _parts(package: ZipFile, pattern: str) -> dict[str, Element]:
    return {name: _part(package, name) for name in package.namelist() if re.fullmatch(pattern, name)}


def _sheets(package: ZipFile) -> dict[str, Element]:
    """The sheets by name."""
    names = [str(each.get("name")) for each in _part(package, "xl/workbook.xml").iter(f"{MAIN}sheet")]
    return {name: _part(package, f"xl/worksheets/sheet{number}.xml") for number, name in enumerate(names, 1)}


def _cells(sheet: Element) -> dict[str, str]:
    return {str(c.get("r")): "".join(c.itertext()) for c in sheet.iter(f"{MAIN}c")}


def _bounds(reference: str) -> tuple[int, int, int, int]:
    """The left column, top row, right column and bottom row of a range."""
    found: Any = range_boundaries(reference)
    left, top, right, bottom = map(int, found)
    return left, top, right, bottom


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def test_elements_come_in_the_order_of_the_standard(package: ZipFile) -> None:
    for name, root in _parts(package, r"xl/.*\.xml").items():
        for element in root.iter():
            order = ORDERS.get(_local(element), "").split()
            if not order or len(element) == 0:
                continue
            children = [_local(child) for child in element]
            assert set(children) <= set(order), (name, _local(element))
            assert children == sorted(children, key=order.index), (name, _local(element))


def test_every_part_has_a_type_and_every_relation_leads_to_a_part(package: ZipFile) -> None:
    names = package.namelist()
    assert len(names) == len(set(names))
    types = _part(package, "[Content_Types].xml")
    named = {str(each.get("PartName")).lstrip("/") for each in types.iter(f"{TYPES}Override")}
    endings = {each.get("Extension") for each in types.iter(f"{TYPES}Default")}
    assert named <= set(names)
    for name in names:
        assert name in named or name.rpartition(".")[2] in endings
    for name, relations in _parts(package, r".*\.rels").items():
        folder = dirname(dirname(name))
        ids = [each.get("Id") for each in relations]
        assert len(ids) == len(set(ids))
        for each in relations:
            target = str(each.get("Target"))
            if each.get("TargetMode") == "External":
                assert str(each.get("Type")).endswith("/hyperlink")
                assert re.match(r"(https?|file)://[!-~]+$", target)
                continue
            assert normpath(target.lstrip("/") if target.startswith("/") else join(folder, target)) in names


def test_relations_that_parts_name_are_there(package: ZipFile) -> None:
    for name, root in _parts(package, r"xl/(worksheets|drawings)/\w+\.xml").items():
        used = {value for element in root.iter() for key, value in element.items() if key.startswith(RELATION)}
        if used:
            relations = _part(package, join(dirname(name), "_rels", f"{name.rpartition('/')[2]}.rels"))
            assert used <= {each.get("Id") for each in relations}


def test_sheet_names_are_such_as_excel_takes(package: ZipFile) -> None:
    names = list(_sheets(package))
    assert len({name.casefold() for name in names}) == len(names)
    for name in names:
        assert 1 <= _units(name) <= 31
        assert not re.search(r"[\[\]:*?/\\\x00-\x1f]", name)
        assert name.strip("'") == name
        assert name.casefold() != "history"


def test_tables_have_the_headings_of_their_cells(package: ZipFile) -> None:
    found = []
    for number, sheet in enumerate(_sheets(package).values(), 1):
        assert sheet.find(f"{MAIN}autoFilter") is None, "a table brings its own filter"
        assert sheet.find(f"{MAIN}mergeCells") is None
        relations = f"xl/worksheets/_rels/sheet{number}.xml.rels"
        if sheet.find(f"{MAIN}tableParts") is None:
            continue
        targets = [str(each.get("Target")) for each in _part(package, relations)]
        parts = [normpath(join("xl/worksheets", target)) for target in targets if "/tables/" in target]
        assert len(parts) == len(list(sheet.iter(f"{MAIN}tablePart")))
        found += [(_part(package, part), _cells(sheet)) for part in parts]
    assert len(found) == len(_parts(package, r"xl/tables/.*"))
    assert len([table for table, _ in found if table.find(f"{MAIN}autoFilter") is not None]) == len(REGISTERS)
    ids = [table.get("id") for table, _ in found]
    names = [str(table.get("displayName")).casefold() for table, _ in found]
    assert len(set(ids)) == len(set(names)) == len(found)
    for table, cells in found:
        assert re.fullmatch(r"[^\W\d]\w{0,254}", str(table.get("displayName")))
        assert not re.fullmatch(r"[A-Za-z]{1,3}\d+", str(table.get("displayName"))), "the name of a cell"
        left, top, right, bottom = _bounds(str(table.get("ref")))
        columns = list(table.iter(f"{MAIN}tableColumn"))
        assert bottom > top
        assert [each.get("id") for each in columns] == [str(n) for n in range(1, right - left + 2)]
        headings = [str(each.get("name")) for each in columns]
        assert headings == [cells[f"{get_column_letter(n)}{top}"] for n in range(left, right + 1)]
        assert len({heading.casefold() for heading in headings}) == len(headings)
        assert all(0 < len(heading) <= 255 and "\n" not in heading for heading in headings)
        assert {each.get("ref") for each in table.iter(f"{MAIN}autoFilter")} <= {table.get("ref")}


def test_every_table_says_what_it_is(package: ZipFile) -> None:
    for name, table in _parts(package, r"xl/tables/\w+\.xml").items():
        (said,) = table.iter("{http://schemas.microsoft.com/office/spreadsheetml/2009/9/main}table")
        assert said.get("altText"), name
        assert 0 < len(str(said.get("altTextSummary"))) <= 200


def test_cells_hold_what_a_cell_may(package: ZipFile) -> None:
    styles = _part(package, "xl/styles.xml")
    formats = [xf.get("numFmtId") for xf in styles.iterfind(f"{MAIN}cellXfs/*")]
    dates = {each.get("numFmtId") for each in styles.iter(f"{MAIN}numFmt") if "mmm" in str(each.get("formatCode"))}
    assert len(formats) < 65_000
    for sheet in _sheets(package).values():
        rows = [int(str(row.get("r"))) for row in sheet.iter(f"{MAIN}row")]
        assert rows == sorted(set(rows))
        for cell in sheet.iter(f"{MAIN}c"):
            text = "".join(cell.itertext())
            assert _units(text) <= 32_767
            assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", text)
            assert int(cell.get("s", "0")) < len(formats)
            assert cell.find(f"{MAIN}f") is None
            if cell.get("t") is None and text:
                number = float(text)
                assert formats[int(cell.get("s", "0"))] not in dates or 0 <= number <= LAST_DAY


def test_rows_and_columns_have_sizes_that_excel_knows(package: ZipFile) -> None:
    for sheet in _sheets(package).values():
        for column in sheet.iter(f"{MAIN}col"):
            assert 0 < float(column.get("width", "1")) <= 255
            assert int(str(column.get("min"))) <= int(str(column.get("max"))) <= LAST_COLUMN
        for row in sheet.iter(f"{MAIN}row"):
            assert 0 < float(row.get("ht", "1")) <= 409
        ends = [int(str(each.get("id"))) for each in sheet.iter(f"{MAIN}brk")]
        assert ends == sorted(set(ends))
        assert len(ends) <= 1_026


def test_rules_and_drop_downs_are_within_their_limits(package: ZipFile) -> None:
    sheets = _sheets(package)
    known = len(_part(package, "xl/styles.xml").findall(f"{MAIN}dxfs/*"))
    for sheet in sheets.values():
        for rule in sheet.iter(f"{MAIN}cfRule"):
            assert int(str(rule.get("dxfId"))) < known
            assert int(str(rule.get("priority"))) > 0
            assert all(len(formula.text or "") <= 255 for formula in rule)
        rules = list(sheet.iter(f"{MAIN}dataValidation"))
        assert len(rules) < 65_534
        for each in rules:
            assert _units(each.get("promptTitle", "")) <= 32
            assert _units(each.get("errorTitle", "")) <= 32
            assert _units(each.get("prompt", "")) <= 255
            assert _units(each.get("error", "")) <= 255
            formula = each.findtext(f"{MAIN}formula1")
            if each.get("type") == "list":
                name, reference = str(formula).split("!")
                left, top, right, bottom = _bounds(reference.replace("$", ""))
                assert left == right
                cells = _cells(sheets[name.strip("'")])
                assert all(cells[f"{get_column_letter(left)}{row}"] for row in range(top, bottom + 1))


def test_links_between_sheets_lead_to_cells(package: ZipFile) -> None:
    sheets = _sheets(package)
    for sheet in sheets.values():
        links = list(sheet.iter(f"{MAIN}hyperlink"))
        assert len(links) < 65_530
        for link in (each for each in links if each.get("location")):
            name, _, cell = str(link.get("location")).rpartition("!")
            assert name[1:-1].replace("''", "'") in sheets
            assert cell == "A1"
    assert len(list(sheets["Read me"].iter(f"{MAIN}hyperlink"))) == len(sheets) - 3, (
        "all but itself and the hidden ones"
    )


def test_headers_and_footers_are_short_and_their_signs_are_theirs(package: ZipFile) -> None:
    for name, sheet in _sheets(package).items():
        for text in (each.text or "" for part in sheet.iter(f"{MAIN}headerFooter") for each in part):
            assert _units(text) <= 255
            codes = set(re.findall(r"&(.)", text.replace("&&", "")))
            assert codes <= set("LCRPN"), (name, text)
            assert "\n" not in text


def test_names_of_print_ranges_are_whole(package: ZipFile) -> None:
    book = _part(package, "xl/workbook.xml")
    sheets = list(_sheets(package))
    names = [(each.get("name"), each.get("localSheetId")) for each in book.iter(f"{MAIN}definedName")]
    assert len(names) == len(set(names)) == 2 * len(REGISTERS)
    for each in book.iter(f"{MAIN}definedName"):
        sheet = sheets[int(str(each.get("localSheetId")))].replace("'", "''")
        ranges = {"_xlnm.Print_Titles": r"\$1:\$1", "_xlnm.Print_Area": r"\$A\$1:\$[A-Z]+\$1048576"}
        assert re.fullmatch(rf"'{re.escape(sheet)}'!{ranges[str(each.get('name'))]}", str(each.text))


def test_charts_are_of_cells_that_are_there(package: ZipFile) -> None:
    sheets = _sheets(package)
    charts = _parts(package, r"xl/charts/chart\d+\.xml")
    assert charts
    for chart in charts.values():
        counts = set()
        for formula in chart.iter(f"{CHART}f"):
            name, reference = str(formula.text).rsplit("!", 1)
            _, top, _, bottom = _bounds(reference.replace("$", ""))
            counts.add(bottom - top)
            cells = _cells(sheets[name[1:-1]])
            letter = reference[1]
            assert all(f"{letter}{row}" in cells for row in range(top, bottom + 1))
        assert len(counts) == 1
        placed = [each.get("val") for each in chart.iter(f"{CHART}dLblPos")]
        stacked = [each.get("val") for each in chart.iter(f"{CHART}grouping")] == ["stacked"]
        assert set(placed) == {"ctr" if stacked else "outEnd"}, "stacked bars have no outer end"
    drawing = _part(package, "xl/drawings/drawing1.xml")
    described = list(drawing.iter(f"{DRAWING}cNvPr"))
    assert len(described) == len(charts)
    assert all(each.get("descr") and each.get("name") for each in described)
    for text in (str(value) for each in described for value in each.attrib.values()):
        assert len(text) <= 2_000


def test_properties_say_what_the_file_is(package: ZipFile) -> None:
    core = {_local(each): each.text or "" for each in _part(package, "docProps/core.xml")}
    assert core["language"] == "en-GB"
    for key in ("title", "creator", "subject", "keywords", "description"):
        assert 0 < len(core[key]) <= 255
        assert "\n" not in core[key]
    for key in ("created", "modified"):
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", core[key])
