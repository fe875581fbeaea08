"""Spreadsheets for the step of the mapping, and what it would give."""

from __future__ import annotations

from selfassess.exchange import foreign
from selfassess.services.importing.spreadsheet_mapping.draft import Spreadsheet, apply_draft
from tests.exchange.foreign_making import ASKED, FRAMEWORK
from ui.dialogs.import_file.mapping.step import MappingStep


def spreadsheet(book: foreign.Book) -> Spreadsheet:
    """A spreadsheet that is read against the framework and the return of the tests."""
    return Spreadsheet(book=book, framework=FRAMEWORK, asked=ASKED)


def taken_of(step: MappingStep) -> foreign.Taken:
    """What the spreadsheet gives by the mapping as it is now."""
    return apply_draft(step.current_draft(), step.year_label())
