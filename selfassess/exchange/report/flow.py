"""Paragraphs out of lines that were wrapped to a width, as a PDF and some text files have them.

Two lines are one paragraph where nothing parts them and the first is full: the next word would not have fitted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from selfassess.exchange.report.lines import Line

_UNWRAPPED = 200
"""From this width on each line is a paragraph of its own: nobody wraps a page so wide."""
_NEARLY = 0.85
"""How far a line must reach to count as full; letters differ in width, so not quite to the end."""
_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010\u2011][^\W\d_]+)*")
_BROKEN = re.compile(r"(?<![^\W\d_])([^\W\d_]{1,60}[\u2010\xad]) +([^\W\d_]{1,60})")
_HYPHENS = str.maketrans("\u2010\u2011", "--")
_KEEPS_HYPHEN = re.compile(
    "all|anti|co|cross|ex|face|follow|full|high|inter|joined|long|low|mid|multi|non|one|out|over|part|person|post|pre"
    "|re|self|semi|short|step|strengths?|sub|two|under|well"
)
"""First parts of words that are mostly written with one."""

Known = Callable[[str], bool]


def join_wrapped_lines(lines: Sequence[Line], known: Known, title: Known) -> list[Line]:
    """The lines as paragraphs.

    ``known`` tells a line that stands for itself: a name, a score, a part's heading. ``title`` tells a whole name or
    topic, which may have been wrapped.
    """
    lengths = sorted(len(line.text) for line in lines if not line.heading)
    width = lengths[len(lengths) * 9 // 10] if lengths else 0
    words = _collect_words(line.text for line in lines)
    if width >= _UNWRAPPED:
        return [replace(line, text=mend_hyphens(line.text, words)) for line in lines]
    found: list[Line] = []
    last = ""
    for line in lines:
        if found and _goes_on_with_line(
            found[-1], last, line, width, known, lambda text: title(mend_hyphens(text, words))
        ):
            found[-1] = replace(found[-1], text=glue_pieces(found[-1].text, line.text, words))
        else:
            found.append(line)
        last = line.text
    return [replace(line, text=mend_hyphens(line.text, words)) for line in found]


def mend_hyphens(text: str, words: frozenset[str]) -> str:
    """A text in which words that ended a line are whole again, without hyphens that nobody sees."""

    def join(broken: re.Match[str]) -> str:
        return glue_pieces(broken[1], broken[2], words)

    if text.isascii():
        return text
    return _BROKEN.sub(join, text).replace("\xad", "").translate(_HYPHENS)


def _goes_on_with_line(before: Line, last: str, line: Line, width: int, known: Known, title: Known) -> bool:
    """Whether ``line`` goes on with the paragraph ``before``, whose last line is ``last``."""
    if line.gap or line.bullet or before.heading != line.heading:
        return False
    if title(f"{before.text} {line.text}"):
        return True
    if known(line.text):
        return False
    if before.heading:
        return line.gap is False or line.text[0].islower()
    if line.text[0].islower():
        return line.gap is False or not known(before.text)
    if known(before.text):
        return False
    # At the end of a page a full line may also end a paragraph, but most full lines do not.
    return len(last) + 1 + len(line.text.split(maxsplit=1)[0]) > width * _NEARLY


def glue_pieces(before: str, after: str, words: frozenset[str]) -> str:
    """Two pieces of text as one; a word that was broken at the end of the line becomes whole.

    A hyphen there may be part of the word: ``words``, all that stand unbroken elsewhere, decide, else its first part.
    """
    if before.endswith("\xad"):
        return before[:-1] + after
    head = re.search(r"([^\W\d_]+)[-\u2010\u2011]$", before)
    tail = _WORD.match(after)
    if head is None or tail is None or not after[0].islower():
        if re.search(r"\w[-\u2010\u2011–/]$", before):
            return before + after
        return f"{before} {after}"
    first = head[1].casefold()
    rest = tail[0].casefold()
    hyphened = f"{first}-{rest}" in words
    whole = first + rest in words
    # Programs that break words put the other hyphen there; what people type is in the text itself.
    likely = before[-1] != "\u2010" and bool(_KEEPS_HYPHEN.fullmatch(first))
    keeps = hyphened if hyphened != whole else likely
    if keeps:
        return before + after
    return before[:-1] + after


def _collect_words(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(word.casefold().translate(_HYPHENS) for text in texts for word in _WORD.findall(text))
