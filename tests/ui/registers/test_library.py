"""The evidence library: what filters and search find, what an item says of itself, many at once, and duplicates."""

import uuid

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from selfassess.domain.model import journal
from selfassess.domain.model.catalogue import Record, blank_record
from selfassess.domain.model.commands import AddRecord, SetField
from selfassess.services.evidence.check_files import Condition, State
from ui.bridge.workspace import Workspace
from ui.pages.registers.bulk import BulkDialog
from ui.pages.registers.library import describe_file
from ui.pages.registers.view import RegisterView
from ui.widgets.tables import AT_ONCE


def new(workspace: Workspace, **values: object) -> Record:
    id = str(uuid.uuid4())
    assert workspace.run(AddRecord("evidence", id, {"title": "Something", **values})), workspace.refusal
    return workspace.session.current.by_id[id]


def only(shown: RegisterView, field: str, answer: str) -> tuple[str, ...]:
    """What is shown once nothing but this is chosen."""
    shown.clear_filters()
    combo = shown.filter_combos[field]
    combo.setCurrentIndex(combo.findData(answer))
    assert combo.currentData() == answer
    return shown.model.shown_ids


@pytest.fixture
def due(example: Workspace) -> Workspace:
    """The worked example with its return due on 3 March 2025."""
    assert example.run(SetField(example.session.current.id, "due_at", "2025-03-03T17:00:00"))
    return example


@pytest.mark.parametrize(
    ("field", "answer", "values"),
    [
        ("return_items", "IR 9", {"return_items": ("IR 9",)}),
        ("location_kind", "system", {"location_kind": "system", "location": "Case system"}),
        ("strength", "weak", {"strength": "weak"}),
        ("personal_data", "needs_redaction", {"personal_data": "needs_redaction"}),
        ("source", "healthwatch", {"source": "healthwatch"}),
        ("freshness", "undated", {}),
        ("freshness", "old", {"covers_to": "2023-12-31", "return_items": ("IR 5",)}),
        ("use", "unused", {}),
    ],
)
def test_each_filter_finds_what_it_says_and_nothing_else(
    field: str, answer: str, values: dict[str, object], shown: RegisterView, due: Workspace
) -> None:
    wanted = new(due, **values)
    other = new(
        due, dated_on="2025-02-01", quality_statements=("equity",), strength="strong", location_kind="web",
        personal_data="none", return_items=("IR 5",), source="complaints",
    )  # fmt: skip
    found = only(shown, field, answer)
    assert wanted.id in found
    assert other.id not in found


def test_a_place_narrows_the_register_to_what_it_names(shown: RegisterView, example: Workspace) -> None:
    shown.page.show_place("evidence/?category=people&quality_statements=equity")  # type: ignore[attr-defined]
    wanted = [
        record.id
        for record in example.session.current.for_statement("evidence", "equity")
        if record["category"] == "people"
    ]
    assert wanted
    assert list(shown.model.shown_ids) == wanted
    assert shown.filter_combos["category"].currentData() == "people"


def test_search_looks_in_names_of_links_and_in_days(shown: RegisterView, example: Workspace) -> None:
    record = new(example, source="healthwatch", return_items=("IR 9",), dated_on="2025-02-28")
    for words in ("healthwatch", "ir 9 aids and equipment", "28 february 2025"):
        shown.search.setText(words)
        shown.narrow_records()
        assert record.id in shown.model.shown_ids, words


