"""Reading packs: what ships, what a workbook keeps, and what a slip in a file is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import msgspec
import pytest

from selfassess.domain.framework.framework import Framework, InformationReturn
from selfassess.domain.model.errors import PackError, WorkbookError
from selfassess.packs import reader
from selfassess.packs.resources import RESOURCES

FRAMEWORK_FILE = "cqc-la-2023-11.toml"
RETURN_FILE = "cqc-la-2025-02.toml"
FRAMEWORK = (RESOURCES / "frameworks" / FRAMEWORK_FILE).read_text(encoding="utf-8")
RETURN = (RESOURCES / "returns" / RETURN_FILE).read_text(encoding="utf-8")


def framework_fault(old: str, new: str) -> str:
    """What reading the framework says after one change to its file."""
    assert old in FRAMEWORK
    with pytest.raises(PackError) as caught:
        reader.read_framework(FRAMEWORK.replace(old, new, 1).encode(), FRAMEWORK_FILE)
    return str(caught.value)


def return_fault(old: str, new: str) -> str:
    """What reading the information return says after one change to its file."""
    assert old in RETURN
    with pytest.raises(PackError) as caught:
        reader.read_information_return(RETURN.replace(old, new, 1).encode(), RETURN_FILE)
    return str(caught.value)


def test_every_shipped_pack_is_read() -> None:
    assert reader.framework_ids()
    assert reader.return_ids()
    assert [reader.load_framework(id).id for id in reader.framework_ids()] == list(reader.framework_ids())
    assert [reader.load_information_return(id).id for id in reader.return_ids()] == list(reader.return_ids())


def test_a_pack_is_read_once() -> None:
    assert reader.newest_framework() is reader.newest_framework()
    assert reader.pair_packs(None, None)[1] is reader.pair_packs(None, None)[1]


@pytest.mark.parametrize("id", ["cqc-la-1999", "", "../frameworks/cqc-la-2023-11", "cqc-la-2023-11.toml"])
def test_an_unknown_id_is_told_with_the_known_ones(id: str) -> None:
    with pytest.raises(PackError, match=r'There is no framework ".*"\. There is: cqc-la-2023-11\.'):
        reader.load_framework(id)
    with pytest.raises(PackError, match=r'There is no information return ".*"\. There is: cqc-la-2025-02\.'):
        reader.load_information_return(id)


def test_a_fault_is_one_that_the_person_can_read() -> None:
    assert issubclass(PackError, WorkbookError)


EQUITY = f'{FRAMEWORK_FILE}: theme "working-with-people", statement "equity"'


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('source = "equality-framework"', 'source = "helthwatch"', '"helthwatch" is not among the sources'),
        ('source = "equality-framework"', 'source = "self-assessment"', '"self-assessment" appears twice'),
        ('key = "equity"\nnumber = 3', 'key = "equity"\nnumber = 4', 'statement "equity": number 4 should be 3'),
        ('key = "equity"', 'key = "learning"', 'statement "learning" appears twice'),
        ('short_name = "Equity"', 'short_name = " "', f"{EQUITY}: short_name is empty"),
        ('short_name = "Equity"\n', "", f'{EQUITY}: is missing "short_name"'),
        (
            'short_name = "Equity"',
            'shortname = "x"\nshort_name = "Equity"',
            f'{EQUITY}: "shortname" is not a known key',
        ),
        ('short_name = "Equity"', "short_name = 3", f'{EQUITY}, short_name: Expected "str", got "int"'),
        ('aliases = ["Equity in exp', 'aliases = ["Safeguarding", "Equity in exp', '"safeguarding" appears twice'),
        ('care_act = ["Section 1: ', 'care_act = ["", "Section 1: ', f"{EQUITY}: care_act has an empty entry"),
        ("\nprocesses = [", "\nprocess = [", 'evidence category "process" is not among the categories'),
        ("\npartners = [", "\npartners = 5\npartner = [", 'evidence: Expected "array", got "int"'),
        ('{ key = "healthwatch", ', '{ key = "case-tracking", ', 'source "case-tracking" appears twice'),
        ('name = "Healthwatch"', 'name = ""', 'source "healthwatch": name is empty'),
        (
            '{ key = "ambulance", ',
            '{ key = "spare", name = "x" },\n{ key = "ambulance", ',
            'source "spare": no statement',
        ),
        ("minimum = 63", "minimum = 39", 'band "good": minimum 39 is not above the band before it (39)'),
        ("minimum = 88", "minimum = 101", 'band "outstanding": minimum 101 is not a percentage'),
        ("value = 4", "value = 5", "scores are [1, 2, 3, 5]"),
        ('rounding = "up"', 'rounding = "sideways"', 'rounding "sideways" is not one of: up'),
        ('date = "November 2023"', 'date = ""', "wording: date is empty"),
        ('key = "leadership"', 'key = "providing-support"', 'theme "providing-support" appears twice'),
        ('id = "cqc-la-2023-11"', 'id = "cqc-la-2024"', 'id "cqc-la-2024" is not the name of the file'),
        ('id = "cqc-la-2023-11"', "id = ", "is not TOML ("),
    ],
)
def test_a_slip_in_a_framework_names_file_and_key(old: str, new: str, told: str) -> None:
    message = framework_fault(old, new)
    assert message.startswith(f"{FRAMEWORK_FILE}: ")
    assert told in message
    assert message.endswith(".")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('statements = ["equity"]', 'statements = ["equality"]', 'item "IR 11": statement "equality" is not among'),
        ('statements = ["equity"]', 'statements = ["learning"]', '"learning" does not belong to theme "working-with'),
        ('statements = ["equity"]', "statements = []", 'item "IR 11": there are no statements'),
        ('statements = ["all"]', 'statements = ["general"]', 'item "IR 1": theme "all" goes with statements ["all"]'),
        ('theme = "leadership"', 'theme = "leaders"', 'item "IR 30": theme "leaders" is not among the themes'),
        ('ref = "IR 8"', 'ref = "IR 7"', 'item "IR 7" appears twice'),
        ('title = "Risk register"', 'title = ""', 'item "IR 32": title is empty'),
        ('title = "Risk register"\n', "", 'item "IR 32": is missing "title"'),
        ("look_back_months = 24", "look_back_months = 0", 'item "IR 27": look_back_months 0 is not above 0'),
        ("look_back_months = 24", "look_back_month = 24", 'item "IR 27": "look_back_month" is not a known key'),
        ("look_back_months = 24", 'look_back_months = "24"', 'item "IR 27", look_back_months: Expected "int | null"'),
        ('key = "longest-wait"', 'key = "median-wait"', 'item "IR 5": figure "median-wait" appears twice'),
        ('unit = "people"', 'unit = ""', 'item "IR 5": figure: unit is empty'),
        ('key = "care-reviews"', 'key = "care-assessments"', 'breakdown "care-assessments" appears twice'),
        (
            'figures = [\n    { key = "handed-back"',
            'figures = []\nx = [\n    { key = "handed-back"',
            '"x" is not a known',
        ),
        ('key = "carers"', 'key = "voluntary"', 'contacts "voluntary" appears twice'),
        ('rule = "Agendas of meetings"', 'rule = ""', 'not_to_send "agendas": rule is empty'),
        ('framework = "cqc-la-2023-11"', 'framework = "cqc-la-1999"', 'framework "cqc-la-1999" is not known'),
        ('id = "cqc-la-2025-02"', "]", "is not TOML ("),
    ],
)
def test_a_slip_in_an_information_return_names_file_and_key(old: str, new: str, told: str) -> None:
    message = return_fault(old, new)
    assert message.startswith(f"{RETURN_FILE}: ")
    assert told in message


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"PK\x03\x04", b"no", b"a = 1\x00"])
def test_bytes_that_are_no_pack_are_refused(data: bytes) -> None:
    for read in (reader.read_framework, reader.read_information_return):
        with pytest.raises(PackError, match=r"broken\.toml: is not TOML"):
            read(data, "broken.toml")
    for decode in (reader.decode_framework, reader.decode_return):
        with pytest.raises(PackError, match="the workbook's framework: is not JSON"):
            decode(data, "the workbook's framework")


@pytest.mark.parametrize("data", [b"", b"[]", b"{}", b"3", b"null"])
def test_json_that_is_no_pack_is_refused(data: bytes) -> None:
    for decode in (reader.decode_framework, reader.decode_return):
        with pytest.raises(PackError, match=r"^here: .*\.$"):
            decode(data, "here")


def test_a_framework_comes_back_from_json_equal(framework: Framework) -> None:
    assert reader.decode_framework(reader.encode_pack(framework), "the workbook's framework") == framework


def test_an_information_return_comes_back_from_json_equal(
    information_return: InformationReturn, framework: Framework
) -> None:
    data = reader.encode_pack(information_return)
    assert reader.decode_return(data, "the workbook's return") == information_return
    assert reader.decode_return(data, "the workbook's return", framework) == information_return


def test_a_kept_pack_with_keys_of_a_later_version_still_opens(framework: Framework) -> None:
    kept = msgspec.json.decode(reader.encode_pack(framework))
    kept["colour"] = "blue"
    kept["themes"][0]["statements"][0]["weight"] = 2
    assert reader.decode_framework(msgspec.json.encode(kept), "the workbook's framework") == framework


@pytest.mark.parametrize(
    ("slip", "told"),
    [
        (lambda pack: replace(pack, bands=()), "there are no bands"),
        (lambda pack: replace(pack, scores=()), "scores are"),
        (lambda pack: replace(pack, name=""), "name is empty"),
    ],
)
def test_a_kept_framework_is_held_to_the_same_rules(
    framework: Framework, slip: Callable[[Framework], Framework], told: str
) -> None:
    with pytest.raises(PackError, match=f"the workbook's framework: {told}"):
        reader.decode_framework(reader.encode_pack(slip(framework)), "the workbook's framework")


def test_a_kept_return_is_held_against_the_framework_it_is_given_with(
    framework: Framework, information_return: InformationReturn
) -> None:
    other = replace(framework, id="another")
    with pytest.raises(PackError, match='framework "cqc-la-2023-11" is not "another"'):
        reader.decode_return(reader.encode_pack(information_return), "here", other)
    moved = replace(information_return, framework="another")
    assert reader.decode_return(reader.encode_pack(moved), "here", other) == moved
