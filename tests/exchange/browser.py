"""A page in a real browser: what axe-core finds in it, and how wide it becomes on a narrow screen."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from functools import cache
from html import escape, unescape
from pathlib import Path
from typing import Any

import pytest

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
POLICY = '<meta http-equiv="Content-Security-Policy"'


@cache
def browser() -> str:
    """The path of a browser without a window; skips the test where there is none."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.skip("no Chromium is installed")
    return found


@cache
def axe() -> str:
    """The source of axe-core, of SELFASSESS_AXE or as npm installs it for all; skips the test where there is none."""
    named = os.environ.get("SELFASSESS_AXE")
    npm = shutil.which("npm")
    if named is None and npm is not None:
        root = subprocess.run([npm, "root", "-g"], capture_output=True, text=True, check=False).stdout.strip()
        named = str(Path(root) / "axe-core" / "axe.min.js")
    if named is None or not Path(named).exists():
        pytest.skip("no axe-core is installed (npm install -g axe-core)")
    return Path(named).read_text(encoding="utf-8")


def violations(page: Path, *, dark: bool = False) -> list[str]:
    """What axe-core finds wrong in a page, a line for each."""
    script = (
        f"<script>{axe()}</script><script>axe.run(document, {{resultTypes: ['violations']}}).then(found => {{"
        "const said = found.violations.flatMap(v => v.nodes.map(n => v.id + ': ' + n.target + ' ' + n.failureSummary));"
        "document.documentElement.innerHTML = '<pre id=found></pre>';"
        "document.getElementById('found').textContent = JSON.stringify({said, passes: found.passes.length});})</script>"
    )
    answer = _run(page, script, ["--blink-settings=preferredColorScheme=0"] if dark else [])
    assert answer["passes"] > 10, "axe-core looked at hardly anything"
    return list(answer["said"])


def width_on_a_narrow_screen(page: Path, width: int = 320) -> int:
    """How wide a page becomes that is shown ``width`` pixels wide."""
    narrow = page.with_name(f"narrow-{page.name}")
    held = escape(page.read_text(encoding="utf-8"), quote=True)
    narrow.write_text(
        f'<!DOCTYPE html><html><body><iframe id="page" style="width:{width}px;height:800px;border:0" srcdoc="{held}">'
        "</iframe></body></html>",
        encoding="utf-8",
    )
    script = (
        "<script>window.onload = () => {const shown = document.getElementById('page').contentDocument.documentElement;"
        "const said = shown.scrollWidth; document.documentElement.innerHTML = '<pre id=found></pre>';"
        "document.getElementById('found').textContent = JSON.stringify(said);}</script>"
    )
    return int(_run(narrow, script, []))


def _run(page: Path, script: str, more: list[str]) -> Any:
    """Run a script in a copy of a page, and give what it wrote in place of it."""
    copy = page.with_name(f"run-{page.name}")
    text = page.read_text(encoding="utf-8").replace(POLICY, '<meta data-was="policy"')
    before, _, after = text.rpartition("</body>")
    copy.write_text(f"{before}{script}</body>{after}", encoding="utf-8")
    command = [
        browser(), "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
        f"--user-data-dir={page.parent / 'browser'}", "--virtual-time-budget=120000", *more, "--dump-dom",
        copy.as_uri(),
    ]  # fmt: skip
    ran = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)
    found = ran.stdout.partition('<pre id="found">')[2].partition("</pre>")[0]
    assert found, f"the browser gave no answer: {ran.stderr[-500:]}"
    return json.loads(unescape(found))
