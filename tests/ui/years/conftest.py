"""The worked example with a year that was begun from its last one, and changed since."""

from __future__ import annotations

from pathlib import Path

import pytest

from selfassess.domain.model.commands import SetField
from selfassess.services.years import carry_forward
from ui.bridge.workspace import Workspace


@pytest.fixture
def carried(example: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """2025-26, carried from 2024-25: a score went up and one down, a text was changed, an action closed."""
    monkeypatch.setenv("SELFASSESS_HOME", str(tmp_path / "home"))
    session = example.session
    planned = carry_forward.plan_carry_forward(session, "2024-25", "2025-26", "2025-02-17")
    carry_forward.carry_forward_year(session, planned)
    example.show_year(planned.assessment.id)
    year = session.current
    for statement, score in (("partnerships", 4), ("assessing-needs", 1), ("equity", 2)):
        assert example.run(SetField(year.judgements[statement].id, "score", score))
    place = year.find_section("about_place")
    assert place is not None
    assert example.run(SetField(place.id, "text", f"{place.text_of('text')} A joint board meets now."))
    assert example.run(SetField(year.records_of("action")[0].id, "status", "complete"))
    return example
