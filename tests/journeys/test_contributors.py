"""Three people draft one year: two contribute through copies of their own, and one conflict is decided."""

from __future__ import annotations

from pathlib import Path

from selfassess.domain.merging.resolution import Decisions, Resolution
from selfassess.domain.model import journal
from selfassess.domain.model.commands import AddRecord, SetField
from selfassess.services.importing import contributor_copies, plan_merge
from selfassess.services.importing.contributor_copies import Wanted
from selfassess.services.workbook import opening, snapshot
from selfassess.services.workbook.session import Session
from tests.making import Clock


def at_work(path: Path, author: str) -> Session:
    return opening.open_workbook(path, author=author, clock=Clock())


def test_three_authors_draft_one_year_through_copies_of_their_own(tmp_path: Path) -> None:
    main = tmp_path / "council.sawb"
    opening.write_demo_workbook(main, author="Ada")
    copies = {}
    for person, statements in (("Cai", ("equity", "learning")), ("Dee", ("learning",))):
        copies[person] = main.with_name(contributor_copies.propose_copy_name("Derby", "2024-25", person))
        wanted = Wanted(person=person, statements=statements, readable=person == "Dee", scores=False)
        contributor_copies.make_copy(main, copies[person], wanted, author="Ada", clock=Clock())
    before = snapshot.read_snapshot(main).current
    learning, equity = (before.judgements[key] for key in ("learning", "equity"))

    for person, text in (("Cai", "By Cai."), ("Dee", "By Dee.")):
        session = at_work(copies[person], person)
        session.run_command(SetField(learning.id, "impact", text))
        session.run_command(AddRecord("strength", f"by {person}", {"quality_statement": "learning", "title": text}))
        session.run_command(
            AddRecord("comment", f"from {person}", {"about": learning.id, "text": text, "author": person})
        )
        session.close()
    session = at_work(copies["Cai"], "Cai")
    session.run_command(SetField(equity.id, "summary", "By Cai, too."))
    session.close()

    ada = at_work(main, "Ada")
    ada.run_command(SetField(learning.id, "score", 3))
    first = plan_merge.prepare_copy_of_workbook(main, copies["Cai"])
    assert first.merge.all_conflicts == ()
    plan_merge.apply_merge(ada, first, Decisions())
    second = plan_merge.prepare_copy_of_workbook(main, copies["Dee"])
    assert [key for _, key in second.merge.all_conflicts] == ["impact"]
    plan_merge.apply_merge(ada, second, Decisions(resolved={(learning.id, "impact"): Resolution.BOTH}))
    after = ada.current
    ada.close()

    judgement = after.judgements["learning"]
    assert judgement["score"] == 3
    assert judgement.text_of("impact").split("\n\n") == ["By Cai.", "By Dee."]
    assert after.judgements["equity"]["summary"] == "By Cai, too."
    assert {"by Cai", "by Dee", "from Cai", "from Dee"} <= after.by_id.keys()
    untouched = {id for id, record in before.by_id.items() if after.by_id[id] == record}
    assert before.by_id.keys() - untouched == {learning.id, equity.id}

    there = snapshot.read_snapshot(main, journal=True)
    assert journal.replay_journal(there.journal) == {record.id: record for record in there.all_records()}
    wrote = {entry.change.record: entry.author for entry in there.journal if entry.change.field is None}
    assert (wrote["by Cai"], wrote["by Dee"]) == ("Cai", "Dee")
    for copy in copies.values():
        again = plan_merge.prepare_copy_of_workbook(main, copy)
        assert (again.merge.differences, again.brings_journal_entries) == ((), False)
