"""The PDF that is looked at before it is sent: made, and opened as a ``Document`` that shows and searches its pages."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from selfassess.domain.model.editions import Edition, EditionOptions
from selfassess.domain.model.errors import CancelledError, FileError
from selfassess.services.exporting.file_progress import Cancelled, Progress

if TYPE_CHECKING:
    from selfassess.exchange.pdf.rendering import Document, Found
    from selfassess.services.exporting.export import ExportReport

__all__ = ["Choice", "Document", "Found", "Made", "Wanted", "make_preview"]

Choice = tuple[tuple[str, ...] | None, bool]
"""The parts that are chosen, None for all, and whether what is empty is left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be made: the workbook, the year, the readers, what they see, the parts.

    ``out`` is where it is kept, if anywhere.
    """

    path: Path
    year: str
    edition: Edition
    choice: Choice = (None, False)
    options: EditionOptions | None = None
    out: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What was made, open to be looked at."""

    wanted: Wanted
    document: Document
    report: ExportReport


def make_preview(wanted: Wanted, progress: Progress, cancelled: Cancelled) -> Made:
    """Export the PDF and open it; for a worker.

    One that is kept nowhere is written into a folder that only this person may open, and read; then folder and file
    are deleted, before anything is shown. Raises what an export raises.
    """
    # These take a while to import, which nobody needs to wait for.
    from selfassess.exchange.pdf import rendering
    from selfassess.services.exporting.export import export_workbook
    from selfassess.services.workbook import temp_files

    try:
        with temp_files.working_folder() as folder:
            out = wanted.out or folder / "preview.pdf"
            report = export_workbook(
                wanted.path,
                out,
                year=wanted.year,
                edition=wanted.edition,
                format="pdf",
                options=wanted.options,
                parts=wanted.choice[0],
                without_empty=wanted.choice[1],
                progress=progress,
                cancelled=cancelled,
            )
            document = rendering.open_document(out)
    except OSError as error:
        raise FileError(f"There is no room for a temporary file ({error.strerror}).") from error
    if cancelled():
        document.close()
        raise CancelledError("Stopped.")
    return Made(wanted=wanted, document=document, report=report)
