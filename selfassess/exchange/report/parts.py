"""The parts of a report by their headings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

from selfassess.exchange.report.names import fold_name


class Part(Enum):
    """Where in a report one reads."""

    HEAD = auto()
    ABOUT = auto()
    METHOD = auto()
    SUMMARY = auto()
    NEXT_STEPS = auto()
    RATING = auto()
    SCORES = auto()
    THEME = auto()
    STATEMENT = auto()
    """Below a statement's heading, before its findings: what people expect, and the commitment."""
    FINDINGS = auto()


SECTIONS = {
    Part.HEAD: "summary",
    Part.ABOUT: "about_place",
    Part.METHOD: "how_produced",
    Part.SUMMARY: "summary",
    Part.NEXT_STEPS: "next_steps",
    Part.RATING: "summary",
    Part.SCORES: "summary",
    Part.THEME: "summary",
}
"""The section that what is written in a part goes to. Within a statement it goes to the judgement."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading that begins a part. ``anywhere`` also ends the findings of a statement; ``kept`` with the text."""

    pattern: re.Pattern[str]
    part: Part
    anywhere: bool = False
    kept: bool = True


def _build_heading_rule(pattern: str, part: Part, *, anywhere: bool = False, kept: bool = True) -> Heading:
    return Heading(re.compile(pattern), part, anywhere, kept)


HEADINGS = (
    _build_heading_rule(
        r"(overall )?summary of peoples experiences?|peoples experiences?", Part.SUMMARY, anywhere=True
    ),
    _build_heading_rule(r"summary of strengths.*", Part.SUMMARY, anywhere=True),
    _build_heading_rule(
        r"overall summary|summary of (the |this )?(assessment|findings|report)", Part.SUMMARY, anywhere=True
    ),
    _build_heading_rule(r"summary|strengths|areas for (development|improvement)", Part.SUMMARY),
    _build_heading_rule(r"(local authority|overall) rating and scores?", Part.RATING, anywhere=True, kept=False),
    _build_heading_rule(r"(local authority|overall|our) ratings?|ratings?|overall", Part.RATING, kept=False),
    _build_heading_rule(r"quality statements?( scores?)?|(our )?scores?( for .*)?", Part.SCORES, kept=False),
    _build_heading_rule(r"(about|how we carried out|how we did) (this|the|our) (assessment|report)", Part.METHOD),
    _build_heading_rule(r"(how we (carried out|did)|our approach).*|method(ology)?", Part.METHOD),
    _build_heading_rule(r"about (?!(this|the|us|our|cqc|you)\b)[^\W\d]+( [^\W\d]+){0,6}", Part.ABOUT),
    _build_heading_rule(r"demographics|financial (facts|information|context)|(local )?context|key facts", Part.ABOUT),
    _build_heading_rule(r"(recommendations and )?next steps", Part.NEXT_STEPS),
)

_TITLE = 800
"""So many signs of a document are its title, and what stands around it."""
_HEADINGS_OF_REPORTS = (
    "assessment published", "quality statement scores", "local authority commitment",
    "key findings for this quality statement", "theme includes these quality statements",
)  # fmt: skip
_MARK = "local authority assessment"

_THEME = re.compile(
    r"theme (\d|one|two|three|four|five|six)\b.*|how .{1,80}(works with people|provides support|ensures safety).*"
)
_LISTED = re.compile(r"th(is|e) theme (includes|covers|has) (these|the following|\w+) quality statements?")
_NOT_ALL = re.compile(r"we may not (always )?(review|assess|look at) all (the )?quality statements.*")
_EXPECT = re.compile(r"what people (should )?(expect|can expect|tell us they expect)|i statements?")
_COMMITMENT = re.compile(
    r"(the )?(local authority|councils?) commitments?|what (the )?local authorit(y|ies) (should|must) do"
)
_KEY_FINDINGS = re.compile(r"(our )?(key )?findings( for| of)?( this| the)?( quality statement)?")


def bears_heading(plain: str) -> bool:
    """Whether a folded text has headings that only CQC's reports of councils have."""
    return any(mark in plain for mark in _HEADINGS_OF_REPORTS)


def bears_mark(text: str) -> bool:
    """Whether a text has words that stand in CQC's reports of councils and hardly anywhere else."""
    plain = fold_name(text)
    return _MARK in plain or bears_heading(plain)


def find_part_heading(text: str) -> Heading | None:
    """The part that a heading begins."""
    plain = ""
    if len(text) <= 120 and text[0].isupper() and text[-1] not in ".,;":
        plain = fold_name(text)
    return next((each for each in HEADINGS if each.pattern.fullmatch(plain)), None)


def is_theme(text: str) -> bool:
    """Whether a line is the heading of a theme."""
    return len(text) <= 160 and bool(_THEME.fullmatch(fold_name(text)))


def is_list_of_statements(text: str) -> bool:
    """Whether a line says that the statements of a theme follow."""
    return len(text) <= 120 and bool(_LISTED.fullmatch(fold_name(text)))


def is_caution(text: str) -> bool:
    """Whether a line is the caution that not every statement is looked at each time."""
    return len(text) <= 160 and bool(_NOT_ALL.fullmatch(fold_name(text)))


def heads_official_wording(text: str) -> bool:
    """Whether a line heads the framework's own words: what people expect, or the commitment."""
    plain = fold_name(text) if len(text) <= 80 else ""
    return bool(_EXPECT.fullmatch(plain) or _COMMITMENT.fullmatch(plain))


def is_commitment(text: str) -> bool:
    """Whether a line heads the commitment, after which the findings follow."""
    return len(text) <= 80 and bool(_COMMITMENT.fullmatch(fold_name(text)))


def is_findings(text: str) -> bool:
    """Whether a line heads the findings of a statement."""
    return len(text) <= 80 and bool(_KEY_FINDINGS.fullmatch(fold_name(text)))
