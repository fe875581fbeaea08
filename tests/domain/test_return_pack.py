"""What goes into a return, under which name, and what stays behind and why."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfassess.domain.model.errors import WrongUseError
from selfassess.domain.model.fields import Value
from selfassess.domain.model.report_blocks import Table
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.report.outline import walk_sections
from selfassess.domain.return_pack import index, warnings
from selfassess.domain.return_pack import plan as return_pack
from selfassess.domain.return_pack.file_names import (
    LONGEST_NAME,
    Names,
    count_windows_units,
    find_name_room,
    pad_item_number,
)
from selfassess.domain.return_pack.index import Standing
from selfassess.domain.return_pack.plan import CHANGED, NO_PLACE, TO_REDACT, Plan, Seen
from tests.making import changed, council, empty_assessment, with_record


class Year:
    """A year to which evidence is added, and what was seen of its files."""

    def __init__(self) -> None:
        self.year: Assessment = empty_assessment()
        self.seen: dict[str, Seen] = {}

    def file(self, title: str, *refs: str, seen: Seen | None = None, **values: Value) -> str:
        found = seen or Seen(size=10, sha256=f"content of {title}", ending=".pdf")
        made = {"personal_data": "none", "location": "a.pdf", "location_kind": "file", **values}
        self.year, record = with_record(self.year, "evidence", title=title, return_items=refs, **made)
        self.seen[record.id] = found
        return record.id

    def other(self, title: str, *refs: str, **values: Value) -> None:
        self.year, _ = with_record(self.year, "evidence", title=title, return_items=refs, **values)

    def plan(self, *, send_changed: bool = False) -> Plan:
        return return_pack.plan_return(self.year, self.seen, room=LONGEST_NAME, changed=send_changed)

    def answer(self, ref: str, **values: Value) -> None:
        record = next(each for each in self.year.records_of("return_answer") if each["return_item"] == ref)
        self.year = changed(self.year, record, **values)


@pytest.fixture
def year() -> Year:
    return Year()


def reasons(plan: Plan) -> dict[str, str]:
    return {each.title: each.reason for each in plan.held_back}


def standings(plan: Plan) -> dict[str, tuple[Standing, ...]]:
    return {line.item.ref: line.standings for line in index.build_item_lines(plan)}


# Names


@pytest.mark.parametrize(
    ("title", "ending", "name"),
    [
        ("Annual report", ".pdf", "IR 05 - Annual report.pdf"),
        ("Annual report.PDF", ".pdf", "IR 05 - Annual report.pdf"),
        ("../../etc/passwd", ".txt", "IR 05 - etc-passwd.txt"),
        ('a<b>c:d"e/f\\g|h?i*j', ".pdf", "IR 05 - a-b-c-d-e-f-g-h-i-j.pdf"),
        ("CON", ".txt", "IR 05 - CON.txt"),
        ("Report\u202efdp.exe", ".pdf", "IR 05 - Reportfdp.exe.pdf"),
        ("ends with dots. . .", ".pdf", "IR 05 - ends with dots.pdf"),
        ("two\r\nlines\x00\x07", ".pdf", "IR 05 - two lines.pdf"),
        ("Strategaeth ŵ ŷ 👩🏽", ".docx", "IR 05 - Strategaeth ŵ ŷ 👩🏽.docx"),
        ("cafe\u0301", ".pdf", "IR 05 - café.pdf"),
        ("\u202e\u200b", "", "IR 05 - Untitled.pdf".removesuffix(".pdf")),
        ("Draft", ". Final version of it", "IR 05 - Draft"),
        ("\ud800 half", ".pdf", "IR 05 - half.pdf"),
    ],
)
def test_a_title_becomes_a_name_that_every_system_takes(title: str, ending: str, name: str) -> None:
    assert Names(LONGEST_NAME).choose_file_name("IR 5", title, ending) == name


def test_names_differ_also_where_only_capitals_do() -> None:
    names = Names(LONGEST_NAME, ("Index.pdf",))
    made = [names.choose_file_name("IR 5", title, ".pdf") for title in ("Report", "REPORT", "report", "Report (2)")]
    assert made == [
        "IR 05 - Report.pdf", "IR 05 - REPORT (2).pdf", "IR 05 - report (3).pdf", "IR 05 - Report (2) (2).pdf"
    ]  # fmt: skip


@given(titles=st.lists(st.text(max_size=400), max_size=6), ending=st.text(max_size=30), left=st.integers(40, 120))
def test_whatever_is_typed_names_are_safe_short_and_each_its_own(titles: list[str], ending: str, left: int) -> None:
    names = Names(left)
    made = [names.choose_file_name("IR 12", title, ending) for title in [*titles, *titles]]
    assert len({name.casefold() for name in made}) == len(made)
    for name in made:
        assert name.startswith("IR 12 - ")
        assert count_windows_units(name) <= left
        assert len(name.encode()) < 255
        assert name == unicodedata.normalize("NFC", name)
        assert not set('<>:"/\\|?*') & set(name)
        assert name[-1] not in " ."
        assert all(unicodedata.category(letter)[0] != "C" for letter in name)


def test_a_place_that_lies_too_deep_is_refused() -> None:
    assert find_name_room("/short") == LONGEST_NAME
    assert find_name_room("/" + "x" * 149) == 240 - 151
    with pytest.raises(WrongUseError, match="too deep"):
        find_name_room("/" + "x" * 220)


def test_an_item_that_no_return_knows_still_has_a_name() -> None:
    assert pad_item_number("IR 5") == "IR 05"
    assert pad_item_number("IR 38") == "IR 38"
    assert pad_item_number("../x") == "IR -x"
    assert len(Names(40).choose_file_name("IR " + "9" * 300, "x" * 300, ".pdf")) == 40


# What goes and what stays


def test_each_document_goes_once_under_its_first_item_with_the_others_named(year: Year) -> None:
    same = Seen(size=10, sha256="one content", ending=".pdf")
    year.file("Market position statement", "IR 16", "IR 15", seen=same)
    year.file("The same under another title", "IR 17", seen=same)
    (document,) = year.plan().documents
    assert document.name == "IR 15 - Market position statement.pdf"
    assert (document.ref, document.also) == ("IR 15", ("IR 16", "IR 17"))
    assert len(document.evidence) == 2


def test_files_whose_content_nobody_read_are_not_taken_for_one(year: Year) -> None:
    for title in ("One", "Two"):
        year.file(title, "IR 3", seen=Seen(size=10, ending=".pdf"))
    assert len(year.plan().documents) == 2


@pytest.mark.parametrize(
    ("values", "seen", "reason"),
    [
        ({"personal_data": "needs_redaction"}, None, TO_REDACT),
        ({}, Seen(problem="a.pdf is not there."), "a.pdf is not there."),
        ({}, Seen(size=1, sha256="x", changed=True), CHANGED),
    ],
)
def test_what_cannot_go_is_held_back_with_its_reason(
    year: Year, values: dict[str, Value], seen: Seen | None, reason: str
) -> None:
    year.file("It", "IR 3", seen=seen, **values)
    plan = year.plan()
    assert reasons(plan) == {"It": reason}
    assert not plan.documents


def test_a_changed_file_goes_where_somebody_says_so(year: Year) -> None:
    year.file("It", "IR 3", seen=Seen(size=1, sha256="new", ending=".pdf", changed=True))
    plan = year.plan(send_changed=True)
    assert [document.changed for document in plan.documents] == [True]
    assert not plan.held_back


def test_a_copy_of_what_needs_redaction_does_not_go_under_another_mark(year: Year) -> None:
    secret = Seen(size=10, sha256="secret", ending=".docx")
    year.file("Case notes", seen=secret, personal_data="needs_redaction")
    year.file("Good practice", "IR 2", seen=secret, personal_data="redacted")
    plan = year.plan()
    assert not plan.documents
    assert "as “Case notes”" in reasons(plan)["Good practice"]


def test_web_pages_and_systems_stand_in_the_index_only(year: Year) -> None:
    year.other("Offer", "IR 10", "IR 11", location="https://www.example.gov.uk/offer/", location_kind="web")
    year.other("Offer", "IR 12", location="http://example.gov.uk/offer", location_kind="web")
    year.other("Referrals", "IR 28", location="Case system", location_kind="system", reference="Report 7")
    year.other("Nowhere", "IR 28", location_kind="system")
    plan = year.plan()
    offer, referrals = plan.references
    assert (offer.ref, offer.also, offer.web) == ("IR 10", ("IR 11", "IR 12"), True)
    assert (referrals.place, referrals.web) == ("Case system – Report 7", False)
    assert reasons(plan) == {"Nowhere": NO_PLACE}


def test_evidence_without_an_item_is_no_part_of_the_return(year: Year) -> None:
    year.file("Only for a statement")
    plan = year.plan()
    assert not plan.documents
    assert not plan.held_back


def test_a_year_without_a_return_has_none_to_hand_over(year: Year) -> None:
    record = year.year.record
    cqc = Assessment(
        record=type(record)(**{**{k: getattr(record, k) for k in ("kind", "id", "position", "assessment")},
                               "values": {**record.values, "assessor": "cqc"}}),
        framework=year.year.framework, information_return=None, records={},
    )  # fmt: skip
    with pytest.raises(WrongUseError, match="answers no information return"):
        return_pack.plan_return(cqc, {}, room=LONGEST_NAME)


# The index


def test_every_item_has_a_standing(year: Year) -> None:
    year.file("Report", "IR 3")
    year.answer("IR 4", note="What staff said.")
    year.answer("IR 6", status="not_applicable")
    item = year.plan().asked.find_item("IR 5")
    assert item is not None
    year.year, _ = with_record(
        year.year, "figure", return_item="IR 5", breakdown=item.breakdowns[0].key, figure=item.figures[0].key, value=12
    )
    year.year, _ = with_record(year.year, "contact", group="network", organisation="Forum")
    found = standings(year.plan())
    assert len(found) == 38
    assert found["IR 1"] == (Standing.EVIDENCE,)
    assert found["IR 3"] == (Standing.EVIDENCE,)
    assert found["IR 4"] == (Standing.ANSWERED,)
    assert found["IR 5"] == (Standing.FIGURES,)
    assert found["IR 6"] == (Standing.NOT_APPLICABLE,)
    assert found["IR 38"] == (Standing.ANSWERED,)
    assert found["IR 7"] == (Standing.MISSING,)


def test_the_index_to_read_and_the_sheets_say_the_same(year: Year) -> None:
    year.file("Report", "IR 3", "IR 4")
    year.file("Case notes", "IR 2", personal_data="needs_redaction")
    year.other("Offer", "IR 10", location="https://example.gov.uk", location_kind="web")
    year.answer("IR 8", note="We prevent, delay and reduce.", owner="Internal Name")
    plan = year.plan()
    made = index.build_index_outline(plan, council(), "2025-02-17")
    sheets = {sheet.title: sheet for sheet in index.build_index_sheets(plan, council())}
    tables = {
        block.caption: block
        for part in walk_sections(made.sections)
        for block in part.blocks
        if isinstance(block, Table)
    }
    assert len(sheets["What is in this return"].rows) == len(tables["Every item, and what answers it"].rows) == 38
    assert ("IR 03 - Report.pdf", "IR 3", "IR 4", "Report", 1) in sheets["Documents"].rows
    assert tables["What was held back or is not there, and why"].rows[0] == ("Case notes", "IR 2", TO_REDACT)
    assert sheets["Answers"].rows == (("IR 8", "Prevention strategy and services", "We prevent, delay and reduce."),)
    assert "Internal Name" not in repr(made) + repr(sheets)


def test_what_to_know_before_it_is_sent(year: Year) -> None:
    year.file("Policy", "IR 3", personal_data="not_checked")
    year.file("Setup", "IR 3", seen=Seen(size=0, ending=".exe"))
    year.answer("IR 6", status="not_applicable")
    year.file("About appeals", "IR 6")
    year.answer("IR 8", note="A note to ourselves", status="gathering")
    said = {notice.sentence: notice.about for notice in warnings.list_plan_notices(year.plan())}
    assert said["Documents that nobody has checked for personal data, sent as they are: 1."] == ("Policy",)
    assert said["Documents with nothing in the file: 1."] == ("Setup",)
    assert any(about == ("IR 03 - Setup.exe",) for about in said.values())
    assert "The self-assessment is not signed off: its cover says DRAFT." in said
    assert any(
        "IR 6 Eligibility and appeals" in about for sentence, about in said.items() if "not applicable" in sentence
    )
    assert any("IR 8 Prevention strategy and services" in about for about in said.values())
