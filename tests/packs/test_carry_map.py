"""Carry maps: read with their pack, checked against the version before, kept in a workbook, and followed."""

from __future__ import annotations

from dataclasses import replace

import msgspec
import pytest

from selfassess.domain.framework import carry_map
from selfassess.domain.framework.carry_map import Fate, build_carry_map, find_newest_version, leads_to_version
from selfassess.domain.framework.framework import Framework, FrameworkCarry, Pack, ReturnCarry, Succession
from selfassess.domain.model.errors import PackError
from selfassess.packs import reader
from tests.later_version import (
    BECAME,
    DROPPED,
    INTO,
    ITEM_WHY,
    MERGED,
    NEW_NAME,
    NEW_SOURCE,
    OLD_NAME,
    OLD_SOURCE,
    SPLIT,
    WHY,
    earlier_framework,
    earlier_return,
    later_framework,
    later_return,
    toml,
)

OLD, NEW = earlier_framework(), later_framework()
FILE = f"{NEW.id}.toml"


MAP = NEW.carries[0]


def carried(said: FrameworkCarry) -> Framework:
    """The later framework with another carry map."""
    return replace(NEW, carries=(said,))


def fault(pack: Framework, *earlier: Framework) -> str:
    with pytest.raises(PackError) as caught:
        reader.read_framework(toml(pack), FILE, earlier)
    return str(caught.value)


def test_a_later_version_is_read_from_its_file_with_its_map() -> None:
    assert reader.read_framework(toml(NEW), FILE) == NEW
    asked = later_return()
    assert reader.read_information_return(toml(asked), f"{asked.id}.toml", NEW) == asked


def test_the_map_as_a_person_writes_it() -> None:
    unasked = "".join(f'{key} = "{why}"\n' for key, why in MAP.sources.dropped.items())
    written = f"""
[[carries]]
earlier = "{OLD.id}"

[carries.statements.to]
{SPLIT} = ["{INTO[0]}", "{INTO[1]}"]
{MERGED[0]} = ["{BECAME}"]
{MERGED[1]} = ["{BECAME}"]
{OLD_NAME} = ["{NEW_NAME}"]

[carries.statements.dropped]
{DROPPED} = "{WHY}"

[carries.sources]
to = {{ {OLD_SOURCE} = ["{NEW_SOURCE}"] }}

[carries.sources.dropped]
{unasked}"""
    bare = toml(replace(NEW, carries=())).replace(b"carries = []\n", b"")
    assert reader.read_framework(bare + written.encode(), FILE) == NEW


def test_a_workbook_keeps_the_map_and_an_older_copy_without_one_reads_as_empty() -> None:
    assert reader.decode_framework(reader.encode_pack(NEW), "copy") == NEW
    asked = later_return()
    assert reader.decode_return(reader.encode_pack(asked), "copy", NEW) == asked
    for pack in (OLD, earlier_return()):
        older = msgspec.to_builtins(pack)
        del older["carries"]
        assert reader.is_same_pack(msgspec.json.encode(older), pack)
    assert not reader.is_same_pack(reader.encode_pack(replace(NEW, carries=())), NEW)


STATEMENTS = MAP.statements


def mapped(to: dict[str, tuple[str, ...]] | None = None, dropped: dict[str, str] | None = None) -> Succession:
    """The statements' part of the map with more in it, or with something else dropped."""
    return Succession(to={**STATEMENTS.to, **(to or {})}, dropped=STATEMENTS.dropped if dropped is None else dropped)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (mapped({SPLIT: ("nowhere",)}), f'"{SPLIT}" is mapped to "nowhere", which is not among the statements'),
        (mapped({SPLIT: ()}), f'"{SPLIT}" is mapped to nothing; drop it with a reason'),
        (mapped({SPLIT: INTO * 2}), f'"{SPLIT}" to "{INTO[0]}" appears twice'),
        (mapped({"eqity": (BECAME,)}), '"eqity" is not a key of the earlier version'),
        (mapped(dropped={DROPPED: " "}), f'"{DROPPED}" is dropped without a reason'),
        (mapped(dropped={DROPPED: WHY, SPLIT: WHY}), f'"{SPLIT}" is both mapped and dropped'),
        (mapped(dropped={}), f'"{DROPPED}" of the earlier version is neither kept, mapped nor dropped'),
    ],
)
def test_a_slip_in_a_map_names_file_version_part_and_key(said: Succession, told: str) -> None:
    assert fault(carried(replace(MAP, statements=said))) == f'{FILE}: carries "{OLD.id}", statements: {told}.'


def test_every_part_is_checked() -> None:
    assert 'sources: "healthwatch" of the earlier version is neither' in fault(
        carried(replace(MAP, sources=Succession()))
    )
    lost = carried(replace(MAP, categories=Succession(to={"people": ("persons",)})))
    assert 'categories: "people" is mapped to "persons", which is not among the categories' in fault(lost)
    asked = later_return()
    wrong = replace(asked, carries=(ReturnCarry(earlier=earlier_return().id),))
    with pytest.raises(PackError, match=r'items: "IR 3" of the earlier version is neither kept, mapped nor dropped'):
        reader.read_information_return(toml(wrong), f"{asked.id}.toml", NEW)


def test_a_map_comes_from_one_version_once_and_not_from_itself() -> None:
    assert f'carries "{OLD.id}" appears twice' in fault(replace(NEW, carries=NEW.carries * 2))
    assert "is this version itself" in fault(replace(NEW, carries=(FrameworkCarry(earlier=NEW.id),)))


