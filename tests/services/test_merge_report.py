from __future__ import annotations

from pathlib import Path

from selfassess.domain.merging.resolution import Decisions
from selfassess.domain.model.commands import AddRecord, SetField
from tests.services.merging_making import copied, council_file, edit, id_of, taken


def test_the_report_goes_by_year_and_statement_and_shortens_long_texts(tmp_path: Path) -> None:
    council = council_file(tmp_path)
    long = "Word " * 200
    judgement, other = id_of(council, "judgement"), id_of(council, "judgement", "governance")
    edit(council, SetField(judgement, "summary", long))
    copy = copied(council, "copy.sawb")
    edit(
        copy,
        SetField(other, "score", 3),
        SetField(judgement, "summary", f"{long}and more"),
        AddRecord("contact", "person", {"organisation": "Carers Forum", "group": "carers"}),
    )
    report = taken(council, copy, Decisions(left=frozenset({"person"})))
    text = report.full_text()
    assert text.startswith("Changes from copy.sawb\n17 February 2025")
    assert "copy.sawb was imported: 2 changed.\nLeft as they were: 1" in text
    first, second, third = (
        text.index(words) for words in ("Equity in", "Governance", "Not about one quality statement")
    )
    assert first < second < third
    assert "Score: nothing → “3”" in text
    assert "Left as it was: Contact “Carers Forum”" in text
    assert max(map(len, text.splitlines())) < 300
    assert "and more”" in text
