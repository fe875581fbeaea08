"""What a Word document says and nobody wrote: it stands there, and does not come back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from selfassess.domain.editions import Edition
from selfassess.services import exporting, importing, opening, reading
from selfassess.services.merging import Prepared
from tests.exchange.word_edits import edit, marked
from tests.exchange.word_making import additions, said, w
from tests.making import Clock, empty_assessment, filled, judged, workbook


def prepared(path: Path, document: Path) -> Prepared:
    there = reading.snapshot(path, journal=True)
    return importing.prepare_merge(there, importing.read_beside(there, document)[0], document)


def changes(found: Prepared) -> dict[tuple[str, str], object]:
    return {(each.id, field.field): field.theirs for each in found.merge.differences for field in each.fields}


def test_what_the_document_adds_does_not_come_back_but_what_is_typed_there_does(tmp_path: Path) -> None:
    path, out = tmp_path / "council.sawb", tmp_path / "out.docx"
    year = judged(filled(empty_assessment()), "governance", summary="The ICB met us twice.")
    opening.write_new(path, workbook(year), author="Tester", clock=Clock())
    (judgement,) = [each for each in year.of("judgement") if each["quality_statement"] == "governance"]
    exporting.export(path, out, edition=Edition.CQC)

    def type_behind(body: Any) -> None:
        (added,) = additions(marked(body, judgement.id, "summary")[0])
        assert said(added) == " (integrated care board)"
        added.find(w("t")).text += " and its partners"

    assert changes(prepared(path, out)) == {}
    edit(out, type_behind)
    assert changes(prepared(path, out)) == {(judgement.id, "summary"): "The ICB and its partners met us twice."}
