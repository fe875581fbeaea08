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
from selfassess.exchange.report.names import Names, folded
from selfassess.exchange.report.parts import SECTIONS, Part

NAVIGATION = "Left out, as it belongs to the web page and not to the report"
LAYOUT = "Left out, as headings without a text of their own"
THEMES = "Left out, as the framework says which statements a theme has"
OFFICIAL = "Left out, as the framework has these words"

_WATCHED = 500
_BEFORE_THEMES = (Part.HEAD, Part.ABOUT, Part.METHOD, Part.SUMMARY, Part.RATING)


def substance(names: Names, framework: Framework) -> Callable[[str], bool]:
    """What tells the lines that carry a report: names, scores, and the headings above findings."""

    def carries(text: str) -> bool:
        return bool(
            names.statement(text, short=True)
            or names.title(text)
            or marks.score_line(text, framework)
            or parts.is_findings(text)
            or parts.is_official(text)
            or parts.is_theme(text)
            or parts.is_list_of_statements(text)
            or parts.is_caution(text)
        )

    return carries


def stands_alone(names: Names, framework: Framework) -> Callable[[str], bool]:
    """What tells the lines that are never part of a paragraph, however they were wrapped."""
    carries = substance(names, framework)

    def known(text: str) -> bool:
        if len(text) > 160 or text.endswith((".", ",", ";")):
            return False
        if text[0].islower():
            # A line of a paragraph may happen to have the words of a heading.
            return names.statement(text) is not None
        return carries(text) or bool(
            marks.published(text) or marks.council(text) or parts.heading(text) or furniture.is_navigation(text)
        )

    return known


