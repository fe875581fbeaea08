"""Spoiled files of every format: a sentence or what can be read, and the workbook as it was. More of it by hand."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from tests.exchange import mutations


def test_spoiled_files_end_in_sentences_and_change_nothing(tmp_path: Path) -> None:
    outcomes = Counter(kind for kind, _ in mutations.tried(tmp_path, 220, seed=12, with_office=False))
    assert len(outcomes) == 10
    assert min(outcomes.values()) == 22
