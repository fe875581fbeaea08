"""A narrative of sixty pages: read in the process for other people's files, and proposed piece by piece."""

from __future__ import annotations

import time
from pathlib import Path

import docx

from selfassess.packs import reader as packs
from selfassess.services.importing import plan_narrative

PAGES, WORDS_A_PAGE = 60, 450
MOST = 3.0
"""Seconds that reading and proposing may take together."""


def test_a_word_narrative_of_sixty_pages_is_proposed_in_under_three_seconds(tmp_path: Path) -> None:
    framework = packs.newest_framework()
    document = docx.Document()
    words = 0
    sentence = "People reach the right team at their first call, and most of them tell us that it helped them to go on."
    while words < PAGES * WORDS_A_PAGE:
        for statement in framework.statements:
            document.add_heading(f"{statement.number}. {statement.name}", 1)
            document.add_paragraph(" ".join([sentence] * 6))
            for part in ("What we do well", "Areas for improvement", "How we know", "Next steps"):
                document.add_heading(part, 2)
                for number in range(6):
                    document.add_paragraph(f"{sentence} ({number})", style="List Bullet")
            words += 6 * 21 + 4 * 6 * 22
    path = tmp_path / "narrative.docx"
    document.save(str(path))
    plan_narrative.propose_document(path, framework)  # the process is there from now on
    began = time.perf_counter()
    proposal = plan_narrative.propose_document(path, framework)
    took = time.perf_counter() - began
    print(f"\n{PAGES} pages, {len(proposal.placed):,} pieces: {took:.2f} s")
    assert not proposal.left_out_pieces
    assert took < MOST