def test_thousands_are_searched_in_turns(example: Workspace, shown: RegisterView, qtbot: QtBot) -> None:
    year = example.session.current
    made = [
        blank_record(
            "evidence", str(uuid.uuid4()), 100 + n, year.id, title=f"Item {n}", shows="zebra" if n == 7 else None
        )
        for n in range(AT_ONCE + 1)
    ]
    example.session.take_step("add", [journal.create_record(record) for record in made])
    with qtbot.waitSignal(shown.model.counted):
        shown.search.setText("zebra")
    assert shown.model.shown_ids == (made[7].id,)
    with qtbot.waitSignal(shown.model.counted):
        shown.bar.cleared.emit()
    assert shown.model.rowCount() == shown.model.total
    with qtbot.waitSignal(shown.model.layoutChanged):
        shown.table.horizontalHeader().setSortIndicator(0, Qt.SortOrder.DescendingOrder)
    titles = [shown.model.cell_words(id, 0).casefold() for id in shown.model.shown_ids]
    assert titles == sorted(titles, reverse=True)


def test_an_item_says_where_it_is_what_it_covers_and_that_it_is_too_old(shown: RegisterView, due: Workspace) -> None:
    record = new(
        due, location="Evidence/survey.pdf", location_kind="file", covers_to="2023-12-31", as_at="2024-01-15",
        return_items=("IR 5",), quality_statements=("equity",), sha256="ab" * 32, size_bytes=2_412_331,
        checked_on="2025-03-03",
    )  # fmt: skip
    shown.open_register_record(record.id)
    item = shown.detail.item
    assert item is not None
    assert item.place.text() == "Evidence/survey.pdf"
    assert not item.open.isHidden()
    assert item.fresh.text() == "Covers up to 31 December 2023, as at 15 January 2024."
    assert item.stale.message_text == "Too old for IR 5, which looks back 12 months, to 3 March 2024."
    assert item.use.text() == "Serves 1 statement and 1 IR item."
    assert item.file.text() == "2.4 MB, fingerprint ababab…ababab, checked on 3 March 2025."
    assert not {"sha256", "size_bytes", "checked_on"} & set(shown.detail.form.field_editors)
    assert due.run(SetField(due.session.current.id, "due_at", "2024-06-03T17:00:00"))
    assert item.stale.message_text == ""
    for values, words in (
        ({"dated_on": "2024-02-01"}, "Dated 1 February 2024."),
        ({"as_at": "2024-02-01"}, "Figures as at 1 February 2024."),
        ({"covers_from": "2023-04-01", "covers_to": "2024-03-31"}, "Covers 1 April 2023 to 31 March 2024."),
        ({}, ""),
    ):
        shown.open_register_record(new(due, **values).id)
        assert item.fresh.text() == words


def test_the_list_follows_the_day_the_return_is_due(shown: RegisterView, due: Workspace) -> None:
    record = new(due, covers_to="2023-12-31", return_items=("IR 5",))
    column = [c.label for c in shown.model.register_columns].index("Covers up to")
    assert shown.model.cell_words(record.id, column) == "31 December 2023, too old for IR 5"
    assert due.run(SetField(due.session.current.id, "due_at", "2024-06-03T17:00:00"))
    assert shown.model.cell_words(record.id, column) == "31 December 2023"


def test_what_is_here_twice_is_found_and_joined_in_one_step(shown: RegisterView, example: Workspace) -> None:
    first = new(example, title="Survey", location="https://example.org/a", quality_statements=("equity",))
    second = new(
        example, title="Survey again", location="http://www.example.org/a/", return_items=("IR 5",), owner="Ada"
    )
    assert only(shown, "duplicates", "twice")[-2:] == (first.id, second.id)
    assert all(shown.model.library.known_twins()[id] for id in shown.model.shown_ids)
    assert shown.model.library.known_twins()[first.id] == (second.id,)
    shown.open_register_record(first.id)
    item = shown.detail.item
    assert item is not None
    assert "Survey again" in item.again.message_text
    item.join.click()
    year = example.session.current
    kept = year.by_id[first.id]
    assert second.id not in year.by_id
    assert (kept["owner"], kept.links_of("return_items")) == ("Ada", ("IR 5",))
    assert item.join.isHidden()
    example.undo_last_step()
    assert second.id in example.session.current.by_id


