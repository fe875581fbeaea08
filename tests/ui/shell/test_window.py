import sys
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from selfassess.services.workbook import opening
from selfassess.services.workbook import settings as kept
from ui.bridge.crash import CrashReporter
from ui.dialogs.import_file.dialog import ImportFileDialog
from ui.shell.crash_dialog import CrashDialog
from ui.shell.crash_screen import CrashScreen
from ui.shell.frame import WorkbookFrame
from ui.shell.window import MainWindow
from ui.widgets import dialogs, theme


@pytest.fixture
def window(qtbot: QtBot) -> MainWindow:
    made = MainWindow(kept.Settings(name="Ada"))
    qtbot.addWidget(made)
    return made


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    path = tmp_path / "derby.sawb"
    opening.write_demo_workbook(path, author="Ada")
    return path


def opened(window: MainWindow, path: Path, qtbot: QtBot) -> WorkbookFrame:
    window.open_workbook(path)
    qtbot.waitUntil(lambda: window.frame is not None, timeout=15_000)
    frame = window.frame
    assert frame is not None
    qtbot.waitUntil(lambda: frame.place != "", timeout=15_000)
    return frame


def test_the_place_and_the_recent_workbook_are_remembered(window: MainWindow, workbook: Path, qtbot: QtBot) -> None:
    opened(window, workbook, qtbot)
    window.go("settings")
    window.close()
    again = MainWindow(kept.load_settings())
    qtbot.addWidget(again)
    again.show()
    again.activateWindow()
    assert again.settings.recent == [str(workbook.resolve())]
    assert opened(again, workbook, qtbot).place == "settings"
    again.close()