def test_a_key_that_is_no_key_of_a_map_is_a_slip() -> None:
    slipped = toml(NEW).replace(b'"dropped"', b'"droped"', 1)
    with pytest.raises(PackError, match=rf'carries "{OLD.id}", statements: "droped" is not a known key'):
        reader.read_framework(slipped, FILE)


def test_a_version_before_that_is_not_at_hand_cannot_be_checked_but_one_that_is_given_can() -> None:
    third = replace(
        NEW, id="third", carries=(FrameworkCarry(earlier=NEW.id, statements=Succession(dropped={"x": WHY})),)
    )
    assert reader.read_framework(toml(third), "third.toml") == third
    with pytest.raises(PackError, match='"x" is not a key of the earlier version'):
        reader.read_framework(toml(third), "third.toml", [NEW])


def test_every_key_is_followed_to_the_later_version() -> None:
    found = build_carry_map(OLD, NEW)
    assert found.trace_statement(SPLIT) == Fate(INTO)
    assert [found.trace_statement(key) for key in MERGED] == [Fate((BECAME,))] * 2
    assert found.trace_statement(OLD_NAME) == Fate((NEW_NAME,))
    assert found.trace_statement(DROPPED) == Fate((), WHY)
    assert found.trace_statement("safeguarding") == Fate(("safeguarding",))
    assert found.trace_statement("never-heard-of") == Fate(("never-heard-of",))
    assert found.trace_key("source", OLD_SOURCE) == Fate((NEW_SOURCE,))
    assert found.trace_key("category", "people") == Fate(("people",))
    assert found.came_from(BECAME) == MERGED
    items = build_carry_map(earlier_return(), later_return())
    assert items.trace_key("return_item", "IR 5") == Fate(("IR 5a", "IR 5b"))
    assert items.trace_key("return_item", "IR 3") == Fate((), ITEM_WHY)
    assert items.trace_key("figure", "list-size") == Fate(("list-size",))


def third_version() -> Framework:
    """Back to one statement where the second had two, without the one that was renamed."""
    themes = tuple(
        replace(
            theme,
            statements=tuple(
                replace(each, key="needs") if each.key == INTO[0] else each
                for each in theme.statements
                if each.key not in (INTO[1], NEW_NAME)
            ),
        )
        for theme in NEW.themes
    )
    said = Succession(to=dict.fromkeys(INTO, ("needs",)), dropped={NEW_NAME: "No longer judged."})
    return replace(NEW, id="third", themes=themes, carries=(FrameworkCarry(earlier=NEW.id, statements=said),))


def test_maps_are_followed_over_the_versions_in_between() -> None:
    third = third_version()
    found = build_carry_map(OLD, third, [NEW])
    assert found.trace_statement(SPLIT) == Fate(("needs",))
    assert found.trace_statement(OLD_NAME) == Fate((), "No longer judged.")
    assert found.trace_statement(DROPPED) == Fate((), WHY)
    assert found.trace_statement(MERGED[0]) == Fate((BECAME,))
    assert leads_to_version(OLD, third, [NEW])
    assert not leads_to_version(OLD, third)
    assert not leads_to_version(third, OLD, [NEW])


def test_a_map_is_read_backwards_where_the_other_version_is_older() -> None:
    found = build_carry_map(NEW, OLD)
    assert found.trace_statement(INTO[0]) == found.trace_statement(INTO[1]) == Fate((SPLIT,))
    assert found.trace_statement(BECAME) == Fate(MERGED)
    assert found.trace_statement("safeguarding") == Fate(("safeguarding",))
    added = third_version()
    assert (
        build_carry_map(added, replace(OLD, carries=(FrameworkCarry(earlier="third"),))).trace_statement("needs").keys
        == ()
    )
    assert build_carry_map(NEW, added).trace_statement(NEW_NAME) == Fate((), "No longer judged.")
    assert build_carry_map(added, NEW).came_from(NEW_NAME) == ()


def test_without_a_map_what_both_have_stays_and_the_rest_says_why_not() -> None:
    stranger = replace(NEW, carries=())
    found = build_carry_map(OLD, stranger)
    assert found.trace_statement("safeguarding") == Fate(("safeguarding",))
    assert found.trace_statement(SPLIT) == Fate((), "“Made-up framework, 2030” has nothing in its place.")


def test_maps_that_go_round_in_a_circle_end() -> None:
    circle = replace(OLD, carries=(FrameworkCarry(earlier="third"),))
    assert leads_to_version(circle, third_version(), [NEW, circle])
    assert (
        build_carry_map(replace(OLD, id="elsewhere"), NEW, [circle, third_version()])
        .trace_statement("safeguarding")
        .keys
    )


@pytest.mark.parametrize("packs", [(OLD, NEW), (NEW, OLD), (OLD, OLD, NEW, OLD)])
def test_the_newest_is_the_one_that_the_others_lead_to(packs: tuple[Framework, ...]) -> None:
    assert find_newest_version(packs) is NEW
    assert find_newest_version([OLD]) is OLD


def test_every_part_of_a_map_is_what_links_point_to() -> None:
    every: tuple[Pack, ...] = (NEW, later_return())
    parts = {part for pack in every for part in pack.keys_by_part}
    assert parts == set(carry_map.PARTS.values()) == {p for pack in every for p in pack.carries[0].successions_by_part}
