"""Where settings go in tests, and the worked example with four places that look like personal data."""

from __future__ import annotations

from pathlib import Path

import pytest

from selfassess.domain.model.commands import SetField
from ui.bridge.workspace import Workspace

PHONE = "07700 900123"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own for what the program keeps, such as settings."""
    monkeypatch.setenv("SELFASSESS_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def written(example: Workspace) -> Workspace:
    """The example with an e-mail address and a phone number in a strength, a phone in an action, a postcode for all."""
    session = example.session
    year = session.current
    for id, field, words in (
        (year.records_of("strength")[0].id, "detail", f"Mrs B is at mrs.b@example.org, or on {PHONE}."),
        (year.records_of("action")[0].id, "detail", f"Ring {PHONE}."),
        (year.records_of("action")[0].id, "progress", f"Rang {PHONE}."),  # the public never reads it: no place
        (session.council.id, "region", "Derby DE1 2FS"),
    ):
        assert example.run(SetField(id, field, words)), example.refusal
    return example