def test_a_file_that_is_no_workbook_is_said_on_the_start_screen(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    wrong = tmp_path / "notes.sawb"
    wrong.write_text("Just some notes.")
    window.open_workbook(wrong)
    qtbot.waitUntil(lambda: window.start.problem.message_text != "", timeout=15_000)
    assert "notes.sawb" in window.start.problem.message_text
    assert wrong.read_text() == "Just some notes."
    assert window.frame is None


def test_a_second_opener_reads_and_is_told_who_has_it(window: MainWindow, workbook: Path, qtbot: QtBot) -> None:
    first = opening.open_workbook(workbook, author="Grace")
    try:
        frame = opened(window, workbook, qtbot)
        assert frame.top_bar.saved.text() == "Read only"
        assert "Grace" in frame.notices.shown_words
        assert frame.standing.message_text == ""
        window.close()
    finally:
        first.close()


def test_closing_waits_for_what_cannot_be_saved(
    window: MainWindow, workbook: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Refusing:
        def flush(self) -> bool:
            return False

    asked: list[Any] = []
    monkeypatch.setattr(dialogs, "ask_question", lambda parent, text, detail, answers, **_: asked.append(dict(answers)))
    frame = opened(window, workbook, qtbot)
    editor = Refusing()
    frame.workspace.register_editor(editor)
    window.show()
    window.close()
    assert window.isVisible()
    asked[0]["Leave without it"]()
    assert not window.isVisible()
    opening.open_workbook(workbook, author="Grace").close()  # nobody has it any more


def test_the_menus_need_a_workbook_for_what_is_about_one(window: MainWindow, workbook: Path, qtbot: QtBot) -> None:
    needing = window.menus._needs_workbook
    assert not any(action.isEnabled() for action in needing)
    opened(window, workbook, qtbot)
    assert all(action.isEnabled() for action in needing)
    window.close_workbook()
    assert window.frame is None
    assert not any(action.isEnabled() for action in needing)


def test_text_size_takes_hold_at_once_and_is_kept(window: MainWindow) -> None:
    window.set_text_percent(150)
    assert theme.px(20) == 30
    assert kept.load_settings().text_percent == 150
    window.set_text_percent(100)


def test_each_scheme_has_every_colour_and_readable_words(qapp: QApplication) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    keys = set()
    for scheme in theme.SCHEMES:
        theme.apply_theme(app, scheme, 100)
        keys.add(frozenset(theme.colour_tokens()))
        for ink, ground in [
            ("ink", "surface"),
            ("ink", "canvas"),
            ("muted", "surface"),
            ("muted", "canvas"),
            ("on_accent", "accent"),
            ("accent", "surface"),
            ("error", "surface"),
            *((f"score{n}_ink", f"score{n}_tint") for n in (1, 2, 3, 4)),
        ]:
            assert contrast(theme.colour(ink), theme.colour(ground)) >= 4.5, (scheme, ink, ground)
        assert contrast(theme.colour("control_strong"), theme.colour("surface")) >= 3, scheme
        assert "@" not in theme.style_sheet()
    assert len(keys) == 1
    theme.apply_theme(app, "light", 100)


def contrast(one: QColor, other: QColor) -> float:
    def light(colour: QColor) -> float:
        parts = [
            c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
            for c in (colour.redF(), colour.greenF(), colour.blueF())
        ]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_the_chosen_colours_are_kept_with_the_other_settings(
    window: MainWindow, workbook: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SELFASSESS_HOME", str(tmp_path / "mine"))
    page = opened(window, workbook, qtbot).pages.get_page("settings")
    page.scheme.setCurrentIndex(page.scheme.findData("dark"))
    page.scheme.activated.emit(page.scheme.currentIndex())
    assert (kept.load_settings().appearance, theme.current_scheme()) == ("dark", "dark")
    assert [file.name for file in (tmp_path / "mine" / "config").iterdir()] == ["settings.json"]
    window.set_text_percent(110)
    assert theme.current_scheme() == "dark"
    window.set_text_percent(100)
    page.scheme.setCurrentIndex(page.scheme.findData(""))
    page.scheme.activated.emit(page.scheme.currentIndex())
    assert kept.load_settings().appearance == ""
    window.close()


def test_colours_that_nobody_knows_are_those_of_the_system(qapp: QApplication) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply_theme(app, "plaid", 100)
    assert theme.current_scheme() in theme.SCHEMES
    theme.apply_theme(app, "light", 100)


def test_f1_shows_the_help_in_an_open_workbook(window: MainWindow, workbook: Path, qtbot: QtBot) -> None:
    frame = opened(window, workbook, qtbot)
    (help_menu,) = [menu for menu in window.menuBar().findChildren(QMenu) if menu.title() == "&Help"]
    assert help_menu.actions()[0].shortcut().toString() == "F1"
    help_menu.actions()[0].trigger()
    assert frame.place == "help/3-scores-and-rating"
    help_menu.actions()[1].trigger()
    assert frame.place == "help/6-the-keyboard"
    window.close()


def test_the_years_page_opens_the_dialog_that_takes_in_a_year(window: MainWindow, workbook: Path, qtbot: QtBot) -> None:
    frame = opened(window, workbook, qtbot)
    window.go("years")
    buttons = frame.pages.get_page("years").findChildren(QPushButton)
    next(button for button in buttons if button.text().startswith("Import")).click()
    (dialog,) = window.findChildren(ImportFileDialog)
    assert dialog.isVisible()
    assert frame.place == "years"
    dialog.reject()
    window.close()


def test_pages_are_laid_out_anew_for_another_text_size(window: MainWindow, workbook: Path, qtbot: QtBot) -> None:
    frame = opened(window, workbook, qtbot)
    window.go("statement:equity/review")
    before = frame.pages.get_page("statement")
    settings = frame.pages.get_page("settings")
    window.set_text_percent(200)
    qtbot.waitUntil(lambda: frame.pages.get_page("statement") is not before)
    assert frame.place == "statement:equity/review"
    assert frame.pages.get_page("settings") is settings
    line = frame.pages.get_page("statement").steps["review"].agreement.form.field_editors["agreed_on"].control.line
    assert line.maximumWidth() > line.fontMetrics().horizontalAdvance("28/02/2025") + 20
    window.set_text_percent(100)
    window.close()


@pytest.mark.parametrize(("width", "below"), [(1366, False), (1100, True)])
def test_the_council_has_room_beside_or_above_the_year(
    window: MainWindow, workbook: Path, qtbot: QtBot, width: int, below: bool
) -> None:
    window.set_text_percent(200 if below else 100)
    bar = opened(window, workbook, qtbot).top_bar
    window.resize(width, 768)
    window.show()
    qtbot.waitUntil(lambda: (bar.year.y() > bar.council.y()) is below)
    words = bar.council.fontMetrics().horizontalAdvance("Derby City Council")
    assert bar.council.width() >= words
    assert bar.year.width() >= bar.year.sizeHint().width()
    assert bar.saved.width() >= bar.saved.fontMetrics().horizontalAdvance(bar.saved.text())
    window.set_text_percent(100)
    window.close()


def test_a_bug_behind_a_button_is_a_sentence_and_a_report_to_copy(
    window: MainWindow, workbook: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    reporter, screen = CrashReporter(window), CrashScreen(window)
    reporter.crashed.connect(screen.show_crash_report)
    monkeypatch.setattr(sys, "excepthook", reporter._handle_uncaught)
    frame = opened(window, workbook, qtbot)
    window.go("years")

    def fault() -> None:
        raise KeyError(frame.workspace.session.council.text_of("name"))

    button = QPushButton("A page's button", frame.pages.get_page("years"))
    button.clicked.connect(fault)
    with qtbot.capture_exceptions() as caught:
        monkeypatch.setattr(sys, "excepthook", reporter._handle_uncaught)
        button.click()
    assert not caught
    shown = screen.shown
    assert shown is not None
    assert shown.isVisible()
    words = " ".join(label.text() for label in shown.findChildren(QLabel))
    assert "What was saved is safe" in words
    report = shown.findChildren(QPlainTextEdit)[0].toPlainText()
    assert "KeyError" in report
    assert "Derby" not in report
    next(each for each in shown.findChildren(QPushButton) if each.text() == "Copy the report").click()
    assert QGuiApplication.clipboard().text() == report
    shown.accept()
    window.go("history")  # and one can go on working
    assert frame.place == "history"
    window.close()


def test_a_fault_that_repeats_is_one_dialog(window: MainWindow) -> None:
    screen = CrashScreen(window)
    screen.show_crash_report("The report", "")
    first = screen.shown
    screen.show_crash_report("The report again", "")
    assert isinstance(first, CrashDialog)
    assert screen.shown is first
    first.accept()
    assert screen.shown is None
