from __future__ import annotations

from typing import Any

from selfassess.domain.merging.authorship import Hand, Hands, describe_changes, list_author_names
from selfassess.domain.model import journal
from selfassess.domain.model.catalogue import blank_record
from selfassess.domain.model.journal import Change, Entry, Operation

RISK = blank_record("risk", "r", 0, "a", title="Waits")


def entry(author: str, change: Change, at: str = "2025-03-03T14:00:00.000+00:00", follows: Any = None) -> Entry:
    return Entry(
        id=f"{author}-{change.field}-{change.new}", step="s", at=at, author=author, change=change, follows=follows
    )


def set_owner(old: str | None, new: str | None) -> Change:
    return Change(kind="risk", record="r", operation=Operation.UPDATE, field="owner", old=old, new=new)


def test_who_wrote_a_field_goes_by_the_order_in_which_it_came_to_be_known_and_never_by_clocks() -> None:
    made = entry("Ada", journal.create_record(RISK), "2031-01-01T00:00:00+00:00")
    hands = Hands([made, entry("Ben", set_owner(None, "B"), "1999-01-01T00:00:00+00:00")])
    assert hands.find_author("r", "owner") == Hand(author="Ben", at="1999-01-01T00:00:00+00:00")
    assert hands.find_author("r", "title") == Hand(author="Ada", at="2031-01-01T00:00:00+00:00")
    assert hands.last_author("r") == hands.find_author("r", "owner")
    assert (hands.find_author("other", "owner"), hands.last_author("other")) == (None, None)


def test_changes_are_counted_in_words_with_everybody_who_made_them() -> None:
    one = entry("Ben", set_owner(None, "B"))
    assert describe_changes([one]) == "1 change by Ben since 3 March 2025"
    other = entry("Ada", set_owner("B", "A"), "2025-02-01T10:00:00+00:00")
    assert describe_changes([one, other, one]) == "3 changes by Ada and Ben since 1 February 2025"
    assert describe_changes([entry("", set_owner("B", None), "at some time")]) == "1 change by somebody"
    assert list_author_names([Hand(author="Ben", at=""), None, Hand(author="Ben", at="x")]) == ("Ben",)
    assert Hand(author="Ben", at="at some time").describe_author_and_time == "Ben"
