"""Milestones, updates, origin and theme: what belongs to the improvement plan beside its actions and risks."""

from __future__ import annotations

from selfassess.domain.model import commands
from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.commands import RemoveRecord
from selfassess.domain.model.contributor_copy import Contribution
from selfassess.domain.model.display_names import Names
from selfassess.domain.model.editions import Edition, build_options
from selfassess.domain.model.journal import Operation
from selfassess.domain.model.report_blocks import Outline
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.publishing.contributor_scope import build_contributor_year
from selfassess.domain.publishing.edition_view import reduce_to_edition
from selfassess.domain.report import outline
from selfassess.domain.years.carry_forward import carry_forward
from selfassess.services.workbook.places import place_of_comment_subject, place_of_record
from tests.making import council, empty_assessment, with_record, workbook


def plan() -> tuple[Assessment, dict[str, Record]]:
    """An action of a statement, one of a theme and one that is done, each with a milestone; a risk with an update."""
    year, found = empty_assessment(), {}

    def add(name: str, kind: str, **values: str) -> str:
        nonlocal year
        year, found[name] = with_record(year, kind, **values)
        return found[name].id

    equity = add("equity", "action", title="Ask carers", quality_statement="equity", status="in_progress")
    theme = add("theme", "action", title="Train managers", theme="leadership", origin="peer_review")
    done = add("done", "action", title="Hire", status="complete")
    risk = add("risk", "risk", title="Staff leave", status="open")
    for name, action in (("equity", equity), ("theme", theme), ("done", done)):
        add(f"milestone {name}", "milestone", action=action, title=f"Step of {name}", due_on="2025-03-01")
        add(f"update {name}", "update", about=action, text=f"News of {name}", dated_on="2025-02-01")
    add("update risk", "update", about=risk, text="Two people left", status="open", author="Head of service")
    add("comment", "comment", about=theme, text="Which managers?")
    return year, found


def test_milestones_and_updates_go_with_what_they_belong_to_and_stand_where_it_stands() -> None:
    year, found = plan()
    removed = {
        change.record
        for change in commands.work_out_changes(RemoveRecord(found["theme"].id), year, council())
        if change.operation is Operation.DELETE
    }
    assert removed == {found[name].id for name in ("theme", "milestone theme", "update theme", "comment")}
    assert place_of_record(year, found["milestone theme"]) == f"register:actions/{found['theme'].id}"
    assert place_of_record(year, found["update risk"]) == f"register:risks/{found['risk'].id}"
    assert place_of_comment_subject(year, found["comment"]) == f"register:actions/{found['theme'].id}"


def test_an_edition_without_risks_says_nothing_of_them_in_updates_or_comments_either() -> None:
    year, found = plan()
    year, _ = with_record(year, "comment", about=found["update risk"].id, text="Tell nobody")
    for edition in (Edition.BOARD, Edition.FULL):
        shown = reduce_to_edition(workbook(year), edition, build_options(edition, risks=False)).current
        texts = {str(value) for record in shown.by_id.values() for value in record.values.values()}
        assert not texts & {"Two people left", "Tell nobody", "Staff leave"}
        assert "News of theme" in texts


def test_a_contributor_is_given_the_milestones_and_updates_of_their_own_actions() -> None:
    year, found = plan()
    about = Contribution(
        id="c", made_at="", made_by="", person="Ann", statements=("equity",), readable=False, contacts=False,
        scores=False,
    )  # fmt: skip
    copy = build_contributor_year(year, about)
    own = {found[name].id for name in ("equity", "milestone equity", "update equity")}
    assert {record.id for record in copy.by_id.values() if record.kind in ("action", "milestone", "update")} == own


def test_a_new_year_takes_open_actions_with_their_milestones_and_leaves_updates_where_they_lead_back_to() -> None:
    year, found = plan()
    made = carry_forward(year, label="2025-26", position=1, today="2025-04-01")
    actions = {record.id: record for record in made.assessment.records_of("action")}
    assert {record["carried_from"] for record in actions.values()} == {found["equity"].id, found["theme"].id}
    milestones = made.assessment.records_of("milestone")
    assert [each["title"] for each in milestones] == ["Step of equity", "Step of theme"]
    assert [actions[each.text_of("action")]["title"] for each in milestones] == ["Ask carers", "Train managers"]
    assert not made.assessment.records_of("update")
    why = {each.record: each.why for each in made.left}
    assert why[found["milestone done"].id] == "Its action is left behind."
    assert why[found["update equity"].id].startswith("Updates stay with the year")
    assert made.carried_counts["milestone"] == 2


def test_what_is_of_a_theme_is_told_under_it_and_named_by_it() -> None:
    year, found = plan()
    theme = next(each.name for each in year.framework.themes if each.key == "leadership")
    assert Names(year).name_short_place(found["theme"]) == theme
    assert Names(year).name_short_place(found["done"]) == ""

    def build(edition: Edition) -> Outline:
        book = reduce_to_edition(workbook(year), edition)
        return outline.build_outline(book, book.current, edition)

    board = build(Edition.BOARD)
    below = outline.find_section(board, "general:leadership")
    assert below is not None
    assert below.title == theme
    assert "Train managers" in repr(below)
    assert "Hire" not in repr(below)
    full = build(Edition.FULL)
    updates = outline.find_section(full, "action-plan:update")
    assert updates is not None
    assert "Two people left" in repr(updates)


def test_a_theme_that_no_framework_knows_is_kept_and_shown() -> None:
    year, record = with_record(empty_assessment(), "action", title="A", theme="gone")
    assert Names(year).format_value(record, "theme") == "gone"
    assert CATALOGUE["action"].by_key["theme"].target == ("theme",)
    narrative = reduce_to_edition(workbook(year), Edition.CQC)
    whole = outline.find_section(outline.build_outline(narrative, narrative.current, Edition.CQC), "general")
    assert whole is not None
    assert "A" in repr(whole.blocks)
