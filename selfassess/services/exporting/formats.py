"""What an export can be, once: the command line, the dialogs, the help and the export itself read this list.

A new format is an entry here, with its pair of functions in ``writers``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from selfassess.domain.model.editions import ALL, Edition
from selfassess.domain.text.wording import join_with_and, join_with_or
from selfassess.services.exporting import writers
from selfassess.services.exporting.writers import Checked, ExportJob


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportFormat:
    """One format. ``check`` gets what ``write`` gave, reads the file back, and raises FileError where it differs.

    ``is_document``: read from front to back, and of chosen parts where somebody wants that. ``of_one_year``: it never
    holds several. ``keeps_history``: the journal is in it. ``locks_itself``: it asks for a passphrase without being put
    into a zip file.
    """

    ending: str
    name: str
    purpose: str
    write: Callable[[ExportJob], Any]
    check: Callable[[ExportJob, Any], Checked]
    editions: frozenset[Edition] = ALL
    is_document: bool = False
    of_one_year: bool = False
    has_empty_parts: bool = True
    takes_template: bool = False
    keeps_history: bool = False
    locks_itself: bool = False

    @property
    def file_filter(self) -> str:
        """What a dialog for files offers: "Excel (*.xlsx)"."""
        return f"{self.name} (*.{self.ending})"


_LISTED = (
    ExportFormat(
        ending="xlsx",
        name="Excel",
        purpose="A workbook to read, print and edit; it can be imported again.",
        write=writers.write_excel,
        check=writers.check_excel,
    ),
    ExportFormat(
        ending="docx",
        name="Word",
        purpose="A document to read, edit and send round. Of one year.",
        write=writers.write_word,
        check=writers.check_word,
        is_document=True,
        of_one_year=True,
        takes_template=True,
    ),
    ExportFormat(
        ending="pdf",
        name="PDF",
        purpose="A document to read, print and send as item IR 1. Of one year.",
        write=writers.write_pdf,
        check=writers.check_pdf,
        is_document=True,
        of_one_year=True,
        locks_itself=True,
    ),
    ExportFormat(
        ending="html",
        name="HTML",
        purpose="A page for a website, read on any screen and by screen readers. Of one year.",
        write=writers.write_html,
        check=writers.check_html,
        is_document=True,
        of_one_year=True,
    ),
    ExportFormat(
        ending="pptx",
        name="PowerPoint",
        purpose="Slides to introduce the self-assessment, with the texts in their notes. Of one year.",
        write=writers.write_slides,
        check=writers.check_slides,
        of_one_year=True,
    ),
    ExportFormat(
        ending="json",
        name="JSON",
        purpose="Everything as open data, for other programs and for keeping.",
        write=writers.write_json,
        check=writers.check_json,
        has_empty_parts=False,
        keeps_history=True,
    ),
)
FORMATS = MappingProxyType({each.ending: each for each in _LISTED})
"""By the ending of a file's name, in the order in which they are offered."""

PAPER_FORMATS = ("docx", "pdf", "html", "xlsx")
"""The endings of papers, which are handed over once and not read back: a progress report, standings, a form."""


def list_endings(endings: Iterable[str] = FORMATS) -> str:
    """The endings a file may have: ".xlsx, .docx or .json"."""
    return join_with_or(f".{ending}" for ending in endings)


def list_format_names() -> str:
    """The names of all formats, as the help lists them: "Excel, Word and JSON"."""
    return join_with_and(each.name for each in _LISTED)


def list_document_names() -> str:
    """The names of those that are documents: "Word, PDF or HTML"."""
    return join_with_or(each.name for each in _LISTED if each.is_document)
