"""Words are found in a field, at a statement or everywhere, and replaced in one step."""

from selfassess.domain.model.catalogue import Record
from selfassess.domain.model.replacement import Wanted, build_replacement, find_hits
from selfassess.domain.model.workbook import Assessment
from tests.making import empty_assessment, with_record


def a_year() -> tuple[Assessment, Record]:
    year = empty_assessment()
    detail = "The carer's offer helps carers. CARER"
    year, equity = with_record(year, "strength", quality_statement="equity", title="Carer’s offer", detail=detail)
    year, _ = with_record(year, "risk", quality_statement="safe-systems", title="Carers wait", cause="Few carers")
    year, _ = with_record(year, "comment", about=equity.id, text="carer", author="A reviewer")
    return year, equity


def test_words_are_found_where_they_are_looked_for_and_comments_are_left_alone() -> None:
    year, equity = a_year()
    cases = [
        (Wanted(words="carer"), 6),
        (Wanted(words="carer", whole_words=True), 3),  # "carer's" is the word with an ending
        (Wanted(words="CARER", match_case=True), 1),
        (Wanted(words="carer's"), 2),  # with either apostrophe
        (Wanted(words="carer", statement="safe-systems"), 2),
        (Wanted(words="carer", record=equity.id, field="detail"), 3),
        (Wanted(words="(carer"), 0),
        (Wanted(words=""), 0),
    ]
    wrong = [(wanted, found) for wanted, count in cases if len(found := find_hits(year, wanted)) != count]
    assert wrong == []


def test_what_is_chosen_is_replaced_text_by_text_in_one_command() -> None:
    year, equity = a_year()
    hits = [hit for hit in find_hits(year, Wanted(words="carer")) if hit.record.id == equity.id]
    command = build_replacement(hits[1:], "unpaid carer")
    said = {(each.record, each.field): each.value for each in command.settings}
    assert said == {(equity.id, "detail"): "The unpaid carer's offer helps unpaid carers. unpaid carer"}
