"""Reads a report line by line: which part a line belongs to, and so where it goes.

A statement is named several times in a report: in a list of scores, under its theme, and above its findings. A name
with another name after it is only in a list; one with a score after it gives the score; what follows it otherwise is
its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from selfassess.domain.framework.framework import Framework
from selfassess.exchange.report import furniture, marks, parts
from selfassess.exchange.report.found import Fault, Found, Prose
from selfassess.exchange.report.lines import LeftOut, Line
from selfassess.exchange.report.marks import Said
from selfassess.exchange.report.names import Names, fold_name
from selfassess.exchange.report.parts import SECTIONS, Part

NAVIGATION = "Left out, as it belongs to the web page and not to the report"
LAYOUT = "Left out, as headings without a text of their own"
THEMES = "Left out, as the framework says which statements a theme has"
OFFICIAL = "Left out, as the framework has these words"

_WATCHED = 500
_BEFORE_THEMES = (Part.HEAD, Part.ABOUT, Part.METHOD, Part.SUMMARY, Part.RATING)


def build_substance_test(names: Names, framework: Framework) -> Callable[[str], bool]:
    """What tells the lines that carry a report: names, scores, and the headings above findings."""

    def carries(text: str) -> bool:
        return bool(
            names.find_statement_key(text, short=True)
            or names.is_known_title(text)
            or marks.score_line(text, framework)
            or parts.is_findings(text)
            or parts.heads_official_wording(text)
            or parts.is_theme(text)
            or parts.is_list_of_statements(text)
            or parts.is_caution(text)
        )

    return carries


def stands_alone(names: Names, framework: Framework) -> Callable[[str], bool]:
    """What tells the lines that are never part of a paragraph, however they were wrapped."""
    carries = build_substance_test(names, framework)

    def known(text: str) -> bool:
        if len(text) > 160 or text.endswith((".", ",", ";")):
            return False
        if text[0].islower():
            # A line of a paragraph may happen to have the words of a heading.
            return names.find_statement_key(text) is not None
        if carries(text):
            return True
        return bool(
            marks.read_publication_date(text)
            or marks.read_council_name(text)
            or parts.find_part_heading(text)
            or furniture.is_navigation(text)
        )

    return known


def find_in_report(
    lines: Sequence[Line],
    titles: Sequence[str],
    framework: Framework,
    left_out: LeftOut,
    watch: Callable[[float], None],
) -> Found:
    """Everything that the lines of a report hold. ``titles`` may name the council too."""
    reading = _Reading(lines, framework, left_out)
    for number in range(len(lines)):
        if number % _WATCHED == 0:
            watch(number / len(lines))
        reading.take_line(number)
    for title in titles:
        named = marks.read_council_name(title)
        if named:
            reading.found.councils.append(named)
            reading.found.marked = True
    return reading.found


class _Reading:
    """One report being read: the part it is at, and the statement."""

    def __init__(self, lines: Sequence[Line], framework: Framework, left_out: LeftOut) -> None:
        self.lines = lines
        self.framework = framework
        self.names = Names(framework)
        self.found = Found(framework, left_out)
        self.part = Part.HEAD
        self.statement: str | None = None
        self._unknown: str | None = None
        self._official_heading = ""
        self._listed: set[str] = set()
        self._awaits: Callable[[str], bool] | None = None

    def take_line(self, number: int) -> None:
        """Put one line where it belongs."""
        line = self.lines[number]
        awaits, self._awaits = self._awaits, None
        if awaits is not None and awaits(line.text):
            return
        for step in (
            self._take_page_furniture,
            self._take_title,
            self._take_frame,
            self._take_statement_name,
            self._take_score_line,
            self._take_rating,
            self._take_heading,
        ):
            if step(number, line):
                return
        self._take_finding_text(number, line)

    # Each of the following says whether the line was what it looks for.

    def _take_page_furniture(self, number: int, line: Line) -> bool:
        """Take what stands around a report on a web page."""
        if parts.bears_mark(line.text[:200]):
            self.found.marked = True
        if not furniture.is_navigation(line.text):
            return False
        self.found.left_out.add_left_out(NAVIGATION, line.text)
        return True

    def _take_title(self, number: int, line: Line) -> bool:
        """Take the council's name and the date of publication from the head of a report."""
        if self.part in (Part.STATEMENT, Part.FINDINGS):
            return False
        named = marks.read_council_name(line.text)
        if named:
            self.found.councils.append(named)
            return True
        when = marks.read_publication_date(line.text)
        if when is None:
            return False
        if when.day or when.year or when.wrong:
            self.found.published.append(when)
        else:
            self._awaits = self._take_date
        return True

    def _take_date(self, text: str) -> bool:
        when = marks.read_leading_date(text)
        if when is not None:
            self.found.published.append(when)
        return when is not None

    def _take_frame(self, number: int, line: Line) -> bool:
        """Take what only leads to other parts: themes, lists of statements, cautions."""
        if parts.is_theme(line.text) or (line.heading and self._is_theme_name(number, line)):
            self._go_to_part(Part.THEME)
            self.found.left_out.add_left_out(THEMES, line.text)
            return True
        if parts.is_list_of_statements(line.text) or parts.is_caution(line.text):
            self._go_to_part(Part.THEME)
            self.found.left_out.add_left_out(THEMES, line.text)
            return True
        return False

    def _is_theme_name(self, number: int, line: Line) -> bool:
        plain = fold_name(line.text)
        is_other_name = all(
            plain not in (fold_name(theme.name), fold_name(theme.short_name)) for theme in self.framework.themes
        )
        if is_other_name:
            return False
        after = self._text_at(number + 1)
        return parts.is_list_of_statements(after) or bool(self.names.find_statement_key(after))

    def _take_statement_name(self, number: int, line: Line) -> bool:
        """Take the name of a statement: what follows is about it."""
        short = self.names.find_statement_key(line.text, short=True)
        if short is None:
            return self._named_score(number, line)
        # Under a theme's heading the names are listed; there short ones count on their own.
        named = partial(self.names.find_statement_key, short=self.part is Part.THEME)
        key = named(line.text)
        after = self._text_at(number + 1)
        if self._marks_statement(after):
            if self.part in _BEFORE_THEMES and self._in_list_of_scores(number):
                self._go_to_part(Part.SCORES)
            self._begin_statement(short)
            return True
        in_list = named(after) or (named(self._text_at(number - 1)) and not line.heading)
        is_in_list = key and (in_list or line.bullet) and self.part is not Part.FINDINGS
        if is_in_list:
            self.found.left_out.add_left_out(THEMES, line.text)
            return True
        # One word may be a topic of another statement's findings as well.
        topic = self.part is Part.FINDINGS and len(line.text.split()) == 1 and not line.heading
        if key is None or line.bullet or topic:
            return False
        self._begin_statement(key)
        return True

    def _named_score(self, number: int, line: Line) -> bool:
        named = marks.named_score(line.text, self.framework)
        if named is None:
            return False
        name, said = named
        key = self.names.find_statement_key(name, short=True)
        if key is not None:
            if self._has_named_score(number - 1) or self._has_named_score(number + 1):
                self._go_to_part(Part.SCORES)
            else:
                self._begin_statement(key)
            self._add_score(key, said, line)
            return True
        if self.part is Part.SCORES and not marks.score_line(line.text, self.framework):
            self._unknown_score(name, said, line)
            return True
        return False

    def _has_named_score(self, number: int) -> bool:
        named = marks.named_score(self._text_at(number), self.framework)
        return named is not None and self.names.find_statement_key(named[0], short=True) is not None

    def _in_list_of_scores(self, number: int) -> bool:
        """Whether nothing but scores stands between this name and the next."""
        after = number + 1
        while marks.score_line(self._text_at(after), self.framework) or _is_score_label(self._text_at(after)):
            after += 1
        return self.names.find_statement_key(self._text_at(after), short=True) is not None

    def _text_at(self, number: int) -> str:
        if 0 <= number < len(self.lines):
            return self.lines[number].text
        return ""

    def _marks_statement(self, after: str) -> bool:
        """Whether the line after a name shows that the name is a heading."""
        if _is_score_label(after):
            return True
        if marks.score_line(after, self.framework) is not None:
            return True
        if parts.heads_official_wording(after):
            return True
        return parts.is_findings(after)

    def _begin_statement(self, key: str) -> None:
        """Begin a statement; in a list of scores, only its score is awaited."""
        self._unknown = None
        if self.part is Part.SCORES and key not in self._listed:
            # In the list a name is followed by its score and nothing else.
            self._listed.add(key)
            self.statement = key
            return
        self._go_to_part(Part.STATEMENT, key)

    def _go_to_part(self, part: Part, statement: str | None = None) -> None:
        self.part, self.statement = part, statement
        self._official_heading = ""
        self._unknown = None

    def _take_score_line(self, number: int, line: Line) -> bool:
        """Take a line that gives a score, or announces one in the next line."""
        if self.part is Part.RATING and marks.read_overall_percent(line.text, near_rating=True) is not None:
            return False
        if _is_score_label(line.text):
            self._awaits = lambda text: self._bare_score(text, number, line)
            return True
        said = marks.score_line(line.text, self.framework)
        if said is None or marks.read_overall_percent(line.text, near_rating=False) is not None:
            return False
        self._place_score(said, number, line)
        return True

    def _bare_score(self, text: str, number: int, line: Line) -> bool:
        is_no_score = len(text) > 60 or not (text[0].isdigit() or marks.score_line(text, self.framework))
        if is_no_score:
            return False
        self._place_score(marks.read_stated_score(text, self.framework), number, line)
        return True

    def _place_score(self, said: Said, number: int, line: Line) -> None:
        """Give a score to the statement it stands under, and say so where there is none."""
        name = self._unknown_name(number)
        if name is not None:
            self._unknown_score(name, said, line)
        elif self._unknown is not None:
            return
        elif self.statement is not None:
            self._add_score(self.statement, said, line)
        else:
            shown = said.wrong or said.score or line.text
            self._add_fault(f"A score of “{shown}” stands where no quality statement is named ({line.place}).")

    def _unknown_name(self, number: int) -> str | None:
        """The heading above a score where it is none that the framework knows."""
        above = self.lines[number - 1] if number else None
        if above is None or above.bullet or not _looks_like_heading(above):
            return None
        known = stands_alone(self.names, self.framework)
        expected = known(above.text) or _is_score_label(above.text) or marks.named_score(above.text, self.framework)
        if expected or marks.read_overall_rating(above.text, self.framework):
            return None
        return above.text

    def _unknown_score(self, name: str, said: Said, line: Line) -> None:
        shown = said.wrong or said.score or "none"
        self._add_fault(
            f"“{name}” is no quality statement of the framework, so its score ({shown}) was not taken ({line.place})."
        )
        if self.part in (Part.STATEMENT, Part.FINDINGS):
            self._take_back(name)
            self._go_to_part(Part.THEME)
        self.statement, self._unknown = None, name

    def _take_back(self, name: str) -> None:
        """Move a heading that turned out to be of no known statement from the findings above it to the summary."""
        if self.statement is not None:
            self.found.findings.setdefault(self.statement, Prose()).drop_heading(name)
        self._prose_of_section(Part.THEME).add_heading_text(name)

    def _add_score(self, key: str, said: Said, line: Line) -> None:
        self.found.scores.setdefault(key, []).append((said, line.place))

    def _take_rating(self, number: int, line: Line) -> bool:
        """Take the overall rating and percentage, outside of the statements."""
        if self.part in (Part.STATEMENT, Part.FINDINGS):
            return False
        rated = marks.read_overall_rating(line.text, self.framework)
        near = self.part is Part.RATING or rated is not None
        percent = marks.read_overall_percent(line.text, near_rating=near)
        if rated is not None:
            self.found.ratings.append((rated, line.place))
        if percent is not None:
            self.found.percents.append((percent, line.place))
        return rated is not None or percent is not None

    def _take_heading(self, number: int, line: Line) -> bool:
        """Take a heading that begins another part."""
        if line.bullet:
            return False
        within = self.part in (Part.STATEMENT, Part.FINDINGS)
        if self.statement is not None and parts.is_findings(line.text):
            self.found.left_out.add_left_out(LAYOUT, line.text)
            self._go_to_part(Part.FINDINGS, self.statement)
            return True
        if self.statement is not None and parts.heads_official_wording(line.text):
            self.found.left_out.add_left_out(OFFICIAL, line.text)
            self._go_to_part(Part.STATEMENT, self.statement)
            self._official_heading = line.text
            return True
        heading = parts.find_part_heading(line.text)
        if heading is None or (within and not heading.anywhere):
            return False
        self._go_to_part(heading.part)
        if heading.kept:
            self._prose_of_section(heading.part).add_heading_text(line.text)
        else:
            self.found.left_out.add_left_out(LAYOUT, line.text)
        return True

    def _take_finding_text(self, number: int, line: Line) -> None:
        """Take a line as text of the part that was begun; the framework's own wording is left out."""
        text = line.text
        if self.part is Part.STATEMENT and self.names.is_framework_wording(text):
            self.found.left_out.add_left_out(OFFICIAL, text)
            if parts.is_commitment(self._official_heading):
                self._official_heading = ""
            return
        names_council = self.part is Part.RATING and any(
            fold_name(text) == fold_name(name) for name in self.found.councils
        )
        if names_council:
            return
        if self.part is Part.RATING and not self.found.councils and _looks_like_heading(line):
            self.found.councils.append(text)
            return
        heading = not line.bullet and _looks_like_heading(line)
        if heading and self.part is Part.STATEMENT:
            self._go_to_part(Part.FINDINGS, self.statement)
        prose = self._choose_prose()
        if self._official_heading and prose.heads != self._official_heading:
            prose.add_heading_text(self._official_heading)
        if heading:
            prose.add_heading_text(text)
        else:
            prose.add_paragraph_text(text, line.bullet, line.place)

    def _choose_prose(self) -> Prose:
        """The text that a line goes to: a statement's findings, or a section."""
        if self.part in (Part.STATEMENT, Part.FINDINGS) and self.statement is not None:
            # Other words than the framework's are kept, but below the findings, which people look for first.
            kept = self.found.reworded if self._official_heading else self.found.findings
            return kept.setdefault(self.statement, Prose())
        return self._prose_of_section(self.part)

    def _prose_of_section(self, part: Part) -> Prose:
        return self.found.sections.setdefault(SECTIONS[part], Prose())

    def _add_fault(self, message: str, statement: str | None = None) -> None:
        self.found.faults.append(Fault(message, statement))


def _looks_like_heading(line: Line) -> bool:
    text = line.text
    if line.heading:
        return True
    if line.bullet:
        return False
    if len(text) >= 100:
        return False
    return text[0].isalpha() and text[0].isupper() and text[-1] not in ".;:,!?"


def _is_score_label(text: str) -> bool:
    return fold_name(text) in ("score", "quality statement score", "our score")
