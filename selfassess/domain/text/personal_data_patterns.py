"""Signs of personal data in a text: NHS and National Insurance numbers, dates of birth, e-mail addresses, and others.

What is found only *looks like* one; a person decides. Names of people cannot be found. Where a sign has rules of its
own, libraries that are kept up to date know them: the check digit of an NHS number, the lengths of phone numbers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain

from selfassess.domain.text.dates import find_dates
from selfassess.domain.text.folding import see_through

HIDDEN = "•"
"""What stands for a letter or digit of a sign, so that a list of what was found does not repeat it."""


class Sign(StrEnum):
    """What something looks like, with its article, as it stands in a sentence."""

    EMAIL = "an e-mail address"
    NATIONAL_INSURANCE = "a National Insurance number"
    PHONE = "a phone number"
    NHS_NUMBER = "an NHS number"
    BIRTH = "a date of birth"
    POSTCODE = "a postcode"

    @property
    def heading_label(self) -> str:
        """The sign by itself, as a heading: "Phone number"."""
        name = self.partition(" ")[2]
        return name[0].upper() + name[1:]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One sign in a text, from ``start`` up to ``end``; ``text`` is what stands there, masked but for its ends."""

    kind: Sign
    start: int
    end: int
    text: str


_GAP = "[ -]"
"""What people put between groups of digits, once a text is seen through: every space and line end, every hyphen."""

# Each pattern but the first begins at a digit or "+", of which a text has few, and looks back from there. Every
# repetition is bounded and no two parts of a pattern can share a character, so no text makes one slow.
_EMAIL = re.compile(
    # With a space around it more than a letter stands on either side.
    r"(?<![\w.+'%-])(?:[\w.+'%-]{1,64}@|[\w.+'%-]{3,64} ?(?:@|[(\[]at[)\]]) ?(?=[\w-]{2}))"
    r"(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24}(?![\w-])"
)
_PHONE = re.compile(
    r"[0+](?<![\w£$€=+].)(?<![0-9][.,/].)(?![1-9][./-](?:0[1-9]|1[0-2])[./-](?:19|20)[0-9]{2})"  # no money, no date
    rf"(?:(?<=0)0?|(?<=\+) ?)[1-9](?:(?:{_GAP}|[.()]){{0,3}}[0-9]){{7,14}}(?![\w%])"
)
_NHS = re.compile(
    r"[0-9](?<![\w£$€=+/].)(?<![0-9][.,-].)(?<!£ .)[0-9]{2}"
    rf"(?:{_GAP}{{0,2}}|[.])[0-9]{{3}}(?:{_GAP}{{0,2}}|[.])[0-9]{{4}}"
    r"(?![\w%])(?![.,][0-9])"
)
_NATIONAL_INSURANCE = re.compile(
    rf"[0-9]{{2}}(?<=[A-Z]..|{_GAP}..){_GAP}{{0,2}}[0-9]{{2}}{_GAP}{{0,2}}[0-9]{{2}}{_GAP}{{0,2}}[A-D](?!\w)",
    re.IGNORECASE | re.ASCII,
)
_ITS_LETTERS = re.compile(
    # (no number begins with QQ: it is what people write as an example)
    rf"(?<!\w)(?!BG|GB|KN|NK|NT|TN|ZZ)(?:QQ|[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]){_GAP}{{0,2}}$",
    re.IGNORECASE | re.ASCII,
)
_AREAS = (
    "AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX FK "
    "FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN "
    "NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW "
    "UB W WA WC WD WF WN WR WS WV YO ZE"
)
"""The postcode areas there are, so that "Q1 2nd" and the like are none."""
_INWARD = re.compile(r"[0-9][ABD-HJLNP-UW-Z]{2}(?!\w)", re.IGNORECASE | re.ASCII)
_OUTWARD = re.compile(
    rf"(?<!\w)(?:{'|'.join(sorted(_AREAS.split(), key=len, reverse=True))})[0-9][0-9A-Z]?{_GAP}{{0,2}}$",
    re.IGNORECASE | re.ASCII,
)
_BIRTH_SAID = re.compile(
    r"(?:\b(?:d\.? ?o\.? ?b\b|(?:date|day|year) of birth|birth ?da(?:te|y)|born|dyddiad geni)|\(b\b)[^\w\n]{0,6}"
    r"(?:(?:on|is|was|in) (?:the )?|(?:mon|tues|wednes|thurs|fri|satur|sun)day,? (?:the )?){0,2}$",
    re.IGNORECASE,
)
"""What stands before a date that is somebody's birthday."""
_BORN_BY = 1965
"""A day in figures up to this year is hardly ever anything but somebody's birthday in what a council writes today."""
_ORDINALS = ("st", "nd", "rd", "th")
_SHARED = re.compile(
    r"(?:access|admin|adults?|carers?|care|commissioning|complaints?|contact|council|customer|direct|duty|enquir(?:y|ies)"
    r"|feedback|foi|general|health|hello|help|info|information|mail|no|office|press|quality|reception|referrals?|reply"
    r"|safeguarding|services?|social|support|team|[._-])+",
    re.IGNORECASE,
)
"""Local parts of addresses that belong to a service and to nobody in it: "adult.social-care", "enquiries"."""


