"""Beginning a year of a workbook from an earlier one.

``plan`` works out what would come along without touching anything; ``carry`` writes it as one step that can be undone,
with a backup before.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from selfassess.domain.framework import carry_map
from selfassess.domain.framework.framework import Framework, InformationReturn, Pack
from selfassess.domain.model import journal, new_year
from selfassess.domain.model.catalogue import CATALOGUE
from selfassess.domain.model.errors import WrongUseError
from selfassess.domain.model.events import StepTaken
from selfassess.domain.model.journal import Change
from selfassess.domain.model.plural import count_records
from selfassess.domain.model.workbook import Assessment, Workbook
from selfassess.domain.years import carry_forward as carry_rules
from selfassess.domain.years.carry_forward import Carried, Left
from selfassess.packs import reader as packs
from selfassess.services.workbook import backups
from selfassess.services.workbook.cooperative import run_aside, run_to_end
from selfassess.services.workbook.session import Session
from selfassess.services.workbook.snapshot import hold_workbook
from selfassess.services.years.describe_packs import list_shipped_frameworks


def plan_carry_forward(
    there: Session | Workbook,
    from_label: str,
    to_label: str,
    today: str,
    framework: str | None = None,
    information_return: str | None = None,
) -> Carried:
    """The year ``to_label`` as it would begin from ``from_label``; changes nothing. ``today`` is an ISO date.

    Without ids the new year is judged against the newest framework that follows from that of the earlier year, and
    answers the newest information return of that framework. Raises WrongUseError where there is no such year, the
    name is taken, the year is CQC's or a peer's view, or the return is of another framework.
    """
    workbook = there if isinstance(there, Workbook) else hold_workbook(there)
    source = workbook.find_assessment(from_label)
    label = new_year.check_label(to_label, tuple(each.label for each in workbook.assessments))
    known = _collect_known_packs(workbook)
    chosen = _choose_framework(source, known, framework)
    return carry_rules.carry_forward(
        source,
        label=label,
        position=max(each.record.position for each in workbook.assessments) + 1,
        today=today,
        framework=chosen,
        asked=_choose_information_return(source, chosen, known, information_return),
        known=tuple(known.values()),
    )


def list_versions(workbook: Workbook, framework: str) -> tuple[tuple[Framework, ...], tuple[InformationReturn, ...]]:
    """What a new year can be judged against and asked for: every framework, and the returns of this ``framework``."""
    known = _collect_known_packs(workbook).values()
    frameworks = tuple(pack for pack in known if isinstance(pack, Framework))
    returns = tuple(pack for pack in known if isinstance(pack, InformationReturn) and pack.framework == framework)
    return frameworks, returns


def carry_forward_year(session: Session, planned: Carried) -> StepTaken:
    """Write what was planned as one step, after a backup; raises WrongUseError where its name was taken meanwhile."""
    return run_to_end(carry_forward_in_slices(session, planned))


def carry_forward_in_slices(session: Session, planned: Carried) -> Generator[float, None, StepTaken]:
    """The same in short turns, for where somebody waits: yields how far it is (0 to 1); its value is the step.

    Abandoned (closed), it has changed nothing.
    """
    session.require_writable()
    assessment = planned.assessment
    new_year.check_label(assessment.label, tuple(record.text_of("label") for record in session.assessments))
    at = session.clock()

    def prepared() -> list[Change]:
        backups.take_backup(session.path, "carry", at)
        records = [assessment.record, *(each for rows in assessment.records.values() for each in rows)]
        return [journal.create_record(each) for each in records]

    changes = yield from run_aside(prepared, 0.0)
    frozen: list[Pack] = [assessment.framework]
    if assessment.information_return is not None:
        frozen.append(assessment.information_return)
    label = f"carry {planned.source.label} forward to {assessment.label}"
    return (yield from session.take_step_in_turns(label, changes, packs=frozen))


def summarise_carry_forward(planned: Carried) -> dict[str, Any]:
    """What comes along and what does not, as the object that ``--json`` prints."""
    assessment = planned.assessment
    return {
        "from": planned.source.label,
        "year": assessment.label,
        "framework": assessment.framework.id,
        "information_return": assessment.record["information_return"],
        "carried": dict(planned.carried_counts),
        **{name: _summarise_left_records(getattr(planned, name)) for name in ("left", "changed", "stale")},
    }


def format_carry_summary(planned: Carried) -> str:
    """What comes along and what does not, to read: counts of what is plain, each of what needs a look."""
    year, before = planned.assessment.label, planned.source.label
    carried = ", ".join(count_records(kind, n) for kind, n in planned.carried_counts.items())
    lines = [f"{year} begins from {before} with {carried or 'nothing carried'}."]
    lines.append("Nothing of it counts as reviewed; scores and sign-off were not carried.")
    if planned.left:
        lines.append(f"Left in {before}:")
        lines.extend(f"  {CATALOGUE[kind].plural} ({n}): {why}" for (kind, why), n in planned.left_counts.items())
    for heading, told in (("Changed on the way:", planned.changed), ("Older than its look-back:", planned.stale)):
        if told:
            lines.append(heading)
            lines.extend(f"  {CATALOGUE[each.kind].name}: {each.title}. {each.why}" for each in told)
    return "\n".join(lines)


def _summarise_left_records(told: tuple[Left, ...]) -> dict[str, Any]:
    items = [{"record": each.kind, "id": each.record, "title": each.title, "why": each.why} for each in told]
    return {"count": len(items), "items": items}


def _collect_known_packs(workbook: Workbook) -> dict[str, Pack]:
    """Every version there is. The workbook's own copies come before shipped ones: a year keeps its wording."""
    shipped: list[Pack] = [*list_shipped_frameworks()]
    shipped.extend(packs.load_information_return(id) for id in packs.return_ids())
    return {pack.id: pack for pack in (*shipped, *workbook.frameworks, *workbook.returns)}


def _choose_framework(source: Assessment, known: dict[str, Pack], id: str | None) -> Framework:
    if id is not None:
        found = known.get(id)
        if isinstance(found, Framework):
            return found
        return packs.load_framework(id)
    every = [pack for pack in known.values() if isinstance(pack, Framework)]
    # A framework that nothing asks for a return under yet is for those who name it.
    asked_for = {pack.framework for pack in known.values() if isinstance(pack, InformationReturn)}
    usable = [pack for pack in every if pack.id in asked_for or source.information_return is None]
    following = [pack for pack in usable if carry_map.leads_to_version(source.framework, pack, every)]
    return carry_map.find_newest_version([*following, source.framework], every)


def _choose_information_return(
    source: Assessment, framework: Framework, known: dict[str, Pack], id: str | None
) -> InformationReturn | None:
    if id is not None:
        named = known.get(id)
        found = named if isinstance(named, InformationReturn) else packs.load_information_return(id)
        if found.framework != framework.id:
            raise WrongUseError(f"“{found.name}” belongs to another framework than “{framework.name}”.")
        return found
    asked = source.information_return
    if asked is None:
        return None
    every = [pack for pack in known.values() if isinstance(pack, InformationReturn)]
    fitting = [pack for pack in every if pack.framework == framework.id]
    following = [pack for pack in fitting if carry_map.leads_to_version(asked, pack, every)]
    if fitting:
        return carry_map.find_newest_version(following or fitting, every)
    return None
