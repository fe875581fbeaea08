"""The short form of the disk faults: always the same ones. The long form is run by hand (``disk_faults``)."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.storage import disk_faults
from tests.storage.killing import ROOT


@pytest.mark.skipif(sys.platform != "linux" or not shutil.which("cc"), reason="it takes a C compiler of Linux")
def test_whatever_the_disk_does_nothing_is_lost_or_half_there_and_it_is_said_in_a_sentence(tmp_path: Path) -> None:
    rounds = 2
    faults = rounds * disk_faults.OF_ONE_WORKBOOK
    library = disk_faults.build(tmp_path)
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.storage.disk_faults", str(faults)],
        cwd=ROOT, env={**os.environ, "LD_PRELOAD": str(library), "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    assert f"{faults} faults" in done.stdout