def find(
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
        reading.take(number)
    for title in titles:
        if named := marks.council(title):
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

    def take(self, number: int) -> None:
        """Put one line where it belongs."""
        line = self.lines[number]
        awaits, self._awaits = self._awaits, None
        if awaits is not None and awaits(line.text):
            return
        for step in (self._page, self._title, self._frame, self._name, self._score, self._rating, self._heading):
            if step(number, line):
                return
        self._text(number, line)

    # Each of the following says whether the line was what it looks for.

    def _page(self, number: int, line: Line) -> bool:
        if parts.bears_mark(line.text[:200]):
            self.found.marked = True
        if not furniture.is_navigation(line.text):
            return False
        self.found.left_out.add(NAVIGATION, line.text)
        return True

    def _title(self, number: int, line: Line) -> bool:
        if self.part in (Part.STATEMENT, Part.FINDINGS):
            return False
        if named := marks.council(line.text):
            self.found.councils.append(named)
            return True
        when = marks.published(line.text)
        if when is None:
            return False
        if when.day or when.year or when.wrong:
            self.found.published.append(when)
        else:
            self._awaits = self._date
        return True

    def _date(self, text: str) -> bool:
        when = marks.dated(text)
        if when is not None:
            self.found.published.append(when)
        return when is not None

    def _frame(self, number: int, line: Line) -> bool:
        if parts.is_theme(line.text) or (line.heading and self._is_theme_name(number, line)):
            self._go(Part.THEME)
            self.found.left_out.add(THEMES, line.text)
            return True
        if parts.is_list_of_statements(line.text) or parts.is_caution(line.text):
            self._go(Part.THEME)
            self.found.left_out.add(THEMES, line.text)
            return True
        return False

    def _is_theme_name(self, number: int, line: Line) -> bool:
        plain = folded(line.text)
        if all(plain not in (folded(theme.name), folded(theme.short_name)) for theme in self.framework.themes):
            return False
        after = self._at(number + 1)
        return parts.is_list_of_statements(after) or bool(self.names.statement(after))

    def _name(self, number: int, line: Line) -> bool:
        short = self.names.statement(line.text, short=True)
        if short is None:
            return self._named_score(number, line)
        # Under a theme's heading the names are listed; there short ones count on their own.
        named = partial(self.names.statement, short=self.part is Part.THEME)
        key = named(line.text)
        after = self._at(number + 1)
        if self._marks_statement(after):
            if self.part in _BEFORE_THEMES and self._in_list_of_scores(number):
                self._go(Part.SCORES)
            self._begin(short)
            return True
        in_list = named(after) or (named(self._at(number - 1)) and not line.heading)
        if key and (in_list or line.bullet) and self.part is not Part.FINDINGS:
            self.found.left_out.add(THEMES, line.text)
            return True
        # One word may be a topic of another statement's findings as well.
        topic = self.part is Part.FINDINGS and len(line.text.split()) == 1 and not line.heading
        if key is None or line.bullet or topic:
            return False
        self._begin(key)
        return True

    def _named_score(self, number: int, line: Line) -> bool:
        named = marks.named_score(line.text, self.framework)
        if named is None:
            return False
        name, said = named
        key = self.names.statement(name, short=True)
        if key is not None:
            if self._has_named_score(number - 1) or self._has_named_score(number + 1):
                self._go(Part.SCORES)
            else:
                self._begin(key)
            self._add_score(key, said, line)
            return True
        if self.part is Part.SCORES and not marks.score_line(line.text, self.framework):
            self._unknown_score(name, said, line)
            return True
        return False

    def _has_named_score(self, number: int) -> bool:
        named = marks.named_score(self._at(number), self.framework)
        return named is not None and self.names.statement(named[0], short=True) is not None

    def _in_list_of_scores(self, number: int) -> bool:
        """Whether nothing but scores stands between this name and the next."""
        after = number + 1
        while marks.score_line(self._at(after), self.framework) or _is_score_label(self._at(after)):
            after += 1
        return self.names.statement(self._at(after), short=True) is not None

    def _at(self, number: int) -> str:
        return self.lines[number].text if 0 <= number < len(self.lines) else ""

    def _marks_statement(self, after: str) -> bool:
        """Whether the line after a name shows that the name is a heading."""
        return (
            _is_score_label(after)
            or marks.score_line(after, self.framework) is not None
            or parts.is_official(after)
            or parts.is_findings(after)
        )

    def _begin(self, key: str) -> None:
        self._unknown = None
        if self.part is Part.SCORES and key not in self._listed:
            # In the list a name is followed by its score and nothing else.
            self._listed.add(key)
            self.statement = key
            return
        self._go(Part.STATEMENT, key)

    def _go(self, part: Part, statement: str | None = None) -> None:
        self.part, self.statement = part, statement
        self._official_heading = ""
        self._unknown = None

    def _score(self, number: int, line: Line) -> bool:
        if self.part is Part.RATING and marks.percent(line.text, near_rating=True) is not None:
            return False
        if _is_score_label(line.text):
            self._awaits = lambda text: self._bare_score(text, number, line)
            return True
        said = marks.score_line(line.text, self.framework)
        if said is None or marks.percent(line.text, near_rating=False) is not None:
            return False
        self._place_score(said, number, line)
        return True

    def _bare_score(self, text: str, number: int, line: Line) -> bool:
        if len(text) > 60 or not (text[0].isdigit() or marks.score_line(text, self.framework)):
            return False
        self._place_score(marks.said(text, self.framework), number, line)
        return True

    def _place_score(self, said: Said, number: int, line: Line) -> None:
        name = self._unknown_name(number)
        if name is not None:
            self._unknown_score(name, said, line)
        elif self._unknown is not None:
            return
        elif self.statement is not None:
            self._add_score(self.statement, said, line)
        else:
            shown = said.wrong or said.score or line.text
            self._fault(f"A score of “{shown}” stands where no quality statement is named ({line.place}).")

    def _unknown_name(self, number: int) -> str | None:
        """The heading above a score where it is none that the framework knows."""
        above = self.lines[number - 1] if number else None
        if above is None or above.bullet or not _looks_like_heading(above):
            return None
        known = stands_alone(self.names, self.framework)
        expected = known(above.text) or _is_score_label(above.text) or marks.named_score(above.text, self.framework)
        return None if expected or marks.rating(above.text, self.framework) else above.text

    def _unknown_score(self, name: str, said: Said, line: Line) -> None:
        shown = said.wrong or said.score or "none"
        self._fault(
            f"“{name}” is no quality statement of the framework, so its score ({shown}) was not taken ({line.place})."
        )
        if self.part in (Part.STATEMENT, Part.FINDINGS):
            self._take_back(name)
            self._go(Part.THEME)
        self.statement, self._unknown = None, name

    def _take_back(self, name: str) -> None:
        """Move a heading that turned out to be of no known statement from the findings above it to the summary."""
        if self.statement is not None:
            self.found.findings.setdefault(self.statement, Prose()).drop_heading(name)
        self._section(Part.THEME).heading(name)

    def _add_score(self, key: str, said: Said, line: Line) -> None:
        self.found.scores.setdefault(key, []).append((said, line.place))

    def _rating(self, number: int, line: Line) -> bool:
        if self.part in (Part.STATEMENT, Part.FINDINGS):
            return False
        rated = marks.rating(line.text, self.framework)
        near = self.part is Part.RATING or rated is not None
        percent = marks.percent(line.text, near_rating=near)
        if rated is not None:
            self.found.ratings.append((rated, line.place))
        if percent is not None:
            self.found.percents.append((percent, line.place))
        return rated is not None or percent is not None

    def _heading(self, number: int, line: Line) -> bool:
        if line.bullet:
            return False
        within = self.part in (Part.STATEMENT, Part.FINDINGS)
        if self.statement is not None and parts.is_findings(line.text):
            self.found.left_out.add(LAYOUT, line.text)
            self._go(Part.FINDINGS, self.statement)
            return True
        if self.statement is not None and parts.is_official(line.text):
            self.found.left_out.add(OFFICIAL, line.text)
            self._go(Part.STATEMENT, self.statement)
            self._official_heading = line.text
            return True
        heading = parts.heading(line.text)
        if heading is None or (within and not heading.anywhere):
            return False
        self._go(heading.part)
        if heading.kept:
            self._section(heading.part).heading(line.text)
        else:
            self.found.left_out.add(LAYOUT, line.text)
        return True

    def _text(self, number: int, line: Line) -> None:
        text = line.text
        if self.part is Part.STATEMENT and self.names.official(text):
            self.found.left_out.add(OFFICIAL, text)
            if parts.is_commitment(self._official_heading):
                self._official_heading = ""
            return
        if self.part is Part.RATING and any(folded(text) == folded(name) for name in self.found.councils):
            return
        if self.part is Part.RATING and not self.found.councils and _looks_like_heading(line):
            self.found.councils.append(text)
            return
        heading = not line.bullet and _looks_like_heading(line)
        if heading and self.part is Part.STATEMENT:
            self._go(Part.FINDINGS, self.statement)
        prose = self._prose()
        if self._official_heading and prose.heads != self._official_heading:
            prose.heading(self._official_heading)
        if heading:
            prose.heading(text)
        else:
            prose.paragraph(text, line.bullet)

    def _prose(self) -> Prose:
        if self.part in (Part.STATEMENT, Part.FINDINGS) and self.statement is not None:
            # Other words than the framework's are kept, but below the findings, which people look for first.
            kept = self.found.reworded if self._official_heading else self.found.findings
            return kept.setdefault(self.statement, Prose())
        return self._section(self.part)

    def _section(self, part: Part) -> Prose:
        return self.found.sections.setdefault(SECTIONS[part], Prose())

    def _fault(self, message: str, statement: str | None = None) -> None:
        self.found.faults.append(Fault(message, statement))


def _looks_like_heading(line: Line) -> bool:
    text = line.text
    return line.heading or (
        not line.bullet and len(text) < 100 and text[0].isalpha() and text[0].isupper() and text[-1] not in ".;:,!?"
    )


def _is_score_label(text: str) -> bool:
    return folded(text) in ("score", "quality statement score", "our score")