def find_personal_signs(text: str) -> tuple[Found, ...]:
    """Every sign in a text, in order; no two share a character. It is seen through what nobody sees in a text."""
    kept: list[tuple[int, int, Sign]] = []
    seen = see_through(text)
    for each in sorted(chain.from_iterable(look(seen.text) for look in _LOOKS)):
        start, _, kind = each
        if not kept or start >= kept[-1][1]:
            kept.append(each)
        elif _STANDS.index(kind) < _STANDS.index(kept[-1][2]):
            kept[-1] = each
    found = []
    for first, last, kind in kept:
        start, end = seen.find_original_span(first, last)
        found.append(Found(kind=kind, start=start, end=end, text=_mask_one_sign(text[start:end], kind)))
    return tuple(found)


def mask_signs(text: str, found: tuple[Found, ...]) -> str:
    """A text with what was found in it masked; it stays as long as it is."""
    made = []
    last = 0
    for each in found:
        made += [text[last : each.start], each.text]
        last = each.end
    return "".join((*made, text[last:]))


def _mask_one_sign(sign: str, kind: Sign) -> str:
    """A sign as it is listed: of an address its first letter and where it is, of a number a few at its ends."""
    at = next((at for mark in ("@", "＠", "﹫", "(", "[") if (at := sign.find(mark)) > 0), 1)
    first, last = {Sign.EMAIL: (min(1, at - 1), len(sign) - at), Sign.POSTCODE: (2, 0)}.get(kind, (2, 2))
    end = len(sign) - last
    middle = "".join(HIDDEN if letter.isalnum() else letter for letter in sign[first:end])
    return f"{sign[:first]}{middle}{sign[end:]}"


_Spans = Iterator[tuple[int, int, Sign]]


def _find_emails(text: str) -> _Spans:
    if "@" not in text and not re.search(r"[(\[]at[)\]]", text):
        return
    for match in _EMAIL.finditer(text):
        if not _SHARED.fullmatch(re.split(r" ?[@(\[]", match.group())[0]):
            yield *match.span(), Sign.EMAIL


def _find_insurance_numbers(text: str) -> _Spans:
    for match in _NATIONAL_INSURANCE.finditer(text):
        yield from _extend_by_prefix(_ITS_LETTERS, text, match, Sign.NATIONAL_INSURANCE)


def _extend_by_prefix(before: re.Pattern[str], text: str, match: re.Match[str], kind: Sign) -> _Spans:
    """The sign of which ``match`` is the end, where what must stand before it does."""
    near = max(0, match.start() - 9)
    led = before.search(text[near : match.start()])
    if led is not None:
        yield near + led.start(), match.end(), kind


def _find_phone_numbers(text: str) -> _Spans:
    at = 0
    while (match := _PHONE.search(text, at)) is not None:
        written = match.group()
        # What follows a number may look like a part of it ("020 7946 0018 24 hours"): it is tried shorter and shorter.
        ends = [len(written), *(gap.start() for gap in reversed([*re.finditer(r"[^0-9+]+", written)]))]
        end = next((end for end in ends if _is_dialled_number(written[:end])), 0)
        if end:
            opened = text[match.start() - 1 : match.start()] == "("
            yield match.start() - opened, match.start() + end, Sign.PHONE
        at = match.start() + (end or 1)


def _is_dialled_number(written: str) -> bool:
    """Whether it is a number that can be dialled here, or has the ten digits that British ones have after the 0.

    Numbers that only organisations have, such as those that begin with 0300 or 0800, are nobody's.
    """
    digits = sum(map(str.isdigit, written))
    if digits < 10 or (digits > 11 and not written.startswith(("+", "00"))):
        return False
    import phonenumbers  # takes a while to import, and most texts hold nothing that looks like a number

    try:
        number = phonenumbers.parse(written, "GB")
    except phonenumbers.NumberParseException:
        return False
    sort = phonenumbers.number_type(number)
    if sort == phonenumbers.PhoneNumberType.UNKNOWN:
        return number.country_code == 44 and len(str(number.national_number)) == 10
    kinds = phonenumbers.PhoneNumberType
    return sort not in (kinds.TOLL_FREE, kinds.PREMIUM_RATE, kinds.SHARED_COST, kinds.UAN)


def _find_nhs_numbers(text: str) -> _Spans:
    for match in _NHS.finditer(text):
        digits = "".join(filter(str.isdigit, match.group()))
        before = text[max(0, match.start() - 9) : match.start()].casefold()
        # A book's number has the same check digit; ten equal digits are a placeholder.
        if len(set(digits)) > 1 and "isbn" not in before and _has_check_digit(digits):
            yield *match.span(), Sign.NHS_NUMBER


def _has_check_digit(digits: str) -> bool:
    from stdnum.gb import nhs  # brings much along that nothing here uses; few texts hold ten digits in a row

    return nhs.is_valid(digits)


def _find_postcodes(text: str) -> _Spans:
    for match in _INWARD.finditer(text):
        if match.group()[1:] not in _ORDINALS:  # "in B1 2nd place"
            yield from _extend_by_prefix(_OUTWARD, text, match, Sign.POSTCODE)


def _find_birth_dates(text: str) -> _Spans:
    for start, end in find_dates(text):
        year = max(map(int, re.findall(r"[0-9]{4}", text[start:end])), default=0)
        # "3/9/1940", not "the Act of 5 July 1948"
        in_figures = not any(map(str.isalpha, text[start:end]))
        if _BIRTH_SAID.search(text[max(0, start - 40) : start]) or (in_figures and 1900 <= year <= _BORN_BY):
            yield start, end, Sign.BIRTH


_STANDS = tuple(Sign)
"""Of two signs that share characters, the one that is named first stands."""
_LOOKS: tuple[Callable[[str], _Spans], ...] = (
    _find_emails, _find_insurance_numbers, _find_phone_numbers, _find_nhs_numbers, _find_birth_dates, _find_postcodes,
)  # fmt: skip
