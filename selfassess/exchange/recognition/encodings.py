"""The text that bytes stand for, whatever they are encoded in."""

from __future__ import annotations

import unicodedata

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_SAMPLE = 2_000
_FEW = 0.02
"""Control characters that a text may have, as a part of it; rubbish has far more."""


def decode_text(data: bytes) -> str | None:
    """The text that the bytes stand for, None where they are no text. Without a mark UTF-8 is tried, then Windows."""
    encoding = next((name for mark, name in _BOMS if data.startswith(mark)), None) or _guess_unmarked_utf16(
        data[:_SAMPLE]
    )
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        if encoding != "utf-8":
            return None
        text = data.decode("cp1252", errors="replace")
    sample = text[: 10 * _SAMPLE]
    odd = sum(unicodedata.category(c) in ("Cc", "Cn", "Co") and c not in "\t\n\r\f\v\x7f" for c in sample)
    if "\0" in sample or odd > _FEW * len(sample):
        return None
    return text


def decode_beginning(head: bytes) -> str | None:
    """The same for the beginning of a file, which may end within a character."""
    even = head[: len(head) // 2 * 2]
    for cut in range(4):
        text = decode_text(even[: len(even) - cut])
        if text is not None and "\ufffd" not in text[-1:]:
            return text
    return decode_text(even)


def _guess_unmarked_utf16(head: bytes) -> str:
    """The encoding of a text that does not say it: UTF-16 has a zero at every other place."""
    # Latin letters in UTF-16 have a zero in every other byte.
    for offset, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        every_other = head[offset::2]
        if len(every_other) > 1 and every_other.count(0) > len(every_other) * 0.8:
            return name
    return "utf-8"
