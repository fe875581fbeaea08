"""Pictures are taken of every page and every dialog that there is."""

import os
import subprocess
import sys
from pathlib import Path

import bootstrap
import pictures
import pytest

from selfassess.services.workbook.places import Place
from ui.shell.pages import PAGES
from ui.shell.window import DIALOGS


def test_every_page_has_its_picture() -> None:
    taken = {Place.parse(place).page for place in pictures.PLACES}
    assert taken | {"measures"} == set(PAGES)  # the measures are a register with a page of its own
    assert "register:measures" in pictures.PLACES


def test_a_picture_of_every_page_and_dialog_is_taken_also_without_a_screen(tmp_path: Path) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    environment.pop(pictures.OWN_SCREEN, None)
    call = [sys.executable, pictures.__file__, str(tmp_path), "light"]
    done = subprocess.run(call, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    taken = {file.stem for file in (tmp_path / "light").glob("*.png")}
    assert sum(name.startswith("page-") for name in taken) == len(pictures.PLACES)
    dialogs = {name.removeprefix("dialog-").replace("-", "_") for name in taken if name.startswith("dialog-")}
    called = {"undo_several": "steps"}
    assert set(DIALOGS) <= {called.get(name, name) for name in dialogs}
    assert {"crash", "damaged", "sign_off", "preview"} <= dialogs
    assert all(file.stat().st_size > 1000 for file in (tmp_path / "light").glob("*.png"))


def test_pictures_go_where_one_says(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert bootstrap.main(["pictures"]) == 1
    assert "pictures DIR" in capsys.readouterr().err
    called: list[list[str]] = []
    monkeypatch.setattr(bootstrap, "prepare", lambda: Path(sys.executable))
    monkeypatch.setattr(bootstrap, "see_to_qt", lambda *_, **__: None)

    def run(words: list[object], **_: object) -> subprocess.CompletedProcess[bytes]:
        called.append([str(word) for word in words])
        return subprocess.CompletedProcess([], 0)

    monkeypatch.setattr(subprocess, "run", run)
    assert bootstrap.main(["pictures", "somewhere"]) == 0
    assert called[0][-2:] == [str(bootstrap.ROOT / "packaging" / "pictures.py"), str(Path("somewhere").resolve())]
