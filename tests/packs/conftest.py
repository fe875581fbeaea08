"""Where the source texts are found, and what is read from them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from selfassess.domain.framework.framework import Framework, InformationReturn
from selfassess.packs import reader
from tests.packs.source_texts import ItemText, StatementText, framework_text, return_text, source

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def sources() -> Path:
    """The folder of the public source texts: SELFASSESS_SOURCES, or shared/sources beside the checkout."""
    named = os.environ.get("SELFASSESS_SOURCES")
    folder = Path(named) if named else REPOSITORY.parent / "shared" / "sources"
    if not folder.is_dir():
        pytest.skip(f"the source texts are not at {folder}: set SELFASSESS_SOURCES to their folder")
    return folder


@pytest.fixture(scope="session")
def statement_texts(sources: Path) -> list[StatementText]:
    return framework_text(source(sources, "004"))


@pytest.fixture(scope="session")
def item_texts(sources: Path) -> list[ItemText]:
    return return_text(source(sources, "000"))


@pytest.fixture(scope="session")
def framework() -> Framework:
    return reader.newest_framework()


@pytest.fixture(scope="session")
def information_return() -> InformationReturn:
    return reader.pair_packs(None, None)[1]
