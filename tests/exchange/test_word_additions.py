"""What a Word document says and nobody wrote: it stands there, and does not come back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from selfassess.domain.model.editions import Edition
from selfassess.services.exporting import export
from selfassess.services.importing import plan_import
from selfassess.services.importing.plan_merge import Prepared
from selfassess.services.workbook import opening, snapshot
from tests.exchange.word_edits import edit, marked
from tests.exchange.word_making import additions, said, w
from tests.making import Clock, changed, empty_assessment, filled, judged, workbook


def prepared(path: Path, document: Path) -> Prepared:
    there = snapshot.read_snapshot(path, journal=True)
    return plan_import.plan_file(there, document).prepared


def changes(found: Prepared) -> dict[tuple[str, str], object]:
    return {(each.id, field.field): field.theirs for each in found.merge.differences for field in each.fields}


def test_what_the_document_adds_does_not_come_back_but_what_is_typed_there_does(tmp_path: Path) -> None:
    path, out = tmp_path / "council.sawb", tmp_path / "out.docx"
    year = judged(filled(empty_assessment()), "governance", summary="The ICB met us twice.")
    opening.write_new_workbook(path, workbook(year), author="Tester", clock=Clock())
    (judgement,) = [each for each in year.records_of("judgement") if each["quality_statement"] == "governance"]
    export.export_workbook(path, out, edition=Edition.CQC)

    def type_behind(body: Any) -> None:
        (added,) = additions(marked(body, judgement.id, "summary")[0])
        assert said(added) == " (integrated care board)"
        added.find(w("t")).text += " and its partners"

    assert changes(prepared(path, out)) == {}
    edit(out, type_behind)
    assert changes(prepared(path, out)) == {(judgement.id, "summary"): "The ICB and its partners met us twice."}


def test_a_text_that_stands_whole_in_one_place_and_begun_in_another_comes_back_from_both(tmp_path: Path) -> None:
    path, out = tmp_path / "council.sawb", tmp_path / "out.docx"
    year = filled(empty_assessment())
    (cited,) = year.records_of("strength")[0].links_of("evidence")
    shows = "People wait.\n\n- in the north\n- in the south"
    year, id = changed(year, year.by_id[cited], shows=shows), cited
    opening.write_new_workbook(path, workbook(year), author="Tester", clock=Clock())
    export.export_workbook(path, out)

    def write(*texts: str) -> Callable[[Any], None]:
        def put_first(body: Any) -> None:
            places = [next(each.iter(w("t"))) for each in marked(body, id, "shows")]
            begun = [each for each in places if each.text in ("People wait.", "Few wait.")]
            for place, text in zip(begun, texts, strict=True):
                place.text = text

        return put_first

    edit(out, write("Few wait.", "Few wait."))
    assert changes(prepared(path, out)) == {(id, "shows"): "Few wait.\n\n- in the north\n- in the south"}
    edit(out, write("Few wait.", "Nobody waits."))
    found = prepared(path, out)
    assert changes(found) == {}
    assert [each.field for each in found.problems] == ["shows"]
