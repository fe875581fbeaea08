"""Making the PDF that is looked at. Runs on a worker."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from selfassess.domain.model.editions import Edition, EditionOptions
from selfassess.domain.model.errors import CancelledError, FileError
from ui.bridge.tasks import Cancelled, Progress
from ui.pages.preview.parts import Choice

if TYPE_CHECKING:
    from selfassess.exchange.pdf.rendering import Document
    from selfassess.services.exporting.export import ExportReport


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


def make(wanted: Wanted, progress: Progress, cancelled: Cancelled) -> Made:
    """Export the PDF and open it.

    One that is kept nowhere is written into a folder that only this person may open, and read; then folder and file
    are deleted, before anything is shown. Raises what an export raises.
    """
    # These take a while to import, which nobody needs to wait for.
    from selfassess.exchange.pdf import rendering
    from selfassess.services.exporting.export import export
    from selfassess.services.workbook import temp_files

    try:
        with temp_files.folder() as folder:
            out = wanted.out or folder / "preview.pdf"
            report = export(
                wanted.path, out, year=wanted.year, edition=wanted.edition, format="pdf",
                options=wanted.options, parts=wanted.choice[0], without_empty=wanted.choice[1],
                progress=progress, cancelled=cancelled,
            )  # fmt: skip
            document = rendering.open(out)
    except OSError as error:
        raise FileError(f"There is no room for a temporary file ({error.strerror}).") from error
    if cancelled():
        document.close()
        raise CancelledError("Stopped.")
    return Made(wanted=wanted, document=document, report=report)
