"""Signs of personal data in texts: what is found, what must not be, how it is masked, and that no text is slow."""

from __future__ import annotations

import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfassess.domain.text.personal_data_patterns import HIDDEN, Sign, find_personal_signs, mask_signs

FOUND = {
    "NHS no. 943 476 5919": (Sign.NHS_NUMBER, "943 476 5919"),
    "9434765919": (Sign.NHS_NUMBER, "9434765919"),
    "(943-476-5919)": (Sign.NHS_NUMBER, "943-476-5919"),
    "943\u00a0476\u20115919.": (Sign.NHS_NUMBER, "943\u00a0476\u20115919"),
    "NHS No.9434765919": (Sign.NHS_NUMBER, "9434765919"),
    "write to jane.o'neil@derby.gov.uk.": (Sign.EMAIL, "jane.o'neil@derby.gov.uk"),
    "<siân@cyngor.cymru>": (Sign.EMAIL, "siân@cyngor.cymru"),
    "j.carey@derby.gov.uk": (Sign.EMAIL, "j.carey@derby.gov.uk"),
    "ring 07700 900123": (Sign.PHONE, "07700 900123"),
    "(01332) 640000, or": (Sign.PHONE, "(01332) 640000"),
    "+44 (0)1332 640000": (Sign.PHONE, "+44 (0)1332 640000"),
    "0044 1332 640000": (Sign.PHONE, "0044 1332 640000"),
    "020 7946 0018 24 hours a day": (Sign.PHONE, "020 7946 0018"),
    "Tel:01332640000/1": (Sign.PHONE, "01332640000"),
    "+33 1 42 68 53 00": (Sign.PHONE, "+33 1 42 68 53 00"),
    "of DE1 2FS.": (Sign.POSTCODE, "DE1 2FS"),
    "SW1A1AA": (Sign.POSTCODE, "SW1A1AA"),
    "m1 1ae": (Sign.POSTCODE, "m1 1ae"),
    "Byw yn CF10 3AT, tŷ 🏠": (Sign.POSTCODE, "CF10 3AT"),
    "AB 12 34 56 C": (Sign.NATIONAL_INSURANCE, "AB 12 34 56 C"),
    "NI:ab123456c": (Sign.NATIONAL_INSURANCE, "ab123456c"),
    "QQ 12 34 56 C": (Sign.NATIONAL_INSURANCE, "QQ 12 34 56 C"),
    "born 03/09/1941": (Sign.BIRTH, "03/09/1941"),
    "DOB: 3rd September 1941,": (Sign.BIRTH, "3rd September 1941"),
    "D.O.B. 3.9.41": (Sign.BIRTH, "3.9.41"),
    "her date of birth is 1941-09-03": (Sign.BIRTH, "1941-09-03"),
    "(b. 3 Sep 1941)": (Sign.BIRTH, "3 Sep 1941"),
    "born on Wednesday 3 September 1941": (Sign.BIRTH, "3 September 1941"),
    "Mrs B (3/9/1941) waited": (Sign.BIRTH, "3/9/1941"),
    "943.476.5919": (Sign.NHS_NUMBER, "943.476.5919"),
    "jane.doe (at) example.org": (Sign.EMAIL, "jane.doe (at) example.org"),
    "jane.doe @ example.org": (Sign.EMAIL, "jane.doe @ example.org"),
}

APART = ("\u00a0", "\u2009", "\u202f", "\u200b", "\u00ad", "\u2011", "\u2013", "\u2060", "\n", "\u200b \u200b", "\r\n")
"""What stands between the parts of a number without anybody seeing more than a space or a hyphen."""

NOT_FOUND = (
    "943 476 5918",  # another check digit
    "0000000000",
    "ISBN 0306406152",
    "https://www.derby.gov.uk/papers/9434765919?id=9434765919",
    "IR 5, IR 17 and IR 38",
    "28/02/2025, 28.02.2025, 2025-02-28T17:00, 01.04.2024 31.03.2025, 01-04-2024 - 31-03-2025",
    "1 April 2023 to 31 March 2024, 2023-24, Q1 2023-24, Q1 2nd half",
    "£1234567890, £ 9434765919, €9434765919, 1,234,567,890, 12.5 %, 9434765919%, 0.9434765919",
    "E08000027 E06000015",
    "DE1, DE, B1 2nd place, S3 1st",
    "BG 12 34 56 A, DA 12 34 56 A, AB 12 34 56 E",
    "adultsocialcare@derby.gov.uk, adult.social-care@derby.gov.uk, Enquiries@example.org",
    "@derbycc, jane@, a @ b.uk",
    "0300 123 4567, 0800 1111, 0845 123 4567, 111 and 999",
    "0 1 2 3 4 5 6 7 8 9 and 07700 90",
    "5e884898da28047151d0e56f8dc6292773603d0d6aabbddc62a11ef721d1542d8",
    "the National Assistance Act of 5 July 1948, minutes of 03/04/2019, born in March",
    "Pobl hŷn a’u teuluoedd: 1 200 o bobl, 12 wythnos 🏴󠁧󠁢󠁷󠁬󠁳󠁿",
)


