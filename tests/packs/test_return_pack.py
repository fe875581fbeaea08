"""The information return pack against Dudley's table, against the generic return, and on its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from selfassess.domain.framework.framework import Framework, InformationReturn, ReturnItem
from tests.packs.comparison import labels, return_differences, stems
from tests.packs.source_texts import ItemText, generic_return_text, not_to_send_text, source

# Only a part of these covers the past 12 months: waiting times (IR 5, IR 9) and placements made (IR 17).
COVERED_IN_PART = ["IR 5", "IR 9", "IR 17"]


def changed(pack: InformationReturn, ref: str, **values: object) -> InformationReturn:
    """The return with one item changed."""
    return replace(pack, items=tuple(replace(i, **values) if i.ref == ref else i for i in pack.items))  # type: ignore[arg-type]


def test_the_pack_says_what_the_table_says(
    information_return: InformationReturn, framework: Framework, item_texts: list[ItemText]
) -> None:
    assert [text.ref for text in item_texts] == [f"IR {number}" for number in range(1, 39)]
    assert return_differences(information_return, framework, item_texts) == []


def test_the_items_that_are_covered_only_in_part_are_known(item_texts: list[ItemText]) -> None:
    assert [text.ref for text in item_texts if text.is_covered_in_part] == COVERED_IN_PART


def test_the_generic_return_asks_for_the_same_periods(information_return: InformationReturn, sources: Path) -> None:
    generic = generic_return_text(source(sources, "001"))
    assert {item.ref: item.look_back_months for item in information_return.items} == {
        ref: text.covered_months for ref, text in generic.items()
    }


@pytest.mark.parametrize("number", range(38))
def test_a_changed_look_back_is_found(
    information_return: InformationReturn, framework: Framework, item_texts: list[ItemText], number: int
) -> None:
    item = information_return.items[number]
    for months in {None, 3, 12, 24} - {item.look_back_months}:
        slip = changed(information_return, item.ref, look_back_months=months)
        (difference,) = return_differences(slip, framework, item_texts)
        assert difference.startswith(f"{item.ref}: looks back")


@pytest.mark.parametrize("ref", ["IR 11", "IR 14", "IR 22", "IR 24", "IR 26", "IR 30", "IR 34"])
def test_an_item_mapped_as_the_generic_headings_have_it_is_found(
    information_return: InformationReturn, framework: Framework, item_texts: list[ItemText], ref: str
) -> None:
    before = information_return.items[int(ref.removeprefix("IR ")) - 2]
    slip = changed(information_return, ref, theme=before.theme, statements=before.statements)
    differences = return_differences(slip, framework, item_texts)
    assert any(difference.startswith(f"{ref}: statement is") for difference in differences)


@pytest.mark.parametrize(
    ("slip", "told"),
    [
        (lambda items: items[:-1], "None stands against IR 38"),
        (lambda items: (items[1], items[0], *items[2:]), "IR 2 stands against IR 1"),
        (lambda items: (*items[:5], replace(items[6], ref="IR 6"), *items[6:]), "IR 6: 'Direct payments' does not"),
    ],
    ids=["missing", "order", "another item's text"],
)
def test_a_slip_in_the_list_of_items_is_found(
    information_return: InformationReturn,
    framework: Framework,
    item_texts: list[ItemText],
    slip: Callable[[tuple[ReturnItem, ...]], tuple[ReturnItem, ...]],
    told: str,
) -> None:
    wrong = replace(information_return, items=slip(information_return.items))
    assert any(difference.startswith(told) for difference in return_differences(wrong, framework, item_texts))


def test_items_ask_for_figures_where_the_table_asks_for_numbers(
    information_return: InformationReturn, item_texts: list[ItemText]
) -> None:
    numbers = ("waiting list size", "number of", "how many", "handed back", "average length")
    asked = {text.ref for text in item_texts if any(number in text.text for number in numbers)}
    assert {item.ref for item in information_return.items if item.figures} == asked
    by_ref = {text.ref: text.text for text in item_texts}
    for item in information_return.items:
        for label in labels(item):
            assert stems(label) & stems(by_ref[item.ref]), f"{item.ref}: {label!r} is not asked for"


WAIT = ["list-size", "median-wait", "longest-wait", "target"]
SERVICES = ["homecare", "supported-living", "residential", "nursing"]


@pytest.mark.parametrize(
    ("ref", "breakdowns", "figures"),
    [
        ("IR 5", ["care-assessments", "care-reviews", "financial-assessments", "carer-assessments"], WAIT),
        ("IR 6", [], ["appeals"]),
        ("IR 7", [], ["stopped"]),
        ("IR 9", ["equipment-assessment", "equipment-provision"], WAIT),
        ("IR 17", [], ["placed-now", "placed-in-period"]),
        ("IR 20", SERVICES, ["handed-back", "embargoes"]),
        ("IR 21", SERVICES, ["times-waited", "average-wait"]),
        ("IR 29", ["referrals", "section-42", "dols"], WAIT),
    ],
)
def test_figures_have_the_breakdown_that_is_asked_for(
    information_return: InformationReturn, ref: str, breakdowns: list[str], figures: list[str]
) -> None:
    item = information_return.find_item(ref)
    assert item is not None
    assert [entry.key for entry in item.breakdowns] == breakdowns
    assert [entry.key for entry in item.figures] == figures
    assert {entry.unit for entry in item.figures if entry.key.endswith("wait") or entry.key == "target"} <= {"days"}


def test_what_not_to_send_follows_the_text(information_return: InformationReturn, sources: Path) -> None:
    text = source(sources, "000")
    kinds = not_to_send_text(text)
    assert len(kinds) == 7
    *rules, personal = information_return.not_to_send
    for rule, kind in zip(rules, kinds, strict=True):
        assert stems(rule.rule) & stems(kind), f"{rule.rule!r} is not {kind!r}"
    assert personal.key == "personal-information"
    assert "- Redact any personal information." in text


def test_the_contacts_of_section_1_and_ir_38(information_return: InformationReturn, sources: Path) -> None:
    assert [group.key for group in information_return.contacts] == ["voluntary", "carers", "advocacy", "network"]
    rows = [line for line in source(sources, "000").splitlines() if " organisation information\t" in line]
    assert len(rows) == 3
    for group, row in zip(information_return.contacts[:3], rows, strict=True):
        assert stems(group.title) & stems(row.split("\t")[0]) > {"organ"}


def test_the_items_and_their_periods_are_the_contract(information_return: InformationReturn) -> None:
    pack = information_return
    assert (pack.id, pack.framework) == ("cqc-la-2025-02", "cqc-la-2023-11")
    assert [item.ref for item in pack.items] == [f"IR {number}" for number in range(1, 39)]
    periods = {item.ref: item.look_back_months for item in pack.items if item.look_back_months != 12}
    assert [ref for ref, months in periods.items() if months] == ["IR 21", "IR 27"]
    assert (periods["IR 21"], periods["IR 27"]) == (3, 24)
    twelve = (2, 3, 4, 5, 6, 7, 9, 17, 20, 22, 23, 25, 29, 34, 35)
    assert [item.ref for item in pack.items if item.look_back_months == 12] == [f"IR {number}" for number in twelve]


def test_every_statement_has_items_of_its_own(information_return: InformationReturn, framework: Framework) -> None:
    own = {s.key: sum(s.key in item.statements for item in information_return.items) for s in framework.statements}
    assert list(own.values()) == [2, 4, 3, 8, 2, 2, 4, 4, 3]
    for statement in framework.statements:
        assert [item.ref for item in information_return.items_for(statement.key)][:4] == [
            "IR 1",
            "IR 2",
            "IR 3",
            "IR 4",
        ]
