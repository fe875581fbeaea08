"""A year that CQC assessed, made of what its report was found to hold, and sentences on what it lacks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from selfassess.domain.model.catalogue import Record, blank_record
from selfassess.domain.model.fields import Value
from selfassess.domain.model.import_result import Incoming, Problem
from selfassess.domain.model.new_year import complete_assessment, new_id
from selfassess.domain.model.workbook import Assessment, Workbook
from selfassess.domain.text.points import find_points
from selfassess.domain.text.wording import british_date, join_with_and
from selfassess.exchange.report import press
from selfassess.exchange.report.found import Fault, Found
from selfassess.exchange.report.marks import Said

NOT_NAMED = "Council not named in the report"
UNDATED = "CQC report"
"""What a report is called that does not say when it was published."""


def build_incoming_report(found: Found) -> Incoming:
    """The workbook that a report makes: its council and one year, with what makes no sense and what was left out."""
    council = blank_record("council", new_id(), 0, None, name=_name_found_council(found))
    made = _Year(found)
    assessment = complete_assessment(
        Assessment(record=made.record, framework=found.framework, information_return=None, records=made.records)
    )
    problems = tuple(
        Problem(
            message=fault.message,
            record="judgement" if fault.statement else None,
            id=assessment.judgements[fault.statement].id if fault.statement else None,
            field="score" if fault.statement else None,
        )
        for fault in (*found.faults, *made.faults)
    )
    press_note = (press.SAID,) if found.press else ()
    notes = (*press_note, *made.notes, *found.left_out.describe_left_out())
    return Incoming(workbook=Workbook(council=council, assessments=(assessment,)), problems=problems, notes=notes)


def _name_found_council(found: Found) -> str:
    if not found.councils:
        return NOT_NAMED
    return found.councils[0]


class _Year:
    """The records of the year, and what is wrong with it or missing from it."""

    def __init__(self, found: Found) -> None:
        self.found = found
        self.faults: list[Fault] = []
        self.notes: list[str] = []
        self.id = new_id()
        self.day, self.year = self._find_publication()
        self.record = self._build_cqc_assessment()
        self.records = {
            kind: records
            for kind, records in (
                ("section", self._build_found_sections()),
                ("judgement", self._build_judgements()),
                ("finding", tuple(self._build_proposed_findings())),
            )
            if records
        }
        self.notes.extend(self._list_missing_marks())

    def _find_publication(self) -> tuple[str | None, int | None]:
        for when in self.found.published:
            if when.wrong:
                self.faults.append(
                    Fault(f"“{when.wrong}” is not a date that exists, so no date of publication was taken.")
                )
        days = list(dict.fromkeys(when.day for when in self.found.published if when.day))
        if len(days) > 1:
            named = join_with_and(british_date(day) for day in days)
            self.faults.append(Fault(f"The report gives several dates of publication: {named}. The first was taken."))
        years = [when.year for when in self.found.published if when.year]
        if self.found.month is not None:
            years.append(self.found.month[0])
        year = int(days[0][:4]) if days else next(iter(years), None)
        return (days[0] if days else None), year

    def _build_cqc_assessment(self) -> Record:
        label = f"CQC {self.year}" if self.year else UNDATED
        return blank_record(
            "assessment",
            self.id,
            0,
            None,
            label=label,
            assessor="cqc",
            framework=self.found.framework.id,
            period_end=self.day,
            status="published",
            published_rating=self._choose_rating(),
            published_percent=self._choose_percent(),
        )

    def _choose_rating(self) -> str | None:
        """The rating, if all places of the report give the same."""
        given = list(dict.fromkeys(key for key, _ in self.found.ratings))
        if len(given) < 2:
            if not given:
                return None
            return given[0]
        labels = {band.key: band.label for band in self.found.framework.bands}
        told = ", ".join(f"“{labels[key]}” ({place})" for key, place in self.found.ratings)
        self.faults.append(Fault(f"The report gives several overall ratings, so none was taken: {told}."))
        return None

    def _choose_percent(self) -> int | None:
        """The percentage, if all places of the report give the same and it is one."""
        given = list(dict.fromkeys(text for text, _ in self.found.percents))
        if len(given) > 1:
            told = ", ".join(f"{text}% ({place})" for text, place in self.found.percents)
            self.faults.append(Fault(f"The report gives several overall percentages, so none was taken: {told}."))
            return None
        is_no_percent = given and not (given[0].isdigit() and int(given[0]) <= 100)
        if is_no_percent:
            self.faults.append(Fault(f"“{given[0]}” is not a whole percentage from 0 to 100, so it was not taken."))
            return None
        if not given:
            return None
        return int(given[0])

    def _build_judgements(self) -> tuple[Record, ...]:
        return tuple(
            self._build_judgement(place, each.key) for place, each in enumerate(self.found.framework.statements)
        )

    def _build_judgement(self, place: int, key: str) -> Record:
        """The judgement of a statement, with the findings as its summary."""
        kept = (part[key].text for part in (self.found.findings, self.found.reworded) if key in part)
        summary = "\n\n".join(kept)
        score, insufficient = self._choose_score(key)
        values: dict[str, Value] = {"quality_statement": key, "score": score, "summary": summary or None}
        if key in self.found.scores or summary:
            values |= {"insufficient_evidence": insufficient, "status": "agreed", "agreed_on": self.day}
        return blank_record("judgement", new_id(), place, self.id, **values)

    def _build_proposed_findings(self) -> Iterator[Record]:
        """The findings of each statement in single points, proposed until a person confirms them."""
        place = 0
        for key, prose in sorted(self.found.findings.items(), key=lambda each: self._order_statement(each[0])):
            for point in find_points(prose.passages):
                yield blank_record("finding", new_id(), place, self.id, quality_statement=key, **point.values)
                place += 1

    def _order_statement(self, key: str) -> int:
        return [each.key for each in self.found.framework.statements].index(key)

    def _choose_score(self, key: str) -> tuple[int | None, bool]:
        """The score of a statement and whether the evidence was not enough for one; none where lines disagree."""
        name = self.found.name_of_statement(key)
        said = self.found.scores.get(key, [])
        scale = self.found.framework.scale_words
        for each, place in said:
            if each.wrong:
                self.faults.append(Fault(f"{name}: “{each.wrong}” is not a score from {scale} ({place}).", key))
        told = [(each, place) for each, place in said if not each.wrong and (each.score or each.insufficient)]
        different_scores = len({each.score for each, _ in told})
        if different_scores > 1:
            places = ", ".join(f"{_describe_stated_score(each)} ({place})" for each, place in told)
            self.faults.append(Fault(f"{name}: the report gives different scores, so none was taken: {places}.", key))
            return None, False
        # What makes no sense may have been meant to change what another line says.
        has_no_score = not told or any(each.wrong for each, _ in said)
        if has_no_score:
            return None, False
        return told[0][0].score, told[0][0].insufficient

    def _build_found_sections(self) -> tuple[Record, ...]:
        written = [(key, prose.text) for key, prose in self.found.sections.items() if prose.written]
        return tuple(
            blank_record("section", new_id(), place, self.id, key=key, text=text)
            for place, (key, text) in enumerate(written)
        )

    def _list_missing_marks(self) -> Iterator[str]:
        if not self.found.councils:
            yield "The report does not name the council."
        if self.day is None:
            yield "The report gives no day on which it was published."
        if not self.found.ratings:
            yield "The report gives no overall rating."
        if not self.found.percents:
            yield "The report gives no overall percentage."
        every = [each.key for each in self.found.framework.statements]
        scored = {key for key, said in self.found.scores.items() if any(each != Said() for each, _ in said)}
        if self.found.press:
            return
        without_score = [key for key in every if key not in scored]
        without_findings = [key for key in every if key not in self.found.findings]
        for what, lacking in (
            ("score", without_score),
            ("findings", without_findings),
        ):
            if lacking:
                yield f"The report gives no {what} for {self._join_statement_names(lacking)}."
        if self.found.reworded:
            names = self._join_statement_names(key for key in every if key in self.found.reworded)
            yield f"What people expect or the commitment has other words than in the framework, and is kept: {names}."

    def _join_statement_names(self, keys: Iterable[str]) -> str:
        return "; ".join(self.found.name_of_statement(key) for key in keys)


def _describe_stated_score(said: Said) -> str:
    if said.insufficient:
        return "not enough evidence"
    return str(said.score)