@pytest.mark.parametrize("text", list(FOUND))
def test_a_sign_is_found_where_it_stands(text: str) -> None:
    kind, sign = FOUND[text]
    (found,) = find_personal_signs(text)
    assert (found.kind, text[found.start : found.end]) == (kind, sign)


@pytest.mark.parametrize("apart", APART)
@pytest.mark.parametrize(
    ("kind", "parts"),
    [
        (Sign.NHS_NUMBER, ("943", "476", "5919")),
        (Sign.PHONE, ("07700", "900123")),
        (Sign.POSTCODE, ("DE1", "2FS")),
        (Sign.NATIONAL_INSURANCE, ("AB", "12", "34", "56", "C")),
    ],
)
def test_a_sign_is_seen_whatever_unseen_characters_part_it(kind: Sign, parts: tuple[str, ...], apart: str) -> None:
    sign = apart.join(parts)
    text = f"of {sign} today"
    (found,) = find_personal_signs(text)
    assert (found.kind, text[found.start : found.end]) == (kind, sign)


def test_full_width_letters_and_digits_are_seen_through() -> None:
    for text in (
        "９４３ ４７６ ５９１９",
        "ＤＥ１ ２ＦＳ",
        "０７７００ ９００１２３",
        "jane.\u00addoe\u200b＠example.org",
    ):
        (found,) = find_personal_signs(text)
        assert (found.start, found.end) == (0, len(text))


@pytest.mark.parametrize("text", NOT_FOUND)
def test_what_is_nobodys_is_left_alone(text: str) -> None:
    assert find_personal_signs(text) == ()


def test_of_several_signs_each_is_found_once_and_in_order() -> None:
    text = "Mrs B, DE1 2FS, 07700 900123, 01332 640000 943 476 5919; mrs.b@example.org"
    kinds = [each.kind for each in find_personal_signs(text)]
    assert kinds == [Sign.POSTCODE, Sign.PHONE, Sign.PHONE, Sign.NHS_NUMBER, Sign.EMAIL]


def test_a_masked_sign_keeps_its_shape_and_only_its_ends() -> None:
    said = "Jane@derby.gov.uk, j@b.uk, 943 476 5919, DE1 2FS"
    assert mask_signs(said, find_personal_signs(said)) == "J•••@derby.gov.uk, •@b.uk, 94• ••• ••19, DE• •••"


NASTY = (
    "a" * 40_000,
    "a." * 20_000,
    "a@" * 20_000,
    "a@" + "a." * 20_000,
    "care" * 10_000 + "@x",
    "0" * 40_000,
    "07 " * 13_333,
    "+1" * 20_000,
    "(0" * 20_000,
    "01-" * 13_333,
    "AB12" * 10_000,
    "E1 1" * 10_000,
    "12 12 12 " * 4_444,
    "🏴󠁧󠁢󠁷󠁬󠁳󠁿" * 5_714,
    "\u0000\u202e\ud7ff" * 13_000,
)


def test_no_text_of_forty_thousand_characters_takes_long() -> None:
    find_personal_signs("07700 900123")  # the library is read the first time
    started = time.process_time()
    assert not any(find_personal_signs(text) for text in NASTY)
    assert time.process_time() - started < 100  # a second or three; an expression that goes back takes hours


def test_thousands_of_signs_in_one_text_are_all_found() -> None:
    numbers = " ".join(f"07700 9{n:05}" for n in range(2_000))
    assert len(find_personal_signs(numbers)) == 2_000


@given(st.text(alphabet=st.sampled_from("0123456789 +-().@aBde1£%ŵ\n"), max_size=200))
def test_whatever_is_found_lies_in_the_text_in_order_and_masks_to_its_own_length(text: str) -> None:
    found = find_personal_signs(text)
    assert all(0 <= each.start < each.end <= len(text) for each in found)
    assert all(one.end <= other.start for one, other in itertools.pairwise(found))
    assert all(HIDDEN in each.text for each in found)
    assert len(mask_signs(text, found)) == len(text)
