"""What the file looks like to people and to Excel: sheets, tables, drop-downs, print set-up."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.workbook import Workbook as Book

from selfassess.domain.model.catalogue import CATALOGUE, EARLIER, KINDS_OF_ASSESSMENT, links_to_records
from selfassess.domain.model.fields import Kind
from selfassess.exchange import json
from selfassess.exchange.excel.page_sheets import name_statement_sheets
from selfassess.exchange.excel.registers import REGISTERS
from selfassess.exchange.excel.writing.places import find_link_address
from selfassess.packs import reader as packs
from selfassess.packs.resources import RESOURCES
from tests.exchange.excel_making import opened, rich, written
from tests.making import empty_assessment, workbook


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    return opened(written(tmp_path_factory.mktemp("sheets") / "rich.xlsx", rich()))


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Book:
    year = empty_assessment()
    return opened(written(tmp_path_factory.mktemp("sheets") / "empty.xlsx", workbook(replace(year, records={}))))


def _headings(book: Book, sheet: str) -> list[str]:
    return [str(cell.value) for cell in book[sheet][1]]


def test_sheets_stand_in_the_order_of_the_design(book: Book) -> None:
    assert book.sheetnames == [
        "Read me", "Summary", "Assessing needs", "Healthier lives", "Equity", "Care provision", "Partnerships",
        "Safe systems", "Safeguarding", "Governance", "Learning", "Judgements", "Strengths", "Improvements", "Risks",
        "Actions", "Milestones", "Updates", "Evidence", "Stories", "Measures", "Measure values", "Comparators",
        "Information return", "Figures", "Contacts", "Findings", "Sections", "Comments", "Interviews",
        "Case criteria", "Cases", "Requests",
        "Meeting notes", "Factual accuracy", "Views of partners", "Look again", "_lists", "_selfassess",
    ]  # fmt: skip
    assert [sheet.title for sheet in book if sheet.sheet_state != "visible"] == ["_lists", "_selfassess"]


def test_every_field_of_the_catalogue_has_its_column(empty: Book) -> None:
    assert {kind.key for kind in REGISTERS} == {kind.key for kind in KINDS_OF_ASSESSMENT}
    for kind in REGISTERS:
        fields = [field.label for field in kind.fields]
        headings = _headings(empty, kind.sheet)
        assert sorted(headings) == sorted(["Year", *fields, "Exact values", "Position", "Id"])
        assert headings[-3:] == ["Exact values", "Position", "Id"]


def test_what_people_look_for_stands_first_and_what_is_said_about_a_row_last(empty: Book, book: Book) -> None:
    wanted = {
        "Judgements": ["Quality statement", "Score", "Status", "Lead"],
        "Strengths": ["Strength", "Quality statement", "What we do well"],
        "Risks": ["Risk", "Quality statement", "Status", "Likelihood", "Severity", "Owner", "Review on"],
        "Actions": ["Action", "Quality statement", "Status", "Priority", "Owner", "Due on", "What will be done"],
        "Evidence": ["Evidence", "How strong is it?", "Owner", "Dated"],
        "Measure values": ["Measure", "Period", "Value"],
        "Information return": ["Item", "Status", "Owner"],
        "Comments": ["About", "Comment"],
    }
    for sheet, first in wanted.items():
        assert _headings(empty, sheet)[: len(first)] == first
        assert _headings(empty, sheet)[-4] == "Year"
        named = 2 if sheet == "Measure values" else 1
        assert _headings(book, sheet)[named] == "Year", "of several years each row says early which it is of"
    assert _headings(empty, "Actions")[-6:-3] == ["Carried from", "Carried forward, not reviewed", "Year"]
    assert _headings(empty, "Evidence")[-9:-6] == ["Fingerprint", "Size in bytes", "Checked on"]


def test_a_long_text_goes_on_in_a_column_beside_it(book: Book, empty: Book) -> None:
    headings = _headings(book, "Comments")
    assert headings[headings.index("Comment") + 1] == "Comment (2)"
    assert not book["Comments"].column_dimensions[get_column_letter(headings.index("Comment (2)") + 1)].hidden
    assert "Comment (2)" not in _headings(empty, "Comments")
    longest = max(len(str(cell.value).encode("utf-16-le")) // 2 for row in book["Comments"] for cell in row)
    assert longest <= 32_767


@pytest.mark.parametrize("name", ["book", "empty"])
def test_every_register_is_a_table_whose_headings_are_its_cells(name: str, request: pytest.FixtureRequest) -> None:
    book: Book = request.getfixturevalue(name)
    tables = [table for sheet in book for table in sheet.tables.values()]
    assert len({table.displayName for table in tables}) == len(tables) >= len(REGISTERS)
    for kind in REGISTERS:
        sheet = book[kind.sheet]
        (table,) = sheet.tables.values()
        assert [column.name for column in table.tableColumns] == _headings(book, kind.sheet)
        left, top, right, bottom = range_boundaries(table.ref)
        assert (left, top, right) == (1, 1, len(_headings(book, kind.sheet)))
        assert bottom == max(2, sheet.max_row)
        assert table.autoFilter.ref == table.ref


def test_registers_are_set_up_to_edit_and_to_print(book: Book) -> None:
    for kind in REGISTERS:
        sheet: Any = book[kind.sheet]
        assert sheet.freeze_panes == "B2"
        assert sheet.print_title_rows == "$1:$1"
        assert not sheet.merged_cells.ranges
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        headings = _headings(book, kind.sheet)
        hidden = [sheet.column_dimensions[get_column_letter(n)].hidden for n in range(1, len(headings) + 1)]
        gone = [heading for heading, is_hidden in zip(headings, hidden, strict=True) if is_hidden]
        assert [heading for heading in gone if not heading.startswith("Exact values (")] == [
            "Exact values",
            "Position",
            "Id",
        ]
        assert headings[-1] == "Id"
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    assert cell.alignment.wrap_text
                    assert cell.alignment.vertical == "top"


def test_pages_to_read_fit_a_page_with_council_year_and_page(book: Book) -> None:
    for name in book.sheetnames[:11]:
        sheet: Any = book[name]
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.paperSize) == (1, 9)
        room = {"portrait": 697, "landscape": 1026}[sheet.page_setup.orientation]
        across = sum(int(each.width * 7 + 5) for each in sheet.column_dimensions.values())
        assert min(1, room / across) * 10 >= 8, "letters of a table are printed in eight points or more"
        assert "Derby City Council" in sheet.oddHeader.left.text
        assert sheet.oddHeader.center.text == "2024-25"
        assert sheet.oddFooter.right.text == "Page &P of &N"
    assert book.properties.creator == "Derby City Council (worked example)"
    assert "2024-25" in str(book.properties.title)


def test_statement_sheets_show_what_is_written_under_them(book: Book) -> None:
    shown = "\n".join(str(cell.value) for row in book["Equity"] for cell in row if cell.value is not None)
    assert "strength title text" in shown
    assert "judgement rationale first line" in shown


def test_pages_to_read_merge_no_cells_and_their_tables_are_tables(tmp_path: Path) -> None:
    book = opened(
        written(tmp_path / "derby.xlsx", json.read_json_workbook(RESOURCES / "sample" / "derby.json").workbook)
    )
    assert not any(sheet.merged_cells.ranges for sheet in book)
    tables = {sheet.title: [table.displayName for table in sheet.tables.values()] for sheet in book.worksheets[:11]}
    assert tables["Summary"] == [f"Summary_{number}" for number in range(1, 9)]
    assert tables["Assessing needs"] == ["Assessing_needs_1", "Assessing_needs_2"]
    texts = [str(row[1].value) for row in book["Assessing needs"] if row[1].value is not None]
    assert any("The wait for a community support assessment is falling" in text for text in texts)


def test_the_summary_begins_with_what_a_director_would_say(tmp_path: Path) -> None:
    sheet: Any = opened(
        written(tmp_path / "derby.xlsx", json.read_json_workbook(RESOURCES / "sample" / "derby.json").workbook)
    )["Summary"]
    said = [str(cell.value) for row in sheet for cell in row[:2] if cell.value is not None]
    assert said[2].startswith("Requires improvement")
    first = ["What we are proud of", "Our most pressing risks", "Our priorities", "Our summary", "Scores", "Evidence"]
    assert [each for each in said if each in first] == first
    leads = {str(cell.value): cell.hyperlink.location for row in sheet for cell in row if cell.hyperlink}
    assert leads["Equity in experiences and outcomes"] == "'Equity'!A1"


def test_a_text_too_high_for_one_row_goes_on_in_the_next(tmp_path: Path) -> None:
    year = empty_assessment()
    judgement = year.judgements["equity"]
    prose = " ".join(f"word{number}" for number in range(3000))
    changed = replace(judgement, values={**judgement.values, "rationale": prose})
    rest = tuple(changed if r.id == changed.id else r for r in year.records_of("judgement"))
    whole = workbook(replace(year, records={**year.records, "judgement": rest}))
    sheet = opened(written(tmp_path / "long.xlsx", whole))["Equity"]
    shown = " ".join(str(row[1].value) for row in sheet if row[1].value is not None)
    assert " ".join(prose.split()) in " ".join(shown.split())
    assert max(dimension.height or 0 for dimension in sheet.row_dimensions.values()) <= 409


def test_answers_are_chosen_from_a_list(book: Book) -> None:
    for kind in REGISTERS:
        sheet = book[kind.sheet]
        headings = _headings(book, kind.sheet)
        rules = {str(rule.sqref).split("2:")[0]: rule for rule in sheet.data_validations.dataValidation}
        for spec in kind.fields:
            rule = rules.get(get_column_letter(headings.index(spec.label) + 1))
            if spec.kind is Kind.CHOICE:
                assert rule is not None
                assert _answers(book, rule.formula1) == [choice.label for choice in spec.choices]
            elif spec.kind is Kind.YES_NO:
                assert rule is not None
                assert _answers(book, rule.formula1) == ["Yes", "No"]
            elif spec.kind is Kind.LINKS:
                assert rule is not None
                assert str(rule.prompt).startswith("One a line")
            elif spec.kind is Kind.LINK and not links_to_records(spec) and EARLIER not in spec.target:
                assert rule is not None
                assert rule.errorStyle == "warning"


def test_a_score_is_a_number_from_a_list_of_four(book: Book) -> None:
    column = get_column_letter(_headings(book, "Judgements").index("Score") + 1)
    (rule,) = [r for r in book["Judgements"].data_validations.dataValidation if str(r.sqref).startswith(f"{column}2")]
    assert _answers(book, rule.formula1) == [1, 2, 3, 4]
    scores = [cell.value for cell in book["Judgements"][column][1:] if cell.value is not None]
    assert scores
    assert all(isinstance(score, int) for score in scores)


def test_dates_are_dates_written_the_british_way(book: Book) -> None:
    for kind in REGISTERS:
        headings = _headings(book, kind.sheet)
        for spec in kind.fields:
            if spec.kind is not Kind.DATE:
                continue
            cells = book[kind.sheet][get_column_letter(headings.index(spec.label) + 1)][1:]
            real = [cell for cell in cells if cell.is_date]
            assert all(cell.number_format == "d mmm yyyy" for cell in real)
            assert all(cell.value is None or cell.is_date or cell.value == "31 December 1899" for cell in cells)


def test_links_show_titles_and_words(book: Book) -> None:
    headings = _headings(book, "Risks")
    odd = next(row for row in book["Risks"].iter_rows(min_row=2, values_only=True) if row[-1] == "odd")
    assert odd[headings.index("Evidence")] == "evidence title text (2)\nled-nowhere"
    assert odd[headings.index("Quality statement")] == "unheard-of"
    assert odd[headings.index("Status")] == "Sleeping"
    figure = next(book["Figures"].iter_rows(min_row=3, max_row=3, values_only=True))
    assert str(figure[0]).startswith("IR 5 ")
    assert figure[1] == "Care assessments"


def test_colours_and_drop_downs_end_soon_after_the_table(book: Book) -> None:
    for kind in REGISTERS:
        sheet: Any = book[kind.sheet]
        (table,) = sheet.tables.values()
        last = range_boundaries(table.ref)[3]
        ends = {bound for rule in sheet.data_validations.dataValidation for bound in _last_rows(rule.sqref)}
        ends |= {bound for rules in sheet.conditional_formatting for bound in _last_rows(rules.sqref)}
        assert ends == {int(str(last)) + 500}


def _last_rows(ranges: Any) -> set[int]:
    return {each.max_row for each in ranges.ranges}


def test_places_of_evidence_that_a_click_opens_are_links() -> None:
    places = {
        "https://www.cqc.org.uk/a b": "",
        "https://www.cqc.org.uk/a%20b?c=d#e": "https://www.cqc.org.uk/a%20b?c=d#e",
        " http://example.gov.uk/ŵ ": "http://example.gov.uk/%C5%B5",
        "S:\\Adults\\A report.docx": "file:///S:/Adults/A%20report.docx",
        "\\\\server\\share\\report.pdf": "file://server/share/report.pdf",
        "/shared/adults/report.pdf": "file:///shared/adults/report.pdf",
        "reports/report.pdf": "",
        "Case management system": "",
        "javascript:alert(1)": "",
        "https://example.gov.uk/\u0007": "",
        "https://example.gov.uk/" + "x" * 3000: "",
    }
    assert {place: find_link_address(place) for place in places} == places


def _answers(book: Book, formula: object) -> list[object]:
    sheet, reference = str(formula).split("!")
    return [row[0].value for row in book[sheet][reference.replace("$", "")]]


def test_names_of_statement_sheets_are_such_as_excel_takes() -> None:
    framework = packs.newest_framework()
    themes = list(framework.themes)
    first = themes[0]
    odd = ("History", "Risks", "a/b: [c]?*" + "x" * 40)
    statements = tuple(replace(s, short_name=n) for s, n in zip(first.statements, odd, strict=True))
    themes[0] = replace(first, statements=statements)
    names = [name for _, name in name_statement_sheets(replace(framework, themes=tuple(themes)))]
    assert names[:2] == ["1 History", "2 Risks"]
    assert len({name.casefold() for name in names}) == 9
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)


def test_the_read_me_names_every_register(book: Book) -> None:
    shown = "\n".join(str(cell.value) for row in book["Read me"] for cell in row if cell.value is not None)
    assert all(CATALOGUE[kind.key].sheet in shown for kind in REGISTERS)
