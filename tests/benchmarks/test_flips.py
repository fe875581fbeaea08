"""The long run of the flipped bytes: a thousand of them in what a workbook holds, each named by ``check``."""

from __future__ import annotations

import random
from pathlib import Path

from tests.storage import tampering

FLIPS = 1000


def test_a_thousand_flipped_bytes_are_named(tmp_path: Path) -> None:
    hit, unnamed = tampering.flips_unnamed(tampering.make(tmp_path), FLIPS, random.Random(1000))
    print(f"\n{hit:,} bytes of content flipped, {hit - len(unnamed):,} named")
    assert unnamed == []
