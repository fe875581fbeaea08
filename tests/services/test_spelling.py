"""British spelling: what is right, what may have been meant, own words, and a dictionary that is not there."""

from pathlib import Path

import pytest

from selfassess.domain.model.errors import FileError
from selfassess.services.workbook.settings import Settings
from selfassess.services.workbook.spelling import (
    FOLDER,
    Dictionary,
    Speller,
    find_words,
    load_dictionary,
    read_sector_words,
)


@pytest.fixture(scope="module")
def dictionary() -> Dictionary:
    return load_dictionary()


@pytest.fixture
def speller(dictionary: Dictionary) -> Speller:
    made = Speller(Settings())
    made.use_dictionary(dictionary, read_sector_words())
    return made


def test_british_words_and_those_of_the_sector_are_right(speller: Speller) -> None:
    right = "colour organisation programme carers’ people's well being reablement Safeguarding CQC CQC’s KPIs DoLS a"
    wrong = "color organization behavior recieve safegaurding Assessmnet wellbieng"
    assert [word for word in right.split() if not speller.is_right(word.strip("’"))] == []
    assert [word for word in wrong.split() if speller.is_right(word)] == []
    assert speller.suggest_words("safegaurding")[0] == "safeguarding"
    assert speller.suggest_words("organization")[0] == "organisation"


def test_a_word_is_looked_up_once_and_one_without_end_never(speller: Speller) -> None:
    for _ in range(3):
        speller.is_right("recieve")
        assert speller.is_right("x" * 5_000)
    assert speller.looked_up == 1
    assert speller.suggest_words("x" * 5_000) == ()


def test_addresses_numbers_and_references_are_no_words() -> None:
    text = "See https://www.cqc.org.uk/a_b, ask team@council.gov.uk: 12th of IR5, well-being (people’s)."
    assert [word for _, word in find_words(text)] == ["See", "ask", "of", "well", "being", "people’s"]
    assert [place for place, word in find_words("one two three", 4, 7)] == [4]


def test_own_words_are_right_everywhere_or_in_one_workbook(speller: Speller, dictionary: Dictionary) -> None:
    settings, kept = Settings(), list[str]()

    def keep(words: tuple[str, ...]) -> None:
        kept[:] = words

    here, there = Speller(settings, lambda: tuple(kept), keep), Speller(settings)
    for each in (here, there):
        each.use_dictionary(dictionary)
        assert not each.is_right("Normanton")
    here.add_word("Normanton", only_here=True)
    here.add_word("Havering’s")
    there.read_own_words()
    assert here.is_right("Normanton’s")
    assert here.is_own("normanton")
    assert not there.is_right("Normanton")
    assert there.is_right("Havering's")
    here.remove_word("Normanton")
    assert not here.is_right("Normanton")


def test_without_its_dictionary_or_where_it_is_switched_off_nothing_is_wrong(tmp_path: Path, speller: Speller) -> None:
    with pytest.raises(FileError, match="dictionary of this program is missing"):
        load_dictionary(tmp_path)
    for name in ("en_GB.aff", "en_GB.dic"):
        (tmp_path / name).write_bytes((FOLDER / name).read_bytes()[:1000])
    with pytest.raises(FileError):
        load_dictionary(tmp_path)
    assert read_sector_words(tmp_path) == frozenset()
    without = Speller(Settings())
    assert without.is_right("recieve")
    assert not without.is_on
    speller._settings.spelling = False
    assert not speller.is_on
