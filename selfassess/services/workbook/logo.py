"""Taking a council's logo into its workbook."""

from __future__ import annotations

from pathlib import Path

from selfassess.domain.model.commands import SetField
from selfassess.services.workbook.session import Session


def make_logo_command(session: Session, path: Path | None) -> SetField:
    """The step that gives the council the logo in a file, or takes its logo away; raises FileError with a sentence."""
    from selfassess.exchange.logo_files import read_logo  # pictures take a while to import; few need them

    logo = None if path is None else read_logo(path)
    return SetField(session.council.id, "logo", logo)
