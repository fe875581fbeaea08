"""The recipe of the workbook that is kept for this format: ``python -m tests.storage.make_fixture`` writes it anew.

It holds what a format has to carry on: edits of two people, a copy that was merged, a signed version written on in, and
a comment. Once a format has been released its fixture is never made again.
"""

from __future__ import annotations

import lzma
import os
import tempfile
from contextlib import closing
from pathlib import Path

from selfassess.domain.merging.resolution import Decisions
from selfassess.domain.model.catalogue import FORMAT
from selfassess.domain.model.commands import AddRecord, SetField
from selfassess.domain.model.new_year import new_id
from selfassess.services.importing import plan_merge
from selfassess.services.safety import sibling_copies
from selfassess.services.workbook import opening
from selfassess.services.workbook.session import Session
from selfassess.services.years import signing
from tests.making import Clock
from tests.storage.writer import SIGNATURES

FIXTURES = Path(__file__).parent / "fixtures"
FIRST, SECOND = "First writer", "Second writer"


def make(folder: Path) -> Path:
    """Write the workbook into a folder; its path."""
    main, copy, clock = folder / "main.sawb", folder / "copy.sawb", Clock()
    opening.write_demo_workbook(main, author=FIRST, clock=clock)
    sibling_copies.save_copy(main, copy)
    with closing(opening.open_workbook(main, author=FIRST, clock=clock)) as session:
        _set(session, "equity", "summary", "What the first writer says.")
        _set(session, "learning", "rationale", "Only the first writer wrote this.")
    with closing(opening.open_workbook(copy, author=SECOND, clock=clock)) as session:
        _set(session, "governance", "summary", "What the second writer says.")
        session.run_command(
            AddRecord("risk", new_id(), {"quality_statement": "equity", "title": "A risk from the copy"})
        )
    with closing(opening.open_workbook(main, author=FIRST, clock=clock)) as session:
        plan_merge.apply_merge(session, plan_merge.prepare_copy_of_workbook(main, copy), Decisions())
        about = session.current.judgements["equity"].id
        session.run_command(
            AddRecord("comment", new_id(), {"about": about, "text": "Is this still so?", "author": FIRST})
        )
        signing.sign_version(
            session, signing.prepare_version(main, session.current_id, SIGNATURES, author=FIRST, clock=clock)
        )
        signing.start_next_version(session, session.current_id)
        _set(session, "equity", "impact", "Written after signing.")
    return main


def _set(session: Session, statement: str, field: str, words: str) -> None:
    session.run_command(SetField(session.current.judgements[statement].id, field, words))


def main() -> None:
    """Make the fixture of this program's format."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SELFASSESS_HOME"] = folder
        body = make(Path(folder)).read_bytes()
    (FIXTURES / f"format-{FORMAT}.sawb.xz").write_bytes(lzma.compress(body, preset=9))


if __name__ == "__main__":
    main()
