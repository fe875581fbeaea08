"""What tests from outside hold on to: ``ui.__main__.prepare`` and ``window.go``, in a process of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from selfassess.services.workbook import opening

ROOT = Path(__file__).resolve().parents[3]
PROGRAM = """
import sys
from pathlib import Path
import ui.__main__ as program

app, window = program.prepare([])
window.show()
window.open_workbook(Path(sys.argv[1]))
while window.frame is None or not window.frame.place:
    app.processEvents()
for place in ("register:risks", "statement:equity/evidence", "import"):
    window.go(place)
    print(window.frame.place)
print([type(each).__name__ for each in app.topLevelWidgets() if each.isVisible()])
"""


def test_the_window_is_prepared_and_sent_to_places(tmp_path: Path) -> None:
    demo = tmp_path / "derby.sawb"
    opening.write_demo_workbook(demo, author="Ada")
    program = tmp_path / "program.py"
    program.write_text(PROGRAM, encoding="utf-8")
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "HOME": str(tmp_path), "PYTHONPATH": str(ROOT)}
    ran = subprocess.run(
        (sys.executable, str(program), str(demo)), env=environment, capture_output=True, text=True, timeout=120
    )
    first, second, third, windows = ran.stdout.splitlines()
    assert (first, second, third) == ("register:risks", "statement:equity/evidence", "statement:equity/evidence")
    assert "ImportFileDialog" in windows
