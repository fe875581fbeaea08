"""Every place of the window that the benchmarks go to: each page, each register and each step of a statement."""

from ui.pages.registers.kinds import REGISTERS
from ui.pages.statement.page import STEPS
from ui.shell.pages import PAGES

PLACES = (*PAGES, *(f"register:{each.place}" for each in REGISTERS), *(f"statement:equity/{step}" for step in STEPS))
