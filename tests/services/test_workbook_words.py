"""Words of a workbook’s own travel in its file; undo, history and merging know them, and no document says them."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pypdf
import pytest

from selfassess.domain.history.history import tell_history
from selfassess.domain.history.history_wording import Memory, summarise_telling
from selfassess.domain.model.commands import SetField
from selfassess.domain.model.editions import Edition
from selfassess.domain.model.field_shorthand import OWN_WORDS
from selfassess.services.exporting import export
from selfassess.services.importing import contributor_copies
from selfassess.services.importing.contributor_copies import Wanted
from selfassess.services.workbook import snapshot
from selfassess.services.workbook.session import Session
from selfassess.services.workbook.settings import Settings
from selfassess.services.workbook.spelling import Speller
from tests.making import redo_step, session
from tests.services.merging_making import copied, council_file, exported, taken


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return council_file(tmp_path)


def keep_words(session: Session, *words: str) -> None:
    session.run_command(SetField(session.council.id, OWN_WORDS, words))


def change_words(path: Path, *words: str) -> None:
    opened = session(path)
    keep_words(opened, *words)
    opened.close()


def words_of(path: Path) -> tuple[str, ...]:
    return snapshot.read_snapshot(path).council.links_of(OWN_WORDS)


def test_a_word_is_kept_taken_back_and_told_in_the_history(path: Path) -> None:
    opened = session(path)
    speller = Speller(Settings(), lambda: opened.council.links_of(OWN_WORDS), lambda words: keep_words(opened, *words))
    speller.add_word("Normanton", only_here=True)
    speller.add_word("Normanton", only_here=True)
    speller.add_word("Spondon’s", only_here=True)
    assert words_of(path) == ("Normanton", "Spondon's")
    opened.undo_step()
    speller.read_own_words()
    assert speller.is_own("normanton")
    assert not speller.is_own("Spondon’s")
    redo_step(opened)
    speller.read_own_words()
    speller.remove_word("NORMANTON")
    assert words_of(path) == ("Spondon's",)
    memory = Memory.from_assessment(opened.current, opened.council)
    told = [summarise_telling(each, memory) for each in tell_history(opened.read_history(opened.council.id))]
    assert told[-1] == "Words of your own: nothing → Spondon's"  # what one person did within an hour
    opened.close()


def test_words_of_two_copies_join_and_one_that_was_taken_off_stays_off(path: Path) -> None:
    change_words(path, "Normanton", "Spondon")
    copy = copied(path, "copy.sawb")
    change_words(path, "Normanton", "Spondon", "Mickleover")
    change_words(copy, "Normanton", "Allestree")
    report = taken(path, copy)
    assert report.conflicts == ()
    assert words_of(path) == ("Normanton", "Allestree", "Mickleover")


def test_a_contributors_copy_has_them_and_brings_back_others(path: Path) -> None:
    change_words(path, "Normanton")
    copy = path.with_name("for cai.sawb")
    wanted = Wanted(person="Cai Jones", statements=("equity",), readable=False, contacts=False, scores=False)
    contributor_copies.make_copy(path, copy, wanted, author="Ada")
    assert words_of(copy) == ("Normanton",)
    change_words(copy, "Normanton", "Allestree")
    change_words(path, "Normanton", "Spondon")
    taken(path, copy)
    assert words_of(path) == ("Normanton", "Allestree", "Spondon")


@pytest.mark.parametrize("edition", list(Edition))
@pytest.mark.parametrize("name", ["xlsx", "docx", "html", "pdf"])
def test_no_document_says_them(path: Path, edition: Edition, name: str) -> None:
    change_words(path, "Zyzzyvania")
    out = path.with_name(f"out.{name}")
    export.export_workbook(path, out, edition=edition)
    if name == "pdf":
        held = "".join(page.extract_text() for page in pypdf.PdfReader(out).pages)
    elif name == "html":
        held = out.read_text(encoding="utf-8")
    else:
        with zipfile.ZipFile(out) as parts:
            held = "".join(parts.read(part).decode("utf-8", "replace") for part in parts.namelist())
    assert "Zyzzyvania" not in held


def test_an_excel_that_comes_back_takes_no_word_off(path: Path) -> None:
    change_words(path, "Normanton")
    taken(path, exported(path, "out.xlsx"))
    assert words_of(path) == ("Normanton",)
