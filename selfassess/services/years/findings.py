"""CQC's findings at work: confirmed, compared with ours, linked to our own records, made into what answers them.

A finding stands in the assessment of whoever made it, whichever year is in view; each act is one step.
"""

from __future__ import annotations

from collections.abc import Collection, Generator, Iterable

from selfassess.domain.model import journal
from selfassess.domain.model.catalogue import CATALOGUE, Record
from selfassess.domain.model.commands import AddRecord, Command, SetField, work_out_changes
from selfassess.domain.model.errors import WrongUseError
from selfassess.domain.model.events import StepTaken
from selfassess.domain.model.journal import Change
from selfassess.domain.model.new_year import new_id
from selfassess.domain.model.plural import count_records
from selfassess.domain.model.workbook import Assessment
from selfassess.domain.readiness.finding_topics import find_topic
from selfassess.domain.readiness.reported_findings import (
    ANSWERING,
    WITH_TOPIC,
    find_answers,
    propose_from_texts,
)
from selfassess.domain.text.points import split_sentences
from selfassess.services.workbook.cooperative import run_aside, run_to_end
from selfassess.services.workbook.session import Session

ANOTHERS = (
    "{year} is of another council: what was found there is not ours to answer. Write what you learn from it in "
    "a record of your own."
)
OWN_YEAR = "Findings are of CQC or of a peer, and {year} is our own. Import the report first."
LONGEST_TITLE = 120
PEER = "peer"


def write_finding(session: Session, year: Assessment, finding: str, field: str, value: object) -> StepTaken | None:
    """Write in a finding; None where everything is so already."""
    label = CATALOGUE["finding"].by_key[field].label
    return _take_step(session, f"change “{label}” of a finding", year, (SetField(finding, field, value),))


def confirm_findings(session: Session, year: Assessment, findings: Collection[str]) -> StepTaken | None:
    """Say that a person read these and that they are right; None where somebody did already."""
    commands = [SetField(id, "confirmed", True) for id in findings]
    return _take_step(session, f"confirm {count_records('finding', len(findings))}", year, commands)


def add_finding(session: Session, year: Assessment, **values: object) -> str:
    """Add a point that a person read in the report, which is confirmed by that; its id."""
    _require_others(year)
    id = new_id()
    _take_step(session, "add finding", year, (AddRecord("finding", id, {"confirmed": True, **values}),))
    return id


def propose_findings(session: Session, year: Assessment) -> StepTaken | None:
    """Propose points from the texts of a report that is here, for statements without any; None where there are none."""
    return run_to_end(propose_findings_in_turns(session, year))


def propose_findings_in_turns(session: Session, year: Assessment) -> Generator[float, None, StepTaken | None]:
    """The same in short turns, for where somebody waits: yields how far it is (0 to 1)."""
    _require_others(year)
    made = yield from run_aside(lambda: list(map(journal.create_record, propose_from_texts(year))), 0.0)
    if not made:
        return None
    return (yield from session.take_step_in_turns(f"add the proposed {count_records('finding', len(made))}", made))


def make_answer(session: Session, year: Assessment, finding: Record, kind: str) -> str:
    """Make an area for improvement, an action or another answer of our own year in view from a finding; its id.

    It has the finding's statement and topic, its words, and where they come from; the finding counts as confirmed.
    Raises WrongUseError where the finding is of another council, or the year in view is not our own.
    """
    ours = _require_ours(session, year)
    id = new_id()
    values = _fill_answer(ours, year, finding, kind)
    changes = [*work_out_changes(AddRecord(kind, id, values), ours, session.council)]
    changes += work_out_changes(SetField(finding.id, "confirmed", True), year, session.council)
    session.take_step(f"make {_with_article(CATALOGUE[kind].name.lower())} from a finding", changes)
    return id


def link_answers(session: Session, year: Assessment, finding: Record, records: Collection[str]) -> StepTaken | None:
    """Have exactly these records of our year in view answer a finding; None where it is so already."""
    ours = _require_ours(session, year)
    commands = []
    for kind in ANSWERING:
        for record in ours.records_of(kind):
            named = record.links_of("findings")
            if (finding.id in named) == (record.id in records):
                continue
            kept = (*named, finding.id) if record.id in records else tuple(id for id in named if id != finding.id)
            commands.append(SetField(record.id, "findings", kept))
    return _take_step(session, "change what answers a finding", ours, commands)


def remove_finding(session: Session, year: Assessment, finding: str) -> StepTaken:
    """Remove a point, and take it out of what answers it in any year."""
    changes: list[Change] = [journal.delete_record(year.by_id[finding])]
    every = [session.load_assessment(record.id) for record in session.assessments]
    for record in find_answers(every).get(finding, ()):
        left = tuple(id for id in record.links_of("findings") if id != finding)
        changes.append(journal.update_field(record, "findings", left or None))
    return session.take_step("remove finding", changes)


def _fill_answer(ours: Assessment, year: Assessment, finding: Record, kind: str) -> dict[str, object]:
    text, key = finding.text_of("text"), finding.text_of("quality_statement")
    statement = ours.framework.find_statement(key)
    values: dict[str, object] = {
        "quality_statement": key if statement is not None else None,
        "title": _shorten_title(text),
        "findings": (finding.id,),
    }
    values["cause" if kind == "risk" else "detail"] = text
    if "origin" in CATALOGUE[kind].by_key:
        values |= {
            "origin": "peer_review" if year.record["assessor"] == PEER else "cqc_report",
            "origin_reference": ", ".join(filter(None, (year.label, finding.text_of("place")))),
            "origin_date": year.record["period_end"],
        }
    if kind in WITH_TOPIC and statement is not None and finding["topic"]:
        topic = finding.text_of("topic")
        values["topic"] = find_topic(topic, statement.topics) or topic
    return values


def _shorten_title(text: str) -> str:
    """The first sentence, as far as it fits on a line."""
    first = next(split_sentences(text), text).rstrip(".")
    if len(first) <= LONGEST_TITLE:
        return first
    return f"{first[: LONGEST_TITLE - 1].rsplit(' ', 1)[0]}…"


def _require_ours(session: Session, year: Assessment) -> Assessment:
    """Our own year in view; raises WrongUseError where there is none, or the finding is of another council."""
    _require_others(year)
    if year.of_another_council:
        raise WrongUseError(ANOTHERS.format(year=year.label))
    ours = session.current
    if ours.by_cqc:
        raise WrongUseError(f"{ours.label} is not our own self-assessment. Choose a year of ours first.")
    return ours


def _require_others(year: Assessment) -> None:
    if not year.by_cqc:
        raise WrongUseError(OWN_YEAR.format(year=year.label))


def _take_step(session: Session, label: str, year: Assessment, commands: Iterable[Command]) -> StepTaken | None:
    changes = [change for each in commands for change in work_out_changes(each, year, session.council)]
    return session.take_step(label, changes) if changes else None


def _with_article(name: str) -> str:
    return f"an {name}" if name[0] in "aeiou" else f"a {name}"
