"""What is brought in before anybody asks: in short turns, since what is no part of the window came aside."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]

PAIR = 2
"""One module, or two where the first names the second only for its type."""

WALK = """
import json, sys
from importlib import import_module
import ui.shell.window
from ui.shell.opener import BEHIND, NEEDED
from ui.shell.pages import AHEAD, SERVICES
from ui.shell.reading_ahead import import_in_slices
import selfassess.services.workbook.example, selfassess.services.workbook.opening

for aside, modules in ((BEHIND, NEEDED), (SERVICES, AHEAD)):
    for each in aside:
        import_module(f"selfassess.{each}")
    before = set(sys.modules)
    for _ in import_in_slices(modules):
        new = [each for each, module in sys.modules.items() if each not in before and not hasattr(module, "__path__")]
        print(json.dumps(new))
        before = set(sys.modules)
    assert set(modules) <= before, set(modules) - before
"""


def test_a_turn_brings_one_module_of_the_window_and_none_that_a_worker_may_bring() -> None:
    ran = subprocess.run([sys.executable, "-c", WALK], cwd=ROOT, capture_output=True, text=True, check=True)
    turns = [json.loads(line) for line in ran.stdout.splitlines()]
    assert len(turns) > 100
    for brought in turns:
        assert [each for each in brought if each.startswith("selfassess.")] == [], brought
        assert len([each for each in brought if each.startswith("ui.")]) <= PAIR, brought
