"""The measures of a statement in the guide: value, status and trends in words, and the way to them."""

from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from selfassess.domain.model.commands import AddRecord, SetField
from selfassess.domain.model.new_year import new_id
from ui.bridge.workspace import Workspace
from ui.pages.statement.guide import GuidePanel
from ui.widgets.idle_queue import finish_work


def said(guide: GuidePanel) -> str:
    finish_work(guide)
    return "\n".join(label.text() for label in guide.findChildren(QLabel) if not label.isHidden())


def test_the_guide_says_how_the_measures_of_a_statement_stand_and_leads_to_them(
    blank_year: Workspace, qtbot: QtBot
) -> None:
    measure = new_id()
    fields = {"title": "Reviews overdue", "target": 380, "better": "lower", "quality_statements": ("assessing-needs",)}
    assert blank_year.run(AddRecord("measure", measure, fields))
    for period, value in {"Q1 2023-24": 522, "Q2 2023-24": 500}.items():
        assert blank_year.run(
            AddRecord("measure_value", new_id(), {"measure": measure, "period": period, "value": value})
        )
    guide = GuidePanel(blank_year)
    qtbot.addWidget(guide)
    guide.show()
    first, second, *_ = blank_year.session.current.framework.statements
    guide.show_guide_for(second, ())
    assert "Reviews overdue" not in said(guide)
    guide.show_guide_for(first, ())
    words = said(guide)
    assert "Reviews overdue: 500 (Q2 2023-24)" in words
    assert "✗ Target not met\nShort-term trend ↓ down, better\nAnnual trend – no earlier figure" in words
    link = next(each for each in guide.findChildren(QPushButton) if each.text() == "Open measure")
    with qtbot.waitSignal(blank_year.asked_for) as asked:
        link.click()
    assert asked.args == [f"register:measures/{measure}"]
    assert blank_year.run(SetField(measure, "target", 600))
    guide.show_guide_for(first, ())
    assert "✓ Target met" in said(guide)
