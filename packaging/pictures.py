"""Pictures of every page and every dialog, made from the worked example: ``bootstrap.py pictures DIR`` calls this.

Each look (light, dark, contrast, text at 200 %, 1100 wide) is a run of its own, in a folder of its own. Where there is
an X server to start, the pictures are of a whole screen with a window manager, so that whatever else came up is there.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
SIZE = (1366, 768)
TASK_BAR = 40
OWN_SCREEN = "SELFASSESS_OWN_SCREEN"
"""Set where the whole screen is ours to take a picture of."""
LONGEST = 30.0
"""Seconds after which a picture is taken of what is there, though more is still being made."""


class Look(NamedTuple):
    """Colours, text size in percent and the width of the window."""

    colours: str
    percent: int = 100
    width: int = SIZE[0]


LOOKS = {
    "light": Look("light"),
    "dark": Look("dark"),
    "contrast": Look("contrast"),
    "text-200": Look("light", percent=200),
    "wide-1100": Look("light", width=1100),
}

PLACES = (
    "overview",
    *(f"statement:equity/{s}" for s in ("understand", "evidence", "strengths", "improvement", "actions", "judgement")),
    "statement:equity/review",
    *(
        f"register:{name}"
        for name in ("evidence", "strengths", "improvements", "risks", "actions", "measures", "contacts")
    ),
    *("visit", *(f"visit/{part}" for part in ("interviews", "cases", "criteria", "requests", "meetings", "accuracy"))),
    *("improvement_plan", "improvement_plan/standing", "improvement_plan/timeline", "improvement_plan/list"),
    *("coverage", "sections", "return", "return/contacts", "review", "years", "findings", "standings", "region"),
    *("review/partners", "review/refresh", "history", "backups", "settings", "help"),
)
"""Every page, and every step of a statement. A new page is an entry here."""


class Studio:
    """One window with the worked example, and a folder that takes the pictures."""

    def __init__(self, look: Look, folder: Path, whole_screen: bool) -> None:
        from selfassess.services.workbook import settings as kept
        from ui.__main__ import prepare

        self.folder, self.whole_screen = folder, whole_screen
        kept.save_settings(kept.Settings(name="Ada", appearance=look.colours, text_percent=look.percent))
        self.app, self.window = prepare(())
        self.window.resize(look.width, SIZE[1] - TASK_BAR)
        self.window.move(0, 0)
        self.window.show()
        self.window.resize(look.width, SIZE[1] - TASK_BAR)

    def settle(self) -> None:
        """Wait until nothing is being read, made or laid out any more."""
        from PySide6.QtTest import QTest

        from ui.bridge import tasks
        from ui.widgets import idle_queue

        end, quiet = perf_counter() + LONGEST, 0
        while quiet < 10 and perf_counter() < end:
            QTest.qWait(20)
            quiet = 0 if not idle_queue.is_empty() or tasks.Task.running else quiet + 1

    def take(self, name: str, widget: Any) -> None:
        """Keep a picture: of the whole screen where that is ours, of one window elsewhere."""
        self.settle()
        picture = self.app.primaryScreen().grabWindow(0) if self.whole_screen else widget.grab()
        file = self.folder / f"{name}.png"
        if not picture.save(str(file)):
            raise OSError(f"{file} could not be written")

    def take_dialog(self, name: str, ask: Callable[[], object]) -> None:
        """Have a dialog opened, keep its picture, and close it."""
        before = set(self._windows())
        ask()
        self.settle()
        for number, window in enumerate(each for each in self._windows() if each not in before):
            self.take(f"{name}-{number + 1}" if number else name, window)
            window.close()
        self.settle()

    def _windows(self) -> Iterator[Any]:
        return (each for each in self.app.topLevelWidgets() if each.isVisible() and each is not self.window)


def take_all(studio: Studio, work: Path) -> None:
    """The start screen, every page, and every dialog."""
    from selfassess.services.workbook import opening

    window = studio.window
    studio.take("start", window)
    window.start.ask_new()
    studio.take("start-new", window)
    file = work / "Worked example.sawb"
    opening.write_demo_workbook(file, author="Ada")
    window.open_workbook(file)
    while window.frame is None:
        studio.settle()
    for number, place in enumerate(PLACES):
        window.go(place)
        studio.take(f"page-{number + 1:02}-{place.replace(':', '-').replace('/', '-')}", window)
    for name, ask in dialogs(studio, work).items():
        studio.take_dialog(f"dialog-{name}", ask)
    window.close()


def dialogs(studio: Studio, work: Path) -> dict[str, Callable[[], object]]:
    """Every dialog, and how it is asked for. A new one is an entry here."""
    from selfassess.services.evidence.add_evidence import EvidenceRequest
    from selfassess.services.exporting import export
    from ui.pages.review.sign_off import SignOffDialog
    from ui.shell.crash_dialog import CrashDialog
    from ui.shell.opener import Damaged
    from ui.widgets.passphrase import AskingPassphrase

    window: Any = studio.window
    file = work / "Worked example.sawb"
    notes = work / "Minutes"
    notes.mkdir()
    (notes / "Minutes.txt").write_text("Minutes of the programme board", encoding="utf-8")
    narrative = work / "Last year.txt"
    narrative.write_text("Assessing needs\n\nStrengths\n- People are seen within a day.\n", encoding="utf-8")

    def page(name: str, place: str) -> Any:
        window.go(place)
        return window.frame.pages.get_page(name)

    def import_own_excel() -> object:
        out = work / "Sent round.xlsx"
        export.export_workbook(file, out)
        return window.open_import(out)

    def show_history() -> object:
        step = page("statement", "statement:equity/judgement")
        studio.settle()
        return step.steps["judgement"].form.field_editors["summary"].show_history()

    def change_many() -> object:
        view = page("register", "register:actions").views["actions"]
        view.table.selectAll()
        return view.change_selected()

    return {
        "import": window.open_import,
        "import-our-excel": import_own_excel,
        "import-narrative": lambda: window.open_import(narrative),
        "national-measures": lambda: window.go("national_measures"),
        "import-pack": lambda: window.go("import_pack"),
        "progress-report": lambda: window.go("progress_report"),
        "contributor-copy": window.open_contributor_copy,
        "carry-forward": window.open_carry_forward,
        "personal-data": window.open_personal_data,
        "export": window.open_export,
        "return-pack": window.open_return_pack,
        "preview": window.open_preview,
        "undo-several": window.open_several_steps,
        "not-offered": window.open_not_offered,
        "check": lambda: window.go("check"),
        "remove": lambda: window.go("remove"),
        "replace": lambda: window.go("replace"),
        "add-evidence": lambda: window.frame.workspace.open_dialog("add_evidence", EvidenceRequest(paths=(notes,))),
        "add-evidence-addresses": lambda: window.go("add_evidence"),
        "paste-measures": lambda: page("measures", "register:measures").open_pasting(),
        "sign-off": lambda: SignOffDialog(window.frame.workspace, window).open(),
        "field-history": show_history,
        "change-many": change_many,
        "passphrase": lambda: AskingPassphrase(window, "Sent round.zip", print).open(),
        "damaged": lambda: window.open_recovery(Damaged(file, "The file ends before it should.")),
        "crash": lambda: CrashDialog("selfassess from a checkout\n\nbuiltins.ValueError", "", window).open(),
        "about": window.show_about,
    }


@contextmanager
def own_screen(folder: Path) -> Iterator[dict[str, str]]:
    """What the environment says of the screen: one of our own, the person's where that cannot be, or none at all."""
    from tests.window import screen as screens

    if not screens.missing():
        with screens.screen(folder, *SIZE) as started:
            yield {**started.environment, OWN_SCREEN: "yes"}
    else:
        has_one = any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY")) or sys.platform != "linux"
        yield {} if has_one else {"QT_QPA_PLATFORM": "offscreen"}


def main(arguments: list[str]) -> None:
    """``DIR`` takes every look in a run of its own; ``DIR LOOK`` one, in this run."""
    folder = Path(arguments[0]).resolve()
    if len(arguments) > 1:
        name = arguments[1]
        (folder / name).mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory() as work:
            os.environ["SELFASSESS_HOME"] = work
            take_all(Studio(LOOKS[name], folder / name, OWN_SCREEN in os.environ), Path(work))
        return
    with tempfile.TemporaryDirectory() as work, own_screen(Path(work)) as found:
        for name in LOOKS:
            environment = {**os.environ, **found}
            subprocess.run([sys.executable, __file__, str(folder), name], cwd=ROOT, env=environment, check=True)
            print(f"{len(list((folder / name).glob('*.png')))} pictures in {folder / name}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
