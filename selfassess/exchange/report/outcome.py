"""A year that CQC assessed, made of what its report was found to hold, and sentences on what it lacks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from selfassess.domain.model.catalogue import Record, blank
from selfassess.domain.model.fields import Value, british_date
from selfassess.domain.model.import_result import Incoming, Problem
from selfassess.domain.model.new_year import complete, new_id
from selfassess.domain.model.workbook import Assessment, Workbook
from selfassess.exchange.report import press
from selfassess.exchange.report.found import Fault, Found
from selfassess.exchange.report.marks import Said

NOT_NAMED = "Council not named in the report"
UNDATED = "CQC report"
"""What a report is called that does not say when it was published."""


def incoming(found: Found) -> Incoming:
    """The workbook that a report makes: its council and one year, with what makes no sense and what was left out."""
    council = blank("council", new_id(), 0, None, name=_council(found))
    made = _Year(found)
    assessment = complete(
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
    notes = (*((press.SAID,) if found.press else ()), *made.notes, *found.left_out.sentences())
    return Incoming(workbook=Workbook(council=council, assessments=(assessment,)), problems=problems, notes=notes)


def _council(found: Found) -> str:
    return found.councils[0] if found.councils else NOT_NAMED


class _Year:
    """The records of the year, and what is wrong with it or missing from it."""

    def __init__(self, found: Found) -> None:
        self.found = found
        self.faults: list[Fault] = []
        self.notes: list[str] = []
        self.id = new_id()
        self.day, self.year = self._published()
        self.record = self._assessment()
        self.records = {
            kind: records
            for kind, records in (("section", self._sections()), ("judgement", self._judgements()))
            if records
        }
        self.notes.extend(self._missing())

    def _published(self) -> tuple[str | None, int | None]:
        for when in self.found.published:
            if when.wrong:
                self.faults.append(
                    Fault(f"“{when.wrong}” is not a date that exists, so no date of publication was taken.")
                )
        days = list(dict.fromkeys(when.day for when in self.found.published if when.day))
        if len(days) > 1:
            named = " and ".join(british_date(day) for day in days)
            self.faults.append(Fault(f"The report gives several dates of publication: {named}. The first was taken."))
        years = [when.year for when in self.found.published if when.year]
        if self.found.month is not None:
            years.append(self.found.month[0])
        return (days[0] if days else None), (int(days[0][:4]) if days else next(iter(years), None))

    def _assessment(self) -> Record:
        return blank(
            "assessment",
            self.id,
            0,
            None,
            label=f"CQC {self.year}" if self.year else UNDATED,
            assessor="cqc",
            framework=self.found.framework.id,
            period_end=self.day,
            status="published",
            published_rating=self._rating(),
            published_percent=self._percent(),
        )

    def _rating(self) -> str | None:
        given = list(dict.fromkeys(key for key, _ in self.found.ratings))
        if len(given) < 2:
            return given[0] if given else None
        labels = {band.key: band.label for band in self.found.framework.bands}
        told = ", ".join(f"“{labels[key]}” ({place})" for key, place in self.found.ratings)
        self.faults.append(Fault(f"The report gives several overall ratings, so none was taken: {told}."))
        return None

    def _percent(self) -> int | None:
        given = list(dict.fromkeys(text for text, _ in self.found.percents))
        if len(given) > 1:
            told = ", ".join(f"{text}% ({place})" for text, place in self.found.percents)
            self.faults.append(Fault(f"The report gives several overall percentages, so none was taken: {told}."))
            return None
        if given and not (given[0].isdigit() and int(given[0]) <= 100):
            self.faults.append(Fault(f"“{given[0]}” is not a whole percentage from 0 to 100, so it was not taken."))
            return None
        return int(given[0]) if given else None

    def _judgements(self) -> tuple[Record, ...]:
        return tuple(self._judgement(place, each.key) for place, each in enumerate(self.found.framework.statements))

    def _judgement(self, place: int, key: str) -> Record:
        kept = (part[key].text for part in (self.found.findings, self.found.reworded) if key in part)
        summary = "\n\n".join(kept)
        score, insufficient = self._score(key)
        values: dict[str, Value] = {"quality_statement": key, "score": score, "summary": summary or None}
        if key in self.found.scores or summary:
            values |= {"insufficient_evidence": insufficient, "status": "agreed", "agreed_on": self.day}
        return blank("judgement", new_id(), place, self.id, **values)

    def _score(self, key: str) -> tuple[int | None, bool]:
        """The score of a statement and whether the evidence was not enough for one; none where lines disagree."""
        name = self.found.name(key)
        said = self.found.scores.get(key, [])
        for each, place in said:
            if each.wrong:
                self.faults.append(Fault(f"{name}: “{each.wrong}” is not a score from 1 to 4 ({place}).", key))
        told = [(each, place) for each, place in said if not each.wrong and (each.score or each.insufficient)]
        if len({each.score for each, _ in told}) > 1:
            places = ", ".join(f"{_words(each)} ({place})" for each, place in told)
            self.faults.append(Fault(f"{name}: the report gives different scores, so none was taken: {places}.", key))
            return None, False
        # What makes no sense may have been meant to change what another line says.
        if not told or any(each.wrong for each, _ in said):
            return None, False
        return told[0][0].score, told[0][0].insufficient

    def _sections(self) -> tuple[Record, ...]:
        written = [(key, prose.text) for key, prose in self.found.sections.items() if prose.written]
        return tuple(
            blank("section", new_id(), place, self.id, key=key, text=text) for place, (key, text) in enumerate(written)
        )

    def _missing(self) -> Iterator[str]:
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
        for what, lacking in (
            ("score", [key for key in every if key not in scored]),
            ("findings", [key for key in every if key not in self.found.findings]),
        ):
            if lacking:
                yield f"The report gives no {what} for {self._names(lacking)}."
        if self.found.reworded:
            names = self._names(key for key in every if key in self.found.reworded)
            yield f"What people expect or the commitment has other words than in the framework, and is kept: {names}."

    def _names(self, keys: Iterable[str]) -> str:
        return "; ".join(self.found.name(key) for key in keys)


def _words(said: Said) -> str:
    return "not enough evidence" if said.insufficient else str(said.score)
