"""Where backups go in tests, and the example with a year that was begun from its last one."""

from __future__ import annotations

from pathlib import Path

import pytest

from selfassess.services.years import carry_forward
from ui.bridge.workspace import Workspace


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own for what the program keeps, such as backups."""
    monkeypatch.setenv("SELFASSESS_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def carried(example: Workspace) -> Workspace:
    """2025-26, carried from 2024-25 and open; nothing of it was reviewed."""
    planned = carry_forward.plan_carry_forward(example.session, "2024-25", "2025-26", "2025-02-17")
    carry_forward.carry_forward_year(example.session, planned)
    example.show_year(planned.assessment.id)
    return example