def test_how_files_are_is_shown_in_the_list_the_item_and_the_filter(shown: RegisterView, example: Workspace) -> None:
    record = new(example, location="gone.pdf", location_kind="file", sha256="ab" * 32)
    assert record.id in only(shown, "state", "unchecked")
    shown.open_register_record(record.id)
    gathering, item = shown.gathering, shown.detail.item
    assert gathering is not None
    assert item is not None
    gathering.learn_file_states(
        (State(id=record.id, condition=Condition.MISSING, message="gone.pdf is no longer where it was."),)
    )
    assert item.problem.message_text == "gone.pdf is no longer where it was."
    assert not item.check.isHidden()
    assert only(shown, "state", "broken") == (record.id,)
    column = [c.label for c in shown.model.register_columns].index("Place")
    assert shown.model.cell_words(record.id, column) == "File, missing"


def test_many_are_selected_and_changed_in_one_step(shown: RegisterView, example: Workspace, qtbot: QtBot) -> None:
    ids = shown.model.shown_ids[2:7]
    shown.table.select_rows(ids)
    assert shown.table.selected_ids() == ids
    assert shown.many.words.text() == "5 selected"
    dialog = BulkDialog(example, shown.register, ids, shown)
    qtbot.addWidget(dialog)
    dialog.fields.setCurrentIndex(dialog.fields.findData("quality_statements"))
    assert not dialog.go.isEnabled()
    control = dialog.controls["quality_statements"]
    control.show_stored_value(("learning",))
    control.changed.emit()
    dialog.go.click()
    records = [example.session.current.by_id[id] for id in ids]
    assert all("learning" in record.links_of("quality_statements") for record in records)
    assert example.session.undo_label == "change “Quality statements” of 5 items of evidence"
    assert shown.table.selected_ids() == ids
    example.undo_last_step()
    assert not all("learning" in example.session.current.by_id[id].links_of("quality_statements") for id in ids)


def test_emptying_a_field_of_many_must_be_said(shown: RegisterView, example: Workspace, qtbot: QtBot) -> None:
    ids = shown.model.shown_ids[:3]
    dialog = BulkDialog(example, shown.register, ids, shown)
    qtbot.addWidget(dialog)
    assert dialog.chosen_field.key == "category"
    assert not dialog.go.isEnabled()
    dialog.empty.setChecked(True)
    assert dialog.go.text() == "Empty 3"
    assert "In 3 of them what stands there now is taken out." in dialog.said.text()
    dialog.go.click()
    assert {example.session.current.by_id[id]["category"] for id in ids} == {None}


def test_a_value_that_does_not_fit_is_refused_where_it_is_asked(
    shown: RegisterView, example: Workspace, qtbot: QtBot
) -> None:
    dialog = BulkDialog(example, shown.register, shown.model.shown_ids[:2], shown)
    qtbot.addWidget(dialog)
    dialog.fields.setCurrentIndex(dialog.fields.findData("covers_to"))
    line = dialog.controls["covers_to"].focus_target
    line.setText("some day")  # type: ignore[attr-defined]
    dialog.controls["covers_to"].changed.emit()
    assert not dialog.go.isEnabled()
    assert "some day" in dialog.said.text()
    line.setText("31/03/2025")  # type: ignore[attr-defined]
    dialog.controls["covers_to"].changed.emit()
    assert dialog.go.text() == "Change 2"


def test_many_are_removed_and_come_back_with_undo(shown: RegisterView, example: Workspace) -> None:
    before = shown.model.shown_ids
    shown.table.select_rows(before[:4])
    shown.many.remove.click()
    assert shown.model.shown_ids == before[4:]
    assert shown.notice_text.text() == "4 items of evidence removed."
    example.undo_last_step()
    assert shown.model.shown_ids == before


def test_facts_of_a_file_are_said_in_words() -> None:
    assert describe_file(blank_record("evidence", "a", 0, "b")) == ""
