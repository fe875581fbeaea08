"""The lines of a web page that stand around a report: ways to other pages, banners, sharing, what a browser prints."""

from __future__ import annotations

import re

from selfassess.exchange.report.names import fold_name

_WAYS = re.compile(
    r"skip to .*|home|care services|menu|search|close|contents|you are here.*"
    r"|sitemap|contact us|log ?in|sign in|my account|next|previous"
    r"|(home |care services ){1,3}.{0,100}local authority assessment reports?( .{0,60})?"
    r"|(next|previous) (page|theme|section).*"
    r"|back( to .{1,40})?|on this page|in this (section|report)|see all.*|show (more|all)|explore (this|more).{0,40}"
    r"|related (pages|links|content|information).*|more from .{1,40}"
    r"|find out more.*|read more.*|view (the )?(full )?report"
    r"|how we assess local authorities|(the )?care quality commission|cqc|local authority assessment( reports?)?"
    r"|accessibility( statement)?|privacy( .*)?|terms( and conditions)?"
    r"|crown copyright.*|.{0,4}care quality commission \d{4}"
    r"|https? .*|www .*"
)
_TOOLS = re.compile(
    r"print( this)?( page)?|share( this)?( page| article)?( (on|via|by) .*)?"
    r"|save( this)?( page| as pdf)?|listen( to this.*)?"
    r"|downloads?|download( .*)?|(documents? )?downloads?|attachments?|(pdf|word|docx?) \d+ ?[km]b.*"
    r"|facebook|twitter|x|linkedin|instagram|youtube|whatsapp"
    r"|e ?mail( this page)?( to .*)?|copy (the )?link|link copied"
    r"|(page |content )?last (updated|reviewed).*|help us improve.*"
    r"|give (us )?feedback.*|(is|was) this page (useful|helpful).*"
    r"|yes|no|report (a|an) (problem|issue).*|sign up.*|subscribe.*|follow us.*|newsletter.*"
    r"|page \d{1,3}( (of )?\d{1,3})?|\d{1,3} of \d{1,3}"
)
_COOKIES = re.compile(
    r"(we use |about |manage |our |essential |this (web)?site uses "
    r"|(we|we d|wed) (would )?like to (set|use) .{0,80})?cookies?\b.*"
    r"|(accept|reject|decline|allow) (all|additional|analytics|optional|some)?( cookies?)?|hide (this )?message"
    r"|(save|change|manage) (cookie )?(settings|preferences)|you (have|ve) (accepted|rejected) .{0,80}cookies.*"
)
_PRINTED = re.compile(r"\d{1,2}/\d{1,2}/\d{2,4}, \d{1,2}[:.]\d{2}\b.*|\d{1,3}/\d{1,3}")
"""What a browser prints at the edges of a page: when it was, and which page it is."""
_LONGEST, _LONGEST_BANNER = 200, 400


def is_navigation(text: str) -> bool:
    """Whether a line belongs to the page that the report was on, and not to the report."""
    if len(text) > _LONGEST_BANNER:
        return False
    plain = fold_name(text)
    if _COOKIES.fullmatch(plain):
        return True
    short = len(text) <= _LONGEST
    if not short:
        return False
    return bool(_WAYS.fullmatch(plain) or _TOOLS.fullmatch(plain) or _PRINTED.fullmatch(text))
